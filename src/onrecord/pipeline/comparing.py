"""Processes that compare: each opens the record to read and works on portions of resolvers' units."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import IO

from onrecord.pipeline.dividing import HandIsLost, Items, Portion, Take, checked
from onrecord.pipeline.processes import STOP_SECONDS, pipe_to_parent, start_process
from onrecord.record.address import Address
from onrecord.record.resolved import Run
from onrecord.record.store import Record
from onrecord.types.findings import Work


class Comparer:
    """Works on portions, reading a record that another process writes; what it read is kept for the next."""

    def __init__(self, path: Address) -> None:
        from onrecord.pipeline.resolvers import DIVIDED  # noqa: PLC0415  (not for those that only ask)

        self._path = path
        self._resolvers = {resolver.name: resolver for resolver in (make() for make in DIVIDED)}
        self._record: Record | None = None
        self._at: tuple[str, Run, Work] | None = None

    def compare(self, portion: Portion) -> Items:
        """Return what a portion gives."""
        if self._record is None:
            self._record = Record.open(self._path, sight=portion.sight)
        if self._at is None or self._at[:2] != (portion.resolver, portion.sight):
            self._record.look_as(portion.sight)
            work = self._resolvers[portion.resolver].over(self._record)
            self._at = portion.resolver, portion.sight, work
        self._record.come(portion.units)
        return list(checked(self._record, self._at[2](portion.units), portion.resolver))


@dataclass(slots=True)
class _Process:
    """One process and the pipe to it."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    complaints: IO[bytes]

    def ask(self, portion: Portion) -> Items | Exception:
        """Return what it answers; raises HandIsLost where it has ended."""
        try:
            self.pipe.send(portion)
            answer: Items | Exception = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise HandIsLost from error
        return answer

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait(STOP_SECONDS)
        self.pipe.close()
        self.complaints.close()


class LocalHands:
    """Processes of this machine, started when the first portion is given."""

    def __init__(self, record: Address, size: int) -> None:
        self.size = size
        self._path = record
        self._threads = ThreadPoolExecutor(size)
        self._processes: list[_Process] = []
        self._idle: SimpleQueue[_Process] = SimpleQueue()

    def give(self, portion: Portion) -> Take:
        """Give a portion to the next process that is idle."""
        while len(self._processes) < self.size:
            self._idle.put(self._start())
        return self._threads.submit(self._ask, portion).result

    def stop(self) -> None:
        """End the processes, once each has answered what it was asked last."""
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.stop()

    def _start(self) -> _Process:
        process = _Process(*start_process(__name__))
        with suppress(BrokenPipeError):  # it is heard of when it is asked
            process.pipe.send(self._path)
        self._processes.append(process)
        return process

    def _ask(self, portion: Portion) -> Items:
        process = self._idle.get()
        try:
            answer = process.ask(portion)
        except HandIsLost:
            self._processes.remove(process)
            process.stop()
            process = self._start()
            raise
        finally:
            self._idle.put(process)
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def local_hands(record: Record, size: int) -> Iterator[LocalHands | None]:
    """Give so many processes that compare, none where this one alone does it."""
    if size < 2:
        yield None
        return
    hands = LocalHands(record.address, size)
    try:
        yield hands
    finally:
        hands.stop()


def main() -> None:
    """Work on portions off the pipe named on the command line until it closes."""
    pipe = pipe_to_parent()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        comparer = Comparer(pipe.recv())
        while True:
            pipe.send(_answer(comparer, pipe.recv()))


def _answer(comparer: Comparer, portion: Portion) -> Items | Exception:
    try:
        return comparer.compare(portion)
    except Exception as error:
        return error


if __name__ == "__main__":
    main()
