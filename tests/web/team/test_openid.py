from __future__ import annotations

from collections.abc import Callable

import pytest
from joserfc.jwk import ECKey, OctKey
from starlette.testclient import TestClient

from onrecord.record.accounts import Accounts
from onrecord.web.site import Site
from onrecord.web.team.limits import ATTEMPTS_OF_ADDRESS
from onrecord.web.team.openid import HELD, MOST_HELD, Issuers, SignInCouldNotBeFinished
from onrecord.web.team.settings import Issuer, TeamSettings, read_team
from tests.web.team.conftest import AT, Browser
from tests.web.team.provider import ISSUER, NOW, Provider, back_address

Browsers = Callable[[], Browser]
NEWSROOM = Issuer("News Room", ISSUER, "on-record", None, make_readers=True, domains=("example.org",))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def settings() -> TeamSettings:
    return TeamSettings(read_team(None, AT).at, issuers=(NEWSROOM,))


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def _led_to_it(site: Site, provider: Provider, clock: Clock) -> None:
    assert site.team is not None
    site.team.issuers = Issuers((NEWSROOM,), AT, provider.transport, clock)


def begun(asking: TestClient) -> str:
    led = asking.get("/sign-in/openid/news-room?next=/documents", follow_redirects=False)
    assert led.status_code == 303
    return led.headers["location"]


def signed_in(asking: TestClient, provider: Provider) -> tuple[int, str]:
    sent = asking.get(back_address(provider.authorize(begun(asking))), follow_redirects=False)
    return sent.status_code, sent.headers.get("location") or sent.text


def test_who_is_linked_signs_in_without_a_password(site: Site, browser: Browsers, provider: Provider) -> None:
    Accounts(site.record).link("editor", ISSUER, "7")
    asking = browser()
    assert "News Room" in asking.get("/sign-in").text
    assert signed_in(asking, provider) == (303, "/documents")
    assert "Editor One" in asking.get("/account").text


def test_a_reader_is_made_of_whom_the_issuer_knows_by_an_address_of_ours(
    site: Site, browser: Browsers, provider: Provider
) -> None:
    assert signed_in(browser(), provider) == (303, "/documents")
    made = Accounts(site.record).of_subject(ISSUER, "7")
    assert made is not None
    assert (made.name, made.shown, made.role, made.clearance) == (
        "mina@example.org",
        "Mina Okello",
        "reader",
        "internal",
    )
    [entry] = [entry for entry in site.record.custody() if entry.subject == made.name]
    assert (entry.who, entry.action) == ("sign-in through News Room", "account made")
    assert signed_in(browser(), provider) == (303, "/documents")


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "mina@elsewhere.example"},
        {"email": "mina@example.org.elsewhere.example"},
        {"email": "mina@sub.example.org"},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": None},
    ],
)
def test_nobody_else_gets_an_account(
    site: Site, browser: Browsers, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    status, told = signed_in(browser(), provider)
    assert (status, "this record does not" in told) == (403, True)
    assert Accounts(site.record).of_subject(ISSUER, "7") is None


def test_an_issuer_is_not_asked_more_often_than_anybody_may_try_to_sign_in(browser: Browsers) -> None:
    asking = browser()
    got = [
        asking.get("/sign-in/openid/news-room", follow_redirects=False).status_code
        for _ in range(ATTEMPTS_OF_ADDRESS + 1)
    ]
    assert set(got[:-1]) == {303}
    assert got[-1] == 429


def test_nobody_is_led_to_an_account_by_its_name_alone(
    site: Site, browser: Browsers, provider: Provider
) -> None:
    Accounts(site.record).add("mina@example.org", role="admin", password="four quiet herons wade")
    asking = browser()
    status, told = signed_in(asking, provider)
    assert (status, "there already" in told) == (403, True)
    assert asking.get("/documents", follow_redirects=False).status_code == 303


def test_a_disabled_account_stays_out(site: Site, browser: Browsers, provider: Provider) -> None:
    Accounts(site.record).link("editor", ISSUER, "7")
    Accounts(site.record).disable("editor")
    assert signed_in(browser(), provider)[0] == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"aud": "another-client"},
        {"aud": ["on-record", "another-client"]},
        {"iss": "https://id.elsewhere.example"},
        {"iss": f"{ISSUER}/"},
        {"exp": int(NOW) - 3600},
        {"iat": int(NOW) + 3600},
        {"azp": "another-client"},
    ],
    ids="-".join,
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    site: Site, browser: Browsers, provider: Provider, claims: dict[str, object]
) -> None:
    provider.claims = claims
    asking = browser()
    status, told = signed_in(asking, provider)
    assert (status, "does not hold" in told) == (403, True)
    assert asking.get("/documents", follow_redirects=False).status_code == 303
    assert Accounts(site.record).of_subject(ISSUER, "7") is None


@pytest.mark.parametrize("claim", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_token_that_lacks_a_claim_is_refused(browser: Browsers, provider: Provider, claim: str) -> None:
    provider.left_out = {claim}
    assert signed_in(browser(), provider)[0] == 403


def test_a_token_signed_by_another_key_is_refused(browser: Browsers, provider: Provider) -> None:
    provider.signs_with = ECKey.generate_key("P-256", {"kid": "own"})
    assert signed_in(browser(), provider)[0] == 403


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_signature_of_the_issuer_is_refused(
    browser: Browsers, provider: Provider, algorithm: str
) -> None:
    provider.header = {"alg": algorithm, "kid": "own"}
    provider.signs_with = OctKey.import_key("k" * 32)
    assert signed_in(browser(), provider)[0] == 403


def test_a_state_is_good_once(browser: Browsers, provider: Provider) -> None:
    asking = browser()
    answer = provider.authorize(begun(asking))
    assert asking.get(back_address(answer), follow_redirects=False).status_code == 303
    again = asking.get(back_address(answer), follow_redirects=False)
    assert (again.status_code, "of no sign-in that began" in again.text) == (403, True)


def test_an_answer_of_another_browsers_sign_in_is_refused(browser: Browsers, provider: Provider) -> None:
    attacker, victim = browser(), browser()
    victim.get("/sign-in")
    answer = provider.authorize(begun(attacker))
    assert victim.get(back_address(answer), follow_redirects=False).status_code == 403
    assert victim.get("/documents", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "answer",
    [{}, {"state": "made-up", "code": "x"}, {"code": "x"}],
    ids=["nothing", "state of nobody", "no state"],
)
def test_an_answer_nobody_asked_for_is_refused(browser: Browsers, answer: dict[str, str]) -> None:
    asking = browser()
    begun(asking)
    assert asking.get(back_address(answer), follow_redirects=False).status_code == 403


def test_an_answer_that_comes_late_is_refused(browser: Browsers, provider: Provider, clock: Clock) -> None:
    asking = browser()
    answer = provider.authorize(begun(asking))
    clock.now += HELD + 1
    assert asking.get(back_address(answer), follow_redirects=False).status_code == 403


def test_an_answer_of_another_issuer_is_refused(browser: Browsers, provider: Provider) -> None:
    asking = browser()
    answer = {**provider.authorize(begun(asking)), "iss": "https://id.elsewhere.example"}
    assert asking.get(back_address(answer), follow_redirects=False).status_code == 403
    asking = browser()
    answer = {**provider.authorize(begun(asking)), "iss": ISSUER}
    assert asking.get(back_address(answer), follow_redirects=False).status_code == 303


def test_who_changes_their_mind_at_the_issuer_is_told(browser: Browsers, provider: Provider) -> None:
    asking = browser()
    answer = {"error": "access_denied", "state": provider.authorize(begun(asking))["state"]}
    back = asking.get(back_address(answer), follow_redirects=False)
    assert (back.status_code, "News Room did not sign anybody in." in back.text) == (403, True)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://id.elsewhere.example"},
        {"token_endpoint": "http://id.example.net/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=lambda described: next(iter(described)),
)
def test_an_issuer_that_describes_itself_wrongly_is_not_gone_to(
    browser: Browsers, provider: Provider, described: dict[str, str]
) -> None:
    provider.described = described
    led = browser().get("/sign-in/openid/news-room", follow_redirects=False)
    assert led.status_code == 400
    assert "Nobody was signed in." in led.text


def test_an_issuer_that_does_not_answer_is_told(browser: Browsers, provider: Provider) -> None:
    provider.down = True
    led = browser().get("/sign-in/openid/news-room", follow_redirects=False)
    assert (led.status_code, "does not answer" in led.text) == (400, True)


def test_no_other_issuer_is_asked(browser: Browsers, provider: Provider) -> None:
    assert browser().get("/sign-in/openid/elsewhere", follow_redirects=False).status_code == 404
    assert provider.asked == []


def test_sign_ins_that_are_never_finished_are_forgotten(provider: Provider) -> None:
    issuers = Issuers((NEWSROOM,), AT, provider.transport, lambda: NOW)
    first = provider.authorize(issuers.begin("news-room", "visit", "/"))
    held = issuers._pending[first["state"]]
    issuers._pending.update((f"state-{n}", held) for n in range(MOST_HELD))
    issuers.begin("news-room", "visit", "/")
    with pytest.raises(SignInCouldNotBeFinished):
        issuers.finish("visit", first)
    assert len(issuers._pending) == MOST_HELD
