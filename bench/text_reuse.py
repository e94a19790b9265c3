"""Passages looked up by keys, beside what one would otherwise write, on the same documents and passages.

python -m bench.text_reuse CORPUS.jsonl.gz [--texts N] [--passages N] [--peer FOLDER]

N documents are drawn (1000), and N passages (200): half are planted, 12 to 40 words in a row taken from a
document and set with other marks and capitals, half are what two documents share by themselves, without what
is boilerplate in evals.reuse. Each is looked for in all documents; right is a document that holds 12 or more
of its words in a row, at that place. What a peer tells beyond that may be like the passage: precision is of
the same words.

onrecord    the documents' and passages' keys in memory, then `Reuse`; places are those of the words
rapidfuzz   partial_ratio of every passage with every document, then partial_ratio_alignment
datasketch  MinHash of every paragraph's five-word shingles, 128 permutations, LSH, then the same alignment;
            at a low threshold, since a passage is a small part of a paragraph
rensa       the same with its own MinHash and LSH

FOLDER holds the installed packages datasketch (with scipy) and rensa, which are no part of this project.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.reuse import common_grams, common_words, grams, is_reuse, runs_of
from rapidfuzz import fuzz, process

from bench.text_records import SEED, TextCorpus, drawn, id_of, read_texts
from onrecord.resolve.passages import LEAST_PASSAGE
from onrecord.resolve.reuse import Reuse
from onrecord.resolve.words import word_columns

PLANTED_WORDS = (LEAST_PASSAGE, 40)
SAME = 90
"""Of 100, at which a peer takes a place for the passage's: spelling and marks may differ, words may not."""

PERMUTATIONS, BANDS = 128, 64
THRESHOLD = 0.1
"""Likeness of a passage with a paragraph of ten times its shingles."""

Told = Mapping[int, Mapping[int, int]]
"""By passage, the documents said to hold it, each with the offset at which it begins there."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words looked for, and the offsets at which each document that holds them has its share of them."""

    text: str
    planted: bool
    holders: Mapping[int, tuple[range, ...]]


def main() -> None:
    """Draw, look up with each, print a line each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--texts", type=int, default=1000)
    parser.add_argument("--passages", type=int, default=200)
    parser.add_argument("--peer", type=Path, help="folder of installed peers")
    given = parser.parse_args()
    texts = drawn(read_texts(given.corpus), given.texts)
    passages = make_passages(texts, given.passages)
    ways: dict[str, Callable[[Sequence[str], Sequence[str]], Told]] = {
        "onrecord": with_onrecord,
        "rapidfuzz": with_rapidfuzz,
    }
    if given.peer is not None:
        sys.path.append(str(given.peer))
        ways |= {"datasketch": with_datasketch, "rensa": with_rensa}
    base: float | None = None
    for name, look_up in ways.items():
        started = time.process_time()
        told = look_up(texts, [passage.text for passage in passages])
        seconds = time.process_time() - started
        base = seconds if base is None else base
        print(report(name, seconds, base, told, passages), flush=True)


def make_passages(texts: Sequence[str], count: int) -> list[Passage]:
    """Return passages of either sort, the same ones in every run."""
    chance = random.Random(SEED)
    folded = [word_columns(text).folded for text in texts]
    common = common_grams(folded, folded)
    boilerplate = [common_words(words, common) for words in folded]
    runs = sorted(
        {(run.here, run.at, run.words) for run in runs_of(folded) if is_reuse(run, boilerplate[run.here])}
    )
    natural = [_words(texts[here], at, size) for here, at, size in runs if size <= PLANTED_WORDS[1]]
    natural = list({" ".join(word_columns(text).folded): text for text in natural}.values())
    long = [text for text in texts if len(word_columns(text)) > PLANTED_WORDS[1]]
    planted = [_planted(chance.choice(long), chance) for _ in range(count - count // 2)]
    places = _places_in(folded)
    found = chance.sample(natural, min(count // 2, len(natural)))
    sorts = [(text, True) for text in planted] + [(text, False) for text in found]
    return [Passage(text, is_planted, _holders(text, texts, places)) for text, is_planted in sorts]


def _words(text: str, at: int, size: int) -> str:
    span = word_columns(text).span(at, size)
    return span.slice(text)


def _planted(text: str, chance: random.Random) -> str:
    """Return some words of a text as another author would set them: other marks, another first capital."""
    size = chance.randint(*PLANTED_WORDS)
    plain = _words(text, chance.randrange(len(word_columns(text)) - size), size)
    set_anew = " ".join(plain.translate(str.maketrans("’“”", '\'""')).split())
    return set_anew[:1].swapcase() + set_anew[1:]


def _places_in(texts: Sequence[Sequence[str]]) -> Mapping[tuple[str, ...], list[tuple[int, int]]]:
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(texts):
        for at, gram in enumerate(grams(words, LEAST_PASSAGE)):
            places[gram].append((number, at))
    return places


def _holders(
    passage: str, texts: Sequence[str], places: Mapping[tuple[str, ...], list[tuple[int, int]]]
) -> dict[int, tuple[range, ...]]:
    """Return, by document, the characters of each LEAST_PASSAGE words of it that a passage shares."""
    found: dict[int, list[range]] = defaultdict(list)
    for gram in grams(word_columns(passage).folded, LEAST_PASSAGE):
        for number, at in places.get(gram, ()):
            span = word_columns(texts[number]).span(at, LEAST_PASSAGE)
            found[number].append(range(span.start, span.end))
    return {number: tuple(ranges) for number, ranges in found.items()}


def with_onrecord(texts: Sequence[str], passages: Sequence[str]) -> Told:
    """Look passages up by their keys."""
    reuse = Reuse(TextCorpus([*texts, *passages]))
    numbers = {id_of(text): number for number, text in enumerate(texts)}
    told: dict[int, dict[int, int]] = defaultdict(dict)
    for number, passage in enumerate(passages):
        for other, shared in reuse.passages(id_of(passage)).items():
            if other in numbers:
                told[number][numbers[other]] = max(shared, key=lambda one: one.words).there.start
    return told


def with_rapidfuzz(texts: Sequence[str], passages: Sequence[str]) -> Told:
    """Hold every passage against every document."""
    lowered, sought = [text.lower() for text in texts], [text.lower() for text in passages]
    scores = process.cdist(sought, lowered, scorer=fuzz.partial_ratio, score_cutoff=SAME)
    pairs = ((number, int(other)) for number, row in enumerate(scores) for other in row.nonzero()[0])
    return _aligned(pairs, sought, lowered)


def with_datasketch(texts: Sequence[str], passages: Sequence[str]) -> Told:
    """Look passages up by MinHash-LSH over paragraphs, in Python."""
    peer = importlib.import_module("datasketch")
    index = peer.MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)

    def minhash(text: str) -> Any:
        made = peer.MinHash(num_perm=PERMUTATIONS)
        made.update_batch([shingle.encode() for shingle in _shingles(text)])
        return made

    holders = _paragraphs(texts)
    with index.insertion_session() as session:
        for number, (_, paragraph) in enumerate(holders):
            session.insert(number, minhash(paragraph))
    found = ((at, index.query(minhash(passage))) for at, passage in enumerate(passages))
    return _aligned_in_paragraphs(found, holders, passages, texts)


def with_rensa(texts: Sequence[str], passages: Sequence[str]) -> Told:
    """Look passages up by MinHash-LSH over paragraphs, in Rust."""
    peer = importlib.import_module("rensa")
    index = peer.RMinHashLSH(THRESHOLD, PERMUTATIONS, BANDS)

    def minhash(text: str) -> Any:
        made = peer.RMinHash(PERMUTATIONS, SEED)
        made.update(_shingles(text))
        return made

    holders = _paragraphs(texts)
    for number, (_, paragraph) in enumerate(holders):
        index.insert(number, minhash(paragraph))
    found = ((at, index.query(minhash(passage))) for at, passage in enumerate(passages))
    return _aligned_in_paragraphs(found, holders, passages, texts)


def _paragraphs(texts: Sequence[str]) -> list[tuple[int, str]]:
    """Return the paragraphs that have a shingle, each with the number of its document."""
    lines = ((number, line) for number, text in enumerate(texts) for line in text.splitlines())
    return [(number, line) for number, line in lines if len(line.split()) >= 5]


def _shingles(text: str) -> list[str]:
    return [" ".join(shingle) for shingle in grams(text.lower().split(), 5)]


def _aligned_in_paragraphs(
    found: Iterator[tuple[int, Sequence[int]]],
    holders: Sequence[tuple[int, str]],
    passages: Sequence[str],
    texts: Sequence[str],
) -> Told:
    pairs = ((at, holders[number][0]) for at, numbers in found for number in numbers)
    return _aligned(pairs, [text.lower() for text in passages], [text.lower() for text in texts])


def _aligned(pairs: Iterator[tuple[int, int]], passages: Sequence[str], texts: Sequence[str]) -> Told:
    """Return the place of each passage in each document where it is the same there."""
    told: dict[int, dict[int, int]] = defaultdict(dict)
    for at, number in dict.fromkeys(pairs):
        place = fuzz.partial_ratio_alignment(passages[at], texts[number], score_cutoff=SAME)
        if place is not None:
            told[at][number] = place.dest_start
    return told


def report(name: str, seconds: float, base: float, told: Told, passages: Sequence[Passage]) -> str:
    """Return the line of one way: time and its ratio to the first, recall of either sort, precision."""
    recalls = []
    for sort in (True, False):
        sought = {at: passage for at, passage in enumerate(passages) if passage.planted is sort}
        held = [(at, *holder) for at, passage in sought.items() for holder in passage.holders.items()]
        right = sum(_is_right(told, *one) for one in held)
        shown = f"{right / (len(held) or 1):.4f} ({right} of {len(held)})"
        recalls.append(f"{'planted' if sort else 'natural'} {shown}")
    said = [(at, other) for at, others in told.items() for other in others]
    true = sum(other in passages[at].holders for at, other in said)
    return (
        f"{name:10}  {seconds:8.2f} s  {seconds / base:7.1f} times  recall {'  '.join(recalls)}"
        f"  precision {true / (len(said) or 1):.4f} ({true} of {len(said)})"
    )


def _is_right(told: Told, at: int, other: int, held: Sequence[range]) -> bool:
    """Tell whether a document is said to hold a passage, at a place where it does."""
    start = told.get(at, {}).get(other)
    slack = 3  # characters: a mark or white space before the first word
    return start is not None and any(abs(start - one.start) <= slack or start in one for one in held)


if __name__ == "__main__":
    main()
