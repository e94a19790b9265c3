"""What the vocabulary of events says of kinds and triggers that a comparison has to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from onrecord.data import Vocabularies
from onrecord.resolve.content_words import stem
from onrecord.resolve.words import folded

STEM_LETTERS = 4
"""Triggers are compared by so many letters of their stem, so that "passed" and "passage" meet."""


class EventKinds:
    """The kinds of `events.toml`: whose triggers are alike, and the words by which each is seen."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        kinds = table["kinds"]
        self._forms: Mapping[str, str] = table.get("forms", {})
        self._alike = frozenset(kind for kind, given in kinds.items() if given.get("alike"))
        self._befalling = frozenset(kind for kind in self._alike if "object" not in kinds[kind])
        self._documents = frozenset(
            kind for kind, given in kinds.items() if given.get("object") == "document"
        )
        self._light = {self._stem(word) for words in table["light"].values() for word in words}
        self._acts = {kind: frozenset(self._written(given)) for kind, given in kinds.items()}

    def alike(self, kind: str) -> bool:
        """Tell whether any two triggers of a kind can tell of one happening."""
        return kind in self._alike

    def befalls(self, kind: str) -> bool:
        """Tell whether a kind is of what befalls people, so that person and day alone tell which it was."""
        return kind in self._befalling

    def is_document(self, kind: str) -> bool:
        """Tell whether what is done is a document, which the one that tells of it may itself be."""
        return kind in self._documents

    def acts(self, kind: str, triggers: Iterable[str]) -> frozenset[str]:
        """Return the stems of the words that say what was done, not by what verb a noun was carried."""
        stems = {self._stem(word) for trigger in triggers for word in trigger.split()}
        known = stems & self._acts.get(kind, frozenset())
        return frozenset(known - self._light or known or stems)

    def _stem(self, word: str) -> str:
        plain = folded(word)
        return stem(self._forms.get(plain, plain))[:STEM_LETTERS]

    def _written(self, given: Mapping[str, Any]) -> Iterable[str]:
        """Yield the stems of the words a kind is seen by: a verb's first word, a noun's last."""
        for written in given.get("verbs", ()):
            yield self._stem(written.partition(":")[0].split()[0])
        for written in given.get("nouns", ()):
            yield self._stem(written.partition(":")[0].split()[-1])


@cache
def packaged_kinds() -> EventKinds:
    """Return the kinds of the packaged vocabulary; of kinds that a user adds no two triggers are alike."""
    return EventKinds(Vocabularies().table("events"))
