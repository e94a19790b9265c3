"""Many names or phrases looked for at once: a list goes in, counts come out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from onrecord.record.query import LONGEST_QUERY, understand
from onrecord.record.search import Counted
from onrecord.types.errors import OnRecordError

LARGEST_LIST = 2_000_000
"""Bytes of a list: far more than MOST_TERMS names need."""

MOST_TERMS = 2_000
"""Names or phrases of one list: each is looked for in every document and row."""

HEADERS = frozenset(
    {"name", "names", "term", "terms", "phrase", "phrases", "query", "queries", "word", "words", "search"}
)
"""What a first line says when it names the column and is not looked for."""

_BEGINNINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
"""Byte order marks, and the encodings that they tell of."""

_DELIMITERS = ",;\t"
_OPERATORS = re.compile(r'["“”„«»*]|\b(?:AND|OR|NOT)\b')


class ListCannotBeRead(OnRecordError):
    """A list of names is too large, is no text, or holds nothing to look for."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What is looked for, in the order of the list, each once; `notes` say what was not as expected."""

    terms: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one name or phrase of a list is found; `rows` counts the rows of each type with its words."""

    term: str
    query: str
    found: Counted
    rows: Mapping[str, int] = field(default_factory=dict)
    complaint: str | None = None


def read_batch(content: bytes) -> Batch:
    """Return the first column of a CSV as what is looked for; raises ListCannotBeRead.

    Columns may be divided by commas, semicolons or tabs. A first line that names the column is passed over.
    """
    if len(content) > LARGEST_LIST:
        raise ListCannotBeRead(
            f"The list is larger than {LARGEST_LIST // 1_000_000} MB. Divide it into several."
        )
    text, notes = _decoded(content)
    if "\0" in text:
        raise ListCannotBeRead("The file is no text. Save the list as CSV (UTF-8) and give that.")
    cells = list(_first_cells(text))
    if cells and cells[0].casefold() in HEADERS:
        notes.append(f"The first line, “{cells[0]}”, was taken for the name of the column.")
        del cells[0]
    terms = tuple(dict.fromkeys(cells))
    if len(terms) < len(cells):
        notes.append(f"{len(cells) - len(terms)} that stand in the list more than once are looked for once.")
    if not terms:
        raise ListCannotBeRead("There is nothing to look for: write one name or phrase on each line.")
    if len(terms) > MOST_TERMS:
        raise ListCannotBeRead(
            f"The list has {len(terms):,} names or phrases; {MOST_TERMS:,} are looked for at once. Divide it."
        )
    return Batch(terms, tuple(notes))


def _decoded(content: bytes) -> tuple[str, list[str]]:
    encoding = next((name for mark, name in _BEGINNINGS if content.startswith(mark)), "utf-8")
    try:
        return content.decode(encoding), []
    except UnicodeDecodeError:
        told = (
            "The file is not UTF-8 and was read as Windows-1252: look whether letters with accents are right."
        )
        return content.decode("cp1252", "replace"), [told]


def _first_cells(text: str) -> Iterator[str]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    divided = max(_DELIMITERS, key=first.count) if any(map(first.count, _DELIMITERS)) else ","
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=divided):
            cell = " ".join(row[0].split()) if row else ""
            if cell:
                yield cell
    except csv.Error as error:
        raise ListCannotBeRead(
            f"The list is no CSV ({error}). Write one name or phrase on each line."
        ) from error


def query_of(term: str) -> str:
    """Return what is asked for a name or phrase: its words in a row, unless it has operators of its own.

    >>> query_of("Anna Holm"), query_of("evict* AND lake")
    ('"Anna Holm"', 'evict* AND lake')
    """
    return term if _OPERATORS.search(term) else f'"{term}"'


def tallied(
    terms: Iterable[str],
    passages: Callable[[str], Counted],
    rows: Callable[[str], Mapping[str, int]],
) -> Iterator[Tally]:
    """Yield how often each of `terms` is found; `passages` and `rows` count what a query finds."""
    for term in terms:
        query = query_of(term)
        complaint = understand(query).complaint
        if complaint and len(term) <= LONGEST_QUERY:
            yield Tally(term, query, Counted(0, 0), complaint=complaint)
        else:
            yield Tally(term, query, passages(query), rows(query), complaint)
