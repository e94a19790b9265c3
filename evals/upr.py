"""Score recommendations in reports of the Universal Periodic Review.

python -m evals.upr --benchmark FOLDER [--part PART] [--errors N] [--workers N]

FOLDER holds `gold.jsonl` and `reports/`. States are split in two by a hash of their name: `developed` (its
errors were looked at while rules were written) and `kept_aside` (only its figures). Recommendations in the
numbered lists of a report and in its narrative are scored apart:

found       those of which an ask has 80 % of the distinct words, and at most 2.5 times as many plus 8, as
            the benchmark's own evaluator has it
known       share of the asks that are one of the benchmark's: a lower bound of precision, for it has only
            recommendations that stand verbatim in the report
requester   share of those found, where the benchmark saw its name nearby; target, of all found
answered    share of those found whose reception the report tells, right, share of these

Names are compared by every form an actor has in the text, without accents and signs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.annotated import PARTS
from onrecord.pipeline.annotate import annotate_files
from onrecord.types.identity import folded_name

Row = Mapping[str, Any]

SECTIONS = ("lists", "narrative")
ANSWERS = {"commitment": "Accepted", "refusal": "Noted"}
"""Receptions as the benchmark names them."""

LEAST_WORDS = 0.8
_HEADING = re.compile(r"conclusions\s+and\s*/?\s*(?:or)?\s+recommendations(?!\s+contained)", re.IGNORECASE)
_CLOSE = re.compile(r"all\s+(?:the\s+)?conclusions\s+and", re.IGNORECASE)
_WORD = re.compile(r"\w+")
CONTENTS_PAGE = 2_500
"""Characters at the top of a report in which its headings are those of the table of contents."""


@dataclass
class Tally:
    """What was found in one section of the reports."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[tuple[str, str]] = field(default_factory=list)

    def share(self, name: str, of: str) -> float:
        """Return one count as a share of another."""
        return self.counts[name] / (self.counts[of] or 1)


def part_of(report: str) -> str:
    """Return the half of the benchmark that a report's state is in."""
    state = report.rstrip("0123456789")
    return PARTS[int(hashlib.sha256(state.encode()).hexdigest(), 16) % 2]


def words_of(text: str) -> frozenset[str]:
    """Return the distinct words of a text, as the benchmark's evaluator splits them."""
    return frozenset(_WORD.findall(text.lower()))


def lists_of(text: str) -> tuple[int, int]:
    """Return where the numbered lists of a report begin and end; nowhere where it has no such section."""
    closes = [found.start() for found in _CLOSE.finditer(text)]
    end = closes[-1] if closes else len(text)
    heads = [found.start() for found in _HEADING.finditer(text, CONTENTS_PAGE, end)]
    return (heads[0], end) if heads else (len(text), len(text))


def place_of(text: str, action: str) -> int:
    """Return where the words of a recommendation stand last; -1 where they are not found."""
    pattern = re.compile(r"\W+".join(map(re.escape, _WORD.findall(action))), re.IGNORECASE)
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def is_named(wanted: str, names: Sequence[str]) -> bool:
    """Tell whether a name is among the forms of others, without accents and signs."""
    return _plain(wanted.partition(" (")[0]) in " ".join(_plain(name) for name in names)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", folded_name(name.replace("’", "'"))))


def compare(
    tallies: Mapping[str, Tally], report: str, text: str, gold: Sequence[Row], asks: Sequence[Row]
) -> None:
    """Add one report to the tallies of its sections."""
    start, end = lists_of(text)
    index: dict[str, set[int]] = defaultdict(set)
    for at, ask in enumerate(asks):
        for word in ask["words"]:
            index[word].add(at)
    used: set[int] = set()
    for row in gold:
        place = place_of(text, row["action"])
        tally = tallies["lists" if start <= place < end else "narrative"]
        fit = _fitting(words_of(row["action"]), asks, index)
        used.update(fit)
        _score(tally, report, row, [asks[at] for at in fit])
    for at, ask in enumerate(asks):
        tally = tallies["lists" if start <= ask["start"] < end else "narrative"]
        tally.counts["built"] += 1
        tally.counts["known"] += at in used
        if at not in used:
            tally.errors.append(
                ("unknown", f"{report} {ask['label']} {ask['requesters']}: {ask['action'][:200]}")
            )


def _fitting(words: frozenset[str], asks: Sequence[Row], index: Mapping[str, set[int]]) -> list[int]:
    shared = Counter(at for word in words for at in index.get(word, ()))
    longest = 2.5 * len(words) + 8
    return [
        at
        for at, count in shared.items()
        if count >= LEAST_WORDS * len(words) and len(asks[at]["words"]) < longest
    ]


def _score(tally: Tally, report: str, gold: Row, asks: Sequence[Row]) -> None:
    tally.counts["gold"] += 1
    shown = f"{report} {gold['requester']}: {gold['action'][:120]}"
    if not asks:
        tally.errors.append(("missed", shown))
        return
    tally.counts["found"] += 1
    if gold["requester_nearby"]:
        right = any(is_named(gold["requester"], ask["requesters"]) for ask in asks)
        tally.counts["nearby"] += 1
        tally.counts["requester"] += right
        if not right:
            tally.errors.append(("requester", f"{[ask['requesters'] for ask in asks[:3]]} {shown}"))
    right = any(is_named(gold["target"], ask["targets"]) for ask in asks)
    tally.counts["target"] += right
    if not right:
        tally.errors.append(("target", f"{[ask['targets'] for ask in asks[:3]]} {shown}"))
    answers = {ask["response"] for ask in asks if ask["response"]}
    if answers:
        tally.counts["answered"] += 1
        tally.counts["right"] += gold["response"] in answers
        if gold["response"] not in answers:
            tally.errors.append(("answer", f"{sorted(answers)}, not {gold['response']}: {shown}"))


def read_asks(files: Sequence[Path], workers: int | None) -> dict[str, list[Row]]:
    """Return the asks of each report: `start`, `action`, its `words`, names, reception."""
    asks: dict[str, list[Row]] = defaultdict(list)
    texts = {file.stem: read_text_of(file) for file in files}
    for thing in annotate_files(files, ["ask"], workers=workers):
        report = Path(thing["path"]).stem
        start, end = thing["action"]
        action = texts[report][start:end]
        asks[report].append(
            {
                "start": start, "action": action, "words": words_of(action), "label": thing["list_label"],
                "requesters": thing["requesters"], "targets": thing["targets"],
                "response": ANSWERS.get(thing["response"]),
            }
        )  # fmt: skip
    return asks


def read_text_of(file: Path) -> str:
    """Return a report's text; the benchmark's are in Mac Roman."""
    return file.read_bytes().decode("mac_roman")


def lines(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """Yield the figures, two lines a section."""
    for name, tally in tallies.items():
        counts = tally.counts
        yield (
            f"{name:10} found {tally.share('found', 'gold'):.4f} ({counts['found']} of {counts['gold']})  "
            f"known {tally.share('known', 'built'):.4f} (of {counts['built']})"
        )
        yield (
            f"{'':10} requester {tally.share('requester', 'nearby'):.4f}  "
            f"target {tally.share('target', 'found'):.4f}  "
            f"answered {tally.share('answered', 'found'):.4f}  right {tally.share('right', 'answered'):.4f}"
        )


def main() -> None:
    """Print the figures, and with --errors so many errors of each sort."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--workers", type=int)
    given = parser.parse_args()
    gold: dict[str, list[Row]] = defaultdict(list)
    for line in (given.benchmark / "gold.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if given.part in (None, part_of(row["report"])):
            gold[row["report"]].append(row)
    files = [given.benchmark / "reports" / f"{report}.txt" for report in sorted(gold)]
    began = time.perf_counter()
    asks = read_asks(files, given.workers)
    seconds = time.perf_counter() - began
    tallies = {section: Tally() for section in SECTIONS}
    for file in files:
        compare(tallies, file.stem, read_text_of(file), gold[file.stem], asks[file.stem])
    for line in lines(tallies):
        print(line)
    print(f"{len(files)} reports in {seconds:.1f} s, {60 * len(files) / seconds:.0f} a minute")
    for section, tally in tallies.items():
        shown: Counter[str] = Counter()
        for sort, error in tally.errors:
            shown[sort] += 1
            if shown[sort] <= given.errors:
                print(f"{section} {sort}: {error}")


if __name__ == "__main__":
    main()
