"""Kill builds, servers and migrations at random moments, and count what was lost: nothing may be.

python -m bench.killing [--times 50] [--seed 1] [--only build,command,server,migration] [--json FILE]

Each round kills a process with SIGKILL, then asks: is everything there that it had said was stored, does
`verify` find nothing broken, and is the export, once the build has been run again, byte for byte that of a
build nobody killed? A `build` is one in a single process without the language model, killed by how far it is,
so that short stages are met as often as long ones: taking in, reading, comparing, the search index, the
catalogue. A `command` is `onrecord build` with two workers, killed after a random time. A `server` is
`onrecord serve` under readers and some who decide through its API; a `migration` brings a record of an older
revision up to date. The documents are made up here.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.figures import Figure, write
from bench.killing_ground import Ground
from bench.killing_rounds import KINDS, Round


def main() -> None:
    """Kill as often as the arguments ask for and print what became of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default=",".join(KINDS), help="Kinds, parted by commas.")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="killing-") as folder:
        began = time.monotonic()
        rounds = {
            name: kill(name, given.times, given.seed, Ground(Path(folder) / name))
            for name in given.only.split(",")
        }
        figures = report(rounds, time.monotonic() - began)
    if given.json:
        write(given.json, figures)


def kill(name: str, times: int, seed: int, ground: Ground) -> list[Round]:
    """Kill one kind of process `times` times; return what became of each."""
    chance = random.Random(f"{seed} {name}")
    rounds: list[Round] = []
    while len(rounds) < times:
        place = ground.folder / "killed.record"
        done = KINDS[name](ground, chance, place)
        shutil.rmtree(place, ignore_errors=True)
        if done is not None:  # None: it had ended before it could be killed
            rounds.append(done)
    return rounds


def report(rounds: Mapping[str, Sequence[Round]], seconds: float) -> list[Figure]:
    """Print a table of what was killed and lost; return its figures."""
    print(f"{'killed':12}{'times':>7}{'lost':>7}{'broken':>8}{'differs':>9}  where")
    figures = []
    for name, done in rounds.items():
        met = Counter(one.at for one in done)
        lost, broken = sum(len(one.lost) for one in done), sum(len(one.broken) for one in done)
        differs = sum(one.differs for one in done)
        where = ", ".join(f"{at} {many}" for at, many in met.most_common())
        print(f"{name:12}{len(done):7}{lost:7}{broken:8}{differs:9}  {where}")
        for one in done:
            for told in (*one.lost, *one.broken):
                print(f"    {one.at}: {told}")
        figures.append(
            Figure(
                f"{name} killed {len(done)} times: lost, broken or changed",
                lost + broken + differs,
                at_most=0,
            )
        )
    print(f"{seconds:.0f} s")
    return figures


if __name__ == "__main__":
    main()
