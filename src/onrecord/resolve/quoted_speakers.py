"""Whose words a quotation is said to be, against whose they are in the document that has them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.resolve.claims import Held
from onrecord.resolve.originals import Originals, Tie, is_among, last_name
from onrecord.resolve.words import words_of
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, DocumentRow, Statement
from onrecord.types.spans import Span

LEAST_WORDS = 12
"""Words below which two people may well say the same."""

BESIDE = 160
"""Characters between a quotation and the words that name its speaker."""

OWN_RELEASES = ("press_release", "statement", "letter", "joint_letter")
"""Kinds of document that give the words of those who issue them, be they named in it or not."""

OWN_VOICE = ("letter", "joint_letter", "press_release", "statement", "testimony")
"""Kinds of document whose words outside of marks are their issuer's."""


class SpeakerCheck:
    """Tells where a document gives somebody's words to somebody else; nothing where either is not sure."""

    def __init__(self, document: DocumentRow, originals: Originals) -> None:
        self._document = document
        self._originals = originals

    def others(self, held: Held, tie: Tie, span: Span) -> tuple[str, ...]:
        """Return whose words stand at a place of the original, if surely not those of who speaks here."""
        said_here = self._named(held.speakers)
        if tie.own or not said_here or len(words_of(held.words)) < LEAST_WORDS:
            return ()
        issuers = self._originals.parties(self._document)
        if any(is_among(one, issuers) for one in said_here) or not self._is_said_beside(held):
            return ()  # who issues a document knows what they said
        if not issuers and self._document.kind in OWN_RELEASES:
            return ()
        said_there = self._speakers(tie.source, span)
        if not said_there or not _comparable(said_here, said_there):
            return ()
        near = self._originals.text(tie.source.id).text
        if any(_is_named_near(one, near, span) for one in said_here) or any(
            _is_named_in(one, held.frame) for one in said_there
        ):
            return ()
        return tuple(one.id for one in said_there)

    def _is_said_beside(self, held: Held) -> bool:
        """Tell whether the words that name the speaker stand right before or behind the quotation."""
        source = held.statement.source if held.statement else None
        if source is None:
            return False
        words = held.evidence
        start, end = (source.end, words.start) if source.end <= words.start else (words.end, source.start)
        between = self._originals.read(self._document.id)[start:end]
        return start <= end and len(between) <= BESIDE and "\n" not in between.strip()

    def _named(self, speakers: Sequence[str]) -> tuple[Actor, ...]:
        """Return the speakers where all of them are somebody by name."""
        actors = self._originals.actors(self._document.id)
        found = tuple(actors[one] for one in speakers if one in actors)
        return found if len(found) == len(speakers) and all(one.kind != "group" for one in found) else ()

    def _speakers(self, source: DocumentRow, span: Span) -> tuple[Actor, ...]:
        """Return who speaks at a place of the original: who it says does, else who issued it."""
        actors = self._originals.actors(source.id)
        statement = self._statement(source.id, span)
        if statement is not None:
            found = tuple(actors[one] for one in statement.speakers if one in actors)
            sure = found and len(found) == len(statement.speakers) and statement.sure
            return found if sure and all(one.kind != "group" for one in found) else ()
        marked = self._originals.marks(source.id).within(span)
        if marked or source.kind not in OWN_VOICE:
            return ()
        return tuple(one for one in self._originals.parties(source) if one.kind != "group")

    def _statement(self, source: str, span: Span) -> Statement | None:
        over = [
            (sum(len(part.exact) for part in statement.content), statement.id, statement)
            for statement in self._originals.statements(source)
            if any(part.span.overlaps(span) for part in statement.content)
            and (statement.source is None or not span.overlaps(statement.source.span))
        ]
        return min(over, key=lambda one: one[:2])[2] if over else None


def _comparable(here: Sequence[Actor], there: Sequence[Actor]) -> bool:
    """Tell whether both are people, or both bodies, and none can be one of the others."""
    kinds = {one.kind == "person" for one in (*here, *there)}
    if len(kinds) > 1 or any(is_among(one, there) for one in here):
        return False
    keys = [{last_name(one) for one in side} for side in (here, there)]
    words = [{word for one in side for word in folded_name(one.name).split()} for side in (here, there)]
    return not keys[0] & keys[1] and (kinds == {True} or not words[0] & words[1])


def _is_named_near(one: Actor, text: str, span: Span) -> bool:
    """Tell whether a text names somebody in the paragraph of a place or those beside it."""
    start, end = span.start, span.end
    for _ in range(2):
        start = max(0, text.rfind("\n", 0, max(0, start - 1)))
        end = text.find("\n", end + 1)
        end = len(text) if end < 0 else end
    return _is_named_in(one, text[start:end])


def _is_named_in(one: Actor, words: str) -> bool:
    return re.search(rf"\b{re.escape(last_name(one))}\b", folded_name(words)) is not None
