"""Who asks whom to do what, how strongly, and through whom."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from onrecord.data import Vocabularies
from onrecord.extract.asks_drafts import Draft, Refusal
from onrecord.extract.asks_enumerated import EnumeratedRules
from onrecord.extract.asks_headlines import HeadlineRules, headlines
from onrecord.extract.asks_imperatives import ImperativeRules
from onrecord.extract.asks_lists import ListRules
from onrecord.extract.asks_modals import ModalRules
from onrecord.extract.asks_nouns import NounRules
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_recommendations import RecommendationRules
from onrecord.extract.asks_resolutions import ResolutionRules
from onrecord.extract.asks_verbs import VerbRules
from onrecord.extract.asks_wishes import WishRules
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Ask
from onrecord.types.spans import Span

_NEGATION = re.compile(r"\b(?:(?:not|never)\s+(?:to\s+)?|to\s+not\s+)$", re.IGNORECASE)

NEAR_ACTIONS = 8
"""Actions before an ask that are looked at for one that holds it: they hardly ever nest deeper."""


class AskExtractor:
    """Yields an Ask for each thing somebody is asked to do, and a refusal for what only looks like one."""

    name = "asks"
    version = "3"

    def __init__(self, vocabularies: Vocabularies) -> None:
        words = AskWords(vocabularies.table("asks"))
        self._heads = words.heads
        self._lists = RecommendationRules(words)
        self._rules = (
            self._lists,
            ResolutionRules(words),
            ListRules(words),
            EnumeratedRules(words),
            HeadlineRules(words),
            VerbRules(words),
            NounRules(words),
            ModalRules(words),
            ImperativeRules(words),
            WishRules(words),
        )

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield asks in text order, then refusals; of two rules on the same words the first one counts."""
        page = Page(annotated, found, self._heads)
        drafts: dict[Span, Draft] = {}
        refused: dict[tuple[Span, str], Refusal] = {}
        stems: set[int] = set()
        above = headlines(page)
        for rule in self._rules:
            earlier = sorted(drafts)
            for seen in rule.find(page):
                if isinstance(seen, Refusal):
                    refused.setdefault((seen.place, seen.code), seen)
                elif not seen.listed and _is_taken(rule, seen, stems, earlier, above):
                    continue
                elif drafts.setdefault(seen.action, seen) is seen and (
                    seen.listed or isinstance(rule, HeadlineRules)
                ):
                    stems.update(range(seen.operative.start, seen.operative.end))
        in_order = sorted(drafts.values(), key=lambda draft: (draft.action, draft.operative))
        yield from _rows(page, self._lists.to_the_reviewed(page, in_order))
        for refusal in sorted(refused.values(), key=lambda seen: (seen.place, seen.code)):
            place = annotated.evidence(refusal.place.start, refusal.place.end)
            yield Rejected(place, self.name, refusal.code, refusal.reason)


def _is_taken(
    rule: object, seen: Draft, stems: set[int], earlier: Sequence[Span], headlines: Sequence[Span]
) -> bool:
    """Tell whether an ask is no other one: the stem of a list, inside another ask, of a headline's words."""
    if isinstance(rule, (NounRules, ModalRules)) and _lies_inside(earlier, seen):
        return True
    if isinstance(rule, (VerbRules, NounRules)) and _stands_in(headlines, seen):
        return True
    return seen.operative.start in stems or seen.action.start in stems


def _stands_in(places: Iterable[Span], seen: Draft) -> bool:
    """Tell whether the verb of an ask stands in a headline, which has rules of its own."""
    return any(place.covers(seen.operative.start) for place in places)


def _lies_inside(actions: Sequence[Span], seen: Draft) -> bool:
    """Tell whether an ask stands inside what an ask before it asks for."""
    start = seen.operative.start
    at = bisect_right(actions, start, key=lambda span: span.start)
    return any(span.covers(start) for span in actions[max(0, at - NEAR_ACTIONS) : at])


def _rows(page: Page, drafts: Iterable[Draft]) -> Iterator[Ask]:
    plain: Draft | None = None
    for draft in drafts:
        in_list = draft.listed or draft.label is not None
        parent = plain if in_list and plain and plain.action.covers(draft.operative.start) else None
        yield _row(page, draft, _id(page, parent) if parent else None)
        plain = plain if in_list else draft


def _id(page: Page, draft: Draft) -> str:
    document = page.annotated.document.id
    places = (draft.operative.start, draft.operative.end, draft.action.start, draft.action.end)
    return row_id("ask", document, *places)


def _with_negation(text: str, draft: Draft) -> int:
    """Return where the action begins with the "not" before it: alone it would say the opposite."""
    before = _NEGATION.search(text, max(0, draft.action.start - 12), draft.action.start)
    return before.start() if draft.negative and before else draft.action.start


def _row(page: Page, draft: Draft, parent: str | None) -> Ask:
    evidence = page.annotated.evidence
    start, end = _with_negation(page.text, draft), draft.action.end
    return Ask(
        id=_id(page, draft),
        document=page.annotated.document.id,
        operative=evidence(draft.operative.start, draft.operative.end),
        action=evidence(start, end),
        strength=draft.strength,
        requesters=draft.requesters,
        addressees=draft.addressees,
        targets=draft.targets,
        relay=draft.relay,
        list_label=draft.label,
        norms=page.norms(start, end),
        parent=parent,
        statement=draft.statement,
        modifiers=tuple(evidence(span.start, span.end) for span in draft.modifiers),
        deadline=page.deadline(start, end),
        condition=evidence(draft.condition.start, draft.condition.end) if draft.condition else None,
        negative=draft.negative,
    )
