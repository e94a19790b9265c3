"""A hostile document: nothing it names is ever sent for, by a build, a draft, a page or an export."""

from __future__ import annotations

import socket
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from onrecord.config import Config
from onrecord.export.formats import FORMATS
from onrecord.pipeline.build import build
from onrecord.pipeline.engines import InlineEngine
from onrecord.pipeline.tracing import trace
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.site import Site
from tests.export.exporting import written
from tests.pipeline.folders import make_unparsed
from tests.security.listening import Listener, listening, write_luring_folder

ASKING = frozenset({"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"})
ASKED: list[str] = []
_WATCHED = {"on": False}


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _WATCHED["on"] and event in ASKING:
        ASKED.append(f"{event} {arguments[1:]}")


@pytest.fixture
def lure() -> Iterator[Listener]:
    """Give a server of the test's own, and list in ASKED what Python code asks the network for."""
    if "registered" not in _WATCHED:
        sys.addaudithook(_audit)  # it cannot be taken away again, only be quiet
        _WATCHED["registered"] = True
    ASKED.clear()
    with listening() as listener:
        _WATCHED["on"] = True
        yield listener
        _WATCHED["on"] = False


def test_what_is_named_in_documents_is_never_sent_for(lure: Listener, tmp_path: Path) -> None:
    folder, config = write_luring_folder(tmp_path / "papers", lure.url), Config()
    path = tmp_path / "lured.record"
    report = build([folder], path, config, engine=InlineEngine(make_unparsed, config))
    assert report.documents >= 7
    for name in FORMATS:
        written(path, name)
    with Record.open(path) as record:
        pages = TestClient(make_app(Site(record)), "http://127.0.0.1:8321")
        for row in record.documents():
            assert pages.get(f"/documents/{row.id}").status_code == 200
    trace((folder / "letter.docx").read_bytes(), "letter.docx")
    assert lure.came() == 0
    assert ASKED == []


def test_the_lure_counts_who_comes(lure: Listener) -> None:
    with pytest.raises(OSError, match=r".*"):
        urllib.request.urlopen(f"{lure.url}/x", timeout=0.05)
    with socket.create_connection(("127.0.0.1", int(lure.url.rpartition(":")[2]))):
        pass
    assert lure.came() == 2
    assert any(event.startswith("socket.connect") for event in ASKED)
