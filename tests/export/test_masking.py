from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.export.masking import Masking, is_masked
from onrecord.export.name_forms import NameForms
from onrecord.record.store import Record
from onrecord.types.codec import encode
from onrecord.types.rows import Actor, DocumentRow, Row, Statement
from tests.export.private_people import (
    BOARD,
    ILEANA,
    LETTER,
    MARIA,
    MINISTER,
    NAMES,
    NAMES_TOO,
    REPLY,
    make_private_record,
)
from tests.records import Page, record_of


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(make_private_record(tmp_path / "private.record")) as opened:
        yield opened


def written(rows: list[dict[str, object]]) -> str:
    return json.dumps(rows, ensure_ascii=False)


def test_no_masked_row_holds_a_name_or_an_id_made_of_one(record: Record) -> None:
    masking = Masking.of(record)
    shown = [encode(masking.row(row)) for row in record.export_rows()]
    for name in (*NAMES, *NAMES_TOO, MARIA, ILEANA, "Q-MARIA"):
        assert json.dumps(name, ensure_ascii=False)[1:-1] not in written(shown), name


def test_the_object_of_a_row_masks_as_the_row_does_and_marks_the_anchors(record: Record) -> None:
    masking = Masking.of(record)
    rows = list(record.export_rows())
    for row in rows:
        as_object = masking.encoded(row)
        assert without_marks(as_object) == json.loads(json.dumps(encode(masking.row(row))))
    [statement] = [masking.encoded(row) for row in rows if row.id == "s-1"]
    assert statement["source"]["exact"] == "Ms. [Person 1]"
    assert statement["source"]["masked"] is True
    assert "masked" not in statement["cue"]


def without_marks(value: object) -> object:
    if isinstance(value, dict):
        return {name: without_marks(held) for name, held in value.items() if name != "masked"}
    return [without_marks(item) for item in value] if isinstance(value, list) else value


def test_one_person_has_one_number_and_officials_keep_their_names(record: Record) -> None:
    masking = Masking.of(record)
    rows = {row.id: masking.row(row) for row in record.export_rows()}
    first, second = rows[MARIA], rows[ILEANA]
    assert isinstance(first, Actor)
    assert isinstance(second, Actor)
    assert (first.name, second.name) == ("Person 1", "Person 2")
    assert masking.count == 2
    assert (first.id, first.aliases, first.identifiers, first.possible_same) == ("person-1", (), (), ())
    minister, board = rows[MINISTER], rows[BOARD]
    assert isinstance(minister, Actor)
    assert isinstance(board, Actor)
    assert (minister.name, minister.possible_same) == ("Peter Quint", ())
    assert board.name == "Harbour Board"
    statement = rows["s-1"]
    assert isinstance(statement, Statement)
    assert statement.speakers == ("person-1",)
    assert statement.chain == ("person-1", LETTER.id)


def test_words_of_documents_are_masked_where_a_name_is_cut_too(record: Record) -> None:
    masking = Masking.of(record)
    whole = masking.passage(LETTER.id, 0, len(LETTER.text))
    assert whole.startswith("Appeal for [Person 1] the teacher")
    assert "[Person 1] said she" in whole
    assert "[Person 1] was held" in whole
    assert "[Person 1] is on the list of [Person 2]. [Person 1] wrote it down." in whole
    assert "Minister Peter Quint denied it. Quintessence is a word. The [Person 1] Fund" in whole
    assert whole.endswith("said of [Person 1].")
    cut = LETTER.text.index("Quint at once")
    assert masking.passage(LETTER.id, cut - 2, cut + 8) == "[Person 1] at"
    assert masking.passage(REPLY.id, 0, len(REPLY.text)).endswith("[Person 2] is free.")
    anchor = LETTER.words("saw more")
    before, after = masking.around(anchor)
    assert before == "[Person 1] at once. Ms. [Person 1] said she “"
    assert after == " than 600 families leave”. [Person 1]"


def test_an_anchor_without_a_name_stays_what_it_is(record: Record) -> None:
    masking = Masking.of(record)
    plain = LETTER.words("more than 600 families")
    assert masking.anchor(plain) is plain
    assert is_masked(masking.anchor(LETTER.words("release Maria Quint at once")))


def test_addresses_are_masked_with_their_escapes(record: Record) -> None:
    masking = Masking.of(record)
    [letter] = [masking.row(row) for row in record.documents() if row.id == LETTER.id]
    assert letter.url == "https://board.example/[Person 1]/letter"
    assert letter.path == "papers/[Person 1]-letter.txt"
    assert masking.address("a/%4D%61ria_quint") == "a/[Person 1]"


def test_a_reviewer_releases_a_person_and_can_take_it_back(record: Record) -> None:
    released = record.decide(MARIA, "release", why="She agreed in writing.")
    masking = Masking.of(record)
    assert masking.count == 1
    assert masking.id(MARIA) == MARIA
    assert masking.id(ILEANA) == "person-1"
    assert masking.text("Maria Quint and Ileana Órdóñez-Vale") == "Maria Quint and [Person 1]"
    record.undo(released.id)
    assert Masking.of(record).id(MARIA) != MARIA


def test_a_masking_that_is_off_changes_nothing(record: Record) -> None:
    masking = Masking.off(record)
    rows: list[Row] = list(record.export_rows())
    assert [masking.row(row) for row in rows] == rows
    assert [masking.encoded(row) for row in rows] == [encode(row) for row in rows]
    assert masking.passage(REPLY.id, 0, 26) == REPLY.text[:26]
    assert isinstance(next(record.documents()), DocumentRow)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("maria quint", []),
        ("maria.quint@board.example", ["maria.quint"]),
        ("Maria quint", ["Maria quint"]),
        ("It will long be so", []),
        ("Long, Will", ["Long, Will"]),
        ("all day long Will sat", []),
        ("QUINT, Maria", ["QUINT, Maria"]),
        ("maria_quint.txt", ["maria_quint"]),
        ("@mariaquint", ["mariaquint"]),
        ("a mariaquint", []),
        ("Mari\u0301a Quint", ["Mari\u0301a Quint"]),
        ("Ma\u200bria Quint", ["Ma\u200bria Quint"]),
        ("Maria\n    Quint", ["Maria\n    Quint"]),
        ("Maria Quinton", []),
        ("Maria, who met the Quint family", []),
        ("Rose rose", ["Rose"]),
        ("Axel Rose", []),
        ("Axel Rose and Rose", ["Rose"]),
        ("김철수는 말했다", ["김철수"]),
    ],
)
def test_names_are_found_however_they_are_written(text: str, found: list[str]) -> None:
    forms = NameForms()
    for number, name in enumerate(("Maria Quint", "Will Long", "김철수"), start=1):
        forms.add(name, number)
    forms.leave("Axel Rose")
    assert [text[hit.start : hit.end] for hit in forms.hits(text, {"rose": 4})] == found


def test_a_surname_that_others_bear_is_masked_only_where_its_person_is_mentioned(tmp_path: Path) -> None:
    pages = (
        Page(
            "papers/a.txt", "Nicole Ward and Senator Roger Ward met. Ward wept. Nicole Ward left Stone Ridge."
        ),
        Page(
            "papers/b.txt",
            "Senator Roger Ward spoke. Ward said so. Stone Ridge, North Dakota and N.M. agree.",
        ),
    )
    first, second = pages
    at = first.text.index("Ward wept")
    rows = (
        Actor("a-1", "Nicole Ward", "person", ("Ward",), (first.words("Nicole Ward"),), private=True),
        Actor("a-2", "Roger Ward", "person", (), (first.words("Roger Ward"),)),
        Actor("a-3", "Stone Ridge", "person", (), (first.words("Stone Ridge"),), private=True),
        Actor("a-4", "N.M.", "person", (), (first.words("N"),), private=True),
        Actor("a-6", "North Dakota", "person", (), (first.words("met"),), private=True),
    )
    others = (
        Actor("a-2", "Roger Ward", "person", (), (second.words("Roger Ward"),)),
        Actor("a-5", "Stone Ridge", "state", (), (second.words("Stone Ridge"),)),
    )
    documents = [
        (page, replace(page.row("other", "2024"), title=None), held)
        for page, held in zip(pages, (rows, others), strict=True)
    ]
    with Record.open(record_of(tmp_path / "a.record", documents, [])) as record:
        masking = Masking.of(record)
        number = {name: masking.pseudonym(id_) for name, id_ in (("Nicole", "a-1"), ("Stone", "a-3"))}
        whole = masking.passage(first.id, 0, len(first.text))
        assert f"[{number['Nicole']}] and Senator Roger Ward met. [{number['Nicole']}] wept." in whole
        assert whole.endswith(f"left [{number['Stone']}].")
        assert masking.passage(second.id, 0, len(second.text)) == second.text
        assert masking.places(first.id)[1][:2] == (at, at + 4)
        assert masking.text("Ward says so.") == "Ward says so."
        assert masking.text("Roger Ward and Ward", [first.id]) == f"Roger Ward and [{number['Nicole']}]"
