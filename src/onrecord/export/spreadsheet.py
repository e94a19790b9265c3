"""Cells that a spreadsheet reads as words and nothing else."""

from __future__ import annotations

FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
"""Beginnings that a spreadsheet takes for a formula, some of them in full width (OWASP, CSV injection)."""


def formula_free(cell: str) -> str:
    """Return a cell that no spreadsheet computes: an apostrophe stands before what looks like a formula.

    >>> formula_free("=1+1"), formula_free("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(FORMULA) else cell
