"""Compare the documents of a record anew, and add one to it: seconds, memory, cost as the record grows.

python -m bench.comparing CORPUS.jsonl.gz [--documents 1000 13129] [--workers N] [--folder OUT]

For each size that many documents, drawn at random, are built into a record under OUT; one that lies there
already is used as it is. Then, in a process of its own, all its documents are compared anew. To the largest
record letters are added one at a time, as a user adds them, each by a command of its own. A record left in
OUT has grown by those letters: delete it to begin anew.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

from bench.unpack_corpus import write_documents
from onrecord.pipeline.keying import rekey
from onrecord.pipeline.progress import Stopwatch, tell_nobody
from onrecord.pipeline.resolvers import make_resolvers
from onrecord.pipeline.resolving import resolve_all
from onrecord.record.store import Record

LETTERS = 5
SEED = 6

LETTER = """\
June {day}, 2024

The Honorable Mira Castellan
Secretary of Fisheries

Dear Secretary Castellan,

We write about the herring boats of Port Ansel. On May {day}, 2024, the Coast Office seized {boats} boats \
without a hearing, and {crew} crew members have been held since. We have long supported the right of every \
person to a fair trial, and we are deeply concerned about the rule of law on this coast.

We urge you to return the boats to their owners, and to publish the orders of the Coast Office.

Sincerely,

Halvard Brekke
Member of Parliament
"""


def main() -> None:
    """Build, compare, add, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 13129])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=Path("bench/out/comparing"))
    given = parser.parse_args()
    costs = []
    for size in sorted(given.documents):
        record, read = built(given.corpus, given.folder / str(size), size, given.workers)
        documents, seconds, cpu, took, megabytes = in_own_process(record)
        costs.append(1000 * cpu / documents)
        told = "read before" if read is None else f"read in {read:.0f} s by {given.workers} workers"
        print(f"{documents} documents, {told}; compared in {seconds:.0f} s, {megabytes} MB: ", end="")
        print(f"{cpu:.0f} CPU-seconds, {costs[-1]:.2f} CPU-ms a document")
        stages = (name for name in took if name.startswith("resolve "))
        print("   ", ", ".join(f"{name.removeprefix('resolve ')} {took[name]:.1f} s" for name in stages))
    print(f"cost of comparing a document, largest over smallest record: {costs[-1] / costs[0]:.2f} times")
    show_adding(given.folder / "letters", given.folder / str(max(given.documents)) / "record")


def built(corpus: Path, folder: Path, size: int, workers: int) -> tuple[Path, float | None]:
    """Return the record of `size` documents, and the seconds that reading them took where it was made now."""
    record = folder / "record"
    if record.exists():
        return record, None
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        held = list(lines)
    drawn = sorted(random.Random(SEED).sample(range(len(held)), min(size, len(held))))
    write_documents((json.loads(held[number]) for number in drawn), folder / "documents")
    told = run("build", str(folder / "documents"), "-o", str(record), "--workers", str(workers), "--json")
    return record, json.loads(told)["took"]["read"]


Measured = tuple[int, float, float, dict[str, float], int]
"""Documents, seconds, CPU-seconds, seconds of each stage, and peak MB of a comparison."""


def in_own_process(record: Path) -> Measured:
    """Return what comparing all documents of a record anew takes, without what was loaded here."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(compared, (record,))


def compared(place: Path) -> Measured:
    """Compare all documents of a record and return what it took."""
    watch = Stopwatch(tell_nobody)
    with Record.create(place) as record:
        record.begin_comparing("anew")  # begun and not ended: everything is compared
    with Record.create(place) as record:
        rekey(record, make_resolvers(), tell_nobody)
        started, cpu = time.monotonic(), time.process_time()
        resolve_all(record, make_resolvers(), watch)
        seconds, cpu = time.monotonic() - started, time.process_time() - cpu
        documents = len(record.document_ids())
    watch.stop()
    return documents, seconds, cpu, watch.seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def show_adding(folder: Path, record: Path) -> None:
    """Add letters one at a time and print what each took, from the command to its end."""
    folder.mkdir(parents=True, exist_ok=True)
    seconds = []
    for number in range(LETTERS):
        letter = folder / f"letter-{time.time_ns()}.txt"
        letter.write_text(LETTER.format(day=number + 3, boats=11 + number, crew=30 + 7 * number), "utf-8")
        started = time.monotonic()
        told = json.loads(run("build", str(letter), "-o", str(record), "--json"))
        seconds.append(time.monotonic() - started)
        stages = ", ".join(f"{name} {took:.1f} s" for name, took in told["took"].items() if " " not in name)
        print(f"one letter added in {seconds[-1]:.1f} s ({stages})")
    print(f"adding one document: median {statistics.median(seconds):.1f} s, most {max(seconds):.1f} s")


def run(*command: str) -> str:
    """Run an `onrecord` command; return what it prints. A build with issues is a build."""
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", *command], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"onrecord {' '.join(command)} ended with {done.returncode}")
    return done.stdout


if __name__ == "__main__":
    main()
