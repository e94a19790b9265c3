"""How things are written for people: text without what steers, numbers in signs that their reader knows."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from onrecord.types.rows import Figure

SIGNS = {
    "at_least": "≥ ",
    "more_than": "> ",
    "at_most": "≤ ",
    "less_than": "< ",
    "about": "≈ ",
    "nearly": "≲ ",
}
"""The sign of each bound; an exact number has none, a range and a vague word are written otherwise."""

CURRENCY_SIGNS = {"dollar": "$", "euro": "€", "pound sterling": "£", "yen": "¥", "won": "₩", "rupee": "₹"}

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls, ESC among them; tab and line feed stay
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # bidirectional controls: they reorder what follows
    "\u180e\u200b\u2060-\u2064\ufeff\u2028\u2029\ufff9-\ufffb"  # invisible characters, foreign line ends
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates, which cannot be written, and tags
)
"""Characters that are invisible and change how others are shown."""

LARGEST_DENOMINATOR = 1000
"""A share is written as a fraction with a denominator up to this, or else with its decimals."""


def shown(text: str) -> str:
    r"""Return `text` with every character that steers how it is shown written as its code point.

    >>> shown("red \x1b[31m alert")
    'red ‹U+001B›[31m alert'
    """
    return STEERING.sub(lambda match: code_point(match[0]), text.replace("\r\n", "\n"))


def code_point(character: str) -> str:
    """Return the visible mark of a character that cannot be shown."""
    return f"‹U+{ord(character):04X}›"


def shown_value(figure: Figure) -> str:
    """Return number and bound of a figure as people read them: "> 600", "180,000–400,000", "24–99 (dozens)".

    What is counted is not written, but the sign of a currency and of percent is.
    """
    if figure.bound == "vague":
        return f"{_limits(figure)} ({' '.join(figure.value.exact.lower().split())})"
    if figure.bound == "between" or figure.number is None:
        return _limits(figure)
    more = " more" if figure.additive else ""
    return f"{SIGNS.get(figure.bound, '')}{shown_number(figure.number, figure.unit)}{more}"


def shown_number(number: float | int, unit: str | None = None) -> str:
    """Return a number with its thousands set apart and the sign of its unit.

    >>> shown_number(5000000, "dollar"), shown_number(43, "percent"), shown_number(2 / 3, "share")
    ('$5,000,000', '43 %', '2/3')
    """
    if unit == "share":
        return _as_fraction(number)
    minus, written = "−" if number < 0 else "", f"{Decimal(repr(abs(number))):,f}"
    if unit in CURRENCY_SIGNS:
        return f"{minus}{CURRENCY_SIGNS[unit]}{written}"
    return f"{minus}{written} %" if unit == "percent" else f"{minus}{written}"


def _as_fraction(share: float | int) -> str:
    near = Fraction(share).limit_denominator(LARGEST_DENOMINATOR)
    if near.denominator > 1 and abs(float(near) - share) < 1e-9:
        return f"{near.numerator}/{near.denominator}"
    return f"{Decimal(repr(share)):,f}"


def _limits(figure: Figure) -> str:
    low, high = figure.low, figure.high
    if low is None or high is None:
        sign, limit = (SIGNS["at_least"], low) if high is None else (SIGNS["at_most"], high)
        return f"{sign}{shown_number(limit, figure.unit)}" if limit is not None else figure.value.exact
    dash = " to " if low < 0 else "–"
    ends_alone = None if figure.unit == "percent" else figure.unit
    return f"{shown_number(low, ends_alone)}{dash}{shown_number(high, figure.unit)}"
