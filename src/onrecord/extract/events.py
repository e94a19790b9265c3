"""Events: what happened, or is feared, asked for or planned, to whom, by whom, where and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from onrecord.data import Vocabularies
from onrecord.extract.actors_lookup import ActorIndex
from onrecord.extract.events_arguments import PLACES, ArgumentReader, Arguments
from onrecord.extract.events_dates import DateReader
from onrecord.extract.events_elliptical import told_again
from onrecord.extract.events_factuality import FactualityReader
from onrecord.extract.events_triggers import TriggerReader
from onrecord.extract.events_vocabulary import EventWords, Trigger, event_words
from onrecord.extract.span_index import SpanIndex, index_of
from onrecord.types.annotated import Annotated, Token
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Argument, Event, Figure, Norm, Participants, Statement
from onrecord.types.spans import Span

LONGEST_MENTION = 300
"""Characters; a longer clause is cut to the trigger with its nearest arguments."""

FEWEST_NAMES = 3
"""People named in one subject or object from which it is taken for a list of names."""

_PARTIES = ("actor", "recipient")

REASONS = {
    "other_sense": "With what stands beside it this word tells of something else.",
    "no_arguments": "This word names no event by itself: nobody and nothing stands with it.",
    "kind_of_thing": "This word only tells of what kind the thing behind it is.",
    "name": "This word is part of the name of a body or a law.",
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """A trigger in its sentence: the verb that carries it, where it is a noun, and what stands with it."""

    token: Token
    trigger: Trigger
    carrier: Token | None
    thing: Token | None
    particles: tuple[Token, ...]
    arguments: Arguments

    @property
    def words(self) -> tuple[Token, ...]:
        """The words the event was seen by, the one that governs the others first."""
        found = (self.carrier, self.token, self.thing, *self.particles)
        return tuple(dict.fromkeys(token for token in found if token is not None))


class EventExtractor:
    """Yields an Event for each trigger with arguments, a refusal for each without.

    A figure that counts what takes part in an event is yielded again, with the event.
    """

    name = "events"
    version = "3"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._words = event_words(vocabularies)

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield events, figures and refusals in text order."""
        reader = _Reader(annotated, found, self._words)
        seen_at = [(token, seen) for token in annotated.tokens if (seen := reader.see(token)) is not None]
        held = {(s.thing.i, s.trigger.kind) for _, s in seen_at if isinstance(s, _Seen) and s.thing}
        counted: set[str] = set()
        for token, seen in seen_at:
            if isinstance(seen, str):
                yield Rejected(annotated.evidence(token.start, token.end), self.name, seen, REASONS[seen])
                continue
            if (token.i, seen.trigger.kind) in held:
                continue  # the custody of "held in custody" is the verb's
            for event in reader.told_by(seen):
                yield event
                for figure in reader.figures_of(event):
                    if figure.id not in counted:
                        counted.add(figure.id)
                        yield replace(figure, event=event.id)


class _Reader:
    """Reads the events of one document."""

    def __init__(self, annotated: Annotated, found: Found, words: EventWords) -> None:
        self._annotated, self._words = annotated, words
        self._actors = ActorIndex(annotated, found)
        times = found.of(TimeExpression)
        names = index_of(mention.span for norm in found.of(Norm) for mention in norm.mentions)
        free = [time for time in times if not names.overlaps(time.anchor.span)]
        self._datelines = index_of(segment.span for segment in annotated.document.layout.of("dateline"))
        self._dates = DateReader(annotated, free, words.undated)
        self._arguments = ArgumentReader(
            annotated, self._actors, words, index_of(time.anchor.span for time in times)
        )
        self._triggers = TriggerReader(annotated, found, self._actors, words)
        self._factuality = FactualityReader(annotated, words)
        self._figures = SpanIndex((figure.anchor.span, figure) for figure in found.of(Figure))
        self._statements = SpanIndex(
            (part.span, statement.id) for statement in found.of(Statement) for part in statement.content
        )

    def see(self, token: Token) -> _Seen | str | None:
        """Return the trigger that a token is, the code of the reason why it is none, None for most tokens."""
        candidates = self._triggers.candidates(token)
        if not candidates:
            return None
        is_noun = token.pos in ("NOUN", "PROPN") and not token.tag.startswith("VB")
        carrier = self._arguments.carrier(token) if is_noun else None
        arguments = self._arguments.of_noun(token, carrier) if is_noun else self._arguments.of_verb(token)
        trigger = self._triggers.trigger(token, candidates, arguments)
        if trigger is None or (token.dep == "amod" and not is_noun and not trigger.adjective):
            return None
        if self._triggers.is_in_name(token):
            return "name"
        if is_noun and self._triggers.only_names_a_kind(token):
            return "kind_of_thing"
        if trigger.no_object and (arguments.objects or self._arguments.tells_a_clause(token)):
            return "other_sense"
        if (
            trigger.people_act
            and not is_noun
            and not arguments.objects
            and not self._somebody_acts(arguments)
        ):
            return "other_sense"
        if not is_noun and (not arguments.all() or (trigger.needs_object and not arguments.objects)):
            return "no_arguments"
        thing = None if is_noun else self._triggers.thing(token, trigger, arguments)
        particles = tuple(self._triggers.particles(token, trigger))
        return _Seen(token, trigger, carrier, thing, particles, arguments)

    def _somebody_acts(self, arguments: Arguments) -> bool:
        return any(
            self._triggers.is_person(word) or self._actors.at(word.start, word.end) is not None
            for word in arguments.subjects
        )

    def told_by(self, seen: _Seen) -> Iterator[Event]:
        """Yield the event that a trigger tells of, and those told behind it without a verb of their own."""
        event = self._event(seen)
        sentence = self._annotated.sentences[seen.token.sentence]
        own = self._figures_in(event.mentions[0].span)
        around = [figure for _, figure in self._figures.between(event.mentions[0].start, sentence.end)]
        again = list(told_again(self._annotated, event, own, around))
        moved = {figure.id for _, figure in again}
        yield replace(event, figures=tuple(figure for figure in event.figures if figure not in moved))
        yield from (other for other, _ in again)

    def _event(self, seen: _Seen) -> Event:
        """Return the event that a trigger tells of."""
        annotated, token = self._annotated, seen.token
        mention = self._mention(seen)
        when = self._dates.when(seen.words, mention.start, mention.end)
        filled = tuple(self._filled(seen))
        figures = self._figures_in(mention)
        bare = when is None and not figures and not self._is_told_of(seen)
        default = "ongoing" if seen.trigger.lasts else seen.trigger.bare if bare else "past"
        words = sorted(seen.words)
        return Event(
            id=row_id("event", annotated.document.id, seen.trigger.kind, token.start, token.end),
            kind=seen.trigger.kind,
            mentions=(annotated.evidence(mention.start, mention.end),),
            factuality=self._factuality.read(
                token, seen.carrier, seen.thing, default, punctual=seen.trigger.bare == "past"
            ),
            participants=tuple(self._participants(filled)),
            date=when.edtf if when else None,
            place=self._place(filled),
            figures=tuple(figure.id for figure in figures),
            triggers=tuple(annotated.evidence(word.start, word.end) for word in words),
            statements=tuple(self._holding(token)),
            date_basis=when.basis if when and when.edtf else None,
            date_anchor=when.anchor if when else None,
            date_constraint=when.constraint if when else None,
            arguments=tuple(Argument(role, annotated.evidence(s.start, s.end)) for role, s, _ in filled),
        )

    def figures_of(self, event: Event) -> list[Figure]:
        """Return the figures that stand in an event's mention."""
        wanted = set(event.figures)
        return [f for f in self._figures_in(event.mentions[0].span) if f.id in wanted and f.event is None]

    def _is_told_of(self, seen: _Seen) -> bool:
        """Tell whether a noun is told of somebody in particular, or as this one: "the arrest"."""
        token = seen.token
        arguments = [a for a in seen.arguments.all() if a.pos != "PROPN" or a.dep != "compound"]
        definite = any(
            child.dep == "det" and child.text.lower() in ("the", "this", "that", "these", "those", "a", "an")
            for child in self._annotated.children(token)
        )
        return bool(arguments) or (definite and token.tag in ("NN", "NNP"))

    def _mention(self, seen: _Seen) -> Span:
        """Return the trigger with its arguments, cut where the clause runs long."""
        sentence = self._annotated.sentences[seen.token.sentence]
        start = min(word.start for word in seen.words)
        end = max(word.end for word in seen.words)
        for argument in sorted(seen.arguments.all(), key=lambda a: abs(a.start - seen.token.start)):
            span = self._arguments.phrase(argument)
            first, last = min(start, span.start), max(end, span.end)
            if last - first <= LONGEST_MENTION and sentence.start <= first and last <= sentence.end:
                start, end = first, last
        for dateline, _ in self._datelines.over(Span(start, end)):
            if dateline.end < end:
                start = max(start, dateline.end)
        return Span(start, end)

    def _filled(self, seen: _Seen) -> Iterator[tuple[str, Span, Token]]:
        """Yield each role with the words that fill it, in text order."""
        trigger, arguments = seen.trigger, seen.arguments
        own = {word.i for word in seen.words}
        found: dict[tuple[str, int], tuple[str, Span, Token]] = {}
        for role, tokens in (
            (trigger.subject, arguments.subjects),
            (trigger.object, arguments.objects),
            (trigger.subject, arguments.others.get("between", ())),
            *((role, self._others(arguments, word)) for word, role in trigger.prepositions.items()),
            (trigger.owner, arguments.owners),
            (trigger.of, arguments.of),
            ("location", arguments.places),
        ):
            for token in tokens:
                for joined in self._side_by_side(self._past_dateline(token)):
                    if self._fills(role, joined, trigger, own):
                        is_thing = self._triggers.is_thing(joined, trigger)
                        goes_to = role == "location" and trigger.object == "recipient"
                        goes_to = goes_to and not self._arguments.is_spot(joined)
                        role_of_one = trigger.object if is_thing or goes_to else role
                        filler = (role_of_one, self._arguments.phrase(joined), joined)
                        found.setdefault((role_of_one, joined.i), filler)
        yield from sorted(found.values(), key=lambda held: (held[1].start, held[1].end, held[0]))

    def _others(self, arguments: Arguments, word: str) -> list[Token]:
        """Return what stands behind a preposition; behind "for" only people, for it has other senses."""
        held = arguments.others.get(word, [])
        return [token for token in held if self._triggers.is_person(token)] if word == "for" else held

    def _side_by_side(self, token: Token) -> Iterator[Token]:
        """Yield a noun and those joined to it; in a list of names that the parse breaks, every name."""
        titled = token.tag == "NNS" and any(c.dep == "appos" for c in self._annotated.children(token))
        named: tuple[Token, ...] = ()
        if token.pos == "PROPN" or titled:
            last = self._annotated.subtree_span(token)
            named = self._actors.heads_of_people(token.start, last.end, FEWEST_NAMES)
        joined = list(self._arguments.side_by_side(token))
        yield from joined if not (titled and named) else joined[1:]
        yield from (name for name in named if name not in joined)

    def _fills(self, role: str, word: Token, trigger: Trigger, own: AbstractSet[int]) -> bool:
        """Tell whether a word can fill a role: a place where one is wanted, no word of the trigger itself."""
        if self._datelines.covers(word.start):
            return False
        if role in _PARTIES and not self._triggers.can_take_part(word):
            return False
        if word.i in own:
            return role == trigger.object and role not in (trigger.subject, "recipient")
        if role == "actor" and trigger.people_act and not self._triggers.is_person(word):
            return self._actors.at(word.start, word.end) is not None
        named = word.pos == "PROPN" and trigger.object != "recipient"
        if role == "location" and not named and not self._arguments.is_spot(word):
            return trigger.object == "recipient" and self._triggers.is_person(word)  # "asylum granted to X"
        return True

    def _past_dateline(self, token: Token) -> Token:
        """Return what stands beside a dateline that the parse takes for the subject: "PARIS – Two men …"."""
        if not self._datelines.covers(token.start):
            return token
        beside = [c for c in self._annotated.children(token) if c.dep in ("appos", "conj", "dep")]
        outside = [c for c in beside if not self._datelines.covers(c.start)]
        return outside[0] if outside else token

    def _participants(self, filled: Sequence[tuple[str, Span, Token]]) -> Iterator[Participants]:
        roles: dict[str, dict[str, None]] = {}
        held = [(role, span, token) for role, span, token in filled if token.pos != "PRON"]
        for role, span, _ in held:
            for actor in self._actors.all_at(span.start, span.end):
                roles.setdefault(role, {})[actor] = None
        named = {actor for actors in roles.values() for actor in actors}
        for role, span, token in filled:
            if token.pos == "PRON":  # who acts is not "them" at the same time
                stands_for = self._actors.all_at(span.start, span.end) or self._pronoun(token)
                roles.setdefault(role, {}).update({a: None for a in stands_for if a not in named})
        roles = {role: actors for role, actors in roles.items() if actors}
        for role in sorted(roles):
            yield Participants(role, tuple(roles[role]))

    def _pronoun(self, token: Token) -> tuple[str, ...]:
        return self._actors.antecedents(token.start, token.text) if token.pos == "PRON" else ()

    def _place(self, filled: Sequence[tuple[str, Span, Token]]) -> str | None:
        """Return the first named place among the words of the role `location`."""
        for role, span, token in filled:
            if role == "location":
                for entity in self._annotated.entities_in(span.start, span.end):
                    if entity.label in PLACES:
                        return " ".join(self._annotated.text[entity.start : entity.end].split())
                if token.pos == "PROPN":
                    return " ".join(self._annotated.text[span.start : span.end].split())
        return None

    def _figures_in(self, mention: Span) -> list[Figure]:
        return [figure for _, figure in self._figures.between(mention.start, mention.end)]

    def _holding(self, token: Token) -> Iterator[str]:
        """Yield the statements whose content holds a token, the nearest start first."""
        for _, statement in self._statements.over(Span(token.start, token.end)):
            yield statement
