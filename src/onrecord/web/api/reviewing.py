"""Decisions: entered, listed, taken back."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request
from pydantic import BaseModel, Field

from onrecord.web.answers import Answers
from onrecord.web.api.access import OfSite, Reviewing
from onrecord.web.api.reading import answers_for
from onrecord.web.permissions import check_may
from onrecord.web.reviewing import check_may_undo, needed_for

router = APIRouter(prefix="/decisions", tags=["review"])


class Decided(BaseModel):
    """A decision to enter: on which row, what, with which value, and why."""

    row: str = Field(description="The id of the row.")
    action: str = Field(description="accept, reject, correct, merge, split, grade, note, release …")
    value: Any = Field(None, description="What the action needs; see docs/review.md.")
    why: str = Field("", description="The reason, kept with the decision.")


def answering(request: Request, token: Reviewing, site: OfSite) -> Answers:
    """Return the answers that a request with a token for reviewing gets."""
    return answers_for(request, site, token)


Given = Annotated[Answers, Depends(answering)]
Id = Annotated[int, Path(alias="id")]


@router.get("", summary="The decisions on a row, or all")
def decisions(given: Given, row: str | None = None) -> list[dict[str, Any]]:
    """Return decisions in the order they were made."""
    return given.decisions(row)


@router.post("", status_code=201, summary="Enter a decision")
def decide(request: Request, given: Given, site: OfSite, decided: Decided) -> dict[str, Any]:
    """Enter a decision under the name of who asks; to name a private person takes the scope `private` too."""
    row, value, why = given.asked(decided.row, decided.value, decided.why)
    check_may(request, needed_for(site, row, decided.action, value))
    with given.refusing(), site.deciding(request) as record:
        return given.decision(record.decide(row, decided.action, value, why))


@router.post("/{id}/undo", status_code=201, summary="Take a decision back")
def undo(request: Request, given: Given, site: OfSite, named: Id, why: str = "") -> dict[str, Any]:
    """Enter that a decision no longer holds."""
    check_may_undo(request, site, named)
    with given.refusing(), site.deciding(request) as record:
        return given.decision(record.undo(named, why))
