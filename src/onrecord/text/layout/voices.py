"""Whose prose a text is: counted words of one who speaks for himself, and of one who reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.text.layout.lines import Line
from onrecord.text.layout.words import LayoutWords

LONGEST_COUNTED = 20_000
"""Characters of prose in which words are counted: a document keeps its voice."""

TOP = 600
"""Characters in which a release says who does what."""

LEAST_SENTENCE = 80
MOSTLY = 0.8

_QUOTED = re.compile(r"[“\"][^“”\"]{0,3000}(?:[”\"]|$)")
_WORD = re.compile(r"\w+")
_SEAT = re.compile(r"\([A-Z]{1,2}\s?[-–]\s?[\w. ]{1,20}\)")
_TODAY = re.compile(r"\btoday\b", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"(?! *,? *(?:the )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d))"
)
"""A day of the week without its date, as papers write of the days just past."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What the prose of a text shows, words of quotations and of letters it prints left out.

    `own` and `reporting` are counts in a hundred words; the others tell of the first sentences.
    """

    words: int = 0
    own: float = 0.0
    reporting: float = 0.0
    weekday: bool = False
    official: bool = False
    seat: bool = False
    today: bool = False
    announces: bool = False
    opens: bool = False
    spoken: bool = False


def hear(lines: Sequence[Line], words: LayoutWords) -> Voice:
    """Return the voice of the lines given."""
    plain: list[str] = []
    length = 0
    for line in lines:
        plain.append(_QUOTED.sub(" ", line.text))
        length += len(plain[-1])
        if length > LONGEST_COUNTED:
            break
    text = "\n".join(plain)[:LONGEST_COUNTED]
    top = text[:TOP]
    opening = _opening(lines)
    seat = _SEAT.search(opening)
    spoken = _WORD.findall(text.casefold())
    hundred = max(len(spoken), 1) / 100
    return Voice(
        words=len(spoken),
        own=sum(1 for word in spoken if word in words.own) / hundred,
        reporting=sum(1 for word in spoken if word in words.reporting) / hundred,
        weekday=_WEEKDAY.search(text[: 4 * TOP]) is not None,
        official=words.official.search(top) is not None,
        seat=_SEAT.search(top) is not None,
        today=_TODAY.search(top) is not None,
        announces=words.announcing.search(top) is not None,
        opens=seat is not None
        and words.official.search(opening, 0, seat.start()) is not None
        and words.announcing.search(opening) is not None,
        spoken=_is_spoken(lines),
    )


def _opening(lines: Sequence[Line]) -> str:
    """Return the beginning of the first line that is long enough to be a sentence."""
    return next((line.text[: TOP // 2] for line in lines if len(line.text) > LEAST_SENTENCE), "")


def _is_spoken(lines: Sequence[Line]) -> bool:
    """Tell whether nearly every paragraph opens with a quotation mark: a statement given in its own words."""
    long = [line for line in lines if len(line.text) > LEAST_SENTENCE]
    return bool(long) and sum(line.text[0] in '“"' for line in long) >= MOSTLY * len(long)
