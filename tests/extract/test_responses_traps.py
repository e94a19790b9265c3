"""What only looks like a response: promises of traffickers, things denied to people, demands, questions."""

from __future__ import annotations

import pytest

from tests.extract.test_responses import codes_of, responses_of


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Traffickers promise to find them jobs in Kenya.", "no_party"),
        ("The traffickers promise them jobs.", "promised_a_thing"),
        ("Kenya committed crimes against its neighbours.", "committed_an_act"),
        ("Kenya is committed to looking into the closures.", "disposition"),
        ("Portugal praised Kenya's commitment to fight poverty.", "disposition"),
        ("Kenya denied them entry.", "denied_a_thing"),
        ("Kenya denied visas to the families.", "denied_a_thing"),
        ("The court rejected the request.", "no_party"),
        ("Kenya did not agree to open the camps.", "negated"),
        ("Kenya did not respond to the letter.", "negated"),
        ("Kenya failed to respond to the letter.", "negated"),
        ("Kenya has yet to respond to the letter.", "negated"),
        ("Nobody in Kenya agreed to open the camps.", "negated"),
        ("Kenya should agree to open the camps.", "not_done"),
        ("Kenya must respond to the letter.", "not_done"),
        ("Portugal urged Kenya to admit that the camps were closed.", "not_done"),
        ("If Kenya refuses to open the camps, Portugal will protest.", "not_done"),
        ("Portugal asked whether Kenya had agreed to open the camps.", "not_done"),
        ("Will Kenya agree to open the camps?", "not_done"),
        ("Portugal sought Kenya's commitment to open the camps.", "not_done"),
        ("We refuse to give up.", "idiom"),
    ],
    ids=[
        "traffickers",
        "promise_jobs",
        "crimes",
        "are_committed",
        "attitude",
        "denied_entry",
        "denied_visas",
        "ruling",
        "not_agreed",
        "no_reply",
        "failed_to_reply",
        "yet_to_reply",
        "nobody",
        "should",
        "must",
        "urged",
        "if",
        "whether",
        "question",
        "sought",
        "idiom",
    ],
)
def test_what_only_looks_like_a_response_is_refused(sentence: str, code: str) -> None:
    assert responses_of(sentence)[0] == []
    assert code in codes_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Senate confirmed the nominee.",
        "Kenya is recognised as a leader.",
        "Kenya acknowledged the work of Portugal.",
        "Portugal was admitted to the United Nations.",
        "Kenya rejected the ballots.",
        "Kenya accepted the award.",
        "Kenya agreed with Portugal that the camps were open.",
        "Kenya agreed that the camps were open.",
        "Kenya said it would continue to work hard.",
        "We will publish the report if Portugal pays.",
        "The results from Kenya were promising.",
        "The efforts that Kenya has undertaken to open the camps were praised.",
        "Acknowledging that the camps were closed, Kenya sent help.",
        "It has to be admitted that the camps were closed.",
        "It is necessary that we recommit ourselves to the camps.",
        "Kenya has undertaken a campaign to open the camps.",
        "We will pay attention to the camps.",
        "We must admit to ourselves that the camps were closed.",
        "There is no denying that the camps were closed.",
        "We look forward to Kenya's response to our letter.",
        "The report confirms that the camps were closed.",
        "Kenya agreed with the decision to open the camps.",
        "We do not accept that logic.",
        "If elected, we commit ourselves to opening the camps.",
        "We will send a message to Kenya.",
        "We look forward to hearing your response to our letter.",
        "We hope you will join us in answering these questions.",
    ],
)
def test_other_senses_of_the_words_are_no_response(sentence: str) -> None:
    assert responses_of(sentence)[0] == []


def test_no_response_to_a_request_is_none() -> None:
    text = "Maria Jensen wrote to Kenya in May. To date she has received no response to this request."
    responses, _ = responses_of(text)
    assert responses == []
