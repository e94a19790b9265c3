"""Which rows are one, as reviewers say: those merged or judged one are shown as one, those split never are.

What they say is laid over the redirects that comparing gives, so a later build changes nothing of it: it
names ids, and ids are hashes of what makes a row itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from onrecord.record.decisions import Decision
from onrecord.record.redirects import Redirects
from onrecord.types.judgements import Judgement
from onrecord.types.rows import Actor, Row

_SAYS = {"merge": "positive", "split": "negative"}
"""What decisions on rows of any type say of a pair."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What judgements do to redirects: those they add, rows whose own they stop, and who is apart.

    `apart` holds pairs of ids under which the two are shown, each in both orders.
    """

    added: Mapping[str, str]
    stopped: frozenset[str]
    apart: frozenset[tuple[str, str]]

    def kept_apart(self, row: Row) -> Row:
        """Return `row` without the actors it is judged not to be among those it may be."""
        if not self.apart or not isinstance(row, Actor) or not row.possible_same:
            return row
        kept = tuple(other for other in row.possible_same if (row.id, other) not in self.apart)
        return row if kept == row.possible_same else replace(row, possible_same=kept)


NOTHING = Judged({}, frozenset(), frozenset())


def judgements_of(holding: Iterable[Decision]) -> tuple[Judgement, ...]:
    """Return the judgements on actors among decisions that hold, of each pair the last."""
    return tuple(one for one in pairs_of(holding) if one.one.startswith("a-"))


def pairs_of(holding: Iterable[Decision]) -> tuple[Judgement, ...]:
    """Return what decisions that hold say of two rows of any type, of each pair the last."""
    return latest(
        Judgement(
            made.row,
            made.value["other"],
            _SAYS.get(made.action) or made.value["verdict"],
            made.who,
            made.when,
            made.why,
            made.id,
        )
        for made in holding
        if made.action == "judge" or made.action in _SAYS
    )


def latest(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """Return of each pair the last judgement, in the order they were made."""
    last: dict[frozenset[str], Judgement] = {}
    for judgement in judgements:
        last.pop(judgement.pair, None)
        last[judgement.pair] = judgement
    return tuple(last.values())


def judged(judgements: Iterable[Judgement], base: Redirects) -> Judged:
    """Return what judgements do over the redirects of `base`."""
    held = tuple(judgements)
    if not held:
        return NOTHING
    stopped = frozenset(_stopped(held, base))
    added: dict[str, str] = {}
    over = base.over(Judged(added, stopped, frozenset()))
    for judgement in held:
        if judgement.verdict == "positive":
            ends = over.targets((judgement.one, judgement.other))
            one, other = (ends.get(id_, id_) for id_ in (judgement.one, judgement.other))
            if one != other:
                added[other] = one
    apart = [
        tuple(over.targets((id_,)).get(id_, id_) for id_ in (judgement.one, judgement.other))
        for judgement in held
        if judgement.verdict == "negative"
    ]
    pairs = frozenset(pair for one, other in apart for pair in ((one, other), (other, one)))
    return Judged(added, stopped, pairs)


def _stopped(held: Iterable[Judgement], base: Redirects) -> Iterator[str]:
    """Yield, of each two judged not to be one that comparing led together, the one to be led no longer."""
    for judgement in held:
        if judgement.verdict != "negative":
            continue
        ends = base.targets((judgement.one, judgement.other))
        one, other = (ends.get(id_, id_) for id_ in (judgement.one, judgement.other))
        if one == other:
            yield judgement.other if judgement.other != other else judgement.one
