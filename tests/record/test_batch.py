"""Lists of names or phrases: how they are read, what is looked for, what is told of them."""

from __future__ import annotations

import pytest

from onrecord.record import batch as batch_module
from onrecord.record.batch import ListCannotBeRead, query_of, read_batch, tallied
from onrecord.record.search import Counted


@pytest.mark.parametrize(
    ("content", "terms"),
    [
        (b"Ana Ruiz\nBo Lind\n", ("Ana Ruiz", "Bo Lind")),
        (b"\xef\xbb\xbfName\r\nAna Ruiz\r\n", ("Ana Ruiz",)),
        ("name;office\nAna Ruíz;mayor\n".encode(), ("Ana Ruíz",)),
        (b"term\tnote\nlake\tx\n\n \t\nshore", ("lake", "shore")),
        (b'"Ruiz, Ana",mayor\n', ("Ruiz, Ana",)),
        (b"  Ana \n Ana", ("Ana",)),
        ("Ana Ruíz\n".encode("utf-16"), ("Ana Ruíz",)),
    ],
)
def test_the_first_column_is_looked_for(content: bytes, terms: tuple[str, ...]) -> None:
    assert read_batch(content).terms == terms


def test_what_was_not_as_expected_is_told() -> None:
    batch = read_batch("names\nRuíz\nRuíz\n".encode("cp1252"))
    assert batch.terms == ("Ruíz",)
    assert [note.split(":")[0] for note in batch.notes] == [
        "The file is not UTF-8 and was read as Windows-1252",
        "The first line, “names”, was taken for the name of the column.",
        "1 that stand in the list more than once are looked for once.",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "nothing to look for"),
        (b"name\n", "nothing to look for"),
        (b"PK\x03\x04\x00\x00", "no text"),
        (b"x" * 11, "larger than"),
        (b"a\nb\nc\nd", "4 names or phrases"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_with_the_remedy(
    content: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_module, "LARGEST_LIST", 10)
    monkeypatch.setattr(batch_module, "MOST_TERMS", 3)
    with pytest.raises(ListCannotBeRead, match=told):
        read_batch(content)


@pytest.mark.parametrize(
    ("term", "query"),
    [
        ("Ana Ruiz", '"Ana Ruiz"'),
        ("Sand and Sons", '"Sand and Sons"'),
        ("Harbour Board (HB)", '"Harbour Board (HB)"'),
        ("evict*", "evict*"),
        ("lake OR shore", "lake OR shore"),
        ('"lake shore" NOT dam', '"lake shore" NOT dam'),
    ],
)
def test_a_name_is_a_phrase_unless_it_has_operators(term: str, query: str) -> None:
    assert query_of(term) == query


def test_what_cannot_be_looked_for_is_said_and_not_counted() -> None:
    asked: list[str] = []

    def passages(query: str) -> Counted:
        asked.append(query)
        return Counted(3, 2)

    first, second = tallied(("lake", "?!"), passages, lambda query: {"ask": 1})
    assert (first.found, first.rows, first.complaint) == (Counted(3, 2), {"ask": 1}, None)
    assert (second.found, second.rows) == (Counted(0, 0), {})
    assert second.complaint is not None
    assert asked == ['"lake"']
