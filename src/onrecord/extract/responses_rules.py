"""What the rules of responses share: their vocabulary, and a response as they propose it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import Page
from onrecord.types.dates import TimeExpression
from onrecord.types.spans import Span


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of one response."""

    kind: str
    anchor: Span
    cue: Span
    actor: str | None
    to: tuple[str, ...] = ()
    statement: str | None = None
    time: TimeExpression | None = None


class Rule(Protocol):
    """One way in which a text tells of responses."""

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield responses and what only looks like one, in text order."""
        ...


@dataclass(frozen=True, slots=True)
class Frame:
    """A verb or noun of answering with what must follow it: an entry of `responses.toml`."""

    kind: str
    takes: frozenset[str]
    objects: frozenset[str]
    preposition: str
    particle: str
    money: bool
    done: bool
    plain: bool

    def counts(self, noun: str) -> bool:
        """Tell whether a noun may stand as its object."""
        return not self.objects or noun.casefold() in self.objects


class ResponseWords:
    """The vocabulary of responses as `responses.toml` gives it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.verbs = _frames(table.get("verbs", ()))
        self.nouns = _frames(table.get("nouns", ()))
        given = table.get("given", {})
        self.given_by = _words(given.get("by", ""))
        self.given_from = _words(given.get("from", ""))
        self.asked_for = _words(table.get("asked_for", {}).get("verbs", ""))
        replies = table.get("replies", {})
        self.reply_nouns = _words(replies.get("nouns", ""))
        self.reply_verbs = _words(replies.get("verbs", ""))
        self.replied_to = _words(replies.get("to", ""))
        self.letters = _words(replies.get("letters", ""))
        self.sent = _words(replies.get("sent", ""))
        self.received = _words(replies.get("received", ""))
        lists = table.get("lists", {})
        self.accepted = tuple(str(phrase).casefold() for phrase in lists.get("accepted", ()))
        self.refused = tuple(str(phrase).casefold() for phrase in lists.get("refused", ()))
        self.open = tuple(str(phrase).casefold() for phrase in lists.get("open", ()))
        acts = table.get("acts", {})
        self.acts = _words(acts.get("verbs", ""))
        self.withheld = _words(acts.get("withheld", ""))
        false = table.get("called_false", {})
        self.calling = _words(false.get("verbs", ""))
        self.called = _words(false.get("nouns", ""))
        self.false = _words(false.get("words", ""))
        self.fulfilled_as = _words(table.get("fulfilled", {}).get("as", ""))
        self.insisting = _words(table.get("insisting", {}).get("verbs", ""))
        self.applying = _words(table.get("not_applying", {}).get("verbs", ""))
        declined = table.get("declined", {})
        self.declined = _words(declined.get("verbs", ""))
        self.declined_ahead = _words(declined.get("ahead", ""))
        self.idioms = _words(table.get("idioms", {}).get("refused", ""))
        self.light = _words(table.get("idioms", {}).get("light", ""))
        self.vague = _words(table.get("idioms", {}).get("vague", ""))
        self.parties = _words(table.get("parties", {}).get("party", ""))
        self.ruling = _words(table.get("parties", {}).get("ruling", ""))
        self.writings = _words(table.get("parties", {}).get("writing", ""))
        self.no_party = _words(table.get("parties", {}).get("no_party", ""))


def _frames(entries: Iterable[Mapping[str, Any]]) -> dict[str, list[Frame]]:
    """Return the entries by word, in the order of the file."""
    found: dict[str, list[Frame]] = {}
    for entry in entries:
        frame = Frame(
            kind=entry["kind"],
            takes=frozenset(entry["takes"]),
            objects=_words(entry.get("objects", "")),
            preposition=entry.get("preposition", ""),
            particle=entry.get("particle", ""),
            money=entry.get("money", False),
            done=entry.get("done", False),
            plain=entry.get("plain", False),
        )
        for word in _words(entry["words"]):
            found.setdefault(word, []).append(frame)
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
