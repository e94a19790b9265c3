"""Exports of a record as bytes, and what is in them as text."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from onrecord.export.excerpt import Outcome, excerpt_of
from onrecord.export.formats import FORMATS
from onrecord.export.masking import Masking
from onrecord.record.store import Record

BASE = "http://127.0.0.1:8321"


def written(path: Path, name: str, *, base: str | None = BASE, masked: bool = True) -> bytes:
    """Return a record in a format."""
    return told(path, name, base=base, masked=masked)[0]


def told(
    path: Path,
    name: str,
    *,
    base: str | None = BASE,
    masked: bool = True,
    documents: Iterable[str] = (),
    types: Iterable[str] = (),
) -> tuple[bytes, Outcome]:
    """Return a record in a format, and what the export says of itself."""
    out = io.BytesIO()
    with Record.open(path) as record:
        masking = Masking.of(record) if masked else Masking.off(record)
        excerpt = excerpt_of(
            record, base=base, masking=masking, documents=frozenset(documents), types=frozenset(types)
        )
        outcome = FORMATS[name].write(excerpt, out)
    return out.getvalue(), outcome


def members(content: bytes) -> dict[str, str]:
    """Return the files of a ZIP archive by name; one file alone under no name."""
    if not content.startswith(b"PK"):
        return {"": content.decode()}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def everything_in(content: bytes) -> str:
    """Return every character of an export, names of files, escapes of XML and JSON resolved."""
    parts = [f"{name}\n{text}" for name, text in members(content).items()]
    return html.unescape("\n".join(parts)).replace("\\n", "\n").replace("\\u00ad", "\u00ad")
