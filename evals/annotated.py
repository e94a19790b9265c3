"""What the evaluators on annotated corpora share: the annotated texts, and a build of them."""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.sample import export, rows_of
from onrecord.config import Config
from onrecord.pipeline.build import build, make_reader
from onrecord.pipeline.engines import InlineEngine

DATA = Path(__file__).parent / "data"
PARTS = ("developed", "kept_aside")

Row = Mapping[str, Any]


def read_annotations(name: str, corpora: Path, part: str | None) -> Iterator[tuple[Row, str]]:
    """Yield each annotated piece of `evals/data/NAME.jsonl` with the text it points into.

    Raises SystemExit where a text is not the one that was annotated.
    """
    texts: dict[str, list[str]] = {}
    for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if part and row["part"] != part:
            continue
        corpus = row["corpus"]
        if corpus not in texts:
            with gzip.open(corpora / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as file:
                texts[corpus] = [json.loads(held)["text"] for held in file]
        text = texts[corpus][row["line"]]
        if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
            raise SystemExit(f"{corpus}.jsonl.gz, line {row['line'] + 1}: not the text that was annotated.")
        yield row, text


def read_built(texts: Mapping[str, str]) -> dict[str, list[Row]]:
    """Return the rows of a build of the texts, by the name each was given; mentions of its text alone."""
    with tempfile.TemporaryDirectory() as folder:
        source, record = Path(folder) / "texts", Path(folder) / "texts.record"
        source.mkdir()
        for name, text in texts.items():
            (source / f"{name}.txt").write_text(text, "utf-8", newline="")
        config = Config()
        build([source], record, config, engine=InlineEngine(make_reader, config))
        rows = rows_of(export(record))
    names = {row["id"]: Path(row["path"]).stem for row in rows if row["type"] == "document"}
    found: dict[str, list[Row]] = {name: [] for name in texts}
    for row in rows:
        for name in _documents_of(row, names):
            found[name].append(_in_document(row, name, names))
    return found


def _documents_of(row: Row, names: Mapping[str, str]) -> Iterable[str]:
    if "mentions" in row:
        return sorted({names[mention["document"]] for mention in row["mentions"]})
    return [names[row["document"]]] if row.get("document") in names else []


def _in_document(row: Row, name: str, names: Mapping[str, str]) -> Row:
    """Return a row with what stands in one document alone."""
    held = {
        field: [anchor for anchor in row[field] if names[anchor["document"]] == name]
        for field in ("mentions", "triggers")
        if field in row
    }
    if "arguments" in row:
        held["arguments"] = [each for each in row["arguments"] if names[each["anchor"]["document"]] == name]
        date = row["date_anchor"]
        return {**row, **held, "date_anchor": date if date and names[date["document"]] == name else None}
    return {**row, **held}


def overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    """Tell whether two places [start, end] share a character."""
    return one[0] < other[1] and other[0] < one[1]


def options_of(page: str | None) -> argparse.ArgumentParser:
    """Return the options every evaluator on annotated texts has; `page` is its docstring."""
    parser = argparse.ArgumentParser(description=page, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    return parser


def f1_line(name: str, width: int, matched: int, gold: int, built: int) -> str:
    """Return precision, recall and F1 as one line of a table whose first column is `width` wide."""
    precision, recall = matched / (built or 1), matched / (gold or 1)
    f1 = 2 * precision * recall / ((precision + recall) or 1)
    return f"{name:{width}} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({matched} of {gold}; {built})"
