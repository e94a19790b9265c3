"""Verbs that say: "she added that …", "…, he noted", "urged them to …", "accused it of …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from onrecord.extract.statements_candidates import Candidate, Page, runs_of
from onrecord.extract.statements_sources import is_passive, phrase_of, reporting_above, subject_of
from onrecord.extract.statements_words import SpeechWords, Use
from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

NO_SOURCE_SCORE = 0.6
"""Factor where the passive hides who said it."""

_ADDED = ("for", "of", "as", "to", "with", "against", "over", "about", "on", "into", "from")
_CLAUSES = ("ccomp",)
_ADVERBIAL = ("advcl", "prep", "npadvmod", "advmod", "xcomp", "acl")
_COMPLEMENTS = ("dobj", "xcomp", "ccomp", "acomp", "attr")
_UNREAL = frozenset(["should", "must", "would", "could", "may", "might", "can", "ca", "shall", "ought"])
_CONDITIONS = frozenset(["if", "unless", "whether", "lest"])
_EMPTY = frozenset(["it", "there"])
_NO_SPEAKER = frozenset(["me", "us", "him", "that", "this", "there", "what", "one"])
_LABEL = re.compile(r"\(?(?:[0-9]{1,3}[.)](?!\S)|[a-zA-Z]\))")
_FURTHER_ON = 15
_NEUTRAL = ("assert", "report", "acknowledge")
_VIA = ("quote", "cite", "report", "note", "repeat", "recall", "reproduce", "relay", "mention")


class ClauseRules:
    """Finds statements that a verb of speech makes with its own complement."""

    def __init__(self, words: SpeechWords) -> None:
        self._words = words

    def find(self, page: Page) -> Iterator[Candidate]:
        """Yield the candidates of every verb of the vocabulary, in text order."""
        annotated = page.annotated
        for token in annotated.tokens:
            if token.pos not in ("VERB", "AUX") or token.dep in ("aux", "auxpass", "amod", "prep"):
                continue
            if token.text.isupper():  # a line in capitals: the parser cannot tell its verbs from its nouns
                continue
            particle = particle_of(annotated, token)
            uses = self._words.verb(token.lemma.casefold(), particle)
            if uses and not is_unreal(annotated, token, self._words):
                yield from self._of_verb(page, token, particle, uses)

    def _of_verb(self, page: Page, verb: Token, particle: str, uses: Sequence[Use]) -> Iterator[Candidate]:
        for place in ("clause", "person", "infinitive", "as", "object"):
            use = self._words.taking(verb.lemma.casefold(), particle, place)
            if use is None or (place == "object" and self._carries_noun(page.annotated, verb)):
                continue
            tokens = _FINDERS[place](page, verb)
            tokens = _before_further_speech(page.annotated, verb, self._words, tokens)
            if tokens:
                found = self._made(page, verb, use, tokens)
                if found:
                    yield found
                    return
        yield from self._prepositional(page, verb, particle, uses)

    def _accuses(self, annotated: Annotated, verb: Token) -> bool:
        """Tell whether the clause says that somebody does wrong ("noted that X is abetting crimes")."""
        for clause in annotated.children(verb):
            if clause.dep != "ccomp" or not any(c.dep == "nsubj" for c in annotated.children(clause)):
                continue
            said = [clause, *(c for c in annotated.children(clause) if c.dep in ("conj", "acomp"))]
            if any(token.lemma.casefold() in self._words.accusing_verbs for token in said):
                return True
            if any(token.text.casefold() in self._words.accusing_states for token in said):
                return True
        return False

    def _carries_noun(self, annotated: Annotated, verb: Token) -> bool:
        """Tell whether the verb only carries a noun that says ("voiced concerns"), which has its own rule."""
        lemma = verb.lemma.casefold()
        if lemma not in self._words.light or lemma in self._words.receivers:
            return False
        objects = [child for child in annotated.children(verb) if child.dep == "dobj"]
        return any(token.lemma.casefold() in self._words.nouns for token in objects)

    def _prepositional(
        self, page: Page, verb: Token, particle: str, uses: Sequence[Use]
    ) -> Iterator[Candidate]:
        for child in page.annotated.children(verb):
            if child.dep not in {"prep", "prt"}:
                continue
            use = next((use for use in uses if child.text.casefold() in use.takes), None)
            if use is None:
                continue
            below = [token for token in page.annotated.subtree(child) if token.i != child.i]
            purpose = _infinitive(page.annotated, verb)
            if purpose and below and purpose[0].i == below[-1].i + 1:  # "called on X | to act"
                below += purpose
            found = self._made(page, verb, use, sorted(below), child) if below else None
            if found:
                yield found
                return

    def _made(
        self, page: Page, verb: Token, use: Use, tokens: Sequence[Token], to: Token | None = None
    ) -> Candidate | None:
        annotated = page.annotated
        passive = is_passive(annotated, verb)
        subject = subject_of(annotated, verb, self._words)
        if subject is None and not (passive and "clause" in use.takes):
            return None
        if subject is not None and subject.text.casefold() in _EMPTY and subject.text != "It":
            subject = subject if subject.text.casefold() == "it" else None
        held = frozenset(token.i for token in tokens)
        source = phrase_of(annotated, subject, held | {verb.i}) if subject is not None else None
        if subject is not None and (source is None or _in_other_words(page, subject, verb)):
            return None
        if source is not None and not _names_somebody(source.slice(page.text)):
            return None
        via, aside = passed_on_by(annotated, verb, tokens)
        cue = cue_of(annotated, verb, to)
        content = spans_of(page, verb, [token for token in tokens if token.i not in aside], aside)
        if not content:
            return None
        act = "accuse" if use.act in _NEUTRAL and self._accuses(annotated, verb) else use.act
        score = use.score * (NO_SOURCE_SCORE if source is None else 1)
        negated = any(child.dep == "neg" for child in annotated.children(verb))
        return Candidate(
            "clause", content, page.mode_of(content), act, score, source, cue, verb.i, False, negated, via
        )


def is_unreal(annotated: Annotated, verb: Token, words: SpeechWords) -> bool:
    """Tell whether nothing was said: asked for, wished, possible or under a condition.

    An infinitive reports an act only where the speaker's own verb carries it ("went on to say", "wrote
    to urge"), not where somebody else is asked to perform it.
    """
    children = annotated.children(verb)
    if any(child.dep == "aux" and child.text.casefold() in _UNREAL for child in children):
        return True
    if any(child.dep == "mark" and child.text.casefold() in _CONDITIONS for child in children):
        return True
    head = annotated.tokens[verb.head]
    if verb.dep == "ccomp" and verb.tag in ("VB", "VBP") and _asks(words, head):
        return True
    if verb.tag != "VB" or not any(child.tag == "TO" for child in children):
        return (
            verb.dep == "conj" and verb.tag == "VB" and head.i < verb.i and is_unreal(annotated, head, words)
        )
    if verb.dep in ("relcl", "acl"):
        return head.lemma.casefold() not in words.documents
    if verb.dep == "advcl":
        between = annotated.tokens[head.i + 1 : verb.i - 1]
        return head.lemma.casefold() not in words.issuing or any(token.tag == "TO" for token in between)
    if verb.dep != "xcomp" or any(child.dep == "nsubj" for child in children):
        return True
    return any(child.dep == "dobj" and child.i < verb.i for child in annotated.children(head))


def _asks(words: SpeechWords, verb: Token) -> bool:
    return any(use.act in ("ask", "recommend") for use in words.verbs.get(verb.lemma.casefold(), ()))


def particle_of(annotated: Annotated, verb: Token) -> str:
    """Return the particle of a verb ("out" in "point out"), the empty string where it has none."""
    return next((child.text.casefold() for child in annotated.children(verb) if child.dep == "prt"), "")


def cue_of(annotated: Annotated, verb: Token, to: Token | None = None) -> Span:
    """Return the words that say it was said: the verb, its particle, its negation, its preposition."""
    start, end = verb.start, verb.end
    children = annotated.children(verb)
    for child in children:
        if child.dep == "prt" and child.i == verb.i + 1:
            end = child.end
    if any(child.dep == "neg" and child.i < verb.i for child in children):
        start = min(
            child.start for child in children if child.dep in ("aux", "neg", "auxpass") and child.i < verb.i
        )
    if to is not None and to.start - end <= 2:
        end = max(end, to.end)
    return Span(start, end)


def passed_on_by(
    annotated: Annotated, verb: Token, tokens: Sequence[Token]
) -> tuple[tuple[Span, ...], frozenset[int]]:
    """Return who passed the statement on ("as quoted by the council") and the tokens that say so."""
    places: list[Span] = []
    aside: set[int] = set()
    near = [*annotated.children(verb), *tokens]
    for token in near:
        if token.tag != "VBN" or token.lemma.casefold() not in _VIA:
            continue
        children = annotated.children(token)
        agent = next((child for child in children if child.dep == "agent"), None)
        named = next((b for b in annotated.children(agent) if b.dep == "pobj"), None) if agent else None
        opening = any(child.text.casefold() == "as" for child in children) or (
            token.i and annotated.tokens[token.i - 1].text.casefold() == "as"
        )
        if named is None or not opening:
            continue
        below = annotated.subtree(token)
        aside.update(range(below[0].i, below[-1].i + 1))
        places.append(phrase_of(annotated, named) or Span(named.start, named.end))
    return tuple(places), frozenset(aside)


def spans_of(
    page: Page, verb: Token, tokens: Sequence[Token], aside: frozenset[int] = frozenset()
) -> tuple[Span, ...]:
    """Return the content that `tokens` make, broken where the cue stands in between, inside its room."""
    room = page.room(verb.start)
    outside = [token for token in tokens if room.start <= token.start and token.end <= room.end]
    inside_quote = page.piece_at(verb.start)
    while outside and outside[0].text in (",", ";"):
        outside = outside[1:]
    apart = aside | {verb.i}
    found = []
    for first, last in runs_of(outside, apart):
        span = page.content_of(first.start, last.end)
        if inside_quote and span:
            span = Span(max(span.start, room.start), min(span.end, room.end))
        if span is not None and any(char.isalnum() for char in span.slice(page.text)):
            found.append(span)
    return tuple(found)


def _names_somebody(words: str) -> bool:
    """Tell whether a source has a word of letters: a list label ("(B)") is none."""
    if words.casefold() in _NO_SPEAKER or _LABEL.match(words):
        return False
    return sum(char.isalpha() for char in words) > 1 or words == "I"


def _in_other_words(page: Page, subject: Token, verb: Token) -> bool:
    """Tell whether the speaker stands in a quotation and the cue does not: the parse crossed the marks."""
    return page.piece_at(subject.start) != page.piece_at(verb.start)


def _clause(page: Page, verb: Token) -> list[Token]:
    annotated = page.annotated
    children = annotated.children(verb)
    clauses = [child for child in children if child.dep in _CLAUSES]
    if (
        clauses and clauses[0].i < verb.i
    ):  # "…, she said" has nothing more to say; a semicolon parts sentences
        between = annotated.tokens[clauses[0].i : verb.i]
        if any(child.dep in ("xcomp", "dobj") for child in children if child.i > verb.i) or any(
            token.text == ";" and token.head == verb.i for token in between
        ):
            clauses = []
    if clauses:
        return _with_trailing(annotated, verb, clauses)
    return _clause_read_as_object(annotated, verb) or _around_parenthesis(annotated, verb)


def _clause_read_as_object(annotated: Annotated, verb: Token) -> list[Token]:
    """Return "that 340 families left", which the parser reads as families that were left."""
    if verb.i + 1 >= len(annotated.tokens) or annotated.tokens[verb.i + 1].text.casefold() != "that":
        return []
    for child in annotated.children(verb):
        if child.dep != "dobj" or child.i < verb.i:
            continue
        below = annotated.subtree(child)
        verbs = [c for c in annotated.children(child) if c.dep == "acl" and c.tag in ("VBN", "VBD")]
        if verbs and below[0].i == verb.i + 1 and below[0].dep in ("mark", "det"):
            return list(below[1:])
    return []


def _with_trailing(annotated: Annotated, verb: Token, clauses: Sequence[Token]) -> list[Token]:
    """Return the clause without its "that", with what the parser hung on the verb right after it."""
    held: dict[int, Token] = {}
    for clause in clauses:
        held.update({token.i: token for token in annotated.subtree(clause)})
    held = {i: token for i, token in held.items() if not _opens_clause(token, clauses)}
    if not held:
        return []
    last = max(held)
    for child in annotated.children(verb):
        below = annotated.subtree(child)
        if child.dep in _ADVERBIAL and below[0].i == last + 1 > verb.i:
            held.update({token.i: token for token in below})
            last = below[-1].i
    return _through_colon(annotated, [held[i] for i in sorted(held)])


def _before_further_speech(
    annotated: Annotated, verb: Token, words: SpeechWords, tokens: list[Token]
) -> list[Token]:
    """Cut the content before ", adding that …" and the like: that is said apart, by the same speaker."""
    for place, token in enumerate(tokens):
        if reporting_above(annotated, token, words) == verb:
            kept = tokens[:place]
            while kept and (kept[-1].pos == "PUNCT" or kept[-1].dep == "cc" or kept[-1].dep == "mark"):
                kept.pop()
            return kept
    return tokens


def _through_colon(annotated: Annotated, tokens: list[Token]) -> list[Token]:
    """Carry the content on behind a colon that breaks it ("said it fails for one reason: …")."""
    last = tokens[-1]
    sentence = annotated.sentences[last.sentence]
    following = annotated.tokens[last.i + 1 : sentence.last + 1]
    if len(following) < 3 or following[0].text != ":":
        return tokens
    return [*tokens, *following]


def _opens_clause(token: Token, clauses: Sequence[Token]) -> bool:
    return token.dep == "mark" and token.text.casefold() == "that" and token.head in {c.i for c in clauses}


def _around_parenthesis(annotated: Annotated, verb: Token) -> list[Token]:
    """Return the clause that ", X said," interrupts or follows; nothing where it does neither."""
    head = annotated.tokens[verb.head]
    if (
        verb.dep not in ("parataxis", "ccomp", "dep", "conj")
        or head.i == verb.i
        or head.pos not in ("VERB", "AUX")
    ):
        return []
    below = annotated.subtree(verb)
    first, last = below[0], below[-1]
    before = annotated.tokens[first.i - 1].text if first.i else ""
    if any(child.dep in _COMPLEMENTS for child in annotated.children(verb)):
        return []
    if verb.dep in ("ccomp", "conj") and (head.i > verb.i or before not in (",", "—", "–")):
        return []
    if len(below) > 12 or last.i - first.i + 1 != len(below):
        return []
    inside = {token.i for token in below}
    return [token for token in annotated.subtree(head) if token.i not in inside]


def _infinitive(annotated: Annotated, verb: Token) -> list[Token]:
    for child in annotated.children(verb):
        if child.dep in ("xcomp", "ccomp", "advcl") and child.i > verb.i and _has_to(annotated, child):
            return list(annotated.subtree(child))
    return []


def _infinitive_further_on(annotated: Annotated, verb: Token) -> list[Token]:
    """Return what somebody is asked to do where the parser hung it higher: "urge X (…), to condemn …"."""
    objects = [child for child in annotated.children(verb) if child.dep == "dobj" and child.i > verb.i]
    if not objects:
        return []
    last = annotated.subtree(objects[0])[-1]
    for token in annotated.tokens[last.i + 1 : last.i + 1 + _FURTHER_ON]:
        if token.sentence != verb.sentence or token.pos in ("VERB", "AUX"):
            return []
        if token.tag == "TO" and token.head > token.i:
            end = annotated.subtree(annotated.tokens[token.head])[-1]
            return list(annotated.tokens[last.i + 1 : end.i + 1])
    return []


def _has_to(annotated: Annotated, token: Token) -> bool:
    return any(child.tag == "TO" for child in annotated.children(token))


def _to(page: Page, verb: Token) -> list[Token]:
    if is_passive(page.annotated, verb):
        return []
    return _infinitive(page.annotated, verb)


def _person(page: Page, verb: Token) -> list[Token]:
    annotated = page.annotated
    if is_passive(annotated, verb):
        return []
    infinitive = _infinitive(annotated, verb) or _infinitive_further_on(annotated, verb)
    objects = [
        child for child in annotated.children(verb) if child.dep in ("dobj", "dative") and child.i > verb.i
    ]
    if not infinitive or (not objects and not any(token.dep == "nsubj" for token in infinitive)):
        return []
    held = {token.i: token for token in infinitive}
    for found in objects[:1]:
        held.update({token.i: token for token in annotated.subtree(found)})
    return [held[i] for i in sorted(held)]


def _as(page: Page, verb: Token) -> list[Token]:
    annotated = page.annotated
    after = [child for child in annotated.children(verb) if child.i > verb.i]
    objects = [child for child in after if child.dep == "dobj"]
    called = [
        child
        for child in after
        if child.dep in ("oprd", "acomp", "attr") or _is_small_clause(annotated, child)
    ]
    compared = ("as", "to") if verb.lemma in ("liken", "compare") else ("as",)
    called += [
        child for child in after if child.dep == "prep" and child.text.casefold() in compared and objects
    ]
    if is_passive(annotated, verb) or not called:
        return []
    return _union(annotated, [*objects[:1], *called])


def _is_small_clause(annotated: Annotated, token: Token) -> bool:
    """Tell whether `token` heads "him a liar": a clause whose verb is left out."""
    return token.dep in ("ccomp", "xcomp") and not any(
        child.dep in ("aux", "mark", "auxpass") for child in annotated.children(token)
    )


def _object(page: Page, verb: Token) -> list[Token]:
    annotated = page.annotated
    if is_passive(annotated, verb):
        return _suffering(annotated, verb)
    after = [child for child in annotated.children(verb) if child.i > verb.i]
    objects = [child for child in after if child.dep == "dobj"]
    if not objects:
        return []
    held = _union(annotated, objects[:1])
    for child in after:
        below = annotated.subtree(child)
        if child.dep == "prep" and child.text.casefold() in _ADDED and below[0].i == held[-1].i + 1:
            held = [*held, *below]
    return held


def _suffering(annotated: Annotated, verb: Token) -> list[Token]:
    """Return what a passive speaks of where it names its agent: "the plan was rejected by the council"."""
    children = annotated.children(verb)
    if not any(child.dep == "agent" for child in children):
        return []
    for child in children:
        if child.dep == "nsubjpass":
            return list(annotated.subtree(child))
    return []


def _union(annotated: Annotated, heads: Iterable[Token]) -> list[Token]:
    held: dict[int, Token] = {}
    for head in heads:
        held.update({token.i: token for token in annotated.subtree(head)})
    return [held[i] for i in sorted(held)]


_FINDERS = {"clause": _clause, "person": _person, "infinitive": _to, "as": _as, "object": _object}
