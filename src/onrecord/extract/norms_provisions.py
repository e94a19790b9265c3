"""Articles, sections and chapters of the norms a text names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.extract.norms_seen import NormSeen

_NUMBER = r"(?:\d{1,4}(?:[A-Za-z]{1,2}(?![A-Za-z]))?|[IVXLC]{1,7}\b)(?:\s?\([0-9A-Za-z]{1,4}\)){0,4}"
_PROVISION = re.compile(
    r"(?<![\w§])(?P<word>[Aa]rticles?|[Aa]rts?\.|[Ss]ections?|[Ss]ec\.|§{1,2}|[Cc]hapters?|Title|[Aa]nnex"
    rf"|[Pp]aragraphs?)\s{{0,3}}(?P<numbers>{_NUMBER}(?:\s?(?:,|,?\s?(?:and|or|to|through)\b|&|–|-)\s{{0,3}}{_NUMBER}){{0,20}})"
)
_ONE = re.compile(_NUMBER)
_RANGE = re.compile(r"\b(?:to|through)\b|–|-")
_OF = re.compile(
    r"\s{0,3},?\s{0,3}(?:(?:of|to|in|under|from)\s{1,3})?(?:(?:the|its|that|this)\s{1,3})?"
    r"(?P<annex>annex\s{1,3}(?:to|of)\s{1,3}(?:the\s{1,3})?)?"
    r"(?:(?:(?:(?:Security|Human\s{1,3}Rights)\s{1,3})?Council\s{1,3}|(?:General\s{1,3})?Assembly\s{1,3})?[Rr]esolutions?\s{1,3})?"
)
_RANKS = ("Title", "Chapter", "Annex", "Article", "Section", "Paragraph")

_DEEPEST = 3
_IS_OF = re.compile(r",?\s{1,3}(?:of|to|in|above|below)\b")
_SENTENCE = 150
"""How far before a provision, in its sentence, the law that it is part of may be named."""

_SPOKEN_OF: Mapping[str, Sequence[str]] = {
    "Chapter": ("treaty", "agreement"),
    "Article": ("treaty", "agreement", "statute"),
    "Paragraph": ("resolution",),
}
"""Kinds of law to which a provision of its sentence belongs; a bare section is often known by itself."""

_SENTENCE_END = re.compile(r"[.;:?!]\s|\n\s{0,3}\n")
_CONSTITUTION = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Tt]heir|[’']s)\s{1,3}(?:[A-Z]\w{2,20}\s{1,3}){0,2}"
    r"(Constitution(?:\s{1,3}of\s{1,3}(?:the\s{1,3})?[A-Z]\w+(?:\s{1,3}(?:of\s{1,3}(?:the\s{1,3})?)?[A-Z]\w+){0,3})?)"
)


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


def constitutions_in(text: str) -> Iterator[NormSeen]:
    """Yield constitutions, which are law invoked only where a provision of theirs is named."""
    for found in _CONSTITUTION.finditer(text):
        yield NormSeen(found.start(1), found.end(1), " ".join(found[1].split()), "statute")


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
            alone.append(outer)
            continue
        held.setdefault(norm, []).extend(_with(norm, outer, text))
    attached: list[NormSeen] = []
    for norm in starts.values():
        attached.extend(_longest_only(held[norm]) if norm in held else [norm])
    refused: list[Provision] = []
    ordered = sorted(starts.values())
    for provision in _outermost(alone):
        norm = _spoken_of(text, provision, ordered)
        if norm is None:
            refused.append(provision)
            continue
        here = norm._replace(start=provision.start, end=provision.end)
        attached.extend(here._replace(provision=name) for name in provision.names)
    return sorted(set(attached)), refused


def _outermost(provisions: Iterable[Provision]) -> list[Provision]:
    """Return provisions in text order without those that stand inside another one."""
    kept: list[Provision] = []
    for provision in sorted(provisions, key=lambda item: (item.start, -item.end)):
        if not kept or provision.start >= kept[-1].end:
            kept.append(provision)
    return kept


def _spoken_of(text: str, provision: Provision, norms: Sequence[NormSeen]) -> NormSeen | None:
    """Return the one law named before a provision in its sentence: "the Charter provides in Article 2"."""
    kinds = _SPOKEN_OF.get(_ranks(provision)[0], ())
    if _IS_OF.match(text, provision.end):
        return None
    first = bisect_left(norms, provision.start - _SENTENCE, key=lambda norm: norm.start)
    last = bisect_left(norms, provision.start, key=lambda norm: norm.start)
    near = [
        norm
        for norm in norms[first:last]
        if norm.kind in kinds and not _SENTENCE_END.search(text, norm.end, provision.start)
    ]
    return near[-1] if len({norm.name for norm in near}) == 1 else None


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
        if joined and joined["annex"]:
            names = tuple(_nested("Annex", name) for name in provision.names)
            return provision._replace(names=names), starts[place]
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
    if text.find("(", norm.end, provision.start) >= 0 and text[end : end + 1] == ")":
        end += 1
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
