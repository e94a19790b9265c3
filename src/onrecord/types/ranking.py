"""Which findings a reader with five minutes meets first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from onrecord.types.rows import SEVERITIES, Finding

IN_ORDER = (
    "altered_quotation",
    "figure_conflict",
    "figure_strengthened",
    "stitched_quotation",
    "dropped_ask",
    "internal_tension",
    "lost_attribution",
    "ask_drift",
    "unsourced_figure",
    "single_origin",
    "unanswered_ask",
    "wanted_document",
    "repeated_ask",
)
"""Kinds of finding: what changes what somebody said or counted, what was left out, what stands on little, and
last what is only to be fetched or waited for."""

OF_ONE_KIND = 3
"""Findings of one kind and severity that are met before others have had their turn."""


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings by severity, then by kind; of one kind in the order given."""
    return sorted(findings, key=_rank)


def first_of_each_kind(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings as a summary shows them: severe ones first, one of each kind before a second.

    Beyond OF_ONE_KIND of a kind, the less severe of other kinds come before.
    """
    met: Counter[tuple[str, str]] = Counter()
    turns: list[tuple[tuple[bool, int, int, int], Finding]] = []
    for finding in ranked(findings):
        turn = met[finding.severity, finding.kind]
        met[finding.severity, finding.kind] += 1
        severity, kind = _rank(finding)
        turns.append(((turn >= OF_ONE_KIND, severity, turn, kind), finding))
    return [finding for _, finding in sorted(turns, key=lambda item: item[0])]


def _rank(finding: Finding) -> tuple[int, int]:
    return SEVERITIES.index(finding.severity), IN_ORDER.index(finding.kind)
