"""Files to keep: written whole before the first byte is sent, named so that every system takes the name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from typing import BinaryIO

from starlette.responses import Response, StreamingResponse

_CHUNK = 256 * 1024


def attachment(name: str) -> dict[str, str]:
    """Return the header by which a browser keeps an answer as a file; odd signs of its name become _.

    >>> attachment('a"b/../Zoë.csv')
    {'Content-Disposition': 'attachment; filename="a_b_.._Zo_.csv"'}
    """
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in name)
    return {"Content-Disposition": f'attachment; filename="{plain.lstrip(".") or "file"}"'}


def written_file(write: Callable[[BinaryIO], object], name: str, media_type: str) -> Response:
    """Return what `write` writes as a file to keep; where it fails, nothing of it is sent."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed once all of it is sent
    try:
        write(out)
        length = out.tell()
        out.seek(0)
    except BaseException:
        out.close()
        raise
    headers = {**attachment(name), "Content-Length": str(length)}
    return StreamingResponse(_chunks(out), media_type=media_type, headers=headers)


def _chunks(out: BinaryIO) -> Iterator[bytes]:
    with out:
        while chunk := out.read(_CHUNK):
            yield chunk
