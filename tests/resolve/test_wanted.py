"""One wanted document however many cite it, and the same of a record that grows as of one made at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.pipeline.progress import tell_nobody
from onrecord.pipeline.resolving import resolve_all
from onrecord.record.store import Record
from onrecord.resolve.links import LinkResolver
from onrecord.resolve.wanted import WantedResolver
from onrecord.types.documents import Metadata
from onrecord.types.findings import Resolver
from onrecord.types.rows import DocumentLink, Row
from tests.resolve.citing import Citing
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper
from tests.resolve.test_links import MATTER, OKAFOR, OTHER_MATTER, RUIZ, SAND

CHIEFS = "the Chairs of the Commission on Lake Communities"


def wanted_links(*papers: Paper) -> list[DocumentLink]:
    """Return the links to wanted documents as they are shown after both resolvers."""
    resolvers: list[Resolver] = [LinkResolver(), WantedResolver()]
    corpus = MemoryCorpus([paper.findings() for paper in papers], resolvers)
    shown: dict[str, DocumentLink] = {}
    for resolver in resolvers:
        shown |= {row.id: row for row in items_of(resolver, corpus) if isinstance(row, DocumentLink)}
        corpus.resolved = list(shown.values())
    return [link for link in shown.values() if link.wanted is not None]


def groups(links: Sequence[DocumentLink]) -> set[frozenset[str]]:
    """Return the documents that cite one wanted document, for each."""
    found: dict[str, set[str]] = {}
    for link in links:
        assert link.wanted is not None
        assert link.from_document in link.wanted.cited_by
        found.setdefault(link.wanted.id or "", set()).add(link.from_document)
        assert all(
            other.wanted == link.wanted
            for other in links
            if other.wanted and other.wanted.id == link.wanted.id
        )
    return {frozenset(documents) for documents in found.values()}


def release(
    number: int, text: str = MATTER, date: str | None = "2024-05-22", by: str = RUIZ, to: str = SAND
) -> Citing:
    """Return a release on a letter; `number` tells texts apart."""
    paper = Citing("press_release", f"No. {number}. {by} sent a letter to {to}. {text}", date)
    paper.cites("a letter", issuers=[paper.actor(by)], addressees=[paper.actor(to)], date=date, told=True)
    return paper


def test_releases_of_one_letter_want_one_letter() -> None:
    one, other, coarse = release(1), release(2, date="2024-05-23"), release(3, date="2024-05")
    assert groups(wanted_links(one, other, coarse)) == {frozenset((one.id, other.id, coarse.id))}


APART = {
    "another matter": {"text": OTHER_MATTER},
    "another day": {"date": "2024-08-01"},
    "another author": {"by": OKAFOR},
    "another addressee": {"to": OKAFOR},
}


@pytest.mark.parametrize("given", APART.values(), ids=APART.keys())
def test_what_differs_makes_two_letters(given: dict[str, str]) -> None:
    one, other = release(1), release(2, **given)
    assert groups(wanted_links(one, other)) == {frozenset((one.id,)), frozenset((other.id,))}


def test_names_in_common_make_no_common_matter() -> None:
    tail = f"So said {RUIZ}, {OKAFOR} and {SAND} in the Harbour Commission and the Lake Assembly."
    one, other = release(1, f"{tail} {MATTER}"), release(2, f"{tail} {OTHER_MATTER}")
    for paper in (one, other):
        paper.actor(OKAFOR)
        for body in ("Harbour Commission", "Lake Assembly"):
            paper.actor(body, "body")
    assert len(groups(wanted_links(one, other))) == len((one, other))


def test_an_undated_one_goes_to_the_only_letter_it_can_be() -> None:
    dated, later, undated = release(1), release(2, date="2024-09-01"), release(3, date=None)
    assert frozenset((dated.id, undated.id)) in groups(wanted_links(dated, undated))
    assert len(groups(wanted_links(dated, later, undated))) == len((dated, later, undated))


def test_chairs_of_a_body_are_those_whom_another_text_names() -> None:
    listing = Citing("listing_page", f"{CHIEFS} released a letter to {SAND} and {OKAFOR}. {MATTER}")
    to = [listing.actor(SAND), listing.actor(OKAFOR)]
    group = listing.actor("the Chairs", "group", "the Chairs")
    listing.cites("a letter", issuers=[group], addressees=to, by=listing.words(CHIEFS), told=True)
    article = Citing("news_article", f"{RUIZ} wrote a letter to {SAND} and {OKAFOR}. {MATTER}")
    sides = [article.actor(RUIZ)], [article.actor(SAND), article.actor(OKAFOR)]
    article.cites("a letter", issuers=sides[0], addressees=sides[1], told=True)
    assert len(groups(wanted_links(listing, article))) == len((listing, article))
    article.role(RUIZ, "co-chair of the Commission on Lake Communities")
    links = wanted_links(listing, article)
    assert groups(links) == {frozenset((listing.id, article.id))}
    assert {link.wanted.issuer for link in links if link.wanted} == {RUIZ}


def report(number: int, date: str | None, title: str | None = None, text: str = MATTER) -> Citing:
    paper = Citing("press_release", f"No. {number}. The Clinic said in a report so. {text}", "2024-06-01")
    issuers = [paper.actor("Clinic", "organization")]
    paper.cites("a report", "report", issuers=issuers, date=date, title=title, told=True)
    return paper


def test_reports_are_one_by_title_or_by_month_and_matter() -> None:
    titled = report(1, None, "Cleared Shores"), report(2, "2023", "The Cleared Shores")
    assert len(groups(wanted_links(*titled))) == 1
    assert len(groups(wanted_links(report(1, "2024-04"), report(2, "2024-04")))) == 1
    assert len(groups(wanted_links(report(1, "2024"), report(2, "2024")))) == len("ab")
    other = report(2, "2024-04", text=OTHER_MATTER)
    assert len(groups(wanted_links(report(1, "2024-04"), other))) == len("ab")
    assert len(groups(wanted_links(report(1, "2024-04", "Shores"), report(2, "2024-04", "Boats")))) == len(
        "ab"
    )


def test_all_that_is_known_is_told_with_every_link() -> None:
    one, other = release(1, date="2024-05"), release(2)
    [first, second] = wanted_links(one, other)
    assert first.wanted == second.wanted
    assert first.wanted is not None
    assert first.wanted.description == f"letter from {RUIZ} to {SAND} (2024-05-22)"
    assert first.wanted.cited_by == tuple(sorted((one.id, other.id)))


def world() -> list[Paper]:
    """Return documents of which some cite one letter, some another, and one is the first of them."""
    papers: list[Paper] = [
        release(number, date=date) for number, date in enumerate(("2024-05-22", None, "2024-05"))
    ]
    papers += [release(10 + number, OTHER_MATTER, f"2024-0{number + 1}-03") for number in range(3)]
    papers += [release(20, date="2024-09-01"), release(21, date="2024-09-02")]
    papers += [report(number, "2024-04") for number in (30, 31)]
    papers.append(Citing("letter", f"Dear {SAND},\n{MATTER}\n{RUIZ}", "2024-05-21", (RUIZ,), (SAND,)))
    return papers


def save(record: Record, paper: Paper, resolvers: Sequence[Resolver]) -> None:
    found = paper.findings()
    record.put_source(
        paper.text.encode(),
        path=found.row.path,
        media_type="text/plain",
        metadata=Metadata(),
        container=None,
        origin=found.row.path,
    )
    keys = tuple(key for resolver in resolvers for key in sorted(set(resolver.keys(found))))
    record.save_document(replace(found, keys=keys), "1")


def shown(record: Record) -> list[Row]:
    return sorted(record.rows(DocumentLink), key=lambda link: link.id)


@pytest.mark.parametrize("seed", range(6))
def test_links_of_a_record_that_grew_are_those_of_one_made_at_once(tmp_path: Path, seed: int) -> None:
    papers = world()
    random.Random(seed).shuffle(papers)
    resolvers: list[Resolver] = [LinkResolver(), WantedResolver()]
    with Record.create(tmp_path / "grown.record") as grown:
        for count, paper in enumerate(papers, start=1):
            save(grown, paper, resolvers)
            resolve_all(grown, resolvers, tell_nobody)
            with Record.create(tmp_path / f"{count}.record") as fresh:
                for each in papers[:count]:
                    save(fresh, each, resolvers)
                resolve_all(fresh, resolvers, tell_nobody)
                assert shown(grown) == shown(fresh)
                assert [issue.code for issue in fresh.issues()] == []


def test_a_wanted_letter_that_comes_is_led_to(tmp_path: Path) -> None:
    resolvers: list[Resolver] = [LinkResolver(), WantedResolver()]
    papers = world()
    letter = papers.pop()
    with Record.create(tmp_path / "papers.record") as record:
        for paper in papers:
            save(record, paper, resolvers)
        resolve_all(record, resolvers, tell_nobody)
        assert not any(link.to_document for link in record.rows(DocumentLink) if link.kind != "same_text")
        save(record, letter, resolvers)
        resolve_all(record, resolvers, tell_nobody)
        leading = {link.from_document for link in record.rows(DocumentLink) if link.to_document == letter.id}
    assert {papers[0].id, papers[2].id} <= leading
