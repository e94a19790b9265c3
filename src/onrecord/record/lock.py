"""The build lock: one writer of a record at a time, freed by the system when its process ends."""

from __future__ import annotations

import fcntl
import os
import socket
import weakref
from pathlib import Path

from onrecord.types.errors import RecordIsBusy

_held: weakref.WeakSet[BuildLock] = weakref.WeakSet()


class BuildLock:
    """Holds the lock file of a record; made by `take`, let go by `release`."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor
        _held.add(self)

    @classmethod
    def take(cls, path: Path) -> BuildLock:
        """Return the lock at `path`; raises RecordIsBusy with who holds it, OSError on a full disk."""
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 200).decode("utf-8", "replace").strip()
            os.close(descriptor)
            raise RecordIsBusy(
                f"{path.parent}: another build is writing to this record ({holder or 'unknown process'}). "
                "Wait until it has ended, or stop it, then run this again."
            ) from error
        try:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        except OSError:
            os.close(descriptor)
            raise
        return cls(descriptor)

    def release(self) -> None:
        """Let the lock go; does nothing the second time."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _forget_in_child() -> None:
    # a worker process must not keep the record locked after the build that started it was killed
    for lock in tuple(_held):
        lock.release()


os.register_at_fork(after_in_child=_forget_in_child)
