"""The report on a draft: weights, counts, and its way to JSON and back."""

from __future__ import annotations

import json

import pytest

from onrecord.check.report import VERDICTS, WEIGHTS, DraftReport, Ground, Reference, Verdict
from onrecord.types.errors import Issue
from onrecord.types.rows import Difference
from onrecord.types.spans import Evidence

REFERENCE = Reference(
    "d-1", "the letter of 2031-04-02", "letters/a.txt", "letter", ("Ana Ruiz", "Bo Lind"), None, "2031-04-02"
)


def _verdict(kind: str = "quotation", code: str = "altered") -> Verdict:
    return Verdict(
        kind,
        code,
        Evidence("d-0", 4, 8, "dams"),
        "It is “dam” in the letter of 2031-04-02.",
        grounds=(Ground(Evidence("d-1", 9, 12, "dam"), REFERENCE, ("Ana Ruiz",)),),
        differences=(Difference("replace", "dams", "dam", "substantive"),),
        rows=("q-1",),
        references=(REFERENCE,),
        origins=2,
    )


def _report(*verdicts: Verdict) -> DraftReport:
    issue = Issue("draft.md", "reading_note", "A note.", "Nothing.", "notice")
    return DraftReport(
        "d-0", "draft.md", "00", "text/markdown", "The dams.", "x.record", 3, "2031-05-01", verdicts, (issue,)
    )


def test_a_report_comes_back_from_json_as_it_was() -> None:
    report = _report(_verdict(), _verdict("figure", "supported"))
    assert DraftReport.from_json(report.to_json()) == report


def test_json_lines_tell_the_draft_first_and_leave_sound_claims_out_on_request() -> None:
    report = _report(_verdict(), _verdict("figure", "supported"))
    head, *verdicts = map(json.loads, report.json_lines(every=False))
    assert head["counts"] == {"fault": 1, "look": 0, "undecided": 0, "sound": 1}
    assert "text" not in head
    assert [(one["code"], one["weight"]) for one in verdicts] == [("altered", "fault")]
    assert len(list(report.json_lines())) == 3


@pytest.mark.parametrize(
    ("kind", "code", "clean"),
    [
        ("quotation", "verbatim", True),
        ("quotation", "not_in_record", False),
        ("figure", "conflicting", False),
        ("date", "not_in_record", True),
    ],
)
def test_a_report_is_clean_without_faults_and_things_to_look_at(kind: str, code: str, clean: bool) -> None:
    assert _report(_verdict(kind, code)).clean is clean


def test_every_verdict_has_a_known_weight() -> None:
    assert {weight for codes in VERDICTS.values() for weight in codes.values()} == set(WEIGHTS)


def test_a_verdict_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no verdict"):
        _verdict("date", "verbatim")


def test_a_reference_is_cited_by_authors_title_date_and_place() -> None:
    assert REFERENCE.cited == "Ana Ruiz and Bo Lind, letter, 2031-04-02, letters/a.txt"
    many = Reference(
        "d-2", "the report", "r.pdf", "report", ("A", "B", "C", "D"), "Dry Land", None, "https://x.example/r"
    )
    assert many.cited == "A and 3 others, “Dry Land”, no date, https://x.example/r"
