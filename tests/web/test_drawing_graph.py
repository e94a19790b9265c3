import random
from itertools import combinations, pairwise

import pytest

from onrecord.web.drawing_graph import BOX_HEIGHT, BOX_WIDTH, Layout, laid_out


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    """Pairs of boxes that have a point in common."""
    return [
        (one, other)
        for (one, (x, y)), (other, (u, v)) in combinations(sorted(layout.places.items()), 2)
        if abs(x - u) < BOX_WIDTH and abs(y - v) < BOX_HEIGHT
    ]


def ends(layout: Layout, edge: tuple[str, str]) -> tuple[str | None, str | None]:
    """The nodes on whose sides an edge begins and ends."""
    return tuple(  # type: ignore[return-value]
        next(
            (
                node
                for node, (left, top) in layout.places.items()
                if (x == pytest.approx(left) or x == pytest.approx(left + BOX_WIDTH))
                and top - 0.01 <= y <= top + BOX_HEIGHT + 0.01
            ),
            None,
        )
        for x, y in (layout.routes[edge][0], layout.routes[edge][-1])
    )


def crossed(layout: Layout, edge: tuple[str, str]) -> list[str]:
    """The boxes that an edge runs through, other than those it joins."""
    found = []
    for (x1, y1), (x2, y2) in pairwise(layout.routes[edge]):
        for step in range(1, 20):
            x, y = x1 + (x2 - x1) * step / 20, y1 + (y2 - y1) * step / 20
            found += [
                node
                for node, (left, top) in layout.places.items()
                if node not in edge and left < x < left + BOX_WIDTH and top < y < top + BOX_HEIGHT
            ]
    return found


def made(count: int, links: int, seed: int) -> tuple[list[str], list[tuple[str, str]]]:
    chance = random.Random(seed)
    nodes = [f"d-{at:04d}" for at in range(count)]
    edges = [(nodes[int(at * chance.random() ** 2)], nodes[at]) for at in range(1, count) if at % 5]
    for _ in range(links):
        one, other = sorted(chance.sample(range(count), 2))
        edges.append((nodes[one], nodes[other]))
    return nodes, edges


@pytest.mark.parametrize(("links", "seed"), [(0, 1), (120, 2), (400, 3)])
def test_five_hundred_nodes_never_overlap_and_edges_join_their_own(links: int, seed: int) -> None:
    nodes, edges = made(500, links, seed)
    layout = laid_out(nodes, edges)
    assert layout.places.keys() == set(nodes)
    assert not overlapping(layout)
    for edge in set(edges):
        assert ends(layout, edge) == edge
        assert not crossed(layout, edge)


def test_everything_lies_on_the_sheet() -> None:
    layout = laid_out(*made(300, 60, 4))
    assert all(
        0 <= x <= layout.width - BOX_WIDTH and 0 <= y <= layout.height - BOX_HEIGHT
        for x, y in layout.places.values()
    )


def test_what_stands_on_a_source_stands_at_its_right() -> None:
    nodes, edges = made(200, 80, 5)
    places = laid_out(nodes, edges).places
    assert all(places[one][0] + BOX_WIDTH < places[other][0] for one, other in edges)


def test_the_same_graph_is_laid_out_alike() -> None:
    nodes, edges = made(150, 60, 6)
    assert laid_out(nodes, edges) == laid_out(nodes, edges)


def test_a_circle_is_drawn_with_one_edge_turned_back() -> None:
    layout = laid_out(["a", "b", "c"], [("a", "b"), ("b", "c"), ("c", "a")])
    assert not overlapping(layout)
    back = layout.routes["c", "a"]
    assert back[0][0] > back[-1][0]
    assert ends(layout, ("c", "a")) == ("c", "a")


def test_a_hundred_papers_on_one_letter_stand_in_several_columns() -> None:
    papers = [f"p{at:03d}" for at in range(100)]
    layout = laid_out(["letter", *papers], [("letter", paper) for paper in papers])
    assert len({layout.places[paper][0] for paper in papers}) > 3
    assert layout.height < 30 * (BOX_HEIGHT + 12)
    assert not overlapping(layout)
    assert not [paper for paper in papers if crossed(layout, ("letter", paper))]


def test_parts_that_do_not_hang_together_lie_apart() -> None:
    layout = laid_out(list("abcdef"), [("a", "b"), ("c", "d"), ("e", "f")])
    boxes = [
        {layout.places[one], layout.places[other]} for one, other in (("a", "b"), ("c", "d"), ("e", "f"))
    ]
    assert all(not one & other for one, other in combinations(boxes, 2))
    assert not overlapping(layout)


def test_an_edge_to_what_is_not_drawn_or_to_itself_is_left_out() -> None:
    layout = laid_out(["a", "b"], [("a", "b"), ("a", "a"), ("a", "gone")])
    assert list(layout.routes) == [("a", "b")]


def test_nothing_is_laid_out_of_nothing() -> None:
    assert laid_out([], []).height == 0
