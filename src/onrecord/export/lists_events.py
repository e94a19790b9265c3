"""The columns and cells of a list of events, and what is told of an event in a few words."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.export.lists import Cells, Named, Table, chain_told
from onrecord.types.rows import Event, Row, Statement
from onrecord.types.spans import Evidence


def telling_words(row: Event) -> Evidence:
    """Return the mention that tells of an event most finely: that with its date, else the first."""
    dated = row.date_anchor.document if row.date_anchor else None
    return next((mention for mention in row.mentions if mention.document == dated), row.mentions[0])


def in_role(row: Event, names: Named, role: str) -> str:
    """Return who fills a role: by name, else in the words of the text."""
    named = [names.one(actor) for part in row.participants if part.role == role for actor in part.actors]
    words = [" ".join(each.anchor.exact.split()) for each in row.arguments if each.role == role]
    return ", ".join(_fullest(named) or dict.fromkeys(words))


def _fullest(names: list[str]) -> list[str]:
    """Return names without those that another of them ends with: of "Ana Ruiz" and "Ruiz" the first."""
    once = list({name.casefold(): name for name in reversed(names)}.values())[::-1]
    return [name for name in once if not any(other.endswith(f" {name}") for other in once)]


def origins_told(row: Event, names: Named) -> str:
    """Return on whose word an event stands in each document that tells of it."""
    return "; ".join(dict.fromkeys(chain_told(chain, names) for chain in chains_of(row, names.row)))


def chains_of(row: Event, find: Callable[[str], Row | None]) -> list[tuple[str, ...]]:
    """Return the chain from its origin by which each document that tells of an event has it."""
    held = [each for each in map(find, row.statements) if isinstance(each, Statement)]
    chains = []
    for document in dict.fromkeys(mention.document for mention in row.mentions):
        inside = [statement for statement in held if statement.document == document]
        innermost = max(inside, key=lambda each: (each.level, len(each.chain), each.id), default=None)
        chains.append(innermost.chain if innermost and innermost.chain else (document,))
    return chains


def _event(row: Event, names: Named) -> Cells:
    first = telling_words(row)
    return (
        row.id,
        row.date or "",
        row.date_basis or "",
        row.date_anchor.exact if row.date_anchor else "",
        row.date_constraint or "",
        row.kind,
        row.factuality,
        in_role(row, names, "actor"),
        in_role(row, names, "recipient"),
        row.place or "",
        " ".join(row.figures),
        origins_told(row, names),
        first.exact,
        str(len(row.mentions)),
        " ".join(dict.fromkeys(names.path(mention.document) for mention in row.mentions)),
        " ".join(dict.fromkeys(date.edtf for date in row.dates)),
        names.path(first.document),
        str(first.start),
        str(first.end),
    )


EVENTS: Table[Event] = Table(
    (
        *("id", "date", "date_basis", "date_words", "date_constraint", "kind", "factuality"),
        *("actor", "recipient", "place", "figures", "on_whose_word"),
        *("words", "mentions", "documents", "dates_told", "document", "start", "end"),
    ),
    _event,
)
