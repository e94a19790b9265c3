"""Plain text and Markdown: the canonical text is the decoded file, newlines untouched."""

from __future__ import annotations

from onrecord.text.encodings import decode
from onrecord.types.documents import CanonicalText, OffsetMap, OffsetRun, RawDocument
from onrecord.types.errors import FileCannotBeRead

READER = "onrecord plain 1"


def read_plain(raw: RawDocument) -> CanonicalText:
    """Return the decoded file; a byte-order mark is not part of the text, so origins then start at 1."""
    decoded = decode(raw.content, raw.charset)
    if decoded is None:
        raise FileCannotBeRead(
            raw.path,
            "undecodable_text",
            "The file is no text in any encoding that is known here.",
            "Save it as UTF-8 text, or as PDF or DOCX.",
        )
    runs = (OffsetRun(0, len(decoded.text), "bytes", int(decoded.mark)),) if decoded.text else ()
    notes = (decoded.note,) if decoded.note else ()
    return CanonicalText(decoded.text, f"{READER} ({decoded.encoding})", OffsetMap(runs), notes=notes)
