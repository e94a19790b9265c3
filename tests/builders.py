"""Builders of documents for tests: real text through the real parser, laid out in plain paragraphs."""

from __future__ import annotations

import re
from functools import cache

from onrecord.annotate.parser import Parser
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Document, Layout
from onrecord.types.identity import document_id, sha256_of
from onrecord.types.spans import Span, trimmed


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """Return the lines of `text` that hold words, as the layout of a plain page."""
    lines = (trimmed(text, line.start(), line.end()) for line in re.finditer(r"[^\n]+", text))
    return tuple(line for line in lines if line is not None)


def document(text: str, layout: Layout | None = None, path: str = "folder/page.txt") -> Document:
    """Return an English document of `text`; without a layout each line is a paragraph."""
    sha256 = sha256_of(text.encode())
    layout = layout or Layout(paragraphs=paragraphs_of(text))
    return Document(document_id(sha256), path, sha256, "text/plain", text, "en", layout)


def annotated(text: str, layout: Layout | None = None) -> Annotated:
    """Return `text` as the real language pipeline sees it."""
    return parser().annotate(document(text, layout))


@cache
def parser() -> Parser:
    """Return the language pipeline, loaded once a test run."""
    return Parser()
