"""Private persons masked: a stable pseudonym in the place of every name, also inside exact words.

A private person (`Actor.private`) is "Person 3" wherever a row names them and "[Person 3]" inside words of
a document. The number is the person's place in the order of the record's rows: the same for one person all
through an export, and nothing of the name is in it. Ids are hashes of names that anybody could try, so a
masked person's id is `person-3`.

What is masked in a document: the words the record knows as this person's mentions; every form of the full
name and of aliases, whole words, in every document; and, where the person is mentioned, a single name
("Quint", "Ms. Quint") that no other actor's mention holds. What is not masked: what tells of a person without
the name (an age, an address, an office), and misspelt names the record does not know. What was taken for a
person and has no name of one ("op-ed", or the name of a state) is masked at its mentions alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import unquote

import pycountry

from onrecord.export.cut_names import CutNames
from onrecord.export.name_forms import NameForms, is_name_of_somebody, words_of
from onrecord.types.codec import encode
from onrecord.types.rows import Actor, DocumentRow, Norm, Row
from onrecord.types.spans import Evidence

if TYPE_CHECKING:
    from onrecord.record.store import Record

R = TypeVar("R", bound=Row)

CONTEXT = 32
"""Characters of a prefix or suffix (Web Annotation, as RECORD.md fixes it)."""

_ADDRESSES = ("path", "url", "container")
"""Fields that hold addresses: a name is there in small letters, marks or escapes between its words."""

_HONORIFICS = frozenset("mr mrs ms miss mx dr prof professor sir madam mme herr frau señor señora".split())


@dataclass(frozen=True, slots=True)
class MaskedEvidence(Evidence):
    """An anchor whose words were masked: `exact` is what may be shown, no longer what the document reads."""

    def __post_init__(self) -> None:
        """Take any words: they need not be as long as the place."""


class _Place(NamedTuple):
    start: int
    end: int
    number: int


@dataclass
class Persons:
    """The private persons of a record: their numbers, their names, and what they are called where."""

    numbers: dict[str, int] = field(default_factory=dict)
    names: list[tuple[str, int]] = field(default_factory=list)
    forms: NameForms = field(default_factory=NameForms)
    """Names that are looked for in every document, whoever is mentioned there."""
    singles: dict[str, int] = field(default_factory=dict)
    """Names of one word, for text that is of no document."""
    bare: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Per document the single words that are names of private persons there."""
    titled: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    """Per document the words that are names of private persons where a title stands before them."""
    cut: CutNames = field(default_factory=CutNames)
    """Beginnings of names, and what registers call them, for pages: they cut words off."""


class Masking:
    """Masks the private persons of a record in rows, in words of documents and in free text."""

    def __init__(self, record: Record, persons: Persons, *, on: bool = True) -> None:
        self._on = on
        self._record = record
        self._persons = persons
        self._ids = {id_: f"person-{number}" for id_, number in persons.numbers.items()}
        self._names = {
            each: pseudonym(n) for own, n in persons.numbers.items() for each in (own, self._ids[own])
        }
        self._places: dict[str, tuple[_Place, ...]] = {}

    @classmethod
    def of(cls, record: Record) -> Masking:
        """Return the masking of all private persons of a record whom no reviewer has released."""
        return cls(record, private_persons(record))

    @classmethod
    def off(cls, record: Record) -> Masking:
        """Return a masking that masks nobody."""
        return cls(record, Persons(), on=False)

    @property
    def count(self) -> int:
        """How many persons are masked."""
        return len(self._ids)

    @property
    def masks(self) -> bool:
        """Tell whether persons are masked, also where there is nobody to mask."""
        return self._on

    def id(self, id_: str) -> str:
        """Return the id under which a row is shown: a masked person's own, any other unchanged."""
        return self._ids.get(id_, id_)

    def pseudonym(self, id_: str) -> str | None:
        """Return what a masked person is called, by the own id or by that which is shown; None for others."""
        return self._names.get(id_)

    def meant(self, shown: str) -> str | None:
        """Return the row that is shown under an id, None where this is the own id of somebody masked."""
        if shown in self._ids:
            return None
        return next((id_ for id_, masked in self._ids.items() if masked == shown), shown)

    def row(self, row: R) -> R:
        """Return a row as it may be shown: same type, names masked, anchors that changed MaskedEvidence."""
        if not self._ids:
            return row
        opened: Row = self._actor(row) if isinstance(row, Actor) else row
        shown: R = self._value(opened, _documents_of(row))
        return shown

    def encoded(self, row: Row) -> dict[str, Any]:
        """Return the object of RECORD.md for a row; anchors with masked words carry `"masked": true`."""
        written = encode(row)
        if not self._ids:
            return written
        if isinstance(row, Actor):
            written = encode(self._actor(row))
        shown: dict[str, Any] = self.written(written, _documents_of(row))
        return shown

    def text(self, text: str, documents: Collection[str] | None = None) -> str:
        """Return free text with names masked; a word alone is a name as it is known in `documents`.

        Where no documents are given, a word alone is masked where it is somebody's whole name.
        """
        return self._replaced(text, documents, any_case=False) if self._ids else text

    def names_in(self, text: str, documents: Collection[str]) -> Sequence[tuple[int, int, int]]:
        """Return (start, end, number) of names in words of a page that some documents stand behind.

        Also where a page cut a name off ("Maria Qu…"), and of identifiers, which lead to a name.
        """
        hits = self._persons.forms.hits(text, self._bare(documents))
        titled = {word: n for each in documents for word, n in self._persons.titled.get(each, {}).items()}
        found = [_Place(hit.start, hit.end, hit.number) for hit in hits]
        cut = (_Place(*place) for place in self._persons.cut.hits(text))
        return tuple(_joined([*found, *cut, *_titled(text, titled)]))

    def address(self, address: str, documents: Collection[str] = ()) -> str:
        """Return a path or URL with names masked, in any case and also where they are escaped."""
        if not self._ids:
            return address
        masked = self._replaced(address, documents, any_case=True)
        plain = unquote(masked)
        again = self._replaced(plain, documents, any_case=True)
        return masked if again == plain else again

    def passage(self, document: str, start: int, end: int) -> str:
        """Return the words of a document from `start` to `end`, names masked also where they are cut."""
        text = self._record.text(document)
        return _with_marks(text, max(start, 0), min(end, len(text)), self.places(document))

    def around(self, anchor: Evidence) -> tuple[str, str]:
        """Return what stands before and after an anchor, CONTEXT characters of the document each, masked."""
        before = self.passage(anchor.document, anchor.start - CONTEXT, anchor.start)
        return before, self.passage(anchor.document, anchor.end, anchor.end + CONTEXT)

    def anchor(self, anchor: Evidence) -> Evidence:
        """Return an anchor with its words masked, the same one where no name stands in it."""
        places = self._within(anchor)
        if not places:
            return anchor
        shown = _marked(anchor.exact, anchor.start, places)
        return MaskedEvidence(anchor.document, anchor.start, anchor.end, shown)

    def places(self, document: str) -> Sequence[tuple[int, int, int]]:
        """Return (start, end, number) of every name that is masked in a document, in order and apart."""
        if not self._ids:
            return ()
        if document not in self._places:
            self._places[document] = tuple(self._found_in(document))
        return self._places[document]

    # how it is done

    def _actor(self, actor: Actor) -> Actor:
        open_to = tuple(other for other in actor.possible_same if other not in self._ids)
        number = self._persons.numbers.get(actor.id)
        if number is None:
            return replace(actor, possible_same=open_to)
        name = pseudonym(number)
        return replace(actor, name=name, aliases=(), identifiers=(), possible_same=(), offices=())

    def _value(self, value: Any, documents: Collection[str]) -> Any:
        if isinstance(value, Evidence):
            return self.anchor(value)
        if isinstance(value, str):
            return self._ids.get(value) or self.text(value, documents)
        if isinstance(value, tuple):
            return tuple(self._value(item, documents) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            changed: dict[str, Any] = {}
            for each in fields(value):
                held = getattr(value, each.name)
                shown = self._named(each.name, held, documents)
                if shown is not held and shown != held:
                    changed[each.name] = shown
            return replace(value, **changed) if changed else value
        return value

    def _named(self, name: str, value: Any, documents: Collection[str]) -> Any:
        if name in _ADDRESSES and isinstance(value, str):
            return self.address(value, documents)
        return self._value(value, documents)

    def written(self, value: Any, documents: Collection[str] = ()) -> Any:
        """Return any JSON value with names masked: anchors by their place, ids, addresses and free text."""
        if isinstance(value, str):
            return self._ids.get(value) or self.text(value, documents)
        if isinstance(value, list):
            return [self.written(item, documents) for item in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == _ANCHOR:
            shown = self.anchor(Evidence(**value))
            masked = {"masked": True} if is_masked(shown) else {}
            return {**value, "exact": shown.exact, **masked}
        return {
            name: self.address(held, documents)
            if name in _ADDRESSES and isinstance(held, str)
            else self.written(held, documents)
            for name, held in value.items()
        }

    def _replaced(self, text: str, documents: Collection[str] | None, *, any_case: bool) -> str:
        bare = self._bare(documents)
        hits = self._persons.forms.hits(text, bare, any_case=any_case)
        places = [_Place(hit.start, hit.end, hit.number) for hit in hits]
        return _marked(text, 0, places) if places else text

    def _bare(self, documents: Collection[str] | None) -> Mapping[str, int]:
        if documents is None:
            return self._persons.singles
        held = [self._persons.bare[document] for document in documents if document in self._persons.bare]
        return (
            held[0] if len(held) == 1 else {word: number for names in held for word, number in names.items()}
        )

    def _within(self, anchor: Evidence) -> list[_Place]:
        places = self.places(anchor.document)
        at = bisect_left(places, (anchor.start,))
        found = [_Place(*places[at - 1])] if at and places[at - 1][1] > anchor.start else []
        while at < len(places) and places[at][0] < anchor.end:
            found.append(_Place(*places[at]))
            at += 1
        return found

    def _found_in(self, document: str) -> Iterator[_Place]:
        try:
            text = self._record.text(document)
        except KeyError:
            return
        persons = self._persons
        hits = persons.forms.hits(text, persons.bare.get(document))
        if not hits and document not in persons.bare and document not in persons.titled:
            return
        own, others = self._mentions(document)
        found = [
            _Place(hit.start, hit.end, hit.number)
            for hit in hits
            if hit.words > 1 or not _covered(hit.start, hit.end, others)
        ]
        titled = _titled(text, persons.titled.get(document, {}))
        found += [place for place in titled if not _covered(place.start, place.end, others)]
        yield from _joined([*own, *found])

    def _mentions(self, document: str) -> tuple[list[_Place], list[tuple[int, int]]]:
        """Return the mentions in a document of persons masked, and those of all others."""
        own: list[_Place] = []
        others: list[tuple[int, int]] = []
        for actor in self._record.rows(Actor, document):
            number = self._persons.numbers.get(actor.id)
            names = _words_of_names(actor)
            for mention in actor.mentions:
                if mention.document != document:
                    continue
                if number is None:
                    others.append((mention.start, mention.end))
                elif _names_somebody(mention, names):
                    own.append(_Place(mention.start, mention.end, number))
        return own, sorted(others)


_ANCHOR = {"document", "start", "end", "exact"}


def is_masked(anchor: Evidence) -> bool:
    """Tell whether the words of an anchor were masked."""
    return isinstance(anchor, MaskedEvidence)


def pseudonym(number: int) -> str:
    """Return how a masked person is called."""
    return f"Person {number}"


def private_persons(record: Record) -> Persons:
    """Return the private persons whom no reviewer has released, numbered in the order of the rows."""
    persons = Persons()
    released = record.released()
    others: list[str] = []
    things = set(_regions())
    for actor in record.export_rows([Actor.row_type]):
        if not isinstance(actor, Actor):
            continue
        if actor.private and actor.id not in released:
            _add_person(persons, actor)
            continue
        names = [name for name in (actor.name, *actor.aliases) if " " in name]
        others += names
        if actor.kind != "person":
            things.update(tuple(word.folded for word in words_of(name)) for name in names)
    for name, number in persons.names:
        if is_name_of_somebody(name) and tuple(word.folded for word in words_of(name)) not in things:
            persons.forms.add(name, number)
    known = {word for names in (persons.singles, *persons.bare.values()) for word in names}
    for name in others if known else ():
        if any(word.folded in known for word in words_of(name)):
            persons.forms.leave(name)
    return persons


@cache
def _regions() -> frozenset[tuple[str, ...]]:
    """Return the names of countries and of their parts (ISO 3166): none is looked for as a person's."""
    places = (*pycountry.countries, *pycountry.subdivisions)
    return frozenset(tuple(word.folded for word in words_of(place.name)) for place in places)


def _add_person(persons: Persons, actor: Actor) -> None:
    number = persons.numbers[actor.id] = len(persons.numbers) + 1
    for _, code in actor.identifiers:
        persons.cut.add_code(code, number)
    names = _words_of_names(actor)
    alone: set[str] = set()
    ends: set[str] = set()
    for name in (actor.name, *actor.aliases):
        persons.names.append((name, number))
        persons.cut.add(name, number)
        words = words_of(name)
        ends |= {words[at].folded for words in ([words] if words else ()) for at in (0, -1)}
        if len(words) == 1 and words[0].capital:
            alone.add(words[0].folded)
    if len(words := words_of(actor.name)) == 1:
        persons.singles.setdefault(words[0].folded, number)
    for mention in actor.mentions:
        said = words_of(mention.exact)
        own = {said[0].folded} if len(said) == 1 and said[0].capital and said[0].folded in names else set()
        _note(persons.bare[mention.document], alone | own, number)
        _note(persons.titled[mention.document], ends, number)


def _note(known: dict[str, int], words: Iterable[str], number: int) -> None:
    for word in sorted(words):
        known.setdefault(word, number)


def _words_of_names(actor: Actor) -> frozenset[str]:
    return frozenset(word.folded for name in (actor.name, *actor.aliases) for word in words_of(name))


def _names_somebody(mention: Evidence, names: Collection[str]) -> bool:
    """Tell whether a mention has a word of the name: "she" and "the teacher" name nobody."""
    return any(word.folded in names for word in words_of(mention.exact))


def _documents_of(row: Row) -> frozenset[str]:
    """Return the documents a row speaks of."""
    if isinstance(row, Actor | Norm):  # named for themselves: "Quint Law" is no mention of Maria Quint
        return frozenset()
    own = {row.id} if isinstance(row, DocumentRow) else {row.position[0]}
    return frozenset(own | {anchor.document for anchor in row.anchors()})


def _covered(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(low <= start and end <= high for low, high in spans)


def _titled(text: str, names: Mapping[str, int]) -> Iterator[_Place]:
    """Yield names behind a title: "Ms. Quint"."""
    words = words_of(text) if names else []
    for before, word in pairwise(words):
        if word.capital and word.folded in names and before.folded in _HONORIFICS:
            yield _Place(word.start, word.end, names[word.folded])


def _joined(places: Iterable[_Place]) -> Iterator[_Place]:
    """Yield places in order, those that overlap as one, under the number of the first and longest."""
    held: _Place | None = None
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if held is None or place.start >= held.end:
            if held is not None:
                yield held
            held = place
        elif place.end > held.end:
            held = _Place(held.start, place.end, held.number)
    if held is not None:
        yield held


def _with_marks(text: str, start: int, end: int, places: Sequence[tuple[int, int, int]]) -> str:
    cut = [_Place(*place) for place in places if place[0] < end and place[1] > start]
    return _marked(text[start:end], start, cut)


def _marked(words: str, offset: int, places: Iterable[_Place]) -> str:
    """Return words, which begin at `offset`, with a mark in the place of every name."""
    parts: list[str] = []
    at = 0
    for place in places:
        parts += [words[at : max(place.start - offset, at)], f"[{pseudonym(place.number)}]"]
        at = min(place.end - offset, len(words))
    return "".join([*parts, words[at:]])
