"""`onrecord judge`: a reviewer says whether two actors are one; it can be undone."""

from __future__ import annotations

import click

from onrecord.cli.address import RECORD
from onrecord.cli.selection import NoSuchActor, actors_called
from onrecord.cli.terminal import one_line
from onrecord.record.address import Address
from onrecord.record.decisions import DecisionCannotBeMade
from onrecord.record.store import Record
from onrecord.types.rows import Actor

_SAID = {
    "positive": "{one} and {other} are one actor, shown under {id}.",
    "negative": "{one} and {other} are two actors: they are never led together, nor proposed again.",
    "unsure": "Whether {one} and {other} are one is left open.",
}

_VERDICTS = {"positive": "the same", "negative": "not the same", "unsure": "left open"}


@click.command(name="judge")
@click.argument("record_path", type=RECORD, metavar="RECORD")
@click.argument("one", metavar="ACTOR")
@click.argument("other", metavar="ACTOR")
@click.option("--same", "verdict", flag_value="positive", help="They are one actor.")
@click.option("--different", "verdict", flag_value="negative", help="They are two actors.")
@click.option("--unsure", "verdict", flag_value="unsure", help="Looked at and left open.")
@click.option("--undo", "verdict", flag_value="undo", help="The last judgement on the two no longer holds.")
@click.option("--by", metavar="NAME", help="Who judges. [default: the user of this machine]")
@click.option("--why", default="", metavar="TEXT", help="The reason, kept with the judgement.")
def command(
    *, record_path: Address, one: str, other: str, verdict: str | None, by: str | None, why: str
) -> None:
    """Say whether two actors are one: --same, --different or --unsure; --undo takes it back.

    An ACTOR is an id, or a name that one actor alone has; `onrecord actors RECORD --pairs` lists what is to
    be judged. Two that are one are shown under the first one's id, in asks and everywhere. Nothing of the
    documents is changed, and a later build does not forget it.
    """
    if verdict is None:
        raise click.UsageError("Say --same, --different or --unsure, or --undo.")
    with Record.open(record_path, who=by) as record:
        first, second = _actor(record, one), _actor(record, other)
        if verdict == "undo":
            _undo(record, first, second, why)
            return
        names = [one_line(_name(record, id_)) for id_ in (first, second)]
        record.judge(first, second, verdict, why)
        click.echo(_SAID[verdict].format(one=names[0], other=names[1], id=first))


def _actor(record: Record, reference: str) -> str:
    """Return the id of the actor meant; raises NoSuchActor where none or several are."""
    if isinstance(record.row(reference), Actor):
        return reference
    found = sorted(actors_called(record, reference))
    whole = [id_ for id_ in found if _name(record, id_).casefold() == reference.casefold()]
    if len(found) > 1 and len(whole) != 1:
        shown = ", ".join(f"{_name(record, id_)} ({id_})" for id_ in found[:5])
        raise NoSuchActor(f"{reference!r} could be {len(found)} actors: {shown}. Give the id.")
    return whole[0] if len(whole) == 1 else found[0]


def _name(record: Record, id_: str) -> str:
    row = record.row(id_)
    return row.name if isinstance(row, Actor) else id_


def _undo(record: Record, one: str, other: str, why: str) -> None:
    pair = frozenset((one, other))
    made = next((judgement for judgement in record.judgements() if judgement.pair == pair), None)
    if made is None:
        raise DecisionCannotBeMade(f"There is no judgement on {one} and {other} to undo.")
    record.undo(made.decision, why)
    click.echo(f"The judgement of {one_line(made.who)} no longer holds.")
    before = next((judgement for judgement in record.judgements() if judgement.pair == pair), None)
    if before is not None:
        said = f"{_VERDICTS[before.verdict]} ({one_line(before.who)}, {before.when})"
        click.echo(f"An earlier one holds again: {said}. To take that back too, undo once more.")
