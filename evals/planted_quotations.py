"""Score the verdicts on quotations that this script plants, so that each verdict is known.

python -m evals.planted_quotations --corpora FOLDER [--each N] [--whole] [--draw N] [--errors N]

Sentences of congress-press are put between marks in small made-up documents: as they stand or varied as an
honest writer varies them (FIELD.md section 5), with one word, number or negation changed, two pieces joined
without a mark, or given to somebody else. The made-up documents name the original and its day, or are
releases on a letter (the original, framed as one) that they quote elsewhere as well, or are articles that
name the speaker alone. N of each class are planted (1000, the same ones in every run). All stands in one
record with the originals and --draw other documents of the corpus (2000; with --whole all of them), and the
checks are those of the resolver on that record. Rows of the made-up documents are given, so that no model
is needed; with --read N so many of them are read by the whole plan instead.

right        share of a class with the verdict it should have, by way the original is claimed
unaccused    share of the verbatim ones that are not called altered, truncated or absent: it should be 1
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from evals.annotated import options_of
from evals.planted_frames import Frame, Original, frame_of
from evals.planting import CLASSES, plant, sentences, unmarked
from evals.press import print_first
from onrecord.config import Config
from onrecord.pipeline.build import build, make_reader
from onrecord.pipeline.engines import InlineEngine
from onrecord.record.store import Record
from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.findings import DocumentFindings
from onrecord.types.rows import Actor, QuotationCheck

SEED = 20240504

FEWEST_SENTENCES = 4
"""Sentences a text must have to plant from."""

RIGHT = {"verbatim": "verbatim", "word": "altered", "number": "altered", "negation": "altered",
         "stitched": "truncated", "speaker": "elsewhere"}  # fmt: skip

ACCUSING = ("altered", "truncated", "absent")


@dataclass
class Tally:
    """Planted quotations of one class by the way their original is claimed, and those told rightly."""

    planted: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    accused: int = 0
    errors: list[str] = field(default_factory=list)

    def add(self, frame: Frame, check: QuotationCheck | None) -> None:
        """Add one planted quotation with what was made of it."""
        verdict = check.verdict if check else "none"
        right = verdict == RIGHT[frame.planted.sort]
        if frame.planted.sort == "speaker":
            right = right and check is not None and check.speaker_differs
        self.planted[frame.way] += 1
        self.right[frame.way] += right
        self.verdicts[verdict] += 1
        if frame.planted.sort == "verbatim" and verdict in ACCUSING:
            self.accused += 1
        if not right:
            told = [(one.op, one.quoted, one.original) for one in check.differences] if check else []
            made = frame.planted
            self.errors.append(f"{made.sort} ({made.how}, {frame.way}): {verdict}: {made.words!r} {told}")


def read_rows(corpora: Path) -> list[dict[str, Any]]:
    """Return the documents of the corpus, each text once."""
    with gzip.open(corpora / "congress-press.jsonl.gz", "rt", encoding="utf-8") as lines:
        return list({row["text"]: row for row in map(json.loads, lines)}.values())


def make_frames(rows: Sequence[dict[str, Any]], each: int) -> list[Frame]:
    """Return documents that quote texts of the corpus, `each` of every class, always the same ones."""
    chance = random.Random(SEED)
    seen = Counter(sentence for row in rows for sentence in set(sentences(row["text"])))
    authors = sorted({row["author"] for row in rows if row.get("author")})
    made: dict[str, int] = Counter()
    frames: list[Frame] = []
    for row in chance.sample(list(rows), len(rows)):
        own = [sentence for sentence in sentences(row["text"]) if seen[sentence] == 1]
        if len(own) < FEWEST_SENTENCES or not row.get("author") or not row.get("date"):
            continue
        original = Original(row["text"], row["author"], date.fromisoformat(row["date"]), own)
        for sort in CLASSES:
            some = list(unmarked(own, row["text"])) if sort == "speaker" else own
            planted = plant(sort, some, row["text"], chance) if some and made[sort] < each else None
            frame = frame_of(original, planted, authors, chance) if planted else None
            if frame is not None:
                made[sort] += 1
                frames.append(frame)
        if all(made[sort] >= each for sort in CLASSES):
            break
    return frames


def checks_of(findings: Iterable[DocumentFindings]) -> dict[str, list[QuotationCheck]]:
    """Return the checks that the resolver makes in a record of some documents, by document."""
    resolver = QuotationResolver()
    found: dict[str, list[QuotationCheck]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, Record.create(Path(folder) / "record") as record:
        seen: dict[str, str] = {}
        for one in findings:
            keys = tuple(sorted(set(resolver.keys(one))))
            record.save_document(DocumentFindings(one.row, one.text, one.rows, keys=keys), "planted")
            seen[one.row.path] = one.row.id
        record.seen("planted", seen)
        for made in resolver.resolve(record):
            if isinstance(made.item, QuotationCheck):
                found[made.item.quotation.document].append(made.item)
    return found


def read_checks(frames: Sequence[Frame]) -> dict[str, list[QuotationCheck]]:
    """Return the checks of a record that the whole plan builds of the documents, their days given."""
    with tempfile.TemporaryDirectory() as folder:
        source, record = Path(folder) / "planted", Path(folder) / "planted.record"
        source.mkdir()
        for findings in documents(frames, ()):
            _write(source, findings)
        config = Config()
        build([source], record, config, engine=InlineEngine(make_reader, config))
        found: dict[str, list[QuotationCheck]] = defaultdict(list)
        with Record.open(record) as held:
            for check in held.rows(QuotationCheck):
                found[check.quotation.document].append(check)
    return found


def _write(folder: Path, findings: DocumentFindings) -> None:
    row = findings.row
    path = folder / f"{row.id}.txt"
    path.write_text(findings.text, "utf-8", newline="")
    names = {actor.id: actor.name for actor in findings.rows if isinstance(actor, Actor)}
    said = {"date": row.date.edtf if row.date else None, "kind": row.kind}
    if row.issuers:
        said["author"] = names[row.issuers[0]]
    path.with_name(f"{path.name}.meta.json").write_text(json.dumps(said), "utf-8")


def others(rows: Sequence[dict[str, Any]], frames: Sequence[Frame], draw: int) -> Iterator[Original]:
    """Yield other documents of the corpus than those planted from, always the same ones; all where 0."""
    used = {frame.original.text for frame in frames}
    rest = [row for row in rows if row["text"] not in used and row.get("author") and row.get("date")]
    chosen = random.Random(SEED).sample(rest, draw) if 0 < draw < len(rest) else rest
    for row in chosen:
        yield Original(row["text"], row["author"], date.fromisoformat(row["date"]), [])


def documents(frames: Sequence[Frame], rest: Iterable[Original]) -> Iterator[DocumentFindings]:
    """Yield the made-up documents, their originals each once, and the others."""
    seen: set[str] = set()
    for frame in frames:
        for findings in (frame.source, frame.findings):
            if findings.row.id not in seen:
                seen.add(findings.row.id)
                yield findings
    for original in rest:
        findings = original.release()
        if findings.row.id not in seen:
            seen.add(findings.row.id)
            yield findings


def report(sort: str, tally: Tally) -> str:
    """Return the line of one class."""
    planted, right = tally.planted.total(), tally.right.total()
    ways = "  ".join(f"{way} {tally.right[way] / count:.3f}" for way, count in sorted(tally.planted.items()))
    told = ", ".join(f"{verdict} {count}" for verdict, count in tally.verdicts.most_common())
    return f"{sort:10} right {right / max(1, planted):.3f}  {ways}  ({right} of {planted}: {told})"


def main() -> None:
    """Plant, check, print."""
    parser = options_of(__doc__)
    parser.add_argument("--each", type=int, default=1000)
    parser.add_argument("--draw", type=int, default=2000)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--read", type=int, default=0)
    given = parser.parse_args()
    rows = read_rows(given.corpora)
    if given.read:
        frames = make_frames(rows, max(1, given.read // len(CLASSES)))
        found = read_checks(frames)
    else:
        frames = make_frames(rows, given.each)
        rest = others(rows, frames, 0 if given.whole else given.draw)
        found = checks_of(documents(frames, rest))
    tallies = {sort: Tally() for sort in CLASSES}
    for frame in frames:
        tallies[frame.planted.sort].add(frame, frame.check(found.get(frame.findings.row.id, ())))
    for sort, tally in tallies.items():
        print(report(sort, tally))
    honest = tallies["verbatim"]
    share = 1 - honest.accused / max(1, honest.planted.total())
    print(f"unaccused  verbatim {share:.4f}  ({honest.accused} of {honest.planted.total()} accused)")
    print_first([error for tally in tallies.values() for error in tally.errors], given.errors)


if __name__ == "__main__":
    main()
