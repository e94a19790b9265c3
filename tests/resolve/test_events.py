"""What is one happening told several times, and what only looks like it."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest

from onrecord.resolve.events import EventResolver
from onrecord.resolve.events_likeness import Likenesses
from onrecord.resolve.events_tellings import Telling
from onrecord.types.findings import Made, Redirect
from onrecord.types.rows import DocumentLink, Event
from tests.resolve.corpora import MemoryCorpus
from tests.resolve.happenings import tells
from tests.resolve.papers import Paper


def made(*papers: Paper) -> list[Made]:
    resolver = EventResolver()
    corpus = MemoryCorpus([paper.findings() for paper in papers], [resolver])
    return list(resolver.resolve(corpus))


def joined(*papers: Paper) -> set[frozenset[str]]:
    """Return the events that are led together, group by group."""
    groups: dict[str, set[str]] = {}
    for item in (one.item for one in made(*papers)):
        if isinstance(item, Redirect):
            groups.setdefault(item.to, {item.to}).add(item.row)
    return {frozenset(group) for group in groups.values()}


def links(*papers: Paper) -> list[DocumentLink]:
    return [one.item for one in made(*papers) if isinstance(one.item, DocumentLink)]


def strike(
    date: str, *, more: str = "", actor: str = "Nora Teal", day: str = "2024-05-22"
) -> tuple[Paper, Event]:
    """A document that tells of a meeting about a strike."""
    text = (
        f"{actor} met Ivo Brand in Lorvik over the strike of the ferry crews and their unpaid wages. {more}"
    )
    paper = Paper("press_release", text, day)
    event = tells(
        paper, "COMM.MEETING", f"{actor} met Ivo Brand in Lorvik", "met", date,
        actor=actor, recipient="Ivo Brand", place="Lorvik",
    )  # fmt: skip
    return paper, event


def flood(
    words: str, date: str, number: int | None = None, *, kind: str = "news_article"
) -> tuple[Paper, Event]:
    """A document that tells of people driven out by a flood; `words` are "displaced 1270 farmers"."""
    text = f"The river {words} at Marrow Bend when the lower dam gave way after three days of rain."
    paper = Paper(kind, text, "2024-04-02")
    event = tells(
        paper, "MOVE.FLIGHT", f"The river {words} at Marrow Bend", words.split(maxsplit=1)[0], date,
        recipient=words.split(" ", 1)[1], place="Marrow Bend", count=(number, "farmers") if number else None,
    )  # fmt: skip
    return paper, event


def test_one_day_with_the_same_people_is_one_happening_and_the_documents_are_linked() -> None:
    (one, first), (other, second) = (
        strike("2024-05-09", day="2024-05-10"),
        strike("2024-05-09", more="Later."),
    )
    assert joined(one, other) == {frozenset([first.id, second.id])}
    [link] = links(one, other)
    assert (link.from_document, link.kind, link.to_document) == (other.id, "same_event", one.id)
    assert [anchor.document for anchor in link.evidence] == [other.id, one.id]


def test_the_telling_with_the_finest_date_is_shown() -> None:
    (one, coarse), (other, fine) = (
        flood("displaced 1270 farmers", "2024-03", 1270),
        flood("drove 1270 farmers", "2024-03-12", 1270),
    )
    [redirect] = [item.item for item in made(one, other) if isinstance(item.item, Redirect)]
    assert (redirect.row, redirect.to) == (coarse.id, fine.id)
    assert (
        redirect.reason
        == "Told for dates that meet, with the same words for the recipient, place, figure and matter."
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("2024-05-09", "2024-05-19", id="other days"),
        pytest.param("2024-05-09", "2024-06-09", id="other months"),
        pytest.param("2024-05/..", "2024-05-09", id="what lasts and what happened once"),
    ],
)
def test_other_dates_are_other_happenings(one: str, other: str) -> None:
    assert joined(strike(one)[0], strike(other, more="Later.")[0]) == set()


def test_who_else_takes_part_contradicts_but_more_people_do_not() -> None:
    assert joined(strike("2024-05-09")[0], strike("2024-05-09", actor="Ada Moss")[0]) == set()
    text = "Nora Teal and Ada Moss met Ivo Brand in Lorvik over the strike of the ferry crews."
    both = Paper("news_article", text, "2024-05-11")
    tells(
        both, "COMM.MEETING", "Nora Teal and Ada Moss met Ivo Brand in Lorvik", "met", "2024-05-09",
        actor=("Nora Teal", "Ada Moss"), recipient="Ivo Brand", place="Lorvik",
    )  # fmt: skip
    assert len(joined(strike("2024-05-09")[0], both)) == 1


def test_figures_of_one_happening_may_disagree() -> None:
    """The happening is one by day and place; whether 1270 or 900 were driven out is for the reader."""
    (one, first), (other, second) = (
        flood("displaced 1270 farmers", "2024-03-12", 1270),
        flood("displaced 900 farmers", "2024-03-12", 900),
    )
    assert joined(one, other) == {frozenset([first.id, second.id])}


def test_neighbouring_days_are_one_happening_only_with_a_figure_or_a_name_to_know_it_by() -> None:
    one, other = (
        flood("displaced 1270 farmers", "2024-03-12", 1270)[0],
        flood("drove 1270 farmers", "2024-03-13", 1270)[0],
    )
    assert len(joined(one, other)) == 1
    assert (
        joined(flood("displaced farmers", "2024-03-12")[0], flood("drove farmers", "2024-03-13")[0]) == set()
    )


def test_what_is_only_dated_to_a_month_and_fits_two_days_is_neither() -> None:
    papers = [
        flood("displaced 1270 farmers", "2024-03-12", 1270)[0],
        flood("drove 1270 farmers", "2024-03-28", 1270)[0],
        flood("uprooted 1270 farmers", "2024-03", 1270)[0],
    ]
    assert joined(*papers) == set()
    assert len(joined(papers[0], papers[2])) == 1


def vote(act: str, trigger: str, thing: str, day: str = "2024-05-09") -> Paper:
    text = f"Parliament {act} the {thing} after a night of debate on the price of bread and fuel."
    paper = Paper("press_release", text, "2024-05-20")
    tells(
        paper, "LEGAL.LEGISLATION", f"Parliament {act} the {thing}", trigger, day,
        actor="Parliament", instrument=thing,
    )  # fmt: skip
    return paper


def test_another_act_on_another_thing_is_another_happening() -> None:
    passed = vote("passed", "passed", "Harbour Wages Act")
    assert len(joined(passed, vote("has passed", "passed", "Harbour Wages Act"))) == 1
    assert joined(passed, vote("introduced", "introduced", "Harbour Wages Act")) == set()
    assert joined(passed, vote("passed", "passed", "Lake Fisheries Act")) == set()


def test_forms_of_one_word_tell_of_one_act() -> None:
    text = "The meeting of Nora Teal with Ivo Brand in Lorvik was about the strike of the ferry crews."
    noun = Paper("news_article", text, "2024-05-12")
    tells(
        noun, "COMM.MEETING", "meeting of Nora Teal with Ivo Brand in Lorvik", "meeting", "2024-05-09",
        actor="Nora Teal", recipient="Ivo Brand", place="Lorvik",
    )  # fmt: skip
    assert len(joined(strike("2024-05-09")[0], noun)) == 1


def statement(matter: str, day: str = "2024-05-09", told: str | None = None) -> Paper:
    text = f"Nora Teal issued the following statement on {matter}"
    paper = Paper("press_release", text, day)
    tells(
        paper, "COMM.STATEMENT", "Nora Teal issued the following statement", "statement", told or day,
        actor="Nora Teal",
    )  # fmt: skip
    return paper


HARBOUR = (
    "the harbour: the crews have waited for their wages since winter, and the owners must pay them today."
)


def test_two_documents_that_are_each_a_statement_are_two_unless_they_say_the_same() -> None:
    schools = (
        "the schools: teachers deserve smaller classes, warm rooms and books that are younger than they are."
    )
    assert joined(statement(HARBOUR), statement(schools)) == set()
    assert len(joined(statement(HARBOUR), statement(HARBOUR + " ###"))) == 1
    early, late = statement(HARBOUR, "2023-05-09", "2001-05-09"), statement(HARBOUR + " #", told="2001-05-09")
    assert joined(early, late) == set()


def test_what_did_not_happen_is_joined_to_nothing() -> None:
    one, other = (flood("displaced 1270 farmers", "2024-03-12", 1270)[0] for _ in range(2))
    other = Paper("news_article", one.text + " Nobody knows.", "2024-04-03")
    tells(
        other, "MOVE.FLIGHT", "The river displaced 1270 farmers at Marrow Bend", "displaced", "2024-03-12",
        factuality="feared", recipient="1270 farmers", place="Marrow Bend", count=(1270, "farmers"),
    )  # fmt: skip
    assert joined(one, other) == set()


def test_mentions_in_one_document_are_joined_where_who_and_whom_are_told_twice() -> None:
    text = (
        "Nora Teal met Ivo Brand in Lorvik on Thursday. When Nora Teal had met Ivo Brand, all went home. "
        "Ada Moss met Ivo Brand too."
    )
    paper = Paper("news_article", text, "2024-05-11")
    first, again, other = (
        tells(paper, "COMM.MEETING", mention, "met", "2024-05-09", actor=actor, recipient="Ivo Brand")
        for mention, actor in (
            ("Nora Teal met Ivo Brand in Lorvik", "Nora Teal"),
            ("Nora Teal had met Ivo Brand", "Nora Teal"),
            ("Ada Moss met Ivo Brand too", "Ada Moss"),
        )
    )
    assert joined(paper) == {frozenset([first.id, again.id])}
    assert links(paper) == []
    assert other.id not in set().union(*joined(paper))


def test_what_everybody_tells_of_links_nobody() -> None:
    papers = [strike("2024-05-09", more=f"Page {number}.")[0] for number in range(21)]
    assert len(joined(*papers)) == 1
    assert links(*papers) == []
    assert len(links(*papers[:20])) == 19


def items(found: list[Made]) -> set[tuple[str, object]]:
    return {(one.unit, one.item) for one in found}


def test_each_unit_alone_gives_what_all_of_them_give_in_whatever_order_documents_came() -> None:
    papers = [
        strike("2024-05-09")[0],
        strike("2024-05-09", more="Later.", day="2024-05-12")[0],
        flood("displaced 1270 farmers", "2024-03-12", 1270)[0],
        flood("drove 1270 farmers", "2024-03", 1270)[0],
    ]
    whole = made(*papers)
    assert {one.unit for one in whole} == {"2024-05 COMM.MEETING", "2024-03 MOVE.FLIGHT"}
    resolver = EventResolver()
    for order in permutations(papers):
        corpus = MemoryCorpus([paper.findings() for paper in order], [resolver])
        assert items(list(resolver.resolve(corpus))) == items(whole)
        alone = [
            one
            for unit in ("2024-05 COMM.MEETING", "2024-03 MOVE.FLIGHT")
            for one in resolver.resolve(corpus, [unit])
        ]
        assert items(alone) == items(whole)


def test_each_two_tellings_are_held_against_each_other_a_few_times_however_many_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: Counter[frozenset[str]] = Counter()
    contradict = Likenesses.contradict

    def counted(self: Likenesses, one: Telling, other: Telling) -> bool:
        asked[frozenset((one.event.id, other.event.id))] += 1
        return contradict(self, one, other)

    papers = [strike("2024-05-09", more=f"Page {number}.")[0] for number in range(12)]
    monkeypatch.setattr(Likenesses, "contradict", counted)
    made(*papers)
    assert len(asked) == 66
    assert max(asked.values()) <= 4
