"""Decisions over real builds: a document that changed, other rules, a document taken out and put back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from evals.sample import SAMPLE

import onrecord.pipeline.build as building
from onrecord.config import Config, read_config
from onrecord.pipeline.build import build, make_reader
from onrecord.pipeline.engines import InlineEngine
from onrecord.pipeline.units import Read
from onrecord.record.anchoring import CHANGED, GONE, TWICE
from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.documents import RawDocument
from onrecord.types.findings import DocumentFindings
from onrecord.types.rows import Actor, Ask, Figure, FigureSet, Finding, Row, Statement

LETTER = Path("letters") / "2024-05-21-members-to-ambassador.txt"

Rebuild = Callable[[], None]


class Builder:
    """Builds one record of a folder again and again; `shift` reads it by other rules from then on."""

    def __init__(self, folder: Path, record: Path, read: Read, config: Config) -> None:
        self.folder, self.record = folder, record
        self._read, self._config = read, config
        self.shifted = False

    @property
    def letter(self) -> Path:
        return self.folder / LETTER

    def build(self) -> None:
        report = build(
            [self.folder], self.record, self._config, engine=InlineEngine(self._make, self._config)
        )
        assert not any(issue.code == "resolver_failed" for issue in report.issues)
        assert verify(self.record).holds

    def _make(self, config: Config) -> Read:
        del config

        def read(raw: RawDocument) -> DocumentFindings:
            found = self._read(raw)
            return (
                replace(found, rows=tuple(_of_other_rules(row) for row in found.rows))
                if self.shifted
                else found
            )

        return read


def _of_other_rules(row: Row) -> Row:
    """Return a row as rules of another version give it: with another id, at the same words."""
    if not isinstance(row, Statement):
        return row
    parent = _shifted(row.parent) if row.parent else None
    return replace(row, id=_shifted(row.id), parent=parent)


def _shifted(id_: str) -> str:
    return re.sub("[0-9a-f]{4}$", "0000", id_)


@pytest.fixture(scope="module")
def read() -> Read:
    """Return the reader of the sample; no document is read twice."""
    reading = make_reader(read_config(SAMPLE / "onrecord.toml"))
    known: dict[tuple[str, str], DocumentFindings] = {}

    def read_once(raw: RawDocument) -> DocumentFindings:
        key = (raw.id, raw.path)
        if key not in known:
            known[key] = reading(raw)
        return known[key]

    return read_once


@pytest.fixture
def builder(read: Read, tmp_path: Path) -> Builder:
    folder = tmp_path / "documents"
    shutil.copytree(SAMPLE / "documents", folder)
    built = Builder(folder, tmp_path / "sample.record", read, read_config(SAMPLE / "onrecord.toml"))
    built.build()
    return built


def document_of(record: Record) -> str:
    return next(row.id for row in record.documents() if row.path.endswith(LETTER.name))


def figure_of(record: Record, words: str) -> Figure:
    document = document_of(record)
    return next(row for row in record.rows(Figure, document) if words in row.anchor.exact)


def test_decisions_in_a_document_that_changed_elsewhere_hold_on_the_same_words(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        families, boats = figure_of(record, "340 families"), figure_of(record, "90 boats")
        record.decide(families.id, "accept", why="in the Clinic's table")
        record.decide(families.id, "correct", {"field": "counted", "value": "households"})
        record.decide(boats.id, "reject")
        record.decide(families.id, "grade", {"source": "B", "item": 2})
    builder.letter.write_text(
        builder.letter.read_text().replace("Thank you for your", "We thank you for your")
    )
    builder.build()
    with Record.open(builder.record) as record:
        again = figure_of(record, "340 families")
        assert (again.id, again.document) != (families.id, families.document)
        assert again.counted == "households"
        assert str(record.review(again.id).grade) == "B2"
        assert [past.state for past in record.review(again.id).history] == ["holds"] * 3
        assert not any("90 boats" in row.anchor.exact for row in record.rows(Figure, again.document))
        assert record.orphaned() == ()


def test_decisions_on_rows_made_by_comparing_hold_where_all_their_words_stand(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        document = document_of(record)
        figures = [
            row for row in record.rows(FigureSet) if len(row.figures) > 1 and _speaks_of(row, document)
        ]
        findings = [
            row for row in record.rows(Finding) if row.severity == "high" and _speaks_of(row, document)
        ]
        for row in (*figures, *findings):
            record.decide(row.id, "accept")
    assert figures
    assert findings
    builder.letter.write_text(builder.letter.read_text() + "\nBy courier.\n")
    builder.build()
    with Record.open(builder.record) as record:
        assert record.orphaned() == ()
        for kind, before in ((FigureSet, figures), (Finding, findings)):
            accepted = {row.id for row in record.rows(kind) if record.review(row.id).reviewed == "accepted"}
            assert len(accepted) == len(before)
            assert accepted != {row.id for row in before}


def _speaks_of(row: Row, document: str) -> bool:
    return any(anchor.document == document for anchor in row.anchors())


def test_a_decision_on_words_that_changed_is_orphaned_and_never_attached(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        families = figure_of(record, "340 families")
        made = record.decide(families.id, "reject")
    before = builder.letter.read_text()
    builder.letter.write_text(before.replace("340 families from the north", "340 families of the north"))
    builder.build()
    with Record.open(builder.record) as record:
        assert figure_of(record, "340 families")
        assert [(orphan.decision, orphan.reason) for orphan in record.orphaned()] == [(made, CHANGED)]
        assert [past.state for past in record.history()] == ["orphaned"]
    builder.letter.write_text(before)
    builder.build()
    with Record.open(builder.record) as record:
        assert record.orphaned() == ()
        assert record.row(families.id) is None


def test_a_decision_is_not_attached_where_its_words_stand_twice(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        record.decide(figure_of(record, "340 families").id, "accept")
    text = builder.letter.read_text()
    builder.letter.write_text(f"{text}\n\n{text}")
    builder.build()
    with Record.open(builder.record) as record:
        assert [orphan.reason for orphan in record.orphaned()] == [TWICE]


def test_a_decision_holds_where_other_rules_give_the_same_words_another_id(
    builder: Builder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Record.open(builder.record) as record:
        document = document_of(record)
        said = next(row for row in record.rows(Statement, document) if row.sure and row.parent is None)
        record.decide(said.id, "correct", {"field": "act", "value": "warn"})
        record.decide(said.id, "note", "look again")
    builder.shifted = True
    monkeypatch.setattr(building, "digest_of", lambda versions: "other rules")
    builder.build()
    with Record.open(builder.record) as record:
        again = record.row(_shifted(said.id))
        assert isinstance(again, Statement)
        assert record.row(said.id) is None
        assert (again.content, again.act) == (said.content, "warn")
        assert [note.text for note in record.review(again.id).notes] == ["look again"]


def test_decisions_on_a_document_that_was_taken_out_wait_for_it(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        ask = next(record.rows(Ask, document_of(record)))
        families = figure_of(record, "340 families")
        at = families.anchor
        accepted = record.decide(ask.id, "accept")
        added = record.add(
            families.document,
            {
                "type": "event", "kind": "HARM.DETENTION", "factuality": "past",
                "mentions": [{"start": at.start, "end": at.end}],
            },
        )  # fmt: skip
    kept = builder.letter.read_bytes()
    builder.letter.unlink()
    builder.build()
    with Record.open(builder.record) as record:
        assert {orphan.decision.id: orphan.reason for orphan in record.orphaned()} == {
            accepted.id: GONE,
            added.id: GONE,
        }
        assert record.row(added.row) is None
    builder.letter.write_bytes(kept)
    builder.build()
    with Record.open(builder.record) as record:
        assert record.orphaned() == ()
        assert record.review(ask.id).reviewed == "accepted"
        assert record.review(added.row).reviewed == "by hand"
        row = record.row(added.row)
        assert row is not None
        assert next(row.anchors()) == at


def test_a_row_by_hand_goes_with_its_words_into_the_changed_document(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        at = figure_of(record, "340 families").anchor
        fields = {
            "type": "statement", "content": [{"start": at.start, "end": at.end}], "mode": "indirect",
            "act": "assert", "level": 1,
        }  # fmt: skip
        added = record.add(at.document, fields)
    builder.letter.write_text(
        builder.letter.read_text().replace("Parliament of Osmar\n", "The Parliament of Osmar\n", 1)
    )
    builder.build()
    with Record.open(builder.record) as record:
        row = record.row(added.row)
        assert isinstance(row, Statement)
        assert row.document == document_of(record) != at.document
        assert row.content[0].start == at.start + 4
        assert row in list(record.export_rows())


def test_a_judgement_holds_where_the_actor_of_one_document_has_another_id_now(builder: Builder) -> None:
    with Record.open(builder.record) as record:
        document = document_of(record)
        here = {row.name: row.id for row in record.rows(Actor, document)}
        local, other = here["signatories"], here["Lakeland Legal Clinic"]
        record.judge(local, other, "negative", "the Clinic did not sign")
    builder.letter.write_text(builder.letter.read_text() + "\nBy courier.\n")
    builder.build()
    with Record.open(builder.record) as record:
        now = {row.name: row.id for row in record.rows(Actor, document_of(record))}
        assert now["signatories"] != local
        assert [(made.one, made.other) for made in record.judgements()] == [(now["signatories"], other)]
