"""A hostile document: entities of XML that grow without end, or that name files of this machine."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from onrecord.types.errors import FileCannotBeRead
from tests.text.sources import DOCX, PROSE, read
from tests.text.test_docx import NAMESPACE, written

SECRET = "the-secret-of-this-machine"


def laughs(secret: Path, root: str) -> str:
    """Return a document type whose entity z is a billion laughs, and whose f and g are a file."""
    grown = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<!DOCTYPE {root} [<!ENTITY e0 "laugh">{grown}<!ENTITY z "&e9;">'
        f'<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY % g SYSTEM "{secret.as_uri()}"> %g;]>'
    )


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


@pytest.mark.parametrize("media_type", ["text/html", "message/rfc822"])
def test_a_page_expands_no_entity_of_its_own(secret: Path, media_type: str) -> None:
    page = (
        f'<?xml version="1.0"?>{laughs(secret, "html")}<html><body><p>{PROSE} &z; &f; end</p></body></html>'
    )
    head = "From: a@example.org\nContent-Type: text/html\n\n" if media_type == "message/rfc822" else ""
    text = read((head + page).encode(), media_type).text
    assert PROSE.strip() in text
    assert SECRET not in text
    assert "laughlaugh" not in text


PARTS = ["word/document.xml", "word/styles.xml", "docProps/core.xml", "[Content_Types].xml", "_rels/.rels"]


@pytest.mark.parametrize("part", [*PARTS, "word/_rels/document.xml.rels"])
def test_no_part_of_a_word_file_expands_entities(secret: Path, part: str) -> None:
    document = docx.Document()
    document.add_paragraph(PROSE)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(document))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                head, rest = content.decode().split("?>", 1)
                root = rest.strip()[1:].split()[0].rstrip(">")
                named = rest.replace(PROSE.strip(), f"{PROSE.strip()} &z; &f;").replace(
                    "<dc:title></dc:title>", "<dc:title>&z; &f;</dc:title>"
                )
                content = f"{head}?>{laughs(secret, root)}{named}".encode()
            new.writestr(name, content)
    said = said_by(out.getvalue())
    assert said == "damaged_docx" or PROSE.strip() in said
    assert SECRET not in said
    assert "laughlaugh" not in said


@pytest.mark.parametrize(("said", "found"), [("&f;", "Report of May."), ("&z;", "damaged_docx")])
def test_a_note_of_a_word_file_expands_no_entity(secret: Path, said: str, found: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(PROSE)
    reference = f'<w:r {NAMESPACE}><w:footnoteReference w:id="2"/></w:r>'
    paragraph._p.append(parse_xml(reference))
    head = f'<!DOCTYPE w:footnotes [<!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    if said == "&z;":
        head = laughs(secret, "w:footnotes")
    notes = (
        f'{head}<w:footnotes {NAMESPACE}><w:footnote w:id="2"><w:p><w:r>'
        f"<w:t>Report of May. {said}</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, notes.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    told = said_by(written(document))
    assert found in told
    assert SECRET not in told
    assert "laughlaugh" not in told


def said_by(content: bytes) -> str:
    """Return what a Word file says in its text and of itself, or why it was refused."""
    try:
        found = read(content, DOCX)
    except FileCannotBeRead as refused:
        return refused.issue.code
    return f"{found.text} {found.metadata}"
