"""Score events on annotated paragraphs of public documents.

python -m evals.events --corpora FOLDER [--part PART] [--errors N]

FOLDER holds the corpora as JSON Lines, gzipped; the annotations (evals/data/events.jsonl) are offsets and
labels into their texts. The documents are built into a record in a temporary folder; of its events those
whose trigger stands in an annotated paragraph are scored:

trigger and kind   matched one to one: a trigger word in common and the same kind
roles              of matched events: a filler of the same role whose words overlap by half of the shorter
factuality         share of matched events with the same one
date               share of matched events dated by the same words, or by none
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evals.annotated import PARTS, Row, f1_line, options_of, overlap, read_annotations, read_built

ROLES = {
    "document": "object",
    "instrument": "object",
    "status": "object",
    "relation": "object",
    "border": "object",
}
"""The vocabulary's names for what an act is about; the annotation has one for all of them."""

LEAST_SHARED = 0.5
"""Share of the shorter filler that two fillers of a role have in common."""

Place = Sequence[int]


@dataclass
class Tally:
    """What was matched, what of it agrees, and what does not."""

    gold: int = 0
    built: int = 0
    matched: int = 0
    roles_gold: int = 0
    roles_built: int = 0
    roles_matched: int = 0
    factuality: list[bool] = field(default_factory=list)
    date: list[bool] = field(default_factory=list)
    errors: list[tuple[str, str]] = field(default_factory=list)


def compare(tally: Tally, name: str, text: str, gold: Sequence[Row], built: Sequence[Row]) -> None:
    """Add one paragraph to the tally."""
    pairs = _matched(gold, built)
    tally.gold += len(gold)
    tally.built += len(built)
    tally.matched += len(pairs)
    for i, j in pairs:
        one, other = gold[i], built[j]
        shown = f"{name} {one['kind']} {_words(text, one['trigger'])}"
        tally.factuality.append(one["factuality"] == other["factuality"])
        if not tally.factuality[-1]:
            labels = f"{other['factuality']}, not {one['factuality']}"
            tally.errors.append(("factuality", f"{shown}: {labels} | {_around(text, one['trigger'])}"))
        tally.date.append(_same_date(one["date"], other["date_anchor"]))
        if not tally.date[-1]:
            told = other["date_anchor"]["exact"] if other["date_anchor"] else None
            wanted = _words(text, one["date"]) if one["date"] else None
            tally.errors.append(
                ("date", f"{shown}: {told!r}, not {wanted!r} | {_around(text, one['trigger'])}")
            )
        _compare_roles(tally, shown, text, one, other)
    found = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, row in enumerate(gold):
        if i not in found[0]:
            shown = f"{name} {row['kind']} {_words(text, row['trigger'])}"
            tally.errors.append(("missed", f"{shown} | {_around(text, row['trigger'])}"))
    for j, row in enumerate(built):
        if j not in found[1]:
            place = _triggers(row)[0]
            tally.errors.append(
                ("extra", f"{name} {row['kind']} {_words(text, place)} | {_around(text, place)}")
            )


def _compare_roles(tally: Tally, shown: str, text: str, gold: Row, built: Row) -> None:
    own = [gold["trigger"], *gold["also"]]
    wanted = [(role, place) for role, places in gold["roles"].items() for place in places]
    held = [
        (ROLES.get(each["role"], each["role"]), (each["anchor"]["start"], each["anchor"]["end"]))
        for each in built["arguments"]
    ]
    # The letter of "sent a letter" is a word of the trigger or its object: readers differ.
    wanted = [each for each in wanted if not _is_own(each, own)]
    held = [each for each in held if not _is_own(each, own)]
    open_gold = list(wanted)
    for role, place in held:
        same = next((g for g in open_gold if g[0] == role and _shared(g[1], place)), None)
        if same is not None:
            open_gold.remove(same)
            tally.roles_matched += 1
        else:
            tally.errors.append(("role extra", f"{shown}: {role} {_words(text, place)!r}"))
    tally.errors += [
        ("role missed", f"{shown}: {r} {_words(text, p)!r} | {_around(text, gold['trigger'])}")
        for r, p in open_gold
    ]
    tally.roles_gold += len(wanted)
    tally.roles_built += len(held)


def _is_own(filler: tuple[str, Place], own: Sequence[Place]) -> bool:
    role, place = filler
    return role == "object" and any(overlap(place, word) for word in own)


def _matched(gold: Sequence[Row], built: Sequence[Row]) -> list[tuple[int, int]]:
    """Return the pairs of events of one kind that share a trigger word; main words are matched first."""
    pairs: list[tuple[int, int]] = []
    for main in (True, False):
        for i, one in enumerate(gold):
            words = [one["trigger"]] if main else [one["trigger"], *one["also"]]
            for j, other in enumerate(built):
                if i in {p for p, _ in pairs} or j in {q for _, q in pairs} or one["kind"] != other["kind"]:
                    continue
                if any(overlap(word, trigger) for word in words for trigger in _triggers(other)):
                    pairs.append((i, j))
    return pairs


def _triggers(row: Row) -> list[tuple[int, int]]:
    return [(anchor["start"], anchor["end"]) for anchor in row["triggers"]]


def _same_date(gold: Place | None, built: Row | None) -> bool:
    if gold is None or built is None:
        return gold is None and built is None
    return overlap(gold, (built["start"], built["end"]))


def _shared(one: Place, other: Place) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= LEAST_SHARED * min(one[1] - one[0], other[1] - other[0])


def _words(text: str, place: Place) -> str:
    return " ".join(text[place[0] : place[1]].split())


def _around(text: str, place: Place) -> str:
    return " ".join(text[max(0, place[0] - 70) : place[1] + 70].split())


def report(tally: Tally) -> Iterator[str]:
    """Yield the lines of the table."""
    for name, matched, gold, built in (
        ("trigger and kind", tally.matched, tally.gold, tally.built),
        ("roles", tally.roles_matched, tally.roles_gold, tally.roles_built),
    ):
        yield f1_line(name, 17, matched, gold, built)
    for name, held in (("factuality", tally.factuality), ("date", tally.date)):
        yield f"{name:17} {sum(held) / (len(held) or 1):.3f}  ({sum(held)} of {len(held)})"


def main() -> None:
    """Build, compare, print."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    held = list(read_annotations("events", given.corpora, given.part))
    built = read_built({row["paragraph"]: text for row, text in held})
    tally = Tally()
    for row, text in held:
        events = [
            event
            for event in built[row["paragraph"]]
            if event["type"] == "event"
            and any(row["start"] <= start < row["end"] for start, _ in _triggers(event))
        ]
        compare(tally, row["paragraph"], text, row["events"], events)
    for line in report(tally):
        print(line)
    for kind in ("missed", "extra", "factuality", "date", "role missed", "role extra"):
        for error in [shown for title, shown in tally.errors if title == kind][: given.errors]:
            print(f"{kind}: {error}")


if __name__ == "__main__":
    main()
