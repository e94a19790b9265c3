"""The graph of sources: a box for each document, wanted document and origin, an edge for what links them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.web.drawing import Drawing, Mark, Shape, fitted, label, rectangle, written
from onrecord.web.drawing_graph import BOX_HEIGHT, BOX_WIDTH, Edge, Layout, Point, laid_out

MARGIN = 14.0
OPENER = 28.0
"""Width of the field at the right of a box that leads to what it is linked with: a finger's width."""

STRONGEST = ("quotes", "reports_on", "replies_to", "cites", "same_text", "says", "same_ask", "same_event")
"""Kinds of link, the one first that shows where several join the same two."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box: two lines of words, what it is (document, wanted, actor) and where it leads.

    `opens` is where the view of its own links is, `links` how many it has there.
    """

    id: str
    name: str
    beneath: str
    title: str
    what: str = "document"
    href: str | None = None
    opens: str | None = None
    links: int = 0
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """What links a source with what stands on it: kinds of link, in words, and the row it leads to."""

    source: str
    user: str
    kinds: tuple[str, ...]
    title: str
    href: str | None = None

    @property
    def kind(self) -> str:
        """The kind that is drawn."""
        return min(self.kinds, key=STRONGEST.index)


def source_graph(nodes: Sequence[Node], ties: Sequence[Tie], title: str) -> Drawing:
    """Return the graph drawn: sources at the left, what stands on them at the right."""
    layout = laid_out([node.id for node in nodes], [(tie.source, tie.user) for tie in ties])
    marks = [*(mark for node in nodes for mark in _boxes(node, layout)), *_ties(ties, layout)]
    description = (
        "Each box is a document or somebody named as an origin. An arrow leads from a source to what has it "
        "from there; its line tells how: heavy for a quotation, plain for a report, dashed for a citation, "
        "dotted for a reply, dashes and dots for whose words they are."
    )
    return Drawing(
        layout.width + 2 * MARGIN, layout.height + 2 * MARGIN, title, description, (), tuple(marks)
    )


def _ties(ties: Iterable[Tie], layout: Layout) -> list[Mark]:
    drawn: dict[Edge, Mark] = {}
    for tie in ties:
        edge = (tie.source, tie.user)
        if edge in layout.routes and edge not in drawn:
            points = [(x + MARGIN, y + MARGIN) for x, y in layout.routes[edge]]
            curve = curved(points)
            shapes = (
                Shape("path", (("d", curve), ("class", "reach"))),
                Shape("path", (("d", curve), ("class", f"edge {tie.kind}"), ("marker-end", "url(#arrow)"))),
            )
            drawn[edge] = Mark(tie.title, shapes, tie.href, f"tie {tie.kind}")
    return list(drawn.values())


def curved(points: Sequence[Point]) -> str:
    """Return a path through points that leaves and reaches each level with the page."""
    (x, y), *rest = points
    steps = [f"M{written(x)} {written(y)}"]
    for u, v in rest:
        if v == y:
            steps.append(f"L{written(u)} {written(v)}")
        else:
            middle = written((x + u) / 2)
            steps.append(f"C{middle} {written(y)} {middle} {written(v)} {written(u)} {written(v)}")
        x, y = u, v
    return " ".join(steps)


def _boxes(node: Node, layout: Layout) -> list[Mark]:
    x, y = (place + MARGIN for place in layout.places[node.id])
    classes = f"box {node.what}{' chosen' if node.chosen else ''}"
    room = BOX_WIDTH - 12 - (OPENER if node.opens else 0)
    shapes = (
        rectangle(x, y, BOX_WIDTH, BOX_HEIGHT, classes, radius=12 if node.what == "actor" else 3),
        label(x + 8, y + 17, fitted(node.name, room), "name"),
        label(x + 8, y + 33, fitted(node.beneath, room), "beneath"),
    )
    marks = [Mark(node.title, shapes, node.href, f"node {node.what}")]
    if node.opens:
        marks.append(Mark(_opens(node), _opener(node, x + BOX_WIDTH - OPENER, y), node.opens, "opener"))
    return marks


def _opens(node: Node) -> str:
    links = "1 link" if node.links == 1 else f"{node.links:,} links"
    return f"What {node.name} stands on and what stands on it: {links}"


def _opener(node: Node, x: float, y: float) -> tuple[Shape, ...]:
    return (
        rectangle(x, y, OPENER, BOX_HEIGHT, "field", radius=3),
        label(x + OPENER / 2, y + BOX_HEIGHT / 2 + 4, f"{node.links:,}", "count", "middle"),
    )


def ties_of(links: Iterable[tuple[str, str, str, str]], words: Mapping[str, str]) -> tuple[Tie, ...]:
    """Return one tie for each source and user, of (source, user, kind, link id); `words` name the ends.

    Its title tells every kind; it leads to the row of the strongest.
    """
    joined: dict[Edge, dict[str, str]] = {}
    for source, user, kind, row in links:
        joined.setdefault((source, user), {}).setdefault(kind, row)
    found = []
    for (source, user), rows in joined.items():
        kinds = tuple(sorted(rows, key=STRONGEST.index))
        told = " and ".join(VERBS[kind] for kind in kinds)
        title = f"{words[user]} {told} {words[source]}"
        found.append(Tie(source, user, kinds, title, f"/rows/{rows[kinds[0]]}" if rows[kinds[0]] else None))
    return tuple(found)


VERBS = {
    "quotes": "quotes",
    "reports_on": "reports on",
    "replies_to": "replies to",
    "cites": "cites",
    "same_text": "has the same text as",
    "same_event": "tells of the same event as",
    "same_ask": "asks for the same as",
    "says": "gives the words of",
}
"""What one who stands on a source does with it, by kind of link."""
