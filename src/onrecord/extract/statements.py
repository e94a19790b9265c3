"""Who said what: statements with their source, cue and content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.data import Vocabularies
from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_chains import Chains
from onrecord.extract.statements_choice import chosen
from onrecord.extract.statements_clauses import ClauseRules
from onrecord.extract.statements_headlines import HeadlineRules
from onrecord.extract.statements_nouns import NounRules
from onrecord.extract.statements_own import OwnVoiceRules, in_own_voice
from onrecord.extract.statements_prepositions import PrepositionRules
from onrecord.extract.statements_quoted import QuotedRules
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Annotated
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Quotation


class StatementExtractor:
    """Finds attributed statements in four steps: candidates, pairing of quotations, choice, chains."""

    name = "statements"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = SpeechWords(vocabularies.table("speech"))
        self._rules = (
            QuotedRules(self._words),
            ClauseRules(self._words),
            NounRules(self._words),
            PrepositionRules(self._words),
            OwnVoiceRules(self._words),
            HeadlineRules(),
        )

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield Statement rows in text order, outer before inner, and what was refused."""
        page = Page(annotated, found.of(Quotation))
        kept, refused = chosen(page, list(self.candidates(page)))
        yield from Chains(page, found, self._words).rows(kept)
        yield from refused

    def candidates(self, page: Page) -> Iterator[Candidate]:
        """Yield everything that may be a statement, rule by rule: where a learned finder can take over."""
        for rule in self._rules:
            for found in rule.find(page):
                yield in_own_voice(page, found)
