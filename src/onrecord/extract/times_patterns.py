"""The patterns of temporal expressions, in order of trust, each with the name of its reading.

Words in {BRACES} stand for the vocabulary's: MONTH, WEEKDAY, UNIT, SEASON, NUMBER, COUNT, ORDINAL, DAY, YEAR,
PART; SETS and REFERENCES for its fixed phrases. No pattern repeats a repeated group, so that each is linear.
"""

_DAY_NAME = r"(?:(?P<w>{WEEKDAY}),?\s+(?:the\s+)?)?"
_HEDGE = r"(?:(?i:(?P<h>early|late|mid|the (?:beginning|middle|start|end) of)[\s-]+(?:in\s+)?))?"

PATTERNS: tuple[tuple[str, str], ...] = (
    (r"(?<![\w-])(?P<y>(?:1[5-9]|20)\d\d)-(?P<mn>\d\d)-(?P<d>\d\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?(?!\d)", "date"),
    (_DAY_NAME + r"(?<!\w)(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>{DAY}),?\s+(?P<y>{YEAR})", "date"),
    (_DAY_NAME + r"(?<!\w)(?P<d>{DAY})(?:\s+of)?[\s-]+(?P<m>{MONTH}),?[\s-]+(?P<y>{YEAR})", "date"),
    (_HEDGE + r"(?<!\w)(?P<m>{MONTH})(?:,\s*|\s+of\s+|\s+)(?P<y>{YEAR})", "date"),
    (
        _DAY_NAME + r"(?<!\w)(?P<m>{MONTH})\s+(?P<d>{DAY})(?!\s*,?\s*(?:1[5-9]|20)\d\d)(?!\w)",
        "date_without_year",
    ),
    (_DAY_NAME + r"(?<![\w.,$])(?P<d>{DAY})(?:\s+of)?\s+(?P<m>{MONTH})(?!\s*,?\s*\d)", "date_without_year"),
    (r"(?<![\w/])(?P<mn>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)?\d\d)(?![\w/])", "slash"),
    (
        _HEDGE + r"(?:(?i:(?P<rel>last|this|next|past|coming)\s+))?(?<!\w)(?P<m>{MONTH})(?!\s*,?\s*\d)",
        "month",
    ),
    (
        r"(?i:the\s+)?(?i:(?P<fy>fiscal(?:\s+year(?:'s)?)?)\s+)?(?P<q>(?i:first|second|third|fourth)|[1-4](?:st|nd|rd|th))[\s-](?i:quarter)(?:\s+(?:of\s+)?(?:(?i:fiscal(?:\s+year)?)\s+)?(?P<y>{YEAR}))?(?!\w)",
        "quarter",
    ),
    (r"(?<!\w)Q(?P<q>[1-4])(?:\s+(?:of\s+)?(?P<y>{YEAR}))?(?!\w)", "quarter"),
    (
        r"(?:(?i:(?P<rel>last|this|next|past|coming|the|early|late)\s+))?(?<!\w)(?P<s>{SEASON})(?:\s+(?:of\s+)?(?P<y>{YEAR}))?(?!\w)",
        "season",
    ),
    (r"(?i:(?:the\s+)?fiscal\s+(?:year\s+)?|FY\s?'?)(?P<y>{YEAR}|\d\d(?!\d))", "fiscal"),
    (
        r"(?i:the\s+)?(?:(?i:(?P<h>early|late|mid)[\s-]+))?(?:(?P<y>(?:1[5-9]|20)\d)0s|['’](?P<z>[1-9])0s)(?!\w)",
        "decade",
    ),
    (r"(?i:the\s+)?(?:(?i:(?P<h>early|late|mid)[\s-]+))?(?P<o>{ORDINAL})[\s-](?i:century)(?!\w)", "century"),
    (_HEDGE + r"(?:(?i:the\s+year\s+))?(?<![\w$€£#/.,:-])(?P<y>{YEAR})(?![\w%/]|-\w)", "year"),
    (
        r"(?:(?i:(?P<h>early|late|earlier|later)\s+))?(?i:(?P<rel>(?:the\s+)?last|this|next|the\s+past|the\s+previous|the\s+coming|the\s+following|the\s+current|the\s+same|that|previous|coming|past))\s+(?P<u>(?i:day|weekend|week|month|quarter|year|decade|century))(?!\w|-)",
        "relative_unit",
    ),
    (
        r"(?i:(?:the|these|those)\s+)?(?i:(?P<rel>last|past|next|coming|first|final|previous|following))\s+(?P<n>{COUNT})[\s-]+(?P<u>{UNIT})s?(?!\w)",
        "duration",
    ),
    (
        r"(?:(?i:(?:about|some|nearly|almost|over|more\s+than|at\s+least|around)\s+))?(?P<n>{COUNT})\s+(?P<u>{UNIT})s?\s+(?i:(?P<rel>ago|earlier|before|previously|later|after|hence|from\s+now))(?!\w)",
        "ago",
    ),
    (r"(?<!\w)(?i:recent)\s+(?P<u>(?i:day|week|month|hour))s(?!\w)", "recent"),
    (
        r"(?P<n>{COUNT})(?:\s+(?i:and\s+a\s+half))\s+(?P<u>{UNIT})s?(?!\w)|(?i:half\s+an?)\s+(?P<u2>{UNIT})(?!\w)",
        "duration",
    ),
    (
        r"(?<![\w$.,])(?:(?i:(?:no\s+)?(?:more|less|fewer|later)\s+than|nearly|at\s+least|at\s+most)\s+)?(?P<n>{COUNT})(?:[\s-]+(?i:full|consecutive|straight|long|calendar|business|whole))?[\s-]+(?P<u>(?:{UNIT}|(?i:centurie)))s?(?!\w|-old|\s+old\b|-ago)",
        "duration",
    ),
    (r"(?<!\w)(?i:(?P<day>today|tonight|yesterday|tomorrow))(?:\s+(?P<part>{PART}))?(?!\w)", "day_word"),
    (r"(?<!\w)(?i:(?P<rel>this|last|early\s+this|late\s+last))\s+(?P<part>{PART})(?!\w)", "part_of_day"),
    (
        r"(?:(?i:(?P<rel>last|this|next|past|late|early))\s+)?(?<!\w)(?P<w>{WEEKDAY})(?:'s|’s)?(?:\s+(?P<part>{PART}))?",
        "weekday",
    ),
    (r"(?<!\w)(?i:every|each)\s+(?:(?P<n>{NUMBER})\s+)?(?:(?P<u>{UNIT})s?|(?P<w>{WEEKDAY}))(?!\w)", "every"),
    (r"(?<!\w)(?i:(?P<set>{SETS}))(?!\w)", "often"),
    (
        r"(?<![\w:.])(?P<hour>[01]?\d|2[0-3])(?::(?P<minute>[0-5]\d))?\s?(?P<half>(?i:[ap]\.?\s?m\.?))(?!\w)|(?<![\w:.])(?P<hour2>[01]?\d|2[0-3]):(?P<minute2>[0-5]\d)(?![\d:])|(?<!\w)(?i:(?P<noon>noon|midnight))(?!\w)",
        "clock",
    ),
    (r"(?<![\w-])(?i:(?P<ref>{REFERENCES}))(?![\w-])", "reference"),
)
