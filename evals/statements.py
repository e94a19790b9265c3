"""Score statements on annotated letters and press releases.

python -m evals.statements --corpora FOLDER [--part PART] [--least SCORE] [--errors N]

FOLDER holds the corpora as JSON Lines, gzipped; the annotations (evals/data/statements.jsonl) are offsets
and labels into their texts. A text whose SHA-256 is not the annotated one is an error. The texts are built
into a record in a temporary folder and its rows are scored:

found, right    statements matched one to one by content (words shared over words covered, half at least)
nested          those inside another statement
source, cue     share of matched ones whose words overlap by half at least
mode, act, level, speakers   share of matched ones that are the same
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.annotated import PARTS, Row, f1_line, options_of, read_annotations, read_built

HALF = 0.5
SAME_LABELS = ("mode", "act", "level")

Actors = Mapping[str, Row]


@dataclass
class Tally:
    """What was matched, and what of it agrees."""

    gold: int = 0
    built: int = 0
    matched: int = 0
    nested_gold: int = 0
    nested_built: int = 0
    nested_matched: int = 0
    same: dict[str, list[bool]] = field(default_factory=dict)
    missed: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    def add(self, name: str, same: bool) -> None:
        """Add one comparison of a matched pair."""
        self.same.setdefault(name, []).append(same)


def compare(tally: Tally, name: str, text: str, gold: Sequence[Row], rows: Sequence[Row]) -> None:
    """Add one document to the tally."""
    built = [row for row in rows if row["type"] == "statement" and row["mode"] != "author"]
    actors = {row["id"]: row for row in rows if row["type"] == "actor"}
    pairs = _matched([_content(row) for row in gold], [_content(row) for row in built])
    ids = {row["id"] for row in built}
    tally.gold += len(gold)
    tally.built += len(built)
    tally.matched += len(pairs)
    inner = {i for i, row in enumerate(gold) if row["parent"] is not None}
    inner_built = {j for j, row in enumerate(built) if row["parent"] in ids}
    tally.nested_gold += len(inner)
    tally.nested_built += len(inner_built)
    tally.nested_matched += sum(i in inner and j in inner_built for i, j in pairs)
    for i, j in pairs:
        one, other = gold[i], built[j]
        for place in ("source", "cue"):
            tally.add(place, _agree(one[place], other[place]))
        for label in SAME_LABELS:
            tally.add(label, one[label] == other[label])
        if one["act"] != other["act"]:
            tally.differing.append(f"act {other['act']}: {_shown(name, text, one)}")
        if one["speakers"]:
            same = _same_speakers(text, one["speakers"], other["speakers"], actors)
            tally.add("speakers", same)
            if not same:
                told = ", ".join(actors[actor]["name"] for actor in other["speakers"] if actor in actors)
                wanted = ", ".join(text[start:end] for start, end in one["speakers"][:4])
                tally.differing.append(f"speakers [{told}], not [{wanted}]: {_shown(name, text, one)}")
    found = {i for i, _ in pairs}, {j for _, j in pairs}
    tally.missed += [_shown(name, text, row) for i, row in enumerate(gold) if i not in found[0]]
    tally.extra += [_shown(name, text, _plain(row)) for j, row in enumerate(built) if j not in found[1]]


def _content(row: Row) -> set[int]:
    plain = _plain(row)
    return {offset for start, end in plain["content"] for offset in range(start, end)}


def _plain(row: Row) -> Row:
    """Return a row with its places as [start, end]."""

    def place(value: Any) -> Any:
        return [value["start"], value["end"]] if isinstance(value, Mapping) else value

    return {
        **row,
        "content": [place(part) for part in row["content"]],
        "source": place(row["source"]),
        "cue": place(row["cue"]),
    }


def _matched(gold: Sequence[set[int]], built: Sequence[set[int]]) -> list[tuple[int, int]]:
    near = sorted(
        (-len(one & other) / len(one | other), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(built)
        if one & other
    )
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for share, i, j in near:
        if -share >= HALF and i not in taken[0] and j not in taken[1]:
            pairs.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return pairs


def _agree(one: Sequence[int] | None, other: Any) -> bool:
    if one is None or other is None:
        return one is None and other is None
    start, end = (other["start"], other["end"]) if isinstance(other, Mapping) else other
    shared = min(one[1], end) - max(one[0], start)
    return bool(shared >= HALF * (max(one[1], end) - min(one[0], start)))


def _same_speakers(text: str, gold: Sequence[Sequence[int]], built: Sequence[str], actors: Actors) -> bool:
    """Tell whether the actors are those that the gold's words name, neither more nor fewer.

    A name stands for the same actor wherever the text has it; a group stands for its members.
    """
    members = set(_members(built, actors))
    led: set[str] = set()
    for start, end in gold:
        name = re.compile(re.escape(text[start:end]), re.IGNORECASE)
        places = [match.span() for match in name.finditer(text)]
        named = {
            actor
            for actor, row in actors.items()
            if any(m["start"] < last and first < m["end"] for m in row["mentions"] for first, last in places)
        }
        if not named & members:
            return False
        led |= named
    return members <= led


def _members(ids: Sequence[str], actors: Actors) -> list[str]:
    inside = [one for one, row in actors.items() if set(row.get("member_of") or ()) & set(ids)]
    return inside if inside else [*ids, *inside]


def _shown(name: str, text: str, row: Row) -> str:
    words = " … ".join(text[start:end] for start, end in row["content"])
    cue = text[slice(*row["cue"])] if row["cue"] else "–"
    source = text[slice(*row["source"])] if row["source"] else "–"
    return f"{name} {row['mode']} {row['act']}: {source} | {cue} | {words[:110]!r}"


def report(tally: Tally) -> Iterator[str]:
    """Yield the lines of the table."""
    for name, matched, gold, built in (
        ("all", tally.matched, tally.gold, tally.built),
        ("nested", tally.nested_matched, tally.nested_gold, tally.nested_built),
    ):
        yield f1_line(name, 10, matched, gold, built)
    for name, held in tally.same.items():
        yield f"{name:10} {sum(held) / len(held):.3f}  ({sum(held)} of {len(held)})"


def main() -> None:
    """Build, compare, print."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--least", type=float, default=0.0, help="leave out rows of a lower score")
    given = parser.parse_args()
    held = list(read_annotations("statements", given.corpora, given.part))
    built = read_built({row["doc"]: text for row, text in held})
    tally = Tally()
    for row, text in held:
        sure = [other for other in built[row["doc"]] if other.get("score", 1.0) >= given.least]
        compare(tally, row["doc"], text, row["statements"], sure)
    for line in report(tally):
        print(line)
    for title, errors in (
        ("missed", tally.missed),
        ("not in the gold", tally.extra),
        ("differs", tally.differing),
    ):
        for error in errors[: given.errors]:
            print(f"{title}: {error}")


if __name__ == "__main__":
    main()
