"""Names of a large record are gathered apart: before they are known nothing is said that may name anybody."""

from __future__ import annotations

import json
import pickle
import threading
from pathlib import Path
from typing import ClassVar

import pytest
from starlette.testclient import TestClient

from onrecord.export.masking import Masking, private_persons
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.types.identity import sha256_of
from onrecord.types.rows import Actor
from onrecord.web import held_masking, kept_persons
from onrecord.web.app import API, make_app
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.export.private_people import NAMES, make_private_record


class Called:
    """What a hostile file would have made: making it is noted."""

    made: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.made.append("made")

    def __reduce__(self) -> tuple[type[Called], tuple[()]]:
        return Called, ()


def wait_for_it() -> None:
    for thread in threading.enumerate():
        if thread.name == "masking":
            thread.join()


def test_until_names_are_gathered_nothing_is_said_and_then_they_are_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_masking, "AT_ONCE", 0)
    with Record.open(make_private_record(tmp_path / "private.record"), who="mira") as record:
        _, secret = Tokens(record).make("reader", ("read",))
        client = TestClient(make_app(Site(record, "mira")), HERE)
        asked = f"{API}/rows?type=actor"
        first = client.get(asked, headers={"Authorization": f"Bearer {secret}"})
        assert first.status_code == 503
        assert "are being gathered" in first.json()["detail"]
        wait_for_it()
        then = client.get(asked, headers={"Authorization": f"Bearer {secret}"})
        assert then.status_code == 200
        assert not [name for name in NAMES if name in then.text]
        assert "Person 1" in then.text


def test_who_is_gathered_apart_is_who_is_gathered_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_masking, "AT_ONCE", 0)
    with Record.open(make_private_record(tmp_path / "private.record"), who="mira") as record:
        held, here = held_masking.HeldMasking(), Masking.of(record)
        with pytest.raises(held_masking.NamesAreBeingGathered):
            held.of(record)
        wait_for_it()
        apart = held.of(record)
        assert apart.count == here.count
        for document in sorted(record.document_ids()):
            assert apart.places(document) == here.places(document)
        person = next(row for row in record.rows(Actor) if row.private)
        record.decide(person.id, "release")
        with pytest.raises(held_masking.NamesAreBeingGathered):
            held.of(record)
        wait_for_it()
        assert held.of(record).count == here.count - 1


def test_who_is_masked_is_known_at_once_to_the_next_server_until_a_decision_tells_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(held_masking, "AT_ONCE", 0)
    with Record.open(make_private_record(tmp_path / "private.record"), who="mira") as record:
        with pytest.raises(held_masking.NamesAreBeingGathered):
            held_masking.HeldMasking().of(record)
        wait_for_it()
        here, kept = Masking.of(record), held_masking.HeldMasking().of(record)
        assert kept.count == here.count
        for document in sorted(record.document_ids()):
            assert kept.places(document) == here.places(document)
        person = next(row for row in record.rows(Actor) if row.private)
        record.decide(person.id, "note", "Seen.")
        assert held_masking.HeldMasking().of(record).count == here.count
        record.decide(person.id, "release")
        assert kept_persons.kept_persons(record, record.standing_of_rows()) is None
        with pytest.raises(held_masking.NamesAreBeingGathered):
            held_masking.HeldMasking().of(record)
        wait_for_it()


@pytest.mark.parametrize("damaged", [False, True])
def test_persons_kept_in_a_damaged_or_hostile_file_are_gathered_again(tmp_path: Path, damaged: bool) -> None:
    with Record.open(make_private_record(tmp_path / "private.record")) as record:
        standing = record.standing_of_rows()
        kept_persons.keep_persons(record, standing, private_persons(record))
        assert kept_persons.kept_persons(record, standing) is not None
        path = record.index / kept_persons.NAME
        assert path.stat().st_mode & 0o077 == 0, "it holds names"
        head, _, body = path.read_bytes().partition(b"\n")
        if damaged:
            path.write_bytes(head + b"\n" + body[:-9])
        else:
            hostile = pickle.dumps(Called())
            Called.made.clear()
            path.write_bytes(
                json.dumps([*json.loads(head)[:-1], sha256_of(hostile)]).encode() + b"\n" + hostile
            )
        assert kept_persons.kept_persons(record, standing) is None
        assert not Called.made


def test_a_clearance_keeps_no_persons(tmp_path: Path) -> None:
    place = make_private_record(tmp_path / "private.record")
    with Record.open(place, clearance="public") as record:
        standing = record.standing_of_rows()
        kept_persons.keep_persons(record, standing, private_persons(record))
        assert kept_persons.kept_persons(record, standing) is None
        assert not list(place.rglob(kept_persons.NAME))
