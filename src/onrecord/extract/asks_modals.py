"""Asks by a modal or an adjective: "X should …", "it is imperative for X to …"."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.extract.actors_lookup import FIRST_PERSON, PRONOUNS, SECOND_PERSON
from onrecord.extract.asks_drafts import Draft, Refusal, action_span, is_negative, verb_phrase
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_words import AskWords
from onrecord.types.annotated import Token
from onrecord.types.rows import Statement
from onrecord.types.spans import Span

_UNREAL_MARKS = frozenset(["if", "unless", "whether", "when", "lest", "in case"])
_COPULA = "be"
_BEARERS = ("for", "on", "upon")
_CONTRACTED = ("n't", "n’t")


class ModalRules:
    """Finds what somebody says another must, should or needs to do."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft | Refusal]:
        """Yield asks and refusals in text order."""
        for token in page.annotated.tokens:
            lemma = token.lemma.casefold()
            if lemma in self._words.modals and (token.tag == "MD" or lemma in ("need", "ought")):
                yield from self._modal(page, token, self._words.modals[lemma])
            elif token.pos in ("ADJ", "NOUN") and lemma in self._words.adjectives:
                yield from self._adjective(page, token, self._words.adjectives[lemma])

    def _modal(self, page: Page, token: Token, strength: str) -> Iterator[Draft | Refusal]:
        found = self._verb_and_subject(page, token)
        if found is None:
            return
        verb, subject = found
        place = Span(token.start, token.end)
        refusal = self._refusal(page, token, verb, place) or self._ruling(page, token, verb)
        if refusal:
            yield refusal
            return
        passive = _is_passive(page, verb, subject)
        word = subject.text.casefold()
        if word in FIRST_PERSON:
            yield Refusal(place, "own_resolve", "Speakers say what they themselves have to do.")
            return
        if word in PRONOUNS and word not in SECOND_PERSON and not page.actors(subject):
            return
        targets = () if passive else page.meant(subject)
        said = self._voice(page, token)
        told = page.addressees_at(token.start)
        body = bool(told) and subject.lemma.casefold() in self._words.heads
        if said is None or not (passive or targets or body):
            return
        requesters, statement = said
        if set(requesters) & set(targets) or (told and page.parties.speak_for(requesters, subject)):
            yield Refusal(place, "own_resolve", "Speakers say what they themselves have to do.")
            return
        start, end = self._after(page, token, verb)
        action = action_span(page.text, start, end)
        if action is None:
            return
        yield Draft(
            place, action, strength, requesters, told, targets,
            statement=statement.id if statement else None, negative=is_negative(page.annotated, verb),
        )  # fmt: skip

    def _verb_and_subject(self, page: Page, token: Token) -> tuple[Token, Token] | None:
        """Return the verb a modal belongs to, and that verb's subject."""
        annotated = page.annotated
        if token.tag == "MD" and token.dep == "aux":
            verb = annotated.tokens[token.head]
            subject = self._subject(page, verb)
        else:
            inner = [c for c in annotated.children(token) if c.dep == "xcomp" and c.i > token.i]
            if token.pos not in ("VERB", "AUX") or not inner or token.tag not in ("VBP", "VBZ", "MD"):
                return None
            verb, subject = inner[0], self._subject(page, token)
            if not any(part.tag == "TO" for part in annotated.children(verb)):
                return None
        return (verb, subject) if subject is not None and verb.pos in ("VERB", "AUX") else None

    def _subject(self, page: Page, verb: Token) -> Token | None:
        subjects = [c for c in page.annotated.children(verb) if c.dep in SUBJECTS and c.i < verb.i]
        if not subjects and verb.dep == "conj":
            head = page.annotated.tokens[verb.head]
            subjects = [c for c in page.annotated.children(head) if c.dep in SUBJECTS and c.i < head.i]
        return subjects[0] if subjects else None

    def _refusal(self, page: Page, token: Token, verb: Token, place: Span) -> Refusal | None:
        annotated = page.annotated
        parts = annotated.children(verb)
        words = {part.text.casefold() for part in parts if part.i < verb.i}
        if "have" in words and verb.tag in ("VBN", "VBD"):
            return Refusal(place, "past_supposition", "This supposes what was, or should have been.")
        agents = [part for part in parts if part.dep == "agent"]
        by = [inner for agent in agents for inner in annotated.children(agent) if inner.dep == "pobj"]
        if by and not page.actors(by[0]):
            return Refusal(place, "supposition", "This tells by what something is done, it asks nobody.")
        described = {verb.dep, token.dep} & {"relcl", "acl"} or annotated.tokens[verb.head].pos == "NOUN"
        if self._supposes(page, verb) or described:
            return Refusal(place, "supposition", "This supposes or describes, it asks nobody to act.")
        if verb.dep == "ccomp" and annotated.tokens[verb.head].lemma.casefold() in self._words.conceding:
            return Refusal(place, "conceded", "This is granted to somebody, not asked of them.")
        before = [part for part in (*parts, *annotated.children(token)) if part.i < verb.i]
        marks = {part.text.casefold() for part in before if part.dep in ("mark", "advmod")}
        if marks & _UNREAL_MARKS:
            return Refusal(place, "conditional", "This stands under a condition.")
        subject = next((part for part in parts if part.dep in SUBJECTS), None)
        if subject is not None and subject.i > token.i:
            return Refusal(place, "conditional", "A modal before its subject supposes or asks a question.")
        sentence = annotated.sentences[token.sentence]
        if annotated.text[sentence.start : sentence.end].rstrip("”\"’' ").endswith("?"):
            return Refusal(place, "question", "This stands in a question.")
        return None

    def _ruling(self, page: Page, token: Token, verb: Token) -> Refusal | None:
        """Refuse what a court or a law is told to have laid down: "had ruled that all must be heard"."""
        above = page.annotated.tokens[verb.head]
        if verb.dep != "ccomp" or above.lemma.casefold() not in self._words.ruling:
            return None
        return Refusal(Span(token.start, token.end), "ruling_told", "This tells of a rule, it asks nobody.")

    def _supposes(self, page: Page, verb: Token) -> bool:
        """Tell whether a modal before a verb supposes: "should know", "should arrive"; not "must end it"."""
        lemma = verb.lemma.casefold()
        acts = any(part.dep in ("dobj", "acomp", "attr") for part in page.annotated.children(verb))
        return lemma in self._words.supposing or (lemma in self._words.idle and not acts)

    def _voice(self, page: Page, token: Token) -> tuple[tuple[str, ...], Statement | None] | None:
        """Return who says the sentence: a statement's speakers, else the document's own parties."""
        held = page.holding(token.start)
        if held is not None and held.level > 0:
            speakers = held.speakers or page.signers_of(token)
            return (speakers, held) if speakers else None
        own = page.speakers_at(token.start)
        if page.is_own_voice(token.start) and own:
            return own, held
        return None

    def _after(self, page: Page, token: Token, verb: Token) -> tuple[int, int]:
        start, end = verb_phrase(page.annotated, verb)
        inside = [part for part in page.annotated.tokens_in(token.end, verb.end) if part.i > token.i]
        first = next((part for part in inside if part.tag != "TO" and part.text not in _CONTRACTED), verb)
        return max(start, first.start), end

    def _clause(self, page: Page, verb: Token, subject: Token) -> tuple[int, int]:
        return page.annotated.subtree(subject)[0].start, page.annotated.subtree(verb)[-1].end

    def _adjective(self, page: Page, token: Token, strength: str) -> Iterator[Draft | Refusal]:
        """Read "it is imperative that X stop …" and "it is imperative for X to stop …"."""
        annotated = page.annotated
        be = annotated.tokens[token.head]
        if token.dep not in ("acomp", "attr") or be.lemma.casefold() != _COPULA:
            return
        it = next((c for c in annotated.children(be) if c.dep in SUBJECTS), None)
        if it is None or it.text.casefold() != "it" or is_negative(annotated, be):
            return
        said = self._voice(page, token)
        found = self._action(page, be, token)
        if said is None or found is None:
            return
        verb, subject = found
        if subject.text.casefold() in FIRST_PERSON:
            place = Span(token.start, token.end)
            yield Refusal(place, "own_resolve", "Speakers say what they themselves have to do.")
            return
        passive = subject.dep == "nsubjpass"
        targets = () if passive else page.meant(subject)
        told = page.addressees_at(token.start)
        states = verb.lemma.casefold() in (_COPULA, "have", *self._words.supposing)
        if states and targets and not {*told} & {*targets}:
            return  # "it is important that parents have confidence": said of those who only profit
        if not told and any(page.index.kind(target) == "group" for target in targets):
            return  # "it is important that students learn": said of many, asked of nobody
        if not targets and not passive and not (told and _is_subjunctive(verb, subject)):
            return
        start, end = verb_phrase(annotated, verb) if targets else self._clause(page, verb, subject)
        action = action_span(page.text, start, end)
        if action is not None:
            requesters, statement = said
            yield Draft(
                Span(token.start, token.end), action, strength, requesters, told, targets,
                statement=statement.id if statement else None, negative=is_negative(annotated, verb),
            )  # fmt: skip

    def _action(self, page: Page, be: Token, adjective: Token) -> tuple[Token, Token] | None:
        """Return the verb of what is imperative, and who is to do it."""
        annotated = page.annotated
        governed = [*annotated.children(be), *annotated.children(adjective)]
        prepositions = [c for c in governed if c.dep == "prep" and c.text.casefold() in _BEARERS]
        persons = [p for c in prepositions for p in annotated.children(c) if p.dep == "pobj"]
        for verb in sorted(c for c in governed if c.i > adjective.i and c.pos in ("VERB", "AUX")):
            own = [c for c in annotated.children(verb) if c.dep in SUBJECTS]
            subject = next(iter(own or persons), None)
            if subject is not None and adjective.i < subject.i < verb.i:
                return verb, subject
        return None


def _is_passive(page: Page, verb: Token, subject: Token) -> bool:
    auxiliary = any(part.dep == "auxpass" for part in page.annotated.children(verb))
    return auxiliary or subject.dep == "nsubjpass"


def _is_subjunctive(verb: Token, subject: Token) -> bool:
    """Tell whether a verb says what is to be: "that the group move", where "moves" would say what is."""
    return verb.tag == "VB" or (verb.tag == "VBP" and subject.tag in ("NN", "NNP"))
