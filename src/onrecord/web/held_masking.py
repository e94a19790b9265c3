"""The masking of a served record: gathered from every actor, kept until a row or who is released changes.

Of a large record that takes minutes: a process of its own does it, behind all others, so that pages are
answered meanwhile, and keeps what it found for the next server.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Lock, Thread
from typing import IO

from onrecord.export.masking import Masking, Persons, private_persons
from onrecord.pipeline.processes import pipe_to_parent, start_process
from onrecord.record.store import Record
from onrecord.types.errors import RecordIsBusy
from onrecord.web.kept_persons import Standing, keep_persons, kept_persons

AT_ONCE = 3_000
"""Documents of a record whose masking is gathered while who asks waits, some three seconds."""

BEHIND_ALL = 19
"""The niceness of a process that takes the time that nobody else wants."""


class NamesAreBeingGathered(RecordIsBusy):
    """Who is to be masked is not known yet: until then nothing is shown that could name them."""


class HeldMasking:
    """Keeps the masking of one record, for any number of threads."""

    def __init__(self) -> None:
        self._held: tuple[Standing, Masking] | None = None
        self._gathering = False
        self._lock = Lock()

    def of(self, record: Record) -> Masking:
        """Return the masking of a record as it stands; raises NamesAreBeingGathered on a large one."""
        with self._lock:
            standing, held = record.standing_of_rows(), self._held
            if held is not None and held[0] == standing:
                return held[1]
            at_once = not record.shows_more_than(AT_ONCE)
            persons = private_persons(record) if at_once else kept_persons(record, standing)
            if persons is not None:
                self._held = (standing, Masking(record, persons))
                return self._held[1]
            if not self._gathering:
                self._gathering = True
                Thread(target=self._gather, args=(record,), name="masking", daemon=True).start()
        raise NamesAreBeingGathered(
            "The names of private persons are being gathered, which takes some minutes for a record of this "
            "size. Nothing that must be masked is shown before that. Ask again in a minute."
        )

    def _gather(self, record: Record) -> None:
        process, pipe, complaints = start_process(__name__)
        try:
            standing, persons = _asked(pipe, record)
            self._held = (standing, Masking(record, persons))
        except (EOFError, OSError):
            pass  # it was ended, or has no memory: who asks next has it tried again
        finally:
            self._gathering = False
            _end(process, pipe, complaints)


def _asked(pipe: Connection, record: Record) -> tuple[Standing, Persons]:
    pipe.send((record.address, record.clearance))
    answer: tuple[Standing, Persons] = pipe.recv()
    return answer


def _end(process: subprocess.Popen[bytes], pipe: Connection, complaints: IO[bytes]) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()
    pipe.close()
    complaints.close()


def main() -> None:
    """Gather the private persons of the record whose address comes over the pipe."""
    pipe = pipe_to_parent()
    os.nice(BEHIND_ALL)
    address, clearance = pipe.recv()
    with Record.open(address, clearance=clearance) as record:
        standing = record.standing_of_rows()
        persons = private_persons(record)
        keep_persons(record, standing, persons)
        pipe.send((standing, persons))


if __name__ == "__main__":
    main()
