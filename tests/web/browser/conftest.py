from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.serving import Served, browsing, served
from playwright.sync_api import Browser, Page

from onrecord.record.store import Record


@pytest.fixture(scope="package")
def server(sample_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a copy of the sample, which is written to."""
    copied = tmp_path_factory.mktemp("browser") / "sample.record"
    shutil.copytree(sample_record, copied)
    with served(copied, "Ada Reviewer") as held:
        yield held


@pytest.fixture(scope="package")
def record(server: Served) -> Record:
    return server.site.record


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Hold Chromium for these tests alone: while it is held, an event loop runs in this thread."""
    with browsing() as started:
        yield started


@pytest.fixture
def page(browser: Browser, server: Served) -> Iterator[Page]:
    with browser.new_context(base_url=server.address) as context:
        yield context.new_page()
