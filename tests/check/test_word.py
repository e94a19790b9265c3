"""The writer's own Word file comes back with comments, and with nothing else changed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from onrecord.check.outputs.word import commented
from onrecord.check.outputs.words import CODE_WORDS, KIND_WORDS
from onrecord.check.report import VERDICTS, DraftReport, Verdict
from onrecord.export.word_xml import add_footnotes, footnote_mark, run
from onrecord.pipeline.tracing import DOCX, trace
from tests.check.reports import claim, report
from tests.text.test_docx import written

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _checked(document: Any, *claims: tuple[str, str, str]) -> tuple[bytes, DraftReport, bytes]:
    """Return a Word file, a report on some words of it, and the file with comments."""
    content = written(document)
    text = trace(content, "draft.docx").text
    verdicts = [claim(text, words, kind, code) for words, kind, code in claims]
    made = report(text, *verdicts, path="draft.docx", media_type=DOCX, content=content)
    return content, made, commented(made, content)


def _commented_words(content: bytes) -> list[str]:
    """Return the words of each comment's range, as Word marks them."""
    body = docx.Document(io.BytesIO(content)).element.body
    found: dict[str, list[str]] = {}
    open_now: list[str] = []
    for element in body.iter():
        if element.tag == f"{W}commentRangeStart":
            open_now.append(element.get(f"{W}id"))
            found[open_now[-1]] = []
        elif element.tag == f"{W}commentRangeEnd":
            open_now.remove(element.get(f"{W}id"))
        elif element.tag in (f"{W}t", f"{W}tab", f"{W}br"):
            words = {f"{W}tab": "\t", f"{W}br": "\n"}.get(element.tag, element.text or "")
            for each in open_now:
                found[each].append(words)
    return ["".join(words) for words in found.values()]


def _comments(content: bytes) -> list[str]:
    return [comment.text for comment in docx.Document(io.BytesIO(content)).comments]


def _formatted(content: bytes) -> list[tuple[str, bool | None, bool | None]]:
    """Return every character of the body with its formatting."""
    return [
        (sign, run.bold, run.italic)
        for paragraph in docx.Document(io.BytesIO(content)).paragraphs
        for run in paragraph.runs
        for sign in run.text
    ]


def test_a_claim_inside_a_run_gets_a_comment_on_its_very_words() -> None:
    document = docx.Document()
    document.add_paragraph("They wrote that 340 families “must end the closing” by May.")
    _, _, made = _checked(document, ("must end the closing", "quotation", "altered"))
    assert _commented_words(made) == ["must end the closing"]
    [comment] = _comments(made)
    assert comment.splitlines() == [
        "Quotation: altered. The record says otherwise.",
        "The record says otherwise.",
        "“end” for “halt”",
        "The letter of 2024-05-21, Ana Ruiz: “halt the closing”",
        "Cite: Ana Ruiz, letter, 2024-05-21, letters/may.txt",
    ]


def test_claims_across_runs_and_within_one_another_keep_their_formatting() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Police evicted ")
    paragraph.add_run("more than ").bold = True
    paragraph.add_run("340 families\tin March").italic = True
    content, _, made = _checked(
        document,
        ("evicted more than 340 families", "attribution", "strengthened"),
        ("340", "figure", "bound_added"),
        ("in March", "date", "agrees"),
    )
    assert _commented_words(made) == ["evicted more than 340 families", "340", "in March"]
    assert _formatted(made) == _formatted(content)
    assert trace(made, "draft.docx").text == trace(content, "draft.docx").text


def test_a_claim_that_ends_before_a_line_break_does_not_take_it_along() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("The gate is shut")
    run.add_break()
    run.add_text("and stays so")
    _, _, made = _checked(document, ("The gate is shut", "attribution", "supported"))
    assert _commented_words(made) == ["The gate is shut"]


def test_claims_in_tables_insertions_and_links_are_commented_where_they_stand() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("We ask you to ")
    paragraph._p.append(
        parse_xml(f"<w:ins {nsdecls('w')} w:id='7' w:author='B'><w:r><w:t>open the gate</w:t></w:r></w:ins>")
    )
    paragraph._p.append(
        parse_xml(f"<w:hyperlink {nsdecls('w')} w:anchor='x'><w:r><w:t>of 12 May</w:t></w:r></w:hyperlink>")
    )
    document.add_table(1, 2)._cells[1].text = "1,200 people"
    content, _, made = _checked(
        document,
        ("open the gate", "ask", "agrees"),
        ("12 May", "date", "differs"),
        ("1,200", "figure", "no_source"),
    )
    assert _commented_words(made) == ["open the gate", "12 May", "1,200"]
    assert trace(made, "draft.docx").text == trace(content, "draft.docx").text


def test_a_claim_in_the_head_of_the_page_is_told_on_the_first_words_of_the_body() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Embargoed until 12 May"
    document.add_paragraph("The body begins.")
    _, _, made = _checked(document, ("12 May", "date", "differs"))
    assert _commented_words(made) == ["The body begins."]
    assert _comments(made)[0].splitlines()[0] == "In the head of the page:"


def test_a_claim_in_a_footnote_is_told_where_the_note_is_called() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The gate")
    paragraph._p.append(footnote_mark(1))
    paragraph.add_run(" is shut.")
    add_footnotes(document, [(1, [run("See the letter of 12 May.")])])
    content = written(document)
    text = trace(content, "draft.docx").text
    made = report(text, claim(text, "12 May", "date", "differs"), path="d.docx", media_type=DOCX)
    result = commented(made, content)
    [comment] = _comments(result)
    assert comment.splitlines()[0] == "In footnote 1:"
    assert trace(result, "draft.docx").text == text


def test_comments_that_were_there_stay() -> None:
    document = docx.Document()
    run = document.add_paragraph("The gate is shut.").runs[0]
    document.add_comment(run, "Is it?", author="Bo Lind")
    _, _, made = _checked(document, ("shut", "attribution", "contradicted"))
    assert [comment.author for comment in docx.Document(io.BytesIO(made)).comments] == [
        "Bo Lind",
        "On Record",
    ]


def test_parts_that_hold_no_text_come_back_byte_for_byte() -> None:
    document = docx.Document()
    document.add_paragraph("The gate is shut.")
    content, _, made = _checked(document, ("shut", "attribution", "contradicted"))
    before, after = (zipfile.ZipFile(io.BytesIO(each)) for each in (content, made))
    same = {"docProps/thumbnail.jpeg", "word/theme/theme1.xml", "word/fontTable.xml", "word/webSettings.xml"}
    for name in same:
        assert before.read(name) == after.read(name)


def test_equal_reports_give_equal_files() -> None:
    document = docx.Document()
    document.add_paragraph("The gate is shut.")
    content, made, first = _checked(document, ("shut", "attribution", "contradicted"))
    assert commented(made, content) == first


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown", "application/pdf"])
def test_a_draft_that_is_no_word_file_becomes_one(media_type: str) -> None:
    text = "# The gate\r\n\r\nIt is shut \x0band 340 people\u202e wait."
    made = commented(
        report(text, claim(text, "340 people", "figure", "supported"), media_type=media_type), b""
    )
    assert _commented_words(made) == ["340 people"]
    paragraphs = [each.text for each in docx.Document(io.BytesIO(made)).paragraphs]
    assert paragraphs == ["# The gate", "It is shut \ufffdand 340 people\ufffd wait."]


def test_a_claim_over_two_paragraphs_is_one_comment() -> None:
    document = docx.Document()
    document.add_paragraph("First words end here.")
    document.add_paragraph("Second words begin.")
    text = trace(written(document), "draft.docx").text
    start = text.index("end here")
    whole = text[start : text.index(" begin")]
    _, _, made = _checked(document, (whole, "quotation", "truncated"))
    assert _commented_words(made) == ["end here.Second words"]


def test_every_verdict_has_words() -> None:
    assert set(VERDICTS) <= set(KIND_WORDS)
    assert {code for codes in VERDICTS.values() for code in codes} <= set(CODE_WORDS)


def test_a_verdict_on_no_words_of_the_file_is_not_lost() -> None:
    document = docx.Document()
    document.add_paragraph("One", style="List Number")
    content = written(document)
    text = trace(content, "draft.docx").text
    verdict: Verdict = claim(text, text[0], "figure", "no_source")
    made = commented(report(text, verdict, path="d.docx", media_type=DOCX), content)
    assert len(_comments(made)) == 1
