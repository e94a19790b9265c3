"""A dossier as one HTML file: no script, nothing loaded, footnotes linked both ways, fit to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from importlib.resources import files

from onrecord.export.dossier_content import (
    Block,
    Bullets,
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
from onrecord.types.shown import shown

_TAGS = {
    "plain": "{}",
    "strong": "<strong>{}</strong>",
    "quoted": '<span class="quoted">{}</span>',
    "dim": '<span class="dim">{}</span>',
    "code": "<code>{}</code>",
    "raised": "<sup>{}</sup>",
}


def html_of(dossier: Dossier, extra_css: str = "") -> str:
    """Return the dossier as HTML; `extra_css` is laid over its own style sheet."""
    return "".join(_Page(dossier).parts(extra_css))


def plain_words(words: str) -> str:
    """Return words as HTML writes them, characters that steer or are not seen shown as code points."""
    return escape(shown(words))


class _Page:
    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._exhibits = dossier.exhibit_numbers()

    def parts(self, extra_css: str) -> Iterator[str]:
        dossier = self._dossier
        title = plain_words(dossier.title)
        css = files("onrecord.export").joinpath("dossier.css").read_text("utf-8")
        yield (
            f'<!DOCTYPE html>\n<html lang="{escape(dossier.language)}">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "style-src 'unsafe-inline'\">\n"
            '<meta name="generator" content="On Record">\n'
        )
        if dossier.made:
            yield f'<meta name="dcterms.created" content="{escape(dossier.made)}">\n'
        css += "".join(f".share-{share} {{ width: {share}%; }}\n" for share in _shares(dossier))
        yield f"<title>{title}</title>\n<style>\n{css}{extra_css}</style>\n</head>\n<body>\n"
        yield '<a class="skip" href="#main">To the dossier</a>\n<header id="front">\n'
        yield f'<h1>{title}</h1>\n{_facts(dossier.front)}</header>\n{self._contents()}<main id="main">\n'
        for chapter in dossier.chapters:
            yield from self._chapter(chapter)
        yield from self._all_exhibits()
        yield from self._notes()
        yield "</main>\n</body>\n</html>\n"

    def _contents(self) -> str:
        named = [(chapter.key, chapter.title) for chapter in self._dossier.chapters]
        named += [("exhibits", "Exhibits"), ("notes", "Notes")]
        items = "".join(f'<li><a href="#{key}">{plain_words(title)}</a></li>\n' for key, title in named)
        return (
            '<nav id="contents" aria-labelledby="contents-head">\n'
            f'<h2 id="contents-head">Contents</h2>\n<ol>\n{items}</ol>\n</nav>\n'
        )

    def _chapter(self, chapter: Chapter) -> Iterator[str]:
        yield f'<section aria-labelledby="{chapter.key}">\n'
        yield f'<h2 id="{chapter.key}">{plain_words(chapter.title)}</h2>\n'
        for block in chapter.blocks:
            yield from self._block(block)
        yield "</section>\n"

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield f'<h3 id="{escape(block.key)}">{plain_words(block.words)}</h3>\n'
            case Paragraph():
                kind = ' class="aside"' if block.kind == "aside" else ""
                yield f"<p{kind}>{self._line(block.line)}</p>\n"
            case Bullets():
                items = "".join(f"<li>{self._line(item)}</li>\n" for item in block.items)
                yield f"<ul>\n{items}</ul>\n"
            case Table():
                yield from self._table(block)

    def _table(self, table: Table) -> Iterator[str]:
        caption = plain_words(table.caption)
        yield f'<div class="frame" role="region" tabindex="0" aria-label="{caption}">\n<table>\n'
        hidden = ' class="hidden"' if table.under_heading else ""
        yield f"<caption{hidden}>{caption}</caption>\n<colgroup>"
        yield "".join(f'<col class="share-{column.share}">' for column in table.columns)
        yield "</colgroup>\n<thead>\n<tr>"
        yield "".join(f'<th scope="col">{plain_words(column.head)}</th>' for column in table.columns)
        yield "</tr>\n</thead>\n<tbody>\n"
        for first, *others in table.rows:
            cells = "".join(f"<td>{self._lines(cell)}</td>" for cell in others)
            yield f'<tr><th scope="row">{self._lines(first)}</th>{cells}</tr>\n'
        yield "</tbody>\n</table>\n</div>\n"

    def _lines(self, lines: Iterable[Line]) -> str:
        return "".join(f"<p>{self._line(line)}</p>" for line in lines)

    def _line(self, line: Line) -> str:
        return "".join(map(self._inline, line))

    def _inline(self, each: Inline) -> str:
        match each:
            case NoteMark():
                return (
                    f'<sup><a id="mark-{each.number}" href="#note-{each.number}" '
                    f'aria-label="Note {each.number}">{each.number}</a></sup>'
                )
            case ExhibitMark():
                return self._exhibit_link(each.document)
            case Text():
                return _TAGS[each.kind].format(f"<bdi>{plain_words(each.words)}</bdi>")

    def _exhibit_link(self, document: str) -> str:
        number = self._exhibits.get(document)
        return f'<a href="#exhibit-{number}">Exhibit {number}</a>' if number else "a document not in sight"

    def _all_exhibits(self) -> Iterator[str]:
        yield '<section aria-labelledby="exhibits">\n<h2 id="exhibits">Exhibits</h2>\n'
        for exhibit in self._dossier.exhibits:
            name = f"Exhibit {exhibit.number}. {plain_words(exhibit.name)}"
            yield (
                f'<section class="exhibit" aria-labelledby="exhibit-{exhibit.number}">\n'
                f'<h3 id="exhibit-{exhibit.number}">{name}</h3>\n'
                f"{_facts(exhibit.facts)}</section>\n"
            )
        yield "</section>\n"

    def _notes(self) -> Iterator[str]:
        yield '<section aria-labelledby="notes">\n<h2 id="notes">Notes</h2>\n<ol class="notes">\n'
        for note in self._dossier.footnotes:
            back = f'href="#mark-{note.number}" aria-label="Back to the text of note {note.number}"'
            yield f'<li id="note-{note.number}">{self._note(note)} <a {back}>↩</a></li>\n'
        yield "</ol>\n</section>\n"

    def _note(self, note: Footnote) -> str:
        place = f"characters {note.start:,} to {note.end:,}"
        return f"{self._exhibit_link(note.document)}, {place}: “<bdi>{plain_words(note.exact)}</bdi>”"


def _shares(dossier: Dossier) -> list[int]:
    """Return the widths of columns that tables of a dossier have."""
    tables = (block for chapter in dossier.chapters for block in chapter.blocks if isinstance(block, Table))
    return sorted({column.share for table in tables for column in table.columns})


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f"<dt>{plain_words(name)}</dt><dd><bdi>{plain_words(value)}</bdi></dd>\n" for name, value in facts
    )
    return f'<dl class="facts">\n{rows}</dl>\n'
