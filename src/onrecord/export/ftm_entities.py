"""FollowTheMoney entities: an id, a schema and properties, each a list of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from onrecord.export.excerpt import Excerpt
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Row

LIMITS = {"name": 384, "text": 65_000, "string": 1024}
"""Characters a value of each property type has at most (followthemoney 4)."""

_NAMES = frozenset("name alias namesMentioned".split())
_TEXTS = frozenset("description summary bodyText notes".split())


@dataclass(slots=True)
class Entity:
    """One entity under construction; empty values are left out."""

    id: str
    schema: str
    properties: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, *values: str | None) -> Entity:
        """Add values to a property, each once, cut to what its type holds."""
        kind = "name" if name in _NAMES else "text" if name in _TEXTS else "string"
        held = self.properties.setdefault(name, [])
        for value in values:
            shown = _fitting(value or "", LIMITS[kind])
            if shown and shown not in held:
                held.append(shown)
        return self

    def written(self) -> dict[str, Any]:
        """Return the entity as a JSON object."""
        kept = {name: self.properties[name] for name in sorted(self.properties) if self.properties[name]}
        return {"id": self.id, "schema": self.schema, "properties": kept}


def derived_id(letter: str, *parts: str) -> str:
    """Return the id of an entity that is no row: a hash of the ids it is made of."""
    return f"{letter}-{sha256_of('|'.join(parts).encode('utf-8', 'surrogatepass'))[:16]}"


def with_origin(entity: Entity, row: Row, excerpt: Excerpt) -> Entity:
    """Return an entity with the permalink of its row and what reviewers left on it."""
    link = excerpt.link(row.id)
    review = excerpt.review(row)
    told = [f"Reviewed: {review.reviewed}"] if review.reviewed else []
    told += [f"Admiralty grade: {review.grade}"] if review.grade.graded else []
    told += [f"Standard of proof: {review.assessment.standard}"] if review.assessment.who else []
    told += [note.text for note in review.notes]
    if link is not None:
        entity.add("sourceUrl" if excerpt.on_the_web else "notes", link)
    return entity.add("notes", *told)


def described(entity: Entity, row: Row, excerpt: Excerpt, edtf: Iterable[str | None] = ()) -> Entity:
    """Return an entity with its EDTF dates in the notes, its permalink and its review."""
    entity.add("notes", *(f"EDTF: {date}" for date in edtf if date))
    return with_origin(entity, row, excerpt)


def _fitting(value: str, longest: int) -> str:
    """Return a value as it may stand in an entity: no control characters, which its readers take out too."""
    flat = "".join(char for char in value if char >= " " or char in "\n\t")
    plain = flat.encode("utf-8", "replace").decode()
    return plain.strip() if len(plain) <= longest else f"{plain[: longest - 1].rstrip()}…"
