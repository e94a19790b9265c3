"""States and well-known bodies by any of their names, with capitals and adjectives that stand for states."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord.extract.actors_capitals import CapitalReader
from onrecord.extract.actors_mentions import Mention, as_words
from onrecord.extract.actors_names import NameFound, NameTable, Word, word_index
from onrecord.extract.actors_two_places import TwoPlaces
from onrecord.types.annotated import Annotated
from onrecord.types.knowledge import KnownEntry

_PLACE_LABELS = ("GPE", "NORP", "LOC")
_PAST_POSSESSIVE = re.compile(r"['’]s?\s{1,2}")
_OF = re.compile(r"\b[Gg]overnments?\s{1,2}of\s{1,2}(?:the\s{1,2})?$")
_OF_STATE = re.compile(
    r"\b(?:delegation|government|republic|kingdom|state|people|authorities|support)s?\s{1,2}of\s{1,2}(?:the\s{1,2})?$",
    re.IGNORECASE,
)
_INVERTED = re.compile(r"^([^,]+), ([^,]+ of)$")
"""A name of ISO 3166 with its form of government behind a comma; the United Nations put it in brackets."""

_JOINING = frozenset(["and", "the", "of"])
_LONGEST_LIST = 600
"""Characters of the longest bracket that is looked through for names of states."""


@dataclass(frozen=True, slots=True)
class Known:
    """An actor of the vocabulary."""

    name: str
    kind: str
    identifiers: tuple[tuple[str, str], ...] = ()
    state: str | None = None
    roles: tuple[str, ...] = ()

    def mention(self, start: int, end: int) -> Mention:
        """Return a mention of this actor."""
        return Mention(start, end, self.kind, self.name, self.name, self.identifiers, self.roles)


class KnownActors:
    """Finds actors of the vocabulary; reads pycountry's table of states once, when it is made."""

    def __init__(
        self,
        places: Mapping[str, Any],
        actors: Mapping[str, Any],
        entries: Iterable[tuple[str, KnownEntry]] = (),
    ) -> None:
        forms, capitals, demonyms = _states(places)
        bodies = list(_bodies(actors))
        self._states = {dict(known.identifiers)["iso3"]: known for _, known in forms}
        self.table = NameTable(_with_files(entries, [*forms, *bodies]))
        self._capitals = NameTable(capitals)
        provinces = list(_provinces(places))
        self.places: NameTable[Any] = NameTable([*capitals, *provinces])
        self._two_places = _two_places(provinces, [*forms], [*capitals, *demonyms], places)
        self._demonyms = NameTable(_unambiguous(demonyms))
        self._bare = tuple(_bare_bodies(actors))
        self._back = {
            iso3: tuple(shorts)
            for iso3, shorts in places.get("back_references", {}).items()
            if iso3 in self._states
        }
        self._government = as_words(places, "government")
        self._shared = as_words(places, "shared_names")
        self._capital_reader = CapitalReader(places)
        self._ambiguous = as_words(places, "ambiguous")

    def state(self, iso3: str) -> Known | None:
        """Return a state by its ISO 3166 code."""
        return self._states.get(iso3)

    def read(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield mentions of states and bodies by name, adjective with a word of government, or capital."""
        text = annotated.text
        named: set[str] = set()
        names = list(self.table.find(text, words))
        listed = self._listed(text, words, names)
        doubted = self._two_places.doubted(text, words, names)
        for found in names:
            written = text[found.start : found.end]
            if written in self._ambiguous and not _is_place(annotated, found.start, written in listed):
                continue
            if written in doubted:
                continue
            named.update(code for key, code in found.entry.identifiers if key == "iso3")
            start, end = found.start, found.end
            if found.entry.kind == "state":
                start, end = self._with_government(text, words, start, end)
            yield found.entry.mention(start, end)
        for found in self._demonyms.find(text, words):
            start, end = self._with_government(text, words, found.start, found.end)
            if end > found.end:
                yield found.entry.mention(start, end)
        yield from self._short_forms(text, words, named)

    def capitals(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[tuple[Mention, str | None]]:
        """Yield each capital as a mention of its state, with the reason where it is only a place."""
        for found in self._capitals.find(annotated.text, words):
            place = self._capital_reader.why_only_place(annotated, found.start, found.end)
            yield found.entry.mention(found.start, found.end), place

    def demonym(self, phrase: str) -> Known | None:
        """Return the state of an adjective or name."""
        return self._demonyms.exactly(phrase) or self.table.exactly(phrase)

    def _short_forms(self, text: str, words: Sequence[Word], named: set[str]) -> Iterator[Mention]:
        forms: list[tuple[str, Known]] = []
        for iso3, shorts in self._back.items():
            if iso3 in named:
                forms.extend((short.removeprefix("the "), self._states[iso3]) for short in shorts)
        forms = list(_unambiguous(forms))
        forms.extend((form, body) for form, body in self._bare if body.state is None or body.state in named)
        if not forms:
            return
        shorts_of_states = {form for form, known in forms if known.kind == "state"} - self._shared
        for found in NameTable(forms).find(text, words):
            written = text[found.start : found.end]
            if found.entry.kind == "body" and _counts_terms(text, found.start):
                continue
            if written in shorts_of_states and not _stands_alone(text, found.start, found.end):
                continue
            yield found.entry.mention(found.start, found.end)

    def _with_government(self, text: str, words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
        """Return the span with "Government of the" before it or "authorities" after it."""
        before = _OF.search(text[max(0, start - 30) : start])
        if before:
            return start - (len(before[0])), end
        possessive = _PAST_POSSESSIVE.match(text, end)
        index = word_index(words, possessive.end() if possessive else end)
        if index < len(words) and words[index].folded in self._government:
            gap = text[end : words[index].start]
            if possessive or (gap.strip() == "" and 0 < len(gap) < 4 and "\n\n" not in gap):
                return start, words[index].end
        return start, end

    def _listed(self, text: str, words: Sequence[Word], names: Sequence[NameFound[Known]]) -> frozenset[str]:
        """Return the ambiguous names that the text once uses where only a state can stand."""
        doubtful = {text[found.start : found.end] for found in names} & self._ambiguous
        if not doubtful:
            return frozenset()
        starts = [found.start for found in names]
        proven: set[str] = set()
        for found in names:
            written = text[found.start : found.end]
            if (
                written in doubtful
                and written not in proven
                and (
                    _OF_STATE.search(text, max(0, found.start - 40), found.start)
                    or _is_among_names(text, words, found, names, starts)
                )
            ):
                proven.add(written)
        return frozenset(proven)


def _states(
    places: Mapping[str, Any],
) -> tuple[list[tuple[str, Known]], list[tuple[str, Known]], list[tuple[str, Known]]]:
    import pycountry  # noqa: PLC0415

    forms: list[tuple[str, Known]] = []
    capitals: list[tuple[str, Known]] = []
    demonyms: list[tuple[str, Known]] = []
    own: dict[str, dict[str, Any]] = {iso3: dict(row) for iso3, row in places.get("states", {}).items()}
    skipped, unnamed = as_words(places, "not_states"), as_words(places, "shared_names")
    territories = as_words(places, "territories")
    listed = {country.alpha_3: country for country in pycountry.countries if country.alpha_3 not in skipped}
    for iso3 in sorted({*listed, *own}):
        row, country = own.get(iso3, {}), listed.get(iso3)
        written = [getattr(country, key, None) for key in ("common_name", "name", "official_name")]
        names = [_INVERTED.sub(r"\1 (\2)", name) for name in written if name and name not in unnamed]
        plain = [name for name in names if "(" not in name and "," not in name]
        name = row.get("name") or (plain or row.get("names", [iso3]))[0]
        roles = ("territory",) if iso3 in territories else ()
        known = Known(name, "state", (("iso3", iso3),), roles=roles)
        written = [name, *names, *row.get("names", ())]
        forms.extend((str(form).removeprefix("the "), known) for form in written)
        capitals.extend((capital, known) for capital in row.get("capitals", ()))
        demonyms.extend((demonym, known) for demonym in row.get("demonyms", ()))
    return forms, capitals, demonyms


def _with_files(
    entries: Iterable[tuple[str, KnownEntry]], known: Sequence[tuple[str, Known]]
) -> Iterator[tuple[str, Known]]:
    """Yield the names of the user's files, then those of the vocabulary.

    An entry that has a name or the ISO code of an actor of the vocabulary is that actor, with what the
    files add to its identifiers.
    """
    held = {(actor.kind, form): actor for form, actor in known}
    by_code = {dict(actor.identifiers)["iso3"]: actor for _, actor in known if actor.kind == "state"}
    named: list[tuple[str, Known]] = []
    added: dict[Known, dict[str, str]] = {}
    for form, entry in entries:
        by_name = (held[entry.kind, name] for name in entry.names if (entry.kind, name) in held)
        actor = by_code.get(dict(entry.identifiers).get("iso3", "")) or next(by_name, None)
        if actor is not None:
            added.setdefault(actor, dict(actor.identifiers)).update(
                (scheme, value) for scheme, value in entry.identifiers if scheme != "iso3"
            )
        bare = form.removeprefix("the ").removeprefix("The ")
        named.append((bare, actor or Known(entry.name, entry.kind, entry.identifiers)))
    for form, actor in (*named, *known):
        more = added.get(actor)
        yield form, replace(actor, identifiers=tuple(sorted(more.items()))) if more else actor


def _provinces(places: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the names of the provinces of the countries listed: towns and people are called by others'."""
    import pycountry  # noqa: PLC0415

    listed = as_words(places, "provinces_of")
    for province in pycountry.subdivisions:
        if province.country_code in listed:
            yield province.name, province.code


def _two_places(
    provinces: Iterable[tuple[str, str]],
    forms: Iterable[tuple[str, Known]],
    proofs: Sequence[tuple[str, Known]],
    places: Mapping[str, Any],
) -> TwoPlaces:
    """Return the reader of names that a state, and no territory, shares with a province."""
    states = {form: known for form, known in forms if not known.roles}
    shared = {name: code for name, code in provinces if name in states}
    held = {name: [form for form, known in proofs if known == states[name]] for name in shared}
    return TwoPlaces(shared, held, places.get("seats", {}))


def _unambiguous(forms: list[tuple[str, Known]]) -> Iterator[tuple[str, Known]]:
    counts = Counter(form for form, _ in forms)
    return ((form, known) for form, known in forms if counts[form] == 1)


def _bodies(actors: Mapping[str, Any]) -> Iterator[tuple[str, Known]]:
    for row in actors.get("organization", ()):
        known = Known(row["name"], row["kind"], tuple(sorted(row.get("identifiers", {}).items())))
        for form in (row["name"], *row.get("names", ())):
            yield form, known


def _bare_bodies(actors: Mapping[str, Any]) -> Iterator[tuple[str, Known]]:
    for row in actors.get("organization", ()):
        identifiers = tuple(sorted(row.get("identifiers", {}).items()))
        for form in row.get("bare", ()):
            yield form, Known(row["name"], row["kind"], identifiers, row.get("state"))


def _is_place(annotated: Annotated, offset: int, otherwise: bool) -> bool:
    """Tell whether a name is that of a place here; `otherwise` is the answer where no model names it."""
    for entity in annotated.entities_in(offset, offset + 40):
        if entity.start == offset:
            return entity.label in _PLACE_LABELS
    return otherwise


def _is_among_names(
    text: str,
    words: Sequence[Word],
    found: NameFound[Known],
    names: Sequence[NameFound[Known]],
    starts: Sequence[int],
) -> bool:
    """Tell whether a name stands in brackets that hold nothing but names of the vocabulary."""
    start, end = text.rfind("(", max(0, found.start - _LONGEST_LIST), found.start), text.find(")", found.end)
    if start < 0 or not 0 < end - start <= _LONGEST_LIST or ")" in text[start : found.start]:
        return False
    inside = names[bisect_left(starts, start) : bisect_left(starts, end)]
    between = words[word_index(words, start) : word_index(words, end)]
    return all(
        word.folded in _JOINING or any(name.start <= word.start < name.end for name in inside)
        for word in between
    )


def _counts_terms(text: str, start: int) -> bool:
    """Tell whether a body's name stands for a term of it: "this Congress", "last Parliament"."""
    before = text[max(0, start - 12) : start].split()
    return bool(before) and before[-1].casefold() in ("this", "last", "next", "each", "every", "previous")


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether "North" is the state here: after "the", not before another noun or name."""
    following = text[end : end + 2]
    ends = not following or following[0] in ".,;:’'”\")" or following[:1] == "\n"
    verb = re.match(r"\s(?:has|had|is|was|will|and|to|or|against|in|for|with|by)\b", text[end : end + 10])
    return text[max(0, start - 4) : start].casefold() == "the " and (ends or verb is not None)
