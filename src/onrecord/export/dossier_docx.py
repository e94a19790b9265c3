"""A dossier as a Word file: headings, tables, footnotes, contents and page numbers as Word knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE

from onrecord.export.dossier_content import (
    Block,
    Bullets,
    Cell,
    Chapter,
    Dossier,
    ExhibitMark,
    Footnote,
    Heading,
    Inline,
    Line,
    NoteMark,
    Paragraph,
    Table,
    Text,
)
from onrecord.export.dossier_word_styles import TEXT_WIDTH, set_page, set_styles
from onrecord.export.word_xml import (
    add_footnotes,
    bookmarked,
    element,
    field,
    footnote_mark,
    link,
    packed,
    paragraph,
    run,
)

_STYLES = {
    "plain": None,
    "strong": "Strong",
    "quoted": None,
    "dim": "Dim",
    "code": "Code",
    "raised": "FootnoteReference",
}


def docx_of(dossier: Dossier) -> bytes:
    """Return the dossier as a Word file, the same bytes for equal dossiers."""
    document = docx.Document()
    _clear(document)
    set_styles(document)
    set_page(document, dossier.title)
    _set_properties(document, dossier)
    body = document.element.body
    pages = body[-1]  # how the pages of the section are: what is read comes before
    body.remove(pages)
    for made in _Body(dossier).blocks():
        body.append(made)
    body.append(pages)
    exhibits = dossier.exhibit_numbers()
    add_footnotes(document, ((note.number, _note(note, exhibits)) for note in dossier.footnotes))
    return packed(document)


def _clear(document: Any) -> None:
    """Take out what the template of python-docx brings: a picture of it, and its own text."""
    relations = document.part.package.rels
    for key in [
        key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[key]
    for child in list(document.element.body)[:-1]:
        document.element.body.remove(child)


def _set_properties(document: Any, dossier: Dossier) -> None:
    core = document.core_properties
    core.title, core.language = dossier.title, dossier.language
    core.author = core.comments = core.last_modified_by = core.keywords = ""
    core.subject = dict(dossier.front).get("Purpose", "")
    core.revision = 1
    for name in ("created", "modified"):
        held = core._element.find(f"{{http://purl.org/dc/terms/}}{name}")
        if held is not None:
            core._element.remove(held)
    if len(dossier.made) == len("2024-05-09"):
        core.created = core.modified = datetime.fromisoformat(dossier.made)


def _note(note: Footnote, exhibits: dict[str, int]) -> Iterator[Any]:
    yield _exhibit(note.document, exhibits)
    yield run(f", characters {note.start:,} to {note.end:,}: “{note.exact}”")


def _exhibit(document: str, exhibits: dict[str, int]) -> Any:
    number = exhibits.get(document)
    return link(f"exhibit_{number}", [run(f"Exhibit {number}")]) if number else run("a document not in sight")


class _Body:
    """Makes the elements of the body, counting its bookmarks."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._exhibits = dossier.exhibit_numbers()
        self._bookmarks = 0

    def blocks(self) -> Iterator[Any]:
        """Yield the elements of the body in order."""
        dossier = self._dossier
        yield paragraph("Title", [run(dossier.title)])
        yield from self._facts(dossier.front)
        yield from self._contents()
        for chapter in dossier.chapters:
            yield from self._chapter(chapter)
        yield self._heading("Heading1", "exhibits", "Exhibits")
        for exhibit in dossier.exhibits:
            name = f"Exhibit {exhibit.number}. {exhibit.name}"
            yield self._heading("Heading2", f"exhibit_{exhibit.number}", name)
            yield from self._facts(exhibit.facts)

    def _contents(self) -> Iterator[Any]:
        """Yield the field of contents, which shows the chapters until a word processor counts their pages."""
        named = [(_bookmark(each.key), each.title) for each in self._dossier.chapters]
        named.append(("exhibits", "Exhibits"))
        yield paragraph("ContentsHead", [run("Contents")])
        runs = list(field('TOC \\o "1-1" \\h \\z', [], dirty=True))
        opening, closing = runs[:3], runs[3:]
        for number, (key, title) in enumerate(named):
            page = field(f"PAGEREF {key} \\h", [run("")])
            entry = link(key, [run(title), element("r", element("tab")), *page])
            lead = opening if number == 0 else []
            end = closing if number == len(named) - 1 else []
            yield paragraph("TOC1", [*lead, entry, *end])

    def _chapter(self, chapter: Chapter) -> Iterator[Any]:
        yield self._heading("Heading1", _bookmark(chapter.key), chapter.title)
        for block in chapter.blocks:
            yield from self._block(block)

    def _heading(self, style: str, key: str, words: str) -> Any:
        self._bookmarks += 1
        return paragraph(style, bookmarked(key, self._bookmarks, [run(words)]))

    def _block(self, block: Block) -> Iterator[Any]:
        match block:
            case Heading():
                yield paragraph("Heading2", [run(block.words)])
            case Paragraph():
                yield paragraph("Aside" if block.kind == "aside" else None, self._runs(block.line))
            case Bullets():
                yield from (paragraph("ListBullet", self._runs(item)) for item in block.items)
            case Table():
                if not block.under_heading:
                    yield paragraph("Caption", [run(block.caption)])
                yield self._table(block)
                yield paragraph("AfterTable")

    def _table(self, table: Table) -> Any:
        widths = [TEXT_WIDTH * column.share // 100 for column in table.columns]
        heads = [((Text(column.head, "strong"),),) for column in table.columns]
        rows = [self._row(heads, widths, head=True)]
        rows += [self._row(row, widths) for row in table.rows]
        return _made_table(table.caption, widths, rows)

    def _row(self, cells: Sequence[Cell], widths: Sequence[int], *, head: bool = False) -> Any:
        about = element("trPr", element("cantSplit"))
        if head:
            about.append(element("tblHeader"))
        return element(
            "tr", about, *(self._cell(cell, width) for cell, width in zip(cells, widths, strict=True))
        )

    def _cell(self, cell: Cell, width: int) -> Any:
        lines = [paragraph("Cell", self._runs(line)) for line in cell] or [paragraph("Cell")]
        return element("tc", element("tcPr", element("tcW", w=str(width), type_="dxa")), *lines)

    def _facts(self, facts: Iterable[tuple[str, str]]) -> Iterator[Any]:
        for name, value in facts:
            yield paragraph("Fact", [run(f"{name}", "Dim"), element("r", element("tab")), run(value)])

    def _runs(self, line: Line) -> Iterator[Any]:
        return map(self._inline, line)

    def _inline(self, each: Inline) -> Any:
        match each:
            case NoteMark():
                return footnote_mark(each.number)
            case ExhibitMark():
                return _exhibit(each.document, self._exhibits)
            case Text():
                return run(each.words, _STYLES[each.kind])


def _made_table(caption: str, widths: Sequence[int], rows: Sequence[Any]) -> Any:
    about = element(
        "tblPr",
        element("tblStyle", val="DossierTable"),
        element("tblW", w=str(sum(widths)), type_="dxa"),
        element("tblLayout", type_="fixed"),
        element("tblLook", val="0020", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0"),
        element("tblCaption", val=caption),
    )
    grid = element("tblGrid", *(element("gridCol", w=str(width)) for width in widths))
    return element("tbl", about, grid, *rows)


def _bookmark(key: str) -> str:
    return key.replace("-", "_")
