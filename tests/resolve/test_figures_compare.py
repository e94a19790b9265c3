"""Two figures are compared in the order of the standard, and only where they speak of one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onrecord.resolve.figures_claims import Claim
from onrecord.resolve.figures_compare import Comparison, Shared, compare
from onrecord.types.ranges import digits_told, far_apart, is_stronger, last_unit, working
from tests.resolve.figured import claim_of, counts, happens
from tests.resolve.papers import Paper

SAME_WORDS = Shared(words=3)


def claim(
    words: str,
    number: int | None,
    bound: str = "exact",
    text: str = "Police drove {} from the north shore of the lake.",
    written: str | None = "2024-05-21",
    **more: Any,
) -> Claim:
    """Return a claim of a report: of the day of the eviction where nothing else is said."""
    more.setdefault("date", "2024-03-12")
    paper = Paper("report", text.format(words.replace("|", " ")) + f" {number} {bound}", written)
    return claim_of(paper, counts(paper, words, number, bound, **more))


FAMILIES = claim("340|families", 340)


def verdict(one: Claim, other: Claim, shared: Shared = SAME_WORDS) -> tuple[str, str]:
    found, back = compare(one, other, shared), compare(other, one, shared)
    assert found == back
    assert isinstance(found, Comparison)
    return found.verdict, found.rule


@pytest.mark.parametrize(
    ("other", "found"),
    [
        pytest.param(
            claim("84|families", 84, measure="stock", date="2024-04"),
            ("not_comparable", "stock_against_flow"),
            id="1: a count at a time against what happened, before all else",
        ),
        pytest.param(
            claim("84|boats", 84), ("not_comparable", "other_population"), id="2: another population"
        ),
        pytest.param(
            claim("84|fishing families", 84, place="the south shore"),
            ("not_comparable", "not_one_event"),
            id="2: a part of it is no contradiction",
        ),
        pytest.param(
            claim("84|families", 84, date=None),
            ("not_comparable", "undated"),
            id="3: undated, never conflict",
        ),
        pytest.param(
            claim("84|families", 84, date="2024-04-02"), ("not_comparable", "other_time"), id="3: another day"
        ),
        pytest.param(claim("340|families", 340), ("agree", "equal"), id="4: equal"),
        pytest.param(
            claim("hundreds|of families", None, "vague", limits=(200, 999)),
            ("compatible", "ranges_meet"),
            id="4: contained",
        ),
        pytest.param(
            claim("at least 340|families", 340, "at_least"),
            ("compatible", "ranges_meet"),
            id="4: overlapping",
        ),
        pytest.param(
            claim("more than 340|families", 340, "more_than"),
            ("compatible", "working_ranges_meet"),
            id="4: meeting as round numbers",
        ),
        pytest.param(claim("84|families", 84), ("conflict", "ranges_apart"), id="4: apart"),
        pytest.param(
            claim("fewer than 100|families", 100, "less_than"),
            ("conflict", "ranges_apart"),
            id="4: apart, bounded",
        ),
    ],
)
def test_figures_are_compared_in_the_order_of_the_standard(other: Claim, found: tuple[str, str]) -> None:
    assert verdict(FAMILIES, other) == found


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(claim("84|other families", 84), id="others"),
        pytest.param(claim("84|families", 84, text="Police drove out many, including {}."), id="a part"),
        pytest.param(claim("84 of the|families", 84), id="of a whole"),
        pytest.param(claim("84|families", 84, date="2024-03"), id="a month, of which the day is a part"),
        pytest.param(claim("84|families", 84, basis="inferred"), id="a day that nobody states"),
        pytest.param(claim("84|families", 84, measure="other"), id="no count of what happened"),
        pytest.param(claim("dozens|of families", None, "vague", limits=(24, 99)), id="a word for many"),
        pytest.param(claim("84|families", 84, text="Reportedly {} left the north shore."), id="hearsay"),
        pytest.param(claim("84|families", 84, text="Since January {} left the north shore."), id="growing"),
        pytest.param(
            claim("84|families", 84, text="Soldiers drove {} from Port Anders."), id="named elsewhere"
        ),
    ],
)
def test_nothing_conflicts_that_may_speak_of_something_else(other: Claim) -> None:
    known = claim("340|families", 340, text="Police drove {} from the village of Ostry.")
    assert verdict(known, other)[0] == "not_comparable"


def test_a_day_alone_makes_no_conflict() -> None:
    assert verdict(FAMILIES, claim("84|families", 84), Shared(words=1))[0] == "not_comparable"


def killed(number: int, factuality: str, date: str | None = "2024-03") -> Claim:
    paper = Paper("report", f"The attack killed {number} people. {factuality} {date}")
    row = counts(paper, f"{number}|people", number, date=date)
    event = happens(paper, "killed", row, factuality=factuality)
    paper.rows[-1] = replace(event, id="e-0123456789abcdef", date="2024-03")
    return claim_of(paper, row)


def test_figures_without_a_date_of_their_own_never_conflict() -> None:
    undated = [killed(12, "past", None), killed(15, "past", None)]
    assert [claim.time for claim in undated] == ["2024-03", "2024-03"]
    assert verdict(undated[0], undated[1], Shared(words=1))[0] == "not_comparable"
    assert verdict(undated[0], killed(15, "past"), Shared(words=1))[0] == "not_comparable"


def test_one_event_makes_a_conflict_and_a_feared_one_no_comparison() -> None:
    found = [killed(12, "past"), killed(15, "past"), killed(15, "feared")]
    assert verdict(found[0], found[1], Shared(words=1)) == ("conflict", "ranges_apart")
    assert verdict(found[0], found[2], Shared(words=1))[0] == "not_comparable"


def test_what_became_of_those_counted_tells_populations_apart() -> None:
    killed = claim("12|people", 12, text="The attack at the bridge killed {} and injured others.")
    injured = claim("50|people", 50, text="The attack at the bridge killed a guard and injured {}.")
    assert verdict(killed, injured) == ("not_comparable", "other_population")


def test_a_reply_to_a_letter_speaks_of_what_the_letter_tells() -> None:
    reply = claim("84|families", 84, date="2024-03")
    letter = claim("340|families", 340, date="2024-03")
    assert verdict(letter, reply, Shared(words=3, linked=True)) == ("conflict", "ranges_apart")
    assert verdict(letter, reply, Shared(words=1))[0] == "not_comparable"


def test_a_month_and_a_verb_in_common_are_no_one_happening_though_one_document_tells_of_the_other() -> None:
    of_a_month, of_a_day, at_ostry = (
        (claim("340|families", 340, date=date, place=place), claim("84|families", 84, date=date, place=place))
        for date, place in (("2024-03", None), ("2024-03-12", None), ("2024-03", "Ostry"))
    )
    shared = Shared(words=1, linked=True)
    assert verdict(of_a_month[0], of_a_month[1], shared)[0] == "not_comparable"
    assert verdict(of_a_day[0], of_a_day[1], shared) == ("conflict", "ranges_apart")
    shared = Shared(words=2, linked=True)
    assert verdict(at_ostry[0], at_ostry[1], shared) == ("conflict", "ranges_apart")


def stock(words: str, number: int, bound: str = "exact", **more: Any) -> Claim:
    more.setdefault("text", "At Camp Sorrel {} are living in tents.")
    more.setdefault("place", "Camp Sorrel")
    return claim(words, number, bound, measure="stock", **{"date": None, **more})


def test_a_count_said_in_the_present_holds_in_the_month_it_is_said_and_never_conflicts() -> None:
    june = stock("up to 2,000|people", 2000, "at_most", written="2024-06-21")
    same = stock("more than 1,500|people", 1500, "more_than", date="2024-06-13")
    assert verdict(june, same) == ("compatible", "ranges_meet")
    assert verdict(june, stock("2,900|people", 2900, date="2024-06-13"))[0] == "not_comparable"
    assert verdict(june, stock("1,200|people", 1200, written="2024-04-10")) == (
        "not_comparable",
        "other_time",
    )
    past = stock("up to 2,000|people", 2000, "at_most", written="2024-06-21", text="{} were living in tents.")
    assert verdict(past, same) == ("not_comparable", "undated")


def test_an_older_lower_bound_and_a_newer_higher_count_do_not_conflict() -> None:
    older = stock("at least 1,170|people", 1170, "at_least", date="2022-08-02")
    newer = stock("2,000|people", 2000, date="2023-09-28")
    assert verdict(older, newer) == ("not_comparable", "other_time")


@pytest.mark.parametrize(
    ("one", "other", "shared", "found"),
    [
        ("33|laws", "34|laws", Shared(3), "not_comparable"),
        ("600|laws", "640|laws", Shared(2), "compatible"),
        ("600|laws", "640|laws", Shared(1), "not_comparable"),
        ("600|laws", "1,000|laws", Shared(2), "not_comparable"),
        ("8|grants", "10|grants", Shared(2), "not_comparable"),
        ("40|bills", "40|bills", Shared(0), "not_comparable"),
        ("40|bills", "40|bills", Shared(1), "agree"),
        ("two|bills", "two|bills", Shared(2), "not_comparable"),
        ("two|bills", "two|bills", Shared(3), "agree"),
        ("1,174|bridges", "1,174|bridges", Shared(0), "agree"),
    ],
)
def test_numbers_of_a_year_are_one_thing_only_where_words_and_size_say_so(
    one: str, other: str, shared: Shared, found: str
) -> None:
    def of_a_year(words: str) -> Claim:
        said = words.partition("|")[0]
        number = {"two": 2}.get(said) or int(said.replace(",", ""))
        return claim(words, number, text="The states passed {} last year.", date="2021", measure="other")

    assert verdict(of_a_year(one), of_a_year(other), shared)[0] == found


def test_who_speaks_of_his_own_district_speaks_of_no_other() -> None:
    text = "In our district {} lack insurance."
    here, there = (claim("4,000|people", 4000, text=text, measure="stock", date="2024-03") for _ in "ab")
    near = claim("4,500|people", 4500, text=text, measure="stock", date="2024-03")
    assert verdict(here, near)[0] == "not_comparable"
    assert verdict(here, there, Shared(words=2))[0] == "not_comparable"
    assert verdict(here, there, Shared(words=3))[0] == "agree"


@pytest.mark.parametrize(
    ("number", "low", "high"), [(600, 550, 650), (1170, 1165, 1175), (2000, 1500, 2500), (84, 83.5, 84.5)]
)
def test_a_round_number_stands_for_half_a_unit_on_either_side(number: int, low: float, high: float) -> None:
    assert working(claim("{}|laws", number, text=f"{{}} {number}").figure) == (low, high)
    assert last_unit(number) == 2 * (high - number)


def test_what_has_its_width_in_words_is_not_widened_again() -> None:
    about = claim("about 600|laws", 600, "about", limits=(540, 660)).figure
    ceiling = claim("up to 2,000|laws", 2000, "at_most").figure
    assert working(about) == (540, 660)
    assert working(ceiling)[1] == 2000


def test_how_much_a_number_tells_and_claims() -> None:
    plain = claim("600|laws", 600).figure
    grown = claim("more than 600|laws", 600, "more_than").figure
    assert is_stronger(grown, plain)
    assert not is_stronger(plain, grown)
    assert [digits_told(claim("1|x", n).figure) for n in (600, 1170, 2400000)] == [1, 3, 2]
    assert far_apart(plain, claim("1,000|laws", 1000).figure, 1.5)
    assert not far_apart(plain, claim("hundreds|of laws", None, "vague", limits=(200, 999)).figure, 1.5)
