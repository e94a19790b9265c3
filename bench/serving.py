"""A record served as `onrecord serve` does, and a browser that looks at it: for screenshots and for tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from onrecord.cli.serve import HOST, listening_at
from onrecord.record.catalogue import RowQuery
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.registry import MENU
from onrecord.web.site import Site

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DETAILS = {
    "document": "document",
    "custody": "document",
    "actor": "actor",
    "figure_set": "figure_set",
    "ask": "ask",
    "quotation": "quotation_check",
    "norm": "norm",
    "finding": "finding",
    "statement": "statement",
}
"""Pages of one row, each with the row type whose heaviest row it shows."""

_ADDRESSES = {
    "document": "/documents/{}",
    "custody": "/documents/{}/custody",
    "actor": "/actors/{}",
    "figure_set": "/figures/{}",
    "ask": "/asks/{}",
    "quotation": "/quotations/{}",
    "norm": "/norms/{}",
}
_FURTHER = {
    "figures_single": "/figures/single",
    "timeline_undated": "/timeline/undated",
    "search_words": "/search?q=families",
    "batch": "/search/batch",
    "review_history": "/review/history",
    "review_orphaned": "/review/orphaned",
}


@dataclass(frozen=True)
class Served:
    """A record that is served; `address` has no slash at its end."""

    site: Site
    address: str

    def pages(self) -> dict[str, str]:
        """Return the path of every page of the menu, and of one page of each other kind, by its name."""
        found = {entry.path.strip("/") or "overview": entry.path for group in MENU for entry in group.entries}
        for name, row_type in DETAILS.items():
            first = self.first(row_type)
            if first is not None:
                found[name] = _ADDRESSES.get(name, "/rows/{}").format(first)
        return found | _FURTHER

    def first(self, row_type: str) -> str | None:
        """Return the id of the row of a type that weighs most, None where there is none."""
        entries = self.site.catalogue.page(RowQuery(row_type, order="weight", limit=1)).entries
        return entries[0].row.id if entries else None


@contextmanager
def served(record_path: Path, reviewer: str) -> Iterator[Served]:
    """Serve a record on a free port of this machine until the block ends; it may be written to."""
    with Record.open(record_path, who=reviewer) as record, closing(listening_at(0)) as listener:
        site = Site(record, reviewer)
        config = uvicorn.Config(
            make_app(site), log_level="warning", access_log=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=1,
        )  # fmt: skip
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="served")
        thread.start()
        try:
            yield Served(site, f"http://{HOST}:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def browsing() -> Iterator[Browser]:
    """Start the browser that the Makefile installs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
