"""The words of time from `times.toml`, as parts of patterns, as numbers, and as places worth a look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.data import Vocabularies


class TimeWords:
    """Months, weekdays, units, numbers and references, with the pattern of each."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("times")
        self.table = table
        self.months = {name.lower(): number for number, name in enumerate(table["months"], 1)}
        self.months |= {name.lower(): number for name, number in table["month_abbreviations"].items()}
        self.weekdays = {name.lower(): number for number, name in enumerate(table["weekdays"], 1)}
        self.weekdays |= {name.lower(): number for name, number in table["weekday_abbreviations"].items()}
        self.seasons: Mapping[str, Any] = table["seasons"]
        self.units: Mapping[str, str] = table["units"]
        self.numbers: Mapping[str, int] = table["numbers"]
        self.ordinals: Mapping[str, int] = table["ordinals"]
        self.references: Mapping[str, str] = table["references"]
        self.sets: Mapping[str, str] = table["sets"]
        self.parts: Mapping[str, str] = table["parts"]
        self.feasts = {name.lower(): rule for name, rule in table["feasts"].items()}
        self.patterns = self._patterns(table)
        self.classes = self._classes(table)

    def _patterns(self, table: Mapping[str, Any]) -> dict[str, str]:
        months = [*table["months"], *(name + r"\.?" for name in table["month_abbreviations"])]
        days = [*table["weekdays"], *(name + r"\." for name in table["weekday_abbreviations"])]
        small = any_of(name for name in self.numbers if name not in ("a", "an"))
        number = (
            r"(?:\d{1,3}(?:,\d\d\d)+|\d{1,4}(?:\.\d{1,2}|[\s-]1/2)?)"
            rf"|(?:(?:an?\s+(?=hundred|thousand|dozen))?(?:{small})(?:[\s-]+(?:and\s+)?(?:{small})){{0,3}})(?!\w)"
        )
        tens = any_of(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"))
        teens = any_of(name for name, value in self.numbers.items() if 10 <= value < 20)
        ones = any_of(name for name, value in self.numbers.items() if 1 <= value < 10 and len(name) > 2)
        two_digits = rf"(?:(?:{tens})(?:[\s-](?:{ones}))?|{teens})"
        return {
            # Names of months and days are capital (or all capital): "may" and "march" are other words.
            "MONTH": "(?:" + "|".join(_capital(name) for name in _longest(months)) + r")(?![\w])",
            "WEEKDAYS": "(?:" + "|".join(table["weekdays"]) + ")",
            "WEEKDAY": "(?:" + "|".join(_capital(name) for name in _longest(days)) + r")(?![\w])",
            "UNIT": rf"(?i:{any_of(self.units)})",
            "UNITS": rf"(?i:{any_of(self.units)}|centurie)",
            "SEASON": rf"(?i:{any_of(self.seasons)})",
            "NUMBER": rf"(?i:{number})",
            "COUNT": rf"(?i:{number}|(?:an?\s+)?couple(?:\s+of)?|half\s+an?|an?\s+half"
            rf"|(?:{any_of(table['open_counts']['words'])}|another|an?)(?!\w))",
            "ORDINAL": rf"(?i:{any_of(self.ordinals)}|\d{{1,2}}(?:st|nd|rd|th))",
            "DAY": r"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d.,:]*\d|[%$])"
            rf"|(?i:(?:twenty|thirty)[\s-](?:{any_of(self.ordinals)})|{any_of(self.ordinals)}|thirtieth)(?!\w))",
            "YEAR": r"(?:1[1-9]|20)\d\d(?!\d|,\d|\.\d)",
            "SPELLED": rf"(?i:(?:eighteen|nineteen|twenty)[\s-](?:hundred|oh[\s-](?:{ones})|{two_digits})"
            rf"|two\s+thousand(?:\s+and)?(?:\s+(?:{ones}|{two_digits}))?)(?!\w)",
            "SETS": any_of(self.sets),
            "REFERENCES": any_of(self.references),
            "PART": rf"(?i:{any_of(part for part in self.parts if part != 'overnight')})",
            "FEAST": any_of(table["feasts"]),
            "ZONE": any_of(table["zones"]["words"]),
        }

    def _classes(self, table: Mapping[str, Any]) -> dict[str, str]:
        """Return for each word the letters of the forms it may be part of."""
        found: dict[str, str] = {}

        def add(words: Iterable[str], letter: str) -> None:
            for word in words:
                found[word] = found.get(word, "") + letter

        add(self.months, "m")
        add(self.weekdays, "w")
        add({name.lower() + "s" for name in table["weekdays"]}, "w")
        for unit in self.units:
            add((unit, "centuries" if unit == "century" else unit + "s"), "u")
        for season in self.seasons:
            add((season, season + "s"), "s")
        add(("half", "fiscal", "fy", "q", "period", "periods", "yearend"), "u")
        add(("today", "tonight", "yesterday", "tomorrow"), "d")
        add((*self.parts, *(part + "s" for part in self.parts)), "p")
        add({phrase.split()[-1] for phrase in self.sets}, "e")
        add(("every", "each", "twice", "times", "weekends", "weekdays"), "e")
        add({phrase.split()[-1] for phrase in self.references}, "r")
        add({unit + "long" for unit in self.units} | {"long", "while", "time"}, "l")
        add(("noon", "midnight", "clock", "a", "p", "am", "pm", "gmt", "hours"), "c")
        add(("nineteen", "eighteen", "twenty", "thousand"), "y")
        add(
            ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"),
            "y",
        )
        add({re.split(r"\W", name.lower())[0] for name in table["feasts"]}, "f")
        return found

    def count(self, words: str) -> float | None:
        """Return the number that words of a count give, None where it is open ("several")."""
        given = folded(words).replace(",", "")
        if given.endswith("1/2"):
            return float(given[:-3].strip(" -")) + 0.5
        if re.fullmatch(r"\d+(?:\.\d+)?", given):
            return float(given)
        if given in ("half a", "half an", "a half"):
            return 0.5
        if given == "another":
            return 1
        if "couple" in given:
            return 2
        total = 0
        parts = [part for part in re.split(r"[- ]", given) if part != "and"]
        if len(parts) > 1 and parts[0] in ("a", "an"):
            parts = parts[1:] if parts[1] in ("hundred", "thousand", "dozen") else parts
        for part in parts:
            if part not in self.numbers:
                return None
            number = self.numbers[part]
            total = max(total, 1) * number if part in ("hundred", "thousand", "dozen") else total + number
        return total

    def ordinal(self, words: str) -> int | None:
        """Return the number of an ordinal in words or digits."""
        digits = re.match(r"\d+", words)
        if digits:
            return int(digits.group())
        parts = [
            self.numbers.get(part) or self.ordinals.get(part) for part in re.split(r"[\s-]", words.lower())
        ]
        return sum(part for part in parts if part is not None) if all(parts) else None

    def spelled_year(self, words: str) -> int | None:
        """Return a year in words: nineteen ninety-one, two thousand and eight."""
        parts = [part for part in re.split(r"[\s-]+", words.lower()) if part not in ("and", "oh")]
        if parts[:2] == ["two", "thousand"]:
            return 2000 + sum(self.numbers[part] for part in parts[2:])
        rest = [self.numbers[part] for part in parts[1:]]
        return self.numbers[parts[0]] * 100 + (0 if rest == [100] else sum(rest))

    def month(self, words: str) -> int:
        """Return the number of a month."""
        return self.months[words.lower().rstrip(".")]

    def weekday(self, words: str) -> int:
        """Return the ISO number of a weekday."""
        return self.weekdays[words.lower().rstrip(".")]

    def unit(self, words: str) -> str:
        """Return the TIMEX3 unit of a unit word in singular or plural."""
        folded = words.lower().removesuffix("s")
        singular = folded.removesuffix("ie") + "y" if folded.endswith("ie") else folded
        return self.units[singular]


def folded(words: str | None) -> str:
    """Return words in small letters with single spaces; none for None."""
    return " ".join((words or "").lower().split())


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of any of the words, the longest first; a space is any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in _longest(words))


def _longest(words: Iterable[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _capital(name: str) -> str:
    return f"{name}|{name.upper()}" if not name.endswith(("?", r"\.")) else name
