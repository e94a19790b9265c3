"""What documents are called in findings, and that a finding is redone where anything it stands on changed."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import pytest

from onrecord.resolve.findings import FindingResolver
from onrecord.types.codec import to_json
from onrecord.types.dates import RecordDate
from onrecord.types.findings import Changes, DocumentFindings, Made
from onrecord.types.identity import row_id
from onrecord.types.naming import DocumentNames
from onrecord.types.rows import (
    Ask,
    ChainMark,
    Difference,
    DocumentLink,
    FigureChange,
    FigureSet,
    QuotationCheck,
    Response,
    Row,
    Wanted,
)
from onrecord.types.spans import Evidence
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.figured import counts
from tests.resolve.papers import Paper

MINISTRY = "a-fedcba9876543210"


class SomeOf(MemoryCorpus):
    """A record of some documents of a world, which remembers the keys of all of them."""

    def __init__(self, world: World, documents: Sequence[str]) -> None:
        super().__init__([world.papers[each] for each in documents], [FindingResolver()])
        self.whole = MemoryCorpus(world.papers.values(), [FindingResolver()])
        gone = [each for each in world.papers if each not in documents]
        self.resolved = [row for row in world.compared if not any(each in to_json(row) for each in gone)]

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        return self.whole.keys_of(stage, documents)


@dataclass
class World:
    """Documents and what comparing made of them: seen as far as all documents a row speaks of are here."""

    papers: dict[str, DocumentFindings] = field(default_factory=dict)
    compared: list[Row] = field(default_factory=list)

    def add(self, paper: Paper, path: str, title: str | None = None, addressed: bool = False) -> None:
        found = paper.findings()
        row = replace(
            found.row,
            path=path,
            title=paper.words(title) if title else None,
            addressees=(MINISTRY,) if addressed else (),
        )
        self.papers[paper.id] = replace(found, row=row)

    def with_(self, documents: Sequence[str]) -> MemoryCorpus:
        """Return the record of some of the documents."""
        return SomeOf(self, documents)


def changes_between(before: MemoryCorpus, now: MemoryCorpus) -> Changes:
    """Return what the record would tell a resolver after documents came or went."""
    documents = {row.id for row in before.documents()} ^ {row.id for row in now.documents()}
    ids = {row.id for row in before.resolved} ^ {row.id for row in now.resolved}
    told = [row for row in (*before.resolved, *now.resolved) if row.id in ids]
    spoken_of = {each for row in told for each in _documents_in(row)}
    return Changes(frozenset(documents | spoken_of), frozenset(ids))


def _documents_in(row: Row) -> set[str]:
    return {part for part in to_json(row).split('"') if part.startswith("d-")}


def by_unit(made: Sequence[Made]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for unit, item in made:
        assert isinstance(item, Row)
        found.setdefault(unit, []).append(item)
    return found


def check_steps(world: World, steps: Sequence[Sequence[str]]) -> None:
    """Hold the findings redone by units at each step against all of them made anew."""
    resolver = FindingResolver()
    before = world.with_(())
    held: dict[str, list[Row]] = {}
    for documents in steps:
        now = world.with_(documents)
        units = set(resolver.units(now, changes_between(before, now)))
        redone = by_unit(list(resolver.resolve(now, sorted(units))))
        assert redone.keys() <= units
        held = {unit: rows for unit, rows in held.items() if unit not in units} | redone
        assert held == by_unit(list(resolver.resolve(now)))
        before = now


def _ask(paper: Paper, action: str) -> Ask:
    verb, words = paper.words("urge"), paper.words(action)
    row_of = row_id("ask", paper.id, words.start)
    row = Ask(row_of, paper.id, verb, words, "S5", requesters=paper.signatories)
    paper.rows.append(row)
    return row


def _link(one: Paper, kind: str, other: Paper, *evidence: Evidence) -> DocumentLink:
    return DocumentLink(
        row_id("document_link", one.id, kind, other.id), one.id, kind, other.id, None, evidence
    )


def made_world() -> World:
    """Return letters, one of them repeated by a second, with a release, news of a reply, and a namesake."""
    world = World()
    halt = "halt the evictions at the lake"
    first = Paper(
        "letter",
        f"We urge you to {halt}. Hilde Ros says 340 families left.\nTomas Brandt",
        "2024-05-21",
        ["Tomas Brandt"],
    )
    asked = _ask(first, halt)
    ros = first.actor("Hilde Ros")
    said = first.says("Hilde Ros", "340 families left", [ros])
    weak = counts(first, "340|families", 340, date="2024-03", origin=ros, said=said)
    second = Paper("letter", f"Again we urge you to {halt}.\nTomas Brandt", "2024-06-03", ["Tomas Brandt"])
    again = _ask(second, halt)
    third = Paper("letter", f"Once more we urge you to {halt}.\nTomas Brandt", "2024-06-20", ["Tomas Brandt"])
    once_more = _ask(third, halt)
    release = Paper(
        "press_release", "The members, like Hilde Ros, say more than 340 families left.", "2024-05-21"
    )
    said = release.says("Hilde Ros", "more than 340 families left", [release.actor("Hilde Ros")])
    strong = counts(
        release, "more than 340|families", 340, "more_than", date="2024-03", origin=ros, said=said
    )
    news = Paper(
        "news_article",
        "The ministry promised to halt them, as all is well, after a report by Hilde Ros.\n"
        "Reportedly dozens of families are in tents.",
        "2024-07-01",
    )
    counts(news, "dozens|of families", None, "vague", measure="stock", limits=(24, 99))
    answer = Response(
        row_id("response", news.id), news.id, "commitment", news.words("promised to halt them"), MINISTRY
    )
    news.rows.append(answer)
    wire = Paper("news_article", "At the lake 340 families left their homes.", "2024-07-02")
    copied = counts(wire, "340|families", 340, date="2024-03")
    namesake = Paper("letter", "We thank you for the visit.\nLena Dahl", "2024-05-21", ["Lena Dahl"])
    for paper, path, title in (
        (first, "a/letter.txt", None),
        (second, "b/letter.txt", None),
        (third, "c/letter.txt", "Once more"),
        (release, "release.txt", "The members"),
        (news, "news.txt", None),
        (wire, "wire.txt", None),
        (namesake, "d/letter.txt", None),
    ):
        world.add(paper, path, title, addressed=paper.kind == "letter" and paper is not namesake)
    world.compared = [
        asked,
        *(replace(row, restates=asked.id, restates_in=first.id) for row in (again, once_more)),
        replace(answer, asks=(again.id,), reasons=("by the addressee",), asks_in=(second.id,)),
        _link(second, "same_ask", first, again.operative, again.action, asked.operative, asked.action),
        _link(release, "reports_on", first, release.words("The members")),
        replace(
            copied, chain=(ros, first.id, wire.id), chain_marks=(ChainMark(first.id, "same_number"),)
        ),
        QuotationCheck(
            row_id("quotation_check", news.id), news.words("all is well"), "altered", first.id,
            first.words("families left"),
            (Difference("replace", "all is well", "families left", "substantive"),),
        ),
        FigureSet(
            row_id("figure_set", "families"), "families", (weak.id, strong.id), "compatible", 1, (first.id,),
            "", (weak.anchor, strong.anchor), ((weak.id, strong.id),),
            changes=(FigureChange(weak.id, strong.id, "strengthened"),),
        ),
        DocumentLink(
            row_id("document_link", news.id), news.id, "cites", None, Wanted("report by Hilde Ros"),
            (news.words("a report"),),
        ),
    ]  # fmt: skip
    return world


def test_the_world_of_these_tests_has_findings_of_many_kinds() -> None:
    world = made_world()
    made = by_unit(list(FindingResolver().resolve(world.with_(list(world.papers)))))
    kinds = {row.kind for rows in made.values() for row in rows}  # type: ignore[attr-defined]
    assert kinds >= {
        "altered_quotation", "figure_strengthened", "dropped_ask", "wanted_document",
        "unsourced_figure", "lost_attribution",
    }  # fmt: skip
    # an answer to one letter's ask answers the two others, which say the same
    assert "unanswered_ask" not in kinds


@pytest.mark.parametrize("seed", range(40))
def test_findings_redone_by_units_are_those_made_anew(seed: int) -> None:
    world = made_world()
    order = sorted(world.papers)
    shuffled = random.Random(seed)
    shuffled.shuffle(order)
    steps = [order[:count] for count in range(1, len(order) + 1)]
    gone = order.copy()
    shuffled.shuffle(gone)
    steps += [[each for each in order if each not in gone[:count]] for count in range(1, len(order) + 1)]
    check_steps(world, steps)


def test_a_letter_is_open_again_when_the_news_of_its_answer_goes() -> None:
    world = made_world()
    news = next(each for each, found in world.papers.items() if found.row.kind == "news_article")
    others = [each for each in world.papers if each != news]
    made = by_unit(list(FindingResolver().resolve(world.with_(others))))
    open_asks = [row for rows in made.values() for row in rows if row.kind == "unanswered_ask"]  # type: ignore[attr-defined]
    assert len(open_asks) == 3


def _called(*papers: tuple[str, str | None, str | None]) -> list[str]:
    """Return what papers of some kinds, dates and titles are called beside each other."""
    world = World()
    for number, (kind, date, title) in enumerate(papers):
        paper = Paper(kind, f"{title}. Page {number}.", None)
        paper.date = date
        world.add(paper, f"folder/{number}.txt", title)
    corpus = world.with_(list(world.papers))
    named = DocumentNames(corpus)
    return [named(row) for row in corpus.documents()]


@pytest.mark.parametrize(
    ("papers", "called"),
    [
        ([("letter", "2024-05-21", None)], ["the letter of 2024-05-21"]),
        ([("press_release", "2024-05-21", "On the lake")], ["the press release of 2024-05-21"]),
        ([("report", "2024-05-21", "On the lake")], ["the report “On the lake”"]),
        ([("other", None, "On the lake")], ["the document “On the lake”"]),
        ([("joint_letter", None, None)], ["the joint letter folder/0.txt"]),
        (
            [("letter", "2024-05-21", "On the lake"), ("letter", "2024-05-21", "On the harbour")],
            ["the letter of 2024-05-21, “On the lake”", "the letter of 2024-05-21, “On the harbour”"],
        ),
        (
            [("letter", "2024-05-21", None), ("letter", "2024-05-21", None)],
            ["the letter of 2024-05-21 (folder/0.txt)", "the letter of 2024-05-21 (folder/1.txt)"],
        ),
    ],
    ids=["date", "date-before-title", "title", "other", "nothing", "both", "file"],
)  # fmt: skip
def test_documents_are_called_so_that_each_is_told_from_the_others(
    papers: list[tuple[str, str | None, str | None]], called: list[str]
) -> None:
    assert _called(*papers) == called


def test_a_document_whose_date_was_corrected_is_called_by_its_file_too() -> None:
    paper = Paper("letter", "We ask you to open the gate.", "2024-05-21")
    world = World()
    world.add(paper, "letter.txt")
    corpus = world.with_([paper.id])
    [row] = corpus.documents()
    corrected = replace(row, date=RecordDate("2024-05-12", "stated"))
    assert DocumentNames(corpus)(corrected) == "the letter of 2024-05-12 (letter.txt)"
