from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def committed_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_docs_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_is_in_the_readme() -> None:
    from onrecord.cli import main

    readme = (ROOT / "README.md").read_text("utf-8")
    commands = main.list_commands(None)  # type: ignore[arg-type]
    assert len(commands) > 5
    assert [name for name in commands if f"onrecord {name}" not in readme] == []


def test_the_readme_opens_with_the_two_commands() -> None:
    opening = (ROOT / "README.md").read_text("utf-8")[:1500]
    assert opening.index("make demo") < opening.index("make test")


def test_no_committed_file_names_a_package_server_or_a_path_of_one_machine() -> None:
    forbidden = re.compile(
        rb"index-url|\"resolved\":|https?://[\w.-]*(?:py"
        rb"pi|pyt"
        rb"honhosted|np"
        rb"mjs|deb"
        rb"ian)\.|/(?:work|root)/[a-z.]"
    )
    named = [file.relative_to(ROOT) for file in committed_files() if forbidden.search(file.read_bytes())]
    assert [file for file in named if file.name != Path(__file__).name] == []


def test_every_locked_requirement_has_its_hash() -> None:
    for lock in (ROOT / "requirements").glob("*.txt"):
        entries = lock.read_text("utf-8").replace("\\\n", " ").splitlines()
        pinned = [entry for entry in entries if "==" in entry]
        assert len(pinned) > 20
        assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []
