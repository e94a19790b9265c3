from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.alignment import SourceText
from onrecord.resolve.passages import LEAST_PASSAGE, shared_passages
from onrecord.resolve.shingles import SHINGLE_WORDS, WINDOW, all_shingles, shingle_keys
from onrecord.resolve.words import words_of

words = st.lists(st.sampled_from("lake shore boat tent rain house quay road net fish".split()), max_size=60)


@given(words, words, words, words, st.lists(st.integers(0, 10**6).map(str), min_size=7, max_size=20))
def test_a_shared_run_of_seven_words_always_shares_a_key(
    a: list[str], b: list[str], c: list[str], d: list[str], run: list[str]
) -> None:
    assert len(run) >= SHINGLE_WORDS + WINDOW - 1
    here = {key for key, _ in shingle_keys(" ".join([*a, *run, *b]))}
    there = {key for key, _ in shingle_keys(" ".join([*c, *run, *d]))}
    assert here & there


@given(words)
def test_kept_shingles_are_shingles_at_their_offsets(found: list[str]) -> None:
    text = " ".join(found)
    every = set(all_shingles(words_of(text)))
    for key, start in shingle_keys(text):
        assert key in every
        assert next(all_shingles(words_of(text, start))) == key


def test_the_longest_shared_run_is_one_passage() -> None:
    run = " ".join(f"word{n}" for n in range(LEAST_PASSAGE + 8))
    [found] = shared_passages(SourceText(f"before it {run} after it"), SourceText(f"quite other {run} words"))
    assert found.words == LEAST_PASSAGE + 8
    assert f"before it {run} after it"[found.here.start : found.here.end] == run


def test_a_shorter_shared_run_is_none() -> None:
    run = " ".join(f"word{n}" for n in range(LEAST_PASSAGE - 1))
    assert not list(shared_passages(SourceText(f"a b {run} c"), SourceText(f"x y {run} z")))
