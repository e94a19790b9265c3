"""Figures on one population that cannot be compared: counts of other times, and counts against happenings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.resolve.figures_claims import Claim, ClaimReader
from onrecord.resolve.figures_meeting import LEAST_NUMBER, Meetings
from onrecord.resolve.figures_origins import origins_of
from onrecord.resolve.figures_sets import label_of, shown
from onrecord.resolve.units import blocks_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made
from onrecord.types.identity import row_id
from onrecord.types.ranges import same_limits
from onrecord.types.rows import Event, Figure, FigureSet

STAGE = "populations"

COMMON = 40
"""A population that more documents count is told of in too many ways to be one thing."""

MOST_MEMBERS = 400
"""Figures under one key; of more, a table of thousands of rows, no two are told apart."""

MOST_TOGETHER = 12
"""Figures in one set; a reader can tell apart no more."""

_MONTH = len("2024-03")
_MEASURES = ("stock", "flow")


def population_keys(findings: DocumentFindings, reader: ClaimReader) -> Iterator[BlockKey]:
    """Yield a key for each figure on a population that a name or a place tells apart from others."""
    document = findings.row
    figures = [row for row in findings.rows if isinstance(row, Figure)]
    events = [row for row in findings.rows if isinstance(row, Event)]
    for claim in reader.claims(document, findings.text, figures, events):
        key = population_of(claim)
        if key is not None:
            yield BlockKey(STAGE, key, document.id, claim.figure.id, claim.figure.anchor.start)


def population_of(claim: Claim) -> str | None:
    """Return what tells a population from others: the names that qualify its noun, else noun and place.

    None where nothing does, or where the figure counts a part of something or next to nothing.
    """
    figure = claim.figure
    if figure.measure not in _MEASURES or claim.part or (figure.number or LEAST_NUMBER) < LEAST_NUMBER:
        return None
    if claim.named_qualifiers:
        return f"named {' '.join(sorted(claim.named_qualifiers))}"
    if figure.place:
        return f"at {' '.join(figure.place.casefold().split())} {claim.head}"
    return None


def population_units(corpus: Corpus, changes: Changes) -> Iterable[str]:
    """Yield the populations that documents count, or counted."""
    return corpus.keys_of(STAGE, changes.documents)


def sets_of_populations(corpus: Corpus, meetings: Meetings, units: Iterable[str] | None) -> Iterator[Made]:
    """Yield for each population a set of its counts of other times, and one of counts against happenings."""
    for key, members in blocks_of(corpus, STAGE, units):
        documents = {member.document for member in members}
        if not 1 < len(documents) <= COMMON or len(members) > MOST_MEMBERS:
            continue
        claims = [meetings.claims(member.document).get(member.row) for member in members]
        for group in _alike([claim for claim in claims if claim is not None]):
            stocks = [claim for claim in group if claim.figure.measure == "stock"]
            apart = _one_of_each_time(stocks)
            if _is_worth_telling(apart) and _said_of_all(apart) and (why := _why_of_other_times(apart)):
                yield Made(key, _set_of(apart, *why, corpus))
            flows = [claim for claim in group if claim.figure.measure == "flow"]
            flows = [flow for flow in flows if any(_said(flow) & _said(stock) for stock in stocks)]
            if flows and _is_worth_telling([*stocks, *flows]):
                why = ("stock_against_flow", _why_apart(stocks, flows))
                yield Made(key, _set_of([*stocks, *flows], *why, corpus))


def _alike(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """Yield claims in groups of which the same is said, one leading to the next."""
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda held: held.order):
        joined = [group for group in groups if any(_is_one(claim, held) for held in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(held for group in joined for held in group), claim])
    yield from groups


def _is_one(one: Claim, other: Claim) -> bool:
    """Tell whether the same is said of two counts; of another noun, whether it is of the same place too."""
    said = len(_said(one) & _said(other))
    if one.head == other.head:
        return said > (0 if one.named_qualifiers else 1)
    here, there = one.figure.place, other.figure.place
    same_place = bool(here and there and here.casefold() == there.casefold())
    return same_place and one.figure.measure == other.figure.measure and said > 1


def _said(claim: Claim) -> frozenset[str]:
    """Return the words told of a claim beside those that name what is counted, or where."""
    return claim.around - claim.qualifiers if claim.named_qualifiers else claim.around - claim.place


def _said_of_all(claims: Sequence[Claim]) -> frozenset[str]:
    return frozenset.intersection(*map(_said, claims))


def _one_of_each_time(claims: Sequence[Claim]) -> list[Claim]:
    """Return of the counts of each month the first, and every undated one: those of one time are compared."""
    kept: dict[str, Claim] = {}
    for claim in sorted(claims, key=lambda held: (len(held.time or ""), held.order), reverse=True):
        kept[claim.time[:_MONTH] if claim.time else claim.figure.id] = claim
    return list(kept.values())


def _is_worth_telling(claims: Sequence[Claim]) -> bool:
    """Tell whether some figures are of two documents, no more than can be told, and not all the same."""
    first = claims[0].figure if claims else None
    return (
        first is not None
        and 1 < len(claims) <= MOST_TOGETHER
        and len({claim.figure.document for claim in claims}) > 1
        and not all(same_limits(first, claim.figure) for claim in claims)
    )


def _why_of_other_times(claims: Sequence[Claim]) -> tuple[str, str] | None:
    """Return the rule and reason why counts cannot be compared; None where they are all of one time."""
    of_time: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        of_time[claim.time or ""].append(claim)
    undated = of_time.pop("", [])
    dated = [f"{_listed(of_time[time])} in {time}" for time in sorted(of_time)]
    without = f"{_listed(undated)} {'has' if len(undated) == 1 else 'have'} no date" if undated else ""
    if len(dated) > 1:
        told = "; ".join([", ".join(dated), without] if without else [", ".join(dated)])
        return "other_time", f"They are counts of other times: {told}."
    if without:
        told = f"{dated[0]} is told, but {without}" if dated else without
        return "undated", f"Nothing says that they are counts of one time: {told}."
    return None


def _why_apart(stocks: Sequence[Claim], flows: Sequence[Claim]) -> str:
    return (
        f"{_listed(stocks)} count who is there at a time, {_listed(flows)} what happened over a time: "
        "neither bears out the other, and they are never added."
    )


def _listed(claims: Sequence[Claim]) -> str:
    """Return the numbers of claims, each once."""
    words = list(dict.fromkeys(f"“{shown(claim.figure)}”" for claim in claims))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _set_of(claims: Sequence[Claim], rule: str, why: str, corpus: Corpus) -> FigureSet:
    ordered = sorted(claims, key=lambda held: held.order)
    origins = origins_of(ordered, corpus)
    return FigureSet(
        id=row_id("figure_set", rule, *sorted(claim.figure.id for claim in ordered)),
        label=label_of(ordered),
        figures=tuple(claim.figure.id for claim in ordered),
        verdict="not_comparable",
        origins=origins.count,
        origin_ids=origins.named,
        why=why,
        anchors_of_figures=tuple(claim.figure.anchor for claim in ordered),
        rule=rule,
        origin_groups=origins.groups,
    )
