"""The date of a figure that its own sentence leaves out: that of the event its paragraph tells of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Annotated, Sentence
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Event, Figure

FARTHEST = 5
"""Sentences between an event and a figure that is told of it."""

HAPPENED = ("past", "ongoing", "reported")

_TOLD_OF = ("HARM.", "MOVE.", "STATUS.")
"""Kinds of event whose victims and losses are counted; a letter or a hearing dates only itself."""

_PAST_AUXILIARIES = ("was", "were", "had")
_MONTH = len("2024-03")


class FigureDateExtractor:
    """Dates a count of what happened by the event that its paragraph tells of before it.

    "On March 12 … Some 90 boats were burned." The date's basis is `inferred`, its anchor that of the event.
    Nothing is inferred where the paragraph dates two such events, where the figure's own sentence holds a
    date, or where it tells of no past.
    """

    name = "figure dates"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        del vocabularies

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield again, with a date, the figures that have theirs from an event before them."""
        events = [event for event in found.of(Event) if _dates_others(event)]
        if not events:
            return
        dates = SpanIndex(
            (time.anchor.span, time) for time in found.of(TimeExpression) if time.type in ("DATE", "TIME")
        )
        not_so = {
            figure
            for event in found.of(Event)
            if event.factuality not in HAPPENED
            for figure in event.figures
        }
        for figure in found.of(Figure):
            sentence = annotated.sentence_at(figure.value.start)
            if sentence is None or not _lacks_date(figure) or figure.id in not_so:
                continue
            if any(dates.between(sentence.start, sentence.end)) or not _tells_of_past(annotated, sentence):
                continue
            near = list(_before(annotated, sentence, events))
            if len({event.date for event in near}) == 1:
                last = near[-1]
                yield replace(figure, date=last.date, date_basis="inferred", date_anchor=last.date_anchor)


def _dates_others(event: Event) -> bool:
    """Tell whether an event happened at a time that is told to the month at least."""
    return (
        event.kind.startswith(_TOLD_OF)
        and event.factuality in HAPPENED
        and event.date is not None
        and "/" not in event.date
        and len(event.date) >= _MONTH
    )


def _lacks_date(figure: Figure) -> bool:
    counts = figure.measure == "flow" and figure.quantity == "count" and figure.counted is not None
    return counts and figure.date is None and not figure.additive and figure.change is None


def _tells_of_past(annotated: Annotated, sentence: Sentence) -> bool:
    tokens = annotated.sentence_tokens(sentence)
    past = any(token.tag == "VBD" or token.text.lower() in _PAST_AUXILIARIES for token in tokens)
    return past and not any(token.tag == "MD" for token in tokens)


def _before(annotated: Annotated, sentence: Sentence, events: Iterable[Event]) -> Iterator[Event]:
    """Yield the events that the sentence's paragraph tells of before it, or that it names itself."""
    for event in events:
        place = event.triggers[0] if event.triggers else event.mentions[0]
        told = annotated.sentence_at(place.start)
        if told is not None and told.paragraph == sentence.paragraph and 0 <= sentence.i - told.i <= FARTHEST:
            yield event
