"""Mails: the header a reader sees as the first lines, then the words of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.headerregistry import DateHeader, HeaderRegistry
from email.message import Message
from email.policy import default
from typing import Any

from onrecord.text.encodings import decode
from onrecord.text.html import weave_all
from onrecord.text.weaving import Weaver
from onrecord.types.documents import CanonicalText, Metadata, OffsetRun, RawDocument
from onrecord.types.errors import FileCannotBeRead

READER = "onrecord mail 1"
SHOWN = ("From", "To", "Cc", "Date", "Subject")

LONGEST_HEADER = 20_000
"""A longer header is shown as it is written: parsing 200,000 addresses takes minutes and gigabytes."""

LONGEST_CONTENT_HEADER = 1_000
"""Longer ones are cut: each parameter costs the standard library more than the one before."""

_MALFORMED = (ValueError, LookupError, AttributeError, TypeError, OverflowError)
"""What the standard library raises on header values it cannot parse."""


def read_mail(raw: RawDocument) -> CanonicalText:
    """Return header lines and body of a mail; its attachments are documents of their own.

    Where the words come as plain text and as a page, the plain text is read.
    """
    message = message_from_bytes(raw.content, policy=default.clone(header_factory=_parse_header))
    woven, notes = Weaver(), []
    for name in SHOWN:
        value = _header(message, name)
        if value:
            if woven.length:
                woven.add_break("\n")
            woven.add(f"{name}: {value}", "header")
    if not woven.length:
        raise FileCannotBeRead(
            raw.path,
            "damaged_mail",
            "The mail has no sender, addressee, date or subject.",
            "Export it again from the mail program as an EML file.",
        )
    for number, part in enumerate(_bodies(message), start=1):
        woven.add_break("\n\n")
        notes.extend(_weave_body(part, woven, "body" if number == 1 else f"body {number}"))
    return CanonicalText(woven.text, READER, woven.offset_map, _metadata(message), notes=tuple(notes))


def _parse_header(name: str, value: str) -> Any:
    """Return a parsed header of bounded length; a hostile one takes the standard library minutes."""
    limit = LONGEST_CONTENT_HEADER if name.lower().startswith("content-") else LONGEST_HEADER
    return HeaderRegistry()(name, value[:limit])


def _header(message: Message, name: str) -> str:
    written = next((str(raw) for key, raw in message.raw_items() if key.lower() == name.lower()), "")
    try:
        value = str(message[name] or "") if len(written) < LONGEST_HEADER else written
    except _MALFORMED:
        value = written
    whole = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # bytes sent as they are
    return " ".join(whole.replace("\ufffd", "?").split())


def _metadata(message: Message) -> Metadata:
    return Metadata(
        title=_header(message, "Subject") or None,
        date=_date(message),
        author=_header(message, "From") or None,
    )


def _date(message: Message) -> str | None:
    """Return the moment of sending in ISO 8601 with the sender's time zone."""
    try:
        header = message["Date"]
        moment = header.datetime if isinstance(header, DateHeader) else None
    except _MALFORMED:
        return None
    return moment.isoformat() if moment else _header(message, "Date") or None


def _bodies(message: Message) -> Iterator[Message]:
    """Yield the parts a reader sees as the mail's words, in order; of alternatives the plain one."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        inner = [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []
        kind = part.get_content_type()
        if kind == "multipart/alternative":
            waiting.extend(_plainest(inner))
        elif part.get_content_maintype() == "multipart" and inner:
            waiting.extend(reversed(inner))
        elif part.get_content_maintype() in ("text", "multipart") and not _is_attached(part):
            yield part


def _plainest(alternatives: list[Message]) -> list[Message]:
    for kind in ("text/plain", "text/html"):
        for part in alternatives:
            if part.get_content_type() == kind and str(part.get_payload()).strip():
                return [part]
    return alternatives[:1]


def _is_attached(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment" or bool(part.get_filename())
    except _MALFORMED:
        return True


def _weave_body(part: Message, woven: Weaver, place: str) -> list[str]:
    payload = part.get_payload(decode=True)
    decoded = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    if decoded is None:
        return ["A part of the body is no text in any encoding that is known here; it was left out."]
    if part.get_content_type() == "text/html":
        _append(weave_all(decoded.text, place), woven)
    else:
        for line in re.finditer(r"[^\r\n]+|\r\n|\r|\n", decoded.text.rstrip()):
            if line.group()[0] in "\r\n":
                woven.add("\n", place, line.start())
            else:
                woven.add(line.group(), place, line.start())
    return [decoded.note] if decoded.note else []


def _append(page: Weaver, woven: Weaver) -> None:
    """Add the text of a page, its runs moved to where it now stands."""
    text, at = page.text, 0
    for run in page.offset_map.runs:
        if run.start > at:
            woven.add_break(text[at : run.start])
        _add_run(run, text, woven)
        at = run.end
    woven.add_break(text[at:])


def _add_run(run: OffsetRun, text: str, woven: Weaver) -> None:
    woven.add(text[run.start : run.end], run.place, run.origin)
