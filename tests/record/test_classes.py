from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record.catalogue import Catalogue, RowQuery
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.types.codec import to_json
from onrecord.types.documents import Metadata
from tests.record.papers import LETTER, Paper, save_three

RULES = (("*/reply.txt", "restricted"), ("report.txt", "internal"))


def class_by_path(record: Record) -> dict[str, str | None]:
    return {row.path.rpartition("/")[2]: record.class_of(row.id) for row in record.documents()}


def by_file(record: Record, name: str) -> str:
    return next(row.id for row in record.documents() if row.path.endswith(name))


def test_rules_class_documents_and_hold_until_others_are_given(record: Record) -> None:
    save_three(record)
    names = dict.fromkeys(class_by_path(record), "public")
    assert record.class_documents() == 0
    assert class_by_path(record) == names
    assert record.class_documents(RULES) == 2
    classed = {**names, "reply.txt": "restricted", "report.txt": "internal"}
    assert class_by_path(record) == classed
    assert record.class_documents() == 0
    assert class_by_path(record) == classed
    record.class_documents(())
    assert class_by_path(record) == names


def test_a_document_has_its_class_from_its_first_reading_on(record: Record) -> None:
    record.class_documents((("papers/*", "secret"),))
    save_three(record)
    assert set(class_by_path(record).values()) == {"secret"}


def test_a_sidecar_makes_stricter_and_never_more_open(record: Record) -> None:
    record.class_documents((("papers/letter.txt", "restricted"),))
    for text, said in ((LETTER, "internal"), (LETTER + " More.", "secret")):
        paper = Paper(text, f"papers/{'letter' if said == 'internal' else 'other'}.txt")
        record.put_source(
            paper.content,
            path=paper.path,
            media_type="text/plain",
            metadata=Metadata(confidentiality=said),
            container=None,
            origin="",
        )
        record.save_document(paper.found(), "1")
    assert class_by_path(record) == {"letter.txt": "restricted", "other.txt": "secret"}


def test_a_decision_stands_above_rules_until_it_is_undone(record: Record) -> None:
    save_three(record)
    record.class_documents(RULES)
    document = by_file(record, "reply.txt")
    made = record.decide(document, "classify", "public", "it was published")
    assert record.class_of(document) == "public"
    record.class_documents(RULES)
    assert record.class_of(document) == "public"
    again = record.decide(document, "classify", "secret")
    record.undo(again.id)
    assert record.class_of(document) == "public"
    record.undo(made.id)
    assert record.class_of(document) == "restricted"
    assert [past.action for past in record.history()].count("classify") == 2


def test_what_takes_the_place_of_a_document_is_as_confidential_as_people_decided_that_is(
    record: Record,
) -> None:
    save_three(record)
    document = by_file(record, "letter.txt")
    path = next(row.path for row in record.documents() if row.id == document)
    record.decide(document, "classify", "secret")
    newer = Paper(LETTER + " It is dated anew.", path)
    record.put_source(
        newer.content, path=path, media_type="text/plain", metadata=Metadata(), container=None, origin=""
    )
    record.save_document(newer.found(), "1")
    assert record.class_of(newer.id) == "secret"


@pytest.mark.parametrize("value", ["top secret", None, {"class": "public"}])
def test_only_known_classes_can_be_decided_and_only_of_documents(record: Record, value: object) -> None:
    save_three(record)
    with pytest.raises(DecisionCannotBeMade, match="public, internal, restricted, secret"):
        record.decide(by_file(record, "letter.txt"), "classify", value)
    row = next(to for to in record.export_rows() if to.row_type == "statement")
    with pytest.raises(DecisionCannotBeMade, match="their rows have that of the document"):
        record.decide(row.id, "classify", "secret")


def test_a_record_without_what_is_above_a_clearance_holds_nothing_of_it(record: Record, place: Path) -> None:
    save_three(record)
    secret = by_file(record, "reply.txt")
    only_there = {row.id for row in record.export_rows()}
    record.decide(secret, "classify", "secret", "reads like confirmed leaks")
    Passages(record).refresh()
    with Record.open(place, clearance="restricted") as seen:
        left = [to_json(row) for row in seen.export_rows()]
        only_there -= {row.id for row in seen.export_rows()}
        assert len(left) > 3
        assert not any(secret in row for row in left)
        assert secret in only_there
        assert seen.rows_with(only_there) == {}
        assert seen.document(secret) is None
        assert seen.paths([secret]) == {}
        assert seen.counts()["document"] == Catalogue(seen).page(RowQuery("document")).total == 2
        assert seen.decisions() == []
        assert seen.history() == ()
        assert secret not in str(list(seen.custody()))
        assert not Passages(seen).search("confirmed")
        assert Passages(seen).holding("confirmed") == 0
        with pytest.raises(KeyError):
            seen.text(secret)
        with pytest.raises(DecisionCannotBeMade, match="no such row"):
            seen.decide(secret, "accept")
        with pytest.raises(DecisionCannotBeMade, match="There is no decision 1"):
            seen.undo(1)
    assert record.class_of(secret) == "secret"


def test_lists_and_search_follow_a_class_that_is_decided_while_they_are_open(
    record: Record, place: Path
) -> None:
    save_three(record)
    document = by_file(record, "reply.txt")
    with Record.open(place, clearance="internal") as seen:
        lists, passages = Catalogue(seen), Passages(seen)

        def shown() -> tuple[int, int]:
            return lists.page(RowQuery("document")).total, len(passages.search("confirmed"))

        assert shown() == (3, 1)
        made = record.decide(document, "classify", "restricted")
        seen.entered += 1
        assert shown() == (2, 0)
        record.undo(made.id)
        seen.entered += 1
        assert shown() == (3, 1)
        lists.close()


def receive(record: Record, paper: Paper, *paths: str, confidentiality: str | None = None) -> None:
    """Hand a paper over under each of some paths."""
    for path in paths:
        record.put_source(
            paper.content,
            path=path,
            media_type="text/plain",
            metadata=Metadata(confidentiality=confidentiality),
            container=None,
            origin="",
        )


def test_what_lies_by_itself_as_well_is_as_confidential_as_the_mail_it_lies_in(record: Record) -> None:
    attached, mail = Paper(LETTER, "papers/a.txt"), Paper(LETTER + " See the file.", "papers/m.eml")
    receive(record, attached, "papers/a.txt", "papers/m.eml!/a.txt")
    receive(record, mail, "papers/m.eml")
    for paper in (attached, mail):
        record.save_document(paper.found(), "1")
    record.class_documents((("*.eml", "restricted"),))
    assert record.class_of(mail.id) == "restricted"
    assert record.class_of(attached.id) == "restricted"
    record.decide(mail.id, "classify", "secret")
    assert record.class_of(attached.id) == "secret"


def test_what_lies_in_an_archive_keeps_the_class_that_rules_and_sidecars_give_the_archive(
    record: Record,
) -> None:
    ruled, said = Paper(LETTER, "papers/a.zip!/a.txt"), Paper(LETTER + " More.", "papers/b.zip!/b.txt")
    receive(record, Paper("an archive", "papers/b.zip"), "papers/b.zip", confidentiality="secret")
    for paper in (ruled, said):
        receive(record, paper, paper.path)
    record.class_documents((("*.zip", "restricted"),))
    for paper in (ruled, said):
        record.save_document(paper.found(), "1")
    assert (record.class_of(ruled.id), record.class_of(said.id)) == ("restricted", "secret")
    record.class_documents()
    assert (record.class_of(ruled.id), record.class_of(said.id)) == ("restricted", "secret")


def test_the_text_of_a_document_that_is_raised_above_a_clearance_is_no_longer_told(
    record: Record, place: Path
) -> None:
    save_three(record)
    document = by_file(record, "reply.txt")
    with Record.open(place, clearance="internal") as seen:
        assert seen.text(document)
        record.decide(document, "classify", "secret")
        with pytest.raises(KeyError):
            seen.text(document)
