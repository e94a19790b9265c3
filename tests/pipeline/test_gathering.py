from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.pipeline.gathering import Gathering
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Rejected
from onrecord.types.identity import row_id
from onrecord.types.rows import Actor, DocumentRow, Figure, Norm
from onrecord.types.spans import Evidence

TEXT = "The Harbour Board counted 40 boats and 40 crews in May."


def words(start: int, end: int) -> Evidence:
    return Evidence("d-1", start, end, TEXT[start:end])


FIGURE = Figure("f-1", "d-1", words(26, 34), words(26, 28), 40, 40, "exact")
OTHER = replace(FIGURE, anchor=words(39, 47), value=words(39, 41))
BOARD = Actor("a-1", "Harbour Board", "body", mentions=(words(4, 17),))


@pytest.fixture
def gathering() -> Gathering:
    return Gathering("folder/page.txt", TEXT)


def test_a_row_that_quotes_the_text_is_kept(gathering: Gathering) -> None:
    gathering.take([FIGURE])
    assert gathering.rows() == (FIGURE,)
    assert gathering.found().of(Figure) == (FIGURE,)


def test_a_row_with_one_wrong_anchor_is_left_out_with_an_issue(gathering: Gathering) -> None:
    gathering.take([replace(FIGURE, value=Evidence("d-1", 26, 28, "41")), OTHER])
    assert gathering.rows() == (OTHER,)
    [issue] = gathering.issues()
    assert (issue.code, issue.severity) == ("anchor_does_not_hold", "error")


def test_the_same_row_twice_is_one_row(gathering: Gathering) -> None:
    gathering.take([FIGURE, FIGURE])
    assert gathering.rows() == (FIGURE,)
    assert gathering.issues() == ()


def test_a_row_that_only_fills_what_was_open_takes_the_place_of_the_first(gathering: Gathering) -> None:
    of_an_event = replace(FIGURE, event="e-1")
    gathering.take([FIGURE, OTHER, of_an_event])
    assert gathering.rows() == (of_an_event, replace(OTHER, id=row_id("figure", "f-1", 2)))
    dated = replace(of_an_event, date="2024-03-12", date_basis="inferred")
    gathering.take([dated])
    assert gathering.rows()[0] == dated


def test_two_rows_of_one_id_get_an_ordinal_that_is_the_same_every_time(gathering: Gathering) -> None:
    third = replace(OTHER, counted="crews")
    gathering.take([FIGURE, OTHER, third, OTHER, third])
    expected = (
        FIGURE,
        replace(OTHER, id=row_id("figure", "f-1", 2)),
        replace(third, id=row_id("figure", "f-1", 3)),
    )
    assert gathering.rows() == expected


def test_one_actor_found_twice_has_the_mentions_of_both(gathering: Gathering) -> None:
    again = replace(BOARD, aliases=("the Board",), mentions=(words(4, 17), words(8, 17)))
    gathering.take([BOARD])
    gathering.take([again])
    assert gathering.rows() == (
        replace(BOARD, aliases=("the Board",), mentions=(words(4, 17), words(8, 17))),
    )


def test_one_norm_found_twice_has_the_mentions_of_both(gathering: Gathering) -> None:
    norm = Norm("n-1", "Harbour Act", "statute", mentions=(words(4, 11),))
    gathering.take([norm, replace(norm, mentions=(words(12, 17),))])
    assert gathering.rows() == (replace(norm, mentions=(words(4, 11), words(12, 17))),)


def test_the_document_row_and_times_are_seen_by_later_extractors_but_are_no_rows(
    gathering: Gathering,
) -> None:
    row = DocumentRow("d-1", "folder/page.txt", "0" * 64, "1" * 64, "text/plain", "other")
    time = TimeExpression(words(51, 54), "DATE", "XXXX-05", None, "stated")
    gathering.take([row, time])
    assert gathering.document_row == row
    assert gathering.found().items == (time, row)
    assert gathering.rows() == ()


def test_what_was_refused_is_kept_once(gathering: Gathering) -> None:
    refused = Rejected(words(26, 28), "figures", "label", "A label is no figure.")
    gathering.take([refused, refused])
    assert gathering.rejected() == (refused,)


def test_an_exception_becomes_an_issue_that_names_the_part(gathering: Gathering) -> None:
    with gathering.watching("figures", "extractor_failed"):
        raise KeyError("unit")
    [issue] = gathering.issues()
    assert issue.code == "extractor_failed"
    assert issue.path == "folder/page.txt"
    assert "figures" in issue.message
    assert "KeyError" in issue.message


def test_a_lack_of_memory_is_passed_on(gathering: Gathering) -> None:
    with pytest.raises(MemoryError), gathering.watching("figures", "extractor_failed"):
        raise MemoryError
