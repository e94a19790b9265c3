"""Which state is said to be party to which norm: ratified, acceded to, signed, is a party to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from onrecord.data import Vocabularies
from onrecord.extract.actors_lookup import ActorIndex
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Norm, PartyStatus

_SAID_TAGS = ("VBD", "VBZ", "VBP")
_BETWEEN_NORMS = 40
"""Characters between two norms of one list: " and its ", " as well as the 1977 Additional "."""

_PARTICIPLES = ("VBN", "VBG")


class PartyExtractor:
    """Finds who is said to be party to what, by the words of `[party_acts]` in norms.toml."""

    name = "parties"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        table: Mapping[str, Any] = vocabularies.table("norms").get("party_acts", {})
        self._verbs: Mapping[str, str] = table.get("verbs", {})
        self._nouns = frozenset(table.get("nouns", ()))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one row an actor for each clause that tells its standing towards norms."""
        places = sorted(
            (mention.start, mention.end, norm.id)
            for norm in found.of(Norm)
            if norm.kind not in ("principle", "crime")
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
                yield from self._status(annotated, found, actors, token, inside)

    def _status(
        self,
        annotated: Annotated,
        found: Found,
        actors: ActorIndex,
        token: Token,
        places: Sequence[tuple[int, int, str]],
    ) -> Iterator[PartyStatus]:
        act, verb = self._act(annotated, token)
        if act is None or verb is None:
            return
        named = _named_together(annotated, token, places)
        cited = tuple(dict.fromkeys(norm for _, _, norm in named))
        subjects = _subjects(annotated, actors, verb)
        if not cited or not subjects:
            return
        last = max(end for _, end, _ in named)
        first = min(_subject_start(annotated, verb), token.start)
        date = _date(annotated, found, verb, first, last)
        anchor = annotated.evidence(first, last)
        for actor in subjects:
            if actors.kind(actor) not in ("state", "organization", "body"):
                continue
            yield PartyStatus(
                row_id("party_status", annotated.document.id, first, last, actor, act),
                annotated.document.id,
                actor,
                cited,
                act,
                anchor,
                date.edtf if date else None,
                date.basis if date else None,
            )

    def _act(self, annotated: Annotated, token: Token) -> tuple[str | None, Token | None]:
        """Return the act a word stands for and the verb whose subject does it; None where nothing is said."""
        verb: Token | None
        if token.pos == "VERB" and token.lemma in self._verbs:
            act, verb = self._verbs[token.lemma], token
        elif token.lemma in self._nouns and token.pos in ("NOUN", "PROPN"):
            act, verb = token.lemma if token.lemma == "signatory" else "party", _copula(annotated, token)
        else:
            return None, None
        if verb is None or not _is_said(annotated, verb):
            return None, None
        return (f"not_{act}" if _is_negated(annotated, verb) else act), verb


def _named_together(
    annotated: Annotated, token: Token, places: Sequence[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Return the norms that a word governs, as far as they are named one right after the other."""
    governed = annotated.subtree(token)
    named: list[tuple[int, int, str]] = []
    for start, end, norm in places:
        inside = start > token.start and any(start <= piece.start < end for piece in governed)
        if inside and (not named or start - named[-1][1] <= _BETWEEN_NORMS):
            named.append((start, end, norm))
    return named


def _copula(annotated: Annotated, noun: Token) -> Token | None:
    """Return the verb of "is a party to", "has served as a member of"."""
    head = annotated.tokens[noun.head]
    if noun.dep == "attr" and head.lemma in ("be", "become", "remain"):
        return head
    verb = annotated.tokens[head.head]
    if noun.dep == "pobj" and head.lemma == "as" and verb.lemma in ("serve", "remain"):
        return verb
    return None


def _is_said(annotated: Annotated, verb: Token) -> bool:
    """Tell whether a verb says that something is or was so: finite, and under no modal or condition."""
    helpers = [child for child in annotated.children(verb) if child.dep in ("aux", "auxpass", "mark")]
    if any(child.tag in ("MD", "TO") or child.lemma in ("if", "unless", "whether") for child in helpers):
        return False
    if verb.tag in _SAID_TAGS:
        return True
    if verb.dep == "conj" and verb.tag in _PARTICIPLES:
        return _is_said(annotated, annotated.tokens[verb.head]) if verb.head < verb.i else False
    return verb.tag in _PARTICIPLES and bool(helpers)


def _is_negated(annotated: Annotated, verb: Token) -> bool:
    return any(child.dep == "neg" or child.lemma == "never" for child in annotated.children(verb))


def _subjects(annotated: Annotated, actors: ActorIndex, verb: Token) -> tuple[str, ...]:
    for child in annotated.children(verb):
        if child.dep == "agent":
            inside = [item for item in annotated.children(child) if item.dep == "pobj"]
            return _named(annotated, actors, inside[0]) if inside else ()
    for child in annotated.children(verb):
        if child.dep == "nsubj":
            return _named(annotated, actors, child)
    if verb.dep == "conj" and verb.head < verb.i:
        return _subjects(annotated, actors, annotated.tokens[verb.head])
    return ()


def _named(annotated: Annotated, actors: ActorIndex, head: Token) -> tuple[str, ...]:
    span = annotated.subtree_span(head)
    return actors.all_at(span.start, span.end)


def _subject_start(annotated: Annotated, verb: Token) -> int:
    starts = [
        annotated.subtree_span(child).start
        for child in annotated.children(verb)
        if child.dep in ("nsubj", "nsubjpass")
    ]
    return min(starts, default=verb.start)


def _date(annotated: Annotated, found: Found, verb: Token, first: int, last: int) -> TimeExpression | None:
    """Return the date that the clause of a verb names outside the norms' own names; None where two do."""
    span = annotated.subtree_span(verb)
    dates = [
        time
        for time in found.of(TimeExpression)
        if time.type == "DATE"
        and time.edtf
        and span.start <= time.anchor.start < span.end
        and not first <= time.anchor.start < last
    ]
    return dates[0] if len(dates) == 1 else None
