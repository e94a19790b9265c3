"""How long a search takes in an index of a million passages: words, phrases, AND and OR, as readers ask.

python -m bench.search RECORD [--passages 1000000] [--queries 500] [--folder OUT] [--json F]

A record that has so many passages is asked itself. Else an index is made of its passages, multiplied with
other words, names and numbers as `bench.multiplied` does, through the code that makes every record's index;
it lies beside a record of its own under OUT and is used as it is where it is there. Texts are not multiplied
on disk: marking the words found in a hit reads the text of the document it is a copy of. Queries are made of
words that stand together in passages: a third single words, a third phrases of two or three, a third two
words with AND or OR. Printed are median and 95th percentile of `Passages.search`, twenty hits each, CPU and
wall; each query is asked once.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from bench.figures import Figure, write
from bench.multiplied import Copy, Words
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.record.words import words_in

SEED = 9

COPY = "~"
"""Stands between the id of a document and the number of the copy that a passage is of."""

Given = Iterator[tuple[str, tuple[tuple[int, int], ...]]]


class Multiplied(Record):
    """A record that shows its documents many times over, each time in other words."""

    most = 0
    _copies: dict[int, Copy]

    def multiply(self, most: int) -> None:
        """Show copies until there are so many passages."""
        self.most, self._copies = most, {}
        words = Words(super(Multiplied, self).text(id_) for id_ in self.read_documents())
        self._words = words

    def text(self, document: str) -> str:
        """Return the text of a document, of a copy in its words."""
        id_, _, number = document.partition(COPY)
        text = super().text(id_)
        if not number or not self.most:
            return text
        copy = self._copies.setdefault(int(number), Copy(int(number), self._words, {}))
        return copy.text(text)

    def changed_since(self, counter: int) -> Given:
        """Yield the documents with their passages, then their copies."""
        held = list(super().changed_since(counter))
        count, number = 0, 0
        while count < self.most:
            for id_, passages in held:
                yield (f"{id_}{COPY}{number}" if number else id_), passages
                count += len(passages)
                if count >= self.most:
                    return
            number += 1

    def paths(self, documents: Iterable[str]) -> dict[str, str]:
        """Return where each document lies, a copy where the one it is of does."""
        asked = {document: document.partition(COPY)[0] for document in documents}
        held = super().paths(asked.values())
        return {document: held[id_] for document, id_ in asked.items() if id_ in held}


def main() -> None:
    """Make the index, ask, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--folder", type=Path, default=Path("bench/out/search"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with Record.open(given.record) as held:
        large = Passages(held).count() >= given.passages
        figure = measured(held, Passages(held), given.queries) if large else None
    if figure is None:
        figure = of_a_multiple(given.record, given.folder, given.passages, given.queries)
    if given.json:
        write(given.json, [figure])


def of_a_multiple(source: Path, folder: Path, most: int, many: int) -> Figure:
    """Ask an index of so many passages, which is made of a record's where it is not there."""
    place = folder / "search.record"
    if not place.exists():
        shutil.copytree(source, place, ignore=shutil.ignore_patterns("index"))
    with Multiplied.open(place) as record:
        assert isinstance(record, Multiplied)
        passages = Passages(record)
        if not (place / "index").exists():
            record.multiply(most)
        started = time.process_time()
        passages.refresh()
        print(f"the index was brought up in {time.process_time() - started:.0f} CPU-seconds")
        record.most = 0
        return measured(record, passages, many)


def measured(record: Record, passages: Passages, many: int) -> Figure:
    """Ask so many queries of a record's own words; return the 95th percentile."""
    count = passages.count()
    print(f"{count} passages")
    late = tell(passages, list(asked(record, many)))
    return Figure(f"search, 95th percentile, {count:,} passages", late, "ms", at_most=20)


def asked(record: Record, many: int) -> Iterator[str]:
    """Yield queries made of words that stand together in passages, always the same."""
    drawing = random.Random(SEED)
    documents = sorted(record.document_ids())
    made = 0
    while made < many:
        text = record.text(drawing.choice(documents))
        words = [word.folded for word in words_in(text) if word.folded.isalpha()]
        if len(words) < 20:
            continue
        at = drawing.randrange(len(words) - 10)
        yield _query(drawing, words[at : at + 10], made)
        made += 1


def _query(drawing: random.Random, words: Sequence[str], number: int) -> str:
    telling = [word for word in words if len(word) > 3] or list(words)
    if number % 3 == 0:
        return drawing.choice(telling)
    if number % 3 == 1:
        return '"' + " ".join(words[: drawing.choice((2, 3))]) + '"'
    return drawing.choice((" AND ", " OR ")).join(drawing.choices(telling, k=2))


def tell(passages: Passages, queries: Collection[str]) -> float:
    """Ask each query once and print how long it took; return the 95th percentile, wall milliseconds."""
    passages.search("warm", 20)
    took: dict[str, list[tuple[float, float]]] = {}
    for query in queries:
        cpu, wall = time.process_time(), time.monotonic()
        passages.search(query, 20)
        taken = (1000 * (time.process_time() - cpu), 1000 * (time.monotonic() - wall))
        for kind in ("all", _kind(query)):
            took.setdefault(kind, []).append(taken)
    for kind, held in took.items():
        told = {}
        for name, values in zip(("CPU", "wall"), zip(*held, strict=True), strict=True):
            in_order = sorted(values)
            told[name] = {
                "p50": round(statistics.median(in_order), 1),
                "p95": round(in_order[int(0.95 * (len(in_order) - 1))], 1),
            }
        print(f"{kind} ({len(held)}), milliseconds: {json.dumps(told)}")
    waited = sorted(wall for _, wall in took["all"])
    return waited[int(0.95 * (len(waited) - 1))]


def _kind(query: str) -> str:
    if query.startswith('"'):
        return "phrases"
    return next((word.strip() for word in (" AND ", " OR ") if word in query), "words")


if __name__ == "__main__":
    main()
