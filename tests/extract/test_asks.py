"""Asks: who asks whom to do what, how strongly, through whom; and what only looks like an ask."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.asks import AskExtractor
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Ask
from tests.extract.readings import VOCABULARIES, kept, names, read

LETTER = """Lakeside Rights Forum
12 Harbour Street, Port Vareda

May 3, 2024

The Honorable Ana Ruiz
Minister of the Interior of Ireland
1 Government Square, Dublin

Dear Minister Ruiz,

{body}

Sincerely,

Maria Jensen
Executive Director, Lakeside Rights Forum
"""


def asks_of(text: str) -> tuple[list[Ask], Found]:
    annotated, found = read(text)
    rows = kept(AskExtractor(VOCABULARIES), annotated, found)
    asks = [row for row in rows if isinstance(row, Ask)]
    assert all(anchor.holds_in(text) for ask in asks for anchor in ask.anchors())
    assert len({ask.id for ask in asks}) == len(asks)
    return asks, found


def codes_of(text: str) -> list[str]:
    annotated, found = read(text)
    seen = AskExtractor(VOCABULARIES).extract(annotated, found)
    return [item.code for item in seen if isinstance(item, Rejected)]


@pytest.mark.parametrize(
    ("sentence", "strength", "operative", "action", "target"),
    [
        ("invited Kenya to open the border.", "S1", "invited", "open the border", "Kenya"),
        ("recommended that Kenya open the border.", "S2", "recommended", "open the border", "Kenya"),
        ("asked Kenya to open the border.", "S3", "asked", "open the border", "Kenya"),
        ("called on Kenya to open the border.", "S4", "called on", "open the border", "Kenya"),
        ("urged Kenya to open the border.", "S5", "urged", "open the border", "Kenya"),
        ("demanded that Kenya open the border.", "S6", "demanded", "open the border", "Kenya"),
    ],
    ids=["invite", "recommend", "ask", "call_on", "urge", "demand"],
)  # fmt: skip
def test_strength_belongs_to_the_verb(
    sentence: str, strength: str, operative: str, action: str, target: str
) -> None:
    [ask], found = asks_of(f"Amnesty International {sentence}")
    assert (ask.strength, ask.operative.exact, ask.action.exact) == (strength, operative, action)
    assert names(found, ask.requesters) == ["Amnesty International"]
    assert names(found, ask.targets) == [target]
    assert not ask.negative


def test_an_ask_not_to_act_is_negative() -> None:
    [ask], found = asks_of("Amnesty International called on Kenya not to return the families.")
    assert ask.negative
    assert ask.action.exact == "not to return the families"
    assert names(found, ask.targets) == ["Kenya"]


def test_a_contracted_negation_is_kept_out_of_the_action() -> None:
    [ask], _ = asks_of("“Kenya shouldn’t close the border,” said Maria Jensen.")
    assert (ask.negative, ask.action.exact) == (True, "close the border")


def test_a_letter_asks_its_addressee_to_urge_a_third() -> None:
    body = (
        "We request that you urge Kenya to halt the transfers under the Refugee Convention by June 1, 2024."
    )
    [ask], found = asks_of(LETTER.format(body=body))
    assert names(found, ask.requesters) == ["Maria Jensen"]
    assert names(found, ask.addressees) == ["Ana Ruiz"]
    assert names(found, ask.targets) == ["Kenya"]
    assert (ask.strength, ask.relay, ask.operative.exact) == ("S3", "S5", "request")
    assert ask.action.exact.startswith("halt the transfers")
    assert len(ask.norms) == 1
    assert ask.deadline == "2024-06-01"


def test_of_two_joined_actions_the_relayed_one_is_an_ask_of_its_own() -> None:
    body = "We respectfully request you to reject the transfers and urge Kenya to open the camps."
    [first, second], found = asks_of(LETTER.format(body=body))
    assert first.action.exact == "reject the transfers"
    assert (first.relay, names(found, first.targets)) == (None, ["Ana Ruiz"])
    assert second.action.exact == "open the camps"
    assert (second.relay, names(found, second.targets)) == ("S5", ["Kenya"])
    assert [span.exact for span in first.modifiers] == ["respectfully"]


@pytest.mark.parametrize(
    ("first", "own"),
    [
        ("resign, and to", "resign"),
        ("meet, listen, and", "meet, listen"),
        ("condemn the closure, and to", "condemn the closure"),
    ],
)
def test_what_stands_before_a_relayed_ask_is_kept_whole(first: str, own: str) -> None:
    text = f"Lake Watch called on Minister Viktor Sand to {first} urge the Harbour Board to open the gate."
    [plain, relayed], _ = asks_of(text)
    assert (plain.relay, plain.action.exact) == (None, own)
    assert (relayed.relay, relayed.action.exact) == ("S5", "open the gate")


def test_items_inherit_from_their_stem() -> None:
    body = """We ask you to publicly repeat that Ireland should urge Kenya to:

(A)  immediately halt the transfers of families;

(B)  allow visits to the camps; and

(C)  not to close the school."""
    asks, found = asks_of(LETTER.format(body=body))
    items = [ask for ask in asks if ask.list_label]
    assert [ask.list_label for ask in items] == ["A", "B", "C"]
    assert [ask.action.exact for ask in items] == [
        "immediately halt the transfers of families",
        "allow visits to the camps",
        "not to close the school",
    ]
    assert {ask.operative.exact for ask in items} == {"should urge Kenya to:"}
    assert {(ask.strength, ask.relay) for ask in items} == {("S3", "S5")}
    assert all(names(found, ask.addressees) == ["Ana Ruiz"] for ask in items)
    assert all(names(found, ask.targets) == ["Kenya"] for ask in items)
    assert [ask.negative for ask in items] == [False, False, True]
    [outer] = [ask for ask in asks if not ask.list_label]
    assert {ask.parent for ask in items} == {outer.id}


RESOLUTION = """RESOLUTION 9999 (2020)

Adopted by the Security Council at its 9001st meeting, on 3 March 2020

The Security Council,

Recalling its resolution 9998 (2019),

1. Calls upon the Government of Kenya to open the border without delay;

2. Requests the Secretary-General to report by 1 June 2020;

3. Condemns the attacks on schools;

4. Decides to remain seized of the matter.
"""


def test_a_resolution_asks_in_its_operative_paragraphs() -> None:
    asks, found = asks_of(RESOLUTION)
    assert [(ask.list_label, ask.operative.exact, ask.strength) for ask in asks] == [
        ("1", "Calls upon", "S4"),
        ("2", "Requests", "S3"),
    ]
    assert [ask.action.exact for ask in asks] == ["open the border without delay", "report by 1 June 2020"]
    assert {tuple(names(found, ask.requesters)) for ask in asks} == {("United Nations Security Council",)}
    assert asks[1].deadline == "2020-06-01"


def test_recommendations_carry_their_makers_in_brackets() -> None:
    text = (
        "12. The recommendations listed below have been examined by Kenya and enjoy the support of Kenya: "
        "12.1. Ratify the Convention on the Rights of the Child (France); "
        "12.2. Open the camps to visitors (Portugal) (Spain)."
    )
    asks, found = asks_of(text)
    assert [(ask.list_label, ask.action.exact) for ask in asks] == [
        ("12.1", "Ratify the Convention on the Rights of the Child"),
        ("12.2", "Open the camps to visitors"),
    ]
    assert [ask.strength for ask in asks] == ["S2", "S2"]
    assert names(found, asks[0].requesters) == ["France"]
    assert names(found, asks[1].requesters)[:1] == ["Portugal"]
    assert all(names(found, ask.targets) == ["Kenya"] for ask in asks)


@pytest.mark.parametrize(
    ("sentence", "strength", "action"),
    [
        ("“Kenya must open the border,” said Maria Jensen.", "S6", "open the border"),
        ("“Kenya should open the border,” said Maria Jensen.", "S4", "open the border"),
        ("“Kenya needs to open the border,” said Maria Jensen.", "S5", "open the border"),
        ("“It is imperative for Kenya to open the border,” said Maria Jensen.", "S6", "open the border"),
        ("“The families must be released,” said Maria Jensen.", "S6", "be released"),
    ],
    ids=["must", "should", "needs_to", "imperative_for", "passive"],
)
def test_modals_ask_without_a_verb_of_asking(sentence: str, strength: str, action: str) -> None:
    [ask], found = asks_of(sentence)
    assert (ask.strength, ask.action.exact) == (strength, action)
    assert names(found, ask.requesters) == ["Maria Jensen"]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("“The convoy must have been stopped by Kenya,” said Maria Jensen.", "past_supposition"),
        ("“It should be noted that Kenya opened the border,” said Maria Jensen.", "supposition"),
        ("“If Kenya should close the border, families will suffer,” said Maria Jensen.", "conditional"),
        ("“The aid from Kenya should arrive on Friday,” said Maria Jensen.", "supposition"),
        ("“Should Kenya open the border?” asked Maria Jensen.", "question"),
        ("Amnesty International never asked Kenya to close the border.", "negated"),
        ("If it cares, Amnesty International will urge Kenya to open the border.", "not_yet_asked"),
        ("Maria Jensen asked whether Kenya had closed the border.", "asks_a_question"),
        ("“We must do better,” said Maria Jensen.", "own_resolve"),
        ("Kenya noted that the court had ruled that all must be released at once.", "ruling_told"),
    ],
    ids=[
        "must_have_been",
        "noted",
        "if",
        "arrive",
        "question",
        "never",
        "will",
        "whether",
        "we_must",
        "ruling",
    ],
)
def test_what_only_looks_like_an_ask_is_refused(sentence: str, code: str) -> None:
    assert asks_of(sentence)[0] == []
    assert code in codes_of(sentence) or (code == "question" and "conditional" in codes_of(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The families are seeking safety in Kenya.",
        "The committee notes with concern the closure of the border.",
        "He can't ask for more help from his neighbours.",
        "The law requires drivers to stop.",
        "Kenya's budget request for fiscal year 2031 is low.",
        "Kenya's request for fiscal year 2031 is low.",
        "The vote was deferred at the request of Kenya for a week of rest.",
        "Kenya has been calling for more than two decades.",
    ],
    ids=["seeking_safety", "notes", "cannot_ask_for_more", "law", "budget", "year", "at_request", "time"],
)
def test_sentences_without_an_ask_have_none(sentence: str) -> None:
    assert asks_of(sentence)[0] == []


def test_a_meeting_that_is_asked_for_keeps_its_purpose() -> None:
    text = "Maria Jensen released a letter calling for a meeting with two ministers to discuss the closure."
    [ask], found = asks_of(text)
    assert ask.action.exact == "a meeting with two ministers to discuss the closure"
    assert names(found, ask.requesters) == ["Maria Jensen"]


def test_a_noun_asks_where_it_has_an_owner() -> None:
    text = "Kenya ignored Amnesty International's repeated calls to open the border."
    [ask], found = asks_of(text)
    assert (ask.strength, ask.action.exact) == ("S4", "open the border")
    assert names(found, ask.requesters) == ["Amnesty International"]
    assert names(found, ask.targets) == ["Kenya"]


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Amnesty International recommends that Kenya stop all evictions, pay compensation to every family, "
         "and bring those responsible to justice.",
         "stop all evictions, pay compensation to every family, and bring those responsible to justice"),
        ("Amnesty International requested immediate assistance to combat and prevent the spread of the pest.",
         "immediate assistance to combat and prevent the spread of the pest"),
        ("Maria Jensen released a letter to the Governor of Kenya requesting access for doctors to Camp "
         "Sorrel, where thousands of people are without water.",
         "access for doctors to Camp Sorrel"),
        ("Kenya has been calling for more than two decades for a ban on mines.", "a ban on mines"),
    ],
    ids=["three_verbs", "shared_object", "remark", "time_before"],
)  # fmt: skip
def test_an_action_is_whole(sentence: str, action: str) -> None:
    [ask], _ = asks_of(sentence)
    assert ask.action.exact == action


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    text = "India urged Angola to establish a commission and requested information about the new code."
    asks, found = asks_of(text)
    assert [names(found, ask.requesters) for ask in asks] == [["India"], ["India"]]


pieces = st.sampled_from(
    ["We urge", "Kenya", "to", ":", "\n(A) ", "open the border", ";", " and ", "1. Calls upon ", "“", "”",
     "should", "recommendations", "(France);", "not", "you", "\n\n", ".", "if", "Please"]
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(pieces, max_size=25))
def test_any_text_gives_anchors_that_hold_and_the_same_rows_again(parts: list[str]) -> None:
    text = " ".join(parts) or "nothing"
    assert asks_of(text)[0] == asks_of(text)[0]
