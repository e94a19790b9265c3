from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from bench.server import Server
    from starlette.testclient import TestClient

    from onrecord.web.site import Site

# Property tests must not depend on how busy the machine is, and must fail alike on every machine.
settings.register_profile("gate", deadline=None, derandomize=True)
settings.load_profile("gate")

HERE = "http://127.0.0.1:8321"
"""The address that pages are asked at: any other host is refused."""


@pytest.fixture(scope="session")
def sample_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The record of the bundled sample, built once; a test that writes copies it."""
    from evals.sample import build_sample

    record = tmp_path_factory.mktemp("sample-once") / "sample.record"
    build_sample(record)
    return record


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A PostgreSQL server of these tests alone; what it derives lies in a folder of theirs."""
    from bench.server import Server

    running = Server()
    try:
        running.make()
        running.start()
        running.make_users()
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
            yield running
    finally:
        running.remove()


@pytest.fixture(scope="session")
def site(sample_record: Path) -> Iterator[Site]:
    from onrecord.record.store import Record
    from onrecord.web.site import Site

    with Record.open(sample_record, who="Ada Reviewer") as record:
        yield Site(record, "Ada Reviewer")


@pytest.fixture(scope="session")
def client(site: Site) -> TestClient:
    """Asks for pages of the sample: an error nobody foresaw is a page of status 500, its trace in the log."""
    from starlette.testclient import TestClient

    from onrecord.web.app import make_app

    return TestClient(make_app(site), HERE)
