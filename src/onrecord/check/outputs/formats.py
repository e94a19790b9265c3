"""The formats a checked draft is handed back in, by how their files end."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from onrecord.check.outputs.page import page_of
from onrecord.check.outputs.sarif import sarif_of
from onrecord.check.outputs.word import commented
from onrecord.check.report import DraftReport
from onrecord.pipeline.tracing import DOCX


class Output(NamedTuple):
    """One format: its media type, and what makes it of a report and the bytes of the draft."""

    media_type: str
    make: Callable[[DraftReport, bytes], bytes]


def _json(report: DraftReport, content: bytes) -> bytes:
    return "".join(f"{line}\n" for line in report.json_lines()).encode("utf-8", "surrogatepass")


def _sarif(report: DraftReport, content: bytes) -> bytes:
    return sarif_of(report).encode("utf-8", "surrogatepass")


def _html(report: DraftReport, content: bytes) -> bytes:
    return page_of(report).encode()


OUTPUTS: dict[str, Output] = {
    ".docx": Output(DOCX, commented),
    ".html": Output("text/html; charset=utf-8", _html),
    ".sarif": Output("application/sarif+json", _sarif),
    ".jsonl": Output("application/x-ndjson", _json),
}
"""The formats by how their files end."""
