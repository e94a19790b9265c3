"""The shape of a person's name: which words with a capital may stand in one, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.extract.actors_mentions import as_words
from onrecord.extract.actors_names import NameFound, NameTable, Word, folds_line, words_of
from onrecord.types.annotated import Annotated
from onrecord.types.identity import folded_name

_LONGEST_NAME = 6
_SHORT = 3
"""Letters of a word that may be a surname although it is a word of English as well ("Ban", "Beg")."""

_NEVER_IN_NAME = frozenset(
    ["United", "Re", "Cc", "Attn", "Families", "Communities", "Businesses", "Companies"]
)
_NOT_IN_NAME_POS = ("VERB", "AUX", "ADP", "DET", "PRON", "SCONJ", "CCONJ", "NUM", "PART", "ADV", "PUNCT")
_AFTER_PERSON = re.compile(
    r"\s{0,2}(?:,\s{0,2})?((?:M\.?D|Ph\.?D|J\.?D|Esq|Jr|Sr|II|III|IV|D\.?D\.?S|R\.?N)\b\.?)"
)
_PARTY_ALONE = re.compile(r"\s?\([A-Z]\)$")
_DAY_OF_MONTH = re.compile(r"\.?\s{1,2}\d")
_WEB = re.compile(r"www\.|@|://")


class Title(NamedTuple):
    """What a title before a name tells: the role the record shows, and whether it is an office.

    `short` tells that it is an abbreviation, behind which a full stop ends no sentence, `business` that it
    is an office of a company.
    """

    role: str | None
    official: bool
    plural: bool = False
    short: bool = False
    business: bool = False

    def with_(self, second: Title) -> Title:
        """Return what this title and a second one after it tell of their bearer."""
        return Title(
            self.role or second.role,
            (self.official or second.official) and not (self.business or second.business),
            self.plural,
            second.short,
            self.business or second.business,
        )


class PersonNames:
    """Knows titles and names of people; `actors` is actors.toml.

    `known` are the names of states and bodies, `places` the names of towns and provinces, `common` words
    that no name holds (common_words.toml).
    """

    def __init__(
        self,
        actors: Mapping[str, Any],
        known: NameTable[Any],
        places: NameTable[Any],
        common: Iterable[str],
    ) -> None:
        people = actors.get("people", {})
        self.titles = NameTable(_titles(people))
        self.known = known
        self.places = places
        self._common = frozenset(common)
        self._particles = as_words(people, "particles")
        self._after_name = frozenset(word.replace(".", "") for word in as_words(people, "after_name"))
        self._months = as_words(people, "months")
        ends = as_words(people, "headline_verbs") | as_words(people, "foreign_offices")
        self._ends = frozenset(folded_name(word) for word in ends)
        role_words = {noun.split()[0].capitalize() for noun in actors.get("roles", {}).get("nouns", ())}
        heads = frozenset(actors.get("organizations", {}).get("heads", {}))
        plurals_of = {f"{noun}s".capitalize() for noun in actors.get("groups", {}).get("nouns", ())}
        self.stops = as_words(people, "not_in_name") | role_words | heads | plurals_of | _NEVER_IN_NAME

    def bare(self, text: str) -> str:
        """Return a person's name without party, letters after it, marks of possession and final marks."""
        text = _PARTY_ALONE.sub("", text)
        cut = _AFTER_PERSON.search(text)
        bare = text[: cut.start()] if cut and cut.start() > 3 else text
        return " ".join(bare.replace("’s", "").strip(" ,.;:").split())

    def without_titles(self, written: str) -> tuple[list[Title], str]:
        """Return the titles that open a name, and the name after them."""
        titles: list[Title] = []
        while True:
            words = words_of(written)
            found = next(self.titles.find(written, words), None)
            if found is None or found.start > 0 or found.end >= len(written.rstrip(" .")):
                return titles, written
            titles.append(found.entry)
            written = written[found.end :].lstrip(" .,")

    def title_from(self, text: str, words: Sequence[Word], step: int) -> NameFound[Title] | None:
        """Return the title that starts at a word."""
        found = next(self.titles.find(text, words[step : step + 3]), None)
        return found if found is not None and found.start == words[step].start else None

    def end_of(self, annotated: Annotated, words: Sequence[Word], index: int) -> int | None:
        """Return the index of the last word of the name that starts at `index`, None where none does."""
        text = annotated.text
        last: int | None = None
        for step in range(index, min(index + _LONGEST_NAME, len(words))):
            word = words[step]
            written = text[word.start : word.end]
            if step > index and not _continues(text, words[step - 1], word):
                break
            if written.casefold() in self._particles and step > index and written[0].islower():
                continue
            short = step > index and len(written) <= _SHORT
            if written.replace(".", "") in self._after_name:
                break
            surname = last is not None and self._is_surname_of_list(text, word)
            if not surname and not self._may_hold(annotated, word, short):
                break
            if step > index and self._is_stop(annotated, words, step):
                break
            last = step
        if last is None or all(words[step].end - words[step].start < 2 for step in range(index, last + 1)):
            return None
        return last

    def may_hold(self, annotated: Annotated, word: Word) -> bool:
        """Tell whether a word may stand in a person's name."""
        return self._may_hold(annotated, word, False)

    def _may_hold(self, annotated: Annotated, word: Word, common: bool) -> bool:
        text = annotated.text
        written = text[word.start : word.end]
        hyphenated = word.start > 1 and text[word.start - 1] in "-‑" and text[word.start - 2].isalpha()
        if not (written[0].isupper() or (hyphenated and len(written) < 8)):
            return False
        if written in self.stops or word.folded in self._ends or any(char.isdigit() for char in written):
            return False
        if len(written) == 1 and text[word.end : word.end + 1] in ("-", "–"):
            return False  # the party tag D-XX
        if not common and len(written) > 1 and word.folded in self._common and not hyphenated:
            return False
        if written in self._months and _DAY_OF_MONTH.match(text, word.end):
            return False
        return not (len(written) > 3 and written.isupper() and not _in_capitals(text, word))

    def _is_surname_of_list(self, text: str, word: Word) -> bool:
        """Tell whether a word behind a first name is a surname in capitals, as lists of delegates have it."""
        written = text[word.start : word.end]
        return (
            len(written) > _SHORT
            and written.isupper()
            and written.isalpha()
            and text[word.end : word.end + 1] in (",", ";")
            and written.title() not in self.stops
            and word.folded not in self._common | self._ends
        )

    def is_name(self, name: str) -> bool:
        """Tell whether a party's line may be a person's name: few words, none of a phrase or an address."""
        written = name.split()
        small = [word for word in written if word[0].islower() and word.casefold() not in self._particles]
        last = written[-1].strip(".,") if written else ""
        return (
            0 < len(written) <= _LONGEST_NAME
            and not small
            and not _WEB.search(name)
            and self.titles.exactly(last.removesuffix("s")) is None
        )

    def _is_stop(self, annotated: Annotated, words: Sequence[Word], step: int) -> bool:
        """Tell whether a later word of a name is something else: a title, a state, a verb of a headline."""
        text = annotated.text
        token = annotated.token_at(words[step].start)
        if token is not None and token.pos in _NOT_IN_NAME_POS and token.tag not in ("NNP", "NNPS"):
            return True
        return self.title_from(text, words, step) is not None or self._is_known(text, words, step)

    def _is_known(self, text: str, words: Sequence[Word], step: int) -> bool:
        found = next(self.known.find(text, words[step : step + 4]), None)
        several = found is not None and " " in text[found.start : found.end]
        return several and found is not None and found.start == words[step].start


def after_letters(text: str, end: int) -> int:
    """Return where the letters after a name ("M.D.", "Jr.") end, `end` itself where there are none."""
    letters = _AFTER_PERSON.match(text, end)
    return letters.end() if letters else end


def _titles(people: Mapping[str, Any]) -> Iterator[tuple[str, Title]]:
    roles = [(form, role, "official") for form, role in people.get("official", {}).items()]
    roles += [(form, role, "business") for form, role in people.get("business", {}).items()]
    roles += [(form, None, "plain") for form in people.get("plain", ())]
    short = {form.rstrip(".") for form, _, _ in roles if form.endswith(".")}
    for form, role, sort in roles:
        plural = sort == "official" and _is_plural(form)
        yield form, Title(role, sort == "official", plural, form.rstrip(".") in short, sort == "business")


def _is_plural(title: str) -> bool:
    return title.rstrip(".").endswith(("s", "men", "women")) and len(title) > 3


def _continues(text: str, before: Word, word: Word) -> bool:
    gap = text[before.end : word.start]
    if gap in (" ", "-", "‑", "\u00a0", "'", "’"):
        return text[word.start].isupper() or gap in (" ", "-", "‑")
    if gap in (". ", "."):
        return before.end - before.start <= 2
    return text[word.start].isupper() and folds_line(text, before.end, word.start)


def _in_capitals(text: str, word: Word) -> bool:
    """Tell whether the words around are all in capitals too, as in a headline or signature."""
    around = text[max(0, word.start - 30) : word.end + 30]
    return around.upper() == around
