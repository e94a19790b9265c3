"""The scale of asks as `asks.toml` gives it, ready to be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.types.annotated import Token
from onrecord.types.spans import Span

_NO_NOUNS = ("sums", "heeding")
"""Entries of the table of nouns that list other words."""

_NO_MODALS = ("supposing", "idle", "conceding", "ruling")
"""Entries of the table of modals that list verbs beside them."""


@dataclass(frozen=True, slots=True)
class AskVerb:
    """A verb of asking: its strength, where what is asked stands, and what it may have as an object."""

    strength: str
    takes: frozenset[str]
    objects: frozenset[str] = frozenset()


class AskWords:
    """The vocabulary of asks: verbs, nouns, modals, adjectives, and what only looks like an ask."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.verbs = _verbs(table.get("verbs", ()))
        nouns = table.get("nouns", {})
        self.nouns = {word: strength for word, strength in nouns.items() if word not in _NO_NOUNS}
        self.sums = _words(nouns.get("sums", ""))
        self.heeding = _words(nouns.get("heeding", ""))
        modals = table.get("modals", {})
        self.modals = {word: strength for word, strength in modals.items() if word not in _NO_MODALS}
        self.supposing = _words(modals.get("supposing", ""))
        self.idle = _words(modals.get("idle", ""))
        self.conceding = _words(modals.get("conceding", ""))
        self.ruling = _words(modals.get("ruling", ""))
        self.adjectives: Mapping[str, str] = table.get("adjectives", {})
        wishes = table.get("wishes", {})
        self.thanks: Mapping[str, str] = wishes.get("thanks", {})
        self.learning: Mapping[str, str] = wishes.get("learning", {})
        self.courtesies = _words(wishes.get("courtesies", ""))
        self.no_things = _words(table.get("things", {}).get("no_ask", ""))
        self.no_imperatives = _words(table.get("imperatives", {}).get("no_ask", ""))
        acts = table.get("acts", {})
        self._acts = _words(acts.get("nouns", ""))
        self._no_acts = _words(acts.get("no_acts", ""))
        self._act_endings = tuple(_words(acts.get("endings", "")))
        self._irregular = _words(table.get("irregular", {}).get("forms", ""))
        self.heads = {body: _words(titles) for body, titles in table.get("bodies", {}).items()}
        modifiers = table.get("modifiers", {})
        self.modifiers = _words(modifiers.get("stronger", "")) | _words(modifiers.get("weaker", ""))
        carriers = table.get("carriers", {})
        self.carriers = _words(carriers.get("verbs", ""))
        self.documents = _words(carriers.get("documents", ""))
        self.resolutions = {
            tuple(words.split("_")): strength for words, strength in table.get("resolutions", {}).items()
        }
        lists = table.get("lists", {})
        self.list_nouns: Mapping[str, str] = lists.get("nouns", {})
        self.list_subjects: Sequence[str] = lists.get("subjects", ())

    def triggers(self) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Return the words without one of which a sentence asks for nothing, base forms and irregular ones.

        Those that ask alone, nouns that need what is asked behind them, and wishes that need "would".
        """
        asking = self._irregular.union(self.verbs, self.modals, self.adjectives)
        return asking, frozenset(self.nouns), frozenset((*self.thanks, *self.learning))

    def modifying(self, words: Iterable[Token]) -> tuple[Span, ...]:
        """Return the places of those words that make an ask stronger or weaker, in text order."""
        seen = sorted({word for word in words if word.lemma.casefold() in self.modifiers})
        return tuple(Span(word.start, word.end) for word in seen)

    def is_act(self, noun: str) -> bool:
        """Tell whether a noun names something done: "withdrawal", "reinstatement"."""
        word = noun.casefold()
        ends = word.endswith(self._act_endings) and word not in self._no_acts
        return word in self._acts or ends


def _verbs(entries: Any) -> dict[str, AskVerb]:
    found: dict[str, AskVerb] = {}
    for entry in entries:
        takes, objects = frozenset(entry["takes"]), _words(entry.get("objects", ""))
        for word in _words(entry["words"]):
            found[word] = AskVerb(entry["strength"], takes, objects)
    return found


def _words(given: str | Sequence[str]) -> frozenset[str]:
    """Return the words of a string, or of a list of strings, to which a user's own list is added."""
    return frozenset(" ".join([given] if isinstance(given, str) else given).split())
