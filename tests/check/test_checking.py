"""Claims of a draft held against a record: what each of them comes to."""

from __future__ import annotations

import pytest

from onrecord.check.report import Verdict

from .conftest import Check

FAULTS = [
    pytest.param(
        "“The valley will drink again before the winter is in,” said Petra Lund.",
        "quotation", "altered", id="word-changed",
    ),
    pytest.param(
        "“The valley will drink again before the harvest is in,” said Ines Calder.",
        "quotation", "wrong_speaker", id="words-of-another",
    ),
    pytest.param(
        "“Every well in the valley was poisoned on purpose,” said Petra Lund.",
        "quotation", "not_in_record", id="words-nowhere",
    ),
    pytest.param(
        "According to the Fen Observatory, 421 farms lost their wells on 9 January 2031.",
        "figure", "conflicting", id="other-number",
    ),
    pytest.param(
        "More than 412 farms lost their wells on 9 January 2031.", "figure", "bound_added", id="bound-added",
    ),
    pytest.param(
        "The Ministry says that 300 farms are without water.", "figure", "bound_dropped", id="bound-dropped",
    ),
    pytest.param(
        "The drought destroyed 7,300 orchards in the southern hills.", "figure", "no_source", id="no-source",
    ),
    pytest.param(
        "Exactly 412 farms lost their wells on 19 January 2031.", "date", "differs", id="day-of-an-event",
    ),
    pytest.param(
        "In its letter of 4 April 2031 the Council of the Dunes asked for the sluice at Pell to be reopened.",
        "date", "differs", id="day-of-a-letter",
    ),
    pytest.param(
        "The Ministry agreed to reopen the sluice at Pell.", "attribution", "contradicted", id="turned-round",
    ),
    pytest.param(
        "Farmers say that the wells will stay dry.", "attribution", "strengthened", id="fear-told-as-fact",
    ),
    pytest.param(
        "Ines Calder said the board had paid no one.", "attribution", "strengthened", id="almost-left-out",
    ),
    pytest.param(
        "Petra Lund said nobody had told the farmers when the water would return.",
        "attribution", "wrong_speaker", id="said-by-another",
    ),
    pytest.param(
        "The Council of the Dunes demanded that the Minister publish the test results.",
        "ask", "strengthened", id="demanded",
    ),
    pytest.param(
        "The Ministry has not replied to the letter of 2 April 2031.", "reply", "contradicted", id="replied",
    ),
]  # fmt: skip

SOUND = [
    pytest.param(
        "“The valley will drink again before the harvest is in,” said Petra Lund of the Water Board.",
        "quotation", "verbatim", id="verbatim",
    ),
    pytest.param(
        'The letter says that "the pumps must be repaired before the summer".',
        "quotation", "verbatim", id="straight-marks-and-a-small-letter",
    ),
    pytest.param(
        "On 9 January 2031, 412 farms lost their wells, the Fen Observatory says.",
        "date", "agrees", id="day",
    ),
    pytest.param("Around 60 trucks bring water to the valley.", "figure", "supported", id="about-as-around"),
    pytest.param(
        "In January 2031 exactly 412 farms lost their wells.", "date", "coarser", id="month-of-a-day",
    ),
    pytest.param(
        "The Ministry committed to publish the test results by May 1, 2031.",
        "attribution", "supported", id="commitment",
    ),
    pytest.param(
        "The Council urged the Minister to publish the test results by May 1, 2031.",
        "ask", "agrees", id="urged",
    ),
]  # fmt: skip


def _found(verdicts: tuple[Verdict, ...], kind: str) -> list[str]:
    return [one.code for one in verdicts if one.kind == kind]


@pytest.mark.parametrize(("text", "kind", "code"), FAULTS)
def test_a_fault_is_found(check: Check, text: str, kind: str, code: str) -> None:
    report = check(f"Wells in the valley\n\n{text}\n")
    assert code in _found(report.verdicts, kind)
    assert not report.clean


@pytest.mark.parametrize(("text", "kind", "code"), SOUND)
def test_a_sound_claim_raises_no_alarm(check: Check, text: str, kind: str, code: str) -> None:
    report = check(f"Wells in the valley\n\n{text}\n")
    assert code in _found(report.verdicts, kind)
    assert [one.sentence for one in report.of("fault", "look")] == []
