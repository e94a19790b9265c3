"""The vocabulary of citations: which nouns name a document, and which words tell who wrote it to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of document, by the nouns that name it: an entry `[sorts.NAME]` of `citations.toml`."""

    name: str
    answers: bool
    titled: bool
    before: frozenset[str]
    of: frozenset[str]
    only: frozenset[str]


class CitationWords:
    """The table `citations`, asked for by lemma."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.sorts: dict[str, Sort] = {}
        for name, given in table["sorts"].items():
            sort = Sort(
                name,
                bool(given.get("answers", False)),
                bool(given.get("titled", False)),
                frozenset(given.get("before", ())),
                frozenset(given.get("of", ())),
                frozenset(given.get("only", ())),
            )
            self.sorts |= dict.fromkeys(given["words"], sort)
        verbs: Mapping[str, list[str]] = table["verbs"]
        self.issuing = frozenset(verbs["issuing"])
        self.joining = frozenset(verbs["joining"])
        self.showing = frozenset(verbs["showing"])
        self.sending = frozenset(verbs["sending"])
        self.receiving = frozenset(verbs["receiving"])
        self.issued = frozenset(verbs["issued"])
        self.answering = frozenset(verbs["answering"])
        self.answers = frozenset(verbs["answers"])
        self.written = frozenset(table["replies"]["written"])
        self.loose = frozenset(table["replies"]["loose"])
        self.legislators = frozenset(table["groups"]["legislators"])
        self.replied_to = frozenset(table["replies"]["to"])
        self.printing = frozenset(table["printed"]["words"])
        self.whole = frozenset(table["printed"]["whole"])
        self.plain = frozenset(table["titles"]["plain"])
