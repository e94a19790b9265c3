"""Help names every key that a script takes, and every vocabulary."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from onrecord.web.meanings import meanings
from onrecord.web.pages.help import KEYS, TITLES
from tests.web.pages import Shown


def script(name: str) -> str:
    return files("onrecord.web").joinpath("static", name).read_text("utf-8")


def told(where: str) -> set[str]:
    [group] = [group for group in KEYS if group.where == where]
    return {key for key, _ in group.keys}


def test_the_keys_of_every_page_are_told() -> None:
    table = re.search(r"const KEYS = \{(.*?)\};", script("keys.js"), re.DOTALL)
    pages = re.search(r"const PAGES = \{(.*?)\};", script("keys.js"), re.DOTALL)
    assert table
    assert pages
    single = set(re.findall(r'^\s*"?([^\s":]+)"?: \(\)', table[1], re.MULTILINE))
    double = {f"g {letter}" for letter in re.findall(r"(\w): \"", pages[1])}
    assert single
    assert double
    assert told("Everywhere") == single | double


@pytest.mark.parametrize(("name", "where"), [("lists.js", "In a list"), ("reader.js", "In the reader")])
def test_the_keys_of_lists_and_of_the_reader_are_told(name: str, where: str) -> None:
    used = set(re.findall(r'event\.key [!=]== "([^"]+)"', script(name)))
    assert used
    assert used == told(where) - {"Enter"}  # Enter opens a link that is focused, without a script


def test_every_vocabulary_has_its_section_with_every_word(client: TestClient) -> None:
    shown = Shown(client, "/help")
    shown.check_structure()
    assert set(TITLES) == set(meanings())
    for name, words in meanings().items():
        section = shown.texts(f"//section[@aria-labelledby='{name}']")[0]
        assert all(meant in section for meant in words.values())


def test_help_lists_the_kinds_of_event(client: TestClient) -> None:
    assert "HARM.DETENTION" in Shown(client, "/help").main
