"""Actors as FollowTheMoney knows them, with their offices, memberships and mentions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pycountry

from onrecord.export.coarse_dates import iso_prefix
from onrecord.export.excerpt import Excerpt
from onrecord.export.ftm_entities import Entity, derived_id, described
from onrecord.types.knowledge import Office
from onrecord.types.rows import Actor

SCHEMATA = {
    "person": "Person",
    "organization": "Organization",
    "state": "PublicBody",
    "body": "PublicBody",
    "group": "LegalEntity",
}
"""The schema of each kind of actor; a state is the public body that acts for it."""

_WITH_MEMBERS = ("organization", "state", "body")


def actor_entities(row: Actor, excerpt: Excerpt) -> Iterator[Entity]:
    """Yield an actor, its memberships and its offices."""
    known = dict(row.identifiers)
    entity = Entity(row.id, SCHEMATA[row.kind]).add("name", row.name).add("alias", *row.aliases)
    entity.add("wikidataId", known.get("wikidata")).add("country", _country(known.get("iso3")))
    entity.add("notes", *(f"{scheme}: {value}" for scheme, value in row.identifiers if scheme != "wikidata"))
    entity.add("position" if row.kind == "person" else "summary", *row.roles)
    if row.private:
        entity.add("notes", "private person")
    yield described(entity, row, excerpt)
    for member_of in row.member_of:
        yield from _membership(row, member_of, excerpt)
    for office in row.offices if row.kind == "person" else ():
        yield from _occupancy(row, office)


def _membership(row: Actor, member_of: str, excerpt: Excerpt) -> Iterator[Entity]:
    whole = excerpt.record.row(member_of)
    if isinstance(whole, Actor) and whole.kind in _WITH_MEMBERS:
        entity = Entity(derived_id("membership", row.id, member_of), "Membership")
        yield entity.add("member", row.id).add("organization", member_of)


def _occupancy(row: Actor, office: Office) -> Iterator[Entity]:
    name = ", ".join(part for part in (office.role, office.area) if part)
    post = derived_id("position", office.role, office.area or "")
    yield Entity(post, "Position").add("name", name).add("subnationalArea", office.area)
    held = derived_id("occupancy", row.id, post, office.since or "")
    occupancy = Entity(held, "Occupancy").add("holder", row.id).add("post", post)
    occupancy.add("startDate", iso_prefix(office.since)).add("endDate", iso_prefix(office.until))
    occupancy.add("constituency", office.area).add("politicalGroup", office.party)
    yield occupancy.add("publisher", office.source)


def mention_entities(row: Actor, excerpt: Excerpt) -> Iterator[Entity]:
    """Yield one Mention for each document that names an actor, with the words it is named by."""
    named: dict[str, dict[str, None]] = {}
    for mention in row.mentions:
        named.setdefault(mention.document, {})[" ".join(mention.exact.split())] = None
    for document, words in named.items():
        entity = Entity(derived_id("mention", row.id, document), "Mention")
        entity.add("document", document).add("resolved", row.id).add("name", *words)
        yield entity.add("detectedSchema", SCHEMATA[row.kind])


@cache
def _country(iso3: str | None) -> str | None:
    """Return the two letters of a country, None where there is no such country."""
    found = pycountry.countries.get(alpha_3=iso3) if iso3 else None
    return found.alpha_2.lower() if found else None
