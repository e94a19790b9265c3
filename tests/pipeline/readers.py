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


def _first_time(path: str) -> bool:
    if Path(path).exists():
        return False
    Path(path).touch()
    return True
