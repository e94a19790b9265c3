"""A hostile name: of a file in an archive, of an attachment, in a sidecar, of a record or a draft.

Names are words to show. Nothing is written to a place that a name says, and no header is ended by one.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.testclient import TestClient

from onrecord.config import Config
from onrecord.export.formats import FORMATS
from onrecord.ingest.discovery import discover
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.errors import Issue
from onrecord.web.app import make_app
from onrecord.web.downloads import attachment
from onrecord.web.site import Site
from tests.export.exporting import members, written
from tests.ingest.test_discovery import LETTER, mail, warc, zipped
from tests.web.hostile import make_hostile_record
from tests.web.test_check import _check, _send

ESCAPES = [
    "../../escaped.txt",
    "/escaped.txt",
    "..\\..\\escaped.txt",
    "C:\\escaped.txt",
    "a/../../../escaped.txt",
    "....//escaped.txt",
    "\u2024\u2024/escaped.txt",
    "escaped.txt\r\nX-Injected: yes",
    "~/.ssh/escaped.txt",
    "nul\x00.txt",
]

HIDDEN = ("..\\..\\escaped.txt", "....//escaped.txt", "~/.ssh/escaped.txt")
"""Names that would begin with a dot: hidden files are no documents."""


def everything_from(path: Path) -> tuple[list[RawDocument], list[Issue]]:
    found = list(discover([path], Config()))
    return [one for one in found if isinstance(one, RawDocument)], [
        one for one in found if isinstance(one, Issue)
    ]


def files_under(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.mark.parametrize("name", ESCAPES)
@pytest.mark.parametrize("kind", ["zip", "wacz", "eml"])
def test_a_name_in_a_container_is_no_path_to_write_to(tmp_path: Path, name: str, kind: str) -> None:
    inside = tmp_path / "in" / "papers"
    inside.mkdir(parents=True)
    if kind == "eml":
        message = mail(report_txt=LETTER.encode())
        [part] = message.iter_attachments()
        plain = re.sub(r"[\r\n\x00]", "", name)
        part.replace_header("Content-Disposition", f'attachment; filename="{plain}"')
        content = bytes(message)
    elif kind == "wacz":
        capture = warc(("https://example.org/../../../escaped", "text/html", b"<html><p>Page</p>"))
        content = zipped({"archive/data.warc.gz": capture, name: LETTER, "datapackage.json": "{}"})
    else:
        content = zipped({name: LETTER})
    (inside / f"box.{kind}").write_bytes(content)
    before = files_under(tmp_path)
    documents, _ = everything_from(inside)
    with Record.create(tmp_path / "r.record") as record:
        for raw in documents:
            record.put_source(
                raw.content, path=raw.path, media_type=raw.media_type, metadata=raw.metadata,
                container=raw.container, origin="/",
            )  # fmt: skip
    kept = files_under(tmp_path) - before
    assert all(each.split("/")[0] == "r.record" for each in kept)
    stored = [each for each in kept if each.startswith("r.record/sources/") and each.count("/") == 3]
    assert len(stored) == len({raw.sha256 for raw in documents})
    assert documents or name in HIDDEN
    assert all(re.fullmatch(r"r\.record/sources/[0-9a-f]{2}/[0-9a-f]{64}(\.\w+)?", each) for each in stored)
    for raw in documents:
        steps = raw.path.partition("!/")[2].partition("http")[0]
        assert ".." not in steps.split("/")
        assert not steps.startswith(("/", "~"))


def test_a_sidecar_leads_to_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("The secret words.")
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text(LETTER)
    (papers / "a.txt.meta.json").write_text(json.dumps({"path": "../secret.txt", "file": "../secret.txt"}))
    (papers / "manifest.csv").write_text("path,title\n../secret.txt,x\n/etc/passwd,y\n")
    documents, _ = everything_from(papers)
    assert [raw.content.decode() for raw in documents] == [LETTER]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hostile_record(tmp_path_factory.mktemp("names") / "..\r\nX-Injected: yes\r\n\r\n<b>.record")


@pytest.mark.parametrize("name", FORMATS)
def test_files_in_an_export_are_named_by_us(hostile: Path, name: str) -> None:
    for each in members(written(hostile, name)) if FORMATS[name].suffix in ("zip",) else ():
        assert re.fullmatch(r"[\w.-]+(/[\w.-]+)*", each, re.ASCII), each
        assert ".." not in each


@pytest.mark.parametrize("address", ["/export/file?format=csv", "/findings.csv", "/export/file?format=jsonl"])
def test_the_name_of_a_record_ends_no_header(hostile: Path, address: str) -> None:
    with Record.open(hostile) as record:
        answer = TestClient(make_app(Site(record)), "http://127.0.0.1:8321").get(address)
    assert answer.status_code == 200
    assert "x-injected" not in answer.headers
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', answer.headers["content-disposition"], re.ASCII)


@pytest.mark.parametrize("name", [*ESCAPES, 'a"; filename="evil.exe', "", "...", "\u202efdp.exe", "é" * 400])
def test_a_download_is_named_in_plain_letters(name: str) -> None:
    sent = attachment(name)["Content-Disposition"]
    [plain] = re.findall(r'^attachment; filename="([\w-][\w.-]*)"$', sent, re.ASCII)
    Response(headers={"Content-Disposition": sent})
    assert "/" not in plain


@pytest.mark.parametrize("name", ["a\r\nX-Injected: yes.txt", 'a"; x="b.txt', "../../a.txt", "\u202etxt.txt"])
def test_the_name_of_a_draft_ends_no_header(hostile: Path, name: str) -> None:
    from onrecord.web.drafts import Drafts

    with Record.open(hostile) as record:
        site = Site(record)
        site.__dict__["drafts"] = Drafts(_check)
        asking = TestClient(make_app(site), "http://127.0.0.1:8321")
        address = _send(asking, site, file=(name, b"It had 340 families and must end the closing."))
        answer = asking.get(f"{address}/html")
    assert answer.status_code == 200
    assert "x-injected" not in answer.headers
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w.%~-]+", answer.headers["content-disposition"])
    assert "%2F" not in answer.headers["content-disposition"]
