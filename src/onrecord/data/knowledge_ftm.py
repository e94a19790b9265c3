"""FollowTheMoney entities as NDJSON: people and organisations with their names, and who held what when."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import KnownEntry, Office, file_name

_KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "LegalEntity": "organization",
    "PublicBody": "body",
}
_NAMES = ("name", "alias", "previousName", "abbreviation")
_IDENTIFIERS = {"wikidataId": "wikidata", "leiCode": "lei", "registrationNumber": "registration"}

_HOLDING = {
    "Occupancy": ("holder", "post"),
    "Membership": ("member", "organization"),
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
}
"""Schemata that say who held what: the properties that name the one and the other."""

Entity = Mapping[str, Any]


def read_followthemoney(text: str, path: str) -> Iterator[KnownEntry]:
    """Yield an entry for each person and organisation; raises ConfigurationIsWrong with the line.

    Entities of other schemata are passed over: a file holds what an investigation holds.
    """
    entities = {entity["id"]: entity for entity in _entities(text, path)}
    offices: dict[str, list[Office]] = defaultdict(list)
    for entity in entities.values():
        if entity["schema"] in _HOLDING:
            holder, held = _HOLDING[entity["schema"]]
            for one in _values(entity, holder):
                offices[one].extend(_offices(entity, held, entities, file_name(path)))
    for id_, entity in entities.items():
        names = [name for property_ in _NAMES for name in _values(entity, property_)]
        if entity["schema"] not in _KINDS or not names:
            continue
        identifiers = [
            (scheme, value)
            for property_, scheme in _IDENTIFIERS.items()
            for value in _values(entity, property_)[:1]
        ]
        yield KnownEntry(
            names[0],
            _KINDS[entity["schema"]],
            tuple(dict.fromkeys(names[1:])),
            tuple(sorted([("ftm", id_), *identifiers])),
            tuple(dict.fromkeys(offices[id_])),
        )


def _entities(text: str, path: str) -> Iterator[Entity]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
        except json.JSONDecodeError as error:
            raise ConfigurationIsWrong(
                f"{path}, line {number}: this is no JSON ({error.msg}). Write one entity a line."
            ) from error
        if (
            not isinstance(entity, dict)
            or not all(isinstance(entity.get(key), str) for key in ("id", "schema"))
            or not isinstance(entity.get("properties"), dict)
        ):
            raise ConfigurationIsWrong(
                f"{path}, line {number}: this is no entity. Give it id, schema and properties."
            )
        yield entity


def _values(entity: Entity, property_: str) -> Sequence[str]:
    """Return the values of a property as ids or texts; an entity nested in one stands for its id."""
    held = entity["properties"].get(property_, ())
    every = [held] if isinstance(held, str) else held
    return [str(value["id"]) if isinstance(value, dict) else str(value) for value in every if value]


def _offices(entity: Entity, held: str, entities: Mapping[str, Entity], source: str) -> Iterator[Office]:
    since, until = (_values(entity, name)[:1] for name in ("startDate", "endDate"))
    for post in _values(entity, held):
        body = entities.get(post)
        named = _values(body, "name")[:1] if body else [post]
        roles = _values(entity, "role")[:1]
        of = f" of {named[0]}" if named and held != "post" else ""
        role = f"{roles[0]}{of}" if roles else (f"member{of}" if of else "".join(named))
        if role:
            yield Office(role, "".join(since) or None, "".join(until) or None, source=source)
