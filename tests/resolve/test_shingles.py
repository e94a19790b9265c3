from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.shingles import SHINGLE_WORDS, WINDOW, all_shingles, keep, winnow

LEAST_SHARING = SHINGLE_WORDS + WINDOW - 1

words = st.lists(st.sampled_from("lake shore boat tent rain house quay road net fish".split()), max_size=60)
runs = st.lists(st.integers(0, 10**6).map(str), min_size=LEAST_SHARING, max_size=20)


@given(words, words, words, words, runs)
def test_a_run_of_seven_words_shares_a_key_wherever_it_stands(
    a: list[str], b: list[str], c: list[str], d: list[str], run: list[str]
) -> None:
    assert LEAST_SHARING == 7
    assert set(winnow([*a, *run, *b])[0]) & set(winnow([*c, *run, *d])[0])


@given(words, words, words, words, st.lists(st.integers(), min_size=12, max_size=12, unique=True))
def test_a_run_of_twelve_words_shares_two_keys_at_one_distance(
    a: list[str], b: list[str], c: list[str], d: list[str], run: list[int]
) -> None:
    shared = [str(number) for number in run]
    here = dict(zip(*winnow([*a, *shared, *b]), strict=True))
    there = dict(zip(*winnow([*c, *shared, *d]), strict=True))
    inside = [
        key
        for key in here.keys() & there.keys()
        if there[key] - here[key] == len(c) - len(a) and len(a) <= here[key] <= len(a) + 7
    ]
    assert len(inside) >= 2


@given(words, words, words, words, runs)
def test_a_run_stays_within_what_its_first_and_last_key_tell(
    a: list[str], b: list[str], c: list[str], d: list[str], run: list[str]
) -> None:
    here, there = keep([*a, "|", *run, "|", *b]), keep([*c, "||", *run, "||", *d])
    first, end = len(a) + 1, len(a) + 1 + len(run)
    moved = {place - len(c) + len(a) for place in there.places}
    shared = [
        index
        for index, place in enumerate(here.places)
        if place in moved and first <= place <= end - SHINGLE_WORDS
    ]
    assert here.begins[shared[0]] <= first
    assert here.ends[shared[-1]] >= end


@given(words)
def test_kept_shingles_are_shingles_at_their_places(found: list[str]) -> None:
    every = all_shingles(found)
    for key, place in zip(*winnow(found), strict=True):
        assert every[place] == key
        assert all_shingles(found[place : place + SHINGLE_WORDS]) == [key]


def test_the_order_of_words_makes_another_shingle() -> None:
    one, other = "the lake and the shore".split(), "the shore and the lake".split()
    assert all_shingles(one) != all_shingles(other)


def test_a_key_is_the_same_on_every_machine() -> None:
    assert all_shingles("no boats on the lake".split()) == ["eMDhpbFw"]


def test_fewer_words_than_a_shingle_have_none() -> None:
    assert all_shingles(["lake"] * (SHINGLE_WORDS - 1)) == []
    assert winnow(["lake"]) == ([], [])
