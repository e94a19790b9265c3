from __future__ import annotations

import pytest

from onrecord.types.rows import Difference, QuotationCheck
from onrecord.types.spans import Evidence
from onrecord.web.side_by_side import laid_out, told


def check(
    quoted: str, original: str, *differences: Difference, pieces: tuple[str, ...] = ()
) -> QuotationCheck:
    anchors = []
    for piece in pieces:
        start = quoted.index(piece)
        anchors.append(Evidence("d-1", start, start + len(piece), piece))
    found = Evidence("d-2", 0, len(original), original)
    return QuotationCheck(
        "q-1", Evidence("d-1", 0, len(quoted), quoted), "altered", found=found,
        differences=differences, pieces=tuple(anchors),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("difference", "words"),
    [
        (Difference("replace", "which", "to", "substantive"), "“which” for “to”: substantive"),
        (Difference("replace", "We", "we", "tolerable"), "“We” for “we”: tolerated"),
        (Difference("insert", "a", "", "substantive"), "“a” added: substantive"),
        (
            Difference("delete", "", "at the\nlake", "substantive"),
            "3 words left out without a mark, “at the lake”: substantive",
        ),
        (
            Difference("replace", "…", "(1 words)", "tolerable"),
            "“…” stands for 1 word left out, and says so: tolerated",
        ),
        (
            Difference("replace", "[he]", "the clerk", "tolerable"),
            "“[he]” stands, marked by its brackets, for “the clerk”: tolerated",
        ),
        (
            Difference("replace", "B.", "(stands before the words quoted first)", "substantive"),
            "“B.” stands, in the original, before the words quoted first: order changed, substantive",
        ),
    ],
)
def test_differences_are_told_in_words(difference: Difference, words: str) -> None:
    assert told(difference) == words


def test_the_same_words_stand_level_and_each_difference_has_its_number() -> None:
    [stretch] = laid_out(
        check(
            "“The gate which keeps the boats, was shut.”",
            "the gate to keep the boats was not shut",
            Difference("replace", "The", "the", "tolerable"),
            Difference("replace", "which keeps", "to keep", "substantive"),
            Difference("delete", "", "not", "substantive"),
        )
    )
    told_of = [
        (one.quoted.strip(), one.original.strip(), one.number, one.weight)
        for one in stretch.steps
        if not one.same
    ]
    assert told_of == [("which keeps", "to keep", 2, "substantive"), ("", "not", 3, "substantive")]
    assert "".join(step.quoted for step in stretch.steps) == "“The gate which keeps the boats, was shut.”"
    assert "".join(step.original for step in stretch.steps) == "the gate to keep the boats was not shut"


def test_pieces_in_another_order_say_so() -> None:
    first, second = laid_out(
        check(
            "The gate must open.\n\n“Nobody was told why,",
            "Nobody was told why. The gate must open",
            pieces=("The gate must open.", "Nobody was told why,"),
        )
    )
    assert [step.original.strip() for step in first.steps] == ["The gate must open"]
    assert [step.original.strip() for step in second.steps] == ["Nobody was told why."]
    assert second.gap == "In the original this stands before the piece above: the order was changed."
    assert (first.closes, second.opens, second.closes) == (True, True, False)


def test_words_left_out_between_pieces_are_counted() -> None:
    _, second = laid_out(
        check(
            "The gate must open.\n\n“Nobody was told why,",
            "The gate must open. The harbour master agreed. Nobody was told why.",
            pieces=("The gate must open.", "Nobody was told why,"),
        )
    )
    assert second.gap == "4 words of the original left out here."


def test_words_without_letters_are_laid_out_too() -> None:
    [stretch] = laid_out(check("…", "—"))
    assert [(step.quoted, step.original) for step in stretch.steps] == [("…", "—")]


def test_nothing_is_laid_beside_what_was_not_found() -> None:
    assert laid_out(QuotationCheck("q-1", Evidence("d-1", 0, 1, "x"), "absent")) == ()
