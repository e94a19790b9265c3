"""One telling of a happening: what an event row says of it, in a form that can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from onrecord.resolve.content_words import content, stem
from onrecord.resolve.events_kinds import EventKinds
from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.identity import folded_name
from onrecord.types.periods import Period, period_of
from onrecord.types.rows import Actor, DocumentRow, Event, Figure
from onrecord.types.spans import Evidence

PARTIES = ("actor", "recipient")

ACTING_BODIES = ("body", "state")
"""Kinds of actor that take part whatever role the parse gives them: "the bill passed the House"."""

BEFORE, BEHIND, TAIL = 100, 220, 700
"""Characters read before and behind a mention in its paragraph, and behind it whatever follows."""

MOST_PLAIN = 8
"""Words kept of who takes part where nobody is named."""

DOCUMENTS_KEPT = 600
"""Documents whose rows are kept at hand: those of a month or two."""

_DEICTIC = frozenset("following below attached".split())
"""Words by which a document says that it is itself what is told of: "issued the following statement"."""

_NO_THING = frozenset(
    map(stem, "act bill law resolution house senate congress parliament legislation amendment package letter "
    "statement the of and for to representatives united states us".split())
)  # fmt: skip
"""Capitalised words that name no one thing among those acted on."""

_NO_PLACE = frozenset("the of in city state county province district region".split())

_VAGUE = frozenset(
    map(stem, "one two three four five six seven eight nine ten eleven twelve dozen dozens hundred hundreds "
    "thousand thousands million millions billion several many more than least about some nearly over "
    "approximately roughly as much number group up most whose that those these".split())
)  # fmt: skip
"""Words of number, and those that point at somebody: they tell nothing of who takes part."""

_FORMAL = frozenset(
    map(stem, "following statement statements remarks today yesterday floor senate house representative "
    "representatives congressman congresswoman senator senators rep reps sen sens released issued delivered "
    "sent letter letters regarding member members congress secretary president committee united states "
    "national office honorable said says january february march april may june july august september october "
    "november december monday tuesday wednesday thursday friday saturday sunday".split())
)  # fmt: skip
"""Words of form and office around an event, which any two may share."""


class Name(NamedTuple):
    """Somebody named: the actor, its kind, and its name in folded words."""

    actor: str
    kind: str
    words: tuple[str, ...]


class Count(NamedTuple):
    """A figure of an event: its number, its unit, and the stems of what it counts."""

    number: float | int
    unit: str | None
    counted: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """What one event row says, in one document: who, whom, what, where, when, and in which words.

    `named` are participants by role, `plain` the stems of those that are not named, `things` the stems of the
    names of what is acted on, `acts` those of what is done. `own` tells that a document was sent, said or
    published, on the day of the document that tells of it or as that document itself.
    """

    event: Event
    document: DocumentRow
    period: Period
    own: bool
    named: Mapping[str, tuple[Name, ...]]
    plain: Mapping[str, frozenset[str]]
    things: frozenset[str]
    place: frozenset[str]
    counts: tuple[Count, ...]
    acts: frozenset[str]
    words: tuple[str, ...]
    text_of: Callable[[str], str] = field(repr=False)

    @property
    def text(self) -> str:
        """The text of its document."""
        return self.text_of(self.document.id)

    @property
    def mention(self) -> Evidence:
        """The words that tell of it."""
        return self.event.mentions[0]

    @property
    def of_one_day(self) -> bool:
        """Tell whether it is told for one day."""
        return self.period.days == 1

    def features(self) -> Iterator[str]:
        """Yield words of which two tellings of one happening share at least one."""
        for role in PARTIES:
            for name in self.named.get(role, ()):
                yield f"name {name.words[-1] if name.words else ''}"
        yield from (f"thing {word}" for word in self.things)
        yield from (f"place {word}" for word in self.place)
        yield from (f"count {count.number}" for count in self.counts)
        yield from (f"party {word}" for role in PARTIES for word in self.plain.get(role, ()))

    def near(self) -> frozenset[str]:
        """Return the stems of content around the mention, in its paragraph, without names and dates."""
        text = self.text
        start = max(text.rfind("\n", 0, self.mention.start) + 1, self.mention.start - BEFORE)
        line_end = text.find("\n", self.mention.end)
        end = min(len(text) if line_end < 0 else line_end, self.mention.end + BEHIND)
        found = content(text[start:end])
        kept = (word for word in found if len(word) > 2 and not word[0].isdigit())
        return frozenset(kept) - _stems(self.named) - _FORMAL

    def tail(self) -> frozenset[str]:
        """Return the stems of content in what follows the mention."""
        return frozenset(content(self.text[self.mention.end : self.mention.end + TAIL]))


@dataclass(frozen=True, slots=True)
class _Held:
    """What is kept of one document."""

    row: DocumentRow
    events: Mapping[str, Event]
    actors: Mapping[str, Actor]


class TellingReader:
    """Reads the tellings of a record, document by document."""

    def __init__(self, corpus: Corpus, kinds: EventKinds) -> None:
        self._corpus, self._kinds = corpus, kinds
        self._held = lru_cache(DOCUMENTS_KEPT)(self._hold)
        self._figures = lru_cache(DOCUMENTS_KEPT)(
            lambda document: {figure.id: figure for figure in corpus.rows(Figure, document)}
        )

    def read(self, document: str, event: str) -> Telling | None:
        """Return what one event of a document tells, None where it is not there or has no date."""
        held = self._held(document)
        row = held.events.get(event) if held else None
        period = period_of(row.date) if row else None
        if held is None or row is None or period is None:
            return None
        named = _named(row, held.actors)
        words = words_of(row.mentions[0].exact)
        date = held.row.date
        return Telling(
            event=row,
            document=held.row,
            period=period,
            own=self._kinds.is_document(row.kind)
            and (
                (date is not None and row.date == date.edtf) or any(word.folded in _DEICTIC for word in words)
            ),
            named=named,
            plain=_plain(row, named),
            things=frozenset(_things(row)) - _stems(named),
            place=frozenset(
                word.folded for word in words_of(row.place or "") if word.folded not in _NO_PLACE
            ),
            counts=tuple(_counts(row, self._figures(document))) if row.figures else (),
            acts=self._kinds.acts(row.kind, (trigger.exact for trigger in row.triggers)),
            words=tuple(word.folded for word in words),
            text_of=self._corpus.text,
        )

    def _hold(self, document: str) -> _Held | None:
        row = self._corpus.document(document)
        if row is None:
            return None
        return _Held(
            row,
            {event.id: event for event in self._corpus.rows(Event, document)},
            {actor.id: actor for actor in self._corpus.rows(Actor, document)},
        )


def _named(event: Event, actors: Mapping[str, Actor]) -> dict[str, tuple[Name, ...]]:
    """Return who is named in each role; groups ("families") and descriptions ("the envoy") name nobody."""
    found: dict[str, dict[str, Name]] = defaultdict(dict)
    for part in event.participants:
        for actor in (actors[id_] for id_ in part.actors if id_ in actors):
            if actor.kind == "group" or (actor.kind == "person" and actor.name[:1].islower()):
                continue
            acting = part.role not in (*PARTIES, "location") and actor.kind in ACTING_BODIES
            name = Name(actor.id, actor.kind, tuple(folded_name(actor.name).split()))
            found["actor" if acting else part.role][actor.id] = name
    return {role: tuple(names.values()) for role, names in found.items()}


def _plain(event: Event, named: Mapping[str, Iterable[Name]]) -> dict[str, frozenset[str]]:
    """Return the stems of those who take part where the words name nobody: "fishing families"."""
    names = _stems(named)
    found: dict[str, set[str]] = defaultdict(set)
    for argument in event.arguments:
        if argument.role in PARTIES:
            kept = [w for w in content(argument.anchor.exact) if w not in _VAGUE and not w[0].isdigit()]
            if not names.intersection(kept):
                found[argument.role].update(kept[:MOST_PLAIN])
    return {role: frozenset(words) for role, words in found.items() if words}


def _stems(named: Mapping[str, Iterable[Name]]) -> frozenset[str]:
    """Return the stems of the names of all who take part."""
    return frozenset(stem(word) for names in named.values() for name in names for word in name.words)


def _things(event: Event) -> Iterator[str]:
    """Yield the stems of names and numbers of what is acted on: a bill, a treaty, a crossing."""
    for argument in event.arguments:
        if argument.role not in (*PARTIES, "location"):
            for word in words_of(argument.anchor.exact):
                named = word.text[0].isdigit() or (word.text[0].isupper() and len(word.text) > 1)
                if named and stem(word.folded) not in _NO_THING:
                    yield stem(word.folded)


def _counts(event: Event, figures: Mapping[str, Figure]) -> Iterator[Count]:
    for figure in (figures[id_] for id_ in event.figures if id_ in figures):
        counts = figure.quantity in ("count", "money") and figure.change is None
        if counts and figure.number is not None and figure.counted:
            yield Count(figure.number, figure.unit, frozenset(content(figure.counted)))
