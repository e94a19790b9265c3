"""Who said what: statements with their source, cue and content."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_chains import Chains
from onrecord.extract.statements_choice import chosen
from onrecord.extract.statements_clauses import ClauseRules
from onrecord.extract.statements_headlines import HeadlineRules
from onrecord.extract.statements_introduced import IntroducedRules
from onrecord.extract.statements_learned import Confirmations, LearnedRules
from onrecord.extract.statements_nouns import NounRules
from onrecord.extract.statements_own import OwnVoiceRules, in_own_voice
from onrecord.extract.statements_prepositions import PrepositionRules
from onrecord.extract.statements_quoted import QuotedRules
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Annotated
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Quotation

_BESIDE_THE_MODEL = frozenset({"own", "resolution", "introduced", "unsourced"})
"""Rules that stand beside the model's findings: what it was not taught, and what nobody is said to say."""

OUTRIGHT = 0.85
"""Least score of a clause that stands where the model says nothing: its verb hardly ever does but report."""

_NEIGHBOURS = 12
"""Contents before a place that may reach over it: they hardly ever overlap."""


class StatementExtractor:
    """Finds attributed statements in three steps: candidates, choice, chains.

    Where the attribution model has read the document, its findings come first and the rules of the parse
    add the document's own voice and the reports inside what somebody said.
    """

    name = "statements"
    version = "4"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = SpeechWords(vocabularies.table("speech"))
        self._learned = LearnedRules(self._words)
        self._rules = (
            QuotedRules(self._words),
            ClauseRules(self._words),
            NounRules(self._words),
            PrepositionRules(self._words),
            IntroducedRules(self._words),
            OwnVoiceRules(self._words),
            HeadlineRules(),
        )

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield Statement rows in text order, outer before inner, and what was refused."""
        page = Page(annotated, found.of(Quotation))
        kept, refused = chosen(page, list(self.candidates(page)), self._words)
        yield from Chains(page, found, self._words).rows(kept)
        yield from refused

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """Yield everything that may be a statement, the model's findings before those of the rules."""
        by_rule = [
            in_own_voice(page, _without_dateline(page, found))
            for rule in self._rules
            for found in rule.find(page)
        ]
        confirmed = Confirmations(page, by_rule)
        learned = [
            in_own_voice(page, confirmed.of(_without_dateline(page, found)))
            for found in self._learned.find(page)
        ]
        yield from learned
        if page.annotated.attributions is None:
            yield from by_rule
            return
        own = [found for found in by_rule if found.rule in _BESIDE_THE_MODEL]
        told, inside = _Contents(found for found in learned if found.cue), _Contents([*learned, *own])
        for found in by_rule:
            outright = found.rule == "quoted" or (found.rule == "clause" and found.score >= OUTRIGHT)
            sourced = outright and found.source is not None and not told.touch(found)
            if found.rule in _BESIDE_THE_MODEL or sourced or inside.hold(found):
                yield found


def _without_dateline(page: Page, found: Candidate) -> Candidate:
    """Return a candidate whose source does not begin with the town its report was sent from."""
    source = page.past_dateline(found.source) if found.source is not None else None
    return found if source == found.source else replace(found, source=source)


class _Contents:
    """The contents of candidates, asked what stands inside them."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._spans = sorted((span.start, span.end) for found in candidates for span in found.content)

    def hold(self, found: Candidate) -> bool:
        """Tell whether a candidate is told inside one of the contents."""
        return found.cue is not None and self._reaches(found.cue.start, found.cue.start + 1)

    def touch(self, found: Candidate) -> bool:
        """Tell whether a candidate shares words with one of the contents."""
        return any(self._reaches(span.start, span.end) for span in found.content)

    def _reaches(self, start: int, end: int) -> bool:
        at = bisect_left(self._spans, (end,))
        return any(other > start for _, other in self._spans[max(0, at - _NEIGHBOURS) : at])
