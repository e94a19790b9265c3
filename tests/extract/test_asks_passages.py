"""Which sentences of a long report are read for asks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.extract.asks_passages import LEAST_CHARACTERS, AskPassages
from onrecord.extract.asks_words import AskWords
from onrecord.types.documents import Document, Layout
from onrecord.types.spans import Span
from tests.builders import document
from tests.extract.readings import VOCABULARIES

PASSAGES = AskPassages(AskWords(VOCABULARIES.table("asks")))
FILLER = "The wells of the north were visited by the delegation in May. " * (LEAST_CHARACTERS // 40)


def long_report(sentences: str, kind: str = "report") -> Document:
    """Return a long document of one paragraph that ends with some sentences."""
    text = FILLER + sentences
    return replace(document(text), layout=Layout(kind=kind, paragraphs=(Span(0, len(text)),)))


@pytest.mark.parametrize(
    ("sentences", "read"),
    [
        ("Norway urged Kenya to open them.", ["Norway urged Kenya to open them."]),
        ("Norway sought a meeting.", ["Norway sought a meeting."]),
        ("Norway made recommendations.", []),
        ("Norway renewed its appeal for peace.", ["Norway renewed its appeal for peace."]),
        ("Norway welcomed this.", []),
        ("Norway would welcome a visit.", ["Norway would welcome a visit."]),
        ("Chile spoke. It noted the wells. It urged Kenya to open them.",
         ["Chile spoke. It noted the wells. It urged Kenya to open them."]),
        ("12. Continue to press for peace (Norway);", []),
    ],
    ids=["verb", "irregular", "noun_alone", "noun_and_thing", "thanks", "wish", "pronouns", "list"],
)  # fmt: skip
def test_sentences_are_read_that_hold_a_word_of_asking(sentences: str, read: list[str]) -> None:
    narrowed = PASSAGES.narrowed(long_report(sentences))
    assert [span.slice(narrowed.text) for span in narrowed.layout.paragraphs] == read


def test_letters_resolutions_and_short_documents_are_read_whole() -> None:
    short = replace(document("The wells."), layout=Layout(kind="report", paragraphs=(Span(0, 10),)))
    assert PASSAGES.narrowed(short) is short
    for kind in ("letter", "joint_letter", "resolution"):
        whole = long_report("The end.", kind)
        assert PASSAGES.narrowed(whole) is whole
