"""Findings as a page: severe ones first, narrowed by the address, each with the words it stands on."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from onrecord.record.catalogue import RowEntry
from onrecord.types.ranking import ranked
from onrecord.types.rows import Finding
from onrecord.web.pages.findings import finding_shown, leads_of
from onrecord.web.site import Site
from tests.web.pages import Shown


@pytest.fixture(scope="module")
def findings(site: Site) -> list[Finding]:
    return ranked(site.record.rows(Finding))


def test_the_severe_come_first_each_with_its_sentence_and_words(
    client: TestClient, findings: list[Finding]
) -> None:
    shown = Shown(client, "/findings")
    shown.check_structure()
    assert shown.texts("//*[@data-entry]//h3") == [each.title for each in findings]
    for entry, finding in zip(shown.entries, findings, strict=True):
        assert finding.severity in entry
        assert " ".join(finding.evidence[0].exact.split())[:60] in entry


def test_a_page_is_narrowed_by_its_address_and_each_part_can_be_taken_back(
    client: TestClient, findings: list[Finding]
) -> None:
    shown = Shown(client, "/findings?severity=high&kind=figure_conflict")
    kept = [each for each in findings if (each.severity, each.kind) == ("high", "figure_conflict")]
    assert kept
    assert len(kept) < len(findings)
    assert shown.texts("//*[@data-entry]//h3") == [each.title for each in kept]
    assert f"{len(kept)} of {len(findings)} findings" in shown.main
    assert shown.links("//ul[@class='in-force']//a") == [
        "/findings?kind=figure_conflict",
        "/findings?severity=high",
        "/findings",
    ]


def test_where_nothing_fits_it_says_what_to_take_back(client: TestClient) -> None:
    shown = Shown(client, "/findings?severity=high&words=" + quote("no such word anywhere"))
    assert not shown.entries
    assert "Nothing fits all of this at once" in shown.main
    assert "/findings?severity=high" in shown.links("//*[@class='nothing']//a")


def test_the_list_as_a_file_has_what_the_page_has(client: TestClient, findings: list[Finding]) -> None:
    shown = Shown(client, "/findings.csv?severity=medium")
    assert shown.answer.headers["content-disposition"] == 'attachment; filename="sample-findings.csv"'
    assert [row["id"] for row in shown.rows] == [each.id for each in findings if each.severity == "medium"]


def test_words_of_a_finding_lead_to_the_reader(client: TestClient, findings: list[Finding]) -> None:
    links = Shown(client, "/findings").links("//figcaption//a")
    first = findings[0].evidence[0]
    assert any(link.startswith(f"/documents/{first.document}?") for link in links)


def test_of_many_places_some_are_quoted_and_the_others_counted(site: Site, findings: list[Finding]) -> None:
    most = max(findings, key=lambda each: len(each.evidence))
    whole = finding_shown(site, RowEntry(most), longest=100)
    cut = finding_shown(site, RowEntry(most), longest=1)
    assert cut.passages == whole.passages[:1]
    assert cut.left == len(whole.passages) - 1 > 0


def test_the_rows_behind_a_finding_lead_to_the_pages_that_show_them_at_length() -> None:
    leads = list(leads_of(["s-1", "q-1", "q-2", "g-1", "k-1"]))
    assert [lead.url for lead in leads] == ["/quotations/q-1", "/figures/g-1", "/asks/k-1"]
    assert not list(leads_of(["d-1"]))
