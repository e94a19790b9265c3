"""Figures are read off what evaluators print, and held against the last run and against floors."""

from __future__ import annotations

import tomllib
from pathlib import Path

from evals.history import FLOORS, changes, figures_of, read_last, under_floors, write_last


def test_columns_belong_to_their_line_and_group() -> None:
    lines = [
        "asks       P 0.930  R 0.726  F1 0.815  (119 of 164; 128)",
        "addressee  0.807  (96 of 119)",
        "lists      found 0.9989 (12599 of 12613)  known 0.9615 (of 12826)",
        "           requester 0.9997  target 1.0000",
        "score.jsonl   docs 94 | strict P 0.88 R 0.90 F1 0.89 | value acc 0.85 F1 0.80",
        "106 reports in 146.3 s, 43 a minute",
    ]
    assert figures_of(lines) == {
        "asks P": 0.93, "asks R": 0.726, "asks F1": 0.815, "addressee": 0.807,
        "lists found": 0.9989, "lists known": 0.9615, "lists requester": 0.9997, "lists target": 1.0,
        "score.jsonl strict P": 0.88, "score.jsonl strict R": 0.9, "score.jsonl strict F1": 0.89,
        "score.jsonl value acc": 0.85, "score.jsonl value F1": 0.8,
    }  # fmt: skip


def test_what_was_gained_and_lost_is_told_against_the_last_run(tmp_path: Path) -> None:
    last = tmp_path / "build" / "evals.json"
    assert read_last(last) == {}
    write_last(last, {"asks": {"F1": 0.8, "P": 0.9}, "norms": {"R": 1.0}})
    write_last(last, {"asks": {"F1": 0.8, "P": 0.9}})
    assert read_last(last)["norms"] == {"R": 1.0}
    told = list(changes(read_last(last), {"asks": {"F1": 0.75, "P": 0.95, "new": 0.5}}))
    assert [line.split()[0] for line in told] == ["lost", "gained"]


def test_a_figure_under_its_floor_is_told_and_so_is_one_that_is_not_printed() -> None:
    floors = tomllib.loads(FLOORS.read_text("utf-8"))
    run, wanted = next(iter(floors.items()))
    name, floor = next(iter(wanted.items()))
    assert list(under_floors({run: dict(wanted)})) == []
    assert len(list(under_floors({run: {**wanted, name: floor - 0.1}}))) == 1
    assert len(list(under_floors({run: {}}))) == len(wanted)
    assert list(under_floors({})) == []
