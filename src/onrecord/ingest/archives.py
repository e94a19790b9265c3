"""Members of ZIP and WACZ files, unpacked one at a time."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from onrecord.ingest.items import NOTHING_SAID, Item, Names, harmless_name, leads_outside
from onrecord.ingest.limits import BOMB_FLOOR, BOMB_RATIO, Allowance, Unpacked, size_of
from onrecord.ingest.refusals import ArchiveIsRefused, MemberIsRefused, refuse
from onrecord.ingest.sidecars import COMPANION_BYTES, Companions, is_companion
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    struct.error,
    OSError,
    OverflowError,
    ValueError,
    RuntimeError,
    LookupError,
)
"""What the standard library raises on a damaged archive."""

_DROPPINGS = ("__MACOSX/", "Thumbs.db", "desktop.ini")
_END = b"PK\x05\x06"
_END64_LOCATOR = b"PK\x06\x07"


def zip_members(path: str, stream: IO[bytes], allowance: Allowance) -> Iterator[Item | Issue]:
    """Yield the members of a ZIP in the order of their names, without folders and system droppings."""
    size = size_of(stream)
    check_member_count(stream, size, allowance)
    with zipfile.ZipFile(stream) as archive:
        opened = _OpenZip(archive, size, allowance)
        infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        companions = _companions(path, archive, infos, allowance)
        names = Names({})
        for name in sorted(infos):
            allowance.spend_member()
            if is_companion(name):
                companions.check_orphan(name)
                yield from companions.take_issues()
            elif not _is_dropping(name):
                shown = _readable_name(infos[name])
                given = f"{path}!/{names.give(harmless_name(shown))}"
                if leads_outside(shown):
                    yield refuse(given, "unsafe_member_name")
                metadata = companions.describe(name)
                yield from companions.take_issues()
                yield from _member(given, opened, infos[name], metadata)


def wacz_members(path: str, stream: IO[bytes], allowance: Allowance) -> Iterator[Item | Issue]:
    """Yield the WARC files of a WACZ (`archive/…`), in the order of their names."""
    size = size_of(stream)
    check_member_count(stream, size, allowance)
    with zipfile.ZipFile(stream) as archive:
        opened = _OpenZip(archive, size, allowance)
        infos = {info.filename: info for info in archive.infolist() if not info.is_dir()}
        for name in sorted(infos):
            allowance.spend_member()
            if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                given = f"{path}!/{harmless_name(name)}"
                yield from _member(given, opened, infos[name], NOTHING_SAID)


def wacz_titles(stream: IO[bytes], allowance: Allowance) -> dict[str, str]:
    """Return the titles of a WACZ's pages by their address; none where its list cannot be read."""
    titles: dict[str, str] = {}
    try:
        with zipfile.ZipFile(stream) as archive:
            for name in ("pages/extraPages.jsonl", "pages/pages.jsonl"):
                if name in archive.namelist():
                    info = archive.getinfo(name)
                    with archive.open(info) as member:
                        content = Unpacked(member, info.compress_size, allowance).read(COMPANION_BYTES)
                    titles.update(_titles(content))
    except (*DAMAGE, MemberIsRefused):
        return titles
    finally:
        stream.seek(0)
    return titles


def check_member_count(stream: IO[bytes], size: int, allowance: Allowance) -> None:
    """Count the entries of a ZIP's directory by reading along it; raises ArchiveIsRefused on too many.

    The standard library builds an object an entry before anybody can count them.
    """
    stream.seek(max(0, size - (1 << 16) - 22))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise zipfile.BadZipFile("no end of central directory")
    length, start = struct.unpack("<LL", tail[at + 12 : at + 20])
    locator = at - 20
    if 0xFFFFFFFF in (length, start) and locator >= 0 and tail[locator : locator + 4] == _END64_LOCATOR:
        (record,) = struct.unpack("<Q", tail[locator + 8 : locator + 16])
        stream.seek(record)
        length, start = struct.unpack("<QQ", stream.read(56)[40:56])
    # bytes put before the archive (a self-extractor) shift everything: count back from the end record
    stream.seek(max(0, min(start, size)))
    if stream.read(4) != b"PK\x01\x02":
        start = size - len(tail) + at - length
    limit = allowance.config.archive_members
    if _entries(stream, start, length, limit) > limit:
        raise ArchiveIsRefused("too_many_members", limit=limit)
    stream.seek(0)


def _entries(stream: IO[bytes], start: int, length: int, limit: int) -> int:
    stream.seek(max(0, start))
    count, passed = 0, 0
    while passed < length and count <= limit:
        fixed = stream.read(46)
        if len(fixed) < 46 or not fixed.startswith(b"PK\x01\x02"):
            break
        variable = sum(struct.unpack("<HHH", fixed[28:34]))
        stream.seek(variable, 1)
        passed += 46 + variable
        count += 1
    return count


@dataclass(frozen=True)
class _OpenZip:
    archive: zipfile.ZipFile
    size: int
    allowance: Allowance


def _member(path: str, opened: _OpenZip, info: zipfile.ZipInfo, said: Metadata) -> Iterator[Item | Issue]:
    if info.flag_bits & 0x1:
        yield refuse(path, "encrypted_member")
        return
    if info.file_size > max(BOMB_FLOOR, BOMB_RATIO * info.compress_size):
        yield refuse(path, "archive_bomb", ratio=BOMB_RATIO)  # a header that boasts is believed
        return
    try:
        with opened.archive.open(info) as member:
            packed = min(info.compress_size, opened.size)  # one that belittles is not
            yield Item(path, info.filename, Unpacked(member, packed, opened.allowance), said)
    except NotImplementedError:
        yield refuse(path, "unsupported_compression")
    except RuntimeError:  # encrypted in a way the flag does not tell
        yield refuse(path, "encrypted_member")
    except DAMAGE as error:
        yield refuse(path, "damaged_archive", detail=f" ({_first_words(error)})")


def _companions(
    path: str, archive: zipfile.ZipFile, infos: dict[str, zipfile.ZipInfo], allowance: Allowance
) -> Companions:
    def read(name: str) -> bytes | None:
        info = infos.get(name)
        if info is None or info.flag_bits & 0x1:
            return None
        try:
            with archive.open(info) as member:
                return Unpacked(member, info.compress_size, allowance).read(COMPANION_BYTES)
        except DAMAGE:
            return b"\xff"  # cannot be read: reported as malformed

    return Companions(f"{path}!/", read, infos.__contains__)


def _titles(content: bytes) -> dict[str, str]:
    titles = {}
    for line in content.decode("utf-8", "replace").splitlines():
        try:
            page = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(page, dict) and isinstance(page.get("url"), str) and isinstance(page.get("title"), str):
            titles[page["url"]] = page["title"]
    return titles


def _readable_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name, read as UTF-8 where an archiver wrote that without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return info.filename


def _is_dropping(name: str) -> bool:
    parts = name.split("/")
    return (
        name.startswith(_DROPPINGS[0])
        or parts[-1] in _DROPPINGS[1:]
        or any(part.startswith((".", "~$")) and part not in (".", "..") for part in parts)
    )


def _first_words(error: BaseException) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__
