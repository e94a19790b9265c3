"""Score statements on PolNeAR, through the same code as `onrecord annotate --layer statement`.

python -m evals.polnear --benchmark FOLDER [--part dev] [--least 0.0] [--inner] [--examples N] [--errors N]

FOLDER holds the benchmark's texts (a folder for each part), its gold files and its evaluator, which is
run as it is. `--least` leaves out statements with a lower score, to see what the scores are worth.
The benchmark annotates no report inside a report; `--inner` counts those found inside a statement too.
`--examples` prints what was gained and lost against the run before, `--errors` what is still wrong.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from onrecord.pipeline.annotate import annotate_files

OUT = Path("evals/out")
Quotes = dict[str, list[dict[str, Any]]]


def predict(texts: Path, least: float, inner: bool) -> Quotes:
    """Return the statements of every text of a folder in the evaluator's form, by the text's name."""
    found: Quotes = defaultdict(list)
    paths = sorted(texts.glob("*.txt"))
    for outer in annotate_files(paths, ["statement"]):
        for thing in (outer, *(_inside(outer) if inner else ())):
            if thing["score"] >= least:
                found[Path(outer["path"]).stem].append(
                    {name: thing.get(name) or None for name in ("content", "source", "cue")}
                )
    return {path.stem: found[path.stem] for path in paths}


def _inside(thing: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for one in thing.get("inner", ()):
        yield one
        yield from _inside(one)


def write_predictions(predictions: Mapping[str, Iterable[Any]], path: Path) -> None:
    """Write one JSON object a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"doc": name, "quotes": quotes}) for name, quotes in predictions.items())
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


class Comparison:
    """Which quotes of the gold two runs found, by the evaluator's own matching."""

    def __init__(self, benchmark: Path, part: str) -> None:
        spec = importlib.util.spec_from_file_location("evaluator", benchmark / "polnear_eval.py")
        if spec is None or spec.loader is None:
            raise SystemExit(f"{benchmark} holds no polnear_eval.py.")
        self._evaluator: Any = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self._evaluator)
        self._texts = benchmark / part
        self._gold = self._evaluator.load(benchmark / f"{part}.gold.jsonl")

    def read(self, name: str) -> str:
        """Return a text, its line ends untouched."""
        with (self._texts / f"{name}.txt").open(encoding="utf-8", newline="") as file:
            return file.read()

    def outcomes(self, predictions: Quotes) -> dict[str, str]:
        """Return each quote's outcome: "found", "wrong source", "missed" or, of what was built, "false"."""
        told: dict[str, str] = {}
        for name, row in self._gold.items():
            page = self._evaluator.Doc(self.read(name))
            gold = [page.quote(quote) for quote in row["quotes"]]
            built = [page.quote(quote) for quote in predictions.get(name, [])]
            pairs = dict(self._evaluator.match(gold, built, self._evaluator.content_score, 0.5))
            for at, quote in enumerate(row["quotes"]):
                outcome = "missed"
                if at in pairs:
                    one, other = gold[at]["s"], built[pairs[at]]["s"]
                    same = not (one or other) or self._evaluator.iou(one, other) >= 0.5
                    outcome = "found" if same else "wrong source"
                told[self._shown(name, page.text, quote)] = outcome
            for at, quote in enumerate(predictions.get(name, [])):
                if at not in pairs.values():
                    told[self._shown(name, page.text, quote)] = "false"
        return told

    def _shown(self, name: str, text: str, quote: Mapping[str, Any]) -> str:
        parts = [
            " … ".join(text[start:end] for start, end in quote.get(place) or ()) or "–"
            for place in ("source", "cue", "content")
        ]
        return f"{name}: {' | '.join(' '.join(part.split())[:160] for part in parts)}"


def changes(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    """Yield what was gained, then what was lost."""
    for title, first, second in (("gained", before, now), ("lost", now, before)):
        for shown, outcome in second.items():
            if outcome == "found" and first.get(shown) != "found":
                yield f"{title} ({first.get(shown, 'missed')}): {shown}"


def main() -> int:
    """Predict, print the evaluator's table, then examples."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--least", type=float, default=0.0)
    parser.add_argument("--inner", action="store_true", help="count statements inside others too")
    parser.add_argument("--examples", type=int, default=5)
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    texts = options.benchmark / options.part
    variant = ("-inner" if options.inner else "") + (f"-{options.least}" if options.least else "")
    path = OUT / f"polnear-{options.part}{variant}.jsonl"
    before = _read(path)
    predictions = predict(texts, options.least, options.inner)
    write_predictions(predictions, path)
    command = [
        sys.executable, str(options.benchmark / "polnear_eval.py"),
        "--gold", str(options.benchmark / f"{options.part}.gold.jsonl"),
        "--text", str(texts), "--pred", str(path),
    ]  # fmt: skip
    status = subprocess.run(command, check=False).returncode
    comparison = Comparison(options.benchmark, options.part)
    now = comparison.outcomes(predictions)
    told = list(changes(comparison.outcomes(before), now)) if before else []
    for title in ("gained", "lost"):
        of_title = [line for line in told if line.startswith(title)]
        if before:
            print(f"{len(of_title)} {title} against the run before")
        for line in of_title[: options.examples]:
            print(f"  {line}")
    wrong = [f"{outcome}: {shown}" for shown, outcome in now.items() if outcome != "found"]
    for line in wrong[:: max(1, len(wrong) // options.errors)][: options.errors] if options.errors else ():
        print(line)
    return status


def _read(path: Path) -> Quotes:
    if not path.exists():
        return {}
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return {row["doc"]: row["quotes"] for row in rows}


if __name__ == "__main__":
    sys.exit(main())
