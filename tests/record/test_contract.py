from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from onrecord.export.jsonl import write_jsonl
from onrecord.record.store import Record
from onrecord.types.codec import encode
from onrecord.types.findings import Redirect
from onrecord.types.rows import Actor, Event, Finding, Norm, Participants, Row
from tests.record.papers import Paper, letter, reply, report, save, save_three, ticking
from tests.records import made


def order(row: Row) -> tuple[str, str, int, str]:
    written = encode(row)
    return (written["type"], written["document"] or "", written["start"], written["id"])


def exported(record: Record) -> bytes:
    out = BytesIO()
    write_jsonl(record, out)
    return out.getvalue()


def many_papers() -> list[tuple[Paper, list[Row]]]:
    """Return papers that share actors, norms and events, some under ids of their own."""
    made: list[tuple[Paper, list[Row]]] = []
    for number in range(12):
        name = "Ana Ruiz" if number % 2 else "ANA RUIZ"
        paper = Paper(
            f"{name} met the council on day {number}. The Bridge Charter binds. They will open it.",
            f"papers/{number:02}.txt",
        )
        local = paper.actor("the council", "body", local=True)
        event = paper.event(
            "met",
            participants=(Participants("actor", (paper.actor(name).id, local.id)),),
            date=f"2024-03-{number + 1:02}",
        )
        made.append(
            (
                paper,
                [
                    paper.actor(name, roles=(f"role {number % 3}",)),
                    local,
                    event,
                    paper.norm("Bridge Charter"),
                    paper.statement("The Bridge Charter binds", speaker=name),
                    paper.response("will open it", actor=local.id),
                ],
            )
        )
    return made


def fill(record: Record, papers: list[tuple[Paper, list[Row]]]) -> None:
    for paper, rows in papers:
        save(record, paper, *rows)
    ordered = sorted(papers, key=lambda item: item[0].path)
    councils = sorted(rows[1].id for _, rows in ordered)
    meetings = [rows[2].id for _, rows in ordered]
    record.replace_resolved("actors", "1", made([Redirect(id_, councils[0], "same") for id_ in councils[1:]]))
    record.replace_resolved("events", "1", made([Redirect(id_, meetings[3], "same") for id_ in meetings[:3]]))
    anchors = tuple(paper.words("They will") for paper, _ in ordered[:2])
    findings = [
        Finding(f"i-{number:016x}", "repeated_ask", "low", "Twice.", (meetings[0],), anchors)
        for number in (2, 1)
    ]
    record.replace_resolved("findings", "1", made(findings))


def test_rows_come_in_the_order_of_the_contract(record: Record) -> None:
    fill(record, many_papers())
    rows = list(record.export_rows())
    assert [order(row) for row in rows] == sorted(map(order, rows))
    assert len({row.id for row in rows}) == len(rows)
    assert {row.row_type for row in rows} == {
        "document", "actor", "event", "finding", "norm", "response", "statement",
    }  # fmt: skip


def test_counts_are_those_of_the_export(record: Record) -> None:
    fill(record, many_papers())
    rows = [row.row_type for row in record.export_rows()]
    counts = record.counts()
    assert {kind: counts[kind] for kind in set(rows)} == {kind: rows.count(kind) for kind in set(rows)}
    assert counts["figure"] == 0


@pytest.mark.parametrize("seed", range(3))
def test_equal_records_export_the_same_bytes_whatever_the_order(tmp_path: Path, seed: int) -> None:
    papers = many_papers()
    shuffled = papers[:]
    random.Random(seed).shuffle(shuffled)
    exports = []
    for name, given in (("one", papers), ("other", shuffled)):
        with Record.create(tmp_path / name, clock=ticking()) as record:
            fill(record, given)
            exports.append(exported(record))
    assert exports[0] == exports[1]
    assert exports[0].count(b"\n") > 40


def test_reading_everything_again_exports_the_same_bytes(record: Record) -> None:
    papers = many_papers()
    fill(record, papers)
    before = exported(record)
    for paper, rows in papers:
        save(record, paper, *reversed(rows), fingerprint="rules 2")
    assert exported(record) == before


def test_export_holds_no_time_and_no_place_of_this_machine(record: Record) -> None:
    fill(record, many_papers())
    text = exported(record).decode()
    assert "/home/ana" not in text
    assert "2024-03-01T09" not in text


def test_what_row_gives_is_what_is_exported(record: Record) -> None:
    fill(record, many_papers())
    rows = list(record.export_rows())
    assert [record.row(row.id) for row in rows] == rows
    assert rows


def test_an_actor_of_several_documents_is_one_row(record: Record) -> None:
    save_three(record)
    [person, state] = [row for row in record.export_rows() if isinstance(row, Actor)]
    person, state = (person, state) if person.kind == "person" else (state, person)
    expected = sorted(paper.words("Ana Ruiz") for paper in (letter, reply, report))
    assert list(person.mentions) == expected
    assert len(state.mentions) == 1


@pytest.mark.parametrize("turned", [False, True], ids=["as they come", "turned"])
def test_what_documents_know_of_an_actor_is_united(record: Record, turned: bool) -> None:
    papers = [
        (
            letter,
            letter.actor("Ana Ruiz", aliases=("Ruiz",), roles=("mayor",), identifiers=(("wikidata", "Q1"),)),
        ),
        (reply, reply.actor("Ana Ruiz", aliases=("A. Ruiz", "Ruiz"), private=True, member_of=("a-7",))),
    ]
    for paper, actor in papers[::-1] if turned else papers:
        save(record, paper, actor)
    [shown] = [row for row in record.export_rows() if isinstance(row, Actor)]
    assert set(shown.aliases) == {"Ruiz", "A. Ruiz"}
    assert (shown.roles, shown.member_of) == (("mayor",), ("a-7",))
    assert shown.identifiers == (("wikidata", "Q1"),)
    assert not shown.private  # one document names an official


def test_a_norm_of_several_documents_is_one_row(record: Record) -> None:
    again = Paper("The Bridge Charter again.", "papers/again.txt")
    save(record, report, report.norm("Bridge Charter"))
    save(record, again, again.norm("Bridge Charter"))
    [norm] = [row for row in record.export_rows() if isinstance(row, Norm)]
    assert {mention.document for mention in norm.mentions} == {report.id, again.id}


def test_an_event_led_to_another_gives_it_its_mentions_and_what_it_does_not_know(record: Record) -> None:
    met = letter.event("open it", participants=(Participants("actor", ("a-1",)),))
    dated = reply.event(
        "open the bridge",
        date="2024-03",
        date_basis="stated",
        place="Porto Velho",
        participants=(Participants("actor", ("a-1", "a-2")), Participants("location", ("a-3",))),
    )
    save(record, letter, met)
    save(record, reply, dated)
    record.replace_resolved("events", "1", made([Redirect(dated.id, met.id, "same")]))
    [event] = [row for row in record.export_rows() if isinstance(row, Event)]
    assert event.id == met.id
    assert list(event.mentions) == sorted([*met.mentions, *dated.mentions])
    assert (event.date, event.date_basis, event.place) == ("2024-03", "stated", "Porto Velho")
    assert event.participants == (
        Participants("actor", ("a-1", "a-2")),
        Participants("location", ("a-3",)),
    )


def test_a_row_made_by_comparing_leads_where_rows_are_united(record: Record) -> None:
    save(record, letter, letter.actor("Ana Ruiz"))
    save(record, reply, reply.actor("Ana Ruiz"))
    known = replace(letter.actor("Ana Ruiz"), name="Dr Ana Ruiz", member_of=("a-9",))
    record.replace_resolved("actors", "1", made([known]))
    [shown] = [row for row in record.export_rows() if isinstance(row, Actor)]
    assert (shown.name, shown.member_of) == ("Dr Ana Ruiz", ("a-9",))
    assert "Ana Ruiz" in shown.aliases
    assert len(shown.mentions) == 2
    assert {row.name for row in record.rows(Actor)} == {"Dr Ana Ruiz"}


def test_a_statement_led_to_another_is_not_exported_on_its_own(record: Record) -> None:
    one, other = letter.statement("open it"), reply.statement("It will open")
    save(record, letter, one)
    save(record, reply, other)
    record.replace_resolved("statements", "1", made([Redirect(other.id, one.id, "same")]))
    assert [row for row in record.export_rows() if row.row_type == "statement"] == [one]
    assert record.row(other.id) == one
    assert record.counts()["statement"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.seen("papers", {letter.path: letter.id}),
        lambda record: save(record, reply, fingerprint="rules 2"),
    ],
    ids=["retired", "read again"],
)
def test_an_export_shows_the_record_as_it_was_when_it_began(
    record: Record, change: Callable[[Record], None]
) -> None:
    save_three(record)
    expected = list(record.export_rows())
    going = record.export_rows()
    found = [next(going)]
    change(record)
    found.extend(going)
    assert found == expected
    assert list(record.export_rows()) != expected
