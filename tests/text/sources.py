"""Documents made for tests, and what must hold of every canonical text."""

from __future__ import annotations

from onrecord.config import Config
from onrecord.text.reading import read_text
from onrecord.types.documents import CanonicalText, Metadata, RawDocument

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PROSE = (
    "The committee asked the ministry to publish the figures of the register before the end of the year, "
    "and it noted that no answer had been received from the responsible authorities. "
)


def read(
    content: bytes, media_type: str = "text/plain", charset: str | None = None, config: Config | None = None
) -> CanonicalText:
    """Return the canonical text of `content`, after checking its offset map."""
    raw = RawDocument("papers/x", content, media_type, Metadata(), None, charset)
    found = read_text(raw, config or Config())
    check_offset_map(found)
    return found


def check_offset_map(found: CanonicalText) -> None:
    """Hold the runs against the text: in order, apart, inside, never empty."""
    at = 0
    assert found.offset_map.runs
    for run in found.offset_map.runs:
        assert at <= run.start < run.end <= len(found.text)
        assert run.place
        at = run.end
    assert all(0 <= span.start < span.end <= len(found.text) for span in found.headings)


def place_of(found: CanonicalText, words: str) -> str:
    """Return the place that the first of `words` came from."""
    run = found.offset_map.at(found.text.index(words))
    assert run is not None
    return run.place
