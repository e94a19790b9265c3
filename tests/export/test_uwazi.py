"""Uwazi's CSV, held against the rules of its import."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.types.rows import Actor, Event, Norm, Statement
from tests.export.exporting import BASE, members, written
from tests.records import Page, make_record, record_of

DAY = r"\d{4}-\d{2}-\d{2}"
RELATIONS = {
    "actors": ("documents",),
    "events": ("actors", "recipients", "documents"),
    "statements": ("speakers", "documents"),
    "figures": ("documents",),
    "asks": ("requesters", "addressees", "targets", "norms", "documents"),
    "responses": ("actors", "to", "asks", "documents"),
}


def files(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Return the files as an import takes them: full rows, titles that nobody shares, dates it can read."""
    found = {}
    titles: set[str] = set()
    for name, text in members(content).items():
        if not name.endswith(".csv"):
            continue
        head, *lines = csv.reader(io.StringIO(text, newline=""))
        assert all(len(line) == len(head) for line in lines)
        assert len(head) == len(set(head))
        assert all(re.fullmatch(r"[a-z0-9_]+", column) for column in head)
        rows = [dict(zip(head, line, strict=True)) for line in lines]
        for row in rows:
            assert row["title"].strip()
            assert row["title"].casefold() not in titles
            titles.add(row["title"].casefold())
            assert re.fullmatch(f"(?:{DAY})?", row.get("date", ""))
            assert re.fullmatch(f"(?:(?:{DAY})?:(?:{DAY})?)?", row.get("date_range", ""))
        found[name.removesuffix(".csv")] = rows
    for name, columns in RELATIONS.items():
        for row in found[name]:
            for column in columns:
                assert all(title.casefold() in titles for title in row[column].split("|") if title)
    return found


def test_the_sample_can_be_imported(sample_record: Path) -> None:
    found = files(written(sample_record, "uwazi"))
    assert len(found["documents"]) == 14
    assert any(row["speakers"] for row in found["statements"])
    assert any(row["date_range"] for row in found["events"])


def test_rows_of_every_type_and_hostile_words_can_be_imported(tmp_path: Path) -> None:
    found = files(written(make_record(tmp_path / "a.record"), "uwazi"))
    [event] = found["events"]
    assert (event["date"], event["date_range"], event["edtf"]) == ("", "2024-02-01:2024-02-29", "2024-02")
    assert event["permalink"] == f"Row e-1|{BASE}/rows/e-1"
    assert (event["actors"], event["factuality"], event["reviewed"]) == (
        "Harbour Board",
        "past",
        "not reviewed",
    )


@pytest.mark.parametrize(
    ("edtf", "date", "between"),
    [
        ("2024-03-12", "2024-03-12", ""),
        ("2024-03-12~", "", "2024-03-12:2024-03-12"),
        ("2021-07-14/..", "", "2021-07-14:"),
        ("202X", "", ""),
    ],
)
def test_a_date_that_is_no_single_day_is_a_range(tmp_path: Path, edtf: str, date: str, between: str) -> None:
    page = Page("papers/a.txt", "A gate was shut.")
    event = Event("e-1", "MOVE.BORDER", (page.words("shut"),), "past", date=edtf)
    row = replace(page.row("other", "2024"), title=None)
    [found] = files(written(record_of(tmp_path / "a.record", [(page, row, (event,))], []), "uwazi"))["events"]
    assert (found["date"], found["date_range"], found["edtf"]) == (date, between, edtf)


def test_titles_that_are_alike_or_look_like_formulas_still_lead_to_one_row(tmp_path: Path) -> None:
    page = Page("papers/a.txt", "=Lee| and =Lee| spoke of the Shore Act.")
    actors = tuple(
        Actor(f"a-{kind}", "=Lee|", kind, aliases=("a|b", "c"), mentions=(page.words("=Lee|"),))
        for kind in ("body", "group")
    )
    norm = Norm("n-1", "'=Lee¦", "statute", mentions=(page.words("Shore Act"),))
    said = Statement("s-1", page.id, (page.words("spoke"),), "indirect", "assert", 1, ("a-body", "a-group"))
    row = replace(page.row("other", "2024"), title=None)
    path = record_of(tmp_path / "a.record", [(page, row, (*actors, norm, said))], [])
    found = files(written(path, "uwazi"))
    titles = {each["record_id"]: each["title"] for each in found["actors"]}
    assert titles == {"a-body": "'=Lee¦", "a-group": "'=Lee¦ (a-group)"}
    [statement] = found["statements"]
    assert statement["speakers"].split("|") == [titles["a-body"], titles["a-group"]]
    assert found["actors"][0]["aliases"].split("|") == ["a¦b", "c"]
