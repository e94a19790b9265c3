"""Which part of the graph of sources a page shows: around a document, of an actor, or what is linked most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import DocumentLink
from onrecord.web.site import Site
from onrecord.web.sourced_graph import SourcesShown, direction, drawn

KINDS = ("reports_on", "quotes", "cites", "replies_to", "same_text")
"""Links by which one document has something from another.

Two that tell of one event, or ask for the same, have nothing from each other by that.
"""

SAME = "same_text"
"""The link that weighs least: in a large record boilerplate alone makes thousands of them."""

STEPS = 3
"""How many steps away from a chosen document the graph goes, each way."""


@dataclass(frozen=True, slots=True)
class SourcesAsked:
    """What a graph is to hold: the links around a document, of an actor's documents, or of those with most.

    `origins` asks for the actors too who are the first to have said what stands in the documents.
    """

    document: str | None = None
    actor: str | None = None
    kinds: tuple[str, ...] = KINDS
    most: int = 120
    origins: bool = False


def sources_shown(site: Site, asked: SourcesAsked) -> SourcesShown:
    """Return the graph of what is asked for; of too much, those documents that most links lead from or to."""
    links = {link.id: link for link in _links(site, asked)}.values()
    all_of, alike = (
        Counter(end for link in links if link.kind in kinds for end in direction(link))
        for kinds in (asked.kinds, (SAME,))
    )
    order = sorted(
        all_of, key=lambda id_: (id_ != asked.document, alike[id_] - all_of[id_], -alike[id_], id_)
    )
    chosen = {*order[: asked.most], *filter(None, [asked.document])}
    held = [link for link in links if chosen.issuperset(direction(link))]
    left_out = max(len(order) - asked.most, 0)
    return drawn(site, held, asked.document, left_out=left_out, with_origins=asked.origins)


def _links(site: Site, asked: SourcesAsked) -> Iterable[DocumentLink]:
    if asked.document is not None:
        return _around(site, asked.document, asked.kinds)
    if asked.actor is None:
        telling = [kind for kind in asked.kinds if kind != SAME]
        most = site.catalogue.most_linked(telling, asked.most) if telling else []
        most = most or site.catalogue.most_linked(asked.kinds, asked.most)
        return site.catalogue.links(most, asked.kinds)
    query = RowQuery("document", actors=frozenset((asked.actor,)), order="date", limit=asked.most)
    documents = [entry.row.id for entry in site.catalogue.page(query).entries]
    return site.catalogue.links(documents, asked.kinds)


def _around(site: Site, document: str, kinds: Sequence[str]) -> Iterator[DocumentLink]:
    """Yield the links that lead away from a document, and those that lead up to it, some steps each way."""
    for near in (0, 1):
        seen = edge = {document}
        for _ in range(STEPS):
            found = set()
            for link in site.catalogue.links(sorted(edge), kinds):
                ends = direction(link)
                if ends[near] in edge or link.kind == SAME:
                    yield link
                    found |= {end for end in ends if end.startswith("d-")}
            edge = found - seen
            seen = seen | found
