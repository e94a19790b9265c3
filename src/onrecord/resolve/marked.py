"""The marks by which a quotation says that it changed something: ellipses, [brackets], [sic]."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.resolve.remnants import SOFT_HYPHEN, without_remnants
from onrecord.resolve.words import Word, words_of

_SIC = re.compile(r"[\[(]\s*sic\s*[\])]", re.IGNORECASE)
_CAPITAL = re.compile(r"\[(\w)\](?=\w)|(?<!\w)\((\w)\)(?=\w)")
_CUT = re.compile(
    r"\w*\[[^\[\]\n]{0,200}\]\w*"
    r"|[(\[]?(?:…|\.\s?\.\s?\.(?:\s?\.)?|\*\s?\*\s?\*)[)\]]?"
)


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a quotation between two marked changes; `mark` is the one before them, as it is written.

    `plain` is the text that the offsets of the words are places in.
    """

    words: Sequence[Word]
    plain: str
    mark: str = ""


def marked_parts(quotation: str) -> list[Part]:
    """Return the words of a quotation cut where it marks a change: at ellipses and brackets.

    A letter in brackets belongs to its word ("[t]he"), and [sic] changes nothing.

    >>> [[word.text for word in part.words] for part in marked_parts("we … must [all] act")]
    [['we'], ['must'], ['act']]
    """
    plain = _CAPITAL.sub(_uncovered, _SIC.sub(_blank, without_remnants(quotation)))
    parts: list[Part] = []
    start, mark = 0, ""
    for cut in _CUT.finditer(plain):
        words = words_of(plain, start, cut.start())
        if words:
            parts.append(Part(words, plain, mark))
        start, mark = cut.end(), cut[0] if words or not mark else mark
    words = words_of(plain, start)
    return [*parts, Part(words, plain, mark)] if words else parts


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _uncovered(found: re.Match[str]) -> str:
    return f" {found[1] or found[2]}{SOFT_HYPHEN}"
