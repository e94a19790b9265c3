"""Sets of figures on one thing: verdict, rule and reason, origins, and what changed on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from onrecord.resolve.figures_claims import Claim
from onrecord.resolve.figures_compare import Comparison
from onrecord.resolve.figures_meeting import Meetings
from onrecord.resolve.figures_origins import origins_of, speakers
from onrecord.types.findings import Corpus
from onrecord.types.identity import row_id
from onrecord.types.ranges import is_stronger, literal, meet, overlap, same_number, working
from onrecord.types.rows import Figure, FigureChange, FigureComparison, FigureSet

_RANK = {"agree": 0, "compatible": 1, "conflict": 2}
"""Which of several comparisons speaks for a set: the one a reader must hear of first."""

_HEDGED = ("about", "nearly")
UNMARKED = ("same_words", "same_number")
"""Marks of a chain that a document does not state itself."""

_UNHEDGED = ("exact", "at_least", "more_than")

Pair = tuple[Claim, Claim, Comparison]


def set_of(claims: Sequence[Claim], meetings: Meetings, corpus: Corpus) -> FigureSet:
    """Return the set of claims that comparisons lead to from one another."""
    pairs = sorted(_pairs(claims, meetings), key=lambda pair: (pair[0].order, pair[1].order))
    loudest = max(pairs, key=lambda pair: (_RANK[pair[2].verdict], pair[2].rule == "working_ranges_meet"))
    origins = origins_of(claims, corpus)
    return FigureSet(
        id=row_id("figure_set", *sorted(claim.figure.id for claim in claims)),
        label=label_of(claims),
        figures=tuple(claim.figure.id for claim in claims),
        verdict=loudest[2].verdict,
        origins=origins.count,
        origin_ids=origins.named,
        why=_why(loudest),
        anchors_of_figures=tuple(claim.figure.anchor for claim in claims),
        strengthened=tuple(_strengthened(pairs)),
        rule=loudest[2].rule,
        changes=tuple(_changes(claims, corpus)),
        comparisons=tuple(
            FigureComparison(one.figure.id, other.figure.id, found.verdict, found.rule)
            for one, other, found in pairs
            if found.verdict == loudest[2].verdict
        )[: FigureSet.MOST_TOLD],
        origin_groups=origins.groups,
    )


def _pairs(claims: Sequence[Claim], meetings: Meetings) -> Iterator[Pair]:
    for claim in claims:
        for other, found in meetings.compared_with(claim):
            if claim.order < other.order:
                yield claim, other, found


def label_of(claims: Sequence[Claim]) -> str:
    """Return what some claims count in the fullest words, with the place and time they have in common."""
    counted = min((claim.figure.counted or "" for claim in claims), key=lambda words: (-len(words), words))
    places = {" ".join(claim.figure.place.split()) for claim in claims if claim.figure.place}
    times = {claim.time[:7] for claim in claims if claim.time}
    label = f"{counted}, {places.pop()}" if len(places) == 1 else counted
    return f"{label}, {times.pop()}" if len(times) == 1 else label


def _why(pair: Pair) -> str:
    one, other, found = pair
    words = f"“{shown(one.figure)}” and “{shown(other.figure)}”"
    time = _time_of(one, other)
    if found.rule == "equal":
        return f"The same number is given for {time}."
    if found.rule == "ranges_meet":
        return f"For {time} {words} can both hold: a number can be both."
    if found.rule == "ranges_apart":
        return f"For {time} {words} cannot both hold."
    if is_stronger(one.figure, other.figure) or is_stronger(other.figure, one.figure):
        weaker, stronger = (other, one) if is_stronger(one.figure, other.figure) else (one, other)
        return (
            f"“{shown(stronger.figure)}” claims more for {time} than “{shown(weaker.figure)}”; "
            "both hold only where the number is taken as a round one."
        )
    return f"For {time} {words} can both hold where they are taken as round numbers."


def shown(figure: Figure) -> str:
    """Return a figure's number with its bound, on one line."""
    return " ".join(figure.value.exact.split())


def _time_of(one: Claim, other: Claim) -> str:
    """Return the coarser of two times: what both speak of."""
    return min((claim.time.strip("~?%") for claim in (one, other) if claim.time), key=lambda t: (len(t), t))


def _strengthened(pairs: Iterable[Pair]) -> Iterator[tuple[str, str]]:
    """Yield ids of the same number in two documents with a stronger bound in the second."""
    for one, other, _ in pairs:
        first, second = one.figure, other.figure
        if not meet(literal(first), literal(second)) and overlap(working(first), working(second)):
            if is_stronger(second, first):
                yield first.id, second.id
            elif is_stronger(first, second):
                yield second.id, first.id


def _changes(claims: Sequence[Claim], corpus: Corpus) -> Iterator[FigureChange]:
    """Yield what is other in each claim than in the one of the document that it has it from."""
    for one, other in combinations(claims, 2):
        for before, after in ((one, other), (other, one)):
            if came_through(before, after):
                for change in _changes_between(before, after, corpus):
                    yield FigureChange(before.figure.id, after.figure.id, change)


def came_through(before: Claim, after: Claim) -> bool:
    """Tell whether a figure came to its document through the document of another one with its number."""
    first, second = before.figure, after.figure
    through = [link for link in second.chain if link.startswith("d-")][:-1]
    return through[-1:] == [first.document] and same_number(first, second)


def _changes_between(before: Claim, after: Claim, corpus: Corpus) -> Iterator[str]:
    first, second = before.figure, after.figure
    if first.bound in _HEDGED and second.bound in _UNHEDGED:
        yield "hedge_dropped"
    elif is_stronger(second, first):
        yield "strengthened"
    elif is_stronger(first, second):
        yield "weakened"
    if before.hearsay and not after.hearsay:
        yield "hedge_dropped"
    if after.qualifiers < before.qualifiers:
        yield "population_widened"
    if first.date and second.date and first.date != second.date and first.date.startswith(second.date):
        yield "date_coarsened"
    unmarked = {mark.document for mark in second.chain_marks if mark.how in UNMARKED}
    if first.document in unmarked and speakers(before.figure, corpus):
        yield "attribution_lost"
