"""What somebody wrote beside a file: `X.meta.json` for the file X, `manifest.csv` for a folder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from onrecord.ingest.refusals import refuse
from onrecord.types.access import CLASSES
from onrecord.types.documents import DOCUMENT_KINDS, Metadata
from onrecord.types.errors import Issue

SIDECAR = ".meta.json"
MANIFEST = "manifest.csv"
COMPANION_BYTES = 1 << 26
"""A manifest of 200,000 lines takes 40 MB; more than this is none."""

_FIELDS = tuple(Metadata.__dataclass_fields__)


@dataclass
class Companions:
    """The sidecars and manifests of one folder tree or archive.

    `read` returns the bytes of a member by its name from the top, None where there is no such
    member; `prefix` is what the names of issues start with.
    """

    prefix: str
    read: Callable[[str], bytes | None]
    exists: Callable[[str], bool]
    _manifests: dict[str, Mapping[str, Metadata]] = field(default_factory=dict)
    _issues: list[Issue] = field(default_factory=list)

    def describe(self, name: str) -> Metadata:
        """Return what is said of the member `name`: its sidecar first, then the nearest manifest."""
        said = self._sidecar(name)
        folder = name
        while folder:
            folder = folder.rpartition("/")[0]
            inner = name[len(folder) + 1 :] if folder else name
            said = said.over(self._manifest(folder).get(inner, Metadata()))
        return said

    def take_issues(self) -> list[Issue]:
        """Return the issues found since the last call."""
        found, self._issues = self._issues, []
        return found

    def check_orphan(self, name: str) -> None:
        """Note a sidecar whose file is not beside it."""
        if name.endswith(SIDECAR) and not self.exists(name.removesuffix(SIDECAR)):
            self._issues.append(refuse(self.prefix + name, "sidecar_without_file"))

    def _sidecar(self, name: str) -> Metadata:
        content = self.read(name + SIDECAR)
        if content is None:
            return Metadata()
        metadata, trouble = read_sidecar(content)
        if trouble:
            self._issues.append(refuse(self.prefix + name + SIDECAR, "malformed_sidecar", detail=trouble))
        return metadata

    def _manifest(self, folder: str) -> Mapping[str, Metadata]:
        if folder not in self._manifests:
            self._manifests[folder] = self._read_manifest(folder)
        return self._manifests[folder]

    def _read_manifest(self, folder: str) -> Mapping[str, Metadata]:
        base = f"{folder}/" if folder else ""
        content = self.read(base + MANIFEST)
        if content is None:
            return {}
        described, trouble = read_manifest(content)
        path = self.prefix + base + MANIFEST
        if trouble:
            self._issues.append(refuse(path, "malformed_manifest", detail=trouble))
        missing = [name for name in described if not self.exists(base + name)]
        if missing:
            more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
            self._issues.append(refuse(path, "manifest_without_file", detail=f"{missing[0]!r}{more}"))
        return described


def is_companion(name: str) -> bool:
    """Tell whether a file describes others and is no document itself."""
    return name.endswith(SIDECAR) or name.rpartition("/")[2] == MANIFEST


def read_sidecar(content: bytes) -> tuple[Metadata, str | None]:
    """Return what a sidecar says and what is wrong with it, None where nothing is."""
    try:
        said = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Metadata(), "it is not UTF-8 text"
    except (ValueError, RecursionError):
        return Metadata(), "it is not valid JSON"
    if not isinstance(said, dict):
        return Metadata(), "it is not a JSON object"
    return _metadata({name: said[name] for name in _FIELDS if said.get(name) is not None})


def read_manifest(content: bytes) -> tuple[dict[str, Metadata], str | None]:
    """Return what a manifest says by path, and the first thing wrong with it, None where nothing is."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}, "it is not UTF-8 text"
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    described: dict[str, Metadata] = {}
    trouble: str | None = None
    try:
        if "path" not in (rows.fieldnames or ()):
            return {}, "its first line names no column “path”"
        for row in rows:
            path = (row["path"] or "").strip().replace("\\", "/").removeprefix("./")
            if path:
                described[path], wrong = _metadata({name: row[name] for name in _FIELDS if row.get(name)})
                trouble = trouble or (f"line {rows.line_num}: {wrong}" if wrong else None)
    except csv.Error as error:
        trouble = f"line {rows.line_num}: {error}"
    return described, trouble


def _metadata(said: Mapping[str, object]) -> tuple[Metadata, str | None]:
    kept: dict[str, str] = {}
    trouble = None
    for name, value in said.items():
        if not isinstance(value, str):
            trouble = trouble or f"“{name}” is not a text"
            if name == "confidentiality":
                kept[name] = CLASSES[-1]
        elif name == "kind" and value.strip() not in DOCUMENT_KINDS:
            trouble = trouble or f"“{value}” is no kind of document ({', '.join(DOCUMENT_KINDS)})"
        elif name == "confidentiality" and value.strip() not in CLASSES:
            trouble = (
                trouble or f"“{value}” is no class ({', '.join(CLASSES)}): the file is taken to be secret"
            )
            kept[name] = CLASSES[-1]
        elif value.strip():
            kept[name] = value.strip()
    return Metadata(**kept), trouble
