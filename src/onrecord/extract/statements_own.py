"""What a document says in its own voice: "we request that …", and the paragraphs of a resolution."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

OWN_SCORE = 0.9
RESOLUTION_SCORE = 0.95

_PRESENT = ("VBP", "VB", "VBG", "VBZ")
_ENACTING = re.compile(r"(?:The|This|We, the) [A-Z][^\n.;:!?]{2,90}[,:]")
_LABEL = re.compile(r"\s*(?:\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)])?\s*(?:[-–—•*]\s*)?")
_WORD = re.compile(r"[A-Za-z]+")
_OUTRIGHT = frozenset(["ask", "recommend", "commit", "warn", "accuse", "deny", "express_concern", "support"])
"""Acts that words perform by themselves; to assert or to note adds nothing to "said"."""

_OPENER_WORDS = 3
_REACH_OF_OPENER = 60


class OwnVoiceRules:
    """Finds performative statements: the issuer's own acts, level 0."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield first-person performatives outside quotation marks, then a resolution's paragraphs."""
        for token in page.annotated.tokens:
            word = token.text.casefold()
            if word in self._words.persons and token.dep == "nsubj" and speaks_itself(page, token.start):
                yield from self._of_person(page, token)
            elif word in (self._words.thanking, self._words.requesting) and speaks_itself(page, token.start):
                found = self._without_subject(page, token)
                if found is not None:
                    yield found
        yield from self._of_resolution(page)

    def _without_subject(self, page: Page, opener: Token) -> Candidate | None:
        """Return "Thank you for …" as support and "Please respond …" as an ask, at a sentence's start."""
        annotated = page.annotated
        sentence = annotated.sentences[opener.sentence]
        if opener.i != sentence.first or page.piece_at(opener.start) or opener.i == sentence.last:
            return None
        following = annotated.tokens[opener.i + 1]
        room = page.room(opener.start)
        if opener.text.casefold() == self._words.requesting:
            asks = following.tag in ("VB", "VBP")
            if not asks or following.lemma.casefold() in self._words.requesting_nothing:
                return None
            cue, act = Span(opener.start, opener.end), "ask"
        else:
            if following.text.casefold() != "you":
                return None
            cue, act = Span(opener.start, following.end), "support"
        content = page.content_of(cue.end, min(sentence.end, room.end)) if cue.end < room.end else None
        if content is None or not content.slice(page.text)[0].isalpha():
            return None
        return Candidate("own", (content,), "performative", act, OWN_SCORE, None, cue, opener.i, own=True)

    def _of_person(self, page: Page, person: Token) -> Iterator[Candidate]:
        if page.piece_at(person.start):
            return
        annotated = page.annotated
        found = self._operative(annotated, annotated.tokens[person.head])
        if found is None:
            return
        verb, act = found
        if verb.i < person.i:  # "how grateful we are" exclaims: no words follow that the act is on
            return
        source = Span(person.start, person.end)
        following = self._further(annotated, verb)
        for place, (operative, its_act) in enumerate([(verb, act), *following]):
            start = person.start if not place else operative.start
            until = following[place][0] if place < len(following) else None
            candidate = self._made(page, source, Span(start, operative.end), (operative, its_act), until)
            if candidate:
                yield candidate

    def act_of_quoted(self, page: Page, content: Span) -> str | None:
        """Return the act that quoted words perform in the first person ("We urge …"), None where none."""
        annotated = page.annotated
        first = annotated.sentence_at(content.start)
        for token in annotated.tokens_in(content.start, content.end):
            if first is None or token.sentence != first.i:
                return None
            if token.text.casefold() in self._words.persons and token.dep == "nsubj":
                found = self._operative(annotated, annotated.tokens[token.head])
                act = self._act_with_noun(annotated, *found) if found else None
                return act if act in _OUTRIGHT else None
        return None

    def _operative(self, annotated: Annotated, verb: Token) -> tuple[Token, str] | None:
        """Return the word that performs the act and the act: "request" in "we write to request"."""
        lemma = verb.lemma.casefold()
        if not _is_present(annotated, verb):
            return None
        if lemma == "be":
            for child in annotated.children(verb):
                if child.dep == "acomp" and child.text.casefold() in self._words.own_adjectives:
                    return child, self._words.own_adjectives[child.text.casefold()]
        if lemma in self._words.openers:
            for child in annotated.children(verb):
                if child.dep in ("xcomp", "advcl") and child.lemma.casefold() in self._words.own_verbs:
                    return child, self._words.own_verbs[child.lemma.casefold()]
        act = self._words.own_verbs.get(lemma)
        return (verb, act) if act else None

    def _further(self, annotated: Annotated, verb: Token) -> list[tuple[Token, str]]:
        """Return the second verbs that share the subject ("We condemn … and urge …"), in text order.

        Only beside a finite verb: after an infinitive ("we write to request you to condemn … and urge
        …") the second verb belongs to what is asked.
        """
        found: list[tuple[Token, str]] = []
        waiting = [verb] if verb.tag == "VBP" else []
        while waiting:
            for child in annotated.children(waiting.pop()):
                if child.dep != "conj" or child.tag not in _PRESENT:
                    continue
                act = self._words.own_verbs.get(child.lemma.casefold())
                if act and not any(below.dep == "nsubj" for below in annotated.children(child)):
                    found.append((child, act))
                    waiting.append(child)
        return sorted(found)

    def _made(
        self, page: Page, source: Span, cue: Span, operative: tuple[Token, str], until: Token | None
    ) -> Candidate | None:
        annotated = page.annotated
        verb, act = operative
        limit = until.i if until else None
        after = [token for token in annotated.subtree(verb) if token.i > verb.i]
        other = next(
            (child for child in annotated.children(verb) if _is_other_clause(annotated, child)), None
        )
        stops = [stop for stop in (limit, other.i if other else None) if stop is not None]
        if other is not None:
            stops.append(annotated.subtree(other)[0].i)
        after = [token for token in after if not stops or token.i < min(stops)]
        while after and (after[-1].pos in ("PUNCT", "CCONJ") and after[-1].text not in (")", "”", '"')):
            after.pop()
        if not after:
            return None
        cue, after, act = self._with_noun(page, cue, verb, after, act)
        room = page.room(verb.start)
        content = page.content_of(after[0].start, min(after[-1].end, room.end)) if after else None
        if content is None or content.start < cue.end:
            return None
        negated = any(child.dep == "neg" for child in annotated.children(verb))
        return Candidate(
            "own", (content,), "performative", act, OWN_SCORE, source, cue, verb.i, True, negated
        )

    def _with_noun(
        self, page: Page, cue: Span, verb: Token, after: list[Token], act: str
    ) -> tuple[Span, list[Token], str]:
        """Take the noun that says what is expressed into the cue: "we express our concern" about …."""
        noun = self._noun_of(page.annotated, verb)
        if noun is None:
            return cue, after, act
        act = self._words.nouns[noun.lemma.casefold()][0].act
        rest = [token for token in after if token.i > noun.i]
        return (Span(cue.start, noun.end), rest, act) if rest else (cue, after, act)

    def _act_with_noun(self, annotated: Annotated, verb: Token, act: str) -> str:
        noun = self._noun_of(annotated, verb)
        return self._words.nouns[noun.lemma.casefold()][0].act if noun else act

    def _noun_of(self, annotated: Annotated, verb: Token) -> Token | None:
        """Return the noun that says what a light verb expresses: "concern" in "express our concern"."""
        if verb.lemma.casefold() not in self._words.light:
            return None
        noun = next((child for child in annotated.children(verb) if child.dep == "dobj"), None)
        return noun if noun is not None and noun.lemma.casefold() in self._words.nouns else None

    def _of_resolution(self, page: Page) -> Iterator[Candidate]:
        """Yield the preambular and operative paragraphs that follow "The Security Council,"."""
        text, issuer = page.text, None
        is_resolution = page.annotated.document.layout.kind == "resolution"
        for paragraph in page.annotated.document.layout.paragraphs:
            enacting = _ENACTING.fullmatch(text, paragraph.start, paragraph.end)
            if enacting:
                issuer = Span(paragraph.start, paragraph.end - 1)
                continue
            if issuer is None and not is_resolution:
                continue
            found = self._opener(text, paragraph)
            if found is None:
                continue
            cue, act = found
            content = page.content_of(cue.end, paragraph.end)
            if content is not None and content.start >= cue.end:
                yield Candidate(
                    "resolution",
                    (content,),
                    "performative",
                    act,
                    RESOLUTION_SCORE,
                    issuer,
                    cue,
                    None,
                    own=True,
                )

    def _opener(self, text: str, paragraph: Span) -> tuple[Span, str] | None:
        label = _LABEL.match(text, paragraph.start, paragraph.end)
        start = label.end() if label else paragraph.start
        if not text[start : start + 1].isupper():
            return None
        words = list(_WORD.finditer(text, start, min(paragraph.end, start + _REACH_OF_OPENER)))[
            :_OPENER_WORDS
        ]
        for count in range(len(words), 0, -1):
            phrase = " ".join(word[0].casefold() for word in words[:count])
            act = self._words.resolution_openers.get(phrase)
            if act and words[0].start() == start:
                last = words[count] if phrase == "having" and len(words) > count else words[count - 1]
                return Span(start, last.end()), act
        return None


def speaks_itself(page: Page, offset: int) -> bool:
    """Tell whether "we" at a place can be the issuer's own, or that of a letter printed there."""
    return page.annotated.document.layout.speaks_itself_at(offset)


def in_own_voice(page: Page, found: Candidate) -> Candidate:
    """Return a candidate whose source is the document's own "we" as what the issuer says, level 0.

    In the present it performs an act ("we hope that …"); in the past it reports the issuer's own words.
    """
    if found.own or found.source is None or not speaks_itself(page, found.source.start):
        return found
    if found.source.slice(page.text).casefold() not in ("we", "i") or page.piece_at(found.source.start):
        return found
    verb = page.annotated.tokens[found.verb] if found.verb is not None else None
    now = verb is not None and (verb.pos != "VERB" or verb.tag in _PRESENT)
    return replace(found, own=True, mode="performative" if now else found.mode)


def _is_present(annotated: Annotated, verb: Token) -> bool:
    """Tell whether a verb stands in the present or behind would, must, do: neither past nor unreal."""
    if verb.tag not in _PRESENT:
        return False
    auxiliaries = [child.text.casefold() for child in annotated.children(verb) if child.dep == "aux"]
    return not any(word in ("did", "could", "might", "may", "will") for word in auxiliaries)


def _is_other_clause(annotated: Annotated, token: Token) -> bool:
    """Tell whether `token` heads a second main clause with a subject of its own."""
    return token.dep == "conj" and any(
        child.dep in ("nsubj", "nsubjpass") for child in annotated.children(token)
    )
