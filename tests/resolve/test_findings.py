from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from onrecord.resolve.asks import AskResolver
from onrecord.resolve.asks_others import AlsoAskedResolver
from onrecord.resolve.asks_pairing import AskPairResolver
from onrecord.resolve.findings import FindingResolver
from onrecord.resolve.links import LinkResolver
from onrecord.resolve.quotations import QuotationResolver
from onrecord.resolve.wanted import WantedResolver
from onrecord.types.findings import DocumentFindings, Resolver
from onrecord.types.identity import row_id
from onrecord.types.naming import short
from onrecord.types.rows import Ask, DocumentLink, Finding, Response, Row
from tests.resolve.citing import Citing
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper

LETTER = (
    "We ask you to raise the evictions at the lake with the minister. Police evicted 340 families in March. "
    "Evicted families have nowhere to go and no boats to fish with. Please visit the tents at the harbour "
    "camp before June.\nTomas Brandt\nLena Dahl"
)


def findings(*papers: Paper) -> list[Finding]:
    return findings_of([paper.findings() for paper in papers])


def findings_of(documents: Sequence[DocumentFindings]) -> list[Finding]:
    resolvers: list[Resolver] = [
        QuotationResolver(), LinkResolver(), WantedResolver(), AskPairResolver(), AskResolver(),
        AlsoAskedResolver(), FindingResolver(),
    ]  # fmt: skip
    corpus = MemoryCorpus(documents, resolvers)
    for resolver in resolvers:
        made = {row.id: row for row in items_of(resolver, corpus) if isinstance(row, Row)}
        corpus.resolved = [*(row for row in corpus.resolved if row.id not in made), *made.values()]
    return [row for row in corpus.resolved if isinstance(row, Finding)]


def kinds(*papers: Paper) -> list[str]:
    return sorted(finding.kind for finding in findings(*papers))


def letter() -> Paper:
    return Paper("letter", LETTER, "2024-05-21", ["Tomas Brandt", "Lena Dahl"])


def release(quoted: str, number: int | None = None) -> Paper:
    text = f"Tomas Brandt and Lena Dahl sent a letter to her. “{quoted}” wrote the members."
    paper = Citing("press_release", text, "2024-05-22")
    people = [paper.actor("Tomas Brandt"), paper.actor("Lena Dahl")]
    paper.says("the members", quoted, [paper.actor("the members", "group")])
    paper.quotes(quoted)
    paper.cites("a letter", issuers=people, date="2024-05-21", told=True, number=number)
    return paper


def ask(paper: Paper, operative: str, action: str, strength: str = "S3") -> Ask:
    row = Ask(
        row_id("ask", paper.id, action), paper.id, paper.words(operative), paper.words(action), strength,
        requesters=paper.signatories,
    )  # fmt: skip
    paper.rows.append(row)
    return row


@pytest.mark.parametrize(
    ("quoted", "severity", "words"),
    [
        (
            "Evicted families have nowhere to go and few boats to fish with",
            "high",
            "with “few” for “no”",
        ),
        (
            "Evicted families have nowhere to go and no ships to fish with",
            "medium",
            "with “ships” for “boats”",
        ),
    ],
)
def test_an_altered_quotation_is_told_in_words(quoted: str, severity: str, words: str) -> None:
    [found] = [f for f in findings(release(quoted), letter()) if f.kind == "altered_quotation"]
    assert found.severity == severity
    assert words in found.title
    assert "the letter of 2024-05-21" in found.title


def test_a_faithful_release_accuses_nobody() -> None:
    paper = release("Evicted families have nowhere to go and no boats to fish with")
    assert "altered_quotation" not in kinds(paper, letter())
    assert "stitched_quotation" not in kinds(paper, letter())


def test_an_ask_that_the_release_leaves_out_is_told_and_one_it_keeps_is_not() -> None:
    source = letter()
    dropped = ask(source, "Please", "visit the tents at the harbour camp before June")
    ask(source, "ask", "raise the evictions at the lake with the minister")
    paper = release("We ask you to raise the evictions at the lake with the minister")
    found = [f for f in findings(paper, source) if f.kind == "dropped_ask"]
    assert [f.rows for f in found] == [(paper.id, dropped.id)]


REMINDER = " In May you promised to speak for the people of the lake."


@pytest.mark.parametrize(
    ("told", "left_out"),
    [
        ("They asked her to raise the evictions.", True),
        ("They recall that she once said she would speak for people of the lake.", False),
    ],
    ids=["left out", "told in other words"],
)
def test_a_promise_that_the_letter_recalls_and_the_release_leaves_out_is_told(
    told: str, left_out: bool
) -> None:
    people = ["Tomas Brandt", "Lena Dahl"]
    source = Paper("letter", f"Dear Irena Vask,{REMINDER}\n{LETTER}", "2024-05-21", people)
    promise = source.words("you promised to speak for the people of the lake")
    actor = source.actor("Irena Vask")
    source.rows.append(Response(row_id("response", source.id), source.id, "commitment", promise, actor))
    quoted = "Evicted families have nowhere to go and no boats to fish with"
    paper = release(quoted + "”, they wrote. “" + told)
    found = source.findings()
    addressed = replace(found, row=replace(found.row, addressees=(actor,)))
    dropped = [row for row in findings_of([paper.findings(), addressed]) if row.kind == "dropped_ask"]
    title = (
        "The press release of 2024-05-22 leaves out the commitment that the letter of 2024-05-21 reminds "
        "Irena Vask of: “you promised to speak for the people of the lake”."
    )
    assert [row.title for row in dropped] == ([title] if left_out else [])


def test_who_asks_for_the_same_is_named_with_the_one_who_is_asked() -> None:
    papers = [
        Paper("letter", f"{who} {verb} Ostland to open the north gate of the lake.", day)
        for who, verb, day in (
            ("Ana Ruiz", "asks", "2022-08-02"),
            ("Tomas Brandt", "urges", "2024-05-21"),
        )
    ]
    for paper, who, verb in zip(papers, ("Ana Ruiz", "Tomas Brandt"), ("asks", "urges"), strict=True):
        asker, asked = paper.actor(who), paper.actor("Ostland", "state")
        row = ask(paper, verb, "open the north gate of the lake")
        paper.rows[-1] = replace(row, requesters=(asker,), addressees=(asked,), targets=(asked,))
    [found] = [row for row in findings(*papers) if row.kind == "repeated_ask"]
    assert found.title == (
        "Ana Ruiz in the letter of 2022-08-02, and Tomas Brandt in the letter of 2024-05-21, ask the same of "
        "Ostland: “open the north gate of the lake”."
    )


def test_a_repeated_ask_stands_on_its_own_words_and_on_no_other_ask_that_both_documents_share() -> None:
    gate, survey = "open the north gate of the lake", "publish the survey of the shore"
    papers = []
    for who, verb, day in (("Ana Ruiz", "asks", "2022-08-02"), ("Tomas Brandt", "urges", "2024-05-21")):
        text = f"{who} {verb} Ostland to {gate}. Lena Dahl calls on Ostland to {survey}."
        paper = Paper("letter", text, day)
        asked = (paper.actor("Ostland", "state"),)
        for name, operative, action in ((who, verb, gate), ("Lena Dahl", "calls on", survey)):
            row = replace(ask(paper, operative, action), requesters=(paper.actor(name),))
            paper.rows = [each for each in paper.rows if each.id != row.id]
            paper.rows.append(replace(row, addressees=asked, targets=asked))
        papers.append(paper)
    [found] = [row for row in findings(*papers) if row.kind == "repeated_ask"]
    assert {anchor.exact for anchor in found.evidence} == {"asks", "urges", gate}


@pytest.mark.parametrize(
    ("kind", "mine", "other", "told"),
    [
        ("person", "release 40 million crowns for the lake harbour", None, True),
        ("group", "release 40 million crowns for the lake harbour", None, False),
        ("person", "release 40 million crowns for the lake harbour",
         "release 60 million crowns for the lake harbour", False),
        ("person", "release 40 million crowns of 2024 for the lake harbour",
         "release 60 million crowns of 2024 for the lake harbour by 2024", False),
        ("person", "open the north gate of the lake and the mill road to fishermen, doctors and monitors",
         "open the north gate to reporters of the lake news, to teachers, nurses and fishermen", False),
    ],
    ids=["named", "no name", "another number", "one number shared", "part of a list"],
)  # fmt: skip
def test_others_repeat_an_ask_where_they_have_a_name_and_ask_for_the_whole_of_it(
    kind: str, mine: str, other: str | None, told: bool
) -> None:
    papers = []
    for who, action, day in (("Critics", mine, "2022-08-02"), ("Tomas Brandt", other or mine, "2024-05-21")):
        paper = Paper("news_article", f"{who} asks Ostland to {action}.", day)
        asker = paper.actor(who, kind if who == "Critics" else "person")
        asked = paper.actor("Ostland", "state")
        row = ask(paper, "asks", action)
        paper.rows[-1] = replace(row, requesters=(asker,), addressees=(asked,), targets=(asked,))
        papers.append(paper)
    assert [row.kind for row in findings(*papers) if row.kind == "repeated_ask"] == ["repeated_ask"] * told


@pytest.mark.parametrize(("strength", "told"), [("S4", False), ("S5", True)], ids=["near", "far"])
def test_one_ask_that_two_documents_put_far_apart_in_strength_has_drifted(strength: str, told: bool) -> None:
    papers = [
        Paper(kind, f"Ana Ruiz {verb} Ostland to open the north gate of the lake.", day)
        for kind, verb, day in (
            ("letter", "asks", "2024-05-21"),
            ("press_release", "urges", "2024-05-22"),
        )
    ]
    for paper, verb, each in zip(papers, ("asks", "urges"), ("S3", strength), strict=True):
        asker, asked = paper.actor("Ana Ruiz"), paper.actor("Ostland", "state")
        row = ask(paper, verb, "open the north gate of the lake", each)
        paper.rows[-1] = replace(row, requesters=(asker,), addressees=(asked,), targets=(asked,))
    titles = [row.title for row in findings(*papers) if row.kind == "ask_drift"]
    expected = (
        "The press release of 2024-05-22 asks more strongly than the letter of 2024-05-21, “urges” (S5) for "
        "“asks” (S3): “open the north gate of the lake”."
    )
    assert titles == ([expected] if told else [])


def test_open_asks_say_as_of_when_and_never_ignored() -> None:
    source = letter()
    ask(source, "Please", "visit the tents at the harbour camp before June")
    finding = source.findings()
    addressed = replace(finding, row=replace(finding.row, addressees=("a-fedcba9876543210",)))
    resolver = FindingResolver()
    corpus = MemoryCorpus([addressed], [resolver])
    [found] = [f for f in items_of(resolver, corpus) if isinstance(f, Finding) and f.kind == "unanswered_ask"]
    assert found.title == "One ask of the letter of 2024-05-21: no reply in this record as of {last date}."


NOT_TAKEN_UP = (
    "The letter of 2024-05-21 was answered by the letter of 2024-06-01; "
    "one of its asks is not taken up there."
)
NO_REPLY = "2 asks of the letter of 2024-05-21: no reply in this record as of {last date}."


@pytest.mark.parametrize(
    ("kind", "link", "words", "tied", "title"),
    [
        ("letter", "replies_to", "I raised the evictions with the minister.", True, NOT_TAKEN_UP),
        ("letter", "replies_to", "I raised the evictions with the minister.", False, None),
        ("letter", "replies_to", "I visit the tents at the camp.", True, None),
        ("statement", "replies_to", "I raised the evictions with the minister.", True, None),
        ("letter", "cites", "I raised the evictions with the minister.", False, NO_REPLY),
    ],
    ids=["one left out", "answers none", "taken up in other words", "no letter", "no reply"],
)
def test_no_ask_of_a_letter_that_is_replied_to_is_without_a_reply(
    kind: str, link: str, words: str, tied: bool, title: str | None
) -> None:
    source = letter()
    ask(source, "Please", "visit the tents at the harbour camp before June")
    raised = ask(source, "ask", "raise the evictions at the lake with the minister")
    finding = source.findings()
    addressed = replace(finding, row=replace(finding.row, addressees=("a-fedcba9876543210",)))
    reply = Paper(kind, f"Thank you for your letter. {words}", "2024-06-01")
    to = DocumentLink("l-1", reply.id, link, source.id, evidence=(reply.words("your letter"),))
    said = Response(
        "r-1", reply.id, "fulfilment", reply.words(words), asks=(raised.id,), asks_in=(source.id,)
    )
    resolver = FindingResolver()
    corpus = MemoryCorpus([addressed, reply.findings()], [resolver])
    corpus.resolved = [to, said] if tied else [to]
    found = [row.title for row in items_of(resolver, corpus) if isinstance(row, Finding)]
    assert found == [title] * (title is not None)


def test_open_asks_stand_in_the_order_of_the_text_without_the_stem_that_opens_their_list() -> None:
    text = "We ask you to support these steps: (B) open the gate; (A) publish the survey.\nTomas Brandt"
    source = Paper("letter", text, "2024-05-21", ["Tomas Brandt"])
    stem = ask(source, "ask", "support these steps")
    for action in ("publish the survey", "open the gate"):
        row = ask(source, "ask", action)
        source.rows[-1] = replace(row, parent=stem.id)
    finding = source.findings()
    addressed = replace(finding, row=replace(finding.row, addressees=("a-fedcba9876543210",)))
    [found] = [row for row in findings_of([addressed]) if row.kind == "unanswered_ask"]
    assert [words.exact for words in found.evidence] == ["open the gate", "publish the survey"]


def test_an_ask_that_nobody_be_harmed_is_told_with_the_words_that_say_so() -> None:
    said = "No worker should be punished for asking to be paid"
    source = Paper("letter", f"{said}.\nTomas Brandt", "2024-05-21", ["Tomas Brandt"])
    ask(source, "should", "be punished for asking to be paid", "S5")
    paper = release("Evicted families have nowhere to go", number=1)
    [found] = [row for row in findings(paper, source) if row.kind == "dropped_ask"]
    assert found.title.endswith(f"asks: “{said}”.")
    assert [words.exact for words in found.evidence] == [said]


def test_to_punish_and_not_to_punish_are_not_one_ask() -> None:
    papers = [
        Paper(
            "letter",
            f"{who} writes to Ostland. {said} should be punished for a strike at the lake mill.",
            day,
        )
        for who, said, day in (
            ("Ana Ruiz", "No worker", "2022-08-02"),
            ("Tomas Brandt", "Every worker", "2024-05-21"),
        )
    ]
    for paper, who in zip(papers, ("Ana Ruiz", "Tomas Brandt"), strict=True):
        asker, asked = paper.actor(who), paper.actor("Ostland", "state")
        row = ask(paper, "should", "be punished for a strike at the lake mill")
        paper.rows[-1] = replace(row, requesters=(asker,), addressees=(asked,), targets=(asked,))
    assert "repeated_ask" not in kinds(*papers)


def test_a_letter_told_of_and_not_here_is_wanted() -> None:
    paper = release("Nothing of this stands in any other document of this record")
    [found] = [f for f in findings(paper) if f.kind == "wanted_document"]
    assert found.title == (
        "Not in this record: a letter from Tomas Brandt and Lena Dahl (2024-05-21), "
        "told of by the press release of 2024-05-22."
    )
    assert [anchor.exact for anchor in found.evidence] == ["a letter"]


def test_a_letter_that_two_tell_of_is_wanted_once() -> None:
    told = [release("Nobody was there"), release("Nothing of this stands anywhere")]
    [found] = [f for f in findings(*told) if f.kind == "wanted_document"]
    assert found.title.count("the press release") == len(found.rows) == len(found.evidence) == len(told)


def test_an_ask_not_to_act_is_told_as_one() -> None:
    for opening, action in (
        ("not, if you can, ", "raise the harbour fees"),
        ("", "not raise the harbour fees"),
    ):
        text = f"We urge you {opening}{action} before the winter.\nTomas Brandt"
        source = Paper("letter", text, "2024-05-21", ["Tomas Brandt"])
        source.rows.append(replace(ask(source, "urge", action, "S5"), negative=True))
        del source.rows[-2]
        paper = release("Evicted families have nowhere to go", number=1)
        [found] = [f for f in findings(paper, source) if f.kind == "dropped_ask"]
        told = found.title.replace("“", "").replace("”", "")
        assert told.endswith("asks: not raise the harbour fees.")


@pytest.mark.parametrize("longest", range(8, 40))
def test_words_are_cut_between_two_words(longest: int) -> None:
    words = "close the gate, of the lower harbour"
    told = short(words, longest)
    assert len(told) <= longest
    kept = told.removesuffix("…")
    assert words.startswith(kept)
    assert told == words or words[len(kept)] in " ,"
