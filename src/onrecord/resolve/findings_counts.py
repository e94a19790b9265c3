"""What a reader should look at first in one document's numbers: two for one thing that cannot both hold.

Told only where thing, place and day are the same in the document's own words, and the sentences say no more
of the one number than of the other, so that neither counts a part of what the other counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from onrecord.resolve.content_words import stem_of
from onrecord.resolve.figures_claims import Claim, claim_reader, sentence_of
from onrecord.resolve.findings_tensions import SENTENCE_END, spoken
from onrecord.resolve.findings_words import finding_of
from onrecord.resolve.words import folded, words_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.ranges import literal, meet, overlap, working
from onrecord.types.rows import DocumentRow, Event, Figure, Finding, Statement

MOST_ALIKE = 12
"""Numbers for one place and day; more are a table, whose rows count many things."""

SHOWN = 60
"""Characters that are quoted of a figure."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

_SEEING = frozenset(
    "yet but despite although though however nevertheless nonetheless still even instead while whereas "
    "contrary claim claims claimed allegedly supposedly only not no never other others another further "
    "additional corrected correction corrects revised earlier initially initial later originally previously "
    "previous first then now updated rose fell grew up down morning afternoon evening night noon "
    "midnight".split()
)  # fmt: skip
"""Words by which a sentence shows to know of another number, or speaks of an hour."""

_PLAIN = frozenset(
    "a an the there was were is are be been being in on at of to and that we us our it its they held hold "
    "holds know known count counted counts found record recorded records confirm confirmed documented "
    "identified total exactly precisely least most more less than about nearly under over according letter "
    "report statement january february march april may june july august september october november "
    "december".split()
)  # fmt: skip
"""Words that say of a number no more than that it is so."""


def on_counts(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Yield of each two numbers for one thing, in one place on one day, that they cannot both hold."""
    alike: dict[tuple[str, str | None], list[Figure]] = defaultdict(list)
    for figure in corpus.rows(Figure, document.id):
        dated = figure.date_basis in ("stated", "relative") and _DAY.match(figure.date or "")
        if figure.place and dated and figure.measure in ("stock", "flow"):
            alike[folded(figure.place), figure.date].append(figure)
    doubled = [figure for held in alike.values() if 1 < len(held) <= MOST_ALIKE for figure in held]
    if not doubled:
        return
    text = corpus.text(document.id)
    claims = claim_reader().claims(document, text, doubled, corpus.rows(Event, document.id))
    told: set[frozenset[object]] = set()
    for one, other in combinations([claim for claim in claims if _is_plain(claim)], 2):
        sides = frozenset((one.head, one.figure.date, literal(one.figure), literal(other.figure)))
        if sides not in told and _cannot_both_hold(one, other) and _is_one_thing(one, other, text, corpus):
            told.add(sides)
            yield _of_two_counts(document, one.figure, other.figure, named)


def _is_plain(claim: Claim) -> bool:
    """Tell whether a number counts the whole of something that is so, as the document knows it."""
    happened = claim.happening is None or claim.happening.happened
    doubtful = claim.part or claim.as_of or claim.hearsay or claim.growing or claim.local
    return happened and not doubtful and claim.figure.bound != "vague" and not claim.figure.additive


def _cannot_both_hold(one: Claim, other: Claim) -> bool:
    first, second = one.figure, other.figure
    return not meet(literal(first), literal(second)) and not overlap(working(first), working(second))


def _is_one_thing(one: Claim, other: Claim, text: str, corpus: Corpus) -> bool:
    """Tell whether two numbers can only count one thing, on one word, in two sentences that see no other."""
    first, second = one.figure, other.figure
    if _thing(one) != _thing(other) or _voice(first, corpus) != _voice(second, corpus):
        return False
    before, behind = sorted((first, second), key=lambda figure: figure.anchor.start)
    if SENTENCE_END.search(text, before.anchor.end, behind.anchor.start) is None:
        return False
    mine, theirs = _said(one, text), _said(other, text)
    return mine == theirs and not _SEEING & (mine | theirs)


def _thing(claim: Claim) -> tuple[object, ...]:
    """Return what a number counts, where and when, as far as its own words tell."""
    figure = claim.figure
    place = folded(figure.place or "")
    return claim.head, claim.qualifiers, claim.outcome, figure.measure, figure.date, place


def _said(claim: Claim, text: str) -> frozenset[str]:
    """Return the words of a number's sentence beside number, noun, place and date."""
    figure = claim.figure
    parts = (figure.anchor.exact, figure.place or "", figure.date_anchor.exact if figure.date_anchor else "")
    own = {word.folded for part in parts for word in words_of(part)}
    words = {word.folded for word in words_of(sentence_of(text, figure.anchor.start, figure.anchor.end))}
    said = words - own - _PLAIN
    return frozenset(word if word in _SEEING else stem_of(word) for word in said if not word.isdigit())


def _voice(figure: Figure, corpus: Corpus) -> tuple[str, ...]:
    """Return on whose word a document gives a number, as it names them; nobody where it is its own."""
    statement = corpus.row(figure.statement) if figure.statement else None
    if not isinstance(statement, Statement) or statement.level == 0:
        return ()
    source = folded(statement.source.exact) if statement.source else ""
    return (*sorted(statement.speakers), source)


def _of_two_counts(document: DocumentRow, one: Figure, other: Figure, named: DocumentNames) -> Finding:
    first, second = sorted((one, other), key=lambda figure: figure.anchor.start)
    title = (
        f"{capital(named(document))} says “{short(first.anchor.exact, SHOWN)}” and “"
        f"{short(second.anchor.exact, SHOWN)}”: both are for {spoken(first.date or '')}, "
        f"{' '.join((first.place or '').split())}, and they cannot both hold."
    )
    rows = (first.id, second.id)
    return finding_of("internal_tension", "medium", title, rows, (first.anchor, second.anchor))
