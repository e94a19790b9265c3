"""What a dossier says, in the shapes every writer of it knows: chapters, tables, footnotes and exhibits."""

from __future__ import annotations

from dataclasses import dataclass

KINDS_OF_TEXT = ("plain", "strong", "quoted", "dim", "code", "raised")
"""`quoted` are words of a document, in quotation marks; `dim` what only says where something stands,
`raised` what stands between two marks of footnotes."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words of one kind; see KINDS_OF_TEXT."""

    words: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The place in a text where a footnote is called, by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class ExhibitMark:
    """The place where a document is named as an exhibit; it is numbered once all are known."""

    document: str


Inline = Text | NoteMark | ExhibitMark
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of a chapter; `key` is unique in the dossier and stays for equal records."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `kind` is plain, or aside for what tells of limits and of what is left out."""

    line: Line
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list without numbers."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head and its share of the width, in percent."""

    head: str
    share: int


Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption and a row of heads; the first cell of each row is its own head.

    `under_heading` tells that a heading says the same right above it: the caption need not be seen. The
    shares of the columns are 100 together, and every row has a cell for each.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    under_heading: bool = False

    def __post_init__(self) -> None:
        if sum(column.share for column in self.columns) != 100:
            raise ValueError(f"the columns of “{self.caption}” do not share 100 percent")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of “{self.caption}” has not {len(self.columns)} cells")


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter; `key` names it in links."""

    key: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where words stand: in which exhibit, from which character to which, and which they are."""

    number: int
    document: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A document the dossier stands on, numbered; `facts` are name and value of what is known of it."""

    number: int
    document: str
    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of a dossier, in the order it is read; `made` is a date, "" where none was given.

    `front` says of what record it is, for what purpose and how much of it is here.
    """

    title: str
    made: str
    front: tuple[tuple[str, str], ...]
    chapters: tuple[Chapter, ...]
    footnotes: tuple[Footnote, ...]
    exhibits: tuple[Exhibit, ...]
    language: str = "en"

    def exhibit_numbers(self) -> dict[str, int]:
        """Return the number of each document that is an exhibit."""
        return {exhibit.document: exhibit.number for exhibit in self.exhibits}
