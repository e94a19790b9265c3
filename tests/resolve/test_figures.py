from __future__ import annotations

import pytest

from onrecord.resolve.figures import FigureResolver, compare
from onrecord.types.identity import row_id
from onrecord.types.rows import Figure, FigureSet
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper


def limits(number: int, bound: str) -> tuple[int | None, int | None]:
    return {
        "exact": (number, number),
        "more_than": (number + 1, None),
        "at_least": (number, None),
    }[bound]


def figure(
    number: int,
    bound: str = "exact",
    date: str | None = "2023-10",
    measure: str = "flow",
    where: str = "first",
) -> Figure:
    paper = Paper("report", f"In the {where} place {number} families were evicted.")
    low, high = limits(number, bound)
    return Figure(
        row_id("figure", where, number, bound), paper.id,
        paper.words(f"{number} families"), paper.words(str(number)),
        low, high, bound, counted="poor families", measure=measure, date=date,
        chain=(paper.id,), number=number,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        pytest.param(figure(340), figure(340, where="b"), "agree", id="the same"),
        pytest.param(figure(340), figure(340, "at_least", where="b"), "compatible", id="contained"),
        pytest.param(figure(600), figure(600, "more_than", where="b"), "compatible", id="bound changed"),
        pytest.param(figure(340), figure(84, where="b"), "conflict", id="disjoint"),
        pytest.param(figure(340), figure(84, date="2023-11", where="b"), "not_comparable", id="other month"),
        pytest.param(figure(340), figure(84, date=None, where="b"), "not_comparable", id="undated"),
        pytest.param(
            figure(340), figure(84, measure="stock", where="b"), "not_comparable", id="stock and flow"
        ),
        pytest.param(figure(340), figure(84, date="2023-10-09", where="b"), "conflict", id="one date finer"),
    ],
)
def test_figures_are_compared_in_the_order_of_the_standard(one: Figure, other: Figure, verdict: str) -> None:
    assert compare(one, other).verdict == verdict
    assert compare(other, one).verdict == verdict


def sets(*figures: Figure) -> list[FigureSet]:
    papers = []
    for number, row in enumerate(figures):
        paper = Paper("report", f"page {number} " + row.document)
        paper.id, paper.sha256 = row.document, row.document
        paper.rows.append(row)
        papers.append(paper.findings())
    resolver = FigureResolver()
    corpus = MemoryCorpus(papers, [resolver])
    return [row for row in items_of(resolver, corpus) if isinstance(row, FigureSet)]


def test_a_bound_that_grew_is_named_from_the_weaker_to_the_stronger_claim() -> None:
    plain, grown = figure(600), figure(600, "more_than", where="b")
    [found] = sets(plain, grown)
    assert found.strengthened == ((plain.id, grown.id),)


def test_no_origin_is_unknown_and_never_counted() -> None:
    [found] = sets(figure(340), figure(340, where="b"))
    assert (found.origins, found.origin_ids) == (None, ())


def test_a_single_figure_is_no_set() -> None:
    assert sets(figure(340)) == []
