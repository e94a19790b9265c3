"""The pages of a review: every decision by a form, the queue, the history, rows made by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.rows import Actor, Ask, Figure, Finding, Row, Statement
from onrecord.web.app import make_app
from onrecord.web.reviewing import back_to
from onrecord.web.site import Site
from tests.conftest import HERE


@pytest.fixture
def site(sample_record: Path, tmp_path: Path) -> Iterator[Site]:
    """Give a copy of the sample that may be written to."""
    place = tmp_path / "sample.record"
    shutil.copytree(sample_record, place)
    with Record.open(place, who="Ada Reviewer") as record:
        yield Site(record, "Ada Reviewer")


@pytest.fixture
def client(site: Site) -> TestClient:
    return TestClient(make_app(site), HERE, follow_redirects=False)


def post(client: TestClient, site: Site, path: str, **fields: str) -> str:
    """Send a form and return where it leads."""
    answer = client.post(path, data={"token": site.token, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def text_of(client: TestClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def first(site: Site, kind: type[Row]) -> Row:
    return next(site.record.rows(kind))


def queued(client: TestClient, path: str = "/review") -> str:
    """Return the row that the queue shows."""
    found = re.search(r'data-row="([^"]+)"', client.get(path).text)
    assert found is not None
    return found[1]


def test_the_queue_begins_with_the_weightiest_finding_and_goes_on_after_a_decision(
    client: TestClient, site: Site
) -> None:
    one = site.record.row(queued(client))
    assert isinstance(one, Finding)
    assert one.severity == "high"
    assert one.title in text_of(client, "/review")
    back = post(client, site, "/review/decide", action="accept", row=one.id, back="/review")
    assert back == "/review?done=1"
    other = queued(client, back)
    assert other != one.id
    assert isinstance(site.record.row(other), Finding)
    assert "Ada Reviewer accepted" in text_of(client, back)
    assert site.record.review(one.id).reviewed == "accepted"


def test_a_row_may_be_left_for_later_and_waits_still(client: TestClient, site: Site) -> None:
    one = queued(client)
    found = re.search(r'data-key="j"[^>]*href="([^"]+)"', client.get("/review").text)
    assert found is not None
    assert queued(client, unescape(found[1])) != one
    assert queued(client) == one


@pytest.mark.parametrize("step", ["ask", "figure", "statement", "event", "actor", "norm", "unsure"])
def test_the_queue_is_narrowed_to_a_type(client: TestClient, site: Site, step: str) -> None:
    row = site.record.row(queued(client, f"/review?type={step}"))
    assert row is not None
    assert row.row_type == ("statement" if step == "unsure" else step)
    assert not isinstance(row, Statement) or row.sure == (step != "unsure")


def test_the_queue_is_narrowed_to_a_document_and_an_actor(client: TestClient, site: Site) -> None:
    ask = next(row for row in site.record.rows(Ask) if row.requesters)
    row = site.record.row(queued(client, f"/review?type=ask&document={ask.document}"))
    assert isinstance(row, Ask)
    assert row.document == ask.document
    row = site.record.row(queued(client, f"/review?type=ask&actor={ask.requesters[0]}"))
    assert row is not None
    assert ask.requesters[0] in str(row)


def test_an_unknown_step_is_told(client: TestClient) -> None:
    assert "no type of rows to review" in text_of(client, "/review?type=sorrow", 400)


def test_a_rejected_row_leads_to_its_history_where_it_is_undone(client: TestClient, site: Site) -> None:
    row = first(site, Statement)
    back = post(
        client, site, "/review/decide", action="reject", row=row.id, why="misread", back=f"/rows/{row.id}"
    )
    assert back == f"/review/history?row={row.id}&done=1"
    assert site.record.row(row.id) is None
    shown = text_of(client, back)
    assert "because: misread" in shown
    assert "(not shown now)" in shown
    post(client, site, "/review/undo", decision="1", back=back)
    assert site.record.row(row.id) == row
    assert "undone" in text_of(client, f"/review/history?row={row.id}")


def test_notes_grades_and_assessments_are_entered_by_their_forms(client: TestClient, site: Site) -> None:
    row = first(site, Statement)
    post(client, site, "/review/decide", action="note", row=row.id, text="ask the clerk")
    post(client, site, "/review/decide", action="grade", row=row.id, source="B", item="2")
    post(
        client,
        site,
        "/review/decide",
        action="assess",
        row=row.id,
        standard="reasonable_grounds",
        finding="So it was.",
    )
    left = site.record.review(row.id)
    assert [note.text for note in left.notes] == ["ask the clerk"]
    assert str(left.grade) == "B2"
    assert left.assessment.finding == "So it was."
    shown = text_of(client, "/review/history")
    assert "graded B2 (source usually reliable; item probably true)" in shown
    assert "standard of proof reasonable grounds to believe" in shown


def test_confirmed_is_refused_on_the_page_in_a_sentence(client: TestClient, site: Site) -> None:
    row = first(site, Statement)
    fields = {"token": site.token, "action": "grade", "row": row.id, "source": "A", "item": "1"}
    answer = client.post("/review/decide", data=fields)
    assert answer.status_code == 400
    assert "two independent origins" in answer.text
    assert site.record.decisions() == []


def test_actors_are_merged_by_address_and_split_again(client: TestClient, site: Site) -> None:
    one, other = list({row.id: row for row in site.record.rows(Actor)}.values())[:2]
    post(client, site, "/review/decide", action="merge", row=one.id, other=f"{HERE}/rows/{other.id}")
    assert site.record.shown_as(other.id) == one.id
    post(client, site, "/review/decide", action="split", row=other.id, other=one.id)
    assert site.record.shown_as(other.id) == other.id


def test_a_field_is_corrected_on_a_page_of_its_own(client: TestClient, site: Site) -> None:
    row = first(site, Statement)
    assert isinstance(row, Statement)
    assert "what is done by saying it" in text_of(client, f"/review/correct/{row.id}")
    act = "warn" if row.act != "warn" else "deny"
    assert f'value="{row.act}" selected' in client.get(f"/review/correct/{row.id}?field=act").text
    back = post(client, site, f"/review/correct/{row.id}", field="act", act=act, back="/review?type=ask")
    assert back == "/review?type=ask"
    shown = site.record.row(row.id)
    assert isinstance(shown, Statement)
    assert shown.act == act


def test_a_span_is_corrected_by_its_words(client: TestClient, site: Site, tmp_path: Path) -> None:
    row = next(row for row in site.record.rows(Figure) if " " in row.anchor.exact)
    words = row.anchor.exact.split(" ", 1)[1]
    start = str(row.anchor.start)
    fields = {"field": "anchor", "anchor-0-start": start, "anchor-0-end": "0", "anchor-0-words": words}
    post(client, site, f"/review/correct/{row.id}", **fields)
    shown = site.record.row(row.id)
    assert isinstance(shown, Figure)
    assert shown.anchor.exact == words
    assert shown.anchor.holds_in(site.record.text(row.document))
    fields["anchor-0-words"] = "words that nobody wrote"
    answer = client.post(f"/review/correct/{row.id}", data={"token": site.token, **fields})
    assert answer.status_code == 400
    assert "does not read" in answer.text
    assert verify(tmp_path / "sample.record").holds


def test_a_row_is_made_by_hand_from_selected_words(client: TestClient, site: Site) -> None:
    document = next(site.record.documents())
    text = site.record.text(document.id)
    start = text.index(" ", 200) + 1
    asked = f"document={document.id}&start={start}&end={start + 40}"
    assert "Choose what these words are" in text_of(client, f"/review/new?{asked}")
    assert "what is said (needed)" in text_of(client, f"/review/new?{asked}&type=statement")
    speaker = next(site.record.rows(Actor, document.id))
    fields = {
        "document": document.id, "start": str(start), "end": str(start + 40), "type": "statement",
        "content-0-start": str(start), "content-0-end": str(start + 40), "act": "warn", "mode": "indirect",
        "level": "1", "speakers": speaker.id, "why": "overlooked",
    }  # fmt: skip
    answer = client.post("/review/new", data={"token": site.token, **fields, "step": "preview"})
    assert answer.status_code == 200
    assert "It will read:" in answer.text
    assert site.record.decisions() == []
    back = post(client, site, "/review/new", **fields, step="save")
    [made] = site.record.decisions()
    assert back.startswith(f"/documents/{document.id}?")
    assert back.endswith(f"#r-{made.row}")
    row = site.record.row(made.row)
    assert isinstance(row, Statement)
    assert row.content[0].exact == text[start : start + 40]
    assert row.speakers == (speaker.id,)


def test_a_row_that_lacks_a_field_is_told_beside_the_form_which_keeps_what_was_written(
    client: TestClient, site: Site
) -> None:
    document = next(site.record.documents())
    fields = {
        "document": document.id, "start": "10", "end": "20", "type": "statement", "step": "save",
        "content-0-start": "10", "content-0-end": "20", "act": "warn",
    }  # fmt: skip
    answer = client.post("/review/new", data={"token": site.token, **fields})
    assert answer.status_code == 400
    assert "needs `mode`" in answer.text
    assert 'value="warn" selected' in answer.text


def test_the_limits_of_a_figure_follow_from_its_bound(client: TestClient, site: Site) -> None:
    row = next(row for row in site.record.rows(Figure) if row.value.exact.isdigit())
    where = {"document": row.document, "start": str(row.value.start), "end": str(row.value.end)}
    fields = {
        **where, "type": "figure", "anchor-0-start": where["start"], "anchor-0-end": where["end"],
        "value-0-start": where["start"], "value-0-end": where["end"], "number": "600", "bound": "more_than",
        "measure": "flow",
    }  # fmt: skip
    post(client, site, "/review/new", **fields, step="save")
    [made] = site.record.decisions()
    figure = site.record.row(made.row)
    assert isinstance(figure, Figure)
    assert (figure.low, figure.high, figure.number) == (601, None, 600)


@pytest.mark.parametrize("number", ["²", "-1", "9" * 5000, "x", ""])
def test_what_is_no_number_is_told_and_breaks_nothing(client: TestClient, site: Site, number: str) -> None:
    document = next(site.record.documents()).id
    assert client.get("/review", params={"done": number}).status_code == 200
    assert client.get("/review/history", params={"before": number, "done": number}).status_code == 200
    asked = {"document": document, "start": "0", "end": number}
    assert client.get("/review/new", params=asked).status_code == 400
    assert client.post("/review/undo", data={"token": site.token, "decision": number}).status_code == 400
    fields = {"token": site.token, "field": "content", "content-0-start": number, "content-0-end": "x"}
    row = first(site, Statement)
    assert client.post(f"/review/correct/{row.id}", data=fields).status_code == 400
    assert site.record.decisions() == []


@pytest.mark.parametrize("path", ["/review/decide", "/review/undo", "/review/new", "/review/again"])
def test_forms_without_the_token_change_nothing(client: TestClient, site: Site, path: str) -> None:
    row = first(site, Statement)
    answer = client.post(path, data={"action": "reject", "row": row.id, "decision": "1"})
    assert answer.status_code == 403
    assert site.record.decisions() == []


def test_a_record_served_to_be_read_alone_takes_nothing(sample_record: Path) -> None:
    with Record.open(sample_record) as record:
        site = Site(record, read_only=True)
        client = TestClient(make_app(site), HERE)
        row = first(site, Statement)
        assert "Accept" not in client.get("/review").text
        answer = client.post("/review/decide", data={"token": site.token, "action": "reject", "row": row.id})
        assert answer.status_code == 400
        assert record.decisions() == []


@pytest.mark.parametrize(
    ("given", "led"),
    [
        ("/rows/s-1?x=1", "/rows/s-1?x=1"),
        ("//evil.example/x", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example", "/"),
        (None, "/"),
    ],
)
def test_a_form_leads_back_to_this_site_alone(given: str | None, led: str) -> None:
    assert back_to(given, "/") == led
