"""Small made-up documents that quote a text, and the text as the document it is said to be."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from evals.planting import Planted
from onrecord.data import Vocabularies
from onrecord.extract.quotations import QuotationExtractor
from onrecord.text.layout import lay_out
from onrecord.types.annotated import Annotated
from onrecord.types.dates import RecordDate
from onrecord.types.documents import CanonicalText, Document
from onrecord.types.findings import DocumentFindings, Found
from onrecord.types.identity import actor_id, document_id, folded_name, row_id, sha256_of, text_sha256_of
from onrecord.types.rows import Actor, DocumentRow, Quotation, QuotationCheck, Row, Statement
from onrecord.types.spans import Evidence

WAYS = ("named", "letter", "article")
"""How a made-up document claims its original: by noun and day, as its letter, by the speaker's name alone."""

MOST_DAYS = 5
"""Days after the original that a made-up document is of."""

MAYOR = "Orla Vance"

_VOCABULARIES = Vocabularies()


class Draft:
    """A document in the making: words are found in its text, and rows added on them."""

    def __init__(self, text: str, kind: str, day: date, issuers: Sequence[str] = ()) -> None:
        self.text = text
        self.sha256 = sha256_of(text.encode("utf-8", "surrogatepass"))
        self.id = document_id(self.sha256)
        self.kind, self.day = kind, day
        self.rows: list[Row] = []
        self._issuers = tuple(self.actor(name) for name in issuers)

    def words(self, exact: str) -> Evidence:
        """Return the first place of words in the text."""
        start = self.text.index(exact)
        return Evidence(self.id, start, start + len(exact), exact)

    def actor(self, name: str) -> str:
        """Add a person named in the text; return the id."""
        identity = actor_id("person", name)
        self.rows.append(Actor(identity, name, "person", mentions=(self.words(name),)))
        return identity

    def quotes(self, words: str, source: str, speaker: str) -> Evidence:
        """Add a quotation and the statement it is; return its place."""
        piece = self.words(words)
        self.rows.append(Quotation(row_id("quotation", self.id, piece.start, piece.end), self.id, (piece,)))
        said = row_id("statement", self.id, piece.start)
        named = self._beside(source, piece)
        self.rows.append(Statement(said, self.id, (piece,), "direct", "assert", 1, (speaker,), named))
        return piece

    def _beside(self, source: str, piece: Evidence) -> Evidence:
        """Return the nearest place of the words that name a speaker, outside of what is quoted."""
        before = self.text.rfind(source, 0, piece.start)
        behind = self.text.find(source, piece.end)
        near = [start for start in (before, behind) if start >= 0]
        start = min(near, key=lambda at: abs(at - (piece.start if at < piece.start else piece.end)))
        return Evidence(self.id, start, start + len(source), source)

    def findings(self) -> DocumentFindings:
        """Return the document as reading it would leave it."""
        row = DocumentRow(
            self.id, f"{self.kind}/{self.id}.txt", self.sha256, text_sha256_of(self.text), "text/plain",
            self.kind, issuers=self._issuers, signatories=self._issuers if self.kind == "letter" else (),
            date=RecordDate(self.day.isoformat(), "stated"),
        )  # fmt: skip
        return DocumentFindings(row, self.text, tuple(self.rows))


@dataclass(frozen=True)
class Original:
    """A text of the corpus with who wrote it, its day and its sentences to plant from."""

    text: str
    author: str
    day: date
    own: Sequence[str]

    def release(self) -> DocumentFindings:
        """Return it as its author's press release."""
        return self._as("press_release", f"Office of {self.author}\n{self.text}")

    def letter(self) -> DocumentFindings:
        """Return it as a letter of its author."""
        text = f"{said_day(self.day)}\nDear Mayor:\n{self.text}\nSincerely,\n{self.author}\n"
        return self._as("letter", text)

    def _as(self, kind: str, text: str) -> DocumentFindings:
        draft = Draft(text, kind, self.day, [self.author])
        draft.rows.extend(_quotations(draft))
        return draft.findings()


def _quotations(draft: Draft) -> Iterable[Quotation]:
    """Return what stands between marks in a text: no model is needed to see that."""
    document = Document(draft.id, "text.txt", draft.sha256, "text/plain", draft.text, "en")
    layout = lay_out(document, CanonicalText(draft.text, "text"), _VOCABULARIES)
    laid_out = Document(draft.id, "text.txt", draft.sha256, "text/plain", draft.text, "en", layout)
    found = QuotationExtractor(_VOCABULARIES).extract(Annotated(laid_out), Found())
    return [row for row in found if isinstance(row, Quotation)]


def said_day(day: date) -> str:
    """Return a day as it is written: "May 3, 2021"."""
    return f"{day:%B} {day.day}, {day.year}"


@dataclass(frozen=True)
class Frame:
    """A made-up document with the quotation planted in it, and the document that it was taken from."""

    planted: Planted
    way: str
    original: Original
    draft: Draft
    place: Evidence

    @cached_property
    def findings(self) -> DocumentFindings:
        """The made-up document."""
        return self.draft.findings()

    @cached_property
    def source(self) -> DocumentFindings:
        """The original, as the document that it is said to be."""
        return self.original.letter() if self.way == "letter" else self.original.release()

    def check(self, checks: Iterable[QuotationCheck]) -> QuotationCheck | None:
        """Return the check of the planted quotation."""
        return next((check for check in checks if check.quotation.span.overlaps(self.place.span)), None)


def frame_of(
    original: Original, planted: Planted, authors: Sequence[str], chance: random.Random
) -> Frame | None:
    """Return a made-up document that quotes planted words; None where the text allows none."""
    way = WAYS[len(original.text) % len(WAYS)]  # of one original all frames claim the same document
    speaker = original.author
    if planted.sort == "speaker":
        other = _other_speaker(original, authors, chance)
        if other is None:
            return None
        speaker = other
    if way == "letter" and planted.sort != "speaker":
        return _about_letter(original, planted, chance)
    return _told(original, planted, speaker, way, chance)


def _other_speaker(original: Original, authors: Sequence[str], chance: random.Random) -> str | None:
    """Return somebody whom the text does not name."""
    named = f"{folded_name(original.text)} {folded_name(original.author)}"
    others = [name for name in authors if folded_name(name).rsplit(" ", 1)[-1] not in named]
    return chance.choice(others) if others else None


def _told(original: Original, planted: Planted, speaker: str, way: str, chance: random.Random) -> Frame:
    """Return an article that gives planted words as a speaker's, of a release that it names or of none."""
    marks = chance.choice(["“{}”", '"{}"'])
    quoted, day = marks.format(planted.words), said_day(original.day)
    named = [
        (f"In a press release of {day}, {speaker} said, {quoted}", speaker),
        (f"According to a press release that {speaker} put out on {day}, {quoted}", "a press release"),
        (f"{quoted} {speaker} said in a statement on {day}.", speaker),
    ]
    plain = [
        (f"{quoted} {speaker} said.", speaker),
        (f"{speaker} said, {quoted}", speaker),
        (f"{speaker} put it this way: {quoted}", speaker),
    ]
    sentence, source = chance.choice(named if way == "named" else plain)
    opening = "The council of Lakeville takes up the matter in June, its clerk told this paper."
    text = f"{opening}\n{sentence}\nThe town has asked for a second opinion.\n"
    draft = Draft(text, "news_article", original.day + timedelta(chance.randint(1, MOST_DAYS)))
    place = draft.quotes(planted.words, source, draft.actor(speaker))
    return Frame(planted, way, original, draft, place)


def _about_letter(original: Original, planted: Planted, chance: random.Random) -> Frame | None:
    """Return a release of who wrote a letter, which quotes it twice."""
    rest = [sentence for sentence in original.own if sentence[:40] not in planted.words]
    if not rest:
        return None
    first = chance.choice(rest)
    marks = chance.choice(["“{}”", '"{}"'])
    author, quoted = original.author, marks.format(planted.words)
    closing = chance.choice([f"The letter says, {quoted}", f"{quoted} {author} wrote."])
    source = "The letter" if closing.startswith("The") else f"{author} wrote"
    text = (
        f"Office of {author}\n{author} has written to the mayor of Lakeville, {MAYOR}.\n"
        f"{marks.format(first)} the letter reads.\nThe town lies on the north shore.\n{closing}\n"
    )
    draft = Draft(text, "press_release", original.day + timedelta(chance.randint(0, 2)), [author])
    speaker = draft.rows[0].id
    draft.quotes(first, "the letter", speaker)
    place = draft.quotes(planted.words, source.removesuffix(" wrote"), speaker)
    return Frame(planted, "letter", original, draft, place)
