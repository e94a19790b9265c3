"""Every page in Chromium: it opens clean, asks nobody else, keeps to its width, and no barrier is serious."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from bench.serving import DETAILS, Served
from playwright.sync_api import Browser, Page

from onrecord.web.registry import MENU


def _complaints(page: Page, address: str) -> list[str]:
    """Return a list into which goes what a page complains of and whom it asks but its own server."""
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: wrong.append(asked.url) if not asked.url.startswith((f"{address}/", "data:")) else None,
    )
    return wrong


@pytest.fixture(scope="module")
def views(server: Served, browser: Browser) -> dict[str, str]:
    """The paths of all pages: those of the menu, one of every other kind, and a draft that was checked."""
    found = server.pages()
    with browser.new_context(base_url=server.address) as context:
        page = context.new_page()
        page.goto("/check")
        page.locator("#draft-text").fill("Police evicted 500 families from the north shore on 12 March 2024.")
        page.get_by_role("button", name="Check", exact=True).click()
        page.locator(".verdict").first.wait_for(timeout=120_000)
        return found | {"draft": page.url.removeprefix(server.address)}


def test_every_page_of_the_menu_and_of_every_kind_of_row_is_looked_at(views: dict[str, str]) -> None:
    assert {entry.path for group in MENU for entry in group.entries} <= set(views.values())
    assert set(DETAILS) <= set(views)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["wide", "narrow"])
def test_no_page_overflows_or_has_a_serious_barrier(
    browser: Browser, server: Served, views: dict[str, str], width: int, scheme: Literal["light", "dark"]
) -> None:
    with browser.new_context(
        base_url=server.address,
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,  # axe is put in as a script
    ) as context:
        page = context.new_page()
        for name, path in views.items():
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), name
            assert (name, list(_serious(page))) == (name, [])


def _serious(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the rule of each barrier that axe calls serious or critical, and the first element it is at."""
    for each in Axe().run(page).response["violations"]:
        if each["impact"] in ("serious", "critical"):
            yield each["id"], each["nodes"][0]["html"]


def test_every_page_opens_under_its_policy_and_asks_nobody_else(
    page: Page, server: Served, views: dict[str, str]
) -> None:
    wrong = _complaints(page, server.address)
    for name, path in views.items():
        answer = page.goto(path)
        assert answer is not None
        assert (name, answer.status, wrong) == (name, 200, [])


def test_a_script_in_the_page_would_be_seen_to_be_refused(page: Page, server: Served) -> None:
    wrong = _complaints(page, server.address)
    page.goto("/help")
    with page.expect_event("console"):
        page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: '1'}))")
    assert len(wrong) == 1
    assert "Content Security Policy" in wrong[0]
