"""The dossier: one content in three writers, each read back by a reader that is not ours."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree, html

from onrecord.export.dossier import (
    DossierOptions,
    write_dossier_docx,
    write_dossier_html,
    write_dossier_pdf,
)
from onrecord.export.dossier_compiling import compile_dossier
from onrecord.export.dossier_content import Block, Bullets, Dossier, Line, NoteMark, Paragraph, Table
from onrecord.export.dossier_options import DossierCannotBeMade
from onrecord.record.store import Record
from tests.records import BOARD, LETTER_PAGE, REPLY_PAGE, make_record

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLAIN = DossierOptions(title="The shore survey", purpose="To show who asked for the survey.")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(make_record(tmp_path / "papers.record")) as opened:
        yield opened


def _written(record: Record, options: DossierOptions = PLAIN) -> dict[str, bytes]:
    made = {}
    for name, write in (("docx", write_dossier_docx), ("html", write_dossier_html)):
        out = io.BytesIO()
        write(record, out, options)
        made[name] = out.getvalue()
    return made


def lines_of(block: Block) -> Iterator[Line]:
    """Yield every line of a block, of a table row by row."""
    if isinstance(block, Paragraph):
        yield block.line
    elif isinstance(block, Bullets):
        yield from block.items
    elif isinstance(block, Table):
        yield from (line for row in block.rows for cell in row for line in cell)


def _words(dossier: Dossier, key: str) -> str:
    """Return all words of a chapter."""
    [chapter] = [each for each in dossier.chapters if each.key == key]
    lines = [line for block in chapter.blocks for line in lines_of(block)]
    return "\n".join("".join(getattr(each, "words", "") for each in line) for line in lines)


def test_every_footnote_names_an_exhibit_and_the_words_that_stand_there(record: Record) -> None:
    dossier = compile_dossier(record, PLAIN)
    numbers = dossier.exhibit_numbers()
    assert dossier.footnotes
    for note in dossier.footnotes:
        assert note.document in numbers
        text = record.text(note.document)[note.start : note.end]
        assert " ".join(text.split()) == note.exact


def test_footnotes_are_called_in_order_each_once(record: Record) -> None:
    dossier = compile_dossier(record, PLAIN)
    called = [
        each.number
        for chapter in dossier.chapters
        for block in chapter.blocks
        for line in lines_of(block)
        for each in line
        if isinstance(each, NoteMark)
    ]
    assert called == [note.number for note in dossier.footnotes] == list(range(1, len(called) + 1))


def test_exhibits_have_the_hashes_of_bytes_and_of_text(record: Record) -> None:
    exhibits = compile_dossier(record, PLAIN).exhibits
    assert [exhibit.number for exhibit in exhibits] == [1, 2]
    by_document = {exhibit.document: dict(exhibit.facts) for exhibit in exhibits}
    for page in (LETTER_PAGE, REPLY_PAGE):
        assert by_document[page.id]["SHA-256 of the file"] == page.sha256
        assert len(by_document[page.id]["SHA-256 of the text"]) == 64
    assert by_document[LETTER_PAGE.id]["Date"] == "4 March 2024 (stated in words)"


def test_an_ask_without_an_answer_has_none_in_this_record_as_of_its_last_date(record: Record) -> None:
    assert "No reply in this record as of 20 March 2024." in _words(compile_dossier(record, PLAIN), "asks")


def test_a_figure_is_shown_with_its_range_and_never_with_a_middle(record: Record) -> None:
    told = _words(compile_dossier(record, PLAIN), "figures")
    assert "601 or more" in told
    assert "> 600" in told


def test_a_quotation_tells_what_differs(record: Record) -> None:
    told = _words(compile_dossier(record, PLAIN), "quotations")
    assert "Altered" in told
    assert "added: “will”" in told


def test_a_purpose_that_is_not_given_is_not_stated(record: Record) -> None:
    assert dict(compile_dossier(record, DossierOptions()).front)["Purpose"] == "not stated"


def test_a_record_nobody_reviewed_has_no_standard_of_proof(record: Record) -> None:
    assert "Standard of proof: not_assessed." in _words(compile_dossier(record, PLAIN), "method")


def test_rows_that_a_person_kept_are_marked_and_counted_apart(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "papers.record"), who="Ana Ruiz") as record:
        record.decide("q-1", "accept")
        dossier = compile_dossier(record, PLAIN)
        only = compile_dossier(record, DossierOptions(reviewed_only=True))
    assert "[accepted by Ana Ruiz on " in _words(dossier, "quotations")
    assert "quotation check\n0\n1\n0" in _words(dossier, "method")
    assert "No quotation" not in _words(only, "quotations")
    assert "Nobody asks anybody" in _words(only, "asks")


def test_what_has_no_room_is_counted_in_a_sentence(record: Record) -> None:
    dossier = compile_dossier(record, DossierOptions(limit=1))
    told = _words(dossier, "findings")
    assert "1 more findings are left out here: this dossier shows 1 of 2." in told


@pytest.mark.parametrize(
    ("options", "keys"),
    [
        (DossierOptions(types=("ask",)), ["asks", "method"]),
        (DossierOptions(types=("event", "finding")), ["findings", "chronology", "method"]),
    ],
)
def test_only_chapters_of_the_types_asked_for_are_written(
    record: Record, options: DossierOptions, keys: list[str]
) -> None:
    assert [chapter.key for chapter in compile_dossier(record, options).chapters] == keys


def test_times_choose_events_by_their_own_date_and_others_by_their_document(record: Record) -> None:
    march = compile_dossier(record, DossierOptions(since="2024-03-01", until="2024-03-10"))
    assert "evicted" not in _words(march, "chronology")
    assert "publish the survey" in _words(march, "asks")
    later = compile_dossier(record, DossierOptions(since="2024-03-10"))
    assert "Nobody asks anybody" in _words(later, "asks")


def test_documents_choose_rows(record: Record) -> None:
    dossier = compile_dossier(record, DossierOptions(documents=frozenset({REPLY_PAGE.id})))
    assert "Nobody asks anybody" in _words(dossier, "asks")
    assert "“will publish the survey”" in _words(dossier, "denials")


def test_unknown_types_and_dates_are_refused_with_what_is_known() -> None:
    with pytest.raises(DossierCannotBeMade, match=r"'letters' makes no chapter\. Known: event"):
        DossierOptions(types=("letters",))
    with pytest.raises(DossierCannotBeMade, match="Write 2024, 2024-05 or 2024-05-09"):
        DossierOptions(since="May")


def test_equal_records_give_equal_bytes(tmp_path: Path, record: Record) -> None:
    with Record.open(Path(str(record.address))) as again:
        assert _written(record) == _written(again)


def test_the_day_of_making_is_told_only_where_it_is_given(record: Record) -> None:
    core = "docProps/core.xml"
    undated, dated = (
        zipfile.ZipFile(io.BytesIO(_written(record, options)["docx"])).read(core).decode()
        for options in (PLAIN, DossierOptions(made="2024-07-01"))
    )
    assert "created" not in undated
    assert "2024-07-01T00:00:00Z" in dated


def test_word_reads_headings_tables_and_notes(record: Record) -> None:
    content = _written(record)["docx"]
    document: Any = docx.Document(io.BytesIO(content))
    heads = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
    assert heads[0] == "Findings"
    assert heads[-2:] == ["Method", "Exhibits"]
    assert document.core_properties.title == "The shore survey"
    assert document.core_properties.language == "en"
    for table in document.tables:
        assert table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is not None
    parts = zipfile.ZipFile(io.BytesIO(content))
    notes = etree.fromstring(parts.read("word/footnotes.xml"))
    real = [note for note in notes.iter(f"{W}footnote") if note.get(f"{W}type") is None]
    called = document.element.body.iter(f"{W}footnoteReference")
    assert [each.get(f"{W}id") for each in called] == [note.get(f"{W}id") for note in real]
    assert 'TOC \\o "1-1"' in parts.read("word/document.xml").decode()


def test_links_of_the_word_file_lead_somewhere(record: Record) -> None:
    parts = zipfile.ZipFile(io.BytesIO(_written(record)["docx"]))
    both = parts.read("word/document.xml").decode() + parts.read("word/footnotes.xml").decode()
    marks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', both))
    assert set(re.findall(r'w:anchor="([^"]+)"', both)) <= marks


def test_the_page_loads_nothing_and_links_notes_both_ways(record: Record) -> None:
    page = html.fromstring(_written(record)["html"].decode())
    assert page.get("lang") == "en"
    assert not page.xpath("//script | //img | //link | //iframe | //object | //@style | //@onclick")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in page.xpath("//a/@href")} <= set(ids)
    notes = page.xpath("//li[starts-with(@id, 'note-')]")
    assert notes
    for note in notes:
        number = note.get("id").removeprefix("note-")
        assert page.xpath(f"//a[@id='mark-{number}'][@href='#note-{number}']")
        assert note.xpath(f".//a[@href='#mark-{number}']")


def test_words_that_steer_are_inert(record: Record) -> None:
    page = _written(record, DossierOptions(title="</title><script>alert(1)</script>\u202e"))["html"].decode()
    assert "<script>" not in page
    assert "\u202e" not in page
    assert "‹U+202E›" in page


def test_private_persons_are_masked_in_text_and_notes(tmp_path: Path) -> None:
    with Record.open(make_record(tmp_path / "papers.record")) as record:
        record.decide(BOARD, "correct", {"field": "kind", "value": "person"})
        record.decide(BOARD, "correct", {"field": "private", "value": True})
        masked = _written(record)["html"].decode()
        named = _written(record, DossierOptions(unmasked=True))["html"].decode()
    assert "Harbour Board" not in masked
    assert "Person 1" in masked
    assert "Harbour Board" in named
    assert "Private persons are named in this dossier" in named


def test_a_pdf_has_its_pages_numbered_and_is_the_same_again(record: Record) -> None:
    import pypdfium2

    first, second = io.BytesIO(), io.BytesIO()
    write_dossier_pdf(record, first, PLAIN)
    write_dossier_pdf(record, second, PLAIN)
    assert first.getvalue() == second.getvalue()
    pdf = pypdfium2.PdfDocument(first.getvalue())
    try:
        assert f"1 / {len(pdf)}" in pdf[0].get_textpage().get_text_bounded()
        assert pdf.get_metadata_value("Title") == "The shore survey"
    finally:
        pdf.close()


def test_without_weasyprint_one_sentence_says_what_to_do(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.export.dossier_pdf import PdfCannotBeMade

    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PdfCannotBeMade, match=r'pip install "onrecord\[pdf\]"'):
        write_dossier_pdf(record, io.BytesIO(), PLAIN)
