"""What a reviewer says of two actors: that they are one, that they are two, or that nobody can tell yet."""

from __future__ import annotations

from dataclasses import dataclass

VERDICTS = ("positive", "negative", "unsure")
"""After nomenklatura: the same, not the same, looked at and left open."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict on a pair of actors: by whom, when and why; `decision` is what an undoing names."""

    one: str
    other: str
    verdict: str
    who: str
    when: str
    why: str
    decision: int

    @property
    def pair(self) -> frozenset[str]:
        """The two actors, in no order."""
        return frozenset((self.one, self.other))
