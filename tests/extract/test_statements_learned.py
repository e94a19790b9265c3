"""What becomes of the attribution model's findings: given by hand here, so that no model decides a test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.extract.quotations import QuotationExtractor
from onrecord.extract.statements import StatementExtractor
from onrecord.extract.statements_words import SpeechWords
from onrecord.types.annotated import Attribution
from onrecord.types.documents import Layout, Segment
from onrecord.types.findings import Found
from onrecord.types.rows import Quotation, Statement
from onrecord.types.spans import Span
from tests.builders import annotated, paragraphs_of
from tests.extract.readings import VOCABULARIES

Told = tuple[tuple[str, ...], str | None, str | None]


def at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def statements(
    text: str,
    *told: Told,
    kind: str = "news_article",
    parsed: bool = True,
    depths: tuple[int, ...] | None = None,
    layout: Layout | None = None,
) -> list[Statement]:
    attributions = tuple(
        Attribution(
            tuple(at(text, piece) for piece in content),
            at(text, source) if source else None,
            at(text, cue) if cue else None,
            0.9,
            depth,
        )
        for (content, source, cue), depth in zip(told, depths or (0,) * len(told), strict=True)
    )
    layout = layout or Layout(kind=kind, paragraphs=paragraphs_of(text))
    page = replace(annotated(text, layout), attributions=attributions)
    if not parsed:
        page = replace(page, tokens=(), sentences=(), entities=())
    quotations = QuotationExtractor(VOCABULARIES).extract(page, Found())
    found = Found(tuple(row for row in quotations if isinstance(row, Quotation)))
    items = StatementExtractor(VOCABULARIES).extract(page, found)
    return [item for item in items if isinstance(item, Statement)]


@pytest.mark.parametrize("parsed", [True, False], ids=["with a parse", "without"])
@pytest.mark.parametrize(
    ("text", "told", "mode", "act"),
    [
        ("The man denied that it rained.", (("that it rained",), "The man", "denied"), "indirect", "deny"),
        ("“It rained,” the mayor said.", (("“It rained,”",), "the mayor", "said"), "direct", "assert"),
        ("He warned of “two floods” in May.", (("“two floods” in May",), "He", "warned of"), "mixed", "warn"),
        ("Nobody came, he wrote.", (("Nobody came,",), "he", "wrote"), "indirect", "assert"),
        ("They urged him to go.", (("to go",), "They", "urged him"), "indirect", "ask"),
    ],
    ids=["denied", "quoted", "mixed", "irregular form", "urged"],
)  # fmt: skip
def test_mode_and_act_follow_the_marks_and_the_cue(
    text: str, told: Told, mode: str, act: str, parsed: bool
) -> None:
    [row] = statements(text, told, parsed=parsed)
    assert (row.mode, row.act, row.score) == (mode, act, 0.9)
    assert all(anchor.holds_in(text) for anchor in row.anchors())


def test_marks_and_full_stops_hang_over_no_end() -> None:
    [row] = statements("“It rained,” the mayor said.", (("“It rained,”",), "the mayor", "said"))
    assert [part.exact for part in row.content] == ["It rained,"]


def test_what_goes_on_a_quotation_belongs_to_its_statement() -> None:
    text = "“It rained,” Ana Ruiz said. “We left.\n“Nobody came.”"
    rows = statements(
        text, (("“It rained,”", "“We left."), "Ana Ruiz", "said"), (("“Nobody came.”",), None, None)
    )
    assert [[part.exact for part in row.content] for row in rows] == [
        ["It rained,", "We left.", "Nobody came."]
    ]


@pytest.mark.parametrize(
    ("after", "joined"),
    [("“Nobody came.”", True), ("It rained. “Nobody came.”", False), ("It rained.\n“Nobody came.”", False)],
    ids=["all quotation", "other words before", "a paragraph between"],
)
def test_a_paragraph_that_is_all_quotation_goes_on_with_the_speaker(after: str, joined: bool) -> None:
    text = f"“We left,” Ana Ruiz said.\n{after}"
    rows = statements(text, (("“We left,”",), "Ana Ruiz", "said"), (("“Nobody came.”",), None, None))
    assert len(rows) == (1 if joined else 2)
    assert rows[0].source is not None
    assert rows[-1].content[-1].exact == "Nobody came."


def test_a_cue_that_is_a_noun_makes_a_nominal_statement() -> None:
    text = "The ministry's claim that nobody was hurt was repeated."
    [row] = statements(text, (("nobody was hurt",), "The ministry", "claim"))
    assert row.mode == "nominal"


@pytest.mark.parametrize("cue", ["did not say", "never said", "hasn’t said"])
@pytest.mark.parametrize("parsed", [True, False], ids=["with a parse", "without"])
def test_what_was_not_said_is_negated(cue: str, parsed: bool) -> None:
    text = f"The ministry {cue} where they are held."
    [row] = statements(text, (("where they are held",), "The ministry", cue), parsed=parsed)
    assert row.negated


def test_a_report_inside_what_was_said_is_found_by_the_parse() -> None:
    text = "The clinic said that the ministry had announced that the camp would close."
    outer = ("that the ministry had announced that the camp would close",)
    rows = statements(text, (outer, "The clinic", "said"))
    assert [(row.level, row.cue.exact if row.cue else None) for row in rows] == [
        (1, "said"),
        (2, "announced"),
    ]
    assert rows[1].parent == rows[0].id


RELEASE = """Mayor Ana Ruiz issued the following statement on the camp:

“The camp must close.

“Nobody should live there.”

The camp was built in 2019.
"""


def test_what_a_paragraph_announces_belongs_to_whom_it_names() -> None:
    [row] = statements(RELEASE, kind="press_release")
    assert row.source is not None
    assert (row.source.exact, row.mode) == ("Mayor Ana Ruiz", "direct")
    assert [part.exact for part in row.content] == ["The camp must close.", "Nobody should live there."]


@pytest.mark.parametrize(
    ("end", "below"),
    [
        (".", "The camp was built in 2019."),
        (":", "Mayor Ruiz spoke in the old port."),
        (":", "The camp was built in 2019, “as a shelter”."),
    ],
    ids=["no colon", "the speaker is named below", "a quotation of its own"],
)
def test_an_announcement_without_its_words_below_says_nothing(end: str, below: str) -> None:
    text = f"Mayor Ana Ruiz issued the following statement on the camp{end}\n\n{below}"
    assert statements(text, kind="press_release") == []


def test_announced_words_without_marks_are_the_speakers_as_far_as_they_reach() -> None:
    text = (
        "Mayor Ana Ruiz issued the following statement:\n\n"
        "The camp must close.\n\nNobody should live there.\n\nMayor Ruiz took office in 2019."
    )
    [row] = statements(text, kind="press_release")
    assert [part.exact for part in row.content] == ["The camp must close.", "Nobody should live there."]
    assert (row.mode, row.score) == ("direct", 0.8)


def test_to_say_that_a_statement_follows_says_nothing() -> None:
    text = "Mayor Ana Ruiz issued the following statement on the floods."
    told = (("the following statement on the floods",), "Mayor Ana Ruiz", "issued")
    assert statements(text, told, kind="press_release") == []


def test_without_marks_nobody_is_said_to_say_the_next_sentence() -> None:
    text = "According to the clinic, 340 families fled. Many live in tents."
    [row] = statements(text, (("340 families fled. Many live in tents",), "the clinic", "According to"))
    assert [part.exact for part in row.content] == ["340 families fled"]


def test_a_title_before_a_name_ends_no_sentence() -> None:
    text = "The clinic said Gov. Ruiz had closed the camp."
    [row] = statements(text, (("Gov. Ruiz had closed the camp",), "The clinic", "said"), parsed=False)
    assert [part.exact for part in row.content] == ["Gov. Ruiz had closed the camp"]


def test_a_cue_that_no_table_knows_is_less_sure() -> None:
    text = "The clinic embodies hope for the valley."
    [row] = statements(text, (("hope for the valley",), "The clinic", "embodies"))
    assert row.score == pytest.approx(0.9 * 0.5)
    assert not row.sure


def test_what_the_model_reads_inside_a_quotation_is_a_report_inside_a_report() -> None:
    text = "“The ministry announced that the camp would close,” said Ana Ruiz."
    outer = (("The ministry announced that the camp would close,",), "Ana Ruiz", "said")
    inner = (("that the camp would close",), "The ministry", "announced")
    rows = statements(text, outer, inner, depths=(0, 1))
    assert [(row.mode, row.level) for row in rows] == [("direct", 1), ("indirect", 2)]
    assert rows[1].parent == rows[0].id


def test_a_quotation_goes_on_past_the_report_inside_it() -> None:
    text = "Ana Ruiz said: “It rained.\n\n“The ministry announced that the camp would close.”"
    outer = (("It rained.",), "Ana Ruiz", "said")
    inner = (("that the camp would close.",), "The ministry", "announced")
    row, *_ = statements(text, outer, inner, depths=(0, 1))
    assert [part.exact for part in row.content] == [
        "It rained",
        "The ministry announced that the camp would close.",
    ]


@pytest.mark.parametrize(
    ("text", "cue", "content", "act"),
    [
        ("Thank you for opening the border.", "Thank you", "for opening the border", "support"),
        ("Please open the border by May.", "Please", "open the border by May", "ask"),
    ],
)
def test_thanks_and_requests_need_no_subject(text: str, cue: str, content: str, act: str) -> None:
    [row] = statements(text, kind="letter")
    assert row.cue is not None
    assert (row.cue.exact, row.content[0].exact, row.act) == (cue, content, act)
    assert (row.mode, row.level, row.source) == ("performative", 0, None)


@pytest.mark.parametrize("text", ["Please contact the office.", "Please know that the border is open."])
def test_please_asks_nothing_where_it_only_sends_the_reader_on(text: str) -> None:
    assert statements(text, kind="letter") == []


def test_what_those_who_are_asked_do_say_is_said() -> None:
    text = "The clinic urged those who say the camp is full to leave it."
    rows = statements(text, (("the camp is full",), "those", "say"))
    assert [row.cue.exact for row in rows if row.cue and row.cue.exact == "say"] == ["say"]


def test_what_the_asked_are_to_say_is_no_report_inside_the_ask() -> None:
    text = "The clinic urged the mayor, Ana Ruiz, to condemn the eviction of the families."
    outer = (("the mayor, Ana Ruiz, to condemn the eviction of the families",), "The clinic", "urged")
    inner = (("the eviction of the families",), "Ana Ruiz,", "condemn")
    [row] = statements(text, outer, inner, depths=(0, 1))
    assert row.cue is not None
    assert row.cue.exact == "urged"


def test_a_second_verb_of_what_a_letter_asks_is_not_the_letters_own() -> None:
    text = "We request you to condemn the eviction and urge the board to publish its survey."
    [row] = statements(text, (("the board to publish its survey",), "We", "urge"), kind="letter")
    assert row.cue is not None
    assert row.cue.exact == "We request"


def test_a_report_inside_an_unsourced_quotation_leaves_the_quotation() -> None:
    text = "“The ministry announced that the camp would close in May.”"
    quoted = (("The ministry announced that the camp would close in May.",), None, None)
    inner = (("that the camp would close in May.",), "The ministry", "announced")
    outer, *_ = statements(text, quoted, inner, depths=(0, 1))
    assert outer.content[0].exact == "The ministry announced that the camp would close in May."


def test_a_dateline_speaks_never() -> None:
    text = "HALDEN — Ana Ruiz and Tom Berg sent a letter to urge the board to open the border."
    page = Layout(kind="press_release", paragraphs=paragraphs_of(text), segments=(Segment(0, 9, "dateline"),))
    told = (("the board to open the border",), "HALDEN — Ana Ruiz and Tom Berg", "urge")
    [row] = statements(text, told, layout=page)
    assert row.source is not None
    assert row.source.exact == "Ana Ruiz and Tom Berg"


def test_a_noun_acts_as_the_noun_it_is() -> None:
    text = "The ministry’s false claim of order in the camp angered the town."
    [row] = statements(text, (("order in the camp",), "The ministry’s", "false claim of"))
    assert (row.mode, row.act) == ("nominal", "assert")


@pytest.mark.parametrize(
    ("words", "telling"),
    [("the clinic announced a halt", True), ("he said so", True), ("boats on the lake at dusk", False)],
)
def test_words_of_speech_make_it_worth_reading_inside(words: str, telling: bool) -> None:
    assert SpeechWords(VOCABULARIES.table("speech")).tells(words) is telling


@pytest.mark.parametrize(
    ("content", "act"),
    [("that the camp was full", "acknowledge"), ("to close the camp", "commit")],
)
def test_to_agree_acknowledges_or_commits_by_what_follows(content: str, act: str) -> None:
    [row] = statements(f"The clinic agreed {content}.", ((content,), "The clinic", "agreed"))
    assert row.act == act


@pytest.mark.parametrize(("verb", "stands"), [("said", True), ("believes", False)])
def test_beside_the_model_a_rule_stands_by_words_that_always_report(verb: str, stands: bool) -> None:
    assert bool(statements(f"The clinic {verb} that the camp would close.")) is stands


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("We ask you to condemn the eviction.", "you", "condemn", "the eviction"),
        ("They called on the mayor to announce a halt.", "the mayor", "announce", "a halt"),
    ],
)
def test_what_somebody_is_asked_to_say_is_not_said(text: str, source: str, cue: str, content: str) -> None:
    rows = statements(text, ((content,), source, cue))
    assert not any(row.cue and row.cue.exact == cue for row in rows)


def test_the_letters_own_voice_is_read_beside_the_model() -> None:
    [row] = statements("We urge the ministry to open the border.", kind="letter")
    assert (row.mode, row.level) == ("performative", 0)


def test_the_models_finding_in_the_own_voice_is_performative() -> None:
    text = "We believe that the camp must close."
    [row] = statements(text, (("that the camp must close",), "We", "believe"), kind="letter")
    assert (row.mode, row.level) == ("performative", 0)
