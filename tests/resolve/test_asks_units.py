"""Asks compared by units: what is redone after documents came or went is what comparing all anew gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.pipeline.keying import keys_of
from onrecord.pipeline.progress import tell_nobody
from onrecord.pipeline.resolving import resolve_all
from onrecord.record.store import Record
from onrecord.resolve import asks_answered, asks_meeting, asks_rarity
from onrecord.resolve.asks import AskResolver
from onrecord.resolve.asks_answered import AnswerResolver
from onrecord.resolve.asks_others import AlsoAskedResolver
from onrecord.resolve.asks_pairing import AskPairResolver
from onrecord.resolve.units import documents_of
from onrecord.types.findings import BlockKey, Changes, Corpus, DocumentFindings, Made, Resolver
from onrecord.types.identity import row_id
from onrecord.types.rows import Ask, AskPair, DocumentLink, Response, Row
from onrecord.types.spans import Evidence
from tests.resolve.papers import Paper

ACTIONS = (
    "release the detained fishermen from the island prison",
    "release the fishermen detained on the island before winter comes",
    "not keep the detained fishermen in the island prison",
    "publish the relocation plan for the harbour families",
    "publish the plan to relocate harbour families this spring",
    "open the northern gate of the lower reservoir to boats",
)
ANSWERS = (
    "will release the detained fishermen from the island prison",
    "refused to publish the relocation plan for harbour families",
    "will open the northern gate to boats",
)
WHO = ("Maria Jensen", "Ana Ruiz", "Tomas Brandt")


class Told:
    """Gives links between documents as a fixed list tells them, those of which both ends are here."""

    name, version = "links", "1"

    def __init__(self, links: Sequence[DocumentLink]) -> None:
        self._links = links

    def keys(self, findings: DocumentFindings) -> Iterable[BlockKey]:
        del findings
        return ()

    def units(self, corpus: Corpus, changes: Changes) -> Iterator[str]:
        del corpus
        for link in self._links:
            if {link.document, link.to_document} & changes.documents:
                yield link.document

    def resolve(self, corpus: Corpus, units: Iterable[str] | None = None) -> Iterator[Made]:
        for document in documents_of(corpus, units):
            for link in self._links:
                if link.document == document.id and corpus.document(link.to_document or "") is not None:
                    yield Made(document.id, link)


def world(seed: int, count: int) -> tuple[list[DocumentFindings], list[DocumentLink]]:
    """Return documents that ask for few things in turn, some of which answer, and links between some."""
    draw = random.Random(seed)
    papers = [_paper(draw, number) for number in range(count)]
    found = [
        replace(paper.findings(), row=replace(paper.findings().row, path=f"folder/{draw.random()}.txt"))
        for paper in papers
    ]
    links = []
    for one, other in zip(papers, draw.sample(papers, count), strict=True):
        kind = draw.choice(("reports_on", "same_text", "quotes"))
        if one is not other:
            whole = tuple(Evidence(each.id, 0, len(each.text), each.text) for each in (one, other))
            identity = row_id("document_link", one.id, kind, other.id)
            links.append(DocumentLink(identity, one.id, kind, other.id, evidence=whole))
    return found, links


def _paper(draw: random.Random, number: int) -> Paper:
    who, day = draw.choice(WHO), f"2024-0{draw.randint(1, 6)}-{draw.randint(10, 28)}"
    actions = draw.sample(ACTIONS, draw.randint(0, 2))
    answers = draw.sample(ANSWERS, draw.randint(0, 1))
    text = f"{who} writes to Ostland, letter {number}."
    text += "".join(f" {who} urges Ostland to {action}." for action in actions)
    text += "".join(f" Ostland {answer}." for answer in answers)
    paper = Paper(draw.choice(("letter", "press_release")), text, draw.choice((day, None)))
    asker, asked = paper.actor(who), paper.actor("Ostland", "state")
    for action in actions:
        verb, words = paper.words("urges"), paper.words(action)
        identity = row_id("ask", paper.id, words.start)
        paper.rows.append(Ask(identity, paper.id, verb, words, "S5", (asker,), (asked,), (asked,)))
    for answer in answers:
        words = paper.words(answer)
        identity = row_id("response", paper.id, words.start)
        paper.rows.append(Response(identity, paper.id, "refusal", words, asked))
    return paper


def chain(links: Sequence[DocumentLink]) -> tuple[Resolver, ...]:
    return (Told(links), AskPairResolver(), AskResolver(), AlsoAskedResolver(), AnswerResolver())


def shown(record: Record) -> list[Row]:
    kinds: tuple[type[Row], ...] = (Ask, AskPair, Response, DocumentLink)
    return sorted((row for kind in kinds for row in record.rows(kind)), key=lambda row: row.id)


def compare(record: Record, papers: Sequence[DocumentFindings], resolvers: Sequence[Resolver]) -> list[Row]:
    """Make `papers` the documents of a record, compare them and return what it shows."""
    for paper in papers:
        if record.fingerprint(paper.row.id) is None:
            keys = tuple(key for resolver in resolvers for key in keys_of(paper, resolver))
            record.save_document(replace(paper, keys=keys), "fingerprint")
    record.seen("folder", {paper.row.path: paper.row.id for paper in papers})
    resolve_all(record, resolvers, tell_nobody)
    assert not list(record.issues())
    return shown(record)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make words common in a record of a few documents."""
    monkeypatch.setattr(asks_meeting, "LARGEST_BLOCK", 4)
    for module in (asks_answered, asks_rarity):
        monkeypatch.setattr(module, "FEW_DOCUMENTS", 4)
        monkeypatch.setattr(module, "FEW_ANSWERED", 3)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("seed", range(4))
def test_documents_that_come_and_go_leave_what_comparing_all_anew_gives(tmp_path: Path, seed: int) -> None:
    papers, links = world(seed, 12)
    resolvers = chain(links)
    draw = random.Random(seed)
    here: list[DocumentFindings] = []
    found: set[type[Row]] = set()
    with Record.create(tmp_path / "grown") as grown:
        for step in range(18):
            if step < len(papers):
                here.append(papers[step])
            else:
                here.remove(draw.choice(here))
            redone = compare(grown, here, resolvers)
            if step % 3 == 2:
                with Record.create(tmp_path / f"anew {step}") as anew:
                    assert redone == compare(anew, here, resolvers)
            found |= {type(row) for row in redone if not isinstance(row, Ask) or row.restates}
            found |= {str for row in redone if isinstance(row, Response) and row.asks}  # type: ignore[misc]
    assert found == {Ask, AskPair, Response, DocumentLink, str}


def test_each_unit_alone_gives_what_it_gives_among_all(tmp_path: Path) -> None:
    papers, links = world(3, 16)
    with Record.create(tmp_path / "record") as record:
        compare(record, papers, chain(links))
        for resolver in chain(links)[1:]:
            made = list(resolver.resolve(record))
            by_unit: dict[str, list[object]] = {}
            for unit, item in made:
                by_unit.setdefault(unit, []).append(item)
            assert by_unit
            for unit, items in by_unit.items():
                assert [item for _, item in resolver.resolve(record, [unit])] == items
