"""Pieces of WordprocessingML: elements, runs, fields and footnotes; packages that are always the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from lxml import etree

from onrecord.types.shown import shown

FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a ZIP file can tell: that of every part, so that equal content gives equal bytes."""


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """Return an element of the `w` namespace with attributes of it (`w:val` as `val`) and children."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name.rstrip('_')}"), value)
    for child in children:
        made.append(child)
    return made


def text(words: str) -> Any:
    """Return words as they stand in a run, what XML cannot hold and what steers shown as code points."""
    made = element("t")
    made.text = " ".join(shown(words).split("\n"))
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def run(words: str, style: str | None = None) -> Any:
    """Return a run of words in a character style."""
    made = element("r")
    if style is not None:
        made.append(element("rPr", element("rStyle", val=style)))
    made.append(text(words))
    return made


def paragraph(style: str | None, runs: Iterable[Any] = ()) -> Any:
    """Return a paragraph of runs in a paragraph style."""
    made = element("p")
    if style is not None:
        made.append(element("pPr", element("pStyle", val=style)))
    for each in runs:
        made.append(each)
    return made


def link(anchor: str, runs: Iterable[Any]) -> Any:
    """Return runs that lead to a bookmark."""
    return element("hyperlink", *runs, anchor=anchor, history="1")


def field(instruction: str, shown_now: Iterable[Any], *, dirty: bool = False) -> Iterator[Any]:
    """Yield the runs of a field with what it shows until a word processor counts again."""
    begin = element("fldChar", fldCharType="begin")
    if dirty:
        begin.set(qn("w:dirty"), "true")
    yield element("r", begin)
    code = element("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    yield element("r", code)
    yield element("r", element("fldChar", fldCharType="separate"))
    yield from shown_now
    yield element("r", element("fldChar", fldCharType="end"))


def bookmarked(name: str, number: int, runs: Iterable[Any]) -> Iterator[Any]:
    """Yield runs inside a bookmark."""
    yield element("bookmarkStart", id=str(number), name=name)
    yield from runs
    yield element("bookmarkEnd", id=str(number))


def footnote_mark(number: int) -> Any:
    """Return the run that calls a footnote."""
    style = element("rPr", element("rStyle", val="FootnoteReference"))
    return element("r", style, element("footnoteReference", id=str(number)))


def add_footnotes(document: Any, notes: Iterable[tuple[int, Iterable[Any]]]) -> None:
    """Add the part of footnotes to a document of python-docx, which has none: number and runs of each."""
    root = parse_xml(f"<w:footnotes {nsdecls('w', 'r')}/>")
    for number, kind in ((-1, "separator"), (0, "continuationSeparator")):
        spacing = element("pPr", element("spacing", after="0", line="240", lineRule="auto"))
        line = element("p", spacing, element("r", element(kind)))
        root.append(element("footnote", line, type=kind, id=str(number)))
    mark = element("rPr", element("rStyle", val="FootnoteReference"))
    for number, runs in notes:
        opening = [element("r", etree.fromstring(etree.tostring(mark)), element("footnoteRef")), run(" ")]
        root.append(element("footnote", paragraph("FootnoteText", [*opening, *runs]), id=str(number)))
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    separators = [element("footnote", id="-1"), element("footnote", id="0")]
    _insert_setting(document.settings.element, element("footnotePr", *separators))


def _insert_setting(settings: Any, made: Any) -> None:
    """Put a setting where the schema wants footnotePr: before compat and what comes behind it."""
    behind = ("endnotePr", "compat", "docVars", "rsids", "themeFontLang", "clrSchemeMapping", "shapeDefaults")
    names = {qn(f"w:{name}") for name in behind}
    names.add("{http://schemas.openxmlformats.org/officeDocument/2006/math}mathPr")
    later = next((each for each in settings if each.tag in names), None)
    if later is None:
        settings.append(made)
    else:
        later.addprevious(made)


def packed(document: Any) -> bytes:
    """Return a document of python-docx as bytes that are the same for equal content."""
    saved = io.BytesIO()
    document.save(saved)
    return repacked(saved.getvalue())


def repacked(content: bytes) -> bytes:
    """Return a ZIP file with the same parts in the same order, each with the time of EPOCH."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as held,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in held.infolist():
            part = zipfile.ZipInfo(info.filename, EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            made.writestr(part, held.read(info))
    return out.getvalue()
