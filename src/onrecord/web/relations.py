"""What a row is tied to beyond its own fields: its siblings, what it is compared in, findings about it."""

from __future__ import annotations

from typing import NamedTuple

from onrecord.types.rows import Actor, Ask, Figure, FigureSet, Norm, Row
from onrecord.web.cards import fields_of
from onrecord.web.site import Site

LABELS = {
    "findings": "Findings about it",
    "siblings": "Other figures for the same",
    "figure_sets": "Compared in",
    "restatements": "The same ask elsewhere",
    "also_asked": "Others ask for the same",
    "responses": "Responses",
    "quotation_checks": "Quotation held against its original",
    "children": "Statements inside it",
    "items": "Items of its list",
    "statements": "Said in",
    "figures": "Figures in it",
    "events": "Events in it",
    "asks": "Asks in it",
    "norms": "Norms invoked in it",
}
"""What each relation is called on a card, in the order they stand there."""


class Relation(NamedTuple):
    """Rows that a row is tied to in one way."""

    label: str
    ids: tuple[str, ...]


def relations_of(site: Site, row: Row) -> list[Relation]:
    """Return what a row is tied to; what its own fields say already is left out.

    An actor or a norm is named in thousands of rows: these have pages of their own.
    """
    if isinstance(row, Actor | Norm):
        return []
    found = dict(site.catalogue.related(row.id))
    if isinstance(row, Figure):
        found["siblings"] = _figures_beside(site, row, found.get("figure_sets", ()))
    if isinstance(row, Ask) and row.restates:
        first = site.catalogue.related(row.restates).get("restatements", ())
        found["restatements"] = (*found.get("restatements", ()), *first)
    named = {row.id, *(id_ for field in fields_of(row) if field.kind == "ids" for id_ in field.values)}
    told = (
        Relation(label, tuple(id_ for id_ in dict.fromkeys(found.get(name, ())) if id_ not in named))
        for name, label in LABELS.items()
    )
    return [relation for relation in told if relation.ids]


def _figures_beside(site: Site, row: Figure, sets: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other figures of the sets that a figure is compared in."""
    held = site.record.rows_with(sets).values()
    return tuple(id_ for one in held if isinstance(one, FigureSet) for id_ in one.figures if id_ != row.id)
