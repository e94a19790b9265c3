"""Which document the source of a statement names."""

import pytest

from onrecord.resolve.claims import claim_reader


@pytest.mark.parametrize(
    ("words", "noun"),
    [
        ("their joint letter to the harbour board", "letter"),
        ("two letters of the council", "letters"),
        ("the members", None),
        ("the release of prisoners", None),
        ("the letter on the release of prisoners", "letter"),
        ("the committee's report", "report"),
    ],
)
def test_a_source_names_a_document_by_a_noun_that_is_no_act(words: str, noun: str | None) -> None:
    assert claim_reader().document_noun(words) == noun
