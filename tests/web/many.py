"""A made record of many papers with what links them: sources, copies of one text, events over years."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from onrecord.types.dates import RecordDate
from onrecord.types.identity import row_id
from onrecord.types.rows import (
    FACTUALITIES,
    Actor,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    Row,
    Statement,
    Wanted,
)
from tests.records import Page, record_of

PAPERS = 500
COPIES = 13
"""The first papers after number 0 that hold its very text, a line apart."""

KINDS = ("reports_on", "quotes", "cites", "replies_to")
CLINIC = row_id("actor", "organization", "lakeland legal clinic", "")
FIRST = date(2016, 1, 4)

_SORTS = ("letter", "press_release", "news_article", "report", "statement")
_BODY = "The Lakeland Legal Clinic says that families left the shore. Police arrested 3 men. " * 3


def paper(number: int) -> Page:
    """Return the text of one paper; copies of the first differ by their head alone."""
    head = f"Copy {number} of the paper on the shore." if number <= COPIES else f"Paper number {number}."
    same = "of the lake" if number <= COPIES else f"of the harbour by gate {number}, at mile {number * 7}"
    return Page(f"papers/{number:04}.txt", f"{head} {_BODY}It tells {same} in its own words.")


def day_of(number: int) -> date:
    """Return the day of one paper."""
    return FIRST + timedelta(days=number * 6)


def row_of(number: int, page: Page) -> DocumentRow:
    """Return one paper as a document; every tenth has no date."""
    told = RecordDate(day_of(number).isoformat(), "stated") if number % 10 != 9 else None
    title = page.words(page.text.split(".", 1)[0])
    row = page.row(_SORTS[number % len(_SORTS)], "2020-01-01")
    return replace(row, date=told, title=title, issuers=(CLINIC,) if number % 7 == 0 else ())


def rows_of(number: int, page: Page) -> Iterator[Row]:
    """Yield what one paper says: a statement of the clinic, a figure, and an event with some date."""
    named = page.words("Lakeland Legal Clinic")
    yield Actor(CLINIC, "Lakeland Legal Clinic", "organization", mentions=(named,))
    said = page.words("families left the shore")
    chain = (CLINIC, page.id)
    yield Statement(
        row_id("statement", page.id), page.id, (said,), "indirect", "assert", 1, (CLINIC,), chain=chain
    )
    men = page.words("3 men")
    yield Figure(
        row_id("figure", page.id), page.id, men, page.words("3"), 3, 3, "exact", "men", "flow",
        edtf_of(number), number=3, chain=chain,
    )  # fmt: skip
    arrested = page.words("Police arrested 3 men")
    kind = ("HARM.DETENTION", "MOVE.FLIGHT", "COMM.MEETING")[number % 3]
    factuality = FACTUALITIES[number % len(FACTUALITIES)] if number % 4 == 0 else "past"
    told = edtf_of(number)
    yield Event(row_id("event", page.id), kind, (arrested,), factuality, date=told, date_basis="stated")


def edtf_of(number: int) -> str | None:
    """Return when the event of one paper happened: to the day, the month, the year, open, or unknown."""
    day = day_of(number).isoformat()
    forms = (day, day, day, day[:7], f"{day[:7]}~", f"{day}/..", day[:4], None)
    return forms[number % len(forms)]


def links(pages: list[Page]) -> Iterator[DocumentLink]:
    """Yield what links the papers: most stand on an earlier one, some on several, some on one not here."""
    chance = random.Random(7)

    def link(user: int, source: int, kind: str) -> DocumentLink:
        here, there = pages[user], pages[source]
        evidence = (here.words("in its own words"), there.words("in its own words"))
        if kind == "same_text":
            shared = (here.text.split(". ", 1)[1], there.text.split(". ", 1)[1])
            evidence = (here.words(shared[0]), there.words(shared[1]))
        id_ = row_id("document_link", here.id, kind, there.id)
        return DocumentLink(id_, here.id, kind, there.id, evidence=evidence)

    for number in range(1, COPIES + 1):
        yield link(number, 0, "same_text")
    for number in range(COPIES + 1, len(pages)):
        if number % 6 == 0:
            continue
        source = int(number * chance.random() ** 3)
        yield link(number, source, KINDS[number % len(KINDS)])
        if number % 9 == 0:
            yield link(number, chance.randrange(number), "cites")
    for number in (50, 60, 61):
        wanted = Wanted("the survey of the shore", "report", id="w-0000000000000001")
        yield DocumentLink(
            row_id("document_link", pages[number].id, "wanted"), pages[number].id, "cites", wanted=wanted
        )


def make_many(path: Path, count: int = PAPERS) -> Path:
    """Make the record of many papers at `path` and return it."""
    pages = [paper(number) for number in range(count)]
    held = [(page, row_of(number, page), tuple(rows_of(number, page))) for number, page in enumerate(pages)]
    return record_of(path, held, links(pages))
