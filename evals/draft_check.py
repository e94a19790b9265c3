"""Score `check` on drafts about the bundled sample in which faults were planted between sound claims.

python -m evals.draft_check [--record RECORD] [--draft NAME] [--missed]

The drafts in evals/data/drafts carry marks, `[[-KIND words]]` for a planted fault and `[[+KIND words]]` for
a sound claim; they are taken out before the draft is checked. A fault is found where a verdict weighs as
a fault, or as something to look at, overlaps its words; a sound claim with such a verdict is a false alarm.
What is told in words that are no marked claim is counted apart. Without --record the sample is built first.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import onrecord
from evals.sample import SAMPLE, build_sample
from onrecord.check.report import Verdict
from onrecord.config import read_config

DRAFTS = Path(__file__).parent / "data" / "drafts"

_MARK = re.compile(r"\[\[(?P<sign>[+-])(?P<kind>[a-z]+) (?P<words>.*?)\]\]", re.DOTALL)

TOLD = ("fault", "look")
"""Weights by which a writer is asked to look at a claim."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A marked claim of a draft: where its words stand in the text without marks."""

    faulty: bool
    kind: str
    start: int
    end: int
    words: str

    def meets(self, item: Verdict) -> bool:
        """Tell whether a verdict is about words of this claim."""
        return item.anchor.start < self.end and self.start < item.anchor.end


def read_draft(path: Path) -> tuple[str, tuple[Claim, ...]]:
    """Return the text of a draft without its marks, and its claims in their order."""
    marked = path.read_text("utf-8")
    text, claims, done = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[done : mark.start()]
        words = mark["words"]
        claims.append(Claim(mark["sign"] == "-", mark["kind"], len(text), len(text) + len(words), words))
        text += words
        done = mark.end()
    return text + marked[done:], tuple(claims)


def main() -> None:
    """Print what was found of each kind and how many false alarms there are, for each draft."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", type=Path)
    parser.add_argument("--draft", action="append", default=[])
    parser.add_argument("--missed", action="store_true")
    given = parser.parse_args()
    drafts = [path for path in sorted(DRAFTS.iterdir()) if not given.draft or path.stem in given.draft]
    if not drafts:
        sys.exit(f"No draft of that name in {DRAFTS}.")
    with tempfile.TemporaryDirectory() as folder:
        record = given.record or Path(folder) / "sample.record"
        if given.record is None:
            build_sample(record)
        for path in drafts:
            _score(path, record, Path(folder), given.missed)


def _score(path: Path, record: Path, folder: Path, missed: bool) -> None:
    text, claims = read_draft(path)
    plain = folder / path.name
    plain.write_text(text, "utf-8")
    report = onrecord.check(plain, record, read_config(SAMPLE / "onrecord.toml"))
    told = [item for item in report.verdicts if item.weight in TOLD]
    faulty = [claim for claim in claims if claim.faulty]
    sound = [claim for claim in claims if not claim.faulty]
    found = [claim for claim in faulty if any(map(claim.meets, told))]
    alarms = [claim for claim in sound if any(map(claim.meets, told))]
    elsewhere = [item for item in told if not any(claim.meets(item) for claim in claims)]
    print(f"{path.stem} found {len(found) / len(faulty):.3f}  {len(found)} of {len(faulty)} faults")
    print(f"{path.stem} unalarmed {1 - len(alarms) / len(sound):.3f}  {len(alarms)} of {len(sound)} accused")
    print(f"{path.stem} told elsewhere {len(elsewhere)}")
    for kind, (hits, total) in _by_kind(faulty, found):
        print(f"    {kind:12} {hits} of {total}")
    if missed:
        for claim in faulty:
            if claim not in found:
                print(f"  missed {claim.kind}: {claim.words}")
        for claim in alarms:
            items = [item for item in told if claim.meets(item)]
            print(f"  false alarm {claim.kind}: {claim.words}")
            print("".join(f"      {item.code}: {item.sentence}\n" for item in items), end="")
        for item in elsewhere:
            print(f"  elsewhere {item.code}: {item.anchor.exact}\n      {item.sentence}")


def _by_kind(faulty: Sequence[Claim], found: Sequence[Claim]) -> Iterator[tuple[str, tuple[int, int]]]:
    hits = Counter(claim.kind for claim in found)
    for kind, total in sorted(Counter(claim.kind for claim in faulty).items()):
        yield kind, (hits[kind], total)


if __name__ == "__main__":
    main()
