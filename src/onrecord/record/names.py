"""What sentences call things: actors and norms by name, documents by date or title, rows by what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import Any, Protocol

from onrecord.record.store import Record
from onrecord.types.ledger import negation_of
from onrecord.types.naming import DocumentNames, capital, short
from onrecord.types.rows import (
    Actor,
    Ask,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Norm,
    PartyStatus,
    QuotationCheck,
    Response,
    Row,
    Statement,
)
from onrecord.types.shown import SIGNS, shown_value
from onrecord.types.spans import Evidence

FRESH = 0.2
"""Seconds for which names are taken to hold while another process may change the record."""

WORDS = 160
"""Characters of a document's words in a sentence that tells a row."""

NAMED = 3
"""Names that a sentence gives; of more, these and how many others."""

NOBODY = "somebody not named"
"""What stands for somebody a text does not name."""

SAYS = {
    "assert": ("says", "say"),
    "report": ("reports", "report"),
    "accuse": ("accuses", "accuse"),
    "deny": ("denies", "deny"),
    "ask": ("asks", "ask"),
    "recommend": ("recommends", "recommend"),
    "commit": ("promises", "promise"),
    "warn": ("warns", "warn"),
    "express_concern": ("voices concern", "voice concern"),
    "support": ("supports", "support"),
    "declare": ("declares", "declare"),
    "acknowledge": ("acknowledges", "acknowledge"),
}
"""Each act of a statement as a verb, of one speaker and of several."""

ANSWERS = {
    "commitment": ("promises", "promise"),
    "reply": ("replies", "reply"),
    "refusal": ("refuses", "refuse"),
    "denial": ("denies", "deny"),
    "acknowledgement": ("acknowledges", "acknowledge"),
    "fulfilment": ("did what was asked", "did what was asked"),
}
"""Each kind of response as a verb, of one actor and of several."""

BOUNDS = {
    "at_least": "at least ",
    "more_than": "more than ",
    "at_most": "at most ",
    "less_than": "less than ",
    "about": "about ",
    "nearly": "nearly ",
}
"""The bound of a figure in words, in the place of its sign; ranges and vague words tell theirs."""

CHECKED = {
    "verbatim": "stands word for word in {}",
    "altered": "is altered from {}",
    "truncated": "is cut or stitched without a mark from {}",
    "elsewhere": "is not where it is said to be, but in {}",
    "absent": "does not stand in {}",
    "unverifiable": "cannot be checked: {} is not in this record",
    "not_speech": "is a title or term in quotation marks",
}
"""Each verdict on a quotation, with the place of its source."""

LINKS = {
    "reports_on": "reports on",
    "quotes": "quotes",
    "cites": "cites",
    "replies_to": "replies to",
    "same_text": "has the same text as",
    "same_event": "tells of the same event as",
    "same_ask": "asks for the same as",
}
"""Each kind of link between documents as a verb."""

COMPARED = {
    "agree": "the figures agree",
    "compatible": "the figures can all hold",
    "conflict": "the figures cannot all hold",
    "not_comparable": "the figures cannot be compared",
    "single": "one figure alone",
}
"""Each verdict on figures of one thing."""


class KnowsNames(Protocol):
    """What knows actors and norms by name without reading them: the catalogue."""

    def names_of(self, ids: Iterable[str]) -> Mapping[str, tuple[str, str]]:
        """Return the name and kind of each of some actors and norms that are shown."""
        ...


class Names:
    """Ids and rows of one record in words; what was looked up is kept for as long as nothing changes."""

    def __init__(self, record: Record, catalogue: KnowsNames | None = None) -> None:
        self._record = record
        self._catalogue = catalogue
        self._known: dict[str, str] = {}
        self._groups: set[str] = set()
        self._documents = DocumentNames(record)
        self._standing: tuple[str, int] | None = None
        self._asked, self._entered = float("-inf"), 0

    def one(self, id_: str) -> str:
        """Return the name of an actor, norm or document, what a row of another type tells; else the id."""
        return self.many((id_,))[0]

    def many(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return what `one` does for each of some ids, looked up at once."""
        self._notice_changes()
        asked, known = tuple(ids), self._known
        missing = [id_ for id_ in asked if id_ not in known]
        if missing:
            self._look_up(missing, known)
        return tuple(known.get(id_, id_) for id_ in asked)

    def document(self, row: DocumentRow) -> str:
        """Return how a sentence names a document: "the letter of 2024-05-21"."""
        self._notice_changes()
        return self._documents(row)

    def told(self, row: Row) -> str:
        """Return a phrase or plain sentence, without a full stop, that tells a row."""
        tell = _TOLD.get(row.row_type)
        return tell(self, row) if tell else quoted(row.anchors())

    def some(self, ids: Iterable[str]) -> str:
        """Return names as a sentence lists them: the first few, and how many others; "" for none."""
        held = tuple(dict.fromkeys(ids))
        names = list(self.many(held[:NAMED]))
        if len(held) > NAMED:
            more = len(held) - NAMED
            names.append(f"{more} other{'s' if more > 1 else ''}")
        return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))

    def action(self, ask: Ask) -> str:
        """Return what an ask asks for, with the "not" that may stand apart from it, on one line."""
        before = negation_of(ask, self._record.text(ask.document)) if ask.negative else ""
        return short(f"{before} {ask.action.exact}", WORDS)

    def are_several(self, ids: Iterable[str]) -> bool:
        """Tell whether a verb after these names stands in the plural: several actors, or a group."""
        held = tuple(ids)
        self.many(held)
        return len(held) > 1 or not self._groups.isdisjoint(held)

    def _look_up(self, ids: Iterable[str], known: dict[str, str]) -> None:
        """Look names up: of actors and norms in the catalogue, which has them without their mentions."""
        waiting = list(dict.fromkeys(ids))
        if self._catalogue is not None:
            for id_, (name, kind) in self._catalogue.names_of(waiting).items():
                self._keep(id_, name, kind, known)
        found = self._record.rows_with(id_ for id_ in waiting if id_ not in known)
        self._documents.look_up(row for row in found.values() if isinstance(row, DocumentRow))
        for id_, row in found.items():
            self._keep(id_, self._named(row), getattr(row, "kind", ""), known)

    def _named(self, row: Row) -> str:
        if isinstance(row, DocumentRow):
            return self._documents(row)
        return row.name if isinstance(row, Actor | Norm) else self.told(row)

    def _keep(self, id_: str, name: str, kind: str, known: dict[str, str]) -> None:
        known[id_] = name
        if kind == "group":
            self._groups.add(id_)

    def _notice_changes(self) -> None:
        """Forget what was looked up before a change: at once after one made here, else after FRESH."""
        now, entered = monotonic(), self._record.entered
        if now < self._asked + FRESH and entered == self._entered:
            return
        self._asked, self._entered = now, entered
        standing = self._record.standing()
        if standing != self._standing:
            self._standing = standing
            self._known = {}
            self._documents = DocumentNames(self._record)


def quoted(anchors: Iterable[Evidence | None], longest: int = WORDS) -> str:
    """Return exact words in quotation marks, on one line, cut between two words to a length."""
    words = " … ".join(anchor.exact for anchor in anchors if anchor is not None)
    return f"“{short(words, longest)}”" if words else ""


def _statement(names: Names, row: Statement) -> str:
    said = quoted(row.content)
    if row.mode == "author" and not row.speakers:
        return f"{capital(names.one(row.document))} says in its own voice: {said}"
    who = names.some(row.speakers) or quoted([row.source]) or capital(NOBODY)
    one, several = SAYS[row.act]
    are_several = names.are_several(row.speakers)
    verb = several if are_several else one
    if row.negated:
        verb = f"{'do' if are_several else 'does'} not {several}"
    return f"{who} {verb}: {said}"


def _figure(names: Names, row: Figure) -> str:
    number = BOUNDS.get(row.bound, "") + shown_value(row).removeprefix(SIGNS.get(row.bound, ""))
    what = f"{number} {short(row.counted, WORDS)}" if row.counted else number
    parts = [what, *(["exact"] if row.bound == "exact" else []), *([f"for {row.date}"] if row.date else [])]
    return ", ".join([*parts, *([f"in {row.place}"] if row.place else [])])


def _event(names: Names, row: Event) -> str:
    acting, others = (
        names.some(actor for part in row.participants if part.role == role for actor in part.actors)
        for role in ("actor", "recipient")
    )
    who = f"{acting or NOBODY} → {others}" if others else acting
    kind = row.kind.partition(".")[2].replace("_", " ").lower() or row.kind
    told = [row.date or "no date", *([who] if who else []), *([f"in {row.place}"] if row.place else [])]
    return f"{kind} ({row.factuality}): {quoted(row.mentions[:1])}, {', '.join(told)}"


def _ask(names: Names, row: Ask) -> str:
    asked = row.addressees or (() if row.relay else row.targets)
    steps = [row.requesters, asked]
    if row.targets and set(row.targets) != set(asked):
        steps.append(row.targets)
    strength = f"{row.strength}→{row.relay}" if row.relay else row.strength
    who = " → ".join(names.some(step) or NOBODY for step in steps)
    return f"{who}: {names.action(row)} ({strength})"


def _response(names: Names, row: Response) -> str:
    who = (row.actor,) if row.actor else ()
    to = f", to {names.some(row.to)}" if row.to else ""
    verb = ANSWERS[row.kind][names.are_several(who)]
    return f"{names.some(who) or capital(NOBODY)} {verb}{to}: {quoted([row.anchor])}"


def _party_status(names: Names, row: PartyStatus) -> str:
    act = row.act.replace("_", " ")
    when = f", {row.date}" if row.date else ""
    return f"{names.one(row.actor)}: {act} ({names.some(row.norms) or 'norm not named'}{when})"


def _quotation_check(names: Names, row: QuotationCheck) -> str:
    found = row.found.document if row.found else row.claimed_source
    source = names.one(found) if found else row.wanted or "its source"
    return f"{quoted([row.quotation])} {CHECKED[row.verdict].format(source)}"


def _figure_set(names: Names, row: FigureSet) -> str:
    known = "origins not known" if row.origins is None else f"{row.origins} origin{'s'[: row.origins != 1]}"
    return f"{short(row.label, WORDS)}: {COMPARED[row.verdict]} ({len(row.figures)} told, {known})"


def _link(names: Names, row: DocumentLink) -> str:
    to = names.one(row.to_document) if row.to_document else ""
    wanted = f"a document that is not here, {row.wanted.description}" if row.wanted else ""
    return f"{capital(names.one(row.from_document))} {LINKS[row.kind]} {to or wanted}"


_TOLD: dict[str, Callable[[Names, Any], str]] = {
    "document": lambda names, row: capital(names.document(row)),
    "actor": lambda names, row: f"{row.name} ({row.kind})",
    "statement": _statement,
    "figure": _figure,
    "event": _event,
    "ask": _ask,
    "response": _response,
    "norm": lambda names, row: ", ".join(filter(None, (row.name, row.provision))),
    "party_status": _party_status,
    "quotation_check": _quotation_check,
    "figure_set": _figure_set,
    "document_link": _link,
    "finding": lambda names, row: row.title.rstrip("."),
}
