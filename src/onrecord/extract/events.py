"""Events: what happened, or is feared, asked for or planned, to whom, by whom, where and when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onrecord.data import Vocabularies
from onrecord.extract.actors_lookup import ActorIndex
from onrecord.extract.events_factuality import factuality_of
from onrecord.extract.events_vocabulary import EventWords, Trigger, event_words
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Event, Figure, Participants, Statement
from onrecord.types.spans import Span

LONGEST_MENTION = 300
"""Characters; a longer clause is cut to the trigger with its nearest arguments."""

_OBJECTS = ("dobj", "nsubjpass", "obj")
_NOMINAL = ("NOUN", "PROPN", "PRON")
_MOST_SIDE_BY_SIDE = 40
"""Names in one list that are followed; a longer list is a page of signatures."""
_PLACE_WORDS = ("in", "at", "from", "near", "across", "inside", "on", "into", "outside", "through")
_RECIPIENT_WORDS = ("to", "with", "against", "for")


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The words that play a part: who acts, who is acted on, to whom, and where."""

    subjects: tuple[Token, ...]
    objects: tuple[Token, ...]
    others: tuple[Token, ...]
    places: tuple[Token, ...]

    def all(self) -> tuple[Token, ...]:
        return (*self.subjects, *self.objects, *self.others, *self.places)


class EventExtractor:
    """Yields an Event for each trigger with arguments, a refusal for each without."""

    name = "events"
    version = "1"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = event_words(vocabularies)

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield events and refusals in text order."""
        reader = _Reader(annotated, found, self._words)
        for token in annotated.tokens:
            trigger = reader.trigger(token)
            if trigger is None:
                continue
            arguments = reader.arguments(token)
            if trigger.no_object and arguments.objects:
                anchor = annotated.evidence(token.start, token.end)
                yield Rejected(
                    anchor, self.name, "other_sense", "With an object this word tells of something else."
                )
            elif not arguments.objects and (trigger.needs_object or not arguments.all()):
                anchor = annotated.evidence(token.start, token.end)
                reason = "This word names no event by itself: nobody and nothing stands with it."
                yield Rejected(anchor, self.name, "no_arguments", reason)
            else:
                yield reader.event(token, trigger, arguments)


class _Reader:
    """Reads the events of one document."""

    def __init__(self, annotated: Annotated, found: Found, words: EventWords) -> None:
        self._annotated, self._words = annotated, words
        self._actors = ActorIndex(annotated, found)
        times = [t for t in found.of(TimeExpression) if t.type == "DATE" and t.edtf is not None]
        self._times = sorted(times, key=lambda time: time.anchor.start)
        self._spans_of_time = sorted((t.anchor.start, t.anchor.end) for t in found.of(TimeExpression))
        self._figures = sorted(found.of(Figure), key=lambda figure: figure.anchor.start)
        self._statements = [
            (part.start, part.end, statement)
            for statement in found.of(Statement)
            for part in statement.content
        ]
        self._statements.sort(key=lambda held: (held[0], held[1], held[2].id))

    def trigger(self, token: Token) -> Trigger | None:
        """Return what a token triggers, None for most tokens."""
        lemma = token.lemma.lower()
        if token.pos == "VERB" or token.tag.startswith("VB"):
            candidates = self._words.verbs.get(lemma, ())
        elif token.pos == "NOUN":
            candidates = self._words.nouns.get(lemma, ())
        else:
            return None
        return next((candidate for candidate in candidates if self._fits(token, candidate)), None)

    def _fits(self, token: Token, trigger: Trigger) -> bool:
        children = self._annotated.children(token)
        near = {child.lemma.lower() for child in children} | {child.text.lower() for child in children}
        if any(part not in near for part in trigger.particle):
            return False
        if not trigger.objects:
            return True
        wanted = [c for c in children if c.dep in (*_OBJECTS, "prep", "dative", "nsubj")]
        below = [d for child in wanted for d in (child, *self._annotated.children(child))]
        conjuncts = [c for d in below for c in self._annotated.children(d) if c.dep == "conj"]
        lemmas = {word.lemma.lower() for word in (*below, *conjuncts)} | {w.text.lower() for w in below}
        return bool(lemmas & trigger.objects)

    def arguments(self, token: Token) -> _Arguments:
        """Return the arguments of a verb or noun from the parse."""
        subjects: list[Token] = []
        objects: list[Token] = []
        others: list[Token] = []
        places: list[Token] = []
        for child in self._annotated.children(token):
            if child.dep == "nsubj" or (child.dep in ("compound", "nmod") and token.pos == "NOUN"):
                subjects.append(child)
            elif child.dep in _OBJECTS:
                objects.append(child)
                self._sort_addressees(child, others)
            elif child.dep == "poss":
                (subjects if self._acts(child) else objects).append(child)
            elif child.dep in ("prep", "agent", "dative"):
                self._sort_object(token, child, (subjects, objects, others, places))
        if not subjects and token.dep in ("xcomp", "conj", "relcl", "acl"):
            self._borrow(token, subjects, objects)
        return _Arguments(tuple(subjects), tuple(objects), tuple(others), tuple(places))

    def _sort_addressees(self, thing: Token, others: list[Token]) -> None:
        """Add those that a thing goes to: "sent a letter to the minister"."""
        for preposition in self._annotated.children(thing):
            if preposition.dep == "prep" and preposition.text.lower() == "to":
                others += [c for c in self._annotated.children(preposition) if c.dep == "pobj"]

    def _acts(self, owner: Token) -> bool:
        """Tell whether an owner is one who acts: China's repatriation, but the refugees' repatriation."""
        span = self._noun_phrase(owner)
        actor = self._actors.at(span.start, span.end)
        return actor is not None and self._actors.kind(actor) in ("state", "body", "organization")

    def _sort_object(
        self,
        token: Token,
        preposition: Token,
        roles: tuple[list[Token], list[Token], list[Token], list[Token]],
    ) -> None:
        """Put the object of a preposition where it belongs: who acts, who is acted on, to whom, where."""
        subjects, objects, others, places = roles
        word = preposition.text.lower()
        for thing in self._annotated.children(preposition):
            if thing.dep != "pobj" or self._is_time(thing):
                continue
            if preposition.dep == "agent" or word == "by":
                subjects.append(thing)
            elif token.pos == "NOUN" and word == "of":
                objects.append(thing)
            elif word in _PLACE_WORDS:
                if self._is_place(thing):
                    places.append(thing)
            elif word in _RECIPIENT_WORDS:
                others.append(thing)

    def _is_time(self, token: Token) -> bool:
        low = bisect_left(self._spans_of_time, (token.start + 1,)) - 1
        return low >= 0 and token.start < self._spans_of_time[low][1]

    def _is_place(self, token: Token) -> bool:
        inside = self._annotated.entities_in(*self._bounds(token))
        return any(entity.label in ("GPE", "LOC", "FAC") for entity in inside)

    def _borrow(self, token: Token, subjects: list[Token], objects: list[Token]) -> None:
        """Take what a dependent verb shares with its governor: its subject, or the noun it describes."""
        head = self._annotated.tokens[token.head]
        if token.dep in ("relcl", "acl"):
            (objects if token.tag == "VBN" and not objects else subjects).append(head)
            return
        for child in self._annotated.children(head):
            if child.dep == "nsubj":
                subjects.append(child)
            elif child.dep == "nsubjpass" and token.tag == "VBN" and not objects:
                objects.append(child)

    def event(self, token: Token, trigger: Trigger, arguments: _Arguments) -> Event:
        """Return the event that a token tells of."""
        annotated = self._annotated
        mention = self._mention(token, arguments)
        when = self._when(token, mention)
        return Event(
            id=row_id("event", annotated.document.id, trigger.kind, token.start, token.end),
            kind=trigger.kind,
            mentions=(annotated.evidence(mention.start, mention.end),),
            factuality=factuality_of(annotated, token, self._words.factuality),
            participants=tuple(self._participants(trigger, arguments)),
            date=when.edtf if when else None,
            place=self._place(arguments),
            figures=tuple(figure.id for figure in self._figures_in(mention)),
            triggers=(annotated.evidence(token.start, token.end),),
            statements=tuple(self._holding(token)),
            date_basis=when.basis if when else None,
            date_anchor=when.anchor if when else None,
        )

    def _mention(self, token: Token, arguments: _Arguments) -> Span:
        """Return the trigger with its arguments, cut where the clause runs long."""
        sentence = self._annotated.sentences[token.sentence]
        start, end = token.start, token.end
        for argument in sorted(arguments.all(), key=lambda a: abs(a.start - token.start)):
            span = self._noun_phrase(argument)
            first, last = min(start, span.start), max(end, span.end)
            if last - first <= LONGEST_MENTION and sentence.start <= first and last <= sentence.end:
                start, end = first, last
        for dateline in self._annotated.document.layout.of("dateline"):
            if dateline.start <= start < dateline.end < end:
                start = dateline.end
        return Span(start, end)

    def _noun_phrase(self, token: Token) -> Span:
        """Return a noun with what stands before it and its "of …", without relative clauses."""
        start, end = token.start, token.end
        for child in self._annotated.children(token):
            if child.dep in ("relcl", "acl", "appos", "conj", "cc", "punct"):
                continue
            if child.i < token.i or (child.dep == "prep" and child.text.lower() == "of"):
                span = self._annotated.subtree_span(child)
                if len(span) <= LONGEST_MENTION // 2:
                    start, end = min(start, span.start), max(end, span.end)
        return Span(start, end)

    def _participants(self, trigger: Trigger, arguments: _Arguments) -> Iterator[Participants]:
        roles: dict[str, dict[str, None]] = {}
        for role, tokens in (
            (trigger.subject_role, arguments.subjects),
            (trigger.object_role, arguments.objects),
            (_role_of_others(trigger), arguments.others),
            ("location", arguments.places),
        ):
            for token in tokens:
                start, end = self._noun_phrase(token).start, self._coordination_end(token)
                for actor in self._actors.all_at(start, end) or self._pronoun(token):
                    roles.setdefault(role, {})[actor] = None
        for role in sorted(roles):
            yield Participants(role, tuple(roles[role]))

    def _coordination_end(self, token: Token) -> int:
        """Return where the last of several nouns side by side ends."""
        end, last = self._noun_phrase(token).end, token
        for _ in range(_MOST_SIDE_BY_SIDE):
            joined = [c for c in self._annotated.children(last) if c.dep == "conj" and c.pos in _NOMINAL]
            if not joined:
                break
            last = joined[-1]
            end = max(end, self._noun_phrase(last).end)
        return end

    def _pronoun(self, token: Token) -> tuple[str, ...]:
        return self._actors.antecedents(token.start, token.text) if token.pos == "PRON" else ()

    def _place(self, arguments: _Arguments) -> str | None:
        for token in arguments.places:
            for entity in self._annotated.entities_in(*self._bounds(token)):
                if entity.label in ("GPE", "LOC", "FAC"):
                    return " ".join(self._annotated.text[entity.start : entity.end].split())
        return None

    def _bounds(self, token: Token) -> tuple[int, int]:
        span = self._noun_phrase(token)
        return span.start, span.end

    def _when(self, token: Token, mention: Span) -> TimeExpression | None:
        """Return the date nearest to the trigger in its sentence, no farther than a clause away."""
        sentence = self._annotated.sentences[token.sentence]
        low = bisect_left(self._times, sentence.start, key=lambda time: time.anchor.start)
        near = []
        for time in self._times[low:]:
            if time.anchor.start >= sentence.end:
                break
            gap = max(time.anchor.start - mention.end, mention.start - time.anchor.end, 0)
            if gap <= 60:
                near.append((gap, time.anchor.start, time))
        return min(near, key=lambda found: found[:2])[2] if near else None

    def _figures_in(self, mention: Span) -> list[Figure]:
        low = bisect_left(self._figures, mention.start, key=lambda figure: figure.anchor.start)
        found = []
        for figure in self._figures[low:]:
            if figure.anchor.start >= mention.end:
                break
            found.append(figure)
        return found

    def _holding(self, token: Token) -> Iterator[str]:
        """Yield the statements whose content holds a token."""
        high = bisect_left(self._statements, token.start + 1, key=lambda held: held[0])
        for start, end, statement in self._statements[max(0, high - 40) : high]:
            if start <= token.start < end:
                yield statement.id


def _role_of_others(trigger: Trigger) -> str:
    """Return the role of "to X" and "with X": whom one speaks to or meets, else where a way leads."""
    return "recipient" if trigger.kind.startswith(("COMM.", "LEGAL.", "STATUS.")) else "location"
