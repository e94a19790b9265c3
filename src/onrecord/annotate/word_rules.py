"""What a word is once its tag and its dependency are known: part of speech and lemma, kept from word to word.

spaCy's rules for the two look at one word, its tag and its dependency; a few at two words in a row ("let's",
"there is"). The rules themselves are run, once for each such word or pair: those for parts of speech once for
all words that no rule names, by tag and dependency.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

KNOWN_WORDS = 200_000
"""Words kept with tag and dependency, 60 MB; beyond that the memory starts anew."""

Key = tuple[int, int, int]
"""A word, its tag and its dependency, as spaCy numbers them."""

Kind = tuple[str | bool, int, int]
"""What rules can tell of a word: itself where one names it, else whether it is white space; Key's rest."""

_APART = ("-", ":", "punct")
"""A word that stands in no rule of two words, put between those that would be taken for such two."""


class Word(NamedTuple):
    """A word with its analysis; `first` and `second` tell in which rules of two words it can stand where."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    length: int
    first: int
    second: int


class Class(NamedTuple):
    """What the rules for parts of speech say of a kind of words; a lemma where they know it."""

    pos: str
    tag: str
    dep: str
    morph: str
    lemma: str
    first: int
    second: int


class WordRules:
    """The words a model has seen, as its rules for part of speech and lemma read them."""

    def __init__(self, model: Language) -> None:
        """Take the rules of a model with an attribute ruler and a lemmatizer."""
        from spacy.matcher import Matcher  # noqa: PLC0415

        self._vocab = model.vocab
        ruler: Any = model.get_pipe("attribute_ruler")
        self._rules: tuple[Any, Any] = ruler, model.get_pipe("lemmatizer")
        self._is_named = _named_in(ruler.patterns)
        self._sides = Matcher(model.vocab), Matcher(model.vocab)
        pairs = [pattern for rule in ruler.patterns for pattern in rule["patterns"] if len(pattern) > 1]
        for number, pattern in enumerate(pairs):
            for side, matcher in zip(pattern, self._sides, strict=True):
                matcher.add(str(number), [[side]])
        self._classes: dict[Kind, Class] = {}
        self._words: dict[Key, Word] = {}
        self._rows: dict[tuple[Key, ...], tuple[Word, ...]] = {}

    def read(self, texts: Sequence[Sequence[Key]]) -> list[list[Word]]:
        """Return the words of texts."""
        known = self._words
        new = list(dict.fromkeys(key for keys in texts for key in keys if key not in known))
        if len(known) + len(new) > KNOWN_WORDS:
            known.clear()
            self._rows.clear()
            self._classes.clear()
            new = list(dict.fromkeys(key for keys in texts for key in keys))
        if new:
            self._learn(new)
        return [self._read(keys) for keys in texts]

    def _read(self, keys: Sequence[Key]) -> list[Word]:
        known = self._words
        found = [known[key] for key in keys]
        for start, end in _runs(found):
            found[start:end] = self._together(tuple(keys[start:end]))
        return found

    def _learn(self, keys: Sequence[Key]) -> None:
        from spacy.tokens import Doc  # noqa: PLC0415

        texts = [self._vocab.strings[key[0]] for key in keys]
        kinds = [self._kind(text, key) for text, key in zip(texts, keys, strict=True)]
        new = {kind: key for kind, key in zip(kinds, keys, strict=True) if kind not in self._classes}
        if new:
            self._classes.update(zip(new, self._classify(list(new.values())), strict=True))
        classes = [self._classes[kind] for kind in kinds]
        doc = Doc(
            self._vocab,
            words=texts,
            pos=[one.pos for one in classes],
            morphs=[one.morph for one in classes],
            lemmas=[one.lemma for one in classes],
        )
        for token, key, one in zip(self._rules[1](doc), keys, classes, strict=True):
            self._words[key] = Word(
                token.text, token.lemma_, one.pos, one.tag, one.dep, len(token), one.first, one.second
            )

    def _kind(self, text: str, key: Key) -> Kind:
        lower = text.lower()
        return lower if self._is_named(lower) else text.isspace(), key[1], key[2]

    def _classify(self, keys: Sequence[Key]) -> Iterator[Class]:
        """Yield for words the class of each, in order."""
        sides = [self._sides_of(keys, matcher) for matcher in self._sides]
        row: list[Key | None] = []
        for at, key in enumerate(keys):
            if at and sides[0][at - 1] & sides[1][at]:
                row.append(None)
            row.append(key)
        read = (
            token for token, key in zip(self._rules[0](self._row(row)), row, strict=True) if key is not None
        )
        for token, first, second in zip(read, *sides, strict=True):
            yield Class(token.pos_, token.tag_, token.dep_, str(token.morph), token.lemma_, first, second)

    def _sides_of(self, keys: Sequence[Key], matcher: Matcher) -> list[int]:
        """Return for each word the rules of two words on one side of which it can stand, as bits."""
        marks = [0] * len(keys)
        for number, start, _ in matcher(self._row(keys), allow_missing=True):
            marks[start] |= 1 << int(self._vocab.strings[number])
        return marks

    def _together(self, keys: tuple[Key, ...]) -> tuple[Word, ...]:
        """Return words in a row of which each may stand in a rule of two words with the next."""
        if keys not in self._rows:
            known = (self._words[key] for key in keys)
            self._rows[keys] = tuple(
                _word(token, word.first, word.second)
                for token, word in zip(self._analysed(keys), known, strict=True)
            )
        return self._rows[keys]

    def _analysed(self, keys: Sequence[Key | None]) -> Doc:
        """Return words in a row after the rules; None stands for a word that is in none."""
        doc = self._row(keys)
        for rule in self._rules:
            doc = rule(doc)
        return doc

    def _row(self, keys: Sequence[Key | None]) -> Doc:
        from spacy.tokens import Doc  # noqa: PLC0415

        strings = self._vocab.strings
        rows = [_APART if key is None else tuple(strings[part] for part in key) for key in keys]
        words, tags, deps = (list(part) for part in zip(*rows, strict=True))
        return Doc(self._vocab, words=words, tags=tags, deps=deps, heads=list(range(len(keys))))


def _named_in(patterns: Iterable[Mapping[str, Any]]) -> Callable[[str], bool]:
    """Tell of a word in small letters whether rules name it; of any, where they look at more than is told."""
    words: set[str] = set()
    shapes: list[str] = []
    steps = (step for rule in patterns for pattern in rule["patterns"] for step in pattern)
    for step in steps:
        named = step.get("LOWER", "")
        if isinstance(named, str):
            words.add(named)
        elif named.keys() <= {"IN", "REGEX"}:
            words.update(named.get("IN", ()))
            shapes += [named["REGEX"]] if "REGEX" in named else []
        else:
            return bool
        if not step.keys() <= {"LOWER", "TAG", "DEP", "IS_SPACE"}:
            return bool
    shape = re.compile("|".join(f"(?:{one})" for one in shapes) or r"(?!)")
    return lambda word: word in words or shape.search(word) is not None


def _runs(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield from where to before where words may stand in rules of two words, each with the next."""
    linked = [at for at in range(1, len(words)) if words[at].second & words[at - 1].first]
    for _, run in groupby(enumerate(linked), key=lambda each: each[1] - each[0]):
        places = [at for _, at in run]
        yield places[0] - 1, places[-1] + 1


def _word(token: Any, first: int, second: int) -> Word:
    return Word(token.text, token.lemma_, token.pos_, token.tag_, token.dep_, len(token), first, second)
