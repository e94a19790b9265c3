"""Readers that do what a document's own words tell them to: for the engines' contract."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from onrecord.config import Config
from onrecord.pipeline.units import Read
from onrecord.types.documents import RawDocument
from onrecord.types.errors import FileCannotBeRead
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import text_sha256_of
from onrecord.types.rows import DocumentRow


def make_obedient(config: Config) -> Read:
    """Return a reader that obeys the first word of a document."""
    return obey


def make_broken(config: Config) -> Read:
    """Fail as an installation does that lacks a model."""
    raise ModuleNotFoundError("No module named 'the_model'")


def obey(raw: RawDocument) -> DocumentFindings:
    """Hang, die, raise, or return findings that hold the text and the limits of the process."""
    word, _, rest = raw.content.decode().partition(" ")
    if word == "hang":
        while True:
            pass
    if word == "die" or (word == "die-once" and _first_time(rest)):
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "exit":
        os._exit(7)
    if word == "allocate":
        bytearray(int(rest) * 1024 * 1024)
    if word == "raise":
        raise LookupError("no such word")
    if word == "refuse":
        raise FileCannotBeRead(raw.path, "damaged", "It is damaged.", "Fetch it again.")
    text = os.environ.get("OMP_NUM_THREADS", "unset") if word == "threads" else raw.content.decode()
    row = DocumentRow(raw.id, raw.path, raw.sha256, text_sha256_of(text), raw.media_type, "other")
    return DocumentFindings(row, text)


def make_hanging_once(folder: str, config: Config) -> Read:
    """Return the real reader, which the first time it is given any document hangs, and says who waits for it.

    It writes the process that waits for its answer into the named pipe `waiting` of `folder`.
    """
    from onrecord.pipeline.build import make_reader  # workers that need no models start without them

    read = make_reader(config)

    def hang_or_read(raw: RawDocument) -> DocumentFindings:
        if _first_time(f"{folder}/hangs"):
            Path(folder, "waiting").write_text(str(os.getppid()), "utf-8")
            signal.pause()
        return read(raw)

    return hang_or_read


def _first_time(path: str) -> bool:
    try:
        Path(path).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True
