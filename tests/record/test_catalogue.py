from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import catalogue_asking
from onrecord.record.catalogue import Catalogue, NoSuchDate, NoSuchPage, RowQuery
from onrecord.record.catalogue_keeping import LOCK
from onrecord.record.lock import BuildLock
from onrecord.record.lookup import rows_with
from onrecord.record.reading import Reader
from onrecord.record.store import Record
from onrecord.types.chronology import LAST
from onrecord.types.ledger import ledger
from onrecord.types.rows import Actor, Ask, Finding, Response, Row, Statement
from tests.record.listed import Slow, assert_lists, every_page, listed_as
from tests.record.papers import Paper, save
from tests.records import BOARD, LETTER_PAGE, REPLY_PAGE, WRITERS, make_record


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Record]:
    with Record.open(make_record(tmp_path / "harbour.record")) as record:
        yield record


@pytest.fixture
def catalogue(harbour: Record) -> Iterator[Catalogue]:
    made = Catalogue(harbour)
    yield made
    made.close()


@pytest.fixture
def sample(sample_record: Path, tmp_path: Path) -> Iterator[Record]:
    place = tmp_path / "sample.record"
    shutil.copytree(sample_record, place)
    with Record.open(place, who="mira") as record:
        yield record


def ids(catalogue: Catalogue, query: RowQuery) -> list[str]:
    return [entry.row.id for entry in every_page(catalogue, query)[0]]


def test_every_list_holds_what_the_record_shows(harbour: Record, catalogue: Catalogue) -> None:
    assert_lists(harbour, catalogue)
    assert catalogue.counts()["statement"] == 1, "the one that the extractor is sure of"


def test_every_list_of_the_sample_holds_what_the_record_shows(sample: Record) -> None:
    catalogue = Catalogue(sample)
    assert_lists(sample, catalogue)
    catalogue.close()


def test_lists_follow_every_decision_and_its_undoing(sample: Record) -> None:
    catalogue = Catalogue(sample)
    slow = Slow(sample)
    before = listed_as(catalogue)
    people = [row for row in slow.rows.values() if isinstance(row, Actor) and row.kind == "person"]
    one, other = sorted(people, key=lambda row: -len(row.mentions))[:2]
    statement = next(row for row in slow.rows.values() if isinstance(row, Statement) and row.sure)
    [ask, *_] = [each.row for each in slow.listed("ask") if each.mentions > 1]
    finding = next(row for row in slow.rows.values() if isinstance(row, Finding))
    document = next(row for row in slow.documents.values() if row.date)
    moved = {"edtf": "2031-01-09", "basis": "stated", "anchor": None, "reason": None}
    made = [
        sample.decide(statement.id, "reject"),
        sample.decide(finding.id, "correct", {"field": "severity", "value": "medium"}),
        sample.decide(one.id, "correct", {"field": "name", "value": "Ada of the Lake"}),
        sample.judge(one.id, other.id, "positive"),
        sample.decide(ask.id, "reject"),
        sample.decide(
            document.id,
            "correct",
            {
                "field": "date",
                "value": moved,
            },
        ),
    ]
    assert_lists(sample, catalogue)
    assert listed_as(catalogue) != before
    sample.decide(people[2].id, "reject")
    assert_lists(sample, catalogue)
    sample.undo(sample.decisions()[-1].id)
    for decision in reversed(made):
        sample.undo(decision.id)
        assert_lists(sample, catalogue)
    after = listed_as(catalogue)
    for name, lines in before.items():
        assert after[name] == lines, name
    catalogue.close()


def test_actors_judged_one_are_found_by_either(harbour: Record, catalogue: Catalogue) -> None:
    said = RowQuery("statement", actors=frozenset({BOARD}), unsure=True)
    assert ids(catalogue, said) == ["s-2"]
    decision = harbour.judge(BOARD, WRITERS, "positive")
    assert ids(catalogue, said) == ["s-1", "s-2"]
    assert ids(catalogue, RowQuery("statement", actors=frozenset({WRITERS}), role="speaker")) == ["s-1"]
    assert dict(catalogue.page(RowQuery("statement")).facets["actors"]) == {BOARD: 1}
    [entry] = [entry for entry in catalogue.page(RowQuery("actor")).entries if entry.row.id == BOARD]
    assert (entry.mentions, entry.documents) == (3, 2)
    harbour.undo(decision.id)
    assert ids(catalogue, said) == ["s-2"]
    assert set(ids(catalogue, RowQuery("actor"))) == {BOARD, WRITERS}


def test_rows_are_narrowed_by_whom_they_name_in_a_role(harbour: Record, catalogue: Catalogue) -> None:
    board, writers = frozenset({BOARD}), frozenset({WRITERS})
    assert ids(catalogue, RowQuery("ask", actors=board, role="target")) == ["k-1"]
    assert ids(catalogue, RowQuery("ask", actors=board, role="requester")) == []
    assert ids(catalogue, RowQuery("ask", actors=board | writers)) == ["k-1"]
    assert ids(catalogue, RowQuery("event", actors=board, role="actor")) == ["e-1"]
    assert ids(catalogue, RowQuery("response", actors=writers, role="to")) == ["r-1"]
    assert ids(catalogue, RowQuery("ask", norms=("n-1",))) == ["k-1"]
    assert ids(catalogue, RowQuery("ask", norms=("n-2",))) == []
    assert ids(catalogue, RowQuery("party_status", norms=("n-2",), actors=board)) == ["p-1"]


def test_rows_are_narrowed_by_dates_of_their_own_or_of_their_document(catalogue: Catalogue) -> None:
    assert ids(catalogue, RowQuery("event", since="2024-02")) == ["e-1"]
    assert ids(catalogue, RowQuery("event", since="2024-02-01")) == ["e-1"], "a month begins on its first day"
    assert ids(catalogue, RowQuery("event", since="2024-02-02")) == [], "a month begins before its second day"
    assert ids(catalogue, RowQuery("event", until="2024")) == ["e-1"]
    assert ids(catalogue, RowQuery("ask", since="2024-03-04", until="2024-03-04")) == ["k-1"]
    assert ids(catalogue, RowQuery("response", until="2024-03-19")) == []
    assert ids(catalogue, RowQuery("actor", since="1900")) == [], "what has no date is left out"
    with pytest.raises(NoSuchDate, match="'soon' is no date"):
        catalogue.page(RowQuery("event", since="soon"))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("survey", ["k-1"]),
        ('"publish the survey"', ["k-1"]),
        ('"survey publish"', []),
        ("surv*", ["k-1"]),
        ("evicted OR survey", ["k-1"]),
        ("survey -urge", []),
        ("-evicted", ["k-1"]),
        ("survey (boats OR urge)", ["k-1"]),
        ("!!!", []),
    ],
)
def test_words_of_rows_are_searched_as_passages_are(
    catalogue: Catalogue, words: str, found: list[str]
) -> None:
    assert ids(catalogue, RowQuery("ask", words=words)) == found


def test_events_are_narrowed_by_whether_they_are_dated_and_counted_by_day(sample: Record) -> None:
    with closing(Catalogue(sample)) as catalogue:
        every = Slow(sample).listed("event")
        dated = {each.row.id for each in every if each.date < LAST}
        assert 0 < len(dated) < len(every)
        for wanted, query in (
            (dated, RowQuery("event", dated=True)),
            ({each.row.id for each in every} - dated, RowQuery("event", dated=False)),
        ):
            assert set(ids(catalogue, query)) == wanted
            assert catalogue.page(query).total == len(wanted)
        past = RowQuery("event", dated=True, factualities=("past",))
        days = catalogue.over_time(RowQuery("event"))
        assert sum(fact + rest for fact, rest in days.values()) == len(dated)
        assert sum(fact for fact, _ in catalogue.over_time(past).values()) == catalogue.page(past).total
        kind = catalogue.page(past).facets["kinds"][0]
        of_kind = replace(past, kinds=(kind[0],))
        assert sum(fact for fact, _ in catalogue.over_time(of_kind).values()) == kind[1]


def test_words_find_what_rows_say_of_themselves(catalogue: Catalogue) -> None:
    assert ids(catalogue, RowQuery("finding", words="adds")) == ["i-1"]
    assert ids(catalogue, RowQuery("figure_set", words="only one document")) == ["g-1"]
    assert ids(catalogue, RowQuery("wanted", words="survey")) == ["l-2"]
    assert ids(catalogue, RowQuery("document_link", words="survey shore")) == ["l-2"]
    assert ids(catalogue, RowQuery("actor", words="harbour")) == [BOARD]
    assert ids(catalogue, RowQuery("document", words="reply")) == [REPLY_PAGE.id]
    assert ids(catalogue, RowQuery("statement", words="survey", acts=("deny",))) == []


def test_what_was_reviewed_and_graded_is_told(harbour: Record, catalogue: Catalogue) -> None:
    assert ids(catalogue, RowQuery("ask", reviewed=True)) == []
    harbour.decide("k-1", "accept")
    harbour.decide("f-1", "grade", {"source": "B", "item": 2})
    assert ids(catalogue, RowQuery("ask", reviewed=True)) == ["k-1"]
    assert ids(catalogue, RowQuery("ask", reviewed=False)) == []
    assert ids(catalogue, RowQuery("figure", reviewed=False)) == ["f-1"]
    [figure] = catalogue.page(RowQuery("figure")).entries
    [ask] = catalogue.page(RowQuery("ask")).entries
    assert (figure.grade, figure.reviewed, ask.reviewed) == ("B2", False, True)


def test_an_entry_is_given_by_its_id(harbour: Record, catalogue: Catalogue) -> None:
    entry = catalogue.entry(BOARD)
    assert entry is not None
    assert (entry.row, entry.mentions, entry.documents) == (harbour.row(BOARD), 2, 2)
    assert catalogue.entry("a-unknown") is None
    assert catalogue.names_of([BOARD, "n-1", "s-1"]) == {
        BOARD: ("Harbour Board", "body"),
        "n-1": ("Shore Act", "statute"),
    }


def test_rows_lead_to_others_and_back(catalogue: Catalogue) -> None:
    assert catalogue.related("f-1") == {"figure_sets": ("g-1",)}
    assert catalogue.related("q-1") == {"findings": ("i-1",)}
    assert catalogue.related("g-1") == {"figures": ("f-1",), "findings": ("i-2",)}
    assert catalogue.related("n-unknown") == {}


def test_asks_come_with_their_whole_entry_of_the_ledger(sample: Record) -> None:
    catalogue, slow = Catalogue(sample), Slow(sample)
    asks = [row for row in slow.rows.values() if isinstance(row, Ask)]
    asks.sort(key=lambda ask: (*slow.places[ask.id][:2], ask.id))
    wanted = ledger(asks, [row for row in slow.rows.values() if isinstance(row, Response)])
    found = catalogue.asks(ask.id for ask in asks)
    for entry in wanted:
        mine = found[entry.first.id]
        assert (mine.first, mine.again, mine.also) == (entry.first, entry.again, entry.also)
        assert sorted(row.id for row in mine.responses) == sorted(row.id for row in entry.responses)
        for ask in entry.again:
            assert found[ask.id] == mine
    assert catalogue.ask("k-unknown") is None
    catalogue.close()


def test_documents_that_tell_of_an_actor_are_paged(catalogue: Catalogue) -> None:
    assert catalogue.documents_of(BOARD) == (((LETTER_PAGE.id, 1), (REPLY_PAGE.id, 1)), None)
    first, after = catalogue.documents_of(BOARD, limit=1)
    assert first == ((LETTER_PAGE.id, 1),)
    assert after is not None
    assert catalogue.documents_of(BOARD, after, 1) == (((REPLY_PAGE.id, 1),), None)


def test_a_cursor_of_another_list_is_refused(catalogue: Catalogue) -> None:
    page = catalogue.page(RowQuery("actor", limit=1))
    assert page.after is not None
    with pytest.raises(NoSuchPage, match="does not exist"):
        catalogue.page(RowQuery("actor", order="date", after=page.after))
    for odd in ("%%%", "W10", "bnVsbA"):
        with pytest.raises(NoSuchPage):
            catalogue.page(RowQuery("actor", after=odd))


def test_the_latest_date_is_known(harbour: Record, catalogue: Catalogue) -> None:
    assert catalogue.last_date() == "2024-03-20"
    harbour.decide(REPLY_PAGE.id, "reject")
    assert catalogue.last_date() == "2024-03-04"


def test_the_ids_of_all_that_fits_are_those_of_its_pages(sample: Record) -> None:
    with closing(Catalogue(sample)) as catalogue:
        letters = RowQuery("document", kinds=("letter",))
        for query in (RowQuery("document"), letters, RowQuery("ask", words="camp")):
            entries = catalogue.page(replace(query, limit=1000)).entries
            assert catalogue.ids(query) == frozenset(entry.row.id for entry in entries)
            assert entries


def test_where_too_many_fit_their_ids_are_not_gathered(
    sample: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_asking, "MOST_COUNTED", 3)
    with closing(Catalogue(sample)) as catalogue:
        assert catalogue.ids(RowQuery("document")) is None


@pytest.mark.parametrize(
    "words", ["families", '"north shore"', "evict* NOT police", "lake OR shore", "nowhere"]
)
def test_rows_with_some_words_are_counted_by_type_as_their_lists_do(sample: Record, words: str) -> None:
    with closing(Catalogue(sample)) as catalogue:
        totals = {name: catalogue.page(RowQuery(name, words=words)).total for name in catalogue.counts()}
        links = catalogue.counts_with(words)
        listed = {name: total for name, total in totals.items() if total and name != "document_link"}
        assert {name: many for name, many in links.items() if name != "document_link"} == listed


def test_without_words_nothing_is_counted(catalogue: Catalogue) -> None:
    assert catalogue.counts_with("?!") == {}


def test_a_catalogue_that_is_damaged_or_of_another_record_is_made_anew(
    harbour: Record, catalogue: Catalogue, tmp_path: Path
) -> None:
    wanted = listed_as(catalogue)
    catalogue.close()
    file = Path(str(harbour.address)) / "index" / "catalogue.sqlite"
    file.write_bytes(b"torn" * 1000)
    assert_is_made_anew(harbour, wanted)
    with Record.open(make_record(tmp_path / "other.record")) as other:
        strange = Catalogue(other)
        other.decide("s-1", "reject")
        strange.refresh()
        strange.close()
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    shutil.copy(tmp_path / "other.record" / "index" / "catalogue.sqlite", file)
    assert_is_made_anew(harbour, wanted)
    file.unlink()
    assert_is_made_anew(harbour, wanted)


def assert_is_made_anew(record: Record, wanted: dict[str, list[tuple[Any, ...]]]) -> None:
    again = Catalogue(record)
    assert listed_as(again) == wanted
    again.close()


def test_lists_are_made_apart_from_a_record_that_cannot_be_written(
    harbour: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(Path(str(harbour.address)) / "index")
    monkeypatch.setattr("onrecord.record.sqlite.os.access", lambda *_: False)
    apart = Catalogue(harbour)
    assert_lists(harbour, apart)
    apart.close()
    assert not (Path(str(harbour.address)) / "index").exists()


def test_threads_read_while_another_decides(harbour: Record, catalogue: Catalogue) -> None:
    def look(number: int) -> int:
        if number == 5:
            harbour.decide("f-1", "reject")
        return catalogue.page(RowQuery("figure")).total

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(look, range(30)))
    assert set(found) <= {0, 1}
    assert catalogue.page(RowQuery("figure")).total == 0


def test_what_another_process_made_anew_is_read(
    harbour: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.catalogue_keeping.FRESH", float("-inf"))
    assert catalogue.page(RowQuery("figure")).total == 1
    with Record.open(Path(str(harbour.address))) as other, closing(Catalogue(other)) as theirs:
        other.decide("f-1", "reject")
        theirs.rebuild()
        assert catalogue.page(RowQuery("figure")).total == 0


def test_what_another_process_is_still_making_is_read_once_it_is_done(
    harbour: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.catalogue_keeping.FRESH", float("-inf"))
    assert catalogue.page(RowQuery("figure")).total == 1
    with Record.open(Path(str(harbour.address))) as other, monkeypatch.context() as meanwhile:
        meanwhile.setattr("onrecord.record.catalogue_keeping.change", lambda *_: False)
        lock = BuildLock.take(Path(str(harbour.address)) / "index" / LOCK)
        other.decide("f-1", "reject")
        catalogue.refresh()
        lock.release()
    assert catalogue.page(RowQuery("figure")).total == 0


def test_documents_go_between_others_until_no_place_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.catalogue_filling.PLACES", 4)
    with Record.create(tmp_path / "bridge.record") as record:
        catalogue = Catalogue(record)
        for number in (1, 9, 5, 3, 4, 2, 7, 6, 8):
            paper = Paper(f"Letter {number} to the council.", f"papers/{number}.txt")
            save(record, paper, paper.statement(f"Letter {number}"))
            catalogue.refresh()
            if number in (4, 7):
                assert_lists(record, catalogue)
        paths = [entry.row.path for entry in catalogue.page(RowQuery("document")).entries]  # type: ignore[attr-defined]
        catalogue.close()
    assert paths == [f"papers/{number}.txt" for number in range(1, 10)]


def test_a_list_begins_without_facets_as_it_does_with_them(sample: Record) -> None:
    with closing(Catalogue(sample)) as catalogue:
        actor, _ = catalogue.page(RowQuery("statement")).facets["actors"][0]
        said = RowQuery("statement", actors=frozenset((actor,)), role="speaker", limit=3)
        for query in (
            RowQuery("ask", limit=3),
            said,
            replace(said, acts=("assert",)),
            replace(said, words="the"),
        ):
            whole, brief = catalogue.page(query), catalogue.beginning(query)
            assert brief == replace(whole, facets={})


def test_counts_are_kept_while_reviewers_only_accept_and_made_anew_when_one_rejects(
    sample: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[catalogue_asking.Asking] = []
    count = catalogue_asking.Asking.counted

    def counting(asking: catalogue_asking.Asking) -> catalogue_asking.Counted:
        counted.append(asking)
        return count(asking)

    monkeypatch.setattr(catalogue_asking.Asking, "counted", counting)
    catalogue, asks = Catalogue(sample), RowQuery("ask")
    first = catalogue.page(asks)
    sample.decide(first.entries[0].row.id, "accept")
    assert catalogue.page(asks).entries[0].reviewed, "what is shown beside a row is never kept"
    assert catalogue.page(replace(asks, reviewed=True)).total == 1
    sample.decide(first.entries[1].row.id, "accept")
    assert catalogue.page(replace(asks, reviewed=True)).total == 2
    assert len(counted) == 3, "once for all asks, and for the reviewed ones each time"
    sample.decide(first.entries[0].row.id, "reject")
    assert catalogue.page(asks).total == first.total - 1
    catalogue.close()


def test_rows_of_a_page_are_read_once_while_reviewers_only_grade_and_anew_when_one_corrects(
    sample: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def reading(reader: Reader, ids: Iterable[str]) -> dict[str, Row]:
        asked = list(ids)
        read.extend(asked)
        return rows_with(reader, asked)

    monkeypatch.setattr("onrecord.record.catalogue_entries.rows_with", reading)
    catalogue, asks = Catalogue(sample), RowQuery("ask", limit=2)
    first, second = (entry.row for entry in catalogue.page(asks).entries)
    assert read == [first.id, second.id]
    sample.decide(first.id, "grade", {"source": "B", "item": "2"})
    graded = catalogue.page(asks)
    assert read == [first.id, second.id], "a grade stands beside the row"
    assert [entry.grade for entry in graded.entries] == ["B2", None]
    assert graded.entries[0].row == first
    sample.decide(second.id, "reject")
    assert second.id not in {entry.row.id for entry in catalogue.page(asks).entries}
    assert catalogue.page(asks).entries[0].grade == "B2"
    catalogue.close()


@pytest.mark.parametrize("words", ["families", "harbour OR letter", "zebra"])
def test_the_beginnings_of_all_lists_are_those_of_each(sample: Record, words: str) -> None:
    catalogue = Catalogue(sample)
    found = catalogue.beginnings_with(words, 3)
    assert found is not None
    for name, page in found.items():
        alone = catalogue.beginning(RowQuery(name, words=words, limit=3))
        assert (page.entries, page.total) == (alone.entries, alone.total), name
    catalogue.close()


def test_beginnings_are_not_gathered_where_too_many_rows_have_the_words(
    sample: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.catalogue_entries.MOST_TOGETHER", 2)
    catalogue = Catalogue(sample)
    assert catalogue.beginnings_with("families", 3) is None
    catalogue.close()
