"""The words of a text that carry content, cut so that their forms meet: what matters are compared by."""

from __future__ import annotations

import re

from onrecord.resolve.words import words_of

STEM_LETTERS = 6
"""Words are compared by their first letters, so that "relocate" and "relocation" meet."""

_SHORTEST_STEM = 3

_LEAST_EMPTY = frozenset(
    "a an the this that these those of to in on at by for from with and or as it its their his her our your "
    "be is are was were been being has have had do does did not no all any which who whom into".split()
)
"""Words that tell nothing in any text, a title or a citation too."""

EMPTY = _LEAST_EMPTY | frozenset(
    "under upon my such us's also both each every so if when where while what how why there's there about "
    "during will would shall should must may can could more most other than they them we us you he she i me "
    "him take make ensure continue further measures steps efforts including".split()
)
"""Words that tell nothing of what is asked or done."""

_ENDINGS = ("ing", "ed", "es", "s", "e")
_KEPT_S = ("ss", "us", "is")
_INFLECTED = re.compile(r"(?<=[a-z]{3})(?:ings?|ed|es|s|e)\Z")


def stem(word: str) -> str:
    """Return a folded word as asks and events are compared: without the endings of a verb or plural, cut.

    >>> [stem(word) for word in ("stopping", "evicted", "families", "access", "relocation")]
    ['stop', 'evict', 'famili', 'access', 'reloca']
    """
    plain = word.removesuffix("'s").rstrip("'")
    for ending in _ENDINGS:
        rest = plain.removesuffix(ending)
        if rest == plain or len(rest) < _SHORTEST_STEM or (ending == "s" and plain.endswith(_KEPT_S)):
            continue
        if (
            ending in ("ing", "ed")
            and len(rest) > _SHORTEST_STEM
            and rest[-1] == rest[-2]
            and rest[-1] not in "sl"
        ):
            rest = rest[:-1]
        return rest[:STEM_LETTERS]
    return plain[:STEM_LETTERS]


def content(text: str) -> list[str]:
    """Return the words of a text that carry content, as they are compared, each once, in order."""
    return list(dict.fromkeys(stem(word.folded) for word in words_of(text) if word.folded not in EMPTY))


def content_lengths(text: str) -> dict[str, int]:
    """Return the content words of a text with the letters each is written with at most."""
    lengths: dict[str, int] = {}
    for word in words_of(text):
        if word.folded not in EMPTY:
            lengths[stem(word.folded)] = max(lengths.get(stem(word.folded), 0), len(word.folded))
    return lengths


def content_words(text: str) -> list[str]:
    """Return the folded words of a title or citation that carry content, cut so that forms meet."""
    return [word.folded[:STEM_LETTERS] for word in words_of(text) if word.folded not in _LEAST_EMPTY]


def stem_of(word: str) -> str:
    """Return a folded word as the clauses of figures are compared: without its ending, cut.

    >>> stem_of("evicted"), stem_of("moves"), stem_of("moving")
    ('evict', 'mov', 'mov')
    """
    return _INFLECTED.sub("", word)[:STEM_LETTERS]


def head_of(counted: str) -> str | None:
    """Return the head noun of a counted phrase in the singular, None where it has no word.

    >>> head_of("newly arrived refugees"), head_of("families")
    ('refugee', 'family')
    """
    words = words_of(counted)
    return _singular(words[-1].folded) if words else None


def _singular(word: str) -> str:
    for ending, single in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + single
    irregular = {"people": "person", "men": "man", "women": "woman", "children": "child", "lives": "life"}
    if word in irregular:
        return irregular[word]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
