"""What is redone after a change gives the record that comparing everything anew gives."""

from __future__ import annotations

from itertools import permutations

import pytest

from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.findings import Changes, DocumentFindings
from onrecord.types.rows import QuotationCheck
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.papers import Paper

LETTER = (
    "We ask you to raise the evictions at the lake with the minister before the summer. Evicted families "
    "have nowhere to go and no boats to fish with, and their children are falling ill in the tents."
)
REUSED = (
    "Nobody in the valley was asked before the dam was built across the river and the villages were flooded."
)


def papers() -> list[DocumentFindings]:
    """Return a letter, a release and an article that quote it, and two releases with one sentence."""
    letter = Paper(
        "letter", f"{LETTER}\nTomas Brandt\nLena Dahl", "2024-05-21", ["Tomas Brandt", "Lena Dahl"]
    )
    made = [letter, *(_quoting(number) for number in (1, 2))]
    for name, day in (("Ana Ruiz", "2024-05-01"), ("Iva Horn", "2024-05-03")):
        made.append(Paper("press_release", f"{REUSED}\n{name}", day, [name]))
    article = Paper("news_article", f"Ana Ruiz said, “{REUSED.replace('Nobody', 'No one')}”", "2024-05-09")
    article.says("Ana Ruiz", REUSED.replace("Nobody", "No one"), [article.actor("Ana Ruiz")])
    article.quotes(REUSED.replace("Nobody", "No one"))
    return [paper.findings() for paper in (*made, article)]


def _quoting(number: int) -> Paper:
    words = (
        "Evicted families have nowhere to go and no boats to fish with, and their children are falling ill"
    )
    altered = words.replace("no boats", "few boats")
    paper = Paper(
        "press_release", f"Tomas Brandt and Lena Dahl wrote letter {number}. “{words},” said the members. "
        f"The letter says, “{altered}.”", f"2024-05-2{number + 1}",
    )  # fmt: skip
    paper.actor("Tomas Brandt")
    paper.actor("Lena Dahl")
    group = paper.actor("the members", "group")
    for source, quoted in (("the members", words), ("The letter", altered)):
        paper.says(source, quoted, [group])
        paper.quotes(quoted)
    return paper


def all_checks(held: list[DocumentFindings]) -> dict[str, QuotationCheck]:
    resolver = QuotationResolver()
    made = resolver.resolve(MemoryCorpus(held, [resolver]))
    return {item.item.id: item.item for item in made if isinstance(item.item, QuotationCheck)}


@pytest.mark.parametrize("order", list(permutations(range(6)))[::48])
def test_documents_added_one_at_a_time_leave_the_same_checks(order: tuple[int, ...]) -> None:
    every = papers()
    resolver = QuotationResolver()
    kept: dict[str, dict[str, QuotationCheck]] = {}
    for count in range(1, len(order) + 1):
        held = [every[index] for index in order[:count]]
        corpus = MemoryCorpus(held, [resolver])
        added = frozenset([held[-1].row.id])
        units = set(resolver.units(corpus, Changes(added)))
        for unit in units:
            kept[unit] = {}
        for made in resolver.resolve(corpus, units):
            assert isinstance(made.item, QuotationCheck)
            kept[made.unit][made.item.id] = made.item
        now = {id_: check for checks in kept.values() for id_, check in checks.items()}
        assert now == all_checks(held)
    verdicts = sorted(check.verdict for checks in kept.values() for check in checks.values())
    assert verdicts == ["altered", "altered", "altered", "verbatim", "verbatim"]


def test_a_document_that_shares_no_words_touches_itself_alone() -> None:
    every = papers()
    resolver = QuotationResolver()
    corpus = MemoryCorpus(every, [resolver])
    other = Paper("press_release", "The library opens at nine in the morning on every day of the week.")
    corpus = MemoryCorpus([*every, other.findings()], [resolver])
    assert set(resolver.units(corpus, Changes(frozenset([other.id])))) == {other.id}
