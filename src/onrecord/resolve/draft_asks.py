"""Who asks whom for what in a draft, and what is said to be unanswered, held against the record's asks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.data import Vocabularies
from onrecord.resolve.content_words import stem
from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_names import is_written, names_in, share_a_name
from onrecord.resolve.draft_nearest import Near
from onrecord.resolve.draft_sentences import STEM
from onrecord.resolve.words import words_of
from onrecord.types.drafts import Compared
from onrecord.types.rows import STRENGTHS, Ask, Statement
from onrecord.types.spans import Evidence, Span, hull

SAME_ACTION = 0.6
"""Share of the words of what a draft says is asked that an ask of the record has to be the same."""

RAISED, LOWERED = 2, 3
"""Steps of the scale from which on another verb is another ask; "ask" for "urge" is how people tell it."""

LEAST_STEMS = 2
"""Words of what is asked below which nothing can be told apart."""

DEMAND = "S6"
"""Strength that no other one may be told as."""

ASKING = ("ask", "recommend")
"""Acts of statements that ask for something."""


class Asked(NamedTuple):
    """An ask as a draft tells of it, read as a row or from a statement."""

    anchor: Evidence
    action: str
    strength: str
    relay: str | None
    requesters: tuple[str, ...]
    asked: tuple[str, ...]


class DraftAsks:
    """Compares the asks that one draft tells of, in text order."""

    def __init__(self, context: DraftContext) -> None:
        self._context = context
        self._stems = context.words.stems
        self._asks = lru_cache(256)(lambda document: tuple(context.corpus.rows(Ask, document)))

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each ask that is no part of a quotation."""
        rows = [ask for ask in self._asks(self._context.draft) if not self._in_speech(ask)]
        spans = [Span(min(ask.operative.start, ask.action.start), ask.action.end) for ask in rows]
        for ask in rows:
            if len(self._stems(ask.action.exact)) >= LEAST_STEMS:
                yield self._compare(self._of_row(ask))
        for statement in self._context.statements:
            span = hull(part.span for part in statement.content)
            if statement.act not in ASKING or statement.source is None or not statement.sure:
                continue
            if any(one.overlaps(span) for one in spans) or self._context.in_speech(span):
                continue
            asked = self._of_statement(statement, span)
            if asked is not None and len(self._stems(asked.action)) >= LEAST_STEMS:
                yield self._compare(asked)

    def _in_speech(self, ask: Ask) -> bool:
        return self._context.in_speech(ask.operative.span)

    def _of_row(self, ask: Ask) -> Asked:
        names, speakers = self._context.speakers.names_of, self._context.speakers
        said = speakers.statement_at(ask.document, ask.action.span)
        requesters = (speakers.of_statement(said) if said else ()) or names(ask.requesters, ask.document)
        start, end = min(ask.operative.start, ask.action.start), max(ask.operative.end, ask.action.end)
        anchor = Evidence(ask.document, start, end, self._context.text[start:end])
        between = self._context.text[ask.operative.end : ask.action.start]
        asked = names_in(between) or names((*ask.addressees, *ask.targets), ask.document)
        return Asked(anchor, ask.action.exact, ask.strength, ask.relay, requesters, asked)

    def _of_statement(self, statement: Statement, span: Span) -> Asked | None:
        strength = strength_of(statement.cue.exact if statement.cue else "")
        if strength is None:
            return None
        content = span.slice(self._context.text)
        anchor = Evidence(statement.document, span.start, span.end, content)
        return Asked(
            anchor, content, strength, None, self._context.speakers.of_statement(statement), names_in(content)
        )

    def _compare(self, asked: Asked) -> Compared:
        nears = self._context.nearest.of_both(self._context.over(asked.anchor.span), asked.action)
        found = [
            (ask, near)
            for near in nears
            for ask in self._asks_in(near)
            if self._same_action(asked, ask, near)
        ]
        if not found:
            return self._told(asked, "not_in_record", ())
        issues = [(self._issue(asked, ask, near), ask, near) for ask, near in found]
        sound = [(ask, near) for issue, ask, near in issues if not issue]
        if sound:
            return self._told(asked, "agrees", sound)
        issues = [
            one
            for one in issues
            if one[2].sure and self._is_rare(asked, *one[1:]) and self._is_mixed_up(asked, *one)
        ]
        if not issues:
            return self._told(asked, "not_in_record", ())
        issue, ask, near = issues[0]
        return self._told(asked, issue, [(ask, near)], there=self._there(issue, ask))

    def _asks_in(self, near: Near) -> Iterator[Ask]:
        span = Span(near.sentence.start, near.sentence.end)
        for ask in self._asks(near.sentence.document):
            if span.overlaps(ask.action.span):
                yield ask

    def _same_action(self, asked: Asked, ask: Ask, near: Near) -> bool:
        wanted = self._stems(asked.action)
        known = self._context.nearest.known_by(ask.document)
        there = {*self._stems(ask.action.exact), *self._stems(near.sentence.text), *known}
        return self._context.nearest.share(wanted, self._meeting(there)) >= SAME_ACTION

    def _is_mixed_up(self, asked: Asked, issue: str, ask: Ask, near: Near) -> bool:
        """Tell whether somebody else's ask can be the one a draft tells of: of those asked, or one they know.

        Many ask for the same in their own names.
        """
        if issue != "other_requester":
            return True
        of = self._context.speakers.called((*ask.addressees, *ask.targets), ask.document)
        known = (*of, *names_in(near.sentence.text))
        return share_a_name(asked.asked, known) or self._context.names_meet(
            ", ".join(asked.requesters), ask.document
        )

    def _is_rare(self, asked: Asked, ask: Ask, near: Near) -> bool:
        """Tell whether what is asked is not asked of many in these words."""
        parties = (*asked.requesters, *asked.asked)
        if not self._context.names_meet(asked.anchor.exact, ask.document, parties):
            return False
        there = {*self._stems(ask.action.exact), *self._stems(near.sentence.text)}
        wanted = self._stems(asked.action)
        met = len(wanted.keys() & self._meeting(there))
        return met >= LEAST_STEMS and self._context.nearest.rare(wanted, self._meeting(there))

    def _meeting(self, stems: set[str]) -> set[str]:
        """Return stems with those of verbs that ask for the same in other words."""
        return stems.union(*(group for group in alike() if not group.isdisjoint(stems)))

    def _issue(self, asked: Asked, ask: Ask, near: Near) -> str:
        """Return what of an ask the draft tells otherwise than the record; "" where nothing."""
        words = self._context.words
        if words.turned(asked.action) != words.turned(ask.action.exact):
            return "contradicted"
        parties = self._context.speakers.parties(ask.document)
        names = self._context.speakers.names_of
        by = (*names(ask.requesters, ask.document), *parties)
        said = self._context.speakers.statement_at(ask.document, ask.action.span)
        before = near.sentence.text[: max(0, ask.action.start - near.sentence.start)]
        by = (*by, *(self._context.speakers.of_statement(said) if said else ()), *names_in(before))
        said_so = is_written(asked.requesters, near.sentence.text)
        if asked.requesters and by and not said_so and not share_a_name(asked.requesters, by):
            return "other_requester"
        called = self._context.speakers.called((*ask.addressees, *ask.targets), ask.document)
        roles = self._context.speakers.roles((*ask.addressees, *ask.targets), ask.document)
        of = (*called, *roles, *names_in(near.sentence.text))
        if asked.asked and of and not share_a_name(asked.asked, of):
            return "other_addressee"
        return self._drift(asked, ask)

    def _drift(self, asked: Asked, ask: Ask) -> str:
        """Return whether the draft tells of a stronger or a weaker ask."""
        here = STRENGTHS.index(asked.strength)
        inner = [ask.relay] if ask.relay is not None and asked.relay is None else []
        there = [STRENGTHS.index(each) for each in (ask.strength, *inner)]
        raised, lowered = here - max(there), min(there) - here
        demanded = asked.strength == DEMAND and raised > 0
        if raised >= RAISED or demanded:
            return "strengthened"
        return "weakened" if lowered >= LOWERED else ""

    def _there(self, issue: str, ask: Ask) -> str:
        called = self._context.speakers.called
        if issue == "other_requester":
            return ", ".join(called(ask.requesters, ask.document)) or ", ".join(
                self._context.speakers.told_at(ask.action)
            )
        if issue == "other_addressee":
            return ", ".join(called(ask.addressees or ask.targets, ask.document))
        return " ".join(ask.operative.exact.split())

    def _told(
        self, asked: Asked, code: str, found: Sequence[tuple[Ask, Near]], *, there: str = ""
    ) -> Compared:
        anchors = [near.sentence.evidence for _, near in found]
        here = ", ".join(asked.asked if code == "other_addressee" else asked.requesters)
        return Compared(
            "ask", code, asked.anchor, here=here, there=there, standing=self._context.standing(anchors),
            rows=tuple(dict.fromkeys(ask.id for ask, _ in found)),
            supports=tuple(dict.fromkeys(one.document for one in anchors)) if code == "agrees" else (),
        )  # fmt: skip


@cache
def _verbs() -> dict[str, str]:
    """Return the strength of each verb of asking, by its stem."""
    found: dict[str, str] = {}
    for group in Vocabularies().table("asks")["verbs"]:
        for word in str(group["words"]).split():
            found.setdefault(stem(word.split("_")[0]), group["strength"])
    return found


def strength_of(cue: str) -> str | None:
    """Return how strongly a cue asks, None where it does not.

    >>> strength_of("demanded"), strength_of("called upon"), strength_of("said")
    ('S6', 'S4', None)
    """
    found = (_verbs().get(stem(word.folded)) for word in words_of(cue))
    return next((strength for strength in found if strength is not None), None)


@cache
def alike() -> tuple[frozenset[str], ...]:
    """Return the verbs that ask for one thing in other words, as stems in groups."""
    groups = Vocabularies().table("ledger")["actions"]["alike"]
    return tuple(frozenset(stem(word)[:STEM] for word in group) for group in groups)
