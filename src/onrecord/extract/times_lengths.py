"""How lengths of time are read: so many units, units alone, and moments that many units away."""

from __future__ import annotations

import re
from dataclasses import replace

from onrecord.extract.times_calendar import Moment, quarter_of, shifted, week_of
from onrecord.extract.times_reading import (
    AS_TOLD,
    OPEN,
    Context,
    Match,
    Reading,
    leaning,
    of_moment,
    of_quarter,
    of_week,
    period,
)
from onrecord.extract.times_tense import Tense
from onrecord.extract.times_words import TimeWords, any_of, folded


class LengthReaders:
    """Readings of lengths and of what is counted away; a reading of None is no temporal expression."""

    def __init__(self, words: TimeWords, tense: Tense) -> None:
        self._words, self._tense = words, tense
        leads = words.table["duration_leads"]
        self._lasting = re.compile(rf"(?<!\w)(?:{any_of(leads['before'])})\s+$", re.I)
        self._bare = re.compile(rf"(?<!\w)(?:{any_of(leads['bare'])})\s+$", re.I)
        self._persons = re.compile(
            rf"-old(?:s\b|[\s-]+(?:[\w-]+\s+)?(?:{any_of(leads['persons'])})\b|[^\w\s]|$)", re.I
        )

    def duration(self, match: Match, context: Context) -> Reading | None:
        """Read so many units, with or without a bound."""
        given = match.groupdict()
        words = folded(given["n"])
        after = match.string[match.end("u") : match.end("u") + 24]
        if re.match(r"s?\s+(?:old\b|of\s+age|older|younger)", after):
            return None
        if given["old"] and (
            given["u"].lower() == "year"
            or self._persons.match(match.string, match.start("old"))
            or _NAME.match(after)
        ):
            return None
        unit = self._words.unit(given["u"])
        if words in ("a", "an") and not given["rel"] and folded(given["more"]) not in _MORE:
            before = match.string[max(0, match.start() - 24) : match.start()]
            whole = match.string[match.start("n") - 1 : match.start("n")]
            leads = given["about"] or self._lasting.search(before) or _OR_SO.match(match.string, match.end())
            if unit == "TS" or whole == "-" or not leads:
                return None
        if unit == "Q" and (
            words in ("a", "one", "three") and not given["rel"] and "half" not in match.group()
        ):
            return None
        if words == "one" and unit == "D" and not given["rel"] and "-" not in match.group():
            before = match.string[max(0, match.start() - 24) : match.start()]
            if not self._lasting.search(before):
                return self._one_day(match, context)
        if unit == "Q" and re.fullmatch(r"[12]\d{3}", words):
            return None
        count = self._words.count(given["n"])
        low = given["low"] or given["low2"]
        if low:
            between = f"{low} to {given['n']} {given['u']}s"
            return Reading("DURATION", period(None, unit), constraint=between)
        if (given["half"] or given["half2"]) and count is not None:
            return Reading("DURATION", _and_a_half(count, unit))
        if count == 0.5:
            return Reading("DURATION", _and_a_half(0, unit))
        return Reading("DURATION", period(count, unit))

    def period_of_units(self, match: Match, context: Context) -> Reading | None:
        """Read a six-month period."""
        del context
        return Reading("DURATION", period(self._words.count(match["n"]), self._words.unit(match["u"])))

    def part_of_century(self, match: Match, context: Context) -> Reading | None:
        """Read half a century, a quarter century."""
        del context
        share = 50 if "half" in match["n"].lower() else 25
        return Reading("DURATION", f"P{share}Y")

    def bare(self, match: Match, context: Context) -> Reading | None:
        """Read recent weeks, coming months, for years, months of."""
        relation = folded(match["rel"])
        if relation in ("recent", "past", "previous", "earlier"):
            return Reading("DATE", "PAST_REF")
        if relation in ("coming", "future", "next", "ahead", "to come", "from now"):
            return Reading("DATE", "FUTURE_REF")
        del context
        if relation == "ago":
            return Reading("DATE", "PAST_REF")
        leads = self._bare.search(match.string[max(0, match.start() - 24) : match.start()])
        if not leads and not _COUNTED_FROM.match(match.string, match.end()):
            return None
        if self._words.unit(match["u"]) in ("TS", "Q") or (leads and match["u"][0].isupper()):
            return None
        return Reading("DURATION", period(None, self._words.unit(match["u"])))

    def ago(self, match: Match, context: Context) -> Reading | None:
        """Read so long ago, earlier or later; what leans on an event alone stays a period."""
        count, unit = self._words.count(match["n"]), self._words.unit(match["u"])
        relation = folded(match["rel"])
        if (match["half"] or match["half2"]) and count is not None:
            length = Reading("DURATION", _and_a_half(count, unit), cut=match.end() - match.end("whole"))
            count += 0.5
        else:
            length = Reading("DURATION", period(count, unit), cut=match.end() - match.end("whole"))
        event = _EVENT.match(match.string, match.end(), match.end() + 60) if relation in _TO_EVENT else None
        told = match.group() + (_CLAUSE.split(event.group())[0] if event else "")
        length = replace(length, constraint=" ".join(told.split()))
        if relation in ("before", "after", "prior", "previously", "on"):
            return length
        if relation in ("earlier", "later"):
            return self._from_said(count, unit, relation, context) or length
        past = relation == "ago"
        if count is None:
            return Reading("DATE", "PAST_REF" if past else "FUTURE_REF")
        quarter = context.said_quarter(AS_TOLD)
        if past and unit == "Y" and count == 1 and quarter is not None:
            return of_quarter(quarter[0] - 1, quarter[1], "document", compares=True)
        return self._away(context.anchor, count if not past else -count, unit, "document")

    def _from_said(self, count: float | None, unit: str, relation: str, context: Context) -> Reading | None:
        """Return the date so long before or after the one named last; None where nothing was named."""
        sign = -1 if relation == "earlier" else 1
        quarter = context.said_quarter(AS_TOLD)
        if count is None:
            return Reading("DATE", "PAST_REF") if sign < 0 and unit[0] != "T" else None
        if quarter is not None and unit == "Y" and sign < 0:
            return of_quarter(quarter[0] - int(count), quarter[1], "document", compares=True)
        said = context.said(unit[-1])
        if said is not None and not unit.startswith("T"):
            found = self._away(said.moment, sign * count, unit, leaning(said))
            return found if found.value else None
        if sign < 0:
            found = self._away(context.anchor, -count, unit, "document")
            return found if found.value or context.anchor is None else None
        return None

    def _away(self, anchor: Moment | None, count: float, unit: str, leans: str) -> Reading:
        """Return the moment `count` units from `anchor`, as fine as the unit."""
        if anchor is None or unit.startswith("T"):
            return OPEN if anchor is None else Reading("TIME", "PAST_REF" if count < 0 else "FUTURE_REF")
        if count != int(count):
            if unit != "Y" or anchor.month is None:
                return Reading("DATE", "PAST_REF" if count < 0 else "FUTURE_REF")
            count, unit = count * 12, "M"
        if unit == "Q":
            return of_quarter(anchor.year, quarter_of(anchor) + int(count), leans)
        found = shifted(anchor, int(unit[:-1] or 1) * int(count), unit[-1])
        if found is None:
            return Reading("DATE", "PAST_REF" if count < 0 else "FUTURE_REF", None, leans)
        if unit[-1] == "W":
            return of_week(week_of(found.first_day), leans)
        return of_moment(found, leans)

    def unit_long(self, match: Match, context: Context) -> Reading | None:
        """Read month-long, decades-long, all year, over the years."""
        del context
        return Reading("DURATION", period(None if match["many"] else 1, self._words.unit(match["u"])))

    def while_(self, match: Match, context: Context) -> Reading | None:
        """Read "for a while": a length that nobody counts."""
        del match, context
        return Reading("DURATION", "PXX")

    def _one_day(self, match: Match, context: Context) -> Reading | None:
        """Read "one day" as some day to come; in a story it is any day."""
        if self._tense.ahead(match, context):
            return Reading("DATE", "FUTURE_REF")
        return None


_COUNTED_FROM = re.compile(r"\s+(?:after|before|later|earlier)\b")
_MORE = frozenset("additional full whole entire extra further".split())
"""What makes "a year" a length wherever it stands ("an additional year"); "a fiscal year" need not be one."""
_TO_EVENT = ("before", "after", "prior")
_EVENT = re.compile(r"(?:[ \n][\w'’-]+){1,6}(?![\w'’-])")
"""The event that a length is counted from, as far as its words run on ("two months after the hearing")."""
_CLAUSE = re.compile(r"\s(?:and|or|but|when|while|which|who|that|because|as)\s")
_OR_SO = re.compile(r"\s+or\s+(?:so|more|two|less)\b")
_NAME = re.compile(r"s?-old\s+[A-Z]")


def _and_a_half(count: float, unit: str) -> str:
    """Return a number of units and a half: of hours and minutes in their parts, else as a decimal."""
    halves = {"TM": "30S", "TH": "30M"}
    if unit in halves:
        whole = f"{count:.10g}{unit[-1]}" if count else ""
        return f"PT{whole}{halves[unit]}"
    if unit == "Y" and not count:
        return "P6M"
    if unit == "D" and not count:
        return "PT12H"
    return period(count + 0.5, unit)
