"""What a reader should look at first, each in one sentence with the rows and words behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from onrecord.resolve.sources import later
from onrecord.resolve.words import folded, words_of
from onrecord.types.findings import BlockKey, Corpus, DocumentFindings
from onrecord.types.identity import row_id
from onrecord.types.rows import (
    Actor,
    Ask,
    Difference,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    QuotationCheck,
    Response,
    Row,
    Statement,
)
from onrecord.types.spans import Evidence

WEIGHTY = frozenset(
    "no not never none without cannot must shall should may might could can will would all some any only "
    "more less most least fewer nearly about over under than reportedly allegedly likely".split()
)
"""Words that FIELD.md section 5 says a quotation may never change: negation, modals, hedges, bounds,
comparatives. A difference in one of them, or in a number, makes an altered quotation a grave one."""

LETTER_KINDS = ("letter", "joint_letter")
REPORTING_KINDS = ("press_release", "news_article")

LEAST_ASK = "S3"
"""Weaker asks (invite, encourage, recommend) are not missed where a reply or report leaves them out."""

STRONG_ASK = "S5"

LEAST_ASKED_FOR = 20
"""Smaller exact numbers are mostly counts anybody can check ("two commissioners", "five members")."""

SAME_ASK_WORDS = 0.5
"""Share of an ask's content words that must stand in another's for the two to be one."""


class FindingResolver:
    """Turns checks, sets, links and asks into findings; asserts nothing those rows do not hold."""

    name = "findings"
    version = "1"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield nothing: findings are made from the rows of the resolvers before this one."""
        del findings
        return ()

    def resolve(self, corpus: Corpus) -> Iterator[Row]:
        """Yield findings, those on single documents first."""
        last_date = max(
            (document.date.edtf for document in corpus.documents() if document.date), default=None
        )
        answered = {ask for response in corpus.rows(Response) for ask in response.asks}
        for document in corpus.documents():
            yield from _on_quotations(document, corpus)
            yield from _on_links(document, corpus)
            yield from _on_unsourced_figures(document, corpus)
            yield from _on_unanswered_asks(document, corpus, answered, last_date)
            yield from _on_tensions(document, corpus)
        for figures in corpus.rows(FigureSet):
            yield from _on_figures(figures, corpus)


def named(document: DocumentRow | None) -> str:
    """Return a document as a sentence names it: its kind, with its title, date or file name."""
    if document is None:
        return "a document"
    kind = "document" if document.kind == "other" else document.kind.replace("_", " ")
    if document.kind in LETTER_KINDS and document.date is not None:
        return f"the {kind} of {document.date.edtf}"
    title = " ".join(document.title.exact.split()) if document.title else ""
    if title and document.kind not in LETTER_KINDS:
        return f"the {kind} “{_short(title, 60)}”"
    return f"the {kind} {document.path.rsplit('/', 1)[-1]}"


def _on_quotations(document: DocumentRow, corpus: Corpus) -> Iterator[Finding]:
    for check in corpus.rows(QuotationCheck, document.id):
        if check.verdict not in ("altered", "truncated") or check.found is None:
            continue
        source = named(corpus.document(check.found.document))
        anchors = (check.quotation, check.found)
        quoted = _short(check.quotation.exact, 60)
        if check.verdict == "altered":
            told = _told(check.differences)
            title = f"{_capital(named(document))} quotes {source} in other words: {told}."
            yield _finding("altered_quotation", _gravity(check.differences), title, (check.id,), anchors)
        else:
            title = (
                f"{_capital(named(document))} joins words that stand apart in {source} "
                f"without marking what it left out, at “{quoted}”."
            )
            yield _finding("stitched_quotation", "medium", title, (check.id,), anchors)


def _told(differences: Iterable[Difference]) -> str:
    """Return the gravest differences in words, three at most."""
    told = []
    for difference in differences:
        if difference.weight == "substantive":
            quoted, original = _short(difference.quoted, 50), _short(difference.original, 50)
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


def _on_links(document: DocumentRow, corpus: Corpus) -> Iterator[Finding]:
    reported = set()
    for link in corpus.rows(DocumentLink, document.id):
        if link.wanted is not None:
            what = f"a {link.wanted.description}, which is not in this record"
            title = f"{_capital(named(document))} tells of {what}."
            yield _finding("wanted_document", "low", title, (link.id,), link.evidence)
        elif link.kind in ("reports_on", "quotes"):
            reported.add(link.to_document)
        elif link.kind == "same_ask":
            yield from _on_same_ask(document, link, corpus)
    for other in sorted(filter(None, reported)):
        source = corpus.document(other)
        if source is not None and document.kind in REPORTING_KINDS and source.kind in LETTER_KINDS:
            if document.kind == "press_release":  # who reports on others' letters may choose from them
                yield from _on_dropped_asks(document, source, corpus)
            yield from _on_lost_attribution(document, source, corpus)


def _on_same_ask(document: DocumentRow, link: DocumentLink, corpus: Corpus) -> Iterator[Finding]:
    places = {(anchor.document, anchor.start) for anchor in link.evidence}
    asks = [
        ask
        for owner in (document.id, link.to_document)
        if owner is not None
        for ask in corpus.rows(Ask, owner)
        if (owner, ask.action.start) in places
    ]
    if len({ask.document for ask in asks}) < 2:
        return
    rows = tuple(ask.id for ask in asks)
    other = named(corpus.document(link.to_document or ""))
    words = _short(asks[0].action.exact, 80)
    if set(asks[0].requesters).isdisjoint(asks[-1].requesters) and asks[0].requesters and asks[-1].requesters:
        title = f"{_capital(named(document))} and {other} make the same ask: “{words}”."
        yield _finding("repeated_ask", "low", title, rows, link.evidence)
    first, last = asks[0], next(ask for ask in asks if ask.document != asks[0].document)
    if (first.strength, first.relay) != (last.strength, last.relay):
        verbs = " and ".join(f"“{_short(ask.operative.exact, 30)}” ({ask.strength})" for ask in (first, last))
        title = f"One ask is put in different strength: {verbs}, in {named(document)} and {other}."
        yield _finding("ask_drift", "low", title, rows, link.evidence)


def _on_dropped_asks(document: DocumentRow, source: DocumentRow, corpus: Corpus) -> Iterator[Finding]:
    """Tell the asks of a letter that a text on it neither repeats nor paraphrases."""
    told = set(_content_words(corpus.text(document.id)))
    repeated = [
        (set(ask.targets), set(_content_words(ask.action.exact))) for ask in corpus.rows(Ask, document.id)
    ]
    quoted = [
        check.found.span
        for check in corpus.rows(QuotationCheck, document.id)
        if check.found is not None and check.found.document == source.id
    ]
    for ask in corpus.rows(Ask, source.id):
        words = _content_words(ask.action.exact)
        if not words or not _own(ask, source) or max(ask.strength, ask.relay or "S0") < LEAST_ASK:
            continue
        if any(span.overlaps(ask.action.span) for span in quoted):
            continue
        kept = len(set(words) & told) / len(set(words))
        again = any(
            bool(set(ask.targets) & targets)
            and len(set(words) & others) >= SAME_ASK_WORDS * min(len(set(words)), len(others))
            for targets, others in repeated
        )
        # What is asked for is in the verb: a text with all the nouns and another verb drops the ask. For
        # a weak ask that is too fine a reading of a paraphrase.
        changed = words[0] not in told and max(ask.strength, ask.relay or "S0") >= STRONG_ASK
        if not again and (kept < SAME_ASK_WORDS or changed):
            title = (
                f"{_capital(named(document))} leaves out what {named(source)} asks: "
                f"“{_short(ask.action.exact, 100)}”."
            )
            yield _finding("dropped_ask", "medium", title, (document.id, ask.id), (ask.operative, ask.action))


def _own(ask: Ask, source: DocumentRow) -> bool:
    """Tell whether the ask is the letter's own rather than one it reports."""
    return bool(set(ask.requesters) & {*source.signatories, *source.issuers})


def _on_lost_attribution(document: DocumentRow, source: DocumentRow, corpus: Corpus) -> Iterator[Finding]:
    named_origin: dict[tuple[object, object], Figure] = {}
    for figure in corpus.rows(Figure, source.id):
        if _origin(figure) is not None and figure.number is not None:
            named_origin[figure.number, figure.measure] = figure
    actors = {actor.id: actor.name for actor in corpus.rows(Actor, source.id)}
    for figure in corpus.rows(Figure, document.id):
        original = named_origin.get((figure.number, figure.measure))
        if original is None or figure.statement is not None or _origin(figure) is not None:
            continue
        if not set(_content_words(figure.counted or "")) & set(_content_words(original.counted or "")):
            continue
        origin = actors.get(_origin(original) or "", "its source")
        title = (
            f"{_capital(named(document))} gives “{figure.anchor.exact}” in its own voice; "
            f"{named(source)} had it from {origin}."
        )
        yield _finding(
            "lost_attribution", "medium", title, (figure.id, original.id), (figure.anchor, original.anchor)
        )


def _on_unsourced_figures(document: DocumentRow, corpus: Corpus) -> Iterator[Finding]:
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
    shown = ", ".join(f"“{_short(figure.anchor.exact, 50)}”" for figure in bare[:4])
    more = f" and {len(bare) - 4} more" if len(bare) > 4 else ""
    verb = "names no origin" if len(bare) == 1 else "name no origin"
    title = f"In {named(document)} {shown}{more} {verb}."
    rows = tuple(figure.id for figure in bare)
    yield _finding("unsourced_figure", "low", title, rows, tuple(figure.anchor for figure in bare))


def _weighs(figure: Figure) -> bool:
    """Tell whether a reader would ask for a figure's origin: not for "two commissioners"."""
    return figure.bound != "exact" or (figure.number or 0) >= LEAST_ASKED_FOR


def _origin(figure: Figure) -> str | None:
    """Return the actor a figure leads back to, None where its chain names documents alone."""
    return next((link for link in figure.chain if link.startswith("a-")), None)


def _on_unanswered_asks(
    document: DocumentRow, corpus: Corpus, answered: set[str], last: str | None
) -> Iterator[Finding]:
    if document.kind not in LETTER_KINDS or not document.addressees:
        return
    asks = tuple(corpus.rows(Ask, document.id))
    stems = {ask.parent for ask in asks}  # a stem asks for nothing but its items
    open_asks = [
        ask
        for ask in asks
        if _own(ask, document) and ask.strength >= LEAST_ASK and ask.id not in answered | stems
    ]
    if not open_asks:
        return
    counted = "One ask" if len(open_asks) == 1 else f"{len(open_asks)} asks"
    as_of = f" as of {last}" if last else ""
    title = f"{counted} of {named(document)}: no reply in this record{as_of}."
    rows = tuple(ask.id for ask in open_asks)
    yield _finding("unanswered_ask", "low", title, rows, tuple(ask.action for ask in open_asks))


def _on_tensions(document: DocumentRow, corpus: Corpus) -> Iterator[Finding]:
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
                    yield _tension(document, held, event, since)


def _tension(document: DocumentRow, held: Event, event: Event, since: str) -> Finding:
    anchors = tuple(e for e in (*held.mentions, *event.mentions) if e.document == document.id)
    on_hold, happened = (_short(anchor.exact, 60) for anchor in (anchors[0], anchors[-1]))
    title = (
        f"{_capital(named(document))} says that this was on hold since {since} (“{on_hold}”) "
        f"and tells of it for {event.date} (“{happened}”)."
    )
    return _finding("internal_tension", "medium", title, (held.id, event.id), anchors)


def _on_figures(figures: FigureSet, corpus: Corpus) -> Iterator[Finding]:
    if figures.verdict != "conflict" and not figures.strengthened and figures.origins != 1:
        return
    rows = {figure: corpus.row(figure) for figure in figures.figures}
    known = {name: row for name, row in rows.items() if isinstance(row, Figure)}
    anchors = tuple(row.anchor for row in known.values())
    if figures.verdict == "conflict":
        title = f"The figures on {figures.label} cannot both hold. {figures.why}"
        yield _finding("figure_conflict", "high", title, (figures.id, *known), anchors)
    yield from _on_strengthened(figures, known, corpus)
    documents = {row.document for row in known.values()}
    if figures.origins == 1 and len(documents) > 1:
        title = f"{len(documents)} documents give a figure on {figures.label}; all lead back to one origin."
        yield _finding("single_origin", "medium", title, (figures.id, *known), anchors)


def _on_strengthened(figures: FigureSet, known: Mapping[str, Figure], corpus: Corpus) -> Iterator[Finding]:
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
            yield _strengthened(min(earlier)[3], claim, figures, corpus)


def _strengthened(weaker: Figure, stronger: Figure, figures: FigureSet, corpus: Corpus) -> Finding:
    title = (
        f"“{weaker.value.exact}” in {named(corpus.document(weaker.document))} "
        f"became “{stronger.value.exact}” in {named(corpus.document(stronger.document))}."
    )
    rows = (figures.id, weaker.id, stronger.id)
    return _finding("figure_strengthened", "high", title, rows, (weaker.anchor, stronger.anchor))


_EMPTY = frozenset(
    "a an the this that these those of to in on at by for from with and or as it its their his her our your "
    "be is are was were been being has have had do does did not no all any which who whom into".split()
)


def _content_words(text: str) -> list[str]:
    """Return the folded words that carry content, cut to their first six letters so that forms meet."""
    return [word.folded[:6] for word in words_of(text) if word.folded not in _EMPTY]


def _short(words: str, longest: int) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= longest else flat[: longest - 1].rstrip() + "…"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _finding(
    kind: str, severity: str, title: str, rows: tuple[str, ...], anchors: tuple[Evidence, ...]
) -> Finding:
    return Finding(row_id("finding", kind, *rows), kind, severity, title, rows, anchors)
