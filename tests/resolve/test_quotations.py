from __future__ import annotations

import pytest

from onrecord.resolve.links import LinkResolver
from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.rows import DocumentLink, QuotationCheck, Row
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper

LETTER = (
    "We ask you to raise the evictions at the lake with the minister. Evicted families have nowhere to go "
    "and no boats to fish with. Children are falling ill in the tents of the camp. They must be allowed to "
    "return before the rains.\nTomas Brandt\nLena Dahl"
)


def letter() -> Paper:
    return Paper("letter", LETTER, "2024-05-21", ["Tomas Brandt", "Lena Dahl"])


def checks(*papers: Paper) -> list[QuotationCheck]:
    resolver = QuotationResolver()
    corpus = MemoryCorpus([paper.findings() for paper in papers], [resolver])
    return [row for row in items_of(resolver, corpus) if isinstance(row, QuotationCheck)]


def release(quoted: str, source: str = "the members", people: str = "Tomas Brandt and Lena Dahl") -> Paper:
    paper = Paper("press_release", f"{people} wrote to her. “{quoted}” said {source}.", "2024-05-22")
    for name in ("Tomas Brandt", "Lena Dahl"):
        if name in people:
            paper.actor(name)
    speaker = paper.actor(source, "group" if source.startswith("the ") else "person", source)
    paper.says(source, quoted, [speaker])
    paper.quotes(quoted)
    return paper


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        ("Evicted families have nowhere to go and no boats to fish with,", "verbatim"),
        ("Evicted families have somewhere to go and no boats to fish with,", "altered"),
        (
            "Evicted families have nowhere to go. They must be allowed to return before the rains,",
            "truncated",
        ),
        ("Evicted families have nowhere to go … They must be allowed to return,", "verbatim"),
    ],
)
def test_a_release_is_held_against_the_letter_of_the_people_it_names(quoted: str, verdict: str) -> None:
    source = letter()
    [found] = checks(release(quoted), source)
    assert (found.verdict, found.claimed_source) == (verdict, source.id)
    assert found.found is not None
    assert found.found.holds_in(source.text)


def test_the_letter_must_hold_the_words_it_is_said_to_hold() -> None:
    own = "Evicted families have nowhere to go and no boats to fish with"
    other = "The minister has broken every promise he made"
    paper = Paper(
        "press_release",
        f"Tomas Brandt wrote. The letter says, “{own}.” The letter says, “{other}.”",
        "2024-05-22",
    )
    writer = paper.actor("Tomas Brandt")
    for words in (own, other):
        paper.says("The letter", words, [writer])
        paper.quotes(words)
    assert [check.verdict for check in checks(paper, letter())] == ["verbatim", "absent"]


def test_words_of_a_letter_that_is_not_here_are_wanted() -> None:
    [found] = checks(release("We would like to meet you in the spring", "the letter", "Two writers"))
    assert (found.verdict, found.wanted, found.found) == ("unverifiable", "the letter", None)


def test_a_quotation_of_other_people_accuses_nobody() -> None:
    [found] = checks(
        release("Evicted families have somewhere to go and no boats", "Ana Ruiz", "Ana Ruiz"), letter()
    )
    assert found.verdict == "unverifiable"


def test_one_signatory_speaking_anew_is_not_called_a_misquotation() -> None:
    paper = release("Families have nowhere to go, and the state looks on", "Tomas Brandt")
    [found] = checks(paper, letter())
    assert found.verdict == "unverifiable"


def test_a_title_in_marks_is_no_speech() -> None:
    paper = Paper("press_release", "They signed the “Treaty of the Lake” at noon.")
    paper.quotes("Treaty of the Lake", speech=False)
    [found] = checks(paper, letter())
    assert (found.verdict, found.claimed_source, found.differences) == ("not_speech", None, ())


def split_quotation(first: str, second: str) -> Paper:
    text = f"Tomas Brandt and Lena Dahl: “{first},” said the members. “{second}"
    paper = Paper("press_release", text, "2024-05-22")
    paper.actor("Tomas Brandt")
    paper.actor("Lena Dahl")
    paper.says("the members", f"{first}|{second}", [paper.actor("the members", "group")])
    paper.quotes(first)
    paper.quotes(second)
    return paper


def test_a_split_quotation_shows_what_was_left_out_between_its_pieces() -> None:
    first, second = "Evicted families have nowhere to go", "They must be allowed to return before the rains."
    verdicts = checks(split_quotation(first, second), letter())
    assert [check.verdict for check in verdicts] == ["verbatim", "truncated"]
    assert "Children are falling ill" in verdicts[1].differences[0].original


def test_the_foot_of_a_page_between_the_pieces_of_a_quotation_is_not_left_out() -> None:
    first, second = (
        "Children are falling ill in the tents of the camp",
        "They must be allowed to return before",
    )
    foot = "camp.\n\nPage 2 of 4 Letter to the Minister\n\nThey"
    source = Paper("letter", LETTER.replace("camp. They", foot), "2024-05-21", ["Tomas Brandt", "Lena Dahl"])
    verdicts = checks(split_quotation(first, second), source)
    assert [check.verdict for check in verdicts] == ["verbatim", "verbatim"]


def test_a_later_document_is_never_the_source() -> None:
    source = letter()
    source.date = "2024-06-30"
    [found] = checks(release("Evicted families have nowhere to go and no boats to fish with"), source)
    assert found.verdict == "unverifiable"


def test_what_is_quoted_is_linked_with_both_places() -> None:
    source, paper = letter(), release("Evicted families have nowhere to go and no boats to fish with,")
    resolver = QuotationResolver()
    corpus = MemoryCorpus([paper.findings(), source.findings()], [resolver])
    corpus.resolved.extend(row for row in items_of(resolver, corpus) if isinstance(row, Row))
    links = [row for row in items_of(LinkResolver(), corpus) if isinstance(row, DocumentLink)]
    [quotes] = [link for link in links if link.kind == "quotes"]
    assert (quotes.from_document, quotes.to_document) == (paper.id, source.id)
    assert {anchor.document for anchor in quotes.evidence} == {paper.id, source.id}


OP_ED = (
    "The boats were sold in the spring, and nobody asked the fishers. The harbour master signed every paper "
    "that was put before him. We will not forget it when the votes are counted in the autumn."
)


def printing(*quoted: str) -> Paper:
    """Return a release that quotes an article and prints it below."""
    said = " ".join(f"“{words}” Lena Dahl wrote." for words in quoted)
    paper = Paper("press_release", f"{said}\nThe article follows.\n{OP_ED}\n", "2024-05-22")
    writer = paper.actor("Lena Dahl")
    for words in quoted:
        paper.says("Lena Dahl", words, [writer])
        paper.quotes(words)
    return paper


def test_what_a_release_quotes_is_held_against_the_article_it_prints() -> None:
    paper = printing(
        "The boats were sold in the spring, and nobody asked the fishers",
        "The harbour master signed every paper that was put before him",
        "We will never forget it when the votes are counted in the autumn",
    )
    found = checks(paper)
    assert [check.verdict for check in found] == ["verbatim", "verbatim", "altered"]
    assert {check.claimed_source for check in found} == {paper.id}
    told = [one for one in found[2].differences if one.weight == "substantive"]
    assert [(one.quoted, one.original) for one in told] == [("never", "not")]


def test_words_said_twice_in_a_release_make_no_printed_article_of_it() -> None:
    found = checks(printing("The harbour master signed every paper that was put before him"))
    assert [check.verdict for check in found] == ["unverifiable"]


def statement(name: str, text: str, date: str, kind: str = "press_release") -> Paper:
    return Paper(kind, f"{text}\n{name}", date, [name])


OWN = (
    "The lake belongs to the families who fish in it every day, and no decree of any minister will change "
    "that."
)


def test_an_office_that_uses_its_words_again_is_not_accused() -> None:
    again = Paper(
        "press_release",
        "Lena Dahl said in a statement, “The lake belongs to the families who live by it, and no decree of "
        "any minister will change that.”\nLena Dahl",
        "2024-05-22",
        ["Lena Dahl"],
    )
    quoted = again.text.split("“")[1].split("”")[0]
    again.says("Lena Dahl", quoted, [again.actor("Lena Dahl")])
    again.quotes(quoted)
    [found] = checks(again, statement("Lena Dahl", OWN, "2024-05-20"))
    assert found.verdict == "unverifiable"


def article(quoted: str, speaker: str, *, beside: str = "said", kind: str = "news_article") -> Paper:
    paper = Paper(kind, f"{speaker} {beside}, “{quoted}” The council meets in June.", "2024-05-22")
    paper.says(speaker, quoted, [paper.actor(speaker)])
    paper.quotes(quoted)
    return paper


@pytest.mark.parametrize(
    ("quoted", "verdict"),
    [
        (OWN, "verbatim"),
        (OWN.replace("no decree", "a decree"), "altered"),
        (OWN.replace("and no decree of any minister", "and, no decree of any minister"), "verbatim"),
        ("The lake belongs to the families and no decree of any minister will change that.", "truncated"),
    ],
)
def test_an_article_is_held_against_the_release_of_whom_it_quotes(quoted: str, verdict: str) -> None:
    source = statement("Lena Dahl", OWN, "2024-05-20")
    [found] = checks(article(quoted, "Lena Dahl"), source)
    assert (found.verdict, found.claimed_source, found.speaker_differs) == (verdict, source.id, False)


def test_a_release_that_other_people_issue_with_the_speaker_accuses_nobody() -> None:
    joint = Paper(
        "press_release", f"{OWN}\nLena Dahl\nTomas Brandt", "2024-05-20", ["Lena Dahl", "Tomas Brandt"]
    )
    [found] = checks(article(OWN.replace("no decree", "a decree"), "Lena Dahl"), joint)
    assert found.verdict == "unverifiable"


def test_the_right_words_of_the_wrong_speaker_are_told_apart() -> None:
    source = statement("Lena Dahl", OWN, "2024-05-20")
    [found] = checks(article(OWN, "Ana Ruiz"), source)
    assert (found.verdict, found.claimed_source, found.speaker_differs) == ("elsewhere", None, True)
    assert found.original_speakers == source.signatories


def test_a_speaker_whom_the_original_names_beside_the_words_may_have_said_them() -> None:
    source = statement("Lena Dahl", f"{OWN} So Ana Ruiz told us at the harbour.", "2024-05-20")
    [found] = checks(article(OWN, "Ana Ruiz"), source)
    assert (found.verdict, found.speaker_differs) == ("verbatim", False)


def test_pieces_woven_into_a_sentence_are_no_stitch() -> None:
    first, second = "Evicted families have nowhere to go", "they must be allowed to return before the rains"
    paper = Paper(
        "press_release", f"Tomas Brandt and Lena Dahl: the members said that “{first},” and that “{second}.”",
        "2024-05-22",
    )  # fmt: skip
    paper.actor("Tomas Brandt")
    paper.actor("Lena Dahl")
    paper.says("the members", f"{first}|{second}", [paper.actor("the members", "group")])
    paper.quotes(first)
    paper.quotes(second)
    assert [check.verdict for check in checks(paper, letter())] == ["verbatim", "verbatim"]


@pytest.mark.parametrize("name", ["Lena Dahl (VT)", "Lena M. Dahl", "Lena Dahl, Jr."])
def test_a_state_or_a_letter_beside_a_name_makes_nobody_else_of_a_speaker(name: str) -> None:
    source = statement(name, OWN, "2024-05-20")
    [found] = checks(article(OWN, "Lena Dahl"), source)
    assert (found.verdict, found.speaker_differs) == ("verbatim", False)


def test_a_joint_release_named_by_its_day_is_claimed() -> None:
    joint = Paper(
        "press_release", f"{OWN}\nLena Dahl\nTomas Brandt", "2024-05-20", ["Lena Dahl", "Tomas Brandt"]
    )
    beside = "said in a press release of May 20, 2024"
    [found] = checks(article(OWN.replace("no decree", "a decree"), "Lena Dahl", beside=beside), joint)
    assert (found.verdict, found.claimed_source) == ("altered", joint.id)
