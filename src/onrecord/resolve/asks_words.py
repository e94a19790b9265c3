"""What an ask asks for, in words that can be compared: its verb, its turn, its other words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onrecord.resolve.content_words import EMPTY, stem
from onrecord.resolve.words import Word, words_of
from onrecord.types.spans import Evidence, Span

LEAST_WORDS = 3
"""Content words two asks must share: with fewer, "hold a hearing" would be one ask everywhere."""

SAME_WORDS = 0.5
"""Share of the longer ask's content words that the other must hold for the two to be one ask."""

HELD_WORDS = 0.75
"""Share of the shorter ask's content words that make it part of a longer one."""

UNREAD_WORDS = 0.6
"""Share of the longer ask's words where it cannot be told by what verb either asks."""

THING_WORDS = 0.4
"""Share of the shorter ask's words where both ask the same people for the same thing by name."""

TOUCHING_WORDS = 2
"""Content words that any two mentions of one ask share, also where a third one joined them."""

_NO_VERB = frozenset(
    "a an the this that these those its their his her our your my all any some no each every both more most "
    "it they we you he she i there what how why who when where which either such one two three four five six "
    "several many additional full".split()
)
"""Words that open a phrase which begins with no verb: a thing, a clause with its own subject, a question."""

_BEFORE_VERB = frozenset("to not also and either please then further again instead never".split())

_LEADING = frozenset(
    "be been being have do take make ensure continue further up out off forth sure step steps effort efforts "
    "measures".split()
)
"""Words without content that another verb follows."""

_VERBS_IN_LY = frozenset("apply comply rely supply reply multiply fly ally tally rally".split())

_IN_CLAUSE = re.compile(
    r"\b(?:must|should|shall|will|needs?\s+to|ought\s+to|ha(?:s|ve)\s+to|be)\s+"
    r"(?:(?:not|also|now|be|\w+ly)\s+)*(?P<verb>[^\W\d_]+)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(r"(?:you|we|they|he|she|it)\s+(?:(?:not|also|\w+ly)\s+)*(?P<verb>[^\W\d_]+)", re.I)


@dataclass(frozen=True, slots=True)
class Action:
    """What is asked: the verb (None where none is seen), whether it is asked not to, and the words.

    A norm counts as one word, its id; a verb that asks for an end counts as a negation. `text` is all of it,
    folded.
    """

    text: str
    verb: str | None
    negative: bool
    words: frozenset[str]
    numbers: frozenset[str]
    norms: frozenset[str]
    things: frozenset[str]


class ActionReader:
    """Reads and compares actions with the words of `ledger.toml` and the modifiers of `asks.toml`."""

    def __init__(self, table: Mapping[str, Any], modifiers: Mapping[str, Any]) -> None:
        self._ceasing = {stem(word) for word in table.get("ceasing", ())}
        self._light = {stem(word) for word in table.get("light", ())}
        self._turning = {stem(word) for word in table.get("turning", ())}
        self._things = {stem(word) for word in table.get("things", ())}
        self._alike = [{stem(word) for word in group} for group in table.get("alike", ())]
        self._modifiers = {
            word for name in ("stronger", "weaker") for word in str(modifiers.get(name, "")).split()
        }

    def read(
        self, action: Evidence, *, negative: bool = False, norms: Iterable[tuple[Span, str]] = ()
    ) -> Action:
        """Return what the words of an ask ask for; `norms` are the norms its document names, with places."""
        text, start = action.exact, action.start
        named = [(span, norm) for span, norm in norms if action.span.overlaps(span)]
        words = [
            word
            for word in words_of(text)
            if word.folded not in self._modifiers
            and not any(span.covers(start + word.start) for span, _ in named)
        ]
        verb, ceasing = self._verb(text, words)
        empty = EMPTY | _LEADING
        stems = {stem(word.folded) for word in words if word.folded not in empty} - ceasing - self._light
        called = frozenset(norm for _, norm in named)
        return Action(
            text=" ".join(word.folded for word in words_of(text)),
            verb=verb,
            negative=negative != bool(ceasing),
            words=frozenset(stems) | called,
            numbers=frozenset(word.folded for word in words if any(char.isdigit() for char in word.folded)),
            norms=called,
            things=frozenset(stems & self._things),
        )

    def same(self, one: Action, other: Action) -> bool:
        """Tell whether two actions are one in substance: no contradiction, one verb, and most words meet."""
        if self.contradict(one, other) or not self._one_verb(one, other):
            return False
        shared = len(one.words & other.words)
        longer, shorter = _lengths(one, other)
        unread = one.verb is None and other.verb is None
        half = shared >= LEAST_WORDS and shared >= (UNREAD_WORDS if unread else SAME_WORDS) * longer
        return half or (shared > LEAST_WORDS and shared >= HELD_WORDS * shorter)

    def same_thing(self, one: Action, other: Action) -> bool:
        """Tell whether both ask for one thing in one matter: enough where they ask the same people."""
        shared = len(one.words & other.words)
        return (
            bool(one.things & other.things)
            and not self.contradict(one, other)
            and shared >= LEAST_WORDS
            and shared >= THING_WORDS * _lengths(one, other)[1]
        )

    def near(self, one: Action, other: Action) -> bool:
        """Tell whether two actions are one deed where one text asks for both, or tells of the other."""
        shared = len(one.words & other.words)
        return (
            one.verb is not None
            and one.verb == other.verb
            and shared >= LEAST_WORDS
            and shared >= HELD_WORDS * _lengths(one, other)[1]
            and not self.contradict(one, other)
        )

    def whole(self, one: Action, other: Action) -> bool:
        """Tell whether two actions say the same word for word, however short they are."""
        return (
            bool(one.words)
            and one.words == other.words
            and not self.contradict(one, other)
            and self._one_verb(one, other)
        )

    def one_deed(self, one: Action, other: Action) -> bool:
        """Tell whether the verbs of two actions say one deed: more than that one names the other's."""
        verbs = {verb for verb in (one.verb, other.verb) if verb is not None}
        return one.verb == other.verb or len(verbs) == 1 or any(verbs <= group for group in self._alike)

    def touch(self, one: Action, other: Action) -> bool:
        """Tell whether two actions can be mentions of one ask that a third mention joins."""
        least = min(TOUCHING_WORDS, _lengths(one, other)[1])
        return not self.contradict(one, other) and len(one.words & other.words) >= least

    def contradict(self, one: Action, other: Action) -> bool:
        """Tell whether two actions cannot be one: to do and not to do, other numbers, other norms."""
        return (
            one.negative != other.negative
            or _apart(one.numbers, other.numbers)
            or _apart(one.norms, other.norms)
            or one.words & self._turning != other.words & self._turning
        )

    def _one_verb(self, one: Action, other: Action) -> bool:
        """Tell whether two actions can ask for one deed: one verb, or that of one among the other's words."""
        verbs = {verb for verb in (one.verb, other.verb) if verb is not None}
        named = any(verb in one.words and verb in other.words for verb in verbs)
        return one.verb == other.verb or named or (len(verbs) > 1 and self.one_deed(one, other))

    def _verb(self, text: str, words: Sequence[Word]) -> tuple[str | None, set[str]]:
        """Return the verb of what is asked, and the verb before it that asks for its end."""
        ceasing: set[str] = set()
        for word in self._from_verb(text, words):
            found = stem(word.folded)
            if found in self._ceasing and not ceasing:
                ceasing = {found}
            elif word.folded in _LEADING or found in self._light or (ceasing and word.folded == "from"):
                continue
            elif word.folded in _NO_VERB or word.folded in EMPTY:
                return None, ceasing
            else:
                return found, ceasing
        return None, ceasing

    def _from_verb(self, text: str, words: Sequence[Word]) -> Iterator[Word]:
        """Yield the words from the first that can be the verb on, without those that only join it."""
        at = self._start(text, words)
        for word in words:
            adverb = word.folded.endswith("ly") and word.folded not in _VERBS_IN_LY
            if at is not None and word.start >= at and not adverb and word.folded not in _BEFORE_VERB:
                yield word

    def _start(self, text: str, words: Sequence[Word]) -> int | None:
        """Return where the verb stands: at the head, else after the modal of a clause; None where unseen."""
        first = next((word for word in words if word.folded not in _BEFORE_VERB), None)
        if first is None:
            return None
        addressed = _ADDRESSED.match(text)
        if addressed and addressed["verb"].casefold() not in ("must", "should", "will", "be", "can"):
            return addressed.start("verb")
        clause = _IN_CLAUSE.search(text)
        nominal = first.folded in _NO_VERB or (first.text[0].isupper() and not text.isupper())
        if nominal or addressed:
            return clause.start("verb") if clause else first.start if first.folded not in _NO_VERB else None
        return first.start


def _lengths(one: Action, other: Action) -> tuple[int, int]:
    """Return how many words the longer action has, and the shorter."""
    return max(len(one.words), len(other.words)), min(len(one.words), len(other.words))


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether each of two sets holds what the other does not."""
    return bool(one - other) and bool(other - one)
