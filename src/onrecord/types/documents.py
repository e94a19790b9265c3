"""Documents on their way in: bytes as received, canonical text, offset map and layout."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from onrecord.types.dates import RecordDate
from onrecord.types.identity import document_id, sha256_of, text_sha256_of
from onrecord.types.spans import Evidence, Span

DOCUMENT_KINDS = (
    "letter",
    "joint_letter",
    "press_release",
    "news_article",
    "hearing",
    "testimony",
    "report",
    "resolution",
    "statement",
    "listing_page",
    "other",
)


OTHERS_VOICE = ("press_release", "news_article", "listing_page")
"""Kinds of document that report on their issuer: "we" outside quotation marks is not the issuer acting."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What somebody says of a file beside it: a sidecar, a manifest line, mail or page headers.

    Dates are as given there, not yet interpreted; `confidentiality` is one of types.access.CLASSES. Absent is
    None.
    """

    url: str | None = None
    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    kind: str | None = None
    retrieved: str | None = None
    author: str | None = None
    confidentiality: str | None = None

    def over(self, other: Metadata) -> Metadata:
        """Return this metadata with what it leaves open taken from `other`."""
        names = self.__dataclass_fields__
        return Metadata(**{name: getattr(self, name) or getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one document as received, and where they came from.

    `path` is relative to the folder given to the build and starts with that folder's name; a member
    of a container is `archive.zip!/inner/path`. `container` is the SHA-256 of the file it was in.
    `charset` is the character set that a transfer header declared (a web capture, an attachment).
    """

    path: str
    content: bytes
    media_type: str
    metadata: Metadata = Metadata()
    container: str | None = None
    charset: str | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes."""
        return sha256_of(self.content)

    @property
    def id(self) -> str:
        """The document's id."""
        return document_id(self.sha256)


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """A stretch of canonical text and the place it came from.

    `place` names it as the format does: `page 3` of a PDF, `/html/body/p[2]` of a page,
    `paragraph 7` or `footnote 2` of a DOCX, `body` or `header` of a mail, `bytes` of a plain file.
    `origin` is the offset in that place's own characters, or None where the format has none.
    """

    start: int
    end: int
    place: str
    origin: int | None = None


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Runs in text order that lead from canonical text back to the source."""

    runs: tuple[OffsetRun, ...] = ()

    def at(self, offset: int) -> OffsetRun | None:
        """Return the run that holds the character at `offset`, None where it was added (a line end)."""
        index = bisect_right(self.runs, offset, key=lambda run: run.start) - 1
        if index < 0 or self.runs[index].end <= offset:
            return None
        return self.runs[index]


@dataclass(frozen=True, slots=True)
class CanonicalText:
    """What a reader makes of a file: the text that offsets refer to, and how it came to be.

    `reader` names the extractor with its version (Berkeley Protocol: keep which tool read it).
    `headings` and `boilerplate` are spans the format itself marks (h1…h6, DOCX styles; nav, footer).
    `notes` are sentences for the user about what was odd (an encoding guessed, columns reordered).
    """

    text: str
    reader: str
    offset_map: OffsetMap = OffsetMap()
    metadata: Metadata = Metadata()
    headings: tuple[Span, ...] = ()
    boilerplate: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A part of a document and what it is.

    `what` is one of `item` (of a listing page), `letterhead`, `date_line`, `address_block`,
    `subject_line`, `salutation`, `body`, `closing`, `signature_block`, `copy_line`, `headline`,
    `dateline`, `byline`, `caption`, `boilerplate`, `teaser`, `end_mark`, `list_item`, `heading`,
    `footnote`. Segments of one kind do not overlap; a list item lies inside the body or an item.
    """

    start: int
    end: int
    what: str
    label: str | None = None

    @property
    def span(self) -> Span:
        """The place of the segment."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Party:
    """A name in a letter's own frame with its role words: a signatory, an addressee, an issuer."""

    name: Evidence
    role: Evidence | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedLetter:
    """A letter printed whole inside another document: where "we" and "you" are its own parties."""

    start: int
    end: int
    signatories: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    date: RecordDate | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What the shape of a document tells before any language model reads it."""

    kind: str = "other"
    title: Evidence | None = None
    date: RecordDate | None = None
    issuers: tuple[Party, ...] = ()
    addressees: tuple[Party, ...] = ()
    signatories: tuple[Party, ...] = ()
    authors: tuple[Party, ...] = ()
    segments: tuple[Segment, ...] = ()
    paragraphs: tuple[Span, ...] = ()
    reasons: tuple[str, ...] = ()
    letters: tuple[EmbeddedLetter, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in DOCUMENT_KINDS:
            raise ValueError(f"{self.kind!r} is not a document kind")

    def speaks_itself_at(self, offset: int) -> bool:
        """Tell whether "we" at a place, outside quotation marks, is the issuer's or a printed letter's."""
        return self.kind not in OTHERS_VOICE or self.letter_at(offset) is not None

    def letter_at(self, offset: int) -> EmbeddedLetter | None:
        """Return the letter inside this document that holds the character at `offset`."""
        return next((letter for letter in self.letters if letter.start <= offset < letter.end), None)

    def of(self, what: str) -> tuple[Segment, ...]:
        """Return the segments of one sort, in text order."""
        return tuple(segment for segment in self.segments if segment.what == what)


@dataclass(frozen=True, slots=True)
class Document:
    """One document ready to be read: canonical text with its layout and its provenance.

    `given` is what was said of it beside the file (a sidecar, a manifest); `metadata` is that with what
    it leaves open taken from the file's own headers.
    """

    id: str
    path: str
    sha256: str
    media_type: str
    text: str
    language: str | None = None
    layout: Layout = Layout()
    metadata: Metadata = Metadata()
    given: Metadata = Metadata()
    container: str | None = None
    headings: tuple[Span, ...] = ()
    offset_map: OffsetMap = field(default=OffsetMap(), repr=False)

    @property
    def text_sha256(self) -> str:
        """SHA-256 of the canonical text."""
        return text_sha256_of(self.text)

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the words from `start` to `end` as evidence; raises ValueError on an empty span."""
        return Evidence(self.id, start, end, self.text[start:end])
