"""Figures as evaluators print them: read off their lines, held against the last run and against floors."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

FLOORS = Path(__file__).with_name("floors.toml")

LEAST_CHANGE = 0.0005
"""A smaller difference is not told: the figures have three or four places."""

_LABEL = re.compile(r"(?P<label>[A-Za-z][\w,.&/ -]*?)(?=\s{2,}|\s+-?\d+\.\d)")
_PAIR = re.compile(r"(?P<name>[A-Za-z][A-Za-z+1 -]*?)?\s*(?P<value>-?\d+\.\d+)(?![\w%])")
_BRACKETS = re.compile(r"\([^()]*\)")

Figures = dict[str, float]


CONTINUED = " " * 8
"""A line that begins so goes on with the label of the one above."""


def figures_of(lines: Iterable[str]) -> Figures:
    """Return the figures that lines of a table tell, by label, group and column.

    >>> figures_of(["asks       P 0.930  R 0.726", "addressee  0.807  (96 of 119)"])
    {'asks P': 0.93, 'asks R': 0.726, 'addressee': 0.807}
    >>> figures_of(["score  value P 0.90 F1 0.80 | bound F1 0.70"])
    {'score value P': 0.9, 'score value F1': 0.8, 'score bound F1': 0.7}
    """
    found: Figures = {}
    label = ""
    for line in lines:
        plain = _BRACKETS.sub("", line)
        begins = _LABEL.match(plain)
        if begins is not None:
            label = begins["label"].strip()
        elif not plain.startswith(CONTINUED):
            continue
        for part in plain[begins.end() if begins else 0 :].split("|"):
            for name, value in _columns(part):
                found.setdefault(" ".join(filter(None, (label, name))), value)
    return found


def _columns(part: str) -> Iterator[tuple[str, float]]:
    """Yield the columns of a part of a line; P, R and F1 behind the first belong to its group."""
    group = ""
    for pair in _PAIR.finditer(part):
        words = (pair["name"] or "").split()
        if len(words) > 1:
            group = " ".join(words[:-1])
        elif words and group:
            words = [group, *words]
        yield " ".join(words), float(pair["value"])


def changes(before: Mapping[str, Figures], now: Mapping[str, Figures]) -> Iterator[str]:
    """Yield a line for each figure gained or lost against the run before, by evaluator."""
    for run, figures in now.items():
        for name, value in figures.items():
            last = before.get(run, {}).get(name)
            if last is not None and abs(value - last) >= LEAST_CHANGE:
                word = "gained" if value > last else "lost"
                yield f"{word:6} {run}: {name} {last:.3f} → {value:.3f} ({value - last:+.3f})"


def under_floors(now: Mapping[str, Figures]) -> Iterator[str]:
    """Yield a line for each figure under its floor, and for each floor whose figure was not printed."""
    floors: Mapping[str, Figures] = tomllib.loads(FLOORS.read_text("utf-8"))
    for run, wanted in floors.items():
        if run not in now:
            continue
        for name, floor in wanted.items():
            value = now[run].get(name)
            if value is None:
                yield f"{run}: no figure is called {name!r}"
            elif value < floor:
                yield f"{run}: {name} {value:.3f} is under its floor of {floor:.3f}"


def read_last(path: Path) -> dict[str, Figures]:
    """Return the figures of the run before, none where there was none."""
    if not path.is_file():
        return {}
    held: dict[str, Figures] = json.loads(path.read_text("utf-8"))
    return held


def write_last(path: Path, now: Mapping[str, Figures]) -> None:
    """Keep the figures of this run beside those of evaluators that were not run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(read_last(path) | dict(now), indent=1), "utf-8")
