"""Where killing happens: made-up documents, what undisturbed builds make of them, and processes to kill."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.pipeline.folders import LETTER, RELEASE, REPLY, exported, make_unparsed, path_to_tests

from bench.aged import aged
from onrecord.config import Config
from onrecord.pipeline.build import build
from onrecord.pipeline.engines import InlineEngine

DOCUMENTS = 12


@dataclass(frozen=True)
class Ground:
    """A folder to work in; what is made in it is made when it is first asked for."""

    folder: Path

    @cached_property
    def papers(self) -> Path:
        """The documents: letters, releases and replies with other dates and numbers each."""
        papers = self.folder / "papers"
        papers.mkdir(parents=True)
        for number in range(DOCUMENTS):
            text = (LETTER, RELEASE, REPLY)[number % 3]
            changed = text.replace("600", str(600 + number)).replace("March 4", f"March {number + 4}")
            (papers / f"paper-{number:02}.txt").write_text(changed, "utf-8")
        return papers

    @cached_property
    def built(self) -> Path:
        """The record that a build nobody killed makes without the language model."""
        return self._made("built.record", self.finish)

    @cached_property
    def export(self) -> bytes:
        """The export of `built`."""
        return exported(self.built)

    @cached_property
    def steps(self) -> list[tuple[str, float]]:
        """The lines that a build nobody killed says, and the seconds from each to what follows it."""
        return _watched(self.start("build", self.papers, self.folder / "watched.record"))

    @property
    def stages(self) -> list[str]:
        """The stages of a build."""
        return sorted({stage_of(line) for line, _ in self.steps})

    @cached_property
    def commanded(self) -> tuple[bytes, float]:
        """The export of the record that the command makes when nobody kills it, and its seconds."""
        began = time.monotonic()
        path = self._made("commanded.record", self.run_command)
        return exported(path), time.monotonic() - began

    @cached_property
    def migrating(self) -> float:
        """The seconds in which a record of the oldest revision is brought up to date."""
        path = self.folder / "older.record"
        aged(self.built, path, "0001")
        [(_, seconds)] = _watched(self.start("open", path))
        return seconds

    def finish(self, path: Path) -> None:
        """Build, or go on with a build."""
        build([self.papers], path, Config(), engine=InlineEngine(make_unparsed, Config()))

    def start(self, *what: object) -> subprocess.Popen[str]:
        """Start one of the processes of `bench.killed`."""
        return _started("bench.killed", *what)

    def start_command(self, path: Path) -> subprocess.Popen[str]:
        """Start `onrecord build` with two workers."""
        return _started("onrecord", "build", self.papers, "-o", path, "--workers", "2")

    def run_command(self, path: Path) -> None:
        """Run `onrecord build` to its end."""
        self.start_command(path).communicate()

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        make(self.folder / name)
        return self.folder / name


def _started(module: str, *given: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", module, *map(str, given)]
    environment = os.environ | {"PYTHONPATH": path_to_tests()}
    pipes = subprocess.PIPE
    return subprocess.Popen(command, stdout=pipes, stderr=subprocess.DEVNULL, text=True, env=environment)


def _watched(process: subprocess.Popen[str]) -> list[tuple[str, float]]:
    lines, times = [], []
    for line in process.stdout or ():
        lines.append(line.strip())
        times.append(time.monotonic())
    process.communicate()
    times.append(time.monotonic())
    return [(line, times[at + 1] - times[at]) for at, line in enumerate(lines)]


def stage_of(line: str) -> str:
    """Return the stage that a line of a build says has begun or goes on."""
    named = {"index 0": "search index", "index 1": "catalogue", "index 2": "end"}
    return named.get(" ".join(line.split()[:2]), line.split(maxsplit=1)[0])
