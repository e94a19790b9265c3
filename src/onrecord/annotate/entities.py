"""Named entities by spaCy's own network, all words of a text at once instead of one after the other.

The recogniser goes through a text and decides at each word whether a name begins, goes on or ends there
(BILUO). What it looks at is the word, and within a name also the word before and the name's first word:
outside of names a decision hangs on none before it. So all words are scored as if outside, all names that
would begin are followed in step, and what is left is to walk from name to name. The decisions are its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.annotate.word_vectors import Features, Floats, WordVectors

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_NEVER = np.float32(-np.inf)


class Found(NamedTuple):
    """An entity: the words from `start` to before `end`, and its label."""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of texts behind each other: which are white space, and which end a sentence or a text."""

    space: Flags
    ends: Flags


class EntityFinder:
    """Finds entities as a spaCy recogniser does that looks at three words and has a hidden layer."""

    def __init__(self, recogniser: Any) -> None:
        """Read the weights of an EntityRecognizer."""
        vectors, lower, upper = recogniser.model.layers
        network, _, narrowing = vectors.layers
        self._words = WordVectors(network)
        self.columns = self._words.columns
        self._narrow = np.ascontiguousarray(narrowing.get_param("W").T), narrowing.get_param("b")
        weights = lower.get_param("W")
        places, hidden, pieces, width = weights.shape
        # Pieces come first, so that the larger of two is taken between whole rows.
        turned = weights.transpose(0, 2, 1, 3).reshape(places, pieces * hidden, width)
        self._looks = [np.ascontiguousarray(turned[place].T) for place in range(places)]
        pad = lower.get_param("pad")[0].transpose(0, 2, 1).reshape(places, pieces * hidden)
        self._outside = pad[1], pad[2]
        self._bias = lower.get_param("b").T.reshape(-1)
        self._hidden = hidden
        self._scores = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        moves = recogniser.moves
        self._read_moves([moves.get_class_name(at) for at in range(moves.n_moves)])

    def _read_moves(self, moves: Sequence[str]) -> None:
        self._labels = sorted({move[2:] for move in moves if move[1:2] == "-" and move[2:]})
        number = {label: at for at, label in enumerate(self._labels)}
        self._kinds = np.asarray([move[0] for move in moves])
        self._label_of = np.asarray([number.get(move[2:], -1) for move in moves])
        at = {move: place for place, move in enumerate(moves)}
        self._goes_on = np.asarray([at[f"I-{label}"] for label in self._labels])
        self._ends = np.asarray([at[f"L-{label}"] for label in self._labels])
        inside = np.isin(self._kinds, ["I", "L"]) | ((self._kinds != "O") & (self._label_of < 0))
        self._never_outside = np.flatnonzero(inside)
        self._begins, self._units = np.flatnonzero(self._kinds == "B"), np.flatnonzero(self._kinds == "U")

    def find(self, texts: Sequence[Features], words: Words) -> list[Found]:
        """Return the entities of texts in order; places count the words of all texts behind each other."""
        vectors = np.concatenate(self._words.vectors(texts))
        narrow = vectors @ self._narrow[0] + self._narrow[1]
        here, first, before = (narrow @ look for look in self._looks)
        moves = self._outside_moves(here, words)
        starts = np.flatnonzero(self._kinds[moves] == "B")
        ends = self._follow(starts, self._label_of[moves[starts]], (here, first, before), words)
        return list(self._walk(moves, dict(zip(starts.tolist(), ends.tolist(), strict=True))))

    def _outside_moves(self, here: Floats, words: Words) -> Places:
        """Return the best move at each word where no name is open."""
        scores = self._scored(here + self._outside[0] + self._outside[1] + self._bias)
        scores[:, self._never_outside] = _NEVER
        scores[np.ix_(words.space | words.ends, self._begins)] = _NEVER
        scores[np.ix_(words.space, self._units)] = _NEVER
        return np.asarray(scores.argmax(axis=1), dtype=np.int64)

    def _follow(
        self, starts: Places, labels: Places, looks: tuple[Floats, Floats, Floats], words: Words
    ) -> Places:
        """Return for each name that begins the word at which it ends."""
        here, first, before = looks
        ends = starts + 1
        goes_on, last = self._goes_on[labels], self._ends[labels]
        still = np.arange(len(starts))
        while len(still):
            at = ends[still]
            scores = self._scored(here[at] + first[starts[still]] + before[at - 1] + self._bias)
            rows = np.arange(len(still))
            further = scores[rows, goes_on[still]] >= scores[rows, last[still]]
            still = still[further & ~words.ends[at]]
            ends[still] += 1
        return ends

    def _scored(self, looked: Floats) -> Floats:
        best = looked[:, : self._hidden]
        for at in range(self._hidden, looked.shape[1], self._hidden):
            best = np.maximum(best, looked[:, at : at + self._hidden])
        return np.asarray(best @ self._scores[0] + self._scores[1])

    def _walk(self, moves: Places, ends: dict[int, int]) -> Iterator[Found]:
        free = 0
        for at in np.flatnonzero(self._kinds[moves] != "O").tolist():
            if at >= free:
                free = ends.get(at, at) + 1
                yield Found(at, free, self._labels[int(self._label_of[moves[at]])])
