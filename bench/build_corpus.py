"""Build a folder into a record and print documents a second, words a second and memory over time.

python -m bench.build_corpus FOLDER [--workers N] [--record OUT.record]

Memory is the resident set of the build and its workers together, read from /proc every second; it is
printed at each tenth of the run so that growth can be seen.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

TENTHS = 10


def main() -> None:
    """Read the arguments, build, and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--record", type=Path, default=Path("bench/out/bench.record"))
    given = parser.parse_args()
    if given.record.exists():
        shutil.rmtree(given.record)
    given.record.parent.mkdir(parents=True, exist_ok=True)
    words = sum(len(file.read_text("utf-8", "replace").split()) for file in given.folder.rglob("*.txt"))
    command = ["build", str(given.folder), "-o", str(given.record), "--workers", str(given.workers), "--json"]
    with (given.record.parent / "build.json").open("w+") as out:
        started = time.monotonic()
        process = subprocess.Popen([sys.executable, "-m", "onrecord", *command], stdout=out)
        memory = watch(process)
        seconds = time.monotonic() - started
        out.seek(0)
        report = json.load(out)
    show(report, seconds, words, memory)


def watch(process: subprocess.Popen[bytes]) -> list[float]:
    """Return the resident megabytes of the process and its children, one reading a second, until it ends."""
    readings = []
    while process.poll() is None:
        readings.append(sum(map(resident_megabytes, family(process.pid))))
        time.sleep(1)
    return readings


def family(pid: int) -> list[int]:
    """Return a process and everything it started that still runs."""
    found = [pid]
    for parent in found:
        for children in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(child) for child in children.read_text().split()]
            except OSError:
                continue
    return found


def resident_megabytes(pid: int) -> float:
    """Return the resident set of one process, 0 where it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    lines = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(lines[0].split()[1]) / 1024 if lines else 0.0


def show(report: dict[str, object], seconds: float, words: int, memory: list[float]) -> None:
    """Print the figures of one build."""
    print(json.dumps(report, indent=1))
    documents = int(str(report["read"]))
    print(
        f"{documents} documents, {words} words in {seconds:.0f} s: {documents / seconds:.1f} documents/s, ",
        end="",
    )
    print(f"{words / seconds:.0f} words/s; peak memory {max(memory, default=0):.0f} MB")
    tenths = [memory[len(memory) * n // TENTHS] for n in range(TENTHS)] if len(memory) >= TENTHS else memory
    print("memory by tenth of the run, MB:", " ".join(f"{value:.0f}" for value in tenths))


if __name__ == "__main__":
    main()
