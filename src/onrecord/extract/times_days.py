"""How days, parts of days, times of day, repetitions and references to now are read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

from onrecord.extract.times_calendar import of_day, shifted, weekday_near
from onrecord.extract.times_reading import (
    Context,
    Match,
    Reading,
    leaning,
    of_day_part,
    of_moment,
    period,
)
from onrecord.extract.times_tense import Tense
from onrecord.extract.times_words import TimeWords, any_of, folded

_DAYS = {"yesterday": -1, "tomorrow": 1}


class DayReaders:
    """Readings of days, hours and repetitions; a reading of None is no temporal expression."""

    def __init__(self, words: TimeWords, tense: Tense) -> None:
        self._words, self._tense = words, tense
        refused = words.table["no_references"]
        self._before_soon = re.compile(rf"(?<!\w)(?:{any_of(refused['before_soon'])})\s+$", re.I)
        self._not_after = {
            phrase: re.compile(rf"\s+(?:{any_of(after)})(?!\w)", re.I)
            for phrase, after in refused.items()
            if phrase != "before_soon"
        }

    def day_word(self, match: Match, context: Context) -> Reading | None:
        """Read today, yesterday, tomorrow, tonight, with a part of the day."""
        word = match["day"].lower()
        part = "NI" if word == "tonight" else self._part(match["part"] or match["first"])
        anchor = context.anchor
        if anchor is None or anchor.day is None:
            return Reading("TIME" if part else "DATE", None, None, "document")
        step = _DAYS.get(word, 0)
        if match["over"]:
            step *= 2
        away = shifted(anchor, step, "D")
        return of_day_part(away, part, "document") if away else None

    def part_of_day(self, match: Match, context: Context) -> Reading | None:
        """Read this morning, last night, that evening, the next morning."""
        relation, part = folded(match["rel"]), self._part(match["part"])
        if relation in ("that", "same", "the same", "the next", "the following", "the previous"):
            said = context.said("D")
            if said is None:
                return Reading("TIME", None, None, "document")
            step = {"the next": 1, "the following": 1, "the previous": -1}.get(relation, 0)
            away = shifted(said.moment, step, "D")
            return of_day_part(away, part, leaning(said)) if away else None
        if context.anchor is None or context.anchor.day is None:
            return Reading("TIME", None, None, "document")
        away = shifted(context.anchor, {"last": -1, "tomorrow": 1}.get(relation, 0), "D")
        return of_day_part(away, part, "document") if away else None

    def part_alone(self, match: Match, context: Context) -> Reading | None:
        """Read "mid-afternoon", "in the evening", "overnight": of the day told of, or the document's."""
        if match["part"].lower() == "overnight" and _before_noun(match):
            return None
        if _OF_DAY.match(match.string, match.end(), match.end() + 12):
            return None
        said = context.said("D")
        day = said.moment if said is not None else context.anchor
        if day is None or day.day is None:
            return Reading("TIME", None, None, "document")
        return of_day_part(day, self._part(match["part"]), leaning(said))

    def weekday(self, match: Match, context: Context) -> Reading | None:
        """Read a weekday: the last one in a report, the next one after words of the future."""
        part = self._part(match["part"])
        anchor, relation = context.anchor, folded(match["rel"])
        if anchor is None or anchor.day is None:
            return Reading("TIME" if part else "DATE", None, None, "document", f"a {match['w']}")
        ahead = relation in ("next", "this coming", "coming") or (
            relation not in ("last", "past", "this past") and self._tense.ahead(match, context)
        )
        weekday = self._words.weekday(match["w"])
        day = weekday_near(anchor.first_day, weekday, 1 if ahead else -1)
        if relation in ("last", "past", "this past") and day == anchor.first_day:
            day -= datetime.timedelta(days=7)
        if ahead and anchor.first_day.isoweekday() == weekday and relation != "next":
            day = anchor.first_day
        return of_day_part(of_day(day), part, "document")

    def weekday_told(self, match: Match, context: Context) -> Reading | None:
        """Read the following Monday: after the day named last."""
        said = context.said("D")
        if said is None:
            return Reading("DATE", None, None, "document")
        before = match["rel"].lower() == "previous"
        day = said.moment.first_day - datetime.timedelta(days=1 if before else 0)
        found = weekday_near(day, self._words.weekday(match["w"]), -1 if before else 1)
        return of_day_part(of_day(found), self._part(match["part"]), leaning(said))

    def week_of(self, match: Match, context: Context) -> Reading | None:
        """Read a week before or after a named day: Monday last week, Friday of next week."""
        anchor = context.anchor
        if anchor is None or anchor.day is None:
            return Reading("DATE", None, None, "document", f"a {match['w']}")
        monday = anchor.first_day - datetime.timedelta(days=anchor.first_day.isoweekday() - 1)
        step = {"last": -7, "next": 7}.get(match["week"].lower(), 0)
        day = monday + datetime.timedelta(days=step + self._words.weekday(match["w"]) - 1)
        return of_moment(of_day(day), "document")

    def every(self, match: Match, context: Context) -> Reading | None:
        """Read every week, each Monday, every two years."""
        del context
        if match["w"]:
            part = f"T{self._part(match['part2'])}" if match["part2"] else ""
            return Reading("SET", f"XXXX-WXX-{self._words.weekday(match['w'])}{part}")
        if match["part"]:
            return Reading("SET", f"XXXX-XX-XXT{self._part(match['part'])}")
        count = 2.0 if folded(match["n"]) == "other" else self._words.count(match["n"]) if match["n"] else 1
        if match["u"].lower() in ("weekend", "weekends"):
            return Reading("SET", "XXXX-WXX-WE")
        return Reading("SET", period(count, self._words.unit(match["u"])))

    def weekdays(self, match: Match, context: Context) -> Reading | None:
        """Read Mondays, weekends."""
        del context
        if match["w"]:
            return Reading("SET", f"XXXX-WXX-{self._words.weekday(match['w'])}")
        return Reading("SET", "XXXX-WXX-WE" if match["we"].lower() == "weekends" else "P1D")

    def often(self, match: Match, context: Context) -> Reading | None:
        """Read daily, annually; an adjective before its noun is left out."""
        del context
        word = match["set"].lower()
        if _RATE.search(match.string[max(0, match.start() - 40) : match.start()]):
            return None
        if _before_noun(match) or _TITLE.search(match.string[max(0, match.start() - 24) : match.end()]):
            return None
        return Reading("SET", self._words.sets[word])

    def times_a(self, match: Match, context: Context) -> Reading | None:
        """Read twice a week, three times per month."""
        del context
        return Reading("SET", period(1, self._words.unit(match["u"])))

    def clock(self, match: Match, context: Context) -> Reading | None:
        """Read a time of day, on the day named before it in its sentence or the document's."""
        given = match.groupdict()
        told = _clock_value(given, self._words.count)
        if told is None:
            return None
        zone = " ".join(given["zone"].split()).strip("()") if given["zone"] else None
        said = context.said("D", 200)
        if said is not None and not said.stated and _SENTENCE.search(match.string[said.at : match.start()]):
            said = None
        day = said.moment if said is not None else context.anchor
        if day is None or day.day is None:
            return Reading("TIME", None, None, "document", f"{told}, {zone}" if zone else told)
        leans = leaning(said)
        return Reading("TIME", day.value + told, day.value, leans, zone)

    def reference(self, match: Match, context: Context) -> Reading | None:
        """Read now, recently, the future."""
        del context
        phrase = folded(match["ref"])
        if phrase in ("the time", "that time") and not _AT.search(
            match.string[max(0, match.start() - 8) : match.start()]
        ):
            return None
        if phrase == "soon" and self._before_soon.search(
            match.string[max(0, match.start() - 24) : match.start()]
        ):
            return None
        if phrase in ("the past", "the present") and _before_noun(match, _VERBS):
            return None
        for refused, after in self._not_after.items():
            if phrase.endswith(refused) and after.match(match.string, match.end(), match.end() + 30):
                return None
        return Reading("DATE", self._words.references[phrase])

    def _part(self, word: str | None) -> str | None:
        return self._words.parts.get((word or "").lower().removesuffix("s"))


_TITLE = re.compile(r"[A-Z][\w'’]+\s+[A-Z][a-z]+$")
_OF_DAY = re.compile(r"\s+of\s+(?:[A-Z\d]|the\s+\d)")
_AT = re.compile(r"\b(?:at|by|since|during|before)\s+$", re.I)
_SENTENCE = re.compile(r"[.!?]['\"”’]*\s")
_VERBS = frozenset("is was were are has had have will would can could may might that which who there".split())
_RATE = re.compile(r"[\d%]\S*(?:\s+\w+){0,2}\s+$")
"""How much a year is a rate, not a date ("8 percent annually")."""

_AFTER_ADVERB = frozenset(
    "and or but to from in on at by for of through until since after before while when as the a an "
    "with".split()
)


def _before_noun(match: Match, also: frozenset[str] = frozenset()) -> bool:
    """Tell whether an adverb of time stands before a noun, as its adjective ("daily bread")."""
    after = re.match(r"\s+(\w+)|-", match.string[match.end() : match.end() + 20])
    return after is not None and (after[1] is None or after[1].lower() not in _AFTER_ADVERB | also)


def _clock_value(given: dict[str, str | None], count: Callable[[str], float | None]) -> str | None:
    """Return the TIMEX3 time of day, None where the numbers are none."""
    if given["noon"]:
        return "T12:00" if given["noon"].lower().endswith("noon") else "T24:00"
    if given["mil"]:
        return f"T{given['mil'][:2]}:{given['mil'][2:]}"
    if given["hour3"]:
        return f"T{int(count(given['hour3']) or 0):02d}:00"
    hour = int(given["hour"] or given["hour2"] or 0)
    half = re.sub(r"[^ap]", "", (given["half"] or "").lower())
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return f"T{hour:02d}:{given['minute'] or given['minute2'] or '00'}"
