"""What holds a verb of asking and asks nothing: negated, supposed, foretold or questioned."""

from __future__ import annotations

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_complements import ASKING_WHETHER
from onrecord.extract.asks_drafts import Refusal
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

MOST_CLIMBS = 12
"""Verbs above an asking verb that are looked at: joined ones, and those that only lead to it."""

_UNREAL = ("could", "might", "may", "can", "ca")
_AHEAD = frozenset(["will", "shall", "would", "'ll", "’ll"])


class Refusals:
    """Tells why a verb of asking asks nothing where it stands."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def of(self, page: Page, token: Token) -> Refusal | None:
        """Refuse what was not asked, is only supposed, foretold of others, or stands in a question."""
        annotated = page.annotated
        place = Span(token.start, token.end)
        chain = [token]
        while chain[-1].dep in ("xcomp", "conj") and len(chain) < MOST_CLIMBS:
            chain.append(annotated.tokens[chain[-1].head])
        for verb in chain:
            parts = annotated.children(verb)
            words = {part.text.casefold() for part in parts if part.dep in ("aux", "neg", "mark", "advmod")}
            if any(part.dep == "neg" for part in parts) or "never" in words:
                return Refusal(place, "negated", "This says that something was not asked.")
            if words & {*_UNREAL} or words & {"if", "unless", "whether"}:
                return Refusal(place, "conditional", "This only supposes an ask, or allows one.")
        subject = page.subject(token, self._words.carriers, self._words.documents)
        first = subject is not None and subject.text.casefold() in FIRST_PERSON
        ahead = {part.text.casefold() for part in annotated.children(token) if part.dep == "aux"} & _AHEAD
        if ahead and (not first or "would" not in ahead):
            return Refusal(place, "not_yet_asked", "This foretells an ask, it does not make one.")
        sentence = annotated.sentences[token.sentence]
        if annotated.text[sentence.start : sentence.end].rstrip("”\"’' ").endswith("?"):
            return Refusal(place, "question", "This stands in a question.")
        return None

    def question(self, page: Page, token: Token) -> Refusal | None:
        """Refuse "asked whether …", "asked a question": an answer is wanted, no action."""
        if token.lemma.casefold() != "ask":
            return None
        for child in page.annotated.children(token):
            inner = {part.text.casefold() for part in page.annotated.children(child) if part.i < child.i}
            whether = child.dep == "ccomp" and inner & {*ASKING_WHETHER}
            question = child.dep == "dobj" and child.lemma.casefold() in self._words.no_things
            if whether or question:
                return Refusal(Span(token.start, token.end), "asks_a_question", "An answer is wanted here.")
        return None
