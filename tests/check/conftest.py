"""Records that drafts are checked against, and one checker whose models are loaded once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import onrecord
from onrecord.check.checking import DraftChecker
from onrecord.check.report import DraftReport
from onrecord.record.store import Record

PAPERS = {
    "2031-04-02-letter.txt": """Council of the Dunes

2 April 2031

The Honorable Ruth Amadi
Minister of Water
Harrow

Dear Minister Amadi,

We write to ask you to reopen the sluice at Pell. According to the Fen Observatory, exactly 412
farms lost their wells on 9 January 2031, and nobody has told the farmers when the water will
return.

Some of the farmers have left the valley. We urge you to publish the test results by May 1, 2031.
The pumps must be repaired before the summer.

Sincerely,

Ines Calder
Chair, Council of the Dunes
""",
    "2031-04-20-reply.txt": """Ministry of Water

April 20, 2031

Ines Calder
Council of the Dunes

Dear Ms Calder,

Thank you for your letter of 2 April 2031. The Ministry cannot agree to reopen the sluice at Pell.
It commits to publish the test results by May 1, 2031. Fewer than 300 farms are without water.

Sincerely,

Ruth Amadi
Minister of Water
""",
    "2031-05-03-news.txt": """Valley waits for water

By Tom Okoye
May 3, 2031

HARROW — “The valley will drink again before the harvest is in,” said Petra Lund, a spokeswoman for
the Water Board. Farmers fear that the wells will stay dry.

About 60 trucks bring water to the valley every day, Lund said. Ines Calder said the board had paid
almost no one.
""",
}  # fmt: skip


@pytest.fixture(scope="session")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of three papers on wells that do not exist."""
    folder = tmp_path_factory.mktemp("papers") / "wells"
    folder.mkdir()
    for name, text in PAPERS.items():
        (folder / name).write_text(text, "utf-8")
    record = folder.parent / "wells.record"
    onrecord.build([folder], record)
    return record


@pytest.fixture
def copied(tmp_path: Path) -> Callable[[Path], Path]:
    """Return what copies a record, so that its files can be taken away."""
    return lambda record: Path(shutil.copytree(record, tmp_path / "copy.record"))


@pytest.fixture(scope="session")
def checker() -> DraftChecker:
    """Return a checker whose models are loaded with its first draft."""
    return DraftChecker()


@pytest.fixture(autouse=True)
def _warm(checker: DraftChecker, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command use the one checker: to load the models for each test anew takes seconds."""
    monkeypatch.setattr("onrecord.cli.check.DraftChecker", lambda config: checker)


Check = Callable[..., DraftReport]


@pytest.fixture
def check(papers: Path, checker: DraftChecker, tmp_path: Path) -> Check:
    """Return what checks a text against the wells."""

    def check_text(text: str, name: str = "draft.txt") -> DraftReport:
        draft = tmp_path / name
        draft.write_text(text, "utf-8")
        with Record.open(papers) as record:
            return checker.check(draft, record)

    return check_text
