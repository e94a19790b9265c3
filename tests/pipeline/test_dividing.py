from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import pytest
from evals.sample import export

from onrecord.pipeline import dividing
from onrecord.pipeline.comparing import LocalHands, local_hands
from onrecord.pipeline.dividing import HandIsLost, Hands, Items, Portion, Take
from onrecord.pipeline.progress import tell_nobody
from onrecord.pipeline.resolvers import make_resolvers
from onrecord.pipeline.resolving import resolve_all
from onrecord.record.address import address_of
from onrecord.record.store import Record
from tests.pipeline.test_engines import children_of


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dividing, "PORTION", 2)


@pytest.fixture
def path(sample_record: Path, tmp_path: Path) -> Path:
    return shutil.copytree(sample_record, tmp_path / "sample.record")


class Watched:
    """Passes portions on and remembers of which resolvers they were."""

    def __init__(self, hands: Hands) -> None:
        self._hands, self.size = hands, hands.size
        self.given: list[str] = []

    def give(self, portion: Portion) -> Take:
        self.given.append(portion.resolver)
        return self._hands.give(portion)


class Raising:
    """Raises an error for every portion."""

    size = 1

    def __init__(self, error: Exception) -> None:
        self._error = error

    def give(self, portion: Portion) -> Take:
        def take() -> Items:
            raise self._error

        return take


MakeHands = Callable[[Record], AbstractContextManager[Hands | None]]


def compare_anew(path: Path, make_hands: MakeHands) -> list[str]:
    """Compare all documents anew, as after a change of the rules; return whose portions were given."""
    with Record.create(path) as record, make_hands(record) as hands:
        assert hands is not None
        watched = Watched(hands)
        record.end_comparing("other rules")
        resolve_all(record, make_resolvers(), tell_nobody, watched)
        return watched.given


def test_portions_in_several_processes_give_the_same_record(path: Path, sample_record: Path) -> None:
    given = compare_anew(path, lambda record: local_hands(record, 2))
    assert {name for name in dividing.UNITS if given.count(name) > 1} == dividing.UNITS.keys()
    assert export(path) == export(sample_record)


def test_what_a_lost_process_was_at_is_compared_here(path: Path, sample_record: Path) -> None:
    compare_anew(path, lambda record: nullcontext(Raising(HandIsLost())))
    assert export(path) == export(sample_record)


def test_a_resolver_that_fails_in_a_portion_costs_its_own_rows(path: Path) -> None:
    compare_anew(path, lambda record: nullcontext(Raising(LookupError("no such word"))))
    with Record.open(path) as record:
        told = [issue.message for issue in record.issues() if issue.code == "resolver_failed"]
    assert len(told) == len(dividing.UNITS)
    assert all("LookupError: no such word" in message for message in told)


def test_a_process_that_is_killed_is_replaced(path: Path) -> None:
    others = children_of(os.getpid())
    hands = LocalHands(address_of(path), 1)
    try:
        portion = _portion(path)
        made = hands.give(portion)()
        [process] = children_of(os.getpid()) - others
        os.kill(process, signal.SIGKILL)
        with pytest.raises(HandIsLost):
            hands.give(portion)()
        assert hands.give(portion)() == made
        assert made
    finally:
        hands.stop()
    assert children_of(os.getpid()) <= others


def _portion(path: Path) -> Portion:
    """Return all documents of a record, whose quotations are to be checked."""
    with Record.open(path) as record:
        return Portion("quotations", tuple(sorted(record.document_ids())), record.sight())


def test_one_process_is_this_one(path: Path) -> None:
    with Record.open(path) as record, local_hands(record, 1) as hands:
        assert hands is None
