"""Full disks, wrong clocks, damaged files, records that vanish: one clear sentence each, and nothing lost."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from onrecord.cli import main
from onrecord.config import Config
from onrecord.pipeline.build import build
from onrecord.pipeline.engines import InlineEngine
from onrecord.record.catalogue import Catalogue, RowQuery
from onrecord.record.search import Passages
from onrecord.record.store import Record
from onrecord.record.tokens import Tokens
from onrecord.record.verification import verify
from onrecord.types.errors import OnRecordError, RecordCannotBeWritten
from onrecord.web.app import make_app
from onrecord.web.site import Site
from tests.conftest import HERE
from tests.pipeline.folders import exported, make_unparsed, write_folder

ROOT = Path(__file__).parents[1]

UNDER_LIMITS = """
import resource, sys
from pathlib import Path

from tests import test_hardships as tried
from onrecord.types.errors import OnRecordError, RecordCannotBeWritten

what, limits, *given = sys.argv[1:]
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for limit in map(int, limits.split(",")):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        getattr(tried, what)(*map(Path, given))
        print(limit, "done")
    except OnRecordError as error:
        print(limit, error)
"""
"""Files may grow to a limit, then to the next one: a disk that is full at every place of the work in turn."""


def put_together(papers: Path, record: Path) -> None:
    """Build without the language model."""
    build([papers], record, Config(), engine=InlineEngine(make_unparsed, Config()))


def look_up(record: Path) -> None:
    """Make what search and lists go by."""
    with Record.open(record) as opened:
        assert Passages(opened).search("families")
        _listed(opened)


def _listed(record: Record) -> list[str]:
    catalogue = Catalogue(record)
    try:
        return [entry.row.id for entry in catalogue.page(RowQuery("document")).entries]
    finally:
        catalogue.close()


def _under_limits(what: str, limits: tuple[int, ...], *given: Path) -> list[str]:
    command = [sys.executable, "-c", UNDER_LIMITS, what, ",".join(map(str, limits)), *map(str, given)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_folder(tmp_path_factory.mktemp("given") / "papers")


@pytest.fixture(scope="module")
def built(papers: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    record = tmp_path_factory.mktemp("built") / "papers.record"
    put_together(papers, record)
    return record


@pytest.fixture
def record(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "papers.record"))


def test_a_disk_that_is_full_anywhere_in_a_build_is_told_and_the_build_goes_on_with_room(
    papers: Path, built: Path, tmp_path: Path
) -> None:
    limits = (0, 200, 20_000, 150_000, 330_000, 400_000, 100_000_000)
    told = _under_limits("put_together", limits, papers, tmp_path / "full.record")
    assert len(told) == len(limits)
    assert told[-1].endswith("done")
    assert all("cannot be written" in line and "run the same command again" in line for line in told[:4])
    assert exported(tmp_path / "full.record") == exported(built)
    assert verify(tmp_path / "full.record").breaks == ()


def test_a_disk_too_full_for_what_search_and_lists_go_by_is_told(record: Path) -> None:
    shutil.rmtree(record / "index")
    limits = (0, 400, 3_000, 50_000, 150_000, 100_000_000)
    told = _under_limits("look_up", limits, record)
    assert told[-1].endswith("done")
    assert all("cannot be written" in line for line in told[:-1])
    assert verify(record).breaks == ()


def test_a_clock_put_back_breaks_no_seal_and_keeps_the_order_of_what_was_done(record: Path) -> None:
    for year in (2031, 2024, 2029):
        with Record.open(record, clock=partial(datetime, year, 1, 1, tzinfo=UTC)) as opened:
            row = next(opened.documents())
            opened.decide(row.id, "note", f"as of {year}")
    with Record.open(record) as opened:
        assert [made.when[:4] for made in opened.decisions()] == ["2031", "2024", "2029"]
        assert [note.text for note in opened.review(row.id).notes] == [
            "as of 2031",
            "as of 2024",
            "as of 2029",
        ]
    assert verify(record).breaks == ()


def test_a_second_build_on_one_record_is_refused_and_harms_nothing(papers: Path, record: Path) -> None:
    before = exported(record)
    with Record.create(record):
        done = CliRunner().invoke(main, ["build", str(papers), "-o", str(record)])
    assert done.exit_code == 1
    assert "another build is writing to this record" in done.output
    assert exported(record) == before
    assert verify(record).breaks == ()


PAGES = ("/", "/sources", "/figures", "/search?q=families", "/timeline", "/review", "/documents/{document}")


def test_pages_of_a_record_that_vanishes_say_so(record: Path) -> None:
    with Record.open(record, who="Ada Reviewer") as opened:
        document = next(opened.documents()).id
        _, token = Tokens(opened).make("program", ("read",))
        client = TestClient(make_app(Site(opened, "Ada Reviewer")), HERE, raise_server_exceptions=False)
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/").status_code == 200
        shutil.rmtree(record)
        pages = [client.get(page.format(document=document)) for page in PAGES]
        rows = client.get("/api/v1/rows?type=figure", headers=headers)
        with pytest.raises(RecordCannotBeWritten, match="no longer here"):
            opened.decide(document, "accept")
    said = [page.text for page in pages if page.status_code != 200]
    assert {page.status_code for page in pages} <= {200, 503}
    assert len(said) > 2
    assert [text for text in said if "there is no record here" not in text and "backup" not in text] == []
    assert (rows.status_code, "there is no record here" in rows.text) == (503, True)


def _cut(name: str, share: float) -> Callable[[Path], None]:
    def cut(record: Path) -> None:
        for path in record.glob(name):
            content = path.read_bytes()
            path.write_bytes(content[: int(len(content) * share)])

    return cut


def _garbled(name: str) -> Callable[[Path], None]:
    def garble(record: Path) -> None:
        for path in record.glob(name):
            path.write_bytes(bytes(len(path.read_bytes())))

    return garble


DERIVED = {
    "index-cut": _cut("index/*", 0.5),
    "index-emptied": _cut("index/*", 0),
    "index-zeroed": _garbled("index/*"),
    "catalogue-cut": _cut("index/catalogue*", 0.7),
    "catalogue-zeroed": _garbled("index/catalogue*"),
    "index-gone": lambda record: shutil.rmtree(record / "index"),
}


@pytest.mark.parametrize("damage", DERIVED.values(), ids=DERIVED)
def test_what_search_and_lists_go_by_is_made_anew_where_it_is_damaged(
    record: Path, damage: Callable[[Path], None]
) -> None:
    with Record.open(record) as opened:
        hits, listed = Passages(opened).search("families"), _listed(opened)
    damage(record)
    with Record.open(record) as opened:
        assert Passages(opened).search("families") == hits
        assert _listed(opened) == listed
    assert hits
    assert len(listed) == 4


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_journal_that_was_cut_short_costs_at_most_what_was_written_last(
    papers: Path, record: Path, tmp_path: Path, share: float
) -> None:
    left = tmp_path / "left.record"
    with Record.open(record) as opened:  # a copy of a record in use has a journal
        opened.decide(next(opened.documents()).id, "note", "seen")
        shutil.copytree(record, left)
        opened.undo(opened.decisions()[-1].id)
    assert (left / "record.sqlite-wal").stat().st_size
    _cut("record.sqlite-wal", share)(left)
    (left / "record.sqlite-shm").unlink(missing_ok=True)
    assert verify(left).breaks == ()
    put_together(papers, left)
    assert verify(left).breaks == ()
    with Record.open(left) as opened:
        assert sum(1 for _ in opened.documents()) == 4


def test_a_decision_makes_no_new_database_where_the_old_one_was_taken_away(record: Path) -> None:
    with Record.open(record) as opened:
        document = next(opened.documents()).id
        for path in record.glob("record.sqlite*"):
            path.unlink()
        with pytest.raises(RecordCannotBeWritten, match="no longer here"):
            opened.decide(document, "accept")
    assert not (record / "record.sqlite").exists()


@pytest.mark.parametrize("share", [0.001, 0.3, 0.6, 0.95])
def test_a_database_cut_short_is_refused_in_one_sentence_and_described(
    papers: Path, record: Path, share: float
) -> None:
    _cut("record.sqlite", share)(record)
    assert verify(record).breaks
    with pytest.raises(OnRecordError, match="backup"):
        put_together(papers, record)
