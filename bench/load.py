"""Serve a record to many at once: how long answers take, whether any fails, and whether memory stays flat.

python -m bench.load RECORD [--readers 50] [--reviewers 5] [--seconds 300] [--json FILE]

Runs `onrecord serve` in a process of its own. Each reader opens a page, reads for a time drawn from an
exponential distribution of mean READING seconds, and opens another; each reviewer decides on a row every
REVIEWING seconds. They start one after the other over the first tenth of the time, which is not counted.
The record is written to: give a copy. Both the server and those who ask run on this machine.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.figures import Figure, write
from bench.pages import LISTS, SINGLE, WORDS, narrowed
from onrecord.record.catalogue import Catalogue, RowQuery
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens

READING = 5.0
"""Mean seconds between two pages of one reader."""

REVIEWING = 10.0
"""Mean seconds between two decisions of one reviewer."""

SEED = 7
STARTS = 0.1
MEMORY_EVERY = 5.0
GIVEN_UP = 30.0
"""Seconds after which an answer counts as an error."""

SHARES = {"overview": 4, "list": 20, "narrowed": 16, "single": 40, "search": 14, "api": 6}
"""Of a hundred pages that readers open, how many are of each kind."""

_TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass(frozen=True)
class Addresses:
    """What is asked for: addresses by kind, each kind with its share of all requests."""

    pages: Mapping[str, Sequence[str]]
    reviewed: Sequence[str]
    token: str

    def draw(self, chance: random.Random) -> tuple[str, str]:
        """Return a kind and one of its addresses."""
        [kind] = chance.choices(list(SHARES), list(SHARES.values()))
        return kind, chance.choice(self.pages[kind])


@dataclass
class Seen:
    """What came back."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    slowest: list[tuple[float, str]] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    decided: int = 0
    memory: list[float] = field(default_factory=list)

    def note(self, kind: str, address: str, milliseconds: float) -> None:
        """Keep how long one answer took."""
        self.took[kind].append(milliseconds)
        self.slowest.append((milliseconds, address))


def main() -> None:
    """Load a server and print what its users saw."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("record", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--reviewers", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    addresses = choose(given.record, random.Random(SEED))
    with served(given.record) as (here, process):
        seen = asyncio.run(load(here, process, addresses, given))
    figures = report(seen, given.readers, given.reviewers)
    if given.json:
        write(given.json, figures)


def choose(path: Path, chance: random.Random) -> Addresses:
    """Return addresses of a record's pages: lists, lists narrowed by what they offer, rows of each type."""
    pages: dict[str, list[str]] = {"overview": ["/"], "list": [*LISTS.values(), "/sources", "/issues"]}
    pages |= {"narrowed": [], "single": [], "search": [], "api": []}
    with Record.open(path) as record:
        catalogue = Catalogue(record)
        for name, address in LISTS.items():
            first = catalogue.page(RowQuery(name))
            pages["narrowed"] += narrowed(address, first, chance, 40)
        for name, addresses in SINGLE.items():
            entries = [entry.row.id for entry in catalogue.page(RowQuery(name, limit=200)).entries]
            entries += [
                entry.row.id for entry in catalogue.page(RowQuery(name, order="weight", limit=20)).entries
            ]
            pages["single"] += [address.format(id_) for id_ in entries for address in addresses]
            pages["api"] += [
                f"/api/v1/rows?type={name}&limit=50",
                *(f"/api/v1/rows/{id_}" for id_ in entries[:20]),
            ]
        reviewed = [e.row.id for e in catalogue.page(RowQuery("figure", limit=200)).entries]
        reviewed += [e.row.id for e in catalogue.page(RowQuery("statement", limit=200)).entries]
        catalogue.close()
        _, token = Tokens(record).make("load", ("read",))
    pages["search"] = [f"/search?q={words}" for words in WORDS]
    return Addresses({kind: each for kind, each in pages.items() if each}, reviewed, token)


@contextmanager
def served(path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a record in a process of its own until the block ends; give its address."""
    command = [sys.executable, "-m", "onrecord", "serve", str(path), "--port", "0", "--by", "Bench"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        said = process.stdout.readline()
        found = re.search(r"http://[^/ ]+", said)
        if found is None:
            raise SystemExit(f"the server did not start: {said}")
        yield found[0], process
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


@dataclass
class Load:
    """Readers and reviewers of one server; asking before `first`, monotonic seconds, does not count."""

    client: httpx.AsyncClient
    addresses: Addresses
    seconds: float
    seen: Seen = field(default_factory=Seen)
    started: float = field(default_factory=time.monotonic)

    @property
    def first(self) -> float:
        """When counting begins."""
        return self.started + self.seconds * STARTS

    @property
    def last(self) -> float:
        """When nobody asks any more."""
        return self.started + self.seconds

    async def run(self, readers: int, reviewers: int, process: subprocess.Popen[str]) -> Seen:
        """Let them ask, and return what they saw."""
        tasks = [self._remember(process)]
        tasks += [self._read(random.Random(f"{SEED} {number}")) for number in range(readers)]
        tasks += [self._review(random.Random(f"{SEED} by {number}")) for number in range(reviewers)]
        await asyncio.gather(*tasks)
        return self.seen

    async def _read(self, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, self.seconds * STARTS))
        while time.monotonic() < self.last:
            kind, address = self.addresses.draw(chance)
            headers = {"Authorization": f"Bearer {self.addresses.token}"} if kind == "api" else {}
            await self._asked(kind, address, self.client.get(address, headers=headers))
            await asyncio.sleep(chance.expovariate(1 / READING))

    async def _review(self, chance: random.Random) -> None:
        await asyncio.sleep(chance.uniform(0, self.seconds * STARTS))
        origin = {"Origin": str(self.client.base_url).rstrip("/")}
        while time.monotonic() < self.last:
            row = chance.choice(self.addresses.reviewed)
            shown = await self._asked("row to decide on", f"/rows/{row}", self.client.get(f"/rows/{row}"))
            token = _TOKEN.search(shown.text) if shown else None
            if token:
                form = {"token": token[1], "row": row, "action": chance.choice(("accept", "note", "grade"))}
                form |= {"text": "Seen.", "source": "B", "item": "2", "back": f"/rows/{row}"}
                sent = self.client.post("/review/decide", data=form, headers=origin)
                self.seen.decided += await self._asked("decision", f"decide on {row}", sent) is not None
            await asyncio.sleep(chance.expovariate(1 / REVIEWING))

    async def _asked(
        self, kind: str, address: str, answering: Awaitable[httpx.Response]
    ) -> httpx.Response | None:
        """Ask once and keep how long it took; return the answer unless it is an error."""
        started = time.monotonic()
        try:
            answer = await answering
        except httpx.HTTPError as error:
            self.seen.errors[f"{type(error).__name__} {address}"] += 1
            return None
        if started >= self.first:
            self.seen.note(kind, address, (time.monotonic() - started) * 1000)
        if answer.status_code >= 400:
            self.seen.errors[f"{answer.status_code} {address}"] += 1
            return None
        return answer

    async def _remember(self, process: subprocess.Popen[str]) -> None:
        """Note the server's memory until the end."""
        status = Path(f"/proc/{process.pid}/status")
        while time.monotonic() < self.last and process.poll() is None:
            resident = re.search(r"VmRSS:\s+(\d+)", status.read_text())
            if resident:
                self.seen.memory.append(int(resident[1]) / 1024)
            await asyncio.sleep(MEMORY_EVERY)


async def load(
    here: str, process: subprocess.Popen[str], addresses: Addresses, given: argparse.Namespace
) -> Seen:
    """Load the server at an address as the arguments ask for."""
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(base_url=here, timeout=GIVEN_UP, limits=limits) as client:
        return await Load(client, addresses, given.seconds).run(given.readers, given.reviewers, process)


def report(seen: Seen, readers: int, reviewers: int) -> list[Figure]:
    """Print a table of what was seen; return its figures."""
    print(f"{readers} readers, {reviewers} reviewers; milliseconds")
    print(f"{'':22}{'answers':>9}{'p50':>9}{'p95':>9}{'most':>9}")
    everything = [each for took in seen.took.values() for each in took]
    for kind, took in [*sorted(seen.took.items()), ("all", everything)]:
        print(f"{kind:22}{len(took):9}{statistics.median(took):9.0f}{late(took):9.0f}{max(took):9.0f}")
    for milliseconds, address in sorted(seen.slowest, reverse=True)[:8]:
        print(f"    {milliseconds:8.0f} ms  {address}")
    for what, n in seen.errors.most_common(10):
        print(f"    {n} errors: {what}")
    settled = seen.memory[len(seen.memory) // 3 :]
    print(f"memory: {settled[0]:.0f} MB after a third of the time, {settled[-1]:.0f} MB at the end")
    users = f"{readers} readers and {reviewers} reviewers"
    return [
        Figure(f"answers, 95th percentile, {users}", late(everything), "ms", at_most=300),
        Figure("answers that were errors", sum(seen.errors.values()), at_most=0),
        Figure("memory at the end by that after a third of the time", settled[-1] / settled[0], at_most=1.1),
        Figure("answers", len(everything)),
        Figure("decisions entered", seen.decided),
    ]


def late(took: Sequence[float]) -> float:
    """Return the 95th percentile."""
    ordered = sorted(took)
    return ordered[round(0.95 * (len(ordered) - 1))] if ordered else 0.0


if __name__ == "__main__":
    main()
