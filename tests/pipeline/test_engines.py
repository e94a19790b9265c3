from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.pipeline.engines import Engine, InlineEngine, LocalEngine
from onrecord.pipeline.processes import WorkersCannotStart
from onrecord.pipeline.units import Outcome, Unit
from onrecord.types.documents import Metadata
from onrecord.types.identity import document_id, sha256_of
from tests.pipeline.folders import path_to_tests
from tests.pipeline.readers import make_broken, make_obedient

MakeEngine = Callable[..., Engine]

ENGINES = pytest.mark.parametrize(
    ("engine_class", "workers"),
    [
        pytest.param(InlineEngine, 1, id="inline"),
        pytest.param(LocalEngine, 1, id="one-process"),
        pytest.param(LocalEngine, 3, id="three-processes"),
    ],
)


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", path_to_tests())


def outcomes(engine: Engine, *orders: str) -> dict[str, Outcome]:
    """Run documents with these words through an engine; return the outcomes by words."""
    contents = {sha256_of(order.encode()): order for order in orders}
    units = [
        Unit(document_id(sha256), sha256, f"folder/{number}.txt", "text/plain", Metadata(), None, "rules")
        for number, sha256 in enumerate(contents)
    ]
    done = list(engine.run(units, lambda unit: contents[unit.sha256].encode()))
    assert len(done) == len(units)
    return {contents[outcome.unit.sha256]: outcome for outcome in done}


def code(outcome: Outcome) -> str:
    assert outcome.findings is None
    assert outcome.issue is not None
    assert outcome.issue.path == outcome.unit.path
    return outcome.issue.code


def text(outcome: Outcome) -> str:
    assert outcome.issue is None
    assert outcome.findings is not None
    return outcome.findings.text


@ENGINES
def test_every_engine_gives_one_outcome_a_document(
    engine_class: type[InlineEngine] | type[LocalEngine], workers: int
) -> None:
    engine = engine_class(make_obedient, Config(workers=workers))
    done = outcomes(engine, "say one", "say two", "say three", "refuse", "raise", "say four")
    assert [text(done[f"say {word}"]) for word in ("one", "two", "three", "four")] == [
        "say one", "say two", "say three", "say four",
    ]  # fmt: skip
    assert code(done["refuse"]) == "damaged"
    assert code(done["raise"]) == "reading_failed"


@ENGINES
def test_no_documents_need_no_worker(
    engine_class: type[InlineEngine] | type[LocalEngine], workers: int
) -> None:
    make_reader = make_obedient if engine_class is InlineEngine else make_broken
    assert outcomes(engine_class(make_reader, Config(workers=workers))) == {}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_document_that_kills_its_process_is_tried_twice_and_costs_itself_alone(workers: int) -> None:
    done = outcomes(LocalEngine(make_obedient, Config(workers=workers)), "say one", "die", "exit", "say two")
    assert [text(done["say one"]), text(done["say two"])] == ["say one", "say two"]
    assert [code(done["die"]), code(done["exit"])] == ["worker_died", "worker_died"]
    assert "SIGKILL" in str(done["die"].issue)
    assert "exit status 7" in str(done["exit"].issue)


def test_a_document_whose_process_was_killed_by_something_else_is_read_the_second_time(
    tmp_path: Path,
) -> None:
    order = f"die-once {tmp_path / 'died'}"
    assert text(outcomes(LocalEngine(make_obedient, Config()), order)[order]) == order


def test_a_document_that_hangs_is_stopped_when_its_time_is_up() -> None:
    engine = LocalEngine(make_obedient, Config(document_seconds=1))
    done = outcomes(engine, "hang", "say one")
    assert code(done["hang"]) == "took_too_long"
    assert text(done["say one"]) == "say one"


def test_a_document_that_needs_too_much_memory_is_an_issue() -> None:
    engine = LocalEngine(make_obedient, Config(worker_megabytes=1000))
    done = outcomes(engine, "allocate 2000", "allocate 1")
    assert code(done["allocate 2000"]) == "needs_more_memory"
    assert text(done["allocate 1"]) == "allocate 1"


def test_workers_use_one_thread() -> None:
    assert text(outcomes(LocalEngine(make_obedient, Config()), "threads now")["threads now"]) == "1"


def test_workers_that_cannot_start_say_why() -> None:
    with pytest.raises(WorkersCannotStart, match="the_model"):
        outcomes(LocalEngine(make_broken, Config()), "say one")


def test_closing_the_run_ends_the_workers() -> None:
    unit = Unit("d-1", "0" * 64, "folder/a.txt", "text/plain", Metadata(), None, "rules")
    other = Unit("d-2", "1" * 64, "folder/b.txt", "text/plain", Metadata(), None, "rules")
    others = children_of(os.getpid())
    run = LocalEngine(make_obedient, Config(workers=2)).run(
        [unit, other], lambda unit: b"hang" if unit.document == "d-1" else b"say one"
    )
    assert text(next(run)) == "say one"
    workers = children_of(os.getpid()) - others
    assert workers
    run.close()  # type: ignore[attr-defined]
    assert not workers & children_of(os.getpid())


def test_workers_do_not_outlive_a_killed_parent() -> None:
    program = """
        from onrecord.config import Config
        from onrecord.pipeline.engines import LocalEngine
        from onrecord.pipeline.units import Unit
        from onrecord.types.documents import Metadata
        from tests.pipeline.readers import make_obedient
        from tests.pipeline.test_engines import children_of
        import os

        contents = {"d-0": b"say one", "d-1": b"hang"}
        units = [Unit(name, name, name, "text/plain", Metadata(), None, "rules") for name in contents]
        engine = LocalEngine(make_obedient, Config(workers=2))
        for outcome in engine.run(units, lambda unit: contents[unit.document]):
            print(*children_of(os.getpid()), flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        workers = [int(word) for word in parent.stdout.readline().split()]
        assert workers
        parent.send_signal(signal.SIGKILL)
    for worker in workers:
        wait_for_end(worker)


def children_of(process: int) -> set[int]:
    """Return the ids of the live children of a process."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process and fields[0] != "Z":
            found.add(int(status.parent.name))
    return found


def wait_for_end(process: int) -> None:
    """Return when a process has ended; it is not our child, so its file descriptor is waited on."""
    import select

    try:
        descriptor = os.pidfd_open(process)
    except ProcessLookupError:
        return
    try:
        ready, _, _ = select.select([descriptor], [], [], 20)
    finally:
        os.close(descriptor)
    assert ready, "a worker outlived its parent"
