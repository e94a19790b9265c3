from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.norms import NormExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Norm
from tests.builders import document

EXTRACTOR = NormExtractor(Vocabularies())


def items(text: str) -> list[Extracted]:
    return list(EXTRACTOR.extract(Annotated(document(text)), Found()))


def cited(text: str) -> list[tuple[str, str]]:
    rows = [item for item in items(text) if isinstance(item, Norm)]
    places = sorted((mention.start, mention.exact, row.name) for row in rows for mention in row.mentions)
    return [(exact, name) for _, exact, name in places]


def council(number: int, year: int) -> str:
    return f"Security Council resolution {number} ({year})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "the lists in reso-\nlutions 452 (1979) and 619\n(1988)",
            [("452 (1979)", council(452, 1979)), ("619\n(1988)", council(619, 1988))],
            id="broken by the end of a line",
        ),
        pytest.param(
            "resolution 690 of 29 April 1991 and resolution 691 of 1991",
            [("690 of 29 April 1991", council(690, 1991)), ("691 of 1991", council(691, 1991))],
            id="with a date instead of a year in brackets",
        ),
        pytest.param(
            "paragraph 2 of resolution 161 A (1961)",
            [("paragraph 2 of resolution 161 A (1961)", "Security Council resolution 161 A (1961)")],
            id="a part of a resolution",
        ),
        pytest.param(
            "Security Council resolutions 242, 338 and 425",
            [("242", council(242, 1967)), ("338", council(338, 1973)), ("425", council(425, 1978))],
            id="a list without years",
        ),
        pytest.param(
            "Recalling resolution 690 (1991), it asked for resolution 690 to be read.",
            [("690 (1991)", council(690, 1991)), ("690", council(690, 1991))],
            id="a bare number that the text gives a year elsewhere",
        ),
        pytest.param(
            "General Assembly resolutions 2257 (ES-V) of 9 June, on the lake, and 2324 (XXII)",
            [
                ("2257 (ES-V)", "General Assembly resolution 2257 (ES-V)"),
                ("2324 (XXII)", "General Assembly resolution 2324 (XXII)"),
            ],
            id="sessions of the Assembly",
        ),
        pytest.param(
            "Trusteeship Council resolution 2183 (LIII)",
            [("2183 (LIII)", "Trusteeship Council resolution 2183 (LIII)")],
            id="another body",
        ),
        pytest.param(
            "(resolution 70/1)",
            [("70/1", "General Assembly resolution 70/1")],
            id="a session that the Assembly alone has had",
        ),
        pytest.param(
            "(resolution 32/7)", [("32/7", "resolution 32/7")], id="a session that two bodies have had"
        ),
    ],
)
def test_a_resolution_is_named_by_body_number_and_year(text: str, expected: list[tuple[str, str]]) -> None:
    assert cited(text) == expected


def test_a_list_that_is_longer_than_a_sentence_is_read_to_its_end() -> None:
    numbers = ["690 (1991)", "709 (1991)", "712 (1991)", "720 (1991)", "725 (1991)"] * 6
    text = "Reaffirming resolutions " + ", dated Friday 3 May as before, ".join(numbers)
    assert len(cited(text)) == len(numbers)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Treaty Series, vol. 81 (1952), No. 340", id="a volume"),
        pytest.param("Resolution. See room 690 or page 81 (1952).", id="a page of a year with other numbers"),
        pytest.param("document S/14009", id="a document"),
    ],
)
def test_other_numbers_are_no_resolutions(text: str) -> None:
    assert cited(text) == []


def test_a_number_without_body_and_year_is_refused() -> None:
    [refused] = [item for item in items("We stand by resolution 690.") if isinstance(item, Rejected)]
    assert (refused.code, refused.anchor.exact) == ("resolution_without_year", "690")
