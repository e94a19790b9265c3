"""A dossier as PDF: its HTML page set by WeasyPrint, which may fetch nothing."""

from __future__ import annotations

import hashlib
import logging
from typing import Any, NoReturn

from onrecord.export.dossier_content import Dossier
from onrecord.export.dossier_html import html_of
from onrecord.types.errors import OnRecordError

_PRINT = """
@page { font: 8pt "Liberation Sans", sans-serif;
        @bottom-right { content: counter(page) " / " counter(pages); }
        @bottom-left { content: string(title); color: #404040; } }
@page :first { @bottom-left { content: none; } }
h1 { string-set: title content(); font-size: 24pt; }
nav li a::after { content: leader(dotted) target-counter(attr(href url), page); }
.facts dt { font-size: 8.5pt; }
"""


class PdfCannotBeMade(OnRecordError):
    """The program that sets pages is not installed."""


def check_installed() -> None:
    """Raise PdfCannotBeMade where WeasyPrint is not installed or finds no libraries to draw with."""
    try:
        import weasyprint  # noqa: F401, PLC0415
    except (ImportError, OSError) as error:
        raise PdfCannotBeMade(
            'A PDF is set by WeasyPrint, which is not installed: pip install "onrecord[pdf]". '
            "Or write the dossier as .docx or .html and print that."
        ) from error


def pdf_of(dossier: Dossier) -> bytes:
    """Return the dossier as PDF, the same bytes for equal dossiers; raises PdfCannotBeMade."""
    check_installed()
    import weasyprint  # noqa: PLC0415

    logging.getLogger("weasyprint").setLevel(
        logging.CRITICAL
    )  # it tells of CSS for screens that it does not know
    html = html_of(dossier, _PRINT)
    identifier = hashlib.sha256(html.encode("utf-8", "backslashreplace")).digest()[:16]
    page = weasyprint.HTML(string=html, url_fetcher=_refuse)
    written: Any = page.write_pdf(pdf_identifier=identifier, pdf_tags=True)
    return bytes(written)


def _refuse(url: str, *rest: Any, **options: Any) -> NoReturn:
    raise ValueError(f"nothing is fetched for a dossier: {url}")
