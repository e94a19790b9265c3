"""Asks of letters and of the releases that print them: wishes, commands, lists, and who is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.asks import AskExtractor
from onrecord.types.findings import Found
from onrecord.types.rows import Ask
from tests.extract.readings import VOCABULARIES, kept, names, read

LETTER = """Lakeside Rights Forum
12 Harbour Street, Port Vareda

May 3, 2024

The Honorable Ana Ruiz
Minister of the Interior
Department of Home Affairs
1 Government Square, Dublin

Dear Minister Ruiz,

{body}

Sincerely,

Maria Jensen
Executive Director, Lakeside Rights Forum
"""

RELEASE = """FOR IMMEDIATE RELEASE

May 4, 2024

PORT VAREDA — Senators Maria Jensen and Tom Hale today sent a letter to Minister of the Interior Ana Ruiz \
urging her to open the northern road. “We urge you to open the northern road before the winter,” the \
senators wrote.

The full text of the letter is below:

May 3, 2024

The Honorable Ana Ruiz
Minister of the Interior
1 Government Square
Dublin, DC 20001

Dear Minister Ruiz:

The families of the valley have waited for a whole year. We urge you to open the northern road before \
the winter. The Minister should also publish the plans of the bridge.

Thank you for your attention to this matter.

Sincerely,

Maria Jensen
Tom Hale
"""


def asks_of(text: str, vocabularies: Vocabularies = VOCABULARIES) -> tuple[list[Ask], Found]:
    annotated, found = read(text)
    rows = kept(AskExtractor(vocabularies), annotated, found)
    asks = [row for row in rows if isinstance(row, Ask)]
    assert all(anchor.holds_in(text) for ask in asks for anchor in ask.anchors())
    return asks, found


@pytest.mark.parametrize(
    ("sentence", "strength", "operative", "action"),
    [
        ("We would appreciate a full briefing for our staff.", "S3", "would appreciate",
         "a full briefing for our staff"),
        ("We appreciate your response to these questions by June 1, 2024.", "S3", "appreciate",
         "your response to these questions by June 1, 2024"),
        ("We would be grateful if you could publish the audit.", "S3", "would be grateful",
         "publish the audit"),
        ("We would like to know how the audit was paid for.", "S3", "would like to know",
         "how the audit was paid for"),
        ("Please provide us with the audit.", "S6", "Please", "provide us with the audit"),
        ("Given the risk, please send the audit to our office.", "S6", "please",
         "send the audit to our office"),
        ("We urge your immediate consideration of our petition.", "S5", "urge",
         "your immediate consideration of our petition"),
        ("We urge the immediate reinstatement of the old ferry.", "S5", "urge",
         "the immediate reinstatement of the old ferry"),
        ("We write to seek your approval of the plan.", "S2", "seek", "your approval of the plan"),
        ("We hope that you will open the northern road.", "S1", "hope", "open the northern road"),
        ("We request that the northern road be opened.", "S3", "request",
         "the northern road be opened"),
        ("It is imperative that the clinic remain open.", "S6", "imperative", "the clinic remain open"),
    ],
    ids=["appreciate", "by_a_day", "grateful", "like_to_know", "please", "please_within", "consideration",
         "act", "approval", "hope", "passive", "imperative"],
)  # fmt: skip
def test_a_letter_asks_its_addressee(sentence: str, strength: str, operative: str, action: str) -> None:
    [ask], found = asks_of(LETTER.format(body=sentence))
    assert (ask.strength, ask.operative.exact, ask.action.exact) == (strength, operative, action)
    assert names(found, ask.requesters) == ["Maria Jensen"]
    assert names(found, ask.addressees) == ["Ana Ruiz"]


@pytest.mark.parametrize(
    "sentence",
    [
        "We appreciate your attention to this matter.",
        "We would appreciate your consideration.",
        "Please do not hesitate to contact our office.",
        "Please find attached the report of our visit.",
        "We look forward to hearing from you.",
        "We understand that you must make hard choices.",
        "It is important that we learn from the past.",
        "It is incumbent upon us and our colleagues to tackle this issue.",
        "It is important that parents have confidence in the safety of toys.",
    ],
    ids=[
        "attention",
        "consideration",
        "hesitate",
        "attached",
        "look_forward",
        "conceded",
        "ourselves",
        "our_colleagues",
        "who_profits",
    ],
)
def test_courtesies_and_concessions_ask_nothing(sentence: str) -> None:
    assert asks_of(LETTER.format(body=sentence))[0] == []


@pytest.mark.parametrize(
    "sentence",
    ["We urge the Minister to open the road.", "We urge the Department to open the road."],
    ids=["title", "body"],
)
def test_a_title_or_body_of_the_addressee_means_the_addressee(sentence: str) -> None:
    [ask], found = asks_of(LETTER.format(body=sentence))
    assert names(found, ask.targets) == ["Ana Ruiz"]


def test_who_is_to_act_may_be_another_than_the_addressee() -> None:
    [ask], found = asks_of(LETTER.format(body="We ask that Kenya open the border."))
    assert names(found, ask.addressees) == ["Ana Ruiz"]
    assert names(found, ask.targets) == ["Kenya"]


def test_questions_under_a_stem_are_asks_and_the_stem_is_none() -> None:
    body = """Please answer the following questions by June 1, 2024:

Who paid for the audit of the clinic?

Why was the road closed? Please explain.

Thank you for your attention to this matter."""
    asks, found = asks_of(LETTER.format(body=body))
    items = [ask for ask in asks if ask.operative.exact == "Please"]
    assert [ask.action.exact for ask in items] == [
        "Who paid for the audit of the clinic",
        "Why was the road closed? Please explain",
    ]
    assert all(names(found, ask.addressees) == ["Ana Ruiz"] for ask in items)


def test_parts_of_a_sentence_under_a_stem_are_asks() -> None:
    body = """We urge you to call for:

The release of the fishers;

Full access for doctors to the camp; and

The end of the curfew.

We will not be silent."""
    asks, _ = asks_of(LETTER.format(body=body))
    assert [(ask.action.exact, ask.strength, ask.relay) for ask in asks] == [
        ("The release of the fishers", "S5", "S4"),
        ("Full access for doctors to the camp", "S5", "S4"),
        ("The end of the curfew", "S5", "S4"),
    ]


def test_numbered_parts_inside_a_sentence_are_asks() -> None:
    body = (
        "We request that you send us a report that includes: (1) the cost of the audit; (2) the names of "
        "the auditors; and (3) a plan for the road. We will publish it."
    )
    asks, _ = asks_of(LETTER.format(body=body))
    assert [(ask.list_label, ask.action.exact) for ask in asks] == [
        ("1", "the cost of the audit"),
        ("2", "the names of the auditors"),
        ("3", "a plan for the road"),
    ]


def test_a_release_and_the_letter_it_prints_ask_the_same_people() -> None:
    asks, found = asks_of(RELEASE)
    urged = [ask for ask in asks if ask.operative.exact.casefold().startswith("urg")]
    assert len(urged) == 3
    assert all(names(found, ask.targets) == ["Ana Ruiz"] for ask in urged)
    assert {"Maria Jensen", "Tom Hale"} <= {name for ask in urged for name in names(found, ask.requesters)}
    [should] = [ask for ask in asks if ask.operative.exact == "should"]
    assert names(found, should.targets) == ["Ana Ruiz"]


def test_a_verb_of_the_users_own_folder_asks(tmp_path: Path) -> None:
    body = "We supplicate you to open the northern road."
    assert asks_of(LETTER.format(body=body))[0] == []
    entry = '[[verbs]]\nstrength = "S5"\nwords = "supplicate"\ntakes = ["person"]\n'
    (tmp_path / "asks.toml").write_text(entry, "utf-8")
    [ask], found = asks_of(LETTER.format(body=body), Vocabularies(tmp_path))
    assert (ask.strength, ask.action.exact) == ("S5", "open the northern road")
    assert names(found, ask.addressees) == ["Ana Ruiz"]


def test_questions_may_stand_under_a_sentence_that_points_to_them() -> None:
    body = """We request that you answer the questions below as soon as possible.

Who paid for the audit of the clinic?

Why was the road closed in May?

Thank you for your attention to this matter."""
    asks, found = asks_of(LETTER.format(body=body))
    assert [ask.action.exact for ask in asks] == [
        "Who paid for the audit of the clinic",
        "Why was the road closed in May",
    ]
    assert all(names(found, ask.addressees) == ["Ana Ruiz"] for ask in asks)


def test_an_ask_of_a_third_told_in_a_letter_is_not_said_to_its_addressee() -> None:
    asks, found = asks_of(LETTER.format(body="Last year we asked Kenya to open the border."))
    assert [names(found, ask.addressees) for ask in asks] == [["Kenya"]]
    asks, _ = asks_of(LETTER.format(body="Last year we requested that the road be opened."))
    assert [ask.addressees for ask in asks] == [()]


@pytest.mark.parametrize(
    ("headline", "operative", "action", "strength", "target"),
    [
        ("SEN. JENSEN URGES MINISTER RUIZ TO OPEN ROAD", "URGES", "OPEN ROAD", "S5", ["Ana Ruiz"]),
        (
            "Jensen Calls on Minister Ruiz Not to Close Clinic",
            "Calls on",
            "Not to Close Clinic",
            "S4",
            ["Ana Ruiz"],
        ),
        ("SENATOR JENSEN CALLS FOR RELEASE OF AUDIT", "CALLS FOR", "RELEASE OF AUDIT", "S4", []),
        ("SEN. JENSEN WANTS EXPLANATION OF CLOSURE", "WANTS", "EXPLANATION OF CLOSURE", "S3", []),
    ],
    ids=["to", "not_to", "for", "wants"],
)
def test_a_headline_asks(
    headline: str, operative: str, action: str, strength: str, target: list[str]
) -> None:
    body = "Senator Maria Jensen spoke on Friday in Port Vareda. Minister Ana Ruiz did not reply."
    asks, found = asks_of(f"{headline}\n\n{body}\n")
    [ask] = asks
    assert (ask.operative.exact, ask.action.exact, ask.strength) == (operative, action, strength)
    assert names(found, ask.requesters) == ["Maria Jensen"]
    assert names(found, ask.targets) == target
    assert ask.negative == ("Not" in headline)


@pytest.mark.parametrize(
    "headline",
    ["Jensen Asks Minister Ruiz About Clinic", "Jensen Seeks to End Closure", "Road Opens in Port Vareda"],
    ids=["about", "seeks_to", "nobody_asks"],
)
def test_a_headline_without_an_ask_has_none(headline: str) -> None:
    body = "Senator Maria Jensen spoke on Friday in Port Vareda. Minister Ana Ruiz did not reply."
    assert asks_of(f"{headline}\n\n{body}\n")[0] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "“There are risks that need to be addressed,” said Maria Jensen.",
        "Maria Jensen has fought for the valley by:\n\nOpening the road;\n\nMending the bridge.",
        "Maria Jensen has been advocating for parents of the valley.",
        "We will urge Kenya to open the border.",
        "The policies encourage drivers to take the northern road.",
    ],
    ids=["described", "no_stem", "for_people", "foretold", "things"],
)
def test_what_describes_or_foretells_asks_nothing(sentence: str) -> None:
    assert asks_of(sentence)[0] == []


def test_a_clause_may_say_what_is_called_for() -> None:
    [ask], found = asks_of("Amnesty International called for all the camps to be closed.")
    assert ask.action.exact == "all the camps to be closed"
    assert names(found, ask.requesters) == ["Amnesty International"]


def test_quoted_words_are_said_to_whom_they_were_written() -> None:
    text = (
        "In a letter to Minister Ana Ruiz, Maria Jensen wrote: “We request that you open the northern road.”"
    )
    [ask], found = asks_of(text)
    assert names(found, ask.addressees) == ["Ana Ruiz"]
    assert names(found, ask.requesters) == ["Maria Jensen"]


@pytest.mark.parametrize(
    ("sentence", "requester", "addressee"),
    [
        ("Maria Jensen wrote to Minister Ana Ruiz demanding a full report.", "Maria Jensen", "Ana Ruiz"),
        (
            "Maria Jensen sent a letter to Minister Ana Ruiz requesting a full report.",
            "Maria Jensen",
            "Ana Ruiz",
        ),
        (
            "In a letter to Minister Ana Ruiz, Maria Jensen requested a full report.",
            "Maria Jensen",
            "Ana Ruiz",
        ),
    ],
    ids=["wrote", "sent", "in_a_letter"],
)
def test_a_letter_that_is_told_of_names_who_was_asked(sentence: str, requester: str, addressee: str) -> None:
    [ask], found = asks_of(sentence)
    assert ask.action.exact == "a full report"
    assert names(found, ask.requesters) == [requester]
    assert names(found, ask.addressees) == [addressee]


def test_a_users_words_are_added_to_the_lists(tmp_path: Path) -> None:
    body = "Please ferry the families to the camp."
    assert len(asks_of(LETTER.format(body=body))[0]) == 1
    (tmp_path / "asks.toml").write_text('[imperatives]\nno_ask = ["ferry"]\n', "utf-8")
    assert asks_of(LETTER.format(body=body), Vocabularies(tmp_path))[0] == []
    contact = "Please contact our office."
    assert asks_of(LETTER.format(body=contact), Vocabularies(tmp_path))[0] == []


def test_a_pronoun_that_means_nobody_known_is_asked_to_act_and_no_thing() -> None:
    text = "“We request you to open the road and urge them to mend it,” said Maria Jensen."
    asks, _ = asks_of(text)
    assert [(ask.action.exact, ask.strength, ask.relay) for ask in asks] == [
        ("open the road", "S3", None),
        ("mend it", "S3", "S5"),
    ]


def test_a_please_softens_its_command() -> None:
    [ask], _ = asks_of(LETTER.format(body="Please provide us with the audit."))
    assert [word.exact for word in ask.modifiers] == ["Please"]


def test_a_sum_on_the_next_line_belongs_to_its_verb() -> None:
    [ask], _ = asks_of(LETTER.format(body="We request that you provide\n   $4.5 million for the clinic."))
    assert ask.action.exact == "provide\n   $4.5 million for the clinic"


def test_who_is_asked_to_ask_for_a_thing_relays_it() -> None:
    body = "We appeal to the Commission to ask the Government of Kenya for its own list."
    [ask], found = asks_of(LETTER.format(body=body))
    assert (ask.action.exact, ask.strength, ask.relay) == ("its own list", "S4", "S3")
    assert names(found, ask.targets) == ["Kenya"]
