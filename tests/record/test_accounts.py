from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, profiles

from onrecord.record import accounts as module
from onrecord.record.accounts import AccountCannotBeChanged, Accounts
from onrecord.record.sessions import Sessions
from onrecord.record.store import Record
from onrecord.record.verification import verify

WORDS = "four quiet herons wade"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash in a millisecond."""
    hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    monkeypatch.setattr(module, "_hasher", lambda: hasher)
    module._nobodys.cache_clear()


@pytest.fixture
def record(place: Path) -> Iterator[Record]:
    Record.create(place).close()
    with Record.open(place, who="Ada") as opened:
        yield opened


def test_a_password_opens_its_account_and_is_kept_nowhere(record: Record) -> None:
    made = Accounts(record).add("Mina", role="reviewer", shown="Mina Okello", password=WORDS)
    assert (made.name, made.shown, made.role, made.clearance) == (
        "mina",
        "Mina Okello",
        "reviewer",
        "internal",
    )
    assert Accounts(record).checked("MINA ", WORDS) == made
    assert all(
        WORDS.encode() not in file.read_bytes() for file in record.index.parent.rglob("*") if file.is_file()
    )
    assert verify(record.address).holds


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("mina", WORDS + "s"),
        ("mina", ""),
        ("nobody", WORDS),
        ("mina", "\ud800" * 20),
        ("gone", WORDS),
        ("sso", ""),
    ],
    ids=["wrong", "empty", "unknown", "no text", "disabled", "without a password"],
)
def test_what_is_not_right_opens_nothing(record: Record, name: str, password: str) -> None:
    accounts = Accounts(record)
    for own in ("mina", "gone"):
        accounts.add(own, role="reader", password=WORDS)
    accounts.add("sso", role="reader", openid=("https://id.example", "7"))
    accounts.disable("gone")
    assert accounts.checked(name, password) is None


def test_an_unknown_name_costs_one_hash_as_a_known_one_does(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    Accounts(record).add("mina", role="reader", password=WORDS)
    Accounts(record).add("sso", role="reader", openid=("https://id.example", "7"))
    asked: list[str] = []
    right = module._verified

    def verified(held: str, given: str) -> bool:
        asked.append(held[:10])
        return right(held, given)

    monkeypatch.setattr(module, "_verified", verified)
    for name in ("mina", "nobody", "sso"):
        Accounts(record).checked(name, "something else here")
    assert len(asked) == 3
    assert all(held.startswith("$argon2id") for held in asked)


def test_the_hash_is_made_anew_when_its_setting_changed(
    record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    Accounts(record).add("mina", role="reader", password=WORDS)
    dearer = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(module, "_hasher", lambda: dearer)
    assert Accounts(record).checked("mina", WORDS) is not None
    with record.reading() as connection:
        held = connection.exec_driver_sql("SELECT password FROM accounts").scalar()
    assert str(held).startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert Accounts(record).checked("mina", WORDS) is not None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"password": "elevensigns"}, "at least 12"),
        ({"password": "aaaaaaaaaaaaaaaa"}, "guessed at once"),
        ({"name": "mina.okello.long", "password": "Mina.Okello.long"}, "guessed at once"),
        ({"password": "x" * 1001}, "at most 1000"),
        ({"name": "two words"}, "cannot be a login name"),
        ({"name": "mína"}, "cannot be a login name"),
        ({"role": "owner"}, "no role"),
        ({"clearance": "cosmic"}, "no clearance"),
        ({"shown": "a\u202eb"}, "can be seen"),
        ({"password": None}, "a password or an OpenID subject"),
    ],
)
def test_what_cannot_be_an_account_is_refused(record: Record, given: dict[str, str], words: str) -> None:
    asked: dict[str, str] = {"name": "mina", "role": "reader", "password": WORDS, **given}
    with pytest.raises(AccountCannotBeChanged, match=words):
        Accounts(record).add(**asked)  # type: ignore[arg-type]
    assert Accounts(record).all() == ()


@pytest.mark.parametrize(
    "second",
    [
        {"name": "MINA"},
        {"shown": "Mina Okello"},
        {"shown": "MINA okello"},
        {"shown": "Mina"},
        {"openid": ("https://id.example", "7")},
    ],
    ids=["name", "shown name", "shown name in other letters", "name as a shown name", "subject"],
)
def test_no_name_or_subject_is_given_twice(record: Record, second: dict[str, object]) -> None:
    Accounts(record).add(
        "mina", role="reader", shown="Mina Okello", openid=("https://id.example", "7"), password=WORDS
    )
    with pytest.raises(AccountCannotBeChanged, match="there already"):
        Accounts(record).add(**{"name": "other", "role": "reader", "password": WORDS, **second})  # type: ignore[arg-type]


def test_half_a_link_is_none(record: Record) -> None:
    made = Accounts(record).add("mina", role="reader", password=WORDS)
    for issuer, subject in (("", ""), ("https://id.example", ""), ("", "7")):
        with pytest.raises(AccountCannotBeChanged, match="both"):
            Accounts(record).link("mina", issuer, subject)
    assert Accounts(record).get("mina") == made


def test_every_change_stands_in_the_custody_log_and_no_secret(record: Record) -> None:
    accounts = Accounts(record)
    accounts.add("mina", role="reader", password=WORDS)
    accounts.place("mina", role="editor", clearance="secret")
    accounts.set_password("mina", WORDS + " again")
    accounts.link("mina", "https://id.example", "7")
    accounts.disable("mina")
    accounts.enable("mina")
    told = [(entry.who, entry.action, dict(entry.detail)) for entry in record.custody()]
    assert told == [
        ("Ada", "account made", {"shown": "mina", "role": "reader", "clearance": "internal"}),
        ("Ada", "account changed", {"role": "editor", "clearance": "secret"}),
        ("Ada", "account changed", {"way": "password set anew"}),
        ("Ada", "account changed", {"issuer": "https://id.example", "subject": "7"}),
        ("Ada", "account disabled", {}),
        ("Ada", "account enabled", {}),
    ]
    assert verify(record.address).holds


def test_the_only_admin_stays(record: Record) -> None:
    accounts = Accounts(record)
    accounts.add("ada", role="admin", password=WORDS)
    accounts.add("mina", role="reader", password=WORDS)
    for change in (accounts.disable, lambda name: accounts.place(name, role="editor")):
        with pytest.raises(AccountCannotBeChanged, match="only admin"):
            change("ada")
    accounts.place("mina", role="admin")
    assert accounts.disable("ada").disabled


@pytest.mark.parametrize("change", ["disable", "set_password"])
def test_sessions_end_with_the_account_and_with_its_password(record: Record, change: str) -> None:
    accounts, sessions = Accounts(record), Sessions(record)
    for name in ("mina", "ben"):
        accounts.add(name, role="reader", password=WORDS)
    secret, other = (sessions.begin(name, "192.0.2.7", "Browser") for name in ("mina", "ben"))
    given = (WORDS + " again",) if change == "set_password" else ()
    getattr(accounts, change)("mina", *given)
    assert sessions.of(secret) is None
    assert sessions.of(other) is not None


def test_what_an_account_does_is_no_change_of_the_record(record: Record) -> None:
    before = record.standing()
    Accounts(record).add("mina", role="reader", password=WORDS)
    Sessions(record).begin("mina", "192.0.2.7", "Browser")
    assert record.standing() == before
