"""A record copied between a folder and a server is the same record."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from bench.server import Server
from click.testing import CliRunner
from evals.sample import build_sample, export

from onrecord.cli import main
from onrecord.record.passages import passages_of
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.record.verification import verify
from tests.record.papers import Paper, letter, reply, save, save_three, ticking

QUERIES = (
    "the",
    "families AND (evicted OR homes)",
    "evict*",
    "NOT the",
    "-harbour OR -the",
    "(a OR b) NOT the",
    '"the harbour"',
    '"the h*"',
    "un* -report*",
    "“of the”",
    "it's",
)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def copied(server: Server, sample_record: Path) -> str:
    """The sample, copied to a server."""
    address = server.address()
    run("copy", str(sample_record), address)
    return address


def test_a_copy_on_a_server_holds_and_exports_the_same_bytes(copied: str, sample_record: Path) -> None:
    assert export(copied) == export(sample_record)
    there, here = verify(copied), verify(sample_record)
    assert there.holds
    assert there.checked == here.checked


def test_the_same_passages_are_found_there(copied: str, sample_record: Path) -> None:
    with Record.open(copied) as there, Record.open(sample_record) as here:
        on_server, in_folder = passages_of(there), passages_of(here)
        for query in QUERIES:
            places = [{(hit.document, hit.start, hit.marks) for hit in one.search(query, 1000)}
                      for one in (on_server, in_folder)]  # fmt: skip
            assert places[0] == places[1], query
            assert on_server.counted(query) == in_folder.counted(query), query
        assert on_server.holding("the") == in_folder.holding("the") > 10
        assert on_server.count() == in_folder.count()
        some = next(here.documents())
        words = here.text(some.id)[:400]
        assert set(on_server.alike(words, 5)) == set(in_folder.alike(words, 5))


@pytest.mark.parametrize(
    "command",
    [
        ("show", "statement", "--limit", "5"),
        ("show", "figure", "--json"),
        ("findings",),
        ("actors",),
        ("events",),
        ("asks",),
        ("wanted",),
        ("search", "harbour", "--json"),
        ("review",),
        ("issues",),
    ],
    ids=" ".join,
)
def test_commands_print_the_same(copied: str, sample_record: Path, command: Sequence[str]) -> None:
    name, *rest = command
    there, here = (run(name, place, *rest) for place in (copied, str(sample_record)))
    assert there.replace(copied, str(sample_record)) == here
    assert here


def test_a_build_on_a_server_gives_the_same_record(server: Server, sample_record: Path) -> None:
    address = server.address()
    build_sample(address)
    assert export(address) == export(sample_record)
    assert verify(address).holds
    again = build_sample(address)
    assert (again.read, again.unchanged) == (0, again.documents)
    assert export(address) == export(sample_record)


def test_what_was_decided_and_logged_goes_there_and_back(server: Server, empty: str, tmp_path: Path) -> None:
    place, address, back = tmp_path / "bridge.record", server.address(), tmp_path / "back.record"
    with Record.create(place, clock=ticking(), who="mira") as record:
        save_three(record)
        save(record, letter, letter.statement("the bridge is closed"))
        save(record, letter, letter.statement("We urge the council"))
        record.seen("papers", {reply.path: reply.id, letter.path: letter.id})
        record.decide(reply.id, "reject", why="a draft")
        token, secret = Tokens(record).make("refine", ("read",))
    for one, other in ((str(place), address), (address, str(back))):
        run("copy", one, other)
    states = []
    for at in (place, address, back):
        with Record.open(at) as record:
            states.append(
                (
                    export(at),
                    list(record.custody()),
                    record.decisions(),
                    Tokens(record).of(secret),
                    record.source(letter.sha256),
                )
            )
            assert verify(at).holds
    assert states[0] == states[1] == states[2]
    assert states[0][3] == token
    with Record.create(address, clock=ticking("2024-04-01T09:00:00+00:00"), who="ana") as record:
        save(record, reply, reply.response("will open the bridge"))
        save(record, Paper("The bridge was opened again.", "papers/more.txt"))
    assert verify(address).holds
    assert len(ids_of(place, address, back)) == 3


def ids_of(*places: Path | str) -> set[str]:
    found = set()
    for place in places:
        with Record.open(place) as record:
            found.add(record.standing()[0])
    return found


def test_a_place_that_holds_a_record_is_left_alone(server: Server, empty: str, tmp_path: Path) -> None:
    place, address = tmp_path / "bridge.record", server.address(empty)
    with Record.create(place) as record:
        save(record, letter)
    for one, other in ((str(place), address), (address, str(place)), (str(place), str(place))):
        done = CliRunner().invoke(main, ["copy", one, other])
        assert done.exit_code == 1
        assert "record" in done.stderr
    with Record.open(address) as record:
        assert record.document_ids() == set()


def test_a_damaged_record_is_not_copied_and_a_copy_that_was_stopped_goes_on(
    server: Server, tmp_path: Path
) -> None:
    place, address = tmp_path / "bridge.record", server.address()
    with Record.create(place) as record:
        save_three(record)
    [text] = [path for path in (place / "texts").glob("*/*.txt") if "council confirmed" in path.read_text()]
    whole = text.read_bytes()
    text.chmod(0o644)
    text.write_bytes(whole + b"more")
    done = CliRunner().invoke(main, ["copy", str(place), address])
    assert done.exit_code == 1
    assert "is damaged or missing" in done.stderr
    text.write_bytes(whole)
    run("copy", str(place), address)
    assert export(address) == export(place)


def test_without_a_clearance_for_it_a_document_is_not_there(server: Server, empty: str) -> None:
    address = server.address(empty)
    with Record.create(address) as record:
        save_three(record)
        record.class_documents((("*reply*", "secret"),))
    with Record.open(address, clearance="internal") as record:
        assert reply.id not in record.document_ids()
        assert len(record.document_ids()) == 2
        assert record.row(reply.id) is None
        assert reply.id not in json.dumps([hit.document for hit in passages_of(record).search("bridge")])
        assert all(entry.subject != reply.id for entry in record.custody())
        with pytest.raises(KeyError):
            record.text(reply.id)
    with Record.open(address) as record:
        assert reply.id in record.document_ids()


def test_where_there_is_no_record_nothing_is_copied(tmp_path: Path, server: Server) -> None:
    done = CliRunner().invoke(main, ["copy", server.address(), str(tmp_path / "copy.record")])
    assert done.exit_code == 1
    assert "there is no record here" in done.stderr
    assert not (tmp_path / "copy.record").exists()
