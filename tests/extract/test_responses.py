"""Responses: commitments, replies, refusals, denials; and what only looks like one."""

from __future__ import annotations

import pytest

from onrecord.extract.asks import AskExtractor
from onrecord.extract.responses import ResponseExtractor
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Ask, Response
from tests.extract.readings import VOCABULARIES, kept, names, read
from tests.extract.test_asks import LETTER


def responses_of(text: str) -> tuple[list[Response], Found]:
    annotated, found = read(text)
    found = found.with_(kept(AskExtractor(VOCABULARIES), annotated, found))
    rows = kept(ResponseExtractor(VOCABULARIES), annotated, found)
    responses = [row for row in rows if isinstance(row, Response)]
    assert all(anchor.holds_in(text) for row in responses for anchor in row.anchors())
    return responses, found


def codes_of(text: str) -> list[str]:
    annotated, found = read(text)
    seen = ResponseExtractor(VOCABULARIES).extract(annotated, found)
    return [item.code for item in seen if isinstance(item, Rejected)]


@pytest.mark.parametrize(
    ("sentence", "kind", "cue", "anchor"),
    [
        ("Kenya pledged to open the camps.", "commitment", "pledged", "Kenya pledged to open the camps"),
        ("Kenya agreed to open the camps.", "commitment", "agreed", "Kenya agreed to open the camps"),
        ("Kenya refused to open the camps.", "refusal", "refused", "Kenya refused to open the camps"),
        ("Kenya denied the allegations.", "denial", "denied", "Kenya denied the allegations"),
        ("Kenya rejected the request.", "refusal", "rejected", "Kenya rejected the request"),
        ("Kenya admitted its mistake.", "acknowledgement", "admitted", "Kenya admitted its mistake"),
    ],
    ids=["pledge", "agree", "refuse", "deny", "reject", "admit"],
)  # fmt: skip
def test_the_verb_tells_the_kind(sentence: str, kind: str, cue: str, anchor: str) -> None:
    [response], found = responses_of(sentence)
    assert (response.kind, response.cue and response.cue.exact) == (kind, cue)
    assert response.anchor.exact == anchor
    assert names(found, (response.actor or "",)) == ["Kenya"]


def test_a_letter_reminds_its_addressee_of_a_commitment() -> None:
    body = "In April 2023, during your hearing, you committed to holding Kenya accountable."
    [response], found = responses_of(LETTER.format(body=body))
    assert (response.kind, response.date) == ("commitment", "2023-04")
    assert names(found, (response.actor or "",)) == ["Ana Ruiz"]
    assert response.anchor.exact == "you committed to holding Kenya accountable"


def test_a_sentence_tells_of_a_reply() -> None:
    text = "In its reply of March 4, 2023, Kenya insisted that the families were visitors."
    [response], found = responses_of(text)
    assert (response.kind, response.date, response.date_basis) == ("reply", "2023-03-04", "stated")
    assert names(found, (response.actor or "",)) == ["Kenya"]
    assert response.anchor.exact == text.removesuffix(".")


def test_a_rule_that_is_said_not_to_apply_is_denied() -> None:
    text = "Kenya insisted that the rule does not apply to visitors."
    responses, found = responses_of(text)
    [denial] = [row for row in responses if row.kind == "denial"]
    assert denial.anchor.exact == "the rule does not apply to visitors"
    assert names(found, (denial.actor or "",)) == ["Kenya"]


def test_a_list_that_was_accepted_is_answered_item_by_item() -> None:
    text = (
        "12. The recommendations listed below have been examined by Kenya and enjoy the support of Kenya: "
        "12.1. Ratify the Convention (France); 12.2. Open the camps to visitors (Portugal)."
    )
    [response], found = responses_of(text)
    assert (response.kind, names(found, (response.actor or "",))) == ("commitment", ["Kenya"])
    assert list(response.asks) == [ask.id for ask in found.of(Ask)]
    assert len(response.asks) == 2
