"""Figures as pages: sets drawn in lanes by origin with the verdict in a sentence, and single figures."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from onrecord.types.rows import Figure, FigureSet
from onrecord.web.figured import NOBODY_NAMED, NOT_KEPT, SetReader
from onrecord.web.site import Site
from tests.web.pages import Shown

MARK = "//*[contains(@class, 'mark figure')]"


@pytest.fixture(scope="module")
def conflict(site: Site) -> FigureSet:
    return next(row for row in site.record.rows(FigureSet) if row.verdict == "conflict")


def test_every_set_is_drawn_with_its_verdict_and_reason(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/figures")
    shown.check_structure()
    rows = list(site.record.rows(FigureSet))
    assert len(shown.texts("//section[contains(@class, 'figure-set')]")) == len(rows)
    for row in rows:
        assert row.label in shown.main
        assert " ".join(row.why.split()) in shown.main
    assert len(shown.texts(MARK)) == sum(len(row.figures) for row in rows)


def test_a_set_has_each_figure_once_in_drawing_and_table(client: TestClient, conflict: FigureSet) -> None:
    shown = Shown(client, f"/figures/{conflict.id}")
    shown.check_structure()
    drawn = shown.links(MARK)
    assert len(drawn) == len(conflict.figures)
    table = shown.links("//table//td[contains(@class, 'figure-number')]/a")
    assert sorted(table) == sorted(f"/rows/{id_}" for id_ in conflict.figures)
    assert "They cannot all hold." in shown.main


def test_what_repeats_one_origin_is_told_as_one(site: Site, conflict: FigureSet) -> None:
    shown = SetReader(site.record, site.names).shown(conflict)
    [(words, figures), *others] = shown.groups
    assert words == "one origin: Lakeland Legal Clinic, said in 4 documents"
    assert len({figure.document for figure in figures}) == 4
    assert [words for words, _ in others] == [NOBODY_NAMED]
    assert sorted(figure.id for _, held in shown.groups for figure in held) == sorted(conflict.figures)


def test_unknown_origins_are_never_counted(site: Site, conflict: FigureSet) -> None:
    assert conflict.origins is None
    shown = SetReader(site.record, site.names).shown(conflict)
    assert "how many origins there are is not known" in shown.origins


def test_changes_on_the_way_are_named_with_both_ends(client: TestClient, conflict: FigureSet) -> None:
    shown = Shown(client, f"/figures/{conflict.id}")
    [change] = shown.texts("//ul[contains(@class, 'changes')]/li")
    assert change.endswith("the bound claims more; the date is less exact.")
    assert "“340 families”" in change
    assert "“more than 340 families”" in change


def test_a_set_compared_before_groups_were_kept_says_so(site: Site, conflict: FigureSet) -> None:
    from dataclasses import replace

    shown = SetReader(site.record, site.names).shown(replace(conflict, origin_groups=()))
    assert [words for words, _ in shown.groups] == [NOT_KEPT]


def test_of_a_large_set_the_first_are_drawn_and_the_rest_is_counted(site: Site, conflict: FigureSet) -> None:
    [shown] = SetReader(site.record, site.names).several([conflict], 3)
    assert sum(len(figures) for _, figures in shown.groups) == 3
    assert shown.left_out == len(conflict.figures) - 3


def test_single_figures_are_listed_with_bound_and_words(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/figures/single")
    shown.check_structure()
    rows = list(site.record.rows(Figure))
    assert len(shown.texts("//tbody/tr")) == len(rows)
    assert {f"/rows/{row.id}" for row in rows} <= set(shown.links())


def test_single_figures_are_narrowed_by_the_address(client: TestClient, site: Site) -> None:
    wanted = [row for row in site.record.rows(Figure) if "boats" in row.anchor.exact]
    shown = Shown(client, "/figures/single?words=boats")
    assert 0 < len(wanted) <= len(shown.texts("//tbody/tr")) < len(list(site.record.rows(Figure)))


@pytest.mark.parametrize("path", ["/figures/g-0000000000000000", "/figures/%3Cb%3E"])
def test_a_set_that_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    assert "no such set of figures" in Shown(client, path, 404).main
