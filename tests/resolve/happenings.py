"""Events in small documents, as phase 1 would leave them, for tests of what compares them."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.types.identity import actor_id, row_id
from onrecord.types.rows import Actor, Argument, Event, Figure, Participants
from tests.resolve.papers import Paper

Who = str | tuple[str, ...]
"""Words that stand in the text; somebody is named by those that begin with a capital."""


def tells(
    paper: Paper,
    kind: str,
    mention: str,
    trigger: str,
    date: str | None,
    *,
    factuality: str = "past",
    place: str | None = None,
    count: tuple[int, str] | None = None,
    **roles: Who,
) -> Event:
    """Add an event of one mention; `count` is a number with what it counts, both in the mention's words."""
    anchor = paper.words(mention)
    filled = {role: (who,) if isinstance(who, str) else who for role, who in roles.items()}
    figures = (_figure(paper, *count),) if count else ()
    row = Event(
        row_id("event", paper.id, kind, anchor.start),
        kind,
        (anchor,),
        factuality,
        tuple(_participants(paper, filled)),
        date=date,
        place=place,
        figures=figures,
        triggers=(paper.words(trigger),),
        date_basis="stated" if date else None,
        date_anchor=anchor if date else None,
        arguments=tuple(Argument(role, paper.words(who)) for role, held in filled.items() for who in held),
    )
    paper.rows.append(row)
    return row


def _participants(paper: Paper, filled: Mapping[str, tuple[str, ...]]) -> list[Participants]:
    found = []
    for role, held in filled.items():
        named = tuple(_actor(paper, who) for who in held if who[0].isupper() and role != "instrument")
        if named:
            found.append(Participants(role, named))
    return found


def _actor(paper: Paper, name: str) -> str:
    """Add somebody named: two words or more are a person, one word a body."""
    kind = "person" if " " in name else "body"
    identity = actor_id(kind, name)
    if all(row.id != identity for row in paper.rows):
        paper.rows.append(Actor(identity, name, kind, mentions=(paper.words(name),)))
    return identity


def _figure(paper: Paper, number: int, counted: str) -> str:
    phrase = paper.words(f"{number} {counted}")
    identity = row_id("figure", paper.id, phrase.start)
    paper.rows.append(
        Figure(
            identity,
            paper.id,
            phrase,
            paper.words(str(number)),
            number,
            number,
            "exact",
            counted=counted,
            measure="flow",
            number=number,
        )
    )
    return identity
