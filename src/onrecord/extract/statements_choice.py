"""Which candidates stand: one for each thing said; what is left out is told why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from onrecord.extract.statements_candidates import Candidate, Page
from onrecord.types.errors import Rejected
from onrecord.types.spans import Span

SAME_CONTENT = 0.8
"""Share of characters two contents must have in common to be the same statement found twice."""

_ORDER = ("quoted", "resolution", "own", "clause", "according", "as", "noun", "headline", "unsourced")


def chosen(page: Page, candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Rejected]]:
    """Return the candidates to keep in text order, and what was refused.

    One verb gives one statement; one content from one source is one statement; a quotation without a
    source gives way to a statement that holds it.
    """
    ranked = sorted(candidates, key=lambda found: (_ORDER.index(found.rule), found.start, -_size(found)))
    kept: list[Candidate] = []
    by_verb: dict[int, list[Candidate]] = defaultdict(list)
    covered = _Covered()
    for found in ranked:
        if _holds_its_source(found) or any(_overlap(found, other) for other in by_verb[found.verb or -1]):
            continue
        if found.rule == "unsourced" and covered.holds(found.content[0]):
            continue
        if any(_is_same(found, other) for other in covered.at(found.content[0].start)):
            continue
        kept.append(found)
        if found.verb is not None:
            by_verb[found.verb].append(found)
        covered.add(found)
    kept.sort(key=lambda found: (found.start, -_size(found), found.cue.start if found.cue else 0))
    refused = [_unsourced(page, found) for found in kept if found.rule == "unsourced"]
    return kept, refused


class _Covered:
    """The contents kept so far, looked up by place in blocks of text."""

    _BLOCK = 256

    def __init__(self) -> None:
        self._blocks: dict[int, list[Candidate]] = defaultdict(list)

    def add(self, found: Candidate) -> None:
        for span in found.content:
            for block in range(span.start // self._BLOCK, span.end // self._BLOCK + 1):
                self._blocks[block].append(found)

    def at(self, offset: int) -> list[Candidate]:
        return self._blocks.get(offset // self._BLOCK, [])

    def holds(self, span: Span) -> bool:
        return any(other.overlaps(span) for found in self.at(span.start) for other in found.content)


def _size(found: Candidate) -> int:
    return sum(len(span) for span in found.content)


def _shared(one: Candidate, other: Candidate) -> int:
    return sum(
        max(0, min(mine.end, theirs.end) - max(mine.start, theirs.start))
        for mine in one.content
        for theirs in other.content
    )


def _overlap(one: Candidate, other: Candidate) -> bool:
    return _shared(one, other) > 0


def _is_same(one: Candidate, other: Candidate) -> bool:
    if one.source != other.source and one.source is not None:
        return False
    return _shared(one, other) >= SAME_CONTENT * max(_size(one), _size(other))


def _holds_its_source(found: Candidate) -> bool:
    """Tell whether the content swallows source and cue: the parse went wrong."""
    return any(
        part is not None and any(span.overlaps(part) for span in found.content)
        for part in (found.source, found.cue)
    )


def _unsourced(page: Page, found: Candidate) -> Rejected:
    span = found.content[0]
    reason = "Words in quotation marks, and nothing beside them says whose they are."
    return Rejected(page.annotated.evidence(span.start, span.end), "statements", "no_source", reason)
