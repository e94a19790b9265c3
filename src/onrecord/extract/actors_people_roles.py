"""What stands beside a person's name: party tags, and the offices before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from onrecord.extract.actors_mentions import Mention, as_words
from onrecord.extract.actors_names import NameTable, Word, word_index
from onrecord.extract.actors_person_names import after_letters
from onrecord.types.annotated import Annotated

_PARTY = re.compile(
    r"\s?\(([A-Z]{1,3}[-–][A-Za-z.]{1,8}(?:[-–]\d{1,2})?|[A-Z]{2}[-–]\d{1,2}|[A-Z]{2}[-–]AL)\)"
    r"|,\s([DRI][-–](?:[A-Z][a-z]{2,5}\.?|[A-Z]{2}))(?=[\s,.;])"
)
SIDE_BY_SIDE = re.compile(r",?\s{1,2}(?:and|&)\s{1,2}|,\s{1,2}")
_ROLE_GAP = re.compile(r"(?:,\s{1,2}|\s{1,2})(?:(?:a|an|the|both|who\s{1,2}is|who\s{1,2}are)\s{1,2})?")
_SMALL = frozenset(
    ["of", "for", "to", "at", "on", "the", "and", "in", "s", "bipartisan", "bicameral", "joint"]
)


class RoleReader:
    """Reads roles; `actors` is actors.toml."""

    def __init__(self, actors: Mapping[str, Any]) -> None:
        roles = actors.get("roles", {})
        nouns = roles.get("nouns", ())
        self._not_public = as_words(roles, "not_public")
        self._holds_office = as_words(actors.get("people", {}), "holds_office")
        self._headline_verbs = as_words(actors.get("people", {}), "headline_verbs")
        self._roles = NameTable((noun, noun) for noun in (*nouns, *(f"{noun}s" for noun in nouns)))

    def with_roles(self, annotated: Annotated, words: Sequence[Word], people: list[Mention]) -> list[Mention]:
        """Return the people with party tags and the role words that stand after them."""
        text = annotated.text
        described: list[Mention] = []
        waiting: list[int] = []
        for index, person in enumerate(people):
            tag = _PARTY.match(text, after_letters(text, person.end))
            roles = (*person.roles, (tag[1] or tag[2])) if tag else person.roles
            described.append(replace(person, roles=roles, official=person.official or bool(tag)))
            waiting.append(index)
            end = after_party(text, after_letters(text, person.end))
            beside = SIDE_BY_SIDE.match(text, end)
            following = people[index + 1].start if index + 1 < len(people) else len(text)
            if beside and following == beside.end():
                continue
            role = self._role_after(text, words, end, following)
            if role and (len(waiting) > 1 or not role[2]):  # not "… NAME, the Senators warned"
                start, stop, plural = role
                for one in waiting if plural else waiting[-1:]:
                    described[one] = self._given_role(described[one], text, start, stop)
            waiting = []
        return [
            self._with_office(annotated, self._with_role_before(annotated, words, one)) for one in described
        ]

    def opens_at(self, text: str, words: Sequence[Word], index: int) -> bool:
        """Tell whether a role noun stands at a word, after an article at most."""
        while index < len(words) and words[index].folded in ("a", "an", "the"):
            index += 1
        found = next(self._roles.find(text, words[index : index + 3]), None)
        return found is not None and found.start == words[index].start

    def is_beside_name(self, annotated: Annotated, word: Word) -> bool:
        """Tell whether a name stands in apposition to an office: "the director, NAME"."""
        token = annotated.token_at(word.start)
        if token is None or token.dep != "appos":
            return False
        head = annotated.tokens[token.head]
        return head.end <= word.start and head.pos == "NOUN" and self._roles.exactly(head.text) is not None

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
            if words[step].end > limit or words[step].folded in self._headline_verbs:
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
                if found.end < person.start - 1 and not leads_on(text, found.end):
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
            [after_party(text, after_letters(text, person.end)), *(stop for _, stop in person.role_spans)]
        )
        beside = SIDE_BY_SIDE.match(text, end)
        expected = beside.end() if beside else -1
    return runs


def after_party(text: str, end: int) -> int:
    """Return where the party tag after a name ends, `end` itself where there is none."""
    tag = _PARTY.match(text, end)
    return tag.end() if tag else end


def leads_on(text: str, end: int) -> bool:
    """Tell whether the field of an office follows: "of", "for" or the like."""
    return re.match(r"\s{1,2}(?:of|for|to|at|on|in)\b", text[end : end + 6]) is not None
