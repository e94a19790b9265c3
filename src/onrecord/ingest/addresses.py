"""Places on shared and object storage: addresses such as s3://bucket/folder, read through fsspec.

An address is opened only where a user gives it to a build: no document and no configuration leads to one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any

from onrecord.types.errors import OnRecordError

_SECRET = re.compile(r"(?<=://)[^/@]*@")
"""A user and a password in an address, which have no place in a log of custody."""


class AddressCannotBeRead(OnRecordError):
    """An address of shared storage cannot be reached, or its kind needs a package that is missing."""


@dataclass(frozen=True)
class Entry:
    """A file or folder at an address: its path on the file system there, and what it is."""

    path: str
    is_folder: bool

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rstrip("/").rpartition("/")[2]


@dataclass(frozen=True)
class Address:
    """A file or folder on a file system of fsspec, which is opened when it is first asked.

    Every method raises AddressCannotBeRead where the file system cannot be reached.
    """

    url: str

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The address without the user and password it may hold."""
        return _SECRET.sub("", self.url).rstrip("/")

    @property
    def name(self) -> str:
        """Its last part; of an archive as a whole, the archive's."""
        parts = (each.partition("://")[2] for each in self.shown.split("::"))
        return next((part.rstrip("/").rpartition("/")[2] for part in parts if part), "")

    @cached_property
    def _opened(self) -> tuple[Any, str]:
        try:
            import fsspec  # noqa: PLC0415  (only where an address is given)
        except ImportError as error:
            raise AddressCannotBeRead(
                f"{self}: reading from shared storage needs fsspec: pip install 'onrecord[cluster]'."
            ) from error
        try:
            found: tuple[Any, str] = fsspec.url_to_fs(self.url)
        except Exception as error:  # each file system fails in its own way
            raise self._unreachable(error) from error
        return found

    def exists(self) -> bool:
        """Tell whether there is anything here."""
        return self.entry() is not None

    def entry(self) -> Entry | None:
        """Return what is here, None where nothing is."""
        files, path = self._opened
        try:
            info = files.info(path)
        except FileNotFoundError:
            return None
        except Exception as error:
            raise self._unreachable(error) from error
        return Entry(path, info["type"] == "directory")

    def entries(self, folder: Entry) -> list[Entry]:
        """Return what a folder holds in the order of names; raises whatever the file system raises."""
        listed = [
            Entry(each["name"].rstrip("/"), each["type"] == "directory")
            for each in self._opened[0].ls(folder.path, detail=True)
        ]
        here = folder.path.strip("/")  # object stores list the folder itself where it is marked by an object
        return sorted((each for each in listed if each.path.strip("/") != here), key=lambda each: each.name)

    def open(self, entry: Entry) -> IO[bytes]:
        """Open a file to read; raises whatever the file system raises."""
        opened: IO[bytes] = self._opened[0].open(entry.path, "rb")
        return opened

    def _unreachable(self, error: Exception) -> AddressCannotBeRead:
        what = " ".join(str(error).split())[:200] or type(error).__name__
        return AddressCannotBeRead(
            f"{self}: this cannot be read ({what}). Check the address, the network and the credentials, and "
            "that the package for its kind is installed (s3fs for s3://, gcsfs for gs://, adlfs for abfs://)."
        )


def is_address(given: object) -> bool:
    """Tell whether what was given to a build is an address and no path.

    >>> is_address("s3://papers/letters"), is_address("papers/letters")
    (True, False)
    """
    return isinstance(given, str) and "://" in given
