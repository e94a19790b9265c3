"""Score responses on annotated sentences of public documents.

python -m evals.responses --corpora FOLDER [--part PART] [--errors N]

FOLDER holds the corpora as JSON Lines, gzipped; the annotations (evals/data/responses.jsonl) are offsets and
labels into their texts. The documents are built into a record in a temporary folder; of its responses those
whose cue stands in an annotated sentence are scored:

response   matched one to one: the cues share a character
kind       of these, those of the same kind
actor      of matched ones whose actor is told by a name: the built one is mentioned by these words
to         of matched ones: the built ones are mentioned by the words that name to whom, or neither has any

A pronoun names nobody by itself; whom it means is not annotated, so such an actor is not scored.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evals.annotated import PARTS, Row, f1_line, options_of, overlap, read_annotations, read_built

PRONOUNS = frozenset("i we you he she it they who which that us me my our his her its their".split())

Actors = Mapping[str, Row]
Place = Sequence[int]


@dataclass
class Tally:
    """What was matched, what of it agrees, and what does not."""

    gold: int = 0
    built: int = 0
    matched: int = 0
    kinds: int = 0
    actor: list[bool] = field(default_factory=list)
    to: list[bool] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def compare(tally: Tally, row: Row, text: str, *, built: Sequence[Row], actors: Actors) -> None:
    """Add one sentence to the tally."""
    name, gold = row["sentence"], row["responses"]
    pairs = _matched(gold, built)
    tally.gold += len(gold)
    tally.built += len(built)
    tally.matched += len(pairs)
    for one, other in pairs:
        shown = f"{name} {one['kind']} {_around(text, one['cue'])}"
        tally.kinds += one["kind"] == other["kind"]
        if one["kind"] != other["kind"]:
            tally.errors.append(("kind", f"{other['kind']}, not {shown}"))
        if one["actor"] and text[slice(*one["actor"])].casefold() not in PRONOUNS:
            told = [other["actor"]] if other["actor"] else []
            tally.actor.append(_named(one["actor"], told, actors))
            if not tally.actor[-1]:
                tally.errors.append(
                    ("actor", f"{_names(told, actors)}, not {text[slice(*one['actor'])]!r} {shown}")
                )
        tally.to.append(_named(one["to"], other["to"], actors) if one["to"] else not other["to"])
        if not tally.to[-1]:
            wanted = text[slice(*one["to"])] if one["to"] else None
            tally.errors.append(("to", f"{_names(other['to'], actors)}, not {wanted!r} {shown}"))
    told = [id(each) for pair in pairs for each in pair]
    tally.errors += [
        ("missed", f"{name} {each['kind']} | {_around(text, each['cue'])}")
        for each in gold
        if id(each) not in told
    ]
    tally.errors += [
        ("extra", f"{name} {each['kind']} | {_around(text, _cue(each))}")
        for each in built
        if id(each) not in told
    ]


def _matched(gold: Sequence[Row], built: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the pairs whose cues meet, those of one kind first."""
    pairs: list[tuple[Row, Row]] = []
    for same in (True, False):
        for one in gold:
            for other in built:
                taken = any(one is held or other is held for pair in pairs for held in pair)
                alike = (one["kind"] == other["kind"]) is same
                if not taken and alike and overlap(one["cue"], _cue(other)):
                    pairs.append((one, other))
    return pairs


def _cue(row: Row) -> tuple[int, int]:
    held = row["cue"] or row["anchor"]
    return held["start"], held["end"]


def _named(place: Place, told: Sequence[str], actors: Actors) -> bool:
    """Tell whether one of the actors is mentioned in the words at `place`."""
    mentions = (mention for actor in told for mention in actors[actor]["mentions"])
    return any(overlap(place, (mention["start"], mention["end"])) for mention in mentions)


def _names(told: Sequence[str], actors: Actors) -> str:
    return ", ".join(actors[actor]["name"] for actor in told) or "nobody"


def _around(text: str, place: Place) -> str:
    before, word, after = (
        text[max(0, place[0] - 90) : place[0]],
        text[slice(*place)],
        text[place[1] : place[1] + 90],
    )
    return " ".join(f"{before}[{word}]{after}".split())


def report(tally: Tally) -> Iterator[str]:
    """Yield the lines of the table."""
    yield f1_line("response", 9, tally.matched, tally.gold, tally.built)
    yield f1_line("and kind", 9, tally.kinds, tally.gold, tally.built)
    for name, held in (("actor", tally.actor), ("to", tally.to)):
        yield f"{name:9} {sum(held) / (len(held) or 1):.3f}  ({sum(held)} of {len(held)})"


def main() -> None:
    """Build, compare, print."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    held = list(read_annotations("responses", given.corpora, given.part))
    built = read_built({row["sentence"]: text for row, text in held})
    tally = Tally()
    for row, text in held:
        rows = built[row["sentence"]]
        responses = [
            each for each in rows if each["type"] == "response" and row["start"] <= _cue(each)[0] < row["end"]
        ]
        actors = {each["id"]: each for each in rows if each["type"] == "actor"}
        compare(tally, row, text, built=responses, actors=actors)
    for line in report(tally):
        print(line)
    for kind in ("missed", "extra", "kind", "actor", "to"):
        for error in [shown for title, shown in tally.errors if title == kind][: given.errors]:
            print(f"{kind}: {error}")


if __name__ == "__main__":
    main()
