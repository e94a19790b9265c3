"""Figures: each set drawn by origin and date with its verdict in a sentence, and single ones in a list."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import FIGURE_VERDICTS, MEASURES, DocumentRow, Figure, FigureSet
from onrecord.web.drawing_svg import DEFINITIONS, svg
from onrecord.web.errors import not_found
from onrecord.web.figured import SetReader, number_of
from onrecord.web.listing import Filter, listed
from onrecord.web.rendering import page
from onrecord.web.site import Site

SETS = RowQuery("figure_set", order="weight", limit=8)
"""Few on a page: each is a drawing."""

MOST_DRAWN = 24
"""Figures of one set that are drawn among other sets; its own page has them all."""

SETS_BY = (
    Filter("verdict", "Verdict", "verdicts", known=FIGURE_VERDICTS),
    Filter("actor", "Origin", "actors", any="anybody"),
    Filter("document", "Document", "document", way="linked"),
    Filter("words", "With the words", "words", way="words"),
)

SINGLE = RowQuery("figure", order="date", limit=100)
SINGLE_BY = (
    Filter("words", "Counted, unit or words", "words", way="words"),
    Filter("measure", "Measure", "kinds", known=MEASURES),
    Filter("actor", "On whose word", "actors", any="anybody"),
    Filter("since", "Since", "since", way="date"),
    Filter("until", "Until", "until", way="date"),
    Filter("document", "Document", "document", way="linked"),
)


def show_sets(request: Request) -> Response:
    """Show sets of figures, those that cannot all hold first."""
    site: Site = request.app.state.site
    found = listed(request, SETS, SETS_BY)
    rows = [entry.row for entry in found.entries if isinstance(entry.row, FigureSet)]
    shown = SetReader(site.record, site.names).several(rows, MOST_DRAWN)
    drawings = [svg(each.drawing, f"set-{at}") for at, each in enumerate(shown)]
    return page(
        request,
        "figures.html",
        listing=found,
        sets=list(zip(shown, drawings, strict=True)),
        definitions=DEFINITIONS,
    )


def show_set(request: Request) -> Response:
    """Show one set: its drawing, the verdict and why, what changed on the way, and the same as a table."""
    site: Site = request.app.state.site
    row = site.record.row(request.path_params["id"])
    if not isinstance(row, FigureSet):
        not_found("There is no such set of figures in this record, or it was taken away.")
    shown = SetReader(site.record, site.names).shown(row)
    return page(
        request,
        "figure_set.html",
        set=shown,
        drawing=svg(shown.drawing, "set"),
        definitions=DEFINITIONS,
        number_of=number_of,
    )


def show_single(request: Request) -> Response:
    """Show single figures by date, narrowed as the address says."""
    site: Site = request.app.state.site
    found = listed(request, SINGLE, SINGLE_BY)
    rows = [entry.row for entry in found.entries if isinstance(entry.row, Figure)]
    held = site.record.rows_with(row.document for row in rows)
    documents = {id_: row for id_, row in held.items() if isinstance(row, DocumentRow)}
    site.names.many([*documents, *(link for row in rows for link in row.chain)])
    return page(request, "figures_single.html", listing=found, rows=rows, documents=documents)


routes = [
    Route("/figures", show_sets),
    Route("/figures/single", show_single),
    Route("/figures/{id}", show_set),
]
