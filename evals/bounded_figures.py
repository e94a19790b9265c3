"""Score bounded figures on annotated sentences of press releases and speeches.

python -m evals.bounded_figures --corpora FOLDER [--part PART] [--errors N]

FOLDER holds the corpora as JSON Lines, gzipped; the annotations (evals/data/bounded_figures.jsonl) are
offsets and labels into their texts: every figure that is not said exactly. The documents are built into a
record in a temporary folder. A figure is found where its value shares a character with an annotated one;
bound and interval are right where bound, lowest and highest number are those of the annotation.
"""

from __future__ import annotations

import math

from evals.annotated import PARTS, Row, options_of, overlap, read_annotations, read_built


def _same_limits(gold: Row, built: Row) -> bool:
    """Tell whether bound and interval agree; a share may be told to four digits ("a third" as 0.3333)."""
    limits = ((gold["low"], built["low"]), (gold["high"], built["high"]))
    return gold["bound"] == built["bound"] and all(
        one == other or (None not in (one, other) and math.isclose(one, other, rel_tol=1e-3))
        for one, other in limits
    )


def main() -> None:
    """Build, compare, print."""
    parser = options_of(__doc__)
    parser.add_argument("--part", choices=PARTS)
    given = parser.parse_args()
    held = list(read_annotations("bounded_figures", given.corpora, given.part))
    built = read_built({row["sentence"]: text for row, text in held})
    found, right, total = 0, 0, 0
    errors: list[str] = []
    for row, text in held:
        figures = [figure for figure in built[row["sentence"]] if figure["type"] == "figure"]
        for wanted in row["figures"]:
            near = [figure for figure in figures if _overlaps(wanted, figure)]
            same = any(_same_limits(wanted, figure) for figure in near)
            total, found, right = total + 1, found + bool(near), right + same
            if not same:
                told = [(f["value"]["exact"], f["bound"], f["low"], f["high"]) for f in near]
                limits = (wanted["bound"], wanted["low"], wanted["high"])
                errors.append(f"{row['sentence']} {text[slice(*wanted['value'])]!r} {limits}: {told}")
        errors += [
            f"{row['sentence']} {figure['value']['exact']!r} is not in the gold"
            for figure in figures
            if row["start"] <= figure["value"]["start"] < row["end"]
            and figure["bound"] != "exact"
            and not any(_overlaps(wanted, figure) for wanted in row["figures"])
        ]
    false = sum(error.endswith("is not in the gold") for error in errors)
    print(f"found               {found / total:.3f}  ({found} of {total})")
    print(f"bound and interval  {right / total:.3f}  ({right} of {total})")
    print(f"bounded, not in the gold: {false}")
    for error in errors[: given.errors]:
        print(error)


def _overlaps(gold: Row, built: Row) -> bool:
    return overlap(gold["value"], (built["value"]["start"], built["value"]["end"]))


if __name__ == "__main__":
    main()
