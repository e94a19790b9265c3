"""Which language a document is in."""

from __future__ import annotations

import pytest

from onrecord.annotate.language import identify_language

ENGLISH = (
    "The harbour office of Port Ansel said that the boats which were held in May have to be returned to the "
    "owners, and that the fines for this are to be paid by the council with the rest of the costs. "
)
SPANISH = (
    "La oficina del puerto dijo que los barcos que fueron retenidos en mayo tienen que ser devueltos a los "
    "propietarios, y que las multas las pagará el consejo con el resto de los gastos de este año. "
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (SPANISH, "es"),
        (SPANISH * 3 + ENGLISH, "es"),
        ("Halvard Brekke, Mitglied des Ausschusses für Fischerei und Häfen", "de"),
        ("the of and", None),
        ("12 34 56", None),
    ],
    ids=["English", "Spanish", "mostly Spanish", "one line", "too few letters", "numbers"],
)
def test_the_language_of_most_of_the_text_is_told(text: str, language: str | None) -> None:
    assert identify_language(text) == language
