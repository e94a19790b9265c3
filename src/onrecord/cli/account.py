"""`onrecord account`: who may sign in to a record that `onrecord serve --team` serves, and as what."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from onrecord.cli.address import RECORD
from onrecord.cli.terminal import one_line
from onrecord.record.accounts import Account, Accounts
from onrecord.record.address import Address
from onrecord.record.store import Record
from onrecord.types.access import CLASSES, DEFAULT_CLEARANCE, ROLES

ROLE = click.Choice(list(ROLES))
CLEARANCE = click.Choice(list(CLASSES))

BY = click.option("--by", metavar="NAME", help="Who decides. [default: the user of this machine]")


@click.group(name="account")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.pass_context
def command(ctx: click.Context, record_path: Address) -> None:  # the lines after the control character stand
    """Make accounts of RECORD, list, change and disable them; every change stands in the custody log.

    \b
    reader    reads, searches, has drafts checked, exports with private persons masked
    reviewer  and enters decisions
    editor    and sees and exports private persons' names, releases them, sets confidentiality, has tokens
    admin     and makes accounts and reads the audit log
    """  # noqa: D301
    ctx.obj = record_path


def _on_accounts(action: Callable[[Accounts], str]) -> None:
    ctx = click.get_current_context()
    with Record.open(ctx.obj, who=ctx.params.get("by")) as record:
        click.echo(action(Accounts(record)))


@command.command(name="add")
@click.argument("name")
@click.option("--role", type=ROLE, required=True, help="What the account may do.")
@click.option("--clearance", type=CLEARANCE, default=DEFAULT_CLEARANCE, show_default=True,
              help="The most confidential class it may read.")  # fmt: skip
@click.option("--shown", default="", metavar="NAME", help="The name under which decisions stand.")
@click.option("--openid", nargs=2, metavar="ISSUER SUBJECT",
              help="Sign in through OpenID Connect, without a password.")  # fmt: skip
@BY
def add(*, name: str, openid: tuple[str, str] | None, by: str | None, **given: Any) -> None:
    """Make an account NAME; its password is asked for, or read from standard input."""
    password = None if openid else asked_password()
    _on_accounts(lambda accounts: told(accounts.add(name, password=password, openid=openid, **given)))


@command.command(name="list")
def list_() -> None:
    """List the accounts."""
    none = "No accounts. `onrecord account RECORD add NAME --role admin` makes one."
    _on_accounts(lambda accounts: "\n".join(told(account) for account in accounts.all()) or none)


@command.command(name="password")
@click.argument("name")
@BY
def password(*, name: str, by: str | None) -> None:
    """Give an account another password, and end its sessions."""
    given = asked_password()
    _on_accounts(lambda accounts: told(accounts.set_password(name, given)))


@command.command(name="role")
@click.argument("name")
@click.argument("role", type=ROLE, required=False)
@click.option("--clearance", type=CLEARANCE, help="The most confidential class it may read.")
@BY
def role(*, name: str, role: str | None, clearance: str | None, by: str | None) -> None:
    """Give an account another role or clearance; it holds from the next request on."""
    if role is None and clearance is None:
        raise click.UsageError("Give a role, --clearance, or both.")
    _on_accounts(lambda accounts: told(accounts.place(name, role=role, clearance=clearance)))


@command.command(name="openid")
@click.argument("name")
@click.argument("issuer")
@click.argument("subject")
@BY
def openid(*, name: str, issuer: str, subject: str, by: str | None) -> None:
    """Let an account sign in as what an OpenID issuer calls SUBJECT."""
    _on_accounts(lambda accounts: told(accounts.link(name, issuer, subject)))


@command.command(name="disable")
@click.argument("name")
@BY
def disable(*, name: str, by: str | None) -> None:
    """Let an account sign in no more, and end its sessions; what it decided stays."""
    _on_accounts(lambda accounts: told(accounts.disable(name)))


@command.command(name="enable")
@click.argument("name")
@BY
def enable(*, name: str, by: str | None) -> None:
    """Let a disabled account sign in again."""
    _on_accounts(lambda accounts: told(accounts.enable(name)))


def asked_password() -> str:
    """Return a password that is typed twice, or the first line of standard input: never an argument."""
    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
        return given
    return sys.stdin.readline().rstrip("\r\n")


def told(account: Account) -> str:
    """Return an account on one line."""
    ways = [*(["password"] if account.by_password else ()), *([account.issuer] if account.issuer else ())]
    parts = [
        account.name,
        account.shown,
        account.role,
        f"reads up to {account.clearance}",
        f"signs in by {' and '.join(ways)}",
        f"made {account.made}",
        f"disabled {account.disabled}" if account.disabled else "holds",
    ]
    return "  ".join(one_line(part) for part in parts)
