"""Score numbers with their bounds on NewsQuant.

python -m evals.newsquant --benchmark FOLDER [--errors N]

FOLDER holds `newsquant_dev.json` and its evaluator. The gold keeps every number of a sentence that measures
or counts; percent and money are its units.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from onrecord.annotate.parser import Parser
from onrecord.data import Vocabularies
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.types.documents import Document, Layout
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Figure
from onrecord.types.spans import Span

OUT = Path("evals/out")
CHANGES = {
    "about": "~",
    "nearly": "~",
    "more_than": ">",
    "at_least": ">",
    "less_than": "<",
    "at_most": "<",
}
"""The benchmark's four bounds: our `nearly` is an approximation there."""


class Reader:
    """Reads the figures of one sentence."""

    def __init__(self) -> None:
        vocabularies = Vocabularies()
        self._parser = Parser()
        self._times, self._figures = TimeExtractor(vocabularies), FigureExtractor(vocabularies)

    def read(self, text: str) -> list[dict[str, object]]:
        """Return the quantities of a sentence in the evaluator's form."""
        layout = Layout(paragraphs=(Span(0, len(text)),))
        page = self._parser.annotate(Document("d-0", "sentence", "", "text/plain", text, "en", layout))
        times = tuple(row for row in self._times.extract(page, Found()) if not isinstance(row, Rejected))
        rows = self._figures.extract(page, Found(times))
        figures = [row for row in rows if isinstance(row, Figure) and (row.number is not None)]
        return [
            {
                "value": [row.low, row.high] if row.bound == "between" else row.number,
                "change": CHANGES.get(row.bound, "="),
                "unit": row.unit or "-",
            }
            for row in figures
        ]


def main() -> None:
    """Read every sentence and print the evaluator's figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    gold = given.benchmark / "newsquant_dev.json"
    reader = Reader()
    OUT.mkdir(parents=True, exist_ok=True)
    system = OUT / "newsquant.jsonl"
    with system.open("w", encoding="utf-8") as out:
        for number, item in enumerate(json.loads(gold.read_text("utf-8"))):
            out.write(json.dumps({"i": number, "quantities": reader.read(item["text"])}) + "\n")
    command = [sys.executable, str(given.benchmark / "quant_eval.py"), str(gold), str(system)]
    subprocess.run([*command, "--errors", str(given.errors)], check=True)


if __name__ == "__main__":
    main()
