"""Web pages: the words of the main part, each run with the path of its element."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from onrecord.text.encodings import Decoded, decode
from onrecord.text.html_content import ask_trafilatura, choose_content
from onrecord.text.html_dates import stated_date
from onrecord.text.html_pieces import HEADINGS, Page, Piece, take_apart
from onrecord.text.weaving import Weaver, raised
from onrecord.types.documents import CanonicalText, Metadata, RawDocument
from onrecord.types.errors import FileCannotBeRead

READER = "onrecord html 1"

_META_CHARSET = re.compile(
    rb"<meta[^>]{0,500}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}encoding=[\"']([\w.:-]+)", re.I
)
_STRETCH = re.compile(r"[^ \t\n\r\f]+(?:[ \t\n\r\f][^ \t\n\r\f]+)*")
_BLANKS = str.maketrans("\t\n\r\f", "    ")
_XML_START = re.compile(r"\A\s*<\?xml[^>]*\?>")


def read_html(raw: RawDocument) -> CanonicalText:
    """Return the main text of a page; navigation, headers, footers and side matter are left out."""
    decoded = decode(raw.content, raw.charset or _declared(raw.content))
    if decoded is None:
        raise FileCannotBeRead(
            raw.path,
            "undecodable_text",
            "The page is no text in any encoding that is known here.",
            "Save it again from a browser as UTF-8 HTML.",
        )
    woven, metadata, notes = weave_page(decoded.text, raw.metadata.url)
    return CanonicalText(
        woven.text,
        f"{READER} ({_versions()})",
        woven.offset_map,
        metadata,
        woven.headings,
        notes=(*_encoding_notes(decoded), *notes),
    )


def weave_page(text: str, url: str | None, prefix: str = "") -> tuple[Weaver, Metadata, tuple[str, ...]]:
    """Return the main text of a page, its metadata and notes; `prefix` goes before each place."""
    root, notes = _parse(text)
    if root is None:
        return Weaver(), Metadata(), ()
    page = take_apart(root)
    lines, said = ask_trafilatura(text, page, url)
    said = said.over(Metadata(title=_title(root), date=stated_date(root)))
    content = choose_content(page, lines, said.title)
    woven = Weaver()
    _weave(page, content.ranges, woven, prefix)
    if content.left_out:
        notes = (
            *notes,
            f"{content.left_out} characters of navigation, header, footer and side matter were left out.",
        )
    return woven, said, notes


def weave_all(text: str, prefix: str = "") -> Weaver:
    """Return all visible text of a page that has no navigation, as the body of a mail."""
    woven, (root, _) = Weaver(), _parse(text)
    if root is not None:
        page = take_apart(root)
        _weave(page, [(0, len(page.pieces))], woven, prefix)
    return woven


def _parse(text: str) -> tuple[Any, tuple[str, ...]]:
    """Return the root of a page, None where there is no page, and a note where the parser gave up."""
    from lxml import etree  # noqa: PLC0415

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    plain = _XML_START.sub("", text).replace("\r\n", "\n").replace("\x00", "\ufffd")
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # nothing that could be a page
        return None, ()
    deep = any("Excessive depth" in error.message for error in parser.error_log)
    return root, ("The page is nested too deep; what lies below was not read.",) if deep else ()


def _weave(page: Page, ranges: Iterable[tuple[int, int]], woven: Weaver, prefix: str) -> None:
    headings = {part.first: part.last for part in page.parts if part.tag in HEADINGS}
    writing = _Writing(woven, prefix)
    ends: dict[int, int] = {}
    for first, last in ranges:
        writing.break_line(2)
        for index in range(first, last):
            if index in ends:
                woven.add_heading(ends.pop(index))
            if index in headings and headings[index] <= last:
                writing.heading_at = headings[index]
            if writing.heading_at is not None and index >= writing.heading_at:
                writing.heading_at = None
            start = writing.write(page.pieces[index])
            if start is not None and writing.heading_at is not None:
                ends[writing.heading_at] = start
                writing.heading_at = None
        for end in [end for end in ends if end <= last]:
            woven.add_heading(ends.pop(end))


class _Writing:
    """Writes pieces as a browser would set them: blanks collapsed, line ends where blocks meet."""

    def __init__(self, woven: Weaver, prefix: str) -> None:
        self.woven = woven
        self.heading_at: int | None = None
        self._prefix = prefix
        self._lines = 0
        self._breaks = 0
        self._tab = False
        self._label = ""
        self._blank: tuple[str, int] | None = None

    def break_line(self, lines: int) -> None:
        """Ask for line ends before the next words."""
        self._lines = max(self._lines, lines)

    def write(self, piece: Piece) -> int | None:
        """Write a piece; return where its words start, None where it has none."""
        if piece.text:
            return self._write_text(piece)
        if piece.mark == "br":
            self._breaks += 1
        elif piece.mark:
            self._start_words()
            self.woven.add_break(piece.mark)
        elif piece.lines:
            self._lines = max(self._lines, piece.lines)
        elif piece.tab:
            self._tab = True
        elif piece.label:
            self._label = piece.label
        return None

    def _write_text(self, piece: Piece) -> int | None:
        if not piece.text.strip():
            self._blank = self._blank or (piece.place, piece.origin)
            return None
        place = self._prefix + piece.place
        if piece.kept:
            return self._write_kept(piece, place)
        start = None
        end = 0
        for stretch in _STRETCH.finditer(piece.text):
            if stretch.start() > end or (stretch.start() and not end):
                self._blank = self._blank or (piece.place, piece.origin + stretch.start() - 1)
            begun = self._start_words()
            start = begun if start is None else start
            words, origin = stretch.group().translate(_BLANKS), piece.origin + stretch.start()
            if piece.raised:
                self.woven.add_changed(raised(words), place, origin)
            else:
                self.woven.add(words, place, origin)
            end = stretch.end()
        if end < len(piece.text):
            self._blank = (piece.place, piece.origin + end)
        return start

    def _write_kept(self, piece: Piece, place: str) -> int:
        start = self._start_words()
        self.woven.add(piece.text, place, piece.origin)
        return start

    def _start_words(self) -> int:
        """Write the breaks that are due before words; return where the words start."""
        lines = max(self._lines, min(self._breaks, 2))
        if self.woven.length:
            if lines:
                self.woven.add_break("\n" * lines)
            elif self._tab:
                self.woven.add_break("\t")
            elif self._blank is not None:
                place, origin = self._blank
                self.woven.add(" ", self._prefix + place, origin)
        if self._label:
            self.woven.add_break(self._label)
        self._lines, self._breaks, self._tab, self._label, self._blank = 0, 0, False, "", None
        return self.woven.length


def _declared(content: bytes) -> str | None:
    found = _META_CHARSET.search(content[:4096])
    if found is None:
        return None
    return (found.group(1) or found.group(2)).decode("ascii", "replace")


def _title(root: Any) -> str | None:
    found = root.find(".//title")
    words = " ".join("".join(found.itertext()).split()) if found is not None else ""
    return words or None


def _encoding_notes(decoded: Decoded) -> tuple[str, ...]:
    return (decoded.note,) if decoded.note else ()


@cache
def _versions() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return f"lxml {version('lxml')}, trafilatura {version('trafilatura')}"
