"""Score numbers with their bounds on NewsQuant.

python -m evals.newsquant --benchmark FOLDER [--errors N]

FOLDER holds `newsquant_dev.json` and its evaluator. The gold keeps every number of a sentence that measures
or counts; percent and money are its units. Where quantulum3 and recognizers-text are installed they are
scored in the same run.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from evals.quantity_peers import PEERS, Read
from onrecord.annotate.parser import Parser
from onrecord.data import Vocabularies
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.numbers import NumberReader
from onrecord.extract.times import TimeExtractor
from onrecord.types.documents import Document, Layout
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Figure
from onrecord.types.spans import Evidence, Span

OUT = Path("evals/out")
GOLD = "newsquant_dev.json"
CHANGES = {
    "about": "~",
    "nearly": "~",
    "more_than": ">",
    "at_least": ">",
    "less_than": "<",
    "at_most": "<",
}
"""The benchmark's four bounds: our `nearly` is an approximation there."""


VAGUE = {"dozens": (12, 120), "hundreds": (100, 1000), "thousands": (1000, 10000)} | {
    "tens of thousands": (10_000, 100_000),
    "hundreds of thousands": (100_000, 1_000_000),
    "millions": (1_000_000, 10_000_000),
    "hundreds of millions": (100_000_000, 1_000_000_000),
    "billions": (1_000_000_000, 10_000_000_000),
}
"""The benchmark's ranges of vague words, wider than RECORD.md's: from the word's number to ten times that."""


class Reader:
    """Reads the quantities of one sentence: the figures, as far as the benchmark's conventions allow.

    The benchmark keeps ages and "one of the …", which are no figures here, and writes a change from one
    number to another as a range; it has no ranks.
    """

    def __init__(self) -> None:
        vocabularies = Vocabularies()
        self._parser = Parser()
        self._times, self._figures = TimeExtractor(vocabularies), FigureExtractor(vocabularies)
        self._numbers = NumberReader(vocabularies)

    def read(self, text: str) -> list[dict[str, object]]:
        """Return the quantities of a sentence in the evaluator's form."""
        layout = Layout(paragraphs=(Span(0, len(text)),))
        page = self._parser.annotate(Document("d-0", "sentence", "", "text/plain", text, "en", layout))
        times = tuple(row for row in self._times.extract(page, Found()) if not isinstance(row, Rejected))
        found: list[_Quantity] = []
        for row in self._figures.extract(page, Found(times)):
            if isinstance(row, Figure) and row.measure != "rank":
                found += _quantities(row)
            elif isinstance(row, Rejected) and (kept := self._kept(row, text)) is not None:
                found.append(kept)
        return [quantity.written() for quantity in _joined(found, text)]

    def _kept(self, row: Rejected, text: str) -> _Quantity | None:
        """Return a refusal that the benchmark keeps as a quantity."""
        one_of = row.code == "pronoun" and _ONE_OF.match(text, row.anchor.start) is not None
        aged = row.code == "age" and _YEARS_OLD.match(text, row.anchor.end) is not None
        if not aged and not one_of:
            return None
        for amount in self._numbers.amounts(text, row.anchor.start, row.anchor.end):
            if amount.number is not None:
                bound = "<" if _UNDER.search(text, 0, row.anchor.start) else "="
                return _Quantity(row.anchor, amount.number, bound, None, "-")
        return None


class _Quantity(NamedTuple):
    place: Evidence
    value: float | int | tuple[float | int | None, float | int | None]
    bound: str
    change: str | None
    unit: str

    def written(self) -> dict[str, object]:
        """Return the quantity in the evaluator's form."""
        value = list(self.value) if isinstance(self.value, tuple) else self.value
        change = self.bound if self.bound != "=" else self.change or "="
        return {"value": value, "change": change, "unit": self.unit}


_YEARS_OLD = re.compile(r"[\s-]+(?:year|month|week|day)s?(?:[\s-]+old|\s+of\s+age)|\s+years?\b", re.I)
_UNDER = re.compile(r"\bunder\s+(?:the\s+age\s+of\s+)?$", re.I)
_ONE_OF = re.compile(r"one\s+of\s", re.I)
_FROM = re.compile(r"\bfrom\s+(?:up\s+to\s+)?$", re.I)
_TO = re.compile(r"(?:\s+\w+)?\s*(?:to|-)\s*(?:about\s+)?", re.I)


def _quantities(row: Figure) -> Iterator[_Quantity]:
    """Yield a figure as the benchmark writes it, nothing for a vague word it has no numbers for."""
    value: float | int | tuple[float | int | None, float | int | None] | None = row.number
    if row.bound == "vague":
        value = VAGUE.get(row.value.exact.lower())
    elif row.bound == "between":
        value = (row.low, row.high)
    if value is not None:
        yield _Quantity(row.value, value, _bound(row), row.change, row.unit or "-")


def _bound(row: Figure) -> str:
    """Return the benchmark's sign: "just under" is less there and nearly here."""
    words = row.value.exact.lower()
    return "<" if words.startswith(("just under", "just below")) else CHANGES.get(row.bound, "=")


def _joined(found: Sequence[_Quantity], text: str) -> Iterator[_Quantity]:
    """Yield the quantities, those of "from A to B" as one range, as the benchmark writes a change."""
    waiting = list(found)
    while waiting:
        one = waiting.pop(0)
        other = waiting[0] if waiting else None
        led = _FROM.search(text, 0, one.place.start)
        if (
            led
            and other is not None
            and _TO.fullmatch(text, one.place.end, other.place.start)
            and not isinstance(one.value, tuple)
            and not isinstance(other.value, tuple)
        ):
            waiting.pop(0)
            yield one._replace(value=(one.value, other.value), bound="=", unit=other.unit)
        else:
            yield one


def main() -> None:
    """Score our figures, and each peer that is installed, through the same evaluator."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    texts = [item["text"] for item in json.loads((given.benchmark / GOLD).read_text("utf-8"))]
    _score(given.benchmark, _written("newsquant", texts, Reader().read), given.errors)
    for name, make in PEERS.items():
        try:
            read = make()
        except ImportError:
            print(f"{name}: not installed")
            continue
        _score(given.benchmark, _written(f"newsquant-{name}", texts, read), errors=0)


def _written(name: str, texts: Sequence[str], read: Read) -> Path:
    """Return the file with the quantities of every sentence."""
    OUT.mkdir(parents=True, exist_ok=True)
    system = OUT / f"{name}.jsonl"
    with system.open("w", encoding="utf-8") as out:
        for number, text in enumerate(texts):
            out.write(json.dumps({"i": number, "quantities": read(text)}) + "\n")
    return system


def _score(benchmark: Path, system: Path, errors: int) -> None:
    """Print the evaluator's figures."""
    command = [sys.executable, str(benchmark / "quant_eval.py"), str(benchmark / GOLD), str(system)]
    subprocess.run([*command, "--errors", str(errors)], check=True)


if __name__ == "__main__":
    main()
