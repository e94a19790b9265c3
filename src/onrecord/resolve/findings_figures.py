"""What a reader should look at first in figures: in conflict, grown on the way, of one origin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from onrecord.resolve.dates_and_keys import later
from onrecord.resolve.figures_claims import sentence_of
from onrecord.resolve.figures_origins import speakers
from onrecord.resolve.figures_sets import UNMARKED, shown
from onrecord.resolve.findings_words import finding_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.rows import Actor, DocumentRow, Figure, FigureSet, Finding, Statement

LEAST_ASKED_FOR = 20
"""Smaller numbers are mostly counts anybody can check ("two commissioners", "five members")."""

_KNOWING = ("assert", "report", "accuse", "declare", "warn", "acknowledge", "deny")
"""Acts of statements by which somebody is said to know what is so."""

MOST_NAMED = 3
"""Documents that one sentence names; the others it counts."""

Side = tuple[float | int | None, float | int | None]


def on_figures(figures: FigureSet, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of figures that cannot all hold, and of documents that have one from the same origin."""
    if figures.verdict == "not_comparable":
        return
    known = _figures_of(figures, corpus)
    yield from _on_conflicts(figures, known, corpus, named)
    yield from _on_single_origins(figures, known, corpus, named)


def _on_conflicts(
    figures: FigureSet, known: Mapping[str, Figure], corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    """Tell once of each two numbers that cannot both be right, by the documents that first give them."""
    told: set[frozenset[Side]] = set()
    pairs = [
        (known[found.one], known[found.other])
        for found in figures.comparisons
        if found.verdict == "conflict" and found.one in known and found.other in known
    ]
    for one, other in sorted(pairs, key=lambda pair: _rank_of_pair(pair, corpus)):
        sides = frozenset((_side(one), _side(other)))
        if sides not in told:
            told.add(sides)
            first, second = sorted((one, other), key=lambda figure: _rank(figure, corpus))
            title = (
                f"{_claim(first, corpus, named)}, {_claim(second, corpus, named)}: both are for "
                f"{_coarser(first.date, second.date)}, and they cannot both hold."
            )
            rows = (figures.id, first.id, second.id)
            yield finding_of("figure_conflict", "high", capital(title), rows, (first.anchor, second.anchor))


def _side(figure: Figure) -> Side:
    """Return what a figure claims, whatever the bound: "340" and "more than 340" contradict others alike."""
    return (figure.number, figure.number) if figure.number is not None else (figure.low, figure.high)


def _rank_of_pair(pair: tuple[Figure, Figure], corpus: Corpus) -> tuple[object, ...]:
    return tuple(sorted(_rank(figure, corpus) for figure in pair))


def _rank(figure: Figure, corpus: Corpus) -> tuple[bool, bool, str, str]:
    """Return what puts a figure as first given before its repetitions, and a named origin before none."""
    document = corpus.document(figure.document)
    date = document.date.edtf if document and document.date else "9999"
    return (figure.bound != "exact", not speakers(figure, corpus), date, figure.id)


def _claim(figure: Figure, corpus: Corpus, named: DocumentNames) -> str:
    """Return who says a number: "the letter of 2024-05-21 says “340 families” on the word of the Clinic"."""
    said = f"{named(corpus.document(figure.document))} says “{short(figure.anchor.exact, 60)}”"
    origin = _names(speakers(figure, corpus), figure.document, corpus)
    return f"{said} on the word of {origin}" if origin else said


def _names(actors: Sequence[str], document: str, corpus: Corpus) -> str | None:
    """Return the names of actors as a sentence lists them, two at most."""
    if not actors:
        return None
    known = {actor.id: actor.name for actor in corpus.rows(Actor, document)}
    found = [known[actor] for actor in actors if actor in known]
    if not found:
        return None
    return " and ".join(found[:2]) if len(actors) <= 2 else f"{found[0]} and others"


def _coarser(one: str | None, other: str | None) -> str:
    """Return the coarser of the dates of two figures that conflict: both have one."""
    return min((date.strip("~?%") for date in (one, other) if date), key=lambda date: (len(date), date))


def _on_single_origins(
    figures: FigureSet, known: Mapping[str, Figure], corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    """Tell of each number that documents of several issuers have from one and the same origin.

    Of two documents, the one of which claims more than the other, the sentence on its growth says so.
    """
    by_origin: dict[tuple[str, Side], list[Figure]] = defaultdict(list)
    for figure in known.values():
        if _is_told_as_fact(figure, corpus):
            for actor in speakers(figure, corpus):
                by_origin[actor, _side(figure)].append(figure)
    changed = {change.other for change in figures.changes if change.change != "date_coarsened"}
    grown = {
        frozenset((weaker.id, stronger.id))
        for weaker, stronger in _grown(figures, known, corpus)
        if _one_origin(weaker, stronger, corpus)
    }
    told: set[frozenset[str]] = set()
    for actor, side in sorted(by_origin, key=str):
        held = sorted(by_origin[actor, side], key=lambda figure: _rank(figure, corpus))
        apart = list(_of_other_issuers(held, (), corpus))
        if len(apart) < 2:
            apart = list(_of_other_issuers(held, changed, corpus))
        documents = frozenset(figure.document for figure in apart)
        origin = _names((actor,), held[0].document, corpus)
        if origin is None or len(apart) < 2 or documents in told:
            continue
        told.add(documents)
        if frozenset(figure.id for figure in apart) in grown:
            continue
        have = "both have" if len(apart) == 2 else "all have"
        numbers = " and ".join(dict.fromkeys(shown(figure) for figure in apart))
        title = (
            f"{capital(_listed(apart, corpus, named))} {have} their number of {apart[0].counted} "
            f"({numbers}) from {origin}: one origin, not {len(apart)}."
        )
        rows = (figures.id, *(figure.id for figure in apart))
        yield finding_of("single_origin", "medium", title, rows, tuple(figure.anchor for figure in apart))


def _is_told_as_fact(figure: Figure, corpus: Corpus) -> bool:
    """Tell whether somebody is said to know a number, and it is none that anybody can count.

    "According to the Clinic 340 families were evicted"; not "the Clinic asks for help for 340 families".
    """
    statement = corpus.row(figure.statement) if figure.statement else None
    asserted = isinstance(statement, Statement) and statement.act in _KNOWING
    counts = figure.measure in ("stock", "flow") and figure.number is not None
    return asserted and counts and (figure.number or 0) >= LEAST_ASKED_FOR


def _of_other_issuers(
    figures: Iterable[Figure], changed: Collection[str], corpus: Corpus
) -> Iterator[Figure]:
    """Yield the first figure of each document whose issuers gave none before, or that is not as it was there.

    A release on one's own letter is no second source; one that says more than the letter claims to be. The
    same sentence again is the text of one office, where it is not known that two put it out.
    """
    documents: set[str] = set()
    issuers: set[str] = set()
    sentences: set[str] = set()
    for figure in figures:
        row = corpus.document(figure.document)
        own = {*row.issuers, *row.signatories} if row else set()
        text = corpus.text(figure.document)
        sentence = " ".join(sentence_of(text, figure.anchor.start, figure.anchor.end).split())
        again = bool(own & issuers) or (sentence in sentences and not (own and issuers))
        if figure.document not in documents and (not again or figure.id in changed):
            yield figure
        documents.add(figure.document)
        issuers |= own
        sentences.add(sentence)


def _listed(figures: Sequence[Figure], corpus: Corpus, named: DocumentNames) -> str:
    names = [named(corpus.document(figure.document)) for figure in figures]
    if len(names) > MOST_NAMED:
        left = len(names) - MOST_NAMED + 1
        names = [*names[: MOST_NAMED - 1], f"{left} other documents"]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def on_strengthened(figures: FigureSet, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell once of each figure that it claims more than where it comes from, by the nearest document.

    It comes from there where its chain leads through that document, or where a later document names the same
    origin for the same number.
    """
    known = _figures_of(figures, corpus) if figures.strengthened else {}
    for weaker, stronger in _grown(figures, known, corpus):
        yield _strengthened(weaker, stronger, figures, corpus, named)


def _grown(
    figures: FigureSet, known: Mapping[str, Figure], corpus: Corpus
) -> Iterator[tuple[Figure, Figure]]:
    """Yield each figure that claims more than where it comes from, behind the nearest that claims less."""
    came = {(change.one, change.other) for change in figures.changes if change.change == "strengthened"}
    before: dict[str, list[tuple[bool, str, Figure]]] = defaultdict(list)
    for weaker, stronger in figures.strengthened:
        if weaker in known and stronger in known:
            through = (weaker, stronger) in came
            if through or _is_later_of_one_origin(known[weaker], known[stronger], corpus):
                before[stronger].append((not through, weaker, known[weaker]))
    for stronger in sorted(before):
        yield min(before[stronger], key=lambda found: found[:2])[2], known[stronger]


def _one_origin(one: Figure, other: Figure, corpus: Corpus) -> str | None:
    """Return the names of those whom both documents have a figure from, None where they share nobody."""
    there = speakers(other, corpus)
    return _names([actor for actor in speakers(one, corpus) if actor in there], one.document, corpus)


def _is_later_of_one_origin(one: Figure, other: Figure, corpus: Corpus) -> bool:
    here, there = corpus.document(other.document), corpus.document(one.document)
    shared = set(speakers(one, corpus)) & set(speakers(other, corpus))
    return bool(shared) and here is not None and there is not None and later(here, there)


def _strengthened(
    weaker: Figure, stronger: Figure, figures: FigureSet, corpus: Corpus, named: DocumentNames
) -> Finding:
    origin = _one_origin(weaker, stronger, corpus)
    title = (
        f"“{short(weaker.anchor.exact, 60)}” in {named(corpus.document(weaker.document))} "
        f"became “{short(stronger.anchor.exact, 60)}” in {named(corpus.document(stronger.document))}"
    ) + (f"; both have it from {origin}: one origin, not 2." if origin else ".")
    rows = (figures.id, weaker.id, stronger.id)
    return finding_of("figure_strengthened", "high", title, rows, (weaker.anchor, stronger.anchor))


def on_lost_attribution(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of each figure given in a document's own voice where the one it came through names an origin."""
    for figure in corpus.rows(Figure, document.id):
        unmarked = [mark.document for mark in figure.chain_marks if mark.how in UNMARKED]
        origin = next((link for link in figure.chain if link.startswith("a-")), None)
        if not unmarked or origin is None or figure.statement is not None:
            continue
        source = corpus.document(unmarked[-1])
        original = _original(figure, unmarked[-1], corpus)
        name = _names((origin,), unmarked[-1], corpus)
        if source is None or original is None or name is None or not speakers(original, corpus):
            continue
        title = (
            f"{capital(named(document))} gives “{short(figure.anchor.exact, 60)}” in its own voice; "
            f"{named(source)} has it from {name}."
        )
        rows = (figure.id, original.id)
        yield finding_of("lost_attribution", "medium", title, rows, (figure.anchor, original.anchor))


def _original(figure: Figure, document: str, corpus: Corpus) -> Figure | None:
    """Return the figure of a document that another one came from: the same number with the same chain."""
    before = figure.chain[:-1]
    found = (row for row in corpus.rows(Figure, document) if row.chain == before)
    return next((row for row in found if row.number == figure.number), None)


def _figures_of(figures: FigureSet, corpus: Corpus) -> Mapping[str, Figure]:
    """Return the figures of a set by their ids, in its order."""
    rows = {figure: corpus.row(figure) for figure in figures.figures}
    return {name: row for name, row in rows.items() if isinstance(row, Figure)}
