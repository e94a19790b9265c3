"""Items of lists: lines with a label, and items that run on inside one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from onrecord.text.layout.lines import Line
from onrecord.types.documents import Segment
from onrecord.types.spans import trimmed

LEAST_INLINE = 2
"""Items from which labels inside a paragraph are a list."""

LEAST_WORDS = 2
LONGEST_LAST = 2000
"""Characters of the last item, where its sentence does not end before."""

LONGEST_JOINT = 12
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_NUMBERS = tuple(str(number) for number in range(1, 100))
_SEQUENCES = (_LETTERS, _NUMBERS, _ROMAN)
_INLINE = re.compile(r"(?:^|(?<=[\s:;,]))\((?P<label>[a-z]|[ivx]{2,4}|\d{1,2})\)\s+(?=\S)")
_SENTENCE_END = re.compile(r"[.?!][\"”’)]*(?=\s+[A-Z\d]|\s*$)")
_APART = re.compile(r"(?:[:;,.]|\band|\bor)\s*$")
_JOINT = re.compile(r"[\s;,]*(?:\b(?:and|or)\b)?[\s;,]*$")


def list_items(lines: Sequence[Line]) -> Iterator[Segment]:
    """Yield numbered, lettered and bulleted items; a lone label that opens no list is none."""
    labelled = [(line, found) for line in lines if (found := line.label()) is not None]
    firsts = {_sort(label) for _, (label, _) in labelled if label.lower() in ("a", "1", "i", "1.1")}
    for line, (label, _) in labelled:
        sort = _sort(label)
        if sort == "bullet" or sort in firsts:
            yield Segment(line.start, line.end, "list_item", "•" if sort == "bullet" else label)


def _sort(label: str) -> str:
    if not label[0].isalnum():
        return "bullet"
    return "number" if label[0].isdigit() else "upper" if label.isupper() else "lower"


def inline_items(text: str, lines: Sequence[Line]) -> Iterator[Segment]:
    """Yield the items that run on inside a paragraph: "to (a) open the gate; (b) mend the quay; and (c) …".

    Labels stand in brackets, begin with the first of their kind and follow one another; before each but
    the first stands a stop or a joining word. The last item ends with its sentence. A line that bears a
    label itself is one item.
    """
    for line in lines:
        if line.label() is not None or "(" not in line.text:
            continue
        labels = list(_INLINE.finditer(text, line.start, line.end))
        starts = [match.start() for match in labels]
        for run in _runs(text, labels):
            after = bisect_right(starts, run[-1].start())
            yield from _items_of(text, run, starts[after] if after < len(starts) else line.end)


def _runs(text: str, labels: Sequence[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    """Yield the runs of labels in which each is the next of its sequence."""
    run: list[re.Match[str]] = []
    for match in labels:
        if run and _follows(run, match["label"]) and _APART.search(text[match.start() - 8 : match.start()]):
            run.append(match)
            continue
        if len(run) >= LEAST_INLINE:
            yield run
        run = [match] if any(match["label"] == sequence[0] for sequence in _SEQUENCES) else []
    if len(run) >= LEAST_INLINE:
        yield run


def _follows(run: Sequence[re.Match[str]], label: str) -> bool:
    return any(
        len(run) < len(sequence)
        and label == sequence[len(run)]
        and all(match["label"] == sequence[index] for index, match in enumerate(run))
        for sequence in _SEQUENCES
    )


def _items_of(text: str, run: Sequence[re.Match[str]], line_end: int) -> Iterator[Segment]:
    reach = min(line_end, run[-1].end() + LONGEST_LAST)
    stop = _SENTENCE_END.search(text, run[-1].end(), reach)
    ends = [*(match.start() for match in run[1:]), stop.start() if stop else reach]
    for match, end in zip(run, ends, strict=True):
        joint = _JOINT.search(text, max(match.end(), end - LONGEST_JOINT), end)
        span = trimmed(text, match.start(), joint.start() if joint else end)
        if span is not None and len(text[match.end() : span.end].split()) >= LEAST_WORDS:
            yield Segment(span.start, span.end, "list_item", match["label"])
