"""The ledger of asks as a person reads it: headings of who asks whom, under them one ask after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

import click

from onrecord.cli.tables import NAMES, Names
from onrecord.cli.terminal import line_width, one_line, print_lines, quoted, safe
from onrecord.types.asked import NOBODY, drift_of, no_reply, strength_of, verb_of, who_whom
from onrecord.types.ledger import LedgerEntry, asked_in, negation_of
from onrecord.types.rows import Ask, Response

NAMED = 3
"""Names of a list that are written out; of more, two are, and the others counted."""

WORDS = 400
"""Characters of a quotation; longer ones are cut in their middle, --csv and --json have them whole."""

LISTED = 8
"""Mentions and asks of others that are listed under one ask; --json has them all."""

INDENT = 2

NO_DATE = "no date"


class LedgerPage:
    """Prints entries of the ledger under headings, broken to the terminal's width."""

    def __init__(
        self, names: Names, text: Callable[[str], str], dates: dict[str, str], as_of: str | None
    ) -> None:
        self._names = names
        self._text = text
        self._dates = dates
        self._as_of = as_of
        self._width = line_width()

    def print(self, entries: Sequence[LedgerEntry]) -> None:
        """Print a line on all of them, then each under who asks whom."""
        self._lines(self._summary(entries), 0)
        for heading, under in groupby(entries, key=self._heading):
            click.echo()
            self._lines(heading, 0, hang=12, bold=True)
            held = list(under)
            lead = max(len(_lead(entry.first)) for entry in held)
            for entry in held:
                self._entry(entry, lead)

    def print_untied(self, responses: Sequence[Response], left: int) -> None:
        """Print responses that answer no ask of the record."""
        if responses:
            click.echo()
            self._lines("Responses to what is not asked in this record", 0, bold=True)
        for response in responses:
            date = response.date or self._dates.get(response.document, "")
            who = self._names.one(response.actor) or NOBODY
            click.echo()
            self._lines(f"{who} · {response.kind}{f' · {date}' if date else ''}", INDENT, bold=True)
            self._lines(quoted(response.anchor.exact, WORDS), INDENT)
            place = f"{self._names.place(response.anchor)} · {response.id}"
            self._lines(" · ".join(filter(None, (response.reason, place))), INDENT, dim=True)
        if left:
            click.echo()
            what = "response is" if left == 1 else "responses are"
            self._lines(f"{left} more {what} tied to no ask of this record: --all", 0, dim=True)

    def _summary(self, entries: Sequence[LedgerEntry]) -> str:
        if not entries:
            return "No asks."
        asks = "1 ask" if len(entries) == 1 else f"{len(entries)} asks"
        again = sum(len(entry.mentions) > 1 for entry in entries)
        answered = sum(entry.answered for entry in entries)
        told = [asks]
        if again:
            told.append(f"{again} said more than once")
        if answered:
            told.append(f"{answered} answered")
        open_asks = len(entries) - answered
        if open_asks:
            some = f"{open_asks} " if open_asks < len(entries) else "all " if open_asks > 1 else ""
            told.append(f"{some}with {no_reply(self._as_of)}")
        return ", ".join(told)

    def _heading(self, entry: LedgerEntry) -> str:
        date = self._dates.get(entry.first.document, NO_DATE)
        return f"{date:10}  {who_whom(entry, self._some)}"

    def _some(self, actors: Sequence[str]) -> str:
        """Return the names of a list, of a long one the first and how many more there are."""
        names = list(dict.fromkeys(one_line(self._names.one(actor), NAMES) for actor in actors))
        if len(names) > NAMED:
            return f"{', '.join(names[: NAMED - 1])} and {len(names) - NAMED + 1} others"
        return ", ".join(names) or NOBODY

    def _entry(self, entry: LedgerEntry, lead: int) -> None:
        """Print an ask in one line, in its own words with its state; under it what the record has of it."""
        ask = entry.first
        at = INDENT + lead + 2
        told = [self._words(ask)]
        if entry.again:
            told.append(f"said {len(entry.mentions)} times")
        told.append(self._state(entry))
        colour = "green" if entry.answered else None
        self._lines(f"{' ' * INDENT}{_lead(ask):{lead}}  {' · '.join(told)}", 0, hang=at, colour=colour)
        for line in self._under(entry):
            self._lines(line, at, hang=at + 2, dim=True)

    def _words(self, ask: Ask) -> str:
        """Return the words that ask and what they ask, as one clause where it is asked of a thing."""
        text = self._text(ask.document)
        [*_, words] = asked_in(ask, text)
        if words != ask.action:
            return quoted(words.exact, WORDS + len(words.exact) - len(ask.action.exact))
        asking = " ".join(filter(None, (verb_of(ask), negation_of(ask, text))))
        return f"{asking} {quoted(ask.action.exact, WORDS)}"

    def _state(self, entry: LedgerEntry) -> str:
        """Return what became of an ask: the answer that tells most, else that there is none as of when."""
        if entry.response is None:
            return no_reply(self._as_of)
        date = self._dates.get(entry.response.document)
        who = self._names.one(entry.response.actor) or NOBODY
        more = len(entry.responses) - 1
        parts = (f"{entry.response.kind} by {who}", date, f"and {more} more" if more else None)
        return f"answered: {', '.join(part for part in parts if part)}"

    def _under(self, entry: LedgerEntry) -> Iterator[str]:
        """Yield where an ask stands with its limits, its answer, drift, other mentions, and who else asks."""
        ask = entry.first
        limits = (
            f"by {ask.deadline}" if ask.deadline else "",
            f"on condition {quoted(ask.condition.exact, WORDS)}" if ask.condition else "",
        )
        yield " · ".join(filter(None, (self._names.place(ask.operative), ask.id, *limits)))
        if entry.response is not None:
            words = quoted(entry.response.anchor.exact, WORDS)
            place = self._names.place(entry.response.anchor)
            yield f"answer: {' · '.join(filter(None, (words, place, entry.reason)))}"
        if entry.drifts:
            yield f"drift: {drift_of(entry)}"
        if entry.again:
            yield f"said again: {self._listed(self._mention(ask, other) for other in entry.again)}"
        if entry.also:
            yield f"also asked: {self._listed(self._also(entry, other) for other in entry.also)}"

    def _mention(self, first: Ask, ask: Ask) -> str:
        other = set(ask.requesters) != set(first.requesters) and ask.requesters
        by = f" by {self._some(ask.requesters)}" if other else ""
        return f"{self._names.place(ask.operative)} {strength_of(ask)} {verb_of(ask)}{by}"

    def _also(self, entry: LedgerEntry, ask: Ask) -> str:
        """Return who else asks, of whom and when where that differs, and where it is said."""
        same = (ask.addressees, ask.targets) == (entry.addressees, entry.targets)
        date = self._dates.get(ask.document, NO_DATE)
        told = [f"by {self._some(ask.requesters)}" if same else who_whom(ask, self._some)]
        told += [date] if ask.document != entry.first.document else []
        return f"{', '.join(told)}, {self._names.place(ask.operative)}"

    def _listed(self, told: Iterable[str]) -> str:
        every = list(told)
        more = f"; and {len(every) - LISTED} more" if len(every) > LISTED else ""
        return "; ".join(every[:LISTED]) + more

    def _lines(
        self,
        text: str,
        at: int,
        *,
        hang: int | None = None,
        bold: bool = False,
        dim: bool = False,
        colour: str | None = None,
    ) -> None:
        """Print text from a column on, what does not fit under it, set in to `hang`."""
        print_lines(safe(text), self._width, at=at, hang=hang, bold=bold, dim=dim, colour=colour)


def _lead(ask: Ask) -> str:
    """Return the label of a list item and the strength of an ask."""
    return f"({ask.list_label}) {strength_of(ask)}" if ask.list_label else strength_of(ask)
