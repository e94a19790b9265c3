"""Asks in the words that every list of them uses: who asks whom, how strongly, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.types.ledger import LedgerEntry, asks_by_modal, clause_of, has_no_subject, negation_of
from onrecord.types.quoting import in_middle
from onrecord.types.rows import Ask

OPEN, ANSWERED = "open", "answered"
"""The states of an ask."""

NOBODY = "not named"
"""What stands for somebody a text does not name."""

VERB = 40
"""Characters of the words that ask: of a list, they are its whole opening."""


def no_reply(as_of: str | None) -> str:
    """Return the state of an ask without an answer, which holds as of the record's last date."""
    return f"no reply in this record as of {as_of}" if as_of else "no reply in this record"


def strength_of(ask: Ask) -> str:
    """Return the strength of an ask, with that of the inner ask where it is to be passed on."""
    return f"{ask.strength}→{ask.relay}" if ask.relay else ask.strength


def verb_of(ask: Ask) -> str:
    """Return the words that ask, on one line."""
    return in_middle(" ".join(ask.operative.exact.split()), VERB).rstrip(" :,;")


def drift_of(entry: LedgerEntry) -> str:
    """Return how the strength of an ask changes from mention to mention, "" where it does not."""
    told = [f"{strength_of(ask)} {verb_of(ask)}" for ask in entry.mentions]
    levels = [strength_of(ask) for ask in entry.mentions]
    changed = [one for at, one in enumerate(told) if at == 0 or levels[at] != levels[at - 1]]
    return " → ".join(changed) if entry.drifts else ""


def who_whom(asked: Ask | LedgerEntry, some: Callable[[Sequence[str]], str]) -> str:
    """Return who asks whom, and who is to act where that is somebody else; `some` names actors."""
    return " → ".join(some(step) or NOBODY for step in steps_of(asked))


def steps_of(asked: Ask | LedgerEntry) -> list[tuple[str, ...]]:
    """Return the actors who ask, those who are asked, and those who are to act where they are others.

    Who is to be urged by others is not asked: where those are not named, the second step is empty.
    """
    whom = asked.addressees or (() if asked.relay else asked.targets)
    steps = [asked.requesters, whom]
    if asked.targets and set(asked.targets) != set(whom):
        steps.append(asked.targets)
    return steps


def action_of(ask: Ask, text: Callable[[str], str]) -> str:
    """Return what an ask asks for, with the "not" or "nobody" that may stand apart from it.

    `text` gives the canonical text of a document.
    """
    if asks_by_modal(ask) and has_no_subject(ask, text(ask.document)):
        return clause_of(ask, text(ask.document)).exact
    before = negation_of(ask, text(ask.document)) if ask.negative else ""
    return f"{before} {ask.action.exact}".lstrip()
