"""Every document under an address of shared storage, as `discovery` finds those under a path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from onrecord.config import Config
from onrecord.ingest.addresses import Address, Entry
from onrecord.ingest.items import NOTHING_SAID, Item, harmless_name
from onrecord.ingest.passing import RECORD_FILES, is_passed_over
from onrecord.ingest.refusals import refuse
from onrecord.ingest.sidecars import COMPANION_BYTES, Companions, is_companion
from onrecord.ingest.unpacking import open_file
from onrecord.types.documents import Metadata, RawDocument
from onrecord.types.errors import Issue

FOLDERS_KEPT = 64
"""Listings of folders that are kept: whether a sidecar lies beside a file is asked of each."""


def discover_at(address: Address, root: str, config: Config) -> Iterator[RawDocument | Issue]:
    """Yield the documents of a file or folder at an address, and what could not be read.

    Of a single file nothing beside it is looked for. Raises AddressCannotBeRead.
    """
    top = address.entry()
    if top is None:
        yield refuse(str(address), "path_missing")
    elif top.is_folder:
        yield from _Tree(address, top, root, config).documents()
    else:
        yield from _open_one(address, top, root, NOTHING_SAID, config)


class _Tree:
    """A folder at an address with all below it."""

    def __init__(self, address: Address, top: Entry, root: str, config: Config) -> None:
        self._address, self._top, self._root, self._config = address, top, root, config
        self._listed = lru_cache(FOLDERS_KEPT)(self._list)
        self._companions = Companions(f"{root}/", self._read_companion, self._exists)

    def documents(self) -> Iterator[RawDocument | Issue]:
        """Walk depth first in the order of names."""
        waiting = [("", self._top)]
        while waiting:
            inner, entry = waiting.pop()
            if not entry.is_folder:
                yield from self._document(inner, entry)
                continue
            try:
                listed = self._listed(inner)
            except Exception as error:  # each file system fails in its own way
                yield refuse(self._shown(inner), _code(error))
                continue
            if not inner or not RECORD_FILES.issubset(listed):
                below = [(f"{inner}/{name}" if inner else name, held) for name, held in listed.items()]
                waiting.extend(reversed(below))

    def _document(self, inner: str, entry: Entry) -> Iterator[RawDocument | Issue]:
        if is_companion(inner):
            self._companions.check_orphan(inner)
            yield from self._companions.take_issues()
            return
        metadata = self._companions.describe(inner)
        yield from self._companions.take_issues()
        yield from _open_one(self._address, entry, self._shown(inner), metadata, self._config)

    def _shown(self, inner: str) -> str:
        return f"{self._root}/{harmless_name(inner)}" if inner else self._root

    def _list(self, inner: str) -> dict[str, Entry]:
        folder = self._entry(inner)
        if folder is None or not folder.is_folder:
            return {}
        return {each.name: each for each in self._address.entries(folder) if not is_passed_over(each.name)}

    def _entry(self, inner: str) -> Entry | None:
        """Return what lies at a path from the top, as its folder lists it."""
        if not inner:
            return self._top
        folder, _, name = inner.rpartition("/")
        return self._listed(folder).get(name)

    def _exists(self, inner: str) -> bool:
        try:
            return ".." not in inner.split("/") and self._entry(inner) is not None
        except Exception:
            return False

    def _read_companion(self, inner: str) -> bytes | None:
        try:
            entry = self._entry(inner)
            if entry is None or entry.is_folder:
                return None
            with self._address.open(entry) as stream:
                return stream.read(COMPANION_BYTES)
        except Exception:
            return b"\xff"  # cannot be read: reported as malformed


def _open_one(
    address: Address, entry: Entry, shown: str, metadata: Metadata, config: Config
) -> Iterator[RawDocument | Issue]:
    try:
        with address.open(entry) as stream:
            yield from open_file(Item(shown, entry.name, stream, metadata), stream, config)
    except MemoryError:
        raise
    except Exception as error:
        yield refuse(shown, _code(error))


def _code(error: Exception) -> str:
    return "no_permission" if isinstance(error, PermissionError) else "unreadable_file"
