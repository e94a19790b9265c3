"""Names of a large record are gathered apart: before they are known nothing is said that may name anybody."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.export.masking import Masking
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.types.rows import Actor
from onrecord.web import held_masking
from onrecord.web.app import API, make_app
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.export.private_people import NAMES, make_private_record


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
