"""Responses of a web capture (WARC), with the address and the time they were fetched."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr
from email.message import Message
from typing import IO, Any

from onrecord.ingest.items import Item, Names
from onrecord.ingest.limits import MEGABYTE, Allowance, Unpacked, size_of
from onrecord.ingest.media_types import DOCUMENT_TYPES
from onrecord.ingest.refusals import ArchiveIsRefused, MemberIsRefused, refuse
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue

_TAKEN = DOCUMENT_TYPES | {"application/xhtml+xml", "application/octet-stream", ""}
"""Declared types that are looked at; pictures, scripts, styles and data are passed over."""


class _Raw(io.RawIOBase):
    """Lets warcio read from a counted stream."""

    def __init__(self, stream: Unpacked) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            content = self._stream.read(len(buffer))
        except EOFError as error:
            raise OSError("it ends too early") from error  # warcio takes EOFError for a good end
        buffer[: len(content)] = content
        return len(content)


def captures(
    path: str, stream: IO[bytes], allowance: Allowance, titles: Mapping[str, str]
) -> Iterator[Item | Issue]:
    """Yield the documents among the responses of a WARC, in its order; `titles` are by address."""
    names, total, left = Names({}), 0, 0
    try:
        records = _records(_unpacked(stream, allowance))
        for record in records:
            allowance.spend_member()
            if record.rec_type not in ("response", "resource"):
                continue
            total += 1
            item = _item(path, record, names, titles, allowance)
            left += item is None
            if item is not None:
                yield item
            while record.raw_stream.read(MEGABYTE):
                pass
            if getattr(record.raw_stream, "limit", 0) > 0:
                raise OSError("it ends too early")
        if records.err_count:
            raise OSError("a record is longer than it says")
    except MemberIsRefused:
        raise
    except Exception as error:  # warcio breaks on damaged headers in many ways
        yield refuse(path, "damaged_archive", detail=f" ({' '.join(str(error).split())[:80]})")
    if left:
        yield refuse(path, "captures_left_out", total=total, left=left)


def _records(stream: Unpacked) -> Any:
    """Return the records of a WARC; `err_count` then counts what warcio would print as warnings."""
    from warcio.archiveiterator import ArchiveIterator  # noqa: PLC0415

    class QuietIterator(ArchiveIterator):  # type: ignore[misc]
        def _next_record(self, line: Any) -> Any:
            with redirect_stderr(io.StringIO()):
                return super()._next_record(line)

        def _consume_blanklines(self) -> Any:
            with redirect_stderr(io.StringIO()):
                return super()._consume_blanklines()

    return QuietIterator(io.BufferedReader(_Raw(stream)))


def _unpacked(stream: IO[bytes], allowance: Allowance) -> Unpacked:
    size = size_of(stream)
    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    plain: Any = gzip.GzipFile(fileobj=stream, mode="rb") if packed else stream
    return Unpacked(plain, size, allowance, ArchiveIsRefused)


def _item(
    path: str, record: Any, names: Names, titles: Mapping[str, str], allowance: Allowance
) -> Item | None:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if not url.startswith(("http://", "https://")):
        return None
    http = record.http_headers
    if http is not None and http.get_statuscode() != "200":
        return None
    media_type, charset = _content_type(record, http)
    if media_type not in _TAKEN:
        return None
    moment = record.rec_headers.get_header("WARC-Date")
    stamp = "".join(char for char in (moment or "") if char.isdigit())[:14] or "undated"
    shown = "".join(char if char.isprintable() else "_" for char in url)
    given = f"{path}!/{names.give(f'{stamp}/{shown}')}"
    metadata = Metadata(url=url, retrieved=moment, title=titles.get(url))
    name = url.partition("?")[0].partition("#")[0].rpartition("/")[2]
    # a response may be packed once more by its server: what comes out of that is counted too
    content = Unpacked(record.content_stream(), max(record.length, 1), allowance)
    return Item(given, name, content, metadata, media_type or None, charset)


def _content_type(record: Any, http: Any) -> tuple[str, str | None]:
    written = (http or record.rec_headers).get_header("Content-Type") or ""
    header = Message()
    header["Content-Type"] = written
    media_type = header.get_content_type() if "/" in written else ""
    return media_type, header.get_content_charset()
