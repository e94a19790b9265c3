"""HURIDOCS events standard formats as CSV: Event, Act, Person, Information, Intervention.

Columns are named as the Events Standard Formats name their fields (HURIDOCS 2001, as OpenEvsys spells them);
what they have no field for has a name of ours behind them. An event becomes an Act only where its kind has a
code of micro-thesaurus 4 and documents tell it as past, ongoing or reported: what is feared, asked for or
disputed is no act. An ask with its replies is an Intervention. What a person has to judge (violation,
confidentiality, reliability, involvement) stays empty unless a reviewer graded it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.export.coarse_dates import days_of
from onrecord.export.excerpt import Excerpt, Outcome, masked
from onrecord.export.lists import SEVERAL
from onrecord.export.telling import about
from onrecord.export.zipped import Cell, ZippedTables
from onrecord.types.asked import no_reply
from onrecord.types.ledger import ANSWERING, last_date, ledger
from onrecord.types.rows import Actor, Ask, DocumentRow, Event, Response, Row

_ACTS = ("past", "ongoing", "reported")
"""Factualities of what documents tell as having happened."""

_OWN = ("edtf", "permalink", "masked", "reviewed", "grade", "reviewers_notes")
_EXACT, _BETWEEN, _NOT_KNOWN = "exact", "within these dates", "not known"

_WHAT = (
    "HURIDOCS events standard formats: a CSV file for each of Event, Act, Person, Information and "
    "Intervention. Codes are of micro-thesaurus 4, types of acts. An event is an act only where documents "
    "tell it as past, ongoing or reported. Who is responsible is for a person to say: no involvement is "
    "written."
)

Line = list[Cell]


def write(excerpt: Excerpt, out: BinaryIO) -> Outcome:
    """Write the five files and `README.txt`."""
    formats = _Formats(excerpt)
    count = 0
    with ZippedTables(out) as archive:
        for name, columns, lines in (
            ("events", _EVENT, formats.events()),
            ("acts", _ACT, formats.acts()),
            ("persons", _PERSON, formats.persons()),
            ("information", _INFORMATION, formats.information()),
            ("interventions", _INTERVENTION, formats.interventions()),
        ):
            count += archive.table(f"{name}.csv", (*columns, *_OWN), lines)
        archive.text("README.txt", about(excerpt, _WHAT))
    return Outcome(count, (_no_acts(formats.no_acts),) if formats.no_acts else ())


def _no_acts(count: int) -> str:
    if count == 1:
        return "1 event of a kind with a code is no act, as documents tell it."
    return f"{count} events of kinds with a code are no acts, as documents tell them."


_EVENT = (
    "event_record_number", "event_title", "confidentiality", "geographical_term", "local_geographical_area",
    "initial_date", "initial_date_type", "final_date", "final_date_type", "event_description",
    "violation_status", "remarks", "kind", "factuality", "number_of_documents",
)  # fmt: skip
_ACT = (
    "act_record_number", "event", "victim", "confidentiality", "type_of_act", "type_of_act_term",
    "initial_date", "initial_date_type", "final_date", "final_date_type", "exact_location", "remarks",
    "kind", "factuality", "victim_name", "said_to_act",
)  # fmt: skip
_PERSON = (
    "person_record_number", "counting_unit", "person_name", "other_names", "confidentiality", "remarks",
    "kind", "private",
)  # fmt: skip
_INFORMATION = (
    "information_record_number", "event", "source", "related_person", "confidentiality",
    "source_connection_to_information", "language_of_source_material", "date_of_source_material",
    "type_of_source_material", "reliability_of_information", "remarks", "source_name", "document",
)  # fmt: skip
_INTERVENTION = (
    "intervention_record_number", "intervening_party", "event", "victim", "confidentiality",
    "type_of_intervention", "date_of_intervention", "parties_requested", "response",
    "impact_on_the_situation", "remarks", "intervention_status", "intervening_party_name", "strength",
    "times_asked", "response_words",
)  # fmt: skip


class _Formats:
    """The lines of each format."""

    def __init__(self, excerpt: Excerpt) -> None:
        self._excerpt = excerpt
        kinds = excerpt.vocabularies.table("events")["kinds"]
        self._codes = {name: kind["huridocs"] for name, kind in kinds.items() if kind.get("huridocs")}
        words = excerpt.vocabularies.table("exports/huridocs")
        self._terms, self._units, self._needs = words["acts"], words["counting_units"], words["needs"]
        self.no_acts = 0

    def events(self) -> Iterator[Line]:
        for row in self._excerpt.rows(Event):
            first, last, exact = _dates(row.date)
            documents = dict.fromkeys(mention.document for mention in row.mentions)
            yield [
                row.id, self._excerpt.told(row), None, row.place, None, first, exact, last, exact,
                SEVERAL.join(mention.exact for mention in row.mentions), None,
                f"Told as {row.factuality}", row.kind, row.factuality, len(documents),
                *self._own(row, row.date),
            ]  # fmt: skip

    def acts(self) -> Iterator[Line]:
        for row in self._excerpt.rows(Event):
            code = self._codes.get(row.kind)
            if code is None or not self._is_told_as(row, code):
                continue
            if row.factuality not in _ACTS:
                self.no_acts += 1
                continue
            yield from self._acts_of(row, code)

    def _is_told_as(self, row: Event, code: str) -> bool:
        """Tell whether an event is told in words of its act, where a code is not for all of its kind."""
        needed = tuple(self._needs.get(code, ()))
        words = (anchor.exact.casefold() for anchor in row.triggers or row.mentions)
        return not needed or any(word.startswith(needed) for word in words)

    def _acts_of(self, row: Event, code: str) -> Iterator[Line]:
        """Yield an act for each who suffered it, one without a victim where nobody is named."""
        names = self._excerpt.name
        victims: list[str | None] = [*dict.fromkeys(_in_role(row, "recipient"))]
        acting = "; ".join(dict.fromkeys(map(names, _in_role(row, "actor"))))
        first, last, exact = _dates(row.date)
        for number, victim in enumerate(victims or [None], start=1):
            yield [
                f"{row.id}-{number}", row.id, victim, None, code, self._terms.get(code),
                first, exact, last, exact, row.place, row.mentions[0].exact, row.kind, row.factuality,
                names(victim) if victim else None, acting, *self._own(row, row.date),
            ]  # fmt: skip

    def persons(self) -> Iterator[Line]:
        for row in self._excerpt.rows(Actor):
            yield [
                row.id, self._units[row.kind], row.name, SEVERAL.join(row.aliases), None,
                SEVERAL.join(row.roles), row.kind, "yes" if row.private else None, *self._own(row, None),
            ]  # fmt: skip

    def information(self) -> Iterator[Line]:
        """Yield one record for each event and document that tells of it."""
        for row in self._excerpt.rows(Event):
            told: dict[str, list[str]] = {}
            for mention in row.mentions:
                told.setdefault(mention.document, []).append(mention.exact)
            for id_, words in told.items():
                document = self._excerpt.document(id_)
                if document is not None:
                    yield self._information(row, document, words)

    def _information(self, row: Event, document: DocumentRow, words: list[str]) -> Line:
        sources = document.signatories or document.authors or document.issuers
        edtf = document.date.edtf if document.date else None
        grade = self._excerpt.review(row).grade
        return [
            f"{row.id}-{document.id}", row.id, SEVERAL.join(sources), None, None, None, document.language,
            days_of(edtf)[0], document.kind, str(grade) if grade.graded else None, SEVERAL.join(words),
            "; ".join(self._excerpt.names(sources)) or document.publisher, self._excerpt.name(document.id),
            *self._own(row, edtf),
        ]  # fmt: skip

    def interventions(self) -> Iterator[Line]:
        """Yield one record for each ask, however often it is said, with its replies."""
        asks = list(self._excerpt.rows(Ask))
        as_of = last_date(self._excerpt.record.documents()) if asks else None
        for entry in ledger(asks, self._excerpt.rows(Response)) if asks else ():
            document = self._excerpt.document(entry.first.document)
            edtf = document.date.edtf if document and document.date else None
            asked = entry.addressees or entry.targets
            replies = [row for row in entry.responses if row.kind in ANSWERING]
            yield [
                entry.first.id, SEVERAL.join(entry.requesters), None, None, None, "ask", days_of(edtf)[0],
                "; ".join(self._excerpt.names(asked)),
                SEVERAL.join(dict.fromkeys(row.kind for row in replies)) or no_reply(as_of), None,
                entry.first.action.exact, None, "; ".join(self._excerpt.names(entry.requesters)),
                entry.first.strength, len(entry.mentions), SEVERAL.join(row.anchor.exact for row in replies),
                *self._own(entry.first, edtf),
            ]  # fmt: skip

    def _own(self, row: Row, edtf: str | None) -> Line:
        review = self._excerpt.review(row)
        return [
            edtf, self._excerpt.link(row.id), "yes" if masked(row) else None, review.reviewed,
            str(review.grade) if review.grade.graded else None,
            SEVERAL.join(note.text for note in review.notes),
        ]  # fmt: skip


def _in_role(row: Event, role: str) -> Iterator[str]:
    return (actor for part in row.participants if part.role == role for actor in part.actors)


def _dates(edtf: str | None) -> tuple[str | None, str | None, str]:
    """Return the first and last day of a date, and how exact they are."""
    first, last = days_of(edtf)
    if first is None and last is None:
        return None, None, _NOT_KNOWN
    return first, last, _EXACT if first == last and edtf == first else _BETWEEN
