from __future__ import annotations

import pytest

from onrecord.types.periods import period_of


@pytest.mark.parametrize(
    ("edtf", "days"),
    [
        ("2024-03-12", 1),
        ("2024-03-12~", 1),
        ("2024-02", 29),
        ("2023", 365),
        ("2024-03-11/2024-03-17", 7),
        ("2024-02/2024-03", 60),
        ("2020-01/..", None),
    ],
)
def test_a_date_spans_its_days(edtf: str, days: int | None) -> None:
    period = period_of(edtf)
    assert period is not None
    assert period.days == days


@pytest.mark.parametrize(
    "edtf", [None, "", "../2020", "202X", "2021-22", "2023-02-30", "2024-05/2023-05", "x"]
)
def test_what_has_no_beginning_or_no_such_day_spans_nothing(edtf: str | None) -> None:
    assert period_of(edtf) is None


@pytest.mark.parametrize(
    ("wide", "narrow", "covers"),
    [
        ("2024-03", "2024-03-12", True),
        ("2024-03-12", "2024-03", False),
        ("2024-03", "2024-04-01", False),
        ("2020-01/..", "2020-01/..", True),
        ("2020-01/..", "2021-07-14", True),
        ("2021-07-14", "2020-01/..", False),
        ("2022-01/..", "2021-07-14", False),
    ],
)
def test_a_month_covers_its_days_and_what_still_goes_on_all_that_follows(
    wide: str, narrow: str, covers: bool
) -> None:
    one, other = period_of(wide), period_of(narrow)
    assert one is not None
    assert other is not None
    assert one.covers(other) is covers
