"""Issues: what could not be read, with the remedy; and the words that were seen and refused, by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord.record.refusals import RefusalQuery, refusals
from onrecord.types.errors import Issue
from onrecord.web.rendering import page, with_query
from onrecord.web.site import Site

SHOWN = 200
"""Issues of a page; of more, the page says how many and how to see the rest."""


def show_issues(request: Request) -> Response:
    """Show what could not be read, errors first."""
    site: Site = request.app.state.site
    every = sorted(site.record.issues(), key=lambda issue: (issue.severity, issue))
    severity, code = (request.query_params.get(name, "") for name in ("severity", "code"))
    first = _number(request.query_params.get("from", ""))
    kept = [issue for issue in every if _fits(issue, severity, code)]
    after = first + SHOWN
    return page(
        request,
        "issues.html",
        issues=kept[first:after],
        total=len(kept),
        in_record=len(every),
        severity=severity,
        code=code,
        severities=_counts(every, "severity"),
        codes=_counts(every, "code"),
        next=with_query(request, **{"from": after}) if after < len(kept) else None,
        first=with_query(request, **{"from": None}) if first else None,
    )


def _fits(issue: Issue, severity: str, code: str) -> bool:
    return severity in ("", issue.severity) and code in ("", issue.code)


def _counts(issues: Sequence[Issue], name: str) -> list[tuple[str, int]]:
    return Counter(getattr(issue, name) for issue in issues).most_common()


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def show_refusals(request: Request) -> Response:
    """Show the words that extractors saw and refused, by extractor and reason."""
    site: Site = request.app.state.site
    extractor, code, document, after = (
        request.query_params.get(name) or None for name in ("extractor", "code", "document", "after")
    )
    found = refusals(site.record, RefusalQuery(extractor, code, document, after))
    return page(
        request,
        "refusals.html",
        refusals=found.refusals,
        reasons=site.reasons.counted(document),
        extractor=extractor,
        code=code,
        document=document,
        next=with_query(request, after=found.after) if found.after else None,
        first=with_query(request, after=None) if after else None,
    )


routes = [Route("/issues", show_issues), Route("/issues/refused", show_refusals)]
