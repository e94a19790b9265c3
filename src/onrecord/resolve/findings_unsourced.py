"""Figures that name no origin: estimates of people harmed, held or driven out, without saying whose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from onrecord.data import Vocabularies
from onrecord.resolve.figures_claims import Claim, any_of, claim_reader
from onrecord.resolve.findings_words import LETTER_KINDS, REPORTING_KINDS, finding_of
from onrecord.types.findings import Corpus
from onrecord.types.naming import DocumentNames, short
from onrecord.types.rows import DocumentRow, Event, Figure, Finding, Statement

ASKED_OF = (*REPORTING_KINDS, *LETTER_KINDS, "listing_page", "report")
"""Kinds of documents whose readers ask where a number is from."""

LEAST_ASKED_FOR = 20
"""Smaller numbers are mostly counts anybody can check."""

MOST_SHOWN = 4
"""Figures that one sentence quotes; the others it counts."""

_WEIGHTY = ("HARM.", "MOVE.", "STATUS.")
"""Kinds of event whose numbers a reader of a record asks after; how many bills or grants, anybody can see."""

_REACH = 600
"""Characters on either side of a figure in which its paragraph is looked at: most are no longer."""

_ESTIMATES = ("at_least", "more_than", "at_most", "less_than", "about", "nearly", "vague", "between")
_END = re.compile(r"\n|[.!?][”\"’)]*\s+(?=[“\"A-Z])")


def on_unsourced_figures(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell once of a document which of its estimates lead back to nobody."""
    if document.kind not in ASKED_OF:
        return
    figures = [figure for figure in corpus.rows(Figure, document.id) if _is_estimate(figure)]
    if not figures:
        return
    words, text = _words(), corpus.text(document.id)
    said = {row.id for row in corpus.rows(Statement, document.id) if row.source is not None or row.level == 0}
    claims = claim_reader().claims(document, text, figures, corpus.rows(Event, document.id))
    bare = [
        claim.figure
        for claim in claims
        if not words.name_source(text, claim.figure, hearsay=claim.hearsay)
        and (claim.hearsay or _is_bare(claim, said))
    ]
    if bare:
        shown = ", ".join(f"“{short(figure.anchor.exact, 50)}”" for figure in bare[:MOST_SHOWN])
        more = f" and {len(bare) - MOST_SHOWN} more" if len(bare) > MOST_SHOWN else ""
        verb = "names no origin" if len(bare) == 1 else "name no origin"
        title = f"{shown}{more} in {named(document)} {verb}."
        rows = tuple(figure.id for figure in bare)
        yield finding_of("unsourced_figure", "low", title, rows, tuple(figure.anchor for figure in bare))


def _is_estimate(figure: Figure) -> bool:
    size = figure.number or figure.low or 0
    counts = figure.measure in ("stock", "flow") and figure.quantity == "count" and figure.unit is None
    return counts and figure.counted is not None and figure.bound in _ESTIMATES and size >= LEAST_ASKED_FOR


def _is_bare(claim: Claim, said: Collection[str]) -> bool:
    """Tell whether a figure of what people suffered stands in nobody's words and leads back to nobody."""
    happening = claim.happening
    if happening is None or not happening.happened or not happening.kind.startswith(_WEIGHTY):
        return False
    led = any(link.startswith("a-") for link in claim.figure.chain)
    return claim.figure.statement not in said and not led


class _Words:
    """The words by which a sentence says where its numbers are from, or that they need no source."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._sources = any_of(table["sources"], r"\b")
        self._own = any_of(table["own"], r"\b")
        self._unreal = any_of(table["unreal"], r"\b(?!\s*(?:[.,;:)]|\Z))")  # not "against their will."

    def name_source(self, text: str, figure: Figure, *, hearsay: bool) -> bool:
        """Tell whether the paragraph of a figure names a source up to its sentence, or that needs none.

        What is told as hearsay needs one all the same, and has it from no other sentence.
        """
        anchor = figure.anchor
        before, after = (
            text[max(0, anchor.start - _REACH) : anchor.start],
            text[anchor.end : anchor.end + _REACH],
        )
        ends = [match.end() for match in _END.finditer(before)]
        behind = _END.search(after)
        rest = after[: behind.start() if behind else len(after)]
        own = before[ends[-1] if ends else 0 :] + anchor.exact + rest
        paragraph = before.rpartition("\n")[2]
        if hearsay:
            return self._sources.search(own) is not None
        words = (self._sources.search(f"{paragraph} {own}"), self._own.search(own), self._unreal.search(own))
        return any(words)


@cache
def _words() -> _Words:
    return _Words(Vocabularies().table("figures"))
