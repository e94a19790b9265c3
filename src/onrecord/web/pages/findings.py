"""Findings: what to look at first, each in a sentence above the words it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.export.lists import FINDINGS
from onrecord.record.catalogue import RowEntry, RowQuery
from onrecord.types.identity import LETTERS
from onrecord.types.quoting import together
from onrecord.types.ranking import IN_ORDER
from onrecord.types.rows import SEVERITIES, Finding
from onrecord.types.spans import Evidence
from onrecord.web.listing import Filter, in_order, listed, narrowed, whole
from onrecord.web.meanings import meaning
from onrecord.web.rendering import page
from onrecord.web.site import Site
from onrecord.web.taking import csv_of

FILTERS = (
    Filter("severity", "Severity", "severities", known=SEVERITIES),
    Filter("kind", "Kind", "kinds"),
    Filter("actor", "Names", "actors", any="anybody"),
    Filter("document", "Document", "document", way="linked"),
    Filter("words", "With the words", "words", way="words"),
)
QUERY = RowQuery("finding", order="weight")

PASSAGES = 6
"""Places that are quoted under one finding; its card has them all."""

LEADS = (
    ("quotation_check", "Quotation and original side by side", "/quotations/{}"),
    ("figure_set", "The figures with their origins", "/figures/{}"),
    ("ask", "The ask, its mentions and replies", "/asks/{}"),
    ("actor", "Who said what", "/actors/{}"),
    ("norm", "The norm", "/norms/{}"),
)
"""Where the rows behind a finding are shown at length, by their type."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A page that shows a row behind a finding at length."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding with the passages it stands on, and where to look further."""

    row: Finding
    passages: tuple[Evidence, ...]
    left: int
    leads: tuple[Lead, ...]
    reviewed: bool = False


def finding_shown(site: Site, entry: RowEntry, longest: int = PASSAGES) -> FindingShown:
    """Return what a page shows of a finding: places that stand near each other are quoted as one."""
    row = entry.row
    if not isinstance(row, Finding):
        raise TypeError(f"a {row.row_type} stands among findings")
    passages = together(row.evidence, site.record.text)
    left = max(0, len(passages) - longest)
    return FindingShown(row, tuple(passages[:longest]), left, tuple(leads_of(row.rows)), entry.reviewed)


def leads_of(rows: Iterable[str]) -> Iterator[Lead]:
    """Yield where the rows behind a finding are shown at length: one page of each sort, the first row's."""
    first: dict[str, str] = {}
    for row in rows:
        first.setdefault(row.partition("-")[0], row)
    for row_type, label, url in LEADS:
        if LETTERS[row_type] in first:
            yield Lead(label, url.format(first[LETTERS[row_type]]))


def show_findings(request: Request) -> Response:
    """Show findings by severity, narrowed as the address says."""
    site: Site = request.app.state.site
    found = listed(request, QUERY, FILTERS)
    shown = [finding_shown(site, entry) for entry in found.entries]
    groups = [(severity, list(held)) for severity, held in groupby(shown, key=lambda each: each.row.severity)]
    return page(
        request,
        "findings.html",
        listing=found,
        groups=groups,
        severities=in_order(found.facets, "severities", SEVERITIES),
        kinds=in_order(found.facets, "kinds", IN_ORDER),
        meaning=meaning,
    )


def take_findings(request: Request) -> Response:
    """Give the list as CSV."""
    site: Site = request.app.state.site
    query, _ = narrowed(QUERY, FILTERS, request.query_params)
    rows = (entry.row for entry in whole(site, query) if isinstance(entry.row, Finding))
    return csv_of(site, FINDINGS, rows, "findings")


routes = [Route("/findings", show_findings), Route("/findings.csv", take_findings)]
