"""Whether a sentence looks ahead or back, seen from the words around a date."""

from __future__ import annotations

import re

from onrecord.extract.times_reading import Context, Match
from onrecord.extract.times_words import TimeWords, any_of

BEFORE, AFTER = 120, 60
"""Characters before and after a date in which its verb is looked for, inside its sentence."""


class Tense:
    """The words of looking ahead and back, and how the one nearest to a date is found."""

    def __init__(self, words: TimeWords) -> None:
        tense = words.table["tense"]
        self._cue = re.compile(
            rf"(?<![\w'’])(?:(?P<past>(?:{any_of(tense['past_first'])})(?:\s+to\s+\w+)?)|(?P<ahead>(?:{any_of(tense['future'])})(?:\s+(?:\w+ly\s+)?be\s+\w+)?)"
            rf"|(?:{any_of(tense['past'])}|[a-z]{{2,}}ed))(?![\w-])",
            re.IGNORECASE,
        )

    def ahead(self, match: Match, context: Context) -> bool | None:
        """Tell whether the words nearest to a date look ahead (True), back (False) or neither (None).

        The last verb before it counts; where the sentence begins with the date, the first one after it.
        """
        text, start, end = match.string, match.start(), match.end()
        before = _BREAK.split(text[max(context.begin, start - BEFORE) : start])[-1]
        if _LIMIT.search(before) and not _DONE.search(before):
            return True
        cue = None
        for found in self._cue.finditer(before):
            cue = found if found.group() != "May" else cue
        if cue is None:
            cue = self._cue.search(_BREAK.split(text[end : end + AFTER])[0])
        return None if cue is None else cue["ahead"] is not None


_LIMIT = re.compile(
    r"\b(?:until|till|through|by|due|effective|expires?|payable)\s+(?:(?:early|late|mid|the\s+(?:end|middle)\s+of)[\s-]+)?$",
    re.I,
)
"""What ends at a date is still going on, unless its verb says otherwise."""
_DONE = re.compile(r"\b(?:had|was|were|been)\b", re.I)
_BREAK = re.compile(r"[.!?;:]['\"”’]*\s+(?=[\"'“‘A-Z(])|\n\s*\n")
