from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.types.errors import OnRecordError, RecordIsBusy
from onrecord.web.app import make_app
from onrecord.web.registry import page_routes
from onrecord.web.security import CONTENT_SECURITY_POLICY, LARGEST_REQUEST, posted
from onrecord.web.site import Site

HERE = "http://127.0.0.1:8321"


@posted
def note(request: Request, form: FormData) -> Response:
    return PlainTextResponse(f"noted {form['words']}")


def fail(request: Request) -> Response:
    raise {"ours": OnRecordError("The lake is frozen."), "busy": RecordIsBusy("Somebody builds.")}.get(
        request.path_params["how"], RuntimeError("secret detail")
    )


@pytest.fixture
def own(sample_record: Path) -> TestClient:
    """Asks an application that has, beside the pages, one that takes a form and one that fails."""
    app = make_app(Site(Record.open(sample_record)))
    app.router.routes[:0] = [Route("/note", note, methods=["POST"]), Route("/fail/{how}", fail)]
    return TestClient(app, HERE)


def test_every_answer_carries_the_headers_that_keep_it_inert(client: TestClient) -> None:
    for path in ("/documents", "/nothing-here", "/static/onrecord.css"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert client.get("/documents").headers["cache-control"] == "no-store"
    assert "unsafe" not in CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    "host", ["attacker.example", "127.0.0.1.attacker.example", "", "[::bad", "10.0.0.1:8321"]
)
def test_a_name_that_is_not_this_machines_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/documents", headers={"host": host})
    assert answer.status_code == 400
    assert "this machine alone" in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9000", "[::1]:8321"])
def test_this_machines_own_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/documents", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://attacker.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=["other-site", "opaque", "other-port", "cross-site", "same-site"],
)
def test_a_form_of_another_site_changes_nothing(own: TestClient, headers: dict[str, str]) -> None:
    token = own.app.state.site.token  # type: ignore[attr-defined]
    answer = own.post("/note", data={"token": token, "words": "x"}, headers=headers)
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text


@pytest.mark.parametrize("given", [{}, {"token": ""}, {"token": "guessed"}, {"token": "ü"}])
def test_a_form_without_this_servers_token_changes_nothing(own: TestClient, given: dict[str, str]) -> None:
    answer = own.post("/note", data={"words": "x", **given}, headers={"origin": HERE})
    assert answer.status_code == 403
    assert "load the page again" in answer.text


def test_a_form_of_this_server_is_taken(own: TestClient) -> None:
    token = own.app.state.site.token  # type: ignore[attr-defined]
    headers = {"origin": HERE, "sec-fetch-site": "same-origin"}
    assert own.post("/note", data={"token": token, "words": "two"}, headers=headers).text == "noted two"


def test_every_page_that_takes_a_form_checks_its_token() -> None:
    taking = [
        route for route in page_routes() if isinstance(route, Route) and "POST" in (route.methods or ())
    ]
    assert [route.path for route in taking if not getattr(route.endpoint, "checks_token", False)] == []


def test_a_request_that_is_too_large_is_refused(own: TestClient) -> None:
    said = own.post("/note", content=b"", headers={"content-length": str(LARGEST_REQUEST + 1)})
    assert said.status_code == 413
    piece = b"x" * (1024 * 1024)
    sent = own.post(
        "/note",
        content=(piece for _ in range(LARGEST_REQUEST // len(piece) + 1)),
        headers={"content-type": "application/x-www-form-urlencoded"},
    )
    assert (sent.status_code, "more than this server takes" in sent.text) == (413, True)


def test_an_error_nobody_foresaw_is_a_page_without_its_trace(own: TestClient) -> None:
    answer = own.get("/fail/somehow")
    assert answer.status_code == 500
    assert "The fault is in On Record" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/fail/ours", 400, "The lake is frozen."),
        ("/fail/busy", 503, "Somebody builds."),
        ("/nothing-here", 404, "Nothing is here under this address."),
        ("/documents/d-0", 404, "There is no such document in this record"),
        ("/note", 405, "does not take what was sent"),
    ],
)
def test_errors_are_pages_in_plain_words(own: TestClient, path: str, status: int, words: str) -> None:
    answer = own.get(path)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert '<a href="/documents"' in answer.text
