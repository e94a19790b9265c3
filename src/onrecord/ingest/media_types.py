"""What a file is, told by its bytes first and by its name only where bytes leave it open."""

from __future__ import annotations

import re
import zipfile
from typing import IO

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
HTML = "text/html"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL = "message/rfc822"
ZIP = "application/zip"
WACZ = "application/wacz"
WARC = "application/warc"

DOCUMENT_TYPES = frozenset({PLAIN, MARKDOWN, HTML, PDF, DOCX, MAIL})

HEAD_BYTES = 1 << 16
"""Bytes that are looked at to tell what a file is."""

_STRAY_NUL = 500
"""Fewer than one NUL in so many bytes are stray ones in a text; more make it UTF-16 or no text."""

_NOT_PROSE = {
    ".csv": "a table of values (CSV)",
    ".tsv": "a table of values (TSV)",
    ".json": "JSON data",
    ".jsonl": "JSON data",
    ".xml": "XML data",
    ".css": "a style sheet",
    ".js": "a script",
    ".py": "a program",
    ".sh": "a program",
    ".ics": "a calendar entry",
    ".vcf": "a visiting card",
    ".svg": "a drawing (SVG)",
    ".ps": "PostScript",
    ".tex": "TeX source",
}
_HTML_START = re.compile(
    rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_HTML_TAG = re.compile(rb"<(?:html|body|p|div|br|table|h[1-6]|article)\b", re.I)
_MAIL_HEADER = re.compile(
    rb"^(From|To|Cc|Subject|Date|Message-ID|MIME-Version|Received|Return-Path):", re.I | re.M
)
_MAIL_PROOF = frozenset({b"message-id", b"mime-version", b"received", b"return-path"})
_CONTROL = bytes(range(32)).translate(None, b"\t\n\r\f\x0b\x1b")


class UnsupportedType(Exception):
    """The bytes are of a type that is not read; `what` names it in words, None where nobody knows."""

    def __init__(self, what: str | None, code: str = "unsupported_type") -> None:
        super().__init__(what)
        self.what = what
        self.code = code


def identify(name: str, head: bytes, declared: str | None = None) -> str:
    """Return the media type of a file of this name that starts with `head`.

    `declared` is the media type that a transfer header gave. A ZIP stays a ZIP here: what is in it
    tells more (`identify_zip`). Raises UnsupportedType.
    """
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return ZIP
    if head.startswith(b"WARC/") or _is_packed_warc(head):
        return WARC
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _ole_refusal(head)
    if head.startswith(b"{\\rtf"):
        raise UnsupportedType("rich text (RTF)")
    if not is_text(head):
        raise UnsupportedType(_known_binary(head, name))
    return _identify_text(name, head, declared)


def identify_zip(stream: IO[bytes]) -> str:
    """Return the media type of a ZIP by its members: DOCX, WACZ or a plain ZIP.

    Raises UnsupportedType for other office files, zipfile.BadZipFile for damage.
    """
    with zipfile.ZipFile(stream) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names or ("[Content_Types].xml" in names and _any_in(names, "word/")):
        return DOCX
    for folder, what in (("xl/", "a spreadsheet (XLSX)"), ("ppt/", "slides (PPTX)")):
        if "[Content_Types].xml" in names and _any_in(names, folder):
            raise UnsupportedType(what)
    if "mimetype" in names and ("content.xml" in names or "META-INF/container.xml" in names):
        raise UnsupportedType("an OpenDocument file or e-book")
    if "datapackage.json" in names and _any_in(names, "archive/"):
        return WACZ
    return ZIP


def is_text(head: bytes) -> bool:
    """Tell whether bytes read as text in some encoding: few control characters, no stray NUL.

    UTF-16 without a byte-order mark has NUL at one parity only wherever ASCII stands.
    """
    if head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return True
    if head.count(0) * _STRAY_NUL > len(head):
        return _is_utf16(head)
    looked_at = head[:4096].rstrip(b"\x1a")  # old editors end a text with this mark
    return (len(looked_at) - len(looked_at.translate(None, _CONTROL))) * 100 <= len(looked_at)


def _is_utf16(head: bytes) -> bool:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 50 < len(head):
        return False
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    printable = sum(1 for char in text if char.isprintable() or char in "\t\r\n")
    return printable * 100 >= len(text) * 95


def _identify_text(name: str, head: bytes, declared: str | None) -> str:
    suffix = _suffix(name)
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in head
    flat = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff") if wide else head
    flat = flat.removeprefix(b"\xef\xbb\xbf")
    if _HTML_START.match(flat):
        return HTML
    if declared in (HTML, "application/xhtml+xml") or suffix in (".html", ".htm", ".xhtml"):
        return HTML if _HTML_TAG.search(flat) or suffix else PLAIN
    if _is_mail(flat, suffix) or declared == MAIL:
        return MAIL
    if suffix in _NOT_PROSE:
        raise UnsupportedType(_NOT_PROSE[suffix])
    if flat.lstrip().startswith(b"<?xml"):
        raise UnsupportedType("XML data")
    if flat.startswith(b"%!PS"):
        raise UnsupportedType("PostScript")
    return MARKDOWN if suffix in (".md", ".markdown") else PLAIN


def _is_mail(head: bytes, suffix: str) -> bool:
    """Tell whether text starts with mail headers; a memo's "TO: … FROM: …" in a text file is none."""
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not re.match(rb"[A-Za-z][A-Za-z0-9-]*:[ \t]?|From ", block):
        return False
    found = {match.group(1).lower() for match in _MAIL_HEADER.finditer(block)}
    if suffix == ".eml":
        return bool(found)
    return len(found) >= 3 and bool(found & _MAIL_PROOF)


def _is_packed_warc(head: bytes) -> bool:
    if not head.startswith(b"\x1f\x8b"):
        return False
    import zlib  # noqa: PLC0415

    try:
        return zlib.decompressobj(31).decompress(head, 64).startswith(b"WARC/")
    except zlib.error:
        return False


def _ole_refusal(head: bytes) -> UnsupportedType:
    if "EncryptedPackage".encode("utf-16-le") in head:
        return UnsupportedType(None, "password_protected")
    return UnsupportedType("an old office file (DOC, XLS, PPT or MSG)")


def _known_binary(head: bytes, name: str) -> str | None:
    """Return what puremagic takes the bytes for, in words."""
    import puremagic  # noqa: PLC0415

    try:
        guesses = puremagic.magic_string(head, filename=name)
    except (puremagic.PureError, ValueError):
        return None
    named = [guess for guess in guesses if guess.mime_type and guess.confidence >= 0.5]
    return f"a file of type {named[0].mime_type}" if named else None


def _any_in(names: set[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix.lower()}" if dot and stem else ""
