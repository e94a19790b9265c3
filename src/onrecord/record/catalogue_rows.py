"""What the catalogue keeps of one row: what it is sorted by, its facets, whom it names, what it leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from onrecord.record.catalogue_tables import SHELF
from onrecord.record.resolved import documents_in
from onrecord.record.words import folded_in
from onrecord.types.chronology import LAST, day_order
from onrecord.types.codec import to_json
from onrecord.types.identity import folded_name
from onrecord.types.ledger import ANSWERING, first_of
from onrecord.types.naming import short
from onrecord.types.ranking import IN_ORDER
from onrecord.types.rows import (
    AS_OF,
    SEVERITIES,
    Actor,
    Ask,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    Norm,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
)

NAME = 60
"""Characters of a name that entries are sorted by."""

MENTIONS = 20
"""Mentions that an entry holds at most; it says how many there are in all."""

SPOKEN_OF = frozenset({"quotation_check", "figure_set", "document_link", "finding"})
"""Types whose rows speak of several documents."""

QUOTATIONS_IN_ORDER = (
    *("altered", "truncated", "elsewhere", "absent", "unverifiable", "verbatim", "not_speech"),
)
SETS_IN_ORDER = ("conflict", "compatible", "agree", "not_comparable", "single")
"""Verdicts by what a reader looks at first."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a row's entry takes from its document: that row, and the statements by their ids."""

    document: DocumentRow | None = None
    statements: Mapping[str, Statement] = field(default_factory=dict)

    @property
    def date(self) -> str | None:
        """The document's date in EDTF."""
        return self.document.date.edtf if self.document and self.document.date else None


@dataclass(frozen=True, slots=True)
class Kept:
    """One row as the catalogue keeps it; `rank` is smaller for what matters more, "" is for none."""

    id: str
    shelf: int
    date: str = LAST
    rank: float = 0.0
    name: str = ""
    kind: str = ""
    act: str = ""
    mode: str = ""
    factuality: str = ""
    strength: str = ""
    state: str = ""
    severity: str = ""
    verdict: str = ""
    dated: str = "no"
    place: str = ""
    mentions: int = 1
    documents: int = 1
    leads: str = ""
    named: tuple[tuple[str, str], ...] = ()
    edges: tuple[tuple[str, str], ...] = ()
    about: tuple[str, ...] = ()
    words: str = ""


def kept(row: Row, context: Context) -> Kept:
    """Return what the catalogue keeps of a row."""
    shelf = SHELF[row.row_type]
    date = day_order(_date(row, context))
    values: dict[str, Any] = {"date": date, **_KEPT[row.row_type](row, context)}
    about = documents_in(to_json(row)) if row.row_type in SPOKEN_OF else set()
    return Kept(
        id=row.id,
        shelf=values.pop("shelf", shelf),
        dated="yes" if date < LAST else "no",
        named=tuple(dict.fromkeys(_named(row, context))),
        edges=tuple(dict.fromkeys(edges_of(row))),
        about=tuple(sorted(about)),
        words=_folded(row),
        **{"documents": max(1, len(about)), **values},
    )


def _date(row: Row, context: Context) -> str | None:
    """Return the date that a row is listed by: its own, else its document's where it stands in one."""
    if isinstance(row, DocumentRow):
        return row.date.edtf if row.date else None
    if isinstance(row, Event):
        return row.date or min((date.edtf for date in row.dates), key=day_order, default=None)
    if isinstance(row, DocumentLink) and row.wanted is not None:
        return row.wanted.date
    own: str | None = getattr(row, "date", None)
    return None if isinstance(row, Actor | Norm) else own or context.date


def _document(row: DocumentRow, context: Context) -> dict[str, Any]:
    title = row.title.exact if row.title else row.path.rpartition("/")[2]
    return {"kind": row.kind, "name": sorted_by(title)}


def _actor(row: Actor, context: Context) -> dict[str, Any]:
    return {"kind": row.kind, "name": sorted_by(row.name)}


def _statement(row: Statement, context: Context) -> dict[str, Any]:
    shelf = SHELF["statement"]
    return {"shelf": shelf if row.sure else -shelf, "act": row.act, "mode": row.mode}


def _figure(row: Figure, context: Context) -> dict[str, Any]:
    size = next((n for n in (row.number, row.low, row.high) if n is not None), 0)
    noun = row.counted_lemma or row.counted or row.unit or ""
    return {"kind": row.measure, "rank": -float(size), "name": sorted_by(noun), "place": row.place or ""}


def _event(row: Event, context: Context) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "factuality": row.factuality,
        "name": sorted_by(row.kind),
        "place": row.place or "",
    }


def _ask(row: Ask, context: Context) -> dict[str, Any]:
    return {
        "shelf": -SHELF["ask"],
        "strength": row.strength,
        "name": sorted_by(row.action.exact),
        "leads": first_of(row),
    }


def _response(row: Response, context: Context) -> dict[str, Any]:
    rank = ANSWERING.index(row.kind) if row.kind in ANSWERING else len(ANSWERING)
    return {"kind": row.kind, "rank": rank, "state": "tied" if row.asks else "untied"}


def _norm(row: Norm, context: Context) -> dict[str, Any]:
    return {"kind": row.kind, "name": sorted_by(row.name)}


def _party_status(row: PartyStatus, context: Context) -> dict[str, Any]:
    return {"act": row.act}


def _quotation_check(row: QuotationCheck, context: Context) -> dict[str, Any]:
    return {"verdict": row.verdict, "rank": QUOTATIONS_IN_ORDER.index(row.verdict)}


def _figure_set(row: FigureSet, context: Context) -> dict[str, Any]:
    rank = SETS_IN_ORDER.index(row.verdict) * 1e6 - len(row.figures)
    return {
        "verdict": row.verdict,
        "rank": rank,
        "name": sorted_by(row.label),
        "mentions": len(row.figures),
    }


def _link(row: DocumentLink, context: Context) -> dict[str, Any]:
    if row.wanted is None:
        return {"kind": row.kind}
    return {  # of a wanted document `kind` is the link's; its own stands in `act`, which links do not have
        "shelf": -SHELF["wanted"],
        "kind": row.kind,
        "act": row.wanted.kind or "",
        "name": sorted_by(row.wanted.description),
        "leads": row.wanted.id or row.id,
    }


def _finding(row: Finding, context: Context) -> dict[str, Any]:
    rank = SEVERITIES.index(row.severity) * len(IN_ORDER) + IN_ORDER.index(row.kind)
    return {"kind": row.kind, "severity": row.severity, "rank": rank, "name": sorted_by(row.title)}


_KEPT: Mapping[str, Callable[[Any, Context], dict[str, Any]]] = {
    "document": _document,
    "actor": _actor,
    "statement": _statement,
    "figure": _figure,
    "event": _event,
    "ask": _ask,
    "response": _response,
    "norm": _norm,
    "party_status": _party_status,
    "quotation_check": _quotation_check,
    "figure_set": _figure_set,
    "document_link": _link,
    "finding": _finding,
}


def sorted_by(name: str) -> str:
    """Return a name as names are compared, cut to what order needs."""
    return folded_name(short(name, NAME)) if name else ""


def _named(row: Row, context: Context) -> Iterator[tuple[str, str]]:
    """Yield the actors and norms that a row names, each with its role."""
    if isinstance(row, DocumentRow):
        yield from _in_roles(row, issuer="issuers", addressee="addressees", signatory="signatories")
        yield from _in_roles(row, author="authors")
    elif isinstance(row, Statement):
        yield from _in_roles(row, speaker="speakers")
        yield from _passed_on(row, context)
    elif isinstance(row, Figure):
        inside = context.statements.get(row.statement or "")
        yield from (("speaker", actor) for actor in (inside.speakers if inside else ()))
        yield from (("origin", id_) for id_ in row.chain[:1])
    elif isinstance(row, Event):
        yield from ((part.role, actor) for part in row.participants for actor in part.actors)
    elif isinstance(row, Ask):
        yield from _in_roles(row, requester="requesters", addressee="addressees", target="targets")
        yield from _in_roles(row, norm="norms")
    elif isinstance(row, Response):
        yield from (("actor", row.actor),) if row.actor else ()
        yield from _in_roles(row, to="to")
    elif isinstance(row, PartyStatus):
        yield ("actor", row.actor)
        yield from _in_roles(row, norm="norms")
    elif isinstance(row, QuotationCheck):
        inside = context.statements.get(row.statement or "")
        yield from (("speaker", actor) for actor in (inside.speakers if inside else ()))
        yield from _in_roles(row, original="original_speakers")
    elif isinstance(row, FigureSet):
        yield from _in_roles(row, origin="origin_ids")
    elif isinstance(row, DocumentLink):
        yield from ((link_role(row.kind), id_) for id_ in (row.from_document, row.to_document) if id_)
    elif isinstance(row, Actor):
        yield from _in_roles(row, member_of="member_of")


def _in_roles(row: Row, **roles: str) -> Iterator[tuple[str, str]]:
    for role, name in roles.items():
        yield from ((role, id_) for id_ in getattr(row, name))


def _passed_on(row: Statement, context: Context) -> Iterator[tuple[str, str]]:
    """Yield to whom a statement goes, or through whom it is known: its document's parties, and its chain."""
    document = context.document
    if row.level == 0:
        yield from (("to", actor) for actor in (document.addressees if document else ()))
    else:
        issuers = document.issuers if document else ()
        yield from (("through", id_) for id_ in (*row.chain, *issuers) if id_ not in row.speakers)


def link_role(kind: str) -> str:
    """Return the role in which a link of some kind names the documents it joins."""
    return f"link:{kind}"


def edges_of(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the rows that a row leads to, each with the name of the field that does."""
    for relation, id_ in _leading(row):
        if id_:
            yield relation, id_


def _leading(row: Row) -> Iterator[tuple[str, str | None]]:
    if isinstance(row, Statement):
        yield "parent", row.parent
    elif isinstance(row, Figure):
        yield from (("event", row.event), ("statement", row.statement))
    elif isinstance(row, Event):
        yield from (("figures", figure) for figure in row.figures)
        yield from (("statements", statement) for statement in row.statements)
    elif isinstance(row, Ask):
        yield from (("parent", row.parent), ("statement", row.statement), ("restates", row.restates))
        yield from (("also_asked", other) for other in row.also_asked)
    elif isinstance(row, Response):
        yield "statement", row.statement
        yield from (("asks", ask) for ask in row.asks)
    elif isinstance(row, QuotationCheck):
        yield "statement", row.statement
    elif isinstance(row, FigureSet):
        yield from (("figures", figure) for figure in row.figures)
    elif isinstance(row, Finding):
        yield from (("rows", other) for other in row.rows)
    elif isinstance(row, Norm):
        yield from (("statements", each.statement) for each in row.invocations)
    elif isinstance(row, Actor):
        yield from (("possible_same", other) for other in row.possible_same)


REVERSED = {
    ("statement", "parent"): "children",
    ("ask", "parent"): "items",
    ("ask", "restates"): "restatements",
    ("ask", "also_asked"): "also_asked",
    ("actor", "possible_same"): "possible_same",
}
"""What leads to a row, by the type and field of what leads there, where it is not just "figures", "asks" …"""


def reversed_relation(row_type: str, relation: str) -> str:
    """Return what those rows are to another that lead to it by a field."""
    return REVERSED.get((row_type, relation), f"{row_type}s")


def _folded(row: Row) -> str:
    """Return the words of a row as search compares them, behind one that tells its type."""
    texts = dict.fromkeys((*_own_words(row), *_exact_words(row)))
    folded = " ".join([word for text in texts for word in folded_in(text)])
    return f"{type_word(row.row_type)} {folded}"


def type_word(row_type: str) -> str:
    """Return the word that stands for a type among the words of its rows; no text has it."""
    return f"_{row_type}"


def _own_words(row: Row) -> Iterable[str]:
    """Return what a row says in words that stand in no document."""
    if isinstance(row, DocumentRow):
        return (row.path,)
    if isinstance(row, Actor):
        return (row.name, *row.aliases, *row.roles)
    if isinstance(row, Norm):
        return (row.name, row.provision or "")
    if isinstance(row, FigureSet):
        return (row.label, row.why)
    if isinstance(row, Finding):
        return (row.title.replace(AS_OF, ""),)
    if isinstance(row, Figure):
        return (row.counted or "", row.unit or "")
    if isinstance(row, DocumentLink) and row.wanted is not None:
        wanted = row.wanted
        return (wanted.description, wanted.title or "", wanted.issuer or "", wanted.addressee or "")
    return ()


def _exact_words(row: Row) -> Iterator[str]:
    """Yield the exact words of a row's places, the first MENTIONS of them, none inside the one before it."""
    before = None
    for number, anchor in enumerate(row.anchors()):
        if number == MENTIONS:
            return
        inside = (
            before is not None
            and before.document == anchor.document
            and before.start <= anchor.start
            and anchor.end <= before.end
        )
        if not inside:
            before = anchor
            yield anchor.exact
