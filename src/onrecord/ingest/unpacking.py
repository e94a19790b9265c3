"""From one item to its documents: tell what it is, keep within limits, open containers one inside another."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO

from onrecord.config import Config
from onrecord.ingest.archives import DAMAGE, check_member_count, wacz_members, wacz_titles, zip_members
from onrecord.ingest.attachments import attachments
from onrecord.ingest.captures import captures
from onrecord.ingest.items import NOTHING_SAID, Item
from onrecord.ingest.limits import MEGABYTE, Allowance, size_of
from onrecord.ingest.media_types import (
    DOCX,
    HEAD_BYTES,
    MAIL,
    WACZ,
    WARC,
    ZIP,
    UnsupportedType,
    identify,
    identify_zip,
)
from onrecord.ingest.refusals import ArchiveIsRefused, MemberIsRefused, refuse
from onrecord.types.documents import Metadata, RawDocument
from onrecord.types.errors import Issue

Found = RawDocument | Issue

LONGEST_PATH = 2000
"""Bytes of a document's path in UTF-8: an index of PostgreSQL holds 2,704 of a path and an id together."""


@dataclass(frozen=True)
class Place:
    """Where an item lies: how many containers deep, in which one, and what that may still unpack to."""

    config: Config
    allowance: Allowance
    depth: int = 0
    container: str | None = None
    titles: Mapping[str, str] | None = None
    inherited: Metadata = NOTHING_SAID

    @property
    def document_bytes(self) -> int:
        """The largest document that is read."""
        return self.config.document_megabytes * MEGABYTE


def open_file(item: Item, stream: IO[bytes], config: Config) -> Iterator[Found]:
    """Yield the documents of a file on disk; a container is read in place, whatever its size."""
    place = Place(config, Allowance(config))
    try:
        head = stream.read(HEAD_BYTES)
        media_type = _media_type(item, head)
        stream.seek(0)
        if media_type in (ZIP, WARC):
            yield from _open_seekable(item, stream, media_type, place)
            return
        content = _read_whole(item, b"", place)
    except MemberIsRefused as refusal:
        yield refusal.issue(item.path)
        return
    yield from _as_document(item, content, media_type, place)


def open_member(item: Item, place: Place) -> Iterator[Found]:
    """Yield the documents of an item inside a container: itself, or what lies inside it.

    ArchiveIsRefused passes through to the outermost container, whose reading it ends.
    """
    try:
        head = item.stream.read(HEAD_BYTES)
        media_type = _media_type(item, head)
        if media_type not in (ZIP, WARC):
            content = _read_whole(item, head, place)
    except ArchiveIsRefused:
        raise
    except MemberIsRefused as refusal:
        yield refusal.issue(item.path)
        return
    if media_type not in (ZIP, WARC):
        yield from _as_document(item, content, media_type, place)
        return
    with tempfile.SpooledTemporaryFile(MEGABYTE) as spooled:
        try:
            _spool(item, head, spooled)
        except ArchiveIsRefused:
            raise
        except MemberIsRefused as refusal:
            yield refusal.issue(item.path)
            return
        yield from _open_seekable(item, spooled, media_type, place)


def _open_seekable(item: Item, stream: IO[bytes], media_type: str, place: Place) -> Iterator[Found]:
    try:
        if media_type == ZIP:
            check_member_count(stream, size_of(stream), place.allowance)
            media_type = identify_zip(stream)
        if media_type == DOCX:
            stream.seek(0)
            content = _read_whole(replace(item, stream=stream), b"", place)
            yield from _as_document(item, content, DOCX, place)
        elif place.depth >= place.config.archive_depth:
            yield refuse(item.path, "nested_too_deep", limit=place.config.archive_depth)
        else:
            yield from _open_container(item, stream, media_type, place)
    except UnsupportedType as refusal:
        yield _unsupported(item.path, refusal)
    except ArchiveIsRefused as refusal:
        if place.depth and refusal.code != "archive_bomb":
            raise  # what is spent is spent for the outermost archive
        yield refusal.issue(item.path)
    except MemberIsRefused as refusal:
        yield refusal.issue(item.path)
    except DAMAGE as error:
        yield refuse(item.path, "damaged_archive", detail=f" ({' '.join(str(error).split())[:80]})")


def _open_container(item: Item, stream: IO[bytes], media_type: str, place: Place) -> Iterator[Found]:
    said = item.metadata.over(place.inherited)
    inside = replace(
        place,
        depth=place.depth + 1,
        container=_hash(stream),
        inherited=Metadata(publisher=said.publisher, retrieved=said.retrieved),
    )
    if media_type == WARC:
        members = captures(item.path, stream, place.allowance, place.titles or {})
    elif media_type == WACZ:
        inside = replace(inside, depth=place.depth, titles=wacz_titles(stream, place.allowance))
        members = wacz_members(item.path, stream, place.allowance)
    else:
        members = zip_members(item.path, stream, place.allowance)
    for member in members:
        if isinstance(member, Issue):
            yield member
        else:
            yield from _open_guarded(member, inside)


def _open_guarded(member: Item, place: Place) -> Iterator[Found]:
    """Open a member; damage met while its bytes are read is its own issue, and the next one is tried."""
    try:
        yield from open_member(member, place)
    except NotImplementedError:
        yield refuse(member.path, "unsupported_compression")
    except DAMAGE as error:
        yield refuse(member.path, "damaged_archive", detail=f" ({' '.join(str(error).split())[:80]})")


def _as_document(item: Item, content: bytes, media_type: str, place: Place) -> Iterator[Found]:
    if len(item.path.encode("utf-8", "surrogatepass")) > LONGEST_PATH:
        yield refuse(item.path, "path_too_long", limit=LONGEST_PATH)
        return
    metadata = item.metadata.over(place.inherited)
    document = RawDocument(item.path, content, media_type, metadata, place.container, item.charset)
    yield document
    if media_type == MAIL:
        yield from _open_mail(document, place)


def _open_mail(mail: RawDocument, place: Place) -> Iterator[Found]:
    inside = replace(place, depth=place.depth + 1, container=mail.sha256)
    for attachment in attachments(mail.path, mail.content):
        if place.depth >= place.config.archive_depth:
            yield refuse(attachment.path, "nested_too_deep", limit=place.config.archive_depth)
        else:
            place.allowance.spend_member()
            yield from _open_guarded(attachment, inside)


def _media_type(item: Item, head: bytes) -> str:
    if not head:
        raise MemberIsRefused("empty_file")
    try:
        return identify(item.name, head, item.declared)
    except UnsupportedType as refusal:
        if refusal.code == "password_protected":
            raise MemberIsRefused("password_protected") from refusal
        if refusal.what is None:
            raise MemberIsRefused("unreadable_binary") from refusal
        raise MemberIsRefused("unsupported_type", what=refusal.what) from refusal


def _unsupported(path: str, refusal: UnsupportedType) -> Issue:
    return refuse(path, "unsupported_type", what=refusal.what)


def _read_whole(item: Item, head: bytes, place: Place) -> bytes:
    """Return all bytes of a document; raises MemberIsRefused past the limit, having read little more."""
    pieces, count = [head], len(head)
    while piece := item.stream.read(MEGABYTE):
        pieces.append(piece)
        count += len(piece)
        if count > place.document_bytes:
            break
    if count > place.document_bytes:
        raise MemberIsRefused("document_too_large", limit=place.config.document_megabytes)
    return b"".join(pieces)


def _spool(item: Item, head: bytes, spooled: IO[bytes]) -> None:
    spooled.write(head)
    while piece := item.stream.read(MEGABYTE):
        spooled.write(piece)
    spooled.seek(0)


def _hash(stream: IO[bytes]) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(MEGABYTE):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()
