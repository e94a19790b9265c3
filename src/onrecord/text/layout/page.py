"""The text that is laid out, with its id and the vocabulary it is read with."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.text.layout.words import LayoutWords
from onrecord.types.documents import Party
from onrecord.types.spans import Evidence, trimmed


@dataclass(frozen=True, slots=True)
class Page:
    """A document's text: what names, roles and dates are anchored in."""

    document: str
    text: str
    words: LayoutWords

    def evidence(self, start: int, end: int) -> Evidence | None:
        """Return the words between two offsets without white space around them, None where none are left."""
        span = trimmed(self.text, start, end) if start < end else None
        return Evidence(self.document, span.start, span.end, span.slice(self.text)) if span else None

    def party(self, start: int, end: int, role: Evidence | None = None) -> Party | None:
        """Return the party whose name stands between two offsets, None where no words do."""
        name = self.evidence(start, end)
        return Party(name, role) if name else None
