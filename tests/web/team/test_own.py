from __future__ import annotations

from collections.abc import Callable

import pytest

from onrecord.record.accounts import Accounts
from onrecord.record.tokens import Tokens
from onrecord.types.access import ROLES
from onrecord.types.rows import Statement
from onrecord.web.site import Site
from tests.web.pages import Shown
from tests.web.team.conftest import WORDS, Browser

Browsers = Callable[[], Browser]
SignedIn = Callable[[str], Browser]


@pytest.mark.parametrize("role", ROLES)
def test_the_own_page_says_who_is_signed_in_and_where(signed_in: SignedIn, role: str) -> None:
    asking = signed_in(role)
    page = Shown(asking, "/account")
    page.check_structure()
    assert page.texts("//h1") == [f"{role.title()} One"]
    assert "192.0.2.7" in page.entries[0]
    assert page.entries[0].endswith("this one")
    assert ("Tokens of the API" in page.texts("//h2")) is (role in ("editor", "admin"))


def test_another_session_is_ended_from_here_and_this_one_goes_on(signed_in: SignedIn) -> None:
    here, there, third = (signed_in("reader") for _ in range(3))
    page = Shown(here, "/account")
    ids = page.tree.xpath("//button[@name='session']/@value")
    here.submit("/account/sessions", {"session": ids[0]}, page="/account")
    holding = [each.get("/help", follow_redirects=False).status_code for each in (here, there, third)]
    assert sorted(holding[1:]) == [200, 303]
    here.submit("/account/sessions", {"session": "others"}, page="/account")
    holding = [each.get("/help", follow_redirects=False).status_code for each in (here, there, third)]
    assert holding == [200, 303, 303]


def test_a_session_of_somebody_else_goes_on(site: Site, signed_in: SignedIn) -> None:
    reading, reviewing = signed_in("reader"), signed_in("reviewer")
    assert site.team is not None
    [held] = site.team.sessions.all_of("reviewer")
    reading.submit("/account/sessions", {"session": held.id}, page="/account")
    assert reviewing.get("/help", follow_redirects=False).status_code == 200


def test_the_password_changes_for_who_knows_the_old_one(browser: Browsers, signed_in: SignedIn) -> None:
    asking, other = signed_in("reader"), signed_in("reader")
    new = "five loud geese wade"
    data = {"old": WORDS, "new": new, "again": new}
    for wrong in ({"old": "wrong words here"}, {"again": "other"}, {"new": "short", "again": "short"}):
        sent = asking.submit("/account/password", {**data, **wrong}, page="/account")
        assert sent.status_code == 400
    assert asking.submit("/account/password", data, page="/account").status_code == 303
    assert asking.get("/help", follow_redirects=False).status_code == 200
    assert other.get("/help", follow_redirects=False).status_code == 303
    assert browser().sign_in("reader").status_code == 401
    assert browser().sign_in("reader", new).status_code == 303


def test_a_token_of_ones_own_is_shown_once_and_can_be_taken_away(site: Site, signed_in: SignedIn) -> None:
    asking = signed_in("editor")
    made = asking.submit("/account/tokens", {"name": "refine", "scope": ["read", "private"]}, page="/account")
    [secret] = [word for word in made.text.replace("<", " ").replace(">", " ").split() if "onrecord_" in word]
    token = Tokens(site.record).of(secret)
    assert token is not None
    assert (token.account, token.scopes) == ("editor", ("private", "read"))
    assert secret not in asking.get("/account").text
    asking.submit("/account/tokens", {"revoke": token.id}, page="/account")
    assert Tokens(site.record).of(secret) is None


def test_a_token_of_somebody_else_cannot_be_taken_away(site: Site, signed_in: SignedIn) -> None:
    made, secret = Tokens(site.record).make("own", ("read",), "admin")
    sent = signed_in("editor").submit("/account/tokens", {"revoke": made.id}, page="/account")
    assert sent.status_code == 400
    assert Tokens(site.record).of(secret) is not None


def test_a_decision_stands_under_the_name_of_who_is_signed_in(site: Site, signed_in: SignedIn) -> None:
    row = next(site.record.rows(Statement))
    data = {"row": row.id, "action": "note", "text": "Ask again.", "who": "Somebody Else", "by": "Else"}
    signed_in("reviewer").submit("/review/decide", data, page=f"/rows/{row.id}")
    assert [(made.who, made.action) for made in site.record.decisions()] == [("Reviewer One", "note")]
    assert list(site.record.custody())[-1].who == "Reviewer One"


def test_an_admin_makes_accounts_and_changes_them(site: Site, browser: Browsers, signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    Shown(admin, "/accounts").check_structure()
    data = {
        "name": "Mina",
        "shown": "Mina Okello",
        "role": "reader",
        "clearance": "public",
        "password": WORDS,
    }
    made = admin.submit("/accounts", data)
    assert (made.status_code, made.headers["location"]) == (303, "/accounts/mina")
    Shown(admin, "/accounts/mina").check_structure()
    assert browser().sign_in("mina").status_code == 303
    change = {"change": "place", "role": "reviewer", "clearance": "secret"}
    assert admin.submit("/accounts/mina", change).status_code == 303
    found = Accounts(site.record).get("mina")
    assert found is not None
    assert (found.role, found.clearance) == ("reviewer", "secret")
    admin.submit("/accounts/mina", {"change": "password", "password": "five loud geese wade"})
    assert browser().sign_in("mina", "five loud geese wade").status_code == 303
    log = [(entry.who, entry.action) for entry in site.record.custody() if entry.subject == "mina"]
    assert log == [("Admin One", "account made"), *[("Admin One", "account changed")] * 2]


@pytest.mark.parametrize(
    ("url", "data", "words"),
    [
        ("/accounts", {"name": "reader", "role": "reader", "clearance": "public"}, "a password or an OpenID"),
        (
            "/accounts",
            {"name": "reader", "role": "reader", "clearance": "public", "password": WORDS},
            "already",
        ),
        ("/accounts/admin", {"change": "disable"}, "the only admin"),
        ("/accounts/admin", {"change": "place", "role": "reader", "clearance": "public"}, "the only admin"),
        ("/accounts/reader", {"change": "password", "password": "short"}, "at least 12"),
        ("/accounts/reader", {"change": "fly"}, "Say what is to be changed."),
    ],
)
def test_what_an_admin_cannot_do_is_told(
    signed_in: SignedIn, url: str, data: dict[str, object], words: str
) -> None:
    sent = signed_in("admin").submit(url, data)
    assert sent.status_code == 400
    assert words in sent.text
