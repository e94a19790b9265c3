from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.passages import LEAST_PASSAGE, SharedPassage, runs_at
from onrecord.resolve.shingles import winnow
from onrecord.resolve.words import word_columns, words_of

few = st.lists(st.sampled_from("lake shore boat".split()), max_size=60)


def shared(here: str, there: str, least: int = LEAST_PASSAGE) -> list[SharedPassage]:
    """Return the runs around every key that two texts share."""
    mine, other = word_columns(here), word_columns(there)
    ours, theirs = (zip(*winnow(words.folded), strict=True) for words in (mine, other))
    places = sorted((one, two) for (key, one), (same, two) in product(ours, theirs) if key == same)
    return [
        SharedPassage(mine.span(run.here, run.words), other.span(run.there, run.words), run.words, run.words)
        for run in runs_at(places, mine.folded, other.folded, least)
    ]


def run_of(words: int) -> str:
    return " ".join(f"word{n}" for n in range(words))


def test_the_longest_shared_run_is_one_passage() -> None:
    run = run_of(LEAST_PASSAGE + 8)
    [found] = shared(f"before it {run} after it", f"quite other {run} words")
    assert (found.words, found.own) == (LEAST_PASSAGE + 8, LEAST_PASSAGE + 8)
    assert f"before it {run} after it"[found.here.start : found.here.end] == run
    assert f"quite other {run} words"[found.there.start : found.there.end] == run


@pytest.mark.parametrize(("least", "words", "found"), [(12, 11, 0), (12, 12, 1), (8, 8, 1), (8, 7, 0)])
def test_a_run_of_fewer_words_is_none(least: int, words: int, found: int) -> None:
    assert len(shared(f"a b {run_of(words)} c", f"x y {run_of(words)} z", least)) == found


def test_what_may_differ_silently_does_not_part_a_passage() -> None:
    here = "“We don’t know where they are,” said Ana Ruiz; “they were returned by night.”"
    there = "We don't know where they are, SAID Ana Ruiz they were re\u00adturned by night"
    [found] = shared(here, there)
    assert found.words == len(words_of(here))


def test_a_passage_that_stands_twice_there_is_told_once() -> None:
    run = run_of(15)
    [found] = shared(f"here {run}.", f"{run} and then {run}")
    assert found.there.start == 0


def test_passages_that_stand_in_another_order_are_told_in_the_order_of_here() -> None:
    one, other = run_of(12), " ".join(f"other{n}" for n in range(14))
    assert [found.words for found in shared(f"{one} and {other}", f"{other} or {one}")] == [12, 14]


@given(few, few, st.integers(0, 40), st.integers(12, 30))
def test_every_run_of_twelve_words_is_covered(a: list[str], b: list[str], at: int, size: int) -> None:
    here, there = " ".join(a), " ".join([*b, *a[at : at + size]])
    mine, theirs = here.split(), there.split()
    covered = {
        index
        for found in shared(here, there)
        for index in range(here[: found.here.start].count(" "), here[: found.here.end].count(" ") + 1)
    }
    runs = {" ".join(theirs[first : first + 12]) for first in range(len(theirs) - 11)}
    for first in range(len(mine) - 11):
        if " ".join(mine[first : first + 12]) in runs:
            assert covered.issuperset(range(first, first + 12))
