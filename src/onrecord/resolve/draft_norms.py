"""The norms that a draft names, and who it says is party to them, held against the record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_names import share_a_name
from onrecord.resolve.draft_nearest import Near
from onrecord.types.drafts import Compared
from onrecord.types.rows import Norm, PartyStatus
from onrecord.types.spans import Evidence, Span

ON_IT = 0.4
"""Share of a sentence's words from which on another provision of one norm is meant for the same."""

BOUND = ("ratified", "acceded", "party")
"""Acts that bind a state; who "signed" or withdrew is not said to be bound."""

_DIGITS = re.compile(r"\d+")


class DraftNorms:
    """Compares the norms of one draft, in text order."""

    def __init__(self, context: DraftContext) -> None:
        self._context = context
        corpus = context.corpus
        self._norms = lru_cache(256)(lambda document: tuple(corpus.rows(Norm, document)))
        self._parties = lru_cache(256)(lambda document: tuple(corpus.rows(PartyStatus, document)))

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each norm at each place, and for each party to one."""
        for norm in self._norms(self._context.draft):
            for mention in norm.mentions[:3]:
                if not self._context.in_speech(mention.span):
                    yield self._compare(norm, mention)
        for status in self._parties(self._context.draft):
            if not self._context.in_speech(status.anchor.span):
                yield from self._status(status)

    def _compare(self, norm: Norm, mention: Evidence) -> Compared:
        nears = self._context.near(mention.span)
        held = self._held(norm)
        if held is not None:
            anchors = [one for one in held.mentions if one.document != self._context.draft]
            return self._told(norm, "agrees", mention, anchors[:3])
        others = [
            (other, anchor)
            for near in nears
            if near.sure and near.share >= ON_IT
            for other in self._norms(near.sentence.document)
            for anchor in other.mentions
            if Span(near.sentence.start, near.sentence.end).overlaps(anchor.span)
        ]
        other_number = [(other, anchor) for other, anchor in others if _differs(norm, other)]
        if other_number:
            other, anchor = other_number[0]
            return self._told(norm, "other_provision", mention, [anchor], there=_shown(other))
        return self._told(norm, "not_in_record", mention, ())

    def _held(self, norm: Norm) -> Norm | None:
        """Return the norm as the record has it, under the same name and provision."""
        row = self._context.corpus.row(norm.id)
        if not isinstance(row, Norm) or all(one.document == self._context.draft for one in row.mentions):
            return None
        return row

    def _status(self, status: PartyStatus) -> Iterator[Compared]:
        nears = self._context.near(status.anchor.span)
        near_it = [(held, near) for near in nears for held in self._parties_in(near)]
        found = [(held, near) for held, near in near_it if self._is_of(status, held)]
        if not found:
            yield from self._of_another(status, near_it)
            return
        sound = [(held, near) for held, near in found if _same_act(status, held)]
        if sound:
            yield self._told_status(status, "agrees", sound)
        else:
            yield self._told_status(status, "other_status", found)

    def _of_another(
        self, status: PartyStatus, near_it: Sequence[tuple[PartyStatus, Near]]
    ) -> Iterator[Compared]:
        """Yield that the record says it of another state, of the same norm, act and date, where it does."""
        for held, near in near_it:
            same = held.act == status.act and not set(status.norms).isdisjoint(held.norms)
            if same and near.sure and status.date is not None and held.date == status.date:
                here, there = (self._named(one) for one in (status, held))
                if here and there:
                    yield self._told_status(status, "other_status", [(held, near)], here=here, there=there)
                return

    def _named(self, status: PartyStatus) -> str:
        return next(iter(self._context.speakers.names_of([status.actor], status.document)), "")

    def _parties_in(self, near: Near) -> Iterator[PartyStatus]:
        span = Span(near.sentence.start, near.sentence.end)
        return (held for held in self._parties(near.sentence.document) if span.overlaps(held.anchor.span))

    def _is_of(self, status: PartyStatus, held: PartyStatus) -> bool:
        """Tell whether two say it of one state and one norm."""
        here, there = (self._context.speakers.names_of([one.actor], one.document) for one in (status, held))
        same = status.actor == held.actor or share_a_name(here, there)
        return same and not set(status.norms).isdisjoint(held.norms)

    def _told(
        self, norm: Norm, code: str, mention: Evidence, anchors: Sequence[Evidence], *, there: str = ""
    ) -> Compared:
        return Compared(
            "norm", code, mention, here=_shown(norm), there=there, standing=self._context.standing(anchors),
            supports=tuple(dict.fromkeys(one.document for one in anchors)) if code == "agrees" else (),
        )  # fmt: skip

    def _told_status(
        self,
        status: PartyStatus,
        code: str,
        found: Sequence[tuple[PartyStatus, Near]],
        *,
        here: str = "",
        there: str = "",
    ) -> Compared:
        anchors = [near.sentence.evidence for _, near in found]
        return Compared(
            "norm", code, status.anchor, here=here or status.act, there=there or found[0][0].act,
            standing=self._context.standing(anchors), rows=tuple(held.id for held, _ in found),
            supports=tuple(dict.fromkeys(one.document for one in anchors)) if code == "agrees" else (),
        )  # fmt: skip


def _same_act(one: PartyStatus, other: PartyStatus) -> bool:
    return one.act == other.act or (one.act in BOUND and other.act in BOUND)


def _differs(norm: Norm, other: Norm) -> bool:
    """Tell whether two norms are one but for a number: another article, an act of another year."""
    if norm.name == other.name:
        return (
            norm.provision is not None and other.provision is not None and norm.provision != other.provision
        )
    here, there = _DIGITS.sub("#", norm.name), _DIGITS.sub("#", other.name)
    return here == there and norm.kind != "resolution"


def _shown(norm: Norm) -> str:
    return f"{norm.provision}, {norm.name}" if norm.provision else norm.name
