"""The forms a temporal expression takes: one pattern and one reading each."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass

from onrecord.extract.times_calendar import (
    Moment,
    edtf_of_quarter,
    edtf_of_week,
    of_day,
    quarter_of,
    shifted,
    week_of,
    weekday_near,
)
from onrecord.extract.times_patterns import PATTERNS
from onrecord.extract.times_words import TimeWords

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means: TIMEX3 type and value, EDTF, whether it leaned on the document's date."""

    type: str
    value: str | None
    edtf: str | None = None
    relative: bool = False
    constraint: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern and how its matches are read; a reading of None is no temporal expression."""

    pattern: re.Pattern[str]
    read: Callable[[Match, Moment | None], Reading | None]


def forms_of(words: TimeWords) -> tuple[Form, ...]:
    """Return the forms in order of trust, their patterns filled with the vocabulary."""
    readers = _Readers(words)
    forms = []
    for pattern, reading in PATTERNS:
        filled = pattern
        for part, expanded in words.patterns.items():
            filled = filled.replace("{" + part + "}", expanded)
        forms.append(Form(re.compile(filled), getattr(readers, reading)))
    return tuple(forms)


class _Readers:
    """How the matches of each form are read; holds the words and nothing else."""

    def __init__(self, words: TimeWords) -> None:
        self._words = words
        self._no_year_before = re.compile(
            r"(?:" + "|".join(re.escape(w) for w in words.not_years["before"]) + r")\s*$", re.I
        )
        self._no_year_after = re.compile(
            r"\s+(?:[\w-]+\s+){0,2}?(?:" + "|".join(re.escape(w) for w in words.not_years["after"]) + r")\b",
            re.I,
        )

    def date(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a date with its year."""
        del anchor
        given = match.groupdict()
        month = int(given["mn"]) if given.get("mn") else self._words.month(given["m"])
        day = int(re.sub(r"\D", "", given["d"])) if given.get("d") else None
        return _stated(Moment(int(given["y"]), month, day), given.get("h"))

    def slash(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read month, day and year between strokes, the American way; other orders are left open."""
        del anchor
        year = int(match["y"])
        year += 0 if year > 99 else 1900 if year > 40 else 2000
        return _stated(Moment(year, int(match["mn"]), int(match["d"])), None)

    def date_without_year(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a month and day: of the year that brings it nearest to the document's date."""
        month, day = self._words.month(match["m"]), int(re.sub(r"\D", "", match["d"]))
        if not Moment(2000, month, day).holds():
            return None
        if anchor is None:
            return Reading("DATE", None, None, True)
        years = [anchor.year - 1, anchor.year, anchor.year + 1]
        near = [Moment(year, month, day) for year in years if Moment(year, month, day).holds()]
        if not near or anchor.month is None:
            best = Moment(anchor.year, month, day)
        else:
            best = min(near, key=lambda m: abs((m.first_day - anchor.first_day).days))
        return Reading("DATE", best.value, best.value, True) if best.holds() else None

    def month(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a month alone; "May" and "March" need a word of time before them."""
        name = match["m"].rstrip(".")
        before = match.string[max(0, match.start() - 14) : match.start()]
        led = match["rel"] or match["h"] or _LED.search(before)
        if (
            name.lower() in ("may", "march", "mar", "jan", "jun", "sun", "sat", "april", "june", "august")
            and not led
        ):
            return None
        month = self._words.month(name)
        if anchor is None or anchor.month is None:
            return Reading("DATE", None, None, True)
        year = _year_of_month(month, anchor, match["rel"], _FUTURE.search(_context(match)) is not None)
        value = Moment(year, month).value
        return Reading("DATE", value, _hedged(value, match["h"]), True)

    def quarter(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a quarter, of the year named or of the document's year."""
        word = match["q"].lower()
        quarter = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(word) or int(word[0])
        if match["y"]:
            return Reading("DATE", f"{match['y']}-Q{quarter}", edtf_of_quarter(int(match["y"]), quarter))
        if anchor is None:
            return Reading("DATE", None, None, True)
        year = anchor.year - 1 if anchor.month and quarter > quarter_of(anchor) + 1 else anchor.year
        if quarter == 4 and anchor.month and anchor.month <= 3:
            year = anchor.year - 1
        return Reading("DATE", f"{year}-Q{quarter}", edtf_of_quarter(year, quarter), True)

    def season(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a season; without a year it needs a word before it, for "fall" and "spring" are verbs too."""
        timex, edtf = self._words.seasons[match["s"].lower()]
        if match["y"]:
            return Reading("DATE", f"{match['y']}-{timex}", f"{match['y']}-{edtf}")
        relation = (match["rel"] or "").lower()
        verb_like = match["s"].lower() in ("fall", "spring") and relation in ("the", "in")
        led = _LED.search(match.string[max(0, match.start() - 10) : match.start()])
        if not relation or (verb_like and not led):
            return None
        if anchor is None:
            return Reading("DATE", None, None, True)
        year = anchor.year + {"last": -1 if (anchor.month or 12) < 9 else 0, "next": 1}.get(relation, 0)
        return Reading("DATE", f"{year}-{timex}", f"{year}-{edtf}", True)

    def fiscal(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a fiscal year by its number."""
        del anchor
        year = int(match["y"])
        year += 0 if year > 99 else 1900 if year > 40 else 2000
        return Reading("DATE", f"{year}", f"{year}")

    def decade(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a decade: `198` in TIMEX3, `198X` in EDTF."""
        del anchor
        decade = match["y"] or f"19{match['z']}"
        return Reading("DATE", decade, f"{decade}X")

    def century(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a century: the nineteenth is `18`."""
        del anchor
        number = self._words.ordinal(match["o"])
        if number is None or not 1 < number < 40:
            return None
        return Reading("DATE", f"{number - 1:02d}", f"{number - 1:02d}XX")

    def year(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a year alone, unless the words around it make it a number of things or part of a name."""
        del anchor
        start, end = match.span("y")
        if self._no_year_before.search(match.string, max(0, start - 24), start):
            return None
        if self._no_year_after.match(match.string, end, end + 40):
            return None
        return Reading("DATE", match["y"], _hedged(match["y"], match["h"]))

    def relative_unit(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read last week, this year, the following month."""
        relation = " ".join(match["rel"].lower().split()).removeprefix("the ")
        unit = match["u"].lower()
        if relation in ("that", "same", "following") or unit in ("day",) or anchor is None:
            return Reading("DATE", None, None, True)
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(relation, 0)
        return _unit_away(anchor, step, unit)

    def duration(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read so many units, with or without a bound."""
        del anchor
        given = match.groupdict()
        count = 0.5 if given.get("u2") else self._words.count(given["n"])
        unit = self._words.unit(given.get("u2") or given["u"])
        if "half" in match.group().lower() and not given.get("u2") and count is not None and count >= 1:
            count += 0.5
        return Reading("DURATION", _period(count, unit))

    def recent(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read recent weeks: an open number of them."""
        del anchor
        return Reading("DURATION", _period(None, self._words.unit(match["u"])))

    def ago(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read so long before or after: "ago" from the document's date, "later" stays open."""
        count, unit = self._words.count(match["n"]), self._words.unit(match["u"])
        relation = " ".join(match["rel"].lower().split())
        if relation in ("before", "after"):
            return Reading("DURATION", _period(count, unit))
        if anchor is None or relation not in ("ago", "earlier", "from now", "hence"):
            return Reading("DATE", None, None, True)
        if count is None or count != int(count) or not unit.endswith(("D", "W", "M", "Y")) or unit[0] == "T":
            past = relation in ("ago", "earlier")
            return Reading("DATE", "PAST_REF" if past else "FUTURE_REF", None, True)
        times = int(unit[:-1] or 1) * int(count) * (-1 if relation in ("ago", "earlier") else 1)
        away = shifted(anchor, times, unit[-1])
        if away is None:
            return Reading("DATE", None, None, True)
        value = week_of(away.first_day) if unit[-1] == "W" else away.value
        return Reading("DATE", value, edtf_of_week(value) if unit[-1] == "W" else value, True)

    def day_word(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read today, yesterday, tomorrow, tonight, with a part of the day."""
        word = match["day"].lower()
        part = "NI" if word == "tonight" else _PARTS.get((match["part"] or "").lower())
        if anchor is None or anchor.day is None:
            return Reading("TIME" if part else "DATE", None, None, True)
        away = shifted(anchor, {"yesterday": -1, "tomorrow": 1}.get(word, 0), "D")
        return _day(away, part) if away else None

    def part_of_day(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read this morning, last night."""
        if anchor is None or anchor.day is None:
            return Reading("TIME", None, None, True)
        away = shifted(anchor, -1 if "last" in match["rel"].lower() else 0, "D")
        return _day(away, _PARTS[match["part"].lower()]) if away else None

    def weekday(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a weekday: the last one in a report, the next one after words of the future."""
        part = _PARTS.get((match["part"] or "").lower())
        if anchor is None or anchor.day is None:
            return Reading("TIME" if part else "DATE", None, None, True, f"a {match['w']}")
        relation = (match["rel"] or "").lower()
        ahead = relation == "next" or (relation not in ("last", "past") and _FUTURE.search(_context(match)))
        day = weekday_near(anchor.first_day, self._words.weekday(match["w"]), 1 if ahead else -1)
        if relation in ("last", "past") and day == anchor.first_day:
            day -= datetime.timedelta(days=7)
        return _day(of_day(day), part)

    def every(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read every week, each Monday."""
        del anchor
        if match["w"]:
            return Reading("SET", f"XXXX-WXX-{self._words.weekday(match['w'])}")
        count = self._words.count(match["n"]) if match["n"] else 1
        return Reading("SET", _period(count, self._words.unit(match["u"])))

    def often(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read daily, annual."""
        del anchor
        return Reading("SET", self._words.sets[match["set"].lower()])

    def clock(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read a time of day, on the document's day."""
        given = match.groupdict()
        if given["noon"]:
            told = "T12:00" if given["noon"].lower() == "noon" else "T24:00"
        else:
            hour = int(given["hour"] or given["hour2"])
            half = re.sub(r"[^ap]", "", (given["half"] or "").lower())
            if half and not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0) if half else hour
            told = f"T{hour:02d}:{given['minute'] or given['minute2'] or '00'}"
        if anchor is None or anchor.day is None:
            return Reading("TIME", None, None, True, told)
        return Reading("TIME", anchor.value + told, anchor.value, True)

    def reference(self, match: Match, anchor: Moment | None) -> Reading | None:
        """Read now, recently, the future."""
        del anchor
        return Reading("DATE", self._words.references[" ".join(match["ref"].lower().split())])


_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
_LED = re.compile(
    r"(?:\b(?:in|since|until|by|of|during|from|through|between|for|on|before|after|last|this|next|late|early|"
    r"and|to|through|mid)|mid-)\s*$",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|shall|upcoming|scheduled|expected|plans? to|due|set to|is to|are to|going to|to be held)\b",
    re.I,
)


def _context(match: Match) -> str:
    """Return the words of the same sentence shortly before and after a match."""
    before = match.string[max(0, match.start() - 50) : match.start()]
    after = match.string[match.end() : match.end() + 20]
    return re.split(r"[.!?;,]\s", before)[-1] + " | " + re.split(r"[.!?;,]\s", after)[0]


def _stated(moment: Moment, hedge: str | None) -> Reading | None:
    if not moment.holds():
        return None
    return Reading("DATE", moment.value, _hedged(moment.value, hedge))


def _hedged(value: str, hedge: str | None) -> str:
    """Return an EDTF date with the doubt that "early" or "late" leaves."""
    return f"{value}~" if hedge else value


def _year_of_month(month: int, anchor: Moment, relation: str | None, future: bool) -> int:
    """Return the year of a month alone: the last such month, or the next one after words of the future."""
    now = anchor.month or 1
    word = (relation or "").lower()
    if word in ("last", "past"):
        return anchor.year - 1 if month >= now else anchor.year
    if word in ("next", "coming") or future:
        return anchor.year + 1 if month < now else anchor.year
    return anchor.year - 1 if month > now else anchor.year


def _unit_away(anchor: Moment, step: int, unit: str) -> Reading:
    if unit in ("week", "weekend"):
        if anchor.day is None:
            return Reading("DATE", None, None, True)
        week = week_of(anchor.first_day + datetime.timedelta(days=7 * step))
        return Reading("DATE", week + ("-WE" if unit == "weekend" else ""), edtf_of_week(week), True)
    if unit == "month":
        away = shifted(anchor, step, "M")
        return Reading("DATE", away.value if away else None, away.value if away else None, True)
    if unit == "quarter":
        if anchor.month is None:
            return Reading("DATE", None, None, True)
        quarters = anchor.year * 4 + quarter_of(anchor) - 1 + step
        year, quarter = quarters // 4, quarters % 4 + 1
        return Reading("DATE", f"{year}-Q{quarter}", edtf_of_quarter(year, quarter), True)
    if unit == "year":
        return Reading("DATE", f"{anchor.year + step}", f"{anchor.year + step}", True)
    years = 10 if unit == "decade" else 100
    cut = str(anchor.year // years + step)
    return Reading("DATE", cut, cut + "X" * (4 - len(cut)), True)


def _day(moment: Moment, part: str | None) -> Reading:
    if part:
        return Reading("TIME", f"{moment.value}T{part}", moment.value, True)
    return Reading("DATE", moment.value, moment.value, True)


def _period(count: float | None, unit: str) -> str:
    """Return a TIMEX3 duration: P4Y, PT30M, PXD."""
    times = int(unit.lstrip("T")[:-1] or 1)
    clock = "T" if unit.startswith("T") else ""
    if count is None:
        return f"P{clock}X{unit[-1]}" if times == 1 else f"P{clock}X{_BIG.get(times, '')}{unit[-1]}"
    total = count * times
    shown = f"{total:.10g}"
    return f"P{clock}{shown}{unit[-1]}"


_BIG = {10: "E", 100: "C", 1000: "L"}
"""TimeML writes an open number of decades PXDE, of centuries PXCE."""
