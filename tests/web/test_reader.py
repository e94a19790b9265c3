from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.types.rows import Ask, DocumentRow, Figure, Row, Statement
from onrecord.types.spans import Evidence
from onrecord.web.app import make_app
from onrecord.web.layers import LAYERS, SHOWN_FIRST
from onrecord.web.site import Site
from tests.records import LETTER_PAGE, REPLY_PAGE, Page, make_record, record_of

HERE = "http://127.0.0.1:8321"


@pytest.fixture
def papers(tmp_path: Path) -> Iterator[TestClient]:
    with Record.open(make_record(tmp_path / "papers.record")) as record:
        yield TestClient(make_app(Site(record)), HERE)


def page_of(client: TestClient, address: str) -> html.HtmlElement:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def marked(page: html.HtmlElement, row: str) -> str:
    """Return the words that a page marks as those of a row."""
    found = page.xpath(f"//*[contains(concat(' ', @data-rows, ' '), ' {row} ')]")
    return "".join(one.text_content() for one in found)


def notes(page: html.HtmlElement) -> list[str]:
    return [str(one) for one in page.xpath("//li[contains(@class, 'note-of')]/@data-row")]


def test_every_word_of_every_document_of_the_sample_is_shown(client: TestClient, site: Site) -> None:
    for document in site.record.documents():
        page = page_of(client, f"/documents/{document.id}")
        shown = "".join(block.text_content() for block in page.xpath("//*[@data-start]"))
        assert "".join(shown.split()) == "".join(site.record.text(document.id).split())


def test_every_row_of_a_layer_is_marked_by_its_exact_words(client: TestClient, site: Site) -> None:
    marks = 0
    for document in site.record.documents():
        page = page_of(client, f"/documents/{document.id}?layers=figure,ask,statement&unsure=1")
        for kind in (Figure, Ask, Statement):
            for row in site.record.rows(kind, document.id):
                words = marked(page, row.id)
                for anchor in _main(row):
                    assert "".join(anchor.exact.split()) in "".join(words.split())
                    marks += 1
                assert row.id in notes(page)
    assert marks > 100


def _main(row: Row) -> tuple[Evidence, ...]:
    match row:
        case Statement():
            return row.content
        case Figure():
            return (row.anchor,)
        case Ask():
            return (row.action,)
    return ()


def test_layers_are_switched_in_the_address(papers: TestClient) -> None:
    address = f"/documents/{LETTER_PAGE.id}"
    first = page_of(papers, address)
    assert marked(first, "f-1") == "more than 600 families"
    assert marked(first, "n-1") == ""
    norms = page_of(papers, f"{address}?layers=norm")
    assert (marked(norms, "n-1"), marked(norms, "f-1")) == ("Shore Act", "")
    assert notes(page_of(papers, f"{address}?layers=")) == []
    [link] = [one for one in first.xpath("//a[contains(@class, 'layer')]") if "Norms" in one.text_content()]
    assert notes(page_of(papers, link.get("href")))[-1:] != []
    assert "hidden: show them" in link.text_content()
    on = [
        one
        for one in first.xpath("//a[contains(@class, 'layer')]")
        if "shown: hide them" in one.text_content()
    ]
    assert len(on) == len(SHOWN_FIRST) < len(LAYERS)


def test_the_row_in_the_address_is_opened_and_its_parts_are_named(papers: TestClient) -> None:
    page = page_of(papers, f"/documents/{LETTER_PAGE.id}?row=s-1")
    [focus] = page.xpath("//*[@id='r-s-1']")
    assert focus.text_content() == "to "
    parts = {one.get("data-part"): one.text_content() for one in page.xpath("//*[@data-part]")}
    assert parts == {"cue · source": "We", "content": "to "}
    [card] = page.xpath("//*[@id='card']")
    assert "the writers" in card.text_content()
    assert "the document itself does it" in card.text_content()
    [copied] = page.xpath("//textarea[@id='copied']")
    assert copied.text.strip().startswith("“to publish the survey”\n— ")
    assert f"{HERE}/documents/{LETTER_PAGE.id}?row=s-1&at=26#r-s-1" in copied.text
    assert LETTER_PAGE.sha256 in copied.text


def test_a_row_of_a_layer_that_is_off_is_opened_all_the_same(papers: TestClient) -> None:
    page = page_of(papers, f"/documents/{LETTER_PAGE.id}?row=n-1&layers=figure")
    assert page.xpath("//*[@id='r-n-1']")
    assert "Shore Act" in page.xpath("//*[@id='card']")[0].text_content()


def test_a_row_of_no_layer_is_opened_where_its_words_are(papers: TestClient) -> None:
    page = page_of(papers, f"/documents/{REPLY_PAGE.id}?row=l-1")
    [focus] = page.xpath("//*[@id='r-l-1']")
    assert focus.text_content() == "will publish the survey"


def test_a_place_in_the_address_is_marked(papers: TestClient) -> None:
    words = LETTER_PAGE.words("evicted more")
    page = page_of(papers, f"/documents/{LETTER_PAGE.id}?at={words.start}&to={words.end}")
    assert "".join(one.text_content() for one in page.xpath("//mark")) == "evicted more"
    assert len(page.xpath("//*[@id='r-at']")) == 1


def test_unsure_statements_are_shown_on_request_alone(papers: TestClient) -> None:
    address = f"/documents/{REPLY_PAGE.id}"
    first = page_of(papers, address)
    assert "s-2" not in notes(first)
    [ask] = [one for one in first.xpath("//a") if one.text_content() == "show them"]
    assert "s-2" in notes(page_of(papers, ask.get("href")))


def test_a_rejected_row_is_said_to_be_gone(papers: TestClient) -> None:
    record: Record = papers.app.state.site.record  # type: ignore[attr-defined]
    record.decide("f-1", "reject")
    page = page_of(papers, f"/documents/{LETTER_PAGE.id}?row=f-1")
    assert marked(page, "f-1") == ""
    assert "There is no row f-1 in this record, or a reviewer rejected it." in page.text_content()


def test_the_head_says_what_is_known_and_what_is_wanted(papers: TestClient) -> None:
    page = page_of(papers, f"/documents/{LETTER_PAGE.id}")
    head = " ".join(page.xpath("//header[@class='document-head']")[0].text_content().split())
    assert "4 March 2024" in head
    assert "Spoken of in the statement" in head
    assert "replies to: words" in head
    assert "Wanted the survey of the shore (cites)" in head
    assert LETTER_PAGE.sha256 in head
    assert [link.get("href") for link in page.xpath("//a") if "custody log" in link.text_content()] == [
        f"/documents/{LETTER_PAGE.id}/custody"
    ]


def test_the_custody_of_a_document_is_told(papers: TestClient) -> None:
    text = page_of(papers, f"/documents/{LETTER_PAGE.id}/custody").text_content()
    assert "source received" in text
    assert "document read" in text
    assert REPLY_PAGE.sha256 not in text


def test_a_long_document_is_read_part_by_part_and_no_word_is_lost(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraph {number} says that {number} boats left." for number in range(3000))
    page = Page("papers/long.txt", text)
    row = DocumentRow(page.id, page.path, page.sha256, page.sha256, "text/plain", "report")
    counted = page.words("2500 boats")
    figure = Figure("f-9", page.id, counted, counted, 2500, 2500, "exact", number=2500)
    record_of(tmp_path / "r.record", [(page, row, (figure,))], ())
    with Record.open(tmp_path / "r.record") as record:
        client = TestClient(make_app(Site(record)), HERE)
        address, shown = f"/documents/{page.id}", ""
        while address:
            part = page_of(client, address)
            shown += "".join(one.text_content() for one in part.xpath("//*[@data-start]"))
            address = next(iter(part.xpath("//a[@rel='next']/@href")), "")
        assert "".join(shown.split()) == "".join(text.split())
        focus = page_of(client, f"/documents/{page.id}?row=f-9")
        assert marked(focus, "f-9") == "2500 boats"
        assert "Part 1 of" not in focus.text_content()
        back = focus.xpath("//a[@rel='prev']/@href")[0]
        assert marked(page_of(client, back), "f-9") == ""
