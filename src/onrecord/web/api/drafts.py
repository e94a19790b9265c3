"""A draft held against the record."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Body, Request

from onrecord.web.api.access import Checking, OfSite
from onrecord.web.api.reading import answers_for

router = APIRouter(prefix="/check", tags=["drafts"])

LONGEST_DRAFT = 1_000_000
"""Characters of a draft."""


@router.post("", summary="Check a draft")
def check(
    request: Request,
    token: Checking,
    site: OfSite,
    draft: Annotated[str, Body(media_type="text/plain", max_length=LONGEST_DRAFT)],
) -> dict[str, Any]:
    """Return a verdict for each claim of a draft, with the record's words it stands on; nothing is kept."""
    return answers_for(request, site, token).checked(site.check(draft))
