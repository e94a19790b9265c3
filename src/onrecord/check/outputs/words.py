"""The verdicts on a draft in words, as pages, comments and lists name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.check.report import Ground, Verdict

WEIGHT_WORDS: Mapping[str, str] = {
    "fault": "The record says otherwise",
    "look": "Look at this",
    "undecided": "The record cannot tell",
    "sound": "The record bears it out",
}

KIND_WORDS: Mapping[str, str] = {
    "quotation": "Quotation",
    "figure": "Figure",
    "date": "Date",
    "attribution": "Attribution",
    "norm": "Norm",
    "ask": "Ask",
    "assertion": "Assertion",
    "reply": "Reply",
}

CODE_WORDS: Mapping[str, str] = {
    "verbatim": "word for word",
    "altered": "altered",
    "truncated": "cut or stitched without a mark",
    "wrong_speaker": "somebody else's words",
    "wrong_document": "words of another document",
    "not_in_document": "not in the document it is given to",
    "not_in_record": "not in this record",
    "unclosed": "no mark closes it",
    "source_not_in_record": "its source is not in this record",
    "not_speech": "a title or term, not speech",
    "supported": "supported",
    "bound_dropped": "bound dropped",
    "bound_added": "bound added",
    "bound_changed": "bound changed",
    "conflicting": "in conflict with the record",
    "outdated": "a later figure is in the record",
    "no_source": "no source in this record",
    "not_decided": "not decided",
    "agrees": "agrees",
    "coarser": "less exact than the record",
    "finer": "more exact than the record",
    "differs": "differs from the record",
    "strengthened": "stronger than the record",
    "weakened": "weaker than the record",
    "contradicted": "contradicted by the record",
    "other_provision": "another provision in the record",
    "other_status": "another status in the record",
    "other_thing": "of another thing in the record",
    "other_requester": "asked by somebody else",
    "other_addressee": "asked of somebody else",
}

MOST_GROUNDS = 3
"""Words of the record that stand under one verdict; what decides comes first."""


def headline(verdict: Verdict) -> str:
    """Return kind and verdict in a few words: "Quotation: altered"."""
    return f"{KIND_WORDS.get(verdict.kind, verdict.kind)}: {CODE_WORDS.get(verdict.code, verdict.code)}"


def told_differences(verdict: Verdict) -> Iterator[str]:
    """Yield each substantive difference between a quotation and its original, in words."""
    for each in verdict.differences:
        if each.weight != "substantive":
            continue
        if not each.quoted:
            yield f"left out: “{each.original}”"
        elif not each.original:
            yield f"added: “{each.quoted}”"
        else:
            yield f"“{each.quoted}” for “{each.original}”"


def told_ground(ground: Ground) -> str:
    """Return the document of words that a verdict stands on, and who says them there."""
    speakers = f", {' and '.join(ground.speakers)}" if ground.speakers else ""
    return f"{ground.reference.called}{speakers}"
