from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.record.catalogue import Catalogue
from onrecord.record.names import Names
from onrecord.record.store import Record
from onrecord.types.findings import BlockKey
from onrecord.types.naming import STAGE, names_of
from onrecord.types.rows import Ask, Figure, Response, Row, Statement
from tests.records import BOARD, LETTER_PAGE, REPLY_PAGE, WRITERS, make_record


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Record]:
    place = make_record(tmp_path / "harbour.record")
    with Record.create(place) as record:
        for document in record.documents():
            keys = (BlockKey(STAGE, name, document.id, document.id) for name in names_of(document))
            record.replace_keys(document.id, keys)
    with Record.open(place) as record:
        yield record


def row(record: Record, id_: str) -> Row:
    found = record.row(id_)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        (LETTER_PAGE.id, "The letter of 2024-03-04"),
        (BOARD, "Harbour Board (body)"),
        ("s-1", "the writers ask: “to publish the survey”"),
        ("s-2", "Harbour Board denies: “No family was evicted”"),
        ("f-1", "more than 600 families, for 2024-02"),
        ("e-1", "flight (past): “evicted”, 2024-02, Harbour Board"),
        ("k-1", "the writers → Harbour Board: publish the survey (S5)"),
        ("r-1", "Harbour Board promises, to the writers: “will publish the survey”"),
        ("n-1", "Shore Act"),
        ("p-1", "Harbour Board: party (Lake Treaty)"),
        ("q-1", "“will publish the survey” is altered from the letter of 2024-03-04"),
        ("g-1", "families evicted: one figure alone (1 told, 1 origin)"),
        ("l-1", "The statement of 2024-03-20 replies to the letter of 2024-03-04"),
        ("l-2", "The letter of 2024-03-04 cites a document that is not here, the survey of the shore"),
        ("i-2", "One document alone counts 600 families"),
    ],
)
def test_every_type_of_row_is_told_in_plain_words(harbour: Record, id_: str, told: str) -> None:
    assert Names(harbour).told(row(harbour, id_)) == told


def test_ids_are_named_as_a_sentence_names_them(harbour: Record) -> None:
    names = Names(harbour)
    assert names.many((WRITERS, REPLY_PAGE.id, "n-2", "a-unknown", "f-1")) == (
        "the writers",
        "the statement of 2024-03-20",
        "Lake Treaty",
        "a-unknown",
        "more than 600 families, for 2024-02",
    )
    assert names.some(()) == ""
    assert names.some((BOARD, "n-1", "n-2", WRITERS, "n-1")) == (
        "Harbour Board, Shore Act, Lake Treaty and 1 other"
    )


def test_a_figure_is_told_with_its_bound_its_unit_and_its_place(harbour: Record) -> None:
    told, figure = Names(harbour).told, row(harbour, "f-1")
    assert isinstance(figure, Figure)
    exact = replace(figure, bound="exact", number=340, low=340, high=340, place="Lake County")
    assert told(exact) == "340 families, exact, for 2024-02, in Lake County"
    share = replace(figure, bound="about", number=40, unit="percent", counted=None, date=None)
    assert told(share) == "about 40 %"
    assert told(replace(figure, bound="vague", low=24, high=99)).startswith("24–99 (more than 600) families")


def test_who_is_not_named_is_said_not_to_be(harbour: Record) -> None:
    told = Names(harbour).told
    statement, ask, response = (row(harbour, id_) for id_ in ("s-1", "k-1", "r-1"))
    assert isinstance(statement, Statement)
    assert isinstance(ask, Ask)
    assert isinstance(response, Response)
    nobody = replace(statement, speakers=(), source=None)
    assert told(nobody) == "Somebody not named asks: “to publish the survey”"
    assert told(replace(nobody, mode="author", act="assert")).startswith(
        "The letter of 2024-03-04 says in its"
    )
    two = replace(statement, speakers=(WRITERS, BOARD), negated=True)
    assert told(two).startswith("the writers and Harbour Board do not ask: ")
    passed_on = replace(ask, targets=(BOARD,), requesters=(), relay="S4", strength="S3")
    assert told(passed_on) == (
        "somebody not named → somebody not named → Harbour Board: publish the survey (S3→S4)"
    )
    assert told(replace(response, actor=None, to=())).startswith("Somebody not named promises: ")


def test_the_word_that_turns_an_ask_round_is_told_where_it_stands_apart(harbour: Record) -> None:
    ask = row(harbour, "k-1")
    assert isinstance(ask, Ask)
    assert "not publish the survey" in Names(harbour).told(replace(ask, negative=True))


def test_a_name_that_a_reviewer_corrects_is_new_at_once(harbour: Record) -> None:
    names = Names(harbour)
    assert names.one(BOARD) == "Harbour Board"
    harbour.decide(BOARD, "correct", {"field": "name", "value": "Harbour Board of the Lake"})
    assert names.one(BOARD) == "Harbour Board of the Lake"


def test_many_names_cost_no_more_queries_than_one(harbour: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    look_up = harbour.rows_with

    def counted(ids: Iterable[str]) -> dict[str, Row]:
        asked.append(tuple(ids))
        return look_up(asked[-1])

    monkeypatch.setattr(harbour, "rows_with", counted)
    names = Names(harbour)
    names.many((BOARD, WRITERS, "n-1", BOARD))
    names.many((WRITERS, "n-1"))
    assert asked == [(BOARD, WRITERS, "n-1")]


def test_actors_and_norms_are_named_by_the_catalogue_without_being_read(
    harbour: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    catalogue = Catalogue(harbour)
    names, plain = Names(harbour, catalogue), Names(harbour)
    ids = (BOARD, WRITERS, "n-1", LETTER_PAGE.id, "a-unknown")
    assert names.many(ids) == plain.many(ids)
    assert names.are_several([WRITERS])
    harbour.decide(BOARD, "correct", {"field": "name", "value": "Harbour Board of the Lake"})
    read: list[str] = []
    look_up = harbour.rows_with

    def noted(ids: Iterable[str]) -> dict[str, Row]:
        read.extend(held := list(ids))
        return look_up(held)

    monkeypatch.setattr(harbour, "rows_with", noted)
    assert names.one(BOARD) == "Harbour Board of the Lake"
    assert read == []
    catalogue.close()
