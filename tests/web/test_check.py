"""The page that checks a draft: what it takes, what it shows, and that nothing else waits for it."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import docx
import jsonschema
import pytest
from lxml import html
from starlette.testclient import TestClient

from onrecord.check.report import DraftReport
from onrecord.pipeline.tracing import DOCX, trace
from onrecord.record.store import Record
from onrecord.types.errors import FileCannotBeRead
from onrecord.types.identity import sha256_of
from onrecord.web.app import make_app
from onrecord.web.drafts import KEPT, LARGEST, DraftCannotBeChecked, Drafts
from onrecord.web.site import Site
from tests.check.reports import claim, report
from tests.check.test_sarif import SARIF
from tests.text.test_docx import written

HERE = "http://127.0.0.1:8321"
TEXT = "The Board says that 340 families “must end the closing” by May.\n\nNobody was hurt.<script>"


def _check(content: bytes, name: str, media_type: str) -> DraftReport:
    """Find the same two claims in whatever holds them, as a stand-in for the models."""
    text = trace(content, name).text if media_type == DOCX else content.decode()
    if "unreadable" in text:
        raise FileCannotBeRead(name, "no_text", "The document holds no text.", "Look into it.")
    verdicts = [
        claim(text, "340 families", "figure", "supported", "The letter has this number."),
        claim(text, "must end the closing", "quotation", "altered", "The letter says “halt”."),
    ]
    return report(text, *verdicts, path=name, media_type=media_type, content=content)


@pytest.fixture
def site(sample_record: Path) -> Iterator[Site]:
    with Record.open(sample_record, who="Ada Reviewer") as record:
        site = Site(record, "Ada Reviewer")
        site.__dict__["drafts"] = Drafts(_check)
        yield site


@pytest.fixture
def asking(site: Site) -> TestClient:
    return TestClient(make_app(site), HERE)


def _send(asking: TestClient, site: Site, text: str = "", file: tuple[str, bytes] | None = None) -> str:
    """Send a draft; return the address of its page."""
    answer = asking.post(
        "/check", data={"token": site.token, "text": text}, files={"file": file} if file else None,
        follow_redirects=False,
    )  # fmt: skip
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_a_pasted_text_gets_its_verdicts_in_the_order_of_the_text(asking: TestClient, site: Site) -> None:
    page = html.fromstring(asking.get(_send(asking, site, TEXT)).text)
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//section/h3")]
    assert heads == ["1 Figure: supported", "2 Quotation: altered"]
    assert page.xpath("string(//mark[@class='v-fault'])") == "must end the closing"
    [link] = page.xpath("//section[@id='verdict-2']//a[@class='place']/@href")
    assert link.startswith("/documents/d-00000000000000aa?at=10&to=26")
    assert not page.xpath("//main//script")


def test_filters_stand_in_the_address_and_keep_the_numbers(asking: TestClient, site: Site) -> None:
    address = _send(asking, site, TEXT)
    faults = html.fromstring(asking.get(f"{address}?weight=look-at").text)
    assert [head.get("id") for head in faults.xpath("//section/h3")] == ["head-2"]
    nothing = asking.get(f"{address}?weight=look-at&kind=figure").text
    assert "No claim of the draft is like that." in nothing
    assert [head.get("id") for head in html.fromstring(asking.get(f"{address}?weight=x&kind=y").text).xpath(
        "//section/h3"
    )] == ["head-1", "head-2"]  # fmt: skip


def test_a_word_file_comes_back_with_comments(asking: TestClient, site: Site) -> None:
    document = docx.Document()
    document.add_paragraph("It had 340 families and “must end the closing”.").runs[0].bold = True
    address = _send(asking, site, file=("C:\\drafts\\my draft.docx", written(document)))
    answer = asking.get(f"{address}/docx")
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''my%20draft%2C%20checked.docx"
    )
    made = docx.Document(io.BytesIO(answer.content))
    assert len(list(made.comments)) == 2
    assert all(run.bold for run in made.paragraphs[0].runs if run.text)


@pytest.mark.parametrize(("name", "beginning"), [("html", "<!DOCTYPE"), ("jsonl", '{"type":"draft"')])
def test_other_formats_are_sent_as_files(asking: TestClient, site: Site, name: str, beginning: str) -> None:
    answer = asking.get(f"{_send(asking, site, TEXT)}/{name}")
    assert answer.status_code == 200
    assert answer.text.startswith(beginning)
    assert answer.headers["content-disposition"].startswith("attachment")


def test_the_list_for_editors_is_sent(asking: TestClient, site: Site) -> None:
    log = json.loads(asking.get(f"{_send(asking, site, TEXT)}/sarif").text)
    jsonschema.validate(log, SARIF)
    assert log["runs"][0]["artifacts"][0]["hashes"]["sha-256"] == sha256_of(TEXT.encode())


@pytest.mark.parametrize(
    ("text", "file", "told"),
    [
        ("", None, "There is no text in the draft"),
        ("", ("a.zip", b"Rar!...."), "there is no reader for this"),
        ("unreadable", None, "The document holds no text"),
    ],
)
def test_what_cannot_be_checked_is_told(
    asking: TestClient, site: Site, text: str, file: tuple[str, bytes] | None, told: str
) -> None:
    answer = asking.post(
        "/check", data={"token": site.token, "text": text}, files={"file": file} if file else None
    )
    assert answer.status_code == 400
    assert told in answer.text


def test_a_form_of_another_page_is_refused(asking: TestClient) -> None:
    assert asking.post("/check", data={"text": TEXT}).status_code == 403


def test_a_draft_is_kept_until_it_is_forgotten(asking: TestClient, site: Site) -> None:
    address = _send(asking, site, TEXT)
    asking.post(f"{address}/forget", data={"token": site.token})
    answer = asking.get(address)
    assert answer.status_code == 404
    assert "no longer kept" in answer.text


def test_nothing_of_a_draft_reaches_the_record(asking: TestClient, site: Site, sample_record: Path) -> None:
    before = site.record.standing()
    files = sorted(path for path in sample_record.rglob("*") if path.is_file())
    asking.get(_send(asking, site, "340 families must end the closing, quoth the walrus"))
    assert site.record.standing() == before
    assert sorted(path for path in sample_record.rglob("*") if path.is_file()) == files
    assert not any(b"walrus" in path.read_bytes() for path in files)


def test_other_pages_do_not_wait_for_a_draft(
    asking: TestClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = threading.Event()

    def slow(content: bytes, name: str, media_type: str) -> DraftReport:
        going.wait(30)
        return _check(content, name, media_type)

    monkeypatch.setattr("onrecord.web.pages.check.PATIENCE", 0.01)
    site.__dict__["drafts"] = Drafts(slow)
    address = _send(asking, site, TEXT)
    waiting = asking.get(address)
    assert 'http-equiv="refresh"' in waiting.text
    assert asking.get("/documents").status_code == 200
    assert asking.get(f"{address}/docx").status_code == 404
    going.set()
    draft = site.drafts.get(address.rpartition("/")[2], site.record.who)
    assert draft is not None
    assert draft.waited(30)
    assert "Quotation: altered" in asking.get(address).text


def test_more_drafts_than_can_wait_are_sent_away() -> None:
    going = threading.Event()

    def slow(content: bytes, name: str, media_type: str) -> DraftReport:
        going.wait(30)
        return _check(content, name, media_type)

    drafts = Drafts(slow)
    keys = [drafts.take(TEXT.encode(), "a.txt") for _ in range(5)]
    with pytest.raises(DraftCannotBeChecked, match="Several drafts wait"):
        drafts.take(TEXT.encode(), "a.txt")
    going.set()
    assert all(draft.waited(30) for draft in map(drafts.get, keys) if draft is not None)


def test_the_oldest_drafts_go_first() -> None:
    drafts = Drafts(_check)
    keys = []
    for _ in range(KEPT + 1):
        keys.append(drafts.take(TEXT.encode(), "a.txt"))
        held = drafts.get(keys[-1])
        assert held is not None
        assert held.waited(30)
    assert drafts.get(keys[0]) is None
    assert drafts.get(keys[1]) is not None


def test_a_draft_that_is_too_large_is_refused() -> None:
    with pytest.raises(DraftCannotBeChecked, match="more than 20 MB"):
        Drafts(_check).take(b"a" * (LARGEST + 1), "a.txt")
