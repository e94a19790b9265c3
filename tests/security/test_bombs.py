"""A hostile document: small files that unpack to more than a machine holds."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from onrecord.types.errors import FileCannotBeRead
from tests.ingest.test_discovery import SMALL, found, mail, warc, zipped
from tests.text.sources import read

ZEROS = bytes(24 << 20)


def overlapping(files: int) -> bytes:
    """Return a ZIP whose directory names one packed body many times (Fifield, A better zip bomb, 2019)."""
    content = bytearray(zipped({"a000.txt": b"a" * (900 << 10)}))
    at = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    entry, tail = bytes(content[at:end]), bytearray(content[end:])
    entries = b"".join(entry.replace(b"a000.txt", f"a{number:03}.txt".encode()) for number in range(files))
    tail[8:20] = struct.pack("<HHLL", files, files, len(entries), at)
    return bytes(content[:at]) + entries + bytes(tail)


def inside(levels: int, content: bytes) -> bytes:
    for _ in range(levels):
        content = gzip.compress(content)
    return content


HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"


def encoded_capture(body: bytes) -> bytes:
    """Return a WARC with one answer whose body the server packed once more."""
    http = HTTP + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/\r\n"
        "WARC-Date: 2023-10-09T08:30:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n")


BOMBS = {
    "one body under many names": ("x.zip", overlapping(19)),
    "archives in an archive": ("x.zip", zipped({f"{n}.zip": zipped({"z.txt": ZEROS}) for n in range(3)})),
    "a packed capture": ("x.warc.gz", warc(("https://example.org/", "text/html", ZEROS))),
    "a packed body in a packed capture": ("x.warc.gz", encoded_capture(gzip.compress(ZEROS))),
    "a body packed thrice": ("x.warc.gz", encoded_capture(inside(3, ZEROS))),
    "an attachment": ("x.eml", bytes(mail(box_zip=zipped({"z.txt": ZEROS})))),
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_more_than_the_limit_comes_out(tmp_path: Path, name: str) -> None:
    file, content = BOMBS[name]
    path = tmp_path / file
    path.write_bytes(content)
    assert len(content) < 200_000
    documents, issues = found(path)
    out = sum(len(raw.content) for raw in documents.values())
    assert out <= SMALL.archive_megabytes << 20
    assert all(len(raw.content) <= SMALL.document_megabytes << 20 for raw in documents.values())
    assert issues or name == "a body packed thrice"


def paper(stream: bytes, said: int | None = None) -> bytes:
    """Return a PDF of one page whose content is a packed stream."""
    packed = zlib.compress(stream, 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (said or len(packed), packed),
    ]
    out, places = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, each in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, each))
    start = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % each for each in places))
    out.write(b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start)
    return out.getvalue()


@pytest.mark.parametrize("said", [None, 5, 1 << 30], ids=["true length", "short length", "long length"])
def test_a_stream_of_a_pdf_that_unpacks_to_much_ends_in_words(said: int | None) -> None:
    with pytest.raises(FileCannotBeRead) as refused:
        read(paper(b" " * (8 << 20), said), "application/pdf")
    assert refused.value.issue.code in ("no_text", "damaged_pdf", "no_text_layer", "scanned_pdf")


def test_a_word_file_with_many_large_parts_is_refused() -> None:
    from tests.text.sources import DOCX

    parts: dict[str, bytes | str] = {f"word/media/{number}.xml": ZEROS for number in range(3)}
    content = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>", **parts})
    with pytest.raises(FileCannotBeRead) as refused:
        read(content, DOCX, config=SMALL)
    assert refused.value.issue.code in ("archive_bomb", "damaged_docx")
    assert zipfile.is_zipfile(io.BytesIO(content))
