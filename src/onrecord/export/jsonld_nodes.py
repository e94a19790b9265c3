"""The nodes of JSON-LD: what each row is in schema.org and PROV-O, and the annotation of its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from onrecord.export.coarse_dates import ends_of, iso_prefix
from onrecord.export.columns import ACTORS, NAMED, REFERENCES
from onrecord.export.excerpt import Excerpt
from onrecord.export.jsonl import review_written
from onrecord.export.masking import is_masked
from onrecord.types.codec import encode
from onrecord.types.rows import (
    Actor,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    QuotationCheck,
    Row,
    Statement,
)
from onrecord.types.spans import Evidence

Node = dict[str, Any]

_IDS = ACTORS | NAMED | REFERENCES | {"statements", "figures", "rows", "asks", "also_asked", "from", "to"}
_OWN = frozenset("type id document start segments possible_same".split())
_AGENTS = {
    "person": "schema:Person",
    "organization": "schema:Organization",
    "state": "schema:Country",
    "body": "schema:GovernmentOrganization",
    "group": "schema:Organization",
}
_DOCUMENTS = {
    "letter": "schema:Message",
    "joint_letter": "schema:Message",
    "news_article": "schema:NewsArticle",
    "report": "schema:Report",
}
_HAPPENED = ("past", "ongoing", "reported")


class Nodes:
    """Makes the nodes of masked rows."""

    def __init__(self, excerpt: Excerpt) -> None:
        self._excerpt = excerpt
        self._dates: dict[str, str] = {}

    def of(self, row: Row) -> Iterator[Node]:
        """Yield the node of a row; of a link between documents also what it says in PROV-O."""
        node: Node = {"id": self._iri(row.id), "type": [f"rec:{row.row_type}"], "schema:identifier": row.id}
        special = self._special(row)
        node["type"] += special.pop("type", [])
        node.update(special)
        node.update(self._fields(encode(row)))
        review = review_written(self._excerpt.review(row))
        if review:
            node["rec:review"] = {f"rec:{name}": value for name, value in review.items()}
        yield {name: value for name, value in node.items() if value not in (None, [], {})}
        if isinstance(row, DocumentLink) and row.to_document is not None and row.kind in _LINKED:
            yield {
                "id": self._iri(row.from_document),
                _LINKED[row.kind]: {"id": self._iri(row.to_document)},
            }

    def annotation(self, row: Row) -> Node | None:
        """Return the annotation that ties a row to its exact words; None where it has none."""
        targets = [self._target(name, anchor) for name, anchor in _named_anchors(row)]
        if not targets:
            return None
        iri = self._iri(row.id)
        return {
            "id": f"{iri}#words",
            "type": "Annotation",
            "motivation": "describing",
            "body": iri,
            "target": targets,
        }

    def _target(self, name: str, anchor: Evidence) -> Node:
        before, after = self._excerpt.masking.around(anchor)
        hidden = {"rec:masked": True} if is_masked(anchor) else {}
        return {
            "type": "SpecificResource",
            "source": self._iri(anchor.document),
            "rec:field": name,
            **hidden,
            "selector": [
                {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
                {"type": "TextQuoteSelector", "exact": anchor.exact, "prefix": before, "suffix": after},
            ],
        }

    def _iri(self, id_: str) -> str:
        """Return the permalink of a row; a masked person is a node without an address."""
        return self._excerpt.link(id_) or f"_:{self._excerpt.masking.id(id_)}"

    def _refs(self, ids: Iterable[str | None]) -> list[Node]:
        return [{"id": self._iri(id_)} for id_ in ids if id_]

    def _special(self, row: Row) -> Node:
        """Return what a row is in vocabularies that others know."""
        if isinstance(row, DocumentRow):
            return self._document(row)
        if isinstance(row, Actor):
            return {
                "type": [_AGENTS[row.kind], "prov:Agent"],
                "schema:name": row.name,
                "schema:alternateName": list(row.aliases),
                "schema:memberOf": self._refs(row.member_of),
            }
        if isinstance(row, Statement):
            return self._statement(row)
        if isinstance(row, Figure):
            return self._figure(row)
        if isinstance(row, QuotationCheck):
            return {"prov:wasQuotedFrom": self._refs([row.found.document if row.found else None])}
        if isinstance(row, Event):
            return self._event(row)
        return {"schema:name": self._excerpt.told(row)}

    def _document(self, row: DocumentRow) -> Node:
        return {
            "type": [_DOCUMENTS.get(row.kind, "schema:DigitalDocument"), "prov:Entity"],
            "schema:name": row.title.exact if row.title else self._excerpt.name(row.id),
            "schema:author": self._refs(row.signatories or row.authors or row.issuers),
            "schema:recipient": self._refs(row.addressees),
            "schema:datePublished": _typed_date(row.date.edtf if row.date else None),
            "schema:inLanguage": row.language,
            "schema:encodingFormat": row.media_type,
            "schema:sha256": row.sha256,
            "schema:url": row.url,
            "prov:wasAttributedTo": self._refs(row.signatories or row.issuers),
        }

    def _statement(self, row: Statement) -> Node:
        direct = row.mode == "direct"
        node: Node = {
            "type": ["schema:Claim", "prov:Entity", *(["schema:Quotation"] if direct else [])],
            "schema:text": " […] ".join(anchor.exact for anchor in row.content),
            "schema:creator": self._refs(row.speakers),
            "prov:wasAttributedTo": self._refs(row.speakers),
            **self._appearance(row.document, row.chain),
        }
        if direct:
            node["schema:spokenByCharacter"] = self._refs(row.speakers)
            node["prov:wasQuotedFrom"] = self._refs([row.document])
        return node

    def _figure(self, row: Figure) -> Node:
        value = {
            "type": "schema:QuantitativeValue",
            "schema:minValue": row.low,
            "schema:maxValue": row.high,
            "schema:value": row.number,
            "schema:unitText": row.unit or row.counted,
        }
        return {
            "type": ["schema:Claim", "prov:Entity"],
            "schema:text": row.anchor.exact,
            "schema:about": {name: held for name, held in value.items() if held is not None},
            **self._appearance(row.document, row.chain),
        }

    def _appearance(self, document: str, chain: tuple[str, ...]) -> Node:
        """Return where a claim appears, where first in this record, and on whose word it is given."""
        documents = [document, *(step for step in chain if step.startswith("d-"))]
        first = min(dict.fromkeys(documents), key=lambda each: (self._date_of(each), each != document))
        origin = chain[0] if chain and chain[0] != document else None
        return {
            "schema:appearance": self._refs([document]),
            "schema:firstAppearance": self._refs([first]),
            "prov:hadPrimarySource": self._refs([origin]),
        }

    def _date_of(self, document: str) -> str:
        if document not in self._dates:
            row = self._excerpt.document(document)
            first = ends_of(row.date.edtf if row and row.date else None).first
            self._dates[document] = first or "9999"
        return self._dates[document]

    def _event(self, row: Event) -> Node:
        if row.factuality not in _HAPPENED:
            return {"schema:name": self._excerpt.told(row)}
        ends = ends_of(row.date)
        return {
            "type": ["schema:Event"],
            "schema:name": self._excerpt.told(row),
            "schema:startDate": _typed_date(ends.first),
            "schema:endDate": _typed_date(ends.last),
            "schema:location": row.place,
        }

    def _fields(self, written: Mapping[str, Any]) -> Node:
        """Return the fields of RECORD.md that are no anchors, ids as links."""
        shown: Node = {}
        for name, value in written.items():
            if name in _OWN or value in (None, [], {}) or _holds_anchor(value):
                continue
            shown[f"rec:{name}"] = self._field(name, value)
        return shown

    def _field(self, name: str, value: Any) -> Any:
        if name == "participants":
            return [{"rec:role": role, "rec:actors": self._refs(actors)} for role, actors in value.items()]
        if isinstance(value, str):
            return {"id": self._iri(value)} if name in _IDS else value
        if isinstance(value, list):
            return [self._field(name, item) for item in value]
        if isinstance(value, dict):
            return {
                f"rec:{part}": self._field(part, held)
                for part, held in value.items()
                if held not in (None, [])
            }
        return value


_LINKED = {
    "reports_on": "prov:wasDerivedFrom",
    "quotes": "prov:wasQuotedFrom",
    "cites": "schema:citation",
    "replies_to": "rec:replies_to",
}
"""What a link between two documents is in the vocabularies of others."""


def _named_anchors(row: Row) -> Iterator[tuple[str, Evidence]]:
    """Yield the anchors of a row with the field each stands in."""
    for name in row.__dataclass_fields__:
        yield from ((name, anchor) for anchor in _anchors_in(getattr(row, name)))


def _anchors_in(value: Any) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _anchors_in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _anchors_in(getattr(value, name))


def _holds_anchor(value: Any) -> bool:
    """Tell whether a written value is an anchor or a list of them: those stand in the annotation."""
    if isinstance(value, list):
        return bool(value) and _holds_anchor(value[0])
    return isinstance(value, dict) and {"start", "end", "exact"} <= value.keys()


def _typed_date(edtf: str | None) -> Node | None:
    """Return a date as RDF types it, as precise as it is."""
    iso = iso_prefix(edtf)
    if iso is None:
        return None
    kind = {4: "xsd:gYear", 7: "xsd:gYearMonth"}.get(len(iso), "xsd:date")
    return {"@type": kind, "@value": iso}
