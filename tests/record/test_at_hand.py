"""What a build keeps of documents while it compares them is what the record shows now."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from onrecord.record import at_hand
from onrecord.record.at_hand import Kept
from onrecord.record.store import Record
from onrecord.types.documents import Metadata
from onrecord.types.findings import BlockKey, DocumentFindings, Made, Redirect
from onrecord.types.identity import document_id, row_id, sha256_of, text_sha256_of
from onrecord.types.rows import Actor, DocumentRow
from onrecord.types.spans import Evidence

NAMES = ("Mira Castellan", "Halvard Brekke", "Ines Oyarzun")


def letter(number: int) -> DocumentFindings:
    """Return what reading a short letter found: who is named in it."""
    name = NAMES[number % len(NAMES)]
    text = f"Letter {number} to {name}."
    sha256 = sha256_of(text.encode())
    document = document_id(sha256)
    row = DocumentRow(
        document, f"letters/{number:03}.txt", sha256, text_sha256_of(text), "text/plain", "letter"
    )
    start = text.index(name)
    mention = Evidence(document, start, start + len(name), name)
    actor = Actor(row_id("actor", name), name, "person", mentions=(mention,))
    return DocumentFindings(row, text, rows=(actor,))


@pytest.fixture
def letters() -> list[DocumentFindings]:
    return [letter(number) for number in range(70)]  # more than are read together


@pytest.fixture
def record(tmp_path: Path, letters: list[DocumentFindings]) -> Iterator[Record]:
    with Record.create(tmp_path / "letters.record") as made:
        for found in letters:
            put(made, found)
        made.seen("letters", {found.row.path: found.row.id for found in letters})
        yield made


def put(record: Record, found: DocumentFindings) -> None:
    """Save a letter as a build does."""
    record.put_source(
        found.text.encode(),
        path=found.row.path,
        media_type="text/plain",
        metadata=Metadata(),
        container=None,
        origin=found.row.path,
    )
    record.save_document(found, "read")


def actor_of(found: DocumentFindings) -> Actor:
    """Return who is named in a letter."""
    [actor] = found.rows
    assert isinstance(actor, Actor)
    return actor


def names_in(record: Record, document: str) -> list[str]:
    return [actor.name for actor in record.rows(Actor, document)]


def test_documents_gone_through_in_order_are_read_in_few_queries(
    record: Record, letters: list[DocumentFindings], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    read = at_hand._READ.of

    def noting(connection: Connection, owners: Collection[str], **given: str) -> list[Any]:
        if owners:
            asked.append(len(owners))
        return read(connection, owners, **given)

    monkeypatch.setattr(at_hand._READ, "of", noting)
    shown = [(row.id, names_in(record, row.id)) for row in record.documents()]
    assert shown == [(found.row.id, [actor_of(found).name]) for found in letters]
    assert asked == [at_hand.TOGETHER, at_hand.TOGETHER, len(letters) - 2 * at_hand.TOGETHER]
    record.replace_resolved("names", "1", [])  # what readings gave is kept from one resolver to the next
    assert [(row.id, names_in(record, row.id)) for row in record.documents()] == shown
    assert len(asked) == 3


def test_what_a_stage_redirects_is_led_in_rows_that_were_kept_before(
    record: Record, letters: list[DocumentFindings]
) -> None:
    first, second = letters[0], letters[1]
    own, other = first.rows[0].id, second.rows[0].id
    assert [row.id for row in record.rows(Actor, first.row.id)] == [own]
    record.replace_resolved("actors", "1", [Made("unit", Redirect(own, other, "said to be one"))])
    assert [row.id for row in record.rows(Actor, first.row.id)] == [other]
    record.replace_resolved("actors", "2", [])
    assert [row.id for row in record.rows(Actor, first.row.id)] == [own]


def test_a_row_made_by_comparing_is_shown_in_the_place_of_the_one_that_was_kept(
    record: Record, letters: list[DocumentFindings]
) -> None:
    document, actor = letters[0].row.id, actor_of(letters[0])
    assert names_in(record, document) == ["Mira Castellan"]
    record.replace_resolved("names", "1", [Made("unit", replace(actor, name="Minister Castellan"))])
    assert names_in(record, document) == ["Minister Castellan"]


def test_a_document_read_again_shows_what_was_found_last(
    record: Record, letters: list[DocumentFindings]
) -> None:
    found = letters[0]
    assert names_in(record, found.row.id) == ["Mira Castellan"]
    assert record.document(found.row.id) == found.row
    titled = replace(found, row=replace(found.row, kind="report"), rows=())
    record.save_document(titled, "read again")
    assert names_in(record, found.row.id) == []
    assert record.document(found.row.id) == titled.row


def test_a_retired_document_is_not_shown_from_what_was_kept(
    record: Record, letters: list[DocumentFindings]
) -> None:
    gone = letters[3].row
    assert record.document(gone.id) == gone
    assert names_in(record, gone.id)
    record.seen("letters", {found.row.path: found.row.id for found in letters if found.row != gone})
    assert record.document(gone.id) is None
    assert names_in(record, gone.id) == []


def test_values_of_some_weight_make_room_by_it() -> None:
    kept: Kept[str, str] = Kept(10)
    for key, text in (("a", "sixsix"), ("b", "two"), ("a", "four")):
        kept.keep(key, text, len(text))
    assert (kept.get("b"), kept.get("a")) == ("two", "four")
    kept.keep("c", "eleven words", 12)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (None, None, None)
    kept.keep("d", "ten", 10)
    assert kept.get("d") == "ten"


def test_only_so_many_values_are_kept_and_those_asked_for_last() -> None:
    kept: Kept[str, int] = Kept(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)


def test_keys_of_one_document_alone_are_left_out_where_two_are_wanted(record: Record) -> None:
    one, other = letter(0), letter(1)
    for found, held in ((one, ["bridge", "\ud800 ferry"]), (other, ["bridge"])):
        keys = tuple(BlockKey("words", word, found.row.id, found.row.id) for word in held)
        record.save_document(replace(found, keys=keys), "keyed")
    words = ["bridge", "\ud800 ferry", "harbour"]
    assert record.spread("words", words) == {"bridge": 2, "\ud800 ferry": 1}
    assert record.spread("words", words, smallest=2) == {"bridge": 2}
    assert [member.document for member in record.lookup("words", words)["\ud800 ferry"]] == [one.row.id]


def test_a_record_that_only_reads_takes_nothing_from_what_another_thread_goes_through(
    record: Record, letters: list[DocumentFindings], monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = letters[5]
    with Record.open(record.address) as served:
        others = [found.row.id for found in letters[20:40]]
        served.come(others)
        monkeypatch.setattr(served._at_hand, "_place", {wanted.row.id: 5})  # half of another thread's `come`
        assert served.document(wanted.row.id) == wanted.row
        assert names_in(served, wanted.row.id) == [actor_of(wanted).name]
