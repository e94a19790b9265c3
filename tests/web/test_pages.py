from __future__ import annotations

import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.types.rows import ROW_CLASSES, Ask, DocumentRow, FigureSet, Finding, QuotationCheck, Row
from onrecord.web.cards import fields_of
from onrecord.web.site import Site

SHOWN = [one for one in ROW_CLASSES if one.row_type not in ("document", "quotation", "ask_pair", "citation")]


@pytest.mark.parametrize("kind", SHOWN, ids=lambda kind: str(kind.row_type))
def test_every_row_of_the_sample_has_a_card(client: TestClient, site: Site, kind: type[Row]) -> None:
    rows = list({row.id: row for row in site.record.rows(kind)}.values())
    assert rows
    for row in rows[:15]:
        assert fields_of(row)
        answer = client.get(f"/rows/{row.id}")
        assert answer.status_code == 200
        words = " ".join(html.fromstring(answer.text).text_content().split())
        assert row.id in words
        for anchor in list(row.anchors())[:1]:
            assert f"/documents/{anchor.document}?row={row.id}&amp;at=" in answer.text


def test_a_document_has_its_card_in_the_reader(client: TestClient, site: Site) -> None:
    document = next(iter(site.record.documents()))
    answer = client.get(f"/rows/{document.id}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/documents/{document.id}")


def test_documents_are_narrowed_by_kind(client: TestClient, site: Site) -> None:
    kinds = [row.kind for row in site.record.documents()]
    page = html.fromstring(client.get("/documents?kind=letter").text)
    shown = page.xpath("//ul[contains(@class, 'document-list')]/li")
    assert len(shown) == kinds.count("letter") > 1
    assert len(html.fromstring(client.get("/documents").text).xpath("//a[@class='document']")) == len(kinds)
    assert client.get("/documents?kind=nonsense&order=sideways").status_code == 200


def test_quotations_are_listed_by_verdict(client: TestClient, site: Site) -> None:
    checks = list(site.record.rows(QuotationCheck))
    altered = [check for check in checks if check.verdict == "altered"]
    page = html.fromstring(client.get("/quotations?verdict=altered").text)
    links = [
        one.get("href")
        for one in page.xpath("//ul[@class='entries']//a")
        if "/quotations/" in one.get("href")
    ]
    assert sorted(links) == sorted(f"/quotations/{check.id}" for check in altered)
    assert "“end” for “halt”: substantive" in page.text_content()


def test_an_altered_quotation_stands_beside_its_original(client: TestClient, site: Site) -> None:
    [check] = [row for row in site.record.rows(QuotationCheck) if "end all evictions" in row.quotation.exact]
    page = html.fromstring(client.get(f"/quotations/{check.id}").text)
    assert [one.text_content() for one in page.xpath("//ins[contains(@class, 'substantive')]")] == ["1end"]
    assert [one.text_content() for one in page.xpath("//del[contains(@class, 'substantive')]")] == ["1halt"]
    assert check.found is not None
    left, right = page.xpath("//*[@class='core']")
    assert "".join(left.text_content().split()).replace("1end", "end") == "".join(
        check.quotation.exact.split()
    )
    assert "".join(right.text_content().split()).replace("1halt", "halt") == "".join(
        check.found.exact.split()
    )


def test_a_quotation_that_cannot_be_checked_says_so(client: TestClient, site: Site) -> None:
    [check, *_] = [row for row in site.record.rows(QuotationCheck) if row.verdict == "unverifiable"]
    words = client.get(f"/quotations/{check.id}").text
    assert "There is nothing to compare it with" in words
    assert "This says nothing of whether the quotation is right." in words


@pytest.mark.parametrize(
    "address", ["/quotations/q-nothing", "/rows/s-nothing", "/documents/d-nothing/custody"]
)
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_the_menu_lists_pages_that_exist(client: TestClient) -> None:
    page = html.fromstring(client.get("/documents").text)
    for link in {str(one) for one in page.xpath("//nav//a/@href")}:
        assert client.get(link).status_code == 200, link
    [current] = {one.text_content() for one in page.xpath("//nav//a[@aria-current='page']")}
    assert current == "Documents"


def test_documents_have_the_fields_of_their_row(site: Site) -> None:
    assert fields_of(next(iter(site.record.rows(DocumentRow)))) == ()


def test_a_figure_is_tied_to_its_siblings_and_to_findings_about_it(client: TestClient, site: Site) -> None:
    [conflict] = [
        row for row in site.record.rows(FigureSet) if row.verdict == "conflict" and "families" in row.label
    ]
    figure, *others = conflict.figures
    page = html.fromstring(client.get(f"/rows/{figure}").text)
    tied = {str(one) for one in page.xpath("//ul[@class='related']//a/@href")}
    assert {f"/rows/{one}" for one in (conflict.id, *others)} <= tied
    about = {row.id for row in site.record.rows(Finding) if figure in row.rows}
    assert about
    assert {f"/rows/{one}" for one in about} <= tied


def test_an_ask_is_tied_to_where_it_is_said_again(client: TestClient, site: Site) -> None:
    again = next(row for row in site.record.rows(Ask) if row.restates)
    page = html.fromstring(client.get(f"/rows/{again.restates}").text)
    assert f"/rows/{again.id}" in page.xpath("//ul[@class='related']//a/@href")
