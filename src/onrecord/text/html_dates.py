"""The date a page states of itself in its marks; nothing is guessed from its words."""

from __future__ import annotations

import re
from typing import Any

_PUBLISHED = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date.created",
    "dcterms.created",
    "citation_publication_date",
    "citation_date",
    "og:published_time",
    "publication_date",
    "pubdate",
    "publishdate",
    "dc.date",
    "dcterms.date",
    "date",
)
"""Names under which pages state when they were published, the surest first."""

_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_ISO = re.compile(r"(\d{4})[-/](\d{2})(?:[-/](\d{2}))?(?!\d)")


def stated_date(root: Any) -> str | None:
    """Return when a page says it was published, as an ISO date where it is one, else as given there."""
    stated: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = (meta.get("content") or "").strip()
        if content:
            stated.setdefault(name.lower(), content)
    for name in _PUBLISHED:
        if name in stated:
            return _shortened(stated[name])
    for script in root.iter("script"):
        found = _LINKED.search(script.text or "") if "ld+json" in (script.get("type") or "") else None
        if found:
            return _shortened(found.group(1))
    return _first_time(root)


def _first_time(root: Any) -> str | None:
    """Return the moment of a `time` element that is marked as the publication, or is the only one."""
    times = [element for element in root.iter("time") if element.get("datetime")]
    marked = [
        element
        for element in times
        if element.get("pubdate") is not None or "datePublished" in (element.get("itemprop") or "")
    ]
    chosen = marked[:1] or (times if len({element.get("datetime") for element in times}) == 1 else [])
    return _shortened(chosen[0].get("datetime")) if chosen else None


def _shortened(written: str) -> str:
    """Return the day of a moment in its own time zone."""
    found = _ISO.match(written.strip())
    return "-".join(part for part in found.groups() if part) if found else written.strip()
