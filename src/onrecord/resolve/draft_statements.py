"""Who a draft says said what, in its own words, held against who says the same in the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.resolve.draft_asks import strength_of
from onrecord.resolve.draft_clauses import Clause, Clauses
from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_names import is_written, names_in, share_a_name
from onrecord.resolve.draft_nearest import Near
from onrecord.resolve.draft_sentences import Sentence
from onrecord.resolve.numerals import values_of
from onrecord.types.drafts import Compared
from onrecord.types.rows import Ask, Statement
from onrecord.types.spans import Evidence, Span, hull

OWN_WORDS = ("indirect", "mixed", "nominal")
"""Modes of statements whose words are the draft's own, in part or wholly."""

PROMISED = "commit"
"""The act of statements by which somebody promises something."""

ON_IT = 0.35
"""Share of the words of what is said that a sentence of the record has to be looked at."""

SAME = 0.7
"""Share from which on two sentences say the same, so that another speaker is a wrong one."""

LEAST_SAME = 3
"""Words that both have at least for that."""

CLOSE = 0.45
"""Share of a sentence in the draft's own voice from which on a clause of the record can contradict it."""

AS_NEAR = 0.1
"""Share by which sentences may be less near than the nearest, where the draft does not say who speaks."""

_CODES = {"turned": "contradicted", "stronger": "strengthened", "weaker": "weakened"}


class DraftStatements:
    """Compares what a draft says that others said, and what it says itself, in text order."""

    def __init__(self, context: DraftContext) -> None:
        self._context = context
        self._clauses = Clauses(context)
        asks = tuple(context.corpus.rows(Ask, context.draft))
        self._asked = [
            Span(ask.operative.start, ask.action.end) for ask in asks if ask.operative.start < ask.action.end
        ]

    def compared(self) -> Iterator[Compared]:
        """Yield one comparison for each statement in the draft's words, and what it says itself wrongly."""
        told: list[Span] = []
        for statement in self._context.statements:
            span = hull(part.span for part in statement.content)
            if self._is_compared(statement, span):
                told.append(span)
                yield self._compare(statement, span)
        for sentence in self._context.sentences:
            yield from self._own(sentence, told)

    def _is_compared(self, statement: Statement, span: Span) -> bool:
        if statement.mode not in OWN_WORDS or not statement.sure or statement.source is None:
            return False
        cue = statement.cue.exact if statement.cue else ""
        asked = any(one.overlaps(span) for one in self._asked) or strength_of(cue) is not None
        return not asked and not self._is_quoted(span)

    def _is_quoted(self, span: Span) -> bool:
        """Tell whether a quotation holds nearly all of some words."""
        return any(
            held.quotation.speech and len(held.evidence.span) > len(span) // 2
            for held in self._context.quotations
            if held.evidence.span.overlaps(span)
        )

    def _compare(self, statement: Statement, span: Span) -> Compared:
        content = " ".join(part.exact for part in statement.content)
        cue = statement.cue.exact if statement.cue else ""
        named = self._context.speakers.of_statement(statement)
        nears = self._near(content, self._context.nearest.of_both(self._context.over(span), content))
        own = self._own_of(statement, named, nears)
        held = [(near, self._clauses.held(content, near, cue=cue)) for near in own]
        clauses = [(near, clause) for near, clause in held if clause is not None]
        sound = [
            near
            for near, clause in clauses
            if not clause.issue and _has_numbers(content, near) and self._can_be_said(statement, near)
        ]
        if sound:
            return self._told(statement, "supported", [near.sentence.evidence for near in sound])
        differing = [clause for near, clause in clauses if clause.issue and near.sure]
        if differing:
            return self._differing(statement, max(differing, key=lambda one: one.share))
        same = [
            near
            for near in nears
            if self._says_the_same(content, near)
            and _has_numbers(content, near)
            and self._can_be_said(statement, near)
        ]
        if named and any(near.sure for near in same) and not any(near in own for near in same):
            whose = ", ".join(self._context.speakers.told_at(same[0].sentence.evidence))
            anchors = [near.sentence.evidence for near in same]
            return self._told(
                statement, "wrong_speaker", anchors, here=named[0] if named else "", there=whose
            )
        if same:
            return self._told(statement, "supported", [near.sentence.evidence for near in same])
        reason = "nothing in it says the same" if nears else "nothing in it is on this matter"
        code = "not_decided" if nears else "not_in_record"
        return self._told(statement, code, [near.sentence.evidence for near in own[:1]], reason=reason)

    def _near(self, content: str, nears: Sequence[Near]) -> list[Near]:
        """Return the sentences that have enough of what is said, those with most of it first."""
        wanted = self._context.words.stems(content)
        share = self._context.nearest.share
        found = [(share(wanted, self._context.words.stems(near.sentence.text)), near) for near in nears]
        return [near for met, near in sorted(found, key=lambda one: -one[0]) if met >= ON_IT]

    def _own_of(self, statement: Statement, named: tuple[str, ...], nears: Sequence[Near]) -> list[Near]:
        """Return the sentences that can be of whom a statement names; by a noun alone, those that have it."""
        if named:
            return [near for near in nears if not self._is_others(named, near)]
        wanted = self._context.words.stems(statement.source.exact if statement.source else "")
        called = [near for near in nears if not wanted.keys().isdisjoint(self._called_near(near))]
        if wanted and called:
            return called
        best = max((near.share for near in nears), default=0.0)
        return [near for near in nears if near.share >= best - AS_NEAR]

    def _called_near(self, near: Near) -> set[str]:
        known = self._context.nearest.known_by(near.sentence.document)
        return {*self._context.words.stems(near.sentence.text), *known}

    def _is_others(self, named: tuple[str, ...], near: Near) -> bool:
        """Tell whether a sentence of the record is surely not of those whom the draft names."""
        if not named:
            return False
        anchor = near.sentence.evidence
        there = (*self._context.speakers.at(anchor), *names_in(anchor.exact))
        return bool(there) and not share_a_name(named, there) and not is_written(named, anchor.exact)

    def _says_the_same(self, content: str, near: Near) -> bool:
        wanted, held = self._context.words.stems(content), self._context.words.stems(near.sentence.text)
        return (
            len(wanted.keys() & held.keys()) >= LEAST_SAME
            and self._context.nearest.share(wanted, held) >= SAME
        )

    def _can_be_said(self, statement: Statement, near: Near) -> bool:
        """Tell whether a sentence can be what a draft tells of: what is promised, nobody only asks for."""
        return statement.act != PROMISED or self._context.words.firm_in(near.sentence.text)

    def _differing(self, statement: Statement, clause: Clause) -> Compared:
        code = _CODES[clause.issue]
        return self._told(statement, code, [clause.words], here=clause.here, there=clause.there)

    def _told(
        self, statement: Statement, code: str, anchors: Sequence[Evidence], *,
        here: str = "", there: str = "", reason: str = "",
    ) -> Compared:  # fmt: skip
        span = hull(part.span for part in statement.content)
        anchor = Evidence(statement.document, span.start, span.end, span.slice(self._context.text))
        rows = [self._context.speakers.statement_at(one.document, one.span) for one in anchors]
        return Compared(
            "attribution", code, anchor, here=here, there=there, reason=reason,
            standing=self._context.standing(anchors),
            rows=tuple(dict.fromkeys(row.id for row in rows if row is not None)),
            supports=tuple(dict.fromkeys(one.document for one in anchors)) if code == "supported" else (),
        )  # fmt: skip

    # what the draft says itself

    def _own(self, sentence: Sentence, told: Sequence[Span]) -> Iterator[Compared]:
        """Yield what a sentence says in the draft's own voice that the record says the other way round."""
        span = Span(sentence.start, sentence.end)
        if any(one.overlaps(span) and len(one) * 2 > len(span) for one in told) or self._context.in_speech(
            span
        ):
            return
        nears = [
            near for near in self._context.nearest.of(sentence.text) if near.sure and near.share >= CLOSE
        ]
        for found in self._clauses.closely(sentence.text, nears):
            first = max(found, key=lambda one: one.share, default=None)
            if first is None or any(one.issue in ("", "weaker") for one in found):
                continue
            yield Compared(
                "assertion", _CODES[first.issue], sentence.evidence, here=first.here, there=first.there,
                standing=self._context.standing([first.words]),
            )  # fmt: skip
            return


def _has_numbers(content: str, near: Near) -> bool:
    """Tell whether a sentence has every number that is said; another number is another matter."""
    wanted = {value for value in values_of(content) if value.startswith("#")}
    return wanted <= {value for value in values_of(near.sentence.text) if value.startswith("#")}
