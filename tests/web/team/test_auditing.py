from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update
from starlette.applications import Starlette

from onrecord.check.report import DraftReport
from onrecord.cli import main
from onrecord.record.accounts import Accounts
from onrecord.record.audit import Audit, Reading, readings_of
from onrecord.record.schema import documents, readings
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.record.verification import verify
from onrecord.types.access import CLASSES
from onrecord.types.rows import Actor
from onrecord.web.app import API, make_app
from onrecord.web.drafts import Draft
from onrecord.web.site import Site
from onrecord.web.taking import CellNames, _lines
from onrecord.web.team.settings import read_team
from onrecord.web.team.team import Team
from tests.check.reports import report
from tests.web.team.conftest import AT, WORDS, Browser

RESTRICTED, SECRET = "lakeside-wire.md", "ministry-reply.eml"


@pytest.fixture(scope="module")
def classed(sample_record: Path, tmp_path_factory: pytest.TempPathFactory, _cheap: None) -> Path:
    path = tmp_path_factory.mktemp("audited") / "harbour.record"
    shutil.copytree(sample_record, path)
    with Record.open(path) as record:
        record.decide(named(record, RESTRICTED), "classify", "restricted")
        record.decide(named(record, SECRET), "classify", "secret")
        for name in CLASSES:
            Accounts(record).add(name, role="admin", clearance=name, password=WORDS)
    return path


def named(record: Record, file: str) -> str:
    return next(row.id for row in record.documents() if row.path.endswith(file))


@pytest.fixture
def record(classed: Path, tmp_path: Path) -> Iterator[Record]:
    path = tmp_path / classed.name
    shutil.copytree(classed, path)
    with Record.open(path) as record:
        yield record


@pytest.fixture
def app(record: Record) -> Starlette:
    return make_app(Site(record, team=Team(record, read_team(None, AT))))


def signed_in(app: Starlette, name: str) -> Browser:
    browser = Browser(app, AT, client=("192.0.2.7", 5000))
    assert browser.sign_in(name).status_code == 303
    return browser


def logged(record: Record, **asked: str) -> list[Reading]:
    return list(readings_of(record, **asked))


def test_pages_files_search_and_api_are_logged_with_what_they_show(app: Starlette, record: Record) -> None:
    browser, document = signed_in(app, "restricted"), named(record, RESTRICTED)
    text = record.text(document)
    word = next(word for word in text.split() if word.isalpha() and len(word) > 6)
    _, secret = Tokens(record).make("all", ("read",), "restricted")
    headers = {"authorization": f"Bearer {secret}"}
    asked = [
        (f"/documents/{document}", {}),
        (f"/search?q={word}", {}),
        ("/export/file?format=xlsx", {}),
        ("/documents", {}),
        (f"{API}/documents/{document}/text?end=60", headers),
        (f"{API}/search?words={word}", headers),
    ]
    for url, sent in asked:
        before = len(logged(record))
        got = browser.get(url, headers=sent)
        assert got.status_code == 200, got.text
        [reading, *others] = logged(record)
        assert len(others) == before, url
        assert (reading.who, reading.page) == ("restricted", url.partition("?")[0])
        assert reading.documents == {document: "restricted"}
        assert reading.rows >= 1
        assert reading.when.endswith("Z")


def test_what_is_public_or_shown_to_nobody_is_not_logged(app: Starlette, record: Record) -> None:
    browser, document = signed_in(app, "restricted"), named(record, "joint-letter.docx")
    for url in (f"/documents/{document}/custody", "/account", f"/documents/{named(record, SECRET)}"):
        browser.get(url)
    low = signed_in(app, "public")
    assert low.get("/documents").status_code == 200
    assert low.get(f"/documents/{named(record, RESTRICTED)}").status_code == 404
    assert logged(record) == []


@pytest.mark.parametrize("more", ["document=DOC%20", "document=PUBLIC&document=DOC%20", "document=PATH"])
def test_however_a_file_names_its_document_it_is_logged(app: Starlette, record: Record, more: str) -> None:
    browser, document = signed_in(app, "restricted"), named(record, RESTRICTED)
    row = record.document(document)
    assert row is not None
    given = {"DOC": document, "PUBLIC": named(record, "joint-letter.docx"), "PATH": row.path}
    for name, value in given.items():
        more = more.replace(name, value)
    got = browser.get(f"/export/file?format=jsonl&{more}")
    assert got.status_code == 200
    assert document in got.text
    assert [reading.documents for reading in logged(record)] == [{document: "restricted"}]


def test_a_checked_draft_to_keep_is_logged_whatever_its_address_says(app: Starlette, record: Record) -> None:
    site: Site = app.state.site
    document, public = named(record, RESTRICTED), named(record, "joint-letter.docx")
    outcome: Future[DraftReport] = Future()
    outcome.set_result(report("Nobody was hurt."))
    held = Draft("a.txt", "text/plain", b"Nobody was hurt.", outcome, "restricted", record.last_classed())
    site.seen_by("restricted").drafts._kept["k"] = held
    browser = signed_in(app, "restricted")
    for kind in ("html", "docx"):
        before = len(logged(record))
        assert browser.get(f"/check/k/{kind}?document={public}").status_code == 200
        [reading, *others] = logged(record)
        assert len(others) == before, kind
        assert reading.documents == {document: "restricted"}


def test_a_list_is_logged_by_ids_and_by_files_with_odd_names(record: Record) -> None:
    audit, document = Audit(record), named(record, RESTRICTED)
    assert audit.named_in(f"a-1,x\r\n{document},y\r\n") == ({document: "restricted"}, 2)
    odd = 'the "wire"\u202e.md'
    with record.deciding() as (connection, _):
        lies = documents.c.id == document
        connection.execute(update(documents).where(lies).values(path=f"papers/{odd}"))
    site = Site(record)
    told = "".join(line.decode() for line in _lines(("document",), [(CellNames(site).one(document),)]))
    assert audit.named_in(told)[0] == {document: "restricted"}


def test_no_secret_of_a_token_stands_in_the_log(app: Starlette, record: Record) -> None:
    made, secret = Tokens(record).make("lists", ("read",), "restricted")
    name = next(row.name for row in record.rows(Actor, named(record, RESTRICTED)) if not row.private)
    asked = f"{API}/reconcile/{secret}/suggest/entity"
    assert signed_in(app, "restricted").get(asked, params={"prefix": name}).json()["result"]
    [reading] = logged(record)
    assert reading.page == f"{API}/reconcile/onrecord_{made.id}/suggest/entity"


def test_nothing_is_shown_where_it_cannot_be_logged(
    app: Starlette, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, document = signed_in(app, "restricted"), named(record, RESTRICTED)
    _, secret = Tokens(record).make("all", ("read",), "restricted")

    def fail(*_: object) -> object:
        raise OSError("No space left on device")

    monkeypatch.setattr("onrecord.record.audit.open_again", fail)
    words = record.text(document)[:60].split("\n")[0]
    for url in (
        f"/documents/{document}",
        "/export/file?format=jsonl",
        f"{API}/documents/{document}/text?end=60",
    ):
        got = browser.get(url, headers={"authorization": f"Bearer {secret}"} if API in url else {})
        assert got.status_code == 503, url
        assert "could not be logged" in got.text
        assert words not in got.text
        assert document not in got.text
    assert browser.get("/account").status_code == 200


def test_the_log_is_shown_by_person_document_and_day_to_who_may_see_it(
    app: Starlette, record: Record
) -> None:
    document, secret = named(record, RESTRICTED), named(record, SECRET)
    signed_in(app, "restricted").get(f"/documents/{document}/custody")
    high = signed_in(app, "secret")
    high.get(f"/documents/{secret}/custody")
    assert [one.who for one in logged(record)] == ["secret", "restricted"]
    day = logged(record)[0].when[:10]
    assert [one.who for one in logged(record, document=document)] == ["restricted"]
    assert [one.who for one in logged(record, who="secret", since=day, until=day)] == ["secret"]
    assert logged(record, since="2999-01-01") == logged(record, until="2000-01-01") == []
    page = high.get("/audit").text
    assert f"/documents/{document}" in page
    assert f"/documents/{secret}/custody" in page
    rows = list(csv.DictReader(io.StringIO(high.get("/audit.csv?who=restricted").text)))
    assert [(row["who"], row["document"], row["class"]) for row in rows][-1] == (
        "restricted",
        document,
        "restricted",
    )
    below = signed_in(app, "internal").get("/audit").text
    assert "above your clearance" in below
    assert document not in below
    assert secret not in below


def test_the_command_line_prints_it(record: Record) -> None:
    document = named(record, RESTRICTED)
    Audit(record).log("ana", "/documents", {document: "restricted"}, 3)
    told = CliRunner().invoke(main, ["audit", str(record.address)]).stdout
    assert "ana: /documents, 3 rows" in told
    assert RESTRICTED in told
    lines = CliRunner().invoke(main, ["audit", str(record.address), "--json", "--by", "ana"]).stdout
    assert json.loads(lines)["documents"] == {document: "restricted"}
    none = CliRunner().invoke(main, ["audit", str(record.address), "--by", "somebody"]).stdout
    assert none == "Nobody read anything confidential.\n"


def test_an_entry_that_was_changed_or_taken_away_is_noticed(record: Record) -> None:
    audit, document = Audit(record), named(record, RESTRICTED)
    for page in ("/documents", "/search", "/rows"):
        audit.log("ana", page, {document: "restricted"}, 1)
    audit.close()
    assert record.readings_hold()
    assert not [one for one in verify(record.address).breaks if one.code == "readings_broken"]
    with record.keeping() as (connection, _):
        connection.execute(update(readings).where(readings.c.seq == 2).values(who="ben"))
    assert not record.readings_hold()
    with record.keeping() as (connection, _):
        connection.execute(update(readings).where(readings.c.seq == 2).values(who="ana"))
    assert record.readings_hold()
    with record.keeping() as (connection, _):
        connection.execute(readings.delete().where(readings.c.seq == 3))
    [told] = [one.message for one in verify(record.address).breaks if one.code == "readings_broken"]
    assert "removed or changed" in told
