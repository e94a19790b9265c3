"""Issues as pages: what could not be read with the remedy, and what was refused by reason."""

from __future__ import annotations

from starlette.testclient import TestClient

from onrecord.web.site import Site
from tests.web.pages import Shown


def test_every_issue_stands_with_its_remedy(client: TestClient, site: Site) -> None:
    issues = list(site.record.issues())
    shown = Shown(client, "/issues")
    shown.check_structure()
    assert len(shown.entries) == len(issues)
    for issue in issues:
        assert any(issue.path in entry and issue.remedy in entry for entry in shown.entries)


def test_issues_are_narrowed_by_what_they_are(client: TestClient, site: Site) -> None:
    code = next(site.record.issues()).code
    shown = Shown(client, f"/issues?code={code}")
    assert len(shown.entries) == sum(issue.code == code for issue in site.record.issues())
    assert "No issue is like that." in Shown(client, "/issues?code=none_such").main


def test_refusals_are_counted_by_reason_and_narrowed_to_one(client: TestClient, site: Site) -> None:
    every = list(site.record.rejected())
    shown = Shown(client, "/issues/refused")
    shown.check_structure()
    assert len(shown.entries) == 50
    first = every[0]
    same = [each for each in every if (each.extractor, each.code) == (first.extractor, first.code)]
    assert f"{first.extractor}: {first.code.replace('_', ' ')} {len(same)}" in shown.main
    url = f"/issues/refused?extractor={first.extractor}&code={first.code}"
    assert len(Shown(client, url).entries) == len(same)


def test_refusals_go_on_page_by_page_until_all_were_shown(client: TestClient, site: Site) -> None:
    every = [each.anchor for each in site.record.rejected()]
    links, url = [], "/issues/refused"
    while url:
        shown = Shown(client, url)
        links += shown.links("//*[@data-entry]//*[@class='said']/a")
        [url] = shown.links("//a[@rel='next']") or [""]
    assert len(links) == len(every)
    assert {link.split("?")[0] for link in links} == {f"/documents/{anchor.document}" for anchor in every}


def test_a_cursor_that_no_page_gave_is_refused_in_plain_words(client: TestClient) -> None:
    shown = Shown(client, "/issues/refused?after=nowhere", 400)
    assert "Begin at its beginning" in shown.main
