"""The ledger of asks: each ask once, with its mentions, who else asked for it, and what answered it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from onrecord.types.rows import Ask, DocumentRow, Response
from onrecord.types.spans import Evidence

ANSWERING = ("fulfilment", "commitment", "refusal", "reply", "acknowledgement")
"""Kinds of response that answer an ask, the most telling first; a denial answers an accusation."""


MODALS = ("must", "should", "shall", "needs", "need", "ought", "has", "have")
"""Verbs that ask for something by saying it of a person or thing."""

_NEGATOR = re.compile(r"\b(?:not|never|cannot)\b|n[’']t\b", re.IGNORECASE)
_BEGINNING = 12
"""Characters of an action in which its own "not" stands: "to not close"."""

LONGEST_OPENING = 600
"""Characters before a verb in which its clause begins."""

_CLAUSE_END = re.compile(
    r"[;:\"]|[!?](?=\s|[”’)])|(?<!\b[A-Z])\.(?=\s+(?![a-z])|[”’)])|(?<=[,.!?])”|\n[^\S\n]*\n|\n[^\S\n]*(?![\sa-z])"
)
"""Where a clause ends: a sentence does, or quoted speech, or a line that no small letter goes on from.

Full stops of initials do not, nor do quotation marks around single words.
"""

_OPENING_MARKS = " \t\r\n\u00a0‘’'(*_-–—"

_NO_SUBJECT = re.compile(
    r"(?:^|,\s+(?=[^,]*$)|\b(?:that|and|but|because|so|says?|said)\s+)(?:(?:under|in|at|by|on)\s+)?"
    r"(?:no(?!,|\s+(?:longer|doubt|question|matter|sooner)\b)|none|nobody|neither|nothing)\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(r"(?:not\s+|also\s+|now\s+)*be(?:en)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One ask: its first mention, those that say it again, and its answers, each in the order given.

    `also` are the first mentions of what others asked for in the same matter.
    """

    first: Ask
    again: tuple[Ask, ...] = ()
    also: tuple[Ask, ...] = ()
    responses: tuple[Response, ...] = ()

    @property
    def mentions(self) -> tuple[Ask, ...]:
        """Every mention, the first one first."""
        return (self.first, *self.again)

    @property
    def requesters(self) -> tuple[str, ...]:
        """Who asks, as the first mention that names them does."""
        return next((ask.requesters for ask in self.mentions if ask.requesters), ())

    @property
    def addressees(self) -> tuple[str, ...]:
        """Who is asked, as the first mention that names them does."""
        return next((ask.addressees for ask in self.mentions if ask.addressees), ())

    @property
    def targets(self) -> tuple[str, ...]:
        """Who is to act, as the first mention that names them does."""
        return next((ask.targets for ask in self.mentions if ask.targets), ())

    @property
    def relay(self) -> str | None:
        """The strength of the inner ask where it is to be passed on, as the first mention has it."""
        return self.first.relay

    @property
    def answered(self) -> bool:
        """Tell whether anything in the record answers it."""
        return bool(self.responses)

    @property
    def drifts(self) -> bool:
        """Tell whether its mentions are of different strength."""
        return len({(ask.strength, ask.relay) for ask in self.mentions}) > 1

    @property
    def response(self) -> Response | None:
        """The answer that tells most: what was done before what was promised, refused or only said."""
        return min(self.responses, key=lambda row: ANSWERING.index(row.kind), default=None)

    @property
    def reason(self) -> str:
        """Why `response` is tied to this ask: of any of its mentions, "" where it is to none."""
        return "" if self.response is None else self.reason_of(self.response)

    def reason_of(self, response: Response) -> str:
        """Return why a response is tied to any mention of this ask, "" where it is to none."""
        mentions = {ask.id for ask in self.mentions}
        told = zip(response.asks, response.reasons, strict=False)
        reasons = dict.fromkeys(reason for ask, reason in told if ask in mentions)
        return "; ".join(reasons) or response.reason or ""


def ledger(asks: Iterable[Ask], responses: Iterable[Response]) -> tuple[LedgerEntry, ...]:
    """Return one entry for each ask, in the order of first mentions; stems that only open a list are none.

    A response answers an ask where it is tied to any of its mentions.
    """
    rows = {ask.id: ask for ask in asks}
    again: dict[str, list[Ask]] = defaultdict(list)
    for ask in rows.values():
        if first_of(ask) != ask.id:
            again[first_of(ask)].append(ask)
    answers = _answers(rows, responses)
    stems = stems_of(rows.values())
    return tuple(
        LedgerEntry(
            ask,
            tuple(again[ask.id]),
            _also(ask, again[ask.id], rows),
            tuple(answers[ask.id]),
        )
        for ask in rows.values()
        if ask.id not in stems and (first_of(ask) == ask.id or first_of(ask) not in rows)
    )


def _also(first: Ask, again: Iterable[Ask], rows: dict[str, Ask]) -> tuple[Ask, ...]:
    """Return what others asked for in the same matter as any mention of an ask."""
    wanted = {other for ask in (first, *again) for other in ask.also_asked} - {first.id}
    found = (rows[other] for other in wanted if other in rows)
    return tuple(sorted(found, key=lambda ask: (ask.document, ask.operative.start, ask.action.start)))


def first_of(ask: Ask) -> str:
    """Return the id of the first mention of what an ask asks for."""
    return ask.restates or ask.id


def says_of_a_thing(ask: Ask) -> bool:
    """Tell whether an ask says what is to become of a thing and names nobody: "the gate must open"."""
    return not ask.targets and asks_by_modal(ask)


def asks_by_modal(ask: Ask) -> bool:
    """Tell whether an ask is made by saying what somebody or a thing must or should do or become."""
    verb = ask.operative.exact.casefold().split()[0]
    return verb in MODALS and ask.operative.end <= ask.action.start


def clause_of(ask: Ask, text: str) -> Evidence:
    """Return the action of an ask with the verb and what stands before it in the sentence."""
    verb = ask.operative.start
    window = text[max(0, verb - LONGEST_OPENING) : verb + 1]
    before = window[:-1]
    ends = [mark.end() for mark in _CLAUSE_END.finditer(window) if mark.end() <= len(before)]
    before = before[max((*ends, _open_quotation(before))) :]
    start = ask.operative.start - len(before.lstrip(_OPENING_MARKS))
    return Evidence(ask.document, start, ask.action.end, text[start : ask.action.end])


def _open_quotation(before: str) -> int:
    """Return where the words of a quotation begin that is not closed, 0 where none is open."""
    opened: list[int] = [0]
    for at, character in enumerate(before):
        if character == "“":
            opened.append(at + 1)
        elif character == "”" and len(opened) > 1:
            opened.pop()
    return opened[-1]


def has_no_subject(ask: Ask, text: str) -> bool:
    """Tell whether an ask is turned into its opposite by who is to act: "no worker should be punished"."""
    if not asks_by_modal(ask):
        return False
    clause = clause_of(ask, text)
    return bool(_NO_SUBJECT.search(" ".join(clause.exact[: ask.operative.start - clause.start].split())))


def asked_in(ask: Ask, text: str) -> tuple[Evidence, ...]:
    """Return the words that say what is asked: the verb and the action, or the clause they are said in.

    It is the clause where the action alone would lose what it is asked of ("the families must be allowed to
    return") or say the opposite ("no worker should be punished").
    """
    of_whom = says_of_a_thing(ask) or (asks_by_modal(ask) and _PASSIVE.match(ask.action.exact))
    if of_whom or has_no_subject(ask, text):
        return (clause_of(ask, text),)
    return (ask.operative, ask.action)


def negation_of(ask: Ask, text: str) -> str:
    """Return the word before an action that turns it into its opposite, "" where it has one itself.

    Most actions begin with their "not"; from some it stands apart ("not, if it can, close").
    """
    if not ask.negative or _NEGATOR.search(f"{ask.operative.exact} {ask.action.exact[:_BEGINNING]}"):
        return ""
    before = text[min(ask.operative.end, ask.action.start) : ask.action.start]
    found = [*_NEGATOR.finditer(before)]
    return found[-1].group() if found else "not"


def stems_of(asks: Iterable[Ask]) -> frozenset[str]:
    """Return the asks that only open a list: all their words stand in the verb of its items.

    "We ask you to urge the ministry to: (A) …" asks for nothing but its items; "we ask you to repeat that the
    ministry should: (A) …" does.
    """
    rows = {ask.id: ask for ask in asks}
    return frozenset(
        item.parent
        for item in rows.values()
        if item.parent in rows and item.operative.start <= rows[item.parent].action.start
    )


def last_date(documents: Iterable[DocumentRow]) -> str | None:
    """Return the date of the latest document, in EDTF: "no reply" holds as of then. None without dates."""
    return max((document.date.edtf for document in documents if document.date), default=None)


def _answers(rows: dict[str, Ask], responses: Iterable[Response]) -> dict[str, list[Response]]:
    """Return the responses by the first mention of the asks they are tied to."""
    found: dict[str, list[Response]] = defaultdict(list)
    for response in responses:
        if response.kind in ANSWERING:
            for first in dict.fromkeys(first_of(rows[ask]) for ask in response.asks if ask in rows):
                found[first].append(response)
    return found
