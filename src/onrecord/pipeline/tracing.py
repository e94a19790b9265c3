"""Where the words of a Word file stand in it, so that marks can be set on them in the file itself."""

from __future__ import annotations

from typing import Any, NamedTuple

from onrecord.config import Config
from onrecord.text.docx import Traced, trace_docx
from onrecord.text.docx_opening import open_docx
from onrecord.text.reading import DOCX
from onrecord.types.documents import RawDocument

__all__ = ["DOCX", "Traced", "TracedDocument", "trace"]


class TracedDocument(NamedTuple):
    """An open document of python-docx, its canonical text, and where each stretch of that stands in it."""

    document: Any
    text: str
    traced: list[Traced]


def trace(content: bytes, path: str, config: Config | None = None) -> TracedDocument:
    """Open a Word file and tell where its words stand; raises FileCannotBeRead where it is damaged."""
    document = open_docx(RawDocument(path, content, DOCX), config or Config())
    return TracedDocument(document, *trace_docx(document))
