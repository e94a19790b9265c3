"""One measured figure with what it should be, and the table in which `make bench` prints them all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, what it must reach (`at_least`, `at_most`, None where it is only told) and what it should."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    aim: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether it is what it must be; None where it is only told."""
        if self.at_least is None and self.at_most is None:
            return None
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    @property
    def bound(self) -> str:
        """Return in signs what it must be."""
        bounds = [("≥", self.at_least), ("≤", self.at_most)]
        told = [f"{sign} {value:,g}" for sign, value in bounds if value is not None]
        return ", ".join([*told, *([f"aim {self.aim}"] if self.aim else [])])


def write(path: Path, figures: Iterable[Figure]) -> None:
    """Write figures as JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(figure) for figure in figures], indent=1), "utf-8")


def read(path: Path) -> list[Figure]:
    """Return the figures that `write` wrote."""
    return [Figure(**figure) for figure in json.loads(path.read_text("utf-8"))]


def show(measured: Iterable[tuple[str, Iterable[Figure]]]) -> None:
    """Print figures in one table, those of each measurement together."""
    table = Table("measured", "figure", "value", "must be", "", title="On Record, measured")
    for name, figures in measured:
        for number, figure in enumerate(figures):
            sign = {True: "met", False: "MISSED", None: ""}[figure.met]
            value = f"{figure.value:,.4g} {figure.unit}".strip()
            table.add_row("" if number else name, figure.name, value, figure.bound, sign)
        table.add_section()
    Console(width=150).print(table)
