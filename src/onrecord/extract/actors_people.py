"""People by name: after a title, or where the entity recogniser sees a name and it has the shape of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from onrecord.extract.actors_mentions import Claims, Mention, as_words
from onrecord.extract.actors_names import NameFound, NameTable, Word, folds_line, word_index
from onrecord.extract.actors_people_roles import SIDE_BY_SIDE, RoleReader, after_party, leads_on
from onrecord.extract.actors_person_names import PersonNames, Title
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected

_SHORT_FORM = re.compile(r"\s{1,2}\(([A-Z]{2,6})\)")
_SMALL = frozenset(
    ["of", "for", "to", "at", "on", "the", "and", "in", "s", "bipartisan", "bicameral", "joint"]
)
_NO_SHAPE = "The recogniser sees a person, but the words have not the shape of a name."
_OF_THING = "An article before it or a noun after it makes it part of another name."
_OF_SHORT = "A short form in brackets after it spells its initials, as behind a thing or a body."
_OF_PLACE = "It is the name of a town or province."
_SINGLE = "A single name that no full name in the text bears out and that does not speak here."


class PeopleReader:
    """Reads people; `actors` is actors.toml."""

    def __init__(self, actors: Mapping[str, Any], names: PersonNames) -> None:
        people = actors.get("people", {})
        self._names = names
        self._roles = RoleReader(actors)
        self._speaking = as_words(people, "speaking")
        self._holds_office = as_words(people, "holds_office")
        self._things = as_words(people, "things")
        self._heads = frozenset(actors.get("organizations", {}).get("heads", {})) - {
            word.capitalize() for word in self._holds_office
        }

    def titled(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield people named after a title, with everybody a title in the plural stands before."""
        text = annotated.text
        for found in self._names.titles.find(text, words):
            index, role = self._last_title(text, words, found)
            last = self._names.end_of(annotated, words, index)
            if last is None or not _follows_title(text, words, index, role):
                continue
            if last == index and self._is_of_body(text, words, last):
                continue
            if self._names.known.exactly(text[found.start : words[index].end]) or _shouts(
                text, found.start, found.end
            ):
                continue
            start, title = found.start, role
            while last is not None:
                mention = self._mention(annotated, words, index, last, title)
                yield replace(mention, start=start)
                if not title.plural:
                    break
                beside = SIDE_BY_SIDE.match(text, after_party(text, mention.end))
                if beside is None:
                    break
                index = word_index(words, beside.end())
                if index >= len(words) or words[index].start != beside.end():
                    break
                if self._names.title_from(text, words, index):
                    break
                last, start = self._names.end_of(annotated, words, index), words[index].start

    def opens_title(self, text: str, words: Sequence[Word], end: int) -> bool:
        """Tell whether a title with a name behind it follows at once: "U.S." says whose senator NAME is."""
        index = word_index(words, end)
        if index >= len(words) or text[end : words[index].start] != " ":
            return False
        found = self._names.title_from(text, words, index)
        if found is None or not found.entry.official:
            return False
        name, title = self._last_title(text, words, found)
        return (
            name < len(words)
            and _follows_title(text, words, name, title)
            and text[words[name].start].isupper()
        )

    def _last_title(self, text: str, words: Sequence[Word], found: NameFound[Title]) -> tuple[int, Title]:
        """Return the word behind a run of titles ("President and CEO") and what they tell together."""
        index, role = word_index(words, found.end), found.entry
        while index + 1 < len(words):
            gap = text[words[index - 1].end : words[index].start].strip(" .\n")
            step = index + 1 if words[index].folded == "and" and not gap else index
            second = self._names.title_from(text, words, step)
            if second is None:
                break
            joined = gap == "&" or step > index
            if joined and (role.plural or not second.entry.business):
                break
            if gap and not joined and (gap != "," or role.plural):
                break
            role = role.with_(second.entry)
            index = word_index(words, second.end)
        return index, role

    def after_offices(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield people named after an office with its field: "High Commissioner for Human Rights NAME"."""
        text = annotated.text
        for found in self._names.titles.find(text, words):
            if not found.entry.official or not leads_on(text, found.end):
                continue
            index = word_index(words, found.end) + 1
            field = index
            while index < min(len(words), field + 12):
                written = text[words[index].start : words[index].end]
                gap = text[words[index - 1].end : words[index].start]
                if gap.strip(" -‑’'&()") or not (written[0].isupper() or written in _SMALL):
                    break
                if index > field and not self._is_of_field(text, words, index):
                    last = self._names.end_of(annotated, words, index)
                    if last is not None and last > index and gap in (" ", ") "):
                        role = " ".join(text[found.start : words[index].start].split())
                        person = self._mention(annotated, words, index, last, found.entry)
                        yield replace(
                            person, roles=(role,), role_spans=((found.start, words[index - 1].end),)
                        )
                    break
                index += 1

    def _is_of_field(self, text: str, words: Sequence[Word], index: int) -> bool:
        """Tell whether a word belongs to the field of an office and not yet to its holder's name."""
        written = text[words[index].start : words[index].end]
        stopped = [
            step
            for step in range(index, min(index + 4, len(words)))
            if text[words[step].start : words[step].end] in self._names.stops
        ]
        before = text[words[index - 1].start : words[index - 1].end]
        return (
            written in _SMALL or before in _SMALL or bool(stopped) or self._known_covers(text, words, index)
        )

    def _known_covers(self, text: str, words: Sequence[Word], index: int) -> bool:
        for first in range(max(0, index - 5), index + 1):
            found = next(self._names.known.find(text, words[first : first + 7]), None)
            if found and found.start <= words[index].start < found.end:
                return True
        return False

    def recognised(
        self, annotated: Annotated, words: Sequence[Word], claims: Claims
    ) -> Iterator[Mention | Rejected]:
        """Yield people that the entity recogniser sees, cut to the words that make a name; or a refusal."""
        for entity in annotated.entities:
            if entity.label != "PERSON" or claims.overlaps(entity.start, entity.end):
                continue
            index = word_index(words, entity.start)
            while index < len(words) and words[index].start < entity.end:
                if self._names.may_hold(annotated, words[index]):
                    break
                index += 1
            last = self._names.end_of(annotated, words, index)
            anchor = annotated.evidence(entity.start, entity.end)
            if last is None or words[last].end > entity.end + 2 or words[index].start >= entity.end:
                yield Rejected(anchor, "actors", "not_a_name", _NO_SHAPE)
            elif self._is_of_thing(annotated.text, words, index, last) or self._is_thing(
                annotated, words[last]
            ):
                yield Rejected(anchor, "actors", "part_of_a_name", _OF_THING)
            elif abbreviates_thing(annotated.text, words[index].start, words[last].end):
                yield Rejected(anchor, "actors", "thing_with_short_form", _OF_SHORT)
            elif self._names.places.exactly(annotated.text[words[index].start : words[last].end]):
                yield Rejected(anchor, "actors", "place_name", _OF_PLACE)
            elif last == index and not self._speaks(annotated, words[index]):
                yield Rejected(anchor, "actors", "single_name", _SINGLE)
            else:
                yield self._mention(annotated, words, index, last, Title(None, False, False))

    def described(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield full names that an office stands beside: "NAME, Director of X", "the director, NAME"."""
        text = annotated.text
        for index, word in enumerate(words):
            token = annotated.token_at(word.start)
            if token is None or token.pos != "PROPN" or (index and _goes_before(text, words, index)):
                continue
            last = self._names.end_of(annotated, words, index)
            if last is None or last == index or self._is_of_thing(text, words, index, last):
                continue
            if self._names.known.exactly(text[word.start : words[last].end]) is not None:
                continue
            after = text[words[last].end : words[last].end + 2] == ", "
            office = self._roles.opens_at(text, words, last + 1) if after else False
            if office or self._roles.is_beside_name(annotated, words[last]):
                yield self._mention(annotated, words, index, last, Title(None, False, False))

    def named_again(
        self, annotated: Annotated, words: Sequence[Word], people: Iterable[Mention]
    ) -> Iterator[Mention]:
        """Yield later mentions of people already named, by full name or surname alone."""
        forms: dict[str, Mention] = {}
        for person in people:
            parts = person.name.split()
            if len(parts) > 1:
                forms.setdefault(person.name, person)
                if len(parts[-1]) > 2 and parts[-1] not in self._names.stops:
                    forms.setdefault(parts[-1], person)
        text = annotated.text
        for found in NameTable(forms.items()).find(text, words):
            token = annotated.token_at(found.start)
            whole = text[found.start : found.end]
            if token is None or token.pos != "PROPN" or not whole[0].isupper():
                continue
            index = word_index(words, found.start)
            if " " in whole or not self._has_capital_neighbour(annotated, words, index):
                yield Mention(found.start, found.end, "person", whole)

    def _is_of_thing(self, text: str, words: Sequence[Word], first: int, last: int) -> bool:
        """Tell whether a name names a thing: "the Indiana Dunes", "Prince William County"."""
        before = words[first - 1].folded if first else ""
        article = before in ("the", "a", "an") and words[first].start - words[first - 1].end == 1
        if last + 1 >= len(words) or text[words[last].end : words[last + 1].start] != " ":
            return article
        following = text[words[last + 1].start : words[last + 1].end]
        if following.casefold() in self._holds_office:
            return False
        return article or (following[0].isupper() and following in self._names.stops)

    def _is_of_body(self, text: str, words: Sequence[Word], last: int) -> bool:
        """Tell whether a name behind a title goes on as a body's: "General X Office"."""
        following = words[last + 1 : last + 2]
        return bool(following) and (
            text[words[last].end : following[0].start] == " "
            and text[following[0].start : following[0].end] in self._heads
        )

    def _is_thing(self, annotated: Annotated, word: Word) -> bool:
        """Tell whether a name stands in apposition to a thing: "the barge, NAME"."""
        token = annotated.token_at(word.start)
        if token is None or token.dep != "appos":
            return False
        head = annotated.tokens[token.head]
        return head.start < word.start and head.lemma in self._things

    def _speaks(self, annotated: Annotated, word: Word) -> bool:
        """Tell whether a single name is the subject of a verb of speech."""
        token = annotated.token_at(word.start)
        if token is None or token.dep != "nsubj":
            return False
        return annotated.tokens[token.head].lemma in self._speaking

    def _mention(
        self, annotated: Annotated, words: Sequence[Word], first: int, last: int, title: Title
    ) -> Mention:
        text = annotated.text
        end = words[last].end
        if text[end : end + 1] == "." and end - words[last].start == 1:
            end += 1
        name = self._names.bare(text[words[first].start : end])
        roles = (title.role,) if title.role else ()
        return Mention(words[first].start, end, "person", name, roles=roles, official=title.official)

    def _has_capital_neighbour(self, annotated: Annotated, words: Sequence[Word], index: int) -> bool:
        """Tell whether a surname stands inside a longer name ("Smith College", "Anna Smith")."""
        text = annotated.text
        for near in (index - 1, index + 1):
            if not 0 <= near < len(words):
                continue
            one, two = sorted((words[index], words[near]))
            gap = text[one.end : two.start]
            token = annotated.token_at(words[near].start)
            if gap in (" ", "-", "‑", ". ") and token is not None and token.pos == "PROPN":
                return text[words[near].start].isupper()
        return False


def _follows_title(text: str, words: Sequence[Word], index: int, title: Title) -> bool:
    """Tell whether a name that starts at a word belongs to the title before it."""
    before, start = words[index - 1].end, words[index].start
    gap = text[before:start]
    if not gap or gap.strip(" .\n") or ("." in gap and not title.short):
        return False
    return len(gap) < 4 if "\n" not in gap else folds_line(text, before, start)


def _goes_before(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether the word before belongs to the same run of words with a capital."""
    before = words[index - 1]
    return text[before.end : words[index].start] == " " and text[before.start].isupper()


def abbreviates_thing(text: str, start: int, end: int) -> bool:
    """Tell whether a short form in brackets spells the initials of a name: "Lake Weed Mite (LWM)"."""
    short = _SHORT_FORM.match(text, end)
    initials = "".join(word[0] for word in text[start:end].split())
    return short is not None and len(initials) > 1 and short[1] == initials.upper()


def _shouts(text: str, start: int, end: int) -> bool:
    """Tell whether a title is in capitals, as in a headline where names and verbs cannot be told apart."""
    written = text[start:end].replace(".", "")
    return written.isupper() and len(written) > 2
