"""How units of the calendar are read: this or that week, the year, quarters and their comparisons."""

from __future__ import annotations

import datetime
import re

from onrecord.extract.times_calendar import Moment, last_quarter, quarter_of, shifted, week_of
from onrecord.extract.times_reading import (
    OPEN,
    WHOLE_REPORT,
    Context,
    Match,
    Reading,
    Said,
    leaning,
    of_day_part,
    of_moment,
    of_quarter,
    of_week,
    period,
)
from onrecord.extract.times_tense import Tense
from onrecord.extract.times_words import TimeWords, any_of, folded


class PeriodReaders:
    """Readings of units of the calendar; a reading of None is no temporal expression."""

    def __init__(self, words: TimeWords, tense: Tense) -> None:
        self._words, self._tense = words, tense
        leads = words.table["duration_leads"]
        self._spanning = re.compile(rf"(?<!\w)(?:{any_of(leads['spanning'])})\s+$", re.I)
        self._no_unit_after = re.compile(rf"[\s-]+(?:{any_of(leads['not_after'])})\b", re.I)

    def quarter(self, match: Match, context: Context) -> Reading | None:
        """Read a numbered quarter: of the year named, the year said, or the document's."""
        given = match.groupdict()
        word = given["q"].lower()
        quarter = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}.get(word) or int(word[0])
        year = given.get("y") or given.get("y2")
        if year:
            return of_quarter(int(year), quarter)
        if context.anchor is None:
            return OPEN
        relation = (given.get("py") or given.get("of") or "").lower()
        if relation:
            step = {"last": -1, "next": 1}.get(relation, 0)
            return of_quarter(context.anchor.year + step, quarter, "document")
        found = self._quarter_near(match, context, context.anchor, quarter)
        back = 1 if given.get("back") else 0
        return of_quarter(found - back, quarter, "document", compares=bool(back))

    def half(self, match: Match, context: Context) -> Reading | None:
        """Read a half of a year, `1998-H1`."""
        half = 1 if match["q"].lower() in ("first", "1") else 2
        if match["y"]:
            year, leans = int(match["y"]), None
        elif context.anchor is None:
            return OPEN
        else:
            step = {"last": -1, "next": 1}.get((match["rel"] or "").lower(), 0)
            year, leans = context.anchor.year + step, "document"
        months = ("01", "06") if half == 1 else ("07", "12")
        return Reading("DATE", f"{year}-H{half}", f"{year}-{months[0]}/{year}-{months[1]}", leans)

    def year_ago(self, match: Match, context: Context) -> Reading | None:
        """Read year-ago, year-earlier quarter, the comparable period: a year before what was just told."""
        unit = (match["u"] or "").lower()
        if match["q"]:
            return self.quarter(match, context)
        if unit == "month" and context.anchor is not None and context.anchor.month is not None:
            return of_moment(Moment(context.anchor.year - 1, context.anchor.month), "document")
        quarter = context.said_quarter(WHOLE_REPORT)
        if quarter is None and unit == "quarter" and context.anchor is not None:
            quarter = last_quarter(context.anchor)
        if quarter is not None and unit != "year":
            return of_quarter(quarter[0] - 1, quarter[1], "document", compares=True)
        if context.anchor is None:
            return OPEN
        return of_moment(Moment(context.anchor.year - 1), "document")

    def period_of(self, match: Match, context: Context) -> Reading | None:
        """Read "the 1988 period", "the latest period": the quarter told of, of that year."""
        quarter = context.said_quarter(WHOLE_REPORT)
        if match["u"] and context.anchor is not None:
            quarter = quarter or last_quarter(context.anchor)
        if match["y"]:
            year = int(match["y"])
            return of_quarter(year, quarter[1], compares=True) if quarter else of_moment(Moment(year))
        if "back" in match.re.groupindex:
            if quarter is not None:
                return of_quarter(quarter[0] - 1, quarter[1], "document", compares=True)
            return of_moment(Moment(context.anchor.year - 1), "document") if context.anchor else OPEN
        return of_quarter(*quarter, "document") if quarter is not None else None

    def unit_before(self, match: Match, context: Context) -> Reading | None:
        """Read the year before, the day after: from a date named before; a year before this one otherwise."""
        unit, step = match["u"].lower(), 1 if match["rel"].lower() == "after" else -1
        if unit == "night":
            said = context.said("D")
            day = shifted(said.moment, step, "D") if said else None
            return of_day_part(day, "NI", leaning(said)) if day else Reading("TIME", None, None, "document")
        found = self._told(step, unit, context)
        if found is None and step < 0 and context.anchor is not None:
            found = _unit_away(context.anchor, step, unit, "document")
        return found or Reading("DATE", None, None, "document")

    def year_end(self, match: Match, context: Context) -> Reading | None:
        """Read year-end, the year's end."""
        if match["y"]:
            return of_moment(Moment(int(match["y"])))
        if not match["the"] and not _TO_END.search(match.string[max(0, match.start() - 12) : match.start()]):
            return None
        if context.anchor is None:
            return OPEN
        return of_moment(Moment(context.anchor.year), "document")

    def definite(self, match: Match, context: Context) -> Reading | None:
        """Read last week, this fiscal year, the following month, that quarter, the year."""
        given = match.groupdict()
        determiner, relation = folded(given["det"]), folded(given["rel"])
        unit = given["u"].lower()
        if not relation and determiner in ("", "a", "an"):
            return None
        if determiner in ("its", "their", "our", "his", "her") and unit != "quarter" and not relation:
            return None
        if relation in ("whole", "entire", "full"):
            return Reading("DURATION", period(1, self._words.unit(unit)))
        if "school" in match.group().lower() and unit != "year":
            return None
        if self._no_unit_after.match(match.string, match.end(), match.end() + 24) and not _OF_SUM.match(
            match.string, match.end()
        ):
            return None
        if unit in ("second", "minute", "hour", "night"):
            return self._last_hour(relation, unit)
        spanned = self._spanning.search(match.string[max(0, match.start() - 16) : match.start()])
        if relation in ("past", "last") and determiner == "the" and unit != "weekend":
            return Reading("DURATION", period(1, self._words.unit(unit)))
        if (
            relation in ("next", "coming")
            and determiner == "the"
            and spanned
            and unit not in ("day", "weekend")
        ):
            return Reading("DURATION", period(1, self._words.unit(unit)))
        if unit in ("year", "quarter") and not relation and _ENDED.match(match.string, match.end()):
            if unit == "year":
                return Reading("DURATION", "P1Y")
            return self._quarter_ended(match, context)
        if unit == "day" and determiner == "the" and not relation:
            before = match.string[max(0, match.start() - 12) : match.start()]
            if not _IN_DAY.search(before) or _OF_EVENT.match(match.string, match.end()):
                return None
        if _KIND_OF_YEAR.search(match.group()) and relation == "next":
            determiner = ""
        return self._unit(determiner, relation, unit, context)

    def _unit(self, determiner: str, relation: str, unit: str, context: Context) -> Reading | None:
        """Return the unit a relation points at, from a date named before or from the document's."""
        if relation in ("following", "ensuing", "same", "preceding", "prior", "previous", "comparable") or (
            determiner == "that" or (determiner == "the" and (relation == "next" or unit == "day"))
        ):
            found = self._told(_STEPS.get(relation, 0), unit, context)
            if found is not None or relation in ("following", "ensuing", "same") or determiner == "that":
                return found or Reading("DATE", None, None, "document")
        anchor = context.anchor
        if anchor is None:
            return OPEN
        latest = relation in ("latest", "most recent") or (determiner in ("the", "its") and not relation)
        if unit == "quarter" and latest:
            said = context.said_quarter(WHOLE_REPORT)
            return of_quarter(*(said or last_quarter(anchor)), "document")
        away = _STEPS.get(relation, 0)
        if unit == "weekend" and not away and determiner == "the" and anchor.day is not None:
            away = -1 if anchor.first_day.isoweekday() < 5 else 0
        return _unit_away(anchor, away, unit, "document")

    def _told(self, step: int, unit: str, context: Context) -> Reading | None:
        """Return the unit `step` away from the date named last, None where none was named."""
        if unit == "quarter":
            quarter = context.compared
            return of_quarter(quarter[0], quarter[1] + step, "document") if quarter else None
        said: Said | None = context.said(
            {"year": "Y", "decade": "Y", "century": "Y", "month": "M"}.get(unit, "D")
        )
        return _unit_away(said.moment, step, unit, leaning(said)) if said else None

    def _last_hour(self, relation: str, unit: str) -> Reading | None:
        if relation in ("last", "past") and unit in ("hour", "minute"):
            return Reading("DURATION", period(1, self._words.unit(unit)))
        return None

    def _quarter_near(self, match: Match, context: Context, anchor: Moment, quarter: int) -> int:
        """Return the year of a numbered quarter: the one not far ahead, or after words of the future."""
        now = quarter_of(anchor)
        if anchor.month is None:
            return anchor.year
        if quarter > now + 1 or (quarter == 4 and now == 1):
            return anchor.year - 1
        ahead = self._tense.ahead(match, context)
        if quarter > now and ahead is False:
            return anchor.year - 1
        if quarter == 1 and now == 4 and ahead:
            return anchor.year + 1
        return anchor.year

    def _quarter_ended(self, match: Match, context: Context) -> Reading:
        """Read "the quarter ended Sept. 29" by its month; what is not said is open."""
        found = re.match(
            r"\s+(?:ended|ending)\s+(?:on\s+)?([A-Z][a-z]+)", match.string[match.end() : match.end() + 40]
        )
        month = self._words.months.get(found[1].lower()) if found else None
        if month is None or context.anchor is None:
            return Reading("DURATION", "P1Q")
        year = context.anchor.year - (1 if month > (context.anchor.month or 12) else 0)
        return of_quarter(year, (month + 1) // 3 if month % 3 != 2 else month // 3 + 1, "document")


_TO_END = re.compile(r"\b(?:by|at|until|till|before|since|from|of|around|after|through|to)\s+$", re.I)
_STEPS = dict.fromkeys(("last", "past", "previous", "prior", "preceding", "latest", "most recent"), -1)
_STEPS |= dict.fromkeys(("next", "coming", "new", "upcoming", "following", "ensuing"), 1)
_ENDED = re.compile(r"\s+(?:(?:ended|ending|that\s+ended)\s|to\s+[A-Z])")
_OF_SUM = re.compile(r"\s+of\s+[$€£\d]")
_OF_EVENT = re.compile(r"\s+(?:after|before|when|of|following|that|he|she|it|they|we|i)\b", re.I)
_KIND_OF_YEAR = re.compile(r"\b(?:fiscal|academic|school)\b", re.I)
"""A year with a name of its own is counted from now, not from a year of a story."""
_IN_DAY = re.compile(r"\b(?:in|of|on|during|for|that)\s+$", re.I)


def _unit_away(anchor: Moment, step: int, unit: str, leans: str) -> Reading:
    """Return the unit that lies `step` from the one `anchor` is in."""
    if unit in ("week", "weekend"):
        if anchor.day is None:
            return Reading("DATE", None, None, leans)
        week = week_of(anchor.first_day + datetime.timedelta(days=7 * step))
        return of_week(week, leans, unit == "weekend")
    if unit == "day":
        return of_moment(shifted(anchor, step, "D"), leans)
    if unit == "month":
        return of_moment(shifted(anchor, step, "M"), leans)
    if unit == "quarter":
        if anchor.month is None:
            return Reading("DATE", None, None, leans)
        return of_quarter(anchor.year, quarter_of(anchor) + step, leans)
    if unit == "year":
        return of_moment(shifted(anchor, step, "Y"), leans)
    if unit not in ("decade", "century"):
        return Reading("DATE", None, None, leans)
    cut = str(anchor.year // (10 if unit == "decade" else 100) + step)
    return Reading("DATE", cut, cut + "X" * (4 - len(cut)), leans)
