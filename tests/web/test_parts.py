from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.parts import LONGEST, LONGEST_PASSAGE, Passage, part_with, parts_of, passages_in


def paragraphs(sizes: list[int]) -> tuple[str, list[tuple[int, int]]]:
    """Return a text of paragraphs of these sizes and where each stands."""
    text, places = "", []
    for size in sizes:
        places.append((len(text), len(text) + size))
        text += "x" * size + "\n\n"
    return text, places


@given(sizes=st.lists(st.integers(1, 1200), min_size=1, max_size=200))
def test_parts_hold_every_passage_once_in_order_and_none_is_too_long(sizes: list[int]) -> None:
    passages = passages_in(*paragraphs(sizes))
    ranges = parts_of(passages)
    assert [place for first, last in ranges for place in range(first, last)] == list(range(len(passages)))
    for first, last in ranges:
        assert passages[last - 1].end - passages[first].start <= LONGEST


def test_a_part_ends_with_a_paragraph() -> None:
    passages = [Passage(at, at + 1000, goes_on=at % 4000 != 0) for at in range(0, 100_000, 1000)]
    starts = [passages[first] for first, _ in parts_of(passages)]
    assert len(starts) > 2
    assert not any(passage.goes_on for passage in starts)


def test_one_endless_paragraph_is_cut_all_the_same() -> None:
    passages = [Passage(at, at + 1000, goes_on=at > 0) for at in range(0, 100_000, 1000)]
    assert len(parts_of(passages)) == 3


def test_the_part_with_a_character_is_found() -> None:
    passages = [Passage(at, at + 1000) for at in range(0, 100_000, 1000)]
    part = part_with(passages, None, 45_123)
    assert (part.number, part.of, part.start <= 45_123 < part.end) == (2, 3, True)
    assert part_with(passages, 99, None).number == 3
    assert part_with(passages, None, None).number == 1
    assert part_with([], None, 7).passages == ()


def test_a_text_whose_passages_are_not_known_is_cut_into_some() -> None:
    passages = passages_in("y" * 10_000, [])
    assert [(passage.end - passage.start, passage.goes_on) for passage in passages] == [
        (LONGEST_PASSAGE, False),
        (LONGEST_PASSAGE, True),
        (10_000 - 2 * LONGEST_PASSAGE, True),
    ]


def test_lines_and_paragraphs_are_told_apart() -> None:
    passages = passages_in(
        "12 Quay Street\nLorvik\n\nDear all, and so on", [(0, 14), (15, 21), (23, 31), (32, 42)]
    )
    assert [(one.next_line, one.goes_on) for one in passages] == [
        (False, False),
        (True, False),
        (False, False),
        (False, True),
    ]
