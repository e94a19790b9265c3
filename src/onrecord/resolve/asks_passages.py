"""Which asks stand at the same place of passages that two documents share word for word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.resolve.words import Word, words_of
from onrecord.types.rows import Ask
from onrecord.types.spans import Evidence

Place = tuple[str, int, int]
"""A place in a shared passage: its words, folded, and how many of them stand before an action and its end."""


def aligned_asks(
    here: Iterable[Ask], there: Iterable[Ask], passages: Iterable[Evidence]
) -> Iterator[tuple[Ask, Ask]]:
    """Yield the asks of two documents whose verb and action are the same words of one shared passage."""
    held = tuple(passages)
    if not held:
        return
    first, second = _places(here, held), _places(there, held)
    for place in sorted(first.keys() & second.keys()):
        yield from ((one, other) for one in first[place] for other in second[place])


def _places(asks: Iterable[Ask], passages: Iterable[Evidence]) -> dict[Place, list[Ask]]:
    """Return the asks that stand inside passages of their document, by their places in them."""
    found: dict[Place, list[Ask]] = defaultdict(list)
    asks = tuple(asks)
    documents = {ask.document for ask in asks}
    own = (passage for passage in passages if passage.document in documents)
    held = [(passage, words_of(passage.exact)) for passage in own]
    joined = [" ".join(word.folded for word in words) for _, words in held]
    for ask in asks:
        start, end = (min(ask.operative.start, ask.action.start), max(ask.operative.end, ask.action.end))
        for (passage, words), text in zip(held, joined, strict=True):
            if passage.document == ask.document and passage.start <= start and end <= passage.end:
                found[text, *_place(ask, passage, words)].append(ask)
    return found


def _place(ask: Ask, passage: Evidence, words: Sequence[Word]) -> tuple[int, int]:
    start, end = ask.action.start - passage.start, ask.action.end - passage.start
    return sum(word.end <= start for word in words), sum(word.end <= end for word in words)
