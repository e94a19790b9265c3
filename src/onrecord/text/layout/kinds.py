"""What kind of document a text is, from its frame, its phrases and its voice, with the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from onrecord.text.layout.lines import Line
from onrecord.text.layout.voices import Voice
from onrecord.text.layout.words import LayoutWords

TOP_LINES = 12
"""Lines in which a document says what it is."""

TOP_TEXT = 1500
TOP_SHORT = 400
MOST_TOP_LINES = 40
MOST_RECITALS = 200
LEAST_WEIGHT = 2
"""A kind needs a phrase at the top, or two signs; below that a document is `other`."""

LEAST_ITEMS = 3
LEAST_OWN = 1.5
"""Words of the first person in a hundred from which prose is a speaker's own (median of speeches 2.6,
of news 0.2, of releases 0.4)."""

LEAST_SPEECH = 120
LEAST_REPORT = 40
LEAST_REPORTING = 0.5
"""Words of reporting in a hundred from which prose is a reporter's."""

_LONGEST_SEARCHED = 60_000
_LONGEST_HEADING = 160
_BY_SHAPE = ("letter", "joint_letter", "listing_page", "other")

UNTITLED = ("press_release", "news_article")
"""Kinds whose marks at the head ("For immediate release", "Reuters") are no titles."""

_NUMBERED = re.compile(
    r"(?:resolution\s+)?(?:[a-z]/(?:[a-z]+/)?res/)?\d+\s*[(/]\s*\d{2,4}\b|resolution\s+(?:no\.?\s*)?[\d(]"
    r"|(?:a\s+)?(?:joint |concurrent )?resolution(?:\s+of|\s+on)?\b"
)
"""How the first lines of a resolution name it: "Resolution 641 (1989)", "641 (1989). Resolution of"."""

LONGEST_BODY = 80
_SMALL = frozenset("of the and for on in".split())
_WHEREAS = re.compile(r"(?:whereas|resolved|be it resolved|now, therefore)\b")


@dataclass(frozen=True, slots=True)
class Signs:
    """What the shape shows: whether it is a letter or prints one, signers, bylines, items, the voice."""

    voice: Voice = field(default_factory=Voice)
    is_letter: bool = False
    prints_letter: bool = False
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
    if signs.is_letter:
        if signs.organizations_sign and signs.signers > 1:
            return "joint_letter", (
                "salutation and signature block",
                f"signed by {signs.signers} organisations",
            )
        return "letter", ("salutation and signature block",)
    weights: dict[str, int] = dict.fromkeys(words.kinds, 0)
    reasons: dict[str, list[str]] = {kind: [] for kind in words.kinds}
    for kind, weight, reason in (
        *_phrases(lines, words),
        *_shape(signs),
        *_voice(signs.voice),
        *_enacting(lines, words),
    ):
        weights[kind] = weights.get(kind, 0) + weight
        reasons.setdefault(kind, []).append(reason)
    best = max(weights, key=lambda kind: weights[kind], default="other")
    if weights.get(best, 0) < LEAST_WEIGHT:
        return "other", ()
    return best, tuple(reasons[best])


def _phrases(lines: Sequence[Line], words: LayoutWords) -> Iterator[tuple[str, int, str]]:
    first = _first(lines)
    headings = "".join(f"\n{line.folded}" for line in first if _is_headlike(line))
    top = "\n".join(line.folded for line in first)[:TOP_TEXT]
    text = "\n".join(line.folded for line in lines)[:_LONGEST_SEARCHED]
    for kind, phrases in words.kinds.items():
        for phrase in phrases.get("heading", ()):
            if f"\n{phrase}" in headings:
                yield kind, 2, f"“{phrase}” in a heading"
        for phrase in phrases.get("top", ()):
            if phrase in top:
                yield kind, 2, f"“{phrase}” at the top"
        for phrase in phrases.get("text", ()):
            if phrase in text:
                yield kind, 1, f"“{phrase}”"


def title_line(lines: Sequence[Line], kind: str, words: LayoutWords) -> Line | None:
    """Return the line of the head that says the kind ("Report of the …"), None where none does."""
    phrases = () if kind in UNTITLED else words.kinds.get(kind, {}).get("heading", ())
    said = (line for line in _first(lines) if _is_headlike(line) and line.folded.startswith(phrases))
    return next(said, None)


def _first(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the first lines: more of them where they are short."""
    count = length = 0
    while count < len(lines) and (count < TOP_LINES or length < TOP_SHORT) and count < MOST_TOP_LINES:
        length += len(lines[count].text)
        count += 1
    return lines[:count]


def _is_headlike(line: Line) -> bool:
    if len(line.text) > _LONGEST_HEADING or line.text[0].islower():
        return False
    return not (line.text.endswith(".") and len(line.text) > _LONGEST_HEADING // 2)


def _shape(signs: Signs) -> Iterator[tuple[str, int, str]]:
    for kind, weight, seen, reason in (
        ("listing_page", 6, signs.items >= LEAST_ITEMS, f"{signs.items} items one after another"),
        ("news_article", 3, signs.byline, "a byline"),
        ("news_article", 1, signs.caption, "a caption"),
        ("press_release", 2, signs.end_mark, "an end mark"),
        ("press_release", 1, signs.dateline, "a dateline"),
        ("press_release", 3, signs.prints_letter, "a letter inside it"),
    ):
        if seen:
            yield kind, weight, reason


def _voice(voice: Voice) -> Iterator[tuple[str, int, str]]:
    speaks = voice.own >= LEAST_OWN and voice.words >= LEAST_SPEECH and voice.reporting < LEAST_REPORTING
    reports = voice.reporting >= LEAST_REPORTING and voice.words >= LEAST_REPORT
    for kind, weight, seen, reason in (
        ("statement", 2, speaks, "prose in the first person"),
        ("statement", 3, voice.spoken, "all of it in quotation marks"),
        ("statement", 1, speaks and voice.own >= 2 * LEAST_OWN, "much of it"),
        ("news_article", 1, reports, "others are reported"),
        ("news_article", 1, reports and voice.reporting >= 2 * LEAST_REPORTING, "often"),
        ("news_article", 1, voice.weekday, "days of the week without their date"),
        ("news_article", 1, reports and voice.weekday, "which reports have"),
        ("press_release", 1, voice.official, "a member’s title at the top"),
        ("press_release", 2, voice.opens, "which opens with what a member does"),
        ("press_release", 1, voice.seat, "a member’s seat at the top"),
        ("press_release", 1, voice.today, "“today” at the top"),
        ("press_release", 1, voice.announces, "what an issuer does at the top"),
    ):
        if seen:
            yield kind, weight, reason


def _enacting(lines: Sequence[Line], words: LayoutWords) -> Iterator[tuple[str, int, str]]:
    """Yield what only a resolution has: its number at the head, the body that acts, the recitals."""
    first = lines[:TOP_LINES]
    if any(_NUMBERED.match(line.folded) for line in first[:3] if not line.text[0].islower()):
        yield "resolution", 2, "numbered as resolutions are"
    if any(_is_body(line, words) for line in first):
        yield "resolution", 3, "the body that acts, alone on a line"
    if sum(1 for line in lines[:MOST_RECITALS] if _WHEREAS.match(line.folded)) >= 2:
        yield "resolution", 3, "recitals"


def _is_body(line: Line, words: LayoutWords) -> bool:
    if not line.text.startswith("The ") or line.text[-1] not in ",.:" or len(line.text) > LONGEST_BODY:
        return False
    named = all(word[0].isupper() or word in _SMALL for word in line.text[:-1].split())
    return named and words.organization.search(line.text) is not None
