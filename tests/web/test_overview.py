"""The overview: what the record holds, findings first, what waits for somebody."""

from __future__ import annotations

import shutil
from pathlib import Path

from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.types.ranking import first_of_each_kind
from onrecord.types.rows import Finding
from onrecord.web.app import make_app
from onrecord.web.pages.overview import FINDINGS
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.web.pages import Shown


def test_it_says_what_the_record_holds_each_count_a_link(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/")
    shown.check_structure()
    counts = site.record.counts()
    held = shown.texts("//ul[@aria-label='What the record holds']/li")
    assert f"{counts['document']} documents" in held
    assert f"{counts['finding']} findings" in held
    assert f"{counts['norm']} norms" in held
    assert "14 March 2024 to 27 June 2024" in shown.main


def test_the_counts_lead_to_pages(client: TestClient) -> None:
    for link in Shown(client, "/").links("//ul[@aria-label='What the record holds']//a"):
        assert client.get(link).status_code == 200, link


def test_findings_come_first_one_of_each_kind_with_the_words_they_stand_on(
    client: TestClient, site: Site
) -> None:
    shown = Shown(client, "/")
    expected = first_of_each_kind(site.record.rows(Finding))[:FINDINGS]
    titles = shown.texts("//section[@aria-labelledby='findings']//h3/a")
    assert titles == [each.title for each in expected]
    assert len(shown.tree.xpath("//section[@aria-labelledby='findings']//li[.//blockquote]")) == len(expected)


def test_what_waits_is_counted(client: TestClient, site: Site) -> None:
    told = Shown(client, "/").texts("//section[@aria-labelledby='waiting']")[0]
    assert f"{len(list(site.record.issues()))} to know of what was read" in told
    assert f"{site.record.counts()['finding']} findings that nobody reviewed" in told


def test_what_reviewers_decided_is_counted_apart_from_what_was_made_by_rules(
    sample_record: Path, tmp_path: Path
) -> None:
    shutil.copytree(sample_record, tmp_path / "own.record")
    with Record.open(tmp_path / "own.record", who="Ada Reviewer") as record:
        record.decide(next(record.rows(Finding)).id, "accept")
        shown = Shown(TestClient(make_app(Site(record)), HERE), "/")
        cells = shown.texts("//section[@aria-labelledby='reviewed']//tbody/tr[th='finding']/*")
        assert cells == ["finding", str(record.counts()["finding"]), "1"]
