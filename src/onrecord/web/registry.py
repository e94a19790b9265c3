"""Which pages there are: every module in `pages` gives its routes; the menu lists those that exist."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import NamedTuple

from starlette.routing import BaseRoute, Match

from onrecord.web import pages


class Entry(NamedTuple):
    """One line of the menu."""

    label: str
    path: str


class Group(NamedTuple):
    """Lines of the menu that belong together."""

    title: str
    entries: tuple[Entry, ...]


MENU = (
    Group("Read", (Entry("Overview", "/"), Entry("Documents", "/documents"), Entry("Search", "/search"))),
    Group(
        "Look into",
        (
            Entry("Findings", "/findings"),
            Entry("Who said what", "/actors"),
            Entry("Figures", "/figures"),
            Entry("Timeline", "/timeline"),
            Entry("Asks", "/asks"),
            Entry("Quotations", "/quotations"),
            Entry("Norms", "/norms"),
            Entry("Sources", "/sources"),
            Entry("Wanted", "/wanted"),
            Entry("Issues", "/issues"),
        ),
    ),
    Group(
        "Work",
        (
            Entry("Review", "/review"),
            Entry("Check a draft", "/check"),
            Entry("Export", "/export"),
            Entry("Help", "/help"),
        ),
    ),
)
"""The menu in its order; what no route answers is left out."""

OF_A_TEAM = Group(
    "Team", (Entry("Your account", "/account"), Entry("Accounts", "/accounts"), Entry("Readings", "/audit"))
)
"""What the menu has beside that where a record is served to a team."""


def page_routes() -> list[BaseRoute]:
    """Return the routes of every page, modules in the order of their names."""
    found: list[BaseRoute] = []
    for module in sorted(pkgutil.iter_modules(pages.__path__), key=lambda module: module.name):
        found += import_module(f"{pages.__name__}.{module.name}").routes
    return found


def menu(routes: Iterable[BaseRoute]) -> tuple[Group, ...]:
    """Return the menu without what none of `routes` answers."""
    known = list(routes)
    shown = (
        Group(group.title, tuple(entry for entry in group.entries if _answered(entry.path, known)))
        for group in (*MENU, OF_A_TEAM)
    )
    return tuple(group for group in shown if group.entries)


def _answered(path: str, routes: list[BaseRoute]) -> bool:
    scope = {"type": "http", "method": "GET", "path": path, "root_path": "", "path_params": {}}
    return any(route.matches(scope)[0] is Match.FULL for route in routes)
