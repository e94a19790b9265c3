"""Search over passages and rows: what is found is marked and leads to its words; narrowed by the address."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from onrecord.record.query import understand
from onrecord.types.rows import DocumentRow, Statement
from onrecord.web.pages.search import TITLES
from onrecord.web.searching import ROLES, Part, marks_in, parts_of
from onrecord.web.site import Site
from tests.web.pages import Shown


def documents(site: Site) -> dict[str, DocumentRow]:
    return {row.id: row for row in site.record.documents()}


def test_passages_and_rows_are_found_together_with_the_words_marked(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/search?q=families")
    shown.check_structure()
    marked = {text.casefold() for text in shown.texts("//mark")}
    assert marked == {"families"}
    counted = site.passages.counted("families")
    assert f"Passages {counted.passages}" in shown.texts("//nav[@aria-label='What was found']")[0]
    assert shown.texts("//section[@aria-labelledby='f-statement']//*[@data-entry]")
    assert shown.texts("//section[@aria-labelledby='passages']//*[@data-entry]")


def test_every_passage_leads_to_its_words_in_the_reader(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/search?q=families&type=passage")
    links = shown.links("//*[@data-entry]//p[@class='about']//a")
    assert links
    texts = {document: site.record.text(document) for document in documents(site)}
    for link in links:
        document, _, query = link.removeprefix("/documents/").partition("?")
        at = int(query.split("at=")[1].split("&")[0].split("#")[0])
        assert texts[document][at : at + len("families")].casefold() == "families"


def test_passages_are_paged_without_losing_one(client: TestClient, site: Site) -> None:
    links, url = [], "/search?q=the&type=passage"
    while url:
        shown = Shown(client, url)
        links += shown.links("//*[@data-entry]//p[@class='about']//a")
        [url] = shown.links("//a[@rel='next']") or [""]
    assert len(links) == len(set(links)) == site.passages.counted("the").passages


def test_a_search_is_narrowed_to_documents_of_a_kind(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/search?q=families&kind=letter&type=passage")
    held = {link.removeprefix("/documents/").split("?")[0] for link in shown.links("//*[@data-entry]//a")}
    assert held
    assert {documents(site)[document].kind for document in held} == {"letter"}
    assert shown.links("//ul[@class='in-force']//a") == ["/search?q=families&type=passage"]


def test_rows_of_one_type_are_narrowed_to_documents_of_a_kind(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/search?q=families&kind=letter&type=figure")
    held = {link.removeprefix("/documents/").split("?")[0] for link in shown.links("//p[@class='said']//a")}
    every = Shown(client, "/search?q=families&type=figure")
    of_all = [link.removeprefix("/documents/").split("?")[0] for link in every.links("//p[@class='said']//a")]
    assert held == {document for document in of_all if documents(site)[document].kind == "letter"}
    assert 0 < len(shown.entries) < len(every.entries)


def test_a_search_is_narrowed_to_dates(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/search?q=families&since=2024-06&type=passage")
    held = {link.removeprefix("/documents/").split("?")[0] for link in shown.links("//*[@data-entry]//a")}
    assert held
    assert all((row := documents(site)[id_]).date and row.date.edtf >= "2024-06" for id_ in held)


def test_statements_are_narrowed_to_who_speaks(client: TestClient, site: Site) -> None:
    said = [row for row in site.record.rows(Statement) if row.speakers and "families" in row.content[0].exact]
    speaker = said[0].speakers[0]
    shown = Shown(client, f"/search?q=families&type=statement&speaker={speaker}")
    links = shown.links("//*[@data-entry]//p[@class='said']//a")
    assert {link.split("row=")[1].split("&")[0].split("#")[0] for link in links} == {
        row.id for row in said if speaker in row.speakers
    }


def test_where_nothing_is_found_it_says_what_to_try(client: TestClient) -> None:
    shown = Shown(client, "/search?q=xylophone")
    assert not shown.entries
    assert "Nothing is found." in shown.main
    assert "evict*" in shown.main


@pytest.mark.parametrize("words", ['"', "NOT", "(((", "?!", "=1+1", "<script>alert(1)</script>", "a" * 3000])
def test_odd_words_get_a_page(client: TestClient, words: str) -> None:
    shown = Shown(client, f"/search?q={quote(words)}")
    shown.check_structure()


def test_what_cannot_be_understood_is_told(client: TestClient) -> None:
    assert "Type at least one word to look for." in Shown(client, "/search?q=%3F%21").main


def test_operators_are_explained_beside_the_box(client: TestClient) -> None:
    shown = Shown(client, "/search")
    shown.check_structure()
    told = shown.texts("//details[contains(@class, 'operators')]")[0]
    for operator in ("OR", "NOT", "evict*", '"north shore"'):
        assert operator in told


def test_every_type_that_is_searched_has_a_title_and_roles() -> None:
    assert set(TITLES) - {"passage"} == set(ROLES)


def test_marks_that_overlap_are_one() -> None:
    terms = list(understand('"north shore" shore*').wanted())
    text = "the north shores and the north shore"
    assert [text[a:b] for a, b in marks_in(text, terms)] == ["shores", "north shore"]


def test_parts_say_the_whole_text_again() -> None:
    parts = list(parts_of("lake and shore", [(0, 4), (9, 14)]))
    assert parts == [Part("lake", True), Part(" and ", False), Part("shore", True)]
    assert "".join(part.text for part in parts_of("lake", [])) == "lake"
