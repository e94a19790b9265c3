"""What programs are given of a record: rows as RECORD.md writes them, with their words and where they lead.

The API and the server for agents answer with these, so that neither can say more than the record holds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from onrecord.check.report import DraftReport
from onrecord.export.masking import Masking
from onrecord.record.catalogue import RowQuery
from onrecord.record.decisions import Decision, DecisionCannotBeMade
from onrecord.types.errors import OnRecordError
from onrecord.types.rows import DocumentRow, Row
from onrecord.web.masked import enters_a_pseudonym, meant_ids, shown_ids
from onrecord.web.site import Site

MOST_HITS = 100
"""Passages of one answer."""

LONGEST_TEXT = 20_000
"""Characters of a document's text in one answer."""


class NotInTheRecord(OnRecordError):
    """There is no such row or document in the record, or a reviewer rejected it."""


@dataclass(frozen=True)
class Answers:
    """Answers of one site, whose pages lie under `base`; private persons are masked unless `private`."""

    site: Site
    base: str
    private: bool = False

    @cached_property
    def _masking(self) -> Masking:
        return Masking.off(self.site.record) if self.private else self.site.masking()

    def record(self) -> dict[str, Any]:
        """Return what the record holds."""
        return {
            "name": self._masking.address(self.site.name),
            "rows": self.site.record.counts(),
            "last_date": self.site.record.last_date(),
        }

    def row(self, id_: str) -> dict[str, Any]:
        """Return one row with what it is tied to; raises NotInTheRecord.

        An actor or norm comes with its first mentions and how many there are: thousands take seconds to mask.
        """
        meant = self._masking.meant(id_)
        entry = None if meant is None else self.site.catalogue.entry(meant)
        row = entry.row if entry else self.site.record.row(meant) if meant is not None else None
        if row is None:
            raise NotInTheRecord(f"{id_}: no such row is in the record, or a reviewer rejected it.")
        related = self.site.catalogue.related(row.id)
        shown = {name: [self._masking.id(other) for other in ids] for name, ids in related.items()}
        counted = {"mentions_in_all": entry.mentions} if entry else {}
        return {**self.told(row), **counted, "related": shown}

    def rows(self, query: RowQuery) -> dict[str, Any]:
        """Return the rows of a query, how many there are in all, and the cursor that leads on."""
        actors = frozenset(filter(None, map(self._masking.meant, query.actors)))
        if len(actors) < len(query.actors):
            raise NotInTheRecord("One of these actors is not in the record.")
        found = self.site.catalogue.page(replace(query, actors=actors))
        rows = [
            {
                **self.told(entry.row),
                "review": entry.reviewed,
                "grade": entry.grade,
                **({"mentions_in_all": entry.mentions} if entry.mentions else {}),
                **({"state": entry.state} if entry.state else {}),
            }
            for entry in found.entries
        ]
        return {"rows": rows, "total": found.total, "after": found.after}

    def told(self, row: Row) -> dict[str, Any]:
        """Return a row as the contract writes it, with a sentence that tells it and its permalink."""
        sentence = self._masking.text(self.site.names.told(row), documents_of(row))
        kind = "documents" if isinstance(row, DocumentRow) else "rows"
        link = f"{self.base}/{kind}/{self._masking.id(row.id)}"
        return {**self._masking.encoded(row), "told": sentence, "permalink": link}

    def search(self, words: str, limit: int) -> dict[str, Any]:
        """Return the passages that fit best, each with its exact words, and what could not be understood."""
        hits = self.site.passages.search(words, min(limit, MOST_HITS))
        return {
            "passages": [
                {
                    **self.words(hit.document, hit.start, hit.end),
                    "path": self._masking.address(hit.path, [hit.document]),
                    "score": round(hit.score, 4),
                }
                for hit in hits
            ],
            "complaint": self.site.passages.complaint(words),
        }

    def words(self, document: str, start: int, end: int) -> dict[str, Any]:
        """Return exact words of a document as an anchor, with who is to be cited for them.

        Raises NotInTheRecord where the document or the place is none of the record.
        """
        row = self._document(document)
        length = len(self.site.record.text(document))
        if not 0 <= start < end <= length:
            raise NotInTheRecord(f"{document} has {length} characters; {start} to {end} is none of it.")
        end = min(end, start + LONGEST_TEXT)
        shown = self._masking.passage(document, start, end)
        anchor = {"document": document, "start": start, "end": end, "exact": shown}
        masked = {} if shown == self.site.record.text(document)[start:end] else {"masked": True}
        return {
            "anchor": {**anchor, **masked},
            "document": self._masking.text(self.site.names.document(row), [document]),
            "permalink": f"{self.base}/documents/{document}?at={start}#at",
        }

    def quote(self, document: str, words: str) -> dict[str, Any]:
        """Return every place where a document has exactly these words; none where it has them otherwise.

        A place that holds the name of a masked person is none: else names could be tried out.
        """
        self._document(document)
        text, at = self.site.record.text(document), -1
        places: list[dict[str, Any]] = []
        while words.strip() and len(places) < MOST_HITS and (at := text.find(words, at + 1)) >= 0:
            place = self.words(document, at, at + len(words))
            if "masked" not in place["anchor"]:
                places.append(place)
        return {"verbatim": bool(places), "places": places}

    def checked(self, report: DraftReport) -> dict[str, Any]:
        """Return what a check gave: the draft is the asker's own, the record's words are masked."""
        documents = {ground.anchor.document for verdict in report.verdicts for ground in verdict.grounds}
        written: dict[str, Any] = self._masking.written(json.loads(report.to_json()), documents)
        written["text"], written["counts"] = report.text, report.counts()
        written["record"] = self._masking.address(report.record)
        return written

    def decisions(self, row: str | None = None) -> list[dict[str, Any]]:
        """Return the decisions on a row, or all, as JSON, in their order; none on one not known by its id."""
        meant = None if row is None else self._masking.meant(row)
        if row is not None and meant is None:
            return []
        return [self.decision(each) for each in self.site.record.decisions(meant)]

    def asked(self, row: str, value: Any, why: str) -> tuple[str, Any, str]:
        """Return what a decision says with ids as the record has them; raises DecisionCannotBeMade.

        Who may not see private persons knows them by what is shown, and enters no pseudonym as words.
        """
        sent = json.dumps([row, value, why], ensure_ascii=False)
        if self._masking.masks and enters_a_pseudonym(sent):
            raise DecisionCannotBeMade(
                "This holds “Person” and a number, which stand here in the place of a name: entered, they "
                "would stand in the record."
            )
        try:
            meant: tuple[str, Any, str] = tuple(json.loads(meant_ids(sent, self._masking)))
        except LookupError as error:
            raise DecisionCannotBeMade(f"{error.args[0]}: no such row is in the record.") from error
        return meant

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Tell why a decision is refused as all else is told: nobody is named by it who is masked."""
        try:
            yield
        except DecisionCannotBeMade as error:
            told = self._masking.text(str(error))
            raise DecisionCannotBeMade(shown_ids(told, self._masking)) from error

    def decision(self, made: Decision) -> dict[str, Any]:
        """Return one decision as JSON."""
        row = self.site.record.row(made.row)
        documents = documents_of(row) if row is not None else frozenset()
        return {
            "id": made.id,
            "row": self._masking.id(made.row),
            "action": made.action,
            "value": self._masking.written(made.value, documents),
            "who": made.who,
            "when": made.when,
            "why": self._masking.text(made.why, documents),
            "undoes": made.undoes,
        }

    def _document(self, document: str) -> DocumentRow:
        row = self.site.record.document(document)
        if row is None:
            raise NotInTheRecord(f"{document}: no such document is in the record.")
        return row


def documents_of(row: Row) -> frozenset[str]:
    """Return the documents a row speaks of."""
    return frozenset({row.position[0], *(anchor.document for anchor in row.anchors())} - {""})
