"""How a build tells what it is doing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """A step done: `stage` is rekey, discover, read, resolve or index; `total` is None where not known."""

    stage: str
    done: int
    total: int | None = None
    label: str = ""


Tell = Callable[[Progress], None]
"""Takes each step as it is done."""


def tell_nobody(progress: Progress) -> None:
    """Take a step and say nothing."""
