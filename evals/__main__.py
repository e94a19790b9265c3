"""Every evaluation, in one run.

python -m evals --benchmarks FOLDER --corpora FOLDER [--only NAME]…

Each evaluator is run as its own page says; those whose benchmark is not there are said to be so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from evals.annotated import PARTS

BENCHMARKED = {
    "timebank": (["--half", "develop"], ["--half", "score"]),
    "newsquant": ([],),
    "isaf": ([],),
    "polnear": ([],),
    "upr": (["--part", "developed"], ["--part", "kept_aside"]),
}
"""Evaluators on a benchmark of their name, with the options of each run."""

ANNOTATED = ("events", "bounded_figures", "statements", "norms", "letters", "asks", "responses")
"""Evaluators on annotated texts of the corpora, each run once a part."""


def main() -> None:
    """Run each evaluator and print what it prints; exit with 1 where one failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmarks", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    names = ("sample", *BENCHMARKED, *ANNOTATED, "event_triggers", "press")
    parser.add_argument("--only", action="append", choices=names, default=[])
    given = parser.parse_args()
    wanted = given.only or names
    failed = False
    for name, options in _runs(given.benchmarks, given.corpora):
        if name in wanted:
            print(f"== {name} {' '.join(options)}".rstrip(), flush=True)
            failed |= subprocess.call([sys.executable, "-m", f"evals.{name}", *options]) != 0
    sys.exit(int(failed))


def _runs(benchmarks: Path, corpora: Path) -> list[tuple[str, list[str]]]:
    runs: list[tuple[str, list[str]]] = [("sample", [])]
    for name, each in BENCHMARKED.items():
        folder = benchmarks / name
        if folder.is_dir():
            runs += [(name, ["--benchmark", str(folder), *options]) for options in each]
        else:
            print(f"{name}: not in {benchmarks}")
    for name in ANNOTATED:
        runs += [(name, ["--corpora", str(corpora), "--part", part]) for part in PARTS]
    runs.append(("event_triggers", ["--corpora", str(corpora)]))
    return [*runs, ("press", ["--corpora", str(corpora), "--benchmarks", str(benchmarks)])]


if __name__ == "__main__":
    main()
