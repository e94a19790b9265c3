"""Findings of documents that are not there: those of a record with other words, names and numbers.

A copy's words are the record's own, changed one for another of the same length that is about as common, each
copy in its own way; numbers of three digits and more change as well. So offsets hold, texts of a copy share
with each other what those of the record share, and copies share with each other what texts on other matters
do: the commonest words, some names, now and then a pair of words. Rows keep their form; ids are new, but
those of actors whose names have not changed, and of norms.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from onrecord.types.codec import from_json, to_json
from onrecord.types.errors import Rejected
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import document_id, sha256_of
from onrecord.types.rows import Actor, DocumentRow, Row
from onrecord.types.spans import Evidence

KEPT = 250
"""Words that stay as they are, the commonest: those that carry grammar."""

BAND = 64
"""Words of one length, next to each other in frequency, among which one is changed for another."""

SHORTEST = 4
"""Letters of the shortest words that change."""

ALWAYS_KEPT = frozenset(
    (
        "january february march april june july august september october november december monday tuesday"
        " wednesday thursday friday saturday sunday three four five seven eight nine eleven twelve twenty"
        " thirty forty fifty sixty hundred hundreds thousand thousands million millions billion billions"
        " dozen dozens percent"
    ).split()
)
"""Words of dates and numbers, which rows hold as values."""

WORDED = frozenset({"name", "aliases", "counted", "counted_lemma", "place"})
"""Fields whose strings are words of the text; what an anchor quotes is taken from the text itself."""

_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]{4,}(?![A-Za-z])")
_NUMBER = re.compile(r"\d[\d,]*\d{2}")
_ID = re.compile(r"^([a-z])-([0-9a-f]{16})$")
_MIX = 0x9E3779B97F4A7C15  # 2^64 divided by the golden ratio: spreads small numbers over all bits


class Words:
    """The words of a corpus, and which stand for which in each copy."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update(word.lower() for word in _WORD.findall(text))
        ranked = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        self._bands: dict[int, list[str]] = defaultdict(list)
        for word in ranked[KEPT:]:
            if word not in ALWAYS_KEPT:
                self._bands[len(word)].append(word)

    def changed(self, copy: int) -> Mapping[str, str]:
        """Return which word stands for each in a copy; words that stay are left out."""
        found: dict[str, str] = {}
        for words in self._bands.values():
            for first in range(0, len(words), BAND):
                band = words[first : first + BAND]
                turn = (copy * 11) % len(band)
                found.update(zip(band, band[turn:] + band[:turn], strict=True))
        return found


class Copy:
    """Changes findings to those of one copy."""

    def __init__(self, number: int, words: Words, names: Mapping[str, str]) -> None:
        """Take the number of the copy and the names of the record's actors by id."""
        self._number = number
        self._changed = words.changed(number)
        self._kept = {id_ for id_, name in names.items() if self.text(name) == name}

    def text(self, text: str) -> str:
        """Return a text in the words of this copy, every word and number in its place."""
        return _NUMBER.sub(self._other_number, _WORD.sub(self._other_word, text))

    def _other_word(self, found: re.Match[str]) -> str:
        word = found[0]
        other = self._changed.get(word.lower())
        if other is None:
            return word
        if word.isupper():
            return other.upper()
        return "".join(
            letter.upper() if old.isupper() else letter for old, letter in zip(word, other, strict=True)
        )

    def _other_number(self, found: re.Match[str]) -> str:
        number = found[0]
        if number.isdigit() and len(number) == 4 and number[:2] in ("19", "20"):
            return number  # a year
        return "".join(self._other_digit(digit) for digit in number)

    def _other_digit(self, digit: str) -> str:
        return str((int(digit) - 1 + self._number) % 9 + 1) if digit in "123456789" else digit

    def findings(self, findings: DocumentFindings) -> DocumentFindings:
        """Return the findings of this copy of a document, without keys."""
        text = self.text(findings.text)
        sha256 = sha256_of(text.encode("utf-8", "surrogatepass"))
        changing = _Changing(self, text, findings.row.id, document_id(sha256))
        row = changing.row(findings.row)
        assert isinstance(row, DocumentRow)
        path = f"copy-{self._number:02}/{findings.row.path}"
        return DocumentFindings(
            row=replace(row, path=path, sha256=sha256, text_sha256=sha256, url=None),
            text=text,
            rows=tuple(changing.row(each) for each in findings.rows),
            rejected=tuple(changing.refusal(each) for each in findings.rejected),
            passages=findings.passages,
        )

    def id(self, id_: str) -> str:
        """Return the id of a row in this copy."""
        found = _ID.match(id_)
        if found is None or found[1] == "n" or id_ in self._kept:
            return id_
        return f"{found[1]}-{(int(found[2], 16) ^ (self._number * _MIX)) & (2**64 - 1):016x}"


class _Changing:
    """Changes the rows of one document."""

    def __init__(self, copy: Copy, text: str, before: str, document: str) -> None:
        self._copy, self._text, self._before, self._document = copy, text, before, document

    def row(self, row: Row) -> Row:
        written = json.loads(to_json(row))
        worded = WORDED if isinstance(row, Actor) or row.row_type != "norm" else frozenset()
        changed = self._value(written, "", worded)
        if row.row_type == "figure":
            self._count(changed, written)
        return from_json(json.dumps(changed))

    def refusal(self, refusal: Rejected) -> Rejected:
        anchor = refusal.anchor
        exact = self._text[anchor.start : anchor.end]
        return replace(refusal, anchor=Evidence(self._document, anchor.start, anchor.end, exact))

    def _value(self, value: Any, name: str, worded: frozenset[str]) -> Any:
        if isinstance(value, dict):
            changed = {key: self._value(item, key, worded) for key, item in value.items()}
            if "exact" in changed and "start" in changed:
                changed["exact"] = self._text[changed["start"] : changed["end"]]
            return changed
        if isinstance(value, list):
            return [self._value(item, name, worded) for item in value]
        if not isinstance(value, str):
            return value
        if value == self._before:
            return self._document
        if name in worded:
            return self._copy.text(value)
        return self._copy.id(value)

    @staticmethod
    def _count(changed: dict[str, Any], written: dict[str, Any]) -> None:
        """Have a figure's numbers change as its words did."""
        before, now = (_number_in(figure["value"]["exact"]) for figure in (written, changed))
        if before and now and before != now:
            for name in ("low", "high", "number"):
                if changed.get(name) is not None:
                    changed[name] = round(changed[name] * now / before)


def _number_in(words: str) -> int:
    found = _NUMBER.search(words)
    return int(found[0].replace(",", "")) if found else 0
