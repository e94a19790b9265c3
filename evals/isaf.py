"""Score the least number killed and captured that a press release tells, from the figures of its text.

python -m evals.isaf --benchmark FOLDER [--errors N]

FOLDER holds `isaf_dev.jsonl`. The rules that turn figures into the coders' two numbers are about this
benchmark alone and live here with their words in `isaf.toml`: whom a verb of killing or capturing takes, how
many a vague word is at least, and that a later sentence repeats an earlier one unless it says "also". They
were made on the texts whose hash is even; those whose hash is odd are scored apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.annotate.parser import Parser
from onrecord.data import Vocabularies
from onrecord.extract.figures import FigureExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.text.layout.lines import lines_of
from onrecord.types.annotated import Annotated, Sentence, Token
from onrecord.types.documents import Document, Layout
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Figure
from onrecord.types.spans import Span

CODING = Path(__file__).with_name("isaf.toml")
FIELDS = ("killed", "captured")
NOT_DONE_HERE = ("to", "will", "would", "could", "may", "might", "can", "have")
"""Auxiliaries of what is meant, or was done over some time before ("have killed two and detained 31")."""

MOST_STEPS = 6
"""Nouns in a row ("a leader, a facilitator and two insurgents") looked at."""


@dataclass(frozen=True, slots=True)
class _Told:
    """How many one sentence tells of: newly named ones, those it refers back to, and whether it adds."""

    new: int
    again: int
    adds: bool


class Coder:
    """Codes one press release as the benchmark's coders did."""

    def __init__(self) -> None:
        self._coding: dict[str, Any] = tomllib.loads(CODING.read_text("utf-8"))
        vocabularies = Vocabularies()
        self._parser = Parser()
        self._times, self._figures = TimeExtractor(vocabularies), FigureExtractor(vocabularies)
        self._vague: dict[str, int] = self._coding["vague_words"]
        self._not_counted = frozenset(self._coding["not_counted"]["heads"])
        self._adding = frozenset(self._coding["adding"]["words"])

    def code(self, text: str) -> dict[str, int]:
        """Return the least number killed and the least number captured."""
        layout = Layout(paragraphs=tuple(Span(line.start, line.end) for line in lines_of(text)))
        page = self._parser.annotate(Document("d-0", "release", "", "text/plain", text, "en", layout))
        times = tuple(row for row in self._times.extract(page, Found()) if not isinstance(row, Rejected))
        rows = self._figures.extract(page, Found(times))
        numbers = _by_token(page, (row for row in rows if isinstance(row, Figure)))
        return {field: self._least(page, numbers, self._coding[field]) for field in FIELDS}

    def _least(self, page: Annotated, numbers: dict[int, Figure], words: dict[str, list[str]]) -> int:
        total = 0
        for sentence in page.sentences:
            told = self._told(page, sentence, numbers, words)
            if told.adds and told.new and total == 1:
                total += told.new
            else:
                total = max(total, told.new + told.again if told.new else min(told.again, 1))
        return total

    def _told(
        self, page: Annotated, sentence: Sentence, numbers: dict[int, Figure], words: dict[str, list[str]]
    ) -> _Told:
        new = again = 0
        seen: set[int] = set()
        tokens = page.sentence_tokens(sentence)
        for token in tokens:
            for victim in self._victims(page, token, words):
                if victim.i not in seen:
                    seen.add(victim.i)
                    count, known = self._count(page, victim, numbers)
                    new, again = (new, again + count) if known else (new + count, again)
        return _Told(new, again, any(token.lemma.lower() in self._adding for token in tokens))

    def _victims(self, page: Annotated, token: Token, words: dict[str, list[str]]) -> Iterator[Token]:
        """Yield the nouns whose people a verb or noun of killing or capturing takes."""
        lemma = token.lemma.lower()
        roots: list[Token] = []
        takes = lemma in words["verbs"] or (lemma == "take" and _into(page, token) in words["into"])
        if token.pos == "VERB" and takes and _happened(page, token):
            children = page.children(token)
            passive = any(child.dep in ("nsubjpass", "auxpass") for child in children)
            wanted = ("nsubjpass",) if passive else ("dobj",)
            roots += (child for child in children if child.dep in wanted)
            if token.dep == "acl" and not roots:
                roots.append(page.tokens[token.head])
            roots += _along_with(page, token)
        elif token.pos == "NOUN" and lemma in words["nouns"]:
            roots += _objects(page, token, ("of",))
            roots += (child for child in page.children(token) if child.dep == "poss")
        for root in roots:
            yield from self._named(page, root)

    def _named(self, page: Annotated, root: Token) -> Iterator[Token]:
        """Yield a noun and those joined to it ("a leader and two insurgents")."""
        waiting, steps = [root], 0
        while waiting and steps < MOST_STEPS:
            noun = waiting.pop(0)
            steps += 1
            if noun.pos in ("NOUN", "PROPN", "NUM", "ADJ", "PRON") and not self._is_other(page, noun):
                yield noun
            waiting += (child for child in page.children(noun) if child.dep == "conj")
            waiting += _along_with(page, noun)

    def _is_other(self, page: Annotated, noun: Token) -> bool:
        return noun.lemma.lower() in self._not_counted or any(
            child.text.lower() == "no" or child.lemma.lower() in self._not_counted
            for child in page.children(noun)
            if child.dep in ("det", "compound")
        )

    def _count(self, page: Annotated, noun: Token, numbers: dict[int, Figure]) -> tuple[int, bool]:
        """Return how many a noun is at least, and whether it refers back to some told of before."""
        figure = numbers.get(noun.i)
        if figure is not None and figure.measure != "rank":
            low = figure.low if figure.low is not None else figure.number
            return int(low or 0), False
        lemma = noun.lemma.lower()
        if lemma in self._vague and any(child.text.lower() == "of" for child in page.children(noun)):
            return self._vague[lemma], False
        if lemma in self._vague and noun.pos == "ADJ":
            return self._vague[lemma], False
        determined = False
        for child in page.children(noun):
            if child.text.lower() in self._vague and child.dep in ("amod", "det", "nummod", "quantmod"):
                return self._vague[child.text.lower()], False
            determined |= (
                child.text.lower() in ("the", "these", "those", "this", "that") or child.dep == "poss"
            )
        if noun.pos == "PRON":
            return 0, True
        plural = noun.tag in ("NNS", "NNPS")
        if determined or noun.tag == "NNP":
            return (0 if plural else 1), True
        return (self._coding["plural"]["bare"] if plural else 1), False


def _happened(page: Annotated, verb: Token) -> bool:
    """Tell whether a verb says what was done, not what was meant or what somebody is known for."""
    for child in page.children(verb):
        if child.dep == "neg" or (child.dep == "aux" and child.text.lower() in NOT_DONE_HERE):
            return False
    head = page.tokens[verb.head]
    if verb.dep == "pcomp" and head.text.lower() in ("for", "in", "of", "from"):
        return False
    return verb.dep != "relcl"


def _into(page: Annotated, verb: Token) -> str | None:
    """Return what people are taken into ("custody"), None where nothing is said."""
    return next((token.lemma.lower() for token in _objects(page, verb, ("into",))), None)


def _objects(page: Annotated, token: Token, prepositions: tuple[str, ...]) -> Iterator[Token]:
    for child in page.children(token):
        if child.dep == "prep" and child.text.lower() in prepositions:
            yield from (inner for inner in page.children(child) if inner.dep == "pobj")


def _along_with(page: Annotated, token: Token) -> Iterator[Token]:
    """Yield who was taken along with others: "captured a leader along with three of his associates"."""
    for child in page.children(token):
        if child.dep == "prep" and child.text.lower() == "along":
            yield from _objects(page, child, ("with",))
        if child.dep == "prep" and child.text.lower() == "with" and page.tokens[child.i - 1].text == "along":
            yield from (inner for inner in page.children(child) if inner.dep == "pobj")


def _by_token(page: Annotated, figures: Iterable[Figure]) -> dict[int, Figure]:
    """Return each figure at the token of what it counts, or of its number where that stands alone."""
    placed: dict[int, Figure] = {}
    for figure in figures:
        for end in (figure.value.end, figure.anchor.end):
            token = page.token_at(end - 1)
            if token is not None:
                placed[token.i] = figure
    return placed


def is_of_the_half_worked_on(text: str) -> bool:
    """Tell whether a text is one that the rules were made on."""
    return hashlib.sha256(text.encode()).digest()[-1] % 2 == 0


def main() -> None:
    """Code every release and print how many numbers are exactly the gold's, for each half."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--benchmark", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0)
    given = parser.parse_args()
    coder = Coder()
    right: Counter[tuple[str, str]] = Counter()
    shown = 0
    lines = (given.benchmark / "isaf_dev.jsonl").read_text("utf-8").strip().split("\n")
    for item in map(json.loads, lines):
        half = "worked on" if is_of_the_half_worked_on(item["text"]) else "held out"
        coded = coder.code(item["text"])
        gold = {field: item["gold"][f"min_{field}"] for field in FIELDS}
        right[half, "texts"] += 1
        for field in FIELDS:
            right[half, field] += coded[field] == gold[field]
        if coded != gold and half == "worked on" and shown < given.errors:
            shown += 1
            print(f"gold {gold} coded {coded}\n{item['text']}\n")
    for half in ("worked on", "held out"):
        texts = right[half, "texts"]
        parts = ", ".join(f"{field} {right[half, field] / max(1, texts):.3f}" for field in FIELDS)
        print(f"{half:10} {texts} texts: exact {parts}")


if __name__ == "__main__":
    main()
