"""One door to all readers: bytes of a known media type in, canonical text out."""

from __future__ import annotations

from dataclasses import replace

from onrecord.config import Config
from onrecord.types.documents import CanonicalText, RawDocument
from onrecord.types.errors import FileCannotBeRead

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_text(raw: RawDocument, config: Config) -> CanonicalText:
    """Return the canonical text of a document with its offset map and metadata.

    What a sidecar or capture says of it (`raw.metadata`) goes before what the document says itself.
    Raises FileCannotBeRead where it is damaged, locked, no text, or of a type without a reader.
    """
    read = _dispatch(raw, config)
    if not read.text.strip():
        raise FileCannotBeRead(
            raw.path,
            "no_text",
            "The document holds no text.",
            "Open it and see whether its words are pictures or are loaded by a script.",
        )
    return replace(read, metadata=raw.metadata.over(read.metadata))


def _dispatch(raw: RawDocument, config: Config) -> CanonicalText:
    """Call the reader of the media type; each is imported on first use, since their libraries are slow."""
    match raw.media_type:
        case "text/plain" | "text/markdown":
            from onrecord.text.plain import read_plain  # noqa: PLC0415

            return read_plain(raw)
        case "text/html":
            from onrecord.text.html import read_html  # noqa: PLC0415

            return read_html(raw)
        case "message/rfc822":
            from onrecord.text.mail import read_mail  # noqa: PLC0415

            return read_mail(raw)
        case _ if raw.media_type == PDF:
            from onrecord.text.pdf import read_pdf  # noqa: PLC0415

            return read_pdf(raw, config)
        case _ if raw.media_type == DOCX:
            from onrecord.text.docx import read_docx  # noqa: PLC0415

            return read_docx(raw, config)
    raise FileCannotBeRead(
        raw.path,
        "unsupported_type",
        f"There is no reader for {raw.media_type}.",
        "Save it as PDF, DOCX, HTML or plain text.",
    )
