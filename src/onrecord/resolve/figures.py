"""Figures that speak of one thing, compared as FIELD.md section 4 says, in its order."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.resolve.units import blocks_of
from onrecord.resolve.words import words_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.identity import row_id
from onrecord.types.rows import Figure, FigureSet

STAGE = "figures"

LARGEST_BLOCK = 200
"""Figures under one key that are compared with each other; beyond it the counted noun says nothing."""

_MEASURED = ("stock", "flow")
"""What is neither is a size, price or score: two of them are rarely of one thing."""

_EMPTY = frozenset(
    "the a an of and other such these those their its his her our more all some any new".split()
)


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What one comparison of two figures says, and by which rule."""

    verdict: str
    why: str
    strengthened: bool = False


class FigureResolver:
    """Groups figures by what they count and tells whether they can all hold; never adds them up."""

    name = "figures"
    version = "1"

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield a key for each figure that counts something: the head noun with its qualifiers, sorted."""
        for row in findings.rows:
            if isinstance(row, Figure) and row.counted and row.measure in _MEASURED and row.unit is None:
                head = head_of(row.counted)
                if head is not None:
                    yield BlockKey(STAGE, head, findings.row.id, row.id, row.anchor.start)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the keys of the documents that changed."""
        return corpus.keys_of(STAGE, changes.documents)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield one set for each group of two figures or more on one thing."""
        for head, members in blocks_of(corpus, STAGE, units):
            if 1 < len(members) <= LARGEST_BLOCK:
                rows = (corpus.row(member.row) for member in members)
                figures = [row for row in rows if isinstance(row, Figure)]
                for group in _groups(figures):
                    yield from (Made(head, found) for found in _sets_of(head, group))


def head_of(counted: str) -> str | None:
    """Return the head noun of a counted phrase in the singular, None where it has no word.

    >>> head_of("newly arrived refugees"), head_of("families")
    ('refugee', 'family')
    """
    words = words_of(counted)
    return _singular(words[-1].folded) if words else None


def _singular(word: str) -> str:
    for ending, single in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + single
    irregular = {"people": "person", "men": "man", "women": "woman", "children": "child"}
    if word in irregular:
        return irregular[word]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _groups(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield figures that may count one thing: same population, or one the wider one of the other."""
    by_population: dict[frozenset[str], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_population[_qualifiers(figure)].append(figure)
    whole = by_population.pop(frozenset(), [])
    if not by_population and len(whole) > 1:
        yield whole
        return
    for population in sorted(by_population, key=sorted):
        group = [*by_population[population], *whole]
        if len(group) > 1:
            yield sorted(group, key=lambda figure: (figure.document, figure.anchor.start))


def _qualifiers(figure: Figure) -> frozenset[str]:
    words = words_of(figure.counted or "")[:-1]
    return frozenset(_singular(word.folded) for word in words if word.folded not in _EMPTY)


def _sets_of(head: str, figures: Sequence[Figure]) -> Iterator[FigureSet]:
    """Yield a set for each run of figures that can be compared, and one for those that cannot."""
    together = [[figure] for figure in figures]
    for one, other in combinations(figures, 2):
        if compare(one, other).verdict != "not_comparable":
            first = next(held for held in together if one in held)
            second = next(held for held in together if other in held)
            if first is not second:
                first += second
                together.remove(second)
    for held in together:
        if len(held) > 1:
            yield _set_of(head, sorted(held, key=lambda figure: (figure.document, figure.anchor.start)))
    if len(together) > 1:
        yield _set_of(head, figures, apart=True)


def _set_of(head: str, figures: Sequence[Figure], apart: bool = False) -> FigureSet:
    """Return a set with the verdict that a reader must hear of first; `apart` tells that they do not meet."""
    pairs = [(one, other, compare(one, other)) for one, other in combinations(figures, 2)]
    pairs = [pair for pair in pairs if (pair[2].verdict == "not_comparable") is apart]
    loudest = max(pairs, key=lambda pair: (_RANK[pair[2].verdict], pair[0].id, pair[1].id))[2]
    origins = _origins(figures)
    strengthened = [
        _ordered(one, other)
        for one, other, found in pairs
        if found.strengthened and one.document != other.document
    ]
    return FigureSet(
        id=row_id("figure_set", head, apart, *sorted(figure.id for figure in figures)),
        label=_label(figures),
        figures=tuple(figure.id for figure in figures),
        verdict=loudest.verdict,
        origins=len(origins) if not apart and all(_named_origin(figure) for figure in figures) else None,
        origin_ids=origins,
        why=loudest.why,
        anchors_of_figures=tuple(figure.anchor for figure in figures),
        strengthened=tuple(strengthened),
    )


_RANK = {"not_comparable": 0, "agree": 1, "compatible": 2, "conflict": 3}
"""Which of several comparisons speaks for a set: the one a reader must hear of first."""


def _label(figures: Sequence[Figure]) -> str:
    counted = min((figure.counted or "" for figure in figures), key=lambda words: (-len(words), words))
    dates = {figure.date[:7] for figure in figures if figure.date}
    return f"{counted}, {dates.pop()}" if len(dates) == 1 else counted


def _origins(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the named origins; a figure whose chain names documents alone has an unknown one."""
    return tuple(sorted({origin for figure in figures if (origin := _named_origin(figure))}))


def _named_origin(figure: Figure) -> str | None:
    return next((link for link in figure.chain[:1] if link.startswith("a-")), None)


def compare(one: Figure, other: Figure) -> _Verdict:
    """Return whether two figures on one population can both hold, by the first rule that decides."""
    if {one.measure, other.measure} == {"stock", "flow"}:
        return _Verdict("not_comparable", "One counts what is there at a time, the other what happened.")
    if one.additive or other.additive:
        return _Verdict("not_comparable", "One is said to come on top of another figure.")
    if not one.date or not other.date:
        if _same_limits(one, other):
            return _Verdict("agree", "The figures are the same; not every one of them has a date.")
        return _Verdict("not_comparable", "Not every figure has a date, so they may speak of other times.")
    if not same_time(one.date, other.date):
        return _Verdict("not_comparable", f"They speak of other times ({one.date} and {other.date}).")
    if one.place and other.place and one.place != other.place:
        return _Verdict("not_comparable", f"They speak of other places ({one.place} and {other.place}).")
    return _compare_limits(one, other)


def _compare_limits(one: Figure, other: Figure) -> _Verdict:
    if _same_limits(one, other):
        return _Verdict("agree", "They give the same number for the same time.")
    if _meet(_literal(one), _literal(other)):
        return _Verdict("compatible", "Their ranges meet; one is finer than the other.", _moved(one, other))
    if _meet(_working(one), _working(other)):
        why = f"“{one.value.exact}” and “{other.value.exact}” meet only when read loosely: the bound changed."
        return _Verdict("compatible", why, _moved(one, other))
    if not _one_happening(one, other):
        return _Verdict("not_comparable", "Nothing shows that they speak of one happening.")
    return _Verdict(
        "conflict",
        f"“{one.value.exact}” and “{other.value.exact}” for the same time cannot both hold.",
    )


def _one_happening(one: Figure, other: Figure) -> bool:
    """Tell whether two figures of one time can be held against each other: one day, place or population.

    "Families" of March in two documents may be any families; those of one day, or "displaced fishing
    families" twice, are the same.
    """
    days = {(figure.date or "").strip("~?%") for figure in (one, other)}
    same_day = len(days) == 1 and all(len(day) == len("2024-03-12") for day in days)
    same_place = one.place is not None and one.place == other.place
    return same_day or same_place or bool(_qualifiers(one) & _qualifiers(other))


def same_time(one: str, other: str) -> bool:
    """Tell whether two EDTF dates can name one time: equal, or one the coarser form of the other.

    >>> same_time("2023-10", "2023-10-09"), same_time("2023-10", "2023-11")
    (True, False)
    """
    first, second = one.strip("~?%"), other.strip("~?%")
    if "/" in first or "/" in second:
        return first == second
    return first.startswith(second) or second.startswith(first)


def _same_limits(one: Figure, other: Figure) -> bool:
    return (one.low, one.high, one.bound) == (other.low, other.high, other.bound)


def _moved(one: Figure, other: Figure) -> bool:
    """Tell whether the same number is given with another bound: "600" and "more than 600"."""
    return one.number is not None and one.number == other.number and one.bound != other.bound


def _ordered(one: Figure, other: Figure) -> tuple[str, str]:
    """Return the ids of two figures with the weaker claim first."""
    weaker, stronger = sorted((one, other), key=lambda figure: (_CLAIM[figure.bound], figure.id))
    return weaker.id, stronger.id


_CLAIM = {
    "vague": 0, "about": 1, "nearly": 1, "at_most": 1, "less_than": 1, "between": 2, "exact": 3,
    "at_least": 4, "more_than": 5,
}  # fmt: skip
"""How much a bound claims: "about 600" less than "600", "more than 600" more."""


def _literal(figure: Figure) -> tuple[float, float]:
    low = -math.inf if figure.low is None else figure.low
    high = math.inf if figure.high is None else figure.high
    return low, high


def _working(figure: Figure) -> tuple[float, float]:
    """Return the literal limits widened by half a unit of the last significant digit of a round number."""
    low, high = _literal(figure)
    if figure.number is None or figure.number <= 0:
        return low, high
    half = _last_unit(figure.number) / 2
    return low - half, high + half


def _last_unit(number: float) -> float:
    """Return the unit of the last digit that is not nought: 100 for 600, 10 for 1,170."""
    if number != int(number):
        return 10.0 ** -len(f"{number:.10g}".split(".")[1])
    digits = str(int(number))
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def _meet(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
