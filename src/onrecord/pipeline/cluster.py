"""The engine for several machines: Ray hands documents out to workers that each keep a reader at hand.

Ray starts the workers, starts one anew that was killed, and gives what it was reading to the new one. Within
a worker a document is read in a process of its own, under the same limits of time and memory as on one
machine, so that a document that hangs or brings its process down costs that document alone.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from socket import gethostname
from types import ModuleType
from typing import Any

from onrecord.config import Config
from onrecord.pipeline.comparing import Comparer, local_hands
from onrecord.pipeline.dividing import HandIsLost, Hands, Items, Portion, Take
from onrecord.pipeline.engines import Crew
from onrecord.pipeline.processes import WorkersCannotStart
from onrecord.pipeline.units import Fetch, MakeReader, Outcome, Unit, worker_died
from onrecord.record.sources import source_files
from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError
from onrecord.types.identity import sha256_of

RETRIES = 3
"""How often Ray reads a document again whose worker was lost; machines that are lent may go at any time."""

IN_FLIGHT = 2
"""Documents given to a worker at once: the next one is there while what the first gave is saved."""

OBJECT_STORE = 200 << 20
"""Bytes of shared memory of a Ray of our own: `IN_FLIGHT` documents a worker and their findings."""

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",  # nothing is told to anybody
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".*",  # Ray's own notes would be written into what we print
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}

_LOCAL = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # off, Ray listens on 127.0.0.1 alone on every system
    "RAY_AUTH_MODE": "token",  # nor may another user of this machine give its workers orders
}

Rules = Callable[[Config], str]
"""Gives the hash of the versions of all that reads a document, as `Unit.rules`, on the machine it runs on."""


class ClusterIsNotInstalled(OnRecordError):
    """The extra `cluster` is missing."""


class ClusterCannotBeUsed(OnRecordError):
    """A cluster cannot be reached, or its workers cannot do what they are asked to."""


@dataclass(frozen=True, slots=True)
class RayEngine:
    """Reads on the machines of a Ray cluster, or on a Ray of its own on this machine.

    `address` is the cluster's; without one a Ray is started for the run and ended with it. `workers` is the
    number of workers, by default as configured, on a cluster as many as it has processors. Documents travel
    to the workers unless `sources` names the record's folder, where it lies under that path on every machine:
    then workers fetch the bytes themselves. Where `rules` is given, workers whose versions are others than
    those of a unit refuse it.
    """

    make_reader: MakeReader
    config: Config
    address: str | None = None
    workers: int | None = None
    sources: Path | None = None
    rules: Rules | None = None
    name: str = "ray"

    def run(self, units: Iterable[Unit], fetch: Fetch) -> Iterator[Outcome]:
        """Yield each unit's outcome as it is finished; raises WorkersCannotStart and ClusterCannotBeUsed."""
        waiting = deque(units)
        if not waiting:
            return
        ray = import_ray(local=self.address is None)
        with connected(ray, self.address, self.workers or self.config.workers):
            size = self.workers or (_processors(ray) if self.address else self.config.workers)
            shift = _Shift(ray, self, min(size, len(waiting)))
            try:
                yield from shift.work(waiting, fetch)
            finally:
                shift.dismiss()

    def hands(self, record: Record) -> AbstractContextManager[Hands | None]:
        """Give workers of the cluster where its machines can open the record, else processes of this one."""
        if self.address is None or not record.is_on_a_server:
            return local_hands(record, self.workers or self.config.workers)
        return self._hands_of_the_cluster(record)

    @contextmanager
    def _hands_of_the_cluster(self, record: Record) -> Iterator[Hands]:
        ray = import_ray(local=False)
        with connected(ray, self.address, 1):
            hands = ClusterHands(ray, record, self.workers or _processors(ray))
            try:
                yield hands
            finally:
                hands.stop()


@dataclass(slots=True)
class _Shift:
    """The workers of one run and what each is asked."""

    ray: ModuleType
    engine: RayEngine
    size: int
    workers: list[Any] = field(default_factory=list)
    asked: dict[Any, tuple[Any, Unit | None]] = field(default_factory=dict)

    def work(self, waiting: deque[Unit], fetch: Fetch) -> Iterator[Outcome]:
        self._hire()
        left = len(waiting)
        while left:
            [answer], _ = self.ray.wait(list(self.asked), num_returns=1)
            worker, unit = self.asked.pop(answer)
            outcome = self._hear(answer, unit)
            for _ in range(IN_FLIGHT if unit is None else 1):
                self._hand_out(worker, waiting, fetch)
            if outcome is not None:
                left -= 1
                yield outcome

    def dismiss(self) -> None:
        for worker in self.workers:
            self.ray.kill(worker)

    def _hire(self) -> None:
        engine = self.engine
        options = {"num_cpus": 1, "max_restarts": -1, "max_task_retries": RETRIES}
        make = self.ray.remote(**options)(ClusterWorker)
        for _ in range(self.size):
            worker = make.remote(engine.make_reader, engine.config, engine.sources, engine.rules)
            self.workers.append(worker)
            self.asked[worker.begin.remote()] = (worker, None)

    def _hand_out(self, worker: Any, waiting: deque[Unit], fetch: Fetch) -> None:
        if waiting:
            unit = waiting.popleft()
            content = fetch(unit) if self.engine.sources is None else None
            self.asked[worker.read.remote(unit, content)] = (worker, unit)

    def _hear(self, answer: Any, unit: Unit | None) -> Outcome | None:
        """Return the outcome a worker gives, None where it says that it is ready."""
        errors = self.ray.exceptions
        try:
            outcome: Outcome | None = self.ray.get(answer)
        except errors.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, OnRecordError) else error) from None
        except (errors.RayActorError, errors.WorkerCrashedError, errors.OutOfMemoryError) as error:
            if unit is None:
                raise WorkersCannotStart(f"A worker of the cluster could not start: {error}") from None
            return Outcome(unit, issue=worker_died(unit, "with its worker of the cluster"))
        return outcome


class ClusterWorker:
    """What runs on a machine of the cluster: one reading process, started anew when a document ends it."""

    def __init__(
        self, make_reader: MakeReader, config: Config, sources: Path | None, rules: Rules | None
    ) -> None:
        self._crew = Crew(make_reader, config, 1)
        self._sources = sources
        self._rules = rules(config) if rules else None

    def begin(self) -> None:
        """Start to load the models."""
        self._crew.hire()

    def read(self, unit: Unit, content: bytes | None) -> Outcome:
        """Return what becomes of one document; without its bytes, they are fetched from the record."""
        if self._rules not in (None, unit.rules):
            raise ClusterCannotBeUsed(
                f"{gethostname()} has other versions of On Record, of a package or of a vocabulary than this "
                "machine, and would find other things. Install the same on every machine of the cluster."
            )
        given = self._fetch(unit) if content is None else content
        [outcome] = self._crew.work(deque([unit]), lambda _: given)
        return outcome

    def _fetch(self, unit: Unit) -> bytes:
        if self._sources is None:
            raise ValueError("neither the bytes of a document nor where they lie is given")
        try:
            content = source_files(self._sources).get(unit.sha256)
        except OSError as error:
            raise ClusterCannotBeUsed(
                f"{gethostname()} cannot read {error.filename} ({error.strerror}). Let the record lie under "
                "this path on every machine of the cluster, or build without --shared."
            ) from None
        if sha256_of(content) != unit.sha256:
            raise ClusterCannotBeUsed(
                f"{gethostname()} reads other bytes for {unit.path} than the record holds. "
                "Run `onrecord verify`, or build without --shared."
            )
        return content


class ClusterHands:
    """Workers of a cluster that compare: each opens the record where it lies, and this process writes."""

    def __init__(self, ray: ModuleType, record: Record, size: int) -> None:
        self.size = size
        self._ray = ray
        make = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=RETRIES)(Comparer)
        self._workers = [make.remote(record.address) for _ in range(size)]
        self._given = [0] * size

    def give(self, portion: Portion) -> Take:
        """Give a portion to the worker that has the fewest."""
        worker = min(range(self.size), key=self._given.__getitem__)
        self._given[worker] += 1
        return partial(self._take, worker, self._workers[worker].compare.remote(portion))

    def stop(self) -> None:
        """End the workers."""
        for worker in self._workers:
            self._ray.kill(worker)

    def _take(self, worker: int, answer: Any) -> Items:
        errors = self._ray.exceptions
        try:
            made: Items = self._ray.get(answer)
        except errors.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, Exception) else error) from None
        except (errors.RayActorError, errors.WorkerCrashedError, errors.OutOfMemoryError) as error:
            raise HandIsLost from error
        finally:
            self._given[worker] -= 1
        return made


def import_ray(*, local: bool) -> ModuleType:
    """Return Ray, told to be quiet and, where `local`, to listen to this user of this machine alone.

    Raises ClusterIsNotInstalled.
    """
    os.environ.update(_QUIET)
    if local:
        os.environ.update(_LOCAL)
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    try:
        import ray  # noqa: PLC0415
        import ray.exceptions  # noqa: PLC0415
    except ImportError as error:
        raise ClusterIsNotInstalled(
            "Reading on a cluster needs Ray: pip install 'onrecord[cluster]'. "
            "Without it, --engine local reads in processes of this machine."
        ) from error
    return ray


@contextmanager
def connected(ray: ModuleType, address: str | None, processors: int) -> Iterator[None]:
    """Be connected to a cluster, or to a Ray of our own that ends with this; raises ClusterCannotBeUsed.

    A Ray that this process is connected to already is used, and left as it is.
    """
    if ray.is_initialized():
        yield
        return
    with tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True) as folder:
        try:
            _connect(ray, address, processors, folder)
            yield
        finally:
            ray.shutdown()


def _connect(ray: ModuleType, address: str | None, processors: int, folder: str) -> None:
    own = {
        "num_cpus": processors,
        "object_store_memory": OBJECT_STORE,
        "include_dashboard": False,
        "_temp_dir": folder,
    }
    try:
        ray.init(
            address=address or "local",
            logging_level="ERROR",
            log_to_driver=False,
            **({} if address else own),
        )
    except (ConnectionError, OSError, RuntimeError, ValueError) as error:
        where = f"The cluster at {address}" if address else "A Ray of our own"
        what = " ".join(str(error).split())[:300]
        raise ClusterCannotBeUsed(
            f"{where} cannot be used ({what}). Check the address, and that all machines run the same "
            "versions of Ray and Python; --engine local reads without it."
        ) from error


def _processors(ray: ModuleType) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))
