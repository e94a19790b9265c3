"""Drafts that are held against the record while the server runs: one after the other, in memory alone."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from dataclasses import dataclass
from pathlib import PurePosixPath
from threading import Lock
from typing import TYPE_CHECKING

from onrecord.pipeline.tracing import DOCX
from onrecord.types.errors import OnRecordError

if TYPE_CHECKING:
    from onrecord.check.report import DraftReport

KEPT = 12
"""Drafts that are kept at once; a new one puts the oldest out."""

WAITING = 4
"""Drafts that wait for the one at work at most: more would wait for minutes."""

LARGEST = 20 * 1024 * 1024
"""Bytes of a draft, as a build takes no larger document by default."""

MEDIA_TYPES = {
    ".docx": DOCX,
    ".pdf": "application/pdf",
    ".html": "text/html",
    ".htm": "text/html",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".txt": "text/plain",
    "": "text/plain",
}
"""Kinds of drafts by how their files end."""

_BEGINNINGS = ((b"%PDF-", "application/pdf"), (b"PK\x03\x04", DOCX))

Check = Callable[[bytes, str, str], "DraftReport"]
"""Holds a draft against the record: its bytes, name and media type in, verdicts out."""


class DraftCannotBeChecked(OnRecordError):
    """A draft is empty, too large, of a kind without a reader, or too many wait."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was sent, and what comes of it."""

    name: str
    media_type: str
    content: bytes
    outcome: Future[DraftReport]
    owner: str
    classed: int = 0
    """The change that had last given a document of the record another class when it was sent."""

    def waited(self, seconds: float) -> bool:
        """Wait for a while; tell whether the draft has been checked, or cannot be."""
        try:
            self.outcome.exception(timeout=seconds)
        except StillRunning:
            return False
        return True


class Drafts:
    """Checks drafts in a thread of its own, so that pages go on; the models load with the first.

    However many are sent at once, few wait: the threads that answer requests are never all held by drafts.

    Nothing of a draft is written anywhere. It is forgotten when the server stops, when KEPT newer ones have
    come, when its writer says so, or when a document is given another class: it may quote that one. `classed`
    tells which change last did that.
    """

    def __init__(self, check: Check, classed: Callable[[], int] = int) -> None:
        self._check, self._classed = check, classed
        self._kept: OrderedDict[str, Draft] = OrderedDict()
        self._lock = Lock()
        self._pending: set[Future[DraftReport]] = set()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="drafts")

    def take(self, content: bytes, name: str, owner: str = "") -> str:
        """Begin to check somebody's draft; return the key it is found under. Raises DraftCannotBeChecked."""
        name = PurePosixPath(name.replace("\\", "/")).name or "draft.txt"
        media_type = media_type_of(content, name)
        with self._lock:
            key = secrets.token_urlsafe(12)
            classed = self._classed()
            outcome = self._begin(content, name, media_type)
            self._kept[key] = Draft(name, media_type, content, outcome, owner, classed)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return key

    def check_now(self, content: bytes, name: str) -> DraftReport:
        """Return the verdicts on a draft once its turn has come; it is not kept.

        Raises DraftCannotBeChecked.
        """
        media_type = media_type_of(content, name)
        with self._lock:
            outcome = self._begin(content, name, media_type)
        return outcome.result()

    def _begin(self, content: bytes, name: str, media_type: str) -> Future[DraftReport]:
        self._pending = {outcome for outcome in self._pending if not outcome.done()}
        if len(self._pending) > WAITING:
            raise DraftCannotBeChecked("Several drafts wait to be checked. Send this one in a minute.")
        outcome = self._worker.submit(self._check, content, name, media_type)
        self._pending.add(outcome)
        return outcome

    def get(self, key: str, owner: str = "") -> Draft | None:
        """Return a draft that is kept, to who sent it alone."""
        draft = self._kept.get(key)
        if draft is None or draft.owner != owner or draft.classed != self._classed():
            return None
        return draft

    def forget(self, key: str, owner: str = "") -> None:
        """Keep a draft of somebody no longer."""
        with self._lock:
            draft = self._kept.pop(key) if self.get(key, owner) else None
        if draft is not None:
            draft.outcome.cancel()


def media_type_of(content: bytes, name: str) -> str:
    """Return the media type of a draft by its first bytes, then its name; raises DraftCannotBeChecked."""
    if not content.strip():
        raise DraftCannotBeChecked("There is no text in the draft. Paste some, or choose a file.")
    if len(content) > LARGEST:
        raise DraftCannotBeChecked(
            f"The draft has more than {LARGEST >> 20} MB. Check a part of it, or run `onrecord check` on it."
        )
    known = next((kind for beginning, kind in _BEGINNINGS if content.startswith(beginning)), None)
    found = known or MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    if found is None:
        raise DraftCannotBeChecked(f"{name}: there is no reader for this. Send DOCX, MD, TXT, HTML or PDF.")
    return found
