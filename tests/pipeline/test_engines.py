from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.pipeline.engines import Engine, InlineEngine, LocalEngine
from onrecord.pipeline.units import MakeReader, Unit
from onrecord.types.documents import Metadata
from tests.pipeline.engine_contract import LAPTOP, EngineContract, WorkersContract, text
from tests.pipeline.folders import path_to_tests
from tests.pipeline.readers import make_obedient


@pytest.fixture(autouse=True)
def _workers_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", path_to_tests())


class TestInlineEngine(EngineContract):
    def engine(self, make_reader: MakeReader = make_obedient, config: Config = LAPTOP) -> Engine:
        return InlineEngine(make_reader, config)


class TestLocalEngineOfOneProcess(WorkersContract):
    def engine(self, make_reader: MakeReader = make_obedient, config: Config = LAPTOP) -> Engine:
        return LocalEngine(make_reader, config)


class TestLocalEngineOfThreeProcesses(WorkersContract):
    def engine(self, make_reader: MakeReader = make_obedient, config: Config = LAPTOP) -> Engine:
        return LocalEngine(make_reader, replace(config, workers=3))


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
