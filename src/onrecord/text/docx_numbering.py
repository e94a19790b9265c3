"""Numbers that Word draws before list paragraphs and does not write into them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    kind: str
    shown: str


@dataclass
class Numbering:
    """The lists of a Word file and how far each has counted."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    continues: bool = False
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _last: str | None = None

    @classmethod
    def of(cls, document: Any) -> Numbering:
        """Return the lists of a document; none where it numbers nothing."""
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return cls()
        abstract = {one.get(f"{W}abstractNumId"): _levels(one) for one in root.iter(f"{W}abstractNum")}
        levels = {}
        for one in root.iter(f"{W}num"):
            reference = one.find(f"{W}abstractNumId")
            held = abstract.get(reference.get(f"{W}val"), {}) if reference is not None else {}
            levels[one.get(f"{W}numId")] = {**held, **_overrides(one, held)}
        return cls(levels, _style_lists(document))

    def label(self, paragraph: Any) -> str | None:
        """Return the number or bullet of a paragraph, None where it is in no list; counts it.

        `continues` then tells whether the paragraph before it was in the same list.
        """
        place = self._place(paragraph)
        if place is None or place[1] not in self.levels.get(place[0], {}):
            self._last, self.continues = None, False
            return None
        identity, depth = place
        self.continues, self._last = self._last == identity, identity
        levels = self.levels[identity]
        counts = self._counts.setdefault(identity, {})
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        return _shown(levels, counts, depth)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        listed = paragraph.find(f"{W}pPr/{W}numPr")
        if listed is None:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            return self.styles.get(style.get(f"{W}val")) if style is not None else None
        identity, depth = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
        if identity is None:
            return None
        return identity.get(f"{W}val") or "", _number(depth, 0)


def _levels(definition: Any) -> dict[int, _Level]:
    return {int(level.get(f"{W}ilvl") or 0): _level(level) for level in definition.iter(f"{W}lvl")}


def _level(level: Any) -> _Level:
    kind, shown = level.find(f"{W}numFmt"), level.find(f"{W}lvlText")
    return _Level(
        _number(level.find(f"{W}start"), 1),
        kind.get(f"{W}val") or "decimal" if kind is not None else "decimal",
        shown.get(f"{W}val") or "" if shown is not None else "",
    )


def _overrides(one: Any, held: dict[int, _Level]) -> dict[int, _Level]:
    found = {}
    for override in one.iter(f"{W}lvlOverride"):
        depth = int(override.get(f"{W}ilvl") or 0)
        start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
        if level is not None:
            found[depth] = _level(level)
        elif start is not None and depth in held:
            found[depth] = _Level(_number(start, 1), held[depth].kind, held[depth].shown)
    return found


def _style_lists(document: Any) -> dict[str, tuple[str, int]]:
    """Return the list and depth of each paragraph style that is in one."""
    found = {}
    for style in document.styles.element.iterchildren(f"{W}style"):
        identity = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if identity is not None:
            depth = _number(style.find(f"{W}pPr/{W}numPr/{W}ilvl"), 0)
            found[style.get(f"{W}styleId")] = (identity.get(f"{W}val") or "", depth)
    return found


def _shown(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str | None:
    level = levels[depth]
    if level.kind == "none":
        return None
    if level.kind == "bullet":
        return "•"

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        held = levels.get(at, level)
        return _numeral(counts.get(at, held.start), held.kind)

    return re.sub(r"%(\d)", number, level.shown) or None


def _numeral(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if kind == "upperLetter" else letter
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        return _roman(number) if kind == "lowerRoman" else _roman(number).upper()
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    written = ""
    for value, sign in zip(values, signs, strict=True):
        count, number = divmod(number, value)
        written += sign * count
    return written


def _number(element: Any, otherwise: int) -> int:
    written = element.get(f"{W}val") if element is not None else None
    return int(written) if written and re.fullmatch(r"-?\d{1,6}", written) else otherwise
