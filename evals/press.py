"""Score kinds, dates and issuers of whole corpora against what their metadata say.

python -m evals.press --corpora FOLDER [--benchmarks FOLDER] [--draw N] [--errors N]

Each text is laid out alone, without its metadata; N documents of each corpus are drawn (the same ones in
every run; 0 takes all).

kinds     of each corpus the share told as what it holds: releases and statements of members, letters that
          releases print, speeches, resolutions; with --benchmarks news articles and reports
date      of press releases: how many state one, and of those the ones of the day given, within three days
issuer    of press releases: how many name one, and of those the ones that name the member they are of
          (the same surname), and how many names are given
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from evals.annotated import Row, options_of
from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Document, Layout
from onrecord.types.identity import document_id, folded_name

EXPECTED = {
    "congress-press": ("press_release", "statement"),
    "letters": ("press_release", "letter"),
    "un-general-debate": ("statement",),
    "unsc-resolutions": ("resolution",),
    "polnear": ("news_article",),
    "upr": ("report",),
}
"""The kinds that the documents of a corpus or benchmark are."""

FOLDERS = {"polnear": "polnear/dev", "upr": "upr/reports"}
"""Where a benchmark has its texts."""

NEAR_DAYS = 3
SEED = 20240504

_SUFFIX = re.compile(r",?\s+(?:Jr|Sr|II|III|IV)\.?$")


@dataclass
class Tally:
    """Counts of one field: documents, those that state it, those that are right, those that are near."""

    documents: int = 0
    stated: int = 0
    right: int = 0
    near: int = 0
    names: int = 0
    errors: list[str] = field(default_factory=list)


def lay_out_text(text: str, vocabularies: Vocabularies) -> Layout:
    """Return the layout of a text that nothing else is known of."""
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    document = Document(document_id(sha256), "text.txt", sha256, "text/plain", text)
    return lay_out(document, CanonicalText(text, "text"), vocabularies)


def compare_date(tally: Tally, row: Row, layout: Layout) -> None:
    """Add the date of one release."""
    tally.documents += 1
    if layout.date is None:
        return
    tally.stated += 1
    told, given = layout.date.edtf, str(row["date"])
    if told == given:
        tally.right += 1
    elif _days_apart(told, given) <= NEAR_DAYS:
        tally.near += 1
    else:
        tally.errors.append(f"date {told}, not {given}: {row['id']}")


def _days_apart(one: str, other: str) -> float:
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
    except ValueError:
        return float("inf")


def compare_issuer(tally: Tally, row: Row, layout: Layout) -> None:
    """Add the issuers, signatories or authors of one release."""
    tally.documents += 1
    named = [party.name.exact for party in (*layout.issuers, *layout.authors)]
    if not named:
        return
    tally.stated += 1
    tally.names += len(named)
    surname = _letters(_SUFFIX.sub("", row["author"]).split()[-1])
    if any(surname in _letters(name) for name in named):
        tally.right += 1
    else:
        tally.errors.append(f"issuers {named}, not {row['author']}: {row['id']}")


def _letters(name: str) -> str:
    return "".join(char for char in folded_name(name) if char.isalpha())


def read_corpus(name: str, corpora: Path, benchmarks: Path | None) -> list[Row]:
    """Return the rows of a corpus, or the texts of a benchmark; none where it is not there."""
    if name not in FOLDERS:
        with gzip.open(corpora / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
            return [json.loads(line) for line in file]
    if benchmarks is None or not (benchmarks / FOLDERS[name]).is_dir():
        return []
    paths = sorted((benchmarks / FOLDERS[name]).glob("*.txt"))
    return [{"id": path.name, "text": path.read_bytes().decode("utf-8", "replace")} for path in paths]


def drawn(rows: Sequence[Row], count: int) -> Sequence[Row]:
    """Return a sample of the rows, always the same one."""
    return random.Random(SEED).sample(rows, count) if 0 < count < len(rows) else rows


def report_kinds(name: str, kinds: Counter[str]) -> str:
    """Return one line of the table of kinds."""
    right, total = sum(kinds[kind] for kind in EXPECTED[name]), kinds.total()
    told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return f"kind    {name:18} {right / (total or 1):.3f}  ({right} of {total}: {told})"


def report(name: str, tally: Tally) -> Iterator[str]:
    """Yield the lines of a field."""
    precision = tally.right / (tally.stated or 1)
    yield (
        f"{name:7} stated {tally.stated / (tally.documents or 1):.3f}  ({tally.stated} of {tally.documents})"
        f"  right {precision:.3f}  ({tally.right} of {tally.stated})"
    )
    if tally.near:
        yield f"{name:7} within {NEAR_DAYS} days {(tally.right + tally.near) / tally.stated:.3f}"
    if tally.names:
        yield f"{name:7} names a document {tally.names / tally.stated:.2f}"


def main() -> None:
    """Lay out, compare, print."""
    parser = options_of(__doc__)
    parser.add_argument("--benchmarks", type=Path)
    parser.add_argument("--draw", type=int, default=600)
    given = parser.parse_args()
    vocabularies = Vocabularies()
    dates, issuers = Tally(), Tally()
    misread: list[str] = []
    for name, expected in EXPECTED.items():
        rows = drawn(read_corpus(name, given.corpora, given.benchmarks), given.draw)
        kinds: Counter[str] = Counter()
        for row in rows:
            layout = lay_out_text(row["text"], vocabularies)
            kinds[layout.kind] += 1
            if layout.kind not in expected:
                misread.append(f"kind {layout.kind} {layout.reasons}: {name} {row['id']}")
            if name == "congress-press" and row.get("author"):
                compare_date(dates, row, layout)
                compare_issuer(issuers, row, layout)
        if rows:
            print(report_kinds(name, kinds))
    for line in (*report("date", dates), *report("issuer", issuers)):
        print(line)
    for errors in (misread, dates.errors, issuers.errors):
        print_first(errors, given.errors)


def print_first(errors: Iterable[str], count: int) -> None:
    """Print so many of the errors."""
    for error in list(errors)[:count]:
        print(error)


if __name__ == "__main__":
    main()
