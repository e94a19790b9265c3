"""Every figure of speed, size and endurance, each measurement in a process of its own, in one table.

python -m bench CORPUS.jsonl.gz [--only NAMES] [--folder build/bench] [--peer FOLDER] [--quick]

CORPUS is gzip JSON Lines with a `text` on each line. Records that are measured are built from it under the
folder and kept there; so are the figures, as JSON, and the table shows those of measurements that were made
before beside the new ones. All of it takes a day on two cores, eight hours of which are fuzzing, which needs
atheris; --quick takes small sizes, which show that everything runs and nothing more. FOLDER holds peers, as
`bench.whole_build` and `bench.time_speed` say.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.figures import read, show
from bench.unpack_corpus import unpack


class Sizes(NamedTuple):
    """How much is measured."""

    documents: int
    record: int
    growth: tuple[int, ...]
    passages: int
    copies: int
    seconds: int
    kills: int
    fuzzing: int


WHOLE = Sizes(2_000, 13_129, (1_000, 13_044, 100_000), 1_000_000, 8, 300, 50, 3600)
QUICK = Sizes(40, 60, (60, 120), 5_000, 2, 20, 1, 3)


class Ground:
    """Where records and figures lie, and what they are made from."""

    def __init__(self, corpus: Path, folder: Path, sizes: Sizes, peer: Path | None) -> None:
        self.corpus, self.folder, self.sizes, self.peer = corpus, folder, sizes, peer

    @property
    def record(self) -> Path:
        """A record of the corpus, built where it is not there."""
        place = self.folder / "bench.record"
        if not place.exists():
            texts = self.folder / "texts"
            unpack(self.corpus, texts, self.sizes.record)
            run("-m", "onrecord", "build", texts, "-o", place, "--workers", "2")
        return place

    @property
    def many(self) -> Path:
        """A record of many documents to serve, made where it is not there."""
        place = self.folder / "many.record"
        if not place.exists():
            run("-m", "bench.many_documents", self.record, place, "--times", self.sizes.copies)
        return place


def _whole_build(at: Ground) -> list[object]:
    peer = ["--peer", at.peer] if at.peer else []
    return ["whole_build", at.corpus, "--documents", at.sizes.documents, *peer]


def _growth(at: Ground) -> list[object]:
    return ["growth", at.record, "--folder", at.folder / "growth", "--documents", *at.sizes.growth]


def _search(at: Ground) -> list[object]:
    return ["search", at.many, "--folder", at.folder / "search", "--passages", at.sizes.passages]


MEASUREMENTS: Mapping[str, Callable[[Ground], list[object]]] = {
    "whole-build": _whole_build,
    "start-up": lambda at: ["startup", at.record],
    "search": _search,
    "growth": _growth,
    "load": lambda at: ["load", at.many, "--seconds", at.sizes.seconds],
    "killing": lambda at: ["killing", "--times", at.sizes.kills],
    "killing-database": lambda at: ["killing_database", "--times", at.sizes.kills],
    "fuzzing": lambda at: ["fuzzing", "--seconds", at.sizes.fuzzing, "--folder", at.folder / "fuzz"],
}
"""The measurements in their order, each with its module and what it is given."""


def main() -> None:
    """Measure what is asked for and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--only", help=f"names, parted by commas: {', '.join(MEASUREMENTS)}")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    wanted = given.only.split(",") if given.only else list(MEASUREMENTS)
    if unknown := [name for name in wanted if name not in MEASUREMENTS]:
        parser.error(f"{unknown[0]!r} is no measurement. Known: {', '.join(MEASUREMENTS)}.")
    folder = given.folder / "quick" if given.quick else given.folder
    folder.mkdir(parents=True, exist_ok=True)
    ground = Ground(given.corpus, folder, QUICK if given.quick else WHOLE, given.peer)
    told = {name: folder / f"{name}.json" for name in MEASUREMENTS}
    for name in wanted:
        print(f"== {name}", flush=True)
        module, *arguments = MEASUREMENTS[name](ground)
        run("-m", f"bench.{module}", *arguments, "--json", told[name])
    show((name, read(path)) for name, path in told.items() if path.exists())


def run(*arguments: object) -> None:
    """Run this Python with some arguments; ends all where that fails."""
    subprocess.run([sys.executable, *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
