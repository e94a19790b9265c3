"""A record on disk: a folder with its own description, the database, sources, texts and the index."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from onrecord.types.errors import RecordCannotBeOpened, RecordCannotBeWritten

FORMAT = 1
"""The version of the folder's layout; the tables have revisions of their own."""

DESCRIPTION = "record.toml"
DATABASE = "record.sqlite"
LOCK = "build.lock"
SOURCES = "sources"
TEXTS = "texts"
INDEX = "index"
CATALOGUE = "catalogue"
"""How the names of the catalogue's files in the folder of the index begin."""

_OWNER_ALONE = 0o700
"""It holds names of people at risk: other users of a machine have no business in it."""

_ABOUT = (
    "An On Record record: who said what in a set of public documents, every row anchored to exact words. "
    "`onrecord verify` on this folder proves it; sources/ holds the files as they were received."
)


def make_folder(path: Path) -> None:
    """Make `path` a record folder where it is none yet: a new one is for its owner alone, whatever the umask.

    Raises RecordCannotBeWritten on a folder with other things in it, RecordCannotBeOpened on a
    record of another format, OSError where the disk refuses.
    """
    if path.exists() and not path.is_dir():
        raise RecordCannotBeWritten(f"{path}: this is a file. Give the path of a new or empty folder.")
    path.mkdir(mode=_OWNER_ALONE, parents=True, exist_ok=True)
    if not (path / DESCRIPTION).exists():
        if any(not entry.name.startswith(".") for entry in path.iterdir()):
            raise RecordCannotBeWritten(
                f"{path}: this folder holds other files and is no record. "
                "Give the path of a new or empty folder."
            )
        about = f"format = {FORMAT}\nabout = {_toml_string(_ABOUT)}\n"
        write_atomically(path / DESCRIPTION, about.encode())
    check_format(path)
    for name in (SOURCES, TEXTS):
        (path / name).mkdir(exist_ok=True)
    if not (path / DATABASE).exists() and any((path / SOURCES).iterdir()):
        raise RecordCannotBeOpened(
            f"{path}: {DATABASE} is missing while sources are here. "
            "Put it back from a backup, or build into a new folder."
        )


def check_format(path: Path) -> None:
    """Raise RecordCannotBeOpened where `path` is no record, or one this version cannot read."""
    if not path.is_dir():
        raise RecordCannotBeOpened(f"{path}: there is no record here. Make one with `onrecord build`.")
    try:
        described = tomllib.loads((path / DESCRIPTION).read_text("utf-8"))
    except FileNotFoundError as error:
        raise RecordCannotBeOpened(
            f"{path}: this folder is no record ({DESCRIPTION} is missing). Make one with `onrecord build`."
        ) from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecordCannotBeOpened(
            f"{path}: {DESCRIPTION} cannot be read ({error}). Put it back from a backup."
        ) from error
    if described.get("format") != FORMAT:
        raise RecordCannotBeOpened(
            f"{path}: this record has format {described.get('format')!r}, this version of On Record "
            f"reads format {FORMAT}. Open it with the version that made it."
        )


def _toml_string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_atomically(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write `content` so that `path` holds all of it or does not change, whenever the process ends."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        unfinished.chmod(mode)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else a power cut may lose the new name
    finally:
        os.close(folder)
