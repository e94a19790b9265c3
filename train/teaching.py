"""Write what trained networks hold of texts, for a smaller one to learn from.

python -m train.teaching --benchmark FOLDER --teacher MODEL ENCODER… [--unlabelled CORPUS PIECES]… --out FILE

The benchmark is read as `train.attributions` reads it; a corpus is JSON Lines in gzip with "text", of which
so many word pieces are read, or fewer where it ends. Of several teachers the mean of what they hold likely is
kept; who is paired with whom is told by the first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch

from onrecord.annotate.attributions import KEYS, Heads, Pairing, Reading, decode, read_window
from onrecord.annotate.windows import Window, windows
from onrecord.annotate.wordpieces import WordPieces
from train.attribution_data import Example, Quote, example_of, examples, paragraphs_of, read_texts
from train.attribution_network import AttributionNetwork, marginals, padded, start_from, vocabulary_of

_SHARE = 0.5
"""Weight of the gold beside the teachers where there is one."""

_TOGETHER = 128
_TEXTS = 50
"""Texts cut into windows by one process at a time."""


@dataclass(frozen=True)
class Lessons:
    """What a network learns from: examples with gold, and examples that only teachers have read."""

    gold: list[Example]
    taught: list[Example]


def main() -> None:
    """Read the teachers and the texts, write the lessons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument(
        "--teacher", nargs=2, type=Path, action="append", required=True, metavar=("MODEL", "ENCODER")
    )
    parser.add_argument("--unlabelled", nargs=2, action="append", default=[], metavar=("CORPUS", "PIECES"))
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    vocabulary = vocabulary_of(given.teacher[0][1])
    teachers = [start_from(encoder, given=model).to(given.device) for model, encoder in given.teacher]
    gold = read_gold(given.benchmark, WordPieces(vocabulary))
    unread: list[Window] = []
    for corpus, most in given.unlabelled:
        unread += read_windows(Path(corpus), vocabulary, int(most))
        print(f"{sum(len(window.pieces) for window in unread)} word pieces without gold", flush=True)
    lessons = Lessons(list(completed(teachers, gold)), list(taught(teachers, unread)))
    given.out.write_bytes(pickle.dumps(lessons))


def read_gold(benchmark: Path, pieces_of: WordPieces) -> list[Example]:
    """Return the windows of a benchmark's part `train`."""
    texts = read_texts(benchmark / "train.gold.jsonl", benchmark / "train")
    return [example for text in texts for example in examples(text, pieces_of)]


def read_windows(corpus: Path, vocabulary: Sequence[str], most: int) -> Iterator[Window]:
    """Yield windows of a corpus, JSON Lines in gzip with "text", until `most` word pieces are read.

    Texts are taken evenly over the corpus.
    """
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    order = np.random.default_rng(1).permutation(len(texts))
    parts = [[texts[at] for at in order[start : start + _TEXTS]] for start in range(0, len(texts), _TEXTS)]
    with ProcessPoolExecutor() as processes:
        left = most
        for window in chain.from_iterable(processes.map(partial(_windows_of, vocabulary), parts)):
            if left <= 0:
                return
            yield window
            left -= len(window.pieces)


def _windows_of(vocabulary: Sequence[str], texts: Sequence[str]) -> list[Window]:
    pieces_of = WordPieces(vocabulary)
    return [window for text in texts for window in windows(pieces_of, text, paragraphs_of(text))]


def completed(teachers: Sequence[AttributionNetwork], given: Sequence[Example]) -> Iterator[Example]:
    """Yield gold examples whose wanted tags are the mean of the gold's and of what teachers hold likely."""
    gold = {id(example.window): example for example in given}
    for lesson in taught(teachers, [example.window for example in given]):
        example = gold[id(lesson.window)]
        yield replace(
            example,
            wanted=_SHARE * example.wanted + (1 - _SHARE) * lesson.wanted,
            moves=_SHARE * example.moves + (1 - _SHARE) * lesson.moves,
        )


def taught(teachers: Sequence[AttributionNetwork], given: Sequence[Window]) -> Iterator[Example]:
    """Yield windows with what networks find in them, in no particular order."""
    for teacher in teachers:
        teacher.eval()
    order = iter(sorted(given, key=lambda window: len(window.pieces)))
    while batch := list(islice(order, _TOGETHER)):
        yield from _taught(teachers, batch)


def _taught(teachers: Sequence[AttributionNetwork], batch: Sequence[Window]) -> Iterator[Example]:
    held = [_read(teacher, batch) for teacher in teachers]
    likely = np.mean([one[0] for one in held], axis=0)
    moves = np.mean([one[1] for one in held], axis=0)
    heads, pairing = held[0][2], _pairing_of(teachers[0])
    decoded = decode([head.tags for head in heads], pairing.table)
    for row, (window, head, (tags, sure)) in enumerate(zip(batch, heads, decoded, strict=True)):
        found = read_window(Reading(window, head, tags, sure), pairing)
        quotes = [Quote(one.content, one.source, one.cue) for one in found if one.cue]
        yield replace(
            example_of(window, quotes),
            wanted=likely[row, : len(window.pieces) + 2].astype(np.float16),
            moves=moves[row],
        )


def _read(network: AttributionNetwork, batch: Sequence[Window]) -> tuple[np.ndarray, np.ndarray, list[Heads]]:
    """Return how likely each tag is at each piece, how often moves are expected, and the raw heads."""
    device = network.transitions.device
    pieces, writing, held = (part.to(device) for part in padded(batch))
    with torch.no_grad(), torch.autocast(device.type, dtype=torch.bfloat16):
        parts = network(pieces, writing, held.long())
    scores, vectors, sourceless = (part.float() for part in parts)
    likely, moves = (part.cpu().numpy() for part in marginals(scores, held, network.transitions))
    tags, keys, none = (part.cpu().numpy() for part in (scores, vectors, sourceless))
    heads = []
    for row, window in enumerate(batch):
        inside = slice(1, len(window.pieces) + 1)
        heads.append(Heads(tags[row, inside], keys[row, inside].reshape(-1, 6, KEYS), none[row, inside]))
    return likely, moves, heads


def _pairing_of(network: AttributionNetwork) -> Pairing:
    names = ("transitions", "source_distance", "content_distance")
    return Pairing(*(getattr(network, name).detach().cpu().numpy() for name in names))


if __name__ == "__main__":
    main()
