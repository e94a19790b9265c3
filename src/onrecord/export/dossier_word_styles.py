"""How a dossier looks in Word: styles, A4 pages, a head with the title and a foot with the page's number."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor, Twips

from onrecord.export.word_xml import field, run

SERIF, SANS, MONO = "Times New Roman", "Arial", "Courier New"
"""Fonts that every word processor has, or others of the same widths."""

DIM = RGBColor(0x59, 0x59, 0x59)
INK = RGBColor(0x1A, 0x1A, 0x1A)

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 210, 297, 22
"""Millimetres of A4."""

TEXT_WIDTH = round((PAGE_WIDTH - 2 * MARGIN) / 25.4 * 1440)
"""Twentieths of a point between the margins."""

_FACT_NAMES = Mm(42)
"""Where the values of facts begin."""


def set_styles(document: Any) -> None:
    """Give the styles of python-docx's template this look, and add those it has not."""
    styles = document.styles
    _language(styles)
    _look(styles["Normal"], SERIF, 10.5, after=6)
    _look(styles["Title"], SANS, 22, bold=True, after=14)
    _without_line(styles["Title"])
    _look(styles["Heading 1"], SANS, 16, bold=True, before=0, after=8)
    styles["Heading 1"].paragraph_format.page_break_before = True
    _look(styles["Heading 2"], SANS, 11.5, bold=True, before=14, after=4)
    _look(styles["Caption"], SANS, 9, bold=True, before=6, after=3)
    styles["Caption"].paragraph_format.keep_with_next = True
    _look(styles["List Bullet"], SERIF, 10.5, after=3)
    for name in ("Header", "Footer"):
        _look(styles[name], SANS, 8, colour=DIM)
    cell = _paragraph_style(styles, "Cell", "Cell")
    _look(cell, SERIF, 9.5, after=3)
    aside = _paragraph_style(styles, "Aside", "Aside")
    _look(aside, SERIF, 9.5, after=6, colour=DIM)
    _look(_paragraph_style(styles, "AfterTable", "After table"), SERIF, 5, after=0)
    _look(_paragraph_style(styles, "ContentsHead", "Contents head"), SANS, 12, bold=True, before=18, after=4)
    fact = _paragraph_style(styles, "Fact", "Fact")
    _look(fact, SERIF, 9.5, after=1)
    fact.paragraph_format.left_indent, fact.paragraph_format.first_line_indent = _FACT_NAMES, -_FACT_NAMES
    fact.paragraph_format.tab_stops.add_tab_stop(_FACT_NAMES)
    contents = _paragraph_style(styles, "TOC1", "toc 1")
    _look(contents, SANS, 10.5, after=3)
    at = Twips(TEXT_WIDTH)
    contents.paragraph_format.tab_stops.add_tab_stop(at, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    _look(_paragraph_style(styles, "FootnoteText", "footnote text"), SERIF, 8.5, after=1)
    _character_style(styles, "FootnoteReference", "footnote reference").font.superscript = True
    dim = _character_style(styles, "Dim", "Dim")
    dim.font.color.rgb, dim.font.size = DIM, Pt(8.5)
    code = _character_style(styles, "Code", "Code")
    _fonts(code, MONO)
    code.font.size = Pt(8.5)
    styles.element.append(parse_xml(_TABLE_STYLE))


_LINE = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="B8B8B8"/>'
_TABLE_STYLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="DossierTable">'
    '<w:name w:val="Dossier table"/><w:uiPriority w:val="99"/><w:tblPr><w:tblBorders>'
    f"{_LINE.format('top')}{_LINE.format('bottom')}{_LINE.format('insideH')}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>'
    '<w:bottom w:w="30" w:type="dxa"/><w:right w:w="110" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders>'
    '<w:top w:val="single" w:sz="12" w:space="0" w:color="1A1A1A"/>'
    "</w:tcBorders></w:tcPr></w:tblStylePr></w:style>"
)


def set_page(document: Any, title: str) -> None:
    """Make A4 pages with the title above and the number below."""
    [section] = document.sections
    section.page_width, section.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(24)
    section.different_first_page_header_footer = True
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head._p.append(run(title))
    for place in (foot, section.first_page_footer.paragraphs[0]):
        place._p.append(run("Page "))
        for each in field("PAGE", [run("1")]):
            place._p.append(each)
        place._p.append(run(" of "))
        for each in field("NUMPAGES", [run("1")]):
            place._p.append(each)


def _paragraph_style(styles: Any, identity: str, name: str) -> Any:
    return _style(styles, identity, name, WD_STYLE_TYPE.PARAGRAPH)


def _character_style(styles: Any, identity: str, name: str) -> Any:
    return _style(styles, identity, name, WD_STYLE_TYPE.CHARACTER)


def _style(styles: Any, identity: str, name: str, kind: Any) -> Any:
    made = styles.add_style(name, kind, builtin=name.islower())
    made.element.set(qn("w:styleId"), identity)
    made.hidden, made.quick_style = False, False
    return made


def _look(
    style: Any,
    font: str,
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    colour: RGBColor = INK,
) -> None:
    _fonts(style, font)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.12


def _fonts(style: Any, font: str) -> None:
    """Set the font for every script: the template names those of a theme, which would win."""
    held = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(held.attrib):
        del held.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        held.set(qn(f"w:{script}"), font)


def _without_line(style: Any) -> None:
    """Take away the line that the template draws under a style."""
    about = style.element.get_or_add_pPr()
    held = about.find(qn("w:pBdr"))
    if held is not None:
        about.remove(held)


def _language(styles: Any) -> None:
    """Say that the text is English: spelling is checked by that, and it is read aloud so."""
    defaults = styles.element.find(qn("w:docDefaults"))
    lang = defaults.find(f".//{qn('w:lang')}")
    lang.set(qn("w:val"), "en-GB")
