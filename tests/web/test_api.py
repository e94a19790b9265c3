from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from onrecord.record.catalogue import MENTIONS
from onrecord.record.store import Record
from onrecord.record.tokens import SCOPES, Tokens
from onrecord.types.rows import EXPORTED_TYPES, Actor, Ask
from onrecord.types.spans import Evidence
from onrecord.web.app import API, make_app
from onrecord.web.asked import RowType
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.export.private_people import ILEANA, MARIA, MINISTER, NAMES, make_private_record
from tests.records import Page, record_of


@pytest.fixture(scope="module")
def record(sample_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    copied = tmp_path_factory.mktemp("api") / "sample.record"
    shutil.copytree(sample_record, copied)
    with Record.open(copied, who="Ada Reviewer") as opened:
        yield opened


class Asking:
    """Asks the API as a program does that holds its address."""

    def __init__(self, record: Record) -> None:
        self.pages = TestClient(make_app(Site(record, "Ada Reviewer")), HERE)

    def get(self, path: str, **options: Any) -> Any:
        return self.pages.get(f"{API}{path}", **options)

    def post(self, path: str, **options: Any) -> Any:
        return self.pages.post(f"{API}{path}", **options)


@pytest.fixture(scope="module")
def asking(record: Record) -> Asking:
    return Asking(record)


@pytest.fixture(scope="module")
def secrets(record: Record) -> dict[str, str]:
    """The secret of a token for each scope, and of one for `read` and `private`."""
    made = {scope: Tokens(record).make(f"for {scope}", (scope,))[1] for scope in SCOPES}
    return {**made, "all read": Tokens(record).make("open", ("read", "private"))[1]}


def bearing(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def rows_of(asking: Asking, secret: str, **query: Any) -> list[dict[str, Any]]:
    """Every row of a query, read page by page."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        given = asking.get(
            "/rows", params={**query, **({"after": after} if after else {})}, headers=bearing(secret)
        )
        assert given.status_code == 200, given.text
        found += given.json()["rows"]
        after = given.json()["after"]
        if after is None:
            return found


@pytest.mark.parametrize(
    "path", ["/record", "/rows?type=ask", "/rows/x", "/search?words=shore", "/decisions"]
)
def test_without_a_token_nothing_is_said(asking: Asking, path: str) -> None:
    given = asking.get(path)
    assert given.status_code == 401
    assert "onrecord token" in given.json()["detail"]


def test_a_token_allows_what_it_is_for_and_nothing_else(asking: Asking, secrets: dict[str, str]) -> None:
    assert asking.get("/record", headers=bearing(secrets["read"])).status_code == 200
    refused = asking.get("/record", headers=bearing(secrets["check"]))
    assert (refused.status_code, "'read'" in refused.json()["detail"]) == (403, True)
    refused = asking.post(
        "/decisions", headers=bearing(secrets["read"]), json={"row": "x", "action": "accept"}
    )
    assert refused.status_code == 403


def test_the_types_that_can_be_asked_for_are_those_of_the_contract() -> None:
    assert get_args(RowType) == EXPORTED_TYPES


def test_pages_of_rows_are_together_the_rows_of_the_record(
    asking: Asking, record: Record, secrets: dict[str, str]
) -> None:
    given = rows_of(asking, secrets["all read"], type="figure", limit=7)
    exported = [row for row in record.export_rows() if row.row_type == "figure"]
    assert len(given) == len(exported) > 7
    assert {row["id"] for row in given} == {row.id for row in exported}


def test_every_anchor_quotes_its_document_and_the_permalink_leads_there(
    asking: Asking, record: Record, secrets: dict[str, str]
) -> None:
    for row in rows_of(asking, secrets["all read"], type="ask"):
        action = row["action"]
        assert record.text(action["document"])[action["start"] : action["end"]] == action["exact"]
        assert row["told"]
        assert row["permalink"] == f"{HERE}/rows/{row['id']}"
    assert asking.pages.get(row["permalink"]).status_code == 200


def test_one_row_comes_with_what_it_is_tied_to(
    asking: Asking, record: Record, secrets: dict[str, str]
) -> None:
    again = next(row for row in record.rows(Ask) if row.restates)
    given = asking.get(f"/rows/{again.id}", headers=bearing(secrets["read"])).json()
    assert again.restates in {id_ for ids in given["related"].values() for id_ in ids}


def test_of_an_actor_the_first_mentions_are_given_and_all_are_counted(tmp_path: Path) -> None:
    page = Page("papers/minutes.txt", "The Board met. " * (MENTIONS + 5))
    places = [match.start() for match in re.finditer("The Board", page.text)]
    mentions = tuple(Evidence(page.id, start, start + 9, "The Board") for start in places)
    board = Actor("a-00000000000000b0", "Harbour Board", "body", (), mentions)
    row = replace(page.row("report", "2024-03-04"), title=None)
    with Record.open(record_of(tmp_path / "minutes.record", [(page, row, (board,))], ())) as record:
        _, secret = Tokens(record).make("one", ("read",))
        given = Asking(record).get(f"/rows/{board.id}", headers=bearing(secret)).json()
    assert given["mentions_in_all"] == len(places)
    assert [mention["start"] for mention in given["mentions"]] == places[:MENTIONS]


def test_what_is_not_there_is_said_not_to_be(asking: Asking, secrets: dict[str, str]) -> None:
    given = asking.get("/rows/x-0000000000000000", headers=bearing(secrets["read"]))
    assert (given.status_code, "no such row" in given.json()["detail"]) == (404, True)
    given = asking.get("/documents/d-0000000000000000/text", headers=bearing(secrets["read"]))
    assert (given.status_code, "no such document" in given.json()["detail"]) == (404, True)
    given = asking.get("/rows?type=verse", headers=bearing(secrets["read"]))
    assert given.status_code == 422


def test_a_quotation_is_proved_or_not(asking: Asking, record: Record, secrets: dict[str, str]) -> None:
    document = next(row.id for row in record.documents() if "members-to-ambassador" in row.path)
    path = f"/documents/{document}/quote"
    words = "Evicted families have nowhere to go."
    proved = asking.get(path, params={"words": words}, headers=bearing(secrets["read"])).json()
    [place] = proved["places"]
    assert proved["verbatim"]
    assert place["anchor"]["exact"] == words
    assert "letter of 2024-05-21" in place["document"]
    other = asking.get(path, params={"words": words.replace("have", "had")}, headers=bearing(secrets["read"]))
    assert other.json() == {"verbatim": False, "places": []}


def test_private_persons_are_masked_unless_the_token_allows_to_see_them(
    asking: Asking, record: Record, secrets: dict[str, str]
) -> None:
    [hidden, *_] = [row for row in record.rows(Actor) if row.private]
    shown = json.dumps(rows_of(asking, secrets["all read"], type="actor"))
    masked = json.dumps(rows_of(asking, secrets["read"], type="actor"))
    assert hidden.name in shown
    assert hidden.name not in masked
    assert "Person 1" in masked
    mention = hidden.mentions[0]
    path = f"/documents/{mention.document}/quote"
    assert (
        asking.get(path, params={"words": mention.exact}, headers=bearing(secrets["read"])).json()["places"]
        == []
    )


def test_a_decision_is_entered_under_the_tokens_name_and_taken_back(
    asking: Asking, record: Record, secrets: dict[str, str]
) -> None:
    ask = next(record.rows(Ask))
    heads = bearing(secrets["review"])
    made = asking.post("/decisions", headers=heads, json={"row": ask.id, "action": "reject", "why": "no ask"})
    assert (made.status_code, made.json()["who"]) == (201, "for review")
    assert record.row(ask.id) is None
    undone = asking.post(f"/decisions/{made.json()['id']}/undo", headers=heads)
    assert undone.status_code == 201
    assert record.row(ask.id) == ask
    listed = asking.get("/decisions", params={"row": ask.id}, headers=heads).json()
    assert [each["action"] for each in listed] == ["reject", "undo"]


def test_a_decision_that_cannot_be_made_is_refused_in_a_sentence(
    asking: Asking, secrets: dict[str, str]
) -> None:
    given = asking.post(
        "/decisions", headers=bearing(secrets["review"]), json={"row": "x", "action": "accept"}
    )
    assert (given.status_code, "no such row" in given.json()["detail"]) == (422, True)


def test_the_description_names_every_call_and_asks_for_a_token(asking: Asking) -> None:
    described = asking.get("/openapi.json").json()
    assert {"/rows", "/rows/{id}", "/documents/{id}/text", "/search", "/decisions"} <= set(described["paths"])
    assert described["paths"]["/rows"]["get"]["security"] == [{"HTTPBearer": []}]


def reconciled(asking: Asking, secret: str, **query: Any) -> list[dict[str, Any]]:
    given = asking.post(f"/reconcile/{secret}", data={"queries": json.dumps({"q0": query})})
    assert given.status_code == 200, given.text
    found: list[dict[str, Any]] = given.json()["q0"]["result"]
    return found


def test_a_name_matches_where_it_is_one_actors_own(asking: Asking, secrets: dict[str, str]) -> None:
    first = reconciled(asking, secrets["read"], query="lakeland  legal clinic")[0]
    assert (first["name"], first["match"], first["score"]) == ("Lakeland Legal Clinic", True, 100.0)


def test_a_family_name_of_several_matches_none(asking: Asking, secrets: dict[str, str]) -> None:
    found = reconciled(asking, secrets["all read"], query="Halden", limit=10)
    assert len([each for each in found if "Halden" in each["name"]]) > 1
    assert not any(each["match"] for each in found)


def test_kinds_narrow_what_is_proposed(asking: Asking, secrets: dict[str, str]) -> None:
    assert reconciled(asking, secrets["read"], query="Lakeland Legal Clinic", type="person") == []


def test_the_service_says_what_it_is_and_how_it_is_asked(asking: Asking, secrets: dict[str, str]) -> None:
    given = asking.get(f"/reconcile/{secrets['read']}")
    assert given.headers["access-control-allow-origin"] == "*"
    said = given.json()
    assert said["versions"] == ["0.2"]
    assert said["view"]["url"] == f"{HERE}/actors/{{{{id}}}}"
    assert asking.get("/reconcile/onrecord_00000000_x").status_code == 401
    suggested = asking.get(
        f"/reconcile/{secrets['read']}/suggest/entity", params={"prefix": "Lakeland"}
    ).json()
    assert "Lakeland Legal Clinic" in {each["name"] for each in suggested["result"]}


@pytest.mark.parametrize("queries", ["no JSON", "[]", '{"q0": 3}'])
def test_queries_that_are_none_are_refused(asking: Asking, secrets: dict[str, str], queries: str) -> None:
    given = asking.post(f"/reconcile/{secrets['read']}", data={"queries": queries})
    assert given.status_code == 400


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asking, Record]]:
    """The API over a record that names private people in every way it can."""
    path = make_private_record(tmp_path_factory.mktemp("private") / "maria-quint.record")
    with Record.open(path, who="Ada Reviewer") as opened:
        yield Asking(opened), opened


def test_no_answer_names_a_masked_person_or_gives_the_id_a_name_can_be_tried_on(
    private: tuple[Asking, Record],
) -> None:
    asking, record = private
    _, secret = Tokens(record).make("narrow", ("read", "review"))
    record.decide(MARIA, "note", "Quint wrote it down. Ms. Quint said so.", "Maria Quint again")
    said = [
        json.dumps(asking.get(path, headers=bearing(secret)).json()) for path in ("/record", "/decisions")
    ]
    for kind in EXPORTED_TYPES:
        for row in rows_of(asking, secret, type=kind):
            said.append(json.dumps(row))
            said.append(json.dumps(asking.get(f"/rows/{row['id']}", headers=bearing(secret)).json()))
    said.append(json.dumps(asking.get("/search?words=board", headers=bearing(secret)).json()))
    whole = "\n".join(said)
    assert "person-1" in whole
    assert [name for name in (*NAMES, MARIA, ILEANA) if name in whole] == []


def test_a_masked_person_is_asked_for_by_the_pseudonym_alone(private: tuple[Asking, Record]) -> None:
    asking, record = private
    _, secret = Tokens(record).make("narrower", ("read",))
    assert asking.get("/rows/person-1", headers=bearing(secret)).json()["name"] == "Person 1"
    assert asking.get(f"/rows/{MARIA}", headers=bearing(secret)).status_code == 404
    assert asking.get(f"/rows?type=statement&actor={MARIA}", headers=bearing(secret)).status_code == 404


def test_who_may_be_named_is_decided_by_a_token_that_may_see_names(private: tuple[Asking, Record]) -> None:
    asking, record = private
    _, secret = Tokens(record).make("reviewer", ("review",))
    asked = {"row": "person-1", "action": "release"}
    assert asking.post("/decisions", headers=bearing(secret), json=asked).status_code == 403
    assert record.released() == frozenset()
    made = record.decide(MARIA, "release")
    assert asking.post(f"/decisions/{made.id}/undo", headers=bearing(secret)).status_code == 403
    record.undo(made.id)


def test_a_masked_person_is_decided_on_by_the_pseudonym_alone(private: tuple[Asking, Record]) -> None:
    asking, record = private
    _, secret = Tokens(record).make("masked", ("review",))
    before = len(record.decisions())

    def send(**asked: Any) -> Any:
        return asking.post("/decisions", headers=bearing(secret), json=asked)

    made = send(row="person-1", action="note", value="Ask again.")
    assert (made.status_code, made.json()["row"]) == (201, "person-1")
    assert record.decisions()[-1].row == MARIA
    given = asking.get("/decisions?row=person-1", headers=bearing(secret)).json()
    assert made.json() in given
    assert asking.get(f"/decisions?row={MARIA}", headers=bearing(secret)).json() == []
    for hidden in (
        {"row": MARIA, "action": "note", "value": "Ask again."},
        {"row": "s-1", "action": "correct", "value": {"field": "speakers", "value": [ILEANA]}},
    ):
        got = send(**hidden)
        assert (got.status_code, "no such row is in the record" in got.json()["detail"]) == (422, True)
    assert len(record.decisions()) == before + 1


def test_a_refusal_gives_no_id_and_no_name_of_a_masked_person(private: tuple[Asking, Record]) -> None:
    asking, record = private
    _, secret = Tokens(record).make("refused", ("review",))
    asked = {"row": "person-1", "action": "correct", "value": {"field": "kind", "value": "Maria Quint"}}
    got = asking.post("/decisions", headers=bearing(secret), json=asked)
    assert (got.status_code, "of person-1 cannot be '[Person 1]'" in got.text) == (422, True)
    assert [name for name in (*NAMES, MARIA) if name in got.text] == []


def test_a_pseudonym_is_no_word_of_the_record_for_a_token_that_sees_it(
    private: tuple[Asking, Record],
) -> None:
    asking, record = private
    _, secret = Tokens(record).make("words", ("review",))
    before = len(record.decisions())
    asked = {"row": "e-1", "action": "correct", "value": {"field": "place", "value": "house of [Person 1]"}}
    got = asking.post("/decisions", headers=bearing(secret), json=asked)
    assert (got.status_code, len(record.decisions())) == (422, before)


@pytest.mark.parametrize(
    "asked",
    [
        {"row": "person-1", "action": "reject"},
        {"row": "person-1", "action": "correct", "value": {"field": "private", "value": False}},
        {"row": "person-1", "action": "merge", "value": {"other": MINISTER}},
        {"row": MINISTER, "action": "judge", "value": {"other": "person-1", "verdict": "positive"}},
    ],
)
def test_a_token_that_may_not_name_a_person_ends_no_masking(
    private: tuple[Asking, Record], asked: dict[str, Any]
) -> None:
    asking, record = private
    _, secret = Tokens(record).make("ending", ("review",))
    _, seeing = Tokens(record).make("seeing", ("review", "private"))
    before = len(record.decisions())
    assert asking.post("/decisions", headers=bearing(secret), json=asked).status_code == 403
    assert len(record.decisions()) == before
    own = json.loads(json.dumps(asked).replace("person-1", MARIA))
    made = asking.post("/decisions", headers=bearing(seeing), json=own)
    assert made.status_code == 201
    assert asking.post(f"/decisions/{made.json()['id']}/undo", headers=bearing(seeing)).status_code == 201
