"""Score statements on PolNeAR, through the same code as `onrecord annotate --layer statement`.

python -m evals.polnear --benchmark FOLDER [--part dev] [--least 0.0]

FOLDER holds the benchmark's texts (a folder for each part), its gold files and its evaluator, which is
run as it is. `--least` leaves out statements with a lower score, to see what the scores are worth.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onrecord.pipeline.annotate import annotate_files

OUT = Path("evals/out")


def predict(texts: Path, least: float) -> dict[str, list[dict[str, Any]]]:
    """Return the statements of every text of a folder in the evaluator's form, by the text's name."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    paths = sorted(texts.glob("*.txt"))
    for thing in annotate_files(paths, ["statement"]):
        if thing["score"] >= least:
            found[Path(thing["path"]).stem].append(
                {name: thing.get(name) or None for name in ("content", "source", "cue")}
            )
    return {path.stem: found[path.stem] for path in paths}


def write_predictions(predictions: Mapping[str, Iterable[Any]], path: Path) -> None:
    """Write one JSON object a text."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = (json.dumps({"doc": name, "quotes": quotes}) for name, quotes in predictions.items())
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def main() -> int:
    """Predict, then print the evaluator's table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--part", default="dev")
    parser.add_argument("--least", type=float, default=0.0)
    options = parser.parse_args()
    texts = options.benchmark / options.part
    predictions = OUT / f"polnear-{options.part}.jsonl"
    write_predictions(predict(texts, options.least), predictions)
    command = [
        sys.executable, str(options.benchmark / "polnear_eval.py"),
        "--gold", str(options.benchmark / f"{options.part}.gold.jsonl"),
        "--text", str(texts), "--pred", str(predictions),
    ]  # fmt: skip
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
