"""Fields of rows as forms that people fill in: what a field may be, and what was written in it.

A field is a choice of a vocabulary, a number, text, yes or no, actors, or words of a document by their start
and end. What has no such form is written as the export writes it, in JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from functools import cache
from typing import Any, get_args, get_type_hints

from starlette.datastructures import FormData

from onrecord.data import Vocabularies
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.types import rows as vocabulary
from onrecord.types.documents import DOCUMENT_KINDS
from onrecord.types.identity import folded_name
from onrecord.types.rows import ROW_TYPES, Actor, Row
from onrecord.types.spans import Evidence
from onrecord.web.reviewing import id_in, number_in
from onrecord.web.site import Site, words_of

MOST_ACTORS = 40
"""Actors of a document that a form offers; others are given by name."""

ANCHORS = 6
"""Words of one field that a form has room for, beside those it has."""

FOLLOWING = ("low", "high")
"""Fields of a figure that follow from others where they are left empty."""

_LEVELS = ("0", "1", "2")
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("document", "kind"): DOCUMENT_KINDS,
    ("actor", "kind"): vocabulary.ACTOR_KINDS,
    ("statement", "mode"): vocabulary.MODES,
    ("statement", "act"): vocabulary.ACTS,
    ("statement", "level"): _LEVELS,
    ("figure", "bound"): vocabulary.BOUNDS,
    ("figure", "measure"): vocabulary.MEASURES,
    ("figure", "quantity"): vocabulary.QUANTITIES,
    ("figure", "change"): vocabulary.CHANGES,
    ("event", "factuality"): vocabulary.FACTUALITIES,
    ("ask", "strength"): vocabulary.STRENGTHS,
    ("ask", "relay"): vocabulary.STRENGTHS,
    ("response", "kind"): vocabulary.RESPONSE_KINDS,
    ("norm", "kind"): vocabulary.NORM_KINDS,
    ("quotation_check", "verdict"): vocabulary.QUOTATION_VERDICTS,
    ("figure_set", "verdict"): vocabulary.FIGURE_VERDICTS,
    ("document_link", "kind"): vocabulary.LINK_KINDS,
    ("finding", "kind"): vocabulary.FINDING_KINDS,
    ("finding", "severity"): vocabulary.SEVERITIES,
}
_ACTORS = frozenset(
    "speakers requesters addressees targets to actor issuers signatories member_of possible_same".split()
)
_WRITTEN_AS = {"from_document": "from", "to_document": "to", "anchors_of_figures": "anchors"}
_LABELS = {
    "act": "what is done by saying it",
    "action": "what is asked for",
    "anchor": "words",
    "bound": "bound of the number",
    "content": "what is said",
    "counted": "what is counted",
    "cue": "words that say that it is said",
    "high": "at most",
    "level": "level (0 by the issuer, 1 reported, 2 reported in a report)",
    "low": "at least",
    "operative": "the verb of asking",
    "source": "words that name who says it",
    "speakers": "who says it",
    "value": "number with its bound",
}


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One field as a form shows it; `kind` tells how it is written.

    Kinds: choice, text, long, number, flag, actors, actor, anchor, anchors, json.
    """

    name: str
    label: str
    kind: str
    needed: bool
    value: Any
    choices: tuple[str, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()

    @property
    def spans(self) -> tuple[Mapping[str, Any], ...]:
        """The words a field has, each an anchor or what was given of one."""
        held = self.value if isinstance(self.value, list) else [self.value] if self.value else []
        return tuple(one for one in held if isinstance(one, Mapping))


def forms_of(site: Site, row_type: str, document: str, values: Mapping[str, Any]) -> tuple[FieldForm, ...]:
    """Return the fields of a type of rows with their values, as forms; those that are needed come first."""
    offered = _actors_near(site, document)
    made = [
        FieldForm(
            name,
            label_of(name),
            kind,
            needed,
            values.get(name),
            _choices(row_type, name),
            offered if kind in ("actor", "actors") else (),
        )
        for name, kind, needed in _fields(row_type)
    ]
    return tuple(sorted(made, key=lambda form: not form.needed))


def label_of(name: str) -> str:
    """Return what a field is called on a form."""
    return _LABELS.get(name, words_of(name))


@cache
def _fields(row_type: str) -> tuple[tuple[str, str, bool], ...]:
    """Return the name of each field that can be written, its kind, and whether a row cannot be without it."""
    row_class: Any = ROW_TYPES[row_type]
    hints = get_type_hints(row_class)
    return tuple(
        (
            "anchors"
            if (row_type, field.name) == ("finding", "evidence")
            else _WRITTEN_AS.get(field.name, field.name),
            _kind(row_type, field.name, hints[field.name]),
            _is_needed(field, row_type),
        )
        for field in fields(row_class)
        if field.name not in ("id", "document")
    )


def _is_needed(field: Field[Any], row_type: str) -> bool:
    """Tell whether a person must write a field; the limits of a figure follow from its number and bound."""
    if row_type == "figure" and field.name in FOLLOWING:
        return False
    return field.default is MISSING and field.default_factory is MISSING


def _kind(row_type: str, name: str, hint: Any) -> str:
    if _choices(row_type, name):
        return "choice"
    inner = set(get_args(hint)) or {hint}
    if name in _ACTORS:
        return "actors" if Ellipsis in inner else "actor"
    if Evidence in inner:
        return "anchors" if Ellipsis in inner else "anchor"
    if bool in inner:
        return "flag"
    if inner & {int, float}:
        return "number"
    if str in inner and Ellipsis not in inner:
        return "long" if name in ("why", "title", "label", "reason") else "text"
    return "json"


def _choices(row_type: str, name: str) -> tuple[str, ...]:
    return event_kinds() if (row_type, name) == ("event", "kind") else _CHOICES.get((row_type, name), ())


@cache
def event_kinds() -> tuple[str, ...]:
    """Return the kinds of events that the vocabularies know."""
    return tuple(Vocabularies().table("events")["kinds"])


def _actors_near(site: Site, document: str) -> tuple[tuple[str, str], ...]:
    """Return the actors that a document mentions most, by id and name."""
    found = {row.id: row for row in site.record.rows(Actor, document)} if document else {}
    often = sorted(found.values(), key=lambda row: (-len(row.mentions), row.name))[:MOST_ACTORS]
    return tuple((row.id, row.name) for row in sorted(often, key=lambda row: row.name.casefold()))


def written(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    """Return what was written in a field, as the export would write it; None where nothing was.

    Raises DecisionCannotBeMade with a sentence where it cannot be read.
    """
    return _WRITTEN[form.kind](site, form, sent, document)


def _plain(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value.strip() if isinstance(value, str) else ""


def _text(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    del site, document
    return _plain(sent, form.name) or None


def _choice(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    value = _text(site, form, sent, document)
    return int(value) if value in _LEVELS and form.choices == _LEVELS else value


def _number(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    del site, document
    value = _plain(sent, form.name).replace(",", "").replace(" ", "")
    if not value:
        return None
    if re.fullmatch(r"-?\d{1,18}", value, re.ASCII):
        return int(value)
    if re.fullmatch(r"-?\d{1,18}\.\d{1,12}", value, re.ASCII):
        return float(value)
    raise DecisionCannotBeMade(f"{value!r} in “{form.label}” is no number.")


def _flag(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    del site, document
    return _plain(sent, form.name) == "yes"


def _actors(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    chosen = [value for value in sent.getlist(form.name) if isinstance(value, str) and value]
    more = re.split(r"[\n;]", _plain(sent, f"{form.name}-more"))
    return list(
        dict.fromkeys([*chosen, *(_actor_called(site, name, document) for name in more if name.strip())])
    )


def _actor(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    found = _actors(site, form, sent, document)
    if len(found) > 1:
        raise DecisionCannotBeMade(f"“{form.label}” is one actor: choose one or write one, not both.")
    return found[0] if found else None


def _actor_called(site: Site, given: str, document: str) -> str:
    """Return the id of the actor that an id, an address or a whole name means."""
    id_ = id_in(given)
    if isinstance(site.record.row(id_), Actor):
        return id_
    name = folded_name(given)
    here = [
        row for row in site.record.rows(Actor, document) if name in map(folded_name, (row.name, *row.aliases))
    ]
    ids = {row.id for row in here}
    if len(ids) == 1:
        return ids.pop()
    raise DecisionCannotBeMade(
        f"This document has no actor, or several, of the name “{given.strip()}”. Give the id or the address "
        "of the actor's page, or make the actor by hand first."
    )


def _anchor(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    found = _anchors(site, form, sent, document)
    return found[0] if found else None


def _anchors(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    found = []
    for number in range(len(form.spans) + ANCHORS):
        name = f"{form.name}-{number}"
        start, end, exact = (_plain(sent, f"{name}-{part}") for part in ("start", "end", "words"))
        where = _plain(sent, f"{name}-document") or document
        if exact:
            found.append(_words_near(site, where, exact, number_in(start) or 0))
        elif start or end:
            first, last = number_in(start), number_in(end)
            if first is None or last is None:
                raise DecisionCannotBeMade(f"The start and end of “{form.label}” are whole numbers.")
            found.append({"document": where, "start": first, "end": last})
    return found


def _words_near(site: Site, document: str, exact: str, near: int) -> dict[str, Any]:
    """Return where words stand in a document, the place nearest to one; line ends count as spaces."""
    try:
        text = site.record.text(document)
    except KeyError:
        raise DecisionCannotBeMade(f"{document}: no such document is in the record.") from None
    pattern = r"\s+".join(re.escape(word) for word in exact.split())
    places = [(match.start(), match.end()) for match in re.finditer(pattern, text)]
    if not places:
        raise DecisionCannotBeMade(
            f"The document does not read “{exact}”. Write the words exactly as they stand."
        )
    start, end = min(places, key=lambda place: abs(place[0] - near))
    return {"document": document, "start": start, "end": end}


def _json(site: Site, form: FieldForm, sent: FormData, document: str) -> Any:
    del site, document
    value = _plain(sent, form.name)
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError as error:
        raise DecisionCannotBeMade(f"“{form.label}” is no JSON: {error}.") from error


_WRITTEN = {
    "text": _text,
    "long": _text,
    "choice": _choice,
    "number": _number,
    "flag": _flag,
    "actors": _actors,
    "actor": _actor,
    "anchor": _anchor,
    "anchors": _anchors,
    "json": _json,
}


def given_fields(site: Site, forms: Sequence[FieldForm], sent: FormData, document: str) -> dict[str, Any]:
    """Return the fields of a form that something was written in."""
    found = {form.name: written(site, form, sent, document) for form in forms}
    return {name: value for name, value in found.items() if value not in (None, [], False)}


def anchors_shown(row: Row) -> tuple[Evidence, ...]:
    """Return the words of a row, each place once, in its order."""
    return tuple(dict.fromkeys(row.anchors()))
