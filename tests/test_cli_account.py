from __future__ import annotations

from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles
from click.testing import CliRunner, Result

from onrecord.cli import main
from onrecord.record import accounts as module
from onrecord.record.accounts import Accounts
from onrecord.record.store import Record

WORDS = "four quiet herons wade"


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    monkeypatch.setattr(module, "_hasher", lambda: hasher)
    module._nobodys.cache_clear()
    path = tmp_path / "x.record"
    Record.create(path).close()
    return path


def run(record: Path, *args: str, given: str = WORDS) -> Result:
    return CliRunner().invoke(main, ["account", str(record), *args], input=f"{given}\n")


def test_an_account_is_made_with_a_password_from_standard_input(record: Path) -> None:
    done = run(record, "add", "mina", "--role", "reviewer", "--shown", "Mina Okello", "--by", "Ada")
    assert (done.exit_code, done.output.split("  ")[:4]) == (
        0,
        ["mina", "Mina Okello", "reviewer", "reads up to internal"],
    )
    assert WORDS not in done.output
    with Record.open(record) as opened:
        assert Accounts(opened).checked("mina", WORDS) is not None
        assert [entry.who for entry in opened.custody()] == ["Ada"]


def test_accounts_are_listed_changed_and_disabled(record: Path) -> None:
    assert "No accounts." in run(record, "list").output
    run(record, "add", "ada", "--role", "admin", "--clearance", "secret")
    run(record, "add", "sso", "--role", "reader", "--openid", "https://id.example", "7")
    assert (
        "editor  reads up to restricted"
        in run(record, "role", "sso", "editor", "--clearance", "restricted").output
    )
    assert run(record, "password", "ada", given=WORDS + " again").exit_code == 0
    assert "disabled" in run(record, "disable", "sso").output
    first, second = run(record, "list").output.splitlines()
    assert first.startswith("ada  ada  admin  reads up to secret  signs in by password")
    assert "signs in by https://id.example" in second
    assert "disabled 2" in second
    with Record.open(record) as opened:
        assert Accounts(opened).checked("ada", WORDS + " again") is not None


@pytest.mark.parametrize(
    ("args", "given", "words"),
    [
        (("add", "mina", "--role", "reader"), "short", "at least 12 characters"),
        (("add", "mina", "--role", "owner"), WORDS, "is not one of"),
        (("disable", "nobody"), WORDS, "There is no account 'nobody'"),
        (("role", "nobody"), WORDS, "Give a role, --clearance, or both."),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    record: Path, args: tuple[str, ...], given: str, words: str
) -> None:
    done = run(record, *args, given=given)
    assert done.exit_code != 0
    assert words in done.output


def test_no_password_is_an_argument(record: Path) -> None:
    assert run(record, "add", "mina", WORDS, "--role", "reader").exit_code == 2


def test_a_record_on_a_server_is_named_by_its_address() -> None:
    done = CliRunner().invoke(main, ["account", "mysql://ada@db/letters", "list"])
    assert done.exit_code == 1
    assert "folders and on PostgreSQL servers" in done.output + str(done.exception)
