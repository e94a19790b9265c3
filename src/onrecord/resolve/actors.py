"""One actor in many documents: names that differ only in form are led to one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.resolve.units import blocks_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Redirect
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor

_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = {"organisation": "organization", "labour": "labor", "centre": "center", "defence": "defense",
              "programme": "program", "organisations": "organizations", "co": "co"}  # fmt: skip
_MOST_PROPOSED = 8
"""Others that one actor is proposed to be: an initial that fits more says nothing."""

_NAMED = ("person", "organization", "body")


class ActorResolver:
    """Leads actors of several documents to one where their full names can be nobody else's.

    Doubt leads nowhere: two different first names, two identifiers of one scheme, or a name that fits
    two people, stay apart; who may be the same is proposed to a reviewer. What a reviewer judged not to
    be one is never led together, nor proposed again.
    """

    name = "actors"
    version = "3"

    def __init__(self) -> None:
        groups = Vocabularies().table("actors").get("nicknames", {}).get("groups", ())
        self._nicknames: dict[str, set[int]] = defaultdict(set)
        for number, group in enumerate(groups):
            for first in group:
                self._nicknames[folded_name(first)].add(number)

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        """Yield a person's surname and an organisation's plain name."""
        document = findings.row.id
        for row in findings.rows:
            if isinstance(row, Actor) and row.kind in _NAMED:
                for key in _keys_of(row):
                    yield BlockKey(self.name, key, document, row.id)

    def units(self, corpus: Corpus, changes: Changes) -> Iterable[str]:
        """Yield the keys of the documents that changed."""
        return corpus.keys_of(self.name, changes.documents)

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        """Yield the redirects of each group of names that are one, all to its fullest name, and proposals."""
        judged: dict[frozenset[str], str] = {one.pair: one.verdict for one in corpus.judgements()}
        for key, members in blocks_of(corpus, self.name, units):
            rows = (corpus.row(one) for one in sorted({member.row for member in members}))
            actors = list({row.id: row for row in rows if isinstance(row, Actor)}.values())
            if len(actors) < 2:
                continue
            fits = self._fits if key.startswith("person ") else _one_kind
            block = _Block(actors, judged, fits)
            for group in block.groups():
                yield from (Made(key, redirect) for redirect in _redirects(group))
            if key.startswith("person "):
                yield from (Made(key, actor) for actor in block.proposals(self._may_be))

    def _fits(self, one: Actor, other: Actor) -> bool:
        return self._same_name(one.name, other.name, self._one_first_name)

    def _may_be(self, one: Actor, other: Actor) -> bool:
        """Tell whether two may be one person, where an initial may stand for a first name."""
        return self._same_name(one.name, other.name, self._may_be_one_first_name)

    def _same_name(self, one: str, other: str, one_first: Callable[[str, str], bool]) -> bool:
        first, second = _person_parts(one), _person_parts(other)
        if first[-1] != second[-1]:
            return False
        if _is_behind_initial(first, second) or _is_behind_initial(second, first):
            return True
        if first[:-1] != second[:-1] and not one_first(first[0], second[0]):
            return False
        middles = zip(first[1:-1], second[1:-1], strict=False)
        return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in middles)

    def _one_first_name(self, one: str, other: str) -> bool:
        """Tell whether two first names are one name's forms; an initial alone proves nothing."""
        if one == other:
            return len(one) > 1
        return bool(self._nicknames.get(one, set()) & self._nicknames.get(other, set()))

    def _may_be_one_first_name(self, one: str, other: str) -> bool:
        initial = min(len(one), len(other)) == 1 and one[:1] == other[:1]
        return initial or self._one_first_name(one, other)


class _Block:
    """The actors under one key, and which of them fit each other."""

    def __init__(
        self,
        actors: Sequence[Actor],
        judged: Mapping[frozenset[str], str],
        fits: Callable[[Actor, Actor], bool],
    ) -> None:
        self._actors = actors
        self._judged = judged
        self._by_id = {actor.id: actor for actor in actors}
        self._fits = {
            one.id: {
                other.id
                for other in actors
                if one.id == other.id or (fits(one, other) and not self._apart(one, other))
            }
            for one in actors
        }
        self._grouped: dict[str, set[str]] = {}

    def groups(self) -> Iterator[list[Actor]]:
        """Yield the actors in groups that are one each; what fits two is left out."""
        for actor in sorted(self._actors, key=_rank):
            together = self._fits[actor.id]
            if actor.id in self._grouped or len(together) < 2:
                continue
            clique = {one for one in together if self._fits[one] == together}
            if len(clique) > 1:
                self._grouped.update(dict.fromkeys(clique, clique))
                yield [self._by_id[one] for one in sorted(clique)]

    def proposals(self, may_be: Callable[[Actor, Actor], bool]) -> Iterator[Actor]:
        """Yield the actors that may be the same as another and are not led to it, with whom they may be."""
        for actor in self._actors:
            near = [
                other.id
                for other in self._actors
                if other.id not in self._grouped.get(actor.id, {actor.id})
                and other.id not in actor.possible_same
                and may_be(actor, other)
                and not self._apart(actor, other)
            ]
            if 0 < len(near) <= _MOST_PROPOSED:
                yield replace(actor, mentions=(), possible_same=(*actor.possible_same, *sorted(near)))

    def _apart(self, one: Actor, other: Actor) -> bool:
        """Tell whether a reviewer said that two are not one, or their identifiers do."""
        if self._judged.get(frozenset((one.id, other.id))) == "negative":
            return True
        held = dict(one.identifiers)
        return any(held.get(scheme, value) != value for scheme, value in other.identifiers)


def _one_kind(one: Actor, other: Actor) -> bool:
    """Tell whether two of one plain name may be one: a person is no organisation."""
    return (one.kind == "person") == (other.kind == "person")


def _keys_of(actor: Actor) -> Iterator[str]:
    if actor.kind == "person":
        parts = _person_parts(actor.name)
        if len(parts) > 1:
            yield f"person {parts[-1]}"
        return
    plain = plain_organization(actor.name)
    if len(plain.split()) > 1:
        yield f"organization {plain}"


def plain_organization(name: str) -> str:
    """Return an organisation's name without articles, hyphens and differences of spelling.

    >>> plain_organization("The U.S. Centre for Labour-Rights")
    'united states center for labor rights'
    """
    words = _WORD.findall(
        folded_name(name).replace("u.s.", "united states").replace("u.n.", "united nations")
    )
    words = [word for word in words if word != "the"] or words
    spelled = [{"un": "united nations", "us": "united states"}.get(word, word) for word in words]
    return " ".join(_SPELLINGS.get(word, word) for word in spelled)


def _is_behind_initial(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether one name is the other behind an initial: "J. Anna Holm", "Anna Holm"."""
    return len(one) > 2 and len(one[0]) == 1 and len(other[0]) > 1 and one[1:] == other


def _person_parts(name: str) -> list[str]:
    words = _WORD.findall(folded_name(name))
    kept = [word for word in words if word not in _SUFFIXES]
    return kept or words or [""]


def _redirects(actors: Sequence[Actor]) -> Iterator[Redirect]:
    target, *others = sorted(actors, key=_rank)
    for other in others:
        if other.id != target.id:
            yield Redirect(other.id, target.id, f"“{other.name}” and “{target.name}” are one name.")


def _rank(actor: Actor) -> tuple[bool, int, str, str]:
    """Return what puts the longest, then the alphabetically first name at the head."""
    return (actor.name.isupper(), -len(actor.name), actor.name, actor.id)
