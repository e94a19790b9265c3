"""PDF files: the text layer in reading order, or what OCR reads where pages are pictures."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.config import Config
from onrecord.text.pdf_page import blocks_in_reading_order, lines_of, read_chars
from onrecord.text.pdf_paragraphs import PageLines, drop_running_lines, weave_pages
from onrecord.text.weaving import Weaver
from onrecord.types.documents import CanonicalText, Metadata, RawDocument
from onrecord.types.errors import FileCannotBeRead

READER = "onrecord pdf 1"
_PASSWORD_ERROR = 4
"""FPDF_ERR_PASSWORD of pdfium's fpdfview.h."""

_FILE_NAME_TITLE = re.compile(r"^Microsoft Word - |\.(?:docx?|indd|pdf|qxd|rtf|odt|pmd)$|^untitled", re.I)


def read_pdf(raw: RawDocument, config: Config) -> CanonicalText:
    """Return the text of a PDF; raises FileCannotBeRead where it is locked, damaged or only pictures."""
    document = _open(raw)
    try:
        return _read(document, raw, config)
    finally:
        document.close()


def _read(document: Any, raw: RawDocument, config: Config) -> CanonicalText:
    pages, without_text, damaged = _page_lines(document)
    if not pages and damaged and not without_text:
        raise _damaged(raw)
    if not pages and not config.ocr:
        raise FileCannotBeRead(
            raw.path,
            "no_text_layer",
            "The PDF holds pictures of pages and no text.",
            "Build again with --ocr (needs Debian's package tesseract-ocr), or give a PDF with text.",
        )
    notes = []
    woven = Weaver()
    if config.ocr and without_text:
        from onrecord.text.ocr import weave_scanned  # noqa: PLC0415

        woven, found = weave_scanned(document, raw, pages, without_text, config)
        notes.extend(found)
    else:
        running = drop_running_lines(pages)
        notes.extend(f"Left out as a running head or foot: “{text}”." for text in running)
        weave_pages(pages, woven)
        if without_text:
            notes.append(f"No text on {_named(without_text)}: blank, or a picture (try --ocr).")
    if damaged:
        notes.append(f"Damaged and left out: {_named(damaged)}.")
    if any(len(page.blocks) > 1 for page in pages):
        several = [page.number for page in pages if len(page.blocks) > 1]
        notes.append(f"Read column by column: {_named(several)}.")
    reader = f"{READER} (pypdfium2 {_version()})"
    return CanonicalText(woven.text, reader, woven.offset_map, _metadata(document), notes=tuple(notes))


def _page_lines(document: Any) -> tuple[list[PageLines], list[int], list[int]]:
    """Return the pages with text, and the numbers of pages without text and of damaged ones."""
    from pypdfium2 import PdfiumError  # noqa: PLC0415

    pages, without_text, damaged = [], [], []
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            try:
                lines = lines_of(read_chars(page))
            finally:
                page.close()
        except PdfiumError:
            damaged.append(number)
            continue
        if lines:
            pages.append(PageLines(number, blocks_in_reading_order(lines)))
        else:
            without_text.append(number)
    return pages, without_text, damaged


def _open(raw: RawDocument) -> Any:
    import pypdfium2  # noqa: PLC0415

    try:
        document = pypdfium2.PdfDocument(raw.content)
        if len(document) < 1:
            document.close()
            raise _damaged(raw)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            raise FileCannotBeRead(
                raw.path,
                "password_protected",
                "The PDF is protected by a password.",
                "Save a copy without the password.",
            ) from error
        raise _damaged(raw) from error
    return document


def _metadata(document: Any) -> Metadata:
    said = document.get_metadata_dict(skip_empty=True)
    title = " ".join(said.get("Title", "").split())
    author = " ".join(said.get("Author", "").split())
    return Metadata(title=None if _FILE_NAME_TITLE.search(title) else title or None, author=author or None)


def _damaged(raw: RawDocument) -> FileCannotBeRead:
    return FileCannotBeRead(
        raw.path,
        "damaged_pdf",
        "The PDF is damaged.",
        "Fetch it again, or open it in a viewer and print it to a new PDF.",
    )


def _named(numbers: list[int]) -> str:
    """Return page numbers in words, runs of them as one: "pages 2, 4–6"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
    return f"page {shown}" if len(numbers) == 1 else f"pages {shown}"


@cache
def _version() -> str:
    from importlib.metadata import version  # noqa: PLC0415

    return version("pypdfium2")
