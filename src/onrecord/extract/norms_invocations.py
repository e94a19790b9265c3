"""Who invokes a norm against whom: "Ruiz said that Vareda violates its obligations under the Convention"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from onrecord.data import Vocabularies
from onrecord.extract.actors_lookup import ActorIndex
from onrecord.extract.norms_clauses import (
    Place,
    actors_at,
    governed,
    is_going_on,
    is_negated,
    is_said,
    subjects_of,
)
from onrecord.types.annotated import Annotated, Token
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Invocation, Norm, Statement


class InvocationExtractor:
    """Finds norms that somebody is said to break, by the words of `[invocations]` in norms.toml.

    It yields a norm's row again with its invocations: by the speaker of the statement they stand in, else by
    the issuers of a document that speaks for itself. Nothing where the parse does not show who breaks it, or
    nobody says who speaks; norms that are asked for stand in the asks.
    """

    name = "invocations"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("norms")
        words: Mapping[str, Any] = table.get("invocations", {})
        self._verbs = frozenset(words.get("verbs", ()))
        self._nouns = frozenset(words.get("nouns", ()))
        self._between = frozenset(
            (*words.get("between", ()), *table.get("party_acts", {}).get("instruments", ()))
        )
        self._asking = frozenset(table.get("party_acts", {}).get("asking", ()))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield each norm that is invoked, once."""
        rows = {norm.id: norm for norm in found.of(Norm)}
        places = sorted((m.start, m.end, norm.id) for norm in rows.values() for m in norm.mentions)
        held: dict[str, list[Invocation]] = {}
        for norm, invocation in self._invocations(annotated, found, places):
            held.setdefault(norm, []).append(invocation)
        for norm, invocations in held.items():
            yield replace(rows[norm], invocations=tuple(dict.fromkeys(invocations)))

    def _invocations(
        self, annotated: Annotated, found: Found, places: Sequence[Place]
    ) -> Iterator[tuple[str, Invocation]]:
        actors = ActorIndex(annotated, found)
        statements = [row for row in found.of(Statement) if row.mode != "author"]
        seen = {annotated.sentence_at(start) for start, _, _ in places}
        for sentence in sorted(sentence for sentence in seen if sentence is not None):
            inside = [place for place in places if sentence.start <= place[0] < sentence.end]
            for token in annotated.sentence_tokens(sentence):
                named = self._broken(annotated, token, inside)
                against = self._breaker(annotated, actors, token) if named else ()
                if not against:
                    continue
                anchor = annotated.evidence(token.start, max(end for _, end, _ in named))
                said = _said_in(statements, token.start, anchor.end)
                by = said.speakers if said else actors.antecedents(token.start, "we")
                if by and not set(by) & set(against):
                    for norm in dict.fromkeys(norm for _, _, norm in named):
                        yield norm, Invocation(by, against, said.id if said else None, anchor)

    def _broken(self, annotated: Annotated, token: Token, places: Sequence[Place]) -> list[Place]:
        is_verb = token.pos == "VERB" and token.lemma in self._verbs
        if is_verb or (token.pos == "NOUN" and token.lemma in self._nouns):
            return governed(annotated, token, places, self._between)
        return []

    def _breaker(self, annotated: Annotated, actors: ActorIndex, token: Token) -> tuple[str, ...]:
        """Return who is said to break a norm by a verb, or by a noun ("Vareda's violation of")."""
        if token.pos == "VERB":
            said = is_said(annotated, token, self._asking) or is_going_on(annotated, token, self._asking)
            return subjects_of(annotated, actors, token) if said and not is_negated(annotated, token) else ()
        for child in annotated.children(token):
            if child.dep == "poss":
                return actors_at(annotated, actors, child)
            if child.lemma == "by" and child.dep in ("prep", "agent"):
                named = [item for item in annotated.children(child) if item.dep == "pobj"]
                return actors_at(annotated, actors, named[0]) if named else ()
        return ()


def _said_in(statements: Sequence[Statement], start: int, end: int) -> Statement | None:
    """Return the innermost statement whose content holds a place."""
    holding = [
        (piece.end - piece.start, statement.id, statement)
        for statement in statements
        for piece in statement.content
        if piece.start <= start and end <= piece.end
    ]
    return min(holding, key=lambda item: item[:2])[2] if holding else None
