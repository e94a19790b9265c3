"""Text from documents made safe for a terminal, and the consoles that print it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import click

from onrecord.types.quoting import between_words, in_middle
from onrecord.types.shown import shown

if TYPE_CHECKING:
    from rich.console import Console

NARROWEST = 40
"""Columns that lines are broken to at least, however narrow the terminal."""

_PIPED_WIDTH = 160
"""Columns of a table that no terminal shows: wide enough that words stay on one line."""


def safe(text: str) -> str:
    """Return `text` with every character that steers a terminal shown as its code point."""
    return shown(text)


def one_line(text: str, width: int | None = None) -> str:
    """Return `text` safe and on one line, its middle left out where it is longer than `width`."""
    flat = safe(" ".join(text.split()))
    return flat if width is None else in_middle(flat, width)


def quoted(text: str, width: int) -> str:
    """Return exact words in quotation marks, on one line; what is left out of long ones is marked [...].

    The cut stands between words and in brackets, so that nobody takes it for an ellipsis of the document.

    >>> quoted("open the northern gate of the harbour", 25)
    '“open the […] harbour”'
    """
    return f"“{between_words(safe(' '.join(text.split())), width)}”"


def print_lines(
    text: str,
    width: int,
    *,
    at: int = 0,
    hang: int | None = None,
    bold: bool = False,
    dim: bool = False,
    colour: str | None = None,
) -> None:
    """Print text from a column on, broken to a width; what does not fit stands under it, set in to `hang`."""
    lines = wrap(
        text,
        width,
        initial_indent=" " * at,
        subsequent_indent=" " * (at if hang is None else hang),
        break_on_hyphens=False,
    )
    for line in lines:
        click.echo(click.style(line, bold=bold or None, dim=dim or None, fg=colour))


def line_width() -> int:
    """Return the columns that lines of text are broken to."""
    return max(NARROWEST, console().width)


def console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is: no markup, no emoji codes, no guessed colours."""
    from rich.console import Console  # noqa: PLC0415

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _PIPED_WIDTH
    return Console(file=stream, markup=False, emoji=False, highlight=False, width=width, soft_wrap=False)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the option `--json` to a command."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")(command)
