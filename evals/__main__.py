"""Every evaluation, in one run.

python -m evals --benchmarks FOLDER --corpora FOLDER [--only NAME]… [--last FILE]

Each evaluator is run as its own page says; those whose benchmark is not there are said to be so. At the end
stands what was gained and lost against the last run, kept in FILE, and which figures are under their floor
(evals/floors.toml); one that is makes the exit status 1.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from evals.annotated import PARTS
from evals.history import Figures, changes, figures_of, read_last, under_floors, write_last

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


CORPUS = ("event_triggers", "reuse", "planted_quotations")
"""Evaluators on the corpora alone."""

PARTED = {"timebank": "--half"} | dict.fromkeys(("upr", *ANNOTATED), "--part")
"""The option by which the runs of an evaluator differ."""


def main() -> None:
    """Run each evaluator and print what it prints; exit with 1 where one failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmarks", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    names = ("sample", *BENCHMARKED, *ANNOTATED, *CORPUS, "press")
    parser.add_argument("--only", action="append", choices=names, default=[])
    parser.add_argument("--last", type=Path, default=Path("build/evals.json"))
    given = parser.parse_args()
    wanted = given.only or names
    failed = False
    figures: dict[str, Figures] = {}
    for name, options in _runs(given.benchmarks, given.corpora):
        if name in wanted:
            print(f"== {name} {' '.join(options)}".rstrip(), flush=True)
            part = options[options.index(PARTED[name]) + 1] if PARTED.get(name) in options else ""
            lines, status = _run(name, options)
            figures[f"{name} {part}".strip()] = figures_of(lines)
            failed |= status != 0
    print("== against the last run")
    print("\n".join(changes(read_last(given.last), figures)) or "nothing gained or lost")
    fallen = list(under_floors(figures))
    print(
        "\n".join(["== under their floor", *fallen])
        if fallen
        else "every figure stands on its floor or above"
    )
    write_last(given.last, figures)
    sys.exit(int(failed or bool(fallen)))


def _run(name: str, options: list[str]) -> tuple[list[str], int]:
    """Run one evaluator; return the lines it printed, which are shown as they come, and its exit status."""
    command = [sys.executable, "-m", f"evals.{name}", *options]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line.rstrip("\n"))
    return lines, process.returncode


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
    runs += [(name, ["--corpora", str(corpora)]) for name in CORPUS]
    return [*runs, ("press", ["--corpora", str(corpora), "--benchmarks", str(benchmarks)])]


if __name__ == "__main__":
    main()
