from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.norms import NormExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Norm
from tests.builders import document

EXTRACTOR = NormExtractor(Vocabularies())
CIVIL = "International Covenant on Civil and Political Rights"
TORTURE = "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment"
CHILD = "Convention on the Rights of the Child"
WOMEN = "Convention on the Elimination of All Forms of Discrimination against Women"

Seen = list[tuple[str, str | None, str]]


def items(text: str, extractor: NormExtractor = EXTRACTOR) -> list[Extracted]:
    return list(extractor.extract(Annotated(document(text)), Found()))


def _place(item: tuple[int, str, str | None, str]) -> tuple[int, str]:
    return (item[0], item[2] or "")


def seen(text: str, extractor: NormExtractor = EXTRACTOR) -> Seen:
    rows = [item for item in items(text, extractor) if isinstance(item, Norm)]
    places = [
        (mention.start, row.name, row.provision, mention.exact) for row in rows for mention in row.mentions
    ]
    return [(name, provision, exact) for _, name, provision, exact in sorted(places, key=_place)]


def named(text: str) -> list[tuple[str, str]]:
    return [(exact, name) for name, _, exact in seen(text)]


def refused(text: str) -> list[tuple[str, str]]:
    return [(item.code, item.anchor.exact) for item in items(text) if isinstance(item, Rejected)]


def test_a_users_folder_adds_a_norm_with_its_names_and_protocol(tmp_path: Path) -> None:
    (tmp_path / "norms.toml").write_text(
        """
[[norm]]
name = "Convention on the Peace of Lakes"
kind = "treaty"
adopted = "1987-05-04"
names = ["Lakes Convention", "CPL"]

[[norm]]
name = "Optional Protocol to the Convention on the Peace of Lakes"
kind = "treaty"
protocol_to = "Convention on the Peace of Lakes"
""",
        "utf-8",
    )
    extractor = NormExtractor(Vocabularies(tmp_path))
    text = "The 1987 Lakes Convention and its Optional Protocol bind; so do OP-CPL and Article 4 of the CPL."
    assert [(provision, exact) for name, provision, exact in seen(text, extractor)] == [
        (None, "1987 Lakes Convention"),
        (None, "Optional Protocol"),
        (None, "OP-CPL"),
        ("Article 4", "Article 4 of the CPL"),
    ]
    assert len({name for name, _, _ in seen(text, extractor)}) == 2
    assert seen("the Lakes Convention") == []


@pytest.mark.parametrize(
    ("text", "short"),
    [
        pytest.param("the Convention against Torture (Vareda)", [], id="a state in brackets"),
        pytest.param("the Lake Trade Agreement (UK). The UK left.", [], id="letters of a state"),
        pytest.param(
            "the Lake Clinic Health Act (LCHA). The LCHA is new.", ["LCHA", "LCHA"], id="its letters"
        ),
        pytest.param(
            "the Lake Clinic Health Act (hereinafter “the Clinic Law”). The Clinic Law is new.",
            ["Clinic Law", "Clinic Law"],
            id="hereinafter",
        ),
        pytest.param("the LCHA (Lake Clinic Health Act) and the LCHA", ["LCHA", "LCHA"], id="letters first"),
        pytest.param(
            "the Lake Clinic Health (LICH) Act, or LICH Act",
            ["LICH Act"],
            id="letters in the middle of the title",
        ),
    ],
)
def test_brackets_give_a_norm_a_name_only_where_the_letters_are_its_own(text: str, short: list[str]) -> None:
    [*others] = named(text)[0:]
    assert len({name for _, name in others}) == 1
    long = ("Convention against Torture", "Lake Trade Agreement", "Lake Clinic Health")
    assert [exact for exact, _ in others if not exact.startswith(long)] == short


def test_the_court_of_a_statute_is_no_name_of_it() -> None:
    text = "the Rome Statute of the International Criminal Court (ICC). The ICC sits there."
    assert [exact for exact, _ in named(text)] == ["Rome Statute of the International Criminal Court"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("OP-CAT", f"Optional Protocol to the {TORTURE}", id="letters"),
        pytest.param(
            "the Optional Protocol to CAT", f"Optional Protocol to the {TORTURE}", id="half letters"
        ),
        pytest.param(
            "the second Optional Protocol to ICCPR", f"Second Optional Protocol to the {CIVIL}", id="2nd"
        ),
        pytest.param(
            "the International Convention for Protection of all Persons against Enforced Disappearances",
            "International Convention for the Protection of All Persons from Enforced Disappearance",
            id="another wording",
        ),
        pytest.param(
            "Protocol No. 12 to the European Convention on Human Rights",
            "Protocol No. 12 to the Convention for the Protection of Human Rights and Fundamental Freedoms",
            id="a numbered protocol",
        ),
        pytest.param("ILO Convention 87", "ILO Freedom of Association and", id="a labour convention"),
        pytest.param(
            "the FY24 Lake Defense Act", "Lake Defense Act for Fiscal Year 2024", id="a fiscal year"
        ),
        pytest.param("the Penal Code of Vareda", "Penal Code", id="a code"),
        pytest.param("the Act on Lake Safety", "Act on Lake Safety", id="an Act on something"),
        pytest.param(
            "the Lake Fishing, Rowing, and Bathing Act", "Lake Fishing, Rowing, and Bathing Act", id="list"
        ),
        pytest.param("the No Fishing at Night Act", "No Fishing at Night Act", id="a preposition inside"),
        pytest.param("the Rowers’ Rights Act", "Rowers’ Rights Act", id="a plural possessive"),
        pytest.param(
            "the Bipartisan Rowing Act", "Bipartisan Rowing Act", id="an adjective behind an article"
        ),
        pytest.param(
            "the Inter-American Convention against Corruption",
            "Inter-American Convention against Corruption",
            id="a regional norm of a like name",
        ),
        pytest.param("the Treaty of Ardenia", "Treaty of Ardenia", id="a treaty of a place"),
    ],
)
def test_a_norm_has_one_name_however_it_is_written(text: str, name: str) -> None:
    [(_, found)] = named(text)
    assert found.startswith(name)


def test_two_acts_are_two() -> None:
    names = [name for _, name in named("They passed the Rowing Act and Night Bathing Act.")]
    assert names == ["Rowing Act", "Night Bathing Act"]


def test_a_list_of_labour_conventions_is_read_to_its_end() -> None:
    text = "ratified ILO Conventions Nos. 87, 98 and 169 in 1990"
    assert [exact for exact, _ in named(text)] == ["ILO Conventions Nos. 87", "98", "169"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "It was recommended by CEDAW in 2009; see Discrimination against Women.", id="a committee"
        ),
        pytest.param("The Lake Treaty Organization met.", id="an alliance"),
        pytest.param("They met to Act on Lake Safety.", id="a verb"),
        pytest.param("There is a Dress Code here.", id="a code that is no law"),
        pytest.param("The United Nations met. The Charter of the Lake League is old.", id="another charter"),
    ],
)
def test_what_is_named_after_a_norm_is_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Article 2, paragraph 7, of the Charter of the United Nations",
            [("Article 2, paragraph 7", "Article 2, paragraph 7, of the Charter of the United Nations")],
            id="a paragraph behind a comma",
        ),
        pytest.param(
            "The ICCPR protects it, in particular in Article 19",
            [(None, "ICCPR"), ("Article 19", "Article 19")],
            id="of the law of its sentence",
        ),
        pytest.param(
            "paragraph 15 of the annex to resolution 690 (1991)",
            [("Annex, paragraph 15", "paragraph 15 of the annex to resolution 690 (1991)")],
            id="an annex",
        ),
        pytest.param(
            "Section 12A(c) of the Lake Act",
            [("Section 12A(c)", "Section 12A(c) of the Lake Act")],
            id="a lettered section",
        ),
        pytest.param("the ICCPR (art. 19)", [("Article 19", "ICCPR (art. 19)")], id="in brackets"),
        pytest.param(
            "article 4 of the Constitution",
            [("Article 4", "article 4 of the Constitution")],
            id="a constitution",
        ),
        pytest.param("They swore on the Constitution.", [], id="a constitution without a provision"),
        pytest.param(
            "Recalling resolution 690 (1991), it asks, as paragraph 1 above says,",
            [(None, "690 (1991)")],
            id="of the text itself",
        ),
    ],
)
def test_a_provision_is_part_of_the_law_it_stands_with(
    text: str, expected: list[tuple[str | None, str]]
) -> None:
    assert [(provision, exact) for _, provision, exact in seen(text)] == expected


def test_a_title_that_is_known_by_itself_is_not_of_the_act_beside_it() -> None:
    text = "The Lake Act ends what Section 230 began."
    assert [(provision, exact) for _, provision, exact in seen(text)] == [(None, "Lake Act")]
    assert refused(text) == [("provision_without_norm", "Section 230")]


def test_a_reference_is_led_back_in_its_sentence_before_the_document() -> None:
    text = f"The {CHILD} and the {WOMEN} bind. Vareda, bound by CEDAW, left the Convention."
    assert named(text)[-1] == ("Convention", WOMEN)
    assert ("ambiguous_reference", "Convention") in refused(
        f"The {CHILD} and the {WOMEN} bind. It left the Convention."
    )


def test_a_protocol_is_not_meant_by_the_name_of_its_treaty() -> None:
    text = "The Optional Protocol to the ICCPR is young. Vareda left the Covenant."
    assert [exact for exact, _ in named(text)] == ["Optional Protocol to the ICCPR"]


def test_a_name_the_text_defines_stands_for_its_norm() -> None:
    text = f"The {CHILD} (hereinafter “the Convention”) and the {WOMEN} bind. It left the Convention."
    assert named(text)[-1] == ("Convention", CHILD)


def test_that_resolution_is_the_one_of_its_paragraph() -> None:
    text = "It recalled resolution 690 (1991) and paragraph 4 of that resolution."
    assert seen(text)[-1][1:] == ("Paragraph 4", "paragraph 4 of that resolution")
    text = "It recalled resolutions 690 (1991) and 725 (1991), and that resolution."
    assert refused(text) == [("ambiguous_reference", "resolution")]
