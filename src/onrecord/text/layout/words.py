"""The vocabulary of layout, ready to be matched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onrecord.data import Vocabularies


@dataclass(frozen=True)
class LayoutWords:
    """Patterns made from `layout.toml`; made once for one set of vocabularies.

    `headline_verb` is made from `actors.toml`.
    """

    dear: re.Pattern[str]
    salutation: re.Pattern[str]
    bare_greeting: re.Pattern[str]
    address: re.Pattern[str]
    office: re.Pattern[str]
    opens_name: re.Pattern[str]
    opens_address: re.Pattern[str]
    closing: re.Pattern[str]
    inline_salutation: re.Pattern[str]
    inline_closing: re.Pattern[str]
    subject: re.Pattern[str]
    copy: re.Pattern[str]
    attention: re.Pattern[str]
    honorific: re.Pattern[str]
    title: re.Pattern[str]
    member: re.Pattern[str]
    official: re.Pattern[str]
    official_title: re.Pattern[str]
    leader_title: re.Pattern[str]
    body: re.Pattern[str]
    role: re.Pattern[str]
    headline_verb: re.Pattern[str]
    degree: re.Pattern[str]
    organization: re.Pattern[str]
    session_body: re.Pattern[str]
    end_marks: frozenset[str]
    boilerplate: tuple[str, ...]
    teasers: tuple[str, ...]
    caption_mark: re.Pattern[str]
    own: frozenset[str]
    reporting: frozenset[str]
    announcing: re.Pattern[str]
    kinds: Mapping[str, Mapping[str, tuple[str, ...]]]


@lru_cache(maxsize=4)
def layout_words(vocabularies: Vocabularies) -> LayoutWords:
    """Return the patterns of the layout vocabulary."""
    table = vocabularies.table("layout")
    address = _any([*table["honorifics"], *_with_plurals([*table["titles"], *table["roles"]])])
    offices = _any(_with_plurals([*table["titles"], *table["roles"]]))
    verbs = _any(vocabularies.table("actors")["people"]["headline_verbs"])
    return LayoutWords(
        dear=re.compile(r"dear\s+(?=\S)", re.I),
        salutation=re.compile(rf"(?:{_any(table['salutations'])})(?!\w)", re.I),
        bare_greeting=re.compile(rf"(?:{address})(?:\s+(?:{address}))*\s+{_CAPITAL}(?:\s+{_CAPITAL})?"),
        address=re.compile(rf"(?:(?:{_RANK})\s+)?(?:(?:{address})(?:\s+|$))+", re.I),
        office=re.compile(rf"(?:(?:mr|madam|mister|madame|the)\.?\s+)?(?:(?:{offices})(?:\s+|$))+", re.I),
        opens_name=re.compile(rf"(?:(?i:{_PLACE})\s)?{_CAPITAL}\.?\s+{_CAPITAL_OR_INITIAL}"),
        opens_address=re.compile(rf"\s*(?:the\s+)?(?:{address})\s", re.I),
        inline_salutation=re.compile(
            rf"(?<!\w)Dear(?:(?:,?\s+{_GREETED}){{1,20}}\s?:|(?:\s+{_GREETED}){{1,12}}?\s?,)(?=\s|[A-Z“\"]|$)"
        ),
        inline_closing=re.compile(
            rf"(?<!\w)(?=[A-Z])(?P<closing>(?i:{_any(table['closings'])})\s?(?:,|(?=\s\s)|(?=$)))\s*"
        ),
        closing=re.compile(rf"(?:{_any(table['closings'])})[,.]?$", re.I),
        subject=re.compile(rf"(?:{_any(table['subject_labels'])})\s*:\s*", re.I),
        copy=re.compile(rf"(?:{_any(table['copy_labels'])})\s*[:.]", re.I),
        attention=re.compile(rf"(?:{_any(table['attention_labels'])})\s*[:.]|via\s", re.I),
        honorific=re.compile(rf"(?:(?:{_any(table['honorifics'])})\s+)+", re.I),
        title=re.compile(rf"(?:(?:(?:{_PLACE})\s+)?(?:{_any(_with_plurals(table['titles']))})\s+)+", re.I),
        official_title=re.compile(
            rf"(?<!\w)(?:(?i:{_PLACE})\s+)?(?i:{_any(_with_plurals(table['member_titles']))})(?!\w)\.?\s+"
        ),
        leader_title=re.compile(rf"(?<!\w)(?i:{offices})(?!\w)\.?\s+(?=[A-Z])"),
        body=re.compile(
            rf"(?:.*\s)?(?:{_any(table['organization_words'])})s?(?:\s+(?:of|for|on|against|to)\s.*)?", re.I
        ),
        member=re.compile(
            rf"(?:(?:{_PLACE})\s+)?(?:{_any(_with_plurals(table['member_titles']))})(?!\w)", re.I
        ),
        official=re.compile(rf"(?<!\w)(?i:{_any(_with_plurals(table['member_titles']))})\s+{_CAPITAL}"),
        role=re.compile(
            rf"(?<![\w-])(?:(?:the|acting|interim|former|founding|national|senior|deputy|{_PLACE})\s+)*"
            rf"(?:{_any(_with_plurals(table['roles']))})(?![\w-])",
            re.I,
        ),
        headline_verb=re.compile(rf"(?<!\w)(?i:{verbs})(?!\w)"),
        degree=re.compile(rf",?\s+(?:{_any(table['degrees'])})(?!\w)\.?", re.I),
        organization=re.compile(rf"(?<!\w)(?:{_any(table['organization_words'])})s?(?!\w)", re.I),
        session_body=re.compile(
            rf"(?<!\w)(?P<body>{_any(table['session_bodies'])})\s+(?:[\w‐-]+\s+){{1,3}}session\s+agenda\s+item",
            re.I,
        ),
        end_marks=frozenset(table["end_marks"]),
        boilerplate=tuple(table["boilerplate"]),
        teasers=tuple(table["teasers"]),
        caption_mark=re.compile(_any(table["caption_marks"])),
        own=frozenset(table["own_words"]),
        reporting=frozenset(table["reporting_words"]),
        announcing=re.compile(rf"(?<!\w)(?:{_any(table['announcing_words'])})(?!\w)", re.I),
        kinds=_kinds(table["kinds"]),
    )


_CAPITAL = r"[^\W\d_a-z][\w’'‐-]+"
_CAPITAL_OR_INITIAL = r"[^\W\d_a-z][\w’'‐-]*"
_GREETED = r"(?:[^\W\d_a-z][\w.’'‐-]*|and|of|the|for|on|&|\([A-Z][\w. -]{0,20}\))"
_RANK = r"acting|interim|deputy|assistant|vice|former|under|lead|founding|national"
_PLACE = r"u\.s\.|us|united states|united nations|un"


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _with_plurals(words: Iterable[str]) -> list[str]:
    """Return titles with their plurals ("senators", "chairmen"), as several are greeted or sign."""
    held = list(words)
    plural = [
        f"{w[:-1]}ies" if w.endswith("y") else f"{w[:-1]}s." if w.endswith(".") else f"{w}s" for w in held
    ]
    return [*held, *plural, *(w.replace("man", "men") for w in held if w.endswith("man"))]


def _kinds(table: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        kind: {where: tuple(phrases) for where, phrases in given.items()} for kind, given in table.items()
    }
