"""Whether those whom one text names can be those whom another names: by name, as a group, by an office."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor

_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset("of the for and to on in a an at united states us".split())
_OFFICES = {
    "ministry": "minister",
    "secretariat": "secretary",
    "embassy": "ambassador",
    "presidency": "president",
}
"""Nouns of offices, and what their holders are called."""

_NAMED = ("person", "body", "organization", "state")


class Meeting:
    """Compares parties; `groups` are the nouns of groups in `citations.toml`."""

    def __init__(self, groups: Mapping[str, Any]) -> None:
        self._legislators = frozenset(groups.get("legislators", ()))
        self._organizations = frozenset(groups.get("organizations", ()))

    def one(self, some: Iterable[Actor], others: Sequence[Actor]) -> bool:
        """Tell whether somebody by name is among both, or one is an office of the other's holder."""
        return any(
            same(one, other) or holds(one, other) or holds(other, one) for one in some for other in others
        )

    def stands_for(self, group: Actor, others: Sequence[Actor], number: int | None) -> bool:
        """Tell whether a group named by a noun alone ("three lawmakers") can be exactly the others."""
        if group.kind != "group" or not others or (number is not None and number != len(others)):
            return False
        noun = head(group.name)
        if noun in self._organizations:
            return all(other.kind in ("organization", "body") for other in others)
        if noun in self._legislators:
            return all(_called(other) & self._legislators for other in others)
        return all(noun in _called(other) for other in others)

    def chairs(self, words: str, others: Iterable[Actor]) -> bool:
        """Tell whether "the Chairs of the Commission" are the others, by their roles in that body."""
        noun, _, of = folded_name(words).partition(" of ")
        body = _plain(of)
        if len(body) < 2:
            return False
        return all(
            any(
                singular(noun.split()[-1]) in _called_in(role) and len(body & _plain(role)) >= 2
                for role in other.roles
            )
            for other in others
        )


def same(one: Actor, other: Actor) -> bool:
    """Tell whether two actors are one by their names: "Sam Brandt" and "Samuel Brandt", or "Brandt"."""
    if one.kind == "group" or other.kind == "group":
        return False
    if one.id == other.id:
        return True
    if one.kind != other.kind:
        return {one.kind, other.kind} <= {"body", "organization"} and bool(_names(one) & _names(other))
    if one.kind != "person":
        return bool(_names(one) & _names(other))
    return any(_same_person(a, b) for a in _names(one) for b in _names(other))


def _names(actor: Actor) -> set[str]:
    names = (actor.name, *actor.aliases) if actor.kind != "person" else (actor.name,)
    return {folded_name(name).removeprefix("the ") for name in names}


def _same_person(one: str, other: str) -> bool:
    first, second = one.split(",", maxsplit=1)[0].split(), other.split(",", maxsplit=1)[0].split()
    if not first or not second or first[-1] != second[-1]:
        return False
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) == 1 or longer[-len(shorter) :] == shorter:
        return True  # "Minister of Waterways Viktor Sand"
    return first[0].startswith(second[0].rstrip(".")) or second[0].startswith(first[0].rstrip("."))


def is_office(actor: Actor) -> bool:
    """Tell whether somebody is called by an office alone: "the minister", "the Minister of Waterways"."""
    name = folded_name(actor.name)
    by_role = any(name.startswith(f"{folded_name(role)} of ") for role in actor.roles)
    return actor.kind == "person" and (by_role or actor.name == actor.name.casefold())


def holds(actor: Actor, office: Actor) -> bool:
    """Tell whether somebody's role names an office: "Minister of Waterways" the Ministry of Waterways."""
    if actor.kind != "person" or not (office.kind in ("body", "organization") or is_office(office)):
        return False
    name = _plain(office.name)
    return len(name) > 1 and any(
        "member" not in _plain(role) and name <= _plain(role) for role in actor.roles
    )


def office(words: str) -> str | None:
    """Return a name or role as an office is looked up by, None where it is too short for one.

    >>> office("Ministry of Waterways") == office("Minister of Waterways")
    True
    """
    plain = _plain(words)
    return " ".join(sorted(plain)) if len(plain) > 1 and "member" not in plain else None


def _plain(name: str) -> set[str]:
    """Return the words of an office or role, offices as their holders are called."""
    words = (word for word in _WORD.findall(folded_name(name)) if word not in _SMALL)
    return {_OFFICES.get(word, word) for word in words}


def _called(actor: Actor) -> set[str]:
    """Return what somebody is called by their roles; a group by its noun."""
    if actor.kind == "group":
        return {head(actor.name)}
    return {singular(word) for role in actor.roles for word in _WORD.findall(role.casefold())}


def _called_in(role: str) -> set[str]:
    words = _WORD.findall(role.casefold())
    return {singular(word) for word in words} | {singular(word).removeprefix("co") for word in words}


def head(name: str) -> str:
    """Return the noun of a group in the singular.

    >>> head("U.S. lawmakers"), head("three aid groups")
    ('lawmaker', 'group')
    """
    words = _WORD.findall(name.casefold().split(" of ")[0])
    return singular(words[-1]) if words else ""


def singular(word: str) -> str:
    """Return the singular of a regular plural.

    >>> singular("ministries"), singular("congressmen")
    ('ministry', 'congressman')
    """
    for plural, ending in (("ies", "y"), ("men", "man")):
        if word.endswith(plural):
            return word.removesuffix(plural) + ending
    return word.removesuffix("s")


def named(actors: Iterable[Actor]) -> list[Actor]:
    """Return those who are somebody by name, no group."""
    return [actor for actor in actors if actor.kind in _NAMED]
