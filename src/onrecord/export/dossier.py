"""A dossier: what a record says, for people who were not there when it was made.

A chronology, figures with their disagreements, the ledger of asks with replies beside, quotations held
against their sources, findings, numbered exhibits with their hashes and a page on method, after the
Standards for Casualty Recording and the practice of OHCHR. One content, three writers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from onrecord.export.dossier_compiling import compile_dossier
from onrecord.export.dossier_options import DossierOptions

if TYPE_CHECKING:
    from onrecord.record.store import Record

__all__ = ["DossierOptions", "write_dossier_docx", "write_dossier_html", "write_dossier_pdf"]


def write_dossier_docx(record: Record, out: BinaryIO, options: DossierOptions) -> int:
    """Write the dossier of a record as a Word file; return how many exhibits it has."""
    from onrecord.export.dossier_docx import docx_of  # noqa: PLC0415

    dossier = compile_dossier(record, options)
    out.write(docx_of(dossier))
    return len(dossier.exhibits)


def write_dossier_html(record: Record, out: BinaryIO, options: DossierOptions) -> int:
    """Write the dossier of a record as one HTML file that loads nothing; return how many exhibits it has."""
    from onrecord.export.dossier_html import html_of  # noqa: PLC0415

    dossier = compile_dossier(record, options)
    out.write(html_of(dossier).encode("utf-8", "backslashreplace"))
    return len(dossier.exhibits)


def write_dossier_pdf(record: Record, out: BinaryIO, options: DossierOptions) -> int:
    """Write the dossier of a record as PDF; return how many exhibits it has.

    Raises PdfCannotBeMade where WeasyPrint (`pip install "onrecord[pdf]"`) is not installed.
    """
    from onrecord.export.dossier_pdf import check_installed, pdf_of  # noqa: PLC0415

    check_installed()
    dossier = compile_dossier(record, options)
    out.write(pdf_of(dossier))
    return len(dossier.exhibits)
