"""One actor in many documents: names that differ only in form are led to one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.data import Vocabularies
from onrecord.types.findings import BlockKey, Corpus, DocumentFindings, Redirect
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor

_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = {"organisation": "organization", "labour": "labor", "centre": "center", "defence": "defense",
              "programme": "program", "organisations": "organizations", "co": "co"}  # fmt: skip
_NAMED = ("person", "organization", "body")


class ActorResolver:
    """Leads actors of several documents to one where their full names can be nobody else's.

    Doubt leads nowhere: two different first names, or a name that fits two people, stay apart.
    """

    name = "actors"
    version = "1"

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

    def resolve(self, corpus: Corpus) -> Iterator[Redirect]:
        """Yield the redirects of each group of names that are one, all to its fullest name."""
        led: set[str] = set()
        for key, members in corpus.blocks(self.name, smallest=1):
            ids = sorted({member.row for member in members})
            if len(ids) < 2:
                continue
            actors = [row for row in (corpus.row(one) for one in ids) if isinstance(row, Actor)]
            groups = self._people(actors) if key.startswith("person ") else [actors]
            for group in groups:
                for redirect in _redirects(group):
                    if redirect.row not in led and redirect.to not in led:
                        led.add(redirect.row)
                        yield redirect

    def _people(self, actors: Sequence[Actor]) -> Iterator[list[Actor]]:
        """Yield people of one surname in groups that are one person each; what fits two is left out."""
        fits: dict[str, set[str]] = {
            one.id: {other.id for other in actors if self._same_person(one.name, other.name)}
            for one in actors
        }
        by_id = {actor.id: actor for actor in actors}
        done: set[str] = set()
        for actor in sorted(actors, key=_rank):
            together = fits[actor.id]
            if actor.id in done or len(together) < 2:
                continue
            clique = {one for one in together if fits[one] == together}
            if len(clique) > 1:
                done |= clique
                yield [by_id[one] for one in sorted(clique)]

    def _same_person(self, one: str, other: str) -> bool:
        first, second = _person_parts(one), _person_parts(other)
        if first[-1] != second[-1]:
            return False
        if first[:-1] != second[:-1] and not self._one_first_name(first[0], second[0]):
            return False
        middles = zip(first[1:-1], second[1:-1], strict=False)
        return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in middles)

    def _one_first_name(self, one: str, other: str) -> bool:
        """Tell whether two first names are one name's forms; an initial alone proves nothing."""
        if one == other:
            return len(one) > 1
        return bool(self._nicknames.get(one, set()) & self._nicknames.get(other, set()))


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
    """Return an organisation's name without article, hyphens and differences of spelling.

    >>> plain_organization("The U.S. Centre for Labour-Rights")
    'united states center for labor rights'
    """
    words = _WORD.findall(
        folded_name(name).replace("u.s.", "united states").replace("u.n.", "united nations")
    )
    if words and words[0] == "the":
        words = words[1:]
    spelled = [{"un": "united nations", "us": "united states"}.get(word, word) for word in words]
    return " ".join(_SPELLINGS.get(word, word) for word in spelled)


def _person_parts(name: str) -> list[str]:
    words = _WORD.findall(folded_name(name))
    kept = [word for word in words if word not in _SUFFIXES]
    return kept or words or [""]


def _redirects(actors: Sequence[Actor]) -> Iterator[Redirect]:
    kinds = {actor.kind for actor in actors}
    if "person" in kinds and len(kinds) > 1:
        return
    target, *others = sorted(actors, key=_rank)
    for other in others:
        if other.id != target.id:
            yield Redirect(other.id, target.id, f"“{other.name}” and “{target.name}” are one name.")


def _rank(actor: Actor) -> tuple[bool, int, str, str]:
    """Return what puts the longest, then the alphabetically first name at the head."""
    return (actor.name.isupper(), -len(actor.name), actor.name, actor.id)
