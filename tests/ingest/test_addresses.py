"""Documents on shared and object storage: the same come out as of a folder on disk."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import pytest

from onrecord.config import Config
from onrecord.ingest.addresses import Address, AddressCannotBeRead, is_address
from onrecord.ingest.discovery import discover, root_of
from onrecord.pipeline.build import NothingToRead, build, make_reader
from onrecord.pipeline.engines import InlineEngine
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.errors import Issue
from tests.ingest.test_discovery import LETTER, SMALL, zipped
from tests.pipeline.folders import exported, make_unparsed, write_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of everything that comes out in a way of its own."""
    top = tmp_path / "papers"
    files: dict[str, str | bytes] = {
        "b.txt": LETTER,
        "b.txt.meta.json": json.dumps({"publisher": "The Harbour Board"}),
        "a/manifest.csv": "path,title\nletter.txt,A letter\nmissing.txt,Not there\n",
        "a/letter.txt": LETTER + "Again.\n",
        "a/orphan.txt.meta.json": "{}",
        "a/deep/er/note.txt": "A note.",
        "archive.zip": zipped({"in/side.txt": LETTER + "Inside.\n"}),
        "empty.txt": "",
        "large.txt": "word " * 300_000,
        ".hidden/secret.txt": LETTER,
        "~$lock.docx": LETTER,
        "old.record/record.toml": "",
        "old.record/record.sqlite": "",
        "old.record/note.txt": LETTER,
    }
    for name, content in files.items():
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return top


def on_disk(folder: Path, tmp_path: Path) -> str:
    return f"file://{folder}"


def empty_memory() -> Any:
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    return files


def in_memory(folder: Path, tmp_path: Path) -> str:
    files = empty_memory()
    files.put(str(folder), "/shelf/papers", recursive=True)
    return "memory://shelf/papers/"


def in_an_archive(folder: Path, tmp_path: Path) -> str:
    archive = shutil.make_archive(str(tmp_path / "shelf"), "zip", folder.parent, folder.name)
    return f"zip://papers::file://{archive}"


def found(*places: Path | Address) -> list[RawDocument | Issue]:
    return list(discover(places, SMALL))


@pytest.mark.parametrize("put", [on_disk, in_memory, in_an_archive])
def test_an_address_gives_what_the_same_folder_on_disk_gives(
    put: Callable[[Path, Path], str], folder: Path, tmp_path: Path
) -> None:
    expected = found(folder)
    assert {one.code for one in expected if isinstance(one, Issue)} == {
        "document_too_large", "empty_file", "manifest_without_file", "sidecar_without_file",
    }  # fmt: skip
    assert found(Address(put(folder, tmp_path))) == expected


def test_a_single_file_is_read_and_nothing_beside_it(folder: Path) -> None:
    [one] = found(Address(f"file://{folder}/b.txt"))
    assert isinstance(one, RawDocument)
    assert (one.path, one.content.decode(), one.metadata.publisher) == ("b.txt", LETTER, None)


def test_what_is_not_there_is_an_issue(tmp_path: Path) -> None:
    [one] = found(Address(f"file://{tmp_path}/nowhere"))
    assert isinstance(one, Issue)
    assert one.code == "path_missing"


@pytest.mark.parametrize(
    ("error", "code"), [(PermissionError(), "no_permission"), (OSError(), "unreadable_file")]
)
def test_a_file_or_folder_that_cannot_be_read_is_its_own_issue(
    error: OSError, code: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = Address(in_memory(folder, tmp_path))
    files = fsspec.filesystem("memory")
    list_folder, open_file = files.ls, files.open

    def ls(path: str, **options: bool) -> object:
        if path.endswith("deep"):
            raise error
        return list_folder(path, **options)

    def opened(path: str, *how: str) -> object:
        if path.endswith("letter.txt"):
            raise error
        return open_file(path, *how)

    monkeypatch.setattr(files, "ls", ls)
    monkeypatch.setattr(files, "open", opened)
    issues = {one.path: one.code for one in found(address) if isinstance(one, Issue)}
    assert issues["papers/a/deep"] == issues["papers/a/letter.txt"] == code


def test_names_that_lead_elsewhere_are_shown_as_names_inside() -> None:
    files = empty_memory()
    files.pipe("/shelf/C:\\a\x07b.txt", LETTER.encode())
    [one] = found(Address("memory://shelf"))
    assert one.path == "shelf/a_b.txt"


def test_a_kind_of_address_nobody_knows_says_what_to_install() -> None:
    with pytest.raises(AddressCannotBeRead, match=r"nosuch://papers.*s3fs"):
        Address("nosuch://papers").exists()


def test_without_fsspec_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    with pytest.raises(AddressCannotBeRead, match=r"onrecord\[cluster\]"):
        Address("memory://papers").exists()


@pytest.mark.parametrize(
    ("url", "shown", "root"),
    [
        ("s3://bucket/letters/", "s3://bucket/letters", "letters"),
        ("s3://bucket", "s3://bucket", "bucket"),
        ("ftp://ada:secret@host/letters", "ftp://host/letters", "letters"),
        ("zip://::sftp://ada@host/a.zip", "zip://::sftp://host/a.zip", "a.zip"),
        ("simplecache::s3://bucket/a", "simplecache::s3://bucket/a", "a"),
        ("memory://", "memory:", "files"),
    ],
)
def test_an_address_is_shown_without_its_secrets_and_named_by_its_last_part(
    url: str, shown: str, root: str
) -> None:
    assert is_address(url)
    assert (str(Address(url)), root_of(Address(url))) == (shown, root)


def test_a_record_built_from_an_address_is_the_one_built_from_the_folder(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    engine = InlineEngine(make_unparsed, Config())
    build([folder], tmp_path / "disk.record", engine=engine)
    build([f"file://{folder}"], tmp_path / "address.record", engine=engine)
    assert exported(tmp_path / "address.record") == exported(tmp_path / "disk.record")
    with Record.open(tmp_path / "address.record") as record:
        origins = {entry.detail["origin"] for entry in record.custody() if "origin" in entry.detail}
    assert f"file://{folder}/letters/letter.txt" in origins


def test_two_addresses_of_one_name_are_refused(tmp_path: Path) -> None:
    for shelf in ("one", "two"):
        write_folder(tmp_path / shelf / "papers")
    with pytest.raises(NothingToRead, match="has the same name"):
        build(
            [f"file://{tmp_path}/one/papers", f"file://{tmp_path}/two/papers"],
            tmp_path / "papers.record",
            engine=InlineEngine(make_reader, Config()),
        )
