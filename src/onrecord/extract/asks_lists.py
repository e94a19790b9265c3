"""Asks that stand in lists: items under a stem, paragraphs of a resolution, recommendations by states."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Draft, Refusal, action_span
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.documents import Segment
from onrecord.types.spans import Span

REACH_OF_STEM = 4_000
"""Characters between a stem and its first item: nothing but white space stands there."""

REACH_OF_OPERATIVE = 120
"""Characters from the verb to the colon of a stem; a longer stem is anchored in its verb alone."""

REACH_OF_OBJECT = 60
"""Tokens between a resolution's verb and what is asked: a long list of addressees fits."""

MOST_CUTS = 8
"""Pieces that a paragraph cut by page ends is put together from at most."""

MOST_OPENER_WORDS = 5
_LABEL = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]{1,2}|\(?[a-zA-Z]{1,4}[.)]|[-–—•*▪●◦])?\s*")
_WORD = re.compile(r"[A-Za-z]+")
_NOT = ("not",)


@dataclass(frozen=True, slots=True)
class _Stem:
    """What the items of a list inherit."""

    frame: Draft
    end: int


class ListRules:
    """Finds asks whose verb stands before them: in the stem of a list, or at the head of a paragraph."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft | Refusal]:
        """Yield the items of every list that a stem of asking opens, then a resolution's own paragraphs."""
        if page.annotated.document.layout.kind == "resolution":
            yield from self._resolution(page)
        yield from self._items(page)

    def _items(self, page: Page) -> Iterator[Draft]:
        items = sorted(page.annotated.document.layout.of("list_item"))
        stem: _Stem | None = None
        before = 0
        numbered = page.annotated.document.layout.kind == "resolution"
        for item in items:
            if numbered and (item.label or "")[:1].isdigit():
                stem = None  # a resolution's numbers count its paragraphs, each with a verb of its own
                continue
            stem = self._stem(page, item) or (
                stem if stem and self._continues(page, stem, before, item) else None
            )
            before = item.end
            if stem is None:
                continue
            draft = self._item(page, stem, item)
            if draft is not None:
                yield draft

    def _continues(self, page: Page, stem: _Stem, before: int, item: Segment) -> bool:
        """Tell whether nothing but white space, or a wrapped line of the item before, parts two items."""
        between = page.text[max(before, stem.end) : item.start].strip() if item.start >= before else ""
        return not between or (item.start - before < 600 and "\n\n" not in between)

    def _stem(self, page: Page, item: Segment) -> _Stem | None:
        """Return the stem that ends in a colon right before an item, None where none asks anything."""
        end = item.start
        while end > 0 and page.text[end - 1].isspace() and item.start - end < REACH_OF_STEM:
            end -= 1
        if end == 0 or page.text[end - 1] != ":":
            return None
        sentence = page.annotated.sentence_at(end - 1)
        if sentence is None:
            return None
        tokens = page.annotated.sentence_tokens(sentence)
        asking = [
            t for t in tokens if t.lemma.casefold() in self._words.verbs and t.pos == "VERB" and t.end <= end
        ]
        if not asking:
            return self._of_resolution(page, tokens, end)
        first, last = asking[0], asking[-1]
        opening, closing = (self._words.verbs[t.lemma.casefold()].strength for t in (first, last))
        start = self._operative_start(page, last)
        stop = end if end - start <= REACH_OF_OPERATIVE else last.end
        relay = closing if last.i != first.i else None
        requesters = self._requesters(page, first)
        if not requesters and not self._is_first_person(page, first):
            return None
        target = self._object(page, last, end)
        targets = page.actors(target) if target else page.own_addressees
        object_ = self._object(page, first, last.start if relay else end)
        addressees = page.actors(object_) if object_ else page.own_addressees
        statement = page.saying(Span(first.start, first.end)) or page.holding(first.start)
        frame = Draft(
            Span(start, stop), Span(start, stop), opening, requesters, addressees, targets or addressees,
            relay=relay, statement=statement.id if statement else None,
        )  # fmt: skip
        return _Stem(frame, end)

    def _operative_start(self, page: Page, verb: Token) -> int:
        """Return where a stem's operative words begin: at the modal before its verb, if one is there."""
        modals = [c for c in page.annotated.children(verb) if c.tag == "MD" and c.i < verb.i]
        near = page.annotated.tokens[verb.i - 1] if verb.i else None
        if not modals and near is not None and near.tag == "MD":
            modals = [near]
        return min([verb.start, *(modal.start for modal in modals)])

    def _requesters(self, page: Page, verb: Token) -> tuple[str, ...]:
        statement = page.saying(Span(verb.start, verb.end))
        if statement is not None and statement.level > 0:
            return statement.speakers
        subject = page.subject(verb, self._words.carriers, self._words.documents)
        if subject is not None and subject.lemma.casefold() not in self._words.documents:
            return page.actors(subject)
        return page.own_parties if page.is_own_voice(verb.start) else ()

    def _is_first_person(self, page: Page, verb: Token) -> bool:
        subject = page.subject(verb, self._words.carriers, self._words.documents)
        return subject is not None and subject.text.casefold() in FIRST_PERSON

    def _object(self, page: Page, verb: Token, end: int) -> Token | None:
        """Return who is asked: the object of the verb or its preposition, or who is to act."""
        annotated = page.annotated
        waiting = [child for child in annotated.children(verb) if child.i > verb.i and child.start < end]
        for child in waiting:
            if child.dep in ("dobj", "iobj", "dative"):
                return child
            if child.dep in ("prep", "prt") and child.text.casefold() in ("on", "upon", "to", "for", "with"):
                inner = next((p for p in annotated.children(child) if p.dep == "pobj"), None)
                if inner is not None:
                    return inner
            subject = next((p for p in annotated.children(child) if p.dep in SUBJECTS), None)
            if child.dep in ("ccomp", "xcomp", "advcl") and subject is not None and subject.i > verb.i:
                return subject
        return None

    def _of_resolution(self, page: Page, tokens: tuple[Token, ...], end: int) -> _Stem | None:
        """Return the stem that a resolution's paragraph makes ("3. Calls upon all parties:")."""
        if page.annotated.document.layout.kind != "resolution" or not tokens:
            return None
        opener = self._opener(page, tokens[0].start, end)
        if opener is None:
            return None
        frame = self._framed(page, opener[0], opener[1], end)
        return _Stem(frame, end)

    def _item(self, page: Page, stem: _Stem, item: Segment) -> Draft | None:
        label = _LABEL.match(page.text, item.start, item.end)
        start = label.end() if label else item.start
        text = page.text[start : min(item.end, start + 3)].casefold()
        if text == "to ":
            start += 3
        action = action_span(page.text, start, item.end)
        if (
            action is None
            or _WORD.search(page.text, action.start, min(action.end, action.start + 40)) is None
        ):
            return None
        first = _WORD.search(page.text, action.start, action.end)
        negative = first is not None and first.group().casefold() in _NOT
        return replace(stem.frame, action=action, label=item.label, negative=negative)

    def _resolution(self, page: Page) -> Iterator[Draft]:
        paragraphs = page.annotated.document.layout.paragraphs
        for at, paragraph in enumerate(paragraphs):
            found = self._opener(page, paragraph.start, paragraph.end)
            if found is None:
                continue
            operative, strength = found
            end = self._end(page, paragraphs, at)
            frame = self._framed(page, operative, strength, end)
            action = action_span(page.text, frame.action.start, end)
            if action is not None and page.text[end - 1] != ":":
                label = _LABEL.match(page.text, paragraph.start, paragraph.end)
                name = re.sub(r"\W", "", label.group()) if label else ""
                yield replace(frame, action=action, label=name or None)

    def _end(self, page: Page, paragraphs: tuple[Span, ...], at: int) -> int:
        """Return where a paragraph ends that page ends may have cut: one in lower case goes on with it."""
        end = paragraphs[at].end
        for following in paragraphs[at + 1 : at + 1 + MOST_CUTS]:
            if page.text[end - 1] in ".;:" or not page.text[following.start].islower():
                break
            end = following.end
        return end

    def _opener(self, page: Page, start: int, end: int) -> tuple[Span, str] | None:
        """Return the verb that opens a paragraph of a resolution, with its strength."""
        label = _LABEL.match(page.text, start, end)
        begin = label.end() if label else start
        words = list(_WORD.finditer(page.text, begin, min(end, begin + 100)))[:MOST_OPENER_WORDS]
        for at, word in enumerate(words):
            one = word.group().casefold()
            two = (one, words[at + 1].group().casefold()) if at + 1 < len(words) else (one,)
            for form, last in ((two, words[min(at + 1, len(words) - 1)]), ((one,), word)):
                if form in self._words.resolutions and words[0].start() == begin:
                    return Span(begin, last.end()), self._words.resolutions[form]
            if not one.endswith("ly") and one not in ("also", "further", "once", "again", "and"):
                return None
        return None

    def _framed(self, page: Page, operative: Span, strength: str, end: int) -> Draft:
        """Return who is asked by a resolution's paragraph, and where its action begins."""
        tokens = page.annotated.tokens_in(operative.end, end)
        start = operative.end
        targets: tuple[str, ...] = ()
        for at, token in enumerate(tokens[:REACH_OF_OBJECT]):
            if token.text.casefold() == "that" and token.dep in ("mark", "det", "pobj"):
                start = tokens[at + 1].start if at + 1 < len(tokens) else token.start
                targets = self._named(page, tokens[:at]) or self._first_subject(page, tokens[at + 1 :])
                break
            if token.tag == "TO" and at and self._is_verbal(tokens, at + 1):
                start = tokens[at + 1].start
                targets = self._named(page, tokens[:at])
                break
        statement = page.holding(min(start + 1, end - 1))
        return Draft(
            operative, Span(start, max(end, start + 1)), strength, page.own_parties, targets, targets,
            statement=statement.id if statement else None,
        )  # fmt: skip

    def _named(self, page: Page, tokens: tuple[Token, ...]) -> tuple[str, ...]:
        """Return whom the words between a resolution's verb and its action name."""
        inside = [token for token in tokens if token.pos not in ("ADP", "PUNCT", "DET")]
        return page.index.all_at(inside[0].start, inside[-1].end) if inside else ()

    def _first_subject(self, page: Page, tokens: tuple[Token, ...]) -> tuple[str, ...]:
        subject = next((token for token in tokens[:REACH_OF_OBJECT] if token.dep == "nsubj"), None)
        return page.actors(subject) if subject is not None else ()

    def _is_verbal(self, tokens: tuple[Token, ...], at: int) -> bool:
        """Tell whether a verb stands at `at`, perhaps behind adverbs."""
        while at < len(tokens) and tokens[at].pos == "ADV":
            at += 1
        return at < len(tokens) and tokens[at].tag == "VB"
