"""The kinds of event and their triggers, from `events.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.data import Vocabularies


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event: its kind, and what must stand with it.

    `particle` are further words of the trigger ("send back", "open letter": those before the noun);
    `objects` are lemmas of which one must be in its object.
    """

    kind: str
    lemma: str
    particle: tuple[str, ...]
    objects: frozenset[str]
    subject_role: str
    object_role: str
    needs_object: bool
    no_object: bool


@dataclass(frozen=True)
class EventWords:
    """Triggers by part of speech and lemma, and the words of factuality."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    factuality: Mapping[str, frozenset[str]]


def event_words(vocabularies: Vocabularies) -> EventWords:
    """Return the triggers of the vocabulary."""
    table = vocabularies.table("events")
    verbs: dict[str, list[Trigger]] = defaultdict(list)
    nouns: dict[str, list[Trigger]] = defaultdict(list)
    for kind, given in table["kinds"].items():
        for written in given.get("verbs", ()):
            trigger = _trigger(kind, given, written, noun=False)
            verbs[trigger.lemma].append(trigger)
        for written in given.get("nouns", ()):
            trigger = _trigger(kind, given, written, noun=True)
            nouns[trigger.lemma].append(trigger)
    return EventWords(
        {lemma: _stricter_first(found) for lemma, found in verbs.items()},
        {lemma: _stricter_first(found) for lemma, found in nouns.items()},
        {name: frozenset(words) for name, words in table["factuality"].items()},
    )


def _trigger(kind: str, given: Mapping[str, Any], written: str, noun: bool) -> Trigger:
    words, _, objects = written.partition(":")
    parts = words.split()
    lemma, particle = (parts[-1], parts[:-1]) if noun else (parts[0], parts[1:])
    if not noun and len(parts) > 1 and parts[0].endswith("ly"):
        lemma, particle = parts[-1], parts[:-1]
    dies = lemma in given.get("subject_dies", ())
    return Trigger(
        kind,
        lemma,
        tuple(particle),
        frozenset(objects.split("|")) if objects else frozenset(),
        "recipient" if dies else given.get("subject", "actor"),
        given.get("object", "recipient"),
        bool(given.get("needs_object", False)),
        bool(given.get("no_object", False)) and not noun,
    )


def _stricter_first(found: list[Trigger]) -> tuple[Trigger, ...]:
    return tuple(sorted(found, key=lambda t: (not t.particle, not t.objects, t.kind)))
