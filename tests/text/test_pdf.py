"""PDFs made for the purpose come back as the words that went in."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from fpdf import FPDF

from onrecord.config import Config
from onrecord.types.errors import FileCannotBeRead
from tests.text.sources import PROSE, place_of, read

PDF = "application/pdf"


def started(size: int = 11) -> FPDF:
    """Return a PDF with one page begun."""
    pdf = FPDF()
    pdf.set_font("Times", size=size)
    pdf.add_page()
    return pdf


def _two_columns() -> bytes:
    pdf = started()
    pdf.set_title("A report on returns")
    for number in (1, 2, 3):
        if number > 1:
            pdf.add_page()
        pdf.set_font("Times", size=9)
        pdf.text(20, 8, "Example Watch report")
        pdf.text(100, 290, f"Page {number} of 3")
        pdf.set_font("Times", "B", 16)
        pdf.set_xy(20, 20)
        pdf.multi_cell(
            170, 8, f"Chapter {number} on the returns of many refugees in a long heading", align="C"
        )
        pdf.set_font("Times", size=11)
        for column in (0, 1):
            pdf.set_xy(20 + 90 * column, 45)
            pdf.multi_cell(
                80, 5, f"Column {number}.{column} starts. {PROSE * 4}Column {number}.{column} ends."
            )
    return bytes(pdf.output())


def test_columns_are_read_one_after_the_other() -> None:
    found = read(_two_columns(), PDF)
    marks = [
        f"Column {page}.{column} {end}"
        for page in (1, 2, 3)
        for column in (0, 1)
        for end in ("starts", "ends")
    ]
    places = [found.text.index(mark) for mark in marks]
    assert places == sorted(places)
    assert f"Column 2.0 starts. {PROSE * 4}Column 2.0 ends." in found.text
    assert "Chapter 1 on the returns of many refugees in a long heading\n\nColumn 1.0" in found.text
    assert place_of(found, "Column 3.1 ends") == "page 3"
    assert found.metadata.title == "A report on returns"
    assert any(note.startswith("Read column by column") for note in found.notes)


def test_running_heads_and_feet_are_left_out_and_told() -> None:
    found = read(_two_columns(), PDF)
    assert "Example Watch report" not in found.text
    assert "of 3" not in found.text
    assert [note for note in found.notes if "running" in note] == [
        "Left out as a running head or foot: “Example Watch report”.",
        "Left out as a running head or foot: “Page 1 of 3”.",
    ]


def test_the_shape_of_a_letter_stays() -> None:
    pdf = started()
    address = "Minister Juan Perez\nMinistry of the Interior\n12 High Street\nLima"
    asks = "We ask you to:\n1. stop the returns;\n2. answer this letter."
    pdf.multi_cell(
        170, 6, f"{address}\n\nDear Minister,\n\n{PROSE * 2}\n\n{asks}\n\nYours sincerely,\n\n", align="L"
    )
    for row in (("Ana Ruiz", "Ben Adams"), ("Example Watch", "Lima Centre")):
        for cell in row:
            pdf.cell(80, 6, cell)
        pdf.ln()
    assert read(bytes(pdf.output()), PDF).text == (
        f"{address}\n\nDear Minister,\n\n{(PROSE * 2).strip()}\n\n{asks}\n\nYours sincerely,\n\n"
        "Ana Ruiz\tBen Adams\nExample Watch\tLima Centre"
    )


def test_a_table_is_read_by_rows() -> None:
    pdf = started()
    for row in (("Year", "People", "Place"), ("2022", "1,200", "north"), ("2023", "600", "south")) * 3:
        for cell in row:
            pdf.cell(50, 6, cell)
        pdf.ln()
    assert read(bytes(pdf.output()), PDF).text.splitlines()[:3] == [
        "Year\tPeople\tPlace",
        "2022\t1,200\tnorth",
        "2023\t600\tsouth",
    ]


def test_words_parted_at_line_ends_are_joined_and_compounds_are_not() -> None:
    pdf = started()
    lines = (
        "The well-known register of people who were returned against their will was not shown to repatri-",
        "ated families or their lawyers, who had asked for it in writing since the spring, in a well-",
        "known letter to the ministry of the interior and to the police of both provinces, as Latin-",
        "American delegates said when they met in Lima in the year of 2019 and again in the year after.",
    )
    for line in lines:
        pdf.cell(190, 5, line)
        pdf.ln()
    text = read(bytes(pdf.output()), PDF).text
    assert "to repatriated families" in text
    assert "in a well-known letter" in text
    assert "Latin-American" in text
    assert "\n" not in text


def test_text_narrower_than_its_title_is_joined_and_its_headings_stay() -> None:
    pdf = started()
    pdf.cell(180, 6, "A statement of the committee on the returns of refugees from both of the provinces")
    pdf.ln(12)
    for words in (f"{PROSE}They wait.", "Recommendations", f"{PROSE}They wait."):
        pdf.multi_cell(90, 6, words, align="L", new_x="LMARGIN", new_y="NEXT")
    assert read(bytes(pdf.output()), PDF).text.split("\n")[2:] == [
        f"{PROSE}They wait.",
        "Recommendations",
        f"{PROSE}They wait.",
    ]


def test_a_raised_mark_does_not_change_a_figure() -> None:
    pdf = started()
    pdf.write(5, "The ministry returned 600")
    pdf.char_vpos = "SUP"
    pdf.write(5, "12")
    pdf.char_vpos = "LINE"
    pdf.write(5, " people in one week.")
    assert read(bytes(pdf.output()), PDF).text == "The ministry returned 600¹² people in one week."


def test_a_page_that_lies_on_its_side_is_read_upright() -> None:
    pdf = started()
    with pdf.rotation(90, 100, 150):
        pdf.set_xy(20, 100)
        pdf.multi_cell(170, 6, PROSE * 2)
    assert read(bytes(pdf.output()), PDF).text == (PROSE * 2).strip()


def test_a_paragraph_goes_on_over_the_page() -> None:
    pdf = started()
    pdf.multi_cell(170, 6, PROSE * 40, align="L")
    found = read(bytes(pdf.output()), PDF)
    assert found.text == (PROSE * 40).strip()
    assert {run.place for run in found.offset_map.runs} == {"page 1", "page 2"}


def _locked() -> bytes:
    pdf = started()
    pdf.set_encryption(owner_password="owner", user_password="reader")
    pdf.write(5, "Secret words")
    return bytes(pdf.output())


def _scanned() -> bytes:
    pdf = started()
    pdf.rect(20, 20, 100, 50, style="F")
    return bytes(pdf.output())


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_locked(), "password_protected"),
        (_scanned(), "no_text_layer"),
        (b"%PDF-1.4\nnothing more", "damaged_pdf"),
        (_two_columns()[:900], "damaged_pdf"),
    ],
    ids=["locked", "scanned", "empty shell", "cut short"],
)
def test_a_pdf_that_cannot_be_read_says_why(content: bytes, code: str) -> None:
    with pytest.raises(FileCannotBeRead) as refusal:
        read(content, PDF)
    assert refusal.value.issue.code == code
    assert ("--ocr" in refusal.value.issue.remedy) == (code == "no_text_layer")


def test_a_pdf_that_needs_no_password_to_be_read_is_read() -> None:
    pdf = started()
    pdf.set_encryption(owner_password="owner")
    pdf.write(5, "Open words")
    assert read(bytes(pdf.output()), PDF).text == "Open words"


def test_pages_without_text_are_told() -> None:
    pdf = started()
    pdf.write(5, "First page")
    pdf.add_page()
    assert "No text on page 2: blank, or a picture (try --ocr)." in read(bytes(pdf.output()), PDF).notes


def test_missing_tesseract_names_its_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(FileCannotBeRead) as refusal:
        read(_scanned(), PDF, config=Config(ocr=True))
    assert refusal.value.issue.code == "tesseract_missing"
    assert "tesseract-ocr" in refusal.value.issue.remedy


def test_scanned_pages_are_read_by_tesseract(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    lines = "Dear Minister,\n\nwe ask for the names of all repatri-\nated people in both provinces.\nAna\n\f"
    program.write_text(
        f"#!/bin/sh\ntest \"$(head -c 2)\" = P5 || exit 1\ncat >/dev/null\nprintf '{lines}'\n".replace(
            "\n\n", "\\n\\n"
        ).replace("-\nated", "-\\nated")
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    pdf = started()
    pdf.write(5, "First page")
    pdf.add_page()
    pdf.rect(20, 20, 100, 50, style="F")
    found = read(bytes(pdf.output()), PDF, config=Config(ocr=True))
    assert found.text == (
        "First page\n\nDear Minister,\n\n"
        "we ask for the names of all repatriated people in both provinces.\nAna"
    )
    assert place_of(found, "Dear Minister") == "page 2"
    assert any("OCR" in note for note in found.notes)
