"""Who said what: sources, cues, contents, levels and chains, and what is nobody's statement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.quotations import QuotationExtractor
from onrecord.extract.statements import StatementExtractor
from onrecord.types.annotated import Attribution
from onrecord.types.documents import Layout
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Quotation, Statement
from onrecord.types.spans import Span
from tests.builders import annotated, paragraphs_of
from tests.extract.readings import VOCABULARIES, names, read

QUOTATIONS, STATEMENTS = QuotationExtractor(VOCABULARIES), StatementExtractor(VOCABULARIES)

LETTER = """Lakeside Rights Forum
12 Harbour Street, Port Vareda

May 3, 2024

The Honorable Ana Ruiz
Minister of the Interior

Dear Minister Ruiz,

{body}

Sincerely,

Maria Jensen
Executive Director, Lakeside Rights Forum

Peter Okoro
Chair, River Watch
"""


def extracted(text: str, kind: str = "news_article") -> list[Statement | Rejected]:
    page = annotated(text, Layout(kind=kind, paragraphs=paragraphs_of(text)))
    quotations = tuple(row for row in QUOTATIONS.extract(page, Found()) if isinstance(row, Quotation))
    items = list(STATEMENTS.extract(page, Found(quotations)))
    return [item for item in items if isinstance(item, Statement | Rejected)]


def statements_of(text: str, kind: str = "news_article") -> list[Statement]:
    rows = [item for item in extracted(text, kind) if isinstance(item, Statement)]
    assert all(anchor.holds_in(text) for row in rows for anchor in row.anchors())
    assert len({row.id for row in rows}) == len(rows)
    return rows


def shown(row: Statement) -> tuple[str | None, str | None, list[str]]:
    source = row.source.exact if row.source else None
    return source, row.cue.exact if row.cue else None, [part.exact for part in row.content]


SAID = "The dam will hold until the rains are over,"


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        (f"“{SAID}” said the minister.", "direct", ("the minister", "said", [SAID])),
        (f"“{SAID}” the minister said on Monday.", "direct", ("the minister", "said", [SAID])),
        (
            "The minister said: “The dam will hold.”", "direct",
            ("The minister", "said", ["The dam will hold."]),
        ),
        (
            "“We will stay,” Ana Ruiz said. “Nobody can move us.”",
            "direct",
            ("Ana Ruiz", "said", ["We will stay,", "Nobody can move us."]),
        ),
        (
            "“The boats,” she said, “are still at sea.”",
            "direct",
            ("she", "said", ["The boats,", "are still at sea."]),
        ),
        (
            "Ana Ruiz said that the dam was “in very bad shape” last year.",
            "mixed",
            ("Ana Ruiz", "said", ["the dam was “in very bad shape” last year"]),
        ),
        (
            "The council denied that the money was lost.", "indirect",
            ("The council", "denied", ["the money was lost"]),
        ),
        (
            "The boats were old, the harbour master said.", "indirect",
            ("the harbour master", "said", ["The boats were old"]),
        ),
        (
            "According to the Harbour Authority, 12 boats were lost in May.", "indirect",
            ("the Harbour Authority", "According to", ["12 boats were lost in May"]),
        ),
        (
            "Twelve boats were lost in May, according to the Harbour Authority.", "indirect",
            ("the Harbour Authority", "according to", ["Twelve boats were lost in May"]),
        ),
        (
            "The group urged the ministry to open the border.", "indirect",
            ("The group", "urged", ["the ministry to open the border"]),
        ),
        (
            "Lawyers accused the company of hiding the report.", "indirect",
            ("Lawyers", "accused", ["the company of hiding the report"]),
        ),
        (
            "The council refused to open the border.", "indirect",
            ("The council", "refused", ["to open the border"]),
        ),
        (
            "This belies Norland’s false claim of respect for the law.", "nominal",
            ("Norland’s", "false claim of", ["respect for the law"]),
        ),
        (
            "Two senators voiced concerns that the wall has failed.", "indirect",
            ("Two senators", "voiced concerns", ["the wall has failed"]),
        ),
        (
            "As the auditor noted, the books were never closed.", "indirect",
            ("the auditor", "noted", ["the books were never closed"]),
        ),
    ],
    ids=[
        "said X", "X said", "colon", "split quotation", "split sentence", "mixed", "denied that",
        "cue at the end",
        "according to first", "according to last", "urge to", "accuse of", "refuse to", "nominal",
        "voiced concerns",
        "as noted",
    ],
)  # fmt: skip
def test_source_cue_and_content_are_the_words_in_the_text(
    text: str, mode: str, expected: tuple[str, str, list[str]]
) -> None:
    [row] = statements_of(text)
    assert shown(row) == expected
    assert (row.mode, row.level, row.parent) == (mode, 1, None)


@pytest.mark.parametrize(
    "marks", ["“{}”", '"{}"', "«{}»", "„{}“", "''{}''", "‘{}’"],
    ids=["curly", "straight", "guillemets", "low", "two singles", "singles"],
)  # fmt: skip
def test_the_style_of_marks_changes_no_statement(marks: str) -> None:
    rows = statements_of(f"{marks.format(SAID)} said Ana Ruiz. {marks.format('Nobody has to leave.')}")
    assert [shown(row) for row in rows] == [("Ana Ruiz", "said", [SAID, "Nobody has to leave."])]
    assert rows[0].mode == "direct"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The council admitted that the wall was weak.", "acknowledge"),
        ("The lawyers alleged that the report was hidden.", "accuse"),
        ("Experts warned that the wall would fail.", "warn"),
        ("The minister promised to open the border.", "commit"),
        ("The panel recommended that the wall be rebuilt.", "recommend"),
        ("“We urge you to open the border today,” the members said.", "ask"),
        ("The minister rejected the claim.", "deny"),
        ("The board noted that the state is aiding and abetting crimes.", "accuse"),
        ("The agency reported that 40 people were missing.", "report"),
    ],
    ids=["admit", "allege", "warn", "promise", "recommend", "we urge, said", "reject", "abetting", "report"],
)
def test_the_act_follows_the_cue_or_the_quoted_words(text: str, act: str) -> None:
    [row] = statements_of(text)
    assert row.act == act


@pytest.mark.parametrize(
    "text",
    [
        "The council should urge the ministry to act.",
        "If the minister says that the dam is safe, people stay.",
        "Refugees are brave and are committed to shedding light on the regime.",
        "The smugglers lure people with jobs and sell them.",
        "They committed crimes against the villagers.",
        "The refugee camp opened in May.",
        "The study group met and the table was set.",
    ],
    ids=["should", "if", "committed to shedding", "lure", "committed crimes", "plain", "no cue"],
)
def test_what_nobody_said_is_no_statement(text: str) -> None:
    assert statements_of(text) == []


def test_words_without_a_source_are_kept_with_no_speaker_and_told() -> None:
    [row, told] = extracted(
        "The hall fell silent. “Nobody will be sent back from here.” The lights went out."
    )
    assert isinstance(row, Statement)
    assert shown(row) == (None, None, ["Nobody will be sent back from here."])
    assert row.speakers == ()
    assert isinstance(told, Rejected)
    assert told.code == "no_source"


def test_a_title_in_marks_is_no_statement() -> None:
    assert statements_of('They signed the "Treaty on the Safety of River Dams" in May.') == []


def test_a_quotation_of_the_next_paragraph_belongs_to_the_same_speaker() -> None:
    text = "“We ask for a meeting,” the letter reads.\n“We note that the border is closed to everybody.”"
    [row] = statements_of(text)
    assert shown(row) == (
        "the letter", "reads", ["We ask for a meeting,", "We note that the border is closed to everybody."],
    )  # fmt: skip


def test_a_report_inside_a_quotation_is_one_level_further() -> None:
    text = "“The government stays silent, alleging that the people are migrants,” the members said."
    outer, inner = statements_of(text)
    assert shown(inner) == ("The government", "alleging", ["the people are migrants"])
    assert (outer.level, inner.level, inner.parent) == (1, 2, outer.id)


def test_a_participle_goes_on_with_the_same_speaker_and_is_said_apart() -> None:
    first, second = statements_of("Ana Ruiz said the wall had failed, adding that nobody was hurt.")
    assert shown(first) == ("Ana Ruiz", "said", ["the wall had failed"])
    assert shown(second) == ("Ana Ruiz", "adding", ["nobody was hurt"])


def test_who_passed_a_statement_on_stands_in_the_chain_and_not_in_the_content() -> None:
    text = (
        "The Inquiry Board published its report in May. The Inquiry Board noted, as quoted by the "
        "Lakeside Council in its resolution, that the wall was never repaired."
    )
    page, found = read(text)
    [row] = [row for row in found.of(Statement) if row.cue and row.cue.exact == "noted"]
    assert [part.exact for part in row.content] == ["the wall was never repaired"]
    assert row.chain[-1] == page.document.id
    assert "Lakeside Council" in " ".join(names(found, row.chain[:-1]))


@pytest.mark.parametrize(
    ("body", "cue", "content", "act"),
    [
        (
            "We request that you open the border before winter.",
            "We request", "that you open the border before winter", "ask",
        ),
        (
            "So we write to respectfully request you to condemn the closure and urge others to act.",
            "we write to respectfully request", "you to condemn the closure and urge others to act", "ask",
        ),
        (
            "We would like to raise our concern about the detained families.",
            "We would like to raise our concern", "about the detained families", "express_concern",
        ),
        ("We welcome the visit of the delegation.", "We welcome", "the visit of the delegation", "support"),
        (
            "We are concerned that the families will be divided.",
            "We are concerned", "that the families will be divided", "express_concern",
        ),
    ],
    ids=["request that", "write to request", "raise our concern", "welcome", "are concerned"],
)  # fmt: skip
def test_the_letters_own_we_performs_an_act_of_its_signatories(
    body: str, cue: str, content: str, act: str
) -> None:
    page, found = read(LETTER.format(body=body))
    [row] = [row for row in found.of(Statement) if row.level == 0]
    assert row.cue is not None
    assert (row.cue.exact, [part.exact for part in row.content]) == (cue, [content])
    assert (row.mode, row.act, row.parent) == ("performative", act, None)
    assert row.speakers
    assert row.chain == (*row.speakers, page.document.id)


def test_two_acts_of_one_sentence_are_two_statements() -> None:
    rows = statements_of("We condemn the closure of the border and urge the ministry to open it.", "letter")
    assert [(row.act, shown(row)[1]) for row in rows] == [("accuse", "We condemn"), ("ask", "urge")]


def test_an_exclamation_is_no_act_and_costs_the_letter_nothing() -> None:
    rows = statements_of("Let me say how grateful we are for their help. We urge you to come.", "letter")
    assert [row.act for row in rows] == ["ask"]


def test_we_in_an_article_is_not_the_issuer() -> None:
    assert all(row.level for row in statements_of("We urge the ministry to open the border.", "news_article"))


@pytest.mark.parametrize(
    ("source", "speakers"),
    [
        ("Senator Ana Ruiz and Peter Okoro", ["Ana Ruiz", "Peter Okoro"]),
        (
            "Senator Ana Ruiz, Senator Peter Okoro and Senator Maria Jensen",
            ["Ana Ruiz", "Peter Okoro", "Maria Jensen"],
        ),
        ("Ms. Ana Ruiz, a spokeswoman for Senator Peter Okoro and Senator Maria Jensen,", ["Ana Ruiz"]),
    ],
    ids=["two", "three", "spokeswoman for two"],
)
def test_everybody_a_source_lists_speaks_and_nobody_else(source: str, speakers: list[str]) -> None:
    _, found = read(f"{source} said that the wall had failed.")
    [row] = found.of(Statement)
    assert names(found, row.speakers) == speakers


def test_a_document_speaks_for_those_who_put_it_out() -> None:
    _, found = read(
        "Senators Ana Ruiz and Peter Okoro released an open letter on Monday. "
        "The letter notes that the wall had failed."
    )
    [row] = [row for row in found.of(Statement) if row.cue and row.cue.exact == "notes"]
    assert names(found, row.speakers) == ["Ana Ruiz", "Peter Okoro"]


def test_a_resolution_speaks_paragraph_by_paragraph() -> None:
    text = (
        "The Harbour Assembly,\n"
        "Recalling its decision of 3 May 2023 on the wall,\n"
        "1. Calls upon all members to pay their dues in full;\n"
        "2. Strongly condemns the closure of the harbour;"
    )
    rows = statements_of(text, "resolution")
    assert [(shown(row), row.act, row.level) for row in rows] == [
        (("The Harbour Assembly", "Recalling", ["its decision of 3 May 2023 on the wall"]), "declare", 0),
        (("The Harbour Assembly", "Calls upon", ["all members to pay their dues in full"]), "ask", 0),
        (("The Harbour Assembly", "Strongly condemns", ["the closure of the harbour"]), "accuse", 0),
    ]


def test_a_headline_with_a_name_and_a_colon_is_what_that_person_says() -> None:
    text = (
        "Ruiz: The dam will hold this winter\nMinister Ana Ruiz spoke in Port Vareda. Ruiz took no questions."
    )
    [row] = [row for row in statements_of(text) if row.cue and row.cue.exact == ":"]
    assert shown(row) == ("Ruiz", ":", ["The dam will hold this winter"])


def test_hedges_and_negation_are_kept_beside_the_statement() -> None:
    [row] = statements_of("The ministry did not say that the boats were reportedly lost.")
    assert row.negated
    assert [hedge.exact for hedge in row.hedges] == ["reportedly"]


OUTER = (
    "The minister said the dam will hold.",
    "“We will stay here,” said Ana Ruiz.",
    "The council met in May.",
)
OTHER = (
    "Rain fell all night over the valley.",
    "Experts warned that roads may close.",
    "“Nobody is safe,” he said.",
)


@settings(max_examples=25, deadline=None)
@given(first=st.sampled_from(OUTER), other=st.sampled_from(OTHER), last=st.sampled_from(OUTER))
def test_an_unrelated_paragraph_changes_no_statement_outside_it(first: str, other: str, last: str) -> None:
    def told(text: str) -> list[tuple[str | None, str | None, list[str]]]:
        return [shown(row) for row in statements_of(text)]

    assert told(f"{first}\n{other}\n{last}") == [*told(first), *told(other), *told(last)]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*OUTER, *OTHER, "“The walls are old. ", "and so on,” she said."]), max_size=6)
)
def test_no_part_crosses_a_paragraph(lines: list[str]) -> None:
    text = "\n".join(lines)
    for row in statements_of(text):
        assert all("\n" not in anchor.exact for anchor in row.anchors())


def test_content_never_holds_its_own_source_or_cue() -> None:
    text = "The dam, the minister said, will hold, according to Ana Ruiz, who said “we know it,” he added."
    rows = statements_of(text)
    assert rows
    for row in rows:
        for part in (row.source, row.cue):
            assert part is None or not any(part.span.overlaps(content.span) for content in row.content)


def test_a_clause_whose_verb_the_parser_reads_as_a_participle_is_still_said() -> None:
    [found] = statements_of("The mayor said that 340 families left on March 12, 2024.")
    assert [part.exact for part in found.content] == ["340 families left on March 12, 2024"]


RELEASE = """SENS. RUIZ, LANG URGE BOARD TO OPEN THE SHORE

PORT VAREDA – Today, Senator Ana Ruiz and Senator Peter Lang sent a letter to the Harbour Board. The board
has not met since March, and the families of the north shore wait for its word on their homes and boats.

The text of the letter follows:

Dear Chairman Okoro,

We urge you to hold a hearing.

Sincerely,

Ana Ruiz
United States Senator

Peter Lang
United States Senator
"""


def test_we_in_a_letter_inside_a_release_is_its_signatories() -> None:
    _, found = read(RELEASE)
    [row] = [row for row in found.of(Statement) if row.source and row.source.exact == "We"]
    assert (row.mode, row.level) == ("performative", 0)
    members = {actor.name for actor in found.of(Actor) if set(actor.member_of) & set(row.speakers)}
    assert members == {"Ana Ruiz", "Peter Lang"}


def test_a_headline_names_its_speakers_by_surname() -> None:
    page, found = read(RELEASE)
    content, source, cue = (
        Span(start, start + len(words))
        for words in ("TO OPEN THE SHORE", "SENS. RUIZ, LANG", "URGE BOARD")
        if (start := RELEASE.index(words)) >= 0
    )
    page = replace(page, attributions=(Attribution((content,), source, cue, 0.31),))
    [row] = [
        row for row in STATEMENTS.extract(page, found) if isinstance(row, Statement) and row.score == 0.31
    ]
    assert names(found, row.speakers) == ["Ana Ruiz", "Peter Lang"]
