"""The claims of a draft, each held against the whole record."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.resolve.draft_asks import DraftAsks
from onrecord.resolve.draft_context import DraftContext
from onrecord.resolve.draft_dates import DraftDates
from onrecord.resolve.draft_documents import DocumentsMeant
from onrecord.resolve.draft_figures import DraftFigures
from onrecord.resolve.draft_nearest import PassageIndex
from onrecord.resolve.draft_norms import DraftNorms
from onrecord.resolve.draft_quotations import DraftQuotations
from onrecord.resolve.draft_replies import DraftReplies
from onrecord.resolve.draft_statements import DraftStatements
from onrecord.types.drafts import Compared
from onrecord.types.findings import Corpus


def compare_draft(corpus: Corpus, index: PassageIndex, draft: str) -> Iterator[Compared]:
    """Yield what comparing gives for each claim of a draft, kind by kind.

    `corpus` is the record with the draft in it, `index` finds passages of the record alone.
    """
    context = DraftContext(corpus, index, draft)
    meant = DocumentsMeant(context)
    yield from DraftQuotations(context, meant).compared()
    yield from DraftFigures(context, meant).compared()
    yield from DraftDates(context, meant).compared()
    yield from DraftStatements(context).compared()
    yield from DraftNorms(context).compared()
    yield from DraftAsks(context).compared()
    yield from DraftReplies(context).compared()
