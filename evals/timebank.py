"""Score temporal expressions on TimeBank.

python -m evals.timebank --benchmark FOLDER [--half HALF] [--errors N]

FOLDER holds `TimeBank.jsonl` and its evaluator. The documents are split once, by a hash of their name:
rules are written on the half `develop`, figures are told on the half `score`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

from onrecord.data import Vocabularies
from onrecord.extract.times import TimeExtractor
from onrecord.text.layout.lines import lines_of
from onrecord.types.annotated import Annotated
from onrecord.types.dates import RecordDate, TimeExpression
from onrecord.types.documents import Document, Layout
from onrecord.types.findings import Found
from onrecord.types.spans import Span

OUT = Path("evals/out")


def half_of(name: str) -> str:
    """Return the half a document belongs to."""
    return "develop" if hashlib.sha256(name.encode()).digest()[0] % 2 else "score"


def read(extractor: TimeExtractor, item: dict[str, str]) -> list[dict[str, object]]:
    """Return the expressions of one document in the evaluator's form."""
    text = item["text"]
    # The news texts are hard-wrapped: an expression may run over a line end, so a page is one paragraph.
    lines = lines_of(text)
    paragraphs = (Span(lines[0].start, lines[-1].end),) if lines else ()
    layout = Layout(date=RecordDate(item["dct"][:10], "stated"), paragraphs=paragraphs)
    document = Document("d-0", item["doc"], "", "text/plain", text, "en", layout)
    found = [
        row for row in extractor.extract(Annotated(document), Found()) if isinstance(row, TimeExpression)
    ]
    return [
        {"start": row.anchor.start, "end": row.anchor.end, "type": row.type, "value": row.value or ""}
        for row in found
    ]


def main() -> None:
    """Run the extractor over one half and print the evaluator's figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--half", choices=("develop", "score", "all"), default="score")
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    items = [json.loads(line) for line in (given.benchmark / "TimeBank.jsonl").open(encoding="utf-8")]
    items = [item for item in items if given.half in ("all", half_of(item["doc"]))]
    OUT.mkdir(parents=True, exist_ok=True)
    gold, system = OUT / f"timebank.{given.half}.gold.jsonl", OUT / f"timebank.{given.half}.jsonl"
    extractor = TimeExtractor(Vocabularies())
    gold.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    system.write_text(
        "".join(json.dumps({"doc": item["doc"], "timex": read(extractor, item)}) + "\n" for item in items),
        "utf-8",
    )
    command = [sys.executable, str(given.benchmark / "timex_eval.py"), "eval", str(gold), str(system)]
    subprocess.run([*command, "--errors", str(given.errors), "--types"], check=True)


if __name__ == "__main__":
    main()
