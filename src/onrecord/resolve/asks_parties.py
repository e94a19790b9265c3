"""Whether two asks are of one requester and to one addressee, and for whom somebody answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from onrecord.resolve.asks_known import Known
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, Ask, DocumentRow

SAME, OTHER, UNKNOWN = "same", "other", "unknown"
"""What is known of the requesters of two asks."""

_folded = lru_cache(8_192)(folded_name)
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset("of the for and to on in".split())
_OFFICES = {
    "ministry": "minister",
    "secretariat": "secretary",
    "embassy": "ambassador",
    "presidency": "president",
}
"""Nouns of offices, and what their holders are called."""


class Parties:
    """Compares the people of asks and answers, with the nouns of `ledger.toml`."""

    def __init__(self, known: Known, table: Mapping[str, Any]) -> None:
        self._known = known
        self._legislators = frozenset(table.get("legislators", ()))
        self._anybody = frozenset(table.get("anybody", ()))
        self._organizations = frozenset(table.get("organizations", ()))

    def requesters(self, one: Ask, other: Ask, near: bool) -> str:
        """Tell whether two asks are of one requester.

        `near` tells that they stand in one document, or in two of which one tells of the other: there "the
        members" are the people named beside them, and an ask without a requester is that of its neighbour.
        """
        if not one.requesters or not other.requesters:
            return SAME if near else UNKNOWN
        first, second = self._actors(one, one.requesters), self._actors(other, other.requesters)
        if _called(first, groups=near) & _called(second, groups=near) or _counted(first, second):
            return SAME
        stands = self._stand_for(first, second) or self._stand_for(second, first)
        return SAME if stands and (near or self.one_addressee(one, other)) else OTHER

    def one_addressee(self, one: Ask, other: Ask) -> bool:
        """Tell whether two asks name exactly the same people or bodies to whom they are put."""
        first = {actor.id for actor in self._actors(one, one.addressees) if actor.kind != "group"}
        return bool(first) and first == set(other.addressees)

    def addressed_alike(self, one: Ask, other: Ask, near: bool) -> bool:
        """Tell whether those asked can be the same: they are, or one of two near asks does not name them."""
        relayed = one.relay is not None or other.relay is not None
        first, second = (ask.addressees if relayed else _asked(ask) for ask in (one, other))
        if first and second:
            return self._meet(one, first, other, second)
        return near or not relayed

    def targeted_alike(self, one: Ask, other: Ask) -> bool:
        """Tell whether the same are to act, or one of the asks does not say who is."""
        return not (one.targets and other.targets) or self._meet(one, one.targets, other, other.targets)

    def share_somebody(self, one: Ask, other: Ask) -> bool:
        """Tell whether somebody who asks, is asked or is to act in one ask does so in the other."""
        return self._meet(one, _everybody(one), other, _everybody(other))

    def answers(self, actor: str, document: DocumentRow, ask: Ask) -> bool:
        """Tell whether somebody answers for one of those asked: as themselves, their office, its holder.

        In a letter, its signatories and the office that it speaks of as its own are one.
        """
        found = self._known.actors(document.id)
        speaking = [found[actor]] if actor in found else []
        signers = [found[one] for one in document.signatories if one in found]
        if actor in (*document.issuers, *document.signatories) or any(
            _leads(signer, one) for signer in signers for one in speaking
        ):
            speaking += [*signers, *(found[one] for one in document.issuers if one in found)]
        asked = self._actors(ask, _asked(ask))
        return any(
            one.id == other.id or _leads(one, other) or _leads(other, one)
            for one in speaking
            for other in asked
        )

    def is_told(self, document: str, told: Iterable[str], ask: Ask) -> bool:
        """Tell whether an answer given to `told` is given to those who ask; one to nobody named may be."""
        here, there = self._known.actors(document), self._actors(ask, ask.requesters)
        first = [here[one] for one in told if one in here]
        if not first or not there:
            return True
        return (
            bool(_called(first, groups=True) & _called(there, groups=True))
            or _counted(first, there)
            or (self._stand_for(first, there))
        )

    def names(self, ask: Ask) -> Iterable[str]:
        """Yield the names of everybody an ask involves."""
        return (actor.name for actor in self._actors(ask, _everybody(ask)))

    def _actors(self, ask: Ask, ids: Iterable[str]) -> list[Actor]:
        found = self._known.actors(ask.document)
        return [found[one] for one in ids if one in found]

    def _meet(self, one: Ask, ids: Iterable[str], other: Ask, others: Iterable[str]) -> bool:
        here, there = self._actors(one, ids), self._actors(other, others)
        return bool(_called(here, groups=True) & _called(there, groups=True)) or any(
            _leads(a, b) or _leads(b, a) for a in here for b in there
        )

    def _stand_for(self, groups: list[Actor], others: list[Actor]) -> bool:
        """Tell whether groups named by a noun alone ("the lawmakers") can be the others by their roles."""
        if not groups or any(actor.kind != "group" for actor in groups):
            return False
        nouns = {_head(actor.name) for actor in groups}
        if nouns <= self._anybody:
            return True
        if nouns <= self._organizations:
            return all(actor.kind in ("organization", "body") for actor in others)
        return all(any(self._is_a(actor, noun) for noun in nouns) for actor in others)

    def _is_a(self, actor: Actor, noun: str) -> bool:
        called = {_singular(word) for role in actor.roles for word in _WORD.findall(role.casefold())}
        if actor.kind == "group":
            called = {_head(actor.name)}
        return noun in called or (noun in self._legislators and bool(called & self._legislators))


def _called(actors: Iterable[Actor], *, groups: bool) -> set[str]:
    """Return actors by id and by name; groups, actors of their own in each document, by name on request."""
    found: set[str] = set()
    for actor in actors:
        found.add(actor.id)
        if actor.kind != "group" or groups:
            found.add(_folded(actor.name))
    return found


def _counted(some: Iterable[Actor], others: Iterable[Actor]) -> bool:
    """Tell whether one of two lists names a group to which somebody of the other is counted."""
    pairs = [(one, other) for one in some for other in others]
    return any(one.id in other.member_of or other.id in one.member_of for one, other in pairs)


def _leads(actor: Actor, office: Actor) -> bool:
    """Tell whether somebody's role names an office: "Minister of Waterways" the Ministry of Waterways."""
    if actor.kind != "person" or office.kind not in ("body", "organization"):
        return False
    name = _plain(office.name)
    roles = [_plain(role) for role in actor.roles]
    return any("member" not in role and (name <= role if len(name) > 1 else False) for role in roles)


def _plain(name: str) -> set[str]:
    """Return the words of an office or role, offices as their holders are called."""
    words = (word for word in _WORD.findall(folded_name(name)) if word not in _SMALL)
    return {_OFFICES.get(word, word) for word in words}


def _head(name: str) -> str:
    words = _WORD.findall(name.casefold())
    return _singular(words[-1]) if words else ""


def _singular(word: str) -> str:
    for plural, ending in (("ies", "y"), ("men", "man")):
        if word.endswith(plural):
            return word.removesuffix(plural) + ending
    return word.removesuffix("s")


def _asked(ask: Ask) -> tuple[str, ...]:
    return (*ask.addressees, *ask.targets)


def _everybody(ask: Ask) -> tuple[str, ...]:
    return (*ask.requesters, *ask.addressees, *ask.targets)
