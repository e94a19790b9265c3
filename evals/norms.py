"""Score the citations of resolutions in texts of the United Nations Security Council.

python -m evals.norms --corpora FOLDER [--part PART] [--errors N]

FOLDER holds unsc-resolutions.jsonl.gz; texts on even lines are `developed`, those on odd lines `kept_aside`.
The texts are annotated for the layer `norm`. What they cite is read from them a second time, by an oracle
that shares nothing with the extractor: it walks over words and marks, takes any number before a year in
brackets for a resolution unless a volume or page is counted, and checks it against the numbers and years of
the corpus itself. A citation is found where a norm of the same body, number and year stands at its place.

Council, cited          "resolution 1 (1946)", "1 (1946) and 3 (1946)", "1 of 25 January 1946", S/RES/1 (1946)
Council, without year   "Security Council resolution 1"; "resolution 1" that has a year elsewhere
Assembly, cited         "resolution 1 (I)", "resolutions 31/6 and 31/7"
documents               S/1234, A/4567 and the like: no norm is to stand on one

Numbers that the scan misread (434 (1973), where 434 is of 1978) are counted apart and score neither way.
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from evals.annotated import PARTS, Row, f1_line, options_of, overlap
from onrecord.pipeline.annotate import annotate_files

CORPUS = "unsc-resolutions"
COUNTED = frozenset(["vol", "no", "nos", "p", "pp", "page", "article", "para", "paragraph", "chapter"])
"""Words whose number is no resolution's: "Treaty Series, vol. 75 (1950)"."""

SESSION = re.compile(r"(?:e?s-)?[ivx]{1,7}")
AFTER = 8
"""Words and marks looked at behind a number."""

WINDOW = 60
"""Words and marks before a number among which "resolution" makes it an Assembly's."""

CITED = "Council, cited", "Council, without year", "Assembly, cited"


class Piece(NamedTuple):
    """A word or mark with its place."""

    start: int
    end: int
    text: str


class Citation(NamedTuple):
    """A resolution at a place: body, number, and year or session."""

    start: int
    end: int
    kind: str
    number: str
    year: str


@dataclass
class Tally:
    """What one kind of citation was scored at."""

    gold: int = 0
    built: int = 0
    matched: int = 0
    errors: list[str] = field(default_factory=list)


class Oracle:
    """Reads citations word by word; `years` are the years of the resolutions the corpus holds."""

    def __init__(self, years: Mapping[int, int]) -> None:
        self._years = years

    def read(self, text: str) -> list[Citation]:
        """Return the citations of a text in order."""
        pieces = [Piece(*found.span(), found[0]) for found in re.finditer(r"\w+|[^\w\s]", text)]
        words = [piece.text.casefold() for piece in pieces] + [""] * AFTER
        numbers = [i for i, word in enumerate(words) if word.isdigit() and len(word) <= 4]
        found = [citation for i in numbers if (citation := self._with_year(pieces, words, i))]
        dated = {citation.number for citation in found if citation.kind == CITED[0]}
        without = [citation for i in numbers if (citation := self._without_year(pieces, words, i, dated))]
        return sorted([*found, *without])

    def misread(self, citation: Citation) -> bool:
        """Tell whether the corpus itself dates this number to another year."""
        known = self._years.get(int(citation.number)) if citation.kind == CITED[0] else None
        return known is not None and str(known) != citation.year

    def _with_year(self, pieces: Sequence[Piece], words: Sequence[str], i: int) -> Citation | None:
        after = words[i + 1 : i + AFTER]
        if len(after[0]) == 1 and after[0].isalpha():
            after = after[1:]
        before = [word for word in words[max(0, i - WINDOW) : i] if word != "."]
        start = pieces[i].start
        spoken_of = self._speaks_of_assembly(before)
        if self._is_part(pieces, i):
            return None
        held = "".join(after[1 : after.index(")")]) if after[0] == "(" and ")" in after else ""
        if self._is_year(held) and not (before and before[-1] in COUNTED):
            return Citation(start, pieces[i].end, CITED[0], words[i], held)
        if SESSION.fullmatch(held) and spoken_of:
            return Citation(start, pieces[i].end, CITED[2], words[i], held.upper())
        if after[0] == "/" and after[1].isdigit() and len(after[1]) < 4 and after[2] != "/" and spoken_of:
            return Citation(start, pieces[i].end, CITED[2], words[i], after[1])
        if after[0] == "of" and after[1].isdigit() and self._is_year(after[3]) and before:
            named = before[-1].startswith("resolution")
            return Citation(start, pieces[i].end, CITED[0], words[i], after[3]) if named else None
        return None

    def _without_year(
        self, pieces: Sequence[Piece], words: Sequence[str], i: int, dated: AbstractSet[str]
    ) -> Citation | None:
        """Return a number right behind "resolution" that has neither year nor session beside it."""
        after = words[i + 1 : i + AFTER]
        lettered = len(after[0]) == 1 and after[0].isalpha() and after[1] == "("
        if not words[i - 1].startswith("resolution") or after[0] in ("(", "/") or lettered:
            return None
        if after[0] == "of" and after[1].isdigit():
            return None
        if words[i - 3 : i - 1] == ["security", "council"] or words[i] in dated:
            return Citation(pieces[i].start, pieces[i].end, CITED[1], words[i], "")
        return None

    @staticmethod
    def _speaks_of_assembly(before: Sequence[str]) -> bool:
        """Tell whether "resolution" stands right before, or "Assembly … resolution" further off."""
        near = any(word.startswith("resolution") for word in before[-1:])
        return near or ("assembly" in before and any(word.startswith("resolution") for word in before))

    @staticmethod
    def _is_year(word: str) -> bool:
        return len(word) == 4 and word.isdigit() and word[:2] in ("19", "20")

    @staticmethod
    def _is_part(pieces: Sequence[Piece], i: int) -> bool:
        """Tell whether a number is the rest of a document symbol or of a word that the scan broke."""
        if not i or pieces[i - 1].end < pieces[i].start:
            return False
        symbol = [piece.text for piece in pieces[max(0, i - 4) : i]] == ["S", "/", "RES", "/"]
        special = [piece.text for piece in pieces[max(0, i - 2) : i]] == ["S", "-"]
        return not (symbol or special or pieces[i - 1].text in "([“\"'")


def read_texts(corpora: Path, part: str | None) -> tuple[dict[str, str], dict[int, int]]:
    """Return the texts of one part by line number, and the year of each resolution of the corpus."""
    texts: dict[str, str] = {}
    years: dict[int, int] = {}
    with gzip.open(corpora / f"{CORPUS}.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            row = json.loads(line)
            own = re.search(r"S/RES/(\d+) \((\d{4})\)", row["title"])
            if own:
                years[int(own[1])] = int(own[2])
            if part is None or PARTS[number % 2] == part:
                texts[f"{number:04d}"] = row["text"]
    return texts, years


def annotated(texts: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the norms of each text as `onrecord annotate --layer norm` prints them."""
    found: dict[str, list[Row]] = {name: [] for name in texts}
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{name}.txt" for name in texts]
        for path, text in zip(paths, texts.values(), strict=True):
            path.write_text(text, "utf-8", newline="")
        for row in annotate_files(paths, ["norm"]):
            found[Path(row["path"]).stem].append(row)
    return found


def cited_by(rows: Sequence[Row]) -> list[Citation]:
    """Return the resolutions among the norms of one text, each place once."""
    found = set()
    for row in rows:
        named = re.fullmatch(
            r"(Security Council |General Assembly )?resolution (S-)?(\d{1,4})(?: ?[A-Z])?"
            r"(?: ?\((\d{4}|[A-Z-]+)\)|/(\d+)(?: ?[A-Z])?)?",
            row["name"],
        )
        if row["kind"] != "resolution" or named is None or not re.search(rf"\b{named[3]}", row["exact"]):
            continue  # "that resolution" and "paragraph 2 thereof" are no citations
        year = named[4] or named[5] or ""
        kind = CITED[0] if year.isdigit() and not named[5] else CITED[2] if year else CITED[1]
        found.add(Citation(row["start"], row["end"], kind, named[3], year))
    return sorted(found)


def compare(tallies: Mapping[str, Tally], name: str, text: str, oracle: Oracle, rows: Sequence[Row]) -> int:
    """Add one text to the tallies; return how many numbers the scan misread."""
    gold = oracle.read(text)
    misread = [citation for citation in gold if oracle.misread(citation)]
    gold = [citation for citation in gold if citation not in misread]
    built = [each for each in cited_by(rows) if not any(overlap(each[:2], other[:2]) for other in misread)]
    taken: set[Citation] = set()
    for citation in gold:
        tally = tallies[citation.kind]
        tally.gold += 1
        same = next((each for each in _near(built, citation) if _is_same(citation, each)), None)
        if same is None:
            tally.errors.append(f"missed: {name} {_around(text, citation)}")
        else:
            tally.matched += 1
            taken.add(same)
            tallies[citation.kind].built += 1
    for each in built:
        if each not in taken:
            tallies[each.kind].built += 1
            tallies[each.kind].errors.append(f"extra: {name} {_around(text, each)}")
    return len(misread)


def _near(built: Sequence[Citation], citation: Citation) -> list[Citation]:
    last = bisect_left(built, (citation.end,))
    return [each for each in built[:last] if overlap(each[:2], citation[:2])]


def _is_same(gold: Citation, built: Citation) -> bool:
    return gold.number == built.number and (gold.year == built.year or not gold.year)


def _around(text: str, citation: Citation) -> str:
    start, end = citation[:2]
    return " ".join(f"{text[max(0, start - 60) : start]}[[{text[start:end]}]]{text[end : end + 40]}".split())


def documents_taken(text: str, rows: Sequence[Row]) -> tuple[int, int]:
    """Return how many document symbols a text has, and how many of them a norm stands on."""
    symbols = [found.span() for found in re.finditer(r"(?<![\w/])[SA]/(?!RES/|HRC/RES/)[\w./-]*\d", text)]
    return len(symbols), sum(any(overlap(place, (r["start"], r["end"])) for r in rows) for place in symbols)


def main() -> None:
    """Annotate, compare, print."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    texts, years = read_texts(given.corpora, given.part)
    rows = annotated(texts)
    oracle = Oracle(years)
    tallies = {kind: Tally() for kind in CITED}
    misread = sum(compare(tallies, name, text, oracle, rows[name]) for name, text in texts.items())
    for kind, tally in tallies.items():
        print(f1_line(kind, 22, tally.matched, tally.gold, tally.built))
    symbols = [documents_taken(text, rows[name]) for name, text in texts.items()]
    taken = f"{sum(held for _, held in symbols)} of {sum(number for number, _ in symbols)} taken for norms"
    print(f"{'documents':22} {taken}; {misread} numbers misread by the scan; {len(texts)} texts")
    for tally in tallies.values():
        for error in tally.errors[: given.errors]:
            print(error)


if __name__ == "__main__":
    main()
