"""What stands between quotation marks: speech, or a title, a term, a name."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.extract.quotations_marks import Marked
from onrecord.types.annotated import Annotated, Token

FEW_WORDS = 3
"""A fragment of so few words is speech only where a verb of speech stands beside it or in its sentence."""

TITLE_SHARE = 0.75
"""Share of the words with capitals that makes a title; the small words of titles are not counted."""

NEAR = 3
"""Tokens between a verb of speech and marks that still stand beside each other (a name, a recipient)."""

NAMING_REACH = 30
_WORD = re.compile(r"[^\W_]+(?:['’\-‑.][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?;][\"”’)\]]*\s|\n")
_TITLE_MARKS = ("《", "〈")
_FINITE = frozenset(["VBD", "VBP", "VBZ", "MD"])
_SPOKEN_END = (",", "?", "!", "…", "—", "–")


class MarkedKind:
    """Judges what is in marks; `table` is the vocabulary `speech`."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        verbs = [group for group in table.get("verbs", ()) if "quote" in group["takes"]]
        self._verbs = frozenset(word.split("_")[0] for group in verbs for word in group["words"].split())
        marks = table.get("marks", {})
        self._naming = frozenset(marks.get("naming", "").split())
        self._naming_after = frozenset(marks.get("naming_after", "").split())
        self._small = frozenset(marks.get("small", "").split())

    def reason_not_speech(self, annotated: Annotated, run: Sequence[Marked]) -> str | None:
        """Return why the words in these marks are no speech, in a sentence; None where they are."""
        if len(run) > 1:
            return None
        marked = run[0]
        if marked.mark in _TITLE_MARKS:
            return "These marks hold a title."
        text = annotated.text
        words = _WORD.findall(text, marked.start, marked.end)
        spoken = self._is_beside_speech(annotated, marked)
        if self._is_title(words) and not spoken:
            return "A title in marks: its words have capitals."
        if self._is_named(text, marked, words) and not (spoken and _has_finite_verb(annotated, marked)):
            return "A name or term in marks: the words beside it say so."
        if len(words) <= FEW_WORDS and not spoken:
            return self._reason_of_few(annotated, marked, words)
        return None

    def _reason_of_few(self, annotated: Annotated, marked: Marked, words: Sequence[str]) -> str | None:
        text = annotated.text
        inside = text[marked.start : marked.end].rstrip()
        if _is_whole_sentence(inside, words) or (not annotated.tokens and inside.endswith(_SPOKEN_END)):
            return None
        if _between_capitals(text, marked) and len(words) == 1:
            return "A nickname in marks."
        if len(words) > 1 and self._is_reported(annotated, marked):
            return None
        return "A single term in marks, with nobody saying it."

    def _is_title(self, words: Sequence[str]) -> bool:
        long = [word for word in words if word.casefold() not in self._small]
        capital = sum(word[0].isupper() for word in long)
        return len(long) >= 2 and capital >= 2 and capital >= TITLE_SHARE * len(long)

    def _is_named(self, text: str, marked: Marked, words: Sequence[str]) -> bool:
        """Tell whether a word of naming stands right before the marks, or names a kind right after them.

        What stands beyond the end of a sentence or paragraph names nothing here.
        """
        start = max(0, marked.outer_start - NAMING_REACH)
        lead = _SENTENCE_END.split(text[start : marked.outer_start])[-1]
        before = _WORD.findall(lead)
        if any(mark in text[max(start, marked.outer_start - 2) : marked.outer_start] for mark in ":,."):
            return False
        if before and before[-1].casefold() in self._naming:
            return True
        if len(before) > 1 and before[-1].casefold() == "as" and before[-2].casefold() in self._naming:
            return True
        named_as = len(before) > 2 and before[-1] == "as" and before[-3].casefold() in self._naming
        return named_as or (self._names_kind(text, marked) and bool(words) and words[0][0].isupper())

    def _names_kind(self, text: str, marked: Marked) -> bool:
        """Tell whether a word that names a kind of work or law stands right after the marks."""
        if text[marked.start : marked.end].rstrip().endswith((".", *_SPOKEN_END)):
            return False
        behind = _SENTENCE_END.split(text[marked.outer_end : marked.outer_end + NAMING_REACH])[0]
        after = _WORD.findall(behind)
        return bool(after) and after[0].casefold() in self._naming_after

    def _is_beside_speech(self, annotated: Annotated, marked: Marked) -> bool:
        """Tell whether a verb of speech stands within a few words of the marks, with only these between."""
        after = annotated.tokens_in(marked.outer_end, marked.outer_end + 60)[: NEAR + 1]
        before = annotated.tokens_in(max(0, marked.outer_start - 60), marked.outer_start)[-NEAR - 1 :]
        inside = annotated.text[marked.start : marked.end].rstrip()
        closing = inside.endswith(_SPOKEN_END) or annotated.text[marked.outer_end :][:1] == ","
        return (closing and self._speaks(after)) or self._speaks(before[::-1])

    def _speaks(self, tokens: Sequence[Token]) -> bool:
        for token in tokens:
            if token.text in (".", ";", "?", "!"):
                return False
            if token.pos == "VERB" and token.lemma.casefold() in self._verbs:
                return True
        return False

    def _is_reported(self, annotated: Annotated, marked: Marked) -> bool:
        sentence = annotated.sentence_at(marked.start)
        if sentence is None:
            return False
        outside = [
            token
            for token in annotated.sentence_tokens(sentence)
            if token.end <= marked.outer_start or token.start >= marked.outer_end
        ]
        return any(token.pos == "VERB" and token.lemma.casefold() in self._verbs for token in outside)


def _has_finite_verb(annotated: Annotated, marked: Marked) -> bool:
    return any(token.tag in _FINITE for token in annotated.tokens_in(marked.start, marked.end))


def _is_whole_sentence(inside: str, words: Sequence[str]) -> bool:
    if inside.endswith(("。", "！", "？")):
        return True
    return len(words) > 1 and inside[0].isupper() and inside.endswith((".", "?", "!", "…"))


def _between_capitals(text: str, marked: Marked) -> bool:
    before = _WORD.findall(text, max(0, marked.outer_start - 20), marked.outer_start)
    after = _WORD.findall(text, marked.outer_end, marked.outer_end + 20)
    return bool(before and after) and before[-1][0].isupper() and after[0][0].isupper()
