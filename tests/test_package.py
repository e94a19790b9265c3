from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    [made] = out.glob("onrecord-*.whl")
    return zipfile.ZipFile(made)


def test_the_wheel_carries_every_file_the_program_reads(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    needed = {
        file.relative_to(source).as_posix()
        for file in (source / "onrecord").rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    assert "onrecord/py.typed" in needed
    assert needed <= set(wheel.namelist())


def test_the_wheel_names_the_command_and_what_it_needs(wheel: zipfile.ZipFile) -> None:
    [entry_points] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
    assert "onrecord = onrecord.cli:main" in wheel.read(entry_points).decode()
    [metadata] = [name for name in wheel.namelist() if name.endswith("METADATA")]
    assert "Requires-Dist: spacy" in wheel.read(metadata).decode()


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, onrecord, onrecord.cli; "
        "heavy = 'spacy lingua sqlalchemy tantivy lxml fastapi starlette jinja2 uvicorn'.split(); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
