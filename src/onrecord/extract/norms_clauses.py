"""Grammar of clauses about law: what is said as a fact, what a word governs, and who its subject is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from onrecord.extract.actors_lookup import THING, ActorIndex
from onrecord.types.annotated import Annotated, Token
from onrecord.types.identity import folded_name

Place = tuple[int, int, str]
"""A norm at a place: start, end, id of its row."""

_SAID_TAGS = ("VBD", "VBZ")
_HELPING = ("be", "have", "remain", "become")
_UNREAL = ("if", "unless", "whether", "once", "until", "lest")
_PASSED = (
    "prep",
    "pobj",
    "dobj",
    "conj",
    "appos",
    "nmod",
    "compound",
    "amod",
    "poss",
    "attr",
    "oprd",
    "npadvmod",
)
_NOT_DENIED = ("only", "just", "merely", "simply")
_FARTHEST = 25
"""Words between a verb and the last norm of a list that it governs."""

_BETWEEN_NORMS = 60
"""Characters between two norms of one list: " and its ", " as well as the 1977 Additional "."""


def is_said(annotated: Annotated, verb: Token, asking: AbstractSet[str]) -> bool:
    """Tell whether a verb says that something is or was so.

    It is finite, under no modal and no condition, and under nothing that asks for it: "recommended that
    Vareda sign", where a parser takes the subjunctive for a present.
    """
    helpers = [
        child for child in annotated.children(verb) if child.dep in ("aux", "auxpass", "mark", "advmod")
    ]
    if any(child.tag in ("MD", "TO") or child.lemma.casefold() in _UNREAL for child in helpers):
        return False
    if _is_asked(annotated, verb, asking):
        return False
    if verb.dep == "conj" and verb.head < verb.i and verb.tag == "VBN" and not _has_auxiliary(helpers):
        return is_said(annotated, annotated.tokens[verb.head], asking)
    if verb.tag in _SAID_TAGS or (verb.tag == "VBP" and verb.lemma in _HELPING):
        return True
    said = [child for child in helpers if child.dep in ("aux", "auxpass")]
    return verb.tag == "VBN" and any(child.tag in ("VBD", "VBZ", "VBP") for child in said)


def is_going_on(annotated: Annotated, verb: Token, asking: AbstractSet[str]) -> bool:
    """Tell whether a verb says that something is being done: "is violating", "has been violating"."""
    helpers = [child for child in annotated.children(verb) if child.dep in ("aux", "mark", "advmod")]
    unreal = any(child.tag in ("MD", "TO") or child.lemma.casefold() in _UNREAL for child in helpers)
    finite = any(child.dep == "aux" and child.tag in ("VBD", "VBZ", "VBP") for child in helpers)
    return verb.tag == "VBG" and finite and not unreal and not _is_asked(annotated, verb, asking)


def _has_auxiliary(helpers: Sequence[Token]) -> bool:
    return any(child.dep in ("aux", "auxpass") for child in helpers)


def _is_asked(annotated: Annotated, verb: Token, asking: AbstractSet[str]) -> bool:
    """Tell whether a clause is what a verb or noun of asking, hoping or considering has for its content."""
    token = verb
    while token.dep in ("ccomp", "xcomp", "conj", "acl", "advcl", "dep") and token.head != token.i:
        above = annotated.tokens[token.head]
        if token.dep != "conj" and above.lemma in asking:
            return True
        token = above
    return False


def is_negated(annotated: Annotated, verb: Token) -> bool:
    """Tell whether a verb is denied: "has not", "never", but not "is not only"."""
    return any(
        (child.dep == "neg" or child.lemma in ("never", "neither"))
        and annotated.tokens[min(child.i + 1, len(annotated.tokens) - 1)].lemma not in _NOT_DENIED
        for child in annotated.children(verb)
    )


def governed(
    annotated: Annotated, top: Token, places: Sequence[Place], instruments: AbstractSet[str]
) -> list[Place]:
    """Return the norms that a word governs, as far as they are named one right after the other.

    Between them and the word stand prepositions, other norms and words such as "treaties" alone, so that
    what is said of the committee of a treaty or the principles of a charter is not said of the norm.
    """
    found: list[Place] = []
    for place in places:
        start, end, _ = place
        if found and found[-1][:2] == (start, end):
            found.append(place)
            continue
        if found and annotated.text[found[-1][1] : start].strip() == "(":
            continue  # letters in brackets behind a name say no more than the name
        near = not found or start - found[-1][1] <= _BETWEEN_NORMS
        if near and start > top.start and _leads_to(annotated, place, top, places, instruments):
            found.append(place)
    return found


def _leads_to(
    annotated: Annotated, place: Place, top: Token, places: Sequence[Place], instruments: AbstractSet[str]
) -> bool:
    inside = annotated.tokens_in(place[0], place[1])
    held = {token.i for token in inside}
    heads = [token for token in inside if token.head not in held and token.pos not in ("ADP", "DET", "PUNCT")]
    if not heads or heads[0].i - top.i > _FARTHEST * 4:
        return False
    below = heads[0]
    for token in _above(annotated, below):
        if token.i == top.i:
            return True
        named = any(start <= token.start < end for start, end, _ in places)
        if named and below.lemma in ("to", "of"):
            return False  # "ratified the Protocol to the X" says nothing of the X
        if not (named or _may_stand_between(token, instruments)):
            return False
        below = token
    return False


def _above(annotated: Annotated, token: Token) -> Iterator[Token]:
    """Yield the words above a word, the nearest first."""
    while token.head != token.i:
        token = annotated.tokens[token.head]
        yield token


def _may_stand_between(token: Token, instruments: AbstractSet[str]) -> bool:
    if token.pos in ("ADP", "SCONJ") or (token.lemma == "include" and token.tag == "VBG"):
        return True
    return token.dep in _PASSED and token.lemma.casefold() in instruments


def preposition_of(annotated: Annotated, place: Place, top: Token) -> str | None:
    """Return the preposition by which a word governs a norm; None where it does so without one."""
    inside = annotated.tokens_in(place[0], place[1])
    if not inside:
        return None
    last = inside[0]
    held = {token.i for token in inside}
    last = next((token for token in inside if token.head not in held), last)
    for token in _above(annotated, last):
        if token.i == top.i:
            return last.lemma if last.pos == "ADP" else None
        last = token
    return None


def subjects_of(annotated: Annotated, actors: ActorIndex, verb: Token) -> tuple[str, ...]:
    """Return the actors that are the subject of a verb, or of the verb that it goes on from.

    "it" is led back only where one state alone is named in its sentence and the one before.
    """
    for child in annotated.children(verb):
        if child.dep == "agent":
            inside = [item for item in annotated.children(child) if item.dep == "pobj"]
            return actors_at(annotated, actors, inside[0]) if inside else ()
    for child in annotated.children(verb):
        if child.dep in ("nsubj", "nsubjpass"):
            return actors_at(annotated, actors, child) if child.dep == "nsubj" else ()
    head = annotated.tokens[verb.head]
    if verb.dep != "conj" or head.i > verb.i:
        return ()
    if any(child.dep == "ccomp" and head.i < child.i < verb.i for child in annotated.children(head)):
        return ()  # "Vareda noted that Ardenia is a party but signed …": either may have signed
    return subjects_of(annotated, actors, head)


def actors_at(annotated: Annotated, actors: ActorIndex, head: Token) -> tuple[str, ...]:
    """Return the actors that a phrase names, by its head."""
    if folded_name(head.text) in THING:
        return _one_state(annotated, actors, head)
    span = annotated.subtree_span(head)
    return actors.all_at(span.start, span.end)


def _one_state(annotated: Annotated, actors: ActorIndex, pronoun: Token) -> tuple[str, ...]:
    sentence = annotated.sentences[pronoun.sentence]
    start = annotated.sentences[sentence.i - 1].start if sentence.i else sentence.start
    states = [actor for actor in actors.within(start, sentence.end) if actors.kind(actor) == "state"]
    led = actors.at(pronoun.start, pronoun.end)
    return (led,) if led and states == [led] else ()
