"""Organisations and bodies by the shape of their names, and the short forms a text defines for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.extract.actors_mentions import Claims, Mention, as_words
from onrecord.extract.actors_names import Word, folds_line, word_index
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected

_LONGEST = 16
_ACRONYM = re.compile(
    r"\s{0,2}\([“\"'‘]?(?:the\s{1,2})?[“\"'‘]?([A-Z][A-Za-z]{0,3}[A-Z&][A-Za-z&.\-]{0,8})[”\"'’]?\)"
)
_ACRONYM_SHAPE = re.compile(r"(?![A-Z]{1,3}-\d)[A-Z][A-Z0-9&.\-]{1,7}")
_ENTITY_LABELS = ("ORG",)
_PROPER = re.compile(r"[A-Z][\w.&’'\-]*(?:\s(?:of|for|and|the|on|&|de|[A-Z0-9][\w.&’'\-]*))*")


_ROMAN = re.compile(r"[IVXLC]{1,6}\.?")
_FIRM = re.compile(r"[A-Z][\w’'-]*(?:, [A-Z][\w’'-]*)*,? & [A-Z][\w’'-]*(?: [A-Z][\w.’'-]*){0,2}")
"""A company called by its founders: "Holm & Dahl"."""

_ITEM = r"(?:the )?[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}"
_FIELD_LIST = re.compile(rf"(?:, {_ITEM}){{1,5}},? and {_ITEM}|, and {_ITEM}")
"""The rest of a field written as a list: "Committee on Water, Forests, and Mines"."""

_GOES_ON = re.compile(r"\s{1,3}[A-Z]")
_LEADING_IN = ("Mission", "Force", "Operation")
_LEADING_TO_PLACE = ("Mission", "Delegation", "Representative")
_CAMEL = re.compile(r"[A-Z][a-z]{1,20}[A-Z][A-Za-z]{1,20}")
_INSIDE = frozenset(["of", "in", "on", "for", "to", "and", "at", "with"])
_SMALL = frozenset(["of", "on", "for", "the", "in", "to", "against", "s"])


class OrganizationReader:
    """Reads organisations; `actors` is actors.toml, `common` words of phrases."""

    def __init__(self, actors: Mapping[str, Any], common: Iterable[str]) -> None:
        table = actors.get("organizations", {})
        self._common = frozenset(common)
        self._headline_verbs = as_words(actors.get("people", {}), "headline_verbs")
        self._heads: dict[str, str] = dict(table.get("heads", {}))
        self._small_heads = {head.casefold(): kind for head, kind in self._heads.items()}
        self._need_before = as_words(table, "need_before")
        self._after_head = as_words(table, "after_head")
        self._not_after = as_words(table, "not_after")
        self._possessors = as_words(table, "possessors")
        self._not_first = as_words(table, "not_first")
        self._never = as_words(table, "never")
        self._generic = as_words(table, "generic")
        self._not_before = as_words(table, "not_before")
        self._spelled_by_things = as_words(table, "things")
        self._with_field_list = as_words(table, "with_field_list")

    def shaped(self, text: str, words: Sequence[Word], people: Claims) -> Iterator[Mention]:
        """Yield names around a head word: "House Committee on X", "Department of X", "X Alliance"."""
        for index, word in enumerate(words):
            head = text[word.start : word.end]
            if head not in self._heads:
                continue
            first = self._first(text, words, index, people)
            last = self._last(text, words, index, people)
            for_field = text[word.end : word.end + 5] == " for " and last > index
            if first == index and (last == index or (head in self._need_before and not for_field)):
                continue
            start, end = words[first].start, words[last].end
            if _next_word(text, end) in self._not_before:
                continue
            end = self._with_rest_of_field(text, end, words[last], head)
            if not _is_heading_case(text, start, end):
                name = " ".join(text[start:end].split())
                yield Mention(start, end, self._heads[head], name, local=self._is_generic(name))

    def abbreviated(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield bodies written small whose short form in brackets spells them: "commission of inquiry (COI)".

        A name or another word with a capital right before belongs to it ("UN commission of inquiry").
        """
        for found in _ACRONYM.finditer(text):
            last = word_index(words, found.start()) - 1
            letters = [char.casefold() for char in found[1] if char.isalpha()]
            first = last
            for letter in reversed(letters):
                while first >= 0 and words[first].folded in _SMALL and words[first].folded[0] != letter:
                    first -= 1
                if first < 0 or words[first].folded[0] != letter:
                    break
                first -= 1
            else:
                first += 1
                kinds = [
                    kind for word in words[first : last + 1] if (kind := self._small_heads.get(word.folded))
                ]
                if not kinds or not text[words[first].start].islower():
                    continue
                while first and _joined(text, words, first) and _is_name_word(text, words[first - 1]):
                    first -= 1
                start, end = words[first].start, words[last].end
                yield Mention(start, end, kinds[0], " ".join(text[start:end].split()), local=True)

    def recognised(
        self, annotated: Annotated, words: Sequence[Word], claims: Claims
    ) -> Iterator[Mention | Rejected]:
        """Yield organisations the entity recogniser sees whose shape bears it out; or a refusal."""
        for entity in annotated.entities:
            if entity.label not in _ENTITY_LABELS or claims.overlaps(entity.start, entity.end):
                continue
            start, end = self._trimmed(annotated.text, words, entity.start, entity.end)
            written = annotated.text[start:end]
            reason = self._reason_against(annotated, start, end, written)
            if reason:
                yield Rejected(
                    annotated.evidence(entity.start, entity.end), "actors", "not_an_organization", reason
                )
            else:
                local = self._is_generic(written) or bool(_ACRONYM_SHAPE.fullmatch(written))
                yield Mention(start, end, self._kind(written), " ".join(written.split()), local=local)

    def _with_rest_of_field(self, text: str, end: int, last: Word, head: str) -> int:
        """Return where the list ends that goes on with the field of a committee; `end` where none does."""
        if head not in self._with_field_list or last.folded == head.casefold():
            return end
        rest = _FIELD_LIST.match(text, end)
        if rest is None:
            return end
        items = set(re.findall(r"[A-Z]\w+", rest[0]))
        return end if items & (self._heads.keys() | self._not_first | self._not_before) else rest.end()

    def back_references(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield "the Commission": a head word with a capital, an article before it and nothing beside it."""
        for index, word in enumerate(words):
            head = text[word.start : word.end]
            if head not in self._heads or not index:
                continue
            before = words[index - 1]
            article = before.folded in ("the", "this", "our", "said", "s") and word.start - before.end == 1
            if article and not _GOES_ON.match(text, word.end):
                pointing = before.folded in ("this", "our")
                yield Mention(word.start, word.end, self._heads[head], head, back=True, pointing=pointing)

    def kind_of(self, name: str) -> str | None:
        """Return the kind of an organisation by the head words of its name, None where it has none."""
        words = re.findall(r"\w+", name)
        for word in words:
            if word in self._heads and (word not in self._need_before or word == words[-1]):
                return self._heads[word]
        return None

    def _is_generic(self, name: str) -> bool:
        """Tell whether a name is one that many countries have a body of ("Ministry of Foreign Affairs")."""
        words = [word for word in re.findall(r"\w+", name) if word[0].isupper()]
        return all(word in self._generic or word in self._heads for word in words)

    def _kind(self, name: str) -> str:
        return self.kind_of(name) or "organization"

    def _first(self, text: str, words: Sequence[Word], index: int, people: Claims) -> int:
        first = index
        while first and index - first < _LONGEST // 2 and _joined(text, words, first):
            before = words[first - 1]
            written = text[before.start : before.end]
            small = written in ("and", "of", "for", "&", "s", "on") and first != index
            if written == "s" and first > 1:
                owner = words[first - 2]
                small = text[owner.start : owner.end] in self._possessors
            if (
                written == "and"
                and first > 1
                and text[words[first - 2].start : words[first - 2].end].removesuffix("s") in self._heads
            ):
                break
            if people.overlaps(before.start, before.end) or not (written[0].isupper() or small):
                break
            if self._begins_none(written) and (written == "To" or written.casefold() not in _INSIDE):
                break
            first -= 1
        while first < index:
            written = text[words[first].start : words[first].end]
            if written[0].isupper() and not self._begins_none(written):
                break
            first += 1
        return first

    def _begins_none(self, written: str) -> bool:
        return written in self._not_first or written.casefold() in self._headline_verbs

    def _last(self, text: str, words: Sequence[Word], index: int, people: Claims) -> int:
        last, step = index, index + 1
        capital_after = False
        while step < min(len(words), index + _LONGEST) and _joined(text, words, step):
            written = text[words[step].start : words[step].end]
            if people.overlaps(words[step].start, words[step].end):
                break
            if written in self._not_after or self._begins_another(text, words, step):
                break
            if written == "to" and text[words[index].start : words[index].end] not in _LEADING_TO_PLACE:
                break
            if written[0].isupper():
                if not capital_after and last == index and step == index + 1 and not self._leads(written):
                    break
                last, capital_after = step, True
            elif (
                (step == index + 1 and not self._leads_on(text, words[index], written))
                or written not in ("of", "on", "for", "the", "and", "in", "to", "against", "s", "&")
                or (written == "and" and not self._goes_on_after_and(text, words, step))
            ):
                break
            step += 1
        return last

    def _leads_on(self, text: str, head: Word, written: str) -> bool:
        """Tell whether a small word right behind the head goes on with the name."""
        in_country = written == "in" and text[head.start : head.end] in _LEADING_IN
        return written in self._after_head or in_country

    def _begins_another(self, text: str, words: Sequence[Word], step: int) -> bool:
        """Tell whether another name begins at a word: behind a mark of possession, at a chamber's name."""
        word, before = words[step], words[step - 1]
        written = text[word.start : word.end]
        if written == "s" and text[before.end : word.start] in ("'", "’"):
            return text[before.start : before.end] not in self._possessors
        return written in ("Senate", "House") and text[before.start : before.end] in self._heads

    def _leads(self, written: str) -> bool:
        return written in self._heads

    def _goes_on_after_and(self, text: str, words: Sequence[Word], step: int) -> bool:
        if step + 1 >= len(words):
            return False
        following = text[words[step + 1].start : words[step + 1].end]
        after = text[words[step + 2].start : words[step + 2].end] if step + 2 < len(words) else ""
        return following[0].isupper() and following not in self._heads and after not in self._heads

    def _trimmed(self, text: str, words: Sequence[Word], start: int, end: int) -> tuple[int, int]:
        index = word_index(words, start)
        if index < len(words) and words[index].folded in ("the", "a", "an", "this", "our"):
            start = words[index + 1].start if index + 1 < len(words) else start
        for mark in ("'s", "’s", "'", "’", ",", "."):
            if text[start:end].endswith(mark) and not _ends_in_initial(text[start:end]):
                end -= len(mark)
        return start, max(end, start + 1)

    def _reason_against(self, annotated: Annotated, start: int, end: int, written: str) -> str | None:
        if written in self._never or len(written) < 2 or _ROMAN.fullmatch(written):
            return "It is a word that no organisation is called by."
        if _next_word(annotated.text, end) in self._not_before:
            return "It is part of the name of a place or an event."
        if "\n" in written:
            return "It runs over a line end."
        if _ACRONYM_SHAPE.fullmatch(written):
            if _is_heading_case(annotated.text, start, end):
                return "The whole line is in capitals."
            return self._reason_against_short(annotated.text, written)
        if _FIRM.fullmatch(written):
            common = self._common.intersection(word.casefold() for word in re.findall(r"\w+", written))
            return "Its words are those of a phrase." if common else None
        if not _PROPER.fullmatch(written):
            return "It has not the shape of a name."
        if " To " in written or (
            written.isupper() and self._headline_verbs.intersection(written.casefold().split())
        ):
            return "It holds the verb of a headline."
        if _CAMEL.fullmatch(written):
            return None
        if any(char.isdigit() for char in written):
            return "It holds a number."
        if len(written.split()) < 2:
            return "A single word in title case may be anything."
        if self.kind_of(written) is None and not written.rsplit(maxsplit=1)[-1].isupper():
            return "No word of it says that it is an organisation."
        return None

    def _reason_against_short(self, text: str, short: str) -> str | None:
        """Return why a short form is no organisation: the words it is spelled by name a thing."""
        for found in re.finditer(rf"\(\W?{re.escape(short)}\W?\)", text):
            before = text[max(0, found.start() - 90) : found.start()].split()[-len(short) - 2 :]
            if not before or not _abbreviates(short, " ".join(before)):
                continue
            small = before[-1].islower() and before[-1] not in self._small_heads
            if small or before[-1] in self._spelled_by_things:
                return f"It stands for {before[-1]!r} here."
        return None


def acronyms_after(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[str, Mention, int, int]]:
    """Yield the short forms defined in brackets right after a name: the form, its mention, its place."""
    for mention in mentions:
        inside = text.rfind(" (", mention.start, mention.end)
        found = _ACRONYM.match(text, inside if inside > 0 and text[mention.end - 1] == ")" else mention.end)
        if found and _abbreviates(found[1], mention.name):
            yield found[1], mention, found.start(1), found.end(1)


def without_acronym(name: str) -> str:
    """Return a name without the short form in brackets that ends it.

    >>> without_acronym("Lake Towns Alliance (LTA)")
    'Lake Towns Alliance'
    """
    place = name.rfind(" (")
    found = _ACRONYM.fullmatch(name, place) if place > 0 else None
    return name[:place] if found and _abbreviates(found[1], name[:place]) else name


def _abbreviates(short: str, name: str) -> bool:
    """Tell whether the letters of a short form open words of the name, in order.

    >>> _abbreviates("CECC", "Congressional-Executive Commission on China")
    True
    """
    initials = [word[0].casefold() for word in re.findall(r"\w+", name)]
    letters = [char.casefold() for char in short if char.isalpha()]
    if letters[0] not in initials:
        return False
    place, held = 0, 0
    for letter in letters:
        while place < len(initials) and initials[place] != letter:
            place += 1
        if place == len(initials):
            break
        held, place = held + 1, place + 1
    return held >= max(2, len(letters) - 1)


def _is_name_word(text: str, word: Word) -> bool:
    return text[word.start].isupper() and word.folded not in ("a", "an", "the", "this", "that", "our")


def _joined(text: str, words: Sequence[Word], index: int) -> bool:
    before, start = words[index - 1], words[index].start
    gap = text[before.end : start]
    if "\n" in gap:
        return folds_line(text, before.end, start) or (gap == "\n" and before.folded in _SMALL)
    return gap in (" ", "-", "‑", "–", "'", "’", "\u00a0", " & ", "’ ", "' ") or (
        gap in (". ", ".") and before.end - before.start == 1
    )


def _next_word(text: str, end: int) -> str:
    """Return the word that follows after one space, empty where none does."""
    found = re.match(r" ([A-Za-z]+)", text[end : end + 20])
    return found[1] if found else ""


def _ends_in_initial(written: str) -> bool:
    return re.search(r"\b[A-Z]\.$", written) is not None


def _is_heading_case(text: str, start: int, end: int) -> bool:
    """Tell whether a name stands in a line that is all capitals."""
    low = max(text.rfind("\n", max(0, start - 200), start) + 1, start - 200, 0)
    high = text.find("\n", end, end + 200)
    line = text[low : high if high >= 0 else end + 200]
    letters = [char for char in line if char.isalpha()]
    return len(letters) > 20 and all(char.isupper() for char in letters)
