"""Which asks a response answers: by who answers, when, and on what; with the reason in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from onrecord.resolve.asks_known import Known
from onrecord.resolve.asks_parties import Parties
from onrecord.resolve.asks_rarity import COMMON_WORD, Rarity
from onrecord.resolve.content_words import content, stem
from onrecord.resolve.words import words_of
from onrecord.types.ledger import ANSWERING
from onrecord.types.rows import Ask, DocumentLink, DocumentRow, Response

TOPIC_WORDS = 2
"""Content words an answer must share with the ask it answers, names of those involved left out."""

TOPIC_WEIGHT = 1.5
"""What the shared words must weigh together, of which one must be in few asks."""

TOPIC_SHARE = 0.3
"""Share of the ask's or the answer's content words, by weight, whichever has less, that both must have."""

WORDS_SHOWN = 4
"""Words of the shared topic that a reason shows."""

PROMISED = ("commitment", "fulfilment")
"""Kinds of response that say what was or will be done: a request for information is met by an account."""

LATEST = 730
"""Days after which an answer on the same topic is none to an ask in another document: it speaks of others."""

NEAR_ASK = 600
"""Characters from an ask to an answer that only points at it ("rejected the call")."""

NEAR_NOUN = 60
"""Characters in which words that point ahead stand beside a noun: "the following calls", "the call below"."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Tie:
    """An ask with the reason why a response answers it: "by the addressee, 14 days later, on: publish".

    `nearest` tells that the response only points at one ask before it ("the call"): the last one is meant.
    """

    ask: Ask
    reason: str
    nearest: bool = False


class Answers:
    """Holds responses against asks, with the words of `ledger.toml`."""

    def __init__(self, known: Known, parties: Parties, rarity: Rarity, table: Mapping[str, Any]) -> None:
        self._known = known
        self._parties = parties
        self._rarity = rarity
        self._informing = frozenset(stem(word) for word in table.get("informing", ()))
        self._asking = frozenset(table.get("asking", ()))
        self._leading = frozenset(table.get("leading", ()))
        nouns = "|".join(rf"{re.escape(noun)}s?" for noun in table.get("nouns", ()))
        self._noun = re.compile(nouns, re.IGNORECASE)
        pointing = "|".join(map(re.escape, table.get("pointing", ())))
        self._pointing = re.compile(rf"\b(?:{pointing})\s+(?:[\w-]+\s+)?(?:{nouns})\b", re.IGNORECASE)
        ahead = "|".join(map(re.escape, table.get("ahead", ())))
        self._ahead = re.compile(rf"[^.;:]{{0,{NEAR_NOUN}}}\b(?:{ahead})\b", re.IGNORECASE)

    def ties(self, response: Response, asks: Iterable[Ask]) -> list[Tie]:
        """Return the asks of some that a response answers, with the reasons."""
        found = [tie for ask in asks if (tie := self._tie(response, ask)) is not None]
        last = max((tie.ask.action.end for tie in found if tie.nearest), default=0)
        return [tie for tie in found if not tie.nearest or tie.ask.action.end == last]

    def may_be_its_topic(self, ask: Ask, words: frozenset[str]) -> bool:
        """Tell whether an ask shares enough words with an answer, whatever they weigh."""
        return len(self._known.content(ask.action.exact) & words) >= TOPIC_WORDS

    def _tie(self, response: Response, ask: Ask) -> Tie | None:
        here, there = self._known.document(response.document), self._known.document(ask.document)
        if here is None or there is None or response.actor is None or response.kind not in ANSWERING:
            return None
        if self._is_its_object(response, ask):
            return Tie(ask, f"it speaks of the “{' '.join(ask.operative.exact.split())}” itself")
        if not self._parties.answers(response.actor, here, ask):
            return None
        if not self._parties.is_told(response.document, response.to, ask):
            return None
        if response.kind in PROMISED and not self._promises_to_inform(response, ask):
            return None
        topic = self._topic(response, ask)
        pointing = self._points_at(response, ask)
        if here.id == there.id:
            when = self._in_one_text(response, ask, here)
        else:
            when = _after(response, here, there)
        if when is None or not (topic or pointing):
            return None
        told = [f"by the {self._who(response, ask)}", when]
        told += [f"to “{pointing}”"] if pointing else []
        told += [f"on: {', '.join(topic)}"] if topic else []
        return Tie(ask, ", ".join(told), nearest=not topic and not pointing.endswith("s"))

    def _is_its_object(self, response: Response, ask: Ask) -> bool:
        """Tell whether an answer has the ask as its object: "rejected a request of the crews to land"."""
        told = response.cue.end if response.cue else response.anchor.start + 1
        inside = ask.document == response.document and told <= ask.operative.start < response.anchor.end
        own = response.actor in ask.requesters
        asked = (*ask.addressees, *ask.targets)
        noun = self._noun.fullmatch(ask.operative.exact.strip())
        return inside and not own and noun is not None and (not asked or response.actor in asked)

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
        held = [word for word in shared if len(word) > 1 and word in answered and word in asked]
        rare = self._rarity.rare(held) if response.document != ask.document else frozenset(held)
        common = [word for word in held if word not in rare]
        weight, of_common = self._rarity.weigh(ask, rare), self._rarity.weigh(ask, common)
        less = min(self._rarity.weigh(ask, answered), self._rarity.weigh(ask, asked))
        if len(held) < TOPIC_WORDS or weight + of_common < TOPIC_SHARE * less:
            return ()
        if weight + COMMON_WORD * of_common < TOPIC_WEIGHT:
            return ()
        if not any(self._rarity.weigh(ask, (word,)) >= 1 for word in rare):
            return ()
        return tuple(shared[word] for word in reversed(held))[:WORDS_SHOWN]

    def _promises_to_inform(self, response: Response, ask: Ask) -> bool:
        """Tell whether a promise can answer an ask: one for information only where it promises that."""
        told = self._information(ask)
        return told is None or told in content(response.anchor.exact)

    def _information(self, ask: Ask) -> str | None:
        """Return the word by which an ask is for information, "" for a bare question; None for a deed.

        "Information on the camps", "provide details on …", "what steps were taken" ask for information.
        """
        for word in words_of(ask.action.exact):
            if word.folded in self._asking:
                return ""
            if stem(word.folded) in self._informing:
                return stem(word.folded)
            if word.folded not in self._leading:
                return None
        return None

    def _in_one_text(self, response: Response, ask: Ask, document: DocumentRow) -> str | None:
        """Return that an answer stands after the ask in one text; None where it does not or is older."""
        after = response.anchor.start >= ask.action.end and not _is_before(response, document)
        return "later in the same text" if after else None

    def _points_at(self, response: Response, ask: Ask) -> str:
        """Return the words by which an answer points at an ask told just before it, "" where it does not."""
        text, start = self._known.text(response.document), response.anchor.start
        pointing = self._pointing.search(text, start, response.anchor.end)
        near = 0 <= response.anchor.start - ask.action.end <= NEAR_ASK
        if pointing is None or not near or ask.document != response.document:
            return ""
        return "" if self._ahead.match(text, pointing.start()) else " ".join(pointing[0].split())


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
    """Return how long after an ask's document a response was given; None where unknown, or years later.

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
    if count > LATEST:
        return None
    return "on the same day" if count == 0 else f"{count} day{'s' if count > 1 else ''} later"
