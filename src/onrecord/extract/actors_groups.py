"""Actors without a name of their own: groups ("the lawmakers"), office holders ("the Secretary-General")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from onrecord.extract.actors_mentions import Claims, Mention, as_words
from onrecord.extract.actors_names import NameTable, Word, word_index
from onrecord.types.annotated import Annotated, Token

_BEFORE_HEAD = ("det", "amod", "compound", "nummod", "nmod", "quantmod", "advmod", "punct", "predet", "poss")
_LONGEST = 9
_NO_WORD = re.compile(r"[^\w.'’&/-]")
"""A mark of quotation or the like inside what the parser takes for one word: text set without spaces."""

_PREFIX = re.compile(r"(?<![\w-])(?:non|co|ex|vice|for)-$", re.IGNORECASE)
_BROKEN = re.compile(r"- ")
_WHOSE = re.compile(
    r"(?:\s(?:of|for|to)\s(?:the\s)?[A-Z][\w.-]*\w(?:(?:\s|\sof\s|\sand\s)[A-Z][\w-]*){0,5}){1,2}"
)
"""Which of the holders of one office: "of Vareda", "for Foreign Affairs of Vareda"."""

_DETERMINERS = ("the", "a", "an", "our", "its", "their", "his", "her", "this", "that", "s")


class GroupReader:
    """Reads groups and office holders; `actors` is actors.toml."""

    def __init__(self, actors: Mapping[str, Any]) -> None:
        groups = actors.get("groups", {})
        roles = actors.get("roles", {})
        self._nouns = as_words(groups, "nouns")
        self._collective = as_words(groups, "collective")
        self._not_in_name = as_words(groups, "not_in_name")
        self._heads = frozenset(actors.get("organizations", {}).get("heads", {}))
        self._speaking = as_words(actors.get("people", {}), "speaking")
        self._never_alone = as_words(roles, "never_alone")
        self._not_public = as_words(roles, "not_public")
        self._of_one_body = as_words(roles, "of_one_body")
        self._of_places = as_words(roles, "of_places")
        self._roles = NameTable((noun, noun) for noun in roles.get("nouns", ()))

    def groups(self, annotated: Annotated, people: Sequence[Mention]) -> Iterator[Mention]:
        """Yield each group as its noun with the words before it that say which group it is."""
        names_start = {person.start for person in people}
        for token in annotated.tokens:
            if not self._is_group(token) or _next_start(annotated, token) in names_start:
                continue
            first = self._first(annotated, token)
            prefix = _PREFIX.search(annotated.text[max(0, first.start - 12) : first.start])
            start = first.start - (len(prefix[0]) if prefix else 0)
            name = " ".join(annotated.text[start : token.end].split())
            yield Mention(start, token.end, "group", name + self._of_whom(annotated, token), local=True)

    def office_holders(
        self, annotated: Annotated, words: Sequence[Word], claims: Claims
    ) -> Iterator[Mention]:
        """Yield "the Secretary-General", "a spokesman": a role in the singular after a determiner."""
        text = annotated.text
        for found in self._roles.find(text, words):
            index = word_index(words, found.start)
            if not index or words[index - 1].folded not in _DETERMINERS:
                continue
            if words[index].start - words[index - 1].end != 1 or claims.overlaps(found.start, found.end):
                continue
            if found.entry in self._never_alone or self._goes_on(annotated, found.end):
                continue
            token = annotated.token_at(found.end - 1)
            if token is None or token.pos not in ("NOUN", "PROPN") or token.dep in ("compound", "amod"):
                continue
            general = words[index - 1].folded in ("a", "an") and found.entry in self._not_public
            if general and not self._speaks(annotated, token):
                continue
            name = _BROKEN.sub("-", " ".join(text[found.start : found.end].split()))
            whose = None if found.entry in self._of_one_body else _WHOSE.match(text, found.end)
            if whose and found.entry in self._of_places and whose[0].split()[0] != "of":
                whose = None
            name = f"{name} {' '.join(whose[0].split())}" if whose else name
            official = found.entry not in self._not_public
            yield Mention(
                found.start,
                found.end,
                "person",
                name,
                roles=(_BROKEN.sub("-", " ".join(text[found.start : found.end].split())),),
                official=official,
                back=True,
                local=True,
            )

    def _speaks(self, annotated: Annotated, token: Token) -> bool:
        return token.dep == "nsubj" and annotated.tokens[token.head].lemma in self._speaking

    def head_of(self, name: str) -> str:
        """Return the noun that a group's name ends in, in the singular where it is a listed one."""
        last = name.partition(" of ")[0].rsplit(maxsplit=1)[-1].casefold()
        for ending, singular in (("ies", "y"), ("men", "man"), ("s", ""), ("", "")):
            if last.endswith(ending) and last.removesuffix(ending) + singular in self._nouns:
                return last.removesuffix(ending) + singular
        return {"children": "child", "people": "people"}.get(last, last)

    def _is_group(self, token: Token) -> bool:
        if token.pos not in ("NOUN", "PROPN") or token.dep in ("compound", "amod", "npadvmod", "nmod"):
            return False
        if token.tag in ("NNS", "NNPS"):
            return self.head_of(token.text) in self._nouns or token.text.casefold() in ("people", "children")
        return token.text.casefold() in ("undersigned",) or (
            token.tag == "NN" and token.lemma in self._collective
        )

    def _first(self, annotated: Annotated, head: Token) -> Token:
        """Return the first token of a group's name: no article, number or possessor."""
        first, step = head, head.i - 1
        while step >= 0 and head.i - step < _LONGEST:
            token = annotated.tokens[step]
            if token.sentence != head.sentence or token.dep not in _BEFORE_HEAD:
                break
            if not head.i >= token.head > token.i or token.dep == "poss" or token.text in ("'s", "’s"):
                break
            if token.text.casefold() in self._not_in_name or token.pos in ("NUM", "DET", "PRON", "ADV"):
                break
            if token.tag in ("VB", "VBP", "VBZ", "VBD"):
                break
            if token.pos == "PUNCT" and token.text not in ("-", "‑"):
                break
            if token.pos != "PUNCT" and _NO_WORD.search(token.text):
                break
            first = token
            step -= 1
        return first if first.pos != "PUNCT" else head

    def _of_whom(self, annotated: Annotated, head: Token) -> str:
        """Return " of X" where X tells one group from another: not a body, whose members are one group."""
        following = annotated.tokens[head.i + 1 : head.i + 2]
        whole = [c for of in following if of.text == "of" for c in annotated.children(of) if c.dep == "pobj"]
        if not whole or whole[0].i - head.i > _LONGEST or whole[0].text in self._heads:
            return ""
        return f" {' '.join(annotated.text[head.end : whole[0].end].split())}"

    def _goes_on(self, annotated: Annotated, end: int) -> bool:
        """Tell whether a noun or name follows at once, so that the role is only part of a phrase."""
        token = annotated.token_at(end + 1)
        return annotated.text[end : end + 1] == "-" or (
            token is not None and token.start == end + 1 and token.pos in ("NOUN", "PROPN")
        )


def _next_start(annotated: Annotated, token: Token) -> int:
    following = token.i + 1
    return annotated.tokens[following].start if following < len(annotated.tokens) else -1
