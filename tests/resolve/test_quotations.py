from __future__ import annotations

import pytest

from onrecord.resolve.links import LinkResolver
from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.rows import DocumentLink, QuotationCheck, Row
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper

LETTER = (
    "We ask you to raise the evictions at the lake with the minister. Evicted families have nowhere to go "
    "and no boats to fish with. Children are falling ill in the tents of the camp. They must be allowed to "
    "return before the rains.\nTomas Brandt\nLena Dahl"
)


def letter() -> Paper:
    return Paper("letter", LETTER, "2024-05-21", ["Tomas Brandt", "Lena Dahl"])


def checks(*papers: Paper) -> list[QuotationCheck]:
    resolver = QuotationResolver()
    corpus = MemoryCorpus([paper.findings() for paper in papers], [resolver])
    return [row for row in items_of(resolver, corpus) if isinstance(row, QuotationCheck)]


def release(quoted: str, source: str = "the members", people: str = "Tomas Brandt and Lena Dahl") -> Paper:
    paper = Paper("press_release", f"{people} wrote to her. “{quoted}” said {source}.", "2024-05-22")
    for name in ("Tomas Brandt", "Lena Dahl"):
        if name in people:
            paper.actor(name)
    speaker = paper.actor(source, "group" if source.startswith("the ") else "person", source)
    paper.says(source, quoted, [speaker])
    paper.quotes(quoted)
    return paper


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("Evicted families have nowhere to go and no boats to fish with,", "verbatim"),
        ("Evicted families have somewhere to go and no boats to fish with,", "altered"),
        (
            "Evicted families have nowhere to go. They must be allowed to return before the rains,",
            "truncated",
        ),
        ("Evicted families have nowhere to go … They must be allowed to return,", "verbatim"),
    ],
)
def test_a_release_is_held_against_the_letter_of_the_people_it_names(quoted: str, verdict: str) -> None:
    source = letter()
    [found] = checks(release(quoted), source)
    assert (found.verdict, found.claimed_source) == (verdict, source.id)
    assert found.found is not None
    assert found.found.holds_in(source.text)


def test_the_letter_must_hold_the_words_it_is_said_to_hold() -> None:
    [found] = checks(release("The minister has broken every promise he made", "the letter"), letter())
    assert found.verdict == "absent"


def test_words_of_a_letter_that_is_not_here_are_wanted() -> None:
    [found] = checks(release("We would like to meet you in the spring", "the letter", "Two writers"))
    assert (found.verdict, found.wanted, found.found) == ("unverifiable", "the letter", None)


def test_a_quotation_of_other_people_accuses_nobody() -> None:
    [found] = checks(
        release("Evicted families have somewhere to go and no boats", "Ana Ruiz", "Ana Ruiz"), letter()
    )
    assert found.verdict == "unverifiable"


def test_one_signatory_speaking_anew_is_not_called_a_misquotation() -> None:
    paper = release("Families have nowhere to go, and the state looks on", "Tomas Brandt")
    [found] = checks(paper, letter())
    assert found.verdict == "unverifiable"


def test_a_title_in_marks_is_no_speech() -> None:
    paper = Paper("press_release", "They signed the “Treaty of the Lake” at noon.")
    paper.quotes("Treaty of the Lake", speech=False)
    [found] = checks(paper, letter())
    assert (found.verdict, found.claimed_source, found.differences) == ("not_speech", None, ())


def test_a_split_quotation_shows_what_was_left_out_between_its_pieces() -> None:
    first, second = "Evicted families have nowhere to go", "They must be allowed to return before the rains."
    paper = Paper(
        "press_release", f"Tomas Brandt and Lena Dahl: “{first},” said the members. “{second}", "2024-05-22"
    )
    paper.actor("Tomas Brandt")
    paper.actor("Lena Dahl")
    paper.says("the members", f"{first}|{second}", [paper.actor("the members", "group")])
    paper.quotes(first)
    paper.quotes(second)
    verdicts = checks(paper, letter())
    assert [check.verdict for check in verdicts] == ["verbatim", "truncated"]
    assert "Children are falling ill" in verdicts[1].differences[0].original


def test_a_later_document_is_never_the_source() -> None:
    source = letter()
    source.date = "2024-06-30"
    [found] = checks(release("Evicted families have nowhere to go and no boats to fish with"), source)
    assert found.verdict == "unverifiable"


def test_what_is_quoted_is_linked_with_both_places() -> None:
    source, paper = letter(), release("Evicted families have nowhere to go and no boats to fish with,")
    resolver = QuotationResolver()
    corpus = MemoryCorpus([paper.findings(), source.findings()], [resolver])
    corpus.resolved.extend(row for row in items_of(resolver, corpus) if isinstance(row, Row))
    links = [row for row in items_of(LinkResolver(), corpus) if isinstance(row, DocumentLink)]
    [quotes] = [link for link in links if link.kind == "quotes"]
    assert (quotes.from_document, quotes.to_document) == (paper.id, source.id)
    assert {anchor.document for anchor in quotes.evidence} == {paper.id, source.id}
