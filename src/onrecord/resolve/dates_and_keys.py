"""What documents are told apart by beside their words: whose they are, and which of two is the later."""

from __future__ import annotations

from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, DocumentRow


def party_key(actor: Actor) -> str:
    """Return what an actor's documents are looked up by: a person's last name, else the whole name."""
    name = folded_name(actor.name)
    return name.split(",")[0].rsplit(" ", 1)[-1] if actor.kind == "person" else name


def later(one: DocumentRow, other: DocumentRow) -> bool:
    """Tell whether `one` is known to be of a later day than `other`."""
    if one.date is None or other.date is None:
        return False
    first, second = one.date.edtf, other.date.edtf
    length = min(len(first), len(second))
    return first[:length] > second[:length]
