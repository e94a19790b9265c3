"""A child process that writes to a record until it is killed, telling what it has saved."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.record.search import Passages
from onrecord.record.store import Record
from tests.record.papers import Paper, save
from tests.records import made


def paper(number: int) -> Paper:
    return Paper(
        f"Ana Ruiz wrote letter {number}. " + "The bridge is closed. " * 50, f"papers/{number:06}.txt"
    )


def write(place: Path, first: int, last: int) -> None:
    """Save papers, each with rows; print the number of each after it was saved."""
    with Record.create(place) as record:
        for number in range(first, last):
            written = paper(number)
            rows = [written.actor("Ana Ruiz"), written.statement(f"letter {number}")]
            save(record, written, *rows, keys=[("words", str(key)) for key in range(50)])
            record.replace_resolved("stage", "1", made(rows[1:]))
            if number % 5 == 4:
                Passages(record).refresh()
            sys.stdout.write(f"{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
