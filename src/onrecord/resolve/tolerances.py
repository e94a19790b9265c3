"""What may differ between a quotation and its original, and with how much weight (FIELD.md section 5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from onrecord.data import Vocabularies
from onrecord.resolve.numerals import joins_number, values_of
from onrecord.resolve.words import Word, is_acronym_of, same_spelling, words_of

SILENT = ""
TOLERABLE = "tolerable"
SUBSTANTIVE = "substantive"

_FOOTNOTE = re.compile(r"[^\s\w]*(?:\d{1,3}|\s?\[\d{1,3}\])[^\w]*")
_IN_BRACKETS = re.compile(r"\s*[^\w\s]*\s*\(([^()\n]{2,20})\)[^\w]*")
_NUMBERED = r"[Pp](?:age|AGE)\s+\d{1,4}"
_PAGE_NUMBER = re.compile(rf"\W*(?:{_NUMBERED}|\d{{1,4}})(?:\s*(?:of|/)\s*\d{{1,4}})?\W*")
_PAGE_LINE = re.compile(
    rf"\W*{_NUMBERED}\s*(?:of|/)\s*\d{{1,4}}\b.*|.*\b{_NUMBERED}\s*(?:of|/)\s*\d{{1,4}}\W*"
)
_MOST_FURNITURE, _WIDEST_FURNITURE = 3, 12
_NOTES = frozenset(["sic"])


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that one text has where the other has others: with all that stands around them, `raw`.

    `raw` runs from the last word that agrees to the next one that does; `before` are the words before them,
    and `after` is the word behind them.
    """

    words: Sequence[Word]
    raw: str
    before: Sequence[Word] = ()
    after: Sequence[Word] = ()


def weight_of(quoted: Stretch, original: Stretch) -> str:
    """Return what a difference weighs: nothing (`SILENT`), or as `Difference.weight` says.

    Tolerable are spellings, transliterations, letters that a page lost, joined and split words, numbers,
    shares and days written otherwise, contractions, abbreviations, acronyms beside or for what they stand
    for, marks of notes.
    """
    if not quoted.words or not original.words:
        return _weight_of_one_sided(quoted, original)
    if _letters(quoted.words) == _letters(original.words) and not _has_digits(quoted.words, original.words):
        hyphens = _letters(quoted.words, "") == _letters(original.words, "")
        return SILENT if hyphens and len(quoted.words) == len(original.words) else TOLERABLE
    if len(quoted.words) == len(original.words) and all(map(_alike, quoted.words, original.words)):
        return TOLERABLE
    dated = _is_by_month(quoted) and _is_by_month(original)
    if tuple(values_of(quoted.raw, dated=dated)) == tuple(values_of(original.raw, dated=dated)):
        return TOLERABLE
    if _abbreviates(quoted.words, original.words) or _abbreviates(original.words, quoted.words):
        return TOLERABLE
    return SUBSTANTIVE


def _weight_of_one_sided(quoted: Stretch, original: Stretch) -> str:
    """Weigh words that one text has and the other has not."""
    longer = quoted if quoted.words else original
    if longer is original and (repeats(longer) or is_page_furniture(longer)):
        return TOLERABLE
    if tuple(values_of(quoted.raw)) == tuple(values_of(original.raw)):
        return TOLERABLE  # "&" for "and", "%" for "percent"
    if _is_and_of_number(longer):
        return TOLERABLE
    if all(word.folded in _NOTES for word in longer.words) or _is_spelled_out(longer):
        return TOLERABLE
    if longer is original and _FOOTNOTE.fullmatch(longer.raw):
        return TOLERABLE
    named = _IN_BRACKETS.fullmatch(longer.raw)
    if named is not None and _names_what_is_before(named[1], longer.before):
        return TOLERABLE
    return SUBSTANTIVE


def _is_and_of_number(stretch: Stretch) -> bool:
    """Tell whether words are but the "and" of a number: "three hundred and fifty"."""
    if [word.folded for word in stretch.words] != ["and"] or not stretch.before or not stretch.after:
        return False
    return joins_number(stretch.before[-1].folded, stretch.after[0].folded)


def _is_by_month(stretch: Stretch) -> bool:
    """Tell whether a month stands right beside words: "May 3rd", "3 May"."""
    return any(word.folded in _months() for word in (*stretch.before[-1:], *stretch.after[:1]))


@cache
def _months() -> frozenset[str]:
    names = [name.casefold() for name in Vocabularies().table("numbers")["months"]["names"]]
    return frozenset([*names, *(short for name in names for short in _shortened() if _shortens(short, name))])


def repeats(stretch: Stretch) -> bool:
    """Tell whether words only say again those right before them, as a speaker does who begins anew."""
    size = len(stretch.words)
    before = [word.folded for word in stretch.before[-size:]]
    return size > 1 and before == [word.folded for word in stretch.words]


def is_page_furniture(stretch: Stretch) -> bool:
    """Tell whether words are but the foot and head of pages: short lines, with a page number in one."""
    lines = re.split(r"[\n\f]", stretch.raw)
    told = [line.strip() for line in lines[1:-1] if words_of(line)]
    if words_of(lines[0]) or words_of(lines[-1]) or not 0 < len(told) <= _MOST_FURNITURE:
        return False
    numbered = [_PAGE_NUMBER.fullmatch(line) or _PAGE_LINE.fullmatch(line) for line in told]
    plain = [line for line, found in zip(told, numbered, strict=True) if not found]
    short = all(len(words_of(line)) <= _WIDEST_FURNITURE for line in told)
    return (
        any(numbered) and short and not any(line.endswith((".", "!", "?", ",", ";", ":")) for line in plain)
    )


def _is_spelled_out(stretch: Stretch) -> bool:
    """Tell whether words only spell out the acronym that follows them: "Federal Reserve System (FRS)"."""
    return any(is_acronym_of(word.text, tuple(one.text for one in stretch.words)) for word in stretch.after)


def _names_what_is_before(acronym: str, before: Sequence[Word]) -> bool:
    """Tell whether letters in brackets only repeat the name right before them: "World Bank (WB)"."""
    words = tuple(word.text for word in before)
    return any(is_acronym_of(acronym.strip(), words[-length:]) for length in range(2, len(words) + 1))


def _has_digits(*sides: Sequence[Word]) -> bool:
    return any(char.isdigit() for side in sides for word in side for char in word.folded)


def _letters(words: Sequence[Word], dropped: str = "'-_") -> str:
    joined = "".join(word.folded for word in words)
    return joined.translate(str.maketrans("", "", dropped)) if dropped else joined.replace("\u00ad", "")


def _alike(one: Word, other: Word) -> bool:
    if one.folded == other.folded or same_spelling(one.folded, other.folded):
        return True
    return not _has_digits((one,), (other,)) and _alike_but_for_lost_letters(one.folded, other.folded)


def _alike_but_for_lost_letters(one: str, other: str) -> bool:
    """Tell whether the words are one whose letters with accents a page lost: "Chvez" for "Chávez"."""
    if one.isascii() == other.isascii():
        return False
    plain, accented = (one, other) if one.isascii() else (other, one)
    kept = "".join(char for char in accented if char.isascii())
    return len(kept) >= 3 and kept == plain


def _abbreviates(short: Sequence[Word], long: Sequence[Word]) -> bool:
    """Tell whether each word, or letters in a row, stand for words of the other side: "Sen.", "U.S."."""
    letters = "".join(word.text for word in short)
    if len(short) == 1 or all(len(word.text) == 1 for word in short):
        return is_acronym_of(letters, tuple(word.text for word in long)) or (
            len(short) == len(long) and _shortens(short[0].folded, long[0].folded)
        )
    pairs = zip_longest(short, long)
    return len(short) == len(long) and all(
        one is not None and other is not None and (_alike(one, other) or _shortens(one.folded, other.folded))
        for one, other in pairs
    )


@cache
def _shortened() -> dict[str, frozenset[str]]:
    table = Vocabularies().table("quotations")
    return {short: frozenset(long.split()) for short, long in table["abbreviations"].items()}


def _shortens(short: str, long: str) -> bool:
    return long in _shortened().get(short, ())
