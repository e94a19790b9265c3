"""Vary the files of one target by what they reach in our code: `python -m fuzz html --seconds 3600`.

Needs atheris. A defect does not end the run: the smallest input of each is kept under --out, named for where
it was raised. Pure Python is watched, ours and that of the libraries; native code (lxml, pdfium) is not, and
a hang or crash of that ends the run with libFuzzer's own message.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

SLOW_SECONDS = 10
"""CPU seconds of one input after which it counts as a hang: so few bytes take milliseconds."""

WATCHED = (
    "onrecord.ingest", "onrecord.text", "onrecord.extract", "onrecord.pipeline", "onrecord.resolve",
    "docx", "warcio", "trafilatura", "htmldate", "courlan", "justext", "email", "zipfile", "gzip",
)  # fmt: skip
"""Packages whose branches lead the search; to watch every library slows it tenfold."""

MOST_BYTES = 16_384
MOST_MEGABYTES = 2_000

FIRST_SEED = 20260301


class TookTooLong(BaseException):
    """One input took more CPU seconds than any of its size should."""


@dataclass
class Hunt:
    """One target at work: how many inputs it was given, and the smallest input of each defect."""

    target: Callable[[bytes], None]
    out: Path
    until: float
    report: Path
    inputs: int = 0
    slowest: float = 0.0
    found: dict[str, int] = field(default_factory=dict)

    def try_one(self, content: bytes) -> None:
        """Give the target one input; keep it where it is a defect not met before, or met with more bytes."""
        self.inputs += 1
        began = time.process_time()
        signal.setitimer(signal.ITIMER_VIRTUAL, SLOW_SECONDS)
        try:
            self.target(content)
        except (Exception, TookTooLong) as error:
            self._keep(error, content)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        self.slowest = max(self.slowest, time.process_time() - began)
        if self.inputs % 500 == 0 or time.time() > self.until:
            self._write()

    def _keep(self, error: BaseException, content: bytes) -> None:
        where = traceback.extract_tb(error.__traceback__)[-1]
        named = f"{type(error).__name__}-{Path(where.filename).stem}-{where.lineno}"
        if isinstance(error, AssertionError):
            named += "-" + hashlib.sha256(str(error)[:80].encode()).hexdigest()[:6]
        if len(content) < self.found.get(named, sys.maxsize):
            self.found[named] = len(content)
            (self.out / named).write_bytes(content)
            told = "".join(traceback.format_exception(error))
            (self.out / f"{named}.txt").write_text(told, "utf-8", "replace")

    def _write(self) -> None:
        told = {"inputs": self.inputs, "slowest": round(self.slowest, 2), "found": sorted(self.found)}
        self.report.write_text(json.dumps(told) + "\n", "utf-8")


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise TookTooLong


def main() -> None:
    """Run one target for a while."""
    parser = argparse.ArgumentParser(
        prog="python -m fuzz", description=__doc__.partition(":")[0] if __doc__ else ""
    )
    parser.add_argument("target")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    parser.add_argument(
        "--seed",
        type=int,
        default=FIRST_SEED,
        help="Order of the variations: give each of several processes of one target another, and a folder.",
    )
    given = parser.parse_args()

    import atheris  # noqa: PLC0415

    with atheris.instrument_imports(include=list(WATCHED)):
        from fuzz.seeds import seeds  # noqa: PLC0415
        from fuzz.targets import TARGETS  # noqa: PLC0415

        target = TARGETS[given.target]
        for content in seeds()[given.target]:
            target(content)  # readers import their libraries when they are first used
    corpus = given.out / given.target / "corpus"
    found = given.out / given.target / "found"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(seeds()[given.target]):
        (corpus / f"seed-{number}").write_bytes(content)
    signal.signal(signal.SIGVTALRM, _interrupt)
    hunt = Hunt(target, found, time.time() + given.seconds, given.out / f"{given.target}.json")
    options: list[Any] = [
        f"-max_total_time={given.seconds}", f"-max_len={MOST_BYTES}", f"-rss_limit_mb={MOST_MEGABYTES}",
        "-timeout=60", f"-artifact_prefix={found}/", f"-seed={given.seed}", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], hunt.try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
