"""Every document under the paths given to a build, one by one and always in the same order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.config import Config
from onrecord.ingest.addressed import discover_at
from onrecord.ingest.addresses import Address
from onrecord.ingest.items import Item, harmless_name
from onrecord.ingest.passing import RECORD_FILES, is_passed_over
from onrecord.ingest.refusals import refuse
from onrecord.ingest.sidecars import COMPANION_BYTES, Companions, is_companion
from onrecord.ingest.unpacking import open_file
from onrecord.types.documents import RawDocument
from onrecord.types.errors import Issue


def discover(paths: Sequence[Path | Address], config: Config) -> Iterator[RawDocument | Issue]:
    """Yield the documents of files, folders, archives, mails and web captures, and what could not be read.

    Folders are walked in the order of names. Hidden files, and droppings of systems and editors, are
    passed over, and so are records. One document is in memory at a time.
    """
    given: dict[str, Path | Address] = {}
    for path in paths:
        root, real = root_of(path), path if isinstance(path, Address) else _real(path)
        if given.get(root) == real:
            continue
        if root in given:
            yield refuse(str(path), "same_root_name")
            continue
        given[root] = real
        if isinstance(path, Address):
            yield from discover_at(path, root, config)
        else:
            yield from _open_path(path, root, config)


def root_of(path: Path | Address) -> str:
    """Return the name that the paths of documents under `path` start with."""
    if isinstance(path, Address):
        return harmless_name(path.name) if path.name else "files"
    return _shown(path.name if path.name not in ("", "..") else path.resolve().name) or "files"


def _open_path(path: Path, root: str, config: Config) -> Iterator[RawDocument | Issue]:
    try:
        mode = path.stat().st_mode
    except PermissionError:
        yield refuse(str(path), "no_permission")
    except (OSError, ValueError):
        yield refuse(str(path), "broken_link" if path.is_symlink() else "path_missing")
    else:
        if stat.S_ISDIR(mode):
            yield from _walk(path, root, config)
        else:
            companions = _companions_of(path.parent, root.removesuffix(path.name))
            yield from _open_one(path, path.name, root, companions, config)


def _walk(top: Path, root: str, config: Config) -> Iterator[RawDocument | Issue]:
    """Walk a folder depth first; with each entry wait the real folders that lead to it."""
    companions = _companions_of(top, f"{root}/")
    waiting: list[tuple[Path, tuple[Path, ...]]] = [(top, ())]
    while waiting:
        path, above = waiting.pop()
        inner = path.relative_to(top).as_posix()
        shown = root if path == top else f"{root}/{_shown(inner)}"
        if path != top and not path.is_dir():
            yield from _open_one(path, inner, shown, companions, config)
            continue
        real = _real(path)
        if above and path.is_symlink():
            if any(folder.is_relative_to(real) for folder in above):
                yield refuse(shown, "symlink_loop")
                continue
            if any(real.is_relative_to(folder) for folder in above):
                continue  # read at its own place
        names = _names_in(path, shown)
        if isinstance(names, Issue):
            yield names
        elif path == top or not RECORD_FILES.issubset(names):
            waiting.extend((path / name, (*above, real)) for name in reversed(names))


def _names_in(folder: Path, shown: str) -> list[str] | Issue:
    try:
        with os.scandir(folder) as entries:
            return sorted(entry.name for entry in entries if not is_passed_over(entry.name))
    except PermissionError:
        return refuse(shown, "no_permission")
    except OSError:
        return refuse(shown, "unreadable_file")


def _real(path: Path) -> Path:
    """Return the path without links; unlike Path.resolve it does not fail on a loop of links."""
    return Path(os.path.realpath(path))


def _open_one(
    path: Path, inner: str, shown: str, companions: Companions, config: Config
) -> Iterator[RawDocument | Issue]:
    if is_companion(inner):
        companions.check_orphan(inner)
        yield from companions.take_issues()
        return
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            yield refuse(shown, "not_a_regular_file")
            return
        metadata = companions.describe(inner)
        yield from companions.take_issues()
        with path.open("rb") as stream:
            yield from open_file(Item(shown, path.name, stream, metadata), stream, config)
    except PermissionError:
        yield refuse(shown, "no_permission")
    except OSError:
        yield refuse(shown, "broken_link" if path.is_symlink() and not path.exists() else "unreadable_file")


def _companions_of(folder: Path, prefix: str) -> Companions:
    def read(name: str) -> bytes | None:
        path = folder / name
        try:
            if not path.is_file():
                return None
            with path.open("rb") as stream:
                return stream.read(COMPANION_BYTES)
        except OSError:
            return b"\xff"  # cannot be read: reported as malformed

    def exists(name: str) -> bool:
        return ".." not in name.split("/") and (folder / name).exists()

    return Companions(prefix, read, exists)


def _shown(name: str) -> str:
    """Return a file name that can be written as UTF-8, whatever bytes the disk holds."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
