"""What several extractors make of one document, made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Of = TypeVar("Of")
Made = TypeVar("Made")


class LastMade(Generic[Of, Made]):
    """A function that keeps what it last made, and of what: the same object, not an equal one."""

    def __init__(self, make: Callable[[Of], Made]) -> None:
        self._make = make
        self._last: tuple[Of, Made] | None = None

    def __call__(self, of: Of) -> Made:
        """Return what is made of a thing."""
        last = self._last
        if last is None or last[0] is not of:
            last = self._last = of, self._make(of)
        return last[1]
