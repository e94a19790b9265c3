"""Names as a draft and a record write them: which stand in a text, and whether two can be one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from onrecord.resolve.draft_sentences import draft_words
from onrecord.resolve.numerals import is_of_number
from onrecord.types.identity import folded_name

NAMES_AT_HAND = 1 << 14
"""Texts whose names are kept."""

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ](?:[\w’'&-]|\.(?=\w))*\.?"
_RUN = re.compile(rf"{_CAPITAL}(?:\s+(?:(?:of|for|on|de|van|von|del|der)\s+(?:the\s+)?)?{_CAPITAL})*")
_JOINING = frozenset("of for on the and de van von del der a an".split())
_TITLES = frozenset(
    "mr mrs ms dr prof rep sen senator representative congressman congresswoman minister ambassador "
    "president chair director judge sir dame the honorable hon".split()
)
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december".split()
)
_INITIALS = 2
"""Words of a person's name up to which an initial tells first names apart."""


@lru_cache(NAMES_AT_HAND)
def names_in(text: str) -> tuple[str, ...]:
    """Return the names of a text: words in a row with a capital, without those that but open a sentence.

    >>> names_in("According to Ana Ruiz of the Water Board, it rained.")
    ('Ana Ruiz of the Water Board',)
    """
    empty = draft_words().empty
    found: list[str] = []
    for run in _RUN.finditer(text):
        words = run[0].split()
        words = [word for word in words if word.casefold().strip(".,’'") not in _DAYS]
        while words and _only_opens(words[0].casefold().strip(".,’'"), empty):
            words = words[1:]
        if words and any(len(word.strip(".")) > 1 for word in words):
            found.append(re.sub(r"[’']s?\Z", "", " ".join(words).rstrip(".")))
    return tuple(dict.fromkeys(found))


def _only_opens(word: str, empty: frozenset[str]) -> bool:
    """Tell whether a word with a capital is no part of a name: "Three" of "Three lawmakers" counts."""
    return word in empty or word in _JOINING or is_of_number(word)


@lru_cache(NAMES_AT_HAND)
def _words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without those that join them."""
    plain = folded_name(name).replace("u.s.", "united states").replace("u.n.", "united nations")
    words = re.findall(r"[^\W_]+", re.sub(r"[’']s\b", "", plain))
    return tuple(word for word in words if word not in _JOINING)


def _parts(name: str) -> tuple[str, ...]:
    """Return the words of a name without titles, if it has others."""
    words = _words(name)
    return tuple(word for word in words if word not in _TITLES) or words


def can_be_one(one: str, other: str) -> bool:
    """Tell whether two names can be one: one holds the other's words, a first name is short, or an acronym.

    >>> can_be_one("Senator Halden", "Marek Halden"), can_be_one("Ana Halden", "Marek Halden")
    (True, False)
    >>> can_be_one("Tom Brandt", "Tomas Brandt"), can_be_one("LLC", "Lakeland Legal Clinic")
    (True, True)
    """
    first, second = _parts(one), _parts(other)
    if not first or not second:
        return False
    for here, there in ((set(first), set(second)), (set(_words(one)), set(_words(other)))):
        if here <= there or there <= here:
            return True
    if len(first) == len(second) == _INITIALS and first[-1] == second[-1]:
        return first[0][0] == second[0][0] and (len(first[0]) < 4 or first[0][:3] == second[0][:3])
    return _is_acronym(one, second) or _is_acronym(other, first)


def _is_acronym(name: str, parts: tuple[str, ...]) -> bool:
    letters = name.replace(".", "").strip()
    return letters.isupper() and len(parts) > 1 and letters.casefold() == "".join(part[0] for part in parts)


def is_written(names: Iterable[str], text: str) -> bool:
    """Tell whether every word of any of some names stands in a text, however it is written there."""
    held = set(_words(text))
    return any(words and held.issuperset(words) for words in map(_words, names))


def parts_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name without titles and joining words, if it has others."""
    return _parts(name)


def share_a_name(some: Iterable[str], others: Iterable[str]) -> bool:
    """Tell whether any of some names can be one of others."""
    held = tuple(others)
    return any(can_be_one(one, other) for one in some for other in held)
