"""The attribution model: which words say what, who is said to say them, and by which cue."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.windows import Window, windows
from onrecord.annotate.wordpieces import WordPieces
from onrecord.types.annotated import Attribution
from onrecord.types.documents import Document
from onrecord.types.spans import Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

LANGUAGES = frozenset({"en"})

TAGS = ("O", "B-content", "I-content", "B-source", "I-source", "B-cue", "I-cue")
KEYS = 64
"""Width of the vectors that are compared to pair cues with sources and contents."""

BOUNDS = (0, 1, 2, 3, 4, 6, 9, 13, 20, 32, 52, 90)
"""Distances in word pieces, to either side, at which a new bucket of distance begins."""

_FORBIDDEN = -1e4
_FIRST, _LAST = 101, 102  # [CLS] and [SEP] of the encoder's vocabulary

LEAST = 0.2
"""Least score of an attribution with a cue; fewer than ten in the 84 articles of PolNeAR dev are below it."""

DEEPEST = 2
"""How often the model reads inside what it found: reports within reports within reports."""

SHORTEST = 60
"""Characters of content inside which the model looks for somebody who is said to say something: all of
what is shorter holds 6 more reports beside 124 (PolNeAR dev)."""

_AROUND = " \t\u00a0,\"'“”„‟«»「」『』‘’‚‛"

_TOGETHER = 128
"""Windows decoded side by side."""

_SCALED_EVERY = 8
"""Steps after which likelihoods are scaled: in so many they change by far less than a double holds."""

_CUELESS = 0.5
"""Worth of content that no word says was said: the rest of a quotation, or a slip."""

Floats = NDArray[np.float32]


class Range(NamedTuple):
    """Word pieces of a window, first to last inclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Heads:
    """What the network says of a window: tags [length, 7], vectors [length, 6, 64], no source [length]."""

    tags: Floats
    vectors: Floats
    sourceless: Floats


@dataclass(frozen=True, slots=True)
class Reading:
    """A window with what the network says of it, its tags, and how likely each tag is at each piece."""

    window: Window
    heads: Heads
    tags: NDArray[np.int64]
    likely: Floats


@dataclass(frozen=True)
class Pairing:
    """The learned numbers that stand outside the network: tag transitions and the worth of distances."""

    transitions: Floats
    source_distance: Floats
    content_distance: Floats

    @cached_property
    def table(self) -> Floats:
        """The transitions, forbidden where an I- tag does not go on with its own kind."""
        table = self.transitions.copy()
        for at, tag in enumerate(TAGS):
            if tag.startswith("I-"):
                for before, other in enumerate(TAGS):
                    if other[2:] != tag[2:]:
                        table[before, at] = _FORBIDDEN
        return table


class Attributor:
    """Finds attributions in a document; loads its model on first use and keeps it."""

    def __init__(self, folder: Path | None = None, inside: Callable[[str], bool] = bool) -> None:
        """`folder` holds model.onnx, vocabulary.txt and pairing.json; without it, the package's own.

        `inside` tells of what somebody said whether it may hold a report and is worth reading again.
        """
        self._folder = folder
        self._inside = inside

    @cached_property
    def version(self) -> str:
        """The start of the model's SHA-256, as kept with the record."""
        return hashlib.sha256(self._read("model.onnx")).hexdigest()[:16]

    def attribute(self, document: Document) -> tuple[Attribution, ...]:
        """Return the attributions of a document, none in a language the model does not know.

        First those of the text, in text order; then what is said inside what they say, which the model
        reads as texts of their own, and so on.
        """
        if document.language not in LANGUAGES:
            return ()
        every: list[Attribution] = []
        parts: Sequence[Span] = document.layout.paragraphs
        for depth in range(DEEPEST + 1):
            found = list(self._found_in(document.text, parts))
            if depth:
                found = [one._replace(depth=depth) for one in found if one.cue]
            every += found
            inside = (_without_marks(document.text, span) for one in found for span in one.content)
            parts = [
                span
                for span in inside
                if span is not None and len(span) >= SHORTEST and self._inside(span.slice(document.text))
            ]
        return tuple(every)

    def _found_in(self, text: str, parts: Iterable[Span]) -> Iterator[Attribution]:
        cut = windows(self._pieces, text, parts)
        while batch := list(islice(cut, _TOGETHER)):
            heads = [self._heads(window) for window in batch]
            tagged = decode([head.tags for head in heads], self._pairing.table)
            for window, head, (tags, likely) in zip(batch, heads, tagged, strict=True):
                yield from read_window(Reading(window, head, tags, likely), self._pairing)

    def _heads(self, window: Window) -> Heads:
        length = len(window.pieces) + 2
        pieces = np.empty((1, length), dtype=np.int64)
        pieces[0, 0], pieces[0, -1], pieces[0, 1:-1] = _FIRST, _LAST, window.pieces
        writing = np.zeros((1, length), dtype=np.int64)
        writing[0, 1:-1] = window.features
        tags, vectors, sourceless = self._session.run(None, {"pieces": pieces, "writing": writing})
        inside = slice(1, length - 1)
        return Heads(tags[0, inside], vectors[0, inside].reshape(length - 2, 6, KEYS), sourceless[0, inside])

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions  # noqa: PLC0415

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return InferenceSession(self._read("model.onnx"), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _pieces(self) -> WordPieces:
        return WordPieces(self._read("vocabulary.txt").decode().splitlines())

    @cached_property
    def _pairing(self) -> Pairing:
        held = json.loads(self._read("pairing.json"))
        return Pairing(**{name: np.asarray(values, dtype=np.float32) for name, values in held.items()})

    def _read(self, name: str) -> bytes:
        if self._folder is not None:
            return (self._folder / name).read_bytes()
        return files("onrecord.annotate").joinpath("model", name).read_bytes()


def _without_marks(text: str, span: Span) -> Span | None:
    """Return a span without quotation marks and spaces at its ends, None where nothing else is there."""
    start, end = span.start, span.end
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    return Span(start, end) if start < end else None


def read_window(reading: Reading, pairing: Pairing) -> Iterator[Attribution]:
    """Yield the attributions of a window: spans by tags, then each content's cue and each cue's source.

    The score is the mean likelihood of the content's pieces, times that of the cue's, times that of their
    pairing.
    """
    window, heads, likely = reading.window, reading.heads, reading.likely
    contents, sources, cues = (
        [_whole_words(found, window) for found in _ranges(reading.tags, kind)]
        for kind in ("content", "source", "cue")
    )
    if not cues:
        for part in contents:
            yield Attribution(
                (_span(window, part),), None, None, _CUELESS * _sureness(likely, "content", part)
            )
        return
    held: dict[int, list[tuple[Range, float]]] = {}
    for part, row in zip(contents, _content_table(heads, pairing, cues, contents), strict=True):
        cue = int(row.argmax())
        held.setdefault(cue, []).append((part, _sureness(likely, "content", part) * float(row[cue])))
    table = _source_table(heads, pairing, cues, sources)
    for at, members in held.items():
        chosen = int(table[at].argmax())
        score = sum(sure for _, sure in members) / len(members) * _sureness(likely, "cue", cues[at])
        if score < LEAST:
            continue
        yield Attribution(
            content=tuple(_span(window, part) for part, _ in members),
            source=_span(window, sources[chosen - 1]) if chosen else None,
            cue=_span(window, cues[at]),
            score=score,
        )


def _sureness(likely: Floats, kind: str, found: Range) -> float:
    inside = likely[found.first : found.last + 1]
    return float((inside[:, TAGS.index(f"B-{kind}")] + inside[:, TAGS.index(f"I-{kind}")]).mean())


def decode(scores: Sequence[Floats], table: Floats) -> Iterator[tuple[NDArray[np.int64], Floats]]:
    """Yield for each window its likeliest tags (Viterbi) and how likely each tag is at each piece.

    `scores` are [length, 7] a window and `table` [7, 7], of a linear-chain CRF. The windows go through
    side by side, padded behind their ends.
    """
    lengths = np.asarray([len(rows) for rows in scores])
    padded = np.full((len(scores), int(lengths.max()), len(TAGS)), 0.0, dtype=np.float64)
    for rows, into in zip(scores, padded, strict=True):
        into[: len(rows)] = rows
    padded[:, 0, [at for at, tag in enumerate(TAGS) if tag.startswith("I-")]] = _FORBIDDEN
    paths, likely = _best_paths(padded, lengths, table), _marginals(padded, lengths, table)
    for row, path in enumerate(paths):
        yield np.asarray(path), likely[row, : len(path)]


def _best_paths(padded: NDArray[np.float64], lengths: NDArray[np.int64], table: Floats) -> list[list[int]]:
    """Return the likeliest tags of each window (Viterbi)."""
    by_step = np.ascontiguousarray(padded.transpose(1, 0, 2))
    best = by_step.copy()
    ways = np.empty((len(TAGS), *best.shape[1:]))
    steps, reached = table.astype(np.float64)[:, None], np.empty(best.shape[1:])
    for before, now in pairwise(best):
        np.add(before.T[:, :, None], steps, out=ways)
        np.maximum.reduce(ways, axis=0, out=reached)
        np.add(now, reached, out=now)
    back = np.zeros(best.shape, dtype=np.int64)
    np.add(best[:-1, :, None, :], table.T).argmax(3, out=back[1:])
    return [
        _way_back(back[:length, row].tolist(), int(best[length - 1, row].argmax()))
        for row, length in enumerate(lengths.tolist())
    ]


def _way_back(back: list[list[int]], last: int) -> list[int]:
    """Return the tags that lead to the `last` one, given at each step the best tag before each."""
    path = [last]
    for before in reversed(back[1:]):
        path.append(before[path[-1]])
    return path[::-1]


def _marginals(padded: NDArray[np.float64], lengths: NDArray[np.int64], table: Floats) -> Floats:
    """Return [windows, length, 7] by the forward-backward algorithm, scaled every few steps.

    Both directions go in step: the one from the first piece on, the other from each window's last one back.
    """
    rows, longest, kinds = padded.shape
    places = np.arange(longest)[:, None]
    turned = np.maximum(lengths - 1 - places, 0)
    windows_of = np.arange(rows)
    emitted = np.exp(padded - padded.max(-1, keepdims=True)).transpose(1, 0, 2)
    both = np.stack([emitted, emitted[turned, windows_of]], axis=1)
    forth = np.exp(table.astype(np.float64))
    moved = np.stack([forth, forth.T])
    arrived = np.ones((longest, 2, rows, kinds))
    held = both[0].copy()
    for step, (emits, now) in enumerate(zip(both[1:], arrived[1:], strict=True), start=1):
        np.matmul(held, moved, out=now)
        np.multiply(now, emits, out=held)
        if step % _SCALED_EVERY == 0:
            held /= np.add.reduce(held, axis=-1, keepdims=True)
    likely = arrived[:, 0] * both[:, 0] * arrived[turned, 1, windows_of]
    likely /= likely.sum(-1, keepdims=True)
    return np.asarray(likely.transpose(1, 0, 2), dtype=np.float32)


def _ranges(tags: NDArray[np.int64], kind: str) -> Iterator[Range]:
    begin, inside = TAGS.index(f"B-{kind}"), TAGS.index(f"I-{kind}")
    for first in np.flatnonzero(tags == begin):
        last = int(first)
        while last + 1 < len(tags) and tags[last + 1] == inside:
            last += 1
        yield Range(int(first), last)


def _whole_words(found: Range, window: Window) -> Range:
    first, last = found
    while first > 0 and window.joined[first]:
        first -= 1
    while last + 1 < len(window.joined) and window.joined[last + 1]:
        last += 1
    return Range(first, last)


def _span(window: Window, found: Range) -> Span:
    return Span(int(window.starts[found.first]), int(window.ends[found.last]))


def _content_table(
    heads: Heads, pairing: Pairing, cues: Sequence[Range], contents: Sequence[Range]
) -> Floats:
    """Return [contents, cues]: how likely each cue is a content's."""
    if not contents:
        return np.empty((0, len(cues)), dtype=np.float32)
    asked = heads.vectors[[cue.first for cue in cues], 3]
    keys = (
        heads.vectors[[part.first for part in contents], 4]
        + heads.vectors[[part.last for part in contents], 5]
    )
    near = pairing.content_distance[_buckets(cues, contents)].T
    return _softmax(keys @ asked.T * KEYS**-0.5 + near)


def _source_table(heads: Heads, pairing: Pairing, cues: Sequence[Range], sources: Sequence[Range]) -> Floats:
    """Return [cues, 1 + sources]: how likely a cue has no source, and each source."""
    first = [cue.first for cue in cues]
    none = heads.sourceless[first][:, None]
    if not sources:
        return np.ones_like(none)
    keys = (
        heads.vectors[[part.first for part in sources], 1] + heads.vectors[[part.last for part in sources], 2]
    )
    table = heads.vectors[first, 0] @ keys.T * KEYS**-0.5 + pairing.source_distance[_buckets(cues, sources)]
    return _softmax(np.concatenate([none, table], axis=1))


def _buckets(cues: Sequence[Range], spans: Sequence[Range]) -> NDArray[np.int64]:
    """Return [cues, spans]: the bucket of the distance between them; those before the cue come first."""
    ends = np.asarray(spans)
    cue = np.asarray(cues)
    after = ends[:, 0][None, :] - cue[:, 1][:, None]
    before = ends[:, 1][None, :] - cue[:, 0][:, None]
    distance = np.where(before < 0, before, np.maximum(after, 0))
    size = np.searchsorted(BOUNDS, np.abs(distance), side="right") - 1
    return np.asarray(np.where(distance < 0, size, size + len(BOUNDS)), dtype=np.int64)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(-1, keepdims=True))
    return np.asarray(raised / raised.sum(-1, keepdims=True), dtype=np.float32)
