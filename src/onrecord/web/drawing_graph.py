"""A layered layout of what stands on what: sources at the left, what has it from them at the right.

Its steps are those of Sugiyama, Tagawa and Toda (1981): take circles apart, give each node a layer, order the
layers so that few edges cross, then place. It has no chance in it: the same graph is always drawn alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

BOX_WIDTH, BOX_HEIGHT = 208.0, 42.0
COLUMN, GAP = 56.0, 12.0
"""Room between two layers, for the edges, and between two boxes of one layer."""

PASSING = 4.0
"""Height kept free in a layer for an edge that passes it."""

SWEEPS = 8
TALLEST = 24
"""Boxes above each other in a layer before it is laid out in several columns."""

SHEET = 1000.0
"""Width within which parts of the graph that hang together are set beside each other."""

APART = 36.0

Edge = tuple[str, str]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each node's box has its upper left corner, and the points along which each edge runs."""

    places: Mapping[str, Point]
    routes: Mapping[Edge, tuple[Point, ...]]
    width: float
    height: float


def laid_out(nodes: Sequence[str], edges: Iterable[Edge], sheet: float = SHEET) -> Layout:
    """Return the layout of a graph; `nodes` come in the order wanted where nothing else decides.

    An edge leads from a source to what stands on it; one from a node to itself is left out.
    """
    known = set(nodes)
    once = [edge for edge in dict.fromkeys(edges) if edge[0] != edge[1] and known.issuperset(edge)]
    parts = [_Part(part, once_of) for part, once_of in _components(nodes, once)]
    return _packed([part.laid_out() for part in parts], sheet)


def _components(nodes: Sequence[str], edges: Sequence[Edge]) -> list[tuple[list[str], list[Edge]]]:
    """Return the parts that hang together, the largest first."""
    beside: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        beside[one].append(other)
        beside[other].append(one)
    part_of: dict[str, int] = {}
    count = 0
    for start in nodes:
        if start in part_of:
            continue
        waiting = [start]
        part_of[start] = count
        while waiting:
            for near in beside[waiting.pop()]:
                if near not in part_of:
                    part_of[near] = count
                    waiting.append(near)
        count += 1
    parts: list[tuple[list[str], list[Edge]]] = [([], []) for _ in range(count)]
    for node in nodes:
        parts[part_of[node]][0].append(node)
    for edge in edges:
        parts[part_of[edge[0]]][1].append(edge)
    return sorted(parts, key=lambda part: -len(part[0]))


@dataclass(slots=True, eq=False)
class _Slot:
    """A place in a layer: a node's box, or room for an edge that passes; `y` is its middle."""

    key: object
    height: float
    y: float = 0.0
    before: list[_Slot] = field(default_factory=list, repr=False)
    after: list[_Slot] = field(default_factory=list, repr=False)
    place: float = 0.0


@dataclass(frozen=True, slots=True)
class _Block:
    """A column of a layer: its left side, that of the layer's first column, and where this begins above."""

    x: float
    entry: float
    above: float

    def gap_near(self, y: float) -> float:
        """Return the middle of the gap between two rows of boxes that is nearest above a place."""
        row = round((y - BOX_HEIGHT / 2 - self.above) / (BOX_HEIGHT + GAP))
        return self.above + row * (BOX_HEIGHT + GAP) - GAP / 2


class _Part:
    """One part of the graph that hangs together."""

    def __init__(self, nodes: Sequence[str], edges: Sequence[Edge]) -> None:
        self.nodes, self.edges = nodes, edges
        self.turned = _turned(nodes, edges)
        self.layer = _layers(nodes, self._downward())
        self.slots = {node: _Slot(node, BOX_HEIGHT) for node in nodes}
        self.lanes: dict[Edge, list[_Slot]] = {}
        self.rows: list[list[_Slot]] = [[] for _ in range(max(self.layer.values()) + 1)]

    def _downward(self) -> list[Edge]:
        """Return the edges with those turned that would close a circle."""
        return [(b, a) if (a, b) in self.turned else (a, b) for a, b in self.edges]

    def laid_out(self) -> Layout:
        self._fill()
        self._order()
        columns = [_columns(row) for row in self.rows]
        lefts, x = [], 0.0
        for held in columns:
            lefts.append(x)
            x += len(held) * BOX_WIDTH + (len(held) - 1) * COLUMN / 2 + COLUMN
        self._place(columns)
        return self._drawn(columns, lefts, x - COLUMN)

    def _fill(self) -> None:
        """Put each node in its layer, and room for long edges in those between."""
        for node in self.nodes:
            self.rows[self.layer[node]].append(self.slots[node])
        for edge, (above, below) in zip(self.edges, self._downward(), strict=True):
            lane = [self.slots[above]]
            for layer in range(self.layer[above] + 1, self.layer[below]):
                lane.append(_Slot((edge, layer), PASSING))
                self.rows[layer].append(lane[-1])
            lane.append(self.slots[below])
            for one, other in pairwise(lane):
                one.after.append(other)
                other.before.append(one)
            self.lanes[edge] = lane

    def _order(self) -> None:
        """Order each layer by the middle of its neighbours, from left to right and back again."""
        for row in self.rows:
            _number(row)
        for sweep in range(SWEEPS):
            rightward = sweep % 2 == 0
            for row in self.rows if rightward else reversed(self.rows):
                row.sort(key=lambda slot: _middle(slot.before if rightward else slot.after, slot.place))
                _number(row)

    def _place(self, columns: Sequence[Sequence[Sequence[_Slot]]]) -> None:
        """Give each slot its height: near its neighbours, as far apart as the boxes are high."""
        for held in columns:
            tallest = max(map(_height, held))
            for column in held:
                _stack(column, -tallest / 2)
        for sweep in range(SWEEPS):
            rightward = sweep % 2 == 0
            for held in columns if rightward else reversed(columns):
                if len(held) > 1:
                    continue
                [column] = held
                wanted = [
                    _mean([near.y for near in (slot.before if rightward else slot.after)], slot.y)
                    for slot in column
                ]
                for slot, y in zip(
                    column, _kept_apart(wanted, [slot.height for slot in column]), strict=True
                ):
                    slot.y = y

    def _drawn(
        self, columns: Sequence[Sequence[Sequence[_Slot]]], lefts: Sequence[float], width: float
    ) -> Layout:
        block_of: dict[_Slot, _Block] = {}
        for held, left in zip(columns, lefts, strict=True):
            above = min(slot.y - slot.height / 2 for slot in held[0])
            for at, column in enumerate(held):
                block = _Block(left + at * (BOX_WIDTH + COLUMN / 2), left, above)
                block_of |= dict.fromkeys(column, block)
        top = min(slot.y - slot.height / 2 for row in self.rows for slot in row)
        bottom = max(slot.y + slot.height / 2 for row in self.rows for slot in row)
        places = {
            node: (block_of[slot].x, slot.y - top - slot.height / 2) for node, slot in self.slots.items()
        }
        routes = {}
        for edge, lane in self.lanes.items():
            points = [(px, py - top) for px, py in _route(lane, block_of)]
            routes[edge] = tuple(reversed(points)) if edge in self.turned else tuple(points)
        return Layout(places, routes, width, bottom - top)


def _turned(nodes: Sequence[str], edges: Sequence[Edge]) -> frozenset[Edge]:
    """Return the edges that close a circle, met when going along them from the first nodes on."""
    after: dict[str, list[str]] = defaultdict(list)
    for one, other in edges:
        after[one].append(other)
    done: set[str] = set()
    turned: set[Edge] = set()
    for start in nodes:
        if start in done:
            continue
        way, on_way = [(start, iter(after[start]))], {start}
        while way:
            node, ahead = way[-1]
            near = next(ahead, None)
            if near is None:
                way.pop()
                on_way.discard(node)
                done.add(node)
            elif near in on_way:
                turned.add((node, near))
            elif near not in done:
                way.append((near, iter(after[near])))
                on_way.add(near)
    return frozenset(turned)


def _layers(nodes: Sequence[str], downward: Sequence[Edge]) -> dict[str, int]:
    """Return each node's layer: one more than its furthest source's; one without stands next to its user."""
    after: dict[str, list[str]] = defaultdict(list)
    waits = dict.fromkeys(nodes, 0)
    for one, other in downward:
        after[one].append(other)
        waits[other] += 1
    layer = dict.fromkeys(nodes, 0)
    ready = [node for node in nodes if not waits[node]]
    roots = tuple(ready)
    while ready:
        node = ready.pop()
        for other in after[node]:
            layer[other] = max(layer[other], layer[node] + 1)
            waits[other] -= 1
            if not waits[other]:
                ready.append(other)
    for root in roots:
        if after[root]:
            layer[root] = min(layer[other] for other in after[root]) - 1
    return layer


def _columns(row: Sequence[_Slot]) -> list[list[_Slot]]:
    """Return a layer as columns: one, or several where it is tall; edges go on from the last alone."""
    boxes = sum(slot.height == BOX_HEIGHT for slot in row)
    if boxes <= TALLEST:
        return [list(row)]
    count = -(-boxes // TALLEST)
    ends = [slot for slot in row if not slot.after]
    going_on = [slot for slot in row if slot.after]
    tall = -(-len(row) // count)
    first = [ends[at : at + tall] for at in range(0, len(ends), tall)]
    rest = first.pop() if first and len(first[-1]) + len(going_on) <= TALLEST else []
    last = sorted([*rest, *going_on], key=lambda slot: slot.place)
    return [*first, last] if last else first


def _route(lane: Sequence[_Slot], block_of: Mapping[_Slot, _Block]) -> list[Point]:
    """Return the points of an edge from the right side of its first box to the left side of its last.

    Through a layer of several columns it runs in the gap between two rows.
    """
    points = [(block_of[lane[0]].x + BOX_WIDTH, lane[0].y)]
    for slot in lane[1:]:
        block = block_of[slot]
        if block.x > block.entry:
            gap = block.gap_near(slot.y)
            points += [(block.entry - COLUMN / 4, gap), (block.x - COLUMN / 4, gap)]
        points.append((block.x, slot.y))
        if slot is not lane[-1]:
            points.append((block.x + BOX_WIDTH, slot.y))
    return points


def _number(row: Sequence[_Slot]) -> None:
    for at, slot in enumerate(row):
        slot.place = float(at)


def _middle(near: Sequence[_Slot], own: float) -> float:
    return _mean([slot.place for slot in near], own)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _height(column: Sequence[_Slot]) -> float:
    return sum(slot.height + GAP for slot in column)


def _stack(column: Sequence[_Slot], y: float) -> None:
    """Set slots one under another from a place on."""
    for slot in column:
        slot.y = y + slot.height / 2
        y += slot.height + GAP


def _kept_apart(wanted: Sequence[float], heights: Sequence[float]) -> list[float]:
    """Return places near those wanted, in order and apart (isotonic regression, by pooling)."""
    offsets = [0.0]
    for one, other in pairwise(heights):
        offsets.append(offsets[-1] + (one + other) / 2 + GAP)
    pools: list[tuple[float, int]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        mean, count = want - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    flat = [mean for mean, count in pools for _ in range(count)]
    return [mean + offset for mean, offset in zip(flat, offsets, strict=True)]


def _packed(parts: Sequence[Layout], sheet: float) -> Layout:
    """Return parts beside and beneath each other on a sheet."""
    width = max([sheet, *(part.width for part in parts)])
    places: dict[str, Point] = {}
    routes: dict[Edge, tuple[Point, ...]] = {}
    x = y = shelf = 0.0
    for part in parts:
        if x and x + part.width > width:
            x, y, shelf = 0.0, y + shelf + APART, 0.0
        places |= {node: (left + x, top + y) for node, (left, top) in part.places.items()}
        for edge, points in part.routes.items():
            routes[edge] = tuple((px + x, py + y) for px, py in points)
        x, shelf = x + part.width + APART, max(shelf, part.height)
    used = max((left + BOX_WIDTH for left, _ in places.values()), default=0.0)
    return Layout(places, routes, used, y + shelf)
