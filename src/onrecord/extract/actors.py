"""Who everyone is: the people, organisations, states, bodies and groups of one document."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.data import Vocabularies
from onrecord.types.annotated import Annotated
from onrecord.types.findings import Extracted, Found


class ActorExtractor:
    """Finds the actors of a document with every form of their names, resolved inside the document."""

    name = "actors"
    version = "0"

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one Actor row an actor, in order of first mention, and what was refused."""
        return ()
