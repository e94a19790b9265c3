"""Sets of figures: which figures meet, what is said of them, and that units redone are all made anew."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import pytest

from onrecord.resolve import figures_meeting, figures_populations
from onrecord.resolve.figures import FigureResolver
from onrecord.resolve.origins import OriginResolver
from onrecord.types.codec import to_json
from onrecord.types.findings import Changes, Made, Resolver
from onrecord.types.rows import DocumentLink, Figure, FigureSet, Row
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.figured import counts, links
from tests.resolve.papers import Paper

CLINIC, MINISTRY = "a-0123456789abcdef", "a-fedcba9876543210"


def sets(*papers: Paper, linked: Sequence[DocumentLink] = ()) -> list[FigureSet]:
    resolver = FigureResolver()
    corpus = MemoryCorpus([paper.findings() for paper in papers], [resolver])
    corpus.resolved.extend(linked)
    corpus.resolved.extend(row for row in items_of(OriginResolver(), corpus) if isinstance(row, Row))
    return [row for row in items_of(resolver, corpus) if isinstance(row, FigureSet)]


def letter(words: str = "340|families", number: int = 340, bound: str = "exact") -> tuple[Paper, Figure]:
    text = f"The Clinic says that {words.replace('|', ' ')} were driven from the north shore in March."
    paper = Paper("letter", text, "2024-05-21", [])
    said = paper.says("The Clinic", text.removeprefix("The Clinic says that "), [CLINIC])
    return paper, counts(paper, words, number, bound, date="2024-03", origin=CLINIC, said=said)


def release() -> tuple[Paper, Figure]:
    text = "The letter says that more than 340 families were driven from the north shore in March."
    paper = Paper("press_release", text, "2024-05-22")
    said = paper.says("The letter", text.removeprefix("The letter says that "), [CLINIC])
    return paper, counts(
        paper, "more than 340|families", 340, "more_than", date="2024-03", origin=CLINIC, said=said
    )


def test_a_figure_that_grew_on_the_way_is_compatible_of_one_origin_and_its_change_is_named() -> None:
    (source, plain), (report, grown) = letter(), release()
    [found] = sets(source, report, linked=[links(report, "reports_on", source)])
    assert (found.verdict, found.rule) == ("compatible", "working_ranges_meet")
    assert found.strengthened == ((plain.id, grown.id),)
    assert (found.origins, found.origin_ids) == (1, (CLINIC,))
    assert [(change.one, change.other, change.change) for change in found.changes] == [
        (plain.id, grown.id, "strengthened")
    ]
    assert found.why.startswith("“more than 340” claims more for 2024-03 than “340”")
    assert [(pair.verdict, pair.rule) for pair in found.comparisons] == [(found.verdict, found.rule)]


def test_each_change_along_the_chain_is_named() -> None:
    text = "The Clinic says that about 340 fishing families were driven out on March 12."
    source = Paper("letter", text, "2024-05-21")
    said = source.says("The Clinic", text.removeprefix("The Clinic says that "), [CLINIC])
    before = counts(
        source, "about 340|fishing families", 340, "about", date="2024-03-12", origin=CLINIC, said=said,
        limits=(306, 374),
    )  # fmt: skip
    report = Paper("press_release", "In March 340 families were driven out, says the letter.", "2024-05-22")
    after = counts(report, "340|families", 340, date="2024-03")
    [found] = sets(source, report, linked=[links(report, "reports_on", source)])
    assert {(change.one, change.other) for change in found.changes} == {(before.id, after.id)}
    assert {change.change for change in found.changes} == {
        "hedge_dropped", "population_widened", "date_coarsened", "attribution_lost",
    }  # fmt: skip


def test_a_contradiction_speaks_for_a_set_and_says_what_cannot_be() -> None:
    (source, _), (report, _) = letter(), release()
    text = "84 families were driven from the north shore in March, the ministry answers."
    reply = Paper("letter", text, "2024-06-17")
    denied = counts(reply, "84|families", 84, date="2024-03")
    [found] = sets(source, report, reply, linked=[links(reply, "replies_to", source)])
    assert (found.verdict, found.rule) == ("conflict", "ranges_apart")
    assert found.origins is None
    assert denied.id in found.figures
    assert "cannot both hold" in found.why
    assert found.label == "families, 2024-03"
    told = {frozenset(group.figures): group.origin for group in found.origin_groups}
    assert told.pop(frozenset({denied.id})) is None
    assert list(told.values()) == [CLINIC]
    assert {figure for group in found.origin_groups for figure in group.figures} == set(found.figures)


def test_figures_that_nothing_but_the_noun_joins_are_in_no_set() -> None:
    source, _ = letter()
    other = Paper("report", "The mayor of Lorvik met 340 families at the school in March.", "2024-05-30")
    counts(other, "340|families", 340, date="2024-03")
    same = Paper("report", "Soldiers evicted 340 families from a valley in April.", "2024-05-30")
    counts(same, "340|families", 340, date="2024-04")
    assert sets(source, other, same) == []


def test_a_word_that_every_document_has_joins_nothing() -> None:
    papers = []
    for number in range(figures_meeting.COMMON + 1):
        paper = Paper("report", f"Page {number}: in March 340 families were driven from the north shore.")
        counts(paper, "340|families", 340, date="2024-03")
        papers.append(paper)
    assert len(sets(*papers[:-1])) == 1
    assert sets(*papers) == []


def test_no_origin_is_unknown_and_never_counted() -> None:
    first, second = (
        Paper("report", f"{where}: 340 families were driven from the north shore in March.") for where in "AB"
    )
    for paper in (first, second):
        counts(paper, "340|families", 340, date="2024-03")
    [found] = sets(first, second)
    assert (found.verdict, found.origins, found.origin_ids) == ("agree", None, ())


def test_a_sentence_that_was_copied_has_one_origin_whoever_is_said_to_say_it() -> None:
    papers = []
    for name, origin in (("The Clinic", CLINIC), ("The Network", MINISTRY)):
        content = "340 families were driven from the north shore of the lake in March"
        paper = Paper("press_release", f"{name} says that {content}.", "2024-05-21")
        said = paper.says(name, content, [origin])
        counts(paper, "340|families", 340, date="2024-03", origin=origin, said=said)
        papers.append(paper)
    [found] = sets(*papers)
    assert found.origins == 1
    [group] = found.origin_groups
    assert set(group.figures) == set(found.figures)
    assert group.origin in (CLINIC, MINISTRY)


def test_a_document_that_gives_both_numbers_contradicts_nobody() -> None:
    source, _ = letter()
    text = "340 families were driven from the north shore in March, and 84 families from the old north shore."
    reply = Paper("letter", text, "2024-06-17")
    counts(reply, "340|families", 340, date="2024-03")
    counts(reply, "84|families", 84, date="2024-03")
    found = sets(source, reply, linked=[links(reply, "replies_to", source)])
    assert [one.verdict for one in found] == ["agree"]


def test_two_origins_are_counted_apart_and_an_issuer_is_the_origin_others_name() -> None:
    source, _ = letter()
    text = "The Network says that on the north shore 340 families were driven out in March."
    other = Paper("news_article", text, "2024-05-23")
    said = other.says("The Network", text.removeprefix("The Network says that "), [MINISTRY])
    counts(other, "340|families", 340, date="2024-03", origin=MINISTRY, said=said)
    [found] = sets(source, other)
    assert (found.origins, found.origin_ids) == (2, (CLINIC, MINISTRY))

    own = Paper(
        "report", "340 families were driven from the north shore in March.\nLakeland Clinic", "2024-04"
    )
    clinic = own.actor("Lakeland Clinic", "organization")
    own.signatories = (clinic,)
    counts(own, "340|families", 340, date="2024-03")
    named = Paper(
        "letter", "Lakeland Clinic says that 340 families left the north shore in March.", "2024-05"
    )
    clinic_named = named.actor("Lakeland Clinic", "organization")
    assert clinic_named == clinic
    said = named.says("Lakeland Clinic", "340 families left the north shore in March", [clinic])
    counts(named, "340|families", 340, date="2024-03", origin=clinic, said=said)
    [found] = sets(own, named)
    assert (found.origins, found.origin_ids) == (1, (clinic,))


def camp(
    text: str,
    words: str,
    number: int,
    *,
    bound: str = "exact",
    date: str | None = None,
    written: str | None = None,
) -> Paper:
    paper = Paper("news_article", text, written)
    counts(paper, words, number, bound, measure="stock", date=date, place="Varenia")
    return paper


def at_least_1170() -> Paper:
    text = "At least 1,170 Osmari refugees are held in Varenia and wait to be sent back."
    words = "At least 1,170|Osmari refugees"
    return camp(text, words, 1170, bound="at_least", written="2022-08-02")


def test_counts_of_other_times_are_one_set_that_says_so() -> None:
    first = at_least_1170()
    second = camp(
        "Close to 2,000 Osmari refugees are held in Varenia.",
        "Close to 2,000|Osmari refugees",
        2000,
        bound="nearly",
    )
    third = camp(
        "Up to 2,100 Osmari exiles are held in Varenia and wait.",
        "Up to 2,100|Osmari exiles",
        2100,
        bound="at_most",
    )
    [found] = sets(first, second, third)
    assert (found.verdict, found.rule) == ("not_comparable", "undated")
    assert "“At least 1,170” in 2022-08 is told, but “" in found.why
    assert "have no date" in found.why
    text = "In May some 2,200 Osmari refugees were held in Varenia."
    dated = camp(text, "2,200|Osmari refugees", 2200, date="2023-05", written="2023-06-01")
    [found] = sets(first, dated)
    assert (found.verdict, found.rule) == ("not_comparable", "other_time")
    assert found.why == "They are counts of other times: “At least 1,170” in 2022-08, “2,200” in 2023-05."


def test_a_count_at_a_time_is_never_held_against_what_happened_over_a_time() -> None:
    sent = Paper("letter", "In 2023 Varenia sent back 600 Osmari refugees.", "2023-11-02")
    counts(sent, "600|Osmari refugees", 600, date="2023")
    [found] = sets(at_least_1170(), sent)
    assert (found.verdict, found.rule) == ("not_comparable", "stock_against_flow")
    assert "never added" in found.why


def test_a_population_of_which_nothing_common_is_told_is_no_set() -> None:
    other = Paper("news_article", "Some 400 Osmari refugees study law at universities.", "2023-01-01")
    counts(other, "400|Osmari refugees", 400, measure="stock")
    assert sets(at_least_1170(), other) == []


def test_a_population_of_a_table_is_told_of_by_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    sent = Paper("letter", "In 2023 Varenia sent back 600 Osmari refugees.", "2023-11-02")
    counts(sent, "600|Osmari refugees", 600, date="2023")
    assert len(sets(at_least_1170(), sent)) == 1
    monkeypatch.setattr(figures_populations, "MOST_MEMBERS", 1)
    assert sets(at_least_1170(), sent) == []


class World:
    """Papers with figures drawn from few words and numbers, and links between some of them."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(seed)
        self.papers: list[Paper] = []
        for number in range(14):
            text = f"Page {number}."
            drawn = []
            for _ in range(draw.randint(1, 3)):
                count = draw.choice([84, 300, 340])
                where = " and ".join(
                    draw.sample(["shore", "harbour", "village", "quay", "valley", "bridge"], 2)
                )
                verb = draw.choice(["driven from", "evicted at", "held near"])
                sentence = f" In all {count} families were {verb} {where}, {len(text)} say."
                drawn.append((len(text), count))
                text += sentence
            paper = Paper("report", text, draw.choice(["2024-05-01", "2024-06-01", None]))
            for at, count in drawn:
                self._figure(paper, at, count, draw)
            self.papers.append(paper)
        self.links = [
            links(one, draw.choice(["reports_on", "replies_to", "quotes"]), other)
            for one, other in ((draw.choice(self.papers), draw.choice(self.papers)) for _ in range(5))
            if one is not other
        ]

    def _figure(self, paper: Paper, at: int, count: int, draw: random.Random) -> None:
        whole = Paper("report", paper.text[at:])
        row = counts(
            whole, f"{count}|families", count,
            date=draw.choice(["2024-03-12", "2024-03-12", "2024-03", "2024-04", None]),
            measure=draw.choice(["flow", "flow", "flow", "stock"]),
            place=draw.choice(["Port Anders", None]), origin=draw.choice([CLINIC, MINISTRY, None]),
        )  # fmt: skip
        start = at + row.anchor.start
        words = f"{count} families"
        moved = paper.text.index(words, start)
        value = type(row.value)(paper.id, moved, moved + len(str(count)), str(count))
        anchor = type(row.anchor)(paper.id, moved, moved + len(words), words)
        chain = (*row.chain[:-1], paper.id)
        paper.rows.append(
            Figure(
                f"f-{paper.id[2:10]}{moved:08d}", paper.id, anchor, value, row.low, row.high, row.bound,
                row.counted, row.measure, row.date, chain=chain, number=row.number, date_basis=row.date_basis,
                place=row.place,
            )
        )  # fmt: skip

    def seen(self, papers: Iterable[Paper], resolver: Resolver) -> MemoryCorpus:
        """Return the record of some papers: links between them, and chains, as resolvers before give them."""
        here = list(papers)
        ids = {paper.id for paper in here}
        corpus = Remembering([paper.findings() for paper in here], [resolver], self.papers)
        corpus.resolved.extend(
            link for link in self.links if link.from_document in ids and link.to_document in ids
        )
        if not isinstance(resolver, OriginResolver):
            made = items_of(OriginResolver(), corpus)
            corpus.resolved.extend(row for row in made if isinstance(row, Row))
        return corpus


class Remembering(MemoryCorpus):
    """A record of some papers that remembers the keys of all: of those that were here as well."""

    def __init__(
        self, findings: Sequence[object], resolvers: Sequence[Resolver], all_: Sequence[Paper]
    ) -> None:
        super().__init__(findings, resolvers)  # type: ignore[arg-type]
        self._all = MemoryCorpus([paper.findings() for paper in all_], resolvers)

    def keys_of(self, stage: str, documents: Iterable[str]) -> frozenset[str]:
        return self._all.keys_of(stage, documents)


def changed(before: MemoryCorpus, now: MemoryCorpus) -> Changes:
    ids = {row.id for row in before.documents()} ^ {row.id for row in now.documents()}
    told = {to_json(row) for row in before.resolved} ^ {to_json(row) for row in now.resolved}
    spoken_of = {part for row in told for part in row.split('"') if part.startswith("d-")}
    return Changes(frozenset(ids | spoken_of))


def by_unit(made: Iterable[Made]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for unit, item in made:
        assert isinstance(item, Row)
        found.setdefault(unit, []).append(to_json(item))
    return found


def check_steps(resolver: Resolver, world: World, steps: Iterable[Sequence[Paper]]) -> None:
    """Hold what units redone at each step give, with what stands, against all of it made anew."""
    before = world.seen((), resolver)
    held: dict[str, list[str]] = {}
    for papers in steps:
        now = world.seen(papers, resolver)
        units = set(resolver.units(now, changed(before, now)))
        redone = by_unit(resolver.resolve(now, sorted(units)))
        assert redone.keys() <= units
        held = {unit: rows for unit, rows in held.items() if unit not in units} | redone
        assert held == by_unit(resolver.resolve(now))
        before = now


@pytest.mark.parametrize("make", [FigureResolver, OriginResolver])
@pytest.mark.parametrize("seed", range(40))
def test_units_redone_as_documents_come_and_go_are_all_made_anew(
    make: type[FigureResolver] | type[OriginResolver], seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_meeting, "COMMON", 3)
    monkeypatch.setattr(figures_meeting, "MOST_TOGETHER", 7)
    monkeypatch.setattr(figures_populations, "COMMON", 4)
    world = World(seed)
    order = world.papers.copy()
    random.Random(seed).shuffle(order)
    steps = [order[:count] for count in range(1, len(order) + 1)]
    check_steps(make(), world, [*steps, *(order[count:] for count in range(1, len(order)))])


def chained(*marks: str) -> World:
    """Return papers that give one number: those with a letter of their marks in common speak of one thing."""
    world = World(0)
    world.links = []
    world.papers = []
    for number, letters in enumerate(marks):
        told = " ".join(f"{letter}north {letter}south" for letter in letters)
        paper = Paper("report", f"Page {number}. In March 340 families {told}.")
        counts(paper, "340|families", 340, date="2024-03")
        world.papers.append(paper)
    return world


@pytest.mark.parametrize("last", range(6))
def test_a_document_at_the_end_of_a_chain_changes_the_set_whose_first_figure_stands_at_the_other(
    last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_meeting, "COMMON", 3)
    world = chained("ab", "bc", "cd", "de", "ef", "fg")
    others = [paper for paper in world.papers if paper is not world.papers[last]]
    [found] = sets(*world.papers)
    assert len(found.figures) == 6
    check_steps(FigureResolver(), world, [others, world.papers, others])


@pytest.mark.parametrize("last", range(7))
def test_sets_that_a_word_joins_when_it_is_rare_again_are_not_left_behind(
    last: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures_meeting, "COMMON", 3)
    monkeypatch.setattr(figures_meeting, "MOST_TOGETHER", 4)
    world = chained("ab", "bc", "cx", "xd", "de", "ef", "x", "x")
    others = [paper for paper in world.papers if paper is not world.papers[last]]
    check_steps(FigureResolver(), world, [world.papers, others, world.papers])
    assert len(sets(*world.papers)) == 2


def test_the_worlds_of_these_tests_have_sets_of_every_verdict() -> None:
    verdicts = set()
    for seed in range(60):
        world = World(seed)
        resolver = FigureResolver()
        corpus = world.seen(world.papers, resolver)
        verdicts |= {row.verdict for row in items_of(resolver, corpus) if isinstance(row, FigureSet)}
    assert verdicts == {"agree", "compatible", "conflict", "not_comparable"}
