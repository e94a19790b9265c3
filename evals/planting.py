"""Quotations made from real texts: as they stand, varied as by an honest writer, or changed in one way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

CLASSES = ("verbatim", "word", "number", "negation", "stitched", "speaker")
"""What is planted: nothing, one word, a number, a negation, a silent stitch, or whose words they are."""

FEWEST, MOST = 12, 60
"""Words of a planted quotation."""

FEWEST_OF_PIECE = 7
"""Words of each piece of a stitch, and words left out between them."""

OTHER_WORDS = (
    "kettle",
    "orchard",
    "mitten",
    "gravel",
    "saddle",
    "lantern",
    "pillow",
    "thimble",
    "walnut",
    "ladder",
)
"""Nouns that stand in the place of another word: no spelling, form or abbreviation of any."""

NEVER_CHANGED = frozenset(
    "that this these those with from have been were will would could should shall might must their "
    "there they them then than what when where which while whom whose about after again also although "
    "among because before between both does done during each either ever every into just like many "
    "more most much only other over same some such under until upon very your ours here near less "
    "least fewer never none".split()
)

_PRONOUNS = ("it", "they", "them", "he", "she", "this")

_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z])")
_MARKS = re.compile(r"[\"“”„«»‘\[\]…*_<>&\n\t|#@\\/()]|\. ?\.|''|--|\bU\.S|\d[.,]?\d*\.\s")
_WORD = re.compile(r"[A-Za-z0-9$%'’,.:-]+")
_CONTENT = re.compile(r"^[a-z]{5,}$")
_NUMBER = re.compile(r"(?<![\w.$-])\$?\d{1,3}(?:,\d{3})*(?![\w.,-]\w|%?\w)")
_NEGATED = re.compile(r"\b(?:never|not) (?=[a-z])")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|will|can|must|should|has|have) (?=[a-z])(?!not\b|never\b|to\b)"
)

_SPELLINGS = {
    "organization": "organisation",
    "organizations": "organisations",
    "labor": "labour",
    "center": "centre",
    "centers": "centres",
    "defense": "defence",
    "program": "programme",
    "programs": "programmes",
    "honor": "honour",
    "honored": "honoured",
    "favor": "favour",
    "recognize": "recognise",
    "recognized": "recognised",
    "neighbors": "neighbours",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """Words to be put between marks, the class they belong to, and how they were varied or changed."""

    words: str
    sort: str
    how: str


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of prose in a text that hold no marks of their own and are long enough."""
    for line in text.splitlines():
        for sentence in _SENTENCE.split(line.strip()):
            words = sentence.split(" ")
            plain = sentence[:1].isupper() and sentence.endswith(".") and "" not in words
            if plain and FEWEST <= len(words) <= MOST and not _MARKS.search(sentence[:-1]):
                yield sentence


def unmarked(own: Sequence[str], text: str) -> Iterator[str]:
    """Yield the sentences that stand in a paragraph without quotation marks, and there alone.

    Who issues the text says them.
    """
    letters = _letters(text)
    for line in text.splitlines():
        if not re.search(r"[\"“”]", line):
            found = (sentence for sentence in own if sentence in line)
            yield from (sentence for sentence in found if letters.count(_letters(sentence)) == 1)


def plant(sort: str, own: Sequence[str], text: str, chance: random.Random) -> Planted | None:
    """Return a quotation of one class drawn from some sentences of a text; None where they allow none."""
    if sort == "stitched":
        stitched = _stitched(own, text, chance)
        return stitched if stitched and not _stands_in(stitched.words, text) else None
    for sentence in chance.sample(list(own), len(own)):
        if sort in ("verbatim", "speaker"):
            return _varied(sentence, sort, chance)
        changed = _CHANGES[sort](sentence, chance)
        if changed is not None and not _stands_in(changed, text):
            return Planted(changed, sort, sort)
    return None


def _stands_in(words: str, text: str) -> bool:
    """Tell whether a text has words after all, as where it quotes itself."""
    return _letters(words) in _letters(text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _with_other_word(sentence: str, chance: random.Random) -> str | None:
    words = sentence.split(" ")
    places = [at for at, word in enumerate(words) if _CONTENT.match(word) and word not in NEVER_CHANGED]
    if not places:
        return None
    at = chance.choice(places)
    other = chance.choice([word for word in OTHER_WORDS if word[0] != words[at][0]])
    return " ".join([*words[:at], other, *words[at + 1 :]])


def _with_other_number(sentence: str, chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    number = chance.choice(found)
    digits = [at for at in range(number.start(), number.end()) if sentence[at].isdigit()]
    at = chance.choice(digits)
    other = chance.choice([digit for digit in "123456789" if digit != sentence[at]])
    return sentence[:at] + other + sentence[at + 1 :]


def _with_other_negation(sentence: str, chance: random.Random) -> str | None:
    negated = list(_NEGATED.finditer(sentence))
    if negated:
        found = chance.choice(negated)
        return sentence[: found.start()] + sentence[found.end() :]
    positive = list(_AUXILIARY.finditer(sentence))
    if not positive:
        return None
    at = chance.choice(positive).end()
    return f"{sentence[:at]}not {sentence[at:]}"


_CHANGES: dict[str, Callable[[str, random.Random], str | None]] = {
    "word": _with_other_word,
    "number": _with_other_number,
    "negation": _with_other_negation,
}


def _stitched(own: Sequence[str], text: str, chance: random.Random) -> Planted | None:
    """Return two sentences, or two halves of one, joined as if nothing stood between them."""
    places = sorted((text.index(sentence), sentence) for sentence in set(own))
    pairs = [
        (one, other)
        for index, (start, one) in enumerate(places)
        for other_start, other in places[index + 1 : index + 6]
        if len(text[start + len(one) : other_start].split()) >= FEWEST_OF_PIECE
    ]
    if pairs and chance.random() < 0.5:
        one, other = chance.choice(pairs)
        return Planted(f"{one} {other}", "stitched", "two sentences")
    long = [sentence for sentence in own if len(sentence.split(" ")) >= 4 * FEWEST_OF_PIECE]
    if long:
        words = chance.choice(long).split(" ")
        cut = chance.randint(FEWEST_OF_PIECE, len(words) - 3 * FEWEST_OF_PIECE)
        left_out = chance.randint(FEWEST_OF_PIECE, len(words) - cut - 2 * FEWEST_OF_PIECE)
        return Planted(" ".join([*words[:cut], *words[cut + left_out :]]), "stitched", "in one sentence")
    if pairs:
        one, other = chance.choice(pairs)
        return Planted(f"{one} {other}", "stitched", "two sentences")
    return None


def _varied(sentence: str, sort: str, chance: random.Random) -> Planted:
    """Return a sentence as an honest writer may print it."""
    names = chance.sample(list(VARIATIONS), len(VARIATIONS))
    for name in names:
        varied = VARIATIONS[name](sentence, chance)
        if varied is not None:
            return Planted(varied, sort, name)
    return Planted(sentence, sort, "as it stands")


def _as_it_stands(sentence: str, _: random.Random) -> str:
    return sentence


def _other_marks(sentence: str, _: random.Random) -> str | None:
    swapped = sentence.translate(str.maketrans("'’–—", "’'—–"))
    return swapped if swapped != sentence else None


def _final_comma(sentence: str, _: random.Random) -> str:
    return f"{sentence[:-1]},"


def _from_the_middle(sentence: str, chance: random.Random) -> str | None:
    """Return the end of a sentence with the capital that begins one."""
    words = sentence.split(" ")
    at = chance.randint(1, max(1, len(words) - FEWEST))
    if not words[at][:1].islower() or len(words) - at < FEWEST - 2:
        return None
    rest = " ".join(words[at:])
    return f"[{rest[0].upper()}]{rest[1:]}" if chance.random() < 0.5 else rest[0].upper() + rest[1:]


def _in_brackets(sentence: str, chance: random.Random) -> str | None:
    words = sentence.split(" ")
    places = [at for at in range(4, len(words) - 4) if words[at] in _PRONOUNS]
    if not places:
        return None
    at = chance.choice(places)
    return " ".join([*words[:at], "[the council]", *words[at + 1 :]])


def _with_ellipsis(sentence: str, chance: random.Random) -> str | None:
    words = sentence.split(" ")
    if len(words) < 2 * FEWEST:
        return None
    cut = chance.randint(6, len(words) - 12)
    left_out = chance.randint(1, len(words) - cut - 6)
    mark = chance.choice(["…", "...", ". . .", "[…]"])
    return " ".join([*words[:cut], mark, *words[cut + left_out :]])


def _soft_hyphen(sentence: str, chance: random.Random) -> str | None:
    return _inside_a_word(sentence, chance, "\u00ad")


def _hyphen_at_a_line_end(sentence: str, chance: random.Random) -> str | None:
    return _inside_a_word(sentence, chance, "-\n")


def _inside_a_word(sentence: str, chance: random.Random, what: str) -> str | None:
    words = sentence.split(" ")
    places = [at for at, word in enumerate(words) if re.fullmatch(r"[a-z]{8,}", word)]
    if not places:
        return None
    at = chance.choice(places)
    words[at] = f"{words[at][:4]}{what}{words[at][4:]}"
    return " ".join(words)


def _broken_lines(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    at = chance.randint(2, len(words) - 2)
    return f"{' '.join(words[:at])}\n{' '.join(words[at:])}"


def _no_break_spaces(sentence: str, _: random.Random) -> str:
    return sentence.replace(" ", "\u00a0", 3)


def _other_spelling(sentence: str, _: random.Random) -> str | None:
    words = sentence.split(" ")
    at = next((at for at, word in enumerate(words) if word in _SPELLINGS), None)
    return None if at is None else " ".join([*words[:at], _SPELLINGS[words[at]], *words[at + 1 :]])


def _remnants(sentence: str, chance: random.Random) -> str:
    words = sentence.split(" ")
    at = chance.randint(1, len(words) - 2)
    words[at] = chance.choice([f"<em>{words[at]}</em>", f"**{words[at]}**", f"{words[at]}&nbsp;"])
    return " ".join(words)


def _ligatures(sentence: str, _: random.Random) -> str | None:
    return sentence.replace("fi", "ﬁ").replace("fl", "ﬂ") if "fi" in sentence else None


VARIATIONS: dict[str, Callable[[str, random.Random], str | None]] = {
    "as it stands": _as_it_stands,
    "other marks": _other_marks,
    "a final comma": _final_comma,
    "a capital at the seam": _from_the_middle,
    "brackets": _in_brackets,
    "an ellipsis": _with_ellipsis,
    "a soft hyphen": _soft_hyphen,
    "a hyphen at a line end": _hyphen_at_a_line_end,
    "broken lines": _broken_lines,
    "no-break spaces": _no_break_spaces,
    "another spelling": _other_spelling,
    "remnants of markup": _remnants,
    "ligatures": _ligatures,
}
"""What may be otherwise in a faithful quotation (FIELD.md section 5); None where a sentence allows it not."""
