"""Which asks a response answers: by who answers, when, and on what; with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_parties import Parties
from onrecord.resolve.asks_words import content, stem
from onrecord.resolve.words import words_of
from onrecord.types.ledger import ANSWERING
from onrecord.types.rows import Ask, DocumentLink, DocumentRow, Response

TOPIC_WORDS = 2
"""Content words an answer must share with the ask it answers, names of those involved left out."""

TOPIC_SHARE = 0.3
"""Share of the ask's or the answer's content words, whichever has fewer, that both must have."""

WORDS_SHOWN = 4
"""Words of the shared topic that a reason shows."""

NEAR_ASK = 600
"""Characters from an ask to an answer that only points at it ("rejected the call")."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Tie:
    """An ask with the reason why a response answers it."""

    ask: Ask
    who: str
    when: str
    topic: tuple[str, ...]

    @property
    def reason(self) -> str:
        """Return the reason in one line: "by the addressee, 14 days later, on: publish, plan"."""
        topic = f"on: {', '.join(self.topic)}" if self.topic else ""
        return ", ".join(part for part in (f"by the {self.who}", self.when, topic) if part)


class Answers:
    """Holds responses against asks, with the words of `ledger.toml`."""

    def __init__(self, known: Known, parties: Parties, table: Mapping[str, Any]) -> None:
        self._known = known
        self._parties = parties
        nouns = "|".join(rf"{re.escape(noun)}s?" for noun in table.get("nouns", ()))
        pointing = "|".join(map(re.escape, table.get("pointing", ())))
        self._pointing = re.compile(rf"\b(?:{pointing})\s+(?:[\w-]+\s+)?(?:{nouns})\b", re.IGNORECASE)

    def tie(self, response: Response, ask: Ask) -> Tie | None:
        """Return why a response answers an ask, None where it does not."""
        here, there = self._known.document(response.document), self._known.document(ask.document)
        if here is None or there is None or response.actor is None or response.kind not in ANSWERING:
            return None
        if not self._parties.answers(response.actor, here, ask):
            return None
        if not self._parties.is_told(response.document, response.to, ask):
            return None
        topic = self._topic(response, ask)
        when = (
            self._in_one_text(response, ask, here, topic)
            if here.id == there.id
            else _after(response, here, there)
        )
        if when is None or (here.id != there.id and not topic):
            return None
        return Tie(ask, self._who(response, ask), when, topic)

    def _who(self, response: Response, ask: Ask) -> str:
        if response.actor in ask.addressees:
            return "addressee"
        return "one who is to act" if response.actor in ask.targets else "office that was asked"

    def _topic(self, response: Response, ask: Ask) -> tuple[str, ...]:
        """Return the words on which both speak, as the ask writes them; none where they are too few."""
        involved = {word for name in self._parties.names(ask) for word in content(name)}
        answered = set(content(response.anchor.exact)) - involved
        asked = self._known.action(ask).words - involved
        shared = {stem(word.folded): word.folded for word in reversed(words_of(ask.action.exact))}
        held = [shared[word] for word in shared if word in answered and word in asked]
        if len(held) < TOPIC_WORDS or len(held) < TOPIC_SHARE * min(len(answered), len(asked)):
            return ()
        return tuple(reversed(held))[:WORDS_SHOWN]

    def _in_one_text(
        self, response: Response, ask: Ask, document: DocumentRow, topic: Sequence[str]
    ) -> str | None:
        """Return how a text ties an answer to an ask before it: by pointing at it, or by its own words."""
        if response.anchor.start < ask.action.end or _is_before(response, document):
            return None
        pointing = self._pointing.search(response.anchor.exact)
        if pointing and response.anchor.start - ask.action.end <= NEAR_ASK:
            return f"in the same text, to “{' '.join(pointing[0].split())}”"
        return "later in the same text" if topic else None


def wanted_letter(response: Response, links: Iterable[DocumentLink], actor: str | None) -> str | None:
    """Return the letter that a reply answers and that is not in the record, where its document cites one."""
    for link in links:
        wanted = link.wanted
        if wanted is None or wanted.kind != "letter" or not actor or wanted.addressee != actor:
            continue
        before = wanted.date is None or response.date is None or wanted.date <= response.date
        told = any(anchor.start < response.anchor.start for anchor in link.evidence)
        if before and told:
            return f"to the {wanted.description}, which is not in this record"
    return None


def _is_before(response: Response, document: DocumentRow) -> bool:
    """Tell whether a response is said to be of an earlier day than the document that tells of it."""
    if response.date is None or document.date is None:
        return False
    length = min(len(response.date), len(document.date.edtf))
    return response.date[:length] < document.date.edtf[:length]


def _after(response: Response, here: DocumentRow, there: DocumentRow) -> str | None:
    """Return how long after an ask's document a response was given; None where that is not known.

    The date beside a response counts where it is none to come: "will publish by September 1" answers today.
    """
    told = here.date.edtf if here.date else None
    given = response.date if response.date and (told is None or response.date[:10] <= told[:10]) else told
    asked = there.date.edtf if there.date else None
    if given is None or asked is None:
        return None
    length = min(len(given), len(asked))
    if given[:length] < asked[:length]:
        return None
    days = _DAY.match(given), _DAY.match(asked)
    if not (days[0] and days[1]):
        return f"in {given}"
    count = (date.fromisoformat(days[0][0]) - date.fromisoformat(days[1][0])).days
    return "on the same day" if count == 0 else f"{count} day{'s' if count > 1 else ''} later"
