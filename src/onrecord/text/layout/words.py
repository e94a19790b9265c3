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
    """Patterns made from `layout.toml`; made once for one set of vocabularies."""

    salutation: re.Pattern[str]
    closing: re.Pattern[str]
    inline_salutation: re.Pattern[str]
    inline_closing: re.Pattern[str]
    subject: re.Pattern[str]
    copy: re.Pattern[str]
    attention: re.Pattern[str]
    honorific: re.Pattern[str]
    title: re.Pattern[str]
    role: re.Pattern[str]
    degree: re.Pattern[str]
    organization: re.Pattern[str]
    end_marks: frozenset[str]
    boilerplate: tuple[str, ...]
    teasers: tuple[str, ...]
    caption_marks: tuple[str, ...]
    kinds: Mapping[str, Mapping[str, tuple[str, ...]]]


@lru_cache(maxsize=4)
def layout_words(vocabularies: Vocabularies) -> LayoutWords:
    """Return the patterns of the layout vocabulary."""
    table = vocabularies.table("layout")
    return LayoutWords(
        salutation=re.compile(
            rf"(?:{_any(table['salutations'])})(?!\w).{{0,120}}[,:;]?$|dear\s.{{1,120}}$", re.I
        ),
        inline_salutation=re.compile(r"(?<!\w)Dear\s(?:[A-Z][\w.’'-]*\s?){1,6}[:,]"),
        inline_closing=re.compile(rf"(?<!\w)(?:{_any(table['closings'])}),\s+(?=[A-Z])", re.I),
        closing=re.compile(rf"(?:{_any(table['closings'])})[,.]?$", re.I),
        subject=re.compile(rf"(?:{_any(table['subject_labels'])})\s*:\s*", re.I),
        copy=re.compile(rf"(?:{_any(table['copy_labels'])})\s*[:.]", re.I),
        attention=re.compile(rf"(?:{_any(table['attention_labels'])})\s*[:.]|via\s", re.I),
        honorific=re.compile(rf"(?:(?:{_any(table['honorifics'])})\s+)+", re.I),
        title=re.compile(rf"(?:(?:{_any(table['titles'])})\s+)+", re.I),
        role=re.compile(
            rf"(?<![\w-])(?:(?:the|acting|interim|former|founding|national|senior|deputy|{_PLACE})\s+)*"
            rf"(?:{_any(table['roles'])})(?![\w-])",
            re.I,
        ),
        degree=re.compile(rf",?\s+(?:{_any(table['degrees'])})(?!\w)\.?", re.I),
        organization=re.compile(rf"(?<!\w)(?:{_any(table['organization_words'])})s?(?!\w)", re.I),
        end_marks=frozenset(table["end_marks"]),
        boilerplate=tuple(table["boilerplate"]),
        teasers=tuple(table["teasers"]),
        caption_marks=tuple(table["caption_marks"]),
        kinds=_kinds(table["kinds"]),
    )


_PLACE = r"u\.s\.|us|united states|united nations|un"


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


def _kinds(table: Mapping[str, Any]) -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        kind: {where: tuple(phrases) for where, phrases in given.items()} for kind, given in table.items()
    }
