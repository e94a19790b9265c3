"""One kill of each kind, and the judgement on what it left."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from tests.pipeline.folders import exported

from bench.aged import aged
from bench.killing_ground import DOCUMENTS, Ground, stage_of
from bench.load import served
from onrecord.record.catalogue import Catalogue, RowQuery
from onrecord.record.decisions import Decision
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.record.verification import verify
from onrecord.types.errors import RecordCannotBeOpened

SERVED_SECONDS = 1.5
"""How long a server is under load before it is killed, at most."""

READERS, REVIEWERS = 2, 2
PAGES = ("/", "/sources", "/figures", "/search?q=families", "/timeline", "/review")
OLDER = ("0001", "0002", "0003")


@dataclass(frozen=True)
class Round:
    """What one kill did: `at` is what it met, `lost` what had been stored and is gone."""

    at: str
    lost: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    differs: bool = False

    @property
    def holds(self) -> bool:
        """Tell whether nothing was lost, broken or changed."""
        return not self.lost and not self.broken and not self.differs


def kill_build(ground: Ground, chance: random.Random, place: Path) -> Round | None:
    """Kill a build without the model, in a stage drawn by chance; None where it had ended before."""
    return kill_build_in(chance.choice(ground.stages), ground, chance, place)


def kill_build_in(stage: str, ground: Ground, chance: random.Random, place: Path) -> Round | None:
    """Kill a build at a step of a stage and a moment of that drawn by chance."""
    at = chance.choice([number for number, (line, _) in enumerate(ground.steps) if stage_of(line) == stage])
    process = ground.start("build", ground.papers, place)
    said = _killed_after(process, at, chance.uniform(0, ground.steps[at][1]))
    if process.returncode != -signal.SIGKILL:
        return None
    told = [line.split(" ", 2) for line in said if line.startswith("read ")]
    stored = {words[2] for words in told if words[2:] and words[2].strip()}
    return _judged(stage_of(said[-1]), place, _Undisturbed(stored, ground.export, ground.finish))


def kill_command(ground: Ground, chance: random.Random, place: Path) -> Round | None:
    """Kill `onrecord build` after a random time; its workers end with it."""
    export, seconds = ground.commanded
    process = ground.start_command(place)
    time.sleep(chance.uniform(0.2, seconds))
    process.kill()
    process.communicate()
    if process.returncode != -signal.SIGKILL:
        return None
    at = f"{len(_paths(place))} of {DOCUMENTS} stored"
    return _judged(at, place, _Undisturbed((), export, ground.run_command))


def kill_migration(ground: Ground, chance: random.Random, place: Path) -> Round | None:
    """Kill the process that opens a record of an older revision to write."""
    older = chance.choice(OLDER)
    aged(ground.built, place, older)
    process = ground.start("open", place)
    _killed_after(process, 0, chance.uniform(0, 0.7 * ground.migrating))
    if process.returncode != -signal.SIGKILL:
        return None
    at = "after its end" if _opens(place) else "before its end"
    Record.create(place).close()  # what was cut short is done now
    return _judged(at, place, _Undisturbed(_paths(ground.built), ground.export, ground.finish))


def kill_server(ground: Ground, chance: random.Random, place: Path) -> Round | None:
    """Kill a server while pages are read and decisions entered; each that was answered must be there."""
    shutil.copytree(ground.built, place)
    with Record.open(place) as record:
        rows = [row.id for row in record.export_rows(["figure", "norm", "event", "document"])]
        _, token = Tokens(record).make("bench", ("read", "review"))
    load = _Load(token, rows)
    with served(place) as (here, process):
        threads = load.begin(here, chance)
        time.sleep(chance.uniform(0.1, SERVED_SECONDS))
        process.kill()
        for thread in threads:
            thread.join()
    with Record.open(place) as record:
        made = record.decisions()
    lost = set(load.answered) - {decision.why for decision in made}
    stored, export = _replayed(ground, place.with_name("replayed.record"), made)
    judged = _judged(_many(len(made)), place, _Undisturbed(stored, export, ground.finish))
    return replace(judged, lost=(*sorted(lost), *judged.lost))


@dataclass
class _Load:
    """Readers and reviewers of a server that is about to be killed, and the decisions it answered."""

    token: str
    rows: list[str]
    answered: list[str] = field(default_factory=list)

    def begin(self, here: str, chance: random.Random) -> list[threading.Thread]:
        """Let them ask until the server is gone."""
        working = [(self._read, number) for number in range(READERS)]
        working += [(self._review, number) for number in range(REVIEWERS)]
        threads = [
            threading.Thread(target=work, args=(here, random.Random(f"{chance.random()} {number}"), number))
            for work, number in working
        ]
        for thread in threads:
            thread.start()
        return threads

    def _read(self, here: str, chance: random.Random, number: int) -> None:
        del number
        with suppress(httpx.HTTPError), httpx.Client(base_url=here, timeout=10) as client:
            while True:
                client.get(chance.choice(PAGES))

    def _review(self, here: str, chance: random.Random, number: int) -> None:
        headers, count = {"Authorization": f"Bearer {self.token}"}, 0
        with suppress(httpx.HTTPError), httpx.Client(base_url=here, timeout=10, headers=headers) as client:
            while True:
                count += 1
                why = f"reviewer {number}, decision {count}"
                action = chance.choice(("accept", "reject", "accept"))
                sent = {"row": chance.choice(self.rows), "action": action, "why": why}
                if client.post("/api/v1/decisions", json=sent).status_code == 201:
                    self.answered.append(why)


def _replayed(ground: Ground, place: Path, made: Iterable[Decision]) -> tuple[set[str], bytes]:
    """Return documents and export of a record nobody killed, with the same decisions in their order."""
    shutil.copytree(ground.built, place)
    with Record.open(place) as record:
        for one in made:
            record.decide(one.row, one.action, one.value, one.why)
    ground.finish(place)
    shown = _paths(place), exported(place)
    shutil.rmtree(place)
    return shown


@dataclass(frozen=True)
class _Undisturbed:
    """What a record must hold that nobody killed: documents and export; `finish` runs its build."""

    stored: Collection[str]
    export: bytes
    finish: Callable[[Path], None]


def _judged(at: str, place: Path, undisturbed: _Undisturbed) -> Round:
    """Look at what a killed process left, before and after its work is run again."""
    lost, broken = tuple(sorted(set(undisturbed.stored) - _paths(place))), []
    if undisturbed.stored or _opens(place):
        broken += [f"killed: {one.code} {one.where}" for one in verify(place).breaks]
    undisturbed.finish(place)
    broken += [f"finished: {one.code} {one.where}" for one in verify(place).breaks]
    with Record.open(place) as record:
        found = {hit.document for hit in Passages(record).search("families", limit=1000)}
        catalogue = Catalogue(record)
        listed = len(catalogue.page(RowQuery("document", limit=1000)).entries)
        shown = sum(1 for _ in record.documents())
        catalogue.close()
    if listed != shown or not found:
        broken.append(f"finished: {listed} of {shown} documents are listed, {len(found)} are found")
    return Round(at, lost, tuple(broken), exported(place) != undisturbed.export)


def _killed_after(process: subprocess.Popen[str], line: int, seconds: float) -> list[str]:
    """Kill a process some seconds after a line of its output; return all it said."""
    said: list[str] = []
    assert process.stdout
    while len(said) <= line and (read := process.stdout.readline()):
        said.append(read.strip())
    time.sleep(seconds)
    process.kill()
    rest, _ = process.communicate()
    return said + [one for one in rest.split("\n")[:-1] if one]


def _paths(place: Path) -> set[str]:
    if not _opens(place):
        return set()
    with Record.open(place) as record:
        return {row.path for row in record.documents()}


def _opens(place: Path) -> bool:
    """Tell whether the record is there: one killed while its tables were made holds nothing yet."""
    try:
        Record.open(place).close()
    except RecordCannotBeOpened:
        return False
    return True


def _many(count: int) -> str:
    return f"{'no' if not count else 'under 10' if count < 10 else '10 or more'} decisions"


KINDS: dict[str, Callable[[Ground, random.Random, Path], Round | None]] = {
    "build": kill_build,
    "command": kill_command,
    "server": kill_server,
    "migration": kill_migration,
}
"""What is killed, by name."""
