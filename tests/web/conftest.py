from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.web.many import make_many


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a made record of 500 papers."""
    path = make_many(tmp_path_factory.mktemp("many") / "many.record")
    with Record.open(path) as record:
        yield Site(record, "Ada Reviewer")


@pytest.fixture(scope="session")
def many_client(many: Site) -> TestClient:
    return TestClient(make_app(many), HERE)
