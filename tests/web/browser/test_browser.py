"""The pages in Chromium: every view opens clean, and a reader finds a way through, also without scripts."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from onrecord.record.store import Record
from onrecord.types.rows import Ask, QuotationCheck
from onrecord.web.app import make_app
from onrecord.web.site import Site

VIEWS = (
    *("/", "/documents", "/findings", "/actors", "/figures", "/timeline", "/asks", "/quotations", "/norms"),
    *("/sources", "/wanted", "/issues", "/search?words=shore", "/search/batch", "/review", "/review/history"),
    *("/review/orphaned", "/check", "/export", "/help"),
)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@pytest.fixture(scope="module")
def record(sample_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    copied = tmp_path_factory.mktemp("browser") / "sample.record"
    shutil.copytree(sample_record, copied)
    with Record.open(copied, who="Ada Reviewer") as opened:
        yield opened


@pytest.fixture(scope="module")
def address(record: Record) -> Iterator[str]:
    """Where a real server answers; it listens before its thread begins, so nobody has to wait for it."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    app = make_app(Site(record, "Ada Reviewer"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(base_url=address) as context:
        yield context.new_page()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["wide", "narrow"])
def test_every_view_opens_clean_asks_nobody_else_and_has_no_serious_barrier(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    with browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        bypass_csp=True,  # axe is put in as a script
    ) as context:
        page = context.new_page()
        wrong: list[str] = []
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "request",
            lambda asked: wrong.append(asked.url) if not asked.url.startswith((address, "data:")) else None,
        )
        for view in VIEWS:
            answer = page.goto(view)
            assert answer is not None
            assert answer.status == 200, view
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), view
            found = Axe().run(page).response["violations"]
            grave = [each["id"] for each in found if each["impact"] in ("serious", "critical")]
            assert (view, scheme, grave, wrong) == (view, scheme, [], [])


def test_scripts_run_under_the_policy(page: Page) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    for view in VIEWS:
        page.goto(view)
    assert refused == []


def test_a_list_is_filtered_and_a_finding_followed_to_its_words(page: Page) -> None:
    page.goto("/findings")
    page.get_by_role("combobox", name="Severity").select_option("high")
    page.get_by_role("button", name="Show").click()
    assert "severity=high" in page.url
    page.get_by_role("main").get_by_role("link", name="character").first.click()
    assert "/documents/d-" in page.url
    expect(page.get_by_role("main")).to_contain_text("340 families")


def test_a_row_is_accepted_and_the_decision_undone(page: Page, record: Record) -> None:
    ask = next(record.rows(Ask))
    page.goto(f"/rows/{ask.id}")
    page.get_by_role("button", name="Accept").first.click()
    page.wait_for_load_state()
    assert [made.action for made in record.decisions(ask.id)] == ["accept"]
    page.get_by_role("button", name="Undo").first.click()
    page.wait_for_load_state()
    assert [made.action for made in record.decisions(ask.id)] == ["accept", "undo"]


def test_a_decision_is_made_without_scripts(browser: Browser, address: str, record: Record) -> None:
    quotation = next(record.rows(QuotationCheck))
    with browser.new_context(base_url=address, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"/rows/{quotation.id}")
        page.get_by_role("button", name="Accept").first.click()
        page.wait_for_load_state()
    assert [made.action for made in record.decisions(quotation.id)] == ["accept"]


def test_the_slash_leads_to_the_search(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type('"fair compensation"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    expect(page.get_by_role("main")).to_contain_text("fair compensation")


def test_words_that_are_selected_become_a_row(page: Page, record: Record) -> None:
    document = next(row for row in record.documents() if "members-to-ambassador" in row.path)
    page.goto(f"/documents/{document.id}")
    page.evaluate(
        """() => {
            const text = document.querySelector('article.text');
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                if (!walker.currentNode.data.startsWith('Evicted families')) continue;
                const at = walker.currentNode.data.indexOf('nowhere to go');
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 13);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return;
            }
        }"""
    )
    expect(page.locator("#make-row")).to_be_visible()
    page.keyboard.press("m")
    page.wait_for_url("**/review/new*")
    expect(page.get_by_role("main")).to_contain_text("nowhere to go")


def test_a_pasted_draft_is_checked(page: Page) -> None:
    page.goto("/check")
    page.get_by_role("textbox").last.fill(
        "The letter of 21 May 2024 says that Varenia “consistently ignores the rules which protect fishing "
        "communities”."
    )
    page.get_by_role("main").get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("“which” for “that”", timeout=120_000)


def test_an_export_is_taken_along(page: Page) -> None:
    page.goto("/export")
    with page.expect_download() as coming:
        page.get_by_role("main").get_by_role("button").last.click()
    assert Path(coming.value.path()).stat().st_size > 1000
