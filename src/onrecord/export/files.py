"""Files that appear only once they are whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from onrecord.types.errors import OnRecordError

_NEW_FILE = 0o666  # before the umask, as for any file a program makes


class FileCannotBeWritten(OnRecordError):
    """The file an export should go to cannot be made."""


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a file beside `path` that takes its place once all is written; raises FileCannotBeWritten."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as out:
            try:
                yield cast(BinaryIO, out)
                out.flush()
                os.fsync(out.fileno())
                os.fchmod(out.fileno(), _NEW_FILE & ~_umask())
                Path(out.name).replace(path)
            except BaseException:
                Path(out.name).unlink(missing_ok=True)
                raise
    except OSError as error:
        raise FileCannotBeWritten(
            f"{path}: {error.strerror}. Choose a folder that exists, may be written to and has room."
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
