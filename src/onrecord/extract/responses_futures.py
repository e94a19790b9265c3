"""Responses by "will" and by negation: "we will publish …", "said it would not …", "does not apply"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.actors_lookup import FIRST_PERSON, PLURAL, SINGULAR_PERSON, THING
from onrecord.extract.asks_drafts import Refusal, action_span
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.responses_parties import (
    dated,
    is_party,
    phrase_start,
    propose,
    span_of,
    who_does,
)
from onrecord.extract.responses_reality import is_asked
from onrecord.extract.responses_rules import Answer, ResponseWords
from onrecord.types.annotated import Token

_FUTURE = frozenset("will wo 'll ’ll would shall".split())
_DECLINING = frozenset("can ca will wo do does".split())
_DECLINED = ("dobj", "prep", "xcomp")
_THINGS = ("dobj", "prep", "xcomp", "ccomp", "dative")
_IF = frozenset("if unless until whether when once".split())


class FutureRules:
    """Finds definite acts that a first person, or somebody in their reported words, will or will not do."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield responses in text order."""
        known = self._words.acts | self._words.withheld
        for token in page.annotated.tokens:
            if token.tag == "VB" and token.lemma.casefold() in known:
                seen = self._answer(page, token)
                if seen is not None:
                    yield seen

    def _answer(self, page: Page, verb: Token) -> Answer | Refusal | None:
        parts = page.annotated.children(verb)
        helpers = {part.text.casefold() for part in parts if part.dep == "aux"}
        negated = any(part.dep == "neg" for part in parts)
        listed = self._words.withheld if negated else self._words.acts
        promised = page.annotated.tokens[verb.head].lemma.casefold() in self._words.verbs
        if promised and verb.dep == "ccomp":
            return None
        if not helpers & _FUTURE or verb.lemma.casefold() not in listed or helpers & {"have", "be"}:
            return None
        subject = next((part for part in parts if part.dep in SUBJECTS), None)
        things = [part for part in parts if part.i > verb.i and part.dep in _THINGS]
        thing = bool(things) and not any(part.lemma.casefold() in self._words.light for part in things)
        if subject is None or subject.dep == "nsubjpass" or not thing or self._is_supposed(page, verb):
            return None
        actors = self._bound(page, verb, subject)
        if actors is None:
            return None
        place = (phrase_start(page, subject, verb), page.annotated.subtree(verb)[-1].end)
        kind = "refusal" if negated else "commitment"
        seen = propose(page, self._words, kind, verb, place=place, who=(actors, subject))
        return seen if isinstance(seen, Answer) else None

    def _is_supposed(self, page: Page, verb: Token) -> bool:
        sentence = page.annotated.sentences[verb.sentence]
        words = {token.text.casefold() for token in page.annotated.sentence_tokens(sentence)}
        return bool(words & _IF) or is_asked(page, verb) or verb.dep in ("relcl", "acl")

    def _bound(self, page: Page, verb: Token, subject: Token) -> tuple[str, ...] | None:
        """Return who binds themselves: who says "I", or whose words these are; None where nobody does."""
        word = subject.text.casefold()
        would = any(part.text.casefold() == "would" for part in page.annotated.children(verb))
        if word in FIRST_PERSON:
            return None if would else page.actors(subject)
        if would and page.quoted(verb.start):
            return None
        held, above = page.holding(verb.start), page.annotated.tokens[verb.head]
        if held is not None and held.level > 0:
            told = verb.dep == "ccomp" and held.cue is not None and held.cue.span.overlaps(span_of(above))
            return self._reported(page, verb, subject, above) if told else None
        if not page.is_own_voice(verb.start):
            return None
        named = page.whom(subject) if subject.pos != "PRON" else ()
        if set(named) & set(page.speakers_at(verb.start)):
            return named
        return page.actors(_owner(page, subject) or subject) if _owner(page, subject) else None

    def _reported(self, page: Page, verb: Token, subject: Token, above: Token) -> tuple[str, ...] | None:
        """Return who says that they will: "the ministry said it would", "Kenya said Kenya would"."""
        speakers, source = who_does(page, above)
        if source is None:
            return None
        if subject.pos != "PRON":
            return speakers if set(page.whom(subject)) & set(speakers) else None
        rivals = page.annotated.tokens_in(source.end, verb.start)
        if any(token.dep in SUBJECTS and token.i != subject.i and token.pos != "PRON" for token in rivals):
            return None
        return speakers if _agrees(page, subject.text.casefold(), speakers, source) else None


def _owner(page: Page, subject: Token) -> Token | None:
    """Return the "my" of "my Government will …"."""
    parts = page.annotated.children(subject)
    return next((part for part in parts if part.dep == "poss" and part.text.casefold() in FIRST_PERSON), None)


def _agrees(page: Page, word: str, speakers: tuple[str, ...], source: Token) -> bool:
    """Tell whether a pronoun in reported words can mean who says them."""
    kind = page.index.kind(speakers[0]) if speakers else None
    if word in SINGULAR_PERSON:
        return kind == "person" or (kind is None and source.tag == "NN")
    if word in THING:
        return kind in ("organization", "body", "state", None) and source.tag in ("NN", "NNP")
    return word in PLURAL and (kind == "group" or len(speakers) > 1 or source.tag in ("NNS", "NNPS"))


class DenialRules:
    """Finds denials and refusals by negation: "insists it did not …", "does not apply", "cannot accept …"."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield responses in text order."""
        for token in page.annotated.tokens:
            if token.pos not in ("VERB", "AUX"):
                continue
            lemma = token.lemma.casefold()
            seen = None
            if lemma in self._words.insisting:
                seen = self._insisted(page, token)
            elif lemma in self._words.applying:
                seen = self._not_applying(page, token)
            elif lemma in self._words.declined | self._words.declined_ahead:
                seen = self._declined(page, token)
            if seen is None and lemma in self._words.calling:
                seen = self._called_false(page, token)
            if seen is not None:
                yield seen

    def _insisted(self, page: Page, verb: Token) -> Answer | None:
        """Read "insists that it did not …": a denial, where it is told of who insists."""
        for clause in page.annotated.children(verb):
            parts = page.annotated.children(clause)
            helpers = {part.text.casefold() for part in parts if part.dep == "aux"}
            negated = clause.dep == "ccomp" and any(part.dep == "neg" for part in parts)
            subject = next((part for part in parts if part.dep in SUBJECTS), None)
            if not negated or subject is None or helpers & _FUTURE or clause.i < verb.i:
                continue
            who = who_does(page, verb)
            own = subject.pos == "PRON" and subject.text.casefold() not in ("that", "this", "there")
            if not who[0] or not own or is_asked(page, verb):
                return None
            place = (phrase_start(page, who[1], verb), page.annotated.subtree(clause)[-1].end)
            seen = propose(page, self._words, "denial", verb, place=place, who=who)
            return seen if isinstance(seen, Answer) else None
        return None

    def _not_applying(self, page: Page, token: Token) -> Answer | None:
        """Read "insists that the rule does not apply": a denial, where somebody is said to say so."""
        parts = page.annotated.children(token)
        helpers = {part.text.casefold() for part in parts if part.dep == "aux"}
        if not any(child.dep == "neg" for child in parts) or not helpers & {"do", "does", "did"}:
            return None
        held = page.holding(token.start)
        if (
            held is None
            or held.level == 0
            or not held.speakers
            or not is_party(page, self._words, held.speakers[0])
        ):
            return None
        below = page.annotated.subtree(token)
        piece = next(p for p in held.content if p.start <= token.start < p.end)
        anchor = action_span(page.text, max(below[0].start, piece.start), min(below[-1].end, piece.end))
        if anchor is None:
            return None
        return Answer("denial", anchor, span_of(token), held.speakers[0], (), held.id, dated(page, token))

    def _declined(self, page: Page, token: Token) -> Answer | None:
        """Read "cannot agree to …", "will not accept …": a refusal of what follows."""
        parts = page.annotated.children(token)
        helpers = {part.text.casefold() for part in parts if part.dep == "aux"}
        negated = any(part.dep == "neg" for part in parts)
        ahead = token.lemma.casefold() in self._words.declined_ahead
        declining = _DECLINING - {"do", "does"} if ahead else _DECLINING
        if not negated or token.tag != "VB" or not helpers & declining or "mark" in {p.dep for p in parts}:
            return None
        thing = next((p for p in parts if p.i > token.i and p.dep in _DECLINED), None)
        who = who_does(page, token)
        if thing is None or thing.text.casefold() == "with" or is_asked(page, token) or token.dep == "relcl":
            return None
        if not self._answers(page, token, thing, who[1]):
            return None
        place = (phrase_start(page, who[1], token), page.annotated.subtree(thing)[-1].end)
        seen = propose(page, self._words, "refusal", token, place=place, who=who)
        return seen if isinstance(seen, Answer) else None

    def _answers(self, page: Page, token: Token, thing: Token, subject: Token | None) -> bool:
        """Tell whether what is not accepted was asked, or who does not agree to it speaks themselves."""
        refused = any(
            thing.lemma.casefold() in frame.objects for frame in self._words.verbs.get("refuse", ())
        )
        asked = refused or any(
            part.lemma.casefold() in frame.objects
            for frame in self._words.verbs.get("refuse", ())
            for part in page.annotated.children(thing)
        )
        agreeing = token.lemma.casefold() != "accept"
        spoken = subject is not None and (subject.pos == "PRON" or page.saying(span_of(token)) is not None)
        ahead = token.lemma.casefold() in self._words.declined_ahead
        return asked or (spoken and agreeing) or ahead or thing.dep == "xcomp"

    def _called_false(self, page: Page, verb: Token) -> Answer | None:
        """Read "called the allegations baseless", "dismissed the report as propaganda"."""
        below = page.annotated.subtree(verb)
        things = [
            child
            for child in page.annotated.children(verb)
            if child.dep in ("dobj", "nsubj", "ccomp") and child.i > verb.i
        ]
        named = any(
            token.lemma.casefold() in self._words.called
            for thing in things
            for token in page.annotated.subtree(thing)
        )
        false = any(token.lemma.casefold() in self._words.false and token.i > verb.i for token in below)
        who = who_does(page, verb)
        if (
            not named
            or not false
            or verb.tag not in ("VBD", "VBZ", "VBP", "VBN", "VBG")
            or is_asked(page, verb)
        ):
            return None
        if any(
            child.dep in ("aux", "neg", "mark") and child.lemma not in ("have", "be", "do")
            for child in page.annotated.children(verb)
        ):
            return None
        seen = propose(
            page,
            self._words,
            "denial",
            verb,
            place=(phrase_start(page, who[1], verb), below[-1].end),
            who=who,
        )
        return seen if isinstance(seen, Answer) else None
