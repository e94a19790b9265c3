"""The words of the vocabularies as people read them: on pages, in files, in print."""

from __future__ import annotations

from collections.abc import Mapping

FIGURE_VERDICT_WORDS: Mapping[str, str] = {
    "agree": "agree",
    "compatible": "can both hold",
    "conflict": "cannot both hold",
    "not_comparable": "not comparable",
    "single": "one figure alone",
}
QUOTATION_VERDICT_WORDS: Mapping[str, str] = {
    "verbatim": "word for word",
    "altered": "altered",
    "truncated": "cut or stitched without a mark",
    "elsewhere": "elsewhere than claimed",
    "absent": "not in the document it is given to",
    "unverifiable": "cannot be checked with this record",
    "not_speech": "a title or term, not speech",
}
STRENGTH_WORDS: Mapping[str, str] = {
    "S1": "invites, encourages, hopes",
    "S2": "proposes, recommends, seeks",
    "S3": "requests, asks",
    "S4": "calls on, calls for, appeals",
    "S5": "urges, presses, exhorts",
    "S6": "demands, insists, must",
}
FACTUALITY_WORDS: Mapping[str, str] = {
    "past": "told as happened",
    "ongoing": "told as going on",
    "reported": "told on the word of somebody",
    "feared": "feared",
    "conditional": "said under a condition",
    "generic": "said in general",
    "requested": "asked for",
    "suspended": "suspended",
    "disputed": "disputed",
}
FIGURE_RULE_WORDS: Mapping[str, str] = {
    "stock_against_flow": "One counts how many there are, the other how many there were over a time: "
    "they are not comparable.",
    "other_population": "They count other people or things: they are not comparable.",
    "undated": "A figure without a date is not comparable with another, and never in conflict.",
    "other_time": "They are for other times: they are not comparable.",
    "not_one_event": "They are not known to be of one event: they are not comparable.",
    "equal": "They give the same number: they agree.",
    "ranges_meet": "A number can be both: they are compatible.",
    "working_ranges_meet": "Word for word a number cannot be both, but as rounded numbers are meant it can: "
    "they are compatible, and one claims more.",
    "ranges_apart": "No number can be both: they are in conflict.",
}
BASIS_WORDS: Mapping[str, str] = {
    "stated": "stated in words",
    "relative": "counted from the date of the document",
    "inferred": "inferred",
}
FINDING_WORDS: Mapping[str, str] = {
    "altered_quotation": "Altered quotations",
    "stitched_quotation": "Stitched quotations",
    "figure_conflict": "Figures in conflict",
    "figure_strengthened": "Figures that grew",
    "single_origin": "Several documents, one origin",
    "unsourced_figure": "Figures without an origin",
    "unanswered_ask": "Asks without a reply in this record",
    "ask_drift": "Asks in other strength",
    "dropped_ask": "Asks and commitments left out",
    "internal_tension": "Tensions within a document",
    "lost_attribution": "Lost attributions",
    "wanted_document": "Wanted documents",
    "repeated_ask": "Repeated asks",
}


def plain(value: str) -> str:
    """Return a word of a vocabulary without its underscores: what has no better words here.

    >>> plain("joint_letter")
    'joint letter'
    """
    return value.replace("_", " ")


def kind_counted(kind: str, count: int) -> str:
    """Return the kind of some documents as it stands after their number.

    >>> kind_counted("joint_letter", 2), kind_counted("testimony", 2), kind_counted("other", 1)
    ('joint letters', 'testimonies', 'of another kind')
    """
    word = kind.replace("_", " ")
    if kind == "other":
        return "of another kind" if count == 1 else "of other kinds"
    return word if count == 1 else "testimonies" if kind == "testimony" else f"{word}s"
