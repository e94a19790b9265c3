"""How a build's progress is shown: a bar in a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from onrecord.cli.terminal import console, one_line
from onrecord.pipeline.progress import Progress, Tell

STAGES = {
    "rekey": "Making keys anew",
    "discover": "Taking in sources",
    "read": "Reading documents",
    "resolve": "Comparing documents",
    "index": "Preparing search",
}
MANY = 50
"""Steps from which a stage is logged at each tenth of it; a shorter one is told by its name."""


@contextmanager
def shown_progress() -> Iterator[Tell]:
    """Give what takes each step of a build and shows it on standard error."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
    from rich.progress import Progress as Bars  # noqa: PLC0415

    columns = (
        TextColumn("{task.description:<20}", markup=False),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[label]}", markup=False),
    )
    with Bars(*columns, console=console(stderr=True), transient=True) as bars:
        yield _Bar(bars)


class _Bar:
    """One bar a stage, with the document at hand beside it."""

    def __init__(self, bars: object) -> None:
        from rich.progress import Progress as Bars  # noqa: PLC0415

        assert isinstance(bars, Bars)
        self._bars = bars
        self._tasks = {}  # type: ignore[var-annotated]

    def __call__(self, step: Progress) -> None:
        if step.stage not in self._tasks:
            self._tasks[step.stage] = self._bars.add_task(STAGES[step.stage], total=step.total, label="")
        task = self._tasks[step.stage]
        self._bars.update(task, completed=step.done, total=step.total, label=one_line(step.label, 40))


class _Lines:
    """A line as a stage begins, and at each tenth of a long one."""

    def __init__(self) -> None:
        self._stage = ""
        self._tenth = 0

    def __call__(self, step: Progress) -> None:
        total = step.total or 0
        tenth = step.done * 10 // total if total >= MANY else 0
        if step.stage != self._stage or tenth > self._tenth:
            self._stage, self._tenth = step.stage, tenth
            click.echo(STAGES[step.stage] + (f", {step.done} of {total}" if total >= MANY else ""), err=True)
