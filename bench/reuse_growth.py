"""What it costs to find all shared passages of a record, a document, as the record grows.

python -m bench.reuse_growth CORPUS.jsonl.gz [--sizes N…] [--first] [--folder FOLDER]

For each size (1000 and the whole corpus) a record is made of so many documents drawn at random, or with
--first of the first ones: their texts and their keys alone, no models. Printed are the keys a document, the
bytes they take in the database, how many documents one shares passages with, and processor milliseconds a
document: to make the keys; to find the passages of all documents, one after the other; to find those of 200
with nothing at hand, as where one document is added. Ratios are to the first size.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.text_records import SEED, drawn, read_texts, save_texts
from onrecord.record.store import Record
from onrecord.resolve.reuse import Reuse

AFTER_OPENING = 200
"""Documents whose passages are found by a reader that has nothing at hand."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size of record costs: counts, and milliseconds a document."""

    documents: int
    keys: float
    key_bytes: float
    partners: float
    making: float
    finding: float
    finding_few: float


def main() -> None:
    """Measure each size and print a line for it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1000, 0])
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the records go, taken away afterwards")
    given = parser.parse_args()
    texts = read_texts(given.corpus)
    base: Measured | None = None
    for size in given.sizes:
        some = texts[: size or None] if given.first else drawn(texts, size)
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            found = measure(some, Path(folder) / "texts.record")
        base = base or found
        tell(found, base)


def measure(texts: Sequence[str], place: Path) -> Measured:
    """Make a record of some texts, find all passages, and return what it cost."""
    making = save_texts(place, texts)
    with Record.open(place) as record:
        documents = [row.id for row in record.documents()]
        started = time.process_time()
        reuse = Reuse(record)
        partners = sum(len(reuse.passages(document)) for document in documents)
        finding = time.process_time() - started
    with Record.open(place) as record:
        few = random.Random(SEED).sample(documents, min(AFTER_OPENING, len(documents)))
        started = time.process_time()
        for document in few:
            Reuse(record).passages(document)
        finding_few = time.process_time() - started
    count = len(documents)
    keys, size = _keys_in(place / "record.sqlite")
    milliseconds = (making / count * 1000, finding / count * 1000, finding_few / len(few) * 1000)
    return Measured(count, keys / count, size / count, partners / count, *milliseconds)


def _keys_in(database: Path) -> tuple[int, int]:
    """Return how many keys a record holds, and their bytes, indexes included."""
    connection = sqlite3.connect(database)
    try:
        [keys] = connection.execute("select count(*) from block_keys").fetchone()
        query = "select sum(pgsize) from dbstat where name like 'block_keys%'"
        [size] = connection.execute(query).fetchone()
    finally:
        connection.close()
    return keys, size


def tell(found: Measured, base: Measured) -> None:
    """Print one size, and how it compares with the first."""
    print(
        f"{found.documents:6} documents: {found.keys:.0f} keys of {found.key_bytes / found.keys:.0f} bytes, "
        f"{found.partners:.2f} documents shared with; milliseconds a document: keys {found.making:.2f}, "
        f"finding {found.finding:.2f} ({found.finding / base.finding:.2f} times), after opening "
        f"{found.finding_few:.2f} ({found.finding_few / base.finding_few:.2f} times)",
        flush=True,
    )


if __name__ == "__main__":
    main()
