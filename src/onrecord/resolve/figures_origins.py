"""How many independent origins figures have, apart from whether they agree (FIELD.md section 4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.resolve.figures_claims import Claim, sentence_of
from onrecord.resolve.words import words_of
from onrecord.types.findings import Corpus
from onrecord.types.rows import Actor, Figure, OriginGroup, Statement

COPIED = 8
"""Words in a row that two texts share where one has them from the other (FIELD.md section 4)."""


@dataclass(frozen=True, slots=True)
class Origins:
    """The origins of some claims: actors, one of each group; `count` is None where a group names nobody."""

    named: tuple[str, ...]
    count: int | None
    groups: tuple[OriginGroup, ...] = ()


def origins_of(claims: Sequence[Claim], corpus: Corpus) -> Origins:
    """Return the origins of claims, collapsed: those with an actor, a document or a run of words in common.

    Who puts a document out is its figure's origin only where another claim names that one, or a body it sits
    on: that nobody is named makes it unknown, never confirmed.
    """
    asked = {name for claim in claims for name in _named(claim, corpus)}
    groups = _Groups(claim.figure.id for claim in claims)
    by_mark: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        named = _named(claim, corpus)
        marks = {*named, *_documents(claim), *_runs(claim, corpus)}
        if not named:
            marks |= _issuers(claim, corpus) & asked
        for mark in marks:
            by_mark[mark].append(claim.figure.id)
    for held in by_mark.values():
        groups.unite(held)
    named_by: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        named_by[groups.of(claim.figure.id)].update(_named(claim, corpus))
    first = {
        group: min(names, key=lambda name: (-names[name], name)) if names else None
        for group, names in named_by.items()
    }
    known = sorted(name for name in first.values() if name is not None)
    count = len(known) if all(first.values()) else None
    together: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        together[groups.of(claim.figure.id)].append(claim.figure.id)
    told = tuple(OriginGroup(tuple(figures), first[group]) for group, figures in together.items())
    return Origins(tuple(known), count, told)


def speakers(figure: Figure, corpus: Corpus) -> tuple[str, ...]:
    """Return the actors at the head of a figure's chain: those it is said to come from.

    Nobody where its own issuers say it, in their names or as "we".
    """
    named: list[str] = []
    for link in figure.chain:
        if not link.startswith("a-"):
            break
        named.append(link)
    if not named:
        return ()
    here = corpus.document(figure.document)
    own = {*here.issuers, *here.signatories} if here else set()
    statement = corpus.row(figure.statement) if figure.statement else None
    performed = isinstance(statement, Statement) and statement.level == 0
    return () if performed or own & set(named) else tuple(named)


def _named(claim: Claim, corpus: Corpus) -> tuple[str, ...]:
    """Return who a claim is said to come from; nobody where the text hands it on as hearsay."""
    return () if claim.hearsay else speakers(claim.figure, corpus)


def _runs(claim: Claim, corpus: Corpus) -> set[str]:
    """Return the runs of words of a claim's sentence that hold its number, long enough to be copied."""
    anchor, text = claim.figure.anchor, corpus.text(claim.figure.document)
    words = words_of(sentence_of(text, anchor.start, anchor.end))
    folded = [word.folded for word in words]
    value = [word.folded for word in words_of(claim.figure.value.exact)]
    runs = (folded[first : first + COPIED] for first in range(len(folded) - COPIED + 1))
    return {" ".join(run) for run in runs if value and value[-1] in run}


def _documents(claim: Claim) -> Iterable[str]:
    return (link for link in claim.figure.chain if link.startswith("d-"))


def _issuers(claim: Claim, corpus: Corpus) -> set[str]:
    """Return who puts out the document of a claim that came from no other, and the bodies they sit on."""
    if tuple(_documents(claim)) != (claim.figure.document,):
        return set()
    document = corpus.document(claim.figure.document)
    own = {*document.issuers, *document.signatories} if document else set()
    if not own:
        return set()
    actors = corpus.rows(Actor, claim.figure.document)
    return own | {body for actor in actors if actor.id in own for body in actor.member_of}


class _Groups:
    """Things in groups that can be united (union-find)."""

    def __init__(self, names: Iterable[str]) -> None:
        self._leads = {name: name for name in names}

    def of(self, name: str) -> str:
        while self._leads[name] != name:
            name = self._leads[name]
        return name

    def unite(self, names: Sequence[str]) -> None:
        first, *others = (self.of(name) for name in names)
        for other in others:
            low, high = sorted((self.of(first), other))
            self._leads[high] = low
