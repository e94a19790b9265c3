"""Two figures on one thing, compared by the rules of FIELD.md section 4, in their order."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.resolve.figures_claims import Claim
from onrecord.resolve.words import folded
from onrecord.types.ranges import (
    digits_told,
    far_apart,
    literal,
    meet,
    overlap,
    same_limits,
    same_number,
    working,
)
from onrecord.types.rows import Figure

COMPARED = ("agree", "compatible", "conflict")
"""Verdicts of figures that speak of one thing and time."""

_DAY, _MONTH = len("2024-03-12"), len("2024-03")

_PRECISE = 3
"""Digits told from which a number is hardly given twice by chance for one noun: 1,170, not 600."""

_CHECKED_BY_ANYBODY = 20
"""Smaller numbers are the same by chance: two bills, three members."""

_SURELY = 3
"""Words shared from which even a small number is the same for a reason."""

_NEAR, _NEAR_IN_A_YEAR = 1.5, 1.2
"""How many times the smaller of two numbers on one thing the larger may be, where no event joins them."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two claims have in common beside their noun.

    `words` counts words of both their clauses that are not common in the record; `linked` tells that one
    document tells of the other.
    """

    words: int = 0
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The verdict on two figures and the rule that decided it, by its name in FIGURE_RULES."""

    verdict: str
    rule: str


def compare(one: Claim, other: Claim, shared: Shared) -> Comparison:
    """Return whether two figures can both hold, by the first rule that decides."""
    if {one.figure.measure, other.figure.measure} == {"stock", "flow"}:
        return Comparison("not_comparable", "stock_against_flow")
    if not _one_population(one, other):
        return Comparison("not_comparable", "other_population")
    if one.time is None or other.time is None:
        return Comparison("not_comparable", "undated")
    if not _one_time(one, other):
        return Comparison("not_comparable", "other_time")
    firmly = _is_firm(one, other, shared)
    if not (firmly or _tells_of_the_other(one, other, shared) or _is_likely(one, other, shared)):
        return Comparison("not_comparable", "not_one_event")
    return _compare_ranges(one, other, firmly)


def _one_population(one: Claim, other: Claim) -> bool:
    """Tell whether what is counted is the same, or the one a part of the other, as far as the words tell."""
    nested = one.qualifiers <= other.qualifiers or other.qualifiers <= one.qualifiers
    if one.head != other.head or not nested or not _one_place(one, other):
        return False
    if one.outcome is not None and other.outcome is not None and one.outcome != other.outcome:
        return False
    return not (one.part or other.part) or same_limits(one.figure, other.figure)


def _one_place(one: Claim, other: Claim) -> bool:
    here, there = (folded(claim.figure.place or "") for claim in (one, other))
    return not here or not there or here in there or there in here


def _one_time(one: Claim, other: Claim) -> bool:
    first, second = one.time or "", other.time or ""
    if (one.growing or other.growing) and not same_number(one.figure, other.figure):
        return False
    if one.as_of or other.as_of:
        return first[:_MONTH] == second[:_MONTH] and "/" not in first + second
    return same_time(first, second)


def same_time(one: str, other: str) -> bool:
    """Tell whether two EDTF dates can name one time: equal, or one the coarser form of the other.

    >>> same_time("2023-10", "2023-10-09"), same_time("2023-10", "2023-11")
    (True, False)
    """
    first, second = one.strip("~?%"), other.strip("~?%")
    if "/" in first or "/" in second:
        return first == second
    return first.startswith(second) or second.startswith(first)


def _is_firm(one: Claim, other: Claim, shared: Shared) -> bool:
    """Tell whether the texts show that both speak of one happening, or of one place at one time.

    They tell of one event; or of one day in the same words; or one document tells of the other and both speak
    of one day, or of one place, or in the same words: a month holds many happenings told by one verb.
    """
    if not _can_have_happened(one, other):
        return False
    if one.happening is not None and other.happening is not None and one.happening.id == other.happening.id:
        return shared.words > 0
    first, second = (_plain(claim.time) for claim in (one, other))
    same_day = first == second and len(first) == _DAY
    if _tells_of_the_other(one, other, shared):
        in_place = shared.words > 1 and _in_one_place(one.figure, other.figure)
        if same_day or in_place or shared.words >= _SURELY:
            return True
    return same_day and shared.words >= 2 and _share_names(one, other)


def _tells_of_the_other(one: Claim, other: Claim, shared: Shared) -> bool:
    """Tell whether one document tells of the other, and both figures share a word and a month at least."""
    shortest = min(len(_plain(claim.time)) for claim in (one, other))
    return shared.linked and shared.words > 0 and shortest >= _MONTH and _can_have_happened(one, other)


def _is_likely(one: Claim, other: Claim, shared: Shared) -> bool:
    """Tell whether two figures that agree may be said to be on one thing; a difference proves nothing yet."""
    if not _can_have_happened(one, other):
        return False
    first, second = one.figure, other.figure
    if same_limits(first, second) or same_number(first, second):
        return _is_same_by_no_chance(one, other, shared)
    if one.local or other.local or not _share_names(one, other):
        return False
    if min(_size(first), _size(second)) < _CHECKED_BY_ANYBODY:
        return False
    times = {_plain(claim.time) for claim in (one, other)}
    shortest = min(map(len, times))
    if shortest < _MONTH:
        return len(times) == 1 and shared.words >= 2 and not far_apart(first, second, _NEAR_IN_A_YEAR)
    in_place = _in_one_place(first, second)
    return shared.words >= (3 if in_place else 2) and not far_apart(first, second, _NEAR)


def _in_one_place(one: Figure, other: Figure) -> bool:
    return one.place is not None and folded(one.place) == folded(other.place or "")


def _is_same_by_no_chance(one: Claim, other: Claim, shared: Shared) -> bool:
    """Tell whether the same number is hardly given for two things: a precise one, or in the same words."""
    if shared.linked or shared.words >= _SURELY:
        return True
    if _size(one.figure) < _CHECKED_BY_ANYBODY or one.local or other.local:
        return False
    if shared.words or min(digits_told(one.figure), digits_told(other.figure)) >= _PRECISE:
        return True
    first, second = (_plain(claim.time) for claim in (one, other))
    return first == second and len(first) == _DAY and same_number(one.figure, other.figure)


def _size(figure: Figure) -> float:
    return figure.number or figure.low or figure.high or 0


def _can_have_happened(one: Claim, other: Claim) -> bool:
    return all(claim.happening is None or claim.happening.happened for claim in (one, other))


def _share_names(one: Claim, other: Claim) -> bool:
    """Tell whether the names in both clauses have one in common, where there are any in both."""
    return not one.names or not other.names or bool(one.names & other.names)


def _plain(time: str | None) -> str:
    return (time or "").strip("~?%")


def _compare_ranges(one: Claim, other: Claim, firmly: bool) -> Comparison:
    first, second = one.figure, other.figure
    if same_limits(first, second):
        return Comparison("agree", "equal")
    if meet(literal(first), literal(second)):
        return Comparison("compatible", "ranges_meet")
    if overlap(working(first), working(second)):
        return Comparison("compatible", "working_ranges_meet")
    if firmly and _can_conflict(one, other):
        return Comparison("conflict", "ranges_apart")
    return Comparison("not_comparable", "not_one_event")


def _can_conflict(one: Claim, other: Claim) -> bool:
    """Tell whether a difference is one: exact claims, dated in their own words, on one whole population."""
    first, second = one.figure, other.figure
    return (
        first.document != second.document
        and first.date is not None
        and second.date is not None
        and first.measure == second.measure
        and first.measure in ("stock", "flow")
        and one.qualifiers == other.qualifiers
        and not any(claim.as_of or claim.hearsay for claim in (one, other))
        and not any(figure.bound == "vague" or figure.date_basis == "inferred" for figure in (first, second))
        and not (first.additive or second.additive)
    )
