"""What is told of figures: sentences true of their documents, and none where they may well differ."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.resolve.figures import FigureResolver
from onrecord.resolve.findings import FindingResolver
from onrecord.resolve.origins import OriginResolver
from onrecord.types.findings import Resolver
from onrecord.types.rows import DocumentLink, Figure, Finding, Row
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.figured import counts, happens, links
from tests.resolve.papers import Paper

KINDS = ("figure_conflict", "figure_strengthened", "single_origin", "unsourced_figure", "lost_attribution")


def findings(*papers: Paper, linked: Sequence[DocumentLink] = ()) -> list[Finding]:
    resolvers: list[Resolver] = [OriginResolver(), FigureResolver(), FindingResolver()]
    corpus = MemoryCorpus([paper.findings() for paper in papers], resolvers)
    corpus.resolved.extend(linked)
    for resolver in resolvers:
        corpus.resolved.extend(row for row in items_of(resolver, corpus) if isinstance(row, Row))
    return [row for row in corpus.resolved if isinstance(row, Finding) and row.kind in KINDS]


def told(*papers: Paper, linked: Sequence[DocumentLink] = ()) -> dict[str, str]:
    return {finding.kind: finding.title for finding in findings(*papers, linked=linked)}


CLINIC = "The Lakeland Clinic"


def says(
    kind: str,
    written: str,
    words: str = "340|families",
    *,
    bound: str = "exact",
    source: str | None = CLINIC,
    where: str = "from the north shore",
    date: str = "2024-03-12",
    signed: Sequence[str] = (),
) -> tuple[Paper, Figure]:
    """Return a paper that gives a number, on somebody's word where a source is named."""
    number = int(words.partition("|")[0].rsplit(" ", 1)[-1])
    content = f"{words.replace('|', ' ')} were driven {where} on March 12"
    text = f"{source} says that {content}." if source else f"In all {content}."
    paper = Paper(kind, "\n".join((text, *signed)), written, signed)
    if source is None:
        return paper, counts(paper, words, number, bound, date=date)
    origin = paper.actor(source, "organization")
    said = paper.says(source, content, [origin])
    return paper, counts(paper, words, number, bound, date=date, origin=origin, said=said)


def test_a_conflict_names_both_claims_both_documents_and_on_whose_word() -> None:
    letter, counted = says("letter", "2024-05-21")
    reply, denied = says("statement", "2024-03-14", "84|families", source=None)
    [found] = findings(letter, reply)
    assert (found.kind, found.severity) == ("figure_conflict", "high")
    assert found.title == (
        "The letter of 2024-05-21 says “340 families” on the word of The Lakeland Clinic, the statement of "
        "2024-03-14 says “84 families”: both are for 2024-03-12, and they cannot both hold."
    )
    assert found.rows[1:] == (counted.id, denied.id)


def test_a_contradiction_is_told_once_however_many_repeat_it() -> None:
    first, counted = says("letter", "2024-05-21")
    again, _ = says("report", "2024-06-21", where="away from the north shore")
    grown, _ = says("news_article", "2024-06-22", "more than 340|families", bound="more_than")
    reply, denied = says("statement", "2024-03-14", "84|families", source=None)
    found = [one for one in findings(first, again, grown, reply) if one.kind == "figure_conflict"]
    assert [one.rows[1:] for one in found] == [(counted.id, denied.id)]


@pytest.mark.parametrize(
    ("where", "date"),
    [("from the north shore", "2024-03-13"), ("out of Port Anders", "2024-03-12")],
    ids=["another day", "another place"],
)
def test_no_document_is_accused_that_speaks_of_something_else(where: str, date: str) -> None:
    letter, _ = says("letter", "2024-05-21")
    other, _ = says("statement", "2024-03-14", "84|families", source=None, where=where, date=date)
    assert "figure_conflict" not in told(letter, other)


def test_a_number_that_grew_is_told_where_it_came_from_that_document() -> None:
    letter, plain = says("letter", "2024-05-21")
    release, grown = says("press_release", "2024-05-22", "more than 340|families", bound="more_than")
    link = links(release, "reports_on", letter)
    found = {one.kind: one for one in findings(letter, release, linked=[link])}
    assert found["figure_strengthened"].title == (
        "“340 families” in the letter of 2024-05-21 became “more than 340 families” in the press release of "
        "2024-05-22; both have it from The Lakeland Clinic: one origin, not 2."
    )
    assert found["figure_strengthened"].rows[1:] == (plain.id, grown.id)
    assert "single_origin" not in found


def test_a_number_that_is_larger_on_another_ones_word_did_not_grow() -> None:
    letter, _ = says("letter", "2024-05-21")
    other, _ = says(
        "press_release", "2024-05-22", "more than 340|families", bound="more_than", source="The Shore Network"
    )
    assert "figure_strengthened" not in told(letter, other)
    earlier, _ = says("report", "2024-05-01", "more than 340|families", bound="more_than")
    assert "figure_strengthened" not in told(letter, earlier)


def test_documents_that_have_a_number_from_one_origin_are_one_source() -> None:
    letter, _ = says("letter", "2024-05-21", signed=["Tomas Brandt"])
    article, _ = says("news_article", "2024-06-19", where="away from the north shore")
    assert told(letter, article) == {
        "single_origin": "The letter of 2024-05-21 and the news article of 2024-06-19 both have their number "
        "of families (340) from The Lakeland Clinic: one origin, not 2."
    }


def test_a_release_on_ones_own_letter_is_told_as_one_origin_only_where_it_says_more() -> None:
    letter, _ = says("letter", "2024-05-21", signed=["Tomas Brandt"])
    same, _ = says("press_release", "2024-05-22", where="off the north shore", signed=["Tomas Brandt"])
    more, _ = says(
        "press_release", "2024-05-22", "more than 340|families", bound="more_than", signed=["Tomas Brandt"]
    )
    found = told(letter, more, linked=[links(more, "reports_on", letter)])
    assert "one origin" in found["figure_strengthened"]
    assert "single_origin" not in found
    assert "single_origin" not in told(letter, same, linked=[links(same, "reports_on", letter)])


def test_numbers_of_one_origin_that_are_not_told_alike_are_named_as_they_are_told() -> None:
    article, _ = says("news_article", "2024-05-20", "more than 340|families", bound="more_than")
    letter, _ = says("letter", "2024-05-21", where="away from the north shore")
    [found] = findings(article, letter)
    assert found.title == (
        "The letter of 2024-05-21 and the news article of 2024-05-20 both have their number of families "
        "(340 and more than 340) from The Lakeland Clinic: one origin, not 2."
    )


def test_the_same_sentence_twice_is_one_text_and_no_two_sources() -> None:
    one, _ = says("press_release", "2024-05-21")
    other, _ = says("press_release", "2024-05-22")
    assert told(one, other) == {}


def test_a_figure_that_lost_its_origin_on_the_way_is_told() -> None:
    letter, original = says("letter", "2024-05-21")
    article, bare = says("news_article", "2024-05-22", source=None)
    [found] = findings(letter, article, linked=[links(article, "reports_on", letter)])
    assert found.kind == "lost_attribution"
    assert found.rows == (bare.id, original.id)
    assert found.title == (
        "The news article of 2024-05-22 gives “340 families” in its own voice; the letter of 2024-05-21 has "
        "it from The Lakeland Clinic."
    )


UNSOURCED = "Dozens of people were killed at the harbour."


@pytest.mark.parametrize(
    ("text", "kind", "factuality"),
    [
        (UNSOURCED, "HARM.KILLING", "past"),
        ("Reportedly dozens of people were at the harbour.", "COMM.MEETING", "past"),
        ("Dozens of people were killed against their will.", "HARM.KILLING", "past"),
    ],
    ids=["harm", "hearsay", "will that is a noun"],
)
def test_an_estimate_of_harm_that_leads_back_to_nobody_names_no_origin(
    text: str, kind: str, factuality: str
) -> None:
    [title] = unsourced(text, kind, factuality)
    assert title.casefold() == "“dozens of people” in the press release of 2024-05-21 names no origin."


def unsourced(text: str, kind: str = "HARM.KILLING", factuality: str = "past") -> list[str]:
    paper = Paper("press_release", text, "2024-05-21")
    words = "Dozens|of people" if "Dozens" in text else "dozens|of people"
    row = counts(paper, words, None, "vague", limits=(24, 99))
    happens(paper, words.replace("|", " "), row, kind=kind, factuality=factuality)
    return [one.title for one in findings(paper) if one.kind == "unsourced_figure"]


@pytest.mark.parametrize(
    ("text", "kind", "factuality"),
    [
        ("A report was published. Dozens of people were killed.", "HARM.KILLING", "past"),
        ("We saw that dozens of people were killed.", "HARM.KILLING", "past"),
        ("Dozens of people could be killed.", "HARM.KILLING", "past"),
        (UNSOURCED, "HARM.KILLING", "feared"),
        ("Dozens of people met at the harbour.", "COMM.MEETING", "past"),
    ],
    ids=["the sentence before names a report", "own eyes", "what might be", "feared", "a meeting"],
)
def test_no_origin_is_asked_for_where_the_text_gives_one_or_none_is_due(
    text: str, kind: str, factuality: str
) -> None:
    assert unsourced(text, kind, factuality) == []
