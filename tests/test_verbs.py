from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import onrecord
from onrecord.export.jsonl import write_jsonl
from tests.pipeline.folders import exported, write_folder


def test_the_verbs_at_the_root(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "papers")
    report = onrecord.build([folder / "declaration.txt"], tmp_path / "papers.record")
    assert report.documents == 1
    with onrecord.open_record(tmp_path / "papers.record") as record:
        assert [document.path for document in record.documents()] == ["declaration.txt"]
    assert onrecord.verify(tmp_path / "papers.record").holds
    for _ in range(2):
        count = onrecord.export(tmp_path / "papers.record", tmp_path / "papers.jsonl")
    lines = (tmp_path / "papers.jsonl").read_bytes()
    assert lines == exported(tmp_path / "papers.record")
    assert count == len(lines.splitlines()) > 0
    assert callable(write_jsonl)


def test_importing_the_package_loads_nothing_heavy() -> None:
    program = "import onrecord, sys; print({'spacy', 'sqlalchemy', 'click', 'lxml'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
