"""The forms a temporal expression takes: where to look, one pattern and one reading each."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extract.times_dates import DateReaders
from onrecord.extract.times_days import DayReaders
from onrecord.extract.times_lengths import LengthReaders
from onrecord.extract.times_patterns import PATTERNS
from onrecord.extract.times_periods import PeriodReaders
from onrecord.extract.times_reading import Context, Match, Reading
from onrecord.extract.times_tense import Tense
from onrecord.extract.times_words import TimeWords


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern, the class of words near which it is tried, and how its matches are read."""

    where: str
    pattern: re.Pattern[str]
    read: Callable[[Match, Context], Reading | None]


def forms_of(words: TimeWords) -> tuple[Form, ...]:
    """Return the forms in order of trust, their patterns filled with the vocabulary."""
    tense = Tense(words)
    readers = {
        "dates": DateReaders(words, tense),
        "lengths": LengthReaders(words, tense),
        "periods": PeriodReaders(words, tense),
        "days": DayReaders(words, tense),
    }
    forms = []
    for where, pattern, reading in PATTERNS:
        filled = pattern
        for part, expanded in words.patterns.items():
            filled = filled.replace("{" + part + "}", expanded)
        room, name = reading.split(".")
        forms.append(Form(where, re.compile(filled), getattr(readers[room], name)))
    return tuple(forms)
