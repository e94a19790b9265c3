"""The engines that map units of work to outcomes; which one runs does not change what comes out."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Protocol

from onrecord.config import Config
from onrecord.pipeline.comparing import local_hands
from onrecord.pipeline.dividing import Hands
from onrecord.pipeline.processes import Worker, start_worker
from onrecord.pipeline.units import (
    Fetch,
    MakeReader,
    Outcome,
    Unit,
    attempt,
    out_of_memory,
    took_too_long,
    worker_died,
)
from onrecord.record.store import Record

ATTEMPTS = 2
"""A document whose worker died is tried once more: the cause may have been another (memory, a signal)."""


class Engine(Protocol):
    """Maps units to outcomes, one outcome a unit, in any order; nothing but speed depends on the engine."""

    @property
    def name(self) -> str:
        """The name it is chosen by."""
        ...

    def run(self, units: Iterable[Unit], fetch: Fetch) -> Iterator[Outcome]:
        """Yield each unit's outcome as it is finished; closing the iterator stops the work."""
        ...

    def hands(self, record: Record) -> AbstractContextManager[Hands | None]:
        """Give the processes that compare the documents of a record, None where this one alone does."""
        ...


@dataclass(frozen=True, slots=True)
class InlineEngine:
    """Reads in this process, one document after the other, without limits: for tests and debugging."""

    make_reader: MakeReader
    config: Config
    name: str = "inline"

    def run(self, units: Iterable[Unit], fetch: Fetch) -> Iterator[Outcome]:
        """Yield each unit's outcome, in the order given."""
        read = self.make_reader(self.config)
        for unit in units:
            try:
                yield attempt(read, unit, fetch(unit))
            except MemoryError:
                yield Outcome(unit, issue=out_of_memory(unit, self.config.worker_megabytes))

    def hands(self, record: Record) -> AbstractContextManager[None]:
        """Give no processes: this one compares."""
        return nullcontext()


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Reads in processes of this machine, each document within the time and memory of the configuration.

    A document that hangs or brings its process down costs that document alone: the process is
    replaced. The processes end with this one, however it ends.
    """

    make_reader: MakeReader
    config: Config
    name: str = "local"

    def run(self, units: Iterable[Unit], fetch: Fetch) -> Iterator[Outcome]:
        """Yield each unit's outcome as it is finished; raises WorkersCannotStart."""
        waiting = deque(units)
        crew = Crew(self.make_reader, self.config, min(self.config.workers, len(waiting)))
        try:
            yield from crew.work(waiting, fetch)
        finally:
            crew.dismiss()

    def hands(self, record: Record) -> AbstractContextManager[Hands | None]:
        """Give as many processes that compare as read."""
        return local_hands(record, self.config.workers)


@dataclass(slots=True)
class Crew:
    """Worker processes of this machine and what each is at; they stay from one call of `work` to the next."""

    make_reader: MakeReader
    config: Config
    size: int
    workers: dict[Connection, Worker] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)

    def work(self, waiting: deque[Unit], fetch: Fetch) -> Iterator[Outcome]:
        """Read the units that wait; yield each one's outcome as it is finished. Raises WorkersCannotStart."""
        self.hire()
        while waiting or any(worker.unit for worker in self.workers.values()):
            self._hand_out(waiting, fetch)
            for worker in self._next_to_report():
                outcome = self._hear(worker, waiting)
                self._hand_out(waiting, fetch)  # so that they read on while this outcome is saved
                if outcome is not None:
                    yield outcome

    def hire(self) -> None:
        """Start the processes that are missing; they load their models while something else is done."""
        while len(self.workers) < self.size:
            self._hire_one()

    def dismiss(self) -> None:
        """End the processes now."""
        for worker in self.workers.values():
            worker.stop()
        self.workers.clear()

    def _hire_one(self) -> None:
        worker = start_worker(self.make_reader, self.config)
        self.workers[worker.pipe] = worker

    def _replace(self, worker: Worker, waiting: deque[Unit]) -> None:
        del self.workers[worker.pipe]
        worker.stop()
        if waiting:
            self._hire_one()

    def _hand_out(self, waiting: deque[Unit], fetch: Fetch) -> None:
        for worker in [worker for worker in self.workers.values() if worker.idle][: len(waiting)]:
            unit = waiting.popleft()
            try:
                worker.give(unit, fetch(unit), time.monotonic() + self.config.document_seconds)
            except (BrokenPipeError, ConnectionResetError):  # it died while idle: not this document's doing
                waiting.appendleft(unit)
                self._replace(worker, waiting)

    def _next_to_report(self) -> list[Worker]:
        """Return the workers that have something to say or whose time is up; wait for one."""
        busy = [worker for worker in self.workers.values() if worker.unit or not worker.ready]
        ends = [worker.deadline for worker in busy if worker.deadline is not None]
        left = max(0.0, min(ends) - time.monotonic()) if ends else None
        heard = set(wait([worker.pipe for worker in busy], timeout=left))
        now = time.monotonic()
        return [worker for worker in busy if worker.pipe in heard or worker.late(now)]

    def _hear(self, worker: Worker, waiting: deque[Unit]) -> Outcome | None:
        """Return the outcome a worker has, None where it has none yet or its unit is tried again."""
        if not worker.pipe.poll():
            unit = worker.take_back()
            self._replace(worker, waiting)
            return Outcome(unit, issue=took_too_long(unit, self.config.document_seconds))
        try:
            outcome, last = worker.hear()
        except (EOFError, ConnectionResetError):
            return self._mourn(worker, waiting)
        if last:
            self._replace(worker, waiting)
        return outcome

    def _mourn(self, worker: Worker, waiting: deque[Unit]) -> Outcome | None:
        how = worker.ended()
        unit = worker.take_back()
        self.tries[unit.document] = self.tries.get(unit.document, 0) + 1
        again = self.tries[unit.document] < ATTEMPTS
        if again:
            waiting.append(unit)
        self._replace(worker, waiting)
        return None if again else Outcome(unit, issue=worker_died(unit, how))
