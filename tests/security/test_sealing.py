"""A seized laptop, a stolen backup: a sealed record tells nothing, and is opened wholly or not at all."""

from __future__ import annotations

import io
import shlex
import stat
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import BinaryIO

import pyrage
import pytest
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.record import sealing
from onrecord.record.lock import BuildLock
from onrecord.record.search import Hit, Passages
from onrecord.record.sqlite import open_again
from onrecord.record.store import Record
from onrecord.record.verification import verify
from tests.records import LETTER, make_record

PASSPHRASE = "seven herons over a low tide"

WRAPPED = """\
-----BEGIN AGE ENCRYPTED FILE-----
YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAzRHZBdU5MWEZWaDE1ZXpa
UlAvQzF3IDEKTU9NWVdBQ1NQUXh2eERCQUhEVGsyME9UZEx2ZjZlUEw1MTkwVWVH
V3hZQQotLS0gN0FaZjJITDlwcEJ4TDM1Rlc2WlIwOHFZbkZRWXVXYVYzQ2FhVTlv
MDVLTQrQEdzjQ/ryate/o31ScFyuUkxPTUJPj2ahW4MWU1ML15mdmiwSQnJ8s/Kh
BxhpNzfhSiipNze4UKAd4De14Io6Exr0+2mwLVenBC1WfcZnEXPJvn3zwkVdwsw9
3HTw/cVzHHpPGyLF/+Za
-----END AGE ENCRYPTED FILE-----
"""
"""A key under PASSPHRASE, by other means than ours, made so that it is guessed at once (scrypt, N = 2)."""

WRAPPED_PUBLIC = "age14ah99v5pckuwm8pmdkz0g44alp5sqyqz00wfaa568udh7kn8q5hqmsevk7"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return make_record(tmp_path / "shore.record")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "key.txt"
    path.write_text(f"# public key: {identity.to_public()}\n{identity}\n")
    return path


@pytest.fixture
def sealed(record: Path, key: Path, tmp_path: Path) -> Path:
    return sealed_for(key, record, tmp_path / "sealed")


def sealed_for(key: Path, record: Path, path: Path) -> Path:
    done = run("seal", record, "-o", path, "--recipient", public(key))
    assert done.exit_code == 0, done.stderr
    return path


def public(key: Path) -> str:
    return key.read_text().split()[3]


def run(*arguments: str | Path, typed: str = "") -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)], input=typed)


def opened(sealed: Path, key: Path, folder: Path) -> Result:
    return run("unseal", sealed, "-i", key, "-o", folder)


def exported(path: Path) -> str:
    done = run("export", path)
    assert done.exit_code == 0
    return done.stdout


def refused(done: Result, folder: Path, words: str) -> None:
    """Check that a command ended with one sentence and left nothing, not even a hidden folder."""
    assert done.exit_code == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not folder.exists()
    assert [each.name for each in folder.parent.iterdir() if each.name.startswith(".")] == []


def test_a_record_sealed_by_a_passphrase_comes_back_whole(record: Path, tmp_path: Path) -> None:
    before, sealed, back = exported(record), tmp_path / "x", tmp_path / "back.record"
    done = run("seal", record, "-o", sealed, typed=f"{PASSPHRASE}\n")
    assert done.exit_code == 0, done.stderr
    assert record.is_dir()
    for told in (LETTER[:20].encode(), b"SQLite", b"sources", b"Harbour"):
        assert told not in sealed.read_bytes()
    assert run("unseal", sealed, "-o", back, typed=f"{PASSPHRASE}\n").exit_code == 0
    assert exported(back) == before
    assert verify(back).holds
    assert [hit.document for hit in search(back)] == [hit.document for hit in search(record)] != []


def test_another_passphrase_opens_nothing(record: Path, tmp_path: Path) -> None:
    plain, sealed, back = tmp_path / "plain", tmp_path / "x", tmp_path / "back.record"
    done = run("seal", record, "-o", plain, "--recipient", WRAPPED_PUBLIC)
    assert done.exit_code == 0
    whole = WRAPPED.encode() + plain.read_bytes()
    sealed.write_bytes(whole)
    refused(run("unseal", sealed, "-o", back, typed="another passphrase\n"), back, "does not open it")
    refused(run("unseal", sealed, "-o", back, typed="\n"), back, "does not open it")
    for cut in (20, 300, len(WRAPPED) - 3):
        sealed.write_bytes(whole[:cut])
        done = run("unseal", sealed, "-o", back, "-i", plain, typed=f"{PASSPHRASE}\n")
        assert done.exit_code != 0
        assert not back.exists()
    sealed.write_bytes(whole[:-1])
    refused(run("unseal", sealed, "-o", back, typed=f"{PASSPHRASE}\n"), back, "damaged, cut short")
    sealed.write_bytes(whole)
    assert run("unseal", sealed, "-o", back, typed=f"{PASSPHRASE}\n").exit_code == 0
    assert verify(back).holds


def search(path: Path) -> list[Hit]:
    with Record.open(path) as record:
        return Passages(record).search("families")


def test_who_is_meant_opens_it_and_nobody_else(record: Path, key: Path, tmp_path: Path) -> None:
    own, other = pyrage.x25519.Identity.generate(), tmp_path / "other.txt"
    other.write_text(f"{own}\n")
    sealed, back = tmp_path / "x", tmp_path / "back.record"
    both = run("seal", record, "-o", sealed, "--recipient", public(key), "--recipient", str(own.to_public()))
    assert both.exit_code == 0
    for number, each in enumerate((key, other)):
        assert opened(sealed, each, tmp_path / f"{number}.record").exit_code == 0
    stranger = tmp_path / "stranger.txt"
    stranger.write_text(f"{pyrage.x25519.Identity.generate()}\n")
    refused(opened(sealed, stranger, back), back, "no key given opens it")
    refused(run("unseal", sealed, "-o", back), back, "--identity KEYFILE")
    stranger.write_text("not a key\n")
    refused(opened(sealed, stranger, back), back, "AGE-SECRET-KEY-1")


def test_the_plain_age_tool_could_open_what_is_sealed_for_keys(sealed: Path, key: Path) -> None:
    identity = pyrage.x25519.Identity.from_str(key.read_text().split()[-1])
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(sealed.read_bytes(), [identity]))) as archive:
        names = archive.getnames()
        assert {(each.mtime, each.uid, each.uname) for each in archive} == {(0, 0, "")}
    assert {"record.toml", "record.sqlite"} < set(names)
    assert not any(name.endswith(("-shm", ".lock")) for name in names)


@pytest.mark.parametrize(
    "damage", ["cut", "cut at a block", "one bit", "begun", "appended", "empty", "other"]
)
def test_a_damaged_file_gives_nothing(sealed: Path, key: Path, tmp_path: Path, damage: str) -> None:
    content = sealed.read_bytes()
    block = len(content) // 2
    sealed.write_bytes(
        {
            "cut": content[:-1],
            "cut at a block": content[: -(len(content) % (64 << 10) or 64 << 10)],
            "one bit": content[:block] + bytes([content[block] ^ 1]) + content[block + 1 :],
            "begun": content[:10],
            "appended": content + b"x",
            "empty": b"",
            "other": b"From: a@example.org\n\nWords.\n" * 90,
        }[damage]
    )
    back = tmp_path / "back.record"
    refused(opened(sealed, key, back), back, "damaged, cut short or was never sealed")


def test_a_full_disk_is_told_and_leaves_nothing(record: Path, key: Path, tmp_path: Path) -> None:
    sealed = sealed_for(key, record, tmp_path / "sealed")
    for name, command in (
        ("new", ["seal", record, "-o", tmp_path / "new", "--remove", "--recipient", public(key)]),
        ("back", ["unseal", sealed, "-i", key, "-o", tmp_path / "back"]),
    ):
        line = shlex.join([sys.executable, "-m", "onrecord", *map(str, command)])
        limited = f"ulimit -f 128; exec {line}"
        done = subprocess.run(["sh", "-c", limited], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "File too large" in done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / name).exists()
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    assert verify(record).holds


def test_the_folder_is_deleted_only_after_the_file_was_read_back(
    record: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, sealed = exported(record), tmp_path / "x"
    with monkeypatch.context() as patched:
        patched.setattr("onrecord.cli.seal.seal", _seal_and_lose_a_byte)
        done = run("seal", record, "-o", sealed, "--remove", "--recipient", public(key))
    assert done.exit_code == 1
    assert record.is_dir()
    done = run("seal", record, "-o", sealed, "--remove", "--recipient", public(key))
    assert done.exit_code == 0
    assert not record.exists()
    assert "only an encrypted disk helps" in done.stderr
    assert opened(sealed, key, record).exit_code == 0
    assert exported(record) == before


def _seal_and_lose_a_byte(record: sealing.Still, out: BinaryIO, keys: sealing.Keys) -> str:
    sha256 = sealing.seal(record, out, keys)
    out.seek(-1, io.SEEK_END)
    out.truncate()
    return sha256


def test_what_was_decided_while_a_server_has_it_open_is_sealed_too(
    record: Path, key: Path, tmp_path: Path
) -> None:
    with Record.open(record) as serving:
        serving.decide("s-1", "accept", why="It says so.")
        sealed = sealed_for(key, record, tmp_path / "x")
        back = tmp_path / "back.record"
        assert opened(sealed, key, back).exit_code == 0
        with Record.open(back) as read:
            assert [each.why for each in read.decisions()] == ["It says so."]
    assert verify(back).holds


def test_nobody_writes_to_a_record_while_it_is_sealed(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.record.sqlite.BUSY_SECONDS", 0)
    with sealing.held_still(record):
        with pytest.raises(Exception, match="another process has been writing"), open_again(record).write():
            pass
        with pytest.raises(Exception, match="another build is writing"):
            BuildLock.take(record / "build.lock")
    with open_again(record).write():
        pass


def test_a_sealed_record_is_for_its_owner_alone(sealed: Path, key: Path, tmp_path: Path) -> None:
    back = tmp_path / "back.record"
    assert opened(sealed, key, back).exit_code == 0
    assert stat.S_IMODE(back.stat().st_mode) == 0o700
    refused_again = opened(sealed, key, back)
    assert refused_again.exit_code == 1
    assert "there already" in refused_again.stderr


def hostile_tar(name: str, kind: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        good = tarfile.TarInfo("record.toml")
        good.size = 11
        archive.addfile(good, io.BytesIO(b"format = 1\n"))
        member = tarfile.TarInfo(name)
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("../escaped", tarfile.REGTYPE),
        ("sources/../../escaped", tarfile.REGTYPE),
        ("/tmp/escaped", tarfile.REGTYPE),
        ("a\\..\\b", tarfile.REGTYPE),
        ("record.toml", tarfile.REGTYPE),
        ("record.toml/x", tarfile.REGTYPE),
        ("link", tarfile.SYMTYPE),
        ("link", tarfile.LNKTYPE),
        ("pipe", tarfile.FIFOTYPE),
        ("device", tarfile.CHRTYPE),
    ],
)
def test_a_sealed_file_by_an_enemy_writes_nowhere(tmp_path: Path, key: Path, name: str, kind: bytes) -> None:
    recipient = pyrage.x25519.Recipient.from_str(public(key))
    hostile = tmp_path / "hostile"
    hostile.write_bytes(pyrage.encrypt(hostile_tar(name, kind), [recipient]))
    before = sorted(tmp_path.iterdir())
    done = opened(hostile, key, tmp_path / "inside.record")
    assert done.exit_code == 1
    assert "no file of a record" in done.stderr or "what was sealed is no record" in done.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_no_record_is_not_unsealed_as_one(tmp_path: Path, key: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("notes"))
    sealed, back = tmp_path / "x", tmp_path / "back"
    recipient = pyrage.x25519.Recipient.from_str(public(key))
    sealed.write_bytes(pyrage.encrypt(out.getvalue(), [recipient]))
    refused(opened(sealed, key, back), back, "is no record")


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["-o", "x"], "short\n", "shorter than 12 characters"),
        (["-o", "x", "--recipient", "age1wrong"], "", "is no public key"),
        (["-o", "no/such/folder/x", "--recipient", "KEY"], "", "Choose a folder that exists"),
        (["-o", "RECORD/x", "--recipient", "KEY"], "", "lie in the folder that is sealed"),
    ],
)
def test_what_cannot_be_sealed_is_told(
    record: Path, key: Path, arguments: list[str], typed: str, words: str
) -> None:
    tmp_path = record.parent
    told = [each.replace("KEY", public(key)).replace("RECORD", str(record)) for each in arguments]
    told = [str(tmp_path / each) if each == "x" or "such" in each else each for each in told]
    done = run("seal", record, *told, typed=typed)
    assert done.exit_code != 0
    assert words in done.stderr
    assert not (tmp_path / "x").exists()


def test_links_and_strange_files_in_a_record_are_not_sealed(record: Path, key: Path, tmp_path: Path) -> None:
    (record / "link").symlink_to("/etc/passwd")
    done = run("seal", record, "-o", tmp_path / "x", "--recipient", public(key))
    assert done.exit_code == 1
    assert "this is a link" in done.stderr
    assert not (tmp_path / "x").exists()


def test_a_record_on_a_server_says_that_it_is_none_to_seal(tmp_path: Path) -> None:
    done = run("seal", "postgresql+psycopg://localhost/shore", "-o", tmp_path / "x")
    assert done.exit_code == 1
    assert "encrypt the server's disk" in done.stderr


def test_a_new_record_is_for_its_owner_alone_whatever_the_umask(record: Path) -> None:
    assert stat.S_IMODE(record.stat().st_mode) == 0o700
