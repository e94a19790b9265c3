"""The command `onrecord`: each subcommand is a module that is imported when it is called.

May: read the record, ask the pipeline to build, print. May not: process documents itself.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any

import click

from onrecord import __version__
from onrecord.types.errors import OnRecordError

COMMANDS = {
    "build": "Build a record from files and folders, or bring one up to date.",
    "show": "Show what a record holds, each row with its exact words and where they stand.",
    "findings": "Print what to look at first, each finding with the words it stands on.",
    "wanted": "Print the documents that are cited and not here, with what is known of each.",
    "events": "Print what happened, is feared or asked for, in the order of time.",
    "asks": "Print who asks whom for what, how often it is said, and what was answered.",
    "figures": "Print the numbers that are claimed, with bound, origin and words.",
    "actors": "Print who is in it under which names, and who may be the same as whom.",
    "judge": "Say whether two actors are one; it can be undone.",
    "review": "Print what reviewers decided, what lost its row, and how much people have seen.",
    "text": "Print a document's text with the words of its rows marked.",
    "search": "Find passages by words, phrases and prefixes.",
    "serve": "Show a record in a browser: read it, review it, check a draft, hand it on.",
    "check": "Hold a draft against a record before it is sent.",
    "issues": "List what could not be read and what was seen and refused.",
    "verify": "Prove that every row still quotes its document exactly.",
    "export": "Write a record in a format other programs read.",
    "seal": "Encrypt a record into one file, to keep or to carry.",
    "unseal": "Give back the record in an encrypted file.",
    "copy": "Copy a record from a folder to a database server, or back.",
    "token": "Say who may use the API of a served record, and for what.",
    "account": "Say who may sign in to a record that a team works on, and as what.",
    "audit": "Print who read what of confidential documents that a team works on.",
    "mcp": "Answer an assistant (Model Context Protocol), each answer with exact words.",
    "annotate": "Print what is found in single files, without making a record.",
}
"""Each command with the line the help shows: no command is imported to print it."""


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in the order of a first use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"onrecord.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command meant by the first argument; a misspelt one gets a suggestion."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            ctx.fail(_no_such_command(args[0]))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an error made for users becomes one sentence and exit status 1."""
        try:
            return super().invoke(ctx)
        except OnRecordError as error:
            from onrecord.cli.terminal import safe  # noqa: PLC0415

            click.echo(f"onrecord: {safe(str(error))}", err=True)
            ctx.exit(1)
        except BrokenPipeError:  # the reader (`head`, a pager) has what it wanted
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:  # the lines after the control character are printed as they stand
    """Who said what, on whose word: a record of public documents, every row on exact words.

    \b
    Begin with a folder of documents:
      onrecord build FOLDER -o NAME.record
      onrecord show NAME.record
    """  # noqa: D301


def _no_such_command(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415

    near = get_close_matches(name, COMMANDS, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else f" Commands: {', '.join(COMMANDS)}."
    return f"There is no command {name!r}.{hint}"
