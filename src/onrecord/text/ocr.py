"""Pages that are pictures, read by Debian's tesseract-ocr where it is installed and asked for."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from onrecord.config import Config
from onrecord.text.pdf_paragraphs import PageLines, drop_running_lines, weave_pages
from onrecord.text.weaving import Weaver
from onrecord.types.documents import RawDocument
from onrecord.types.errors import FileCannotBeRead

RESOLUTION = 300
"""Dots an inch: tesseract's own advice for print."""

LARGEST_SIDE = 10_000
"""Pixels; a larger page (a poster, a hostile box) is rendered smaller."""


def weave_scanned(
    document: Any,
    raw: RawDocument,
    pages: Sequence[PageLines],
    scanned: Sequence[int],
    config: Config,
) -> tuple[Weaver, list[str]]:
    """Return the text of all pages, those in `scanned` as tesseract reads them, and notes."""
    program = shutil.which("tesseract")
    if program is None:
        raise FileCannotBeRead(
            raw.path,
            "tesseract_missing",
            "The PDF holds pictures of pages, and the program that reads them is not installed.",
            "Install Debian's package tesseract-ocr and build again.",
        )
    woven = Weaver()
    running = drop_running_lines(pages)
    by_number = {page.number: page for page in pages}
    for number in sorted([*by_number, *scanned]):
        if woven.length:
            woven.add_break("\n\n")
        if number in by_number:
            weave_pages([by_number[number]], woven)
        else:
            _weave_ocr(_recognise(program, _picture(document, number), raw, config), number, woven)
    notes = [f"Left out as a running head or foot: “{text}”." for text in running]
    return woven, [*notes, f"Pages read by OCR, words may be wrong: {len(scanned)}."]


def _picture(document: Any, number: int) -> bytes:
    """Return a page as a grey picture in PGM, the plainest format that tesseract takes."""
    page = document[number - 1]
    try:
        width, height = page.get_size()
        scale = min(RESOLUTION / 72, LARGEST_SIDE / max(width, height, 1.0))
        bitmap = page.render(scale=scale, grayscale=True)
        try:
            rows = bytes(bitmap.buffer)
            if bitmap.stride != bitmap.width:
                starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
                rows = b"".join(rows[start : start + bitmap.width] for start in starts)
            return f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + rows
        finally:
            bitmap.close()
    finally:
        page.close()


def _recognise(program: str, picture: bytes, raw: RawDocument, config: Config) -> str:
    try:
        done = subprocess.run(
            [program, "stdin", "stdout"],
            input=picture,
            capture_output=True,
            check=True,
            timeout=config.document_seconds,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise FileCannotBeRead(
            raw.path,
            "ocr_failed",
            "Tesseract could not read the pictures of this PDF.",
            "Run tesseract on the page yourself to see why, or build without --ocr.",
        ) from error
    return done.stdout.decode("utf-8", "replace")


def _weave_ocr(text: str, number: int, woven: Weaver) -> None:
    """Add what tesseract read: blank lines part paragraphs, a line ends where the next word had room."""
    place = f"page {number}"
    lines = [(match.start(), match.group().rstrip()) for match in re.finditer(r"[^\n\f]+", text)]
    lines = [(origin, line) for origin, line in lines if line.strip()]
    longest = max((len(line) for _, line in lines), default=0)
    for (origin, line), (following, below) in pairwise([*lines, (len(text), "")]):
        new_paragraph = text.count("\n", origin, following) > 1
        parted = not new_paragraph and re.search(r"[^\W\d_]-$", line) and below[:1].islower()
        woven.add(line[:-1] if parted else line, place, origin)
        if below and new_paragraph:
            woven.add_break("\n\n")
        elif below and not parted:
            fits = len(line) + 1 + len(below.split()[0]) <= longest
            woven.add_break("\n" if fits else " ")
