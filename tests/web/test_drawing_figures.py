import math
from collections.abc import Callable
from itertools import pairwise

import pytest

from onrecord.types.rows import Figure
from onrecord.types.spans import Evidence
from onrecord.web.drawing import ARROW, Shape
from onrecord.web.drawing_figures import (
    BREAK,
    EVEN,
    NOT_FROM_NOUGHT,
    STEPS_OF_TEN,
    Lane,
    Said,
    figure_set,
    interval_shapes,
    scale_in_words,
)
from onrecord.web.drawing_numbers import NumberScale, interval_of, limits_of, scale_for

LIMITS: dict[str, Callable[[float], tuple[float | None, float | None]]] = {
    "exact": lambda n: (n, n),
    "at_least": lambda n: (n, None),
    "at_most": lambda n: (None, n),
    "about": lambda n: (n * 0.9, n * 1.1),
    "vague": lambda n: (n, n * 5),
}


def figure(number: float, bound: str = "exact", id_: str = "f-1") -> Figure:
    low, high = LIMITS[bound](number)
    anchor = Evidence("d-1", 0, 3, "how many"[:3])
    return Figure(id_, "d-1", anchor, anchor, low, high, bound, number=None if bound == "vague" else number)


SCALE = NumberScale(0, 1000, 100, 1100)
"""A scale of one pixel for each."""


def test_an_exact_number_is_a_point_with_the_range_of_a_round_one_behind_it() -> None:
    interval = interval_of(figure(600), SCALE)
    assert interval.point == 700
    assert interval.taken is not None
    assert (interval.taken.left, interval.taken.right) == (650, 750)


def test_at_least_is_a_bar_that_stays_open_at_the_right() -> None:
    said = interval_of(figure(600, "at_least"), SCALE).said
    assert (said.left, said.right, said.open_left, said.open_right) == (700, 1100 - ARROW, False, True)


def test_at_most_is_a_bar_that_stays_open_at_the_left() -> None:
    said = interval_of(figure(600, "at_most"), SCALE).said
    assert (said.left, said.right, said.open_left, said.open_right) == (100 + ARROW, 700, True, False)


def test_about_is_a_bar_of_ten_in_a_hundred_either_side() -> None:
    said = interval_of(figure(200, "about"), SCALE).said
    assert (said.left, said.right) == pytest.approx((100 + 180, 100 + 220))
    assert not said.soft


def classes(shapes: tuple[Shape, ...]) -> list[str]:
    return [dict(shape.attributes)["class"] for shape in shapes]


def test_a_vague_word_is_hatched() -> None:
    interval = interval_of(figure(200, "vague"), SCALE)
    assert interval.said.soft
    [bar] = interval_shapes(interval, "vague", 10)
    assert dict(bar.attributes)["fill"] == "url(#hatch)"
    assert classes((bar,)) == ["bar soft vague"]


def test_many_without_a_number_is_open_at_both_ends() -> None:
    anchor = Evidence("d-1", 0, 4, "many")
    said = interval_of(Figure("f-1", "d-1", anchor, anchor, None, None, "vague"), SCALE).said
    assert (said.open_left, said.open_right, said.soft) == (True, True, True)


def test_three_and_three_million_are_both_read_apart() -> None:
    scale = scale_for([3, 4, 3_000_000], 0, 600)
    assert scale.logarithmic
    assert scale_in_words(scale) == STEPS_OF_TEN
    assert scale.at(4) - scale.at(3) > 8
    assert scale.at(3_000_000) <= 600
    ticks = scale.ticks(8)
    assert ticks[0] == 1
    assert all(other / one == pytest.approx(10) for one, other in pairwise(ticks))


def test_nought_beside_large_numbers_stands_left_of_a_break() -> None:
    scale = scale_for([0, 5, 40_000], 0, 600)
    assert scale_in_words(scale) == BREAK
    assert scale.at(0) < scale.below < scale.at(5)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([84, 340], EVEN), ([-5, 5000], EVEN), ([5], EVEN), ([0], EVEN), ([10_000, 10_001], NOT_FROM_NOUGHT)],
)
def test_numbers_of_one_size_stand_on_an_even_scale_that_says_where_it_begins(
    numbers: list[float], words: str
) -> None:
    scale = scale_for(numbers, 0, 600)
    assert scale_in_words(scale) == words
    assert all(0 <= scale.at(number) <= 600 for number in numbers)
    places = [scale.at(number) for number in numbers]
    assert len(set(places)) == len(numbers)


@pytest.mark.parametrize("numbers", [[84, 340], [3, 3_000_000], [0.25, 0.5], [10_000, 10_001], [-300, 20]])
def test_ticks_are_few_and_lie_on_the_scale(numbers: list[float]) -> None:
    scale = scale_for(numbers, 0, 600)
    ticks = scale.ticks(8)
    assert 2 <= len(ticks) <= 8
    assert all(scale.low <= tick <= scale.high for tick in ticks)


def test_no_number_at_all_still_gives_a_scale() -> None:
    assert scale_for([], 0, 600).ticks(8)


def test_only_ends_that_are_told_are_read_off() -> None:
    assert all(map(math.isfinite, limits_of([figure(600, "at_least"), figure(300, "at_most")])))


def said(each: Figure) -> Said:
    return Said(each, "the letter", f"the letter: {each.number}", f"/rows/{each.id}")


LANES = (
    Lane(
        "one origin: the clinic, said in 2 documents",
        (said(figure(340, id_="f-a")), said(figure(340, id_="f-b"))),
    ),
    Lane("origin not known", (said(figure(84, id_="f-c")), said(figure(90, id_="f-d"))), one=False),
)


def test_each_figure_of_a_set_is_one_mark_that_leads_to_its_row() -> None:
    drawing = figure_set(LANES, "families")
    assert [mark.href for mark in drawing.marks] == ["/rows/f-a", "/rows/f-b", "/rows/f-c", "/rows/f-d"]
    tops = [mark.shapes[0].number("y") for mark in drawing.marks]
    assert tops == sorted(tops)


def test_what_repeats_one_origin_is_bracketed_and_what_has_none_is_not() -> None:
    drawing = figure_set(LANES, "families")
    brackets = [shape for shape in drawing.ground if dict(shape.attributes)["class"] == "bracket"]
    [bracket] = brackets
    ys = [float(step.split()[1]) for step in dict(bracket.attributes)["d"].lstrip("M").split(" L")]
    first, second = (mark.shapes[0] for mark in drawing.marks[:2])
    assert first.number("y") <= min(ys)
    assert max(ys) <= second.number("y") + second.number("height")


def test_a_set_says_how_its_scale_is_read() -> None:
    assert EVEN in figure_set(LANES, "families").description
