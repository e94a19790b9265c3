"""Norms and wanted documents as pages: who invokes what against whom, and what is to be fetched."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.types.rows import DocumentLink, Invocation, Norm, PartyStatus
from onrecord.web.app import make_app
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.records import BOARD, LETTER_PAGE, WRITERS, made, make_record
from tests.web.pages import Shown


def norms(site: Site) -> list[Norm]:
    found = site.record.rows_with(row.id for row in site.record.rows(Norm)).values()
    return [row for row in found if isinstance(row, Norm)]


def test_norms_are_listed_with_how_often_they_are_named(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/norms")
    shown.check_structure()
    assert len(shown.entries) == len(norms(site))
    most = max(norms(site), key=lambda row: len(row.mentions))
    assert most.name in shown.entries[0]
    assert f"named {len(most.mentions)} times" in shown.entries[0]


def test_a_norm_has_who_invokes_it_against_whom_in_whose_words(tmp_path: Path) -> None:
    words = LETTER_PAGE.words("The Board evicted more than 600 families")
    invoked = Invocation((WRITERS,), (BOARD,), None, words)
    norm = Norm("n-9", "Lake Charter", "treaty", mentions=(words,), invocations=(invoked,))
    path = make_record(tmp_path / "papers.record")
    with Record.create(path) as record:
        record.replace_resolved("more", "1", made([norm]))
    with Record.open(path) as record:
        client = TestClient(make_app(Site(record)), HERE)
        shown = Shown(client, "/norms/n-9")
        shown.check_structure()
        [told] = shown.texts("//section[@aria-labelledby='invoked']")
        assert "the writers against Harbour Board" in told
        assert words.exact in told
        assert "invoked by the writers against Harbour Board" in Shown(client, "/norms").main


def test_a_norm_has_who_is_said_to_be_party_to_it(client: TestClient, site: Site) -> None:
    status = next(iter(site.record.rows(PartyStatus)))
    shown = Shown(client, f"/norms/{status.norms[0]}")
    shown.check_structure()
    [parties] = shown.texts("//section[@aria-labelledby='parties']")
    assert site.names.one(status.actor) in parties
    assert status.act.replace("_", " ") in parties


def test_there_is_no_page_of_a_norm_that_is_not_here(client: TestClient) -> None:
    Shown(client, "/norms/n-0000000000000000", 404)


def test_each_wanted_document_stands_once_with_what_is_known_of_it(client: TestClient, site: Site) -> None:
    wanted = {row.wanted.id: row.wanted for row in site.record.rows(DocumentLink) if row.wanted}
    shown = Shown(client, "/wanted")
    shown.check_structure()
    assert sorted(shown.texts("//*[@data-entry]//h3")) == sorted(
        " ".join(each.description.split()) for each in wanted.values()
    )
    assert {row["id"] for row in Shown(client, "/wanted.csv").rows} == set(wanted)
