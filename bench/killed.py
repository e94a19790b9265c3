"""What `bench.killing` kills: a build, and the opening of an older record.

Both say on standard output how far they are, a line a step, so that they can be killed anywhere.

python -m bench.killed build FOLDER RECORD
python -m bench.killed open RECORD
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.pipeline.folders import make_unparsed

from onrecord.config import Config
from onrecord.pipeline.build import build
from onrecord.pipeline.engines import InlineEngine
from onrecord.pipeline.progress import Progress
from onrecord.record.store import Record


def main() -> None:
    """Do what the arguments ask for."""
    match sys.argv[1:]:
        case ["build", folder, record]:
            build_telling(Path(folder), Path(record))
        case ["open", record]:
            print("open 0", flush=True)
            Record.create(Path(record), who="Bench").close()
        case _:
            raise SystemExit(__doc__)


def build_telling(folder: Path, record: Path) -> None:
    """Build in this process, without the language model, and tell each step as it is done."""
    print("create 0", flush=True)
    build([folder], record, Config(), _tell, InlineEngine(make_unparsed, Config()))


def _tell(progress: Progress) -> None:
    # a document is told of once it is stored: what was said here may not be lost
    print(progress.stage, progress.done, progress.label, flush=True)


if __name__ == "__main__":
    main()
