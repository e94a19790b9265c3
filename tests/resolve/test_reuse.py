from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.resolve.links_same_text import SameText
from onrecord.resolve.passages import LEAST_PASSAGE
from onrecord.resolve.quotations import QuotationResolver
from onrecord.resolve.reuse import Reuse
from onrecord.resolve.reuse_keys import LEAST_OWN
from onrecord.resolve.shingles import COMMON, WINDOW
from onrecord.resolve.words import word_columns
from onrecord.types.identity import row_id
from onrecord.types.rows import DocumentLink, Norm
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.papers import Paper

SHARED = "families who fished these waters for three generations were put out of their houses before dawn"
TITLE = "Convention on the Rights of Those Who Live by Inland Waters and of Their Descendants"


def corpus_of(*papers: Paper) -> MemoryCorpus:
    return MemoryCorpus([paper.findings() for paper in papers], [QuotationResolver()])


def found_in(papers: Sequence[Paper], document: Paper) -> dict[str, list[str]]:
    """Return the words that a document shares, by the other document."""
    passages = Reuse(corpus_of(*papers)).passages(document.id)
    for other in papers:
        for passage in passages.get(other.id, ()):
            here, there = passage.here.slice(document.text), passage.there.slice(other.text)
            assert word_columns(here).folded == word_columns(there).folded
            assert len(word_columns(here)) == passage.words
    return {other: [one.here.slice(document.text) for one in shared] for other, shared in passages.items()}


def paper(text: str, number: int = 0, date: str | None = None) -> Paper:
    return Paper("statement", f"{text}\nn{number}n.", date)


def unlike(number: int, words: int = 10) -> str:
    return " ".join(f"w{number}x{n}" for n in range(words))


def test_a_passage_is_found_from_either_document_and_from_no_third() -> None:
    one, other = paper(f"{unlike(1)} {SHARED}. {unlike(2)}"), paper(f"So: {SHARED}, he said. {unlike(3)}")
    third = paper("These waters were fished by families for three generations before they were put out.")
    papers = [one, other, third]
    assert found_in(papers, one) == {other.id: [SHARED]}
    assert found_in(papers, other) == {one.id: [SHARED]}
    assert found_in(papers, third) == {}


def test_what_more_documents_share_than_is_rare_is_boilerplate() -> None:
    papers = [paper(f"{unlike(number)} {SHARED} {unlike(-number)}", number) for number in range(COMMON)]
    few, many = papers[:COMMON], [*papers, paper(f"{unlike(COMMON)} {SHARED}", COMMON)]
    assert len(found_in(few, few[0])) == COMMON - 1
    assert found_in(many, many[0]) == {}


@pytest.mark.parametrize(
    ("beyond", "found"),
    [(LEAST_OWN + WINDOW - 1, True), (LEAST_OWN - 1, False)],
    ids=["reuse", "a few words beyond"],
)
def test_a_passage_that_goes_beyond_boilerplate_is_reuse(beyond: int, found: bool) -> None:
    own = unlike(99, beyond)
    papers = [paper(f"{unlike(number)} {SHARED} {unlike(-number)}", number) for number in range(COMMON)]
    papers += [paper(f"{unlike(number)} {SHARED} {own} {unlike(-number)}", number) for number in (50, 51)]
    assert found_in(papers, papers[-1]) == ({papers[-2].id: [f"{SHARED} {own}"]} if found else {})


def test_a_passage_is_found_whose_rare_key_stands_beside_common_ones() -> None:
    """The shared key alone is too short for a passage: the common ones beside it may be shared as well."""
    start, end = SHARED.split()[:8], SHARED.split()[8:]
    mixed = [paper(f"{unlike(number)} {' '.join(start)} {unlike(-number)}", number) for number in range(50)]
    papers = [*mixed, *(paper(f"{unlike(number)} {SHARED} {unlike(-number)}", number) for number in (60, 61))]
    assert len(end) >= LEAST_OWN
    assert found_in(papers, papers[-1]) == {papers[-2].id: [SHARED]}


def with_norm(text: str, number: int) -> Paper:
    held = paper(text, number)
    held.rows.append(Norm(row_id("norm", TITLE), TITLE, "treaty", mentions=(held.words(TITLE),)))
    return held


def test_the_name_of_a_treaty_is_no_reuse_in_a_small_record() -> None:
    named = [with_norm(f"{unlike(number)} under the {TITLE} {unlike(-number)}", number) for number in (1, 2)]
    assert found_in(named, named[0]) == {}
    plain = [paper(held.text) for held in named]
    assert len(found_in(plain, plain[0])) == 1


def test_words_around_a_name_are_reuse_where_they_are_more_than_it() -> None:
    around = f"{SHARED} and that is against the {TITLE}"
    named = [with_norm(f"{unlike(number)} {around} {unlike(-number)}", number) for number in (1, 2)]
    corpus = corpus_of(*named)
    [[passage]] = Reuse(corpus).passages(named[0].id).values()
    assert passage.words == len(around.split())
    assert passage.own == passage.words - len(TITLE.split())


words = st.lists(st.sampled_from("lake shore boat tent rain house quay road net fish".split()), max_size=30)


@settings(max_examples=60)
@given(st.lists(words, min_size=3, max_size=3), st.lists(st.lists(st.integers(0, 2)), min_size=4, max_size=6))
def test_every_run_of_twelve_words_that_two_documents_share_is_found(
    runs: list[list[str]], built: list[list[int]]
) -> None:
    papers = [
        paper(" ".join(f"{' '.join(runs[at])} x{number}x{n}" for n, at in enumerate(places)), number)
        for number, places in enumerate(built)
    ]
    reuse = Reuse(corpus_of(*papers))
    for one in papers:
        for other in papers:
            if one is not other:
                shared = reuse.passages(one.id).get(other.id, ())
                found = {run for passage in shared for run in _runs(passage.here.slice(one.text))}
                assert found == _runs(one.text) & _runs(other.text)


def _runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of twelve words of a text."""
    folded = word_columns(text).folded
    return {tuple(folded[at : at + LEAST_PASSAGE]) for at in range(len(folded) - LEAST_PASSAGE + 1)}


def links(*papers: Paper) -> list[DocumentLink]:
    corpus = corpus_of(*papers)
    same_text = SameText(corpus, Reuse(corpus))
    return [link for row in corpus.documents() for link in same_text.links(row)]


def test_the_later_of_two_documents_links_to_the_earlier_with_both_places() -> None:
    early, late = paper(f"{SHARED}.", 1, "2024-05-01"), paper(f"Again, {SHARED}.", 2, "2024-05-03")
    [link] = links(late, early)
    assert (link.kind, link.from_document, link.to_document) == ("same_text", late.id, early.id)
    assert [(anchor.document, anchor.exact) for anchor in link.evidence] == [
        (late.id, SHARED),
        (early.id, SHARED),
    ]


@pytest.mark.parametrize("marks", [(True, True), (True, False), (False, True)], ids=["both", "one", "other"])
def test_what_is_quoted_in_either_document_makes_no_same_text(marks: tuple[bool, bool]) -> None:
    papers = [paper(f"{unlike(number)} “{SHARED}” {unlike(-number)}", number) for number in (1, 2)]
    for held, quoted in zip(papers, marks, strict=True):
        if quoted:
            held.quotes(SHARED)
    assert links(*papers) == []


@pytest.mark.parametrize(("reporting", "linked"), [(1, 0), (2, 1)], ids=["one reports", "both report"])
def test_what_one_document_reports_and_the_other_says_makes_no_same_text(reporting: int, linked: int) -> None:
    papers = [
        paper(f"{unlike(number)} Ana Ruiz said {SHARED} {unlike(-number)}", number) for number in (1, 2)
    ]
    for held in papers[:reporting]:
        held.says("Ana Ruiz", SHARED)
    assert len(links(*papers)) == linked


def test_documents_with_the_same_own_words_show_what_both_quote_as_well() -> None:
    own = " ".join(reversed(SHARED.split()))
    papers = [paper(f"{own} {number} “{SHARED}” {unlike(number)}", number) for number in (1, 2)]
    for held in papers:
        held.quotes(SHARED)
    [link] = links(*papers)
    assert {anchor.exact for anchor in link.evidence} == {own, SHARED}


ADDRESS = (
    "Media Contact Ana Ruiz of the Harbour Office 12 Pier Avenue North West Port Selwyn Castara 20580 Room 7"
)


def test_an_address_in_common_is_no_same_text() -> None:
    one, other = paper(f"{unlike(1)} {ADDRESS}. {unlike(2)}"), paper(f"{unlike(3)} {ADDRESS}. {unlike(4)}")
    corpus = corpus_of(one, other)
    rows = [corpus.document(each.id) for each in (one, other)]
    same_text = SameText(corpus, Reuse(corpus))
    assert Reuse(corpus).passages(one.id)
    assert [link for row in rows if row for link in same_text.links(row)] == []
