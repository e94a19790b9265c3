"""Which two asks are asks for the same: found by the words they share, near each other and far apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_parties import OTHER, SAME, Parties
from onrecord.resolve.asks_words import LEAST_WORDS
from onrecord.types.identity import row_id
from onrecord.types.rows import Ask, AskPair

LARGEST_CIRCLE = 60
"""Asks of one text, or of two that are near, that are compared for one word they share."""

SAME_TEXT_WORDS = 5
"""Content words of an ask that is one requester's in two documents because it is the same text."""


class Pairing:
    """Compares asks two by two."""

    def __init__(self, known: Known, parties: Parties, near: Callable[[str, str], bool]) -> None:
        self._known = known
        self._parties = parties
        self._near = near

    def pair(self, one: Ask, other: Ask) -> AskPair | None:
        """Return two asks as a pair where they ask for the same of the same; None where they do not."""
        first, second = self._known.action(one), self._known.action(other)
        shared = len(first.words & second.words)
        if shared < LEAST_WORDS and first.words != second.words:
            return None
        near = self._near(one.document, other.document)
        if _belong_together(one, other) or not (near or bool(one.targets) == bool(other.targets)):
            return None
        mention = self._one_requester(one, other, near)
        if not self._parties.targeted_alike(one, other) or not self._ask_the_same(
            one, other, same_requester=mention, near=near
        ):
            return None
        if not mention and not self._are_of_others(one, other, near):
            return None
        mention = mention and self._parties.addressed_alike(one, other, near)
        share = shared / max(len(first.words), len(second.words), 1)
        return pair_of(one, other, share, mention=mention)

    def said_twice(self, one: Ask, other: Ask) -> AskPair | None:
        """Return two asks at one place of a text in two documents as one, where nothing forbids it.

        However short they are, they are one: "we urge you to consider it" in two releases of a letter.
        """
        alike = (
            self._known.action(one).negative == self._known.action(other).negative
            and self._parties.requesters(one, other, near=True) != OTHER
            and self._parties.addressed_alike(one, other, near=True)
            and self._parties.targeted_alike(one, other)
        )
        return pair_of(one, other, 1.0, mention=True) if alike else None

    def _one_requester(self, one: Ask, other: Ask, near: bool) -> bool:
        """Tell whether two asks are of one requester; where one names none, by verb or by all the words."""
        if one.requesters and other.requesters:
            return self._parties.requesters(one, other, near) == SAME
        first, second = self._known.action(one), self._known.action(other)
        if near:
            verbs = {first.verb, second.verb} - {None}
            return not (one.requesters or other.requesters) or len(verbs) < 2
        return first.text == second.text and len(first.words) >= SAME_TEXT_WORDS

    def _are_of_others(self, one: Ask, other: Ask, near: bool) -> bool:
        """Tell whether two asks are known to be of different requesters, of whom both ask somebody named."""
        if near and not (one.requesters and other.requesters):
            return False
        return bool(one.targets and other.targets) or self._parties.share_somebody(one, other)

    def _ask_the_same(self, one: Ask, other: Ask, *, same_requester: bool, near: bool) -> bool:
        """Tell whether two asks are for one deed; one that the other only names counts in near texts."""
        first, second = self._known.action(one), self._known.action(other)
        reader = self._known.reader
        near = near and same_requester
        if reader.same(first, second) and (near or reader.one_deed(first, second)):
            return True
        if same_requester and self._parties.one_addressee(one, other) and reader.same_thing(first, second):
            return True
        alike = bool(one.targets) == bool(other.targets) and reader.whole(first, second)
        return near and (alike or reader.near(first, second))


def can_be_one(one: Ask, other: Ask, known: Known, parties: Parties) -> bool:
    """Tell whether two asks can be mentions of one ask that a third, which makes them near, joins."""
    return (
        known.reader.touch(known.action(one), known.action(other))
        and parties.requesters(one, other, near=True) != OTHER
        and parties.addressed_alike(one, other, near=True)
        and parties.targeted_alike(one, other)
    )


def pair_of(one: Ask, other: Ask, share: float, *, mention: bool) -> AskPair:
    """Return two asks as a pair, as the document of the first tells of it."""
    identity = row_id("ask_pair", one.id, other.id)
    return AskPair(identity, one.document, one.id, other.document, other.id, share, mention)


def turned(pair: AskPair) -> AskPair:
    """Return a pair as the document of the other ask tells of it."""
    identity = row_id("ask_pair", pair.other, pair.ask)
    return AskPair(
        identity, pair.other_document, pair.other, pair.document, pair.ask, pair.share, pair.mention
    )


def meeting(asks: Sequence[Ask], known: Known) -> Iterator[tuple[Ask, Ask]]:
    """Yield the asks that share a word, each two once: those of one document or of two that are near."""
    by_word: dict[str, list[Ask]] = defaultdict(list)
    for ask in asks:
        for word in sorted(known.action(ask).words):
            by_word[word].append(ask)
    met: set[tuple[str, str]] = set()
    for held in by_word.values():
        for one, other in two_by_two(held if len(held) <= LARGEST_CIRCLE else ()):
            if (one.id, other.id) not in met:
                met.add((one.id, other.id))
                yield one, other


def two_by_two(asks: Sequence[Ask]) -> Iterator[tuple[Ask, Ask]]:
    """Yield every two of some asks."""
    for at, one in enumerate(asks):
        for other in asks[at + 1 :]:
            yield one, other


def _belong_together(one: Ask, other: Ask) -> bool:
    """Tell whether one ask is part of the other, or both are items of one list: they are two asks."""
    if one.id == other.parent or other.id == one.parent:
        return True
    if one.document == other.document and one.action.span.overlaps(other.action.span):
        return True
    in_one_list = (
        one.list_label is not None and other.list_label is not None and one.operative == other.operative
    )
    return in_one_list and one.requesters == other.requesters
