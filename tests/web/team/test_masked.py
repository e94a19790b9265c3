"""Who may not see private persons sees their names on no page, in no list, address or id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from starlette.applications import Starlette

from onrecord.export.masking import Masking
from onrecord.record.accounts import Accounts
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.held_masking import NamesAreBeingGathered
from onrecord.web.masked import masked_json, masked_page, masked_text, meant_ids
from onrecord.web.site import Site
from onrecord.web.team.settings import read_team
from onrecord.web.team.team import Team
from tests.export.private_people import (
    BOARD,
    ILEANA,
    LETTER,
    MARIA,
    MINISTER,
    NAMES,
    NAMES_TOO,
    make_private_record,
)
from tests.web.team.conftest import AT, WORDS, Browser

SECRET = (*NAMES, *NAMES_TOO, MARIA, ILEANA, "Q-MARIA")


@pytest.fixture(scope="module")
def private_path(tmp_path_factory: pytest.TempPathFactory, _cheap: None) -> Path:
    return with_accounts(tmp_path_factory.mktemp("private") / "private.record")


def with_accounts(path: Path) -> Path:
    make_private_record(path)
    with Record.open(path) as record:
        for role in ("reviewer", "editor"):
            Accounts(record).add(role, role=role, password=WORDS)
    return path


@pytest.fixture(scope="module")
def app(private_path: Path) -> Iterator[Starlette]:
    with Record.open(private_path) as record:
        yield make_app(Site(record, team=Team(record, read_team(None, AT))))


@pytest.fixture(scope="module")
def masking(app: Starlette) -> Masking:
    site: Site = app.state.site
    return site.masking()


@pytest.fixture
def own(tmp_path: Path, _cheap: None) -> Iterator[Starlette]:
    """A record to decide on, called after somebody private."""
    with Record.open(with_accounts(tmp_path / "maria-quint.record"), who="Ada") as record:
        yield make_app(Site(record, team=Team(record, read_team(None, AT))))


def signed_in(app: Starlette, role: str) -> Browser:
    asking = Browser(app, AT)
    assert asking.sign_in(role).status_code == 303
    return asking


def links_of(page: str, here: str) -> Iterator[str]:
    for link in html.document_fromstring(page).xpath("//a/@href | //form[not(@method)]/@action"):
        parts = urlsplit(link)
        if not parts.netloc and not parts.scheme and parts.path.startswith("/"):
            yield link.partition("#")[0]


def seen_from(asking: Browser, start: str, most: int) -> Iterator[tuple[str, int, str]]:
    """Yield address, status and answer of pages that lead to one another."""
    waiting, known = [start], {start}
    while waiting and len(known) < most:
        url = waiting.pop(0)
        got = asking.get(url, follow_redirects=False)
        yield url, got.status_code, got.text + got.headers.get("location", "")
        if got.headers["content-type"].startswith("text/html"):
            for link in links_of(got.text, url):
                if link not in known and not link.startswith("/export/file"):
                    known.add(link)
                    waiting.append(link)


def names_in(answer: str) -> list[str]:
    told = f"{answer}\n{unquote(answer)}"
    plain = re.sub(r"<[^>]*>", "", told)
    return [name for name in SECRET if name in told or name in plain]


def test_no_page_that_a_reviewer_comes_to_names_a_private_person(app: Starlette) -> None:
    asking, told = signed_in(app, "reviewer"), ""
    paths = set()
    for url, status, answer in seen_from(asking, "/", 400):
        paths.add(re.sub(r"/[a-z]+-[0-9a-z]+", "/{id}", urlsplit(url).path))
        assert status in (200, 303), url
        assert names_in(answer) == [], url
        told += answer
    assert {"/actors/{id}", "/documents/{id}", "/rows/{id}", "/review", "/asks", "/search"} <= paths
    assert "[Person 1]" in told
    assert "Peter Quint" in told
    assert "Quintessence is a word" in told


def test_who_may_see_private_persons_does(app: Starlette) -> None:
    assert "Maria Quint" in signed_in(app, "editor").get("/actors").text


@pytest.mark.parametrize("url", ["/actors.csv", "/asks.csv", "/findings.csv", "/wanted.csv"])
def test_no_list_taken_along_names_a_private_person(app: Starlette, url: str) -> None:
    assert names_in(signed_in(app, "reviewer").get(url).text) == []


def test_a_masked_person_is_reached_by_the_shown_id_alone(app: Starlette) -> None:
    asking = signed_in(app, "reviewer")
    shown = asking.get("/actors/person-1")
    assert shown.status_code == 200
    assert "Person 1" in shown.text
    assert asking.get(f"/actors/{MARIA}").status_code == 404
    assert asking.get(f"/rows/{MARIA}").status_code == 404
    assert asking.get(f"/asks?actor={ILEANA}").status_code == 404
    assert asking.get(f"/asks?actor=%61{ILEANA[1:]}").status_code == 404
    assert asking.get("/asks?actor=person-2").status_code == 200
    assert asking.get(f"/actors/{MINISTER}").status_code == 200


def test_a_reviewer_decides_on_a_masked_person_by_the_shown_id(app: Starlette) -> None:
    asking, record = signed_in(app, "reviewer"), app.state.site.record
    data = {"row": "person-1", "action": "note", "text": "Ask again.", "back": "/rows/person-1"}
    sent = asking.submit("/review/decide", data, page="/account")
    assert (sent.status_code, sent.headers["location"]) == (303, "/rows/person-1")
    assert [made.row for made in record.decisions()] == [MARIA]
    assert asking.submit("/review/decide", {**data, "row": MARIA}, page="/account").status_code == 404


@pytest.mark.parametrize(
    ("url", "data"),
    [
        ("/review/decide", {"row": "person-1", "action": "reject"}),
        ("/review/decide", {"row": "person-1", "action": "merge", "other": MINISTER}),
        ("/review/decide", {"row": MINISTER, "action": "merge", "other": "/rows/person-1"}),
        ("/actors/person-1/judge", {"other": MINISTER, "verdict": "positive"}),
        (f"/actors/{MINISTER}/judge", {"other": "person-1", "verdict": "unsure"}),
        ("/review/correct/person-1", {"field": "private", "value": "no"}),
        ("/review/correct/person-1", {"field": "name", "value": "Zoe Vale"}),
        ("/review/correct/person-1", {"field": "mentions"}),
    ],
)
def test_no_decision_of_a_reviewer_ends_the_masking_of_a_person(
    own: Starlette, url: str, data: dict[str, str]
) -> None:
    asking, record = signed_in(own, "reviewer"), own.state.site.record
    assert asking.submit(url, data, page="/account").status_code == 403
    assert record.decisions() == []
    assert names_in(asking.get("/actors").text) == []


def test_what_masked_a_person_is_not_undone_by_a_reviewer(own: Starlette) -> None:
    asking, record = signed_in(own, "reviewer"), own.state.site.record
    apart = asking.submit("/actors/person-1/judge", {"other": MINISTER, "verdict": "negative"}, "/account")
    assert apart.status_code == 303
    hidden = record.decide(BOARD, "correct", {"field": "private", "value": True})
    words = {"start": LETTER.text.index("Fund"), "end": LETTER.text.index("Fund") + 4}
    added = record.add(
        LETTER.id, {"type": "actor", "name": "Fund", "kind": "person", "mentions": [words], "private": True}
    )
    for made in (record.decisions()[0], hidden, added):
        sent = asking.submit("/review/undo", {"decision": str(made.id)}, page="/account")
        assert sent.status_code == 403
    rejected = record.decide(MARIA, "reject")
    asking.submit("/review/undo", {"decision": str(rejected.id)}, page="/account")
    assert record.row(MARIA) is not None
    again = record.decisions()[-1]
    assert asking.submit("/review/undo", {"decision": str(again.id)}, page="/account").status_code == 403


def test_two_masked_persons_are_made_one_by_a_reviewer_and_other_rows_decided_on(own: Starlette) -> None:
    asking, record = signed_in(own, "reviewer"), own.state.site.record
    for data in (
        {"row": "person-1", "action": "merge", "other": "person-2"},
        {"row": BOARD, "action": "reject"},
        {"row": "s-1", "action": "reject"},
    ):
        assert asking.submit("/review/decide", data, page="/account").status_code == 303
    last = str(record.decisions()[0].id)
    assert asking.submit("/review/undo", {"decision": last}, page="/account").status_code == 303
    assert names_in(asking.get("/actors").text) == []


def test_neither_a_file_to_keep_nor_a_refusal_is_called_after_somebody_masked(own: Starlette) -> None:
    asking = signed_in(own, "reviewer")
    assert asking.get("/actors.csv").headers["content-disposition"] == (
        'attachment; filename="_Person_1_-actors.csv"'
    )
    for url in ("/export/file?format=none", f"/actors/{MARIA}", "/nothing", "/accounts"):
        got = asking.get(url)
        assert got.status_code >= 400
        assert names_in(got.text) == [], url
    shown = signed_in(own, "editor").get("/nothing")
    assert "maria-quint" in shown.text


@pytest.mark.parametrize("other", [f"{MARIA[:3]}%09{MARIA[3:]}", f"/documents/d-1?row=%2561{MARIA[1:]}"])
def test_an_id_that_is_cut_or_escaped_twice_is_not_known_either(app: Starlette, other: str) -> None:
    asking = signed_in(app, "reviewer")
    sent = asking.post(
        "/review/decide",
        content=f"token={asking.form('/account')}&row={MINISTER}&action=merge&other={other}",
        headers={
            "origin": AT, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"
        },
    )  # fmt: skip
    assert sent.status_code == 404


def test_a_form_in_parts_leads_around_nothing(app: Starlette) -> None:
    asking, record = signed_in(app, "reviewer"), app.state.site.record
    before = len(record.decisions())
    for row, text in ((MARIA, "Ask again."), ("s-1", "[Person 1] was there.")):
        data = {"token": asking.form("/account"), "row": row, "action": "note", "text": text}
        sent = asking.post(
            "/review/decide", files={name: (None, value) for name, value in data.items()},
            headers={"origin": AT, "sec-fetch-site": "same-origin"}, follow_redirects=False,
        )  # fmt: skip
        assert sent.status_code == 400
    assert len(record.decisions()) == before


def test_until_names_are_gathered_a_page_says_so(app: Starlette, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = signed_in(app, "reviewer")

    def not_yet(_: Site) -> Masking:
        raise NamesAreBeingGathered("The names of private persons are being gathered.")

    monkeypatch.setattr(Site, "masking", not_yet)
    got = asking.get("/documents")
    assert (got.status_code, "are being gathered" in got.text) == (503, True)


def test_a_pseudonym_is_not_entered_as_words_of_the_record(app: Starlette) -> None:
    asking, record = signed_in(app, "reviewer"), app.state.site.record
    before = len(record.decisions())
    data = {"field": "place", "value": "the house of [Person 1]"}
    sent = asking.submit("/review/correct/e-1", data, page="/account")
    assert (sent.status_code, "Nothing was changed" in sent.text) == (403, True)
    assert len(record.decisions()) == before


@pytest.mark.parametrize(
    ("page", "shown"),
    [
        ("<p>Maria Quint left.</p>", "<p>[Person 1] left.</p>"),
        ("<p>Maria <mark>Quint</mark> left.</p>", "<p>[Person 1]<mark></mark> left.</p>"),
        ("<p><a href='/x'>Mar</a>ia <b>Quint</b>.</p>", "<p><a href='/x'>[Person 1]</a><b></b>.</p>"),
        ("<p>of Maria</p><p>Quint</p>", "<p>of Maria</p><p>Quint</p>"),
        ("<p>Peter Quint &amp; others</p>", "<p>Peter Quint &amp; others</p>"),
        ("<p>&lt;b&gt; Maria&#32;Quint &lt;</p>", "<p>&lt;b&gt; [Person 1] &lt;</p>"),
        ('<p title="of Maria Quint">x</p>', '<p title="of [Person 1]">x</p>'),
        ('<a href="/files/maria-quint.txt">x</a>', '<a href="/files/[Person 1].txt">x</a>'),
        (f'<a href="/actors/{MARIA}">x</a>', '<a href="/actors/person-1">x</a>'),
    ],
)
def test_a_name_is_masked_wherever_a_page_has_it(masking: Masking, page: str, shown: str) -> None:
    assert masked_page(page, masking) == shown


def test_lists_and_json_are_masked_too(masking: Masking) -> None:
    assert masked_text(f"{MARIA},Maria Quint\r\n", masking) == "person-1,[Person 1]\r\n"
    given = '{"Maria Quint": ["of Maria Quint", 1, null]}'
    assert masked_json(given, masking) == '{"[Person 1]": ["of [Person 1]", 1, null]}'


def test_what_comes_in_is_led_back(masking: Masking) -> None:
    assert meant_ids("/actors/person-2?x=person-9", masking) == f"/actors/{ILEANA}?x=person-9"
    with pytest.raises(LookupError):
        meant_ids(f"/actors/{MARIA}", masking)


def test_a_kind_of_file_that_cannot_be_masked_is_kept_back(app: Starlette) -> None:
    from concurrent.futures import Future
    from types import SimpleNamespace

    from onrecord.check.outputs import formats
    from onrecord.web.drafts import Draft

    site: Site = app.state.site
    outcome: Future[object] = Future()
    outcome.set_result("report")
    for role in ("reviewer", "editor"):
        site.drafts._kept[role] = Draft("a.docx", "text/plain", b"x", outcome, role)  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        made = SimpleNamespace(make=lambda report, content: b"PK Maria Quint", media_type="application/zip")
        patch.setitem(formats.OUTPUTS, ".docx", made)
        assert signed_in(app, "editor").get("/check/editor/docx").content == b"PK Maria Quint"
        kept = signed_in(app, "reviewer").get("/check/reviewer/docx")
    assert (kept.status_code, "Maria" in kept.text) == (403, False)
    assert "content-disposition" not in kept.headers


def test_the_masking_is_kept_until_an_actor_may_have_changed(tmp_path: Path) -> None:
    with Record.open(make_private_record(tmp_path / "private.record"), who="Ada") as record:
        site = Site(record)
        held = site.masking()
        record.decide("s-1", "accept")
        record.decide(MARIA, "note", "Ask again.")
        Accounts(record).add("mina", role="reader", password=WORDS)
        assert site.masking() is held
        changes: tuple[Callable[[], object], ...] = (
            lambda: record.decide(MARIA, "release", None, "She asked to be named."),
            lambda: record.undo(record.decisions()[-1].id),
            lambda: record.decide(MINISTER, "correct", {"field": "name", "value": "Petra Quint"}),
            lambda: record.judge(MARIA, ILEANA, "negative"),
        )
        for change in changes:
            change()
            now = site.masking()
            assert now is not held
            held = now
            record.decide("s-1", "grade", {"source": "B", "item": 2})
            assert site.masking() is held


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("told by Maria…", "told by [Person 1]…"),
        ("told by Maria Qu [...]", "told by [Person 1] [...]"),
        ("told by Peter…", "told by Peter…"),
        ("told by M…", "told by M…"),
        ("told by maria…", "told by maria…"),
        ("… Maria", "… Maria"),
        ("wikidata:Q-MARIA; Q-MARIAX", "wikidata:[Person 1]; Q-MARIAX"),
    ],
)
def test_a_name_that_is_cut_off_and_what_registers_call_a_person_are_masked(
    masking: Masking, text: str, shown: str
) -> None:
    assert masked_text(text, masking) == shown
