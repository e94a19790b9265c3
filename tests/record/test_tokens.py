from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.record.store import Record
from onrecord.record.tokens import Token, TokenCannotBeMade, Tokens
from onrecord.record.verification import verify
from tests.record.papers import save_three


@pytest.fixture
def record(place: Path) -> Record:
    with Record.create(place) as made:
        save_three(made)
    return Record.open(place)


def test_the_secret_of_a_token_leads_to_it_and_is_kept_nowhere(record: Record) -> None:
    tokens = Tokens(record)
    made, secret = tokens.make("refine", ("read",))
    assert tokens.of(secret) == made
    assert made.allows("read")
    assert not made.allows("review")
    key = secret.rpartition("_")[2].encode()
    assert all(
        key not in file.read_bytes() for file in Path(str(record.address)).rglob("*") if file.is_file()
    )
    assert verify(Path(str(record.address))).holds


@pytest.mark.parametrize("change", [str.upper, lambda secret: secret[:-1], lambda secret: secret + "x"])
def test_a_secret_that_is_not_quite_right_is_of_no_token(record: Record, change: object) -> None:
    _, secret = Tokens(record).make("refine", ("read",))
    assert callable(change)
    assert Tokens(record).of(change(secret)) is None


def test_a_revoked_token_is_of_no_use_and_stays_listed(record: Record) -> None:
    tokens = Tokens(record)
    made, secret = tokens.make("refine", ("read", "check"))
    tokens.revoke(made.id)
    assert tokens.of(secret) is None
    [listed] = tokens.all()
    assert listed.revoked is not None
    assert not listed.allows("read")
    with pytest.raises(TokenCannotBeMade, match="still holds"):
        tokens.revoke(made.id)


@pytest.mark.parametrize(
    ("name", "scopes"), [("", ("read",)), ("x", ()), ("x", ("write",))], ids=["no name", "nothing", "unknown"]
)
def test_what_allows_nothing_known_is_refused(record: Record, name: str, scopes: tuple[str, ...]) -> None:
    with pytest.raises(TokenCannotBeMade, match="read, private, review, check"):
        Tokens(record).make(name, scopes)


def test_making_and_revoking_stand_in_the_custody_log(record: Record) -> None:
    made, _ = Tokens(record).make("refine", ("read",))
    Tokens(record).revoke(made.id)
    last = [(entry.action, entry.subject) for entry in record.custody()][-2:]
    assert last == [("access given", made.id), ("access taken away", made.id)]
    assert isinstance(made, Token)
