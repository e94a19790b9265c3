"""The words of a text with one form for what may be written in several: numbers, amounts, contractions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from onrecord.data import Vocabularies
from onrecord.resolve.words import words_of

HUNDRED, THOUSAND = 100, 1000

_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}(?!\d))")
_DASHED = re.compile(r"(?<=\d)\s?[\-‐‑‒–—−]\s?(?=\d)")
_PER_CENT = re.compile(r"%|\bper cent\b")
_NUMERO = re.compile(r"\b[Nn]o(s?)\.\s*(?=\d|$)")
_NUMBER = re.compile(r"([$€£¥₩]?)(\d+(?:\.\d+)?)-?([a-z]*)")
_DECADE = re.compile(r"(\d+)s")
_DECADE_APART = re.compile(r"(?<=\d0)['’]s\b")
_RANKED = re.compile(r"(\d+)(?:st|nd|rd|th)")
_SIGNS = "$€£¥₩"


class _Read(NamedTuple):
    """A number read from some words: its value, the word behind it, whether it ranks, and its currency."""

    value: float
    end: int
    ranks: bool = False
    currency: str = ""


def values_of(raw: str, *, dated: bool = False) -> Iterator[str]:
    """Yield the words of a text with numbers by their value, "&" and "%" in words, contractions in full.

    Of a day of a month (`dated`) it does not matter whether it is written as a rank.

    >>> list(values_of("twenty-five % & $1.5 million"))
    ['#25', 'percent', 'and', '#1500000 dollar']
    >>> list(values_of("the twenty-first isn't § 5"))
    ['the', '#21th', 'is', 'not', 'section', '#5']
    """
    words = list(_words(raw))
    at = 0
    while at < len(words):
        read = _number(words, at)
        if read is None:
            yield words[at]
            at += 1
            continue
        rank = "th" if read.ranks and not dated else ""
        yield f"#{read.value:.12g}{rank}{' ' if read.currency else ''}{read.currency}"
        at = read.end


def is_of_number(word: str) -> bool:
    """Tell whether a folded word can be part of a number: "five", "million", "$5", "twenty-five"."""
    table = _numbers()
    return _NUMBER.fullmatch(word) is not None or all(
        piece in table.cardinals or piece in table.scales for piece in word.split("-")
    )


def joins_number(before: str, after: str) -> bool:
    """Tell whether an "and" between two folded words is inside a number: "one hundred and five"."""
    table = _numbers()
    return table.scales.get(before, 0) >= HUNDRED and after.split("-", maxsplit=1)[0] in table.cardinals


def _words(raw: str) -> Iterator[str]:
    """Yield the folded words: marks in words, hyphened numbers and shortened scales apart."""
    plain = raw.replace("&", " and ").replace("§§", " sections ").replace("§", " section ")
    plain = _DASHED.sub(" - ", _THOUSANDS.sub("", plain))
    plain = _NUMERO.sub(r"number\1 ", _PER_CENT.sub(" percent", plain))
    plain = _DECADE_APART.sub("s", plain)
    table = _numbers()
    for word in (word.folded for word in words_of(plain)):
        pieces = word.split("-")
        if len(pieces) > 1 and all(table.knows(piece) for piece in pieces):
            yield from pieces
            continue
        number = _NUMBER.fullmatch(word)
        scale = table.shortened.get(number[3]) if number is not None else None
        if number is not None and scale is not None:
            yield number[1] + number[2]
            yield scale
        else:
            yield from _in_full(word)


def _in_full(word: str) -> Sequence[str]:
    """Return the words that a contraction stands for; any other word alone."""
    if "'" not in word and word not in _contractions()[0]:
        return (word,)
    whole, endings = _contractions()
    if word in whole:
        return whole[word].split()
    for ending, meant in endings.items():
        if word.endswith(ending) and len(word) > len(ending):
            return (word.removesuffix(ending), meant)
    return (word,)


def _number(words: Sequence[str], at: int) -> _Read | None:
    """Read the number that begins at a word: groups below a thousand, each with a lower scale."""
    table = _numbers()
    decade = _DECADE.fullmatch(words[at])
    if decade is not None:
        return _Read(float(decade[1]), at + 1, currency="s")
    whole: _Read | None = None
    least = 0.0
    while True:
        end = whole.end if whole else at
        joined = whole is not None and _at(words, end) == "and"
        group = _group(words, end + joined, digits=whole is None)
        if group is None:
            break
        value, after, scale = group.value, group.end, 1
        while not group.ranks and table.scales.get(_at(words, after), HUNDRED) != HUNDRED:
            scale = table.scales[words[after]]
            value, after = value * scale, after + 1
        if whole is not None and (value >= least or (joined and value >= HUNDRED)):
            break
        total = value + (whole.value if whole else 0)
        whole = _Read(total, after, group.ranks, (whole or group).currency)
        least = scale
        if group.ranks or scale < THOUSAND:
            break
    if whole is None:
        return None
    named = _at(words, whole.end).removesuffix("s")
    if not whole.currency and not whole.ranks and named in table.currencies.values():
        return whole._replace(end=whole.end + 1, currency=named)
    return whole


def _group(words: Sequence[str], at: int, *, digits: bool) -> _Read | None:
    """Read a number in digits, or in words below a thousand: "five", "three hundred and fifty"."""
    table, word = _numbers(), _at(words, at)
    number, ranked = _NUMBER.fullmatch(word), _RANKED.fullmatch(word)
    read: _Read | None
    if digits and ranked is not None:
        return _Read(float(ranked[1]), at + 1, ranks=True)
    if digits and number is not None and not number[3]:
        read = _Read(float(number[2]), at + 1, currency=table.currencies.get(number[1], ""))
    elif digits and word in ("a", "an") and _at(words, at + 1) in table.scales:
        read = _Read(1, at + 1)
    else:
        read = _below_hundred(words, at)
    if read is None or read.ranks or _at(words, read.end) != "hundred":
        return read
    read = read._replace(value=read.value * HUNDRED, end=read.end + 1)
    rest = _below_hundred(words, read.end + (_at(words, read.end) == "and"))
    if rest is None or _at(words, rest.end) == "hundred":
        return read
    return read._replace(value=read.value + rest.value, end=rest.end, ranks=rest.ranks)


def _below_hundred(words: Sequence[str], at: int) -> _Read | None:
    table, word = _numbers(), _at(words, at)
    if word in table.ordinals:
        return _Read(table.ordinals[word], at + 1, ranks=True)
    if word not in table.cardinals:
        return None
    value, after = table.cardinals[word], _at(words, at + 1)
    unit = table.cardinals.get(after, table.ordinals.get(after, 0))
    if value >= 20 and 1 <= unit <= 9:
        return _Read(value + unit, at + 2, ranks=after in table.ordinals)
    return _Read(value, at + 1)


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""


class _Numbers(NamedTuple):
    """The vocabulary of numbers as this module reads it."""

    cardinals: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]
    shortened: dict[str, str]
    currencies: dict[str, str]

    def knows(self, word: str) -> bool:
        """Tell whether a word is part of a number in words."""
        return word in self.cardinals or word in self.scales or word in self.ordinals


@cache
def _numbers() -> _Numbers:
    table = Vocabularies().table("numbers")
    scales = dict(table["scales"])
    names = {value: name for name, value in scales.items()}
    short = {form: names[value] for form, value in table["short_scales"].items() if value in names}
    currencies = {sign: table["currencies"][sign].split()[0] for sign in _SIGNS}
    ordinals = {"first": 1, **table["ordinals"]}
    return _Numbers(dict(table["cardinals"]), scales, ordinals, short, currencies)


@cache
def _contractions() -> tuple[dict[str, str], dict[str, str]]:
    table = Vocabularies().table("quotations")["contractions"]
    return dict(table["whole"]), dict(table["endings"])
