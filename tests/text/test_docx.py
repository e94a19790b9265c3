"""Word files come out as they read when all changes are accepted."""

from __future__ import annotations

import datetime
import io
import zipfile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

from onrecord.config import Config
from onrecord.types.errors import FileCannotBeRead
from tests.text.sources import DOCX, place_of, read

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def written(document: object) -> bytes:
    """Return the bytes of a document."""
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def _put(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml.replace(">", f" {NAMESPACE}>", 1)))


def test_blocks_come_in_order() -> None:
    document = docx.Document()
    document.add_heading("The returns", 1)
    document.add_paragraph("Before the table\tand more.")
    table = document.add_table(2, 2)
    for cell, words in zip(table._cells, ("Year", "People", "2022", "1,200"), strict=True):
        cell.text = words
    document.add_paragraph("After it.")
    found = read(written(document), DOCX)
    assert (
        found.text == "The returns\n\nBefore the table\tand more.\n\nYear\tPeople\n2022\t1,200\n\nAfter it."
    )
    assert [heading.slice(found.text) for heading in found.headings] == ["The returns"]
    assert place_of(found, "After") == "paragraph 3"
    assert place_of(found, "1,200") == "table 1 row 2 cell 2"


def test_insertions_are_read_and_deletions_are_not() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We ask you to ")
    _put(paragraph, "<w:del><w:r><w:delText>consider</w:delText></w:r></w:del>")
    _put(paragraph, "<w:ins><w:r><w:t>stop the returns</w:t></w:r></w:ins>")
    _put(paragraph, "<w:r><w:instrText>PAGE</w:instrText></w:r>")
    assert read(written(document), DOCX).text == "We ask you to stop the returns"


def test_list_numbers_that_word_draws_are_written() -> None:
    document = docx.Document()
    document.add_paragraph("We ask you to:")
    for style, words in (("List Number", "stop;"), ("List Number", "answer."), ("List Bullet", "now")):
        document.add_paragraph(words, style=style)
    assert read(written(document), DOCX).text == "We ask you to:\n\n1. stop;\n2. answer.\n\n• now"


def test_notes_stand_at_the_end_and_raised_numbers_stay_apart() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("They returned 600")
    _put(paragraph, '<w:r><w:footnoteReference w:id="2"/></w:r>')
    paragraph.add_run(" people, 70")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" of them by night.")
    notes = (
        f'<w:footnotes {NAMESPACE}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>Report of May.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    found = read(written(document), DOCX)
    assert found.text == "They returned 600¹ people, 70² of them by night.\n\n¹ Report of May."
    assert place_of(found, "Report of May") == "footnote 1"


def test_letterhead_and_core_properties_are_read() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Example Watch"
    document.add_paragraph("Dear Minister,")
    core = document.core_properties
    core.title, core.author = "A letter", "Ana Ruiz"
    core.created = datetime.datetime(2023, 10, 9, 8, 0)
    found = read(written(document), DOCX)
    assert found.text == "Example Watch\n\nDear Minister,"
    assert place_of(found, "Example") == "header"
    assert (found.metadata.title, found.metadata.author, found.metadata.date) == (
        "A letter",
        "Ana Ruiz",
        "2023-10-09",
    )


def test_the_date_of_the_template_is_no_date() -> None:
    document = docx.Document()
    document.add_paragraph("Words")
    assert read(written(document), DOCX).metadata.date is None


def _rezipped(content: bytes, name: str, replacement: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, replacement if info.filename == name else old.read(info))
    return out.getvalue()


def _plain() -> bytes:
    document = docx.Document()
    document.add_paragraph("Words")
    return written(document)


BODY = f"<w:document {NAMESPACE}><w:body><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:body></w:document>"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_plain()[:-200], "damaged_docx"),
        (b"PK\x03\x04 no archive", "damaged_docx"),
        (_rezipped(_plain(), "word/document.xml", b"<not xml"), "damaged_docx"),
        (_rezipped(_plain(), "word/document.xml", b"<x>" + b" " * (9 << 20) + b"</x>"), "archive_bomb"),
    ],
    ids=["cut short", "no archive", "broken xml", "bomb"],
)
def test_a_bad_word_file_says_why(content: bytes, code: str) -> None:
    with pytest.raises(FileCannotBeRead) as refusal:
        read(content, DOCX, config=Config(document_megabytes=1))
    assert refusal.value.issue.code == code


def test_entities_are_not_expanded() -> None:
    content = _rezipped(_plain(), "word/document.xml", (LAUGHS + BODY % "Words &b;&f; end").encode())
    text = read(content, DOCX).text
    assert "haha" not in text
    assert "root:" not in text
