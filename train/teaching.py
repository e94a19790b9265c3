"""What a trained network holds of windows, for a smaller one to learn from."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from onrecord.annotate.attributions import KEYS, Heads, Pairing, Reading, decode, read_window
from onrecord.annotate.windows import Window, windows
from onrecord.annotate.wordpieces import WordPieces
from train.attribution_data import Example, Quote, example_of, paragraphs_of
from train.attribution_network import AttributionNetwork, marginals, padded

_SHARE = 0.5
"""Weight of the gold beside the teacher where there is one."""

_TOGETHER = 48


def read_windows(corpus: Path, pieces_of: WordPieces, most: int) -> Iterator[Window]:
    """Yield windows of a corpus, JSON Lines in gzip with "text", until `most` word pieces are read.

    Texts are taken evenly over the corpus.
    """
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    left = most
    spread = np.random.default_rng(1).permutation(len(texts))
    for at in spread:
        for window in windows(pieces_of, texts[at], paragraphs_of(texts[at])):
            yield window
            left -= len(window.pieces)
        if left <= 0:
            return


def taught(network: AttributionNetwork, given: Sequence[Window]) -> Iterator[Example]:
    """Yield windows with what a network finds in them, in no particular order."""
    network.eval()
    pairing = Pairing(
        *(
            getattr(network, name).detach().numpy()
            for name in ("transitions", "source_distance", "content_distance")
        )
    )
    order = iter(sorted(given, key=lambda window: len(window.pieces)))
    while batch := list(islice(order, _TOGETHER)):
        yield from _taught(network, pairing, batch)


def completed(network: AttributionNetwork, given: Sequence[Example]) -> Iterator[Example]:
    """Yield gold examples whose wanted tags are the mean of the gold's and of what a network holds likely."""
    gold = {id(example.window): example for example in given}
    for lesson in taught(network, [example.window for example in given]):
        example = gold[id(lesson.window)]
        yield replace(
            example,
            wanted=_SHARE * example.wanted + (1 - _SHARE) * lesson.wanted,
            moves=_SHARE * example.moves + (1 - _SHARE) * lesson.moves,
        )


def _taught(network: AttributionNetwork, pairing: Pairing, batch: Sequence[Window]) -> Iterator[Example]:
    pieces, writing, held = padded(batch)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        parts = network(pieces, writing, held.long())
    scores, vectors, sourceless = (part.float() for part in parts)
    with torch.no_grad():
        likely, moves = (part.numpy() for part in marginals(scores, held, network.transitions))
    heads = [
        Heads(
            scores[row, 1 : len(window.pieces) + 1].numpy(),
            vectors[row, 1 : len(window.pieces) + 1].reshape(-1, 6, KEYS).numpy(),
            sourceless[row, 1 : len(window.pieces) + 1].numpy(),
        )
        for row, window in enumerate(batch)
    ]
    decoded = decode([head.tags for head in heads], pairing.table)
    for row, (window, head, (tags, sure)) in enumerate(zip(batch, heads, decoded, strict=True)):
        found = read_window(Reading(window, head, tags, sure), pairing)
        quotes = [Quote(one.content, one.source, one.cue) for one in found if one.cue]
        yield replace(
            example_of(window, quotes),
            wanted=likely[row, : len(window.pieces) + 2].astype(np.float16),
            moves=moves[row],
        )
