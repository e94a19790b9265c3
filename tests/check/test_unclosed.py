"""A quotation that no mark closes is not called word for word where its end is not in the original."""

from __future__ import annotations

from .conftest import Check


def test_words_before_a_broken_line_do_not_vouch_for_those_at_its_end(check: Check) -> None:
    report = check(
        "In the letter of 2 April the council wrote: “We urge you to publish the test figures\n"
        "by May 1.” It was short.\n"
    )
    [found] = [one for one in report.verdicts if one.kind == "quotation"]
    assert (found.code, found.weight) == ("unclosed", "look")
    assert "“We urge you to publish the test”" in found.sentence


def test_a_quotation_without_its_closing_mark_that_stands_there_whole_is_sound(check: Check) -> None:
    report = check("The council wrote: “We urge you to publish the test results by May 1, 2031.\n")
    [found] = [one for one in report.verdicts if one.kind == "quotation"]
    assert found.code == "verbatim"
