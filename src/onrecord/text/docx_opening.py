"""Word files opened with care: counted before they are unpacked, and refused where they are damaged."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from onrecord.config import Config
from onrecord.types.documents import RawDocument
from onrecord.types.errors import FileCannotBeRead

XML_LIMIT = 4
"""One XML part may unpack to so many times document_megabytes: lxml needs about ten times that as a tree."""

WHOLE_LIMIT = 10
"""All parts together, pictures among them, may unpack to so many times document_megabytes."""


def open_docx(raw: RawDocument, config: Config) -> Any:
    """Return a Word file as a document of python-docx; raises FileCannotBeRead on too much or on damage."""
    _check_size(raw, config)
    return _open(raw)


def _open(raw: RawDocument) -> Any:
    import docx  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        document = docx.Document(io.BytesIO(raw.content))
        if document.element.body is None:
            raise damaged(raw)
    except (
        OpcError,
        etree.LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        OSError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise damaged(raw) from error
    return document


def _check_size(raw: RawDocument, config: Config) -> None:
    """Unpack each part in small pieces and count; raises FileCannotBeRead on too much or on damage."""
    left = WHOLE_LIMIT * config.document_megabytes << 20
    try:
        with zipfile.ZipFile(io.BytesIO(raw.content)) as archive:
            for info in archive.infolist():
                is_xml = info.filename.endswith((".xml", ".rels"))
                room = XML_LIMIT * config.document_megabytes << 20 if is_xml else left
                left -= _count(archive, info, min(room, left), raw)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise damaged(raw) from error


def _count(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int, raw: RawDocument) -> int:
    count = 0
    with archive.open(info) as part:
        while piece := part.read(1 << 20):
            count += len(piece)
            if count > room:
                raise FileCannotBeRead(
                    raw.path,
                    "archive_bomb",
                    "The Word file unpacks to far more than its size, as files made to do harm do.",
                    "If you trust it, save it as PDF and read that.",
                )
    return count


def damaged(raw: RawDocument) -> FileCannotBeRead:
    """Return the error that says that a Word file is damaged."""
    return FileCannotBeRead(
        raw.path,
        "damaged_docx",
        "The Word file is damaged.",
        "Open it in a word processor, let it repair the file, and save it again.",
    )
