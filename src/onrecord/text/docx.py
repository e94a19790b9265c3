"""Word files: paragraphs, lists, tables and notes in reading order, as if all changes were accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from onrecord.config import Config
from onrecord.text.docx_numbering import Numbering
from onrecord.text.docx_opening import damaged, open_docx
from onrecord.text.weaving import Weaver, raised
from onrecord.types.documents import CanonicalText, Metadata, RawDocument

READER = "onrecord docx 1"
_TEMPLATE_CREATED = "2013-12-23T23:15"
"""When the template of python-docx was made: no date of any document."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_LEFT_OUT = frozenset(
    {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{_MC}Fallback"}
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


def read_docx(raw: RawDocument, config: Config) -> CanonicalText:
    """Return the text of a Word file: insertions in, deletions out, notes at the end.

    The head of the first page is read (letterheads stand there), other heads and feet are not.
    """
    from lxml import etree  # noqa: PLC0415

    document = open_docx(raw, config)
    try:
        reading = _read(document)
    except etree.XMLSyntaxError as error:  # notes are parsed once the text cites them
        raise damaged(raw) from error
    woven = reading.woven
    return CanonicalText(
        woven.text,
        f"{READER} (python-docx {_version()})",
        woven.offset_map,
        _metadata(document),
        woven.headings,
        notes=tuple(reading.notes),
    )


class _Piece(NamedTuple):
    """Text of one element; whether it is only implied, and whether a raised number."""

    text: str
    implied: bool
    changed: bool
    element: Any


class Traced(NamedTuple):
    """A stretch of the canonical text with the element it stands in, and the place this is in."""

    start: int
    end: int
    element: Any
    place: str


def trace_docx(document: Any) -> tuple[str, list[Traced]]:
    """Return the text that `read_docx` gives of an open document, and where each stretch of it stands.

    The elements are those of the document itself, but for notes: of these they are the references that call
    them, since a note is a part of its own. What the reader adds (labels, line ends) is in no stretch.
    """
    reading = _read(document)
    return reading.woven.text, reading.traced


def _read(document: Any) -> _Reading:
    """Return what is read of an open document."""
    reading = _Reading(Weaver(), _heading_styles(document), Numbering.of(document))
    head = _first_head(document)
    if head is not None:
        reading.read_story(head, "header")
    reading.read_story(document.element.body, "")
    reading.read_notes(document, "footnote")
    reading.read_notes(document, "endnote")
    return reading


@dataclass
class _Reading:
    """The text so far, and what counts on: paragraphs, tables, notes met on the way."""

    woven: Weaver
    heading_styles: frozenset[str]
    numbering: Numbering
    notes: list[str] = field(default_factory=list)
    cited: dict[str, list[Any]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    traced: list[Traced] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0
    changes: int = 0

    def read_story(self, story: Any, place: str) -> None:
        """Read the paragraphs and tables of a body, a head or a text box."""
        for block in _blocks(story):
            if block.tag == f"{W}p":
                if not place:
                    self.paragraphs += 1
                self._read_paragraph(block, place or f"paragraph {self.paragraphs}")
            else:
                self.tables += 1
                self._read_table(block, f"table {self.tables}")

    def read_notes(self, document: Any, kind: str) -> None:
        """Read the notes of one kind that the text cites, in the order it cites them."""
        cited = self.cited[kind]
        if not cited:
            return
        by_id = {note.get(f"{W}id"): note for note in _notes_of(document, kind)}
        for number, reference in enumerate(cited, start=1):
            note = by_id.get(reference.get(f"{W}id"))
            if note is not None:
                self._break("\n\n" if number == 1 else "\n")
                self.woven.add_break(f"{raised(str(number))} ")
                start = self.woven.length
                before = len(self.traced)
                self._read_flat(note, f"{kind} {number}")
                self.traced[before:] = [Traced(start, self.woven.length, reference, f"{kind} {number}")]

    def _read_paragraph(self, paragraph: Any, place: str) -> None:
        start = self.woven.length
        pieces = list(self._pieces(paragraph))
        if any(piece.text.strip() for piece in pieces):
            style, numbering = _style(paragraph), self.numbering.label(paragraph)
            self._break("\n" if numbering and self.numbering.continues else "\n\n")
            start = self.woven.length
            if numbering:
                self.woven.add_break(f"{numbering} ")
            self._add(pieces, place)
            if style in self.heading_styles or _outline(paragraph):
                self.woven.add_heading(start)
        for box in _text_boxes(paragraph):
            self.read_story(box, f"{place} text box")

    def _read_table(self, table: Any, place: str) -> None:
        self._break("\n\n")
        for row_number, row in enumerate(_below(table, "tr"), start=1):
            if row_number > 1:
                self.woven.add_break("\n")
            for cell_number, cell in enumerate(_below(row, "tc"), start=1):
                if cell_number > 1:
                    self.woven.add_break("\t")
                self._read_flat(cell, f"{place} row {row_number} cell {cell_number}")

    def _read_flat(self, story: Any, place: str) -> None:
        """Read all paragraphs below `story`, those of a table within a cell too, as one line or several."""
        first = True
        for paragraph in story.iter(f"{W}p"):
            pieces = list(self._pieces(paragraph))
            if any(piece.text.strip() for piece in pieces):
                if not first:
                    self.woven.add_break("\n")
                first = False
                self._add(_stripped(pieces), place)

    def _add(self, pieces: list[_Piece], place: str) -> None:
        origin = 0
        for text, implied, changed, element in pieces:
            start = self.woven.length
            if implied:
                self.woven.add_break(text)
                continue
            if changed:
                self.woven.add_changed(raised(text), place, origin)
            else:
                self.woven.add(text, place, origin)
            origin += len(text)
            if text:
                self.traced.append(Traced(start, self.woven.length, element, place))

    def _pieces(self, paragraph: Any) -> Iterator[_Piece]:
        """Yield the texts of a paragraph with the elements they stand in."""
        waiting = list(reversed(paragraph))
        while waiting:
            element = waiting.pop()
            tag = element.tag
            if tag == f"{W}t":
                text = element.text or ""
                is_mark = text.strip().isdigit() and _is_raised(element.getparent())
                yield _Piece(text, False, is_mark, element)
            elif tag in _CHARACTERS:
                if element.get(f"{W}type") != "page":
                    yield _Piece(_CHARACTERS[tag], False, False, element)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = tag.removeprefix(W).removesuffix("Reference")
                self.cited[kind].append(element)
                yield _Piece(raised(str(len(self.cited[kind]))), True, False, element)
            elif tag in _LEFT_OUT or tag == f"{W}txbxContent":
                continue
            elif isinstance(tag, str):
                waiting.extend(reversed(element))

    def _break(self, text: str) -> None:
        if self.woven.length:
            self.woven.add_break(text)


def _stripped(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces with tabs and line ends inside a table cell or note as blanks."""
    return [piece._replace(text=piece.text.replace("\t", " ").replace("\n", " ")) for piece in pieces]


def _blocks(story: Any) -> Iterator[Any]:
    """Yield paragraphs and tables, those inside content controls and insertions too, in order."""
    waiting = list(reversed(story))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in (
            f"{W}sdt",
            f"{W}sdtContent",
            f"{W}ins",
            f"{W}moveTo",
            f"{W}customXml",
            f"{W}smartTag",
        ):
            waiting.extend(reversed(element))


def _below(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, those inside content controls too."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == f"{W}{name}":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins"):
            waiting.extend(reversed(child))


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """Yield the text boxes of a paragraph, each once: Word writes them twice for old readers."""
    for box in paragraph.iter(f"{W}txbxContent"):
        above = [element.tag for element in box.iterancestors()]
        if f"{_MC}Fallback" not in above and above.count(f"{W}txbxContent") == 0:
            yield box


def _is_raised(run: Any) -> bool:
    mark = run.find(f"{W}rPr/{W}vertAlign") if run is not None else None
    return mark is not None and mark.get(f"{W}val") == "superscript"


def _style(paragraph: Any) -> str | None:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return None if style is None else style.get(f"{W}val")


def _outline(paragraph: Any) -> bool:
    level = paragraph.find(f"{W}pPr/{W}outlineLvl")
    return level is not None and (level.get(f"{W}val") or "9") < "9"


def _heading_styles(document: Any) -> frozenset[str]:
    """Return the ids of styles that are headings by name, by outline level or by what they build on."""
    found: set[str] = set()
    built_on: dict[str, str] = {}
    for style in document.styles.element.iterchildren(f"{W}style"):
        identity, name, based = style.get(f"{W}styleId"), style.find(f"{W}name"), style.find(f"{W}basedOn")
        shown = (name.get(f"{W}val") or "").lower() if name is not None else ""
        if shown.startswith("heading") or shown in ("title", "subtitle") or _outline(style):
            found.add(identity)
        elif based is not None:
            built_on[identity] = based.get(f"{W}val")
    for _ in range(4):  # a style may build on one that builds on a heading
        found |= {identity for identity, base in built_on.items() if base in found}
    return frozenset(found)


def _first_head(document: Any) -> Any:
    """Return the head of the first page where a letterhead may stand."""
    section = document.sections[0] if len(document.sections) else None
    if section is None:
        return None
    head = section.first_page_header if section.different_first_page_header_footer else section.header
    return None if head.is_linked_to_previous else head._element


def _notes_of(document: Any, kind: str) -> Iterator[Any]:
    from lxml import etree  # noqa: PLC0415

    for relation in document.part.rels.values():
        if relation.reltype == f"{_RELATIONS}{kind}s" and not relation.is_external:
            parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            yield from etree.fromstring(relation.target_part.blob, parser).iter(f"{W}{kind}")


def _metadata(document: Any) -> Metadata:
    try:
        core = document.core_properties
        title, author = core.title.strip() or None, core.author.strip() or None
        if core.created is None or core.created.isoformat().startswith(_TEMPLATE_CREATED):
            return Metadata(title=title, author=None if author == "python-docx" else author)
        return Metadata(title=title, author=author, date=core.created.date().isoformat())
    except (ValueError, KeyError, AttributeError):
        return Metadata()


@cache
def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return version("python-docx")
