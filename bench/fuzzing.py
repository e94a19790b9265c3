"""Fuzz every reader and the draft checker, one after the other, and count inputs and defects.

python -m bench.fuzzing [--seconds 3600] [--only html,pdf] [--folder build/fuzz] [--json FILE]

Each target of `python -m fuzz` runs for so many seconds in a process of its own; needs atheris. What was
found before in the folder is gone on with.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fuzz.targets import TARGETS

from bench.figures import Figure, write


def main() -> None:
    """Run the targets and print what each met."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--only", default=",".join(TARGETS), help="Targets, parted by commas.")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"))
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    figures = [
        figure for name in given.only.split(",") for figure in fuzzed(name, given.seconds, given.folder)
    ]
    if given.json:
        write(given.json, figures)


def fuzzed(name: str, seconds: int, folder: Path) -> Iterator[Figure]:
    """Run one target; yield how many inputs it was given and how many defects were met."""
    command = [sys.executable, "-m", "fuzz", name, "--seconds", str(seconds), "--out", str(folder)]
    ended = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode
    report = folder / f"{name}.json"
    told: dict[str, Any] = {"inputs": 0, "found": []}
    if report.exists():
        told = json.loads(report.read_text("utf-8"))
    broken = [*told["found"], *([f"ended with {ended}"] if ended else [])]
    print(f"{name:8}{told['inputs']:10} inputs  {', '.join(broken) or 'no defect'}", flush=True)
    yield Figure(f"{name} fuzzed for {seconds:,} s: inputs", told["inputs"])
    yield Figure(f"{name} fuzzed for {seconds:,} s: defects", len(broken), at_most=0)


if __name__ == "__main__":
    main()
