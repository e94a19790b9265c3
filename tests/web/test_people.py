"""Who said what: an actor's words with to whom and through whom, and judgements on who it may be."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.types.rows import Actor, Ask, Statement
from onrecord.web.app import make_app
from onrecord.web.people import names_asked
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.web.pages import Shown


def actor_named(record: Record, name: str) -> Actor:
    row = record.row(next(row.id for row in record.rows(Actor) if row.name == name))
    assert isinstance(row, Actor)
    return row


def test_actors_are_listed_those_mentioned_most_first(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/actors")
    shown.check_structure()
    ids = dict.fromkeys(row.id for row in site.record.rows(Actor))
    listed = [entry.get("id") for entry in shown.tree.xpath("//*[@data-entry]")]
    assert len(listed) == min(len(ids), 50)
    mentions = [len(row.mentions) for row in map(site.record.row, listed) if isinstance(row, Actor)]
    assert mentions == sorted(mentions, reverse=True)


def test_an_actor_s_page_has_what_it_says_with_the_way_it_came(client: TestClient, site: Site) -> None:
    clinic = actor_named(site.record, "Lakeland Legal Clinic")
    shown = Shown(client, f"/actors/{clinic.id}")
    shown.check_structure()
    said = [row for row in site.record.rows(Statement) if clinic.id in row.speakers and row.sure]
    assert said
    whole = Shown(client, f"/actors/{clinic.id}?show=says")
    whole.check_structure()
    assert {entry.get("id") for entry in whole.tree.xpath("//*[@data-entry]")} == {row.id for row in said}
    [way, *_] = whole.texts("//*[contains(@class, 'way')]")
    assert way.startswith("said by Lakeland Legal Clinic")


def test_what_is_asked_of_an_actor_stands_on_its_page(client: TestClient, site: Site) -> None:
    asks = [row for row in site.record.rows(Ask) if row.addressees and row.restates is None]
    addressee = asks[0].addressees[0]
    shown = Shown(client, f"/actors/{addressee}?show=asked")
    listed = {entry.get("id") for entry in shown.tree.xpath("//*[@data-entry]")}
    assert asks[0].id in listed


def test_there_is_no_page_of_an_actor_that_is_not_here(client: TestClient) -> None:
    Shown(client, "/actors/a-0000000000000000", 404)


@pytest.mark.parametrize(
    ("actor", "query"),
    [
        (Actor("a-1", "Harbour Board", "body", ("the Board", "HB")), '"Harbour Board"'),
        (Actor("a-1", "Ana Ruiz", "person", ("Ruiz", "Mayor Ruiz")), '"Ana Ruiz" OR "Ruiz" OR "Mayor Ruiz"'),
        (Actor("a-1", "members", "group"), '"members"'),
        (Actor("a-1", 'The "Lake"  Watch', "organization"), '"The Lake Watch"'),
    ],
)
def test_an_actor_is_looked_for_by_its_proper_names(actor: Actor, query: str) -> None:
    assert names_asked(actor) == query


@pytest.fixture
def own(sample_record: Path, tmp_path: Path) -> Iterator[tuple[Record, TestClient, str]]:
    """A copy of the sample that is written to, its pages, and the token of its forms."""
    shutil.copytree(sample_record, tmp_path / "own.record")
    with Record.open(tmp_path / "own.record", who="Ada Reviewer") as record:
        site = Site(record, "Ada Reviewer")
        yield record, TestClient(make_app(site), HERE), site.token


def test_two_actors_are_judged_and_the_judgement_is_taken_back(own: tuple[Record, TestClient, str]) -> None:
    record, client, token = own
    one, other = (actor_named(record, name) for name in ("Lakeland Legal Clinic", "Irena Vask"))
    form = {"token": token, "other": other.id, "verdict": "positive", "why": "same letterhead"}
    answer = client.post(f"/actors/{one.id}/judge", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/actors/{one.id}#may-be")
    assert record.row(other.id) == record.row(one.id)
    shown = Shown(client, f"/actors/{one.id}")
    shown.check_structure()
    assert "Judged to be the same by Ada Reviewer" in shown.main
    assert "same letterhead" in shown.main
    Shown(client, f"/actors/{other.id}", 303)

    [decision] = shown.tree.xpath("//input[@name='decision']/@value")
    client.post(f"/actors/{one.id}/undo", data={"token": token, "decision": decision})
    assert record.judgements() == ()
    assert actor_named(record, "Irena Vask").id == other.id


def test_a_judgement_without_the_token_or_without_sense_changes_nothing(
    own: tuple[Record, TestClient, str],
) -> None:
    record, client, token = own
    one, other = (actor_named(record, name) for name in ("Lakeland Legal Clinic", "Irena Vask"))
    form = {"other": other.id, "verdict": "positive"}
    assert client.post(f"/actors/{one.id}/judge", data=form).status_code == 403
    form = {"token": token, "other": other.id, "verdict": "perhaps"}
    assert client.post(f"/actors/{one.id}/judge", data=form).status_code == 400
    form = {"token": token, "other": "a-0000000000000000", "verdict": "positive"}
    assert client.post(f"/actors/{one.id}/judge", data=form).status_code == 400
    assert client.post(f"/actors/{one.id}/undo", data={"token": token, "decision": "x"}).status_code == 400
    assert record.judgements() == ()


def test_where_nothing_can_be_entered_there_is_no_form(sample_record: Path) -> None:
    with Record.open(sample_record) as record:
        site = Site(record, read_only=True)
        client = TestClient(make_app(site), HERE)
        pair = next((row for row in record.rows(Actor) if row.possible_same), next(record.rows(Actor)))
        shown = Shown(client, f"/actors/{pair.id}")
        assert not shown.tree.xpath("//main//form[@method='post']")
        form = {"token": site.token, "other": pair.id, "verdict": "unsure"}
        assert client.post(f"/actors/{pair.id}/judge", data=form).status_code == 400
