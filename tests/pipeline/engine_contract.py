"""What every engine holds to: one body of tests, run for each by the class that makes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.pipeline.engines import Engine
from onrecord.pipeline.processes import WorkersCannotStart
from onrecord.pipeline.units import MakeReader, Outcome, Unit
from onrecord.types.documents import Metadata
from onrecord.types.identity import document_id, sha256_of
from tests.pipeline.readers import make_broken, make_obedient

LAPTOP = Config()
"""The configuration nobody has changed."""


def units_of(*orders: str) -> dict[Unit, str]:
    """Return one unit a document of these words, with its words."""
    hashes = [sha256_of(order.encode()) for order in orders]
    return {
        Unit(
            document_id(sha256), sha256, f"folder/{number}.txt", "text/plain", Metadata(), None, "rules"
        ): order
        for number, (sha256, order) in enumerate(zip(hashes, orders, strict=True))
    }


def outcomes(engine: Engine, *orders: str) -> dict[str, Outcome]:
    """Run documents with these words through an engine; return the outcomes by words."""
    units = units_of(*orders)
    done = list(engine.run(units, lambda unit: units[unit].encode()))
    assert len(done) == len(units)
    return {units[outcome.unit]: outcome for outcome in done}


def code(outcome: Outcome) -> str:
    assert outcome.findings is None
    assert outcome.issue is not None
    assert outcome.issue.path == outcome.unit.path
    return outcome.issue.code


def text(outcome: Outcome) -> str:
    assert outcome.issue is None
    assert outcome.findings is not None
    return outcome.findings.text


class EngineContract:
    """Every engine: one outcome a document, whatever becomes of it."""

    def engine(self, make_reader: MakeReader = make_obedient, config: Config = LAPTOP) -> Engine:
        raise NotImplementedError

    def test_gives_one_outcome_a_document(self) -> None:
        done = outcomes(self.engine(), "say one", "say two", "say three", "refuse", "raise", "say four")
        assert [text(done[f"say {word}"]) for word in ("one", "two", "three", "four")] == [
            "say one", "say two", "say three", "say four",
        ]  # fmt: skip
        assert code(done["refuse"]) == "damaged"
        assert code(done["raise"]) == "reading_failed"

    def test_no_documents_give_none(self) -> None:
        assert outcomes(self.engine()) == {}


class WorkersContract(EngineContract):
    """Engines that read in processes of their own: a document costs no other and takes what it may."""

    def test_no_documents_need_no_worker(self) -> None:
        assert outcomes(self.engine(make_broken)) == {}

    def test_a_document_that_kills_its_process_is_tried_twice_and_costs_itself_alone(self) -> None:
        done = outcomes(self.engine(), "say one", "die", "exit", "say two")
        assert [text(done["say one"]), text(done["say two"])] == ["say one", "say two"]
        assert [code(done["die"]), code(done["exit"])] == ["worker_died", "worker_died"]
        assert "SIGKILL" in str(done["die"].issue)
        assert "exit status 7" in str(done["exit"].issue)

    def test_a_document_whose_process_was_killed_by_something_else_is_read_the_second_time(
        self, tmp_path: Path
    ) -> None:
        order = f"die-once {tmp_path / 'died'}"
        assert text(outcomes(self.engine(), order)[order]) == order

    def test_a_document_that_hangs_is_stopped_when_its_time_is_up(self) -> None:
        done = outcomes(self.engine(config=Config(document_seconds=1)), "hang", "say one")
        assert code(done["hang"]) == "took_too_long"
        assert text(done["say one"]) == "say one"

    def test_a_document_that_needs_too_much_memory_is_an_issue(self) -> None:
        done = outcomes(self.engine(config=Config(worker_megabytes=1000)), "allocate 2000", "allocate 1")
        assert code(done["allocate 2000"]) == "needs_more_memory"
        assert text(done["allocate 1"]) == "allocate 1"

    def test_workers_use_one_thread(self) -> None:
        assert text(outcomes(self.engine(), "threads now")["threads now"]) == "1"

    def test_workers_that_cannot_start_say_why(self) -> None:
        with pytest.raises(WorkersCannotStart, match="the_model"):
            outcomes(self.engine(make_broken), "say one")
