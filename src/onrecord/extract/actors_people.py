"""People by name: after a title, or where the entity recogniser sees a name and it has the shape of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from onrecord.extract.actors_mentions import Claims, Mention, as_words
from onrecord.extract.actors_names import NameFound, NameTable, Word, word_index, words_of
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected

_LONGEST_NAME = 6
_PARTY = re.compile(
    r"\s?\(([A-Z]{1,3}[-–][A-Za-z.]{1,8}(?:[-–]\d{1,2})?|[A-Z]{2}[-–]\d{1,2}|[A-Z]{2}[-–]AL)\)"
)
_SIDE_BY_SIDE = re.compile(r",?\s{1,2}(?:and|&)\s{1,2}|,\s{1,2}")
_AFTER_PERSON = re.compile(
    r"\s{0,2}(?:,\s{0,2})?((?:M\.?D|Ph\.?D|J\.?D|Esq|Jr|Sr|II|III|IV|D\.?D\.?S|R\.?N)\b\.?)"
)
_ROLE_GAP = re.compile(r"(?:,\s{1,2}|\s{1,2})(?:(?:a|an|the|both|who\s{1,2}is|who\s{1,2}are)\s{1,2})?")
_SMALL = frozenset(
    ["of", "for", "to", "at", "on", "the", "and", "in", "s", "bipartisan", "bicameral", "joint"]
)
_NEVER_IN_NAME = frozenset(
    ["United", "Re", "Cc", "Attn", "Families", "Communities", "Businesses", "Companies"]
)
_NOT_IN_NAME_POS = ("VERB", "AUX", "ADP", "DET", "PRON", "SCONJ", "CCONJ", "NUM", "PART", "ADV", "PUNCT")


_NO_SHAPE = "The recogniser sees a person, but the words have not the shape of a name."
_OF_THING = "An article before it or a noun after it makes it part of another name."
_SINGLE = "A single name that no full name in the text bears out and that does not speak here."


class Title(NamedTuple):
    """What a title before a name tells: the role the record shows, and whether it is an office."""

    role: str | None
    official: bool
    plural: bool


class PeopleReader:
    """Reads people; `actors` is actors.toml, `known` the names of states and bodies (no people)."""

    def __init__(self, actors: Mapping[str, Any], known: NameTable[Any]) -> None:
        people = actors.get("people", {})
        roles = actors.get("roles", {})
        official = people.get("official", {})
        titles = [(form, Title(role, True, _is_plural(form))) for form, role in official.items()]
        titles += [(form, Title(None, False, False)) for form in people.get("plain", ())]
        self._titles = NameTable(titles)
        self._known = known
        self._particles = as_words(people, "particles")
        self._after_name = frozenset(word.replace(".", "") for word in as_words(people, "after_name"))
        role_words = {noun.split()[0].capitalize() for noun in roles.get("nouns", ())}
        heads = frozenset(actors.get("organizations", {}).get("heads", {}))
        plurals_of = {f"{noun}s".capitalize() for noun in actors.get("groups", {}).get("nouns", ())}
        self._stops = as_words(people, "not_in_name") | role_words | heads | plurals_of | _NEVER_IN_NAME
        self._speaking = as_words(people, "speaking")
        self._holds_office = as_words(people, "holds_office")
        self._not_public = as_words(roles, "not_public")
        plurals = [f"{noun}s" for noun in roles.get("nouns", ())]
        self._roles = NameTable((noun, noun) for noun in (*roles.get("nouns", ()), *plurals))

    def titled(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield people named after a title, with everybody a title in the plural stands before."""
        text = annotated.text
        for found in self._titles.find(text, words):
            index = word_index(words, found.end)
            role = found.entry
            while index + 1 < len(words) and (second := self._title_from(text, words, index)):
                between = text[words[index - 1].end : second.start].strip(" .\n")
                if between and (between != "," or role.plural):
                    break
                role = Title(
                    role.role or second.entry.role, role.official or second.entry.official, role.plural
                )
                index = word_index(words, second.end)
            last = self._name_end(annotated, words, index)
            before = words[index - 1].end
            gap = text[before : words[index].start] if index < len(words) else "\n"
            if last is None or gap.strip(" .") or "\n" in gap or not gap:
                continue
            if self._known.exactly(text[found.start : words[index].end]) or _shouts(
                text, found.start, found.end
            ):
                continue
            start, title = found.start, role
            while last is not None:
                mention = self._mention(annotated, words, index, last, title)
                yield replace(mention, start=start)
                if not title.plural:
                    break
                beside = _SIDE_BY_SIDE.match(text, _after_party(text, mention.end))
                if beside is None:
                    break
                index = word_index(words, beside.end())
                if index >= len(words) or words[index].start != beside.end():
                    break
                if self._title_at(text, words, index):
                    break
                last, start = self._name_end(annotated, words, index), words[index].start

    def after_offices(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield people named after an office with its field: "High Commissioner for Human Rights NAME"."""
        text = annotated.text
        for found in self._titles.find(text, words):
            if not found.entry.official or not _leads_on(text, found.end):
                continue
            index = word_index(words, found.end) + 1
            field = index
            while index < min(len(words), field + 12):
                written = text[words[index].start : words[index].end]
                gap = text[words[index - 1].end : words[index].start]
                if gap.strip(" -‑’'&()") or not (written[0].isupper() or written in _SMALL):
                    break
                if index > field and not self._is_of_field(text, words, index):
                    last = self._name_end(annotated, words, index)
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
            if text[words[step].start : words[step].end] in self._stops
        ]
        before = text[words[index - 1].start : words[index - 1].end]
        return (
            written in _SMALL or before in _SMALL or bool(stopped) or self._known_covers(text, words, index)
        )

    def _known_covers(self, text: str, words: Sequence[Word], index: int) -> bool:
        for first in range(max(0, index - 5), index + 1):
            found = next(self._known.find(text, words[first : first + 7]), None)
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
                if self._may_be_in_name(annotated, words[index]):
                    break
                index += 1
            last = self._name_end(annotated, words, index)
            anchor = annotated.evidence(entity.start, entity.end)
            if last is None or words[last].end > entity.end + 2 or words[index].start >= entity.end:
                yield Rejected(anchor, "actors", "not_a_name", _NO_SHAPE)
            elif self._is_of_thing(annotated.text, words, index, last):
                yield Rejected(anchor, "actors", "part_of_a_name", _OF_THING)
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
            last = self._name_end(annotated, words, index)
            if last is None or last == index or self._is_of_thing(text, words, index, last):
                continue
            if self._known.exactly(text[word.start : words[last].end]) is not None:
                continue
            after = text[words[last].end : words[last].end + 2] == ", "
            office = self._office_at(text, words, last + 1) if after else False
            if office or self._is_in_apposition_to_office(annotated, words[last]):
                yield self._mention(annotated, words, index, last, Title(None, False, False))

    def _office_at(self, text: str, words: Sequence[Word], index: int) -> bool:
        """Tell whether a role noun stands at a word, after an article at most."""
        while index < len(words) and words[index].folded in ("a", "an", "the"):
            index += 1
        found = next(self._roles.find(text, words[index : index + 3]), None)
        return found is not None and found.start == words[index].start

    def _is_in_apposition_to_office(self, annotated: Annotated, word: Word) -> bool:
        token = annotated.token_at(word.start)
        if token is None or token.dep != "appos":
            return False
        head = annotated.tokens[token.head]
        return head.end <= word.start and head.pos == "NOUN" and self._roles.exactly(head.text) is not None

    def named_again(
        self, annotated: Annotated, words: Sequence[Word], people: Iterable[Mention]
    ) -> Iterator[Mention]:
        """Yield later mentions of people already named, by full name or surname alone."""
        forms: dict[str, Mention] = {}
        for person in people:
            parts = person.name.split()
            if len(parts) > 1:
                forms.setdefault(person.name, person)
                if len(parts[-1]) > 2 and parts[-1] not in self._stops:
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

    def name_of(self, text: str) -> str:
        """Return a person's name without titles, letters after it and final marks."""
        cut = _AFTER_PERSON.search(text)
        bare = text[: cut.start()] if cut and cut.start() > 3 else text
        return " ".join(bare.replace("’s", "").strip(" ,.;:").split())

    def without_titles(self, written: str) -> tuple[list[Title], str]:
        """Return the titles that open a name, and the name after them."""
        titles: list[Title] = []
        while True:
            words = words_of(written)
            found = next(self._titles.find(written, words), None)
            if found is None or found.start > 0 or found.end >= len(written.rstrip(" .")):
                return titles, written
            titles.append(found.entry)
            written = written[found.end :].lstrip(" .,")

    def with_roles(self, annotated: Annotated, words: Sequence[Word], people: list[Mention]) -> list[Mention]:
        """Return the people with party tags and the role words that stand after them."""
        text = annotated.text
        described: list[Mention] = []
        waiting: list[int] = []
        for index, person in enumerate(people):
            tag = _PARTY.match(text, _after_letters(text, person.end))
            roles = (*person.roles, tag[1]) if tag else person.roles
            described.append(replace(person, roles=roles, official=person.official or bool(tag)))
            waiting.append(index)
            end = _after_party(text, _after_letters(text, person.end))
            beside = _SIDE_BY_SIDE.match(text, end)
            following = people[index + 1].start if index + 1 < len(people) else len(text)
            if beside and following == beside.end():
                continue
            role = self._role_after(text, words, end, following)
            if role:
                start, stop, plural = role
                for one in waiting if plural else waiting[-1:]:
                    described[one] = self._given_role(described[one], text, start, stop)
            waiting = []
        return [
            self._with_office(annotated, self._with_role_before(annotated, words, one)) for one in described
        ]

    def _is_of_thing(self, text: str, words: Sequence[Word], first: int, last: int) -> bool:
        """Tell whether a name names a thing: "the Indiana Dunes", "Prince William County"."""
        before = words[first - 1].folded if first else ""
        article = before in ("the", "a", "an") and words[first].start - words[first - 1].end == 1
        if last + 1 >= len(words) or text[words[last].end : words[last + 1].start] != " ":
            return article
        following = text[words[last + 1].start : words[last + 1].end]
        if following.casefold() in self._holds_office:
            return False
        return article or (following[0].isupper() and following in self._stops)

    def _speaks(self, annotated: Annotated, word: Word) -> bool:
        """Tell whether a single name is the subject of a verb of speech."""
        token = annotated.token_at(word.start)
        if token is None or token.dep != "nsubj":
            return False
        return annotated.tokens[token.head].lemma in self._speaking

    def _given_role(self, person: Mention, text: str, start: int, stop: int) -> Mention:
        role = " ".join(text[start:stop].split())
        public = not any(word in role.casefold().split() for word in self._not_public)
        return replace(
            person,
            roles=(*person.roles, role),
            role_spans=(*person.role_spans, (start, stop)),
            official=person.official or public,
        )

    def _role_after(
        self, text: str, words: Sequence[Word], end: int, limit: int
    ) -> tuple[int, int, bool] | None:
        """Return the role phrase right after a name ("co-chairs of the X") and whether it is plural.

        The phrase ends before `limit`, where the next person is named.
        """
        gap = _ROLE_GAP.match(text, end)
        if gap is None or "\n\n" in gap[0]:
            return None
        first = word_index(words, gap.end())
        if first >= len(words) or words[first].start != gap.end():
            return None
        article = bool(gap[0].strip(" ,\n"))
        for step in range(first, min(first + (5 if article else 3), len(words))):
            if words[step].end > limit:
                return None
            if step > first and text[words[step - 1].end : words[step].start].strip(" -\n’'."):
                return None
            found = next(self._roles.find(text, words[step : step + 3]), None)
            if found and found.start == words[step].start:
                bare = gap[0].strip() == "" and not text[words[first].start].isupper()
                if bare and gap[0] == " ":
                    return None
                stop = self._phrase_end(text, words, found.end, limit)
                return words[first].start, stop, found.entry.endswith("s")
        return None

    def _phrase_end(self, text: str, words: Sequence[Word], end: int, limit: int) -> int:
        """Return where "of the Committee on X" after a role noun ends."""
        index = word_index(words, end)
        last = end
        for step in range(index, min(index + 24, len(words))):
            if words[step].end > limit:
                break
            gap = text[words[step - 1].end : words[step].start]
            if gap.strip(" -’'&.") or "\n\n" in gap or len(gap) > 3 or (". " in gap):
                break
            written = text[words[step].start : words[step].end]
            if written[0].isupper():
                last = words[step].end
            elif written not in _SMALL:
                break
        return last

    def _with_role_before(self, annotated: Annotated, words: Sequence[Word], person: Mention) -> Mention:
        """Return a person with the role phrase before the name: "High Commissioner for X NAME"."""
        if person.roles:
            return person
        text = annotated.text
        index = word_index(words, person.start)
        for step in range(index - 1, max(index - 15, -1), -1):
            gap = text[words[step].end : words[step + 1].start]
            if gap.strip(" -’'()&.") or "\n\n" in gap or len(gap) > 4:
                return person
            found = next(self._roles.find(text, words[step : step + 3]), None)
            if found and found.start == words[step].start and found.end <= person.start:
                longer = next(self._roles.find(text, words[max(0, step - 1) : step + 3]), found)
                if found.end < person.start - 1 and not _leads_on(text, found.end):
                    return person
                start = longer.start if longer.end == found.end else found.start
                return self._given_role(person, text, start, len(text[: person.start].rstrip()))
            written = text[words[step].start : words[step].end]
            if not written[0].isupper() and written not in _SMALL:
                return person
        return person

    def _with_office(self, annotated: Annotated, person: Mention) -> Mention:
        following = annotated.text[person.end : person.end + 20].split()
        holds = bool(following) and following[0].strip(",.;") in self._holds_office
        return replace(person, official=True) if holds else person

    def _mention(
        self, annotated: Annotated, words: Sequence[Word], first: int, last: int, title: Title
    ) -> Mention:
        text = annotated.text
        end = words[last].end
        if text[end : end + 1] == "." and end - words[last].start == 1:
            end += 1
        name = self.name_of(text[words[first].start : end])
        roles = (title.role,) if title.role else ()
        return Mention(words[first].start, end, "person", name, roles=roles, official=title.official)

    def _name_end(self, annotated: Annotated, words: Sequence[Word], index: int) -> int | None:
        """Return the index of the last word of the name that starts at `index`, None where none does."""
        text = annotated.text
        last: int | None = None
        for step in range(index, min(index + _LONGEST_NAME, len(words))):
            word = words[step]
            written = text[word.start : word.end]
            if step > index and not _continues(text, words[step - 1], word):
                break
            if written.casefold() in self._particles and step > index and written[0].islower():
                continue
            if not self._may_be_in_name(annotated, word) or written.replace(".", "") in self._after_name:
                break
            if step > index and self._is_stop(annotated, words, step):
                break
            last = step
        if last is None or not self._is_long_enough(text, words, index, last):
            return None
        return last

    def _is_long_enough(self, text: str, words: Sequence[Word], index: int, last: int) -> bool:
        return any(words[step].end - words[step].start > 1 for step in range(index, last + 1))

    def _may_be_in_name(self, annotated: Annotated, word: Word) -> bool:
        text = annotated.text
        written = text[word.start : word.end]
        hyphenated = word.start > 1 and text[word.start - 1] in "-‑" and text[word.start - 2].isalpha()
        if not (written[0].isupper() or (hyphenated and len(written) < 8)):
            return False
        if written in self._stops or any(char.isdigit() for char in written):
            return False
        return not (len(written) > 3 and written.isupper() and not _in_capitals(text, word))

    def _is_stop(self, annotated: Annotated, words: Sequence[Word], step: int) -> bool:
        """Tell whether a later word of a name is something else: a title, a state, a verb of a headline."""
        text = annotated.text
        token = annotated.token_at(words[step].start)
        if token is not None and token.pos in _NOT_IN_NAME_POS and token.tag not in ("NNP", "NNPS"):
            return True
        return self._title_at(text, words, step) or self._is_known(text, words, step)

    def _title_at(self, text: str, words: Sequence[Word], step: int) -> bool:
        return self._title_from(text, words, step) is not None

    def _title_from(self, text: str, words: Sequence[Word], step: int) -> NameFound[Title] | None:
        found = next(self._titles.find(text, words[step : step + 3]), None)
        return found if found is not None and found.start == words[step].start else None

    def _is_known(self, text: str, words: Sequence[Word], step: int) -> bool:
        found = next(self._known.find(text, words[step : step + 4]), None)
        several = found is not None and " " in text[found.start : found.end]
        return several and found is not None and found.start == words[step].start

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


def side_by_side(text: str, people: Iterable[Mention]) -> list[list[Mention]]:
    """Return the people in runs of those named side by side ("Rep. A (R-XX) and Sen. B"), in text order."""
    runs: list[list[Mention]] = []
    expected = -1
    for person in sorted(people):
        if person.start == expected:
            runs[-1].append(person)
        else:
            runs.append([person])
        end = max(
            [_after_party(text, _after_letters(text, person.end)), *(stop for _, stop in person.role_spans)]
        )
        beside = _SIDE_BY_SIDE.match(text, end)
        expected = beside.end() if beside else -1
    return runs


def _is_plural(title: str) -> bool:
    return title.rstrip(".").endswith(("s", "men", "women")) and len(title) > 3


def _continues(text: str, before: Word, word: Word) -> bool:
    gap = text[before.end : word.start]
    if gap in (" ", "-", "‑", "\u00a0", "'", "’"):
        return text[word.start].isupper() or gap in (" ", "-", "‑")
    return gap in (". ", ".") and before.end - before.start <= 2


def _after_party(text: str, end: int) -> int:
    tag = _PARTY.match(text, end)
    return tag.end() if tag else end


def _after_letters(text: str, end: int) -> int:
    letters = _AFTER_PERSON.match(text, end)
    return letters.end() if letters else end


def _goes_before(text: str, words: Sequence[Word], index: int) -> bool:
    """Tell whether the word before belongs to the same run of words with a capital."""
    before = words[index - 1]
    return text[before.end : words[index].start] == " " and text[before.start].isupper()


def _leads_on(text: str, end: int) -> bool:
    return re.match(r"\s{1,2}(?:of|for|to|at|on|in)\b", text[end : end + 6]) is not None


def _shouts(text: str, start: int, end: int) -> bool:
    """Tell whether a title is in capitals, as in a headline where names and verbs cannot be told apart."""
    written = text[start:end].replace(".", "")
    return written.isupper() and len(written) > 2


def _in_capitals(text: str, word: Word) -> bool:
    """Tell whether the words around are all in capitals too, as in a headline or signature."""
    around = text[max(0, word.start - 30) : word.end + 30]
    return around.upper() == around
