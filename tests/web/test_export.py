from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.export.formats import FORMATS
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.pages.export import DOSSIERS
from onrecord.web.site import Site
from tests.export.exporting import everything_in, written
from tests.export.private_people import MARIA, REPLY, make_private_record
from tests.web.pages import Shown

HERE = "http://127.0.0.1:8321"


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_private_record(tmp_path_factory.mktemp("web") / "maria-quint.record")


@pytest.fixture(scope="module")
def asked(private: Path) -> Iterator[TestClient]:
    with Record.open(private) as record:
        yield TestClient(make_app(Site(record)), HERE)


def test_the_form_offers_every_format_and_masks_unless_asked(client: TestClient) -> None:
    shown = Shown(client, "/export")
    shown.check_structure()
    offered = [each.get("value") for each in shown.tree.xpath("//input[@name='format']")]
    assert offered == [*FORMATS, *DOSSIERS]
    [checked] = shown.tree.xpath("//input[@name='persons'][@checked]")
    assert checked.get("value") == "masked"
    assert "whoever gets the file can read every name" in shown.main
    assert len(shown.tree.xpath("//select[@name='document']/option")) == 15
    assert "Export" in shown.texts("//nav//a[@aria-current='page']")


def test_a_link_can_choose_for_the_reader(client: TestClient) -> None:
    shown = Shown(client, "/export?format=ris&type=ask")
    assert [each.get("value") for each in shown.tree.xpath("//input[@checked]")] == ["ris", "masked", "ask"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_that_of_the_command_line(asked: TestClient, private: Path, name: str) -> None:
    answer = asked.get("/export/file", params={"format": name})
    assert answer.status_code == 200
    assert answer.content == written(private, name, base=HERE)
    assert answer.headers["content-type"].split(";")[0] == FORMATS[name].media_type
    suffix = FORMATS[name].suffix
    assert answer.headers["content-disposition"] == f'attachment; filename="_Person_1_.{suffix}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Maria Quint" not in everything_in(answer.content)


def test_persons_are_named_where_it_is_asked_for(asked: TestClient) -> None:
    answer = asked.get("/export/file", params={"format": "jsonl", "persons": "named"})
    rows = {row["id"]: row for row in map(json.loads, answer.text.splitlines())}
    assert rows[MARIA]["name"] == "Maria Quint"
    assert rows["s-2"]["link"] == f"{HERE}/rows/s-2"


def test_only_some_documents_and_types(asked: TestClient) -> None:
    for document in (REPLY.id, REPLY.path):
        answer = asked.get(
            "/export/file", params={"format": "jsonl", "document": document, "type": "statement"}
        )
        assert [json.loads(line)["id"] for line in answer.text.splitlines()] == ["s-2"]


@pytest.mark.parametrize("name", ["dossier-docx", "dossier-html"])
def test_a_dossier_is_masked_and_carries_its_title(asked: TestClient, name: str) -> None:
    answer = asked.get("/export/file", params={"format": name, "title": "On the shore", "purpose": "Advice"})
    assert answer.status_code == 200
    content = answer.content
    text = answer.text
    if name == "dossier-docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = " ".join(archive.read(each).decode() for each in archive.namelist())
    assert "On the shore" in text
    assert "Maria" not in text
    ending = DOSSIERS[name].suffix
    assert answer.headers["content-disposition"] == f'attachment; filename="_Person_1_-dossier.{ending}"'


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"format": "odt"}, 400, "There is no format"),
        ({}, 400, "There is no format"),
        ({"format": "csv", "persons": "some"}, 400, "neither that private persons are masked"),
        ({"format": "csv", "type": "comment"}, 400, "no type of rows"),
        ({"format": "csv", "document": "nowhere.txt"}, 404, "There is no document"),
    ],
)
def test_what_cannot_be_sent_is_told(
    asked: TestClient, query: dict[str, str], status: int, said: str
) -> None:
    answer = asked.get("/export/file", params=query)
    assert answer.status_code == status
    assert said in answer.text
    assert "content-disposition" not in answer.headers


def test_a_released_person_is_named_at_once(private: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.record"
    shutil.copytree(private, copy)
    with Record.open(copy) as record:
        asked = TestClient(make_app(Site(record, "Ada")), HERE)
        assert "Maria Quint" not in asked.get("/export/file?format=jsonl").text
        record.decide(MARIA, "release", why="She agreed.")
        assert "Maria Quint" in asked.get("/export/file?format=jsonl").text
