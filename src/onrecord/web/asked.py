"""Which rows a program asks for, checked as it comes in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from onrecord.record.catalogue import RowQuery

MOST_ROWS = 200
"""Rows of one answer."""

RowType = Literal[
    "document",
    "actor",
    "statement",
    "figure",
    "event",
    "ask",
    "response",
    "norm",
    "party_status",
    "quotation_check",
    "figure_set",
    "document_link",
    "finding",
]
"""The types of RECORD.md; a test holds them to EXPORTED_TYPES."""


class Asked(BaseModel):
    """Which rows, in which order, how many."""

    type: RowType = Field(description="A row type of the contract.")
    document: str | None = Field(default=None, description="Only of this document.")
    actor: list[str] = Field(default=[], description="Only with any of these actors, by id.")
    role: str | None = Field(default=None, description="Only with the actors in this role.")
    kind: list[str] = []
    act: list[str] = []
    mode: list[str] = []
    factuality: list[str] = []
    strength: list[str] = []
    state: list[str] = Field(default=[], description="Of asks: no_reply, or the kind of the response.")
    severity: list[str] = []
    verdict: list[str] = []
    since: str | None = Field(default=None, description="An ISO date: from this day on.")
    until: str | None = Field(default=None, description="An ISO date: up to this day.")
    words: str | None = Field(default=None, description='Words, "phrases", prefix*, AND, OR, NOT.')
    order: Literal["place", "date", "weight", "name"] = "place"
    after: str | None = Field(default=None, description="The cursor that the page before gave.")
    limit: int = Field(default=50, ge=1, le=MOST_ROWS)

    def query(self) -> RowQuery:
        """Return the same as the catalogue is asked."""
        return RowQuery(
            type=self.type,
            document=self.document,
            actors=frozenset(self.actor),
            role=self.role,
            kinds=tuple(self.kind),
            acts=tuple(self.act),
            modes=tuple(self.mode),
            factualities=tuple(self.factuality),
            strengths=tuple(self.strength),
            states=tuple(self.state),
            severities=tuple(self.severity),
            verdicts=tuple(self.verdict),
            since=self.since,
            until=self.until,
            words=self.words,
            order=self.order,
            after=self.after,
            limit=self.limit,
        )
