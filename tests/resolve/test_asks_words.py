"""What an ask asks for: its verb, its turn, its words."""

from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.resolve.asks_words import Action, ActionReader
from onrecord.resolve.content_words import stem
from onrecord.types.spans import Evidence, Span

TABLES = Vocabularies()
READER = ActionReader(TABLES.table("ledger")["actions"], TABLES.table("asks")["modifiers"])


def read(words: str, *, negative: bool = False, norms: tuple[str, ...] = ()) -> Action:
    """Return the action of an ask with these words, each of `norms` named where it stands in them."""
    action = Evidence("d-1", 5, 5 + len(words), words)
    places = [(Span(5 + words.index(norm), 5 + words.index(norm) + len(norm)), f"n-{norm}") for norm in norms]
    return READER.read(action, negative=negative, norms=places)


@pytest.mark.parametrize(
    ("words", "verb", "negative"),
    [
        ("immediately release the crews", "release", False),
        ("take steps to publish the plan", "publish", False),
        ("halt the evictions", None, True),
        ("stop evicting families", "evicting", True),
        ("refrain from seizing boats", "seizing", True),
        ("The families must be allowed to return", "allowed", False),
        ("you reopen the clinic", "reopen", False),
        ("a meeting with the crews", None, False),
        ("How many boats were seized?", None, False),
    ],
)
def test_the_verb_that_is_asked_for(words: str, verb: str | None, negative: bool) -> None:
    action = read(words)
    assert (action.verb, action.negative) == (verb and stem(verb), negative)


def test_not_to_stop_is_to_go_on() -> None:
    assert not read("not to stop funding the clinic", negative=True).negative


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("publish the plan for the north shore", "publish its plan for the whole north shore", True),
        ("publish the plan for the north shore", "withdraw the plan for the north shore", False),
        ("release the plan for the north shore", "disclose the plan for the north shore", True),
        ("vote for the harbour bill this week", "vote against the harbour bill this week", False),
        ("hold a hearing", "hold a hearing", False),
        ("extend the harbour lease by 60 days", "extend the harbour lease by 90 days", False),
        ("extend the harbour lease of the crews", "extend the harbour lease of the crews by 90 days", True),
    ],
    ids=["inflected", "undone", "other_word", "turned", "too_short", "other_number", "one_number"],
)
def test_two_actions_are_one_in_substance(one: str, other: str, same: bool) -> None:
    assert READER.same(read(one), read(other)) is same
    assert READER.same(read(other), read(one)) is same


def test_the_title_of_a_norm_is_one_word() -> None:
    title = "Convention on the Protection of Lake Communities and Fishing Families"
    kept, signed = (read(f"{verb} the {title}", norms=(title,)) for verb in ("uphold", "ratify"))
    assert not READER.same(kept, signed)
    assert not READER.touch(kept, read("uphold the Harbour Charter", norms=("Harbour Charter",)))


@pytest.mark.parametrize("word", ["stopping", "stopped", "stops"])
def test_forms_of_a_verb_meet(word: str) -> None:
    assert stem(word) == stem("stop")
