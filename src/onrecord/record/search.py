"""Full-text search over the passages of the documents a record shows.

The index lies beside the record and holds nothing of its own: it is brought up to date from the
record, and made anew where it is missing, damaged, of another record or of another format.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any, TypeVar

import tantivy

from onrecord.record.folder import CATALOGUE, write_atomically
from onrecord.record.query import Either, Every, Not, Part, Terms, understand
from onrecord.record.sqlite import OF_THE_SYSTEM, storing
from onrecord.record.store import Record
from onrecord.record.words import fold, words_in
from onrecord.types.errors import RecordCannotBeOpened

T = TypeVar("T")

FORMAT = 2
"""Changes with the fields of the index and with how words are folded."""

STATE = "state.json"
"""Says which record the index is of, and up to which of its changes."""

WRITER_BYTES = 50_000_000
"""Memory of the index writer before it writes a segment."""

MOST_ALIKE = 40
"""Words of a text by which passages like it are looked for, the first ones."""

MOST_DOCUMENTS = 60_000
"""Documents that are counted one by one; the index holds no more of them at once (its limit is 65,000)."""


Place = tuple[str, int, int]
"""A passage: its document, start and end."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that fits, with the place of every word that was looked for."""

    document: str
    start: int
    end: int
    score: float
    path: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """In how many passages and documents something is found; `exact` tells that these are no estimate."""

    passages: int
    documents: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Snippet:
    """Part of a passage to show: its words, and the marked places counted from its first character."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Passages:
    """The search index of one record."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._folder = record.index
        self._index: Any = None
        self._changes = -1
        self._lock = Lock()

    def refresh(self) -> None:
        """Bring the index up to the record; does nothing where it is.

        Raises RecordCannotBeWritten on a full disk. On a read-only one the index is made in memory.
        """
        with self._lock:
            self._refresh()

    def _refresh(self) -> None:
        record, changes = self._record.standing()
        if self._index is not None and self._changes == changes:
            return
        if not self._record.make_index_folder():
            self._refresh_in_memory(changes)
            return
        with storing(self._folder):
            since = self._changes if self._stands_at(record) else self._opened(record, changes)
            if since is None:
                self._make_anew()
                since = 0
            if since != changes:
                if not self._update(since):
                    return
                self._write_state(record, changes)
        self._changes = changes

    def rebuild(self) -> None:
        """Make the index anew from the record."""
        with self._lock:
            with storing(self._folder):
                self._take_away()
            self._index = None
            self._refresh()

    def search(self, query: str, limit: int = 20, documents: Collection[str] | None = None) -> list[Hit]:
        """Return the passages that fit best, the best first; none where the query says nothing.

        `documents` are those to look in, None all. `complaint` says what of a query could not be understood.
        """
        understood = understand(query)
        part = understood.part
        if part is None or limit < 1:
            return []
        found = self._asking(lambda: self._find(self._in(part, documents), limit))
        wanted = tuple(understood.wanted())
        paths = self._record.paths(document for _, (document, _, _) in found)
        hits = [self._hit(score, place, paths, wanted) for score, place in found if place[0] in paths]
        return sorted(hits, key=lambda hit: (-hit.score, hit.path, hit.document, hit.start))

    def alike(self, text: str, limit: int) -> list[Place]:
        """Return the passages that share most words with a text, the best first; rare words count most."""
        words = list(dict.fromkeys(word.folded for word in words_in(text)))[:MOST_ALIKE]
        if not words:
            return []
        part = Either(tuple(Terms((word,)) for word in words))
        return [place for _, place in self._asking(lambda: self._find(self._asked(part), limit))]

    def holding(self, word: str) -> int:
        """Return how many passages hold a word."""
        self.refresh()
        folded = fold(word)
        return int(self._index.searcher().doc_freq("words", folded)) if folded else 0

    def count(self) -> int:
        """Return how many passages there are."""
        self.refresh()
        return int(self._index.searcher().num_docs)

    def places(self, query: str, limit: int) -> list[Place]:
        """Return where the passages that fit best stand, without looking into them."""
        part = understand(query).part
        if part is None:
            return []
        return [place for _, place in self._asking(lambda: self._find(self._asked(part), limit))]

    def counted(self, query: str) -> Counted:
        """Return in how many passages and documents a query is found."""
        part = understand(query).part
        return self._asking(lambda: self._count(self._asked(part))) if part is not None else Counted(0, 0)

    def spread(self, query: str) -> dict[str, int] | None:
        """Return how many passages of each document a query is found in, None where these are too many."""
        part = understand(query).part
        return self._asking(lambda: self._spread(self._asked(part))) if part is not None else {}

    def _count(self, query: Any) -> Counted:
        spread = self._spread(query)
        if spread is not None:
            return Counted(sum(spread.values()), len(spread))
        searcher = self._index.searcher()
        passages = searcher.search(query, limit=1, count=True).count
        return Counted(passages, int(searcher.cardinality(query, "document")), exact=False)

    def _spread(self, query: Any) -> dict[str, int] | None:
        asked = {"documents": {"terms": {"field": "document", "size": MOST_DOCUMENTS}}}
        try:
            found = self._index.searcher().aggregate(query, asked)["documents"]
        except ValueError as error:
            if "bucket limit" in str(error):
                return None
            raise
        if found["sum_other_doc_count"]:
            return None
        counts = {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
        hidden = self._hidden()
        return {document: many for document, many in counts.items() if document not in hidden}

    def _hidden(self) -> set[str]:
        """Return the documents that a reviewer rejected: the index knows nothing of decisions."""
        made = {decision.row for decision in self._record.decisions() if decision.row.startswith("d-")}
        return made - self._record.paths(made).keys()

    def _in(self, part: Part, documents: Collection[str] | None) -> Any:
        asked = self._asked(part)
        if documents is None:
            return asked
        among = tantivy.Query.term_set_query(self._schema, "document", sorted(documents))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, asked), (tantivy.Occur.Must, among)])

    def _asking(self, ask: Callable[[], T]) -> T:
        """Return what the index answers, made anew where a file of it is damaged."""
        self.refresh()
        try:
            return ask()
        except ValueError:
            self.rebuild()
            return ask()

    def _find(self, query: Any, limit: int) -> list[tuple[float, Place]]:
        searcher = self._index.searcher()
        found = searcher.search(query, limit=limit, count=False)
        passages = [(score, searcher.doc(address)) for score, address in found.hits]
        return [
            (score, (doc.get_first("document"), doc.get_first("start"), doc.get_first("end")))
            for score, doc in passages
        ]

    def complaint(self, query: str) -> str | None:
        """Return one sentence on what of a query cannot be looked for, None where all can."""
        return understand(query).complaint

    def snippet(self, hit: Hit, width: int = 300) -> Snippet:
        """Return about `width` characters of a passage around the first words found, cut between words."""
        text = self._record.text(hit.document)
        first = hit.marks[0][0] if hit.marks else hit.start
        start = max(hit.start, first - width // 3)
        end = min(hit.end, start + width)
        start = max(hit.start, min(start, end - width))
        if start > hit.start:
            start = text.find(" ", start, first) + 1 or first
        if end < hit.end:
            end = max(text.rfind(" ", first, end), hit.marks[0][1] if hit.marks else start + 1)
        marks = tuple((a - start, b - start) for a, b in hit.marks if start <= a and b <= end)
        return Snippet(text[start:end], marks)

    def _hit(self, score: float, place: Place, paths: Mapping[str, str], wanted: tuple[Terms, ...]) -> Hit:
        document, start, end = place
        try:
            words = list(words_in(self._record.text(document)[start:end]))
        except RecordCannotBeOpened:  # the text is damaged: `verify` says so, the hit still leads there
            words = []
        places = {place for terms in wanted for place in terms.found_in(words)}
        marks = tuple((start + a, start + b) for a, b in sorted(places))
        return Hit(document, start, end, round(score, 6), paths[document], marks)

    def _asked(self, part: Part) -> Any:
        """Return a part of the query as the index asks it."""
        occur, query = tantivy.Occur, tantivy.Query
        if isinstance(part, Terms):
            return self._asked_terms(part)
        if isinstance(part, Either):
            return query.boolean_query([(occur.Should, self._asked(choice)) for choice in part.parts])
        parts: Iterable[Part] = part.parts if isinstance(part, Every) else (part,)
        clauses = [
            (occur.MustNot, self._asked(one.part)) if isinstance(one, Not) else (occur.Must, self._asked(one))
            for one in parts
        ]
        if all(kind == occur.MustNot for kind, _ in clauses):
            clauses.append((occur.Must, query.all_query()))
        return query.boolean_query(clauses)

    def _asked_terms(self, terms: Terms) -> Any:
        query = tantivy.Query
        if len(terms.words) == 1:
            [word] = terms.words
            if terms.open_end:
                return query.regex_query(self._schema, "words", f"{_escaped(word)}.*")
            return query.term_query(self._schema, "words", word)
        if terms.open_end:
            return query.phrase_prefix_query(self._schema, "words", list(terms.words))
        return query.phrase_query(self._schema, "words", list(terms.words))

    @cached_property
    def _schema(self) -> Any:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("document", stored=True, fast=True, tokenizer_name="raw")
        builder.add_unsigned_field("start", stored=True)
        builder.add_unsigned_field("end", stored=True)
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="position")
        return builder.build()

    def _stands_at(self, record: str) -> bool:
        """Tell whether the index that is open is the one on disk: nobody has changed it since."""
        known = {"format": FORMAT, "record": record, "changes": self._changes}
        try:
            return self._index is not None and self._state() == known
        except (OSError, ValueError):
            return False

    def _state(self) -> Any:
        return json.loads((self._folder / STATE).read_text("utf-8"))

    def _opened(self, record: str, changes: int) -> int | None:
        """Open the index on disk; return the last change it knows of, None where it must be made anew."""
        try:
            state = self._state()
            if (state["format"], state["record"]) != (FORMAT, record) or state["changes"] > changes:
                return None
            if not tantivy.Index.exists(str(self._folder)):
                return None
            self._index = tantivy.Index(self._schema, path=str(self._folder))
            return int(state["changes"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _take_away(self) -> None:
        """Take the index away, and leave what else lies in its folder."""
        for path in self._folder.glob("*"):
            if not path.name.startswith(CATALOGUE):
                path.unlink()

    def _make_anew(self) -> None:
        self._take_away()
        self._folder.mkdir(exist_ok=True)
        self._index = tantivy.Index(self._schema, path=str(self._folder))

    def _refresh_in_memory(self, changes: int) -> None:
        self._index = tantivy.Index(self._schema)
        self._update(0)
        self._changes = changes

    def _update(self, since: int) -> bool:
        """Put the documents that changed after `since` into the index anew.

        Returns False where another process is at it: what it had before is searched meanwhile.
        """
        if since and not self._record.has_changed_since(since):
            return True
        try:
            writer = self._index.writer(WRITER_BYTES, 1)
        except ValueError as error:
            if OF_THE_SYSTEM in str(error):
                raise
            return False
        for document, passages in self._record.changed_since(since):
            writer.delete_documents_by_term("document", document)
            text = self._record.text(document) if passages else ""
            for start, end in passages:
                words = " ".join(word.folded for word in words_in(text[start:end]))
                added = tantivy.Document(document=document, start=start, end=end, words=words)
                writer.add_document(added)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        return True

    def _write_state(self, record: str, changes: int) -> None:
        state = {"format": FORMAT, "record": record, "changes": changes}
        write_atomically(self._folder / STATE, json.dumps(state).encode())


class StillPassages(Passages):
    """The search index as it lies beside a record, never brought up to date on disk; else one in memory.

    What changed since it was written is found by the words it had before.
    """

    def refresh(self) -> None:
        """Open the index, or make one in memory where there is none that fits."""
        if self._index is not None:
            return
        record, changes = self._record.standing()
        if self._opened(record, changes) is None:
            self._refresh_in_memory(changes)

    def rebuild(self) -> None:
        """Make the index anew, in memory."""
        self._refresh_in_memory(self._record.standing()[1])


def _escaped(word: str) -> str:
    return "".join(char if char.isalnum() else f"\\{char}" for char in word)
