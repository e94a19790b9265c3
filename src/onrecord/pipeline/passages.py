"""The passages that search shows: paragraphs, long ones cut at a sentence or word end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.types.spans import Span, trimmed

PASSAGE_CHARACTERS = 1200
"""A passage is read at one glance; longer paragraphs are cut (about 200 words)."""


def passages_of(text: str, paragraphs: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Return the passages of `text` as offsets in text order, none empty, none overlapping.

    Text outside every paragraph (a footer the layout set aside) is searchable as well.
    """
    found: list[tuple[int, int]] = []
    done = 0
    for paragraph in sorted(paragraphs):
        start = max(paragraph.start, done)
        found.extend(_cut(text, done, start))
        found.extend(_cut(text, start, paragraph.end))
        done = max(done, paragraph.end)
    found.extend(_cut(text, done, len(text)))
    return tuple(found)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = end if end - start <= PASSAGE_CHARACTERS else _break_before(text, start)
        span = trimmed(text, start, stop)
        if span is not None:
            yield (span.start, span.end)
        start = stop


def _break_before(text: str, start: int) -> int:
    """Return where a passage that starts at `start` ends: after a sentence, else a word, else anywhere."""
    limit = start + PASSAGE_CHARACTERS
    floor = start + PASSAGE_CHARACTERS // 2
    sentence = max(text.rfind(mark, floor, limit) for mark in (". ", "? ", "! ", ".\n", "\n\n"))
    if sentence > 0:
        return sentence + 1
    word = text.rfind(" ", floor, limit)
    return word if word > 0 else limit
