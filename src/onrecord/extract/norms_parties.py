"""Which state is said to be party to which norm: ratified, acceded to, signed, is a party to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.data import Vocabularies
from onrecord.extract.actors_lookup import ActorIndex
from onrecord.extract.norms_clauses import (
    Place,
    actors_at,
    governed,
    is_negated,
    is_said,
    preposition_of,
    subjects_of,
)
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Norm, PartyStatus

_AMONG = ("include", "including", "as", "like")
"""Prepositions before examples of what was ratified: "ratified treaties such as"."""

_BINDING = ("treaty", "agreement")


class _Said(NamedTuple):
    """An act, the word whose norms it is about, the verb that dates it, and who does it."""

    act: str
    about: Token
    verb: Token
    actors: tuple[str, ...]


class PartyExtractor:
    """Finds who is said to be party to what, by the words of `[party_acts]` in norms.toml."""

    name = "parties"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        table: Mapping[str, Any] = vocabularies.table("norms").get("party_acts", {})
        self._verbs: Mapping[str, str] = table.get("verbs", {})
        self._prepositions: Mapping[str, str] = table.get("prepositions", {})
        self._past_only = frozenset(table.get("past_only", ()))
        self._nouns = frozenset(table.get("nouns", ()))
        self._reservations: Mapping[str, str] = table.get("reservations", {})
        self._deeds: Mapping[str, str] = table.get("deeds", {})
        self._telling = frozenset(table.get("telling", ()))
        self._asking = frozenset(table.get("asking", ()))
        self._instruments = frozenset(table.get("instruments", ()))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one row an actor for each clause that tells its standing towards norms."""
        places = sorted(
            (mention.start, mention.end, norm.id)
            for norm in found.of(Norm)
            if norm.kind in _BINDING
            for mention in norm.mentions
        )
        sentences = {
            sentence.i: sentence
            for start, _, _ in places
            if (sentence := annotated.sentence_at(start)) is not None
        }
        actors = ActorIndex(annotated, found)
        for index in sorted(sentences):
            inside = [p for p in places if sentences[index].start <= p[0] < sentences[index].end]
            for token in annotated.sentence_tokens(sentences[index]):
                for said in self._said(annotated, actors, token):
                    yield from self._rows(annotated, found, actors, said, inside)

    def _rows(
        self,
        annotated: Annotated,
        found: Found,
        actors: ActorIndex,
        said: _Said,
        places: Sequence[Place],
    ) -> Iterator[PartyStatus]:
        named = governed(annotated, said.about, places, self._instruments)
        if (
            not named and said.about.lemma == "reservation"
        ):  # "withdrew its reservation to": "to" with the verb
            named = governed(annotated, said.verb, places, self._instruments)
        named = [place for place in named if not self._is_others(annotated, said.about, place, places)]
        if said.about.lemma in self._verbs:
            wanted = self._prepositions.get(said.about.lemma)
            allowed = (wanted,) if wanted else (None, *_AMONG)
            named = [place for place in named if preposition_of(annotated, place, said.about) in allowed]
        cited = tuple(dict.fromkeys(norm for _, _, norm in named))
        states = [actor for actor in said.actors if actors.kind(actor) == "state"]
        if not cited or not states:
            return
        last = max(end for _, end, _ in named)
        first = min(_subject_start(annotated, said.verb), said.about.start)
        date = _date(annotated, _dates_outside(found, named), said, first, last)
        anchor = annotated.evidence(first, last)
        for actor in states:
            yield PartyStatus(
                row_id("party_status", annotated.document.id, first, last, actor, said.act),
                annotated.document.id,
                actor,
                cited,
                said.act,
                anchor,
                date.edtf if date else None,
                date.basis if date else None,
            )

    def _is_others(self, annotated: Annotated, about: Token, place: Place, places: Sequence[Place]) -> bool:
        """Tell whether a verb with norms of its own stands between: "ratified some and signed the X"."""
        between = annotated.tokens_in(about.end, place[0])
        return any(
            token.lemma in self._verbs and governed(annotated, token, places, self._instruments)
            for token in between
            if token.pos == "VERB"
        )

    def _said(self, annotated: Annotated, actors: ActorIndex, token: Token) -> Iterator[_Said]:
        """Yield the act that a word stands for, where something is said by it."""
        if token.pos == "VERB" and token.lemma in self._verbs:
            yield from self._by_verb(annotated, actors, token, token, self._verbs[token.lemma])
        elif token.pos not in ("NOUN", "PROPN"):
            return
        elif token.lemma in self._nouns:
            verb = _copula(annotated, token)
            act = token.lemma if token.lemma == "signatory" else "party"
            if verb is not None:
                yield from self._by_verb(annotated, actors, token, verb, act)
        elif token.lemma == "reservation" and token.dep in ("dobj", "pobj"):
            verb = annotated.tokens[token.head]
            if verb.lemma in self._reservations:
                yield from self._by_verb(annotated, actors, token, verb, self._reservations[verb.lemma])
        elif token.lemma in self._deeds:
            yield from self._by_noun(annotated, actors, token)

    def _by_verb(
        self, annotated: Annotated, actors: ActorIndex, about: Token, verb: Token, act: str
    ) -> Iterator[_Said]:
        if about.lemma in self._past_only and about.tag not in ("VBD", "VBN"):
            return
        if is_said(annotated, verb, self._asking):
            subjects = subjects_of(annotated, actors, verb)
            yield _Said(f"not_{act}" if is_negated(annotated, verb) else act, about, verb, subjects)

    def _by_noun(self, annotated: Annotated, actors: ActorIndex, noun: Token) -> Iterator[_Said]:
        """Yield what "welcomed the ratification of X by Vareda" and "noted Vareda's accession to X" tell.

        Only under a verb that takes its object for a fact; "recommended the ratification" says nothing.
        """
        verb = annotated.tokens[noun.head]
        if noun.dep not in ("dobj", "nsubjpass") or verb.lemma not in self._telling:
            return
        if not is_said(annotated, verb, self._asking) or is_negated(annotated, verb):
            return
        for child in annotated.children(noun):
            if child.dep == "poss":
                yield _Said(self._deeds[noun.lemma], noun, noun, actors_at(annotated, actors, child))
                return
        for child in annotated.subtree(noun):
            if child.lemma == "by" and child.dep in ("prep", "agent"):
                for item in annotated.children(child):
                    if item.dep == "pobj":
                        yield _Said(self._deeds[noun.lemma], noun, noun, actors_at(annotated, actors, item))
                        return


def _copula(annotated: Annotated, noun: Token) -> Token | None:
    """Return the verb of "is a party to", "has served as a member of"."""
    head = annotated.tokens[noun.head]
    if noun.dep in ("attr", "acomp") and head.lemma in ("be", "become", "remain"):
        return head
    verb = annotated.tokens[head.head]
    if noun.dep == "pobj" and head.lemma == "as" and verb.lemma in ("serve", "remain"):
        return verb
    return None


def _subject_start(annotated: Annotated, verb: Token) -> int:
    starts = [
        annotated.subtree_span(child).start
        for child in annotated.children(verb)
        if child.dep in ("nsubj", "nsubjpass", "poss")
    ]
    return min(starts, default=verb.start)


def _dates_outside(found: Found, named: Sequence[Place]) -> list[TimeExpression]:
    """Return the dates of a document without those in the names of norms ("the 1951 Convention")."""
    return [
        time
        for time in found.of(TimeExpression)
        if time.type == "DATE"
        and time.edtf
        and not any(start <= time.anchor.start < end for start, end, _ in named)
    ]


def _date(
    annotated: Annotated, dates: Sequence[TimeExpression], said: _Said, first: int, last: int
) -> TimeExpression | None:
    """Return the date of an act: the only one that its own clause names.

    A year in brackets behind a norm may be that of its adoption, and a date among several norms is that of
    one of them: neither dates the act.
    """
    span = annotated.subtree_span(said.verb)
    dates = [time for time in dates if span.start <= time.anchor.start < span.end]
    own = [time for time in dates if not first <= time.anchor.start < last and _is_of(annotated, time, said)]
    among = any(said.about.end < time.anchor.start < last for time in dates)
    if len(own) != 1 or among or annotated.text[own[0].anchor.start - 1 : own[0].anchor.start] == "(":
        return None
    return own[0]


def _is_of(annotated: Annotated, time: TimeExpression, said: _Said) -> bool:
    """Tell whether no other verb stands between a date and the verb of an act."""
    token = annotated.token_at(time.anchor.start)
    while token is not None and token.i not in (said.verb.i, said.about.i):
        if (
            token.pos in ("VERB", "AUX")
            or token.head == token.i
            or token.lemma in ("reservation", "signature")
        ):
            return False
        token = annotated.tokens[token.head]
    return token is not None
