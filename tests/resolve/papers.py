"""Small documents with rows, as phase 1 would leave them, for tests of resolvers."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.types.dates import RecordDate
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import actor_id, document_id, row_id, sha256_of, text_sha256_of
from onrecord.types.rows import Actor, DocumentRow, Quotation, Row, Statement
from onrecord.types.spans import Evidence


class Paper:
    """A document under construction: `says` and `quotes` add rows on words that stand in its text."""

    def __init__(
        self, kind: str, text: str, date: str | None = None, signatories: Sequence[str] = ()
    ) -> None:
        self.text = text
        self.sha256 = sha256_of(text.encode())
        self.id = document_id(self.sha256)
        self.rows: list[Row] = []
        self.kind, self.date = kind, date
        self.signatories = tuple(self.actor(name) for name in signatories)

    def words(self, exact: str) -> Evidence:
        """Return the first place of `exact` in the text."""
        start = self.text.index(exact)
        return Evidence(self.id, start, start + len(exact), exact)

    def actor(self, name: str, kind: str = "person", alias: str | None = None) -> str:
        """Add an actor that is mentioned by `alias`, else by `name`; return its id."""
        identity = actor_id(kind, name, None if kind != "group" else self.id)
        self.rows.append(Actor(identity, name, kind, mentions=(self.words(alias or name),)))
        return identity

    def says(self, source: str, content: str, speakers: Sequence[str] = ()) -> Statement:
        """Add a statement whose pieces are the words of `content`, separated by `|`."""
        pieces = tuple(self.words(piece) for piece in content.split("|"))
        identity = row_id("statement", self.id, pieces[0].start)
        statement = Statement(
            identity, self.id, pieces, "direct", "assert", 1, tuple(speakers), self.words(source)
        )
        self.rows.append(statement)
        return statement

    def quotes(self, words: str, speech: bool = True) -> None:
        """Add a quotation of words that stand in the text."""
        piece = self.words(words)
        self.rows.append(
            Quotation(row_id("quotation", self.id, piece.start), self.id, (piece,), True, speech)
        )

    def findings(self) -> DocumentFindings:
        """Return the document as phase 1 hands it on."""
        row = DocumentRow(
            self.id,
            f"folder/{self.kind}.txt",
            self.sha256,
            text_sha256_of(self.text),
            "text/plain",
            self.kind,
            signatories=self.signatories,
            date=RecordDate(self.date, "stated") if self.date else None,
        )
        return DocumentFindings(row, self.text, tuple(self.rows))
