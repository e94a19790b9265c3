"""Articles, sections and chapters of the norms a text names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from onrecord.extract.norms_seen import NormSeen

_NUMBER = r"(?:\d{1,4}(?:[a-z]\b)?|[IVXLC]{1,7}\b)(?:\s?\([0-9A-Za-z]{1,4}\)){0,4}"
_PROVISION = re.compile(
    r"(?<![\w§])(?P<word>[Aa]rticles?|[Aa]rts?\.|[Ss]ections?|[Ss]ec\.|§{1,2}|[Cc]hapters?|Title|[Aa]nnex"
    rf"|[Pp]aragraphs?)\s{{0,3}}(?P<numbers>{_NUMBER}(?:\s?(?:,|,?\s?(?:and|or|to)\b|&|–|-)\s{{0,3}}{_NUMBER}){{0,20}})"
)
_ONE = re.compile(_NUMBER)
_RANGE = re.compile(r"\b(?:to|through)\b|–|-")
_OF = re.compile(
    r"\s{0,3},?\s{0,3}(?:(?:of|to|in|under|from)\s{1,3})?(?:(?:the|its|that|this)\s{1,3})?"
    r"(?:(?:Security\s{1,3}Council\s{1,3}|General\s{1,3}Assembly\s{1,3})?[Rr]esolutions?\s{1,3})?"
)
_RANKS = ("Title", "Chapter", "Annex", "Article", "Section", "Paragraph")

_DEEPEST = 3
_IS_OF = re.compile(r"\s{1,3}of\b")


class Provision(NamedTuple):
    """Provision words at a place in the text, such as "Articles 9 and 14": one name each."""

    start: int
    end: int
    names: tuple[str, ...]


def provisions_in(text: str, table: Mapping[str, Any]) -> Iterator[Provision]:
    """Yield the provisions a text names; `table` is `[provisions]` of norms.toml."""
    forms: Mapping[str, str] = table.get("words", {})
    for found in _PROVISION.finditer(text):
        word = found["word"].casefold()
        form = forms.get(word) or forms.get(word.rstrip("s")) or ("Section" if word[0] == "§" else None)
        if form:
            yield Provision(found.start(), found.end(), tuple(_names(form, found["numbers"])))


def _names(form: str, numbers: str) -> Iterator[str]:
    if _RANGE.search(numbers) and "," not in numbers and " and " not in numbers:
        yield f"{form} {' '.join(numbers.split())}"
        return
    for number in _ONE.findall(numbers):
        yield f"{form} {number.replace(' ', '')}"


def attach_provisions(
    text: str, norms: Iterable[NormSeen], provisions: Iterable[Provision]
) -> tuple[list[NormSeen], list[Provision]]:
    """Return the norms with the provisions that stand beside them, and the provisions left alone.

    "Article 3 of the X", "paragraph 2 of Article 33 of the X", "Art. 33(1) X" and "X, Article 33".
    """
    starts = {norm.start: norm for norm in norms}
    ends = {norm.end: norm for norm in starts.values()}
    held: dict[NormSeen, list[NormSeen]] = {}
    by_start: dict[int, tuple[Provision, NormSeen | None]] = {}
    alone: list[Provision] = []
    for provision in sorted(provisions, key=lambda provision: -provision.start):
        outer, norm = _after(text, provision, starts, by_start)
        norm = norm or _before(text, provision, ends)
        by_start[provision.start] = (outer, norm)
        if norm is None:
            alone.append(provision)
            continue
        held.setdefault(norm, []).extend(_with(norm, outer, text))
    attached: list[NormSeen] = []
    for norm in starts.values():
        attached.extend(_longest_only(held[norm]) if norm in held else [norm])
    return sorted(set(attached)), alone[::-1]


def _after(
    text: str,
    provision: Provision,
    starts: Mapping[int, NormSeen],
    by_start: Mapping[int, tuple[Provision, NormSeen | None]],
) -> tuple[Provision, NormSeen | None]:
    """Return the norm that follows a provision, with the outer provision ("of Article 33") joined on."""
    joined = _OF.match(text, provision.end)
    place = joined.end() if joined else provision.end
    if place in starts:
        return provision, starts[place]
    if place not in by_start or place == provision.end:
        return provision, None
    outer, norm = by_start[place]
    if not _may_nest(provision, outer):
        return provision, norm if _ranks(provision) == _ranks(outer) else None
    names = tuple(_nested(name, inner) for name in outer.names for inner in provision.names)
    return Provision(provision.start, outer.end, names), norm


def _ranks(provision: Provision) -> list[str]:
    return [part.split()[0].capitalize() for part in provision.names[0].split(", ")]


def _may_nest(inner: Provision, outer: Provision) -> bool:
    """Tell whether one provision is part of another: of another rank, and not nested deeper than law is."""
    ranks = _ranks(outer)
    return len(ranks) < _DEEPEST and len(outer.names) == 1 and _ranks(inner)[0] not in ranks


def _nested(one: str, other: str) -> str:
    """Return two provisions as one, the larger first: "Article 2, paragraph 4"."""
    large, *small = sorted(
        (*one.split(", "), other), key=lambda name: _RANKS.index(name.split()[0].capitalize())
    )
    return ", ".join((large[0].upper() + large[1:], *(part[0].lower() + part[1:] for part in small)))


def _before(text: str, provision: Provision, ends: Mapping[int, NormSeen]) -> NormSeen | None:
    """Return the norm that stands right before a provision: "Refugee Convention, Article 33"."""
    if _IS_OF.match(text, provision.end):
        return None
    place = provision.start
    while place and text[place - 1] in " ,(\n" and provision.start - place < 4:
        place -= 1
    return ends.get(place)


def _with(norm: NormSeen, provision: Provision, text: str) -> Iterator[NormSeen]:
    start, end = min(norm.start, provision.start), max(norm.end, provision.end)
    if text.count("\n\n", start, end):
        return
    for name in provision.names:
        yield norm._replace(start=start, end=end, provision=name)


def _longest_only(seen: list[NormSeen]) -> list[NormSeen]:
    """Drop "Article 33" and "paragraph 2" where "paragraph 2 of Article 33 of the X" was read as well."""
    return [
        item
        for item in seen
        if not any(
            other is not item
            and (item.provision or "").casefold() in (other.provision or "").casefold().split(", ")
            and other.provision != item.provision
            and other.start <= item.start
            and other.end >= item.end
            for other in seen
        )
    ]
