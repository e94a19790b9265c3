"""Short forms led back to the norm they stand for in one document: defined names, "the Convention", years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from onrecord.extract.actors_names import NameTable, Word
from onrecord.extract.norms_seen import NormSeen, is_taken, without_overlaps
from onrecord.types.identity import folded_name

_DEFINED = re.compile(
    r",?\s{0,3}\((?P<said>(?:hereinafter|hereafter|henceforth|(?:hereinafter\s{1,3})?referred\s{1,3}to\s{1,3}as"
    r"|(?:also\s{1,3})?known\s{1,3}as|called)[\s,]{1,3})?(?:or\s{1,3}|the\s{1,3}){0,2}(?P<mark>[“\"'‘])?"
    r"(?:the\s{1,3})?(?P<name>[A-Z][\w.&/-]{1,30}(?:\s{1,3}[A-Z][\w.&-]{1,30}){0,4})[”\"'’]?\)"
)
_NAMED_FIRST = re.compile(r"(?<![\w-])([A-Z][A-Z-]{2,9})\s{1,2}\((?:the\s{1,2})?$")
_INSIDE = re.compile(r"\s\(([A-Z][A-Z-]{1,11})\)\s(\w+)$")
_SMALL = frozenset(["a", "an", "and", "of", "on", "or", "the", "to", "in", "for", "against", "with", "its"])
_WIDE = frozenset(
    ["The", "International", "United", "Nations", "Federal", "National", "European", "American"]
)
"""Words at the head of a name that its letters may leave out."""

_REFERENCE = re.compile(
    r"\b(?:the|this|that|said|The|This|That)\s{1,3}((?:(?:Optional|Additional)\s{1,3})?[A-Z][a-z]{2,14})\b(?![-’'])"
)
_THAT_RESOLUTION = re.compile(r"\b(?:that|said|same|aforementioned|above-mentioned)\s{1,3}(resolution)\b")
_GOES_ON = re.compile(
    r" [A-Z]|\s{1,3}(?:of|on|for|against|relating\s{1,3}to|concerning|between)\s{1,3}(?:the\s{1,3})?[A-Z]"
)
_PARTICULAR = re.compile(r"[A-Z][\w.]*[’']?s?\s{1,2}$")
_YEAR = re.compile(r"(?:,| of| \()\s?(?:1[789]|20)\d{2}\)?$")
_FISCAL = re.compile(
    r"(?:Fiscal Year|FY) ?(?:20)?(\d{2}) (.+ Act)$|(.+ Act) for (?:Fiscal Year|FY) ?(?:20)?(\d{2})$"
)


_SENTENCE_END = re.compile(r"[.;:?!]\s|\n\s{0,3}\n")


class Refused(NamedTuple):
    """A short form that could stand for several norms, and how many."""

    start: int
    end: int
    several: int


def with_defined_names(text: str, words: Sequence[Word], seen: Sequence[NormSeen]) -> list[NormSeen]:
    """Return the mentions and those by names the text itself defines: "… Act of 2004 (LCHA)"."""
    defined: dict[str, set[NormSeen]] = {}
    for item in seen:
        for name in _defined_at(text, item):
            if " " in name or not name[1:].islower():
                defined.setdefault(name, set()).add(item)
    table = NameTable(
        (name, min(items)) for name, items in defined.items() if len({item.name for item in items}) == 1
    )
    again = (
        found.entry._replace(start=found.start, end=found.end)
        for found in table.find(text, words)
        if found.start > found.entry.start or found.end <= found.entry.start
    )
    return without_overlaps([*again, *seen]) if defined else list(seen)


def _defined_at(text: str, item: NormSeen) -> Iterator[str]:
    """Yield the names that brackets beside a mention give the norm."""
    if item.kind in ("principle", "crime", "resolution"):
        return
    found = _DEFINED.match(text, item.end)
    if found and (found["said"] or found["mark"] or is_short_for(found["name"], item.name)):
        yield found["name"]
    inside = _INSIDE.search(text, item.start, item.end)
    if inside:
        yield f"{inside[1]} {inside[2]}"  # the letters alone are often a word or a body
    before = _NAMED_FIRST.search(text, max(0, item.start - 20), item.start)
    if before and is_short_for(before[1], item.name):
        yield before[1]


def is_short_for(short: str, name: str) -> bool:
    """Tell whether letters are those of a name: "LCHA" of "Lake Clinic Health Act", "ICRMW".

    Two letters must be the initials, as "UK" after a treaty is a state. More must be among them in order, the
    first one first ("ICC" is not for "Rome Statute of the ICC"), and as many as half the long words.
    """
    letters = [char.casefold() for char in short if char.isalpha()]
    pieces = re.findall(r"[^\W\d_]+", name)
    every = [piece[0].casefold() for piece in pieces]
    content = [piece[0].casefold() for piece in pieces if piece.casefold() not in _SMALL]
    if sum(char.isupper() for char in short) < 2 or len(short.split()) > 1:
        return False
    if len(letters) < 3:
        return letters == content
    first = next((initial for piece, initial in zip(pieces, every, strict=True) if piece not in _WIDE), "")
    if letters[0] not in (first, every[0]):
        return False
    initials = iter(every)
    return all(letter in initials for letter in letters) and 2 * len(letters) >= len(content)


class References:
    """Leads "the Convention", "that resolution" back; `table` is `[back_references]` of norms.toml."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._words = frozenset(table.get("words", ()))

    def read(self, text: str, seen: Sequence[NormSeen]) -> Iterator[NormSeen | Refused]:
        """Yield each short form as the one norm before it that is so called, or refused where several are.

        Before it in its sentence, and where there is none, before it in the document.
        A name the text defines ("(hereinafter “the Convention”)") stands for that norm from there on.
        """
        starts = [norm.start for norm in seen]
        defined = [
            (norm.end, found["name"], norm)
            for norm in seen
            if (found := _DEFINED.match(text, norm.end)) and (found["said"] or found["mark"])
        ]
        for found in _REFERENCE.finditer(text):
            start, end = found.span(1)
            named = " ".join(found[1].split())
            if (
                named.split()[-1] not in self._words
                or is_taken(seen, starts, start, end)
                or goes_on(text, end)
            ):
                continue
            bound = [norm for place, name, norm in defined if name == named and place < start]
            before = bound[-1:] or [
                norm for norm in seen[: bisect_left(starts, start)] if _is_called(norm, named)
            ]
            near = [norm for norm in before if not _SENTENCE_END.search(text, norm.end, start)]
            yield from _led_back(near or before, start, end)
        for found in _THAT_RESOLUTION.finditer(text):
            start, end = found.span(1)
            paragraph = text.rfind("\n\n", 0, start)
            inside = [
                norm
                for norm in seen[bisect_left(starts, paragraph) : bisect_left(starts, start)]
                if norm.kind == "resolution"
            ]
            if not is_taken(seen, starts, start, end):
                yield from _led_back(inside, start, end)


def _led_back(before: Sequence[NormSeen], start: int, end: int) -> Iterator[NormSeen | Refused]:
    names = {norm.name for norm in before}
    if len(names) == 1:
        yield before[-1]._replace(start=start, end=end, provision=None)
    elif names:
        yield Refused(start, end, len(names))


def goes_on(text: str, end: int) -> bool:
    """Tell whether a short form is the opening of a longer name: "the Charter of the Lake League"."""
    return bool(_GOES_ON.match(text, end))


def is_of_another(text: str, start: int, leads: Iterable[str]) -> bool:
    """Tell whether a capital before a short form makes it another's: "the Lake Charter"."""
    found = _PARTICULAR.search(text, max(0, start - 30), start)
    return found is not None and found[0].strip() not in leads


def one_name_each(seen: Sequence[NormSeen]) -> list[NormSeen]:
    """Give "the X Act" and "resolution 7/8" the year or body that the document says once elsewhere."""
    seen = [item._replace(name=_with_fiscal_year(item.name)) for item in seen]
    dated: dict[str, set[str]] = {}
    for item in seen:
        bare = _YEAR.sub("", item.name)
        if item.kind in ("statute", "agreement", "treaty") and bare != item.name:
            dated.setdefault(folded_name(bare), set()).add(item.name)
        body, _, number = item.name.rpartition("resolution ")
        if item.kind == "resolution" and body and number:
            dated.setdefault(folded_name(f"resolution {number}"), set()).add(item.name)
    titles = sorted({item.name for item in seen if item.kind in ("agreement", "treaty")})
    for name, other in combinations(titles, 2):
        short, long = sorted((name, other), key=len)
        if long.endswith(f" {short}") and len(short.split()) == 2:
            dated.setdefault(folded_name(short), set()).add(long)
    full = {bare: next(iter(names)) for bare, names in dated.items() if len(names) == 1}
    return [item._replace(name=full.get(folded_name(item.name), item.name)) for item in seen]


def _with_fiscal_year(name: str) -> str:
    """Return "FY24 X Act" and "X Act for FY 2024" as "X Act for Fiscal Year 2024"."""
    found = _FISCAL.fullmatch(name)
    if found is None:
        return name
    return f"{found[2] or found[3]} for Fiscal Year 20{found[1] or found[4]}"


def _is_called(norm: NormSeen, word: str) -> bool:
    """Tell whether a norm is of the kind a word names: a protocol to a covenant is no covenant."""
    head = _HEAD_ENDS.split(norm.name)[0].replace(",", " ")
    return norm.kind not in ("principle", "crime") and f" {word} " in f" {head} "


_HEAD_ENDS = re.compile(r" (?:to|on|of|for|against|relating|relative|concerning|under|in|between|governing) ")
