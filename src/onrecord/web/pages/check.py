"""A draft held against the record: pasted or sent, with its verdicts in the order of its text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.check.outputs.formats import OUTPUTS
from onrecord.check.outputs.marked import paragraphs_of
from onrecord.check.outputs.words import (
    KIND_WORDS,
    MOST_GROUNDS,
    WEIGHT_WORDS,
    headline,
    told_differences,
    told_ground,
)
from onrecord.check.report import KINDS, WEIGHTS, Verdict
from onrecord.pipeline.tracing import DOCX
from onrecord.web.drafts import LARGEST, Draft
from onrecord.web.errors import not_found
from onrecord.web.rendering import page
from onrecord.web.security import posted
from onrecord.web.site import Site
from onrecord.web.who import person_of

PATIENCE = 2.0
"""Seconds a page waits for a draft; after that it says that it is at work and looks again."""

LONGEST_SHOWN = 300_000
"""Characters of a draft that are shown whole; of a longer one only the paragraphs with claims are."""


def show_form(request: Request) -> Response:
    """Show where a draft is pasted or chosen."""
    return page(request, "check.html", largest=LARGEST >> 20)


@posted
def take_draft(request: Request, form: FormData) -> Response:
    """Take a draft and lead to its page."""
    site: Site = request.app.state.site
    file, text = form.get("file"), form.get("text")
    if isinstance(file, UploadFile) and file.filename:
        content, name = file.file.read(LARGEST + 1), file.filename
    else:
        words = text if isinstance(text, str) else ""
        content, name = words.replace("\r\n", "\n").encode("utf-8", "surrogatepass"), "pasted text.txt"
    key = site.drafts.take(content, name, person_of(request).name)
    return RedirectResponse(f"/check/{key}", status_code=303)


def show_draft(request: Request) -> Response:
    """Show the verdicts on a draft; while it is at work, a page that looks again."""
    draft = _draft(request)
    key = request.path_params["key"]
    if not draft.waited(PATIENCE):
        return page(request, "check_waiting.html", name=draft.name)
    report = draft.outcome.result()
    weight, kind = request.query_params.get("weight", ""), request.query_params.get("kind", "")
    chosen = _chosen(weight, kind)
    shown = sum(chosen(verdict) for verdict in report.verdicts)
    paragraphs = list(paragraphs_of(report, chosen))
    whole = len(report.text) <= LONGEST_SHOWN
    return page(
        request,
        "check_result.html",
        key=key,
        name=draft.name,
        report=report,
        paragraphs=paragraphs if whole else [each for each in paragraphs if each.notes],
        whole=whole,
        shown=shown,
        weight=weight if weight in (*WEIGHTS, LOOKED_AT) else "",
        kind=kind if kind in KINDS else "",
        weights=report.counts(),
        kinds=[(name, many) for name, many in Counter(each.kind for each in report.verdicts).items()],
        weight_words=WEIGHT_WORDS,
        kind_words=KIND_WORDS,
        headline=headline,
        told_differences=told_differences,
        told_ground=told_ground,
        most_grounds=MOST_GROUNDS,
        is_word=draft.media_type == DOCX,
    )


LOOKED_AT = "look-at"
"""The filter for all that is to be looked at: what the record says otherwise, and what nothing bears out."""


def _chosen(weight: str, kind: str) -> Callable[[Verdict], bool]:
    weights = {"": WEIGHTS, LOOKED_AT: ("fault", "look")}.get(weight, (weight,))
    if weight not in (*WEIGHTS, LOOKED_AT):
        weights = WEIGHTS
    return lambda verdict: verdict.weight in weights and (kind not in KINDS or verdict.kind == kind)


def download(request: Request) -> Response:
    """Send a checked draft in one of its formats."""
    draft = _draft(request)
    suffix = f".{request.path_params['format']}"
    if suffix not in OUTPUTS:
        not_found("A checked draft is there as docx, html, sarif and jsonl.")
    if not draft.waited(PATIENCE):
        not_found("The draft is not checked yet. Go back and wait for it.")
    output = OUTPUTS[suffix]
    content = output.make(draft.outcome.result(), draft.content)
    stem = PurePosixPath(draft.name).stem
    disposition = f"attachment; filename*=UTF-8''{quote(f'{stem}, checked{suffix}', safe='')}"
    return Response(content, media_type=output.media_type, headers={"Content-Disposition": disposition})


@posted
def forget(request: Request, form: FormData) -> Response:
    """Keep a draft no longer."""
    site: Site = request.app.state.site
    site.drafts.forget(request.path_params["key"], person_of(request).name)
    return RedirectResponse("/check", status_code=303)


def _draft(request: Request) -> Draft:
    site: Site = request.app.state.site
    draft = site.drafts.get(request.path_params["key"], person_of(request).name)
    if draft is None:
        not_found(
            "This draft is no longer kept: a server keeps drafts in its memory alone, and a few of them. "
            "Send it again."
        )
    return draft


routes = [
    Route("/check", show_form),
    Route("/check", take_draft, methods=["POST"]),
    Route("/check/{key}", show_draft),
    Route("/check/{key}/forget", forget, methods=["POST"]),
    Route("/check/{key}/{format}", download),
]
