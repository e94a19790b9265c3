"""The kinds of event and their triggers, from `events.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.data import Vocabularies

PREPOSITIONS = ("to", "with", "for", "against", "on")
"""Prepositions whose role a kind may say."""


@dataclass(frozen=True, slots=True)
class Objects:
    """Words of which one must be (`wanted`) or none may be (`barred`) among a trigger's objects.

    Those that begin with `@` are classes (`@person`, `@treaty`) instead of lemmas; those that begin with `~`
    stand behind a preposition beside a direct object ("held in custody").
    """

    wanted: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that tells of an event: its kind, what must stand with it, and who plays which part.

    `particle` are further words of the trigger ("send back", "open letter": those before the noun).
    `prepositions` are the roles of what stands behind "to", "with", "for", "against" and "on"; `owner` is the
    role of "X's", `of` that of "of X" and of a noun before the noun. `bare` is the factuality of a noun
    without arguments; `lasts` tells that a noun is a state, not a deed, `adjective` that a participle before
    a noun counts, `people_act` that only people and bodies can be the subject.
    """

    kind: str
    lemma: str
    particle: tuple[str, ...]
    objects: Objects
    subject: str
    object: str
    prepositions: Mapping[str, str]
    owner: str
    of: str
    bare: str
    lasts: bool
    adjective: bool
    needs_object: bool
    no_object: bool
    people_act: bool


@dataclass(frozen=True)
class EventWords:
    """Triggers by part of speech and lemma, the verbs that carry a noun, and the words of factuality."""

    verbs: Mapping[str, tuple[Trigger, ...]]
    nouns: Mapping[str, tuple[Trigger, ...]]
    participles: Mapping[str, str]
    light: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]
    factuality: Mapping[str, frozenset[str]]
    transparent: frozenset[str]
    facts: frozenset[str]
    undated: frozenset[str]
    compound_heads: frozenset[str]


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
        {form: lemma for lemma in sorted(verbs) for form in _participles(lemma)},
        {name: frozenset(words) for name, words in table["light"].items()},
        {name: frozenset(words) for name, words in table["classes"].items()},
        {name: frozenset(words) for name, words in table["factuality"].items()},
        frozenset(table["transparent"]["verbs"]),
        frozenset(table["facts"]["prepositions"]),
        frozenset(table["dates"]["none"]),
        frozenset(table["compounds"]["heads"]),
    )


def _trigger(kind: str, given: Mapping[str, Any], written: str, noun: bool) -> Trigger:
    words, _, objects = written.partition(":")
    parts = words.replace("-", " ").split()
    tied = "-" in words.split()[0] or (len(parts) > 1 and parts[0].endswith("ly"))
    first = not noun and not tied  # "send back", but "co-sponsor" and "sexually assault"
    lemma, particle = (parts[0], parts[1:]) if first else (parts[-1], parts[:-1])
    moves = lemma in given.get("movers", ())
    acted_on = "location" if moves and not noun else given.get("object", "recipient")
    subject = acted_on if lemma in given.get("undergoers", ()) else given.get("subject", "actor")
    return Trigger(
        kind,
        lemma,
        tuple(particle),
        _objects(objects.split("|") if objects else ()),
        subject,
        acted_on,
        {"against": "recipient"} | {word: given[word] for word in PREPOSITIONS if word in given},
        "actor" if moves else given.get("owner", acted_on),
        "actor" if moves else given.get("of", acted_on),
        "past" if lemma in given.get("told", ()) else given.get("bare", "past"),
        lemma in given.get("states", ()),
        lemma not in given.get("not_adjectives", ()),
        bool(given.get("needs_object", False)),
        bool(given.get("no_object", False)) and not noun,
        bool(given.get("people_act", False)),
    )


def _objects(words: Iterable[str]) -> Objects:
    barred = frozenset(word[1:] for word in words if word.startswith("!"))
    return Objects(frozenset(word for word in words if not word.startswith("!")), barred)


def _participles(lemma: str) -> tuple[str, ...]:
    """Return the regular past participles a verb can have, by which an adjective leads to it ("detained")."""
    if lemma.endswith("e"):
        return (lemma + "d",)
    if lemma.endswith("y") and lemma[-2:-1] not in tuple("aeiou"):
        return (lemma[:-1] + "ied",)
    return (lemma + "ed", lemma + lemma[-1] + "ed")


def _stricter_first(found: list[Trigger]) -> tuple[Trigger, ...]:
    return tuple(sorted(found, key=lambda t: (not t.particle, not t.objects.wanted, t.kind)))
