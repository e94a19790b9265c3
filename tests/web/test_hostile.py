from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.security import CONTENT_SECURITY_POLICY
from onrecord.web.site import Site
from tests.web.hostile import HANDLER, SCRIPT, faults_of, links_of, make_hostile_record

HERE = "http://127.0.0.1:8321"

MOST_HTML = 1_500_000
"""Characters of a page, whatever its document holds."""

PAGES_FOLLOWED = 150


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = make_hostile_record(tmp_path_factory.mktemp("hostile") / "<script>x<|script>.record")
    with Record.open(path, who=HANDLER) as record:
        yield TestClient(make_app(Site(record, HANDLER)), HERE)


def long_document(client: TestClient) -> str:
    record: Record = client.app.state.site.record  # type: ignore[attr-defined]
    [document] = [row.id for row in record.documents() if row.path.endswith("long.txt")]
    return f"/documents/{document}"


def test_every_page_of_a_hostile_record_is_inert(hostile: TestClient) -> None:
    routes = hostile.app.routes  # type: ignore[attr-defined]
    waiting = [HERE + path for route in routes if "{" not in (path := getattr(route, "path", ""))]
    rows = "sfeknrqgil"
    waiting += [f"{HERE}/rows/{letter}-00000000000000e1" for letter in rows]
    seen: set[str] = set()
    while waiting and len(seen) < PAGES_FOLLOWED:
        address = waiting.pop(0)
        if address in seen or "/static" in address or "/long" in address:
            continue
        seen.add(address)
        answer = hostile.get(address, follow_redirects=True)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status_code < 500, address
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert faults_of(answer.text) == [], address
        assert len(answer.text) < MOST_HTML
        waiting += links_of(answer.text, address)
    assert len(seen) > 60


def test_what_a_check_of_pages_looks_for_is_found() -> None:
    assert faults_of(f"<p>{SCRIPT}</p>")
    assert faults_of(f'<p title="{HANDLER}">x</p>')
    acting = [
        '<a href="javascript:x()">x</a>',
        '<a href="https://example.org">x</a>',
        '<a href="//example.org">x</a>',
        '<p style="x">x</p>',
        "<p>a\u202eb</p>",
        '<script src="https://example.org/x.js"></script>',
    ]
    for tag in acting:
        assert faults_of(tag), tag


def test_only_addresses_of_the_web_are_links_and_all_are_shown(hostile: TestClient) -> None:
    record: Record = hostile.app.state.site.record  # type: ignore[attr-defined]
    pages = {row.url: hostile.get(f"/documents/{row.id}").text for row in record.documents()}
    assert len(pages) == 4
    linked = pages["https://example.org/paper?id=1&lang=en"]
    address = "https://example.org/paper?id=1&amp;lang=en"
    assert f'<a class="outward" href="{address}" rel="noreferrer noopener">{address}</a>' in linked
    assert "javascript:alert(&#39;url&#39;)" in pages["javascript:alert('url')"]
    assert 'href="javascript' not in pages["javascript:alert('url')"]
    assert "data:text/html,&lt;script&gt;" in pages["data:text/html,<script>alert(3)</script>"]


def test_what_reorders_text_is_shown_as_a_sign(hostile: TestClient) -> None:
    record: Record = hostile.app.state.site.record  # type: ignore[attr-defined]
    [one] = [row.id for row in record.documents() if "Reply" in record.text(row.id)[:10]]
    page = hostile.get(f"/documents/{one}").text
    assert '<span class="sign" data-n="1">‹U+202E›</span>fdp.exe' in page
    assert "‹U+E0041›" in page
    assert "‹U+D800›" in page
    assert "papers/‹U+202E›txt.exe" in page


def test_a_paragraph_of_ten_million_characters_is_shown_in_parts(hostile: TestClient) -> None:
    address = long_document(hostile)
    first = hostile.get(address)
    assert len(first.text) < MOST_HTML
    assert "Part 1 of " in first.text
    assert 'rel="next"' in first.text
    last = hostile.get(address, params={"at": "9999990"})
    assert len(last.text) < MOST_HTML
    assert "Next part" not in last.text
    assert 'id="r-at"' in last.text


@pytest.mark.parametrize("query", ["at=x", "part=-1", "at=99999999999999999999", "to=%F0%9F%98%80", "part=٣"])
def test_a_place_that_is_none_is_refused_in_words(hostile: TestClient, query: str) -> None:
    answer = hostile.get(f"{long_document(hostile)}?{query}")
    assert answer.status_code == 400
    assert "is a place in the text or the number of a part" in answer.text


@pytest.mark.parametrize(
    "query", ["row=s-nothing", "row=%3Cscript%3E", "layers=%3Cscript%3E", "at=10000001", "part=9999"]
)
def test_what_is_not_there_does_no_harm(hostile: TestClient, query: str) -> None:
    answer = hostile.get(f"{long_document(hostile)}?{query}")
    assert answer.status_code == 200
    assert faults_of(answer.text) == []
