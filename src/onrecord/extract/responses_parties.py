"""Who responds and to whom, and a response put together from the words of a rule."""

from __future__ import annotations

from onrecord.extract.actors_lookup import FIRST_PERSON
from onrecord.extract.asks_drafts import Refusal, action_span
from onrecord.extract.asks_page import MOST_CLIMBS, Page
from onrecord.extract.responses_rules import Answer, ResponseWords
from onrecord.types.annotated import Token
from onrecord.types.dates import TimeExpression
from onrecord.types.rows import Statement
from onrecord.types.spans import Span

_CARRIERS = frozenset(
    "want wish like continue go come keep begin start proceed force compel oblige have choose decide manage "
    "persist must let".split()
)
_OWN = frozenset(
    "government delegation country nation administration ministry committee commission company office "
    "organization organisation".split()
)
"""What speaks where its own member says "my": "my Government will …"."""

_PARTIES = ("ORG", "GPE", "PERSON", "NORP")
_RELATIVE = ("WP", "WDT", "IN")
_TO = ("dobj", "iobj", "dative")
_DATING = ("npadvmod", "prep", "advmod", "tmod", "advcl")
_DOING = frozenset("by in after despite while since upon on besides".split())
_BLAMED = ("for", "of")

NO_ACTOR = "Nobody is named who answers or commits."
NO_PARTY = "Whoever says this is no party that was asked."


def propose(
    page: Page,
    words: ResponseWords,
    kind: str,
    cue: Token,
    *,
    place: tuple[int, int],
    who: tuple[tuple[str, ...], Token | None],
    to: tuple[str, ...] = (),
) -> Answer | Refusal | None:
    """Return the response of `who` whose words are those at `place`, or why it is none."""
    actors, subject = who
    if subject is not None and subject.lemma.casefold() in words.no_party | words.ruling:
        return Refusal(span_of(cue), "no_party", NO_PARTY)
    person = subject is not None and subject.pos == "PROPN" and bool(actors)
    person = person and page.index.kind(actors[0]) == "person"
    if subject is not None and subject.lemma.casefold() in words.writings and not person:
        return Refusal(span_of(cue), "no_party", NO_PARTY)
    if subject is None or not (actors or _is_unnamed_party(page, words, subject)):
        return Refusal(span_of(cue), "no_actor", NO_ACTOR)
    if actors and not is_party(page, words, actors[0]):
        return Refusal(span_of(cue), "no_party", NO_PARTY)
    anchor = action_span(page.text, min(place[0], cue.start), max(place[1], cue.end))
    if anchor is None:
        return None
    actor = actors[0] if actors else None
    told = tuple(each for each in to if each not in actors) or _addressees(page, cue, actor)
    held = statement_of(page, cue)
    return Answer(kind, anchor, span_of(cue), actor, told, held.id if held else None, dated(page, cue))


def _is_unnamed_party(page: Page, words: ResponseWords, subject: Token) -> bool:
    """Tell whether words that name no known actor are a party's: "we", "it", "the ministry", a name."""
    word = subject.text.casefold()
    if word in FIRST_PERSON or word in ("it", "its") or subject.lemma.casefold() in words.parties:
        return True
    named = page.annotated.entities_in(*page.phrase(subject)) if subject.pos == "PROPN" else ()
    return any(entity.label in _PARTIES and entity.end >= subject.end for entity in named)


def _addressees(page: Page, cue: Token, actor: str | None) -> tuple[str, ...]:
    """Return to whom a letter is written, where it is its sender who responds in it."""
    sends = actor in page.speakers_at(cue.start) and page.is_own_voice(cue.start)
    return page.addressees_at(cue.start) if sends else ()


def agent(page: Page, verb: Token) -> Token | None:
    """Return the words that tell by whom something is done: "was rejected by the ministry"."""
    for child in page.annotated.children(verb):
        if child.dep == "agent" or (child.dep == "prep" and child.text.casefold() == "by"):
            return next((part for part in page.annotated.children(child) if part.dep == "pobj"), None)
    return None


def who_does(page: Page, verb: Token) -> tuple[tuple[str, ...], Token | None]:
    """Return who does what a verb says, and the words that name them."""
    if any(child.dep in ("nsubjpass", "auxpass") for child in page.annotated.children(verb)):
        by = agent(page, verb)
        return (page.whom(by), by) if by is not None else ((), None)
    doing = _done_by(page, verb)
    if doing is not None:
        return who_does(page, doing)
    subject = _blamed(page, verb) or page.subject(verb, _CARRIERS, frozenset())
    if subject is None:
        return (), None
    if subject.tag in _RELATIVE or subject.text.casefold() == "that":
        subject = _antecedent(page, subject) or subject
    statement = page.saying(span_of(verb))
    person = _person_beside(page, subject)
    if person:
        return person, subject
    if statement is not None and statement.speakers and subject.pos != "PRON":
        return statement.speakers, subject
    named = page.whom(subject)
    if not named and subject.pos == "PRON" and statement is not None:
        named = statement.speakers
    return named or _own_country(page, subject) or _named_before(page, subject), subject


def _person_beside(page: Page, subject: Token) -> tuple[str, ...]:
    """Return the person whose name stands beside an office: "the ambassador, Irena Vask, said"."""
    for child in page.annotated.children(subject):
        if child.dep == "appos" and child.pos == "PROPN":
            named = page.whom(child)
            if len(named) == 1 and page.index.kind(named[0]) == "person":
                return named
    return ()


def _named_before(page: Page, subject: Token) -> tuple[str, ...]:
    """Return the one organisation or body named before that "the ministry", "the company" can mean."""
    parts = page.annotated.children(subject)
    plain = subject.pos == "NOUN" and all(part.dep == "det" or part.i > subject.i for part in parts)
    if not plain or not any(part.text.casefold() in ("the", "this") for part in parts):
        return ()
    word = subject.lemma.casefold()
    named = [
        actor
        for actor in page.index.within(0, subject.start)
        if page.index.kind(actor) in ("organization", "body", "state")
        and word in (page.index.name(actor) or "").casefold().split()
        and (page.index.name(actor) or "").casefold() != word
    ]
    return tuple(named) if len(named) == 1 else ()


def _own_country(page: Page, subject: Token) -> tuple[str, ...]:
    """Return who speaks, where "my Government", "our delegation" does something."""
    owners = [child for child in page.annotated.children(subject) if child.dep == "poss"]
    if owners and owners[0].text.casefold() in FIRST_PERSON and subject.lemma.casefold() in _OWN:
        return page.actors(owners[0])
    return ()


def _done_by(page: Page, verb: Token) -> Token | None:
    """Return the verb whose subject does what a gerund says: "by refusing to …, the ministry ignored …"."""
    preposition = page.annotated.tokens[verb.head]
    if verb.dep != "pcomp" or preposition.text.casefold() not in _DOING:
        return None
    here = preposition
    for _ in range(MOST_CLIMBS):
        here = page.annotated.tokens[here.head]
        if here.pos in ("VERB", "AUX"):
            return here
    return None


def _blamed(page: Page, verb: Token) -> Token | None:
    """Return whom somebody blames for what a gerund says: "criticised the ministry for refusing to …"."""
    preposition = page.annotated.tokens[verb.head]
    if verb.dep != "pcomp" or preposition.text.casefold() not in _BLAMED:
        return None
    above = page.annotated.tokens[preposition.head]
    return next((c for c in page.annotated.children(above) if c.dep == "dobj" and c.i < verb.i), None)


def _antecedent(page: Page, relative: Token) -> Token | None:
    """Return the noun that a relative pronoun stands for."""
    here = page.annotated.tokens[relative.head]
    for _ in range(MOST_CLIMBS):
        above = page.annotated.tokens[here.head]
        if here.dep == "relcl":
            return above
        if above.i == here.i or here.dep not in ("conj", "xcomp", "ccomp"):
            return None
        here = above
    return None


def is_party(page: Page, words: ResponseWords, actor: str) -> bool:
    """Tell whether an actor can answer an ask: not a group of private people."""
    name = (page.index.name(actor) or "").casefold().split()
    outside = words.no_party | words.ruling
    return not any(word in outside or word.removesuffix("s") in outside for word in name)


def told_to(page: Page, verb: Token) -> tuple[str, ...]:
    """Return to whom it was said: "assured the committee that …", "promised us to …", "admitted to them"."""
    for child in page.annotated.children(verb):
        if child.i < verb.i:
            continue
        if child.dep in _TO and child.text.casefold() not in ("itself", "themselves", "himself", "herself"):
            return page.whom(child)
        if child.text.casefold() == "to" and child.dep in ("prep", "dative"):
            person = next((part for part in page.annotated.children(child) if part.dep == "pobj"), None)
            if person is not None:
                return page.whom(person)
    return ()


def owner_of(page: Page, noun: Token) -> tuple[tuple[str, ...], Token | None]:
    """Return whose a noun is: "its pledge", "the pledge of the ministry", "a pledge by the ministry"."""
    for child in page.annotated.children(noun):
        if child.dep == "poss":
            return page.whom(child) or _owned(page, child), child
    for child in page.annotated.children(noun):
        if (
            child.i > noun.i
            and child.dep in ("prep", "agent")
            and child.text.casefold() in ("by", "from", "of")
        ):
            person = next((part for part in page.annotated.children(child) if part.dep == "pobj"), None)
            if person is not None and page.whom(person):
                return page.whom(person), person
    return (), None


def _owned(page: Page, owner: Token) -> tuple[str, ...]:
    start, end = page.phrase(owner)
    named = page.index.owner(start, end + 2)
    return (named,) if named else ()


def dated(page: Page, cue: Token) -> TimeExpression | None:
    """Return when it was said: a date that stands with the verb, or with the verb that reports it."""
    above = page.annotated.tokens[cue.head]
    verbs = [cue] if cue.pos in ("VERB", "AUX", "NOUN") else []
    if (
        above.i != cue.i
        and above.pos in ("VERB", "AUX")
        and cue.dep in ("conj", "ccomp", "xcomp", "dobj", "pobj")
    ):
        verbs.append(above)
    for verb in verbs:
        for child in page.annotated.children(verb):
            if child.dep in _DATING and cue not in page.annotated.subtree(child):
                span = page.annotated.subtree_span(child)
                time = page.time_in(span.start, span.end)
                if time is not None and not _holds_clause(page, child, time):
                    return time
    return None


def _holds_clause(page: Page, child: Token, time: TimeExpression) -> bool:
    """Tell whether a date stands in a clause of its own inside a phrase: it dates that, not the response."""
    return any(
        part.dep in ("relcl", "acl", "pcomp", "advcl", "ccomp", "xcomp") and part.start < time.anchor.start
        for part in page.annotated.subtree(child)
        if part.i != child.i or child.dep == "advcl"
    )


def statement_of(page: Page, token: Token) -> Statement | None:
    """Return the statement that a word opens, else the one it stands in."""
    return page.saying(span_of(token)) or page.holding(token.start)


def phrase_start(page: Page, subject: Token | None, verb: Token) -> int:
    """Return where a response begins: at its subject, where that stands before the verb in its sentence."""
    if subject is None:
        return verb.start
    start, end = page.phrase(subject)
    same = subject.sentence == verb.sentence and end <= verb.start
    return start if same else verb.start


def span_of(token: Token) -> Span:
    """Return the place of a word."""
    return Span(token.start, token.end)
