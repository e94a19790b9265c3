"""Where a text names law by itself: known names, citations by number, titles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.extract.actors_names import text_words
from onrecord.extract.last_made import LastMade
from onrecord.extract.norms_bodies import Bodies
from onrecord.extract.norms_citations import CitationReader
from onrecord.extract.norms_seen import NormSeen, without_overlaps
from onrecord.extract.norms_titles import TitleReader
from onrecord.extract.norms_vocabulary import NormNames

_OPENS = re.compile(r"^(?:Agreement|(?:\w+ ){0,3}Protocol)s?\b")


class LawReader:
    """Finds law by names, numbers and titles; who reads a text twice in a row reads it once."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """`table` is norms.toml."""
        self.names = NormNames(table)
        self.citations = CitationReader(table)
        self.titles = TitleReader(table.get("titles", {}))
        self.bodies = Bodies(table.get("bodies", {}))
        self._named = LastMade(self._read)

    def named(self, text: str) -> Sequence[NormSeen]:
        """Return where a text names law by itself, before short forms are led back to it."""
        return self._named(text)

    def _read(self, text: str) -> list[NormSeen]:
        words = text_words(text)
        named = [
            *self.names.read(text, words),
            *self.names.read_bare(text, words),
            *self.citations.read(text),
        ]
        known = without_overlaps(seen for seen in named if not self.bodies.is_body(text, seen))
        titled = [seen for seen in self.titles.read(text, words) if not self.titles.is_refused(seen)]
        new = (self.names.known(title) for title in titled if _is_new(title, known))
        whole = without_overlaps([*known, *new])
        return [seen for seen in whole if not self.bodies.is_named_after(text, seen)]


law_reader = LastMade(LawReader)
"""The reader of a table: names of actors and norms ask the same one."""


def _is_new(title: NormSeen, known: Sequence[NormSeen]) -> bool:
    """Tell whether a title is none of the known norms: it holds none but a principle or crime in its name.

    "Protocol to the X Convention" is another norm than "X Convention", which stands inside it.
    """
    low = bisect_left(known, title.start, key=lambda norm: norm.end)
    for norm in known[low:]:
        if norm.start >= title.end:
            break
        inside = (
            title.start <= norm.start and norm.end <= title.end and norm.end - norm.start < len(title.name)
        )
        opens = norm.start > title.start and bool(_OPENS.search(title.name))
        if norm.end > title.start and not (inside and (opens or norm.kind in ("principle", "crime"))):
            return False
    return True
