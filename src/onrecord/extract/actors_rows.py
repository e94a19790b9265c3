"""Actor rows from the clusters of one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.extract.actors_resolution import Cluster
from onrecord.types.documents import Document
from onrecord.types.rows import Actor


def rows_of(document: Document, clusters: Sequence[Cluster]) -> list[Actor]:
    """Return the Actor rows of clusters; clusters that come to one id become one row."""
    grouped: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        grouped[cluster.id_in(document.id)].append(cluster)
    return [_row(document, identity, held) for identity, held in grouped.items()]


def _row(document: Document, identity: str, held: Sequence[Cluster]) -> Actor:
    mentions = sorted({(m.start, m.end) for cluster in held for m in cluster.mentions})
    every = [mention for cluster in held for mention in cluster.mentions]
    pronouns = ("we", "us", "our", "ours")
    written = {" ".join(document.text[start:end].split()) for start, end in mentions}
    first = held[0]
    groups = [group.id_in(document.id) for cluster in held for group in cluster.groups]
    possible = [other.id_in(document.id) for cluster in held for other in cluster.possible]
    possible += [other for cluster in held for other in cluster.maybe]
    identifiers = {pair for mention in every for pair in mention.identifiers}
    return Actor(
        identity,
        first.name,
        first.kind,
        tuple(sorted(form for form in written if form != first.name and form.casefold() not in pronouns)),
        tuple(document.evidence(start, end) for start, end in mentions),
        tuple(sorted(identifiers.union(*(cluster.identifiers for cluster in held)))),
        tuple(dict.fromkeys(group for group in groups if group != identity)),
        tuple(dict.fromkeys(role for cluster in held for role in cluster.roles())),
        first.kind == "person"
        and not any(mention.official for mention in every)
        and not any(cluster.offices for cluster in held),
        tuple(dict.fromkeys(other for other in possible if other != identity)),
        tuple(dict.fromkeys(office for cluster in held for office in cluster.offices)),
    )
