from __future__ import annotations

import pytest

from onrecord.types.chronology import in_words


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        (None, "no date"),
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2024-03-02", "2 March 2024"),
        ("2024-03-02?", "perhaps 2 March 2024"),
        ("2024~", "about 2024"),
        ("2024-03%", "perhaps about March 2024"),
        ("2021-22", "summer 2021"),
        ("2021-34", "second quarter of 2021"),
        ("202X", "the 2020s"),
        ("19XX", "the years 1900 to 1999"),
        ("2024-XX", "a month of 2024"),
        ("2024-03-XX", "a day of March 2024"),
        ("2021-07-14/..", "from 14 July 2021 on"),
        ("../2020-05", "until May 2020"),
        ("2020-05/2021", "from May 2020 to 2021"),
        ("2020-05~/2021?", "from about May 2020 to perhaps 2021"),
        ("Y17E7", "Y17E7"),
        ("2024-17", "2024-17"),
    ],
)  # fmt: skip
def test_a_date_is_told_in_words_with_its_doubt(edtf: str | None, words: str) -> None:
    assert in_words(edtf) == words
