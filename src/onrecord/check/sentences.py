"""Verdicts in plain sentences: what the record has, in its words, and who says it there."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.check.report import Ground
from onrecord.types.drafts import Compared
from onrecord.types.naming import short
from onrecord.types.rows import Difference

WORDS = 90
"""Characters of words that are quoted in a sentence."""

MOST_DIFFERENCES = 3
"""Differences that a sentence tells; the verdict has them all."""

Tell = Callable[[Compared, tuple[Ground, ...]], str]


def sentence_of(compared: Compared, grounds: tuple[Ground, ...], as_of: str | None) -> str:
    """Return the verdict on a claim as one sentence; `as_of` is the date of the record's latest document."""
    told = _TELLERS.get((compared.kind, compared.code), _undecided)(compared, grounds)
    if compared.kind == "reply" and compared.code == "agrees" and as_of:
        told = f"{told[:-1]} as of {as_of}."
    return told


def _where(grounds: tuple[Ground, ...]) -> str:
    return grounds[0].reference.called if grounds else "the record"


def _who(grounds: tuple[Ground, ...]) -> str:
    """Return who says the words in the record, "somebody else" where nobody is named."""
    names = grounds[0].speakers if grounds else ()
    if not names:
        return "somebody else"
    return f"{names[0]} and others" if len(names) > 2 else " and ".join(names)


def _quoted(words: str) -> str:
    return f"“{short(words, WORDS)}”"


def _record_words(grounds: tuple[Ground, ...]) -> str:
    return _quoted(grounds[0].anchor.exact) if grounds else "nothing"


def differences_told(differences: tuple[Difference, ...]) -> str:
    """Return the differences that weigh, in words: "“sick” for “ill”, “only” added"."""
    told = [_difference(one) for one in differences if one.weight == "substantive"]
    more = f" and {len(told) - MOST_DIFFERENCES} more" if len(told) > MOST_DIFFERENCES else ""
    return ", ".join(told[:MOST_DIFFERENCES]) + more


def _difference(one: Difference) -> str:
    if not one.quoted:
        return f"left out: {_quoted(one.original)}"
    if not one.original:
        return f"{_quoted(one.quoted)} added"
    if one.original.startswith("("):
        return f"{_quoted(one.quoted)} {one.original.strip('()')}"
    return f"{_quoted(one.quoted)} for {_quoted(one.original)}"


# quotations


def _verbatim(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    more = len({ground.reference.document for ground in grounds}) - 1
    also = f", and in {more} more {'document' if more == 1 else 'documents'}" if more > 0 else ""
    return f"The words stand so in {_where(grounds)}{also}."


def _unclosed(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return (
        f"No mark closes this quotation in its paragraph, and {_where(grounds)} has it only as far as "
        f"{_record_words(grounds)}."
    )


def _altered(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"The words differ from {_where(grounds)}: {differences_told(compared.differences)}."


def _truncated(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return (
        f"Words of {_where(grounds)} are joined or left out without a mark: "
        f"{differences_told(compared.differences)}."
    )


def _wrong_speaker(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    here = compared.here or "the one named here"
    return f"In {_where(grounds)} these words are not {_possessive(here)}, but {_possessive(_who(grounds))}."


def _possessive(name: str) -> str:
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _wrong_document(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"The words are not in the {compared.here} in this record; they stand in {_where(grounds)}."


def _not_in_document(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"The {compared.here} is in this record and these words are not in it, nor anywhere else in it."


def _no_words(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return "These words are nowhere in this record."


def _wanted(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"The document it quotes ({compared.there}) is not in this record: it is wanted to decide."


def _no_speech(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"Not held against the record: {_small(compared.reason)}"


# figures


def _supported(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    if compared.origins is None:
        borne = "The record bears it out; how many independent origins it has is not known"
    else:
        origins = "one origin" if compared.origins == 1 else f"{compared.origins} independent origins"
        borne = f"The record bears it out, from {origins}"
    return f"{borne}: {_where(grounds)}{f'; {compared.reason}' if compared.reason else ''}."


def _bound(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"It says “{compared.here}”, {_where(grounds)} “{compared.there}”."


def _conflicting(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"{_capital(_where(grounds))} says “{compared.there}” of the same, not “{compared.here}”."


def _outdated(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"A later count in {_where(grounds)} is “{compared.there}”; say of when “{compared.here}” is."


def _other_thing(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"{_capital(_where(grounds))} counts another thing by this number: “{compared.there}”."


def _no_source(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"No figure in this record bears out “{compared.here}”."


# dates


def _agrees_date(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"{_capital(_where(grounds))} has the same date."


def _coarser(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"It agrees with {_where(grounds)}, which is finer: {compared.there}."


def _finer(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"It is finer than {_where(grounds)}, which says {compared.there} only."


def _differs(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"It says {compared.here}; {_where(grounds)} has {compared.there}."


# statements, norms, asks, replies


def _same(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"{_capital(_where(grounds))} says the same: {_record_words(grounds)}."


def _stronger(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"It claims more than {_where(grounds)}, which says {_quoted(compared.there)}."


def _weaker(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"It claims less than {_where(grounds)}, which says {_quoted(compared.there)}."


def _contradicted(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    words = compared.there or (grounds[0].anchor.exact if grounds else "")
    return f"{_capital(_where(grounds))} says the opposite: {_quoted(words)}."


def _said_by_other(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    here = compared.here or "the one named here"
    return f"In {_where(grounds)} it is {_who(grounds)} who says this, not {here}."


def _provision(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"{_capital(_where(grounds))} has {compared.there}, not {compared.here}."


def _status(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"{_capital(_where(grounds))} has “{compared.there}”, not “{compared.here}”."


def _requester(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return (
        f"In {_where(grounds)} it is {compared.there or 'somebody else'} who asks this, not {compared.here}."
    )


def _addressee(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    there = compared.there or "somebody else"
    return f"In {_where(grounds)} this is asked of {there}, not of {compared.here or 'those named here'}."


def _drift(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    more = "stronger" if compared.code == "strengthened" else "weaker"
    return f"The ask is told {more} than in {_where(grounds)}, which says “{compared.there}”."


def _replied(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"There is an answer in this record: {_where(grounds)}."


def _no_reply(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return "There is no reply in this record."


def _undecided(compared: Compared, grounds: tuple[Ground, ...]) -> str:
    return f"Not decided: {compared.reason or 'nothing in this record is on it'}."


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_TELLERS: dict[tuple[str, str], Tell] = {
    ("quotation", "verbatim"): _verbatim,
    ("quotation", "unclosed"): _unclosed,
    ("quotation", "altered"): _altered,
    ("quotation", "truncated"): _truncated,
    ("quotation", "wrong_speaker"): _wrong_speaker,
    ("quotation", "wrong_document"): _wrong_document,
    ("quotation", "not_in_document"): _not_in_document,
    ("quotation", "not_in_record"): _no_words,
    ("quotation", "source_not_in_record"): _wanted,
    ("quotation", "not_speech"): _no_speech,
    ("figure", "supported"): _supported,
    ("figure", "bound_dropped"): _bound,
    ("figure", "bound_added"): _bound,
    ("figure", "bound_changed"): _bound,
    ("figure", "conflicting"): _conflicting,
    ("figure", "outdated"): _outdated,
    ("figure", "other_thing"): _other_thing,
    ("figure", "no_source"): _no_source,
    ("date", "agrees"): _agrees_date,
    ("date", "coarser"): _coarser,
    ("date", "finer"): _finer,
    ("date", "differs"): _differs,
    ("attribution", "supported"): _same,
    ("attribution", "wrong_speaker"): _said_by_other,
    ("attribution", "strengthened"): _stronger,
    ("attribution", "weakened"): _weaker,
    ("attribution", "contradicted"): _contradicted,
    ("assertion", "strengthened"): _stronger,
    ("assertion", "contradicted"): _contradicted,
    ("norm", "agrees"): _same,
    ("norm", "other_provision"): _provision,
    ("norm", "other_status"): _status,
    ("ask", "agrees"): _same,
    ("ask", "other_requester"): _requester,
    ("ask", "other_addressee"): _addressee,
    ("ask", "strengthened"): _drift,
    ("ask", "weakened"): _drift,
    ("ask", "contradicted"): _contradicted,
    ("reply", "contradicted"): _replied,
    ("reply", "agrees"): _no_reply,
}
