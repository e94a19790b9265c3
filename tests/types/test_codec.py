from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.types.codec import decode, encode, from_json, to_json
from onrecord.types.documents import Segment
from onrecord.types.rows import (
    ROW_CLASSES,
    DocumentLink,
    DocumentRow,
    Event,
    FigureSet,
    Finding,
    Participants,
    Row,
    Wanted,
)
from onrecord.types.spans import Evidence
from tests.types.any_rows import any_row, rows_of

some = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])

CONTRACT = {
    "document": "path sha256 text_sha256 media_type kind title issuers addressees signatories date "
    "language url segments",
    "actor": "name kind aliases mentions identifiers member_of",
    "statement": "document speakers source cue content mode act level parent chain",
    "figure": "document anchor value low high bound counted measure date event statement chain",
    "event": "kind mentions participants date place factuality figures",
    "ask": "document requesters addressees targets operative action strength relay list_label norms parent",
    "response": "document kind actor to anchor date asks statement",
    "norm": "name kind provision mentions",
    "party_status": "document actor norms act date anchor",
    "quotation_check": "quotation claimed_source found verdict differences",
    "figure_set": "label figures verdict origins origin_ids why",
    "document_link": "from to kind evidence",
    "finding": "kind severity title rows anchors",
}


@pytest.mark.parametrize("kind", ROW_CLASSES, ids=lambda kind: kind.row_type)
@some
@given(data=st.data())
def test_a_row_comes_back_as_it_was(kind: type[Row], data: st.DataObject) -> None:
    row = data.draw(rows_of(kind))
    assert isinstance(row, kind)
    assert decode(encode(row)) == row
    assert from_json(to_json(row)) == row


@pytest.mark.parametrize("kind", ROW_CLASSES, ids=lambda kind: kind.row_type)
@some
@given(data=st.data())
def test_a_row_is_written_with_the_fields_of_the_contract(kind: type[Row], data: st.DataObject) -> None:
    written = encode(data.draw(rows_of(kind)))
    expected = {"type", "id", "document", "start", *CONTRACT.get(kind.row_type, "").split()}
    assert expected <= set(written)
    assert written["type"] == kind.row_type


@some
@given(any_row)
def test_a_row_is_written_in_plain_json(row: Row) -> None:
    assert json.loads(json.dumps(encode(row))) == encode(row)
    assert "\n" not in to_json(row)


@some
@given(any_row)
def test_document_and_start_are_those_the_row_sorts_by(row: Row) -> None:
    written = encode(row)
    if isinstance(row, DocumentRow):
        assert (written["document"], written["start"]) == (row.id, 0)
    else:
        assert (written["document"] or "", written["start"]) == row.position


def anchors_found_anywhere(written: Any) -> int:
    if isinstance(written, dict):
        own = {"document", "start", "end", "exact"} == set(written)
        return own + sum(anchors_found_anywhere(value) for value in written.values())
    return sum(map(anchors_found_anywhere, written)) if isinstance(written, list) else 0


@some
@given(any_row)
def test_every_anchor_written_is_an_anchor_of_the_row(row: Row) -> None:
    assert anchors_found_anywhere(encode(row)) == len(list(row.anchors()))


ANCHOR = Evidence("d-1", 3, 7, "said")
WRITTEN_ANCHOR = {"document": "d-1", "start": 3, "end": 7, "exact": "said"}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(
            DocumentLink("l-1", "d-1", "cites", wanted=Wanted("a letter of 2021")),
            {"from": "d-1", "to": None, "document": "d-1", "start": 0},
            id="a link has from and to",
        ),
        pytest.param(
            Finding("i-1", "ask_drift", "low", "It drifts.", ("k-1",), (ANCHOR,)),
            {"anchors": [WRITTEN_ANCHOR], "document": "d-1", "start": 3},
            id="a finding has anchors",
        ),
        pytest.param(
            FigureSet("g-1", "deaths", (), "single", None, anchors_of_figures=(ANCHOR,)),
            {"anchors": [WRITTEN_ANCHOR], "origins": None},
            id="a figure set has anchors",
        ),
        pytest.param(
            Event("e-1", "COMM.LETTER", (ANCHOR,), "past", (Participants("actor", ("a-1", "a-2")),)),
            {"participants": {"actor": ["a-1", "a-2"]}},
            id="participants are an object by role",
        ),
        pytest.param(
            DocumentRow("d-1", "p", "0", "0", "text/plain", "other", segments=(Segment(0, 4, "body"),)),
            {"segments": [{"start": 0, "end": 4, "what": "body"}], "document": "d-1"},
            id="a segment without label has none",
        ),
    ],
)
def test_written_forms(row: Row, expected: dict[str, Any]) -> None:
    written = encode(row)
    assert {name: written[name] for name in expected} == expected


def test_a_type_nobody_knows_is_refused() -> None:
    with pytest.raises(KeyError):
        decode({"type": "rumour", "id": "x-1"})
