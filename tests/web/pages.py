"""Pages as tests read them: text, links, and what a screen reader is told."""

from __future__ import annotations

import csv
import io
from functools import cached_property

from lxml import html
from starlette.testclient import TestClient


class Shown:
    """One page that was asked for; raises AssertionError where it is not there or breaks its own promises."""

    def __init__(self, client: TestClient, url: str, status: int = 200) -> None:
        answer = client.get(url, follow_redirects=False)
        assert answer.status_code == status, answer.text[:2000]
        self.answer = answer

    @cached_property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.answer.text)

    @property
    def main(self) -> str:
        """The words of the page's main part, on one line."""
        [main] = self.tree.xpath("//main")
        return " ".join(main.text_content().split())

    def texts(self, path: str) -> list[str]:
        return [" ".join(each.text_content().split()) for each in self.tree.xpath(path)]

    def links(self, path: str = "//main//a") -> list[str]:
        return [each.get("href") for each in self.tree.xpath(path)]

    @property
    def entries(self) -> list[str]:
        return self.texts("//*[@data-entry]")

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.answer.text)))

    def check_structure(self) -> None:
        """Every page has one heading of the first level, labelled fields, and nothing inline."""
        assert len(self.tree.xpath("//h1")) == 1
        inline = "//*[@style] | //script[not(@src)] | //style | //@*[starts-with(name(), 'on')]"
        assert not self.tree.xpath(inline)
        for field in self.tree.xpath("//main//*[self::input or self::select or self::textarea]"):
            if field.get("type") != "hidden":
                assert field.xpath("ancestor::label") or field.get("aria-label"), field.get("name")
        ids = self.tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert all(table.find("caption") is not None for table in self.tree.iter("table"))
