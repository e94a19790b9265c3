"""What a reader should look at first in quotations: words that are not those of the document quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.resolve.findings_words import DocumentNames, capital, finding_of, short
from onrecord.resolve.words import folded
from onrecord.types.findings import Corpus
from onrecord.types.rows import Difference, DocumentRow, Finding, QuotationCheck

WEIGHTY = frozenset(
    "no not never none without cannot must shall should may might could can will would all some any only "
    "more less most least fewer nearly about over under than reportedly allegedly likely".split()
)
"""Words that FIELD.md section 5 says a quotation may never change: negation, modals, hedges, bounds,
comparatives. A difference in one of them, or in a number, makes an altered quotation a grave one."""


def on_quotations(document: DocumentRow, corpus: Corpus, named: DocumentNames) -> Iterator[Finding]:
    """Tell of each quotation that differs in substance from its source, or joins pieces of it unmarked."""
    for check in corpus.rows(QuotationCheck, document.id):
        if check.verdict not in ("altered", "truncated") or check.found is None:
            continue
        source = named(corpus.document(check.found.document))
        anchors = (check.quotation, check.found)
        quoted = short(check.quotation.exact, 60)
        if check.verdict == "altered":
            told = _told(check.differences)
            title = f"{capital(named(document))} quotes {source} in other words: {told}."
            yield finding_of("altered_quotation", _gravity(check.differences), title, (check.id,), anchors)
        else:
            title = (
                f"{capital(named(document))} joins words that stand apart in {source} "
                f"without marking what it left out, at “{quoted}”."
            )
            yield finding_of("stitched_quotation", "medium", title, (check.id,), anchors)


def _told(differences: Iterable[Difference]) -> str:
    """Return the gravest differences in words, three at most."""
    told = []
    for difference in differences:
        if difference.weight == "substantive":
            quoted, original = short(difference.quoted, 50), short(difference.original, 50)
            if difference.op == "insert":
                told.append(f"it adds “{quoted}”")
            elif difference.op == "delete":
                told.append(f"it leaves out “{original}”")
            else:
                told.append(f"“{quoted}” where the original has “{original}”")
    return "; ".join(told[:3]) + ("; and more" if len(told) > 3 else "")


def _gravity(differences: Iterable[Difference]) -> str:
    changed = {
        folded(word)
        for difference in differences
        if difference.weight == "substantive"
        for word in (difference.quoted + " " + difference.original).split()
    }
    numbers = any(char.isdigit() for word in changed for char in word)
    return "high" if numbers or changed & WEIGHTY else "medium"
