"""The timeline as a page: every event once in the drawing and once in the table, each on its words."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from onrecord.record.catalogue import RowEntry
from onrecord.types.dates import RecordDate
from onrecord.types.rows import Event
from onrecord.types.spans import Evidence
from onrecord.web.pages.timeline import ROWS
from onrecord.web.site import Site
from onrecord.web.timelined import events_shown, line_of
from tests.web.pages import Shown

LINE = "//*[contains(@class, 'mark line')]"


@pytest.fixture(scope="module")
def events(site: Site) -> list[Event]:
    ids = dict.fromkeys(row.id for row in site.record.rows(Event))
    return [row for row in site.record.rows_with(ids).values() if isinstance(row, Event)]


def dated(events: list[Event]) -> list[Event]:
    return [row for row in events if row.date or row.dates]


def rows_of(shown: Shown) -> list[str]:
    return shown.texts("//table[contains(@class, 'stack')]/tbody/tr")


def test_every_dated_event_is_a_line_and_a_row_and_leads_to_its_words(
    client: TestClient, events: list[Event]
) -> None:
    shown = Shown(client, "/timeline")
    shown.check_structure()
    assert len(shown.texts(LINE)) == len(rows_of(shown)) == len(dated(events))
    for row in dated(events):
        assert any(f"row={row.id}" in link and link.startswith("/documents/d-") for link in shown.links(LINE))
        assert any(f"/rows/{row.id}" == link for link in shown.links("//table//a"))


def test_every_mark_is_a_link_with_a_title(client: TestClient) -> None:
    shown = Shown(client, "/timeline")
    marks = shown.tree.xpath("//*[contains(@class, 'mark')][ancestor::svg]")
    assert marks
    for mark in marks:
        assert mark.tag == "a"
        assert mark.get("href")
        assert mark[0].tag == "title"
        assert mark[0].text.strip()


def test_events_without_a_date_stand_apart_and_say_what_is_known(
    client: TestClient, events: list[Event]
) -> None:
    shown = Shown(client, "/timeline/undated")
    shown.check_structure()
    undated = [row for row in events if row not in dated(events)]
    assert len(shown.texts("//ul[contains(@class, 'undated')]/li")) == len(undated)
    constrained = next(row for row in undated if row.date_constraint)
    assert f"the words leave open: “{constrained.date_constraint}”" in shown.main
    assert f"{len(undated)} events without a date" in Shown(client, "/timeline").main


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("since=2024-03&until=2024-03", {"2024-03-12", "2024-03", "2024-03-20"}),
        ("until=2000", {"1991"}),
        ("factuality=suspended", {"2024-04-01/.."}),
    ],
)
def test_the_address_says_which_events_are_shown(
    client: TestClient, events: list[Event], query: str, kept: set[str]
) -> None:
    shown = Shown(client, f"/timeline?{query}")
    expected = [row for row in dated(events) if kept & {row.date, *(date.edtf for date in row.dates)}]
    assert len(rows_of(shown)) == len(expected)
    linked = {link.partition("?")[0].rpartition("/")[2] for link in shown.links("//table//a")}
    assert {row.id for row in expected} <= linked


def test_what_is_narrowed_is_counted_among_events_with_a_date(
    client: TestClient, events: list[Event]
) -> None:
    [said] = Shown(client, "/timeline?until=2000").texts("//p[@class='counted']")
    assert said.startswith(f"1 of {len(dated(events))} events with a date")


def test_a_stretch_of_time_can_be_moved_and_widened(client: TestClient) -> None:
    shown = Shown(client, "/timeline?since=2024-03-01&until=2024-03-10")
    moves = dict(
        zip(
            shown.texts("//nav[contains(@class, 'moves')]/a"),
            shown.links("//nav[contains(@class, 'moves')]/a"),
            strict=True,
        )
    )
    assert moves["Earlier"].endswith("since=2024-02-20&until=2024-02-29")
    assert moves["Later"].endswith("since=2024-03-11&until=2024-03-20")
    assert moves["All of time"] == "/timeline"
    assert not Shown(client, "/timeline").links("//nav[contains(@class, 'moves')]/a")


def test_a_bin_of_the_strip_leads_to_its_own_days(client: TestClient) -> None:
    [first, *_] = Shown(client, "/timeline").links("//a[contains(@class, 'bin')]")
    narrowed = Shown(client, first)
    assert 0 < len(rows_of(narrowed)) < len(rows_of(Shown(client, "/timeline")))


def test_days_without_events_say_so_and_keep_the_way_back(client: TestClient) -> None:
    shown = Shown(client, "/timeline?since=2003&until=2004")
    assert rows_of(shown) == []
    assert "/timeline" in shown.links("//nav[contains(@class, 'moves')]/a")


@pytest.mark.parametrize(
    "query", ["since=tomorrow", "until=2024-13", "since=2025&until=1990", "kind=%3Cscript%3E"]
)
def test_an_address_that_makes_no_sense_is_still_a_page(client: TestClient, query: str) -> None:
    Shown(client, f"/timeline?{query}").check_structure()


def told(site: Site, dates: Mapping[str, str]) -> Event:
    documents = [row.id for row in site.record.documents()]
    anchors = [Evidence(document, 0, 4, "then") for document in documents[: len(dates)]]
    return Event(
        "e-0000000000000000",
        "HARM.DETENTION",
        tuple(anchors),
        "past",
        dates=tuple(
            RecordDate(edtf, basis, anchor)
            for (edtf, basis), anchor in zip(dates.items(), anchors, strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("2024-03", "2024-03-12", "can all hold"),
        ("2024-03-11", "2024-03-12", "contradict each other"),
    ],
)
def test_dates_of_several_sources_are_all_drawn_and_their_agreement_is_said(
    site: Site, one: str, other: str, says: str
) -> None:
    [shown] = events_shown(site, [RowEntry(told(site, {one: "stated", other: "stated"}), 2, 2)])
    assert says in shown.agreement
    line = line_of(shown, site.names)
    assert len(line.dates) == 2
    assert len({date.href for date in line.dates}) == 2
    assert says in line.title


def test_one_date_told_twice_is_no_disagreement(site: Site) -> None:
    row = told(site, {"2024-03": "stated"})
    [shown] = events_shown(site, [RowEntry(row)])
    assert shown.agreement == ""
    assert len(line_of(shown, site.names).dates) == 1


def counted_in(title: str) -> int:
    return sum(int(number.replace(",", "")) for number in re.findall(r"([\d,]+) (?:told|feared)", title))


def total_of(shown: Shown) -> int:
    [said] = shown.texts("//p[@class='counted']")
    return int(said.split()[0].replace(",", ""))


def test_more_than_a_page_holds_is_shown_as_bins_that_lead_to_as_many_as_they_count(
    many_client: TestClient,
) -> None:
    shown = Shown(many_client, "/timeline")
    shown.check_structure()
    region = "//*[@aria-label='Columns of events by the day they begin']"
    titles, links = shown.texts(f"{region}//a/*[local-name()='title']"), shown.links(f"{region}//a")
    assert sum(map(counted_in, titles)) == total_of(shown) > ROWS
    assert len(rows_of(shown)) == ROWS
    assert len(titles) == len(shown.texts("//details[@id='counts']//tbody/tr"))
    for title, link in list(zip(titles, links, strict=True))[::5]:
        assert total_of(Shown(many_client, link)) == counted_in(title), title


def test_bins_lead_down_to_single_events(many_client: TestClient) -> None:
    shown = Shown(many_client, "/timeline")
    for _ in range(6):
        links = shown.links("//*[@aria-label='Columns of events by the day they begin']//a")
        if not links:
            break
        shown = Shown(many_client, links[0])
    assert 0 < len(rows_of(shown)) == total_of(shown) <= ROWS


def test_every_page_of_a_long_list_is_reached_once(many_client: TestClient) -> None:
    shown, met = Shown(many_client, "/timeline"), list[str]()
    while True:
        met += shown.links("//table[contains(@class, 'stack')]//td[3]/a")
        following = shown.links("//a[@rel='next']")
        if not following:
            break
        shown = Shown(many_client, following[0])
    assert len(met) == len(set(met)) == total_of(Shown(many_client, "/timeline"))
