"""Vocabularies as data: TOML files that a researcher on another issue edits instead of code.

May: hold words, kinds, strengths and names, and read them. May not: hold a rule. A user's folder of
TOML files with the same names is laid over the packaged ones (`vocabularies` in the configuration).
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import Knowledge

OF_DRAFTS = "drafts.toml"
"""The table that only drafts are checked by: a record that was read without it is read no other way."""


@dataclass(frozen=True)
class Vocabularies:
    """The packaged tables, with the files of `folder` laid over them.

    A table in the user's file is merged into the packaged one of the same name; a list is added to
    it; any other value replaces it. `replace = true` at the top of a file replaces the whole file.
    `knowledge` is what the user's files say of actors.
    """

    folder: Path | None = None
    knowledge: Knowledge = field(default=Knowledge())
    _tables: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False, compare=False)

    def table(self, name: str) -> Mapping[str, Any]:
        """Return the table of `NAME.toml`; raises ConfigurationIsWrong where a file cannot be parsed."""
        if name not in self._tables:
            self._tables[name] = self._read(name)
        return self._tables[name]

    def digest(self) -> str:
        """Return a hash of every table but OF_DRAFTS, so that a record knows which words it was read with."""
        names = {entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".toml")}
        if self.folder is not None:
            names |= {entry.name for entry in self.folder.glob("*.toml")}
        names.discard(OF_DRAFTS)
        whole = {name: self.table(name.removesuffix(".toml")) for name in sorted(names)}
        if self.knowledge.entries:
            whole["knowledge"] = {"digest": self.knowledge.digest}
        shown = json.dumps(whole, sort_keys=True, default=str)
        return hashlib.sha256(shown.encode()).hexdigest()

    def _read(self, name: str) -> Mapping[str, Any]:
        packaged = files(__name__).joinpath(f"{name}.toml")
        table = _parse(packaged.read_text("utf-8"), str(packaged)) if packaged.is_file() else {}
        own = None if self.folder is None else self.folder / f"{name}.toml"
        if own is None or not own.is_file():
            return table
        laid_over = _parse(own.read_text("utf-8"), str(own))
        if laid_over.pop("replace", False):
            return laid_over
        return _merged(table, laid_over)


def _parse(text: str, path: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationIsWrong(f"{path}: this is not valid TOML ({error}). Correct that line.") from error


def _merged(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        known = merged.get(key)
        if isinstance(known, Mapping) and isinstance(value, Mapping):
            merged[key] = _merged(known, value)
        elif isinstance(known, list) and isinstance(value, list):
            merged[key] = [*known, *value]
        else:
            merged[key] = value
    return merged
