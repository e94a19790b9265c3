"""Who speaks inside whose words: parents, levels, speakers and chains of the statements kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from onrecord.extract.actors_lookup import FIRST_PERSON, PRONOUNS, ActorIndex
from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.extract.statements_choice import parents_of
from onrecord.extract.statements_sources import phrase_of, subject_of
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Token
from onrecord.types.findings import Found
from onrecord.types.identity import folded_name, row_id
from onrecord.types.rows import Actor, Statement
from onrecord.types.spans import Evidence, Span

DEEPEST = 2
_RELATIVE = frozenset(["who", "which", "that", "whom", "whose"])
_BETWEEN_SPEAKERS = frozenset([",", ";", "and", "&"])
_OWNING = ("by", "of", "from")
_NAME = re.compile(r"[^\W\d_][\w’'-]+")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A statement already placed: what an inner one needs of it."""

    row: Statement
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class _Introduction:
    """Who put out "the letter", from where on; `until` is where another letter makes the noun doubtful."""

    start: int
    speakers: tuple[str, ...]
    until: float = float("inf")


class Chains:
    """Turns the candidates of one document into rows."""

    def __init__(self, page: Page, found: Found, words: SpeechWords) -> None:
        self._page = page
        self._words = words
        self._actors = ActorIndex(page.annotated, found)
        phrases = "|".join(re.escape(phrase) for phrase in words.hedge_phrases)
        single = "|".join(re.escape(word) for word in sorted(words.hedges))
        self._hedge = re.compile(rf"\b(?:{phrases}|{single})\b", re.IGNORECASE)
        self._persons = [actor for actor in found.of(Actor) if actor.kind == "person"]
        self._people = sorted(
            (mention.start, mention.end, actor.id) for actor in self._persons for mention in actor.mentions
        )
        self._introduced = self._introductions()

    def rows(self, kept: Sequence[Candidate]) -> Iterator[Statement]:
        """Yield one row a candidate; an outer statement comes before those inside it."""
        parents = parents_of(kept)
        placed: dict[int, _Placed] = {}
        used: set[str] = set()
        for index in sorted(range(len(kept)), key=lambda i: (_depth(i, parents), i)):
            parent = parents[index]
            row = self._row(kept[index], placed[parent] if parent is not None else None)
            if row.id not in used:
                used.add(row.id)
            placed[index] = _Placed(row, kept[index])
        seen: set[str] = set()
        for index in range(len(kept)):
            if placed[index].row.id not in seen:
                seen.add(placed[index].row.id)
                yield placed[index].row

    def _row(self, found: Candidate, parent: _Placed | None) -> Statement:
        document = self._page.annotated.document
        speakers = self._speakers(found, parent)
        via = [actor for span in found.via if (actor := self._actors.at(span.start, span.end))]
        outer = parent.row.chain if parent else (document.id,)
        places = [part for span in found.content for part in (span.start, span.end)]
        cue = found.cue or found.content[0]
        mode = self._mode(found)
        return Statement(
            id=row_id("statement", document.id, mode, cue.start, cue.end, *places),
            document=document.id,
            content=tuple(document.evidence(span.start, span.end) for span in found.content),
            mode=mode,
            act=found.act,
            level=_level(found, parent),
            speakers=speakers,
            source=self._evidence(found.source),
            cue=self._evidence(found.cue),
            parent=parent.row.id if parent else None,
            chain=tuple(dict.fromkeys((*speakers, *via, *outer))),
            hedges=self._hedges(found),
            negated=found.negated,
            score=round(found.score, 3),
        )

    def _mode(self, found: Candidate) -> str:
        """Return the mode; marks around the cue as well as the content are those of who reports it."""
        if found.cue is None or found.mode not in ("direct", "mixed"):
            return found.mode
        around = self._page.piece_at(found.cue.start)
        inside = around is not None and all(
            self._page.piece_at(span.start) is around for span in found.content
        )
        return "indirect" if inside else found.mode

    def _evidence(self, span: Span | None) -> Evidence | None:
        return self._page.annotated.evidence(span.start, span.end) if span else None

    def _hedges(self, found: Candidate) -> tuple[Evidence, ...]:
        return tuple(
            self._page.annotated.evidence(*hedge.span())
            for span in found.content
            for hedge in self._hedge.finditer(self._page.text, span.start, span.end)
            if hedge[0] != "May"
        )

    def _speakers(self, found: Candidate, parent: _Placed | None) -> tuple[str, ...]:
        """Return the actors the source names; nobody where it is in doubt."""
        source = found.source
        if found.own:
            return self._own_speakers(source)
        if source is None:
            return ()
        word = folded_name(source.slice(self._page.text))
        if word in FIRST_PERSON and self._page.piece_at(source.start):
            return parent.row.speakers if parent else ()
        if word in PRONOUNS:
            return self._actors.antecedents(source.start, source.slice(self._page.text))
        token = self._page.annotated.token_at(source.start)
        if word in _RELATIVE and token is not None:
            return self._antecedent_of_relative(token)
        head = self._head_of(source)
        if head is not None and head.lemma.casefold() in self._words.documents:
            return self._of_document_noun(source)  # "a letter to X" is not X's
        named = (*self._actors.all_at(source.start, source.end), *self._listed(source))
        return tuple(dict.fromkeys(named)) or self._of_surnames(source)

    def _of_surnames(self, source: Span) -> tuple[str, ...]:
        """Return the people whose surnames the source gives, as headlines do ("SENS. ROE, DOE URGE …").

        A surname that two people of the document bear names neither.
        """
        words = [word for word in _NAME.findall(source.slice(self._page.text)) if word[0].isupper()]
        found = [self._surnames.get(folded_name(word), ()) for word in words]
        return tuple(dict.fromkeys(people[0] for people in found if len(people) == 1))

    @cached_property
    def _surnames(self) -> dict[str, list[str]]:
        held: dict[str, list[str]] = {}
        for actor in self._persons:
            parts = folded_name(actor.name).split()
            if len(parts) > 1:
                held.setdefault(parts[-1], []).append(actor.id)
        return held

    def _listed(self, source: Span) -> tuple[str, ...]:
        """Return the people that a source lists side by side, where the parser lost the list.

        A name counts behind a comma, "and" or its own titles; behind "of" or "for" ("a spokesman for X")
        it is somebody else.
        """
        found: list[str] = []
        passed = source.start  # the end of the last name that belongs to somebody else's list
        for start, end, actor in self._people[bisect_left(self._people, (source.start,)) :]:
            if start >= source.end:
                break
            before = [t for t in self._page.annotated.tokens_in(passed, start) if passed <= t.start < start]
            while before and before[-1].pos == "PROPN":
                before.pop()
            goes_on = passed > source.start and all(t.text in _BETWEEN_SPEAKERS for t in before)
            if end <= source.end and not goes_on and (not before or before[-1].text in _BETWEEN_SPEAKERS):
                found.append(actor)
            else:
                passed = end
        return tuple(found) if len(found) > 1 else ()

    def _own_speakers(self, source: Span | None) -> tuple[str, ...]:
        if source is not None:
            word = source.slice(self._page.text)
            if folded_name(word) in FIRST_PERSON:
                return self._actors.antecedents(source.start, word) or self._actors.issuers_at(source.start)
            named = self._actors.all_at(source.start, source.end)
            if named:
                return named
        return self._actors.issuers

    def _antecedent_of_relative(self, pronoun: Token) -> tuple[str, ...]:
        tokens = self._page.annotated.tokens
        clause = tokens[pronoun.head]
        noun = tokens[clause.head]
        if clause.dep != "relcl" or noun.i == clause.i:
            return ()
        return self._actors.all_at(noun.start, noun.end)

    def _of_document_noun(self, source: Span) -> tuple[str, ...]:
        """Return who speaks through a document: "the committee's report", "their letter", "the letter"."""
        head = self._head_of(source)
        if head is None or head.lemma.casefold() not in self._words.documents:
            return ()
        annotated = self._page.annotated
        for child in annotated.children(head):
            if child.dep == "poss":
                return self._named(child)
            if child.dep in ("prep", "agent") and child.text.casefold() in _OWNING:
                for below in annotated.children(child):
                    if below.dep == "pobj" and (named := self._named(below)):
                        return named
        if owner := self._actors.owner(source.start, head.start):
            return (owner,)
        known = self._introduced.get(head.lemma)
        if known is not None:
            return known.speakers if known.start < head.start <= known.until else ()
        letters = annotated.document.layout.letters
        return (
            self._actors.issuers_at(letters[0].start) if len(letters) == 1 and head.lemma == "letter" else ()
        )

    def _named(self, token: Token) -> tuple[str, ...]:
        span = self._page.annotated.subtree_span(token)
        if folded_name(token.text) in PRONOUNS:
            return self._actors.antecedents(token.start, token.text)
        return self._actors.all_at(span.start, span.end)

    def _issuers_named(self, subject: Token, verb: Token) -> tuple[str, ...]:
        """Return the actors of a subject; where it is a dateline by mistake, those behind the dateline."""
        if self._page.past_dateline(Span(subject.start, subject.end)) is None and subject.start < verb.start:
            behind = self._page.past_dateline(Span(subject.start, verb.start))
            return self._listed(behind) or self._actors.all_at(behind.start, behind.end) if behind else ()
        span = phrase_of(self._page.annotated, subject)
        listed = self._listed(span) if span else ()
        return tuple(dict.fromkeys((*self._named(subject), *listed)))

    def _head_of(self, source: Span) -> Token | None:
        inside = self._page.annotated.tokens_in(source.start, source.end)
        held = {token.i for token in inside}
        return next((token for token in inside if token.head not in held or token.head == token.i), None)

    def _introductions(self) -> dict[str, _Introduction]:
        """Return by noun who the text says put a document out ("X released a letter")."""
        annotated = self._page.annotated
        found: dict[str, _Introduction] = {}
        for token in annotated.tokens:
            if token.dep != "dobj" or token.lemma.casefold() not in self._words.documents:
                continue
            verb = annotated.tokens[token.head]
            if verb.lemma.casefold() not in self._words.issuing:
                continue
            subject = subject_of(annotated, verb, self._words)
            speakers = self._issuers_named(subject, verb) if subject is not None else ()
            known = found.get(token.lemma)
            if speakers and known is None:
                found[token.lemma] = _Introduction(token.start, speakers)
            elif speakers and known is not None and known.speakers != speakers:
                found[token.lemma] = replace(known, until=min(known.until, token.start))
        return found


def _level(found: Candidate, parent: _Placed | None) -> int:
    if found.own:
        return 0
    return 1 if parent is None else min(DEEPEST, parent.row.level + 1)


def _depth(index: int, parents: Sequence[int | None]) -> int:
    depth, parent = 0, parents[index]
    while parent is not None:
        depth, parent = depth + 1, parents[parent]
    return depth
