"""Bodies and things named after a norm, which are no norm: a treaty's committee, an alliance, a series."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from onrecord.extract.norms_seen import NormSeen

_NEAR = 60
"""Characters looked at on either side of a name."""


class Bodies:
    """Tells bodies from the norms they are named after; `table` is `[bodies]` of norms.toml."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._names = frozenset(table.get("names", ()))
        self._before = re.compile(
            rf"\b(?:{_any_of(table.get('before', ()))})\s{{1,3}}(?:the\s{{1,3}})?$", re.IGNORECASE
        )
        self._after = re.compile(rf"\)?(?:['’\ufffd]s)?\s{{1,3}}(?:{_any_of(table.get('after', ()))})\b")
        self._named_after = re.compile(rf"\s{{1,3}}(?:{_any_of(table.get('named_after', ()))})\b")

    def is_body(self, text: str, seen: NormSeen) -> bool:
        """Tell whether letters that name a treaty and its committee name the committee here."""
        if text[seen.start : seen.end] not in self._names:
            return False
        before = text[max(0, seen.start - _NEAR) : seen.start]
        return bool(self._before.search(before) or self._after.match(text, seen.end))

    def is_named_after(self, text: str, seen: NormSeen) -> bool:
        """Tell whether a title goes on to name a body: "Lake Treaty Organization"."""
        titled = seen.kind in ("treaty", "agreement")
        return titled and bool(self._named_after.match(text, seen.end))


def _any_of(phrases: tuple[str, ...] | list[str]) -> str:
    """Return a pattern for any of some phrases; one that nothing matches where there are none."""
    return "|".join(r"\s{1,3}".join(map(re.escape, phrase.split())) for phrase in phrases) or r"(?!)"
