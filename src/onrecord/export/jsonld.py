"""JSON-LD: every row as a node, its exact words as Web Annotations, where it comes from in PROV-O.

The context stands in the file, so that nothing is fetched to read it. Annotations have the shape and terms of
the W3C Web Annotation model: a TextPositionSelector (code points, half-open) and a TextQuoteSelector with 32
characters before and after. A direct quotation is a schema.org Quotation and `prov:wasQuotedFrom` its
document; what is said is a schema.org Claim with its appearance here and its first one in this record;
"according to X" is `prov:hadPrimarySource`. Nothing is ever rated: there is no ClaimReview. `rec:` are the
fields of RECORD.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from onrecord.export.excerpt import Excerpt, Outcome
from onrecord.export.json_bytes import compact
from onrecord.export.jsonld_nodes import Nodes
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES

CONTEXT: dict[str, Any] = {
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rec": "urn:onrecord:terms#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "describing": "oa:describing",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
}
"""The terms of http://www.w3.org/ns/anno.jsonld that are used, and the prefixes of the other vocabularies."""


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write one node a line."""
    out.write(b'{"@context":' + compact(CONTEXT) + b',"@graph":[')
    nodes = Nodes(excerpt)
    count = 0
    between = b"\n"
    for row in excerpt.rows(*(ROW_TYPES[name] for name in EXPORTED_TYPES)):
        count += 1
        for node in _with_annotation(nodes, row):
            out.write(between + compact(node))
            between = b",\n"
    out.write(b"\n]}\n")
    return Outcome(count)


def _with_annotation(nodes: Nodes, row: Any) -> Iterator[dict[str, Any]]:
    yield from nodes.of(row)
    annotation = nodes.annotation(row)
    if annotation is not None:
        yield annotation
