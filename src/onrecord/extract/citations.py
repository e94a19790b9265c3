"""Which other documents a text names: letters, reports, replies, resolutions, with what it says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.data import Vocabularies
from onrecord.extract.asks_page import Page
from onrecord.extract.citations_joining import Referent, referents
from onrecord.extract.citations_reading import LETTER, CitationReader, Rows
from onrecord.extract.citations_seen import Seen
from onrecord.extract.citations_words import CitationWords
from onrecord.extract.events_dates import DateReader
from onrecord.extract.events_vocabulary import event_words
from onrecord.extract.norms_resolutions import ResolutionReader
from onrecord.extract.span_index import SpanIndex, index_of
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.documents import OTHERS_VOICE, EmbeddedLetter
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Actor, Ask, Citation, Event, Figure, Norm, Statement
from onrecord.types.spans import Evidence, Span

RESOLUTION, DOCUMENT = "resolution", "document"

SPOKEN = ("statement", "release", "testimony")
"""Sorts of which a text names its own as a matter of course: "said in a statement"."""

MOST_MENTIONS = 12
"""Places shown for one cited document."""

HEAD = 400
"""Characters at the head of a document in which its own number or symbol stands."""

LONGEST_HEADING = 120
"""Characters of a line that is no prose."""

LEAD_PARAGRAPHS = 2
"""Paragraphs of prose at the head of a text that tell what it is about."""

LEAST_PROSE = 80
"""Characters of a paragraph of prose."""

_LETTERS = ("letter", "joint_letter")


class CitationExtractor:
    """Yields a Citation for each document that a text names and tells enough of to know it again.

    A letter that a release prints is one too, as `printed`. What is only asked for, planned or denied is
    none, nor what is named without a word of whose it is ("a letter", "the report").
    """

    name = "citations"
    version = "5"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = CitationWords(vocabularies.table("citations"))
        self._speech = SpeechWords(vocabularies.table("speech"))
        self._undated = event_words(vocabularies).undated
        self._resolutions = ResolutionReader(vocabularies.table("norms").get("resolutions", {}))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield citations in text order."""
        page = Page(annotated, found)
        dates = DateReader(annotated, found.of(TimeExpression), self._undated)
        reader = CitationReader(page, _rows(found), dates, self._words, self._speech)
        seen = [one for one in reader.read() if not _is_itself(page, one)]
        printed = annotated.document.layout.letters
        told = referents(seen, frozenset(one.id for one in found.of(Actor) if one.kind == "group"))
        for letter in printed:
            own = [one for one in told if _is_printed(page, one, letter, len(printed))]
            yield _printed(page, letter, own)
            told = [one for one in told if one not in own]
        for referent in told:
            if not (
                referent.is_heading and any(one.sort == referent.sort for one in told if one is not referent)
            ):
                yield _citation(page, referent)
        yield from self._by_symbol(page, found)

    def _by_symbol(self, page: Page, found: Found) -> Iterator[Citation]:
        """Yield the resolutions of bodies and the other documents that a text names by number or symbol.

        One at the head of a document is the document's own, where it is no release or article.
        """
        document = page.annotated.document
        held: dict[tuple[str, str], list[Evidence]] = {}
        for norm in found.of(Norm):
            if norm.kind == "resolution" and RESOLUTION in norm.name and norm.provision is None:
                held[RESOLUTION, norm.name] = list(norm.mentions)
        for start, end in self._resolutions.other_documents(page.text):
            symbol = " ".join(page.text[start:end].split())
            held.setdefault((DOCUMENT, symbol), []).append(page.annotated.evidence(start, end))
        first = min(held, key=lambda one: held[one][0].start, default=None)
        for one, places in held.items():
            own = one == first and document.layout.kind not in OTHERS_VOICE and _is_heading(page, places[0])
            yield _named(document.id, one, tuple(places), own)


def _rows(found: Found) -> Rows:
    events = [
        (trigger.span, event)
        for event in found.of(Event)
        if event.kind.startswith("COMM.")
        for trigger in event.triggers
    ]
    figures = [(figure.anchor.span, figure) for figure in found.of(Figure)]
    asks = [(ask.operative.span, ask) for ask in found.of(Ask)]
    sources = index_of(row.source.span for row in found.of(Statement) if row.source and row.level > 0)
    norms = index_of(mention.span for norm in found.of(Norm) for mention in norm.mentions)
    return Rows(SpanIndex(events), SpanIndex(figures), SpanIndex(asks), sources, norms)


def _is_itself(page: Page, seen: Seen) -> bool:
    """Tell whether words name the document they stand in: a letter's own heading, "this report"."""
    row = page.row
    if row is None or seen.answered:
        return False
    if seen.follows and seen.sort != LETTER:
        return True
    if seen.sort in SPOKEN:
        if row.title is not None and row.title.span.overlaps(seen.noun):
            return True
        return bool({*seen.issuers} & {*row.issuers, *row.signatories, *row.authors}) or not seen.issuers
    kinds = _LETTERS if seen.sort == LETTER else (seen.sort,)
    if row.kind not in kinds:
        return False
    if row.title is not None and row.title.span.overlaps(seen.noun):
        return True
    words = page.text[seen.place.start : seen.noun.start].casefold().split()
    itself = bool(words) and words[0] in ("this", "the", "present")
    return itself and seen.bare


def _is_printed(page: Page, referent: Referent, letter: EmbeddedLetter, letters: int) -> bool:
    """Tell whether a document the text tells of is the letter it prints."""
    if referent.sort != LETTER or any(letter.start <= seen.noun.start < letter.end for seen in referent.seen):
        return False
    to, addressed = {*referent.addressees}, {*page.parties.addressed(letter)}
    if to and addressed:
        return bool(to & addressed)
    return letters == 1 and _is_subject(page, referent)


def _is_subject(page: Page, referent: Referent) -> bool:
    """Tell whether a document is brought up in the title or the first paragraphs of prose."""
    document = page.annotated.document
    if document.layout.kind == "listing_page":
        return False
    prose = [
        p
        for p in document.layout.paragraphs
        if len(p) >= LEAST_PROSE and page.text[p.start : p.end].rstrip()[-1] in ".”\"'’:"
    ]
    lead = prose[:LEAD_PARAGRAPHS]
    return bool(lead) and any(seen.noun.start < lead[-1].end for seen in referent.seen)


def _citation(page: Page, referent: Referent) -> Citation:
    evidence = page.annotated.evidence
    seen = sorted(referent.seen, key=lambda one: (one.bare, one.place.start))
    first = seen[0]
    title = next((one.title for one in seen if one.title), None)
    time = referent.time
    return Citation(
        id=row_id("citation", page.annotated.document.id, first.noun.start),
        document=page.annotated.document.id,
        sort=referent.sort,
        mentions=tuple(evidence(one.place.start, one.place.end) for one in seen[:MOST_MENTIONS]),
        issuers=referent.issuers,
        addressees=referent.addressees,
        to=next((evidence(one.to.start, one.to.end) for one in seen if one.to), None),
        by=next((evidence(one.by.start, one.by.end) for one in seen if one.by), None),
        date=time.edtf if time else None,
        title=page.text[title.start : title.end] if title else None,
        told=any(one.told for one in seen),
        subject=_is_subject(page, referent),
        answered=any(one.answered for one in seen),
        printed=any(one.printed or one.follows for one in seen) and _is_subject(page, referent),
        number=next((one.number for one in seen if one.number), None),
    )


def _printed(page: Page, letter: EmbeddedLetter, told: list[Referent]) -> Citation:
    """Return the letter that a text prints, with what the text says of it."""
    text = page.text[letter.start : letter.end]
    first = Span(letter.start, letter.start + len(text.split("\n", 1)[0]))
    places = [Evidence(page.annotated.document.id, first.start, first.end, first.slice(page.text))]
    seen = [one for referent in told for one in referent.seen]
    places += [page.annotated.evidence(one.place.start, one.place.end) for one in seen]
    issuers = (*page.parties.signers(letter), *(one for referent in told for one in referent.issuers))
    addressees = (*page.parties.addressed(letter), *(one for referent in told for one in referent.addressees))
    times = [referent.time.edtf for referent in told if referent.time and referent.time.edtf]
    return Citation(
        id=row_id("citation", page.annotated.document.id, letter.start),
        document=page.annotated.document.id,
        sort=LETTER,
        mentions=tuple(places[:MOST_MENTIONS]),
        issuers=tuple(dict.fromkeys(issuers)),
        addressees=tuple(dict.fromkeys(addressees)),
        date=letter.date.edtf if letter.date else next(iter(times), None),
        told=True,
        subject=True,
        printed=True,
    )


def _is_heading(page: Page, place: Evidence) -> bool:
    """Tell whether words stand in a line of their own at the head of a document."""
    start = page.text.rfind("\n", 0, place.start) + 1
    end = page.text.find("\n", place.end)
    line = page.text[start : end if end >= 0 else len(page.text)].rstrip()
    return place.end <= HEAD and len(line) <= LONGEST_HEADING and not line.endswith((".", ";", ","))


def _named(document: str, named: tuple[str, str], places: tuple[Evidence, ...], own: bool) -> Citation:
    sort, name = named
    identity = row_id("citation", document, sort, name)
    return Citation(identity, document, sort, places[:MOST_MENTIONS], title=name, printed=own)
