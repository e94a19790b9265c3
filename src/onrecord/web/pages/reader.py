"""The reader: a document as text, its rows marked in it, the card of one of them opened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.window import rows_about
from onrecord.types.rows import DocumentLink, DocumentRow, Row
from onrecord.types.spans import Evidence
from onrecord.web.citing import citation_of, quotation
from onrecord.web.errors import not_understood
from onrecord.web.layers import LAYERS, Layer, layers_named, main_words
from onrecord.web.pages.documents import document_asked
from onrecord.web.reading import Asked, Reading, read
from onrecord.web.relations import relations_of
from onrecord.web.rendering import page, place_url, with_query
from onrecord.web.site import Site

LINKS_SHOWN = 6
"""Links of one kind that the head of a document shows at once."""


def show_document(request: Request) -> Response:
    """Show one part of a document."""
    site: Site = request.app.state.site
    document = document_asked(request)
    asked = _asked(request)
    reading = read(site, document, asked)
    site.names.many(_ids_named(document, reading))
    return page(
        request,
        "reader.html",
        document=document,
        reading=reading,
        asked=asked,
        toggles=_toggles(request, asked, reading),
        links=_links(site, document),
        citation=citation_of(site, document),
        related=relations_of(site, reading.row) if reading.row else [],
        copied=_copied(request, site, document, reading.row),
        shown_at_once=LINKS_SHOWN,
    )


def _asked(request: Request) -> Asked:
    query = request.query_params
    layers = query.getlist("layers") if "layers" in query else None
    return Asked(
        layers_named(layers),
        query.get("row") or None,
        _number(query.get("at"), "at"),
        _number(query.get("to"), "to"),
        _number(query.get("part"), "part"),
        "unsure" in query,
    )


def _number(given: str | None, name: str) -> int | None:
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 12):
        not_understood(f"`{name}` is a place in the text or the number of a part, not {given[:40]!r}.")
    return int(given)


def _toggles(request: Request, asked: Asked, reading: Reading) -> list[tuple[Layer, bool, int, str]]:
    """Return each layer, whether it is on, how many rows it has here, and the address that switches it."""
    found = []
    for layer in LAYERS:
        on = layer in asked.layers
        names = [one.name for one in LAYERS if (one in asked.layers) != (one is layer)]
        url = with_query(request, layers=",".join(names))
        found.append((layer, on, reading.counts[layer.name], url))
    return found


@dataclass(frozen=True, slots=True)
class Links:
    """The links of a document: by what it speaks of, by what speaks of it, and to what is not here."""

    to: Sequence[tuple[str, list[DocumentLink]]]
    by: Sequence[tuple[str, list[DocumentLink]]]
    wanted: Sequence[DocumentLink]


def _links(site: Site, document: DocumentRow) -> Links:
    to: dict[str, list[DocumentLink]] = defaultdict(list)
    by: dict[str, list[DocumentLink]] = defaultdict(list)
    wanted = []
    for row in rows_about(site.record, document.id, DocumentLink.row_type):
        if not isinstance(row, DocumentLink):
            continue
        if row.from_document != document.id:
            by[row.from_document].append(row)
        elif row.to_document is None:
            wanted.append(row)
        else:
            to[row.to_document].append(row)
    return Links(list(to.items()), list(by.items()), wanted)


def _ids_named(document: DocumentRow, reading: Reading) -> list[str]:
    """Return the ids that the page names, so that they are looked up at once."""
    people = [*document.issuers, *document.addressees, *document.signatories, *document.authors]
    told = [note.row for block in reading.blocks for note in block.notes]
    return [*people, *(id_ for row in told for id_ in _people_of(row))]


def _people_of(row: Row) -> Sequence[str]:
    named = ("speakers", "requesters", "addressees", "targets", "to", "norms")
    ids = [id_ for name in named for id_ in getattr(row, name, None) or ()]
    actor = getattr(row, "actor", None)
    return [*ids, actor] if actor else ids


def _copied(request: Request, site: Site, document: DocumentRow, row: Row | None) -> str:
    """Return the words of the row in focus as a quotation to be copied, "" where none is."""
    own = [anchor for anchor in row.anchors() if anchor.document == document.id] if row else []
    if not own or row is None:
        return ""
    base = str(request.base_url).rstrip("/")
    words = " […] ".join(anchor.exact for anchor in _main(row, own))
    return quotation(site, document, words, base + place_url(own[0], row.id))


def _main(row: Row, own: Sequence[Evidence]) -> Sequence[Evidence]:
    main = [anchor for anchor in main_words(row) if anchor.document == own[0].document]
    return main[:1] if len(main) > 3 else main or own[:1]


routes = [Route("/documents/{id}", show_document)]
