"""What a reader should look at first, each in one sentence with the rows and words behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from onrecord.resolve.findings_asks import answered_asks, on_dropped_asks, on_same_ask, on_unanswered_asks
from onrecord.resolve.findings_words import (
    LETTER_KINDS,
    DocumentNames,
    capital,
    content_words,
    finding_of,
    short,
)
from onrecord.resolve.sources import later
from onrecord.resolve.words import folded
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.ledger import last_date
from onrecord.types.rows import (
    Actor,
    Difference,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    QuotationCheck,
    Statement,
)

WEIGHTY = frozenset(
    "no not never none without cannot must shall should may might could can will would all some any only "
    "more less most least fewer nearly about over under than reportedly allegedly likely".split()
)
"""Words that FIELD.md section 5 says a quotation may never change: negation, modals, hedges, bounds,
comparatives. A difference in one of them, or in a number, makes an altered quotation a grave one."""

WHOLE = "whole"
"""The one unit of this resolver."""

REPORTING_KINDS = ("press_release", "news_article")

LEAST_ASKED_FOR = 20
"""Smaller exact numbers are mostly counts anybody can check ("two commissioners", "five members")."""


class FindingResolver:
    """Turns checks, sets, links and asks into findings; asserts nothing those rows do not hold."""

    name = "findings"
    version = "3"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield nothing: findings are made from the rows of the resolvers before this one."""
        del findings
        return ()

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the whole record: every change may touch all of it."""
        del corpus
        return (WHOLE,) if changes.documents else ()

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield findings, those on single documents first."""
        if units is None or WHOLE in units:
            yield from (Made(WHOLE, finding) for finding in self._findings(corpus))

    def _findings(self, corpus: Corpus) -> Iterator[Finding]:
        last = last_date(corpus.documents())
        answered = answered_asks(corpus)
        named = DocumentNames(corpus.documents())
        for document in corpus.documents():
            yield from _on_quotations(document, corpus, named)
            yield from _on_links(document, corpus, named)
            yield from _on_unsourced_figures(document, corpus, named)
            yield from on_unanswered_asks(document, corpus, answered, last, named)
            yield from _on_tensions(document, corpus, named)
        for figures in corpus.rows(FigureSet):
            yield from _on_figures(figures, corpus, named)


def _on_quotations(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    for check in corpus.rows(QuotationCheck, document.id):
        if check.verdict not in ("altered", "truncated") or check.found is None:
            continue
        source = named(corpus.document(check.found.document))
        anchors = (check.quotation, check.found)
        quoted = short(check.quotation.exact, 60)
        if check.verdict == "altered":
            told = _told(check.differences)
            title = f"{capital(named(document))} quotes {source} in other words: {told}."
            yield finding_of("altered_quotation", _gravity(check.differences), title, (check.id,), anchors)
        else:
            title = (
                f"{capital(named(document))} joins words that stand apart in {source} "
                f"without marking what it left out, at “{quoted}”."
            )
            yield finding_of("stitched_quotation", "medium", title, (check.id,), anchors)


def _told(differences: Iterable[Difference]) -> str:
    """Return the gravest differences in words, three at most."""
    told = []
    for difference in differences:
        if difference.weight == "substantive":
            quoted, original = short(difference.quoted, 50), short(difference.original, 50)
            if difference.op == "insert":
                told.append(f"it adds “{quoted}”")
            elif difference.op == "delete":
                told.append(f"it leaves out “{original}”")
            else:
                told.append(f"“{quoted}” where the original has “{original}”")
    return "; ".join(told[:3]) + ("; and more" if len(told) > 3 else "")


def _gravity(differences: Iterable[Difference]) -> str:
    changed = {
        folded(word)
        for difference in differences
        if difference.weight == "substantive"
        for word in (difference.quoted + " " + difference.original).split()
    }
    numbers = any(char.isdigit() for word in changed for char in word)
    return "high" if numbers or changed & WEIGHTY else "medium"


def _on_links(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    reported = set()
    for link in corpus.rows(DocumentLink, document.id):
        if link.wanted is not None:
            what = f"a {link.wanted.description}, which is not in this record"
            title = f"{capital(named(document))} tells of {what}."
            yield finding_of("wanted_document", "low", title, (link.id,), link.evidence)
        elif link.kind in ("reports_on", "quotes"):
            reported.add(link.to_document)
        elif link.kind == "same_ask":
            yield from on_same_ask(document, link, corpus, named)
    for other in sorted(filter(None, reported)):
        source = corpus.document(other)
        if source is not None and document.kind in REPORTING_KINDS and source.kind in LETTER_KINDS:
            if document.kind == "press_release":  # who reports on others' letters may choose from them
                yield from on_dropped_asks(document, source, corpus, named)
            yield from _on_lost_attribution(document, source, corpus, named)


def _on_lost_attribution(
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


def _on_unsourced_figures(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
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


def _on_tensions(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Something is said to be suspended since a date, and to have happened after that date."""
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in corpus.rows(Event, document.id):
        by_kind[event.kind].append(event)
    for kind in sorted(by_kind):
        for held in by_kind[kind]:
            if held.factuality != "suspended" or not held.date or not held.date.endswith("/.."):
                continue
            since = held.date.removesuffix("/..")
            for event in by_kind[kind]:
                if (
                    event.factuality in ("past", "reported")
                    and event.date
                    and event.date[: len(since)] > since
                ):
                    yield _tension(document, held, event, since, named)


def _tension(document: DocumentRow, held: Event, event: Event, since: str, named: DocumentNames) -> Finding:
    anchors = tuple(e for e in (*held.mentions, *event.mentions) if e.document == document.id)
    on_hold, happened = (short(anchor.exact, 60) for anchor in (anchors[0], anchors[-1]))
    title = (
        f"{capital(named(document))} says that this was on hold since {since} (“{on_hold}”) "
        f"and tells of it for {event.date} (“{happened}”)."
    )
    return finding_of("internal_tension", "medium", title, (held.id, event.id), anchors)


def _on_figures(figures: FigureSet, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    if figures.verdict != "conflict" and not figures.strengthened and figures.origins != 1:
        return
    rows = {figure: corpus.row(figure) for figure in figures.figures}
    known = {name: row for name, row in rows.items() if isinstance(row, Figure)}
    anchors = tuple(row.anchor for row in known.values())
    if figures.verdict == "conflict":
        title = f"The figures on {figures.label} cannot both hold. {figures.why}"
        yield finding_of("figure_conflict", "high", title, (figures.id, *known), anchors)
    yield from _on_strengthened(figures, known, corpus, named)
    documents = {row.document for row in known.values()}
    if figures.origins == 1 and len(documents) > 1:
        title = f"{len(documents)} documents give a figure on {figures.label}; all lead back to one origin."
        yield finding_of("single_origin", "medium", title, (figures.id, *known), anchors)


def _on_strengthened(
    figures: FigureSet, known: Mapping[str, Figure], corpus: Corpus, named: DocumentNames
) -> Iterator[Finding]:
    """Tell once of each figure that it claims more than an earlier document did.

    Of several earlier ones the document that it reports on or quotes is named, else the earliest.
    """
    weaker_of: dict[str, list[Figure]] = defaultdict(list)
    for weaker, stronger in figures.strengthened:
        if weaker in known and stronger in known:
            weaker_of[stronger].append(known[weaker])
    for stronger in sorted(weaker_of):
        claim = known[stronger]
        here = corpus.document(claim.document)
        linked = {link.to_document for link in corpus.rows(DocumentLink, claim.document)}
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
