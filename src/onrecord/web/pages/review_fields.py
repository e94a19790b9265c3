"""Rows written by people: a field of a row corrected, a row made by hand from words that were selected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from onrecord.record.by_hand import TYPES
from onrecord.record.decided import in_words
from onrecord.record.decisions import DecisionCannotBeMade, correctable
from onrecord.types.codec import encode
from onrecord.types.rows import DocumentRow, Row
from onrecord.types.spans import Evidence
from onrecord.web.errors import not_found, not_understood
from onrecord.web.fields import FieldForm, forms_of, given_fields, label_of, written
from onrecord.web.permissions import check_may
from onrecord.web.rendering import page, place_url, row_url
from onrecord.web.reviewing import back_to, in_context, needed_for, number_in
from onrecord.web.security import posted
from onrecord.web.site import Site

MADE = tuple(made.row_type for made in TYPES)
"""Types of rows that can be made by hand."""

_OWN_WORDS = {
    "statement": ("content",),
    "figure": ("anchor", "value"),
    "event": ("mentions",),
    "ask": ("action",),
    "response": ("anchor",),
    "norm": ("mentions",),
    "party_status": ("anchor",),
    "actor": ("mentions",),
    "document_link": ("evidence",),
}
"""The fields that the words which were selected go into."""

_SHOWN_FIRST: Mapping[str, tuple[str, ...]] = {
    "statement": ("content", "speakers", "act", "mode", "level", "source", "cue"),
    "figure": ("anchor", "value", "number", "bound", "low", "high", "counted", "measure", "date"),
    "event": ("mentions", "kind", "factuality", "date", "place"),
    "ask": ("operative", "action", "strength", "requesters", "addressees", "targets", "relay"),
    "response": ("anchor", "kind", "actor", "to", "date"),
    "norm": ("mentions", "name", "kind", "provision"),
    "party_status": ("anchor", "actor", "norms", "act", "date"),
    "actor": ("mentions", "name", "kind", "private"),
    "document_link": ("evidence", "kind", "to"),
}
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def show_correct(request: Request) -> Response:
    """Show the fields of a row to be corrected, one at a time."""
    site: Site = request.app.state.site
    row = _row(site, request)
    name = request.query_params.get("field", "")
    back = back_to(request.query_params.get("back"), row_url(row.id))
    return _correct_page(request, row, name, back)


def _row(site: Site, request: Request) -> Row:
    row = site.record.row(request.path_params["id"])
    if row is None:
        not_found("There is no such row in this record, or a reviewer rejected it.")
    return row


def _correct_page(
    request: Request, row: Row, name: str, back: str, *, refused: str = "", preview: Any = None, why: str = ""
) -> Response:
    site: Site = request.app.state.site
    values = encode(row)
    document = row.position[0]
    chosen = None
    if name:
        if name not in correctable(row):
            not_found(f"There is no field {name!r} of this row that can be corrected.")
        every = forms_of(site, row.row_type, document, {**values, **({name: preview} if preview else {})})
        chosen = next((form for form in every if form.name == name), None)
    held = _spans_shown(site, chosen) if chosen else []
    return page(
        request,
        "review_correct.html",
        status=400 if refused else 200,
        row=row,
        document=document,
        fields=[(field, label_of(field), in_words(site.names, values[field])) for field in _in_order(row)],
        form=chosen,
        places=held,
        back=back,
        refused=refused,
        why=why,
    )


def _in_order(row: Row) -> list[str]:
    names = correctable(row)
    first = [name for name in _SHOWN_FIRST.get(row.row_type, ()) if name in names]
    return [*first, *(name for name in names if name not in first)]


def _spans_shown(site: Site, form: FieldForm) -> list[Any]:
    found = []
    for span in form.spans:
        if "exact" in span:
            anchor = Evidence(span["document"], span["start"], span["end"], span["exact"])
            found.append(in_context(site, anchor))
    return found


def correct(request: Request, form: FormData) -> Response:
    """Enter a correction, or show what it would be; what is wrong with it is told beside the form."""
    site: Site = request.app.state.site
    site.check_writable()
    row = _row(site, request)
    name = str(form.get("field") or "")
    check_may(request, needed_for(site, row.id, "correct", {"field": name}))
    back, why = back_to(form.get("back"), row_url(row.id)), str(form.get("why") or "").strip()
    document = row.position[0]
    field = next(
        (one for one in forms_of(site, row.row_type, document, encode(row)) if one.name == name), None
    )
    if field is None:
        not_understood("Say which field to correct.")
    try:
        value = written(site, field, form, document)
        with site.deciding(request) as record:
            record.decide(row.id, "correct", {"field": name, "value": value}, why)
    except DecisionCannotBeMade as error:
        return _correct_page(request, row, name, back, refused=str(error), why=why)
    return RedirectResponse(back, 303)


def show_new(request: Request) -> Response:
    """Show the form that makes a row of words of a document: first its type, then its fields."""
    site: Site = request.app.state.site
    query = request.query_params
    document, words = _selected(site, query.get("document"), query.get("start"), query.get("end"))
    row_type = query.get("type", "")
    if row_type and row_type not in MADE:
        not_understood(f"Rows of type {row_type!r} are not made by hand. Known: {', '.join(MADE)}.")
    values = _suggested(row_type, words) if row_type else {}
    return _new_page(request, document, words, row_type, values)


def _selected(site: Site, document: object, start: object, end: object) -> tuple[DocumentRow, Evidence]:
    """Return the document and the words in it that were selected."""
    row = site.record.document(str(document or ""))
    if row is None:
        not_found("There is no such document in this record.")
    text = site.record.text(row.id)
    first, last = number_in(start) or 0, number_in(end) or 0
    if not 0 <= first < last <= len(text):
        not_understood(f"There are no such words in this document: its text has {len(text)} characters.")
    return row, Evidence(row.id, first, last, text[first:last])


def _suggested(row_type: str, words: Evidence) -> dict[str, Any]:
    """Return the fields that follow from the words alone; the rest is for the person to say."""
    anchor = {"document": words.document, "start": words.start, "end": words.end, "exact": words.exact}
    hints = {"anchors": [anchor], "content": [anchor], "mentions": [anchor], "evidence": [anchor]}
    values: dict[str, Any] = {name: hints.get(name, anchor) for name in _OWN_WORDS[row_type]}
    if row_type in ("actor", "norm"):
        values["name"] = " ".join(words.exact.split())
    if row_type == "figure" and (number := _NUMBER.search(words.exact)):
        start = words.start + number.start()
        end = words.start + number.end()
        values["value"] = {**anchor, "start": start, "end": end, "exact": number.group()}
        values["number"] = number.group().replace(",", "")
    return values


def _new_page(
    request: Request,
    document: DocumentRow,
    words: Evidence,
    row_type: str,
    values: Mapping[str, Any],
    *,
    preview: Row | None = None,
    refused: str = "",
    why: str = "",
) -> Response:
    site: Site = request.app.state.site
    forms = forms_of(site, row_type, document.id, values) if row_type else ()
    first = _SHOWN_FIRST.get(row_type, ())
    return page(
        request,
        "review_new.html",
        status=400 if refused else 200,
        document=document,
        words=words,
        place=in_context(site, words),
        types=MADE,
        type=row_type,
        first=sorted((form for form in forms if form.name in first), key=lambda form: first.index(form.name)),
        more=[form for form in forms if form.name not in first],
        preview=preview,
        refused=refused,
        why=why,
    )


def make(request: Request, form: FormData) -> Response:
    """Show the row that a form makes, or make it."""
    site: Site = request.app.state.site
    site.check_writable()
    document, words = _selected(site, form.get("document"), form.get("start"), form.get("end"))
    row_type, why = str(form.get("type") or ""), str(form.get("why") or "").strip()
    if row_type not in MADE:
        not_understood("Say of which type the row is.")
    forms = forms_of(site, row_type, document.id, _suggested(row_type, words))
    given: dict[str, Any] = {}
    try:
        given = given_fields(site, forms, form, document.id)
        fields = {**_derived(row_type, given), **given, "type": row_type}
        if row_type == "document_link":
            fields["from"] = document.id
        preview = site.record.preview(document.id, fields)
        if form.get("step") != "save":
            return _new_page(request, document, words, row_type, encode(preview), preview=preview, why=why)
        with site.deciding(request) as record:
            made = record.add(document.id, fields, why)
    except DecisionCannotBeMade as error:
        values = {**_suggested(row_type, words), **_sent(form, forms, given)}
        return _new_page(request, document, words, row_type, values, refused=str(error), why=why)
    row = site.record.row(made.row)
    own = next(row.anchors(), words) if row else words
    return RedirectResponse(place_url(own, made.row), 303)


def _sent(form: FormData, forms: tuple[FieldForm, ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was written, also where it could not be read as a whole."""
    plain = {
        one.name: str(form.get(one.name))
        for one in forms
        if one.kind in ("choice", "text", "long", "number") and form.get(one.name)
    }
    chosen = {one.name: form.getlist(one.name) for one in forms if one.kind == "actors"}
    return {**plain, **chosen, **given}


def _derived(row_type: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the limits that follow from a number and its bound (RECORD.md), where none were written."""
    number, bound = given.get("number"), given.get("bound")
    if row_type != "figure":
        return {}
    limits: dict[str, Any] = {"low": None, "high": None}
    if isinstance(number, int | float):
        step = 1 if isinstance(number, int) else 0
        low, high = {
            "exact": (number, number),
            "at_least": (number, None),
            "more_than": (number + step, None),
            "at_most": (None, number),
            "less_than": (None, number - step),
            "about": (number * 0.9, number * 1.1),
            "nearly": (number * 0.9, number),
        }.get(str(bound), (None, None))
        limits = {"low": _whole(low), "high": _whole(high)}
    return limits


def _whole(limit: float | int | None) -> float | int | None:
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


routes = [
    Route("/review/correct/{id}", show_correct),
    Route("/review/correct/{id}", posted(correct), methods=["POST"]),
    Route("/review/new", show_new),
    Route("/review/new", posted(make), methods=["POST"]),
]
