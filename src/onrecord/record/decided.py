"""Decisions in words, as pages and the command line tell them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onrecord.record.names import Names
from onrecord.types.review import GRADES_OF_ITEM, GRADES_OF_SOURCE, Past

_ID = re.compile(r"[a-z]-[0-9a-f]{1,16}")

STANDARD_WORDS = {
    "not_assessed": "not assessed",
    "reasonable_suspicion": "reasonable suspicion",
    "reasonable_grounds": "reasonable grounds to believe",
    "balance_of_probabilities": "balance of probabilities",
    "clear_and_convincing": "clear and convincing evidence",
    "beyond_reasonable_doubt": "beyond reasonable doubt",
}

_DONE = {
    "accept": "accepted",
    "reject": "rejected",
    "release": "released to be named in exports",
    "unrelease": "masked in exports again",
    "add": "made by hand",
}


def told(names: Names, past: Past) -> str:
    """Return in words what a decision did: "rejected", "corrected act to “warn”"."""
    value = past.value
    if past.action in _DONE:
        return _DONE[past.action]
    if past.action == "correct":
        return f"corrected {_plain(value['field'])} to {in_words(names, value['value'])}"
    if past.action in ("merge", "split"):
        verb = "merged with" if past.action == "merge" else "split off from"
        return f"{verb} {_named(names, value['other'])}"
    if past.action == "judge":
        says = {"positive": "the same as", "negative": "not the same as", "unsure": "perhaps the same as"}
        return f"judged {says[value['verdict']]} {_named(names, value['other'])}"
    if past.action == "grade":
        source, item = GRADES_OF_SOURCE[value["source"]], GRADES_OF_ITEM[str(value["item"])]
        return f"graded {value['source']}{value['item']} (source {source}; item {item})"
    if past.action == "assess":
        finding = f": {value['finding']}" if value["finding"] else ""
        return f"standard of proof {STANDARD_WORDS[value['standard']]}{finding}"
    if past.action == "note":
        return f"noted: {value}"
    if past.action == "classify":
        return f"classed {value}"
    if past.action == "settle":
        return f"settled {value['about']}: decision {value['keep']} holds"
    return f"undid decision {past.undoes}"


def _named(names: Names, id_: str) -> str:
    name = names.one(id_)
    return f"“{name}” ({id_})" if name != id_ else id_


def _plain(name: str) -> str:
    """Return the name of a field as words."""
    return name.replace("_", " ")


def in_words(names: Names, value: Any) -> str:
    """Return a JSON value of a row as a person reads it: ids by name, anchors by their words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return names.one(value) if _ID.fullmatch(value) else f"“{value}”"
    if isinstance(value, Mapping):
        if "exact" in value:
            return f"“{value['exact']}”"
        if "edtf" in value:
            return str(value["edtf"])
        return (
            "; ".join(f"{_plain(name)}: {in_words(names, item)}" for name, item in value.items()) or "nothing"
        )
    if isinstance(value, list | tuple):
        return ", ".join(in_words(names, item) for item in value) or "nothing"
    return str(value)
