"""TimelineJS JSON: a slide for each dated event, the date in words so that its doubt survives.

After the JSON format of TimelineJS 3 (Knight Lab): `start_date` and `end_date` place a slide, `display_date`
is what it says, `unique_id` is the row. Headline and text are HTML there, so words of documents are escaped.
An event without a date has no place on a line: it is left out and counted.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any, BinaryIO

from onrecord.export.coarse_dates import Ends, date_parts, ends_of
from onrecord.export.excerpt import Excerpt, Outcome, masked
from onrecord.export.json_bytes import compact
from onrecord.export.telling import masked_told
from onrecord.types.chronology import day_order, in_words
from onrecord.types.rows import Event
from onrecord.types.shown import shown

_PARTS = ("year", "month", "day")
_WORDS = 600
"""Characters of a mention on a slide."""


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write one slide a line."""
    out.write(b'{"title":' + compact(_title(excerpt)) + b',"events":[')
    count = undated = 0
    for row in excerpt.rows(Event):
        slide = _slide(row, excerpt)
        if slide is None:
            undated += 1
            continue
        out.write((b",\n" if count else b"\n") + compact(slide))
        count += 1
    out.write(b"\n]}\n")
    return Outcome(count, (_left_out(undated),) if undated else ())


def _left_out(undated: int) -> str:
    events = "1 event has" if undated == 1 else f"{undated} events have"
    return f"{events} no date that a timeline can place: left out."


def _title(excerpt: Excerpt) -> dict[str, Any]:
    told = f"Events as documents tell them. {masked_told(excerpt)}"
    return {"unique_id": "title", "text": {"headline": _html(excerpt.name_of_record), "text": _html(told)}}


def _slide(row: Event, excerpt: Excerpt) -> dict[str, Any] | None:
    ends, words = _placed(row)
    first = ends.first or ends.last
    if first is None:
        return None
    slide: dict[str, Any] = {"unique_id": row.id, "start_date": _date(first)}
    if ends.last is not None and ends.last != first:
        slide["end_date"] = _date(ends.last)
    return {
        **slide,
        "display_date": shown(words),
        "group": row.kind,
        "text": {"headline": _html(_headline(row, excerpt)), "text": _text(row, excerpt)},
        "autolink": False,
        "edtf": [date.edtf for date in row.dates] if row.date is None else [row.date],
        "factuality": row.factuality,
        **({"masked": True} if masked(row) else {}),
    }


def _placed(row: Event) -> tuple[Ends, str]:
    """Return the ends of an event's date and the date in words; of several that contradict, all of them."""
    if row.date is not None:
        return ends_of(row.date), in_words(row.date)
    told = sorted({date.edtf for date in row.dates}, key=day_order)
    held = [ends for ends in map(ends_of, told) if ends.first or ends.last]
    if not held:
        return Ends(None, None), ""
    last = max((ends.last for ends in held if ends.last), default=None)
    words = " or ".join(in_words(date) for date in told)
    return Ends(held[0].first or held[0].last, last), f"{words} (documents differ)"


def _date(iso: str) -> dict[str, int]:
    return dict(zip(_PARTS, date_parts(iso), strict=False))


def _headline(row: Event, excerpt: Excerpt) -> str:
    """Return who does what to whom, said as it is told: a feared event is never told as one that was."""
    acting, others = (
        "; ".join(dict.fromkeys(excerpt.names(_in_role(row, role)))) for role in ("actor", "recipient")
    )
    kind = row.kind.partition(".")[2].replace("_", " ").lower() or row.kind
    who = " → ".join(part for part in (acting, others) if part)
    told = f"{kind.capitalize()}: {who}" if who else kind.capitalize()
    return told if row.factuality == "past" else f"{told} ({row.factuality})"


def _in_role(row: Event, role: str) -> Iterator[str]:
    return (actor for part in row.participants if part.role == role for actor in part.actors)


def _text(row: Event, excerpt: Excerpt) -> str:
    return "".join(_paragraphs(row, excerpt))


def _paragraphs(row: Event, excerpt: Excerpt) -> Iterator[str]:
    mention = row.mentions[0]
    words = mention.exact if len(mention.exact) <= _WORDS else f"{mention.exact[:_WORDS]} […]"
    yield f"<p>“{_html(words)}”<br>{_html(excerpt.name(mention.document))}</p>"
    if row.place:
        yield f"<p>Place: {_html(row.place)}</p>"
    review = excerpt.review(row)
    if review.reviewed or review.grade.graded:
        told = " ".join(filter(None, (review.reviewed, str(review.grade) if review.grade.graded else "")))
        yield f"<p>Reviewed: {_html(told)}</p>"
    link = excerpt.link(row.id)
    if link is not None:
        name = _html(link)
        yield f'<p><a href="{name}">{name}</a></p>' if excerpt.on_the_web else f"<p>{name}</p>"


def _html(words: str) -> str:
    return escape(shown(words))
