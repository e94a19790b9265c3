"""Every route, of pages and of the API, refuses who may not have it; nobody reaches what is another's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from onrecord.record.accounts import Accounts
from onrecord.record.tokens import SCOPES, Tokens
from onrecord.types.access import PERMISSIONS, ROLES
from onrecord.types.rows import Actor
from onrecord.web.app import API
from onrecord.web.permissions import ANYBODY, NEEDED
from onrecord.web.site import Site
from onrecord.web.team.settings import TeamSettings, read_team
from tests.web.team.conftest import AT, Browser

Browsers = Callable[[], Browser]
SignedIn = Callable[[str], Browser]

REFUSED = (401, 403)

OPEN_IN_API = {"/openapi.json"}
"""Says which routes there are, and nothing of the record."""

API_NEEDS = {
    "/record": "read",
    "/rows": "read",
    "/rows/{id}": "read",
    "/documents/{id}/text": "read",
    "/documents/{id}/quote": "read",
    "/search": "read",
    "/decisions": "review",
    "/decisions/{id}/undo": "review",
    "/check": "check",
    "/reconcile/{token}": "read",
    "/reconcile/{token}/suggest/entity": "read",
}


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    needs: str

    @property
    def url(self) -> str:
        return re.sub(r"\{(\w+)(:path)?\}", "x-1", self.path)


def pages(app: Starlette) -> Iterator[Asked]:
    for route in app.routes:
        if isinstance(route, Route):
            for method in sorted(route.methods or ()):
                yield Asked(method, route.path, NEEDED[route.path])


def api_of(app: Starlette) -> FastAPI:
    [api] = [route.app for route in app.routes if isinstance(route, Mount) and route.path == API]
    assert isinstance(api, FastAPI)
    return api


def api_routes(app: Starlette) -> Iterator[Asked]:
    for path, methods in api_of(app).openapi()["paths"].items():
        for method in methods:
            yield Asked(method.upper(), path, API_NEEDS[path])


def test_every_route_is_one_of_these(app: Starlette) -> None:
    assert {type(route) for route in app.routes} == {Route, Mount}
    assert [route.path for route in app.routes if isinstance(route, Mount)] == ["/static", API]
    assert {asked.path for asked in pages(app)} == set(NEEDED)
    assert {asked.path for asked in api_routes(app)} == set(API_NEEDS)
    others = {
        route.path
        for route in api_of(app).routes
        if isinstance(route, Route) and not isinstance(route, APIRoute)
    }
    assert others == OPEN_IN_API
    assert set(NEEDED.values()) <= {ANYBODY, *PERMISSIONS}


def test_no_page_answers_who_is_not_signed_in(app: Starlette, browser: Browsers) -> None:
    asking, asked_of = browser(), [asked for asked in pages(app) if asked.needs != ANYBODY]
    assert len(asked_of) > 60
    for asked in asked_of:
        got = asking.request(asked.method, asked.url, follow_redirects=False)
        if asked.method in ("GET", "HEAD"):
            assert (got.status_code, got.headers["location"][:8]) == (303, "/sign-in"), asked
        else:
            assert got.status_code == 401, asked


@pytest.mark.parametrize("role", ROLES)
def test_no_page_answers_a_role_that_does_not_allow_it(
    app: Starlette, signed_in: SignedIn, role: str
) -> None:
    asking = signed_in(role)
    token = asking.form("/account")
    for asked in pages(app):
        if asked.needs == ANYBODY or asked.needs in ROLES[role]:
            continue
        data = {"token": token} if asked.method == "POST" else None
        got = asking.request(
            asked.method, asked.url, data=data, headers={"origin": AT}, follow_redirects=False
        )
        assert got.status_code == 403, asked
        assert asked.method == "HEAD" or "is not allowed as" in got.text


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_allows_answers_it(app: Starlette, signed_in: SignedIn, role: str) -> None:
    asking, seen = signed_in(role), 0
    for asked in pages(app):
        if asked.method == "GET" and asked.needs in ROLES[role] and "{" not in asked.path:
            got = asking.get(asked.url, follow_redirects=False)
            assert got.status_code in (200, 303, 400, 404), asked
            seen += 1
    assert seen > 25


def test_no_route_of_the_api_answers_without_a_token(app: Starlette, browser: Browsers) -> None:
    asking = browser()
    for asked in api_routes(app):
        for headers in ({}, {"authorization": "Bearer onrecord_x_y"}, {"sec-fetch-site": "same-origin"}):
            got = asking.request(asked.method, API + asked.url, headers=headers)
            assert got.status_code in (401, 422), asked
            assert got.status_code == 401 or "{token}" in asked.path


@pytest.mark.parametrize("role", ROLES)
def test_a_token_allows_no_more_than_its_scopes_and_its_role(
    app: Starlette, site: Site, browser: Browsers, role: str
) -> None:
    asking = browser()
    for scope in SCOPES:
        _, secret = Tokens(site.record).make("all", (scope,), role)
        for asked in api_routes(app):
            url = API + asked.url.replace("/reconcile/x-1", f"/reconcile/{secret}")
            got = asking.request(asked.method, url, headers={"authorization": f"Bearer {secret}"})
            allowed = asked.needs == scope and scope in ROLES[role]
            assert (got.status_code not in REFUSED) is allowed, (asked, scope, got.status_code)


def test_a_token_without_an_account_or_of_a_disabled_one_is_refused(site: Site, browser: Browsers) -> None:
    asking, tokens = browser(), Tokens(site.record)
    secrets = [tokens.make("x", ("read",), account)[1] for account in (None, "nobody", "editor")]
    asked = [asking.get(f"{API}/record", headers={"authorization": f"Bearer {each}"}) for each in secrets]
    assert [each.status_code for each in asked] == [401, 401, 200]
    Accounts(site.record).disable("editor")
    asked = [asking.get(f"{API}/record", headers={"authorization": f"Bearer {each}"}) for each in secrets]
    assert [each.status_code for each in asked] == [401, 401, 401]


def test_a_session_reads_the_api_from_pages_of_this_server_alone(signed_in: SignedIn) -> None:
    asking = signed_in("reviewer")
    url, own = f"{API}/decisions", {"sec-fetch-site": "same-origin"}
    assert asking.get(url, headers=own).status_code == 200
    for headers in ({}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "none"}):
        assert asking.get(url, headers=headers).status_code == 401
    made = {"row": "s-1", "action": "accept"}
    assert asking.post(url, json=made, headers={"origin": AT, **own}).status_code == 401


def test_decisions_by_a_token_stand_under_the_name_of_its_account(site: Site, browser: Browsers) -> None:
    _, secret = Tokens(site.record).make("Somebody Else", ("review",), "reviewer")
    actor = next(site.record.rows(Actor))
    made = {"row": actor.id, "action": "note", "value": "Look again.", "who": "Else"}
    got = browser().post(
        f"{API}/decisions", json=made, headers={"authorization": f"Bearer {secret}", "origin": AT}
    )
    assert (got.status_code, got.json()["who"]) == (201, "Reviewer One")


def private_actor(site: Site) -> Actor:
    return next(actor for actor in site.record.rows(Actor) if actor.private)


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("reviewer", 403), ("editor", 200)])
def test_only_who_may_see_private_persons_exports_their_names(
    site: Site, signed_in: SignedIn, role: str, status: int
) -> None:
    asking = signed_in(role)
    assert asking.get("/export/file?format=jsonl&persons=named").status_code == status
    assert asking.get("/export/file?format=jsonl&persons=masked").status_code == 200
    assert ('value="named"' in asking.get("/export").text) is (status == 200)


def test_only_who_may_release_lets_a_person_be_named_or_no_longer(site: Site, signed_in: SignedIn) -> None:
    row = private_actor(site).id
    reviewer, editor = signed_in("reviewer"), signed_in("editor")

    def send(asking: Browser, url: str, **data: str) -> int:
        shown = site.masking().id(row) if asking is reviewer else row
        return asking.submit(url.format(shown), {"row": shown, **data}, page="/account").status_code

    def both(url: str, **data: str) -> str:
        assert send(reviewer, url, **data) == 403
        assert send(editor, url, **data) == 303
        return str(site.record.decisions()[-1].id)

    released = both("/review/decide", action="release")
    assert row in site.record.released()
    undone = both("/review/undo", decision=released)
    assert row not in site.record.released()
    assert send(reviewer, "/actors/{}/undo", decision=undone) == 403
    both("/review/undo", decision=undone)
    both("/review/decide", action="unrelease")
    assert row not in site.record.released()


def test_a_draft_is_shown_to_who_sent_it_alone(site: Site, signed_in: SignedIn) -> None:
    from concurrent.futures import Future

    from onrecord.web.drafts import Draft

    site.drafts._kept["k"] = Draft("a.txt", "text/plain", b"x", Future(), "reader")
    other = signed_in("admin")
    assert other.get("/check/k").status_code == 404
    assert other.get("/check/k/jsonl").status_code == 404
    other.submit("/check/k/forget", {}, page="/account")
    assert site.drafts.get("k", "reader") is not None


class TestLimitOfRequests:
    @pytest.fixture
    def settings(self) -> TeamSettings:
        return read_team(None, AT, requests_a_minute=3)

    def test_more_requests_than_a_minute_allows_are_refused_with_when_to_go_on(
        self, site: Site, browser: Browsers
    ) -> None:
        asking, tokens = browser(), Tokens(site.record)
        of_editor = [tokens.make(str(n), ("read",), "editor")[1] for n in range(2)]
        of_admin = tokens.make("a", ("read",), "admin")[1]
        got = [
            asking.get(f"{API}/record", headers={"authorization": f"Bearer {secret}"})
            for secret in (*of_editor, *of_editor, of_admin)
        ]
        assert [each.status_code for each in got] == [200, 200, 200, 429, 200]
        assert 1 <= int(got[3].headers["retry-after"]) <= 60
        assert got[3].json()["detail"].startswith("That is more than 3 requests a minute.")
