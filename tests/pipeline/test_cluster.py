"""The engine for several machines, on a real cluster of this one: Ray with two processors, started once."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Thread

import pytest
from evals.sample import SAMPLE, build_sample, export

from onrecord.config import Config, read_config
from onrecord.pipeline import dividing
from onrecord.pipeline.choosing import ClusterGiven, make_engine
from onrecord.pipeline.cluster import (
    ClusterCannotBeUsed,
    ClusterIsNotInstalled,
    RayEngine,
    connected,
    import_ray,
)
from onrecord.pipeline.engines import Engine, InlineEngine, LocalEngine
from onrecord.pipeline.units import MakeReader
from onrecord.record.sources import source_files
from onrecord.record.store import Record
from onrecord.types.errors import ConfigurationIsWrong
from tests.pipeline.engine_contract import LAPTOP, WorkersContract, outcomes, text, units_of
from tests.pipeline.folders import path_to_tests
from tests.pipeline.readers import make_hanging_once, make_obedient
from tests.pipeline.test_dividing import compare_anew
from tests.pipeline.test_engines import children_of

WORKERS = 2


@pytest.fixture(scope="module", autouse=True)
def _ray() -> Iterator[None]:
    others = children_of(os.getpid())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path_to_tests())
        with connected(import_ray(local=True), None, WORKERS):
            yield
    assert children_of(os.getpid()) <= others, "Ray left processes behind"


class TestRayEngine(WorkersContract):
    def engine(self, make_reader: MakeReader = make_obedient, config: Config = LAPTOP) -> Engine:
        return RayEngine(make_reader, replace(config, workers=WORKERS))


def test_a_worker_killed_in_mid_run_costs_no_document_and_changes_no_byte(
    tmp_path: Path, sample_record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dividing, "PORTION", 4)
    os.mkfifo(tmp_path / "waiting")
    killer = Thread(target=_kill_whoever_waits, args=(tmp_path / "waiting",), daemon=True)
    killer.start()
    config = replace(read_config(SAMPLE / "onrecord.toml"), workers=WORKERS)
    report = build_sample(
        tmp_path / "sample.record", RayEngine(partial(make_hanging_once, str(tmp_path)), config)
    )
    killer.join()
    assert report.failed == 0
    assert report.read == report.documents
    assert export(tmp_path / "sample.record") == export(sample_record)


def _kill_whoever_waits(pipe: Path) -> None:
    os.kill(int(pipe.read_text("utf-8")), signal.SIGKILL)


def test_workers_of_the_cluster_compare_as_one_process_does(
    sample_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dividing, "PORTION", 2)
    monkeypatch.setattr(Record, "is_on_a_server", True)
    path = shutil.copytree(sample_record, tmp_path / "sample.record")
    engine = RayEngine(make_obedient, Config(), "the cluster that runs", WORKERS)
    given = compare_anew(path, engine.hands)
    assert given.count("links") > 1
    assert export(path) == export(sample_record)


def test_workers_fetch_the_bytes_where_the_record_lies_on_every_machine(tmp_path: Path) -> None:
    orders = ("say one", "say two")
    engine = RayEngine(make_obedient, Config(), sources=tmp_path)
    (tmp_path / "sources").mkdir()
    for order in orders:
        source_files(tmp_path).put(order.encode())
    done = list(engine.run(units_of(*orders), lambda unit: b"say nothing: these bytes are not to travel"))
    assert sorted(text(outcome) for outcome in done) == list(orders)


def test_workers_that_do_not_see_the_record_say_so(tmp_path: Path) -> None:
    engine = RayEngine(make_obedient, Config(), sources=tmp_path)
    with pytest.raises(ClusterCannotBeUsed, match=r"cannot read .*build without --shared"):
        outcomes(engine, "say one")


def test_workers_that_see_other_bytes_say_so(tmp_path: Path) -> None:
    [unit] = units_of("say one")
    path = source_files(tmp_path).path(unit.sha256)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"say two")
    with pytest.raises(ClusterCannotBeUsed, match=r"other bytes for folder/0\.txt"):
        outcomes(RayEngine(make_obedient, Config(), sources=tmp_path), "say one")


def test_workers_of_another_version_refuse_to_read() -> None:
    with pytest.raises(ClusterCannotBeUsed, match="Install the same on every machine"):
        outcomes(RayEngine(make_obedient, Config(), rules=_other_rules), "say one")
    assert text(outcomes(RayEngine(make_obedient, Config(), rules=_same_rules), "say one")["say one"])


def _other_rules(config: Config) -> str:
    return "other rules"


def _same_rules(config: Config) -> str:
    return "rules"


@pytest.mark.parametrize(
    ("name", "cluster", "kind"),
    [
        pytest.param(None, ClusterGiven(), LocalEngine, id="default"),
        pytest.param("local", ClusterGiven(workers=2), LocalEngine, id="local"),
        pytest.param("inline", ClusterGiven(), InlineEngine, id="inline"),
        pytest.param("ray", ClusterGiven(), RayEngine, id="ray"),
        pytest.param(None, ClusterGiven("10.1.2.3:6379"), RayEngine, id="a-cluster-is-given"),
        pytest.param(None, ClusterGiven(sources=Path("here.record")), RayEngine, id="shared"),
    ],
)
def test_the_engine_is_the_one_that_was_named(
    name: str | None, cluster: ClusterGiven, kind: type[Engine]
) -> None:
    engine = make_engine(name, Config(), cluster)
    assert type(engine) is kind
    if isinstance(engine, RayEngine):
        assert (engine.address, engine.workers) == cluster[:2]
        assert engine.sources == (cluster.sources and cluster.sources.resolve())


@pytest.mark.parametrize("name", ["local", "inline"])
def test_a_cluster_is_for_ray_alone(name: str) -> None:
    with pytest.raises(ConfigurationIsWrong, match=f"not for {name}"):
        make_engine(name, Config(), ClusterGiven("10.1.2.3:6379"))


def test_where_ray_is_missing_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ClusterIsNotInstalled, match=r"pip install 'onrecord\[cluster\]'"):
        make_engine("ray", Config(), ClusterGiven())
