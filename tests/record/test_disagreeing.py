from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.types.rows import Statement
from tests.record.papers import save_three

Given = tuple[str, str, object]


@pytest.fixture
def row(record: Record) -> str:
    save_three(record)
    return next(record.rows(Statement)).id


def decided(record: Record, row: str, *given: Given) -> list[int]:
    made = []
    for who, action, value in given:
        with record.by(who) as named:
            made.append(named.decide(row, action, value, f"{who} says so").id)
    return made


def sides(record: Record) -> list[tuple[str, list[str], int]]:
    return [(one.about, [past.who for past in one.sides], one.holds.id) for one in record.disagreements()]


B2, C3 = {"source": "B", "item": 2}, {"source": "C", "item": 3}


@pytest.mark.parametrize(
    ("given", "about", "holds"),
    [
        ([("Ana", "accept", None), ("Ben", "reject", None)], "whether it stands", 1),
        ([("Ana", "note", "Look."), ("Ben", "reject", None)], None, 0),
        ([("Ana", "grade", B2), ("Ben", "grade", C3)], "its grade", 1),
        ([("Ana", "grade", B2), ("Ben", "grade", B2)], None, 0),
        ([("Ana", "grade", B2), ("Ana", "grade", C3)], None, 0),
        ([("Ana", "grade", B2), ("Ben", "grade", C3), ("Ana", "grade", C3)], None, 0),
        (
            [
                ("Ana", "correct", {"field": "act", "value": "assert"}),
                ("Ben", "correct", {"field": "act", "value": "deny"}),
            ],
            "its act",
            1,
        ),
        (
            [
                ("Ana", "correct", {"field": "act", "value": "deny"}),
                ("Ben", "correct", {"field": "negated", "value": True}),
            ],
            None,
            0,
        ),
    ],
)
def test_different_decisions_of_different_people_on_one_thing_are_a_disagreement(
    record: Record, row: str, given: list[Given], about: str | None, holds: int
) -> None:
    made = decided(record, row, *given)
    expected = [(about, ["Ana", "Ben"], made[holds])] if about else []
    assert sides(record) == expected


def test_a_rejection_holds_until_it_is_settled_and_one_side_holds_then(record: Record, row: str) -> None:
    accepted, rejected = decided(record, row, ("Ben", "accept", None), ("Ana", "reject", None))
    assert sides(record) == [("whether it stands", ["Ben", "Ana"], rejected)]
    assert record.row(row) is None
    with record.by("Eva Editor") as named:
        made = named.settle(accepted, "The letter has these words.")
    assert record.row(row) is not None
    assert sides(record) == []
    review = record.review(row)
    assert review.reviewed == "accepted"
    told = [(past.action, past.who, past.state) for past in review.history]
    assert told == [
        ("undo", "Eva Editor", "holds"),
        ("settle", "Eva Editor", "holds"),
        ("reject", "Ana", "undone"),
        ("accept", "Ben", "holds"),
    ]
    assert (made.why, made.value) == (
        "The letter has these words.",
        {"keep": accepted, "about": "whether it stands"},
    )


def test_who_withdraws_ends_it(record: Record, row: str) -> None:
    _, rejected = decided(record, row, ("Ben", "accept", None), ("Ana", "reject", None))
    with record.by("Ana") as named:
        named.undo(rejected, "I was wrong")
    assert sides(record) == []
    assert record.row(row) is not None


def test_what_nobody_disagrees_on_cannot_be_settled_nor_without_a_reason(record: Record, row: str) -> None:
    [only] = decided(record, row, ("Ana", "accept", None))
    with pytest.raises(DecisionCannotBeMade, match=f"Nobody decided otherwise than decision {only}"):
        record.settle(only, "why not")
    decided(record, row, ("Ben", "reject", None))
    with pytest.raises(DecisionCannotBeMade, match="Say why"):
        record.settle(only, " ")


def test_the_command_line_lists_both_sides_and_what_holds(record: Record, row: str, place: Path) -> None:
    _, rejected = decided(record, row, ("Ben", "accept", None), ("Ana", "reject", None))
    told = CliRunner().invoke(main, ["review", str(place), "--disagreed"]).stdout
    assert f"{row}: whether it stands" in told
    assert "Ana rejected on" in told
    assert "Ben accepted on" in told
    assert f"Until it is settled decision {rejected} holds." in told
    lines = CliRunner().invoke(main, ["review", str(place), "--disagreed", "--json"]).stdout.splitlines()
    assert len(lines) == 2
    record.undo(rejected)
    none = CliRunner().invoke(main, ["review", str(place), "--disagreed"]).stdout
    assert none == "No reviewers disagree.\n"
