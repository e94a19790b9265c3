"""Templates made into pages; every word of a document is shown without what steers."""

from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse

from onrecord.record.decided import STANDARD_WORDS, told
from onrecord.types.access import CLASSES
from onrecord.types.chronology import in_words
from onrecord.types.naming import capital, short
from onrecord.types.quoting import between_words
from onrecord.types.review import GRADES_OF_ITEM, GRADES_OF_SOURCE
from onrecord.types.shown import shown, shown_value
from onrecord.types.spans import Evidence
from onrecord.web.cards import fields_of
from onrecord.web.permissions import NEEDED
from onrecord.web.reviewing import panel_of
from onrecord.web.security import form_token_of
from onrecord.web.site import Site, words_of
from onrecord.web.who import forms_carry, person_of, reader, shown_to

ENTERING = ("review", "release", "classify", "settle")
"""What is not done in a record that is served to be read alone."""


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return the page of a template."""
    made = request.app.state.templates.get_template(template)
    person = person_of(request)
    with shown_to(person, form_token_of(request)):
        told = made.render(request=request, here=request.url.path, person=person, **context)
    return HTMLResponse(told, status)


def _may(site: Site, permission: str) -> bool:
    """Tell whether who reads a page may do something, and it can be done here at all."""
    return reader().may(permission) and not (permission in ENTERING and site.read_only)


def make_templates(site: Site) -> Environment:
    """Return the templates of a site: escaped always, and what they say passes `shown`."""
    made = Environment(
        loader=PackageLoader("onrecord.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        site=site,
        names=site.names,
        document_url=document_url,
        place_url=place_url,
        row_url=row_url,
        actor_url=actor_url,
        with_query=with_query,
        with_path=with_path,
        safe_url=safe_url,
        fields_of=fields_of,
        may=partial(_may, site),
        needed=NEEDED,
        form_token=forms_carry,
        review_panel=partial(panel_of, site),
        review_told=partial(told, site.names),
        standard_words=STANDARD_WORDS,
        confidentialities=CLASSES,
        grades_of_source=GRADES_OF_SOURCE,
        grades_of_item=GRADES_OF_ITEM,
    )
    made.filters.update(
        date=in_words,
        value=shown_value,
        words=words_of,
        moment=moment,
        short=short,
        capital=capital,
        cut=cut,
        as_json=_as_json,
    )
    return made


def _finalized(value: object) -> object:
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def cut(text: str, longest: int) -> str:
    """Return words of a document on one line; what is left out of long ones is marked [...]."""
    return between_words(" ".join(text.split()), longest)


def _as_json(value: object) -> str:
    """Return a value as JSON, as text that is escaped like any other."""
    return json.dumps(value, ensure_ascii=False)


def moment(written: str) -> str:
    """Return a moment in UTC as a person writes it; what is no moment as it stands.

    >>> moment("2024-05-21T08:03:09Z")
    '21 May 2024, 08:03 UTC'
    """
    day, _, time = written.partition("T")
    return f"{in_words(day)}, {time[:5]} UTC" if time else written


def document_url(document: str, **query: str) -> str:
    """Return the address of a document in the reader."""
    return f"/documents/{quote(document, safe='')}" + (f"?{urlencode(query)}" if query else "")


def place_url(anchor: Evidence, row: str | None = None) -> str:
    """Return the address of words in the reader, with the card of a row opened beside them."""
    query = {"row": row, "at": str(anchor.start)} if row else {"at": str(anchor.start), "to": str(anchor.end)}
    return f"{document_url(anchor.document, **query)}#r-{row or 'at'}"


def row_url(row: str) -> str:
    """Return the address of a row's card."""
    return f"/rows/{quote(row, safe='')}"


def actor_url(actor: str) -> str:
    """Return the address of what an actor says and is said to have done."""
    return f"/actors/{quote(actor, safe='')}"


def with_query(request: Request, **changes: str | int | None) -> str:
    """Return the address of this page with some of its query changed; None takes a name out."""
    given = request.query_params.multi_items()
    kept = [(name, value) for name, value in given if value and name not in changes]
    kept += [(name, str(value)) for name, value in changes.items() if value is not None]
    return f"{quote(request.url.path)}?{urlencode(kept)}" if kept else quote(request.url.path)


def with_path(request: Request, path: str) -> str:
    """Return another address with the query of this page: the same list as a file."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if value and name != "after"]
    return f"{path}?{urlencode(kept)}" if kept else path


def safe_url(url: str | None) -> str | None:
    """Return an address that a document gives where it may be a link: of the web, and nothing else.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url("//example.org")
    ('https://example.org/a', None, None)
    """
    if url is None or url != url.strip() or url != shown(url) or any(char in url for char in " \t\n\\"):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None
