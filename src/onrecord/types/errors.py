"""Errors and refusals whose words a user understands and can act on."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.types.spans import Evidence


class OnRecordError(Exception):
    """Base of every error this package raises on purpose: one clear sentence with the remedy."""


class FileCannotBeRead(OnRecordError):
    """A file is damaged, locked, too large or not what its name says."""

    def __init__(self, path: str, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{path}: {message} {remedy}")
        self.issue = Issue(path=path, code=code, message=message, remedy=remedy)


class RecordCannotBeOpened(OnRecordError):
    """A path is no record, or a record of another format version."""


class RecordIsBusy(OnRecordError):
    """Another build is writing to this record."""


class RecordCannotBeWritten(OnRecordError):
    """The disk is full or read-only; what was stored before stays intact."""


class ConfigurationIsWrong(OnRecordError):
    """The configuration file or a vocabulary file has a value that cannot be used."""


@dataclass(frozen=True, slots=True, order=True)
class Issue:
    """Something a reader could not take in: one sentence, with what to do about it.

    `code` is a stable short name (`empty_file`, `password_protected`, `no_language_model` …).
    `severity` is `error` where content was lost to the record, `notice` where it was not.
    """

    path: str
    code: str
    message: str
    remedy: str
    severity: str = "error"


@dataclass(frozen=True, slots=True, order=True)
class Rejected:
    """Words an extractor saw and refused, with the reason code and one sentence."""

    anchor: Evidence
    extractor: str
    code: str
    reason: str
