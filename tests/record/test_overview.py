"""What a record holds at a glance is the same told by the catalogue and by going through all of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from onrecord.record import overview
from onrecord.record.overview import gone_through, overview_of
from onrecord.record.store import Record


def go_through_nothing(record: Record) -> None:
    raise AssertionError("the catalogue tells this")


def test_the_catalogue_tells_what_going_through_the_record_does(
    sample_record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.open(sample_record) as record:
        expected = gone_through(record)
        monkeypatch.setattr(overview, "gone_through", go_through_nothing)
        seen = overview_of(record)
    assert seen == expected
    assert list(seen.kinds.items()) == list(expected.kinds.items())
    assert seen.rows["document"] == sum(seen.kinds.values())
    assert len(seen.findings) == overview.MET_FIRST


def test_a_record_that_changed_since_is_gone_through(sample_record: Path, tmp_path: Path) -> None:
    copied = tmp_path / "copied.record"
    shutil.copytree(sample_record, copied)
    with Record.open(copied, who="Ada Reviewer") as record:
        [first, *_] = overview_of(record).findings
        record.decide(first.id, "reject", why="It is no finding.")
        seen = overview_of(record)
    assert first not in seen.findings
    assert seen.rows["finding"] == overview_of_copy(sample_record).rows["finding"] - 1


def overview_of_copy(path: Path) -> overview.Overview:
    """Return what an unchanged record holds."""
    with Record.open(path) as record:
        return overview_of(record)
