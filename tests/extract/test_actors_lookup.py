from __future__ import annotations

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.extract.actors_lookup import ActorIndex
from onrecord.types.documents import Layout, Party
from onrecord.types.findings import Found
from onrecord.types.identity import row_id
from onrecord.types.rows import Actor, Quotation
from tests.builders import annotated, document, paragraphs_of

EXTRACTOR = ActorExtractor(Vocabularies())


def index(text: str, layout: Layout | None = None, quoted: str | None = None) -> ActorIndex:
    page = annotated(text, layout)
    found = Found()
    if quoted:
        start = text.index(quoted)
        piece = page.evidence(start, start + len(quoted))
        found = found.with_([Quotation(row_id("quotation", start), page.document.id, (piece,))])
    actors = [item for item in EXTRACTOR.extract(page, found) if isinstance(item, Actor)]
    return ActorIndex(page, found.with_(actors))


def at(text: str, words: str) -> str | None:
    lookup = index(text)
    start = text.index(words)
    actor = lookup.at(start, start + len(words))
    return lookup.name(actor) if actor else None


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param("Anna Holm spoke.", "Anna Holm", "Anna Holm", id="exactly"),
        pytest.param("Then the lawmakers spoke.", "the lawmakers", "lawmakers", id="with an article"),
        pytest.param("It was China’s claim.", "China’s", "China", id="possessive"),
        pytest.param("A UN spokesman met Rep. Anna Holm (D-VA).", "Rep. Anna Holm (D-VA)",
                     "Anna Holm", id="tag"),
        pytest.param("The members of the Security Council met.", "The members of the Security Council",
                     "members", id="the head of the phrase"),
        pytest.param("It came from the letter of Anna Holm.", "the letter of Anna Holm", None,
                     id="another head"),
        pytest.param("It rained all day.", "all day", None, id="nobody"),
    ],
)  # fmt: skip
def test_words_lead_to_the_actor_they_name(text: str, words: str, name: str | None) -> None:
    assert at(text, words) == name


def test_people_side_by_side_are_all_named() -> None:
    text = "In the letter, Rep. Holm and Sen. Dahl asked for help."
    lookup = index(text)
    start = text.index("Rep.")
    found = lookup.all_at(start, text.index(" asked"))
    assert [lookup.name(actor) for actor in found] == ["Holm", "Dahl"]


@pytest.mark.parametrize(
    ("text", "pronoun", "name"),
    [
        pytest.param("Anna Holm left. She said no.", "She", "Anna Holm", id="sentence before"),
        pytest.param("China voted no and it said why.", "it", "China", id="same sentence"),
        pytest.param("The lawmakers left. They said no.", "They", "lawmakers", id="plural"),
        pytest.param("Anna Holm met Maria Lund. It said no.", "It", None, id="no agreement"),
        pytest.param("Anna Holm ran and Maria Lund ran. She said no.", "She", None, id="two would do"),
        pytest.param("China voted. She said no.", "She", None, id="a state is no she"),
        pytest.param("China voted no and its envoy left.", "its", "China", id="owner"),
        pytest.param("China met Japan and praised its envoy.", "its", None, id="another state is nearer"),
        pytest.param("China said the ferry lost its mast.", "its", None, id="another subject is nearer"),
        pytest.param("China heard of the plan and many towns back it.", "it", None, id="an object"),
        pytest.param("China left. It is clear that nobody won.", "It", None, id="it is clear that"),
        pytest.param("China wishes to make it clear that nobody won.", "it", None, id="make it clear"),
        pytest.param("The lawmakers saw that storms were so bad they closed roads.", "they", None,
                     id="the storms closed roads"),
        pytest.param("The lawmakers gave farmers back their fields.", "their", None, id="whose fields"),
        pytest.param("Anna Holm wrote to Peter Dahl urging him to act.", "him", None, id="not the writer"),
    ],
)  # fmt: skip
def test_a_pronoun_leads_to_the_last_subject_that_agrees(text: str, pronoun: str, name: str | None) -> None:
    lookup = index(text)
    actor = lookup.antecedent(text.index(pronoun), pronoun)
    assert (lookup.name(actor) if actor else None) == name


def test_they_are_everybody_whom_the_last_subject_joins() -> None:
    text = "Anna Holm and Maria Lund left. They said no."
    lookup = index(text)
    found = lookup.antecedents(text.index("They"), "They")
    assert [lookup.name(actor) for actor in found] == ["Anna Holm", "Maria Lund"]


LETTER = "Dear Minister Berg,\nWe ask you to act. He said “we will wait” to you.\nAna Ruiz\nTomas Vik"


def letter(signers: list[str]) -> ActorIndex:
    page = document(LETTER)
    parties = []
    for name in [*signers, "Minister Berg"]:
        start = LETTER.index(name)
        parties.append(Party(page.evidence(start, start + len(name))))
    layout = Layout(
        kind="joint_letter",
        signatories=tuple(parties[:-1]),
        addressees=(parties[-1],),
        paragraphs=paragraphs_of(LETTER),
    )
    return index(LETTER, layout, quoted="we will wait")


def test_we_is_the_signatories_and_you_the_addressee() -> None:
    lookup = letter(["Ana Ruiz", "Tomas Vik"])
    group = lookup.antecedent(LETTER.index("We"), "We")
    assert group is not None
    assert [lookup.name(member) for member in lookup.members(group)] == ["Ana Ruiz", "Tomas Vik"]
    you = lookup.antecedent(LETTER.index("you"), "you")
    assert you is not None
    assert lookup.name(you) == "Berg"
    assert [lookup.name(actor) for actor in lookup.issuers] == ["Ana Ruiz", "Tomas Vik"]


def test_we_of_a_single_signatory_is_that_signatory() -> None:
    lookup = letter(["Ana Ruiz"])
    one = lookup.antecedent(LETTER.index("We"), "We")
    assert one is not None
    assert lookup.name(one) == "Ana Ruiz"


def test_we_inside_quotation_marks_is_not_the_signatories() -> None:
    lookup = letter(["Ana Ruiz", "Tomas Vik"])
    assert lookup.antecedent(LETTER.index("we will"), "we") is None
    assert lookup.antecedents(LETTER.index("we will"), "we") == ()
