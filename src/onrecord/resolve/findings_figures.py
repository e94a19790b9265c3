"""What a reader should look at first in figures: in conflict, grown on the way, of one origin or of none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from onrecord.resolve.findings_words import (
    LETTER_KINDS,
    REPORTING_KINDS,
    DocumentNames,
    capital,
    content_words,
    finding_of,
    letters_reported_by,
    short,
)
from onrecord.resolve.sources import later
from onrecord.types.findings import Corpus
from onrecord.types.rows import Actor, DocumentLink, DocumentRow, Figure, FigureSet, Finding, Statement

LEAST_ASKED_FOR = 20
"""Smaller exact numbers are mostly counts anybody can check ("two commissioners", "five members")."""


def on_lost_attribution(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of each figure given in a report's own voice where the letter it reports on names its origin."""
    for source in letters_reported_by(document, corpus):
        yield from _lost_on_the_way(document, source, corpus, named)


def _lost_on_the_way(
    document: DocumentRow, source: DocumentRow, corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    named_origin: dict[tuple[object, object], Figure] = {}
    for figure in corpus.rows(Figure, source.id):
        if _origin(figure) is not None and figure.number is not None:
            named_origin[figure.number, figure.measure] = figure
    actors = {actor.id: actor.name for actor in corpus.rows(Actor, source.id)}
    for figure in corpus.rows(Figure, document.id):
        original = named_origin.get((figure.number, figure.measure))
        if original is None or figure.statement is not None or _origin(figure) is not None:
            continue
        if not set(content_words(figure.counted or "")) & set(content_words(original.counted or "")):
            continue
        origin = actors.get(_origin(original) or "", "its source")
        title = (
            f"{capital(named(document))} gives “{figure.anchor.exact}” in its own voice; "
            f"{named(source)} had it from {origin}."
        )
        yield finding_of(
            "lost_attribution", "medium", title, (figure.id, original.id), (figure.anchor, original.anchor)
        )


def on_unsourced_figures(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell once of a document which of its figures lead back to nobody."""
    sourced = {row.id for row in corpus.rows(Statement, document.id) if row.source is not None}
    bare = [
        figure
        for figure in corpus.rows(Figure, document.id)
        if figure.measure in ("stock", "flow")
        and figure.counted
        and _weighs(figure)
        and not _origin(figure)
        and figure.statement not in sourced
    ]
    if not bare or document.kind not in (*REPORTING_KINDS, *LETTER_KINDS, "listing_page", "report"):
        return
    shown = ", ".join(f"“{short(figure.anchor.exact, 50)}”" for figure in bare[:4])
    more = f" and {len(bare) - 4} more" if len(bare) > 4 else ""
    verb = "names no origin" if len(bare) == 1 else "name no origin"
    title = f"In {named(document)} {shown}{more} {verb}."
    rows = tuple(figure.id for figure in bare)
    yield finding_of("unsourced_figure", "low", title, rows, tuple(figure.anchor for figure in bare))


def _weighs(figure: Figure) -> bool:
    """Tell whether a reader would ask for a figure's origin: not for "two commissioners"."""
    return figure.bound != "exact" or (figure.number or 0) >= LEAST_ASKED_FOR


def _origin(figure: Figure) -> str | None:
    """Return the actor a figure leads back to, None where its chain names documents alone."""
    return next((link for link in figure.chain if link.startswith("a-")), None)


def on_figures(figures: FigureSet, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of a set of figures that cannot all hold, and of one that documents have from one origin."""
    if figures.verdict != "conflict" and figures.origins != 1:
        return
    known = _figures_of(figures, corpus)
    anchors = tuple(row.anchor for row in known.values())
    if figures.verdict == "conflict":
        title = f"The figures on {figures.label} cannot both hold. {figures.why}"
        yield finding_of("figure_conflict", "high", title, (figures.id, *known), anchors)
    documents = {row.document for row in known.values()}
    if figures.origins == 1 and len(documents) > 1:
        title = f"{len(documents)} documents give a figure on {figures.label}; all lead back to one origin."
        yield finding_of("single_origin", "medium", title, (figures.id, *known), anchors)


def on_strengthened(figures: FigureSet, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell once of each figure that it claims more than an earlier document did.

    Of several earlier ones the document that it reports on or quotes is named, else the earliest.
    """
    known = _figures_of(figures, corpus) if figures.strengthened else {}
    weaker_of: dict[str, list[Figure]] = defaultdict(list)
    for weaker, stronger in figures.strengthened:
        if weaker in known and stronger in known:
            weaker_of[stronger].append(known[weaker])
    for stronger in sorted(weaker_of):
        claim = known[stronger]
        here = corpus.document(claim.document)
        links = corpus.rows(DocumentLink, claim.document)
        linked = {link.to_document for link in links if link.kind in ("reports_on", "quotes")}
        earlier = [
            (figure.document not in linked, other.date.edtf if other.date else "9999", figure.id, figure)
            for figure in weaker_of[stronger]
            if (other := corpus.document(figure.document)) and here and not later(other, here)
        ]
        if earlier:
            yield _strengthened(min(earlier)[3], claim, figures, corpus, named)


def _strengthened(
    weaker: Figure, stronger: Figure, figures: FigureSet, corpus: Corpus, named: DocumentNames
) -> Finding:
    title = (
        f"“{weaker.value.exact}” in {named(corpus.document(weaker.document))} "
        f"became “{stronger.value.exact}” in {named(corpus.document(stronger.document))}."
    )
    rows = (figures.id, weaker.id, stronger.id)
    return finding_of("figure_strengthened", "high", title, rows, (weaker.anchor, stronger.anchor))


def _figures_of(figures: FigureSet, corpus: Corpus) -> Mapping[str, Figure]:
    """Return the figures of a set by their ids, in its order."""
    rows = {figure: corpus.row(figure) for figure in figures.figures}
    return {name: row for name, row in rows.items() if isinstance(row, Figure)}
