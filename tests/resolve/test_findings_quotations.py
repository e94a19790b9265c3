from __future__ import annotations

import pytest

from onrecord.resolve.findings import FindingResolver
from onrecord.resolve.findings_quotations import on_quotations
from onrecord.resolve.findings_words import DocumentNames
from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.rows import Finding, Row
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


def test_a_faithful_quotation_is_not_told() -> None:
    assert (
        told("Officials counted 1,200 evicted families at the lake, which the ministry has never denied")
        == []
    )
