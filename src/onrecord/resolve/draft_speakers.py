"""Who says words: in the draft, by its own statement; at a place of the record, by what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from onrecord.resolve.draft_names import names_in, share_a_name
from onrecord.resolve.draft_sentences import draft_words
from onrecord.types.findings import Corpus
from onrecord.types.rows import Actor, Statement
from onrecord.types.spans import Evidence, Span

DOCUMENTS_AT_HAND = 256
"""Documents whose statements and actors are kept."""

HEAD = 300
"""Characters at the head of a document in which it says whose it is."""

_SENDER = re.compile(r"^From:\s*(.+)$", re.MULTILINE)

BESIDE = 80
"""Characters beside a word of saying in which a name that was not read as one is looked for."""

_BREAK = re.compile(r"[.;:\n“”\"]")

COVERED = 0.5
"""Share of a place that a statement's content covers for the place to be its words."""


class Speakers:
    """Tells by name who says what; nobody where a text names nobody."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self.statements = lru_cache(DOCUMENTS_AT_HAND)(
            lambda document: tuple(corpus.rows(Statement, document))
        )
        self.actors = lru_cache(DOCUMENTS_AT_HAND)(
            lambda document: {actor.id: actor for actor in corpus.rows(Actor, document)}
        )
        self.parties = lru_cache(DOCUMENTS_AT_HAND)(self._parties)

    def _parties(self, document: str) -> tuple[str, ...]:
        """Return the names of who signed, issued or wrote a document, with their offices and bodies.

        Of a document that tells none of it, the names in its head.
        """
        row = self._corpus.document(document)
        if row is None:
            return ()
        ids = (*row.signatories, *row.issuers, *row.authors)
        actors = [actor for one in ids if (actor := self.actors(document).get(one)) is not None]
        found = [*self.names_of(ids, document)]
        found += [name for actor in actors for name in self.names_of(actor.member_of, document)]
        found += [name for actor in actors for role in actor.roles for name in _office(role)]
        found += [row.publisher] if row.publisher else []
        head = self._corpus.text(document)[:HEAD]
        sender = _SENDER.search(head)
        found += names_in(sender[1]) if sender else () if found else names_in(head)
        return tuple(dict.fromkeys(found))

    def names_of(self, ids: Iterable[str], document: str) -> tuple[str, ...]:
        """Return the names that actors are called by, as far as they are named: groups are not."""
        actors = self.actors(document)
        found = (actors.get(one) or self._corpus.row(one) for one in ids)
        named = (one for one in found if isinstance(one, Actor) and one.kind != "group")
        return tuple(dict.fromkeys(name for one in named for name in (one.name, *one.aliases)))

    def roles(self, ids: Iterable[str], document: str) -> tuple[str, ...]:
        """Return the offices that actors hold, as a document tells them, where they say of what."""
        actors = self.actors(document)
        found = (actors.get(one) for one in ids)
        return tuple(
            dict.fromkeys(role for one in found if one is not None for role in one.roles if " " in role)
        )

    def of_statement(self, statement: Statement) -> tuple[str, ...]:
        """Return who a statement names: by the words of its source, else by who they lead to."""
        words = statement.source.exact if statement.source else self._beside(statement)
        nouns = draft_words().documents
        named = tuple(name for name in names_in(words) if name.split()[0].casefold() not in nouns)
        return named or self.names_of(statement.speakers, statement.document)

    def _beside(self, statement: Statement) -> str:
        """Return the words right behind the cue of a statement without a source, else those before it."""
        if statement.cue is None:
            return ""
        text, cue = self._corpus.text(statement.document), statement.cue
        behind = _BREAK.split(text[cue.end : cue.end + BESIDE])[0]
        return behind if names_in(behind) else _BREAK.split(text[max(0, cue.start - BESIDE) : cue.start])[-1]

    def at(self, anchor: Evidence) -> tuple[str, ...]:
        """Return who can be said to say words of the record: their speaker, and whose document it is."""
        statement = self.statement_at(anchor.document, anchor.span)
        parties = self.parties(anchor.document)
        if statement is None:
            return parties
        source = statement.source.exact if statement.source else ""
        ids = self.names_of(statement.speakers, anchor.document)
        return tuple(dict.fromkeys((*ids, *names_in(source), *parties)))

    def told_at(self, anchor: Evidence) -> tuple[str, ...]:
        """Return who says words of the record, to be named: the speaker, else whose document it is."""
        statement = self.statement_at(anchor.document, anchor.span)
        if statement is not None:
            named = self.called(statement.speakers, anchor.document) or self.of_statement(statement)
            if named:
                return named
        row = self._corpus.document(anchor.document)
        ids = (row.signatories or row.issuers or row.authors) if row is not None else ()
        return self.called(ids, anchor.document)

    def called(self, ids: Iterable[str], document: str) -> tuple[str, ...]:
        """Return one name for each of some actors that are called by one."""
        actors = self.actors(document)
        found = (actors.get(one) or self._corpus.row(one) for one in ids)
        named = (one.name for one in found if isinstance(one, Actor) and one.kind != "group")
        return tuple(dict.fromkeys(named))

    def statement_at(self, document: str, span: Span) -> Statement | None:
        """Return the shortest statement that covers a place, else the longest one made inside it."""
        over, inside = [], []
        for statement in self.statements(document):
            length, covered = sum(len(part.exact) for part in statement.content), _covered(statement, span)
            if covered >= COVERED * len(span):
                over.append((length, statement.id, statement))
            elif covered == length and statement.source is not None:
                inside.append((-length, statement.id, statement))
        return min(over or inside, key=lambda one: one[:2])[2] if over or inside else None

    def others_than(self, named: tuple[str, ...], anchors: Iterable[Evidence]) -> bool:
        """Tell whether words are surely somebody else's wherever the record has them."""
        if not named:
            return False
        there = [self.at(anchor) for anchor in anchors]
        return bool(there) and all(names and not share_a_name(named, names) for names in there)


def _office(role: str) -> Iterator[str]:
    """Yield a role and the office it stands for: "Minister of Waterways", "Ministry of Waterways"."""
    yield role
    for holder, office in draft_words().offices.items():
        if re.search(rf"\b{holder}\b", role, re.IGNORECASE):
            yield re.sub(rf"\b{holder}\b", office, role, flags=re.IGNORECASE)


def _covered(statement: Statement, span: Span) -> int:
    return sum(max(0, min(part.end, span.end) - max(part.start, span.start)) for part in statement.content)
