"""Two numbers for one thing in one document, and what may well be two things."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.resolve.findings_counts import on_counts
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import Finding
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.figured import counts
from tests.resolve.papers import Paper

EXACT = "There were exactly 31 detainees in Dunmore Prison on 1 June."
MORE = "According to our records, there were at least 64 detainees in Dunmore Prison on 1 June."


def tensions(
    first: str = EXACT,
    second: str = MORE,
    *,
    place: str = "Dunmore Prison",
    date: str = "2024-06-01",
    bound: str = "at_least",
    number: int = 64,
    voices: tuple[str, ...] = (),
) -> list[Finding]:
    paper = Paper("letter", f"{first} Nobody was let in. {second}", "2024-06-12")
    for voice in voices:
        said = paper.says(voice, first if voice in first else second)
        paper.rows[paper.rows.index(said)] = replace(said, id=f"s-{voice}")
    ids: list[str | None] = [f"s-{voice}" for voice in voices] or [None, None]
    one = counts(
        paper, "exactly 31|detainees", 31, date="2024-06-01", place="Dunmore Prison", measure="stock"
    )
    words = f"{bound.replace('_', ' ')} {number}|detainees"
    other = counts(paper, words, number, bound, date=date, place=place, measure="stock")
    for row, statement in zip((one, other), ids, strict=True):
        paper.rows[paper.rows.index(row)] = replace(row, statement=statement)
    found = paper.findings()
    corpus = MemoryCorpus([found])
    return list(on_counts(found.row, corpus, DocumentNames(corpus)))


def test_two_numbers_for_one_thing_place_and_day_are_a_tension() -> None:
    [finding] = tensions()
    assert finding.title.endswith(
        " says “exactly 31 detainees” and “at least 64 detainees”: both are for "
        "1 June 2024, Dunmore Prison, and they cannot both hold."
    )
    assert [anchor.exact for anchor in finding.evidence] == ["exactly 31 detainees", "at least 64 detainees"]


def test_numbers_that_can_both_hold_or_of_another_day_or_place_are_none() -> None:
    assert tensions(second=MORE.replace("64", "20"), number=20) == []
    assert tensions(date="2024-06-02") == []
    assert tensions(place="Dunmore") == []


@pytest.mark.parametrize(
    "second",
    [
        "On 1 June at least 64 detainees in Dunmore Prison refused to eat.",
        "On 1 June at least 64 detainees, who had no lawyer, were in Dunmore Prison.",
        "Yet there were at least 64 detainees in Dunmore Prison on 1 June.",
        "Among at least 64 detainees in Dunmore Prison on 1 June were women.",
        "There were another at least 64 detainees in Dunmore Prison on 1 June.",
        "There were at least 64 detainees in Dunmore Prison on the evening of 1 June.",
    ],
    ids=["other words", "a clause apart", "the writer sees it", "a part", "further ones", "another hour"],
)
def test_what_may_count_something_else_or_is_seen_is_no_tension(second: str) -> None:
    assert tensions(second=second) == []


def test_numbers_on_the_word_of_two_are_no_tension_of_the_document() -> None:
    first, second = f"Brandt says: {EXACT}", MORE.replace("According to our records,", "Teal says:")
    assert tensions(first, second, voices=("Brandt", "Teal")) == []
