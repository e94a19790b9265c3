"""`onrecord events` and `onrecord figures`: reading in order, CSV, JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import main
from onrecord.config import read_config
from onrecord.export import lists
from onrecord.pipeline.build import build, make_reader
from onrecord.pipeline.engines import InlineEngine
from onrecord.types.chronology import LAST, day_order
from onrecord.types.findings import Redirect
from onrecord.types.rows import Event
from tests.records import LETTER, Page, make_record, record_of

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_record(tmp_path_factory.mktemp("records") / "papers.record")


@pytest.fixture(scope="module")
def flood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the sample's second issue, read with its own vocabulary."""
    path = tmp_path_factory.mktemp("records") / "flood.record"
    config = read_config(ROOT / "sample" / "flood" / "onrecord.toml")
    build([ROOT / "sample" / "flood" / "documents"], path, config, engine=InlineEngine(make_reader, config))
    return path


def run(*words: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert result.exit_code == status, result.output
    return result.stdout if status == 0 else result.stderr


def rows_of(*words: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run(*words, "--csv"))))


def test_figures_are_read_with_their_bound_and_words(record: Path) -> None:
    [entry] = run("figures", record).strip().split("\n\n")
    lead, *rest = [line.strip() for line in entry.splitlines()]
    assert lead == "> 600  families · flow · 2024-02"
    assert rest[0] == "“more than 600 families”"
    assert f"letter.txt:{LETTER.index('more than 600')}" in rest[1]


def test_csv_has_a_column_for_every_field(record: Path) -> None:
    [row] = rows_of("figures", record)
    assert (row["bound"], row["low"], row["high"], row["counted"]) == ("more_than", "601", "", "families")
    assert (row["document"], row["start"]) == (
        "papers/letters/letter.txt",
        str(LETTER.index("more than 600")),
    )


def test_json_is_the_rows_of_the_contract(record: Path) -> None:
    [line] = run("events", record, "--json").splitlines()
    assert (json.loads(line)["type"], json.loads(line)["kind"]) == ("event", "MOVE.FLIGHT")


def test_two_forms_at_once_are_a_usage_error(record: Path) -> None:
    assert "give one of them" in run("events", record, "--csv", "--json", status=2)


def test_nothing_found_is_said(record: Path) -> None:
    assert run("events", record, "--kind", "HARM").strip() == "No rows."


def test_a_cell_that_a_spreadsheet_would_run_is_text(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "chain_told", lambda *_: "=1+1")
    assert rows_of("figures", record)[0]["on_whose_word"] == "'=1+1"


def test_a_second_issue_needs_a_file_of_kinds_alone(flood: Path) -> None:
    kinds = {row["kind"] for row in rows_of("events", flood)}
    own = {"HAZARD.FLOOD", "HAZARD.WARNING", "DAMAGE.PROPERTY", "RELIEF.DELIVERY"}
    assert kinds >= {*own, "STATUS.PROTECTION", "HARM.KILLING"}
    [delivered] = [
        row for row in rows_of("events", flood) if row["kind"] == "RELIEF.DELIVERY" and row["date"]
    ]
    assert (delivered["date"], delivered["factuality"]) == ("2024-09-13", "past")
    assert "families" in delivered["recipient"]


def test_events_come_in_the_order_of_time_undated_last(flood: Path) -> None:
    dates = [row["date"] for row in rows_of("events", flood)]
    dated = [date for date in dates if date]
    assert dates == [*sorted(dated, key=day_order), *[""] * (len(dates) - len(dated))]
    assert len(dated) > 2


def test_events_are_chosen_by_kind_and_time(flood: Path) -> None:
    assert {row["kind"] for row in rows_of("events", flood, "--kind", "hazard")} == {
        "HAZARD.FLOOD",
        "HAZARD.WARNING",
    }
    chosen = rows_of("events", flood, "--since", "2024-09-13", "--until", "2024-09")
    assert {row["date"] for row in chosen} == {"2024-09-13"}


def test_an_event_of_several_documents_is_shown_once_with_what_each_tells(tmp_path: Path) -> None:
    early, late = (
        Page("papers/early.txt", "The crews met on 8 May."),
        Page("papers/late.txt", "They met on 9 May."),
    )
    events = [
        Event(
            f"e-{number}", "COMM.MEETING", (page.words(words),), "past", date=date, date_basis="stated",
            date_anchor=page.words(words), triggers=(page.words("met"),),
        )
        for number, (page, words, date) in enumerate(
            [(early, "met on 8 May", "2024-05-08"), (late, "met on 9 May", "2024-05-09")]
        )
    ]  # fmt: skip
    pages = [
        (page, page.row("news_article", "2024-05-10"), (row,))
        for page, row in zip((early, late), events, strict=True)
    ]
    path = record_of(tmp_path / "met.record", pages, [Redirect("e-1", "e-0", "They are one.")])
    [entry] = run("events", path).strip().split("\n\n")
    assert entry.startswith("2024-05-08 or 2024-05-09  COMM.MEETING")
    told = " ".join(entry.split())
    assert "early.txt:10, late.txt:5" in told
    assert "told for 2024-05-08 in early.txt; 2024-05-09 in late.txt" in told
    [row] = rows_of("events", path, "--since", "2024-05-08", "--until", "2024-05-08")
    assert (row["date"], row["dates_told"]) == ("", "2024-05-08 2024-05-09")
    assert row["documents"] == "papers/early.txt papers/late.txt"
    assert rows_of("events", path, "--since", "2024-05-09") == []


@pytest.mark.parametrize("date", ["May 2020", "10/2023", "2023-13", "yesterday"])
def test_what_is_no_date_is_a_usage_error(record: Path, date: str) -> None:
    assert "is no date" in run("events", record, "--since", date, status=2)


def test_what_is_only_spoken_of_in_general_is_shown_on_request(flood: Path) -> None:
    assert len(rows_of("events", flood, "--all")) > len(rows_of("events", flood))
    assert "--all" in run("events", flood)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("198X", "1991"), ("2021-21", "2021-07"), ("2023", "2023-10-09~"), ("../2020", "2021-01/..")],
)
def test_dates_sort_by_their_first_day(earlier: str, later: str) -> None:
    assert day_order(earlier) < day_order(later) < day_order(None)


@given(st.dates(), st.dates())
def test_days_sort_as_days(one: object, other: object) -> None:
    assert (day_order(str(one)) < day_order(str(other))) == (str(one) < str(other))
    assert day_order(str(one)) < LAST
