from __future__ import annotations

from collections.abc import Callable

from onrecord.types.rows import Statement
from onrecord.web.site import Site
from tests.web.team.conftest import Browser


def test_a_disagreement_is_shown_to_all_and_settled_by_an_editor(
    site: Site, signed_in: Callable[[str], Browser]
) -> None:
    row = next(site.record.rows(Statement)).id
    reviewer, editor = signed_in("reviewer"), signed_in("editor")

    def send(asking: Browser, url: str, **data: str) -> int:
        return asking.submit(url, data, page="/account").status_code

    assert "Nobody disagrees." in reviewer.get("/review?disagreed=yes").text
    assert send(reviewer, "/review/decide", row=row, action="grade", source="B", item="2", why="known") == 303
    assert send(editor, "/review/decide", row=row, action="grade", source="D", item="4") == 303
    of_reviewer, of_editor = (made.id for made in site.record.decisions()[-2:])
    for page in ("/review?disagreed=yes", f"/rows/{row}"):
        told = reviewer.get(page).text
        assert "Reviewers disagree on its grade" in told
        assert "Reviewer One</bdi> graded B2" in told
        assert "that of <bdi>Editor One</bdi> holds" in told
        assert "/review/settle" not in told
    assert "/review/settle" in editor.get("/review?disagreed=yes").text
    asked = {"decision": str(of_reviewer), "why": "It was seen twice."}
    assert send(reviewer, "/review/settle", **asked) == 403
    assert send(editor, "/review/settle", decision=str(of_reviewer), why="") == 400
    assert send(editor, "/review/settle", **asked) == 303
    review = site.record.review(row)
    assert str(review.grade) == "B2"
    assert site.record.disagreements() == ()
    assert [past.state for past in review.history if past.id == of_editor] == ["undone"]
    assert "settled its grade" in reviewer.get(f"/rows/{row}").text
