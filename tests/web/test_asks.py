"""The ledger of asks as pages: each ask once, beside what answers it, never "ignored"."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from onrecord.types.ledger import LedgerEntry, ledger
from onrecord.types.rows import Ask, Response
from onrecord.web.ledger import said
from onrecord.web.site import Site
from tests.web.pages import Shown


@pytest.fixture(scope="module")
def book(site: Site) -> dict[str, LedgerEntry]:
    found = ledger(site.record.rows(Ask), site.record.rows(Response))
    return {entry.first.id: entry for entry in found}


def ids(shown: Shown) -> set[str]:
    return {entry.get("id") for entry in shown.tree.xpath("//*[@data-entry]")}


def test_each_ask_stands_once_with_its_state(
    client: TestClient, book: dict[str, LedgerEntry], site: Site
) -> None:
    shown = Shown(client, "/asks")
    shown.check_structure()
    assert ids(shown) == set(book)
    as_of = site.record.last_date()
    for entry in shown.tree.xpath("//*[@data-entry]"):
        told = entry.text_content()
        answered = book[entry.get("id")].answered
        assert (f"No reply in this record as of {as_of}" in told) == (not answered)
    assert "ignored" not in shown.main.lower()


def test_an_answer_stands_beside_what_it_answers_with_the_reason_of_the_tie(
    client: TestClient, book: dict[str, LedgerEntry]
) -> None:
    answered = next(entry for entry in book.values() if entry.response)
    assert answered.response is not None
    shown = Shown(client, f"/asks/{answered.first.id}")
    shown.check_structure()
    [answer] = shown.texts(f"//*[@id='{answered.response.id}']")
    assert " ".join(answered.response.anchor.exact.split()) in answer
    assert answered.reason_of(answered.response) in answer


def test_the_ledger_is_narrowed_by_state_strength_and_who(
    client: TestClient, book: dict[str, LedgerEntry]
) -> None:
    states = {id_: entry.response.kind if entry.response else "no_reply" for id_, entry in book.items()}
    assert ids(Shown(client, "/asks?state=commitment")) == {
        id_ for id_, state in states.items() if state == "commitment"
    }
    strong = {id_ for id_, entry in book.items() if entry.first.strength == "S5"}
    assert ids(Shown(client, "/asks?strength=S5")) == strong
    assert strong
    addressee = next(ask.first.addressees[0] for ask in book.values() if ask.first.addressees)
    asked = {id_ for id_, entry in book.items() if addressee in entry.first.addressees}
    assert ids(Shown(client, f"/asks?actor={addressee}&role=addressee")) == asked


def test_a_restatement_leads_to_its_first_mention(client: TestClient, book: dict[str, LedgerEntry]) -> None:
    again = next(ask for entry in book.values() for ask in entry.again)
    answer = Shown(client, f"/asks/{again.id}", 303).answer
    assert answer.headers["location"] == f"/asks/{again.restates}#{again.id}"
    shown = Shown(client, f"/asks/{again.restates}")
    assert len(shown.entries) >= 2
    assert shown.tree.xpath(f"//*[@id='{again.id}']")


def test_a_date_that_is_none_is_told_and_passed_over(
    client: TestClient, book: dict[str, LedgerEntry]
) -> None:
    shown = Shown(client, "/asks?since=yesterday")
    assert "“yesterday” is no date" in shown.main
    assert ids(shown) == set(book)


def test_the_ledger_as_a_file_has_a_line_an_ask(client: TestClient, book: dict[str, LedgerEntry]) -> None:
    rows = Shown(client, "/asks.csv").rows
    assert {row["id"] for row in rows} == set(book)
    assert {row["state"] for row in rows} == {"open", "answered"}


def test_responses_that_answer_nothing_here_stand_apart(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/asks/untied")
    shown.check_structure()
    assert ids(shown) == {row.id for row in site.record.rows(Response) if not row.asks}


def test_there_is_no_page_of_an_ask_that_is_not_here(client: TestClient, site: Site) -> None:
    Shown(client, "/asks/k-0000000000000000", 404)
    response = next(site.record.rows(Response))
    Shown(client, f"/asks/{response.id}", 404)


def test_what_is_asked_of_a_thing_is_said_in_one_clause(site: Site, book: dict[str, LedgerEntry]) -> None:
    told = {words.exact: verb for verb, words in (
        said(entry.first, site.record.text(entry.first.document)) for entry in book.values()
    )}  # fmt: skip
    clause = next(words for words in told if words.startswith("The families must be allowed to return"))
    assert told[clause] == ""
