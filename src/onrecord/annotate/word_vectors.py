"""Vectors of words in their context, with what does not hang on the context kept from word to word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

TOGETHER = 8
"""Words whose own vectors are made at once, always as many: the last bits of a row of a product hang on the
shape of the whole, and in larger ones on the place of the row."""

KNOWN_WORDS = 50_000
"""Words whose own vectors are kept, 20 MB a network; beyond that the memory starts anew."""

_STEADY = np.float32(1e-8)
"""Added to a variance before it divides, as in training."""

Floats = NDArray[np.float32]
Features = NDArray[np.uint64]


class WordVectors:
    """A network of spaCy that gives words their vectors, run with a memory of the words it has seen.

    It first gives each word a vector of its own, from hashes of its features, and then mixes each with its
    neighbours'. The first is the same wherever the word stands, and most words of a text are common ones.
    """

    def __init__(self, network: Any) -> None:
        """`network` is a Tok2Vec: the steps that give a word its own vector, then those around it."""
        embed, mixing = network.layers
        self._mixers = Mixers(mixing)
        features, _, hashed, normalised, _ = embed.layers
        parts = {part.name: part for part in normalised.walk()}
        maxout = parts["maxout"]
        self._hashed, self._norm = hashed.layers[0], parts["layernorm"]
        weights = maxout.get_param("W")
        self._mixed = weights.reshape(-1, weights.shape[2]).T
        self._bias, self._pieces = maxout.get_param("b").reshape(-1), weights.shape[1]
        self._width = len(features.attrs["columns"])
        self.columns: tuple[str, ...] = tuple(features.attrs["columns"])
        self._rows: dict[bytes, int] = {}
        self._table = np.empty((KNOWN_WORDS + 1, network.get_dim("nO")), dtype=np.float32)

    def vectors(self, texts: Sequence[Features]) -> list[Floats]:
        """Return [words, width] of each text, given its words' features in `columns`."""
        keys = [features.view(f"V{8 * self._width}").ravel().tolist() for features in texts]
        new = dict.fromkeys(key for text in keys for key in text if key not in self._rows)
        if len(self._rows) + len(new) > KNOWN_WORDS:
            self._rows.clear()
            new = dict.fromkeys(key for text in keys for key in text)
        self._learn(list(new))
        rows = self._rows
        return self._mixers.mix([self._table[[rows[key] for key in text]] for text in keys])

    def _learn(self, new: Sequence[bytes]) -> None:
        if not new:
            return
        first = len(self._rows)
        last = first + len(new)
        while last > len(self._table):
            self._table = np.concatenate([self._table, np.empty_like(self._table)])
        self._table[first:last] = self._own(new)
        self._rows.update(zip(new, range(first, last), strict=True))

    def _own(self, words: Sequence[bytes]) -> Floats:
        """Return the vectors of words by themselves. Only the product hangs on how many are made at once."""
        features = np.zeros((-(-len(words) // TOGETHER) * TOGETHER, self._width), dtype=np.uint64)
        features[: len(words)] = np.frombuffer(b"".join(words), dtype=np.uint64).reshape(-1, self._width)
        hashed = self._hashed.predict(features)
        made = np.empty((len(features), len(self._bias)), dtype=np.float32)
        for at in range(0, len(features), TOGETHER):
            np.dot(hashed[at : at + TOGETHER], self._mixed, out=made[at : at + TOGETHER])
        made += self._bias
        best = made[:, :: self._pieces]
        for piece in range(1, self._pieces):
            best = np.maximum(best, made[:, piece :: self._pieces])
        return np.asarray(self._norm.predict(best)[: len(words)], dtype=np.float32)


class Mixers:
    """The layers that mix each word's vector with its neighbours': three in a row through maxout, added on.

    The same sums as in spaCy, laid out so that the largest is taken of whole rows: a third less time.
    """

    def __init__(self, mixing: Any) -> None:
        """Read the weights of a MaxoutWindowEncoder."""
        self._apart = int(mixing.attrs["pad"])
        self._layers = [_weights(layer) for layer in mixing.layers[0].layers]

    def mix(self, texts: Sequence[Floats]) -> list[Floats]:
        """Return the vectors of each text, mixed; between texts lie empty rows, as many as mixing reaches."""
        bounds, end = [], self._apart
        for text in texts:
            bounds.append((end, end + len(text)))
            end += len(text) + self._apart
        width = texts[0].shape[1]
        rows = np.zeros((end, width), dtype=np.float32)
        for (first, last), text in zip(bounds, texts, strict=True):
            rows[first:last] = text
        around = np.zeros((end, 3 * width), dtype=np.float32)
        for weights, bias, gain, shift in self._layers:
            around[1:, :width], around[:, width : 2 * width], around[:-1, 2 * width :] = (
                rows[:-1],
                rows,
                rows[1:],
            )
            made = around @ weights
            made += bias
            best = made[:, :width]
            for piece in range(width, made.shape[1], width):
                np.maximum(best, made[:, piece : piece + width], out=best)
            rows += _normalised(best, gain, shift)
        return [rows[first:last] for first, last in bounds]


def _weights(layer: Any) -> tuple[Floats, Floats, Floats, Floats]:
    """Return weights [inputs, pieces x width], bias, gain and shift of one layer of maxout and its norm."""
    parts = {part.name: part for part in layer.walk()}
    maxout, norm = parts["maxout"], parts["layernorm"]
    weights = maxout.get_param("W")
    turned = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T
    bias = maxout.get_param("b").T.reshape(-1)
    return np.ascontiguousarray(turned), bias, norm.get_param("G"), norm.get_param("b")


def _normalised(rows: Floats, gain: Floats, shift: Floats) -> Floats:
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[1]) + _STEADY
    rows *= (variance ** np.float32(-0.5))[:, None]
    rows *= gain
    rows += shift
    return rows
