"""One thing found on the way in, before anybody knows what it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from onrecord.ingest.limits import Readable
from onrecord.types.documents import Metadata

NOTHING_SAID = Metadata()
"""Metadata of what nobody has described."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file, an archive's member, a capture or an attachment, with the stream of its bytes.

    `path` is as in RawDocument; `name` is what its type may be guessed from; `declared` and
    `charset` are what a transfer header said.
    """

    path: str
    name: str
    stream: Readable
    metadata: Metadata = NOTHING_SAID
    declared: str | None = None
    charset: str | None = None


def harmless_name(name: str) -> str:
    r"""Return a member's name as a relative path that cannot lead outside, without control characters.

    >>> harmless_name("../../etc\\passwd")
    'etc/passwd'
    """
    shown = "".join("_" if unicodedata.category(char).startswith("C") else char for char in name)
    parts = re.sub(r"^[A-Za-z]:", "", shown.replace("\\", "/")).split("/")
    kept = [part for part in parts if part.strip() not in ("", ".", "..")]
    return "/".join(kept) or "unnamed"


def leads_outside(name: str) -> bool:
    """Tell whether a member's name is absolute or climbs out of the archive."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or parts[0] == "" or bool(re.match(r"[A-Za-z]:", name))


@dataclass
class Names:
    """Names given within one archive, so that no two members share one."""

    _given: dict[str, int]

    def give(self, name: str) -> str:
        """Return `name`, with a number before its suffix where it was given before."""
        count = self._given.get(name, 0) + 1
        self._given[name] = count
        if count == 1:
            return name
        folder, slash, last = name.rpartition("/")
        stem, dot, suffix = last.rpartition(".")
        numbered = f"{stem}~{count}.{suffix}" if dot and stem else f"{last}~{count}"
        return self.give(f"{folder}{slash}{numbered}")
