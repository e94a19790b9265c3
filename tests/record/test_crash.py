from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.record.custody import Custodian
from onrecord.record.redirects import Redirects
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.rows import Statement
from tests.record.papers import letter, put, reply, report, save
from tests.record.writing import paper
from tests.records import made

ROOT = Path(__file__).parents[2]


def start_writing(place: Path, first: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.record.writing", str(place), str(first), "1000000"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_a_build_killed_at_any_moment_loses_nothing_it_had_saved(place: Path) -> None:
    saved = -1
    for round_ in range(4):
        child = start_writing(place, saved + 1)
        assert child.stdout is not None
        for _ in range(3 + round_ * 2):
            saved = int(child.stdout.readline())
        child.kill()  # amid whatever it is writing now
        rest = child.stdout.read().split()
        child.wait()
        child.stdout.close()
        saved = int(rest[-1]) if rest else saved

        assert verify(place).breaks == ()
        with Record.open(place) as record:
            found = {statement.document for statement in record.rows(Statement)}
            expected = [paper(number) for number in range(saved + 1)]
            assert {made.id for made in expected} <= found
            assert record.text(expected[-1].id) == expected[-1].text
            assert record.source(expected[-1].sha256) == expected[-1].content
            hits = Passages(record).search("bridge", limit=1000)
            assert {hit.document for hit in hits} == {row.id for row in record.documents()}
    assert saved >= 20


WRITES: dict[str, tuple[type, str, Callable[[Record], object]]] = {
    "a source": (Custodian, "log", lambda record: put(record, report)),
    "a reading": (
        Custodian,
        "log",
        lambda record: record.save_document(reply.found(reply.statement("Ana Ruiz")), "1"),
    ),
    "a stage": (
        Redirects,
        "refuse_circles",
        lambda record: record.replace_resolved("stage", "1", made([letter.ask("urge", "open it")])),
    ),
}


@pytest.mark.parametrize(("owner", "last_step", "write"), WRITES.values(), ids=WRITES.keys())
def test_a_write_that_fails_half_way_leaves_what_was_there(
    place: Path,
    owner: type,
    last_step: str,
    write: Callable[[Record], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*given: object) -> None:
        raise InterruptedError

    with Record.create(place) as record:
        save(record, letter, letter.statement("open it"))
        put(record, reply)
        before, entries = list(record.export_rows()), list(record.custody())
        monkeypatch.setattr(owner, last_step, fail)
        with pytest.raises(InterruptedError):
            write(record)
        monkeypatch.undo()
        assert list(record.export_rows()) == before
        assert list(record.custody()) == entries
        write(record)
        assert len(list(record.custody())) + record.counts()["ask"] == len(entries) + 1
    assert verify(place).holds
