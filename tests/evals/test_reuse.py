"""The oracle of shared passages finds every run and tells boilerplate by itself."""

from __future__ import annotations

from bench.text_records import TextCorpus
from evals.reuse import COMMON_DOCUMENTS, Run, common_grams, common_words, compare, runs_of

from onrecord.resolve.reuse import Reuse

SHARED = "the families who fished these waters for three generations were put out of their houses"


def unlike(number: int) -> str:
    return " ".join(f"w{number}x{place}" for place in range(8))


def test_runs_are_seen_from_either_text_and_end_where_words_differ() -> None:
    texts = [f"{unlike(1)} {SHARED}".split(), f"{SHARED} {unlike(2)}".split(), unlike(3).split()]
    size = len(SHARED.split())
    assert sorted(runs_of(texts)) == [Run(0, 1, 8, 0, size), Run(1, 0, 0, 8, size)]


def test_two_runs_of_one_pair_at_one_distance_stay_two() -> None:
    other = " ".join(reversed(SHARED.split()))
    texts = [f"{SHARED} one {other}".split(), f"{SHARED} two {other}".split()]
    assert [run.words for run in runs_of(texts)] == [15, 15] * 2


def test_what_more_documents_than_are_few_share_is_boilerplate() -> None:
    texts = [f"{unlike(number)} {SHARED} {unlike(-number)}".split() for number in range(COMMON_DOCUMENTS)]
    assert common_grams(texts[:1], texts) == frozenset()
    texts.append(f"{SHARED} {unlike(99)}".split())
    boilerplate = common_words(texts[0], common_grams(texts[:1], texts))
    assert boilerplate == frozenset(range(8, 8 + len(SHARED.split())))


def test_what_is_found_by_keys_is_held_against_the_runs() -> None:
    texts = [f"{unlike(number)} {SHARED}" for number in range(3)]
    runs = list(runs_of([text.split() for text in texts]))
    tally = compare(Reuse(TextCorpus(texts)), texts, runs, [frozenset()] * 3)
    assert (tally.passages, tally.equal, tally.right, tally.runs, tally.found) == (6, 6, 6, 6, 6)
    tally = compare(Reuse(TextCorpus(texts)), texts, [*runs, Run(0, 2, 0, 0, 12)], [frozenset(range(30))] * 3)
    assert (tally.right, tally.runs, tally.boilerplate, len(tally.errors)) == (0, 0, 7, 6)
