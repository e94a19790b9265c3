"""What may differ between a quotation and its original, and with how much weight (FIELD.md section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest

from onrecord.data import Vocabularies
from onrecord.resolve.words import Word, is_acronym_of, same_spelling, words_of

SILENT = ""
TOLERABLE = "tolerable"
SUBSTANTIVE = "substantive"

_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"([$€£¥₩]?)(\d+(?:\.\d+)?)")
_PER_CENT = re.compile(r"%|\bper cent\b")
_FOOTNOTE = re.compile(r"[^\s\w]*(?:\d{1,3}|\s?\[\d{1,3}\])[^\w]*")
_IN_BRACKETS = re.compile(r"\s*[^\w\s]*\s*\(([^()\n]{2,20})\)[^\w]*")
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

    Tolerable are spellings, transliterations, letters that a page lost, joined and split words, numbers and
    shares written otherwise, abbreviations, acronyms beside or for what they stand for, marks of notes.
    """
    if not quoted.words or not original.words:
        return _weight_of_one_sided(quoted, original)
    if _letters(quoted.words) == _letters(original.words) and not _has_digits(quoted.words, original.words):
        hyphens = _letters(quoted.words, "") == _letters(original.words, "")
        return SILENT if hyphens and len(quoted.words) == len(original.words) else TOLERABLE
    if len(quoted.words) == len(original.words) and all(map(_alike, quoted.words, original.words)):
        return TOLERABLE
    if tuple(values_of(quoted.raw)) == tuple(values_of(original.raw)):
        return TOLERABLE
    if _abbreviates(quoted.words, original.words) or _abbreviates(original.words, quoted.words):
        return TOLERABLE
    return SUBSTANTIVE


def _weight_of_one_sided(quoted: Stretch, original: Stretch) -> str:
    """Weigh words that one text has and the other has not."""
    longer = quoted if quoted.words else original
    if longer is original and repeats(longer):
        return TOLERABLE
    if tuple(values_of(quoted.raw)) == tuple(values_of(original.raw)):
        return TOLERABLE  # "&" for "and", "%" for "percent"
    if all(word.folded in _NOTES for word in longer.words) or _is_spelled_out(longer):
        return TOLERABLE
    if longer is original and _FOOTNOTE.fullmatch(longer.raw):
        return TOLERABLE
    named = _IN_BRACKETS.fullmatch(longer.raw)
    if named is not None and _names_what_is_before(named[1], longer.before):
        return TOLERABLE
    return SUBSTANTIVE


def repeats(stretch: Stretch) -> bool:
    """Tell whether words only say again those right before them, as a speaker does who begins anew."""
    size = len(stretch.words)
    before = [word.folded for word in stretch.before[-size:]]
    return size > 1 and before == [word.folded for word in stretch.words]


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


def values_of(raw: str) -> Iterator[str]:
    """Yield the words of a text with numbers by their value, "&" and "%" in words.

    >>> list(values_of("twenty-five % & 1.5 million"))
    ['#25', 'percent', 'and', '#1500000']
    """
    plain = _PER_CENT.sub(" percent", _THOUSANDS.sub("", raw.replace("&", " and ")))
    cardinals, scales = _number_words()
    value: float | None = None
    sign = ""
    for word in chain.from_iterable(_split_number(word.folded, cardinals) for word in words_of(plain)):
        number = _NUMBER.fullmatch(word)
        if number is not None or word in cardinals:
            read = float(number[2]) if number is not None else float(cardinals[word])
            if value is not None and not (value >= 20 > read >= 1 and value % 10 == 0 and number is None):
                yield f"{sign}#{value:.12g}"
                value = None
            sign = number[1] if number is not None else sign if value is not None else ""
            value = (value or 0) + read
        elif word in scales and value is not None:
            value *= scales[word]
        else:
            if value is not None:
                yield f"{sign}#{value:.12g}"
                value = None
            yield word
    if value is not None:
        yield f"{sign}#{value:.12g}"


def _split_number(word: str, cardinals: dict[str, int]) -> list[str]:
    pieces = word.split("-")
    return pieces if len(pieces) > 1 and all(piece in cardinals for piece in pieces) else [word]


@cache
def _number_words() -> tuple[dict[str, int], dict[str, int]]:
    table = Vocabularies().table("numbers")
    return dict(table["cardinals"]), dict(table["scales"])


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
