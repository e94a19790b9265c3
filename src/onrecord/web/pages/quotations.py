"""Quotations by their verdict, and each beside the text it claims to quote."""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.catalogue import RowQuery
from onrecord.types.rows import QUOTATION_VERDICTS, QuotationCheck, Statement
from onrecord.types.spans import Evidence
from onrecord.web.errors import not_found
from onrecord.web.rendering import page
from onrecord.web.side_by_side import laid_out, told
from onrecord.web.site import Site

AROUND = 260
"""Characters of context before and after a quotation and its original."""

VERDICTS = {
    "verbatim": "The words stand in the document they are said to be from.",
    "altered": "Words differ from those of the original.",
    "truncated": "Words of the original were cut or stitched together without a mark.",
    "elsewhere": "The words are in another document than they are said to be, or are somebody else's.",
    "absent": "The document they are said to be from is here, and the words are not in it.",
    "unverifiable": "What is quoted is not in this record: nothing is known either way.",
    "not_speech": "A title or a term in marks, nobody's words.",
}
"""Each verdict in a sentence."""

ORDER = ("altered", "truncated", "absent", "elsewhere", "verbatim", "unverifiable", "not_speech")
"""Verdicts in the order a reader looks at them."""


_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Context:
    """Words before and after an anchor in its document, cut between words."""

    before: str
    after: str


def show_quotations(request: Request) -> Response:
    """Show quotations, of one verdict or of all."""
    site: Site = request.app.state.site
    query = request.query_params
    verdict = query.get("verdict", "")
    verdicts = (verdict,) if verdict in QUOTATION_VERDICTS else ()
    asked = RowQuery(
        QuotationCheck.row_type,
        document=query.get("document") or None,
        verdicts=verdicts,
        words=query.get("words") or None,
        after=query.get("after"),
    )
    found = site.catalogue.page(asked)
    checks = [entry.row for entry in found.entries if isinstance(entry.row, QuotationCheck)]
    counts = dict(found.facets.get("verdicts", ()))
    site.names.many(
        id_ for check in checks for id_ in (check.quotation.document, check.claimed_source) if id_
    )
    return page(
        request,
        "quotations.html",
        checks=checks,
        found=found,
        counts=[(name, counts.get(name, 0)) for name in ORDER],
        verdict=verdict,
        verdicts=VERDICTS,
        words=query.get("words", ""),
        told=told,
    )


def show_quotation(request: Request) -> Response:
    """Show one quotation beside its original."""
    site: Site = request.app.state.site
    check = site.record.row(request.path_params["id"])
    if not isinstance(check, QuotationCheck):
        not_found("There is no such quotation in this record, or a reviewer rejected it.")
    statement = site.record.row(check.statement) if check.statement else None
    return page(
        request,
        "quotation.html",
        check=check,
        verdict=VERDICTS[check.verdict],
        speakers=statement.speakers if isinstance(statement, Statement) else (),
        stretches=laid_out(check),
        differences=[(told(difference), difference.weight) for difference in check.differences],
        around=_around(site, check.quotation),
        around_found=_around(site, check.found) if check.found else None,
        row=check,
    )


def _around(site: Site, anchor: Evidence) -> Context:
    text = site.record.text(anchor.document)
    first, last = max(0, anchor.start - AROUND), min(len(text), anchor.end + AROUND)
    before, after = text[first : anchor.start], text[anchor.end : last]
    if first > 0:
        before = "… " + before.partition(" ")[2]
    if last < len(text):
        after = after.rpartition(" ")[0] + " …"
    return Context(_BLANK_LINES.sub("\n", before), _BLANK_LINES.sub("\n", after))


routes = [Route("/quotations", show_quotations), Route("/quotations/{id}", show_quotation)]
