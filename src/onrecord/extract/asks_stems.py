"""Stems of lists: the sentence before a colon that asks for what the items under it say."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Draft
from onrecord.extract.asks_imperatives import STRENGTH, pleaded
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_resolutions import ResolutionRules
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Sentence, Token
from onrecord.types.spans import Span

REACH_OF_STEM = 4_000
"""Characters between a stem and its first item: nothing but white space stands there."""

REACH_OF_OPERATIVE = 120
"""Characters from the verb to the colon of a stem; a longer stem is anchored in its verb alone."""

MOST_CLIMBS = 30
"""Steps up the tree from the last word of a stem to its verb."""

_INSIDE = re.compile(r"[^.;:()]{0,80}")
"""What may stand between a verb of asking and a label inside prose: whom it asks, and no other clause."""

_PREPOSITIONS = ("on", "upon", "to", "for", "with")
_QUESTIONS = frozenset(["question", "inquiry"])
_ANSWERED = _QUESTIONS | {"inquire", "answer", "following"}
_BELOW = frozenset(["below", "following", "follow"])


@dataclass(frozen=True, slots=True)
class Stem:
    """What the items of a list inherit; `questions` tells that only a question among them is one."""

    frame: Draft
    end: int
    questions: bool = False


class Stems:
    """Finds the stem that ends at a place."""

    def __init__(self, words: AskWords) -> None:
        self._words = words
        self._resolutions = ResolutionRules(words)

    def before(self, page: Page, start: int) -> Stem | None:
        """Return the stem that ends in a colon right before a place, None where none asks anything.

        A sentence that asks for an answer to "the questions below" may end in a full stop.
        """
        end = start
        while end > 0 and page.text[end - 1].isspace() and start - end < REACH_OF_STEM:
            end -= 1
        sentence = page.annotated.sentence_at(end - 1) if end else None
        if sentence is None or not (page.text[end - 1] == ":" or self._points_down(page, sentence)):
            return None
        tokens = tuple(t for t in page.annotated.sentence_tokens(sentence) if t.end <= end)
        frame = self._by_verb(page, tokens, end) or self._by_please(page, tokens)
        frame = frame or self._resolutions.stem(page, tokens, end)
        if frame is not None:
            return Stem(frame, end)
        frame = self._by_questions(page, tokens)
        return Stem(frame, end, questions=True) if frame else None

    def _points_down(self, page: Page, sentence: Sentence) -> bool:
        """Tell whether a sentence says that the questions stand under it."""
        words = {token.lemma.casefold() for token in page.annotated.sentence_tokens(sentence)}
        return bool(words & _BELOW) and bool(words & _QUESTIONS)

    def running(self, page: Page, start: int) -> Stem | None:
        """Return the stem that a verb of asking makes right before a label inside prose, None without one.

        Between the two stands at most whom it asks: "recommended that Vareda (a)", "urged it to (b)".
        """
        sentence = page.annotated.sentence_at(max(0, start - 2))
        tokens = page.annotated.sentence_tokens(sentence) if sentence else ()
        asking = [
            token
            for token in tokens
            if token.end <= start and token.pos == "VERB" and token.lemma.casefold() in self._words.verbs
        ]
        if not asking or _INSIDE.fullmatch(page.text, asking[-1].end, start) is None:
            return None
        verb = asking[-1]
        requesters = self._requesters(page, verb)
        if not requesters:
            return None
        targets = tuple(one for one in page.index.within(verb.end, start) if one not in requesters)[:1]
        place = Span(verb.start, verb.end)
        statement = page.saying(place) or page.holding(verb.start)
        frame = Draft(
            place, place, self._words.verbs[verb.lemma.casefold()].strength, requesters, targets, targets,
            statement=statement.id if statement else None,
        )  # fmt: skip
        return Stem(frame, start)

    def _by_verb(self, page: Page, tokens: tuple[Token, ...], end: int) -> Draft | None:
        """Read the last verb of asking; where others stand before it they are asked to pass it on."""
        asking = [t for t in tokens if t.lemma.casefold() in self._words.verbs and t.pos == "VERB"]
        if not asking or not _governs(page, asking[-1], tokens):
            return None
        first, last = asking[0], asking[-1]
        opening, closing = (self._words.verbs[t.lemma.casefold()].strength for t in (first, last))
        start = self._operative_start(page, last)
        stop = end if end - start <= REACH_OF_OPERATIVE else last.end
        relay = closing if last.i != first.i else None
        requesters = self._requesters(page, first)
        if not requesters and not self._is_first_person(page, first):
            return None
        told = page.addressees_at(first.start)
        target = self._object(page, last, end)
        targets = page.meant(target) if target else (() if relay else told)
        object_ = self._object(page, first, last.start if relay else end)
        addressees = (page.meant(object_) if object_ else ()) or told
        if not (addressees or targets or self._is_first_person(page, first)):
            return None  # "he asks this: …" puts a question to nobody
        statement = page.saying(Span(first.start, first.end)) or page.holding(first.start)
        return Draft(
            Span(start, stop), Span(start, stop), opening, requesters, addressees,
            targets if relay else targets or addressees,
            relay=relay, statement=statement.id if statement else None,
        )  # fmt: skip

    def _by_please(self, page: Page, tokens: tuple[Token, ...]) -> Draft | None:
        """Read "please answer the following:"."""
        found = next(((token, verb) for token in tokens if (verb := pleaded(page, token)) is not None), None)
        if found is None or found[1].lemma.casefold() in self._words.no_imperatives:
            return None
        frame = self._own(page, found[0], STRENGTH)
        return replace(frame, modifiers=(frame.operative,)) if frame else None

    def _by_questions(self, page: Page, tokens: tuple[Token, ...]) -> Draft | None:
        """Read "I have two questions:" and "the following questions:" of one who writes."""
        noun = next((token for token in reversed(tokens) if token.lemma.casefold() in _ANSWERED), None)
        return self._own(page, noun, self._words.nouns["request"]) if noun else None

    def _own(self, page: Page, operative: Token, strength: str) -> Draft | None:
        """Return what a letter asks its addressees in its own voice."""
        requesters = page.speakers_at(operative.start)
        told = page.addressees_at(operative.start)
        if not requesters or not told or not page.is_own_voice(operative.start):
            return None
        place = Span(operative.start, operative.end)
        statement = page.saying(place) or page.holding(operative.start)
        return Draft(
            place, place, strength, requesters, told, told, statement=statement.id if statement else None
        )

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
        return page.speakers_at(verb.start) if page.is_own_voice(verb.start) else ()

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
            if child.dep in ("prep", "prt") and child.text.casefold() in _PREPOSITIONS:
                inner = next((p for p in annotated.children(child) if p.dep == "pobj"), None)
                if inner is not None:
                    return inner
            subject = next((p for p in annotated.children(child) if p.dep in SUBJECTS), None)
            if child.dep in ("ccomp", "xcomp", "advcl") and subject is not None and subject.i > verb.i:
                return subject
        return None


def _governs(page: Page, asking: Token, tokens: tuple[Token, ...]) -> bool:
    """Tell whether the words before the colon hang on the verb of asking, and on no other verb for itself.

    "They pushed for peace and fought for it by:" and "We urge those who help by:" open no list of asks.
    """
    words = [token for token in tokens if token.dep != "punct"]
    here = words[-1] if words else asking
    for _ in range(MOST_CLIMBS):
        if here.i == asking.i:
            return True
        above = page.annotated.tokens[here.head]
        if above.i == here.i:
            return False
        joined = above.i == asking.i and here.dep == "conj" and here.pos == "VERB"
        if joined or (here.dep == "relcl" and here.i != words[-1].i):
            return False
        here = above
    return False
