"""What a mail carries beside its words."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email import message_from_bytes
from email.headerregistry import HeaderRegistry
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any

from onrecord.ingest.items import Item, Names, harmless_name

_SUFFIXES = {"text/plain": "txt", "text/html": "html", "application/pdf": "pdf", "message/rfc822": "eml"}


LONGEST_HEADER = 20_000
LONGEST_CONTENT_HEADER = 1_000
"""Longer headers are cut: each parameter costs the standard library more than the one before."""


def attachments(path: str, content: bytes) -> Iterator[Item]:
    """Yield the attachments of a mail in its order; pictures shown inside the words are none."""
    message = message_from_bytes(content, policy=default.clone(header_factory=_parse_header))
    names = Names({})
    for number, part in enumerate(_leaves(message), start=1):
        if not _is_attachment(part):
            continue
        media_type = part.get_content_type()
        written = _filename(part) or f"part-{number}.{_SUFFIXES.get(media_type, 'bin')}"
        name = harmless_name(written).rpartition("/")[2]
        given = f"{path}!/{names.give(name)}"
        charset = part.get_content_charset() if part.get_content_maintype() == "text" else None
        yield Item(given, name, io.BytesIO(_payload(part)), declared=media_type, charset=charset)


def _parse_header(name: str, value: str) -> Any:
    """Return a parsed header of bounded length; a hostile one takes the standard library minutes."""
    limit = LONGEST_CONTENT_HEADER if name.lower().startswith("content-") else LONGEST_HEADER
    return HeaderRegistry()(name, value[:limit])


def _leaves(part: Message) -> Iterator[Message]:
    stack = [part]
    while stack:
        here = stack.pop()
        payload = here.get_payload()
        if here.get_content_maintype() == "multipart" and isinstance(payload, list):
            stack.extend(inner for inner in reversed(payload) if isinstance(inner, Message))
        else:
            yield here


def _is_attachment(part: Message) -> bool:
    maintype, disposition = part.get_content_maintype(), part.get_content_disposition()
    if maintype == "image" and disposition != "attachment":
        return False
    if part.get_content_type() == "application/pgp-signature" or "pkcs7-signature" in part.get_content_type():
        return False
    return disposition == "attachment" or bool(_filename(part)) or maintype not in ("text", "multipart")


def _filename(part: Message) -> str | None:
    try:
        return part.get_filename()
    except (ValueError, LookupError, AttributeError, IndexError):  # names the parser stumbles over
        return None


_AS_WRITTEN = default.clone(refold_source="none")


def _payload(part: Message) -> bytes:
    """Return what is attached; of a mail the headers as they were written: to fold some anew never ends."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        held = inner[0] if isinstance(inner, list) and inner else None
        if isinstance(held, EmailMessage | Message):
            try:
                return held.as_bytes(policy=_AS_WRITTEN)
            except (ValueError, LookupError, UnicodeError):
                return held.as_string(policy=_AS_WRITTEN).encode("utf-8", "replace")
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
