"""Lists of recommendations whose makers stand in brackets: "12.4. Open the camps (Vareda);"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from onrecord.extract.asks_drafts import Draft, action_span
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.spans import Span

REACH_OF_STEM = 700
"""Characters from the noun of a stem to its first item: reports say there when an answer is due."""

LONGEST_ITEM = 2_000
"""A longer stretch between two marks is no item of a list."""

LEAST_ITEMS = 10
"""Items of lists, all to one state, from which a report is one of a review of that state."""

LONGEST_STEP = 3
"""A plain number that goes up by more than this from the item before is a number in the prose."""

_LABEL = (
    r"(?P<label>(?:^|(?<=[;:.)*]\s)|(?<=[;:.)*]\s\s)|(?<=[;:.)*]\s\s\s)|(?<=[\n\r])|(?<=[\n\r]\s)|(?<=[\n\r]\s\s))"
    r"(?:\d{1,3}\.\d{1,3}\.?|\d{1,3}\.|\([a-z]{1,4}\))\s)"
)
_MAKERS = (
    r"(?P<makers>\((?:[^()]|\([^()]{0,60}\)){2,400}\))"
    r"(?=\*{0,2}\s{0,3}\d{0,2}\s{0,3}(?:[;:.,(\s]|$|\d|and\b|[A-Z]))"
)
_BRACKETS = re.compile(_MAKERS)
_MARK = re.compile(f"{_LABEL}|{_MAKERS}", re.MULTILINE)
_FIRST_LABEL = re.compile(
    r"[:.;]\s{1,6}(?:(?:\d{1,3}\.)?1\.|\d{1,3}\.1|\((?:a|i|1)\))\s|\s\d{1,3}\.1\.?\s|:\s"
)
_BLANK_LINE = re.compile(r"[\r\n][ \t]*[\r\n]")
_PARTS = re.compile(r"[,;/]| and ")
_NAME = re.compile(r"(?:the )?[A-Z][a-zé’'-]+(?: (?:of|the|and|[A-Z][A-Za-z’'-]+|\([^()]+\))){0,6}")
_ACRONYM = re.compile(r"\([A-Z][A-Za-z0-9-]{1,9}\)")
_BETWEEN = re.compile(r"[\s*\d]*(?:,|and|;)?\s*")
_CONNECTING = frozenset("and the of on behalf also as well by".split())
_WORD = re.compile(r"[^\W\d_]+")
_MAKER_KINDS = ("state", "organization", "body")


@dataclass(frozen=True, slots=True)
class _Stem:
    """The noun of a sentence that opens a list, and where its first item may begin."""

    noun: Span
    end: int


@dataclass(slots=True)
class _Items:
    """The items of one list while they are read: where the current one began, and what numbers it."""

    start: int
    label: str = ""
    number: int | None = None
    last: Draft | None = None
    last_end: int = -1
    found: list[Draft] = field(default_factory=list)

    def flush(self) -> Iterator[Draft]:
        """Yield the item read last, with all its makers."""
        if self.last is not None:
            yield self.last
        self.last = None


class RecommendationRules:
    """Finds what each maker of a list recommends: target from the stem, requester from the brackets.

    Reads no tokens: the shape of such lists is told by their labels and brackets alone.
    """

    def __init__(self, words: AskWords) -> None:
        self._nouns = words.list_nouns
        nouns = "|".join(re.escape(noun) for noun in words.list_nouns) or "(?!)"
        self._noun = re.compile(rf"\b(?:{nouns})\b", re.IGNORECASE)
        subjects = "|".join(re.escape(phrase) for phrase in words.list_subjects) or "(?!)"
        self._subject = re.compile(rf"\b(?:{subjects})\s{{1,3}}", re.IGNORECASE)

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield the items under every stem, up to the next stem."""
        stems = list(self._stems(page))
        targets = self._subjects(page) if stems else ()
        for at, stem in enumerate(stems):
            end = stems[at + 1].noun.start if at + 1 < len(stems) else len(page.text)
            targets = self._targets(page, stem, targets)
            yield from self._items(page, stem, end, targets)

    def to_the_reviewed(self, page: Page, drafts: Sequence[Draft]) -> list[Draft]:
        """Return the drafts, those of states in the prose that name nobody made to the state of the lists.

        A report that lists recommendations to one state tells before how they were made to it.
        """
        listed = Counter(draft.targets for draft in drafts if self._is_listed(page, draft))
        [(reviewed, count)] = listed.most_common(1) or [((), 0)]
        if count < LEAST_ITEMS or len(listed) > 1 or len(reviewed) != 1:
            return list(drafts)
        return [
            replace(draft, addressees=reviewed, targets=reviewed)
            if not (draft.addressees or draft.targets) and _is_of_states(page, draft, reviewed[0])
            else draft
            for draft in drafts
        ]

    def _is_listed(self, page: Page, draft: Draft) -> bool:
        """Tell whether a draft is an item of such a list, closed by its makers."""
        return bool(draft.label and draft.requesters) and (
            draft.operative.slice(page.text).casefold() in self._nouns
        )

    def _stems(self, page: Page) -> Iterator[_Stem]:
        """Yield the last such noun before the first item of each list, a colon or its label right behind."""
        text = page.text
        nouns = list(self._noun.finditer(text))
        for at, noun in enumerate(nouns):
            until = nouns[at + 1].start() if at + 1 < len(nouns) else len(text)
            first = _FIRST_LABEL.search(text, noun.end(), min(until, noun.end() + REACH_OF_STEM))
            if first is None or _crosses_paragraphs(text, noun.end(), first):
                continue
            if not self._is_inside_item(page, noun.end(), first.start()):
                yield _Stem(Span(noun.start(), noun.end()), first.start() + 1)

    def _is_inside_item(self, page: Page, start: int, end: int) -> bool:
        """Tell whether an item ends between a noun and a label: the noun is one of its words."""
        brackets = _BRACKETS.finditer(page.text, start, end)
        return ";" in page.text[start:end] or any(page.index.places(*found.span()) for found in brackets)

    def _targets(self, page: Page, stem: _Stem, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return the state that a stem names; a later list of one review is to that of the list before."""
        paragraph = stem_start(page.text, stem.noun.start)
        first = self._noun.search(page.text, paragraph, stem.noun.end)
        inside = page.index.within(first.end() if first else stem.noun.end, stem.end)
        states = tuple(actor for actor in inside if page.index.kind(actor) == "state")
        return before if set(before) & set(states) or not states else states[:1]

    def _subjects(self, page: Page) -> tuple[str, ...]:
        """Return the state a report is about: the one named right behind "review of" and the like."""
        for phrase in self._subject.finditer(page.text):
            article = re.compile(r"the\s", re.IGNORECASE).match(page.text, phrase.end())
            start = article.end() if article else phrase.end()
            named = page.index.starting_at(start) or page.index.starting_at(phrase.end())
            if named is not None and page.index.kind(named) == "state":
                return (named,)
        return ()

    def _items(self, page: Page, stem: _Stem, end: int, targets: tuple[str, ...]) -> Iterator[Draft]:
        strength = self._nouns[stem.noun.slice(page.text).casefold()]
        frame = Draft(stem.noun, stem.noun, strength, addressees=targets, targets=targets, listed=True)
        items = _Items(stem.end)
        for mark in _MARK.finditer(page.text, stem.end, end):
            if mark.group("label"):
                self._label(page, items, mark)
            elif (makers := self._makers(page, items, mark)) is not None:
                yield from self._closed(page, items, frame, mark, makers)
        yield from items.flush()

    def _label(self, page: Page, items: _Items, mark: re.Match[str]) -> None:
        """Begin an item at a label, unless the number is one of the prose or letters a part of an item."""
        label = mark.group("label").strip(" \r\n\t().")
        if label[0].isdigit():
            number = int(label.rpartition(".")[2])
            if items.number is not None and not 0 < number - items.number <= LONGEST_STEP:
                return
            items.number = number
        elif page.text[items.start : mark.start()].strip(" \r\n\t*;.,:"):
            return
        items.start, items.label = mark.end(), label

    def _closed(
        self, page: Page, items: _Items, frame: Draft, mark: re.Match[str], makers: tuple[str, ...]
    ) -> Iterator[Draft]:
        """End an item at its makers; brackets right behind brackets name further makers of the same."""
        joined = items.last is not None and _BETWEEN.fullmatch(page.text, items.last_end, mark.start())
        if joined and items.last is not None:
            requesters = tuple(dict.fromkeys((*items.last.requesters, *makers)))
            items.last = replace(items.last, requesters=requesters)
        elif mark.start() - items.start < LONGEST_ITEM:
            action = action_span(page.text, items.start, mark.start())
            if action is not None and len(action) >= len("End it"):
                yield from items.flush()
                items.last = replace(frame, action=action, requesters=makers, label=items.label or None)
        items.start, items.last_end = mark.end(), mark.end()

    def _makers(self, page: Page, items: _Items, mark: re.Match[str]) -> tuple[str, ...] | None:
        """Return who closes an item, nobody where only names unknown do, None where no item ends here."""
        bracket = mark.group("makers")
        inside = page.index.within(mark.start(), mark.end())
        makers = tuple(actor for actor in inside if page.index.kind(actor) in _MAKER_KINDS)
        if (
            makers
            and all(page.index.kind(actor) != "state" for actor in makers)
            and _ACRONYM.fullmatch(bracket)
        ):
            return None  # "the Lake Office (LO)": the short form of the name before it
        if makers and self._names_alone(page, mark):
            return makers
        after = page.text[mark.end() : mark.end() + 1]
        return () if self._looks_like_names(bracket, after) else None

    def _names_alone(self, page: Page, mark: re.Match[str]) -> bool:
        """Tell whether brackets hold names and what joins them, and no other words in small letters."""
        rest = page.text[mark.start() : mark.end()]
        for start, end in page.index.places(mark.start(), mark.end()):
            rest = rest[: start - mark.start()] + " " * (end - start) + rest[end - mark.start() :]
        words = [word.group() for word in _WORD.finditer(rest)]
        return all(word in _CONNECTING or word[0].isupper() for word in words)

    def _looks_like_names(self, bracket: str, after: str) -> bool:
        """Tell whether brackets that close an item hold names only, of makers that no actor is known by."""
        parts = _PARTS.split(bracket[1:-1])
        named = all(_NAME.fullmatch(part.strip()) for part in parts)
        return named and after[:1] in (";", ".") and not bracket[1:-1].isupper()


def _crosses_paragraphs(text: str, start: int, first: re.Match[str]) -> bool:
    """Tell whether a colon without a label behind it is that of another paragraph ("Dear Minister:")."""
    bare = first.group().strip() == ":"
    return bare and _BLANK_LINE.search(text, start, first.start()) is not None


def stem_start(text: str, noun: int) -> int:
    """Return where the paragraph of a stem begins: at its line, behind the brackets of an item before it."""
    low = max(0, noun - REACH_OF_STEM)
    return max(low, *(text.rfind(mark, low, noun) + 1 for mark in "\n\r)"))


def _is_of_states(page: Page, draft: Draft, reviewed: str) -> bool:
    """Tell whether states ask, and not the reviewed one itself."""
    kinds = {page.index.kind(actor) for actor in draft.requesters}
    return kinds == {"state"} and reviewed not in draft.requesters
