"""A bundle proves itself to a stranger with Python alone, in a process that knows nothing of this program."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import frictionless
import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.export.excerpt import ExportCannotBeMade, excerpt_of
from onrecord.export.formats import FORMATS
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from tests.export.exporting import everything_in, written
from tests.export.private_people import BOARD, MARIA, make_private_record

Files = dict[str, bytes]


@pytest.fixture
def record(tmp_path: Path) -> Path:
    place = make_private_record(tmp_path / "private.record")
    with Record.open(place, who="mira") as opened:
        opened.decide(next(iter(sorted(opened.document_ids()))), "note", "Read twice.")
    return place


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return new_key(tmp_path / "key")


@pytest.fixture
def whole(record: Path, tmp_path: Path, key: Path) -> Path:
    """A bundle with sources and a signature."""
    return exported(record, tmp_path / "whole.zip", "--unmasked", "--with-sources", "--sign-with", key)


def new_key(path: Path) -> Path:
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "somebody", "-f", str(path)]
    subprocess.run(command, check=True)
    return path


def exported(record: Path, output: Path, *options: str | Path) -> Path:
    arguments = ["export", record, "--format", "bundle", "-o", output, *options]
    done = CliRunner().invoke(main, [str(each) for each in arguments])
    assert done.exit_code == 0, done.output
    return output


def checked(bundle: Path, *options: str | Path) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(bundle), *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def files_in(bundle: Path) -> Files:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(bundle: Path, change: Callable[[Files], None]) -> Path:
    """Return a bundle with changed files beside `bundle`."""
    files = files_in(bundle)
    change(files)
    out = bundle.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out


def test_a_stranger_checks_a_bundle_with_python_alone(whole: Path, tmp_path: Path) -> None:
    status, said = checked(whole)
    assert status == 0, said
    assert "anchors quote the texts exactly" in said
    assert "the signature holds" in said
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    assert checked(folder / "verify.py")[0] == 0


def test_it_is_a_frictionless_data_package(whole: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])


def test_equal_records_give_equal_bundles(record: Path) -> None:
    assert written(record, "bundle", base=None) == written(record, "bundle", base=None)


def one_row(files: Files) -> None:
    files["rows/document.jsonl"] = files["rows/document.jsonl"].replace(b"d-", b"e-", 1)


def one_source(files: Files) -> None:
    name = next(name for name in files if name.startswith("sources/"))
    files[name] += b" "


def an_anchor_and_its_hash(files: Files) -> None:
    """Move every anchor of a file by one, and give the file the hash it has then."""
    name = "rows/actor.jsonl"
    rows = [json.loads(line) for line in files[name].splitlines()]
    for row in rows:
        for mention in row["mentions"]:
            mention["start"] += 1
    files[name] = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    hash_anew(files, name)


def a_custody_entry_and_its_hash(files: Files) -> None:
    files["custody.jsonl"] = files["custody.jsonl"].replace(b'"who":"mira"', b'"who":"mary"')
    hash_anew(files, "custody.jsonl")


def the_order_of_the_log(files: Files) -> None:
    lines = files["custody.jsonl"].splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    files["custody.jsonl"] = b"".join(lines)
    hash_anew(files, "custody.jsonl")


def the_end_of_the_log(files: Files) -> None:
    files["custody.jsonl"] = b"".join(files["custody.jsonl"].splitlines(keepends=True)[:-1])
    hash_anew(files, "custody.jsonl")


def a_file_is_missing(files: Files) -> None:
    del files["decisions.jsonl"]


def a_file_is_added(files: Files) -> None:
    files["rows/more.jsonl"] = b"{}\n"


def the_package_is_cut(files: Files) -> None:
    files["datapackage.json"] = files["datapackage.json"][:200]


def hash_anew(files: Files, path: str) -> None:
    """Tell the package the hash that a changed file has now, as somebody who knows how would."""
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        if resource["path"] == path:
            resource["hash"] = f"sha256:{hashlib.sha256(files[path]).hexdigest()}"
    files["datapackage.json"] = json.dumps(package).encode()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (one_row, "rows/document.jsonl was changed"),
        (one_source, "was changed"),
        (an_anchor_and_its_hash, "does not quote"),
        (a_custody_entry_and_its_hash, "(decision made) was changed"),
        (the_order_of_the_log, "does not follow the one before it"),
        (the_end_of_the_log, "at the end of the custody log are missing"),
        (a_file_is_missing, "decisions.jsonl is missing"),
        (a_file_is_added, "rows/more.jsonl was added"),
        (the_package_is_cut, "It is damaged"),
    ],
)
def test_what_was_changed_is_found(whole: Path, change: Callable[[Files], None], told: str) -> None:
    status, said = checked(changed(whole, change))
    assert status == 1
    assert told in said
    assert "NOT as it was made" in said


def test_a_package_that_was_changed_with_all_its_hashes_has_no_valid_signature(whole: Path) -> None:
    def title(files: Files) -> None:
        files["datapackage.json"] = files["datapackage.json"].replace(b"From the record", b"Of the record")

    status, said = checked(changed(whole, title))
    assert status == 1
    assert "WRONG the signature holds" in said


def test_a_signature_is_held_against_the_key_that_is_given(whole: Path, key: Path, tmp_path: Path) -> None:
    assert checked(whole, "--signer", key.with_suffix(".pub"))[0] == 0
    other = new_key(tmp_path / "other")
    status, said = checked(whole, "--signer", other.with_suffix(".pub"))
    assert status == 1
    assert "WRONG the signature holds" in said


def test_a_signature_that_was_asked_for_and_is_not_there_is_an_error(
    record: Path, key: Path, tmp_path: Path
) -> None:
    bundle = exported(record, tmp_path / "plain.zip")
    assert checked(bundle)[0] == 0
    assert checked(bundle, "--signer", key.with_suffix(".pub"))[0] == 1


def test_nobody_masked_is_named_anywhere_and_no_folder_of_this_machine(record: Path, tmp_path: Path) -> None:
    content = written(record, "bundle", base=None)
    said = everything_in(content)
    assert MARIA not in said
    assert str(tmp_path) not in said
    assert '"withheld":true' in said


def test_a_bundle_without_what_is_above_a_class_holds_and_tells_nothing_of_it(
    record: Path, tmp_path: Path
) -> None:
    with Record.open(record, who="mira") as opened:
        [first, *_] = sorted(opened.document_ids())
        opened.decide(first, "classify", "secret")
        path = opened.document(first).path  # type: ignore[union-attr]
    options = ("--up-to", "internal", "--unmasked", "--with-sources")
    bundle = exported(record, tmp_path / "internal.zip", *options)
    status, said = checked(bundle)
    assert status == 0, said
    assert "those of some documents" in said
    held = b"".join(files_in(bundle).values())
    assert first.encode() not in held
    assert path.encode() not in held
    assert checked(changed(bundle, a_custody_entry_and_its_hash_anywhere))[0] == 1


def a_custody_entry_and_its_hash_anywhere(files: Files) -> None:
    files["custody.jsonl"] = files["custody.jsonl"].replace(b'"when":"2', b'"when":"3', 1)
    hash_anew(files, "custody.jsonl")


def test_sources_go_out_only_where_nobody_is_masked(record: Path) -> None:
    from onrecord.export import bundle

    with Record.open(record) as opened, pytest.raises(ExportCannotBeMade, match="cannot be masked"):
        bundle.write(excerpt_of(opened), io.BytesIO(), with_sources=True)


def test_a_key_that_cannot_sign_is_named_and_no_file_is_left(record: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "no.key"
    output = tmp_path / "out.zip"
    arguments = ["export", str(record), "--format", "bundle", "-o", str(output), "--sign-with", str(nothing)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 1
    assert f"{nothing}: this key cannot sign" in str(done.output) + str(done.exception)
    assert not output.exists()


def test_its_options_are_for_a_bundle_alone(record: Path, tmp_path: Path) -> None:
    for name in FORMATS.keys() - {"bundle"}:
        arguments = ["export", str(record), "--format", name, "-o", str(tmp_path / "x"), "--with-sources"]
        assert CliRunner().invoke(main, arguments).exit_code == 2


def test_a_name_in_a_decision_is_withheld_from_the_log_also_where_it_is_written_in_escapes(
    record: Path, tmp_path: Path
) -> None:
    with Record.open(record, who="mira") as opened:
        made = opened.decide(BOARD, "note", "It holds Ileana Órdóñez-Vale.")
    entries = map(json.loads, files_in(exported(record, tmp_path / "b.zip"))["custody.jsonl"].splitlines())
    last = list(entries)[-1]
    assert made.action == "note"
    assert (last["action"], last.get("withheld"), last["detail"]) == ("decision made", True, None)


def test_a_bundle_up_to_a_class_that_no_document_is_above_proves_itself(record: Path, tmp_path: Path) -> None:
    with Record.open(record) as opened:
        Tokens(opened).make("a program", ("read",))
        opened.decide(BOARD, "note", "Seen.")
    status, said = checked(exported(record, tmp_path / "b.zip", "--up-to", "secret"))
    assert status == 0, said


def test_a_line_separator_in_what_was_written_ends_no_line_of_a_bundle(record: Path, tmp_path: Path) -> None:
    with Record.open(record) as opened:
        opened.decide(BOARD, "note", "Seen.", "One line\u2028and\u0085the next.")
    status, said = checked(exported(record, tmp_path / "b.zip", "--unmasked"))
    assert status == 0, said
