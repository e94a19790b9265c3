"""What kind of document a text is, from its frame and its phrases, with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.text.layout.lines import Line
from onrecord.text.layout.words import LayoutWords

TOP_LINES = 12
"""Lines in which a document says what it is."""

LEAST_WEIGHT = 2
"""A kind needs a phrase at the top, or two phrases in the text; below that a document is `other`."""

_LONGEST_SEARCHED = 60_000
_BY_SHAPE = ("letter", "joint_letter", "listing_page", "other")


@dataclass(frozen=True, slots=True)
class Signs:
    """What the shape shows: a letter's frame and its share of the text, signers, bylines, items."""

    letter_share: float = 0.0
    signers: int = 0
    organizations_sign: bool = False
    byline: bool = False
    dateline: bool = False
    end_mark: bool = False
    items: int = 0
    caption: bool = False


def tell_kind(
    lines: Sequence[Line], signs: Signs, words: LayoutWords, given: str | None
) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a document and the reasons for it."""
    if given is not None and (given in words.kinds or given in _BY_SHAPE):
        return given, ("said by its metadata",)
    if signs.letter_share > 0.6:
        if signs.organizations_sign and signs.signers > 1:
            return "joint_letter", (
                "salutation and signature block",
                f"signed by {signs.signers} organisations",
            )
        return "letter", ("salutation and signature block",)
    if signs.items >= 3:
        return "listing_page", (f"{signs.items} items one after another",)
    weights, reasons = _weigh(lines, signs, words)
    best = max(weights, key=lambda kind: (weights[kind], kind), default="other")
    if weights[best] < LEAST_WEIGHT:
        return "other", ()
    return best, tuple(reasons[best])


def _weigh(
    lines: Sequence[Line], signs: Signs, words: LayoutWords
) -> tuple[Counter[str], dict[str, list[str]]]:
    top = "\n".join(line.folded for line in lines[:TOP_LINES])[:6000]
    text = "\n".join(line.folded for line in lines)[:_LONGEST_SEARCHED]
    weights: Counter[str] = Counter()
    reasons: dict[str, list[str]] = {kind: [] for kind in words.kinds}
    for kind, phrases in words.kinds.items():
        for phrase in phrases.get("top", ()):
            if phrase in top:
                weights[kind] += 2
                reasons[kind].append(f"“{phrase}” at the top")
        for phrase in phrases.get("text", ()):
            if phrase in text:
                weights[kind] += 1
                reasons[kind].append(f"“{phrase}”")
    for kind, weight, seen, reason in (
        ("news_article", 3, signs.byline, "a byline"),
        ("news_article", 1, signs.caption, "a caption"),
        ("press_release", 2, signs.end_mark, "an end mark"),
        ("press_release", 1, signs.dateline, "a dateline"),
        ("press_release", 2, 0 < signs.letter_share <= 0.6, "a letter inside it"),
    ):
        if seen and kind in reasons:
            weights[kind] += weight
            reasons[kind].append(reason)
    return weights, reasons
