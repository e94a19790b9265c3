"""How a build tells what it is doing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Progress:
    """A step done: `stage` is rekey, discover, read, resolve or index; `total` is None where not known."""

    stage: str
    done: int
    total: int | None = None
    label: str = ""


Clock = Callable[[], float]
"""Gives seconds of a clock that only goes forward."""

Tell = Callable[[Progress], None]
"""Takes each step as it is done."""


@dataclass(slots=True)
class Stopwatch:
    """Takes each step, passes it on, and adds up the seconds that each stage and each resolver took.

    A step is told when it begins or when a part of it is done; what lies between two steps is of the first.
    """

    tell: Tell
    clock: Clock = time.monotonic
    seconds: dict[str, float] = field(default_factory=dict)
    _running: tuple[str, ...] = ()
    _since: float = 0.0

    def __call__(self, progress: Progress) -> None:
        """Take a step."""
        self.stop()
        resolver = (f"resolve {progress.label}",) if progress.stage == "resolve" and progress.label else ()
        self._running = (progress.stage, *resolver)
        self.tell(progress)

    def stop(self) -> None:
        """Count what has passed since the last step to its stage."""
        now = self.clock()
        for name in self._running:
            self.seconds[name] = self.seconds.get(name, 0.0) + now - self._since
        self._running, self._since = (), now


def tell_nobody(progress: Progress) -> None:
    """Take a step and say nothing."""
