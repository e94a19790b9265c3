"""Numbers inside names: "Boeing 737", "S&P 500", "Model 3 sedans"."""

from __future__ import annotations

import re

from onrecord.extract.figures_counted import Counted
from onrecord.extract.numbers import Amount
from onrecord.types.annotated import Annotated, Token

_IN_A_NAME = re.compile(r"\d+(?:\.\d)?")
_NAMING = ("PROPN", "ADJ", "NOUN")

WORDS_OF_A_HEADLINE = 20
"""Words on each side of a number by which a headline is told."""

LONGEST_IN_A_NAME = 4
"""Characters of a number in a name; longer ones and those with a comma count things."""


class NameReader:
    """Tells whether a bare number belongs to the name before it in one document."""

    def __init__(self, annotated: Annotated) -> None:
        self._annotated = annotated

    def holds(self, amount: Amount, counted: Counted | None) -> bool:
        """Tell whether a capitalised word right before a number makes a name with it."""
        words = self._annotated.text[amount.number_start : amount.number_end]
        plain = _IN_A_NAME.fullmatch(words) is not None and len(words) <= LONGEST_IN_A_NAME
        if amount.bound != "exact" or not plain:
            return False
        token = self._annotated.token_at(amount.number_start)
        if token is None or token.i == 0:
            return False
        before = self._annotated.tokens[token.i - 1]
        if counted is not None and self._is_of_a_named_thing(token, counted):
            return True
        if not self._names(before, token, counted):
            return False
        return counted is None or self._shares_its_noun(before, token)

    def _is_of_a_named_thing(self, token: Token, counted: Counted) -> bool:
        """Tell whether a number stands before one proper noun in the singular: "the 957 Engineer Company"."""
        one = counted.head.tag == "NNP" and token.text != "1" and not counted.head.text.isupper()
        adjacent = self._annotated.text[token.end : counted.span.start] == " "
        return one and adjacent and not self._is_headline(token)

    def _is_headline(self, token: Token) -> bool:
        """Tell whether most long words of a sentence are capitalised, as in a headline."""
        sentence = self._annotated.sentences[token.sentence]
        first = max(sentence.first, token.i - WORDS_OF_A_HEADLINE)
        words = self._annotated.tokens[first : min(sentence.last, token.i + WORDS_OF_A_HEADLINE) + 1]
        long = [word.text for word in words if len(word.text) > LONGEST_IN_A_NAME and word.text.isalpha()]
        return 2 * sum(word[0].isupper() for word in long) > len(long)

    def _names(self, before: Token, token: Token, counted: Counted | None) -> bool:
        """Tell whether the word before is one of a name, on the same line and no verb."""
        first = self._annotated.sentences[token.sentence].first
        kinds = _NAMING if counted is None and before.i != first else ("PROPN",)
        gap = self._annotated.text[before.end : token.start]
        capital = before.text[0].isupper() and before.text[-1].isalpha()
        return before.sentence == token.sentence and gap == " " and capital and before.pos in kinds

    def _shares_its_noun(self, before: Token, token: Token) -> bool:
        """Tell whether number and name hang on the same noun ("Model 3 sedans"), or one on the other."""
        tied = before.dep in ("compound", "nmod", "amod") and before.head == token.head
        return tied or token.head == before.i or before.head == token.i
