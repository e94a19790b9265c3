from __future__ import annotations

from collections.abc import Callable

import pytest
from starlette.applications import Starlette

from onrecord.record.accounts import Accounts
from onrecord.record.sessions import hash_of
from onrecord.web.site import Site
from onrecord.web.team.limits import ATTEMPTS_OF_ADDRESS, ATTEMPTS_OF_NAME
from onrecord.web.team.settings import TeamSettings, read_team
from tests.web.pages import Shown
from tests.web.team.conftest import AT, WORDS, Browser

Browsers = Callable[[], Browser]
SignedIn = Callable[[str], Browser]


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(browser: Browsers) -> None:
    asking = browser()
    led = asking.get("/documents?words=water", follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2Fdocuments%3Fwords%3Dwater")
    page = asking.get(led.headers["location"])
    assert 'name="next" value="/documents?words=water"' in page.text
    data = {"name": "reader", "password": WORDS, "next": "/documents?words=water"}
    sent = asking.submit("/sign-in", data)
    assert (sent.status_code, sent.headers["location"]) == (303, "/documents?words=water")
    assert asking.get("/documents").status_code == 200


def test_the_page_to_sign_in_tells_strangers_nothing_of_the_record(browser: Browsers) -> None:
    page = Shown(browser(), "/sign-in")
    page.check_structure()
    assert "secret-project" not in page.answer.text
    assert 'href="/documents"' not in page.answer.text
    assert "secret-project" not in browser().get("/nothing-here").text
    assert "secret-project" not in browser().get("/documents", headers={"host": "other.example"}).text


@pytest.mark.parametrize("back", ["https://attacker.example/", "//attacker.example", "/\\attacker.example"])
def test_nobody_is_led_elsewhere_after_signing_in(browser: Browsers, back: str) -> None:
    sent = browser().submit("/sign-in", {"name": "reader", "password": WORDS, "next": back})
    assert sent.headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("reader", "wrong words here"), ("nobody", WORDS), ("", "")])
def test_what_is_not_right_is_told_alike(browser: Browsers, name: str, password: str) -> None:
    sent = browser().submit("/sign-in", {"name": name, "password": password})
    assert sent.status_code == 401
    assert "The name or the password is not right. Nobody was signed in." in sent.text
    assert "__Host-onrecord=" not in str(sent.headers)


def test_the_cookie_is_kept_from_scripts_other_sites_and_plain_http(browser: Browsers) -> None:
    cookies = browser().sign_in("reader").headers.get_list("set-cookie")
    [cookie] = [each for each in cookies if each.startswith("__Host-onrecord=") and "Max-Age=0" not in each]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "secure", "samesite=lax", "path=/"} <= parts
    assert not any(part.startswith("domain") for part in parts)


def test_signing_in_makes_a_new_session_and_ends_the_one_before(site: Site, browser: Browsers) -> None:
    asking = browser()
    asking.cookies.set("__Host-onrecord", "chosen-by-another", domain="record.example.org")
    asking.sign_in("reader")
    values = [each.value for each in asking.cookies.jar if each.name == "__Host-onrecord"]
    assert "chosen-by-another" not in values[-1:]
    assert site.team is not None
    assert site.team.sessions.of("chosen-by-another") is None
    asking.cookies.clear()
    asking.sign_in("reader")
    first = asking.cookies["__Host-onrecord"]
    asking.submit("/sign-in", {"name": "editor", "password": WORDS})
    second = asking.cookies["__Host-onrecord"]
    assert first != second
    assert site.team.sessions.of(first) is None
    assert site.team.sessions.of(second) is not None


def test_signing_out_ends_the_session_on_the_server(site: Site, signed_in: SignedIn) -> None:
    asking = signed_in("reader")
    secret = asking.cookies["__Host-onrecord"]
    assert asking.submit("/sign-out", {}, page="/account").headers["location"] == "/sign-in"
    assert site.team is not None
    assert site.team.sessions.of(secret) is None
    asking.cookies.set("__Host-onrecord", secret)
    assert asking.get("/documents", follow_redirects=False).status_code == 303


def test_disabling_an_account_ends_its_sessions_at_once(site: Site, signed_in: SignedIn) -> None:
    reading = signed_in("reader")
    admin = signed_in("admin")
    assert admin.submit("/accounts/reader", {"change": "disable"}).status_code == 303
    assert reading.get("/documents", follow_redirects=False).status_code == 303
    assert reading.sign_in("reader").status_code == 401
    assert admin.submit("/accounts/reader", {"change": "enable"}).status_code == 303
    assert reading.sign_in("reader").status_code == 303


def test_another_role_holds_from_the_next_request_on(site: Site, signed_in: SignedIn) -> None:
    asking = signed_in("reader")
    assert asking.get("/review").status_code == 403
    Accounts(site.record).place("reader", role="reviewer")
    assert asking.get("/review").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://attacker.example"},
        {"origin": "http://record.example.org"},
        {"origin": "null"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_signs_nobody_in(browser: Browsers, headers: dict[str, str]) -> None:
    asking = browser()
    data = {"token": asking.form("/sign-in"), "name": "reader", "password": WORDS}
    assert asking.post("/sign-in", data=data, headers=headers).status_code == 403


def test_forms_carry_a_token_of_their_own_session_alone(site: Site, signed_in: SignedIn) -> None:
    asking, other = signed_in("reader"), signed_in("reader")
    assert asking.form("/account") != other.form("/account")
    for token in (other.form("/account"), site.token, "", hash_of(asking.cookies["__Host-onrecord"])):
        sent = asking.post("/sign-out", data={"token": token}, headers={"origin": AT})
        assert sent.status_code == 403
    assert asking.get("/documents", follow_redirects=False).status_code == 200


def test_the_token_of_the_sign_in_form_is_the_browsers_own(browser: Browsers) -> None:
    victim, attacker = browser(), browser()
    data = {"token": attacker.form("/sign-in"), "name": "reader", "password": WORDS}
    assert victim.post("/sign-in", data=data, headers={"origin": AT}).status_code == 403
    victim.form("/sign-in")
    assert victim.post("/sign-in", data=data, headers={"origin": AT}).status_code == 403


@pytest.mark.parametrize("name", ["reader", "nobody"])
def test_many_attempts_lock_a_name_whether_or_not_it_is_somebodys(app: Starlette, name: str) -> None:
    told = []
    for number in range(ATTEMPTS_OF_NAME + 1):
        asking = Browser(app, AT, client=(f"192.0.2.{number}", 5000))
        told.append(asking.sign_in(name, "wrong words here"))
    assert [each.status_code for each in told] == [401] * ATTEMPTS_OF_NAME + [429]
    last = Browser(app, AT, client=("192.0.2.99", 5000)).sign_in(name)
    assert last.status_code == 429
    assert "too many attempts to sign in under this name" in last.text
    assert 0 < int(last.headers["retry-after"]) <= 900


def test_a_name_that_signs_in_is_not_locked_by_its_own_mistakes(browser: Browsers) -> None:
    asking = browser()
    for password in (*["wrong words here"] * (ATTEMPTS_OF_NAME - 1), WORDS) * 2:
        assert asking.sign_in("reader", password).status_code in (303, 401)
        asking.cookies.clear()


def test_many_attempts_lock_an_address(browser: Browsers, app: Starlette) -> None:
    asking = browser()
    for number in range(ATTEMPTS_OF_ADDRESS):
        assert asking.sign_in(f"name{number}", "wrong words here").status_code == 401
    assert asking.sign_in("reader").status_code == 429
    assert Browser(app, AT, client=("192.0.2.8", 5000)).sign_in("reader").status_code == 303


def test_only_a_proxy_that_is_named_is_believed_who_asks(signed_in: SignedIn) -> None:
    asking = signed_in("reader")
    headers = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http"}
    asking.headers.update(headers)
    asking.sign_in("reader")
    assert "203.0.113.9" not in asking.get("/account").text


class TestBehindAProxy:
    @pytest.fixture
    def settings(self) -> TeamSettings:
        return read_team(None, AT, proxies=("192.0.2.7",))

    def test_who_asks_is_whom_the_proxy_names_last(self, browser: Browsers) -> None:
        asking = browser()
        asking.headers["x-forwarded-for"] = "198.51.100.1, 203.0.113.9"
        asking.sign_in("reader")
        page = asking.get("/account").text
        assert "203.0.113.9" in page
        assert "198.51.100.1" not in page


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "record.example.org:444", "record.example.org.evil"]
)
def test_a_team_is_served_at_its_address_alone(browser: Browsers, host: str) -> None:
    refused = browser().get("/sign-in", headers={"host": host})
    assert refused.status_code == 400
    assert "answers at https://record.example.org alone" in refused.text


def test_browsers_are_told_to_keep_to_https(browser: Browsers, site: Site) -> None:
    answer = browser().get("/sign-in")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


class TestTriedOnThisMachine:
    @pytest.fixture
    def settings(self) -> TeamSettings:
        return read_team(None, "http://127.0.0.1:8321")

    def test_plain_http_has_cookies_that_plain_http_can_keep(self, app: Starlette) -> None:
        asking = Browser(app, "http://127.0.0.1:8321")
        token = asking.form("/sign-in")
        data = {"token": token, "name": "reader", "password": WORDS}
        sent = asking.post(
            "/sign-in", data=data, headers={"origin": "http://127.0.0.1:8321"}, follow_redirects=False
        )
        assert sent.status_code == 303
        assert "strict-transport-security" not in sent.headers
        assert asking.get("/documents", follow_redirects=False).status_code == 200
