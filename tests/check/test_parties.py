"""Whom claims are held against: a group that is counted is no name."""

from __future__ import annotations

from onrecord.resolve.draft_names import names_in

from .conftest import Check


def test_a_group_that_is_counted_is_no_name() -> None:
    assert names_in("Four councillors had asked her to come to Pell.") == ("Pell",)
    assert names_in("Two letters went to Ruth Amadi.") == ("Ruth Amadi",)


def test_a_counted_group_that_asks_is_no_other_requester(check: Check) -> None:
    report = check("Wells\n\nTwo councillors had asked her to publish the test results by May 1, 2031.\n")
    assert [one.code for one in report.verdicts if one.kind == "ask"] == ["agrees"]
