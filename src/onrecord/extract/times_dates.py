"""How dates of the calendar are read: days, months, seasons, years, decades and centuries."""

from __future__ import annotations

import datetime
import re

from onrecord.extract.times_calendar import Moment, easter, nth_weekday, of_day
from onrecord.extract.times_reading import OPEN, Context, Match, Reading, leaning, of_moment
from onrecord.extract.times_tense import Tense
from onrecord.extract.times_words import TimeWords, any_of, folded


class DateReaders:
    """Readings of calendar dates; a reading of None is no temporal expression."""

    def __init__(self, words: TimeWords, tense: Tense) -> None:
        self._words, self._tense = words, tense
        lists = words.table["not_years"]
        self._street = re.compile(rf"\s+(?:[A-Z][\w.]*\s+){{1,3}}?(?:{any_of(lists['streets'])})\b")
        self._no_year_before = re.compile(rf"(?<!\w)(?:{any_of(lists['before'])})\s*$", re.I)
        self._no_year_after = re.compile(rf"\s+(?:[\w-]+\s+){{0,2}}?(?:{any_of(lists['after'])})\b", re.I)
        self._led = re.compile(rf"(?<!\w)(?:{any_of(words.table['month_leads']['words'])})\s*$", re.I)
        self._article = re.compile(rf"(?<!\w)(?:{any_of(words.table['month_leads']['articles'])})\s*$", re.I)
        self._ambiguous = frozenset(words.table["month_leads"]["ambiguous"])
        part = words.patterns
        joint = r"\s*(?:,|\band\b|\bor\b|\bto\b|\bthrough\b|\buntil\b|[-–—])\s*"
        self._year_shared = re.compile(
            rf"(?:{joint}(?:and\s+)?(?:{part['MONTH']}\s*)?(?:{part['DAY']})?){{1,2}},?\s*({part['YEAR']})"
        )

    def date(self, match: Match, context: Context) -> Reading | None:
        """Read a date with its year."""
        del context
        given = match.groupdict()
        month = int(given["mn"]) if given.get("mn") else self._words.month(given["m"])
        day = self._words.ordinal(given["d"]) or int(given["d"]) if given.get("d") else None
        return _stated(Moment(self._year(given["y"]), month, day))

    def slash(self, match: Match, context: Context) -> Reading | None:
        """Read month, day and year between strokes, points or hyphens: the American way where it holds."""
        del context
        year = _full_year(int(match["y"]))
        first, second = int(match["mn"]), int(match["d"])
        return _stated(Moment(year, first, second)) or _stated(Moment(year, second, first))

    def dots(self, match: Match, context: Context) -> Reading | None:
        """Read day, month and year between points."""
        del context
        return _stated(Moment(int(match["y"]), int(match["mn"]), int(match["d"])))

    def date_without_year(self, match: Match, context: Context) -> Reading | None:
        """Read a month and day: of the year named before, or the one that fits the tense best."""
        month = self._words.month(match["m"])
        day = self._words.ordinal(match["d"])
        if day is None or not Moment(2000, month, day).holds():
            return None
        shared = self._year_shared.match(match.string, match.end(), match.end() + 60)
        if shared is not None:
            return _checked(Moment(int(shared[1]), month, day), None)
        told = self._told_year(month, match, context)
        if told is not None:
            return _checked(Moment(told, month, day), "text")
        if context.anchor is None:
            return OPEN
        anchor = context.anchor
        if anchor.month is None:
            return _checked(Moment(anchor.year, month, day), "document")
        ahead = self._tense.ahead(match, context)
        near = [
            (_distance(found, anchor, ahead), found)
            for year in (anchor.year - 1, anchor.year, anchor.year + 1)
            if (found := Moment(year, month, day)).holds()
        ]
        return of_moment(min(near, key=lambda pair: pair[0])[1], "document") if near else None

    def day_before(self, match: Match, context: Context) -> Reading | None:
        """Read the first day of "18 and 19 May 1979"."""
        if match["y"] is None:
            return self.date_without_year(match, context)
        day = self._words.ordinal(match["d"])
        return _checked(Moment(int(match["y"]), self._words.month(match["m"]), day), None) if day else None

    def day_of_month(self, match: Match, context: Context) -> Reading | None:
        """Read the second day of a range ("Nov. 3 to 5"): of the month just named."""
        said = context.said("D", 24)
        if said is None or said.moment.day is None:
            return None
        day = int(match["d"])
        if day <= said.moment.day:
            return None
        return _checked(Moment(said.moment.year, said.moment.month, day), leaning(said))

    def month(self, match: Match, context: Context) -> Reading | None:
        """Read a month alone; "May" and "March" need a word of time before them."""
        name, relation = match["m"].rstrip("."), folded(match["rel"])
        shared = self._year_shared.match(match.string, match.end(), match.end() + 60)
        if shared is not None:
            return of_moment(Moment(int(shared[1]), self._words.month(name)))
        before = match.string[max(0, match.start() - 24) : match.start()]
        if not relation and not match["h"] and not match["of"]:
            led = self._led.search(before)
            named = self._article.search(before) and re.match(
                r"\s+[a-z]", match.string[match.end() : match.end() + 4]
            )
            if name.lower() in self._ambiguous and not led and not named:
                return None
        month = self._words.month(name)
        if match["every"]:
            return Reading("SET", f"XXXX-{month:02d}")
        anchor = context.anchor
        if match["of"]:
            step = {"last": -1, "next": 1}.get(match["of"].lower(), 0)
            return of_moment(Moment(anchor.year + step, month), "document") if anchor else OPEN
        told = None if relation else self._told_year(month, match, context)
        if told is not None:
            return of_moment(Moment(told, month), "text")
        if anchor is None or anchor.month is None:
            return OPEN
        year = _year_of_month(month, anchor, relation, self._tense.ahead(match, context))
        return of_moment(Moment(year, month), "document", bool(match["h"]))

    def season(self, match: Match, context: Context) -> Reading | None:
        """Read a season; without a year it needs a word before it, for "fall" and "spring" are verbs too."""
        timex, edtf = self._words.seasons[match["s"].lower()]
        if match["y"]:
            year = self._year(match["y"])
            return Reading("DATE", f"{year}-{timex}", f"{year}-{edtf}")
        anchor, relation = context.anchor, folded(match["rel"])
        if match["of"]:
            relation = match["of"].lower() + " year"
        if not relation and _SEASON_LED.search(match.string[max(0, match.start() - 12) : match.start()]):
            relation = "the"
        if not relation or (relation == "the" and not self._season_is_led(match)):
            return None
        if relation in ("every", "each"):
            return Reading("SET", f"XXXX-{timex}")
        if anchor is None:
            return OPEN
        year = _year_of_season(timex, anchor, relation, self._tense.ahead(match, context))
        return Reading("DATE", f"{year}-{timex}", f"{year}-{edtf}", "document")

    def nth_weekday(self, match: Match, context: Context) -> Reading | None:
        """Read the first Monday in October: of the year named, or the one that fits the tense."""
        numbers = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
        rule = self._words.month(match["m"]), self._words.weekday(match["w"]), numbers[match["nth"].lower()]
        if match["y"]:
            return of_moment(of_day(nth_weekday(int(match["y"]), *rule)))
        anchor = context.anchor
        if anchor is None or anchor.month is None:
            return OPEN
        years = (anchor.year - 1, anchor.year, anchor.year + 1)
        days = [of_day(nth_weekday(year, *rule)) for year in years]
        ahead = self._tense.ahead(match, context)
        return of_moment(min(days, key=lambda day: _distance(day, anchor, ahead)), "document")

    def fiscal(self, match: Match, context: Context) -> Reading | None:
        """Read a fiscal year by its number."""
        del context
        year = _full_year(int(match["y"]))
        return Reading("DATE", f"{year}", f"{year}")

    def decade(self, match: Match, context: Context) -> Reading | None:
        """Read a decade: `198` in TIMEX3, `198X` in EDTF."""
        del context
        given = match.groupdict()
        if given["n"]:
            if _AGE.search(match.string[max(0, match.start() - 16) : match.start()]):
                return None
            decade = f"19{self._words.table['decades'][given['n'].lower()]}"
        else:
            decade = given["y"] or f"19{given['z']}"
        if given["y"] and decade.endswith("0") and decade != "200":
            return Reading("DATE", decade[:2], f"{decade[:2]}XX")
        return Reading("DATE", decade, f"{decade}X")

    def century(self, match: Match, context: Context) -> Reading | None:
        """Read a century: the nineteenth is `18`."""
        del context
        number = self._words.ordinal(match["o"])
        if number is None or not 1 < number < 40:
            return None
        return Reading("DATE", f"{number - 1:02d}", f"{number - 1:02d}XX")

    def year(self, match: Match, context: Context) -> Reading | None:
        """Read a year alone, unless the words around it make it a number of things or part of a name."""
        start, end = match.span("y")
        given = match["y"]
        if self._no_year_before.search(match.string, max(0, start - 24), start):
            return None
        if self._no_year_after.match(match.string, end, end + 40):
            return None
        if self._street.match(match.string, end, end + 60):
            return None
        near = re.search(
            r"(?<!\w)(?:in|since|until|by|of|year|during|from|before|after|to|and)\s+$",
            match.string[max(0, start - 12) : start],
            re.I,
        )
        if given[0] == "1" and int(given) < 1500 and not near:
            return None
        del context
        return of_moment(Moment(int(given)))

    def short_year(self, match: Match, context: Context) -> Reading | None:
        """Read the second year of a pair ("1994-95") or one behind an apostrophe ("'94")."""
        said = context.said("Y", 8)
        if match["y2"]:
            ahead = 0 if said is None else int(match["y2"]) - said.moment.year % 100
            if said is None or not 0 < ahead < 60:
                return None
            return of_moment(Moment(said.moment.year + ahead))
        return of_moment(Moment(_full_year(int(match["y"]))))

    def spelled_year(self, match: Match, context: Context) -> Reading | None:
        """Read a year in words."""
        del context
        year = self._words.spelled_year(match["y"])
        return of_moment(Moment(year)) if year else None

    def feast(self, match: Match, context: Context) -> Reading | None:
        """Read a feast with a known rule: of the year named, or the one that fits the tense."""
        rule = self._words.feasts[" ".join(match["f"].lower().split())]
        if match["y"]:
            return of_moment(_feast(rule, int(match["y"])))
        anchor = context.anchor
        if anchor is None or anchor.month is None:
            return OPEN
        relation = folded(match["rel"])
        ahead = {"last": False, "next": True}.get(relation, self._tense.ahead(match, context))
        days = [_feast(rule, year) for year in (anchor.year - 1, anchor.year, anchor.year + 1)]
        return of_moment(min(days, key=lambda day: _distance(day, anchor, ahead)), "document")

    def _season_is_led(self, match: Match) -> bool:
        """Tell whether "the fall" is a time: after a word of time, or a season that is no verb."""
        if match["s"].lower() not in ("fall", "spring", "springs", "falls"):
            return True
        return self._led.search(match.string[max(0, match.start() - 24) : match.start()]) is not None

    def _told_year(self, month: int, match: Match, context: Context) -> int | None:
        """Return the year of a story of the past that a month alone goes on with, None where none is told.

        A month more than half a year before the one told of is one of the next year.
        """
        said = context.said("Y", STORY)
        if said is None or not said.stated:
            return None
        moment, anchor = said.moment, context.anchor
        if anchor is not None:
            near = moment.month is not None or (
                context.at - said.at <= STORY_OF_A_YEAR and "d" not in match.re.groupindex
            )
            if moment.year >= anchor.year or not near or self._tense.ahead(match, context):
                return None
        return moment.year + (moment.month is not None and moment.month - month > 6)

    def _year(self, words: str) -> int:
        if words.isdigit():
            return int(words)
        return self._words.spelled_year(words) or 0


def _full_year(year: int) -> int:
    """Return a year of two digits in full: up to 40 of this century, else of the last."""
    return year + (0 if year > 99 else 1900 if year > 40 else 2000)


def _stated(moment: Moment) -> Reading | None:
    return of_moment(moment) if moment.holds() else None


def _checked(moment: Moment, leans: str | None) -> Reading | None:
    return of_moment(moment, leans) if moment.holds() else None


def _distance(found: Moment, anchor: Moment, ahead: bool | None) -> float:
    """Return how far a day is from the document's; what the tense does not fit counts as four times as far.

    Without a tense the past is a little nearer: reports tell more of what was.
    """
    days = (found.first_day - anchor.first_day).days
    if anchor.day is None and found.month == anchor.month and found.year == anchor.year:
        return 0
    weight = {True: (4.0, 1.0), False: (1.0, 4.0), None: (1.0, 1.6)}[ahead][0 if days < 0 else 1]
    return abs(days) * weight


def _year_of_month(month: int, anchor: Moment, relation: str, ahead: bool | None) -> int:
    """Return the year of a month alone: the last such month, or the next one after words of the future."""
    now = anchor.month or 1
    if relation in ("last", "past", "this past"):
        return anchor.year - 1 if month >= now else anchor.year
    if relation == "this":
        return anchor.year
    if relation in ("next", "coming", "this coming") or ahead:
        return anchor.year + 1 if month < now else anchor.year
    if ahead is None and 0 < (month - now) % 12 <= SOON:
        return anchor.year + (month < now)
    return anchor.year - 1 if month > now else anchor.year


_SEASON_LED = re.compile(r"\b(?:in|by|until|since|during|through|from)\s+$", re.I)

_AGE = re.compile(r"\b(?:his|her|their|my|our|your)\s+(?:early\s+|late\s+|mid-?\s?)?$", re.I)

STORY, STORY_OF_A_YEAR = 250, 100
"""Characters after a date with its month, and after a year alone, in which its story is still told."""

SOON = 2
"""Months ahead in which a month alone is the coming one where no verb says otherwise."""

_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _year_of_season(timex: str, anchor: Moment, relation: str, ahead: bool | None) -> int:
    """Return the year of a season alone, from the words before it and the tense."""
    month, first = anchor.month or 1, _FIRST_MONTH[timex]
    if relation == "last year":
        return anchor.year - 1
    if relation == "next year":
        return anchor.year + 1
    if relation in ("last", "past", "this past", "previous"):
        return anchor.year if month > first + 1 else anchor.year - 1
    if relation in ("next", "coming", "this coming"):
        return anchor.year + 1 if month >= first else anchor.year
    if relation == "this":
        return anchor.year
    if first > month and not ahead and first - month > 6:
        return anchor.year - 1
    return anchor.year + 1 if ahead and month > first + 2 else anchor.year


def _feast(rule: str, year: int) -> Moment:
    """Return the day of a feast: `12-25`, `4-4-11` (fourth Thursday of November), `easter-2`."""
    if rule.startswith("easter"):
        return of_day(easter(year) + datetime.timedelta(days=int(rule.removeprefix("easter"))))
    parts = re.fullmatch(r"(?:(\d)-(-?\d)-)?(\d\d)(?:-(\d\d))?", rule)
    if parts is None:
        raise ValueError(f"times.toml: {rule!r} is no rule of a feast")
    if parts[1]:
        return of_day(nth_weekday(year, int(parts[3]), int(parts[1]), int(parts[2])))
    return Moment(year, int(parts[3]), int(parts[4]))
