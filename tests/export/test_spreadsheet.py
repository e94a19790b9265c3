"""No cell of a CSV is computed by a spreadsheet."""

from __future__ import annotations

import pytest

from onrecord.export.spreadsheet import formula_free


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@sum", "＝1+1", "＋1", "－1", "＠sum", "\t=1", "\r=1", "\n=1"]
)
def test_what_begins_like_a_formula_is_text(cell: str) -> None:
    assert formula_free(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "340 families", "1=1", "“=1”"])
def test_other_words_stay_as_they_are(cell: str) -> None:
    assert formula_free(cell) == cell
