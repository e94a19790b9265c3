"""Chains lead through the documents a row came from, as far as the texts show, and say how that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from onrecord.resolve.origins import OriginResolver, _shared
from onrecord.types.findings import Changes
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, Figure, QuotationCheck, Row, Statement
from onrecord.types.spans import Evidence
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.figured import counts, links
from tests.resolve.papers import Paper

CLINIC = "a-0123456789abcdef"
CONTENT = "340 families were driven from the north shore of the lake in March"


def traced(*papers: Paper, rows: Sequence[Row]) -> dict[str, tuple[tuple[str, ...], list[tuple[str, str]]]]:
    """Return by row the chain it got and how the documents in it are known."""
    corpus = MemoryCorpus([paper.findings() for paper in papers])
    corpus.resolved.extend(rows)
    made = items_of(OriginResolver(), corpus)
    assert all(isinstance(row, Statement | Figure) for row in made)
    return {
        row.id: (row.chain, [(mark.document, mark.how) for mark in row.chain_marks])
        for row in made
        if isinstance(row, Statement | Figure)
    }


def paper(kind: str, written: str, source: str | None, signed: Sequence[str] = ()) -> tuple[Paper, Figure]:
    """Return a paper that gives the number, on the Clinic's word where it says so."""
    text = f"{source} says that {CONTENT}." if source else f"In all {CONTENT}."
    made = Paper(kind, "\n".join((f"{kind} {written}", text, *signed)), written, signed)
    said = made.says(source, CONTENT, [CLINIC]) if source else None
    if said is not None:
        made.rows[-1] = said = replace(said, chain=(CLINIC, made.id))
    origin = CLINIC if source else None
    return made, counts(made, "340|families", 340, date="2024-03", origin=origin, said=said)


def test_a_number_of_the_letter_a_release_reports_on_came_through_the_letter() -> None:
    letter, _ = paper("letter", "2024-05-21", "The Clinic")
    release, figure = paper("press_release", "2024-05-22", "The Clinic")
    found = traced(letter, release, rows=[links(release, "reports_on", letter)])
    assert found[figure.id] == ((CLINIC, letter.id, release.id), [(letter.id, "same_origin")])


def test_where_nobody_is_named_the_way_is_shown_as_unmarked() -> None:
    letter, _ = paper("letter", "2024-05-21", "The Clinic")
    article, figure = paper("news_article", "2024-05-22", None)
    told = traced(letter, article, rows=[links(article, "reports_on", letter)])
    assert told[figure.id] == ((CLINIC, letter.id, article.id), [(letter.id, "same_number")])
    shared = links(article, "same_text", letter, article.words(CONTENT), letter.words(CONTENT))
    copied = traced(letter, article, rows=[shared])
    assert copied[figure.id] == ((CLINIC, letter.id, article.id), [(letter.id, "same_words")])


@pytest.mark.parametrize(
    ("written", "source", "rows"),
    [
        ("2024-05-20", "The Clinic", "reports_on"),
        ("2024-05-21", None, "same_text"),
        ("2024-05-22", "The Ministry", "reports_on"),
        ("2024-05-22", "The Clinic", "same_event"),
    ],
    ids=["an earlier document", "of the same day", "another origin", "only of the same event"],
)
def test_no_way_leads_where_the_texts_show_none(written: str, source: str | None, rows: str) -> None:
    letter, _ = paper("letter", "2024-05-21", "The Clinic")
    other, figure = paper("news_article", written, source)
    if source == "The Ministry":
        other.rows = [
            replace(row, chain=("a-fedcba9876543210", other.id))
            if isinstance(row, Figure | Statement)
            else row
            for row in other.rows
        ]
    link = links(other, rows, letter, other.words(CONTENT), letter.words(CONTENT))
    assert figure.id not in traced(letter, other, rows=[link])


def test_another_number_or_another_thing_is_not_the_letters() -> None:
    letter, _ = paper("letter", "2024-05-21", "The Clinic")
    other = Paper("press_release", "The letter tells of 341 families and 340 boats in March.", "2024-05-22")
    counts(other, "341|families", 341, date="2024-03")
    counts(other, "340|boats", 340, date="2024-03")
    assert traced(letter, other, rows=[links(other, "reports_on", letter)]) == {}


def test_a_way_leads_on_through_what_the_source_has_it_from_but_not_for_ever() -> None:
    papers = [paper("letter", "2024-05-21", "The Clinic")]
    papers += [paper("news_article", f"2024-06-0{day}", None) for day in range(1, 6)]
    chain = [links(later[0], "reports_on", earlier[0]) for earlier, later in pairwise(papers)]
    found = traced(*(one for one, _ in papers), rows=chain)
    ids = [one.id for one, _ in papers]
    third = papers[3][1]
    assert found[third.id][0] == (CLINIC, *ids[:4])
    last = papers[5][1]
    assert found[last.id][0] == tuple(ids[2:6])


def test_documents_that_tell_of_each_other_make_no_circle() -> None:
    one, first = paper("letter", "2024-05-21", None)
    other, second = paper("report", "2024-05-21", None)
    found = traced(one, other, rows=[links(one, "reports_on", other), links(other, "reports_on", one)])
    for row in (first, second):
        chain = found[row.id][0]
        assert len(chain) == len(set(chain))
        assert chain[-1] == row.document


def test_a_quotation_of_the_letter_goes_back_to_who_says_it_there() -> None:
    letter = Paper("letter", "The Clinic told us that nobody may return.", "2024-05-21", [])
    inner = letter.says("The Clinic", "nobody may return", [CLINIC])
    letter.rows[-1] = replace(inner, chain=(CLINIC, letter.id))
    release = Paper("press_release", "“Nobody may return,” wrote the members.", "2024-05-22")
    said = release.says("the members", "Nobody may return")
    release.rows[-1] = replace(said, chain=(release.id,))
    check = QuotationCheck(
        row_id("quotation_check", release.id), release.words("Nobody may return"), "verbatim", letter.id,
        letter.words("nobody may return"), statement=said.id,
    )  # fmt: skip
    quotes = links(release, "quotes", letter, check.quotation, letter.words("nobody may return"))
    found = traced(letter, release, rows=[check, quotes])
    assert found[said.id] == ((CLINIC, letter.id, release.id), [(letter.id, "stated")])


def test_what_the_letters_signatories_say_of_it_is_stated_as_theirs() -> None:
    letter = Paper("letter", f"In all {CONTENT}.\nTomas Brandt", "2024-05-21", ["Tomas Brandt"])
    [brandt] = letter.signatories
    counts(letter, "340|families", 340, date="2024-03")
    release = Paper("press_release", f"Tomas Brandt said that {CONTENT}.", "2024-05-22")
    said = release.says("Tomas Brandt", CONTENT, [brandt])
    release.rows[-1] = said = replace(said, chain=(brandt, release.id))
    figure = counts(release, "340|families", 340, date="2024-03", origin=brandt, said=said)
    shared = links(release, "quotes", letter, release.words(CONTENT), letter.words(CONTENT))
    found = traced(letter, release, rows=[shared])
    assert found[figure.id] == ((brandt, letter.id, release.id), [(letter.id, "stated")])
    assert found[said.id] == found[figure.id]


def test_documents_that_lead_through_a_changed_one_are_done_again() -> None:
    papers = [paper("letter", f"2024-05-2{day}", None)[0] for day in range(5)]
    chain: list[DocumentLink] = [links(later, "reports_on", earlier) for earlier, later in pairwise(papers)]
    corpus = MemoryCorpus([one.findings() for one in papers])
    corpus.resolved.extend(chain)
    units = set(OriginResolver().units(corpus, Changes(frozenset([papers[0].id]))))
    assert units == {one.id for one in papers[:4]}


@pytest.mark.parametrize("places", [[(0, 6), (4, 8)], [(4, 8), (0, 8)], [(4, 6), (0, 5), (2, 8), (20, 30)]])
def test_words_that_two_places_hold_count_once(places: list[tuple[int, int]]) -> None:
    text = "the north shore of the long lake"
    parts = [Evidence("d-1", 0, 4, text[:4]), Evidence("d-1", 4, 15, text[4:15])]
    assert _shared(parts, [Evidence("d-1", start, end, text[start:end]) for start, end in places]) == 8
