"""Unpack a JSON Lines corpus into a folder of text files, as a user would have them.

python -m bench.unpack_corpus CORPUS.jsonl.gz FOLDER [--documents N]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

FILES_A_FOLDER = 1000


def unpack(corpus: Path, folder: Path, documents: int | None) -> int:
    """Write the first documents of a corpus into a folder; return how many."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return write_documents(map(json.loads, islice(lines, documents)), folder)


def write_documents(items: Iterable[dict[str, str]], folder: Path) -> int:
    """Write each document as `NNN/NNNNNN.txt` with a manifest of its URL, title and date; return how many."""
    count = 0
    for count, item in enumerate(items, start=1):
        place = folder / f"{(count - 1) // FILES_A_FOLDER:03d}"
        place.mkdir(parents=True, exist_ok=True)
        name = f"{count:06d}.txt"
        (place / name).write_text(item["text"], encoding="utf-8", errors="surrogatepass", newline="")
        _add_to_manifest(place / "manifest.csv", name, item)
    return count


def _add_to_manifest(manifest: Path, name: str, item: dict[str, str]) -> None:
    new = not manifest.exists()
    with manifest.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        if new:
            writer.writerow(["path", "url", "title", "date"])
        writer.writerow([name, item["id"], " ".join((item.get("title") or "").split()), item["date"]])


def main() -> None:
    """Read the arguments and unpack."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int)
    given = parser.parse_args()
    print(unpack(given.corpus, given.folder, given.documents), "documents in", given.folder)


if __name__ == "__main__":
    main()
