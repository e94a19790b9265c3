"""Another happening told without its verb: "evicted 340 families in March and 25 in May"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.types.annotated import Annotated
from onrecord.types.identity import row_id
from onrecord.types.periods import period_of
from onrecord.types.rows import Argument, Event, Figure

_JOINING = re.compile(
    r"(?:,\s+(?:which|who)\b[^.;]{1,120})?"
    r"[\s,;–—-]*\b(?:and|then|plus|followed by)\b(?:\s+(?:another|a further))?\s*",
    re.IGNORECASE,
)
"""What stands between the date of one happening and the number of the next: a clause at most, and "and"."""

_DATING = re.compile(r"\s*(?:more|others)?\s*(?:in|on|during|over)?\s*(?:the)?\s*", re.IGNORECASE)
"""What stands between that number and its date, where it has no verb of its own."""


def at_another_time(event: Event, figure: Figure) -> bool:
    """Tell whether a figure is dated by words of its own, to a time that the event's date excludes."""
    if figure.date_anchor is None or figure.date_anchor == event.date_anchor:
        return False
    one, other = period_of(event.date), period_of(figure.date)
    if one is None or other is None or one.last is None or other.last is None:
        return False
    return one.last < other.first or other.last < one.first


def told_again(
    annotated: Annotated, event: Event, own: Iterable[Figure], others: Iterable[Figure]
) -> Iterator[tuple[Event, Figure]]:
    """Yield an event of the same kind for each figure that tells of one, with that figure.

    `own` are the figures of `event`, `others` those in its mention or behind it in its sentence. Such a
    figure counts the same as one of the event's, at another time, and is joined to it: in the event's own
    mention, or right behind its date.
    """
    of_its_time = [figure for figure in own if not at_another_time(event, figure)]
    counted = {figure.counted_lemma for figure in of_its_time if _counts_flow(figure)}
    for figure in others:
        if (
            _counts_flow(figure)
            and figure.counted_lemma in counted
            and at_another_time(event, figure)
            and _is_joined(annotated.text, event, figure)
        ):
            yield _told_by(annotated, event, figure), figure


def _counts_flow(figure: Figure) -> bool:
    return figure.measure == "flow" and figure.quantity == "count" and bool(figure.counted_lemma)


def _is_joined(text: str, event: Event, figure: Figure) -> bool:
    own_date = figure.date_anchor or figure.anchor
    if not _DATING.fullmatch(text[figure.anchor.end : max(own_date.start, figure.anchor.end)]):
        return False
    if event.mentions[0].span.covers(figure.anchor.start):
        return True
    date = event.date_anchor
    return date is not None and bool(_JOINING.fullmatch(text[date.end : figure.anchor.start]))


def _told_by(annotated: Annotated, event: Event, figure: Figure) -> Event:
    """Return the event that a figure with its date tells of; who acts is told by the verb before it."""
    trigger, date = event.triggers[0], figure.date_anchor or figure.anchor
    start, end = min(figure.anchor.start, date.start), max(figure.anchor.end, date.end)
    acting = tuple(argument for argument in event.arguments if argument.role == "actor")
    return replace(
        event,
        id=row_id("event", figure.document, event.kind, trigger.start, "again", figure.anchor.start),
        mentions=(annotated.evidence(start, end),),
        date=figure.date,
        date_basis=figure.date_basis,
        date_anchor=figure.date_anchor,
        date_constraint=None,
        place=figure.place,
        figures=(figure.id,),
        arguments=(*acting, Argument("recipient", figure.anchor)),
    )
