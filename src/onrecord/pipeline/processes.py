"""One worker process as the local engine sees it, and what runs inside it.

Workers are started with `python -m`, not forked: no thread, lock or open database of this process
is copied, the script that called us is not run again, and numeric libraries see their limits before
they load. Values travel over one pipe a worker.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import IO

from onrecord.config import Config
from onrecord.pipeline.units import MakeReader, Outcome, Read, Unit, attempt, out_of_memory
from onrecord.types.errors import OnRecordError

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1"
)
"""Each worker is one thread: parallel work is over documents, and threads within would fight."""

STOP_SECONDS = 5
"""How long a stopped worker may take to vanish; SIGKILL needs milliseconds."""

_READY = "ready"
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


class WorkersCannotStart(OnRecordError):
    """A worker process ended before it could read a document, or, reading single texts, without an answer."""


@dataclass(slots=True)
class Worker:
    """A process that reads one document at a time; `deadline` is on the monotonic clock."""

    process: subprocess.Popen[bytes]
    pipe: Connection
    complaints: IO[bytes]
    ready: bool = False
    unit: Unit | None = None
    deadline: float | None = None

    @property
    def idle(self) -> bool:
        """Tell whether it waits for a document."""
        return self.ready and self.unit is None

    def late(self, now: float) -> bool:
        """Tell whether its document's time is up."""
        return self.deadline is not None and now >= self.deadline

    def give(self, unit: Unit, content: bytes, deadline: float) -> None:
        """Hand it a document to read by `deadline`."""
        self.pipe.send((unit, content))
        self.unit, self.deadline = unit, deadline

    def take_back(self) -> Unit:
        """Return its document, which it will not finish; raises WorkersCannotStart where it never began."""
        unit, self.unit, self.deadline = self.unit, None, None
        if unit is None:
            raise WorkersCannotStart(
                f"A worker process could not start: {self._last_words()} "
                "Install the package again, or raise worker_megabytes in the configuration."
            )
        return unit

    def hear(self) -> tuple[Outcome | None, bool]:
        """Return what it says: an outcome, or None as it becomes ready; and whether it ends after this."""
        said = self.pipe.recv()
        if said == _READY:
            self.ready = True
            return None, False
        self.unit, self.deadline = None, None
        outcome, last = said
        return outcome, last

    def ended(self) -> str:
        """Return in words how the process ended."""
        code = self.process.wait(STOP_SECONDS)
        return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"

    def stop(self) -> None:
        """End the process now and release what belongs to it."""
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait(STOP_SECONDS)
        self.pipe.close()
        self.complaints.close()

    def _last_words(self) -> str:
        self.complaints.seek(0)
        lines = self.complaints.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"it ended with {self.ended()}."


def start_worker(make_reader: MakeReader, config: Config) -> Worker:
    """Return a new worker process; it says it is ready once its models are loaded."""
    process, pipe, complaints = start_process(__name__)
    with suppress(BrokenPipeError):  # it is heard of when it is listened to
        pipe.send((make_reader, config))
    return Worker(process, pipe, complaints)


def start_process(module: str) -> tuple[subprocess.Popen[bytes], Connection, IO[bytes]]:
    """Run a module of ours in a process that ends with this one; return it, a pipe, and what it complains of.

    The module finds its end of the pipe with `pipe_to_parent`.
    """
    ours, theirs = Pipe()
    complaints = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the process)
    command = [sys.executable, "-P", "-W", "ignore", "-m", module, str(theirs.fileno()), str(os.getpid())]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=complaints,
        stderr=complaints,
        pass_fds=[theirs.fileno()],
        env=os.environ | ONE_THREAD,
    )
    theirs.close()
    return process, ours, complaints


def pipe_to_parent() -> Connection:
    """Return the pipe named on the command line that `start_process` made, and end with the parent."""
    descriptor, parent = int(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which stops us
    _end_with(parent)
    return Connection(descriptor)


def main() -> None:
    """Run one worker: read documents off the pipe named on the command line until it closes."""
    pipe = pipe_to_parent()
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        make_reader, config = pipe.recv()
        _limit_memory(config)
        read = make_reader(config)
        pipe.send(_READY)
        while _read_one(pipe, read, config):
            pass


def _read_one(pipe: Connection, read: Read, config: Config) -> bool:
    """Read one document and answer; return False where this process should not read another."""
    unit, content = pipe.recv()
    try:
        pipe.send((attempt(read, unit, content), False))
    except MemoryError:  # the heap may be in any state: answer and end
        pipe.send((Outcome(unit, issue=out_of_memory(unit, config.worker_megabytes)), True))
        return False
    return True


def _limit_memory(config: Config) -> None:
    limit = config.worker_megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _end_with(parent: int) -> None:
    """Ask the kernel to end this process when `parent` ends; elsewhere the closed pipe ends it."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            sys.exit(1)


if __name__ == "__main__":
    main()
