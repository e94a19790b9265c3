"""What a reader should look at first inside one document: things it says that do not go together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.resolve.findings_words import DocumentNames, capital, finding_of, short
from onrecord.types.findings import Corpus
from onrecord.types.rows import DocumentRow, Event, Finding


def on_tensions(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Something is said to be suspended since a date, and to have happened after that date."""
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in corpus.rows(Event, document.id):
        by_kind[event.kind].append(event)
    for kind in sorted(by_kind):
        for held in by_kind[kind]:
            if held.factuality != "suspended" or not held.date or not held.date.endswith("/.."):
                continue
            since = held.date.removesuffix("/..")
            for event in by_kind[kind]:
                if (
                    event.factuality in ("past", "reported")
                    and event.date
                    and event.date[: len(since)] > since
                ):
                    yield _tension(document, held, event, since, named)


def _tension(document: DocumentRow, held: Event, event: Event, since: str, named: DocumentNames) -> Finding:
    anchors = tuple(e for e in (*held.mentions, *event.mentions) if e.document == document.id)
    on_hold, happened = (short(anchor.exact, 60) for anchor in (anchors[0], anchors[-1]))
    title = (
        f"{capital(named(document))} says that this was on hold since {since} (“{on_hold}”) "
        f"and tells of it for {event.date} (“{happened}”)."
    )
    return finding_of("internal_tension", "medium", title, (held.id, event.id), anchors)
