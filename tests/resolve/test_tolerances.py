from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolve.alignment import SourceText, align
from onrecord.resolve.numerals import values_of
from onrecord.resolve.remnants import without_remnants
from onrecord.resolve.words import words_of


def weights(quotation: str, source: str) -> list[str]:
    found = align(quotation, SourceText(source))
    assert found is not None
    return [difference.weight for difference in found.differences]


ORIGINAL = (
    "Last spring the organisation counted 1,200 families in the tents, and Ms. Türk said that twenty-five "
    "percent of them have no water. The Lake Harbour Board (LHB) knows it’s wrong & must act. It "
    "lost by a vote of 44–48 last autumn."
)


@pytest.mark.parametrize(
    "quotation",
    [
        pytest.param("the organi\u00adsation counted 1,200 families", id="soft hyphen"),
        pytest.param("the organi-\nsation counted 1,200 families", id="hyphen at a line end"),
        pytest.param("the organisation counted\u00a01,200 families", id="no-break space"),
        pytest.param("counted <b>1,200</b> families in the&nbsp;tents", id="remnants of HTML"),
        pytest.param("counted **1,200** families _in_ the tents", id="remnants of Markdown"),
        pytest.param("the Lake Harbour Board (LHB) knows it's wrong"[4:], id="straight apostrophe"),
    ],
)
def test_what_a_page_made_of_the_words_is_no_difference(quotation: str) -> None:
    assert weights(quotation, ORIGINAL) == []


@pytest.mark.parametrize(
    "quotation",
    [
        pytest.param("the organization counted 1,200 families", id="spelling"),
        pytest.param("Ms. Turk said that twenty-five percent", id="transliteration"),
        pytest.param("Ms. Türk said that 25% of them have no water", id="a number in digits"),
        pytest.param("counted 1200 families in the tents", id="a number without its comma"),
        pytest.param("by a vote of 44—48 last autumn", id="another dash between numbers"),
        pytest.param("The LHB knows it’s wrong", id="an acronym for the name before it"),
        pytest.param("The Lake Harbour Board knows it’s wrong", id="the acronym left out"),
        pytest.param("knows it’s wrong and must act", id="and for &"),
        pytest.param("the organisation counted [sic] 1,200 families", id="sic"),
        pytest.param("[t]he organisation counted 1,200 families", id="a letter in brackets"),
        pytest.param("the organisation … have no water", id="an ellipsis"),
    ],
)
def test_what_is_said_otherwise_without_another_meaning_is_tolerated(quotation: str) -> None:
    found = weights(quotation, ORIGINAL)
    assert set(found) <= {"tolerable"}


@pytest.mark.parametrize(
    "quotation",
    [
        pytest.param("the organisation counted 1,300 families in the tents", id="a number"),
        pytest.param("twenty-nine percent of them have no water", id="a number in words"),
        pytest.param("percent of them have water. The Lake Harbour Board", id="a negation"),
        pytest.param("knows it’s wrong & should act", id="a modal"),
        pytest.param("counted 1,200 families in the huts, and Ms. Türk said", id="a noun"),
        pytest.param("counted about 1,200 families in the tents", id="a bound"),
        pytest.param("and Ms. Burk said that twenty-five percent of them", id="a name"),
        pytest.param("families 1,200 counted the organisation in the tents, and Ms. Türk", id="the order"),
    ],
)
def test_what_says_another_thing_is_substantive(quotation: str) -> None:
    assert "substantive" in weights(quotation, ORIGINAL)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("105", "one hundred and five"),
        ("105", "one hundred five"),
        ("one hundred five", "one hundred and five"),
        ("2,500", "two thousand five hundred"),
        ("2,500", "twenty-five hundred"),
        ("350", "three hundred fifty"),
        ("350", "three hundred and fifty"),
        ("three hundred fifty", "three hundred and fifty"),
        ("1,000,005", "one million and five"),
        ("312,450", "three hundred twelve thousand four hundred fifty"),
        ("100", "a hundred"),
        ("$5 million", "$5M"),
        ("$5 million", "five million dollars"),
        ("$5,000,000", "five million dollars"),
        ("4 million", "4M"),
        ("21st", "twenty-first"),
        ("third", "3rd"),
        ("1990s", "1990's"),
        ("No. 5", "number 5"),
        ("§ 5", "section 5"),
        ("May 3rd", "May 3"),
        ("3rd May", "3 May"),
        ("things we don't know", "things we do not know"),
        ("what it's worth", "what it is worth"),
        ("what we can't give", "what we cannot give"),
    ],
)
def test_the_same_written_otherwise_is_tolerated(one: str, other: str) -> None:
    frame = "Before the summer was over they had written of {} in every paper along the whole coast"
    for quoted, original in ((one, other), (other, one)):
        assert set(weights(frame.format(quoted), frame.format(original))) == {"tolerable"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("between one hundred and two hundred", "302"),
        ("two thousand five hundred", "two thousand six hundred"),
        ("five and ten", "15"),
        ("$5 million", "5 million"),
        ("$5 million", "six million dollars"),
        ("$5 million", "five million euros"),
        ("the third", "the 3"),
        ("one thousand and two thousand", "3,000"),
        ("they don't know", "they do know"),
        ("1990s", "1990"),
    ],
)
def test_another_number_is_substantive(one: str, other: str) -> None:
    frame = "Before the summer was over they had written of {} in every paper along the whole coast"
    for quoted, original in ((one, other), (other, one)):
        assert "substantive" in weights(frame.format(quoted), frame.format(original))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two thousand five hundred", ["#2500"]),
        ("one hundred and two hundred", ["#100", "and", "#200"]),
        ("nineteen ninety", ["#19", "#90"]),
        ("five or six hundred thousand", ["#5", "or", "#600000"]),
        ("one million two hundred thousand and one", ["#1200001"]),
        ("two hundred twenty-first", ["#221th"]),
        ("2.5 million and three", ["#2500003"]),
    ],
)
def test_number_words_are_read_by_groups(words: str, value: list[str]) -> None:
    assert list(values_of(words)) == value


def test_an_ellipsis_shows_how_much_it_leaves_out_and_brackets_what() -> None:
    found = align("counted [many] families … have no water", SourceText(ORIGINAL))
    assert found is not None
    told = [(one.quoted, one.original) for one in found.differences]
    assert told == [("[many]", "1,200"), ("…", "(12 words)")]


def test_words_of_a_quotation_that_nothing_closes_end_where_it_stops_agreeing() -> None:
    source = SourceText(ORIGINAL)
    words = "the organisation counted 1,200 families in the tents, the speaker told us at noon"
    opened, closed = align(words, source, closed=False), align(words, source)
    assert opened is not None
    assert opened.verbatim
    assert closed is None or not closed.verbatim


def test_a_name_that_a_page_cut_in_two_is_one_word() -> None:
    assert "substantive" not in weights("They counted 1,200 families", "They counted 1,200 famil ies in all.")


def test_a_sentence_a_speaker_begins_anew_is_no_stitch() -> None:
    source = SourceText(
        "We are so glad that they were not hurt at all -- were not hurt at all -- because of you."
    )
    found = align("We are so glad that they were not hurt at all because of you", source)
    assert found is not None
    assert found.verbatim


@pytest.mark.parametrize(
    ("between", "weight"),
    [
        ("Page 2 of 4 Letter to the Harbour Minister", "tolerable"),
        ("- 3 -", "tolerable"),
        ("2", "tolerable"),
        ("Page 2\n\nLetter to the Harbour Minister of the coast", "tolerable"),
        ("because of the storm on the second of May", "substantive"),
        ("Nobody asked the fishers, as told on page 2 of 4 pages that we sent.", "substantive"),
        ("Page 2 of 4\nThe Minister never paid for any of them, as he knows.", "substantive"),
    ],
)
def test_the_foot_of_a_page_between_two_lines_is_no_stitch(between: str, weight: str) -> None:
    source = (
        f"The boats were sold in the spring and nobody\n\n{between}\n\nasked the fishers of the lake why."
    )
    quoted = "The boats were sold in the spring and nobody asked the fishers of the lake why."
    assert weights(quoted, source) == [weight]


@given(st.text(alphabet="ab-&;<>_ \n[]()x/\u00ad", max_size=60))
def test_taking_remnants_out_moves_no_character(text: str) -> None:
    plain = without_remnants(text)
    assert len(plain) == len(text)
    assert all(plain[word.start : word.end] == word.text for word in words_of(plain))


def test_who_says_so_behind_a_lost_closing_mark_is_not_compared() -> None:
    source = SourceText(
        "The boats were sold in the spring and nobody asked the fishers. As members we ask you to act."
    )
    words = "The boats were sold in the spring and nobody asked the fishers, a group of members wrote."
    found = align(words, source, closed=False)
    assert found is not None
    assert found.verbatim
