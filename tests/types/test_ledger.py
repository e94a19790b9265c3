"""The ledger: one entry an ask, its state and its answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.types.dates import RecordDate
from onrecord.types.ledger import (
    asked_in,
    clause_of,
    has_no_subject,
    last_date,
    ledger,
    negation_of,
    says_of_a_thing,
)
from onrecord.types.rows import Ask, DocumentRow, Response
from onrecord.types.spans import Evidence


def place(start: int, words: str) -> Evidence:
    return Evidence("d-1", start, start + len(words), words)


STEM = Ask("k-0", "d-1", place(3, "ask"), place(7, "you to urge the board to"), "S3")
ITEM = Ask(
    "k-1", "d-1", place(3, "ask you to urge the board to:"), place(40, "open the gate"), "S3",
    list_label="A", parent="k-0",
)  # fmt: skip


def response(id_: str, kind: str, *asks: str) -> Response:
    return Response(id_, "d-2", kind, place(0, "words"), asks=asks)


def test_a_stem_that_only_opens_a_list_is_no_ask_of_its_own() -> None:
    assert [entry.first for entry in ledger([STEM, ITEM], [])] == [ITEM]


def test_a_stem_that_asks_for_something_itself_is_one() -> None:
    stem = replace(STEM, action=place(7, "you to repeat in public that you urge the board to"))
    item = replace(ITEM, operative=place(40, "urge the board to"), action=place(60, "open the gate"))
    assert [entry.first for entry in ledger([stem, item], [])] == [stem, item]


def test_the_answer_that_tells_most_is_shown_and_a_denial_is_none() -> None:
    rows = [
        response("r-1", "reply", "k-1"),
        response("r-2", "refusal", "k-1"),
        response("r-3", "denial", "k-1"),
    ]
    [entry] = ledger([ITEM], rows)
    assert [row.id for row in entry.responses] == ["r-1", "r-2"]
    assert entry.response == rows[1]


def test_a_mention_whose_first_is_gone_stands_by_itself() -> None:
    assert [entry.first.id for entry in ledger([replace(ITEM, restates="k-9")], [])] == ["k-1"]


def test_what_is_said_of_a_thing_is_shown_with_it() -> None:
    text = "They wrote. “The gate must be opened by May,” they said."
    start = text.index("must")
    ask = Ask(
        "k-1", "d-1", Evidence("d-1", start, start + 4, "must"),
        Evidence("d-1", start + 5, start + 21, "be opened by May"), "S6",
    )  # fmt: skip
    assert says_of_a_thing(ask)
    assert clause_of(ask, text).exact == "The gate must be opened by May"
    assert clause_of(ask, text).holds_in(text)
    assert not says_of_a_thing(replace(ask, targets=("a-1",)))


def test_no_reply_holds_as_of_the_latest_document() -> None:
    undated = DocumentRow("d-1", "a.txt", "", "", "text/plain", "letter")
    dated = [replace(undated, date=RecordDate(day, "stated")) for day in ("2024-05-01", "2024-06-27", "2023")]
    assert last_date([undated, *dated]) == "2024-06-27"
    assert last_date([undated]) is None


@pytest.mark.parametrize(
    ("words", "verb", "action", "negation"),
    [
        ("The Board should not, if it can, close it.", "should", "close it", "not"),
        ("You mustn’t close it.", "must", "close it", "n’t"),
        ("They asked that it close.", "asked", "close", "not"),
        ("Do not close it.", "Do not", "close it", ""),
        ("They called on it not to close.", "called on", "not to close", ""),
        ("They did not ask it to not close.", "ask", "to not close", ""),
    ],
    ids=["apart", "short form", "not found", "in the verb", "in the action", "after its particle"],
)
def test_an_ask_not_to_act_has_the_words_that_say_so(
    words: str, verb: str, action: str, negation: str
) -> None:
    ask = Ask(
        "k-1", "d-1", place(words.index(verb), verb), place(words.index(action), action), "S4", negative=True
    )
    assert negation_of(ask, words) == negation
    assert negation_of(replace(ask, negative=False), words) == ""


@pytest.mark.parametrize(
    ("words", "verb", "action", "told", "opposite"),
    [
        ("They wrote. No worker should be paid late.", "should", "be paid late",
         "No worker should be paid late", True),
        ("None of the\nfamilies must pay.", "must", "pay", "None of the\nfamilies must pay", True),
        ("Harbour News\nNo U.S. crew should be held.", "should", "be held",
         "No U.S. crew should be held", True),
        ("She said: “No “foreign” crew should be held.", "should", "be held",
         "No “foreign” crew should be held", True),
        ("“We agree,” she said, “nobody must leave.", "must", "leave", "nobody must leave", True),
        ("They say that under no terms should they leave.", "should", "leave",
         "They say that under no terms should they leave", True),
        ("There is no doubt that crews should be paid.", "should", "be paid",
         "There is no doubt that crews should be paid", False),
        ("With no boats, no nets, crews should be paid.", "should", "be paid",
         "With no boats, no nets, crews should be paid", False),
        ("People who have no home should be housed.", "should", "be housed",
         "People who have no home should be housed", False),
    ],
    ids=["no", "none of", "initials", "scare quotes", "quoted", "inverted", "no doubt", "with no", "have no"],
)  # fmt: skip
def test_who_is_to_act_can_turn_an_ask_into_its_opposite(
    words: str, verb: str, action: str, told: str, opposite: bool
) -> None:
    start = words.index(verb)
    acting = place(words.index(action, start), action)
    of_nobody = Ask("k-1", "d-1", place(start, verb), acting, "S4")
    for ask in (of_nobody, replace(of_nobody, targets=("a-1",))):
        [clause] = asked_in(ask, words)
        assert (has_no_subject(ask, words), clause.exact) == (opposite, told)
        assert clause.holds_in(words)


def test_what_somebody_is_to_do_is_told_by_verb_and_action() -> None:
    words = "Ostland must open the gate."
    ask = Ask("k-1", "d-1", place(8, "must"), place(13, "open the gate"), "S6", targets=("a-1",))
    assert asked_in(ask, words) == (ask.operative, ask.action)
