"""Score the layout of letters printed inside public releases.

python -m evals.letters --corpora FOLDER [--part PART] [--errors N]

FOLDER holds the corpora as JSON Lines, gzipped; the annotations (evals/data/letters.jsonl) are offsets and
labels into their texts. No model is loaded. Of each text's first letter are scored:

salutation, closing, subject   letters whose line was found, or rightly none
date                           letters whose own date line was found, or rightly none
addressees, signatories        names: a name in common, one to one
kind                           texts whose kind is the annotated one
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from evals.annotated import PARTS, Row, f1_line, options_of, overlap, read_annotations
from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Document, Layout, Party

LINES = {"salutation": "salutation", "closing": "closing", "subject": "subject_line", "date": "date_line"}
"""The annotated lines with the segments that hold them."""

PARTIES = ("addressees", "signatories")

Place = Sequence[int]


@dataclass
class Tally:
    """What was found of the letters' frames, and what was not."""

    right: dict[str, list[bool]] = field(default_factory=dict)
    names: dict[str, list[int]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def read_layout(text: str) -> Layout:
    """Return the layout of a text as a reader of plain files hands it on."""
    document = Document("d-0", "letter.txt", "", "text/plain", text, "en")
    return lay_out(document, CanonicalText(text, "evals"), Vocabularies())


def compare(tally: Tally, name: str, text: str, gold: Row, layout: Layout) -> None:
    """Add one text to the tally."""
    letter = gold["salutation"]
    for what, segment in LINES.items():
        built = [[held.start, held.end] for held in layout.of(segment)]
        ok = _is_right(gold[what], built, letter)
        tally.right.setdefault(what, []).append(ok)
        if not ok:
            shown = [text[start:end] for start, end in built]
            tally.errors.append(f"{what} {name}: {shown}, not {_words(text, gold[what])!r}")
    for what in PARTIES:
        built_names = [[party.name.start, party.name.end] for party in _parties(layout, what)]
        matched = _matched(gold[what], built_names)
        counts = tally.names.setdefault(what, [0, 0, 0])
        for at, count in enumerate((len(matched), len(gold[what]), len(built_names))):
            counts[at] += count
        if len(matched) < max(len(gold[what]), len(built_names)):
            shown = [text[start:end] for start, end in built_names]
            wanted = [_words(text, place) for place in gold[what]]
            tally.errors.append(f"{what} {name}: {shown}, not {wanted}")
    tally.right.setdefault("kind", []).append(layout.kind == gold["kind"])
    if layout.kind != gold["kind"]:
        tally.errors.append(f"kind {name}: {layout.kind}, not {gold['kind']}")


def _is_right(place: Place | None, built: Sequence[Place], letter: Place | None) -> bool:
    """Tell whether a line was found; where the letter has none, nothing may stand in its own frame."""
    if place is not None:
        return any(overlap(place, one) for one in built)
    return letter is None or all(one[1] <= letter[0] - FRAME or one[0] >= letter[1] + FRAME for one in built)


FRAME = 1_000
"""Characters around a salutation in which a line is taken for one of the letter's own."""


def _parties(layout: Layout, what: str) -> tuple[Party, ...]:
    """Return the parties of the first letter that a text holds or is."""
    held: Layout | object = layout.letters[0] if layout.letters else layout
    parties: tuple[Party, ...] = getattr(held, what)
    return parties


def _matched(gold: Sequence[Place], built: Sequence[Place]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for i, one in enumerate(gold):
        taken = {j for _, j in pairs}
        found = next((j for j, other in enumerate(built) if j not in taken and overlap(one, other)), None)
        if found is not None:
            pairs.append((i, found))
    return pairs


def _words(text: str, place: Place | None) -> str | None:
    return text[place[0] : place[1]] if place else None


def lines(tally: Tally) -> Iterator[str]:
    """Yield the figures, one a line."""
    for what in PARTIES:
        yield f1_line(what, 14, *tally.names[what])
    for what, right in tally.right.items():
        yield f"{what:14} {sum(right) / len(right):.3f}  ({sum(right)} of {len(right)})"


def main() -> None:
    """Print the figures, and with --errors what was not found or found wrong."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    tally = Tally()
    for gold, text in read_annotations("letters", given.corpora, given.part):
        compare(tally, gold["letter"], text, gold, read_layout(text))
    for line in lines(tally):
        print(line)
    for error in tally.errors[: given.errors]:
        print(error)


if __name__ == "__main__":
    main()
