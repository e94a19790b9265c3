"""How a list of recommendations was received, where the sentence that opens it says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from onrecord.extract.asks_page import Page
from onrecord.extract.asks_recommendations import stem_start
from onrecord.extract.responses_rules import ResponseWords
from onrecord.types.identity import row_id
from onrecord.types.rows import Ask, Response


def receptions(page: Page, asks: Iterable[Ask], words: ResponseWords) -> Iterator[Response]:
    """Yield a commitment or a refusal for each list that was accepted or refused as a whole."""
    lists: dict[int, list[Ask]] = {}
    for ask in asks:
        if ask.list_label is not None:
            lists.setdefault(ask.operative.start, []).append(ask)
    for start in sorted(lists):
        first = min(ask.action.start for ask in lists[start])
        found = _reception(page.text, start, first, words)
        if found is not None:
            yield _row(page, found, lists[start])


def _reception(text: str, noun: int, first: int, words: ResponseWords) -> tuple[str, int, int] | None:
    """Return the kind of answer in a stem, with the place of the words that give it.

    A stem is the paragraph of its noun up to the first item; what it says is to be examined has no answer.
    """
    start = stem_start(text, noun)
    stem = re.sub(r"\s", " ", text[start:first]).casefold()
    if any(phrase in stem for phrase in words.open):
        return None
    for kind, phrases in (("refusal", words.refused), ("commitment", words.accepted)):
        for phrase in phrases:
            at = stem.find(phrase)
            if at >= 0:
                return kind, start + at, start + at + len(phrase)
    return None


def _row(page: Page, found: tuple[str, int, int], asks: list[Ask]) -> Response:
    kind, start, end = found
    document, evidence = page.annotated.document.id, page.annotated.evidence
    requesters = dict.fromkeys(actor for ask in asks for actor in ask.requesters)
    return Response(
        id=row_id("response", document, kind, start, end),
        document=document,
        kind=kind,
        anchor=evidence(min(start, asks[0].operative.start), max(end, asks[0].operative.end)),
        actor=next((actor for actor in asks[0].targets), None),
        to=tuple(requesters),
        asks=tuple(ask.id for ask in asks),
        cue=evidence(start, end),
    )
