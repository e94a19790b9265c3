"""The patterns of temporal expressions, in order of trust: where to look, the pattern, its reading.

The first letter group names the classes of words (`TimeWords.classes`) near which the pattern is tried.
Words in {BRACES} stand for the vocabulary's. No pattern repeats a repeated group, so that each is linear.
"""

_DAY_NAME = r"(?:(?P<w>{WEEKDAY}),?\s+(?:the\s+)?)?"
_RELATIVE = r"(?:(?i:(?P<rel>this\s+past|this\s+coming|last|this|next|past|coming))\s+)?"
_OF_YEAR = r"\s+of\s+(?P<of>(?i:last|this|next))\s+year"
_UNIT_ONE = r"(?P<u>(?i:second|minute|hour|day|night|weekend|week|month|quarter|year|decade|century))"
_KIND = r"(?:(?i:fiscal|calendar|academic|school|business|trading)[\s-]+)?"
_Q = r"(?P<q>(?i:first|second|third|fourth|final)|[1-4](?:st|nd|rd|th))[\s-]+(?i:quarter)"
_RATHER = (
    r"(?:(?:(?i:no)\s+)?(?i:more|less|fewer|longer|later)\s+than|(?:(?<=\bfor )|(?<=\bin )|(?<=\bof ))over|"
    r"(?i:at\s+least|at\s+most|about|around|nearly|almost|approximately|roughly|up\s+to|an?\s+estimated|"
    r"well\s+over|just\s+over|just\s+under|some))"
)
_COUNTED = (
    r"(?:(?P<about>" + _RATHER + r")\s+)?"
    r"(?:(?<![\w$.,£€-])(?:(?P<low>{NUMBER})\s+(?:to|or)\s+|(?P<low2>\d{1,4})\s?[-–—]\s?(?=\d)))?(?<![\w$.,£€])(?P<n>{COUNT})"
    r"(?P<half>[\s-]+and[\s-]+(?:a|one)[\s-]half)?[\s-]+"
    r"(?:(?P<more>(?i:more|additional|full|consecutive|straight|long|short|calendar|fiscal|business|working|whole|entire|"
    r"solid|successive|further|extra|other))[\s-]+)?"
)
_COUNTED_UNIT = _COUNTED + r"(?P<whole>(?P<u>{UNITS})s?(?P<half2>\s+and\s+a\s+half)?)"

PATTERNS: tuple[tuple[str, str, str], ...] = (
    (
        "y",
        r"(?<![\w-])(?P<y>(?:1[5-9]|20)\d\d)-(?P<mn>\d\d)-(?P<d>\d\d)(?:T\d\d:\d\d(?::\d\d)?Z?)?(?!\d)",
        "dates.date",
    ),
    (
        "m",
        _DAY_NAME + r"(?<!\w)(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>{DAY})(?:,?\s+|,)(?P<y>{YEAR}|{SPELLED})",
        "dates.date",
    ),
    (
        "m",
        _DAY_NAME + r"(?:the\s+)?(?<![\w.,$])(?P<d>{DAY})(?:\s+(?:day\s+)?of)?[\s-]+(?P<m>{MONTH}),?[\s-]+"
        r"(?P<y>{YEAR})",
        "dates.date",
    ),
    (
        "m",
        r"(?<!\w)(?:(?i:mid)[\s-])?(?P<m>{MONTH})(?:,\s*|\s+of\s+|\s+|-)(?P<y>{YEAR}|{SPELLED})",
        "dates.date",
    ),
    (
        "m",
        r"(?:(?i:this\s+coming|this\s+past|this|last|next|coming)\s+)?"
        + _DAY_NAME
        + r"(?<!\w)(?P<m>{MONTH})\s+(?:the\s+)?(?P<d>{DAY})(?!\s*,?\s*(?:1[5-9]|20)\d\d)(?!\w)",
        "dates.date_without_year",
    ),
    (
        "m",
        _DAY_NAME
        + r"(?:the\s+)?(?<![\w.,$])(?P<d>{DAY})(?:\s+(?:day\s+)?of)?[\s-]+(?P<m>{MONTH})(?!\s*,?\s*\d)",
        "dates.date_without_year",
    ),
    (
        "m",
        r"(?<![\w.,$])(?P<d>{DAY})(?=\s*(?:and|to|or|[-–—])\s*{DAY}\s+(?:of\s+)?(?P<m>{MONTH})(?:,?\s+(?P<y>{YEAR}))?)",
        "dates.day_before",
    ),
    (
        "m",
        r"(?<=\d)(?:\s*[-–—]\s*|\s+(?:and|to|or|through)\s+)(?P<x>(?P<d>\d\d?)(?:,\s+{YEAR})?)(?![\w:%]|[.,]\d)",
        "dates.day_of_month",
    ),
    ("g", r"(?<![\w/])(?P<mn>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)?\d\d)(?![\w/])", "dates.slash"),
    ("g", r"(?<![\w-])(?P<mn>\d\d)-(?P<d>\d\d)-(?P<y>(?:19|20)?\d\d)(?![\w-])", "dates.slash"),
    ("g", r"(?<![\w.])(?P<d>\d\d?)\.(?P<mn>\d\d?)\.(?P<y>(?:19|20)\d\d)(?!\w)", "dates.dots"),
    (
        "m",
        r"(?:(?i:(?P<every>every|each))\s+|"
        + _RELATIVE.removesuffix("?")
        + r")?(?:(?i:(?P<h>mid))[\s-]+)?(?<!\w)(?P<m>{MONTH})(?:"
        + _OF_YEAR
        + r")?(?!\s*,?\s*\d)",
        "dates.month",
    ),
    (
        "u",
        r"(?<!\w)(?:(?i:the|its|their|a|our)\s+(?!(?:[\w-]+\s+){0,2}[\w]+-(?i:quarter)))?"
        r"(?:(?i:(?P<py>last|this|next))\s+year['’]s\s+|(?:(?i:fiscal)\s+)?(?P<y2>{YEAR})(?:['’]s)?\s+"
        r"|(?P<back>(?i:year)[\s-](?i:ago|earlier))\s+)?(?:(?i:fiscal|flat|strong|weak|current|latest)[\s-]+)?"
        + _Q
        + r"(?:\s+(?:of\s+)?(?:(?i:fiscal(?:\s+year)?)\s+)?(?P<y>{YEAR})|"
        + _OF_YEAR
        + r")?(?!\w)",
        "periods.quarter",
    ),
    ("u", r"(?<!\w)Q(?P<q>[1-4])(?:[\s-]+(?:of\s+)?(?P<y>{YEAR}))?(?!\w)", "periods.quarter"),
    ("y", r"(?<!\w)(?P<y2>{YEAR})[\s-]+Q(?P<q>[1-4])(?!\w)", "periods.quarter"),
    ("y", r"(?<!\w)H(?P<q>[12])[\s-]+(?P<y>{YEAR})(?P<rel>)(?!\w)", "periods.half"),
    (
        "u",
        r"(?:(?i:the)\s+)?(?P<q>(?i:first|second))[\s-](?i:half)\s+of\s+(?:(?i:fiscal|the\s+year)\s+)?"
        r"(?:(?P<y>{YEAR})|(?i:(?P<rel>last|this|next|the)\s+year))(?!\w)",
        "periods.half",
    ),
    (
        "u",
        r"(?:(?i:the)\s+)?(?:(?P<y>{YEAR})(?:['’]s)?|(?i:(?P<rel>last|this|next|the)\s+year['’]s))\s+"
        r"(?P<q>(?i:first|second))[\s-](?i:half)(?!\w)",
        "periods.half",
    ),
    (
        "u",
        r"(?P<rel>)(?<!\w)(?P<q>(?i:first|second))-(?i:half)(?P<y>)(?=\s+(?:net|profit|loss|earnings|results|sales|revenue|"
        r"income|pretax|operating|output|figures|turnover)\b)",
        "periods.half",
    ),
    (
        "u",
        r"(?:(?i:the|its|a)\s+(?=(?:[\w-]+\s+)?(?:[\w]+[\s-](?:ago|earlier)\s+)(?:first|second|third|fourth|quarter|period|month)))?"
        r"(?:(?i:comparable|corresponding|same|like)\s+)?(?P<back>(?i:year)[\s-](?i:ago|earlier))"
        r"(?:\s+(?:(?P<q>(?i:first|second|third|fourth))[\s-])?(?P<u>(?i:quarter|period|month)))?(?!\w)",
        "periods.year_ago",
    ),
    (
        "u",
        r"(?i:the\s+(?:(?:same|comparable|corresponding|like)\s+)?(?:(?P<y>{YEAR})|latest|most\s+recent|current|comparable|"
        r"corresponding|same)\s+(?:period|(?P<u>quarter)))(?!\w)",
        "periods.period_of",
    ),
    (
        "u",
        r"(?i:the\s+(?:(?:same|comparable|corresponding|like|equivalent)\s+)?(?:period|(?P<u>quarter))\s+(?:(?:of|in)\s+)?"
        r"(?:(?P<y>{YEAR})|(?P<back>last\s+year|a\s+year\s+(?:ago|earlier|before)|the\s+(?:previous|prior)\s+year)))(?!\w)",
        "periods.period_of",
    ),
    (
        "u",
        r"(?:(?P<the>(?i:the))\s+)?(?<!\w)(?i:year(?:['’]s)?[\s-]?end)(?:\s+(?P<y>{YEAR}))?(?!\w)",
        "periods.year_end",
    ),
    (
        "s",
        r"(?:(?i:(?P<rel>this\s+past|this\s+coming|last|this|next|past|coming|previous|every|each|the))\s+)?"
        r"(?:(?i:early|late|mid)[\s-]+)?(?<!\w)(?P<s>{SEASON})(?:\s+(?:of\s+)?(?P<y>{YEAR}|{SPELLED})|"
        + _OF_YEAR
        + r")?(?!\w)",
        "dates.season",
    ),
    (
        "u",
        r"(?:(?i:(?:the\s+)?fiscal(?:\s+year)?)\s+|FY\s?['’]?)(?P<y>{YEAR}|\d\d(?!\d))(?!\w)",
        "dates.fiscal",
    ),
    (
        "y",
        r"(?:(?i:the)\s+)?(?:(?i:early|late|mid)[\s-]+)?(?<!\w)(?:(?P<y>(?:1[5-9]|20)\d)0['’]?s|['’](?P<z>[1-9])0s"
        r"|(?i:(?P<n>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)))(?!\w)",
        "dates.decade",
    ),
    (
        "y",
        r"(?:(?i:the)\s+)?(?:(?i:early|late|mid)[\s-]+)?(?<!\w)(?P<y>(?P<z>))(?i:nineteen[\s-]"
        r"(?P<n>twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties))(?!\w)",
        "dates.decade",
    ),
    (
        "u",
        r"(?:(?i:the)\s+)?(?:(?i:early|late|mid)[\s-]+)?(?P<o>(?:(?i:twenty)[\s-])?{ORDINAL})[\s-](?i:century)(?!\w)",
        "dates.century",
    ),
    ("u", r"(?<!\w)(?i:the\s+year\s+)(?P<y>[1-9]\d{3})(?![\w,])", "dates.year"),
    (
        "y",
        r"(?:(?i:the\s+year\s+))?(?<![\w$€£#/.,:])(?<!\d-)(?P<y>{YEAR})(?!\w|[%/]|-\w)(?!-\d{4})",
        "dates.year",
    ),
    (
        "y",
        r"(?<![\w$€£#/.,:-])(?P<y>{YEAR})(?=\s?[-–—/]\s?(?:(?:1[5-9]|20)\d\d|\d\d)(?![\w-]))",
        "dates.year",
    ),
    ("y", r"(?<=\d\d\d\d[-–—/])(?P<y>{YEAR})(?![\w%/-])", "dates.year"),
    ("y", r"(?<=\d\d\d\d[-–—/])(?P<x>(?P<y2>\d\d)(?P<y>)?)(?![\w%/-])", "dates.short_year"),
    ("y", r"(?<!\w)(?:(?i:the\s+year\s+))?(?P<y>{SPELLED})(?![\w-])", "dates.spelled_year"),
    (
        "f",
        r"(?:(?i:(?P<rel>last|this|next))\s+)?(?<!\w)(?P<f>{FEAST})(?:,?\s+(?P<y>{YEAR}))?"
        r"(?!\w|['’]|\s+(?:[A-Z]|tree|card|gift|shopping|season|party|carol|present|message|dinner|egg|holiday))",
        "dates.feast",
    ),
    (
        "u",
        r"(?<!\w)(?:(?i:(?P<det>the|this|that(?!\s+(?:last|next|this))|its|their|our|his|her|a|an))\s+)?"
        r"(?:(?i:(?P<rel>last|past|next|previous|prior|preceding|coming|upcoming|following|ensuing|current|present|same|"
        r"latest|most\s+recent|new|comparable|entire|whole|full))\s+)?"
        + _KIND
        + r"(?<!\w)"
        + _UNIT_ONE
        + r"(?!\w|-|\s+(?:1[1-9]|20)\d\d(?!\d))",
        "periods.definite",
    ),
    (
        "u",
        _COUNTED_UNIT
        + r"\s+(?i:(?P<rel>ago|earlier|before|previously|prior|later|after|hence|from\s+now|on))"
        r"(?!\w|-)",
        "lengths.ago",
    ),
    (
        "u",
        r"(?<![\w$.,£€])(?:(?:(?i:the|these|those|its|his|her|their|our|my)\s+|(?!(?<=\w )last\s))"
        r"(?i:(?P<rel>last|past|next|coming|first|final|previous|following|latest|preceding|same|opening|closing|initial|remaining|subsequent))\s+"
        r"|(?i:the|these|those)\s+(?=[\w-]+\s+(?:[a-z]+\s+)?{UNITS}s(?!\w|\s+of)))?"
        + _COUNTED_UNIT
        + r"(?P<old>-old(?!s))?(?!\w|-ago)",
        "lengths.duration",
    ),
    (
        "u",
        r"(?<!\w)(?:(?i:the|an?|its|this|that|each|any|one)\s+)"
        r"(?P<n>{NUMBER})[\s-](?P<u>{UNIT})\s+(?i:period)(?!\w)",
        "lengths.period_of_units",
    ),
    (
        "u",
        r"(?<!\w)(?P<n>(?i:half\s+(?:a\s+)?|a\s+half[\s-]|a\s+quarter(?:\s+of\s+a)?[\s-]|quarter[\s-]))(?i:century)(?!\w)",
        "lengths.part_of_century",
    ),
    (
        "u",
        r"(?:(?i:(?P<rel>recent|coming|future|past|previous|earlier|next))\s+)?(?<![\w-])(?P<u>{UNITS})s(?!\w)"
        r"(?!-)",
        "lengths.bare",
    ),
    ("u", r"(?<![\w-])(?P<u>{UNITS})s\s+(?P<rel>(?i:ago))(?!\w)", "lengths.bare"),
    ("u", r"(?i:the)\s+(?P<u>{UNITS})s\s+(?i:(?P<rel>ahead|to\s+come))(?!\w)", "lengths.bare"),
    ("u", r"(?<![\w-])(?P<u>{UNITS})s\s+(?i:(?P<rel>from\s+now))(?!\w)", "lengths.bare"),
    ("u", r"(?<=\b[Oo]ver )(?i:the)\s+(?P<many>(?P<u>{UNITS})s)(?!\w)", "lengths.unit_long"),
    ("l", r"(?<![\w-])(?P<u>{UNIT})-?(?P<many>)(?i:long)(?!\w)", "lengths.unit_long"),
    ("l", r"(?<![\w-])(?P<u>{UNITS})(?P<many>s)-(?i:long)(?!\w)", "lengths.unit_long"),
    (
        "u",
        r"(?<!\w)(?:(?i:the)\s+)(?:(?i:very)\s+)?(?P<u>(?i:day|night|weekend|week|month|quarter|year))\s+"
        r"(?i:(?P<rel>before|earlier|after))(?=[.,;:!?)\"”]|['’]{2}|\s+(?:(?i:and|but|when|in|at|on|to|for|by|with|from|as)\b|[-–—])|\s*$)",
        "periods.unit_before",
    ),
    (
        "u",
        r"(?<!\w)(?i:all)\s+(?P<u>(?i:day|night|week|month|year|weekend))(?P<many>)(?!\w|-)",
        "lengths.unit_long",
    ),
    ("l", r"(?<=\bfor )(?i:(?:quite\s+)?a\s+while|some\s+time)(?!\w)", "lengths.while_"),
    (
        "d",
        r"(?:(?i:the\s+(?P<over>day)\s+(?:before|after)|(?:mid-?)?(?P<first>{PART}))\s+)?(?<!\w)"
        r"(?i:(?P<day>today|tonight|yesterday|tomorrow))(?:\s+(?P<part>{PART}))?(?!\w)",
        "days.day_word",
    ),
    (
        "p",
        r"(?<!\w)(?i:(?P<rel>this|last|that|the\s+same|the\s+next|the\s+following|the\s+previous|same))\s+"
        r"(?:(?i:mid)[\s-]?)?(?P<part>{PART})(?!\w)",
        "days.part_of_day",
    ),
    (
        "p",
        r"(?<!\w)(?:(?i:the)\s+(?=morning|afternoon|evening)(?<=(?:in|by|of|on) the )"
        r"|(?i:mid)[\s-]?(?!night))(?P<part>{PART})(?!\w)",
        "days.part_alone",
    ),
    ("p", r"(?<![\w-])(?P<part>(?i:overnight))(?!\w)", "days.part_alone"),
    (
        "w",
        r"(?<!\w)(?:(?i:(?P<rel>this\s+past|this\s+coming|last|this|next|past|coming))\s+)?(?P<w>{WEEKDAY})"
        r"(?:(?:['’]s)?\s+(?P<part>{PART})(?!\w))?(?!\w)",
        "days.weekday",
    ),
    (
        "w",
        r"(?<!\w)(?P<w>{WEEKDAY})\s+(?:of\s+)?(?P<week>(?i:last|this|next))\s+(?i:week)(?!\w)",
        "days.week_of",
    ),
    (
        "w",
        r"(?<!\w)(?:(?i:the)\s+)?(?P<nth>(?i:first|second|third|fourth|last))\s+(?P<w>{WEEKDAY})\s+(?:of|in)\s+(?P<m>{MONTH})"
        r"(?:,?\s+(?:of\s+)?(?P<y>{YEAR}))?(?!\w)",
        "dates.nth_weekday",
    ),
    (
        "w",
        r"(?<!\w)(?i:the\s+(?P<rel>following|next|previous))\s+(?P<w>{WEEKDAY})(?:\s+(?P<part>{PART}))?(?!\w)",
        "days.weekday_told",
    ),
    (
        "e",
        r"(?<!\w)(?i:every|each)\s+(?:(?i:(?P<n>{NUMBER}|other|few|several))\s+)?"
        r"(?:(?P<u>{UNIT})s?|(?P<w>{WEEKDAY})(?:\s+(?P<part2>{PART}))?|(?P<part>{PART}))(?!\w)",
        "days.every",
    ),
    ("w", r"(?<!\w)(?P<w>{WEEKDAY})s(?P<we>)?(?!\w)".replace("{WEEKDAY}", "{WEEKDAYS}"), "days.weekdays"),
    ("e", r"(?<=\b[Oo]n )(?i:(?P<we>weekends|weekdays))(?P<w>)?(?!\w)", "days.weekdays"),
    (
        "e",
        r"(?<!\w)(?:(?i:once|twice|thrice|several\s+times|many\s+times|{NUMBER}\s+times))\s+(?i:an?|per|every|each)\s+"
        r"(?P<u>{UNIT})(?!\w)",
        "days.times_a",
    ),
    ("e", r"(?<!\w)(?:(?i:twice)[\s-])?(?i:(?P<set>{SETS}))(?!\w)", "days.often"),
    (
        "c",
        r"(?:(?<![\w:.$])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>(?i:[ap]\.?\s?m\b\.?))"
        r"|(?<![\w:.$])(?P<hour2>[01]?\d|2[0-3]):(?P<minute2>[0-5]\d)(?![\d:])"
        r"|(?<![\w:.$])(?P<mil>(?:[01]\d|2[0-3])[0-5]\d)(?=\s?(?:GMT|UTC|hours\b|hrs\b))"
        r"|(?<!\w)(?P<hour3>1[0-2]|[1-9]|{NUMBER})\s+o['’]clock"
        r"|(?<!\w)(?i:(?P<noon>12\s+noon|noon|midnight)))"
        r"(?:,?\s+(?P<zone>(?:{ZONE}|[A-Z][a-z]+\s+time)|\((?:{ZONE}|[A-Z][a-z]+\s+time)\))(?!\w))?(?!\w)",
        "days.clock",
    ),
    ("r", r"(?<![\w-])(?i:(?P<ref>{REFERENCES}))(?![\w-])", "days.reference"),
)
