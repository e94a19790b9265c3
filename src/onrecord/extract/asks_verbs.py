"""Asks by a verb of asking: "we urge the ministry to open the road", "called on X not to …"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from onrecord.extract.actors_lookup import FIRST_PERSON, SECOND_PERSON
from onrecord.extract.asks_drafts import Draft, Refusal, action_span, is_negative, verb_phrase
from onrecord.extract.asks_page import SUBJECTS, Page
from onrecord.extract.asks_words import AskVerb, AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

_UNREAL = ("could", "might", "may", "can", "ca")
_AHEAD = ("will", "would", "'ll", "’ll")
_ASKING_WHETHER = ("if", "whether", "why", "how", "what", "when", "where", "who", "which")
_PREPOSITIONS = ("on", "upon", "for", "to", "with")
_VERBAL = ("xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp", "conj", "oprd", "dobj")
MOST_CONJUNCTS = 12
"""Asking verbs joined in one sentence that are read as relays of one ask."""


@dataclass(frozen=True, slots=True)
class _Complement:
    """What an asking verb asks: the verb of the action, or a thing; and who is to act."""

    action: Token
    target: Token | None
    whole: bool = False
    thing: bool = False
    purpose: Token | None = None


class VerbRules:
    """Finds asks anchored in the verbs of the scale."""

    def __init__(self, words: AskWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Draft | Refusal]:
        """Yield asks and refusals in text order; a verb that only relays another's ask is no second one."""
        relayed: set[int] = set()
        for token in page.annotated.tokens:
            verb = self._words.verbs.get(token.lemma.casefold()) if token.pos == "VERB" else None
            if verb is None or token.i in relayed:
                continue
            complement = self._complement(page, token, verb)
            if complement is None:
                refusal = self._question(page, token)
                if refusal:
                    yield refusal
                continue
            refusal = self._refusal(page, token)
            if refusal:
                yield refusal
                continue
            yield from self._asks(page, token, verb, complement, relayed)

    def _asks(
        self, page: Page, token: Token, verb: AskVerb, found: _Complement, relayed: set[int]
    ) -> Iterator[Draft | Refusal]:
        requesters, subject = self._requesters(page, token)
        operative = self._operative(page, token, found)
        if not requesters and not self._speaks(page, token, subject):
            yield Refusal(operative, "no_requester", "Nobody is named who asks this.")
            return
        asked = page.whom(found.target, found.action.start) if found.target else ()
        own = page.is_own_voice(token.start)
        addressees = asked or (page.own_addressees if own and found.target is None else ())
        if not addressees and found.target is None:
            addressees = page.sent_to(token, self._words.documents)
        statement = page.saying(operative) or page.holding(token.start)
        relays = self._relays(page, found, relayed) if not found.thing else []
        frame = Draft(
            operative, operative, verb.strength, requesters, addressees, addressees,
            statement=statement.id if statement else None,
            modifiers=self._modifiers(page, token, found.action),
            condition=_condition(page, token, found.action),
        )  # fmt: skip
        first = relays[0][0] if relays else None
        if first is None or first.i != found.action.i:
            until = first.i if first else None
            yield from self._plain(page, frame, found, until)
        for inner, its_verb, its_complement in relays:
            yield from self._relayed(page, frame, inner, its_verb, its_complement)

    def _plain(self, page: Page, frame: Draft, found: _Complement, until: int | None) -> Iterator[Draft]:
        annotated = page.annotated
        if found.thing:
            start, end = self._thing(page, found)
        elif found.whole:
            below = annotated.subtree(found.action)
            start = next((token.start for token in below if token.text.casefold() != "that"), below[0].start)
            end = below[-1].end
        else:
            start, end = verb_phrase(annotated, found.action)
        if until is not None:
            end = min(end, annotated.tokens[until].start)
            while end > start and annotated.text[start:end].rstrip().endswith((" and", " to", " or", ",")):
                end = start + len(annotated.text[start:end].rstrip().rsplit(None, 1)[0])
        action = action_span(page.text, start, end)
        if action is not None:
            negative = not found.thing and is_negative(annotated, found.action)
            yield replace(frame, action=action, negative=negative)

    def _thing(self, page: Page, found: _Complement) -> tuple[int, int]:
        """Return the place of a thing asked for, with what it is to serve ("a meeting … to discuss …")."""
        below = page.annotated.subtree(found.action)
        end = below[-1].end
        if found.purpose is not None:
            end = max(end, page.annotated.subtree(found.purpose)[-1].end)
        return below[0].start, end

    def _relayed(
        self, page: Page, frame: Draft, inner: Token, verb: AskVerb, found: _Complement
    ) -> Iterator[Draft]:
        targets = page.whom(found.target, found.action.start) if found.target else ()
        relaying = replace(frame, targets=targets, relay=verb.strength)
        yield from self._plain(page, relaying, found, None)

    def _relays(
        self, page: Page, found: _Complement, relayed: set[int]
    ) -> list[tuple[Token, AskVerb, _Complement]]:
        """Return the asking verbs among the verbs of the action: "condemn … and urge X to …"."""
        inner: list[tuple[Token, AskVerb, _Complement]] = []
        waiting = [found.action]
        while waiting and len(inner) < MOST_CONJUNCTS:
            token = waiting.pop(0)
            verb = self._words.verbs.get(token.lemma.casefold())
            complement = self._complement(page, token, verb) if verb else None
            if verb and complement and not complement.thing:
                inner.append((token, verb, complement))
                relayed.add(token.i)
            waiting += [child for child in page.annotated.children(token) if child.dep == "conj"]
        return inner

    def _complement(self, page: Page, token: Token, verb: AskVerb) -> _Complement | None:
        if self._is_passive(page, token):
            return self._of_passive(page, token, verb)
        children = page.annotated.children(token)
        for child in children:
            preposition = child.text.casefold()
            if child.i > token.i and child.dep in ("prep", "mark", "prt") and preposition in verb.takes:
                found = self._after_preposition(page, token, child)
                if found:
                    return found
        thing = next((child for child in children if child.dep == "dobj" and child.i > token.i), None)
        askable = "object" in verb.takes and thing is not None and self._is_askable(page, thing, verb)
        person = self._person(page, token, thing) if "person" in verb.takes else None
        if person and not (askable and thing is not None and person.target is thing and not page.whom(thing)):
            return person
        if "clause" in verb.takes or "loose" in verb.takes:
            found = self._clause(page, token, loose="loose" in verb.takes)
            if found:
                return found
        if askable and thing is not None:
            return _Complement(thing, None, thing=True, purpose=self._infinitive(page, token, thing))
        return None

    def _person(self, page: Page, token: Token, thing: Token | None) -> _Complement | None:
        """Find somebody and what they are to do: "urge the ministry to open …"."""
        infinitive = self._infinitive(page, token, thing)
        if infinitive is None:
            return None
        subjects = [c for c in page.annotated.children(infinitive) if c.dep in SUBJECTS and c.i > token.i]
        target = subjects[0] if subjects else thing
        if target is None or target.i > infinitive.i or self._is_amount(page, target):
            return None
        return _Complement(infinitive, target)

    def _after_preposition(self, page: Page, token: Token, preposition: Token) -> _Complement | None:
        annotated = page.annotated
        inside = [child for child in annotated.children(preposition) if child.dep in ("pobj", "pcomp")]
        thing = next((child for child in inside if child.dep == "pobj"), None)
        infinitive = self._infinitive(page, token, thing) or self._infinitive(page, preposition, thing)
        if infinitive is not None and infinitive.i > preposition.i:
            subjects = [
                c for c in annotated.children(infinitive) if c.dep in SUBJECTS and c.i > preposition.i
            ]
            target = subjects[0] if subjects else thing
            named = target is not None and (preposition.text.casefold() != "for" or page.whom(target))
            if target is not None and named and target.i < infinitive.i:
                return _Complement(infinitive, target)
        if preposition.text.casefold() != "for":
            return None
        asked = thing or next(iter(inside), None)
        if asked is None or asked.pos in ("NUM", "PRON") or asked.lemma.casefold() in self._words.no_things:
            return None
        if asked.pos in ("NOUN", "PROPN") and self._is_bare(page, asked):
            return None
        to_whom = [c for c in annotated.children(token) if c.dep in ("dobj", "prep") and c.i < preposition.i]
        person = to_whom[0] if to_whom and to_whom[0].dep == "dobj" else None
        if token.lemma.casefold() == "ask" and person is not None:
            return None
        purpose = infinitive if infinitive is not None and infinitive.i > asked.i else None
        return _Complement(asked, person, thing=True, purpose=purpose)

    def _clause(self, page: Page, token: Token, loose: bool) -> _Complement | None:
        """Find a clause of what somebody is to do: in the subjunctive, with should or must, or loosely."""
        for child in page.annotated.children(token):
            if child.dep != "ccomp" or child.i < token.i:
                continue
            parts = page.annotated.children(child)
            if any(p.tag == "TO" or p.text.casefold() in _ASKING_WHETHER for p in parts if p.i < child.i):
                continue
            subject = next((p for p in parts if p.dep in SUBJECTS), None)
            if subject is None or subject.i < token.i:
                continue
            modals = {p.lemma.casefold() for p in parts if p.dep in ("aux", "auxpass")}
            bare = (child.tag == "VB" and not modals) or "be" in {
                p.text.casefold() for p in parts if p.i < child.i
            }
            that = any(p.dep == "mark" and p.text.casefold() == "that" for p in parts)
            asking = bool(modals & {"should", "must"}) or bare or (that and child.tag == "VBP" and not modals)
            if token.lemma.casefold() in ("insist", "suggest", "hope"):
                asking = bool(modals & {"should", "must"}) or bare
            if loose:
                second = subject.text.casefold() in SECOND_PERSON
                asking = second and bool(modals & {"will", "would", "can"})
            if asking:
                acts = subject.dep == "nsubj" and bool(page.actors(subject))
                return _Complement(child, subject if acts else None, whole=not acts)
        return None

    def _infinitive(self, page: Page, governor: Token, thing: Token | None) -> Token | None:
        """Return the first verb with "to" that a verb, or its object, governs behind it."""
        heads = [governor, *([thing] if thing is not None else [])]
        found: list[Token] = []
        for head in heads:
            children = page.annotated.children(head)
            verbal = (child for child in children if child.i > governor.i and child.dep in _VERBAL)
            found += [child for child in verbal if self._has_to(page, child)]
        if not found and thing is not None:
            return self._right_behind(page, governor, thing)
        return min(found, default=None, key=lambda token: token.i)

    def _right_behind(self, page: Page, governor: Token, thing: Token) -> Token | None:
        """Return the infinitive that stands right behind a phrase, whatever the parser hung it on."""
        tokens = page.annotated.tokens
        at = max(page.annotated.subtree(held)[-1].i for held in (governor, thing)) + 1
        while at < len(tokens) and tokens[at].text in (",", ")"):
            at += 1
        if at >= len(tokens) or tokens[at].tag != "TO" or tokens[at].sentence != thing.sentence:
            return None
        verb = tokens[tokens[at].head]
        return verb if verb.i > at else None

    def _has_to(self, page: Page, verb: Token) -> bool:
        return any(child.tag == "TO" and child.i < verb.i for child in page.annotated.children(verb))

    def _of_passive(self, page: Page, token: Token, verb: AskVerb) -> _Complement | None:
        """Read "X is urged to …": the subject is to act."""
        if "person" not in verb.takes and not {"on", "upon"} & verb.takes:
            return None
        infinitive = self._infinitive(page, token, None)
        subject = next((c for c in page.annotated.children(token) if c.dep == "nsubjpass"), None)
        if infinitive is None or subject is None:
            return None
        return _Complement(infinitive, subject)

    def _is_passive(self, page: Page, token: Token) -> bool:
        return any(child.dep == "nsubjpass" for child in page.annotated.children(token))

    def _is_askable(self, page: Page, thing: Token, verb: AskVerb) -> bool:
        noun = thing.lemma.casefold()
        if (
            thing.pos in ("NUM", "PRON", "PROPN")
            or noun in self._words.no_things
            or self._is_bare(page, thing)
        ):
            return False
        return not verb.objects or noun in verb.objects

    def _is_amount(self, page: Page, thing: Token) -> bool:
        """Tell whether a phrase is a sum of money: a budget that is requested asks nobody to act."""
        return thing.pos == "NUM" or any(part.tag == "$" for part in page.annotated.children(thing))

    def _is_bare(self, page: Page, thing: Token) -> bool:
        """Tell whether a noun stands alone or with "the": "call for action" names no act."""
        parts = page.annotated.children(thing)
        return all(part.text.casefold() == "the" or part.dep == "punct" for part in parts)

    def _requesters(self, page: Page, token: Token) -> tuple[tuple[str, ...], Token | None]:
        if self._is_passive(page, token):
            agents = [child for child in page.annotated.children(token) if child.dep == "agent"]
            by = [
                inner for agent in agents for inner in page.annotated.children(agent) if inner.dep == "pobj"
            ]
            return (page.actors(by[0]), by[0]) if by else ((), None)
        subject = page.subject(token, self._words.carriers, self._words.documents)
        statement = page.saying(Span(token.start, token.end))
        if statement is not None and statement.speakers:
            own = statement.level == 0 and page.own_parties
            return (page.own_parties if own else statement.speakers), subject
        if subject is None:
            return (), None
        if subject.lemma.casefold() in self._words.documents:
            return page.own_parties, subject
        return page.actors(subject), subject

    def _speaks(self, page: Page, token: Token, subject: Token | None) -> bool:
        """Tell whether an ask without a known actor still has an asker in the text: "activists", "they"."""
        if subject is None:
            return False
        if subject.text.casefold() in ("we", "i") or subject.lemma.casefold() in self._words.documents:
            return True
        people = subject.tag in ("NNS", "NNPS") or subject.text.casefold() in ("they", "he", "she")
        return people and page.saying(Span(token.start, token.end)) is not None

    def _operative(self, page: Page, token: Token, found: _Complement) -> Span:
        """Return the verb with the preposition that belongs to it, where it stands right behind."""
        after = page.annotated.tokens[token.i + 1] if token.i + 1 < len(page.annotated.tokens) else None
        belongs = after is not None and after.text.casefold() in _PREPOSITIONS and after.tag != "TO"
        if after is not None and belongs and after.i < found.action.i and after.dep != "det":
            return Span(token.start, after.end)
        return Span(token.start, token.end)

    def _modifiers(self, page: Page, token: Token, action: Token) -> tuple[Span, ...]:
        near = (*page.annotated.children(token), *page.annotated.children(action), action)
        seen = sorted({part for part in near if part.lemma.casefold() in self._words.modifiers})
        return tuple(Span(part.start, part.end) for part in seen)

    def _refusal(self, page: Page, token: Token) -> Refusal | None:
        annotated = page.annotated
        place = Span(token.start, token.end)
        chain = [token]
        while chain[-1].dep in ("xcomp", "conj") and len(chain) < MOST_CONJUNCTS:
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
        ahead = any(
            part.dep == "aux" and part.text.casefold() in _AHEAD for part in annotated.children(token)
        )
        if ahead and not first:
            return Refusal(place, "not_yet_asked", "This foretells an ask of somebody else's.")
        sentence = annotated.sentences[token.sentence]
        if annotated.text[sentence.start : sentence.end].rstrip("”\"’' ").endswith("?"):
            return Refusal(place, "question", "This stands in a question.")
        return None

    def _question(self, page: Page, token: Token) -> Refusal | None:
        """Refuse "asked whether …", "asked a question": an answer is wanted, no action."""
        if token.lemma.casefold() != "ask":
            return None
        for child in page.annotated.children(token):
            inner = {part.text.casefold() for part in page.annotated.children(child) if part.i < child.i}
            whether = child.dep == "ccomp" and inner & {*_ASKING_WHETHER}
            question = child.dep == "dobj" and child.lemma.casefold() in self._words.no_things
            if whether or question:
                return Refusal(Span(token.start, token.end), "asks_a_question", "An answer is wanted here.")
        return None


def _condition(page: Page, *verbs: Token) -> Span | None:
    """Return the "if …" or "unless …" clause that an ask or its action depends on."""
    for verb in verbs:
        for child in page.annotated.children(verb):
            if child.dep == "advcl" and any(
                part.dep == "mark" and part.text.casefold() in ("if", "unless", "provided")
                for part in page.annotated.children(child)
            ):
                return page.annotated.subtree_span(child)
    return None
