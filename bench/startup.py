"""CPU seconds until `onrecord --help` and `onrecord show RECORD` have printed: the median of ten runs each.

python -m bench.startup RECORD [--runs 10] [--json FILE]
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, write

AIMS = {"--help": 0.3, "show": 0.5}


def main() -> None:
    """Run both commands and print what they took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    figures = []
    for command in (["--help"], ["show", str(given.record)]):
        taken = sorted(cpu_seconds(command) for _ in range(given.runs))
        print(
            f"onrecord {' '.join(command)}: {statistics.median(taken):.2f} CPU-seconds "
            f"(least {taken[0]:.2f}, most {taken[-1]:.2f}; aim {AIMS[command[0]]})",
            flush=True,
        )
        median, most = statistics.median(taken), AIMS[command[0]]
        figures.append(Figure(f"onrecord {command[0]}", median, "CPU-s", at_most=most))
    if given.json:
        write(given.json, figures)


def cpu_seconds(command: list[str]) -> float:
    """Return the CPU-seconds, user's and system's, of one run of `onrecord`."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "onrecord", *command], stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise SystemExit(f"onrecord {' '.join(command)} ended with {done.returncode}")
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


if __name__ == "__main__":
    main()
