from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.data import Vocabularies
from onrecord.text.layout import lay_out
from onrecord.types.documents import CanonicalText, Layout, Metadata, Party
from tests.builders import document

VOCABULARIES = Vocabularies()

LETTER = """\
Parliament of Arden
Port Vareda 1040

May 3, 2024

The Honorable Ana Ruiz
Minister of the Interior
12 Harbour Street

Re: The camps at the lake

Dear Minister Ruiz,

We write to ask you to visit the camps before the winter, as you promised to do when you took office.

(A) open the gates to doctors;

(B) publish the list of those who are held.

Sincerely,

Maria Jensen
Member of Parliament

Peter Okoro, M.D.
Senator

cc: The Ombudsman
"""

RELEASE = """\
FOR IMMEDIATE RELEASE
May 4, 2024
Jensen and Okoro Urge Minister to Visit the Camps
PORT VAREDA — Maria Jensen and Peter Okoro sent a letter to the Minister of the Interior.
“The people in the camps cannot wait,” said the members.
###
"""

ARTICLE = """\
People wait at the gate of the camp in May. Harbour Times file photo
By Dana Whitlow
PORT VAREDA — The minister told reporters on Monday that she would visit the camps in the coming weeks.
She declined to comment on the letter of two members of parliament who had asked her to go there.
"""

LISTING = """\
Camps at the lake
Commission to hear witnesses on the camps
(Port Vareda)—The Commission on the Camps will hold a hearing on the camps. Witnesses were invited.
(Port Vareda)—The Chairs of the Commission today released a letter that asks for access to the camp.
Fishers on the south shore have called on the police not to seize their boats, which lie there.
"""

RESOLUTION = """\
ASSEMBLY OF LAKE STATES
Resolution 12 (2024)
Adopted on 27 June 2024
The Assembly of Lake States,
Recalling its resolution 7 (2021) on the rights of the people of the lake,
1. Calls upon the Government of Arden to open the camps;
2. Decides to remain seized of the matter.
"""


def layout(text: str, metadata: Metadata | None = None) -> Layout:
    page = document(text)
    if metadata is not None:
        page = replace(page, metadata=metadata)
    return lay_out(page, CanonicalText(text, "plain 1"), VOCABULARIES)


def named(parties: tuple[Party, ...]) -> list[tuple[str, str | None]]:
    return [(party.name.exact, party.role.exact if party.role else None) for party in parties]


def parts(found: Layout, text: str) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for segment in found.segments:
        told.setdefault(segment.what, []).append(text[segment.start : segment.end])
    return told


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(LETTER, "letter", id="letter"),
        pytest.param(RELEASE, "press_release", id="release"),
        pytest.param(ARTICLE, "news_article", id="article"),
        pytest.param(LISTING, "listing_page", id="listing"),
        pytest.param(RESOLUTION, "resolution", id="resolution"),
        pytest.param("A line of words that says nothing of what it is.", "other", id="other"),
    ],
)
def test_the_kind_is_told_by_shape_and_phrases(text: str, kind: str) -> None:
    found = layout(text)
    assert found.kind == kind
    assert bool(found.reasons) is (kind != "other")


def test_metadata_say_the_kind_where_they_do() -> None:
    assert layout(ARTICLE, Metadata(kind="report")).kind == "report"
    assert layout(ARTICLE, Metadata(kind="novel")).kind == "news_article"


def test_a_letter_has_its_frame() -> None:
    told = parts(layout(LETTER), LETTER)
    assert told["date_line"] == ["May 3, 2024"]
    assert told["salutation"] == ["Dear Minister Ruiz,"]
    assert told["subject_line"] == ["Re: The camps at the lake"]
    assert told["closing"] == ["Sincerely,"]
    assert told["copy_line"] == ["cc: The Ombudsman"]
    assert told["body"][0].startswith("We write") and told["body"][0].endswith("held.")  # noqa: PT018
    assert layout(LETTER).of("list_item")[0].label == "A"


def test_a_letter_names_who_signs_and_to_whom_it_goes() -> None:
    found = layout(LETTER)
    assert named(found.signatories) == [
        ("Maria Jensen", "Member of Parliament"),
        ("Peter Okoro, M.D.", "Senator"),
    ]
    assert named(found.addressees) == [("Ana Ruiz", "Minister of the Interior")]
    assert found.date is not None
    assert (found.date.edtf, found.date.basis) == ("2024-05-03", "stated")


@pytest.mark.parametrize(
    ("block", "names"),
    [
        pytest.param(
            "Maria Jensen Member of Parliament Peter Okoro, M.D. Member of Parliament",
            ["Maria Jensen", "Peter Okoro, M.D."],
            id="fused",
        ),
        pytest.param(
            "Maria Jensen\t\tPeter Okoro\nSenator\t\tSenator",
            ["Maria Jensen", "Peter Okoro"],
            id="two columns",
        ),
        pytest.param("/s/ Maria Jensen\nSenator", ["Maria Jensen"], id="signed mark"),
        pytest.param(
            "Lakeside Rights Forum (LRF)\nAssociation of Fishers",
            ["Lakeside Rights Forum (LRF)", "Association of Fishers"],
            id="organisations",
        ),
        pytest.param(
            "Hon. Maria Jensen\nAmbassador Peter Okoro", ["Maria Jensen", "Peter Okoro"], id="titles"
        ),
    ],
)
def test_signature_blocks_of_many_shapes(block: str, names: list[str]) -> None:
    text = f"May 3, 2024\n\nDear Minister Ruiz,\n\nPlease visit the camps soon.\n\nSincerely,\n\n{block}\n"
    assert [name for name, _ in named(layout(text).signatories)] == names


def test_a_joint_letter_may_end_without_a_closing() -> None:
    text = (
        "May 3, 2024\n\nThe Honorable Ana Ruiz\nMinister\n\nDear Madam Minister,\n\n"
        "We ask you to visit the camps.\n\nLakeside Rights Forum (LRF)\nAssociation of Fishers (AF)\n"
    )
    found = layout(text)
    assert found.kind == "joint_letter"
    assert len(found.signatories) == 2


def test_a_release_has_headline_end_mark_and_no_signers() -> None:
    found = layout(RELEASE)
    told = parts(found, RELEASE)
    assert found.title is not None
    assert found.title.exact == "Jensen and Okoro Urge Minister to Visit the Camps"
    assert told["end_mark"] == ["###"]
    assert told["dateline"] == ["PORT VAREDA — "]
    assert found.signatories == ()


def test_an_article_has_byline_and_caption_and_no_date_it_does_not_state() -> None:
    found = layout(ARTICLE)
    assert named(found.authors) == [("Dana Whitlow", None)]
    assert "caption" in parts(found, ARTICLE)
    assert found.date is None


def test_the_items_of_a_listing_are_segments_and_the_page_has_no_date() -> None:
    found = layout(LISTING)
    items = parts(found, LISTING)["item"]
    assert len(items) >= 3
    assert sum("Commission on the Camps will hold" in item for item in items) == 1
    assert not any("will hold" in item and "today released" in item for item in items)
    assert found.date is None


def test_a_masthead_in_capitals_is_the_issuer() -> None:
    assert named(layout(RESOLUTION).issuers) == [("ASSEMBLY OF LAKE STATES", None)]


@pytest.mark.parametrize(
    ("line", "edtf"),
    [
        ("May 3, 2024", "2024-05-03"),
        ("3 May 2024", "2024-05-03"),
        ("Friday, 3rd May 2024", "2024-05-03"),
        ("Port Vareda, 3 May 2024", "2024-05-03"),
        ("Nov. 7, 2025", "2025-11-07"),
        ("2025-11-07", "2025-11-07"),
        ("07.11.2025", None),
        ("27.11.2025", "2025-11-27"),
        ("February 30, 2024", None),
        ("They met on May 3, 2024 and went home.", None),
    ],
)
def test_dates_of_date_lines(line: str, edtf: str | None) -> None:
    found = layout(
        f"A Title of Words\n{line}\nThe minister came to the harbour and spoke to the people there.\n"
    )
    assert (found.date.edtf if found.date else None) == edtf


def test_a_resolution_is_of_the_day_under_its_number() -> None:
    text = (
        "Resolution 643 (1989)\nof 29 August 1989\n\nThe Council,\n\n"
        "Reaffirming its resolutions 611 (1988) of 5 May\n"
        "1988, 613 (1988) of 14 May 1988 and 629 (1989) of\n6 July 1989,\n\nDeplores the continuing closures."
    )
    stated = lay_out(document(text), CanonicalText(text, "text"), VOCABULARIES).date
    assert stated is not None
    assert stated.edtf == "1989-08-29"
    bare = text.partition("\n")[2].partition("\n")[2]
    undated = lay_out(document(bare), CanonicalText(bare, "text"), VOCABULARIES).date
    assert undated is None


def test_metadata_date_a_page_that_states_none() -> None:
    found = layout(ARTICLE, Metadata(date="2024-05-06T10:00:00Z"))
    assert found.date is not None
    assert (found.date.edtf, found.date.anchor) == ("2024-05-06", None)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    lines = [
        "The minister said that she would come to the camps on the lake as",
        "soon as the roads were open and the",
    ]
    text = "\n".join(
        [*lines, "rain had ended, and that she would bring doctors and all that they", "need with her."] * 2
    )
    assert len(layout(text).paragraphs) < 4


LINES = st.lists(
    st.sampled_from([*LETTER.splitlines(), *RELEASE.splitlines(), *LISTING.splitlines(), "", "#", "x" * 130]),
    max_size=30,
)


@given(LINES)
def test_every_mark_of_a_text_lies_in_one_paragraph_and_segments_keep_apart(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = layout(text)
    covered = [0] * len(text)
    for span in found.paragraphs:
        for offset in range(span.start, span.end):
            covered[offset] += 1
    assert all(count == 1 for count, char in zip(covered, text, strict=True) if not char.isspace())
    for what in {segment.what for segment in found.segments}:
        same = found.of(what)
        assert all(one.end <= other.start for one, other in pairwise(same))
    parties = (*found.signatories, *found.addressees, *found.authors, *found.issuers)
    assert all(party.name.holds_in(text) for party in parties)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 200_000, id="one line"),
        pytest.param("short line\n" * 50_000, id="many lines"),
        pytest.param("Dear Sir,\n" * 3_000, id="salutations"),
        pytest.param("(A) item of a list;\n" * 20_000, id="labels"),
        pytest.param("to (a) open it; (b) mend it; " * 20_000, id="labels inside a line"),
        pytest.param("Dear Ana Ruiz: We ask you. Sincerely, Tom Hale " * 10_000, id="letters inside a line"),
    ],
)
def test_odd_pages_are_laid_out(text: str) -> None:
    assert layout(text).paragraphs


LETTER_IN_A_RELEASE = """PORT VAREDA – Today, Senator Ana Ruiz (D-VA) sent a letter to the Harbour Board.

"The board must listen to the people of the lake, and it must do so before the summer," said Ruiz. The board
has not met since March, and the families of the north shore wait for its word on their homes and boats.

Full text of the letter:

Dear Chairman Okoro,

We ask the board to hold a hearing.

Sincerely,

Sen. Ana Ruiz (D-VA)

Rep. Peter Lang (TX-17)
"""


def test_a_letter_inside_a_release_keeps_its_own_parties() -> None:
    found = layout(LETTER_IN_A_RELEASE)
    assert found.kind == "press_release"
    assert (found.signatories, found.addressees) == ((), ())
    [letter] = found.letters
    assert [party.name.exact.split()[-1] for party in letter.signatories] == ["Ruiz", "Lang"]
    assert found.letter_at(LETTER_IN_A_RELEASE.index("We ask")) is letter
    assert found.letter_at(LETTER_IN_A_RELEASE.index("The board must")) is None


def test_a_letter_whose_line_ends_were_lost_is_still_signed() -> None:
    text = (
        "Senator Ana Ruiz today sent the following letter: May 3, 2024 Dear Secretary Okoro: "
        "I ask you to come. I look forward to it.     Sincerely,        Ana Ruiz       United States Senator"
    )
    found = layout(text)
    [letter] = found.letters
    assert [party.name.exact for party in letter.signatories] == ["Ana Ruiz"]
    assert found.letter_at(text.index("I ask")) is letter


def test_a_release_without_a_letter_holds_none() -> None:
    text = "Dear friends of the lake said they would come, sincerely, Ana Ruiz hopes."
    assert layout(text).letters == ()
