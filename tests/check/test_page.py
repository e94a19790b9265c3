"""The page of a checked draft: every mark has its note, every note its mark, and nothing steers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from onrecord.check.outputs.marked import paragraphs_of
from onrecord.check.outputs.page import page_of
from onrecord.check.report import Verdict
from onrecord.types.spans import Evidence
from tests.check.reports import claim, report

TEXT = "The Board says that 340 families “must end the closing” by May.\n\nNobody <b>was</b> hurt.\u202e"


def test_marks_lead_to_notes_and_back() -> None:
    made = report(
        TEXT,
        claim(TEXT, "must end the closing", "quotation", "altered"),
        claim(TEXT, "340", "figure", "supported"),
    )
    page = html.fromstring(page_of(made))
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in page.xpath("//a/@href")} <= set(ids)
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//h3")]
    assert heads == ["1 Figure: supported", "2 Quotation: altered"]
    assert page.xpath("string(//mark[@class='fault'])") == "must end the closing"
    assert "“end” for “halt”" in page.xpath("string(//section[@id='verdict-2'])")


def test_words_of_the_draft_are_inert() -> None:
    page = page_of(report(TEXT))
    assert "&lt;b&gt;was&lt;/b&gt;" in page
    assert "\u202e" not in page
    assert "<script" not in page
    assert " style=" not in page


def test_overlapping_claims_show_the_gravest() -> None:
    made = report(
        TEXT,
        claim(TEXT, "340 families", "attribution", "supported"),
        claim(TEXT, "families “must end", "quotation", "altered"),
    )
    [first, _] = paragraphs_of(made)
    marked = [(piece.words, piece.weight, piece.claims) for piece in first.pieces if piece.weight]
    assert marked == [("340 ", "sound", (1,)), ("families", "fault", (1, 2)), (" “must end", "fault", (2,))]
    assert [number for number, _ in first.notes] == [1, 2]


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30))


@given(st.lists(spans, max_size=6))
def test_pieces_are_the_lines_of_the_text(found: list[tuple[int, int]]) -> None:
    verdicts = []
    for start, length in found:
        end = min(start + length, len(TEXT))
        anchor = Evidence("d-00000000000000dd", start, end, TEXT[start:end])
        verdicts.append(Verdict("figure", "supported", anchor, "It stands."))
    lines = list(paragraphs_of(report(TEXT, *verdicts)))
    assert ["".join(piece.words for piece in line.pieces) for line in lines] == [
        line for line in TEXT.split("\n") if line
    ]
