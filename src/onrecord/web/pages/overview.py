"""Overview: what the record holds, what to look at first, what changed, what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.catalogue import RowEntry, RowQuery
from onrecord.types.ranking import IN_ORDER, OF_ONE_KIND, first_of_each_kind
from onrecord.types.rows import DocumentRow, Finding
from onrecord.types.wording import kind_counted
from onrecord.web.meanings import meaning
from onrecord.web.pages.findings import FindingShown, finding_shown
from onrecord.web.rendering import page
from onrecord.web.site import Site

FINDINGS = 8
"""Findings on the overview: what a person reads before they scroll."""

PASSAGES = 2
"""Places that are quoted under each of them."""

NAMED = 8
"""Documents and findings of the last build that are named; the others are counted."""

COUNTED = (
    ("document", "document", "documents", "/documents"),
    ("finding", "finding", "findings", "/findings"),
    ("actor", "actor", "actors", "/actors"),
    ("statement", "statement", "statements", "/search?type=statement"),
    ("quotation_check", "quotation checked", "quotations checked", "/quotations"),
    ("figure", "figure", "figures", "/figures/single"),
    ("figure_set", "set of figures", "sets of figures", "/figures"),
    ("event", "event", "events", "/timeline"),
    ("ask", "ask", "asks", "/asks"),
    ("response", "response", "responses", "/asks/untied"),
    ("norm", "norm", "norms", "/norms"),
    ("document_link", "link between documents", "links between documents", "/sources"),
    ("wanted", "wanted document", "wanted documents", "/wanted"),
)
"""What is counted: type of rows, its name for one and for more, and the page that lists them."""

REVIEWED = (
    *("finding", "quotation_check", "figure_set", "ask", "response", "figure", "statement", "event"),
    *("norm", "actor"),
)
"""Types whose rows reviewers decide on, in the order of the queue."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a type there are, and where they are listed."""

    many: int
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How many rows of a type there are, and how many of them a reviewer decided on."""

    type: str
    many: int
    reviewed: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for somebody: how many, what, and the page where it is done."""

    many: int
    what: str
    url: str


def show_overview(request: Request) -> Response:
    """Show what the record holds."""
    site: Site = request.app.state.site
    counts = site.catalogue.counts()
    reviewed = list(reviewed_of(site, counts))
    return page(
        request,
        "overview.html",
        counts=list(counts_of(counts)),
        kinds=site.catalogue.page(RowQuery("document", limit=1)).facets.get("kinds", ()),
        span=span_of(site),
        findings=findings_first(site),
        findings_left=max(0, counts.get("finding", 0) - FINDINGS),
        build=site.catalogue.changed_since_last_build(),
        named=NAMED,
        waiting=list(waiting_of(site, counts, reviewed)),
        reviewed=reviewed,
        meaning=meaning,
        kind_counted=kind_counted,
    )


def counts_of(counts: dict[str, int]) -> Iterator[Count]:
    """Yield how many rows of each type there are, those of which there are none left out."""
    for row_type, one, more, url in COUNTED:
        if counts.get(row_type):
            yield Count(counts[row_type], one if counts[row_type] == 1 else more, url)


def span_of(site: Site) -> tuple[str, str] | None:
    """Return the dates of the earliest and the latest document in EDTF, None where none is dated."""
    last = site.catalogue.last_date()
    entries = site.catalogue.page(RowQuery("document", order="date", limit=1)).entries
    rows = [entry.row for entry in entries]
    dated = [row.date.edtf for row in rows if isinstance(row, DocumentRow) and row.date]
    return (dated[0], last) if dated and last else None


def findings_first(site: Site) -> list[FindingShown]:
    """Return the findings to look at first, one of each kind before a second."""
    found: dict[str, RowEntry] = {}
    for kind in IN_ORDER:
        query = RowQuery("finding", kinds=(kind,), order="weight", limit=FINDINGS + OF_ONE_KIND)
        found.update((entry.row.id, entry) for entry in site.catalogue.page(query).entries)
    rows = first_of_each_kind(entry.row for entry in found.values() if isinstance(entry.row, Finding))
    return [finding_shown(site, found[row.id], PASSAGES) for row in rows[:FINDINGS]]


def reviewed_of(site: Site, counts: dict[str, int]) -> Iterator[Reviewed]:
    """Yield of each type how many rows there are and how many of them reviewers decided on."""
    for row_type in REVIEWED:
        if counts.get(row_type):
            done = site.catalogue.page(RowQuery(row_type, reviewed=True, limit=1)).total
            yield Reviewed(row_type, counts[row_type], done)


def waiting_of(site: Site, counts: dict[str, int], reviewed: list[Reviewed]) -> Iterator[Waiting]:
    """Yield what waits for somebody, what is lost first."""
    issues = list(site.record.issues())
    errors = sum(issue.severity == "error" for issue in issues)
    unreviewed = sum(each.many - each.reviewed for each in reviewed if each.type == "finding")
    lost = len(site.record.orphaned())
    told = (
        Waiting(errors, "could not be read", "/issues?severity=error"),
        Waiting(len(issues) - errors, "to know of what was read", "/issues?severity=notice"),
        Waiting(lost, "decisions lost the row they were made on", "/review/orphaned"),
        Waiting(counts.get("wanted", 0), "wanted: cited, and not here", "/wanted"),
        Waiting(unreviewed, "findings that nobody reviewed", "/review?type=finding"),
    )
    return (each for each in told if each.many)


routes = [Route("/", show_overview)]
