"""Law cited by a title that no vocabulary lists: Acts, agreements and treaties in title case or in marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from onrecord.extract.actors_mentions import as_words
from onrecord.extract.actors_names import Word, word_index
from onrecord.extract.norms_seen import NormSeen

_LONGEST_TITLE = 45
_JOINS = re.compile(r"[ \t\u00a0]{0,3}\n?[ \t\u00a0]{0,3}|[-‐‑–'’]|['’][ \t]|\.|\.[ \t]?|[ \t]&[ \t]")
_OF_YEAR = re.compile(
    r"(?:,?\s{1,2}of\s{1,2}|,\s{1,2})((?:1[789]|20)\d{2})\b|\s{1,2}for\s{1,2}(?:Fiscal\s{1,2}Year|FY)\s?(?:20)?\d{2}\b"
)
_ENUMERATED = re.compile(
    r"(?:[A-Z][\w'’-]*\s{1,2}){0,4}[A-Z][\w'’-]*(?:,\s{1,2}[A-Z][\w'’-]*(?:\s{1,2}[A-Z][\w'’-]*)?){0,4}$"
)
_LAST_OF_LIST = re.compile(
    r"(?P<oxford>and\s{1,2}[A-Z])|[A-Z][\w'’-]*(?:\s{1,2}[A-Z][\w'’-]*)?,?\s{1,2}and\s{1,2}[A-Z]"
)
_OPENED = re.compile(r"(?:\b[Tt]he\s{1,2}|[“\"]\s?)(?=[A-Z])")
_BEFORE_TITLE = 120
"""Characters looked at before the part of a title that its key word shows."""

_ENUMERATION = re.compile(
    r",\s{1,2}(?:and\s{1,2})?[A-Z][\w-]{2,20}(?:\s{1,2}(?:of|and)\s{1,2}[A-Z]|,\s{1,2}[A-Z]|\s{1,2}[A-Z][\w-]{2,20}\s{1,2}and\s{1,2}[A-Z])"
)
_ABBREVIATIONS = 3
_TITLES_OF_PEOPLE = ("Sen", "Rep", "Gen", "Hon", "Mrs", "Col", "Maj", "Rev", "Inc")
_BRACKETED = re.compile(r"\([A-Z][A-Z-]{1,11}\)\s$")
_LETTERS = re.compile(r" \([A-Z][A-Z-]{1,11}\) ")
_CHAMBERS = ("HR", "R", "S", "H", "Res")
_QUOTED = re.compile(r'[“"]([^“”"\n]{12,250})[,.]?[”"]\s{1,3}([a-z]{3,12})\b')


class TitleReader:
    """Reads titles of law from the shape of the words; `table` is `[titles]` of norms.toml."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._ends: dict[str, str] = dict(table.get("ends", {}))
        self._opens: dict[str, str] = dict(table.get("opens", {}))
        self._with_article = frozenset(table.get("opens_after_article", ()))
        self._bare = frozenset(table.get("bare", ()))
        self._codes = frozenset(table.get("codes", ()))
        self._opens_of = frozenset(table.get("opens_of", ()))
        self._after = frozenset(table.get("after_opening", ()))
        self._inside = frozenset(table.get("inside", ()))
        self._not_first = frozenset(table.get("not_first", ()))
        self._cut_after = frozenset(table.get("cut_after", ()))
        self._keep_possessive = as_words(table, "keep_possessive")
        self._quoted: dict[str, str] = dict(table.get("quoted_before", {}))
        self._never = tuple(table.get("never", ()))
        self._generic = frozenset(table.get("generic", ()))
        self._institutions = frozenset(table.get("institutions", ()))
        self._backward_stops = frozenset(["the", "in", "at", "by", "or", "its", "from", "on"])

    def read(self, text: str, words: Sequence[Word]) -> Iterator[NormSeen]:
        """Yield titled laws in text order of their key word."""
        for index, word in enumerate(words):
            written = text[word.start : word.end]
            if not written[0].isupper():
                continue
            if written == "Memorandum":
                written, index = _whole_phrase(text, words, index)  # noqa: PLW2901
            opened: list[NormSeen] = []
            if written in self._opens and self._opens_here(text, words, index):
                opened = list(self._forward(text, words, index, self._opens[written]))
                yield from opened
            if written in self._ends and not opened:
                yield from self._backward(text, words, index, self._ends[written])
        for found in _QUOTED.finditer(text):
            kind = self._quoted.get(found[2])
            if kind and found[1][0].isupper() and self._is_titled(found[1]):
                name = " ".join(found[1].rstrip(",. ").split())
                end = found.start(1) + len(found[1].rstrip(",. "))
                yield NormSeen(found.start(1), end, name, kind)

    def _opens_here(self, text: str, words: Sequence[Word], index: int) -> bool:
        following = words[index + 1 : index + 2]
        if not following or not _joined(text, words, index + 1):
            return False
        written, joint = _text(text, words[index]), _text(text, following[0])
        if written in self._with_article and not _has_article(text, words[index].start):
            return False  # "to Act on Lake Safety" opens no title
        return joint in self._after or (joint == "of" and written in self._opens_of)

    def _forward(self, text: str, words: Sequence[Word], index: int, kind: str) -> Iterator[NormSeen]:
        last, step, capitals = index, index + 1, 0
        between = _text(text, words[index + 1]) == "between"
        while step < min(len(words), index + _LONGEST_TITLE) and _goes_on(text, words, step):
            written = _text(text, words[step])
            if written[0].isupper():
                last, capitals = step, capitals + 1
            elif _is_fragment(written):
                last = step
            elif not self._is_small(written) or (
                written == "and" and not between and _is_the(text, words, step + 1)
            ):
                break
            step += 1
        if capitals < (1 if _text(text, words[index + 1]) == "of" else 2):
            return
        first = index
        while first and _joined(text, words, first) and self._may_lead(_text(text, words[first - 1])):
            first -= 1
        lead = [_text(text, word) for word in words[max(0, first - 2) : first + 1]]
        if lead == ["Council", "of", "Europe"]:
            first -= 2
        yield self._seen(text, words, first, last, kind)

    def _is_small(self, written: str) -> bool:
        return written in self._inside or written in self._after

    def _may_lead(self, written: str) -> bool:
        return written[0].isupper() and not written.isupper() and written not in self._not_first

    def _backward(self, text: str, words: Sequence[Word], index: int, kind: str) -> Iterator[NormSeen]:
        first = index - 1 if _in_brackets(text, words, index) else index
        while first and index - first < _LONGEST_TITLE // 3 and _follows(text, words, first):
            written = _text(text, words[first - 1])
            small = written in self._inside and written not in self._backward_stops
            if not (written[0].isupper() or small or _is_fragment(written)) or _is_bill(
                text, words, first - 1
            ):
                break
            if written == "Act":  # "the Rowing Act and Bathing Act" are two
                break
            first -= 1
        first = self._through_list(text, words, first, index)
        if text[words[index].start : words[index].end] == "Act":
            first = self._through_preposition(text, words, first)
        first = self._first_of_title(text, words, first, index)
        if first > 1 and [_text(text, word) for word in words[first - 2 : first]] == ["For", "the"]:
            first -= 2  # the article is inside a title only where "For" with a capital opens it
        joint = _text(text, words[index - 1]) if index else ""
        if first < index and joint not in self._inside:  # "the Department of Treaty Law" names no treaty
            yield self._seen(text, words, first, index, kind)

    def _through_list(self, text: str, words: Sequence[Word], first: int, index: int) -> int:
        """Return where a title begins that enumerates: "Lake Fishing, Rowing, and Bathing Act"."""
        start = words[first].start
        comma = text.rfind(",", max(0, start - 3), start)
        last = _LAST_OF_LIST.match(text, start, words[index].end)
        if comma < 0 or last is None or text[comma + 1 : start].strip():
            return first
        before = _ENUMERATED.search(text, max(0, comma - _BEFORE_TITLE), comma)
        if before is None or (last["oxford"] and "," not in before[0]):
            return first
        named = re.findall(r"[\w'’-]+", before[0])
        if self._ends.keys() & set(named) or self._institutions.intersection(named):
            return first
        return word_index(words, before.start())

    def _through_preposition(self, text: str, words: Sequence[Word], first: int) -> int:
        """Return where a title begins that has "in", "at the" inside: "the Safe Rowing at the Lake Act".

        Only an article or a mark shows where; between it and the preposition stand two capitals or more, and
        none that names an institution ("the Lake Council in the Rowing Act").
        """
        if not first or not text[words[first - 1].start].islower():
            return first
        start = words[first].start
        low = max(0, start - _BEFORE_TITLE)
        for opened in reversed(list(_OPENED.finditer(text, low, start))):
            inside = words[word_index(words, opened.end()) : first]
            written = [text[word.start : word.end] for word in inside]
            capitals = [word for word in written if word[0].isupper()]
            if not inside:
                continue
            joined = all(len(text[a.end : b.start]) == 1 for a, b in pairwise([*inside, words[first]]))
            small = all(word[0].isupper() or word in self._inside for word in written)
            if not joined or not small or self._institutions.intersection(written) or "Act" in written:
                return first
            if len(capitals) > 1 and capitals[0] not in self._not_first:
                return word_index(words, opened.end())
        return first

    def _first_of_title(self, text: str, words: Sequence[Word], first: int, index: int) -> int:
        """Return where a title begins once verbs of a headline, articles and offices before it are cut."""
        for step in range(first, index):
            if _text(text, words[step]) in self._cut_after and not _has_article(text, words[step].start):
                first = step + 1
        while first < index:
            written = _text(text, words[first])
            if written in self._cut_after and _has_article(text, words[first].start):
                break
            possessive = first + 2 < index and _text(text, words[first + 1]) == "s"
            if possessive and written not in self._keep_possessive:
                first += 2
                continue
            if written[0].isupper() and written not in self._not_first:
                break
            first += 1
        return first

    def _seen(self, text: str, words: Sequence[Word], first: int, last: int, kind: str) -> NormSeen:
        start, end = words[first].start, words[last].end
        year = _OF_YEAR.match(text, end)
        if year:
            end = year.end()
        return NormSeen(start, end, _LETTERS.sub(" ", " ".join(text[start:end].split())), kind)

    def is_refused(self, seen: NormSeen) -> bool:
        """Tell whether a title is listed as one that only looks like law, or a code that is no law."""
        words = seen.name.split()
        other_code = words[-1] == "Code" and not self._codes.intersection(words)
        return other_code or seen.name in self._bare or seen.name.startswith(self._never)

    def is_generic(self, name: str) -> bool:
        """Tell whether a title is too general to be one law everywhere ("Peace Agreement")."""
        rest = [word for word in name.split() if word[0].isupper() and word not in self._ends]
        return all(word in self._generic for word in rest)

    def _is_titled(self, quoted: str) -> bool:
        """Tell whether most of the words in marks have capitals, as titles do."""
        long = [word for word in quoted.split() if word.casefold() not in self._inside]
        capital = sum(1 for word in long if word[0].isupper())
        return len(long) >= 2 and capital * 4 >= len(long) * 3


def _whole_phrase(text: str, words: Sequence[Word], index: int) -> tuple[str, int]:
    phrase = words[index : index + 3]
    if [word.folded for word in phrase] == ["memorandum", "of", "understanding"]:
        return "Memorandum of Understanding", index + 2
    return "Memorandum", index


def _in_brackets(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether letters in brackets stand before a key word: "Lake Clinic Health (LCH) Act"."""
    before = text[max(0, words[index].start - 20) : words[index].start]
    return index > 1 and bool(_BRACKETED.search(before)) and words[index - 1].end > words[index].start - 4


def _follows(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether a word goes on the title of the one before it, letters in brackets between them or not."""
    gap = text[words[index - 1].end : words[index].start]
    return _joined(text, words, index) or (
        gap == " (" and text[words[index].end : words[index].end + 2] == ") "
    )


def _is_bill(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether a number is that of a bill, which stands before its title: "HR 12 Lake Act"."""
    return index > 0 and _text(text, words[index]).isdigit() and _text(text, words[index - 1]) in _CHAMBERS


def _joined(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether a word and the one before it may stand in one title."""
    before, here = words[index - 1], words[index]
    gap = text[before.end : here.start]
    if len(gap) > 6 or not _JOINS.fullmatch(gap):
        return False
    if "." not in gap:
        return True
    short = text[before.start : before.end]
    return len(short) < _ABBREVIATIONS or gap == "." or short in _TITLES_OF_PEOPLE


def _has_article(text: str, start: int) -> bool:
    """Tell whether "the" stands right before a word, so that "Bipartisan" belongs to the title it opens."""
    return text[max(0, start - 4) : start] == "the "


def _goes_on(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether a title goes on at a word: joined to it, or in an enumeration in capitals."""
    return _joined(text, words, index) or bool(_ENUMERATION.match(text, words[index - 1].end))


def _is_the(text: str, words: Sequence[Word], index: int) -> bool:
    return index < len(words) and _text(text, words[index]) == "the"


def _is_fragment(written: str) -> bool:
    """Tell whether a word is what follows an apostrophe or a number ("21st") inside a title."""
    return written == "s" or (written[0].isdigit() and written.rstrip("stndrh").isdigit())


def _text(text: str, word: Word) -> str:
    return text[word.start : word.end]
