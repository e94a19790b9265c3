"""Which words of a sentence tell when an event happens."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from onrecord.types.annotated import Annotated, Sentence, Token
from onrecord.types.dates import TimeExpression

_CLIMB = 12
"""Governors looked at above a word."""


_REACHED = ("dobj", "obj", "nsubj", "nsubjpass", "attr", "xcomp", "conj", "oprd", "acomp", "aux", "auxpass")
"""Dependencies along which a date of the governor is the event's: not out of a reported clause or purpose."""

_WITHIN = ("at", "in", "during")
"""Prepositions of a noun that happens when its verb does: "spoke at a hearing on Monday"."""

_APART = ("relcl", "ccomp", "pcomp", "parataxis", "conj", "advcl", "appos", "nsubj", "nsubjpass")


class DateReader:
    """Attaches the temporal expressions of one document to events."""

    def __init__(
        self, annotated: Annotated, times: Iterable[TimeExpression], undated: frozenset[str]
    ) -> None:
        self._annotated = annotated
        points = [
            time
            for time in times
            if time.type in ("DATE", "TIME") and time.anchor.exact.lower() not in undated
        ]
        self._times = sorted(points, key=lambda time: time.anchor.start)
        self._hosts: dict[int, Token | None] = {}

    def when(self, words: tuple[Token, ...], start: int, end: int) -> TimeExpression | None:
        """Return the expression that dates an event, None where none does.

        `words` are its trigger and the verb that carries it; `start` to `end` is its mention. An expression
        belongs to the verb (or noun) that governs it: the event's own, else the one the event depends on.
        """
        sentence = self._annotated.sentences[words[0].sentence]
        ranked = []
        for index, time in self._in(sentence):
            rank = self._rank(index, time, words)
            if rank is not None:
                gap = max(time.anchor.start - end, start - time.anchor.end, 0)
                ranked.append((rank, gap, time.anchor.start, time))
        return min(ranked, key=lambda found: found[:3])[3] if ranked else None

    def _in(self, sentence: Sentence) -> list[tuple[int, TimeExpression]]:
        low = bisect_left(self._times, sentence.start, key=lambda time: time.anchor.start)
        found = []
        for index in range(low, len(self._times)):
            if self._times[index].anchor.start >= sentence.end:
                break
            found.append((index, self._times[index]))
        return found

    def _rank(self, index: int, time: TimeExpression, words: tuple[Token, ...]) -> int | None:
        """Return how surely an expression dates an event, 0 the surest; None where it dates another."""
        host = self._host(index, time)
        if host is None:
            return None
        own = {word.i for word in words}
        if host.i in own or self._stands_before(time, words):
            return 0
        chain = self._governors(words[0])
        if host.i in chain:
            return 1 + chain.index(host.i)
        above = self._holders(host)
        if own & set(above):
            return 1 + len(above)  # a noun among the event's own words: "the hearing of May 3"
        return None

    def _stands_before(self, time: TimeExpression, words: tuple[Token, ...]) -> bool:
        """Tell whether an expression stands right before the verb: "Snowe (R-ME) today sent a letter"."""
        first = words[0]
        return first.pos == "VERB" and self._annotated.text[time.anchor.end : first.start].isspace()

    def _host(self, index: int, time: TimeExpression) -> Token | None:
        """Return the verb or noun that an expression stands under."""
        if index not in self._hosts:
            inside = self._annotated.tokens_in(time.anchor.start, time.anchor.end)
            held = {token.i for token in inside}
            tops = [token for token in inside if token.head not in held or token.head == token.i]
            token = tops[0] if tops else None
            while token is not None and token.pos not in ("VERB", "AUX"):
                head = self._annotated.tokens[token.head]
                if head.i == token.i:
                    break
                token = head
                if token.pos in ("NOUN", "PROPN") and token.i not in held:
                    break
            self._hosts[index] = token
        return self._hosts[index]

    def _governors(self, token: Token) -> list[int]:
        """Return the governors of a token through which a date reaches it: not out of a reported clause."""
        found: list[int] = []
        for _ in range(_CLIMB):
            head = self._annotated.tokens[token.head]
            doing = token.dep == "advcl" and token.tag == "VBG"
            within = doing or (token.dep == "prep" and token.text.lower() in _WITHIN)
            if head.i == token.i or not (token.dep in _REACHED or within or head.text.lower() in _WITHIN):
                break
            if token.dep == "conj" and any(
                child.dep in ("nsubj", "nsubjpass") for child in self._annotated.children(token)
            ):
                break
            found.append(head.i)
            token = head
        return found

    def _holders(self, host: Token) -> list[int]:
        """Return what a date's own word stands under, up to the verb: "a report on the war by 30 May"."""
        found: list[int] = []
        token = host
        for _ in range(_CLIMB // 2):
            head = self._annotated.tokens[token.head]
            if head.i == token.i or token.dep in _APART:
                break
            found.append(head.i)
            if head.pos in ("VERB", "AUX"):
                break
            token = head
        return found
