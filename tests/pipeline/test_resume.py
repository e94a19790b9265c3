from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.pipeline.build import BuildReport, build
from onrecord.pipeline.engines import InlineEngine
from onrecord.record.store import Record
from onrecord.record.verification import verify
from tests.pipeline.folders import LETTER, exported, make_unparsed, path_to_tests

DOCUMENTS = 12

KILLED_BUILD = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path

    from onrecord.config import Config
    from onrecord.pipeline.build import build
    from onrecord.pipeline.engines import InlineEngine
    from onrecord.record.store import Record
    from tests.pipeline.folders import make_unparsed

    method, calls, when, folder, output = sys.argv[1:]
    original, left = getattr(Record, method), int(calls)

    def counted(self, *args, **kwargs):
        global left
        left -= 1
        if left == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        if left == 0 and when == "inside":
            stage, version, items, units = args
            return original(self, stage, version, killing(items), units)
        result = original(self, *args, **kwargs)
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    def killing(items):
        yield from items
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(Record, method, counted)
    build([Path(folder)], Path(output), Config(), engine=InlineEngine(make_unparsed, Config()))
    """
)

_random = random.Random(20260301)
WHILE_READING = [
    pytest.param(("save_document", count, when), id=f"document-{count}-{when}")
    for count, when in zip(
        sorted(_random.sample(range(1, DOCUMENTS + 1), 5)), ["before", "after", "before", "after", "after"],
        strict=True,
    )
]  # fmt: skip
ELSEWHERE = [
    pytest.param(("put_source", 5, "after"), id="while-taking-in"),
    pytest.param(("seen", 1, "before"), id="before-retiring"),
    pytest.param(("replace_resolved", 1, "before"), id="before-resolving"),
    pytest.param(("replace_resolved", 3, "inside"), id="while-resolving"),
    pytest.param(("replace_resolved", 6, "after"), id="between-resolvers"),
    pytest.param(("end_comparing", 1, "before"), id="before-the-end-of-resolving"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    papers = tmp_path_factory.mktemp("given") / "papers"
    papers.mkdir()
    for number in range(DOCUMENTS):
        text = LETTER.replace("600", str(600 + number)).replace("March 4", f"March {number + 4}")
        (papers / f"letter-{number:02}.txt").write_text(text, "utf-8")
    return papers


@pytest.fixture(scope="module")
def unkilled(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    output = tmp_path_factory.mktemp("unkilled") / "papers.record"
    _build(folder, output)
    whole = exported(output)
    types = [json.loads(line)["type"] for line in whole.splitlines()]
    assert types.count("document") == DOCUMENTS
    return whole


@pytest.mark.parametrize("kill", [*WHILE_READING, *ELSEWHERE])
def test_a_killed_build_goes_on_where_it_was_and_ends_the_same(
    folder: Path, unkilled: bytes, tmp_path: Path, kill: tuple[str, int, str]
) -> None:
    method, calls, when = kill
    output = tmp_path / "papers.record"
    command = [sys.executable, "-c", KILLED_BUILD, method, str(calls), when, str(folder), str(output)]
    environment = os.environ | {"PYTHONPATH": path_to_tests()}
    killed = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    saved = DOCUMENTS
    if method == "put_source":
        saved = 0
    if method == "save_document":
        saved = calls - (when == "before")
    with Record.open(output) as record:
        assert sum(1 for _ in record.documents()) == saved
    report = _build(folder, output)
    assert (report.read, report.unchanged) == (DOCUMENTS - saved, saved)
    assert exported(output) == unkilled
    assert verify(output).breaks == ()


def _build(folder: Path, output: Path) -> BuildReport:
    config = Config()
    return build([folder], output, config, engine=InlineEngine(make_unparsed, config))
