from datetime import date
from itertools import pairwise

import pytest

from onrecord.types.extents import Extent, extent_of
from onrecord.types.rows import FACTUALITIES
from onrecord.web.drawing import ARROW, Mark
from onrecord.web.drawing_bins import Bin, bins_of, histogram, main_days, strip
from onrecord.web.drawing_time import BREAK, BrokenScale, Step, TimeScale, broken_scale, step_for
from onrecord.web.drawing_timeline import GUTTER, Line, Told, breaks_in_words, scale_of, sign, timeline


def extent(edtf: str) -> Extent:
    found = extent_of(edtf)
    assert found is not None
    return found


def day(iso: str) -> int:
    return date.fromisoformat(iso).toordinal()


YEAR = BrokenScale((TimeScale(day("2024-01-01"), day("2024-12-31"), 100, 466),))
"""A leap year of one pixel a day."""


def test_a_months_bar_spans_the_month() -> None:
    bar = YEAR.bar(extent("2024-03"))
    assert (bar.left, bar.right) == pytest.approx((100 + 60, 100 + 91))
    assert (bar.open_left, bar.open_right, bar.soft) == (False, False, False)


def test_a_day_is_a_day_wide() -> None:
    bar = YEAR.bar(extent("2024-12-31"))
    assert (bar.left, bar.right) == pytest.approx((465, 466))


def test_an_open_end_reaches_for_the_end_of_the_scale() -> None:
    after = YEAR.bar(extent("2024-07-14/.."))
    assert after.open_right
    assert after.left == pytest.approx(YEAR.at(day("2024-07-14")))
    assert after.right == 466 - ARROW
    before = YEAR.bar(extent("../2024-05"))
    assert before.open_left
    assert before.left == 100 + ARROW
    assert before.right == pytest.approx(YEAR.at(day("2024-06-01")))


def test_what_goes_on_beyond_the_scale_is_drawn_open_there() -> None:
    bar = YEAR.bar(extent("202X"))
    assert (bar.open_left, bar.open_right, bar.soft) == (True, True, True)
    assert (bar.left, bar.right) == (100 + ARROW, 466 - ARROW)


@pytest.mark.parametrize(
    ("first", "last", "most", "words"),
    [
        ("2024-01-01", "2024-12-31", 13, ["Jan 2024", "Feb 2024"]),
        ("2024-01-01", "2024-12-31", 6, ["Jan 2024", "Apr 2024"]),
        ("2024-03-01", "2024-03-06", 9, ["1 Mar 2024", "2 Mar 2024"]),
        ("1950-01-01", "2019-12-31", 9, ["1950s", "1960s"]),
        ("1990-01-01", "1996-12-31", 9, ["1990", "1991"]),
    ],
)
def test_ticks_stand_where_the_calendar_begins_anew(
    first: str, last: str, most: int, words: list[str]
) -> None:
    ticks = TimeScale(day(first), day(last), 0, 100).ticks(most)
    assert [tick.words for tick in ticks][:2] == words
    assert len(ticks) <= most


@pytest.mark.parametrize("days", [1, 6, 30, 365, 4000, 40_000, 400_000])
def test_never_more_stretches_than_asked_for(days: int) -> None:
    first = day("1000-05-17")
    step = step_for(first, first + days - 1, 60)
    assert len(list(step.starts(first, first + days - 1))) <= 60


def test_stretches_go_on_without_a_gap_to_the_end_of_the_calendar() -> None:
    assert list(Step("year", 10).starts(day("9985-01-01"), day("9999-12-31"))) == [
        day("9980-01-01"),
        day("9990-01-01"),
    ]


def scale(*dates: str) -> BrokenScale:
    found = broken_scale([extent(each) for each in dates], 0, 1000)
    assert found is not None
    return found


def test_a_scale_holds_all_dates_with_room_around() -> None:
    found = scale("2024-03", "2023-05-02")
    assert found.first < day("2023-05-02")
    assert found.last > day("2024-03-31")
    assert len(found.parts) == 1
    assert broken_scale([], 0, 1000) is None


def test_the_room_around_does_not_leave_the_calendar() -> None:
    found = scale("0001-01-01", "9999-12-31")
    assert (found.first, found.last) == (1, date.max.toordinal())


def test_a_long_stretch_without_dates_is_left_out_and_said() -> None:
    found = scale("1991", "2024-03-12", "2024-05")
    assert [(part.first <= day("1991-01-01"), part.last < day("2024-01-01")) for part in found.parts[:1]] == [
        (True, True)
    ]
    assert len(found.parts) == 2
    before, after = found.parts
    assert after.left - before.right == BREAK
    assert before.right < found.at(day("2000-01-01")) < after.left
    [left_out] = breaks_in_words(found)
    assert left_out.endswith("Mar 2024")
    assert found.at(day("2024-06-01")) - found.at(day("2024-05-01")) > 100


def test_dates_that_reach_over_a_stretch_keep_it_whole() -> None:
    assert len(scale("1991", "1991/2024", "2024-03-12").parts) == 1


def test_every_part_of_a_broken_scale_has_a_tick_within() -> None:
    found = scale("1802-03-01", "1991-05-05", "2024-03-12")
    ticks = [x for x, _ in found.ticks()]
    assert len(found.parts) == 3
    assert all(any(part.left <= x <= part.right for x in ticks) for part in found.parts)


def told(edtf: str, words: str = "told") -> Told:
    return Told(extent(edtf), words)


def marks_of(line: Line, classes: str = "date") -> list[Mark]:
    found = scale_of([line, Line("/x", "x", "past", (told("2020"), told("2024")))])
    assert found is not None
    drawing = timeline([line], found, "Events")
    return [mark for mark in drawing.marks if mark.classes == classes]


def test_several_dates_of_one_event_are_several_marks_on_its_line() -> None:
    marks = marks_of(Line("/rows/e-1", "arrest", "past", (told("2023-03"), told("2023-05-02", "the letter"))))
    assert [mark.href for mark in marks] == ["/rows/e-1", "/rows/e-1"]
    assert "the letter" in marks[1].title
    bar = marks[0].shapes[0]
    assert bar.tag == "rect"
    assert marks[1].shapes[0].tag == "circle"
    assert marks[1].shapes[0].number("cy") > bar.number("y") + bar.number("height")


def test_an_event_without_a_date_has_a_label_and_no_mark() -> None:
    line = Line("/rows/e-1", "arrest", "past", ())
    assert marks_of(line) == []
    [label] = marks_of(line, "line")
    assert label.href == "/rows/e-1"


def test_a_soft_date_is_classed_so_and_a_sharp_one_is_not() -> None:
    [soft] = marks_of(Line("/rows/e-1", "arrest", "past", (told("2023-08~"),)))
    [sharp] = marks_of(Line("/rows/e-1", "arrest", "past", (told("2023-08"),)))
    assert "soft" in dict(soft.shapes[0].attributes)["class"]
    assert "soft" not in dict(sharp.shapes[0].attributes)["class"]


def test_marks_stay_right_of_the_labels() -> None:
    [mark] = marks_of(Line("/rows/e-1", "arrest", "past", (told("../2019"),)))
    head = mark.shapes[1]
    assert (
        min(float(step.split()[0].lstrip("M")) for step in dict(head.attributes)["d"].rstrip("Z").split(" L"))
        >= GUTTER
    )


def test_a_month_is_a_bar_and_a_day_a_point_also_on_the_scale_of_a_century() -> None:
    found = TimeScale(day("1900-01-01"), day("1999-12-31"), 0, 700)
    month, one_day = (Line("/x", "x", "past", (told(edtf),)) for edtf in ("1950-03", "1950-03-12"))
    drawing = timeline([month, one_day], BrokenScale((found,)), "Events")
    bar, point = (mark.shapes[0] for mark in drawing.marks if mark.classes == "date")
    assert bar.tag == "rect"
    assert bar.number("width") > 2 * point.number("r")
    middle = found.at(day("1950-03-16"))
    assert bar.number("x") < middle < bar.number("x") + bar.number("width")
    assert point.tag == "circle"
    assert point.number("cx") == pytest.approx(found.at(day("1950-03-12") + 0.5), abs=0.01)


def test_every_factuality_has_a_sign_of_its_own() -> None:
    signs = {
        tuple((shape.tag, shape.attributes[:-1]) for shape in sign(factuality, 0, 0, 5))
        for factuality in FACTUALITIES
    }
    assert len(signs) == len(FACTUALITIES)


def test_bins_hold_every_event_of_their_days_once() -> None:
    counts = {day("2024-01-31"): (2, 1), day("2024-02-01"): (3, 0), day("2025-01-01"): (9, 9)}
    bins = bins_of(counts, day("2024-01-01"), day("2024-12-31"), most=13)
    assert [(each.words, each.told, each.not_told) for each in bins[:2]] == [
        ("Jan 2024", 2, 1),
        ("Feb 2024", 3, 0),
    ]
    assert sum(each.all for each in bins) == 6
    assert (bins[0].since, bins[0].until) == ("2024-01", "2024-01")
    assert all(one.last + 1 == other.first for one, other in pairwise(bins))


def test_a_column_is_as_high_as_its_count_and_leads_to_its_days() -> None:
    bins = (
        Bin(day("2024-01-01"), day("2024-01-31"), "Jan 2024", 4, 0, "2024-01", "2024-01"),
        Bin(day("2024-02-01"), day("2024-02-29"), "Feb 2024", 1, 1, "2024-02", "2024-02"),
    )
    drawing = histogram(bins, lambda each: f"?since={each.since}&until={each.until}", "Events")
    high, low = drawing.marks
    assert high.href == "?since=2024-01&until=2024-01"
    assert low.title == "Feb 2024: 1 told as happened or going on, 1 feared, requested, disputed or general"
    assert high.shapes[1].number("height") == pytest.approx(4 * low.shapes[1].number("height"))
    hollow = low.shapes[2]
    assert hollow.number("y") + hollow.number("height") == pytest.approx(low.shapes[1].number("y"))


def test_bins_without_events_are_not_marks() -> None:
    bins = bins_of({day("2024-03-02"): (1, 0)}, day("2024-01-01"), day("2024-12-31"), most=13)
    assert len(histogram(bins, lambda each: each.since, "Events").marks) == 1


def test_the_strip_frames_the_days_that_the_page_shows() -> None:
    bins = bins_of({day("2024-03-02"): (1, 0)}, day("2024-01-01"), day("2024-12-31"), most=13)
    framed = strip(bins, (day("2024-03-01"), day("2024-03-31")), lambda each: each.since)
    [window] = [shape for shape in framed.ground if dict(shape.attributes)["class"] == "window"]
    [mark] = framed.marks
    assert window.number("x") == pytest.approx(mark.shapes[0].number("x"))
    assert window.number("width") == pytest.approx(mark.shapes[0].number("width"))


def test_a_few_events_far_from_all_others_do_not_press_the_strip() -> None:
    recent = {day("2020-01-01") + 30 * number: (10, 0) for number in range(60)}
    first, last = main_days({day("0196-04-01"): (1, 0), **recent, day("2300-01-01"): (1, 0)})
    assert day("2019-12-31") < first < last < day("2025-01-01")


def test_without_events_far_away_every_day_is_in_the_strip() -> None:
    counts = {day("2020-01-01") + 30 * number: (10, 0) for number in range(60)}
    assert main_days(counts) == (min(counts), max(counts))
    assert main_days({day("2024-03-12"): (0, 1)}) == (day("2024-03-12"), day("2024-03-12"))
