from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.resolve.findings import FindingResolver
from onrecord.resolve.findings_invented import on_invented_quotations
from onrecord.resolve.findings_quotations import on_quotations
from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import Finding, QuotationCheck, Row
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper

LETTER = (
    "Officials counted 1,200 evicted families at the lake, which the ministry has never denied. The Harbour "
    "Bank lent the money. Their children are falling ill. They must be allowed to return before the rains."
)


def told(quoted: str) -> list[Finding]:
    """Return the findings on a release that quotes the letter."""
    source = Paper(
        "letter", f"{LETTER}\nTomas Brandt\nLena Dahl", "2024-05-21", ["Tomas Brandt", "Lena Dahl"]
    )
    source.actor("The Harbour Bank", "organization", "Harbour Bank")
    text = f"Tomas Brandt and Lena Dahl wrote. “{quoted}” says the letter."
    paper = Paper("press_release", text, "2024-05-22")
    people = [paper.actor("Tomas Brandt"), paper.actor("Lena Dahl")]
    paper.says("the letter", quoted, people)
    paper.quotes(quoted)
    return findings_of(paper, source)


def findings_of(paper: Paper, *others: Paper) -> list[Finding]:
    resolver = QuotationResolver()
    held = [paper.findings(), *(other.findings() for other in others)]
    corpus = MemoryCorpus(held, [resolver, FindingResolver()])
    corpus.resolved.extend(row for row in items_of(resolver, corpus) if isinstance(row, Row))
    return list(on_quotations(paper.findings().row, corpus, DocumentNames(corpus)))


@pytest.mark.parametrize(
    ("original", "quoted", "severity", "words"),
    [
        pytest.param("1,200", "1,300", "high", "with “1,300” for “1,200”", id="a number"),
        pytest.param("has never", "has", "high", "without “never”", id="a negation"),
        pytest.param("evicted", "all evicted", "high", "with “all”, which it does not have", id="a bound"),
        pytest.param("lake", "river", "medium", "with “river” for “lake”", id="a noun"),
        pytest.param("denied", "deniid", "low", "with “deniid” for “denied”", id="a misprint"),
        pytest.param("at the lake", "at lake", "low", "without “the”", id="an article"),
    ],
)
def test_a_sentence_says_how_the_words_differ(original: str, quoted: str, severity: str, words: str) -> None:
    whole = "Officials counted 1,200 evicted families at the lake, which the ministry has never denied."
    [found] = told(whole.replace(original, quoted))
    assert found.kind == "altered_quotation"
    assert found.title.startswith("The press release of 2024-05-22 quotes the letter of 2024-05-21 ")
    assert words in found.title
    assert found.severity == severity


def test_another_name_is_grave() -> None:
    [found] = told("The Harvest Fund lent the money. Their children are falling ill.")
    assert (found.kind, found.severity) == ("altered_quotation", "high")


def test_a_stitch_tells_what_was_left_out() -> None:
    first = "Officials counted 1,200 evicted families at the lake."
    [found] = told(f"{first} They must be allowed to return before the rains.")
    assert (found.kind, found.severity) == ("stitched_quotation", "medium")
    assert (
        "17 words are left out, “which the ministry has never denied. The Harbour Bank lent…”" in found.title
    )
    assert "between “…1,200 evicted families at the lake,” and “They must be allowed to return before" in (
        found.title
    )


def test_the_weightiest_difference_is_told_first() -> None:
    [found] = told("Officials counted 1,200 evicted families at lake, which the bank has never denied.")
    assert found.title.index("with “bank” for “ministry”") < found.title.index("without “the”")


def test_words_given_to_somebody_else_name_both() -> None:
    words = "The lake belongs to the families who fish in it every day, and no decree will change that."
    source = Paper("press_release", f"{words}\nLena Dahl", "2024-05-20", ["Lena Dahl"])
    paper = Paper("news_article", f"Ana Ruiz said, “{words}”", "2024-05-22")
    paper.says("Ana Ruiz", words, [paper.actor("Ana Ruiz")])
    paper.quotes(words)
    [found] = findings_of(paper, source)
    assert (found.kind, found.severity) == ("altered_quotation", "high")
    assert "gives to Ana Ruiz words that the press release of 2024-05-20 gives to Lena Dahl" in found.title


OWN = "Officials counted 1,200 evicted families at the lake"
INVENTED = "Nobody will ever pay for what these boats cost us"


def invented(
    frame: str = "{own} The letter states, “{words}.”",
    words: str = INVENTED,
    source: str = "The letter",
    cue: str = "states",
) -> list[Finding]:
    """Return the findings on words that a release gives as those of a letter which it quotes beside them."""
    letter = Paper(
        "letter", f"{LETTER}\nTomas Brandt\nLena Dahl", "2024-05-21", ["Tomas Brandt", "Lena Dahl"]
    )
    own = f"Tomas Brandt and Lena Dahl said so. “{OWN},” the letter says."
    text = frame.format(own=own, words=words)
    paper = Paper("press_release", text, "2024-05-22")
    people = [paper.actor("Tomas Brandt"), paper.actor("Lena Dahl")]
    paper.says("the letter", OWN, people)
    paper.quotes(OWN)
    told_by = paper.says(source, words, people)
    paper.rows[-1] = replace(told_by, cue=paper.words(cue))
    paper.quotes(words)
    resolver = QuotationResolver()
    corpus = MemoryCorpus([paper.findings(), letter.findings()], [resolver, FindingResolver()])
    corpus.resolved.extend(row for row in items_of(resolver, corpus) if isinstance(row, Row))
    assert "absent" in {row.verdict for row in corpus.resolved if isinstance(row, QuotationCheck)}
    return list(on_invented_quotations(paper.findings().row, corpus, DocumentNames(corpus)))


def test_words_given_as_a_letters_that_has_nothing_like_them_are_told() -> None:
    [found] = invented()
    assert (found.kind, found.severity) == ("altered_quotation", "high")
    assert found.title == (
        "The press release of 2024-05-22 attributes to the letter of 2024-05-21 words that it does not have: "
        f"“{INVENTED}”."
    )
    assert [anchor.exact for anchor in found.evidence] == [INVENTED]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"words": "Nobody will pay for boats"}, id="few words"),
        pytest.param(
            {"words": "They must be allowed to … the lake, which the ministry has never"}, id="words in a row"
        ),
        pytest.param(
            {"frame": "{own} The earlier letter states, “{words}.”", "source": "The earlier letter"},
            id="another letter",
        ),
        pytest.param({"frame": "{own} In 2019 The letter states, “{words}.”"}, id="another year"),
        pytest.param(
            {
                "frame": "{own} “{words},” remarked Lena Dahl, who is named in the letter.",
                "source": "Lena Dahl",
                "cue": "remarked",
            },
            id="somebody speaks",
        ),
    ],
)
def test_words_that_may_come_from_elsewhere_are_not_told_as_invented(changed: dict[str, str]) -> None:
    assert invented(**changed) == []


@pytest.mark.parametrize("cue", ["wrote", "wrote in their letter", "said in a letter"])
def test_signatories_who_wrote_words_in_their_letter_are_held_to_it(cue: str) -> None:
    said = cue if "letter" in cue else f"{cue} in their letter"
    frame = f"{{own}} “{{words}},” Brandt {said} to the minister."
    assert len(invented(frame, source="Brandt", cue=cue)) == 1


def test_a_faithful_quotation_is_not_told() -> None:
    assert (
        told("Officials counted 1,200 evicted families at the lake, which the ministry has never denied")
        == []
    )
