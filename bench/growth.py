"""What a document costs as the record grows: keys, saving, comparing, search index, catalogue, adding one.

python -m bench.growth RECORD [--documents 1000 13044 100000] [--folder OUT] [--read 200] [--json F]

RECORD is a built record. For each size a record is made under OUT from its findings, multiplied by
`bench.multiplied` where it has fewer: other words, names and numbers, in the same places. Sources go into
custody, keys are made anew, documents are saved and compared, the search index and the catalogue are made,
all as a build does; reading alone is left out, since a record of 100,000 takes hours to read. With --read so
many documents of the record and of a copy are read by the models, to show that their cost does not depend on
the rest. Printed are CPU milliseconds a document of each stage, peak memory, and bytes on disk.

A record in OUT is used as it is; a stage that is done is not measured again. Each stage runs in a process of
its own. One letter is then added to each record by a command, as a user adds it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.comparing import LETTER
from bench.figures import Figure, write
from bench.multiplied import Copy, Words
from onrecord.config import Config
from onrecord.pipeline.keying import keys_of, rules_of
from onrecord.pipeline.plan import make_tools, read_document
from onrecord.pipeline.progress import Stopwatch, tell_nobody
from onrecord.pipeline.resolvers import make_resolvers
from onrecord.pipeline.resolving import resolve_all
from onrecord.record.catalogue import Catalogue
from onrecord.record.schema import documents as documents_table
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.types.documents import Metadata, RawDocument
from onrecord.types.findings import DocumentFindings, Resolver
from onrecord.types.rows import Actor

SEED = 8

Figures = dict[str, Any]
"""What one stage took: `cpu` and `wall` seconds by name, `megabytes` at the peak."""


def main() -> None:
    """Make, measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 13044, 100_000])
    parser.add_argument("--folder", type=Path, default=Path("bench/out/growth"))
    parser.add_argument("--read", type=int, default=0)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.read:
        print(json.dumps(in_own_process(read, given.record, given.read)), flush=True)
    measured = {size: measure(given.record, given.folder / str(size), size) for size in given.documents}
    if given.json:
        write(given.json, told_by(measured))


def told_by(measured: Mapping[int, Figures]) -> Iterator[Figure]:
    """Yield what growth comes to: a document in the largest record by one in the smallest, and adding one."""
    smallest, largest = min(measured), max(measured)
    for stage in ("compare", "index", "catalogue"):
        costs = {
            size: _whole(held[stage]["cpu"]) / held["make"]["documents"] for size, held in measured.items()
        }
        by_logarithm = math.log(largest) / math.log(smallest)
        grown = costs[largest] / costs[smallest]
        name = f"{stage}, CPU a document at {largest:,} by that at {smallest:,}"
        yield Figure(name, grown, "×", at_most=round(by_logarithm, 2))
        yield Figure(f"{stage}, a document at {largest:,}", 1000 * costs[largest], "CPU-ms")
    for size, held in measured.items():
        yield Figure(f"one document added to {size:,}", held["add"]["wall"]["add"], "s", at_most=5)


def _whole(seconds: Mapping[str, float]) -> float:
    """Return the seconds of a stage: those of its steps ("resolve links") are in its own ("resolve")."""
    return sum(spent for name, spent in seconds.items() if " " not in name)


def measure(source: Path, folder: Path, size: int) -> Figures:
    """Measure the stages of one size that have not been, and print them."""
    folder.mkdir(exist_ok=True)
    told = folder / "figures.json"
    figures: Figures = json.loads(told.read_text()) if told.exists() else {}
    record = folder / "growth.record"
    stages: dict[str, Callable[[], Figures]] = {
        "make": lambda: in_own_process(make, source, record, size),
        "compare": lambda: in_own_process(compare, record),
        "index": lambda: in_own_process(index, record),
        "catalogue": lambda: in_own_process(catalogue, record),
        "add": lambda: add(record, folder / "letters"),
    }
    for name, stage in stages.items():
        if name not in figures:
            figures[name] = stage()
            told.write_text(json.dumps(figures, indent=1))
    figures["bytes"] = {part.name: _size(part) for part in sorted(record.iterdir())}
    told.write_text(json.dumps(figures, indent=1))
    _print(size, figures)
    return figures


def in_own_process(what: Callable[..., Figures], *given: Any) -> Figures:
    """Return what a stage gives in a process of its own, with its peak memory."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (what, given))


def _measured(what: Callable[..., Figures], given: tuple[Any, ...]) -> Figures:
    figures = what(*given)
    return {**figures, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


class _Timer:
    """Adds up CPU and wall seconds by name."""

    def __init__(self) -> None:
        self.cpu: dict[str, float] = {}
        self.wall: dict[str, float] = {}

    def __call__(self, name: str, do: Callable[[], Any]) -> Any:
        cpu, wall = time.process_time(), time.monotonic()
        done = do()
        self.cpu[name] = self.cpu.get(name, 0.0) + time.process_time() - cpu
        self.wall[name] = self.wall.get(name, 0.0) + time.monotonic() - wall
        return done

    @property
    def figures(self) -> Figures:
        return {"cpu": self.cpu, "wall": self.wall}


def make(source: Path, place: Path, size: int) -> Figures:
    """Make a record of so many documents from another's findings; it goes on where it was stopped."""
    timer = _Timer()
    resolvers = make_resolvers()
    with Record.open(source) as held, Record.create(place) as made:
        seen: dict[str, dict[str, str]] = {}
        have = made.document_ids()
        for findings in _multiplied(held, size):
            row = findings.row
            root = row.path.split("/")[0]
            seen.setdefault(root, {})[row.path] = row.id
            if row.id in have:
                continue
            keyed = timer("keys", partial(_keyed, findings, resolvers))
            timer("take in", partial(_take_in, made, findings))
            timer("save", partial(made.save_document, keyed, "read"))
        for root, found in seen.items():
            timer("settle", partial(made.seen, root, found))
        made.mark_keyed(rules_of(resolvers))
        return {**timer.figures, "documents": len(made.document_ids())}


def _keyed(findings: DocumentFindings, resolvers: Sequence[Resolver]) -> DocumentFindings:
    return replace(findings, keys=tuple(key for one in resolvers for key in keys_of(findings, one)))


def _take_in(record: Record, findings: DocumentFindings) -> None:
    row = findings.row
    record.put_source(
        findings.text.encode("utf-8", "surrogatepass"),
        path=row.path,
        media_type=row.media_type,
        metadata=Metadata(),
        container=None,
        origin=row.path,
    )


def _multiplied(held: Record, size: int) -> Iterator[DocumentFindings]:
    """Yield the findings of so many documents: some of the record's, or all, then those of its copies."""
    ids = held.read_documents()
    if size < len(ids):
        ids = sorted(random.Random(SEED).sample(ids, size), key=ids.index)
    passages = _passages(held)
    words = Words(held.text(id_) for id_ in ids) if size > len(ids) else Words(())
    names = {row.id: row.name for row in held.rows(Actor)} if size > len(ids) else {}
    for number in range(-(-size // len(ids))):
        copy = Copy(number, words, names)
        for id_ in ids[: size - number * len(ids)]:
            found = replace(held.findings(id_), passages=passages[id_], rejected=tuple(held.rejected(id_)))
            yield copy.findings(found)


def _passages(held: Record) -> dict[str, tuple[tuple[int, int], ...]]:
    query = select(documents_table.c.id, documents_table.c.passages)
    with held.reading() as connection:
        return {
            row.id: tuple((start, end) for start, end in json.loads(row.passages or "[]"))
            for row in connection.execute(query)
        }


def compare(place: Path) -> Figures:
    """Compare all documents of a record."""
    clocks = {
        "cpu": Stopwatch(tell_nobody, time.process_time),
        "wall": Stopwatch(tell_nobody, time.monotonic),
    }
    with Record.create(place) as record:
        record.begin_comparing("anew")

        def tell(progress: Any) -> None:
            for watch in clocks.values():
                watch(progress)

        resolve_all(record, make_resolvers(), tell)
    for watch in clocks.values():
        watch.stop()
    return {name: watch.seconds for name, watch in clocks.items()}


def index(place: Path) -> Figures:
    """Make the search index."""
    timer = _Timer()
    with Record.create(place) as record:
        timer("index", Passages(record).refresh)
        return {**timer.figures, "passages": Passages(record).count()}


def catalogue(place: Path) -> Figures:
    """Make the catalogue of the pages."""
    timer = _Timer()
    with Record.create(place) as record:
        made = Catalogue(record)
        timer("catalogue", made.refresh)
        made.close()
    return timer.figures


def add(record: Path, folder: Path) -> Figures:
    """Add three letters one at a time, each by a command; return what the middle one took."""
    folder.mkdir(exist_ok=True)
    taken: list[tuple[float, float, dict[str, float]]] = []
    for number in range(3):
        letter = folder / f"letter-{time.time_ns()}.txt"
        letter.write_text(LETTER.format(day=number + 3, boats=11 + number, crew=30 + 7 * number), "utf-8")
        before, wall = os.times(), time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "onrecord", "build", str(letter), "-o", str(record), "--json"],
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        wall = time.monotonic() - wall
        after = os.times()
        cpu = sum(after[2:4]) - sum(before[2:4])
        taken.append((cpu, wall, json.loads(done.stdout)["took"]))
    cpu, wall, took = sorted(taken, key=lambda each: each[0])[1]
    return {"cpu": {"add": cpu}, "wall": {"add": wall}, "took": took}


def read(source: Path, count: int) -> Figures:
    """Read so many documents of a record, and of a copy of it; return the CPU-seconds a document."""
    tools = make_tools(Config())
    tools.warm_up()
    timer = _Timer()
    with Record.open(source) as held:
        ids = held.read_documents()
        words = Words(map(held.text, ids))
        some = sorted(random.Random(SEED).sample(ids, min(count, len(ids))))
        for number in (0, 1):
            copy = Copy(number, words, {})
            for id_ in some:
                content = copy.text(held.text(id_)).encode("utf-8", "surrogatepass")
                raw = RawDocument(f"copy-{number}/{id_}.txt", content, "text/plain", Metadata(), None)
                timer(f"read copy {number}", partial(read_document, raw, tools))
    return {"cpu": {name: seconds / len(some) for name, seconds in timer.cpu.items()}}


def _size(part: Path) -> int:
    files = [part] if part.is_file() else [path for path in part.rglob("*") if path.is_file()]
    return sum(path.stat().st_blocks * 512 for path in files)


def _print(size: int, figures: Figures) -> None:
    many = figures["make"]["documents"]
    print(f"{size} documents ({many} distinct)")
    for stage in ("make", "compare", "index", "catalogue"):
        held = figures[stage]
        told = ", ".join(f"{name} {1000 * seconds / many:.2f}" for name, seconds in held["cpu"].items())
        print(f"  CPU-ms a document: {told}; peak {held['megabytes']} MB")
    added = figures["add"]
    cpu, wall = added["cpu"]["add"], added["wall"]["add"]
    print(f"  one letter added: {cpu:.2f} CPU-s, {wall:.2f} s; {added['took']}")
    sizes = ", ".join(f"{name} {size >> 20}" for name, size in figures["bytes"].items())
    print(f"  megabytes: {sizes}", flush=True)


if __name__ == "__main__":
    main()
