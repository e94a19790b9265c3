from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.data import Vocabularies
from onrecord.extract.norms import NormExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Norm
from tests.builders import document

EXTRACTOR = NormExtractor(Vocabularies())
REFUGEES = "Convention relating to the Status of Refugees"
PROTOCOL = "Protocol relating to the Status of Refugees"
TORTURE = "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment"


def norms(text: str) -> list[Norm]:
    found = EXTRACTOR.extract(Annotated(document(text)), Found())
    return [item for item in found if isinstance(item, Norm)]


def refusals(text: str) -> list[Rejected]:
    found = EXTRACTOR.extract(Annotated(document(text)), Found())
    return [item for item in found if isinstance(item, Rejected)]


def seen(text: str) -> list[tuple[str, str | None, list[str]]]:
    return [(norm.name, norm.provision, [m.exact for m in norm.mentions]) for norm in norms(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "They recalled the 1951 Refugee Convention and its 1967 Protocol.",
            [(REFUGEES, None, ["1951 Refugee Convention"]), (PROTOCOL, None, ["1967 Protocol"])],
            id="short names of two treaties",
        ),
        pytest.param(
            "bound by the United Nations Refugee Convention and Protocol",
            [(REFUGEES, None, ["United Nations Refugee Convention"]), (PROTOCOL, None, ["Protocol"])],
            id="a protocol named by its treaty",
        ),
        pytest.param(
            "the 1967 Protocol Relating to the Status of Refugees",
            [(PROTOCOL, None, ["1967 Protocol Relating to the Status of Refugees"])],
            id="the longest name wins",
        ),
        pytest.param(
            "Article 3 of the Convention against Torture forbids it.",
            [(TORTURE, "Article 3", ["Article 3 of the Convention against Torture"])],
            id="an article",
        ),
        pytest.param(
            "see paragraph 2 of Article 33 of the Refugee Convention",
            [
                (
                    REFUGEES,
                    "Article 33, paragraph 2",
                    ["paragraph 2 of Article 33 of the Refugee Convention"],
                )
            ],
            id="a paragraph of an article",
        ),
        pytest.param(
            "Recalling its resolution 7 (2021) on the rights of lake communities,",
            [("resolution 7 (2021)", None, ["7 (2021)"])],
            id="a number that the Security Council did not reach in that year",
        ),
        pytest.param(
            "Recalling its resolution 1325 (2000),",
            [("Security Council resolution 1325 (2000)", None, ["1325 (2000)"])],
            id="a number that it did",
        ),
        pytest.param(
            "Articles 9 and 14 of the ICCPR",
            [
                (
                    "International Covenant on Civil and Political Rights",
                    "Article 14",
                    ["Articles 9 and 14 of the ICCPR"],
                ),
                (
                    "International Covenant on Civil and Political Rights",
                    "Article 9",
                    ["Articles 9 and 14 of the ICCPR"],
                ),
            ],
            id="two articles",
        ),
        pytest.param(
            "(Art. 33(1) Refugee Convention)",
            [(REFUGEES, "Article 33(1)", ["Art. 33(1) Refugee Convention"])],
            id="an article without of",
        ),
        pytest.param(
            "the principle of non-refoulement and crimes against humanity",
            [
                ("non-refoulement", None, ["principle of non-refoulement"]),
                ("crimes against humanity", None, ["crimes against humanity"]),
            ],
            id="a principle and a crime",
        ),
        pytest.param(
            "under P.L. 115-198 and 22 U.S.C. 7801",
            [
                ("Public Law 115-198", None, ["P.L. 115-198"]),
                ("22 U.S.C. 7801", None, ["22 U.S.C. 7801"]),
            ],
            id="public law and code",
        ),
        pytest.param(
            "He supports H.R. 123, S. 45 and S.Res. 67.",
            [
                ("H.R. 123", None, ["H.R. 123"]),
                ("S. 45", None, ["S. 45"]),
                ("S.Res. 67", None, ["S.Res. 67"]),
            ],
            id="bills",
        ),
        pytest.param(
            "resolutions 1718 (2006), 1874 (2009) and 2094 (2013)",
            [
                ("Security Council resolution 1718 (2006)", None, ["1718 (2006)"]),
                ("Security Council resolution 1874 (2009)", None, ["1874 (2009)"]),
                ("Security Council resolution 2094 (2013)", None, ["2094 (2013)"]),
            ],
            id="a list of resolutions",
        ),
        pytest.param(
            "S/RES/2397 (2017) and, again, resolution 2397 (2017)",
            [("Security Council resolution 2397 (2017)", None, ["S/RES/2397 (2017)", "2397 (2017)"])],
            id="symbol and words are one resolution",
        ),
        pytest.param(
            "UNSCR 1325 on women",
            [("Security Council resolution 1325 (2000)", None, ["1325"])],
            id="the year is completed",
        ),
        pytest.param(
            "General Assembly resolution 60/251",
            [("General Assembly resolution 60/251", None, ["60/251"])],
            id="a resolution of the Assembly",
        ),
        pytest.param(
            "the River Towns Housing Act of 2004, later called the River Towns Housing Act",
            [
                (
                    "River Towns Housing Act of 2004",
                    None,
                    ["River Towns Housing Act of 2004", "River Towns Housing Act"],
                )
            ],
            id="an Act with and without its year",
        ),
        pytest.param(
            "Senate Passes Bipartisan Clear Rivers Act",
            [("Clear Rivers Act", None, ["Clear Rivers Act"])],
            id="a headline before an Act",
        ),
        pytest.param(
            "It became Holm’s Clear Rivers Act.",
            [("Clear Rivers Act", None, ["Clear Rivers Act"])],
            id="a sponsor before an Act",
        ),
        pytest.param(
            "He voted for the For the Rivers Act.",
            [("For the Rivers Act", None, ["For the Rivers Act"])],
            id="a title that opens with For the",
        ),
        pytest.param(
            "the “Safe Passage and Border Order” agreement",
            [("Safe Passage and Border Order", None, ["Safe Passage and Border Order"])],
            id="a title in marks",
        ),
        pytest.param(
            "the Agreement on the Upgrading of the Lake Mission in Ruritania to Branch Office",
            [
                (
                    "Agreement on the Upgrading of the Lake Mission in Ruritania to Branch Office",
                    None,
                    ["Agreement on the Upgrading of the Lake Mission in Ruritania to Branch Office"],
                )
            ],
            id="an agreement in title case",
        ),
        pytest.param(
            "The Refugee Convention binds it. It broke the Convention.",
            [(REFUGEES, None, ["Refugee Convention", "Convention"])],
            id="a back-reference",
        ),
        pytest.param(
            "The Frontier Fair Trade Act (FFTA) is old. Few know the FFTA.",
            [("Frontier Fair Trade Act", None, ["Frontier Fair Trade Act", "FFTA", "FFTA"])],
            id="a short form the text defines",
        ),
    ],
)
def test_law_is_named_as_the_record_shows_it(
    text: str, expected: list[tuple[str, str | None, list[str]]]
) -> None:
    assert seen(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Act now, and act together.", id="a verb"),
        pytest.param("It was quite a Balancing Act for him.", id="a figure of speech"),
        pytest.param("the Democratic National Convention in Milton", id="a party's convention"),
        pytest.param("Room 45, 2397 (2017 edition)", id="numbers alone"),
        pytest.param("who is on the way to the reform act", id="small letters"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_no_law_is_left(text: str) -> None:
    assert seen(text) == []


def test_a_reference_that_two_norms_fit_is_refused() -> None:
    text = "The Refugee Convention and the Genocide Convention differ. It signed the Convention."
    [refused] = refusals(text)
    assert (refused.code, refused.anchor.exact) == ("ambiguous_reference", "Convention")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("As Article 7 says, it is so.", "provision_without_norm", id="an article of nothing"),
        pytest.param("The report A/HRC/19/61 lists it.", "document_symbol", id="a report's symbol"),
    ],
)
def test_what_was_seen_and_is_no_norm_is_refused(text: str, code: str) -> None:
    assert [refused.code for refused in refusals(text)] == [code]


def test_a_general_title_stays_with_its_document() -> None:
    [one] = norms("They signed the Peace Agreement in Milton.")
    [other] = norms("They broke the Peace Agreement in Arden.")
    assert one.name == other.name == "Peace Agreement"
    assert one.id != other.id


def test_one_treaty_is_one_row_in_every_document() -> None:
    [one] = norms("It is bound by the ICCPR.")
    [other] = norms("See the International Covenant on Civil and Political Rights.")
    assert one.id == other.id


def test_the_date_of_signing_beside_an_agreement_is_kept() -> None:
    text = "the Lake Trade Agreement (signed May 3, 1990)"
    page = Annotated(document(text))
    start = text.index("May")
    time = TimeExpression(page.evidence(start, len(text) - 1), "DATE", "1990-05-03", "1990-05-03", "stated")
    [norm] = [item for item in EXTRACTOR.extract(page, Found((time,))) if isinstance(item, Norm)]
    assert norm.identifiers == (("signed", "1990-05-03"),)


PIECES = [
    "Article 3", " of ", "the ", "Refugee Convention", " and ", "Clean River Act", ", ", "(", ")", "\n\n",
    "“", "”", "resolution ", "1325 (2000)", "S/RES/", "its Protocol", "§", "ÅÄ", "’s", ".",
]  # fmt: skip
pieces = st.sampled_from(PIECES)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, max_size=25))
def test_every_mention_holds_and_none_is_on_two_norms(parts: list[str]) -> None:
    text = "".join(parts)
    found = norms(text)
    assert all(mention.holds_in(text) for norm in found for mention in norm.mentions)
    assert len({norm.id for norm in found}) == len(found)
    spans = sorted({(m.start, m.end) for norm in found for m in norm.mentions})
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
