"""Which places are quoted together, and where long words are cut."""

from __future__ import annotations

import pytest

from onrecord.types.quoting import LONGEST_SENTENCE, NEAR, between_words, sentence_around, together
from onrecord.types.spans import Evidence

TEXT = "The Board evicted 340 families on 12 March.\n\nNobody was asked. The gate is shut."
OTHER = "The Board evicted nobody."


def words(exact: str, text: str = TEXT, document: str = "d-1") -> Evidence:
    start = text.index(exact)
    return Evidence(document, start, start + len(exact), exact)


def text_of(document: str) -> str:
    return TEXT if document == "d-1" else OTHER


def test_near_places_are_quoted_with_what_stands_between_them() -> None:
    [found] = together([words("340 families"), words("12 March")], text_of)
    assert found == words("340 families on 12 March")


def test_the_order_of_two_near_places_does_not_matter_to_their_words() -> None:
    [found] = together([words("12 March"), words("340 families")], text_of)
    assert found.exact == "340 families on 12 March"


def test_places_of_two_paragraphs_or_two_documents_stay_apart() -> None:
    places = [words("12 March"), words("Nobody"), words("nobody", OTHER, "d-2")]
    assert together(places, text_of) == places


def test_places_far_from_each_other_stay_apart() -> None:
    far = f"Gate{' ' * (NEAR + 1)}shut"
    places = [words("Gate", far), words("shut", far)]
    assert together(places, lambda _: far) == places


def test_a_place_given_twice_is_quoted_once() -> None:
    assert together([words("gate"), words("gate")], text_of) == [words("gate")]


def test_a_cut_shows_stands_between_words_and_keeps_the_width() -> None:
    cut = between_words(" ".join(TEXT.split()), 40)
    assert len(cut) <= 40
    before, after = cut.split(" […] ")
    assert TEXT.startswith(before)
    assert TEXT.endswith(after)


@pytest.mark.parametrize(
    ("text", "words", "sentence"),
    [
        ("It rained. They left. It stopped.", "left", "They left."),
        ("Mr. A. B. Lind said so. No.", "said", "A. B. Lind said so."),
        ("One line\n\nThey left the camp\n\nA third", "left", "They left the camp"),
        ("From: Ana\nDate: May 1\nSubject: Reply to you\n\nDear", "Reply", "Subject: Reply to you"),
        ("They “left in May.” Then it rained.", "left", "They “left in May.”"),
        ("left", "left", "left"),
    ],
)
def test_words_are_given_with_their_sentence(text: str, words: str, sentence: str) -> None:
    start = text.index(words)
    anchor = Evidence("d-1", start, start + len(words), words)
    assert sentence_around(anchor, text).span.slice(text) == sentence


def test_a_long_sentence_is_cut_between_words_on_both_sides() -> None:
    text = "word " * 200 + "left " + "more " * 200
    anchor = Evidence("d-1", 1000, 1004, "left")
    whole = sentence_around(anchor, text)
    assert (whole.cut_before, whole.cut_after) == (True, True)
    found = whole.span.slice(text)
    assert len(found) <= LONGEST_SENTENCE + len("left")
    assert set(found.split()) == {"word", "left", "more"}
