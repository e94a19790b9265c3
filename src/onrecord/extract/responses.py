"""How those who were asked, or accused, answer: commitments, replies, refusals, denials, acknowledgements."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.data import Vocabularies
from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import Page
from onrecord.extract.responses_futures import DenialRules, FutureRules
from onrecord.extract.responses_lists import receptions
from onrecord.extract.responses_nouns import NounRules
from onrecord.extract.responses_replies import FulfilmentRules, ReplyRules
from onrecord.extract.responses_rules import Answer, ResponseWords, Rule
from onrecord.extract.responses_verbs import VerbRules
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Ask, Response
from onrecord.types.spans import Span


class ResponseExtractor:
    """Yields a Response for each answer or commitment of a party, and refusals of its like."""

    name = "responses"
    version = "2"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = ResponseWords(vocabularies.table("responses"))
        kinds = (ReplyRules, VerbRules, DenialRules, NounRules, FulfilmentRules, FutureRules)
        self._rules: tuple[Rule, ...] = tuple(kind(self._words) for kind in kinds)

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield responses in text order, then refusals; of two rules on the same cue the first one counts."""
        page = Page(annotated, found)
        answers: dict[Span, Answer] = {}
        refused: dict[tuple[Span, str], Refusal] = {}
        for rule in self._rules:
            for seen in rule.find(page):
                if isinstance(seen, Refusal):
                    refused.setdefault((seen.place, seen.code), seen)
                else:
                    answers.setdefault(seen.cue, seen)
        yield from receptions(page, found.of(Ask), self._words)
        for answer in sorted(answers.values(), key=lambda seen: (seen.anchor, seen.cue)):
            yield _row(page, answer)
        for refusal in sorted(refused.values(), key=lambda seen: (seen.place, seen.code)):
            place = annotated.evidence(refusal.place.start, refusal.place.end)
            yield Rejected(place, self.name, refusal.code, refusal.reason)


def _row(page: Page, answer: Answer) -> Response:
    document, evidence = page.annotated.document.id, page.annotated.evidence
    time = answer.time
    return Response(
        id=row_id("response", document, answer.kind, answer.cue.start, answer.cue.end),
        document=document,
        kind=answer.kind,
        anchor=evidence(answer.anchor.start, answer.anchor.end),
        actor=answer.actor,
        to=answer.to,
        date=time.edtf if time else None,
        statement=answer.statement,
        cue=evidence(answer.cue.start, answer.cue.end),
        date_basis=time.basis if time and time.edtf else None,
    )
