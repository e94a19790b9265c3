"""Kill a PostgreSQL server at random moments while a record on it is written, and count what was lost.

    python -m bench.killing_database [--times 50] [--seed N] [--json FILE]

Each time a process stores documents and another enters decisions, and both say what was stored as soon as it
is; then every process of the server is killed with SIGKILL and it is started again. What was said to be
stored has to be there and `verify` has to hold. In the end the writing is finished, and its rows have
to be those of a record that was never disturbed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, write
from bench.server import Server
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.codec import to_json

DOCUMENTS = 40
"""Documents that one round stores."""

LONGEST = 1.2
"""Seconds after its first word at which the server is killed, at most."""

WRITER = """
import sys
from onrecord.record.store import Record
from tests.record.papers import Paper, save
address, first, many = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
with Record.create(address) as record:
    for number in range(first, first + many):
        words = f"In report {number} Ana Ruiz said that the bridge is closed."
        paper = Paper(words, f"papers/{number:05}.txt")
        save(record, paper, paper.statement("the bridge is closed"))
        print(paper.id, flush=True)
"""

REVIEWER = """
import sys
from onrecord.record.store import Record
with Record.open(sys.argv[1], who="mira") as record:
    [document, *_] = sorted(record.document_ids())
    while True:
        print(record.decide(document, "note", "seen again").id, flush=True)
"""


def main() -> None:
    """Print what each round met and what was lost; exit 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20260301)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with TemporaryDirectory() as cache, running() as server:
        os.environ["XDG_CACHE_HOME"] = cache
        failed = rounds(server, random.Random(given.seed), given.times)
    print(f"{given.times} kills, {failed} with anything lost or broken")
    if given.json:
        name = f"database killed {given.times} times: lost, broken or changed"
        write(given.json, [Figure(name, failed, at_most=0)])
    sys.exit(failed > 0)


@contextmanager
def running() -> Iterator[Server]:
    """Give a server that keeps what it commits, as one in use does."""
    server = Server(full_page_writes="on")
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.remove()


def rounds(server: Server, chance: random.Random, times: int) -> int:
    """Kill the server so many times; return how often anything was lost, broken or other in the end."""
    address, documents, decisions, failed = server.address(), set[str](), set[int](), 0
    documents |= set(_started(WRITER, address, "0", "1").communicate()[0].split())
    for number in range(times):
        first = 1 + number * DOCUMENTS
        said = killed_under_load(server, chance, address, str(first))
        documents |= set(said[0])
        decisions |= set(map(int, said[1]))
        lost = what_is_lost(address, documents, decisions)
        failed += bool(lost)
        print(
            f"{number + 1:>3}  {len(documents)} documents, {len(decisions)} decisions: {lost or 'all there'}"
        )
    many = str(1 + times * DOCUMENTS)
    undisturbed = server.address()
    for place in (address, undisturbed):
        _started(WRITER, place, "0", many).communicate()
    if exported(address) != exported(undisturbed):
        failed += 1
        print("     the finished record exports other rows than one that was not disturbed")
    return failed


def killed_under_load(
    server: Server, chance: random.Random, address: str, first: str
) -> tuple[list[str], list[str]]:
    """Kill the server while documents and decisions are stored; return what was said to be stored of each."""
    writer = _started(WRITER, address, first, str(DOCUMENTS))
    reviewer = _started(REVIEWER, address)
    assert reviewer.stdout is not None
    begun = [reviewer.stdout.readline()]
    time.sleep(chance.uniform(0, LONGEST))
    server.stop(signal.SIGKILL)
    said = [process.communicate()[0].split() for process in (writer, reviewer)]
    server.start()
    return said[0], [*begun[0].split(), *said[1]]


def what_is_lost(address: str, documents: set[str], decisions: set[int]) -> str:
    """Return what was said to be stored and is not there, or does not hold; "" where all is well."""
    with Record.open(address) as record:
        gone = documents - record.document_ids()
        missing = decisions - {made.id for made in record.decisions()}
    found = verify(address)
    told = [f"{len(gone)} documents lost"] * bool(gone) + [f"{len(missing)} decisions lost"] * bool(missing)
    return ", ".join([*told, *(f"{one.code} {one.where}" for one in found.breaks[:3])])


def exported(address: str) -> list[str]:
    """Return the rows of a record as they are exported, without what reviewers decided on them."""
    with Record.open(address) as record:
        return [to_json(row) for row in record.export_rows()]


def _started(program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


if __name__ == "__main__":
    main()
