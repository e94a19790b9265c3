"""Which part of the graph of sources a page shows: around a document, of an actor, or what is linked most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import DocumentLink
from onrecord.web.site import Site
from onrecord.web.sourced_graph import SourcesShown, direction, drawn

KINDS = ("reports_on", "quotes", "cites", "replies_to")
"""Links by which one document tells that it has something from another.

Two that share a passage, tell of one event or ask for the same are not known to have it from each other.
"""

SAME = "same_text"
"""The link by which copies are known; less than a copy is drawn only where it is asked for."""

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
    degree = Counter(end for link in links if link.kind in asked.kinds for end in direction(link))
    order = sorted(degree, key=lambda id_: (id_ != asked.document, -degree[id_], id_))
    chosen = {*order[: asked.most], *filter(None, [asked.document])}
    held = [link for link in links if link.kind in asked.kinds and chosen.issuperset(direction(link))]
    alike = [link for link in links if link.kind == SAME and not chosen.isdisjoint(direction(link))]
    return drawn(
        site,
        held,
        alike,
        asked.document,
        left_out=max(len(order) - asked.most, 0),
        with_origins=asked.origins,
    )


def _links(site: Site, asked: SourcesAsked) -> Iterable[DocumentLink]:
    kinds = dict.fromkeys((*asked.kinds, SAME))
    if asked.document is not None:
        return _around(site, asked.document, asked.kinds)
    if asked.actor is None:
        return site.catalogue.links(site.catalogue.most_linked(asked.kinds, asked.most), kinds)
    query = RowQuery("document", actors=frozenset((asked.actor,)), order="date", limit=asked.most)
    documents = [entry.row.id for entry in site.catalogue.page(query).entries]
    return site.catalogue.links(documents, kinds)


def _around(site: Site, document: str, kinds: Sequence[str]) -> Iterator[DocumentLink]:
    """Yield the links that lead away from a document, and those that lead up to it, some steps each way."""
    wanted = dict.fromkeys((*kinds, SAME))
    for near in (0, 1):
        seen = edge = {document}
        for _ in range(STEPS):
            found = set()
            for link in site.catalogue.links(sorted(edge), wanted):
                ends = direction(link)
                if link.kind == SAME:
                    yield link
                if link.kind in kinds and (ends[near] in edge or link.kind == SAME):
                    yield link
                    found |= {end for end in ends if end.startswith("d-")}
            edge = found - seen
            seen = seen | found
