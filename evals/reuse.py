"""Score shared passages against an oracle that compares all pairs.

python -m evals.reuse --corpora FOLDER [--draw N] [--errors N]

N documents of congress-press are drawn (1000, the same ones in every run), and every run of 12 words or more
that two of them share is found by hashing each 12 words in a row of each. Against these stand the passages
that are found by keys, in a record of the drawn documents alone and in one of the whole corpus.

drawn, all   equal: passages that are such a run, word for word; P: those of them that are no boilerplate;
             R: runs of the oracle, seen from either document, all of whose words a passage holds
boilerplate  runs of which fewer than 8 words stand outside the fives of words in a row that more than 40
             documents of the record share: none need be found, and a passage that is one of them is wrong
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bench.text_records import TextCorpus, drawn, id_of, read_texts

from evals.annotated import options_of
from evals.press import print_first
from onrecord.resolve.passages import SharedPassage
from onrecord.resolve.reuse import Reuse
from onrecord.resolve.words import words_of

LEAST_RUN = 12
COMMON_WORDS, COMMON_DOCUMENTS = 5, 40
LEAST_OWN = 8

Gram = tuple[str, ...]


class Run(NamedTuple):
    """Equal words in a row in two documents, by the numbers of these and of the first word in either."""

    here: int
    there: int
    at: int
    other: int
    words: int


@dataclass
class Tally:
    """Passages, those that are runs, and no boilerplate; runs, those found, and those left apart."""

    passages: int = 0
    equal: int = 0
    right: int = 0
    runs: int = 0
    found: int = 0
    boilerplate: int = 0
    errors: list[str] = field(default_factory=list)


def grams(words: Sequence[str], size: int) -> list[Gram]:
    """Return every `size` words in a row."""
    return list(zip(*(words[first:] for first in range(size)), strict=False))


def runs_of(texts: Sequence[Sequence[str]]) -> Iterator[Run]:
    """Yield the longest runs of at least LEAST_RUN words of any two texts, seen from either."""
    places: dict[Gram, list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(texts):
        for at, gram in enumerate(grams(words, LEAST_RUN)):
            places[gram].append((number, at))
    lines: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for shared in places.values():
        for here, at in shared:
            for there, other in shared:
                if here != there:
                    lines[here, there, other - at].append(at)
    for (here, there, distance), found in lines.items():
        for first, last in in_rows(sorted(found)):
            yield Run(here, there, first, first + distance, last - first + LEAST_RUN)


def in_rows(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of numbers that follow each other.

    >>> list(in_rows([1, 2, 3, 7, 9, 10]))
    [(1, 3), (7, 7), (9, 10)]
    """
    first: int | None = None
    last = 0
    for number in numbers:
        if first is None:
            first = number
        elif number > last + 1:
            yield first, last
            first = number
        last = number
    if first is not None:
        yield first, last


def common_grams(drawn_texts: Sequence[Sequence[str]], record: Iterable[Sequence[str]]) -> frozenset[Gram]:
    """Return the grams of some texts that more than COMMON_DOCUMENTS of the texts of a record share."""
    wanted = {gram for words in drawn_texts for gram in grams(words, COMMON_WORDS)}
    spread = Counter(gram for words in record for gram in wanted.intersection(grams(words, COMMON_WORDS)))
    return frozenset(gram for gram, documents in spread.items() if documents > COMMON_DOCUMENTS)


def common_words(words: Sequence[str], common: frozenset[Gram]) -> frozenset[int]:
    """Return the words of a text that stand in a common gram."""
    at = [number for number, gram in enumerate(grams(words, COMMON_WORDS)) if gram in common]
    return frozenset(number for first in at for number in range(first, first + COMMON_WORDS))


def compare(
    reuse: Reuse, texts: Sequence[str], runs: Sequence[Run], boilerplate: Sequence[frozenset[int]]
) -> Tally:
    """Hold the passages that the product finds against the runs of the oracle."""
    tally = Tally()
    numbers = {id_of(text): number for number, text in enumerate(texts)}
    expected: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in runs:
        expected[run.here, run.there].append(run)
    for document, here in numbers.items():
        shared = reuse.passages(document)
        for other, there in numbers.items():
            told = [_run(passage, texts, here, there) for passage in shared.get(other, ())]
            of_pair = expected.get((here, there), [])
            _count(tally, told, of_pair, boilerplate[here])
    return tally


def _run(passage: SharedPassage, texts: Sequence[str], here: int, there: int) -> Run:
    """Return a passage by its words; with none where its words are not the same."""
    one, other = passage.here.slice(texts[here]), passage.there.slice(texts[there])
    mine, theirs = ([word.folded for word in words_of(part)] for part in (one, other))
    at, to = (
        len(words_of(texts[here], 0, passage.here.start)),
        len(words_of(texts[there], 0, passage.there.start)),
    )
    return Run(here, there, at, to, len(mine) if mine == theirs and len(mine) == passage.words else 0)


def _count(tally: Tally, told: Sequence[Run], expected: Sequence[Run], boilerplate: frozenset[int]) -> None:
    reuse = [run for run in expected if is_reuse(run, boilerplate)]
    tally.boilerplate += len(expected) - len(reuse)
    tally.passages += len(told)
    tally.runs += len(reuse)
    for run in told:
        tally.equal += run in expected
        tally.right += run in reuse
        if run not in reuse:
            tally.errors.append(f"none: {run}")
    for run in reuse:
        found = any(one.at <= run.at and run.at + run.words <= one.at + one.words for one in told)
        tally.found += found
        if not found:
            tally.errors.append(f"missed: {run}")


def is_reuse(run: Run, boilerplate: frozenset[int]) -> bool:
    """Tell whether enough words of a run stand outside boilerplate, in the document it is seen from."""
    return sum(number not in boilerplate for number in range(run.at, run.at + run.words)) >= LEAST_OWN


def report(name: str, tally: Tally) -> str:
    """Return the line of one record."""
    share = 1 / (tally.passages or 1)
    figures = f"equal {tally.equal * share:.4f}  P {tally.right * share:.4f}"
    counts = (
        f"{tally.right} of {tally.passages}; {tally.found} of {tally.runs}; boilerplate {tally.boilerplate}"
    )
    return f"{name:6}  {figures}  R {tally.found / (tally.runs or 1):.4f}  ({counts})"


def main() -> None:
    """Draw, compare in both records, print."""
    parser = options_of(__doc__)
    parser.add_argument("--draw", type=int, default=1000)
    given = parser.parse_args()
    every = read_texts(given.corpora / "congress-press.jsonl.gz")
    texts = drawn(every, given.draw)
    folded = [[word.folded for word in words_of(text)] for text in texts]
    runs = list(runs_of(folded))
    for name, held in (("drawn", texts), ("all", every)):
        common = common_grams(folded, ([word.folded for word in words_of(text)] for text in held))
        boilerplate = [common_words(words, common) for words in folded]
        tally = compare(Reuse(TextCorpus(held)), texts, runs, boilerplate)
        print(report(name, tally), flush=True)
        print_first(tally.errors, given.errors)


if __name__ == "__main__":
    main()
