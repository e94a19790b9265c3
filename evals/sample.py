"""Score a build of the bundled sample against the rows made by hand.

python -m evals.sample [--record RECORD] [--missed TYPE]

Without --record the sample is built into a temporary folder. --missed lists, for one row type, the gold
rows that were not found, the built rows that are none of the gold's, and the fields that differ.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.scoring import FIELDS, Actors, Line, Scored, score
from onrecord.config import read_config
from onrecord.export.jsonl import write_jsonl
from onrecord.pipeline.build import BuildReport, build, make_reader
from onrecord.pipeline.engines import Engine, InlineEngine
from onrecord.record.store import Record

TYPES = (*FIELDS, "document_link", "finding")
SAMPLE = Path(__file__).parents[1] / "sample"


def read_gold() -> list[dict[str, Any]]:
    """Return the rows made by hand."""
    return [json.loads(line) for line in (SAMPLE / "gold.jsonl").read_text("utf-8").splitlines()]


def build_sample(output: Path | str, engine: Engine | None = None) -> BuildReport:
    """Build the sample's record at `output`, in this process unless another engine is given."""
    config = read_config(SAMPLE / "onrecord.toml")
    engine = engine or InlineEngine(make_reader, config)
    return build([SAMPLE / "documents"], output, config, engine=engine)


def export(record: Path | str) -> bytes:
    """Return the export of a record, JSON Lines."""
    out = io.BytesIO()
    with Record.open(record) as held:
        write_jsonl(held, out)
    return out.getvalue()


def rows_of(exported: bytes) -> list[dict[str, Any]]:
    """Return the rows of an export."""
    return [json.loads(line) for line in exported.decode().splitlines()]


def main() -> None:
    """Print the table, and with --missed what lies behind one row type."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--record", type=Path)
    parser.add_argument("--missed", choices=TYPES, action="append", default=[])
    given = parser.parse_args()
    gold = read_gold()
    with tempfile.TemporaryDirectory() as folder:
        if given.record is None:
            build_sample(Path(folder) / "sample.record")
        built = rows_of(export(given.record or Path(folder) / "sample.record"))
    scored = score(gold, built)
    for measure in scored.measures:
        print(f"{measure.name:32} {measure.share:6.3f}  {measure.hits:3} of {measure.total}")
    for row_type in given.missed:
        _print_missed(row_type, scored, Actors(gold, built))


def _print_missed(row_type: str, scored: Scored, actors: Actors) -> None:
    for title, rows in (("missed", scored.missed), ("too many", scored.extra)):
        for row in rows[row_type]:
            print(f"\n{title}: {_shown(row)}")
    for gold, built in scored.pairs[row_type]:
        compared = FIELDS.get(row_type, {})
        told = [name for name in compared if gold.get(name) is not None]
        wrong = [name for name in told if not compared[name](actors, gold, built)]
        if wrong and not gold.get("optional"):
            print(f"\ndiffers: {_shown(gold)}")
            for name in wrong:
                print(f"    {name}: {_short(gold[name])}  |  {_short(built[name], actors)}")


def _shown(row: Line) -> str:
    kept = {
        name: _short(value) for name, value in row.items() if value not in (None, [], {}) and name != "type"
    }
    return ", ".join(f"{name}={value}" for name, value in kept.items())


def _short(value: object, actors: Actors | None = None) -> object:
    """Return an anchor as its words, a built actor as the gold's."""
    if isinstance(value, dict) and "exact" in value:
        return repr(value["exact"])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_short(item, actors) for item in value]
    return actors.of_built.get(value, value) if actors and isinstance(value, str) else value


if __name__ == "__main__":
    main()
