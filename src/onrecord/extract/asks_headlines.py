"""Asks in headlines, which parsers read badly: "MINISTER URGES TOWN TO OPEN ROAD", "Ruiz Calls for Audit"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.asks_drafts import Draft, action_span
from onrecord.extract.asks_page import Page
from onrecord.extract.asks_words import AskVerb, AskWords
from onrecord.types.annotated import Token
from onrecord.types.spans import Span

MOST_WORDS = 40
"""Words of a headline: a longer paragraph is none, whatever its capitals."""

LEAST_CAPITALS = 0.8
"""Share of the longer words of a headline that begin with a capital."""

LEAST_COVERED = 0.5
"""Share of the words before a verb that a name must make up to be its subject."""

_LONGER = 4
_FROM_HERE_ON = frozenset("over of on in to for with after against about at from by as amid that".split())
_ENDS = _FROM_HERE_ON | {","}


class HeadlineRules:
    """Finds asks in headlines by the order of their words alone."""

    def __init__(self, words: AskWords) -> None:
        self._words = words
        seek = words.verbs.get("seek")
        wanting = {"want": replace(seek, strength=words.learning["know"])} if seek else {}
        self._verbs = {**words.verbs, **wanting}

    def find(self, page: Page) -> Iterator[Draft]:
        """Yield the first ask of each headline, in text order."""
        for place in headlines(page):
            tokens = page.annotated.tokens_in(place.start, place.end)
            drafts = (self._ask(page, tokens, at) for at in range(1, len(tokens) - 1))
            found = next((draft for draft in drafts if draft is not None), None)
            if found is not None:
                yield found

    def _verb(self, tokens: Sequence[Token], at: int) -> AskVerb | None:
        """Return the verb that a word is, in the present or as a participle."""
        word = tokens[at].text.casefold()
        forms = (word.removesuffix("s"), word.removesuffix("es"), word, word.removesuffix("ing"))
        known = next((form for form in (*forms, f"{forms[-1]}e") if form in self._verbs), None)
        if known is None or (known == word and tokens[at].tag == "NN" and not _is_plural(tokens, at)):
            return None
        return self._verbs[known]

    def _ask(self, page: Page, tokens: Sequence[Token], at: int) -> Draft | None:
        verb = self._verb(tokens, at)
        requesters = _subject(page, tokens[:at]) if verb else ()
        if verb is None or not requesters:
            return None
        last, rest = tokens[at], tokens[at + 1 :]
        particle = rest[0].text.casefold()
        if particle in verb.takes and len(rest) > 1:
            last, rest = rest[0], rest[1:]
        person, action, negative = self._parted(page, rest, verb, particle)
        place = action_span(page.text, action[0].start, action[-1].end) if action else None
        targets = _whom(page, person) if person else ()
        if place is None or set(requesters) & set(targets):
            return None
        operative = Span(tokens[at].start, last.end)
        statement = page.saying(operative)
        return Draft(
            operative, place, verb.strength, requesters, targets, targets,
            statement=statement.id if statement else None, negative=negative,
        )  # fmt: skip

    def _parted(
        self, page: Page, rest: Sequence[Token], verb: AskVerb, particle: str
    ) -> tuple[Sequence[Token], Sequence[Token], bool]:
        """Return who is asked and what, and whether not to: "TOWN" and "OPEN ROAD" of "TOWN TO OPEN ROAD"."""
        words = [token.text.casefold() for token in rest]
        cut = next((at for at, word in enumerate(words) if word in ("to", "for") and at), None)
        if particle in ("on", "upon", "for"):
            splits = cut is not None and words[cut] == "to" and (particle != "for" or _whom(page, rest[:cut]))
        else:
            splits = (
                cut is not None and (words[cut] == "to" or "for" in verb.takes) and "person" in verb.takes
            )
        if splits and cut is not None:
            negative = words[cut - 1] == "not"
            return rest[: cut - 1 if negative else cut], rest[cut + 1 :], negative
        return (), (rest if particle == "for" or self._is_askable(rest, verb) else ()), False

    def _is_askable(self, rest: Sequence[Token], verb: AskVerb) -> bool:
        """Tell whether a headline's object is something to be done or given, by the last noun before "of"."""
        end = next((at for at, token in enumerate(rest) if token.text.casefold() in _ENDS), len(rest))
        noun = rest[end - 1].text.casefold() if end else ""
        singular = noun.removesuffix("s")
        if "object" in verb.takes and not (verb.objects & {noun, singular} or not verb.objects):
            return False
        if "object" in verb.takes:
            return len(rest) > 1
        return "act" in verb.takes and (self._words.is_act(noun) or self._words.is_act(singular))


def headlines(page: Page) -> list[Span]:
    """Return the places of the headlines: the title, the headlines of the layout, a first line like one."""
    layout = page.annotated.document.layout
    places = [segment.span for segment in layout.of("headline")]
    places += [layout.title.span] if layout.title is not None else []
    places += [paragraph for paragraph in layout.paragraphs[:1] if _looks_like_one(page, paragraph)]
    kept: list[Span] = []
    for place in sorted(places):
        if not any(place.overlaps(other) for other in kept):
            kept.append(place)
    return kept


def _looks_like_one(page: Page, place: Span) -> bool:
    words = place.slice(page.text).split()
    longer = [word for word in words if len(word) > _LONGER and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in longer)
    shouted = place.slice(page.text).isupper()
    short = len(words) <= MOST_WORDS and (shouted or not words[-1].endswith((".", ":")))
    return short and bool(longer) and capitals >= LEAST_CAPITALS * len(longer)


def _subject(page: Page, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return whom the words before a headline's verb name: people by their names, else what fills them."""
    until = next(
        (at for at, token in enumerate(tokens) if token.text.casefold() in _FROM_HERE_ON), len(tokens)
    )
    people = page.parties.people(tokens[:until])
    return people or _filling(page, tokens)


def _whom(page: Page, tokens: Sequence[Token]) -> tuple[str, ...]:
    people = page.parties.people(tokens)
    described = page.parties.described(tokens, page.parties.only_letter)
    return people or described or _filling(page, tokens)


def _filling(page: Page, tokens: Sequence[Token]) -> tuple[str, ...]:
    """Return the actor whose name makes up most of some words, nobody where it is only a part of them."""
    return page.parties.filling(tokens[0].start, tokens[-1].end, LEAST_COVERED) if tokens else ()


def _is_plural(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a word read as a noun is what two or more people do: "HALE, RUIZ CALL ON …"."""
    towards = tokens[at + 1].text.casefold() in ("on", "upon")
    joined = any(token.text.casefold() in ("&", ",", "and") for token in tokens[:at])
    return towards or (joined and tokens[at - 1].pos == "PROPN")
