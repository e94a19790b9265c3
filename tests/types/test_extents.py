from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.types.extents import Extent, extent_of


def days(first: str, last: str, **open_or_soft: bool) -> Extent:
    return Extent(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal(), **open_or_soft)


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-03-12", days("2024-03-12", "2024-03-12")),
        ("2024-02", days("2024-02-01", "2024-02-29")),
        ("2023", days("2023-01-01", "2023-12-31")),
        ("2023-08~", days("2023-08-01", "2023-08-31", soft=True)),
        ("2023-08-04?", days("2023-08-04", "2023-08-04", soft=True)),
        ("2021-07-14/..", days("2021-07-14", "2021-07-14", open_after=True)),
        ("2021-07/", days("2021-07-01", "2021-07-31", open_after=True)),
        ("../2020-05", days("2020-05-01", "2020-05-31", open_before=True)),
        ("2024-06-10/2024-06-16", days("2024-06-10", "2024-06-16")),
        ("2020/2021-03~", days("2020-01-01", "2021-03-31", soft=True)),
        ("199X", days("1990-01-01", "1999-12-31", unspecified=True)),
        ("19XX", days("1900-01-01", "1999-12-31", unspecified=True)),
        ("2024-XX", days("2024-01-01", "2024-12-31", unspecified=True)),
        ("2024-02-XX", days("2024-02-01", "2024-02-29", unspecified=True)),
        ("2021-22", days("2021-06-01", "2021-08-31", soft=True)),
        ("2021-24", days("2021-12-01", "2022-02-28", soft=True)),
        ("2025-34", days("2025-04-01", "2025-06-30")),
        ("2025-41", days("2025-07-01", "2025-12-31")),
    ],
)
def test_a_date_spans_the_days_it_can_mean(edtf: str, expected: Extent) -> None:
    assert extent_of(edtf) == expected


@pytest.mark.parametrize(
    "edtf",
    [
        None,
        "",
        "..",
        "../..",
        "some Thursday",
        "2023-02-30",
        "2023-13",
        "2024/2023",
        "XXXX-03",
        "P3D",
        "2024/x",
    ],
)
def test_what_is_no_stretch_of_days_has_none(edtf: str | None) -> None:
    assert extent_of(edtf) is None


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ("2024-03", "2024-03-12", True),
        ("2024-03", "2024-04-01", False),
        ("2021-07-14/..", "2030", True),
        ("2021-07-14/..", "2020", False),
        ("../2020-05", "1900", True),
        ("../2020-05", "2021-07-14/..", False),
    ],
)
def test_two_dates_meet_where_one_day_can_be_both(one: str, other: str, meets: bool) -> None:
    first, second = extent_of(one), extent_of(other)
    assert first is not None
    assert second is not None
    assert first.meets(second) is second.meets(first) is meets


def test_a_day_with_an_open_end_is_no_day() -> None:
    one, open_ended = extent_of("2021-07-14"), extent_of("2021-07-14/..")
    assert one is not None
    assert open_ended is not None
    assert (one.is_day, open_ended.is_day) == (True, False)


@given(st.text("0123456789X-/.~?%", max_size=24))
def test_whatever_is_written_is_a_stretch_of_days_or_none(edtf: str) -> None:
    found = extent_of(edtf)
    assert found is None or 1 <= found.first <= found.last
