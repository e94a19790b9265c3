"""Every page, route of the API, format and search as each clearance: a secret document is in none of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx2 import Response
from sqlalchemy import Table, insert, select
from starlette.applications import Starlette

from onrecord.export.formats import FORMATS
from onrecord.record.accounts import Accounts
from onrecord.record.schema import (
    builds,
    custody,
    decisions,
    documents,
    issues,
    metadata,
    readings,
    redirects,
    rejected,
    superseded,
)
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.types.access import CLASSES
from onrecord.types.rows import EXPORTED_TYPES
from onrecord.web.app import API, make_app
from onrecord.web.permissions import ANYBODY, NEEDED
from onrecord.web.site import Site
from onrecord.web.team.settings import read_team
from onrecord.web.team.team import Team
from tests.check.reports import claim, report
from tests.export.exporting import everything_in
from tests.web.team.conftest import AT, WORDS, Browser

SECRET = "ministry-reply.eml"
"""The document of the sample that is classed: it answers letters, tells figures, and is reported on."""

SOURCES = Path(__file__).parents[3] / "src"
MOST_PAGES = 130
"""Pages that are followed from link to link."""


@pytest.fixture(scope="module")
def classed(sample_record: Path, tmp_path_factory: pytest.TempPathFactory, _cheap: None) -> Path:
    """The sample with one document that is secret, and an admin of each clearance who may do all else."""
    path = tmp_path_factory.mktemp("classed") / "harbour.record"
    shutil.copytree(sample_record, path)
    with Record.open(path, who="Ada Editor") as record:
        document = next(row.id for row in record.documents() if row.path.endswith(SECRET))
        actor = next(row.id for row in record.export_rows(["actor"]) if document in str(row))
        record.decide(actor, "note", "Also in the reply.")
        record.decide(document, "classify", "secret", "its writer asked for it")
        for name in CLASSES:
            Accounts(record).add(name, role="admin", clearance=name, password=WORDS)
    return path


@pytest.fixture(scope="module")
def app(classed: Path) -> Iterator[Starlette]:
    settings = read_team(None, AT, requests_a_minute=100_000)
    with Record.open(classed, who="Ada Editor") as record:
        yield make_app(Site(record, team=Team(record, settings)))


@pytest.fixture(scope="module")
def needles(classed: Path) -> Callable[[], dict[str, str]]:
    """Gives what stands in the secret document alone: its id, its title, words, numbers, ids of rows."""

    @cache
    def found() -> dict[str, str]:
        with Record.open(classed) as record:
            whole = {row.id: row for row in record.documents()}
            hidden = [row for row in whole.values() if SECRET in row.path]  # a mail and what is attached
            [secret] = [row for row in hidden if row.path.endswith(SECRET)]
            shown = [row for row in whole.values() if row not in hidden]
            others = "\n".join(f"{row.path}\n{record.text(row.id)}" for row in shown)
            text = "\n".join(record.text(row.id) for row in hidden)
            words = set(re.findall(r"[\w@.-]{3,}\w", text))
            own = {word for word in words if word.casefold() not in others.casefold()}
            ids = {row.id for row in record.export_rows()}
        with Record.open(classed, clearance="restricted") as seen:
            ids -= {row.id for row in seen.export_rows()}
        ours = "\n".join(
            path.read_text("utf-8").casefold()
            for room in ("web", "export")
            for path in (SOURCES / "onrecord" / room).rglob("*")
            if path.suffix in (".py", ".html", ".toml", ".js", ".css", ".json")
        )
        own = {word for word in own if word.casefold() not in ours and not word.isdigit()}
        title = [secret.title.exact] if secret.title and secret.title.exact not in others else []
        told = {needle: needle for needle in (*own, *ids, *title, SECRET, secret.sha256, secret.text_sha256)}
        return {"": secret.id, **told}

    return found


def signed_in(app: Starlette, name: str) -> Browser:
    browser = Browser(app, AT, client=("192.0.2.7", 5000))
    assert browser.sign_in(name).status_code == 303
    return browser


def shown_in(body: str, needles: dict[str, str], but: str = "") -> set[str]:
    return {needle for needle in needles.values() if needle in body and needle not in but}


def pages_from(browser: Browser) -> Iterator[tuple[str, Response]]:
    """Yield pages from link to link: first those that the menu leads to, then one after the other."""
    waiting = [path for path, needed in NEEDED.items() if needed != ANYBODY and "{" not in path]
    waiting += [f"/export/file?format={name}" for name in (*FORMATS, "dossier-docx", "dossier-html")]
    seen: set[str] = set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith("/sign-out"):
            continue
        seen.add(address)
        got = browser.get(address, follow_redirects=False)
        yield address, got
        if got.headers.get("content-type", "").startswith("text/html"):
            links = re.findall(r'href="(/[^"#]*)', got.text)
            waiting += [link.replace("&amp;", "&") for link in links if not link.startswith("/static")]


def test_there_is_something_to_leak(needles: Callable[[], dict[str, str]]) -> None:
    told = needles()
    assert len([needle for needle in told if re.fullmatch("[a-z]-[0-9a-f]{16}", needle)]) >= 15
    assert len([needle for needle in told if needle.isalpha()]) >= 5


@pytest.mark.parametrize("clearance", ["internal", "restricted"])
def test_no_page_and_no_file_holds_anything_of_it(
    app: Starlette, needles: Callable[[], dict[str, str]], clearance: str
) -> None:
    asked, browser = 0, signed_in(app, clearance)
    for address, got in pages_from(browser):
        assert got.status_code < 500, address
        body = everything_in(got.content) if got.content[:2] == b"PK" else got.text
        assert shown_in(body, needles()) == set(), address
        asked += 1
    assert asked >= 100


def test_who_may_read_it_is_shown_it(app: Starlette, needles: Callable[[], dict[str, str]]) -> None:
    browser, told = signed_in(app, "secret"), needles()
    jsonl = browser.get("/export/file?format=jsonl").text
    assert len(shown_in(jsonl, told)) > 20
    assert told[""] in browser.get("/documents").text
    assert browser.get(f"/documents/{told['']}").status_code == 200


def test_an_id_of_it_is_answered_as_one_of_nothing(
    app: Starlette, needles: Callable[[], dict[str, str]]
) -> None:
    browser = signed_in(app, "restricted")
    ids = [needle for needle in needles().values() if re.fullmatch("[a-z]-[0-9a-f]{16}", needle)]
    templates = [path for path in NEEDED if "{id}" in path and "GET" in methods_of(app, path)]
    assert len(templates) >= 8
    for id_ in ids:
        for path in templates:
            none = f"{id_[:2]}{'0' * 16}"
            got, other = (
                browser.get(path.replace("{id}", one), follow_redirects=False) for one in (id_, none)
            )
            assert (got.status_code, alike(got, id_)) == (other.status_code, alike(other, none)), (path, id_)
            assert got.status_code in (303, 404)


def methods_of(app: Starlette, path: str) -> set[str]:
    return next(
        set(getattr(route, "methods", ())) for route in app.routes if getattr(route, "path", "") == path
    )


def alike(got: Response, id_: str) -> str:
    """Return an answer without the id that was asked for and the token of its forms."""
    return re.sub(r'name="token" value="[^"]+"', "", got.text.replace(id_, "ID"))


@pytest.mark.parametrize("clearance", ["public", "restricted"])
def test_no_route_of_the_api_answers_with_anything_of_it(
    app: Starlette, needles: Callable[[], dict[str, str]], clearance: str
) -> None:
    site: Site = app.state.site
    _, secret = Tokens(site.record).make("all", ("read", "review", "private"), clearance)
    browser, told = Browser(app, AT, client=("192.0.2.8", 5000)), needles()
    headers = {"authorization": f"Bearer {secret}"}

    def ask(path: str, but: str = "", **query: str) -> Response:
        got = browser.get(API + path, params=query, headers=headers)
        assert shown_in(got.text.replace(secret, ""), told, but) == set(), (path, query)
        return got

    assert ask("/record").json()["rows"]["document"] == 12
    assert ask("/decisions").json() == [] or told[""] not in ask("/decisions").text
    for kind in EXPORTED_TYPES:
        after: str | None = ""
        while after is not None:
            answer = ask("/rows", type=kind, limit="200", **({"after": after} if after else {})).json()
            after = answer["after"]
            for row in answer["rows"][:3]:
                ask(f"/rows/{row['id']}")
    for id_ in [needle for needle in told.values() if re.fullmatch("[a-z]-[0-9a-f]{16}", needle)]:
        assert ask(f"/rows/{id_}", but=id_).status_code == 404
    document = told[""]
    assert ask(f"/documents/{document}/text", but=document).status_code == 404
    assert ask(f"/documents/{document}/quote", but=document, words="the").status_code == 404
    assert ask("/rows", but=document, type="statement", document=document).json()["total"] == 0
    for word in [needle for needle in told.values() if needle.isalpha()][:10]:
        assert ask("/search", but=word, words=word).json()["passages"] == []
        assert ask("/rows", but=word, type="statement", words=word).json()["total"] == 0
        found = ask(f"/reconcile/{secret}", but=word, queries=json.dumps({"q": {"query": word}})).json()
        assert found["q"]["result"] == []
        assert ask(f"/reconcile/{secret}/suggest/entity", but=word, prefix=word[:3]).status_code == 200


def test_no_search_finds_or_counts_it(app: Starlette, needles: Callable[[], dict[str, str]]) -> None:
    browser = signed_in(app, "restricted")
    for word in [needle for needle in needles().values() if needle.isalpha()][:8]:
        nothing = "x" * len(word)
        for path in (
            "/search",
            "/documents",
            "/review",
            "/findings",
            "/asks",
            "/actors",
            "/search/batch.csv",
        ):
            name = "words" if path != "/search" else "q"
            got, other = (browser.get(f"{path}?{name}={one}") for one in (word, nothing))
            assert alike(got, word).replace(word, "ID") == alike(other, nothing).replace(nothing, "ID"), path


def test_nothing_can_be_decided_on_it_or_undone(
    app: Starlette, needles: Callable[[], dict[str, str]]
) -> None:
    browser, site = signed_in(app, "restricted"), app.state.site
    made, document = len(site.record.decisions()), needles()[""]
    for action in ("accept", "note", "classify"):
        data = {"row": document, "action": action, "text": "x", "class": "public"}
        assert browser.submit("/review/decide", data, page="/account").status_code == 400
    for one in site.record.decisions():
        if one.row == document:
            undone = browser.submit("/review/undo", {"decision": str(one.id)}, page="/account")
            assert undone.status_code == 400
            assert f"There is no decision {one.id}." in undone.text
    assert len(site.record.decisions()) == made


def test_drafts_of_all_clearances_are_read_by_one_process(
    classed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []

    class Checker:
        def __init__(self, config: object) -> None:
            made.append(self)

        def check_bytes(self, content: bytes, name: str, media_type: str, record: Record) -> object:
            return record.clearance

    monkeypatch.setattr(import_module("onrecord.check.checking"), "DraftChecker", Checker)
    with Record.open(classed) as record:
        site = Site(record)
        told = [site.seen_by(name).check("Nobody was hurt.") for name in ("public", "secret")]
    assert [str(each) for each in told] == ["public", "None"]
    assert len(made) == 1


def test_what_a_clearance_sees_follows_a_decision_at_once(classed: Path, tmp_path: Path) -> None:
    path = tmp_path / "moving.record"
    shutil.copytree(classed, path)
    with Record.open(path, who="Ada Editor") as record:
        site = Site(record, team=Team(record, read_team(None, AT)))
        browser = signed_in(make_app(site), "restricted")
        document = next(row.id for row in record.documents() if row.path.endswith(SECRET))
        assert browser.get(f"/documents/{document}").status_code == 404
        made = record.decide(document, "classify", "restricted")
        assert browser.get(f"/documents/{document}").status_code == 200
        record.undo(made.id)
        got = browser.get("/documents")
        assert document not in got.text
        assert urlsplit(f"/documents/{document}").path not in got.text


def test_a_checked_draft_is_forgotten_once_a_document_is_of_another_class(
    classed: Path, tmp_path: Path
) -> None:
    path = tmp_path / "moving.record"
    shutil.copytree(classed, path)
    with Record.open(path, who="Ada Editor") as record:
        site = Site(record, team=Team(record, read_team(None, AT)))
        browser = signed_in(make_app(site), "internal")
        letter = next(row.id for row in record.documents() if SECRET not in row.path)
        seen = site.seen_by("internal")
        seen.drafts._check = lambda content, name, media_type: report(
            "Nobody was hurt.",
            claim("Nobody was hurt.", "Nobody", "quotation", "altered", "It says “harrowing words”."),
        )
        sent = browser.submit("/check", {"text": "Nobody was hurt."}, page="/check")
        address = sent.headers["location"]
        assert "harrowing words" in browser.get(address).text
        record.decide(letter, "note", "Read.")
        assert "harrowing words" in browser.get(address).text
        record.decide(letter, "classify", "secret")
        for url in (address, f"{address}/html", f"{address}/jsonl"):
            got = browser.get(url)
            assert (got.status_code, "harrowing words" in got.text) == (404, False)


def test_nothing_that_was_at_hand_is_shown_once_a_document_is_secret(
    classed: Path, tmp_path: Path, needles: Callable[[], dict[str, str]]
) -> None:
    path = tmp_path / "moving.record"
    shutil.copytree(classed, path)
    with Record.open(path, who="Ada Editor") as record:
        [document] = [row.id for row in record.documents() if row.path.endswith(SECRET)]
        other = next(row.id for row in record.documents() if SECRET not in row.path)
        record.decide(other, "classify", "secret")  # so that the site is never the whole one
        lowered = record.decide(document, "classify", "restricted")
        browser = signed_in(make_app(Site(record, team=Team(record, read_team(None, AT)))), "restricted")
        shown = {address for address, got in pages_from(browser) if shown_in(got.text, needles())}
        assert len(shown) > 25
        record.undo(lowered.id)
        for address in sorted(shown):
            got = browser.get(address, follow_redirects=False)
            body = everything_in(got.content) if got.content[:2] == b"PK" else got.text
            assert shown_in(body, needles(), but=address) == set(), address


APART = {"meta", "sources", "stages", "stale_keys", "resolved_documents", "tokens", "accounts", "sessions"}
"""Tables that tell of no document, that nothing but a build reads, or that lead to rows by id alone."""


def test_no_table_that_speaks_of_documents_is_seen_with_it(
    classed: Path, tmp_path: Path, needles: Callable[[], dict[str, str]]
) -> None:
    path, told = tmp_path / "tables.record", needles()
    shutil.copytree(classed, path)
    document = told[""]
    with Record.open(path, clearance="restricted") as seen:
        one, other = (row.id for row in islice(seen.export_rows(["statement"]), 2))
    with Record.open(path) as record:
        sha256 = next(row.sha256 for row in record.documents() if row.id == document)
    added: dict[Table, list[dict[str, Any]]] = {  # what the sample has none of, or tells of by id alone
        superseded: [{"document": document, "id": "s-1", "type": "statement", "payload": SECRET}],
        issues: [{"scope": scope, "owner": document, "path": SECRET} for scope in ("document", "root")],
        rejected: [{"document": document, "exact": SECRET}],
        builds: [{"payload": SECRET}],
        readings: [{"subject": f"/documents/{document}"}],
        custody: [{"subject": one, "detail": document}, {"subject": sha256}, {"subject": document}],
        decisions: [
            {"row": one, "snapshot": document},
            {"row": other, "value": document},
            {"row": document},
        ],
        redirects: [{"stage": "actors", "row": "a-1", "to": next(id_ for id_ in told if id_[:2] == "s-")}],
    }
    with Record.open(path) as record, record.deciding() as (connection, _):
        for table, lines in added.items():
            needed = [column for column in table.columns if not (column.nullable or column.primary_key)]
            empty = {each.name: 0 if each.type.python_type is int else "" for each in needed}
            numbered = [name for name in ("seq", "id") if name in table.primary_key.columns]
            for number, line in enumerate(lines, 10_000):
                connection.execute(insert(table).values({**empty, **dict.fromkeys(numbered, number), **line}))
    with Record.open(path) as whole, Record.open(path, clearance="restricted") as seen:
        for table in (table for name, table in metadata.tables.items() if name not in APART):
            columns = [column for column in table.columns if column is not documents.c.id]
            with whole.reading() as every, seen.reading() as some:
                held, shown = (
                    "\n".join(map(str, connection.execute(select(*columns)))) for connection in (every, some)
                )
            assert shown_in(held, told) != set(), f"{table.name}: there is nothing to leak"
            assert shown_in(shown, told) == set(), table.name
        texts = [column for column in documents.c if column.name in HELD]
        with seen.reading() as connection:
            [own] = connection.execute(select(*texts).where(documents.c.id == document))
        assert not any(own)


HELD = ("path", "sha256", "fingerprint", "text_sha256", "payload", "passages")
"""What the line of a document holds of it."""
