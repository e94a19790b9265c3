"""The forms in which a text tells of a response, with who gives it to whom and when."""

from __future__ import annotations

import pytest

from tests.extract.readings import names
from tests.extract.test_asks import LETTER
from tests.extract.test_responses import responses_of

KENYA, PORTUGAL = ["Kenya"], ["Portugal"]


@pytest.mark.parametrize(
    ("sentence", "kind", "cue"),
    [
        ("Kenya promised that it would open the camps.", "commitment", "promised"),
        ("Kenya pledged $5 million to the clinic.", "commitment", "pledged"),
        ("Kenya has committed itself to opening the camps.", "commitment", "committed"),
        ("Kenya agreed to the request.", "commitment", "agreed"),
        ("Kenya accepted the recommendation.", "commitment", "accepted"),
        ("Reporters welcomed Kenya's pledge to open the camps.", "commitment", "pledge"),
        ("Kenya said it would publish the report by June.", "commitment", "publish"),
        ("Kenya, which had promised to open the camps, closed them.", "commitment", "promised"),
        ("Kenya said that it would not publish the report.", "refusal", "publish"),
        ("Kenya turned down the request.", "refusal", "turned"),
        ("Kenya ruled out opening the camps.", "refusal", "ruled"),
        ("Kenya cannot accept the recommendation.", "refusal", "accept"),
        ("Kenya declined to comment.", "refusal", "declined"),
        ("Reporters criticised Kenya for refusing to open the camps.", "refusal", "refusing"),
        ("By refusing to open the camps, Kenya ignored its neighbours.", "refusal", "refusing"),
        ("Why has Kenya refused to open the camps?", "refusal", "refused"),
        ("Kenya's refusal to open the camps surprised reporters.", "refusal", "refusal"),
        ("The request was rejected by Kenya.", "refusal", "rejected"),
        ("Kenya denied closing the camps.", "denial", "denied"),
        ("Kenya denied any wrongdoing.", "denial", "denied"),
        ("Kenya called the allegations baseless.", "denial", "called"),
        ("Kenya insists that it did not close the camps.", "denial", "insists"),
        ("Kenya's denial of responsibility surprised reporters.", "denial", "denial"),
        ("Kenya admitted closing the camps.", "acknowledgement", "admitted"),
        ("Kenya was forced to admit that the camps were closed.", "acknowledgement", "admit"),
        ("Kenya went on to acknowledge that the camps were closed.", "acknowledgement", "acknowledge"),
        ("As Kenya acknowledges, the camps were closed.", "acknowledgement", "acknowledges"),
        ("Kenya acknowledged receipt of the letter.", "acknowledgement", "acknowledged"),
        ("Kenya complied with the request.", "fulfilment", "complied"),
        ("Kenya released the records as requested.", "fulfilment", "requested"),
        ("As promised, Kenya opened the camps.", "fulfilment", "promised"),
        ("Kenya replied that the camps were open.", "reply", "replied"),
        ("Kenya sent a reply to the letter.", "reply", "reply"),
        ("In response, Kenya said that the camps were open.", "reply", "response"),
    ],
)
def test_a_form_tells_the_kind_and_the_actor(sentence: str, kind: str, cue: str) -> None:
    [response], found = responses_of(sentence)
    assert (response.kind, response.cue and response.cue.exact) == (kind, cue)
    assert names(found, (response.actor or "",)) == KENYA


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Kenya assured Portugal that it would open the camps.", "commitment"),
        ("Kenya gave Portugal an assurance that it would open the camps.", "commitment"),
        ("Portugal received assurances from Kenya that the camps would open.", "commitment"),
        ("Kenya accepted the recommendation of Portugal.", "commitment"),
        ("Kenya rejected Portugal's request.", "refusal"),
        ("Kenya admitted to Portugal that the camps were closed.", "acknowledgement"),
        ("Portugal received a response from Kenya.", "reply"),
        ("Kenya responded to the letter of Portugal.", "reply"),
        ("At the request of Portugal, Kenya opened the camps.", "fulfilment"),
        ("Kenya opened the camps in response to a request from Portugal.", "fulfilment"),
    ],
)
def test_a_response_goes_to_whom_it_is_said_or_who_asked(sentence: str, kind: str) -> None:
    [response], found = responses_of(sentence)
    assert (response.kind, names(found, (response.actor or "",))) == (kind, KENYA)
    assert names(found, response.to) == PORTUGAL


def test_a_promise_that_was_kept_is_told_twice() -> None:
    responses, _ = responses_of("Kenya kept its promise to open the camps.")
    told = [(row.kind, row.cue and row.cue.exact) for row in responses]
    assert told == [("fulfilment", "kept"), ("commitment", "promise")]


def test_the_ministry_is_the_one_ministry_named_before() -> None:
    text = "The Ministry of Waterways closed the camps. The ministry said it would publish the report."
    [response], found = responses_of(text)
    assert names(found, (response.actor or "",)) == ["Ministry of Waterways"]


def test_who_is_named_beside_an_office_responds() -> None:
    text = "The minister of Kenya, Ana Ruiz, told reporters that she would visit the camps."
    [response], found = responses_of(text)
    assert (response.kind, response.anchor.exact) == ("commitment", "she would visit the camps")
    assert names(found, (response.actor or "",)) == ["Ana Ruiz"]


def test_claims_that_somebody_denies_in_a_relative_clause_are_denied() -> None:
    [response], found = responses_of("Reporters repeated the allegations, which Kenya denies.")
    assert (response.kind, names(found, (response.actor or "",))) == ("denial", KENYA)


def test_a_party_without_a_name_has_no_actor() -> None:
    [response], _ = responses_of("The government refused to open the camps.")
    assert (response.kind, response.actor) == ("refusal", None)


def test_a_date_inside_what_is_promised_does_not_date_the_promise() -> None:
    [response], _ = responses_of("On 3 May 2022, Kenya agreed to open the camps in June 2023.")
    assert response.date == "2022-05-03"
    [undated], _ = responses_of("Kenya agreed to open the camps that it closed in June 2023.")
    assert undated.date is None


def test_a_letter_answers_its_addressee() -> None:
    [response], found = responses_of(LETTER.format(body="We commit to publishing the plan."))
    assert response.kind == "commitment"
    assert response.actor is not None
    assert names(found, response.to) == ["Ana Ruiz"]
