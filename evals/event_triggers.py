"""Score single triggers of events: which are taken, and the factuality and date of those.

python -m evals.event_triggers --corpora FOLDER [--errors N]

The annotations (evals/data/event_triggers.jsonl) are words that an early version took for triggers, each with
whether it tells of an event of its kind. Each is read in its sentence alone, without the document around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from evals.annotated import Row, options_of, overlap, read_annotations
from onrecord.annotate.parser import Parser
from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.events import EventExtractor
from onrecord.extract.norms import NormExtractor
from onrecord.extract.times import TimeExtractor
from onrecord.types.documents import Document, Layout
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Event
from onrecord.types.spans import Span


class Reader:
    """Reads the events of one sentence."""

    def __init__(self) -> None:
        vocabularies = Vocabularies()
        self._parser = Parser()
        self._before = (
            TimeExtractor(vocabularies),
            ActorExtractor(vocabularies),
            NormExtractor(vocabularies),
        )
        self._events = EventExtractor(vocabularies)

    def read(self, text: str) -> Iterator[Event]:
        """Yield the events of a sentence."""
        layout = Layout(paragraphs=(Span(0, len(text)),))
        page = self._parser.annotate(Document("d-0", "sentence", "", "text/plain", text, "en", layout))
        found = Found()
        for extractor in self._before:
            items = [item for item in extractor.extract(page, found) if not isinstance(item, Rejected)]
            found = found.with_(items)
        yield from (item for item in self._events.extract(page, found) if isinstance(item, Event))


def main() -> None:
    """Read each sentence, compare, print."""
    parser = options_of(__doc__)
    given = parser.parse_args()
    reader = Reader()
    taken: list[bool] = []
    left: list[bool] = []
    factuality: list[bool] = []
    date: list[bool] = []
    errors: list[str] = []
    for row, text in read_annotations("event_triggers", given.corpora, None):
        sentence = text[row["start"] : row["end"]]
        event = next((e for e in reader.read(sentence) if _is_told(row, e)), None)
        (taken if row["ok"] else left).append(event is not None)
        if not row["ok"] or event is None:
            continue
        factuality.append(event.factuality == row["factuality"])
        date.append(_same_date(row, event))
        if not factuality[-1]:
            errors.append(f"{row['kind']} {event.factuality}, not {row['factuality']}: {_shown(row, text)}")
    found, false = sum(taken), sum(left)
    print(f"events taken      {found / (len(taken) or 1):.3f}  ({found} of {len(taken)})")
    print(f"taken that are    {found / (found + false):.3f}  ({found} of {found + false})")
    print(
        f"factuality        {sum(factuality) / len(factuality):.3f}  ({sum(factuality)} of {len(factuality)})"
    )
    print(f"date              {sum(date) / len(date):.3f}  ({sum(date)} of {len(date)})")
    for error in errors[: given.errors]:
        print(error)


def _is_told(row: Row, event: Event) -> bool:
    place = [offset - row["start"] for offset in row["trigger"]]
    return event.kind == row["kind"] and any(overlap(place, (t.start, t.end)) for t in event.triggers)


def _same_date(row: Row, event: Event) -> bool:
    anchor = event.date_anchor
    if row["date"] is None or anchor is None:
        return row["date"] is None and anchor is None
    return overlap([offset - row["start"] for offset in row["date"]], (anchor.start, anchor.end))


def _shown(row: Row, text: str) -> str:
    start, end = row["trigger"]
    around = f"{text[max(row['start'], start - 120) : start]}[[{text[start:end]}]]{text[end : end + 80]}"
    return " ".join(around.split())


if __name__ == "__main__":
    main()
