"""Sources: which document has it from which, as a graph and a table; one document with its surroundings."""

from __future__ import annotations

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import LINK_KINDS
from onrecord.web.drawing_svg import DEFINITIONS, svg
from onrecord.web.errors import not_found
from onrecord.web.rendering import page
from onrecord.web.site import Site
from onrecord.web.sourced import KINDS, SourcesAsked, sources_shown
from onrecord.web.sourced_graph import ORIGINS, told_of

SIZES = (60, 120, 250, 500)
"""How many documents a graph may be asked to hold; 500 can still be read."""


def show_sources(request: Request) -> Response:
    """Show the graph of sources that the address asks for."""
    site: Site = request.app.state.site
    asked = _asked(request.query_params)
    document = site.record.document(asked.document) if asked.document else None
    if asked.document and document is None:
        not_found("There is no such document in this record, or it was taken away.")
    shown = sources_shown(site, asked)
    return page(
        request,
        "sources.html",
        asked=asked,
        document=document,
        shown=shown,
        drawing=svg(shown.drawing, "sources"),
        actors=_actors(site, asked.actor),
        kinds=LINK_KINDS,
        sizes=SIZES,
        most_for_origins=ORIGINS,
        told_of=told_of,
        definitions=DEFINITIONS,
    )


def _asked(params: QueryParams) -> SourcesAsked:
    """Return what an address asks for; what it says that makes no sense is passed over."""
    kinds = tuple(kind for kind in LINK_KINDS if kind in params.getlist("kind"))
    most = params.get("most", "")
    return SourcesAsked(
        document=params.get("document", "").strip() or None,
        actor=params.get("actor", "").strip() or None,
        kinds=kinds or KINDS,
        most=int(most) if most.isascii() and most.isdigit() and int(most) in SIZES else SIZES[1],
        origins=params.get("origins") == "yes",
    )


def _actors(site: Site, chosen: str | None) -> list[tuple[str, str, int | None]]:
    """Return the actors that most documents name, with how many do, and the one that is chosen."""
    counts: list[tuple[str, int | None]] = []
    counts += site.catalogue.page(RowQuery("document", limit=1)).facets.get("actors", ())[:40]
    if chosen and chosen not in {id_ for id_, _ in counts}:
        counts.append((chosen, None))
    names = site.names.many(id_ for id_, _ in counts)
    return [(id_, name, many) for (id_, many), name in zip(counts, names, strict=True)]


routes = [Route("/sources", show_sources)]
