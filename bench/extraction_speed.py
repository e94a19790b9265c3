"""Figures and events beyond the shared annotation, beside the peers' numbers, in words a CPU-second.

python -m bench.extraction_speed CORPUS [--texts N]

CORPUS is gzip JSON Lines with a `text` on each line, or a folder of plain texts. Parse, dates, names and
norms, which figures and events share with the other rows, are made before the clock starts; for events the
figures too. A peer that is not installed is said to be so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from evals.quantity_peers import PEERS

from onrecord.config import Config
from onrecord.data import Vocabularies
from onrecord.extract.events import EventExtractor
from onrecord.extract.figures import FigureExtractor
from onrecord.ingest.discovery import discover
from onrecord.pipeline.gathering import Gathering
from onrecord.pipeline.plan import annotate, make_tools_for, run_extractors
from onrecord.text.reading import read_text
from onrecord.types.annotated import Annotated
from onrecord.types.documents import RawDocument
from onrecord.types.findings import Found
from onrecord.types.rows import Figure

SHARED = ("times", "actors", "norms")
"""The steps whose rows both read; statements are left out, they take a model of their own."""


def main() -> None:
    """Print the speed of each side and how many times that of the peer ours is."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=1000)
    given = parser.parse_args()
    texts = _texts(given.corpus, given.texts)
    words = sum(len(text.split()) for text in texts)
    figures, events = with_onrecord(texts)
    ours = words / figures
    print(f"{len(texts)} texts, {words} words")
    print(f"{'figures':18}{ours:10.0f} words a CPU-second")
    print(f"{'events':18}{words / events:10.0f} words a CPU-second")
    for name, make in PEERS.items():
        try:
            read = make()
        except ImportError:
            print(f"{name:18}not installed")
            continue
        peer = words / _seconds(lambda read=read: [read(text) for text in texts])  # type: ignore[misc]
        print(f"{name:18}{peer:10.0f} words a CPU-second, ours is {ours / peer:.1f} times that")


def with_onrecord(texts: list[str]) -> tuple[float, float]:
    """Return the CPU-seconds of finding the figures, and the events, of texts that are annotated already."""
    vocabularies = Vocabularies()
    figures, events = FigureExtractor(vocabularies), EventExtractor(vocabularies)
    pages = list(_annotated(texts))
    for page, found in pages[:5]:
        list(figures.extract(page, found))
    held: list[tuple[Annotated, Found]] = []

    def find_figures() -> None:
        for page, found in pages:
            rows = [row for row in figures.extract(page, found) if isinstance(row, Figure)]
            held.append((page, found.with_(rows)))

    of_figures = _seconds(find_figures)
    return of_figures, _seconds(lambda: [list(events.extract(page, found)) for page, found in held])


def _annotated(texts: list[str]) -> Iterator[tuple[Annotated, Found]]:
    tools = make_tools_for(SHARED, Config())
    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(texts):
            Path(folder, f"{number:06}.txt").write_text(text, "utf-8")
        for raw in discover([Path(folder)], tools.config):
            if isinstance(raw, RawDocument):
                canonical = read_text(raw, tools.config)
                gathering = Gathering(raw.path, canonical.text)
                page = annotate(raw, canonical, tools, gathering)
                run_extractors(page, tools, gathering)
                yield page, gathering.found()


def _seconds(run: Callable[[], object]) -> float:
    started = time.process_time()
    run()
    return time.process_time() - started


def _texts(corpus: Path, most: int) -> list[str]:
    if corpus.is_dir():
        return [path.read_text("utf-8") for path in sorted(corpus.rglob("*.txt"))[:most]]
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for _, line in zip(range(most), lines, strict=False)]


if __name__ == "__main__":
    main()
