"""What a reader should look at first inside one document: things it says that do not go together.

A tension is told only where the document does not see it itself. "Evictions are suspended; yet in May police
evicted 25 families" is the writer's point, and a happening that is said to have resumed is no contradiction.
Two numbers for one happening are held against each other as figures (findings_figures.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.resolve.events_kinds import packaged_kinds
from onrecord.resolve.events_likeness import other_parties
from onrecord.resolve.events_tellings import Telling, TellingReader
from onrecord.resolve.findings_words import finding_of
from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.periods import Period, period_of
from onrecord.types.rows import DocumentRow, Event, Finding, Statement
from onrecord.types.spans import Evidence

HAPPENED = ("past", "reported")

BEFORE, BEHIND = 250, 250
"""Characters before and behind a mention, in its paragraph, in which a writer shows to see the tension."""

HELD, TOLD = 160, 120
"""Characters that are quoted of what is said to be on hold and since when, and of what is told."""

_CONCEDING = frozenset(
    "yet but despite although though however nevertheless nonetheless notwithstanding regardless still even "
    "instead while whereas contrary contradicts defiance spite breach breaking violation violating supposed "
    "supposedly allegedly".split()
)
"""Words by which a writer shows to know that one thing speaks against the other."""

_RESUMING = frozenset(
    "resume resumed resumes resuming resumption restart restarted lifted again anew reopened reinstated "
    "until temporarily briefly except exception exceptions".split()
)
"""Words that tell that what was on hold went on later, or was never wholly on hold."""

_POINTING = frozenset("whose which who that its their his her this these".split())
"""Words that open a mention and point at what stands before it."""

_NEGATING = frozenset("no not never none nobody nor neither".split())

SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s|\n")

_HEDGE = re.compile(
    r"\b(?:reported(?:ly)?|alleged(?:ly)?|apparent(?:ly)?|supposed(?:ly)?|rumou?red|purported(?:ly)?|possibl[ey]|"
    r"claimed|(?:said|believed|thought|understood|known) to|according to|unconfirmed)\b",
    re.I,
)
"""Words by which a writer says not to vouch for what is told."""

HEDGED = 60
"""Characters before a mention, in its sentence, in which such a word speaks of it."""

_MONTHS = "January February March April May June July August September October November December".split()


def on_tensions(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Yield what is said to be on hold since a date, or not to have happened, and told for a later one."""
    events = list(corpus.rows(Event, document.id))
    held = [event for event in events if _on_hold(event)]
    if not held:
        return
    reader = TellingReader(corpus, packaged_kinds())
    others = {row.id for row in corpus.rows(Statement, document.id) if row.level > 0}
    for event in held:
        hold = reader.read(document.id, event.id)
        if hold is None or others.intersection(event.statements) or not _says_so(hold):
            continue
        for later in events:
            told = reader.read(document.id, later.id) if later.kind == event.kind else None
            if told is not None and later.factuality in HAPPENED and _speaks_against(hold, told):
                yield _tension(document, hold, told, named)


def _on_hold(event: Event) -> bool:
    """Tell whether an event is told as not happening from a date on until now."""
    return event.factuality in ("suspended", "disputed") and bool(event.date and event.date.endswith("/.."))


def _says_so(hold: Telling) -> bool:
    """Tell whether a document says that something is on hold as it writes: "has been", not "had been"."""
    words = _words(hold.text, *_phrase(hold))
    negated = hold.event.factuality == "suspended" or bool(_NEGATING & words)
    around = _words_around(hold) - {"still"}  # "evictions are still on hold"
    return negated and "had" not in words and not (_CONCEDING | _RESUMING) & around


def _speaks_against(hold: Telling, told: Telling) -> bool:
    """Tell whether what is told can only be what is on hold, later than it has been, and nobody says so."""
    since = _since(hold)
    return (
        since is not None
        and told.period.last is not None
        and told.period.first > (since.last or since.first)
        and bool(hold.acts & told.acts)
        and not other_parties(hold, told)
        and not (_CONCEDING | _RESUMING) & _words_around(told)
    )


def _since(hold: Telling) -> Period | None:
    return period_of((hold.event.date or "").removesuffix("/.."))


def _tension(document: DocumentRow, hold: Telling, told: Telling, named: DocumentNames) -> Finding:
    start, end = _phrase(hold)
    if hold.words[0] in _POINTING:
        start = min(trigger.start for trigger in hold.event.triggers)
    later = _with_its_hedge(told)
    hedged = told.event.factuality != "reported" or _HEDGE.search(later.exact)
    title = (
        f"{capital(named(document))} says “{short(hold.text[start:end], HELD)}” and tells of it"
        f"{'' if hedged else ', as reported,'} "
        f"for {spoken(told.event.date or '')} (“{short(later.exact, TOLD)}”)."
    )
    rows = (hold.event.id, told.event.id)
    return finding_of("internal_tension", "medium", title, rows, (hold.mention, later))


def _with_its_hedge(telling: Telling) -> Evidence:
    """Return the words of a mention, from the word on by which its sentence hedges it."""
    mention, text = telling.mention, telling.text
    first = max(0, mention.start - HEDGED)
    ends = [end.end() for end in SENTENCE_END.finditer(text, first, mention.start)]
    hedges = list(_HEDGE.finditer(text, ends[-1] if ends else first, mention.start))
    start = hedges[-1].start() if hedges else mention.start
    return Evidence(mention.document, start, mention.end, text[start : mention.end])


def _phrase(hold: Telling) -> tuple[int, int]:
    """Return where the words begin and end that say what is on hold and since when."""
    date = hold.event.date_anchor or hold.mention
    return min(hold.mention.start, date.start), max(hold.mention.end, date.end)


def _words_around(telling: Telling) -> set[str]:
    """Return the folded words of a mention's sentence and of what stands before it in its paragraph."""
    text, (start, end) = telling.text, _phrase(telling)
    first = max(text.rfind("\n", 0, start) + 1, start - BEFORE)
    stop = SENTENCE_END.search(text, end)
    return _words(text, first, min(stop.start() if stop else len(text), end + BEHIND))


def _words(text: str, start: int, end: int) -> set[str]:
    return {word.folded for word in words_of(text, start, end)}


def spoken(edtf: str) -> str:
    """Return a date as a sentence says it.

    >>> spoken("2021-07-14"), spoken("2020-01"), spoken("2015~")
    ('14 July 2021', 'January 2020', '2015')
    """
    parts = edtf.strip("~?%").split("-")
    if "/" in edtf or len(parts) > 3:
        return edtf
    year, *rest = parts
    month = f"{_MONTHS[int(rest[0]) - 1]} " if rest else ""
    return f"{int(rest[1])} {month}{year}" if len(rest) > 1 else f"{month}{year}"
