"""Lists of recommendations: stems, items, their makers in brackets, and the state they are to."""

from __future__ import annotations

import pytest

from onrecord.extract.asks import AskExtractor
from onrecord.extract.responses import ResponseExtractor
from onrecord.types.findings import Found
from onrecord.types.rows import Ask, Response
from tests.extract.readings import VOCABULARIES, kept, names, read

STEM = "12. The recommendations listed below enjoy the support of Kenya:\n"


def asks_of(text: str) -> tuple[list[Ask], Found]:
    """Return the asks of a text in its order, and what they were made from."""
    annotated, found = read(text)
    rows = kept(AskExtractor(VOCABULARIES), annotated, found)
    return [row for row in rows if isinstance(row, Ask)], found


def makers_of(items: str, stem: str = STEM) -> list[tuple[str | None, str, list[str]]]:
    """Return label, action and makers of each item of a list."""
    asks, found = asks_of(stem + items)
    return [(ask.list_label, ask.action.exact, names(found, ask.requesters)) for ask in asks]


def test_an_item_ends_at_its_makers_and_the_next_one_begins_behind_them() -> None:
    assert makers_of(
        "12.1. Open the wells (Norway); widen the road as soon as possible (Chile, Peru);\n"
    ) == [
        ("12.1", "Open the wells", ["Norway"]),
        ("12.1", "widen the road as soon as possible", ["Chile", "Peru"]),
    ]


def test_brackets_behind_brackets_name_further_makers_of_one_item() -> None:
    assert makers_of("12.1 Open the wells (Norway) (Chile) (Holy See);\n") == [
        ("12.1", "Open the wells", ["Norway", "Chile", "Holy See"])
    ]


def test_a_number_in_the_prose_and_letters_inside_an_item_begin_none() -> None:
    items = "12.1. Ratify Convention No 2. on fishing and (a) open the wells; (b) mend them (Norway);\n"
    assert makers_of(items) == [
        ("12.1", "Ratify Convention No 2. on fishing and (a) open the wells; (b) mend them", ["Norway"])
    ]


def test_a_short_form_in_brackets_closes_no_item() -> None:
    items = "12.1. Work with the United Nations Children's Fund (UNICEF) on wells (Norway);\n"
    assert [makers for _, _, makers in makers_of(items)] == [["Norway"]]


def test_brackets_with_other_words_close_no_item() -> None:
    items = "12.1. Open the wells (as Norway does in its north) and mend them (Chile);\n"
    assert makers_of(items) == [
        ("12.1", "Open the wells (as Norway does in its north) and mend them", ["Chile"])
    ]


@pytest.mark.parametrize("end", [":", ".", ";"])
def test_a_stem_may_end_as_a_sentence_does(end: str) -> None:
    stem = f"12. The recommendations listed below enjoy the support of Kenya{end}\n"
    assert makers_of("1. Open the wells (Norway);\n2. Mend the road (Chile).\n", stem) == [
        ("1", "Open the wells", ["Norway"]),
        ("2", "Mend the road", ["Chile"]),
    ]


def test_a_later_list_and_a_list_that_names_no_state_are_to_the_state_reviewed() -> None:
    text = (
        "The review of Kenya was held in May.\n"
        "Norway made remarks which led to recommendations:\n(a) Open the wells (Norway);\n\n"
        "13. The following recommendations did not enjoy support:\n13.1. Mend the road (Chile);\n"
    )
    asks, found = asks_of(text)
    assert [names(found, ask.targets) for ask in asks] == [["Kenya"], ["Kenya"]]


def test_a_name_that_people_bear_too_is_a_state_among_states_in_brackets() -> None:
    assert makers_of("12.1. Open the wells (Jordan); mend them (Israel, Cuba);\n") == [
        ("12.1", "Open the wells", ["Jordan"]),
        ("12.1", "mend them", ["Israel", "Cuba"]),
    ]


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("The recommendations listed below enjoy the support of Kenya:", "commitment"),
        ("The recommendations below did not enjoy the support of Kenya:", "refusal"),
        ("The following recommendations will be examined by Kenya, which will provide responses in due time. "
         "The responses of Kenya to these recommendations will be included in the report.", None),
    ],
    ids=["accepted", "refused", "open"],
)  # fmt: skip
def test_the_stem_tells_how_a_list_was_received(stem: str, kind: str | None) -> None:
    annotated, found = read(f"12. {stem}\n12.1. Open the wells (Norway);\n")
    asks = [row for row in kept(AskExtractor(VOCABULARIES), annotated, found) if isinstance(row, Ask)]
    found = found.with_(asks)
    rows = kept(ResponseExtractor(VOCABULARIES), annotated, found)
    responses = [row for row in rows if isinstance(row, Response)]
    assert [row.kind for row in responses] == ([kind] if kind else [])
    assert all(row.asks == tuple(ask.id for ask in asks) for row in responses)


def test_items_enumerated_in_prose_are_asks_of_whoever_asks_the_first() -> None:
    text = (
        "Norway welcomed the report. Norway recommended that Kenya (a) open the wells in the north; "
        "(b) mend the road. It asked (c) how the wells were paid for. "
        "Chile encouraged Kenya (d) to sign the treaty."
    )
    asks, found = asks_of(text)
    assert [(ask.list_label, ask.action.exact, names(found, ask.requesters)) for ask in asks] == [
        ("a", "open the wells in the north", ["Norway"]),
        ("b", "mend the road", ["Norway"]),
        ("d", "sign the treaty", ["Chile"]),
    ]
    assert all(names(found, ask.targets) == ["Kenya"] for ask in asks)


def test_what_states_ask_in_a_review_is_asked_of_the_state_that_its_lists_are_to() -> None:
    items = "".join(f"12.{number}. Open well {number} (Norway);\n" for number in range(1, 12))
    asks, found = asks_of("Chile recommended the adoption of a law on wells.\n" + STEM + items)
    assert (asks[0].action.exact, names(found, asks[0].targets)) == (
        "the adoption of a law on wells",
        ["Kenya"],
    )
    alone, _ = asks_of("Chile recommended the adoption of a law on wells.\n")
    assert [ask.targets for ask in alone] == [()]


def test_a_colon_of_another_paragraph_opens_no_list() -> None:
    text = "The board made recommendations.\n\nDear Minister:\n\nWe met in May (Norway). Thank you."
    asks, _ = asks_of(text)
    assert asks == []
