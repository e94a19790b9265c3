"""The rules of responses: verbs of answering with what must follow, and sentences that tell of a reply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Refusal, action_span
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.types.annotated import Token
from onrecord.types.rows import Statement
from onrecord.types.spans import Span

_CARRIERS = frozenset("want wish like continue go come".split())
_UNREAL = frozenset("if unless whether could might may can ca should must".split())
_DECLINING = frozenset("can ca will wo do does".split())
_DECLINED = ("dobj", "prep", "xcomp")
_TO = ("dobj", "iobj", "dative")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says of one response."""

    kind: str
    anchor: Span
    cue: Span
    actor: str | None
    to: tuple[str, ...] = ()
    statement: str | None = None
    dated: Span | None = None


@dataclass(frozen=True, slots=True)
class _Verb:
    kind: str
    takes: frozenset[str]
    objects: frozenset[str]


class ResponseWords:
    """The vocabulary of responses as `responses.toml` gives it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.verbs: dict[str, list[_Verb]] = {}
        for entry in table.get("verbs", ()):
            verb = _Verb(entry["kind"], frozenset(entry["takes"]), _words(entry.get("objects", "")))
            for word in _words(entry["words"]):
                self.verbs.setdefault(word, []).append(verb)
        replies = table.get("replies", {})
        self.reply_nouns = _words(replies.get("nouns", ""))
        self.reply_verbs = _words(replies.get("verbs", ""))
        self.replied_to = _words(replies.get("to", ""))
        lists = table.get("lists", {})
        self.accepted = tuple(str(phrase).casefold() for phrase in lists.get("accepted", ()))
        self.refused = tuple(str(phrase).casefold() for phrase in lists.get("refused", ()))
        self.open = tuple(str(phrase).casefold() for phrase in lists.get("open", ()))
        self.applying = _words(table.get("not_applying", {}).get("verbs", ""))
        self.declined = _words(table.get("declined", {}).get("verbs", ""))
        self.no_party = _words(table.get("parties", {}).get("no_party", ""))


class VerbRules:
    """Finds responses anchored in a verb: "pledged to …", "denied the allegations"."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield responses and refusals in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            if token.pos == "ADJ" and lemma == "committed" and self._doing(page, token):
                yield Refusal(
                    _place(token), "disposition", "Being committed to something binds nobody to an act."
                )
            if token.pos not in ("VERB", "AUX"):
                continue
            for verb in self._words.verbs.get(lemma, ()):
                seen = self._answer(page, token, verb)
                if seen is not None:
                    yield seen
                    break
            if lemma in self._words.applying:
                yield from self._not_applying(page, token)
            if lemma in self._words.declined:
                yield from self._declined(page, token)

    def _answer(self, page: Page, token: Token, verb: _Verb) -> Answer | Refusal | None:
        content = self._content(page, token, verb)
        if content is None:
            return self._trap(page, token)
        refusal = self._refusal(page, token)
        if refusal:
            return refusal
        actors, subject = _who(page, token)
        if subject is not None and subject.lemma.casefold() in self._words.no_party:
            return Refusal(_place(token), "no_party", "Whoever says this is no party that was asked.")
        if len(actors) == 0 or subject is None:
            return Refusal(_place(token), "no_actor", "Nobody is named who answers or commits.")
        if not self._is_party(page, actors[0]):
            return Refusal(_place(token), "no_party", "Whoever says this is no party that was asked.")
        start, end = _phrase_start(page, subject, token), content
        anchor = action_span(page.text, min(start, token.start), end)
        if anchor is None:
            return None
        statement = _statement(page, token)
        to = self._to(page, token)
        return Answer(
            verb.kind, anchor, _place(token), actors[0], to, statement.id if statement else None,
            _sentence(page, token),
        )  # fmt: skip

    def _content(self, page: Page, token: Token, verb: _Verb) -> int | None:
        """Return where the words end that say what is answered, None where the verb stands without them."""
        annotated = page.annotated
        for child in annotated.children(token):
            if child.i < token.i:
                continue
            parts = annotated.children(child)
            infinitive = any(part.tag == "TO" and part.i < child.i for part in parts)
            subject = any(part.dep in SUBJECTS for part in parts)
            clause = child.dep == "ccomp" and subject and not infinitive
            fits = (
                ("to" in verb.takes and child.dep in ("xcomp", "ccomp", "advcl") and infinitive)
                or ("clause" in verb.takes and clause)
                or ("object" in verb.takes and child.dep == "dobj" and child.lemma.casefold() in verb.objects)
                or ("doing" in verb.takes and child.dep == "prep" and child.text.casefold() == "to")
                or ("with" in verb.takes and child.dep == "prep" and child.text.casefold() == "with")
            )
            if fits:
                return annotated.subtree(child)[-1].end
        return None

    def _trap(self, page: Page, token: Token) -> Refusal | None:
        if token.lemma.casefold() == "commit" and any(
            c.dep == "dobj" for c in page.annotated.children(token)
        ):
            return Refusal(_place(token), "committed_an_act", "An act was committed here, nobody was bound.")
        if token.lemma.casefold() == "promise" and any(c.dep in _TO for c in page.annotated.children(token)):
            return Refusal(
                _place(token), "promised_a_thing", "Something is promised to somebody, no ask is met."
            )
        return None

    def _refusal(self, page: Page, token: Token) -> Refusal | None:
        parts = page.annotated.children(token)
        words = {part.text.casefold() for part in parts if part.dep in ("aux", "mark", "advmod", "neg")}
        if any(part.dep == "neg" for part in parts) or "never" in words:
            return Refusal(_place(token), "negated", "This says that it was not done.")
        if words & _UNREAL or any(part.tag == "TO" and part.i < token.i for part in parts):
            return Refusal(_place(token), "not_done", "This supposes, asks for or plans a response.")
        bare = token.tag == "VB" and not words & {"will", "would", "did", "do", "does"}
        if bare or (
            token.lemma.casefold() in ("comply", "fulfil", "fulfill", "honor", "honour", "keep")
            and token.tag not in ("VBD", "VBN")
        ):
            return Refusal(_place(token), "not_done", "This supposes, asks for or plans a response.")
        state = token.lemma.casefold() == "commit" and token.tag == "VBN"
        be = token.dep == "acomp" or any(part.dep == "auxpass" or part.lemma == "be" for part in parts)
        if state and be:
            return Refusal(
                _place(token), "disposition", "Being committed to something binds nobody to an act."
            )
        if token.dep in ("acl", "relcl") and token.tag == "VBN":
            return Refusal(_place(token), "not_done", "This describes something, nobody responds here.")
        return None

    def _is_party(self, page: Page, actor: str) -> bool:
        """Tell whether an actor can answer an ask: not a group of private people."""
        name = (page.index.name(actor) or "").casefold().split()
        return not any(
            word in self._words.no_party or word.removesuffix("s") in self._words.no_party for word in name
        )

    def _doing(self, page: Page, token: Token) -> bool:
        return any(c.dep == "prep" and c.text.casefold() == "to" for c in page.annotated.children(token))

    def _to(self, page: Page, token: Token) -> tuple[str, ...]:
        """Return to whom it was said: "assured the committee that …", "promised us to …"."""
        for child in page.annotated.children(token):
            if child.dep in _TO and child.i > token.i:
                return page.whom(child)
        return ()

    def _not_applying(self, page: Page, token: Token) -> Iterator[Answer]:
        """Read "insists that the rule does not apply": a denial, where somebody is said to say so."""
        if not any(child.dep == "neg" for child in page.annotated.children(token)):
            return
        held = page.holding(token.start)
        if held is None or held.level == 0 or not held.speakers:
            return
        below = page.annotated.subtree(token)
        piece = next(p for p in held.content if p.start <= token.start < p.end)
        anchor = action_span(page.text, max(below[0].start, piece.start), min(below[-1].end, piece.end))
        if anchor is not None and len(held.speakers) >= 1:
            yield Answer(
                "denial", anchor, _place(token), held.speakers[0], (), held.id, _sentence(page, token)
            )

    def _declined(self, page: Page, token: Token) -> Iterator[Answer]:
        """Read "cannot agree to …", "will not accept …": a refusal of what follows."""
        parts = page.annotated.children(token)
        helpers = {part.text.casefold() for part in parts if part.dep == "aux"}
        negated = any(part.dep == "neg" for part in parts)
        if not negated or token.tag != "VB" or not helpers & _DECLINING or "mark" in {p.dep for p in parts}:
            return
        thing = next((p for p in parts if p.i > token.i and p.dep in _DECLINED), None)
        actors, subject = _who(page, token)
        if thing is None or subject is None or not actors or not self._is_party(page, actors[0]):
            return
        end = page.annotated.subtree(thing)[-1].end
        anchor = action_span(page.text, _phrase_start(page, subject, token), end)
        statement = _statement(page, token)
        if anchor is not None:
            yield Answer(
                "refusal", anchor, _place(token), actors[0], (), statement.id if statement else None,
                _sentence(page, token),
            )  # fmt: skip


class ReplyRules:
    """Finds sentences that tell of a reply: "In its reply of 3 May, the ministry insisted that …"."""

    def __init__(self, words: ResponseWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Answer | Refusal]:
        """Yield replies in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            if token.pos == "NOUN" and lemma in self._words.reply_nouns:
                yield from self._noun(page, token)
            elif token.pos == "VERB" and lemma in self._words.reply_verbs:
                yield from self._verb(page, token)

    def _noun(self, page: Page, noun: Token) -> Iterator[Answer]:
        """Read a reply that has an owner, where the owner's words follow in the same sentence."""
        annotated = page.annotated
        owner = next((child for child in annotated.children(noun) if child.dep == "poss"), None)
        above = annotated.tokens[noun.head]
        if owner is None or above.text.casefold() != "in":
            return
        verb = annotated.tokens[above.head]
        subject = next((c for c in annotated.children(verb) if c.dep == "nsubj"), None)
        actors = page.actors(subject) if subject is not None else page.actors(owner)
        if not actors or verb.pos != "VERB":
            return
        anchor = action_span(page.text, annotated.subtree(verb)[0].start, annotated.subtree(verb)[-1].end)
        if anchor is None:
            return
        statement = page.saying(_place(verb))
        yield Answer(
            "reply", anchor, _place(noun), actors[0], (), statement.id if statement else None,
            Span(noun.start, annotated.subtree(noun)[-1].end),
        )  # fmt: skip

    def _verb(self, page: Page, token: Token) -> Iterator[Answer]:
        """Read "responded to the letter", "replied that …" where the answer to an ask is told."""
        annotated = page.annotated
        parts = annotated.children(token)
        words = {part.text.casefold() for part in parts if part.dep in ("aux", "mark", "neg", "advmod")}
        unreal = words & _UNREAL or any(part.dep == "neg" or part.tag == "TO" for part in parts)
        if unreal or "never" in words:
            return
        to = [
            p for c in parts if c.dep == "prep" and c.text.casefold() == "to" for p in annotated.children(c)
        ]
        asked = [thing for thing in to if thing.lemma.casefold() in self._words.replied_to]
        actors, subject = _who(page, token)
        if not asked or not actors or subject is None or subject.text.casefold() in FIRST_PERSON:
            return
        start = _phrase_start(page, subject, token)
        anchor = action_span(page.text, start, annotated.subtree(token)[-1].end)
        if anchor is None:
            return
        owners = [child for child in annotated.children(asked[0]) if child.dep == "poss"]
        statement = page.saying(_place(token))
        yield Answer(
            "reply", anchor, _place(token), actors[0], page.whom(owners[0]) if owners else (),
            statement.id if statement else None, _sentence(page, token),
        )  # fmt: skip


def _who(page: Page, token: Token) -> tuple[tuple[str, ...], Token | None]:
    """Return who does what a verb says, and the words that name them."""
    subject = page.subject(token, _CARRIERS, frozenset())
    if subject is None:
        return (), None
    statement = page.saying(_place(token))
    if statement is not None and statement.speakers and subject.pos != "PRON":
        return statement.speakers, subject
    return page.whom(subject), subject


def _statement(page: Page, token: Token) -> Statement | None:
    return page.saying(_place(token)) or page.holding(token.start)


def _phrase_start(page: Page, subject: Token, verb: Token) -> int:
    """Return where a response begins: at its subject, where that stands right before the verb."""
    start, end = page.phrase(subject)
    same = subject.sentence == verb.sentence and end <= verb.start
    return start if same else verb.start


def _sentence(page: Page, token: Token) -> Span:
    sentence = page.annotated.sentences[token.sentence]
    return Span(sentence.start, sentence.end)


def _place(token: Token) -> Span:
    return Span(token.start, token.end)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())
