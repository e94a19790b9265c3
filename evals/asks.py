"""Score asks on annotated letters and the releases that print them.

python -m evals.asks --corpora FOLDER [--part PART] [--errors N]

FOLDER holds the corpora as JSON Lines, gzipped; the annotations (evals/data/letters.jsonl) are offsets and
labels into their texts. The texts are built into a record in a temporary folder and its asks are scored:

asks                 matched one to one by action: half of the shorter one in common, and either the operative
                     words meet or half of the longer one is in common
requester, strength  share of the matched ones that have the same
addressee            the same, or a body of the address block, or who is said to hold the office addressed;
                     one who is asked to act himself may be named as addressee or as target
target, relay, negative   the same
all three            requester, addressee and strength right
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evals.annotated import PARTS, Row, f1_line, options_of, overlap, read_annotations, read_built

LEAST_SHARED = 0.5
SIGNERS, ADDRESSEES = "signers", "addressees"

Place = Sequence[int]


@dataclass
class Tally:
    """What was matched, and what of it agrees."""

    gold: int = 0
    built: int = 0
    matched: int = 0
    same: dict[str, list[bool]] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Parties:
    """The actors of a text by what they are in its letter: who signs or sends it, whom it addresses."""

    signers: frozenset[str]
    addressees: frozenset[str]
    actors: Mapping[str, Row]

    def named(self, text: str, place: Place) -> frozenset[str]:
        """Return the actors that the words of a place name, wherever the text has these words."""
        words = re.escape(text[place[0] : place[1]])
        places = [match.span() for match in re.finditer(words, text, re.IGNORECASE)]
        return frozenset(
            actor
            for actor, row in self.actors.items()
            if any(overlap([m["start"], m["end"]], place) for m in row["mentions"] for place in places)
        )


def parties_of(text: str, gold: Row, rows: Sequence[Row]) -> Parties:
    """Return who is who: those whose names stand in the letter's frame, its senders, and groups."""
    actors = {row["id"]: row for row in rows if row["type"] == "actor"}
    plain = Parties(frozenset(), frozenset(), actors)
    document = next(row for row in rows if row["type"] == "document")
    signers = {actor for place in gold["signatories"] for actor in plain.named(text, place)}
    signers |= {*document["issuers"], *document["signatories"], *document["authors"]}
    signers |= {one for one, row in actors.items() if row["kind"] == "group"}
    addressees = {actor for place in gold["addressees"] for actor in _addressed(plain, text, place)}
    lines = [gold["salutation"]] if gold["salutation"] else []
    addressees |= {
        actor
        for actor, row in actors.items()
        if any(overlap([m["start"], m["end"]], line) for m in row["mentions"] for line in lines)
    }
    addressees |= set(document["addressees"]) | _bodies(gold, actors)
    if not gold["signatories"]:
        signers |= _senders(gold, actors) - addressees
    return Parties(frozenset(signers), frozenset(addressees), actors)


def _addressed(plain: Parties, text: str, place: Place) -> frozenset[str]:
    """Return the actors an addressee's words name; where they are an office alone, who is said to have it."""
    words = {word.casefold() for word in re.findall(r"\w+", text[place[0] : place[1]])}
    having = {one for one, row in plain.actors.items() if {r.casefold() for r in row["roles"]} & words}
    return plain.named(text, place) or frozenset(having)


def _bodies(gold: Row, actors: Mapping[str, Row]) -> set[str]:
    """Return the bodies named in the address block: an addressee's own body stands for the addressee."""
    if not gold["addressees"] or not gold["salutation"]:
        return set()
    block = (min(start for start, _ in gold["addressees"]), gold["salutation"][1])
    bodies = {one: row for one, row in actors.items() if row["kind"] in ("body", "organization")}
    return {
        one
        for one, row in bodies.items()
        if any(overlap([m["start"], m["end"]], block) for m in row["mentions"])
    }


def _senders(gold: Row, actors: Mapping[str, Row]) -> set[str]:
    """Return the people named before a letter that prints no signature: the release says who sent it."""
    end = gold["salutation"][0] if gold["salutation"] else 0
    people = {one: row for one, row in actors.items() if row["kind"] == "person"}
    return {one for one, row in people.items() if any(m["end"] <= end for m in row["mentions"])}


def compare(tally: Tally, text: str, gold: Row, rows: Sequence[Row]) -> None:
    """Add one text to the tally."""
    built = [row for row in rows if row["type"] == "ask"]
    parties = parties_of(text, gold, rows)
    pairs = _matched(gold["asks"], built)
    tally.gold += len(gold["asks"])
    tally.built += len(built)
    tally.matched += len(pairs)
    for i, j in pairs:
        _compare(tally, text, {**gold["asks"][i], "letter": gold["letter"]}, built[j], parties)
    found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, ask in enumerate(gold["asks"]):
        if i not in found[0]:
            tally.errors.append(("missed", f"{gold['letter']} {_around(text, ask)}"))
    for j, ask in enumerate(built):
        if j not in found[1]:
            tally.errors.append(("too many", f"{gold['letter']} {_around(text, _plain(ask))}"))


def _compare(tally: Tally, text: str, gold: Row, built: Row, parties: Parties) -> None:
    asked = (*built["addressees"], *(built["targets"] if gold["addressees"] == gold["targets"] else ()))
    told = {
        "requester": (gold["requesters"], built["requesters"]),
        "addressee": (gold["addressees"], asked),
        "target": (gold["targets"], built["targets"]),
    }
    same = {name: _same(text, *pair, parties) for name, pair in told.items()}
    same |= {name: gold[name] == built[name] for name in ("strength", "relay", "negative")}
    same["all three"] = same["requester"] and same["addressee"] and same["strength"]
    for name, right in same.items():
        tally.same.setdefault(name, []).append(right)
        if right or name == "all three":
            continue
        if name in told:
            wanted = [one if isinstance(one, str) else text[slice(*one)] for one in told[name][0]]
            names = [parties.actors[one]["name"] for one in told[name][1] if one in parties.actors]
        else:
            wanted, names = gold[name], built[name]
        tally.errors.append((name, f"{gold['letter']} {_around(text, gold)} | {names}, not {wanted}"))


def _same(text: str, gold: Sequence[str | Place], built: Sequence[str], parties: Parties) -> bool:
    """Tell whether the built actors are those of the gold: at least one, and none that is nobody of them."""
    if not gold or not built:
        return not gold and not built
    meant: set[str] = set()
    for one in gold:
        if one == SIGNERS:
            meant |= parties.signers
        elif one == ADDRESSEES:
            meant |= parties.addressees
        elif not isinstance(one, str):
            meant |= parties.named(text, one)
    return set(built) <= meant


def _matched(gold: Sequence[Row], built: Sequence[Row]) -> list[tuple[int, int]]:
    near = sorted(
        (-share, i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(built)
        if (share := _shared(one, _plain(other))) > 0
    )
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, i, j in near:
        if i not in taken[0] and j not in taken[1]:
            pairs.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return pairs


def _plain(row: Row) -> Row:
    return {name: [row[name]["start"], row[name]["end"]] for name in ("operative", "action")}


def _shared(gold: Row, built: Row) -> float:
    """Return how much two asks share of the words that both cover, 0 where they are two."""
    one, other = gold["action"], built["action"]
    shared: int = min(one[1], other[1]) - max(one[0], other[0])
    lengths = sorted((one[1] - one[0], other[1] - other[0]))
    if shared < LEAST_SHARED * lengths[0]:
        return 0.0
    if not overlap(gold["operative"], built["operative"]) and shared < LEAST_SHARED * lengths[1]:
        return 0.0
    width: int = max(one[1], other[1]) - min(one[0], other[0])
    return shared / width


def _around(text: str, ask: Row) -> str:
    operative, action = (" ".join(text[slice(*ask[part])].split()) for part in ("operative", "action"))
    return f"{operative} … {action[:110]}"


def lines(tally: Tally) -> Iterator[str]:
    """Yield the figures, one a line."""
    yield f1_line("asks", 10, tally.matched, tally.gold, tally.built)
    for name, same in tally.same.items():
        yield f"{name:10} {sum(same) / len(same):.3f}  ({sum(same)} of {len(same)})"


def main() -> None:
    """Print the figures, and with --errors so many errors of each sort."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    annotated = {
        gold["letter"]: (gold, text) for gold, text in read_annotations("letters", given.corpora, given.part)
    }
    built = read_built({name: text for name, (_, text) in annotated.items()})
    tally = Tally()
    for name, (gold, text) in annotated.items():
        compare(tally, text, gold, built[name])
    for line in lines(tally):
        print(line)
    shown: dict[str, int] = {}
    for sort, error in sorted(tally.errors):
        shown[sort] = shown.get(sort, 0) + 1
        if shown[sort] <= given.errors:
            print(f"{sort}: {error}")


if __name__ == "__main__":
    main()
