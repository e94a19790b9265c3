"""Capitals that stand for a government: where they act, own, are addressed, or say where it sits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onrecord.extract.actors_mentions import as_words
from onrecord.types.annotated import Annotated, Token

_LIST_BEFORE = re.compile(r",\s{1,2}$|\(\s?$")
_SEAT = re.compile(r"\b([A-Za-z]+)\s{1,2}in\s{1,2}$")
_POSSESSIVE = ("'s", "’s")
_TOWARDS = ("on", "by", "upon", "with", "against")


class CapitalReader:
    """Tells a capital that is a government from one that is a town; `places` is places.toml."""

    def __init__(self, places: Mapping[str, Any]) -> None:
        self._government = as_words(places, "government")
        self._locative = as_words(places, "locative")
        self._not_before = as_words(places, "not_capital_before")
        self._verbs_of_towns = as_words(places, "verbs_of_towns")
        self._nouns_of_towns = as_words(places, "nouns_of_towns")
        self._addressed = as_words(places, "addressed")
        self._said_to = as_words(places, "said_to")

    def why_only_place(self, annotated: Annotated, start: int, end: int) -> str | None:
        """Return why a capital is only a place here, None where it acts, owns or is addressed."""
        text = annotated.text
        before = text[max(0, start - 24) : start].split()
        after = text[end : end + 20].strip(" ,.").split()
        seat = _SEAT.search(text[max(0, start - 24) : start])
        if seat and seat[1].casefold() in self._government:
            return None
        if before and before[-1].casefold().strip("(") in self._locative:
            return "It stands after a preposition of place."
        if text[end : end + 1] == "," or _LIST_BEFORE.search(text[max(0, start - 3) : start]):
            return "It stands in a list of places or a date line."
        if after and after[0].casefold().strip(",.;:") in self._not_before:
            return "It is part of another name."
        token = annotated.token_at(end - 1) or annotated.token_at(start)
        if token is None:
            return "The language of the text has no parser."
        if self._stands_for_government(annotated, token, text[end : end + 2] in _POSSESSIVE):
            return None
        return "Nothing says that it acts."

    def _stands_for_government(self, annotated: Annotated, token: Token, owns: bool) -> bool:
        governor = annotated.tokens[token.head]
        if owns:
            return governor.lemma not in self._nouns_of_towns
        if token.dep == "nsubj":
            return governor.pos in ("VERB", "AUX") and governor.lemma not in self._verbs_of_towns
        if token.dep in ("dobj", "nsubjpass", "dative"):
            return governor.lemma in self._addressed
        if token.dep != "pobj":
            return False
        if governor.lemma == "to":
            head = annotated.tokens[governor.head]
            said = [head, *(child for child in annotated.children(head) if child.dep == "dobj")]
            return any(token.lemma in self._said_to for token in said)
        return governor.lemma in _TOWARDS
