"""Which places of a text tell of one document: "sent a letter to X … the letter notes … the full letter"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from onrecord.extract.citations_seen import Seen
from onrecord.types.dates import TimeExpression

NEAR_BEFORE = 300
"""Characters back to the words that "the letter" takes up: those of a paragraph."""


@dataclass
class Referent:
    """One document as a text tells of it, with every place that does.

    `groups` are the actors that are nobody by name: "the senators" of "the senators' letter" can be anybody.
    """

    sort: str
    groups: frozenset[str]
    seen: list[Seen] = field(default_factory=list)

    @property
    def issuers(self) -> tuple[str, ...]:
        """Who is said to have written it, in text order; of those who signed as well only beside a leader."""
        led = [seen for seen in self.seen if not seen.as_well]
        by_name = any({*seen.issuers} - self.groups for seen in led)
        return tuple(dict.fromkeys(one for seen in (self.seen if by_name else led) for one in seen.issuers))

    @property
    def addressees(self) -> tuple[str, ...]:
        """To whom it is said to have gone, in text order."""
        return tuple(dict.fromkeys(one for seen in self.seen for one in seen.addressees))

    @property
    def time(self) -> TimeExpression | None:
        """The finest date that it is given."""
        times = [seen.time for seen in self.seen if seen.time is not None and seen.time.edtf]
        return max(times, key=lambda time: len(time.edtf or ""), default=None)

    @property
    def is_heading(self) -> bool:
        """Tell whether only a title tells of it, in which names are cut short."""
        return all(seen.heading for seen in self.seen)

    def take(self, seen: Seen) -> None:
        """Add a place that tells of it."""
        self.seen.append(seen)

    def fits(self, seen: Seen) -> bool:
        """Tell whether nothing that a place says is against this document."""
        return (
            self.sort == seen.sort
            and (seen.joins or self._meet(self.issuers, seen.issuers))
            and self._meet(self.addressees, seen.addressees)
            and _same_time(self.time, seen.time)
            and not (seen.fresh and self._is_another(seen))
            and not (self.issuers and not seen.issuers and self._tells_more(seen))
            and self._one_title(seen)
        )

    def _is_another(self, seen: Seen) -> bool:
        """Tell whether words bring up a document as this one was, but with a day or people of their own."""
        if seen.time is None or seen.titled:
            return False
        for one in self.seen:
            if one.fresh and one.time is not None and not one.heading:
                if not (seen.time.edtf and one.time.edtf) and seen.time.anchor.exact != one.time.anchor.exact:
                    return True
                if not ({*one.issuers} <= {*seen.issuers} or {*seen.issuers} <= {*one.issuers}):
                    return True
        return False

    def _tells_more(self, seen: Seen) -> bool:
        """Tell whether words have a title or a day that this document is not known to have."""
        new = bool(seen.titled) and all(one.titled != seen.titled for one in self.seen)
        return new or (seen.time is not None and self.time is None and not seen.titled)

    def _one_title(self, seen: Seen) -> bool:
        titles = {one.titled for one in self.seen if one.titled}
        return not titles or not seen.titled or seen.titled in titles

    def _meet(self, some: Sequence[str], others: Sequence[str]) -> bool:
        named, known = {*some} - self.groups, {*others} - self.groups
        return not named or not known or bool(named & known)

    def shares(self, seen: Seen) -> int:
        """Count what a place says that is known of this document."""
        time = self.time is not None and seen.time is not None and _same_time(self.time, seen.time)
        people = bool({*self.issuers} & {*seen.issuers}) + bool({*self.addressees} & {*seen.addressees})
        title = any(one.titled == seen.titled for one in self.seen if one.titled)
        return people + time + 2 * title


def referents(seen: Iterable[Seen], groups: frozenset[str]) -> list[Referent]:
    """Return the documents that the places of a text tell of, in the order they are brought up."""
    found: list[Referent] = []
    before: Seen | None = None
    for one in seen:
        referent = _known(found, one)
        if referent is not None:
            referent.take(one)
        elif _brings_up(one):
            places = [before, one] if before is not None and _takes_up(one, before) else [one]
            found.append(Referent(one.sort, groups, places))
        before = one
    return found


def _takes_up(seen: Seen, before: Seen) -> bool:
    """Tell whether "the letter" takes up "its letter of June 2" right before it, of which no more is told."""
    near = seen.noun.start - before.noun.end <= NEAR_BEFORE
    only = before.real and before.time is not None and not _brings_up(before) and before.quoted == seen.quoted
    return near and only and seen.sort == before.sort and not seen.fresh and seen.time is None


def _known(found: Sequence[Referent], seen: Seen) -> Referent | None:
    """Return the document brought up before that a place tells of: the last that fits, None where none."""
    fitting = [referent for referent in found if referent.fits(seen)]
    if not seen.quoted and not (
        seen.fresh and not seen.bare
    ):  # it points to none that only a quotation names
        fitting = [one for one in fitting if any(not place.quoted for place in one.seen)]
    if seen.printed and fitting:
        return fitting[0]
    if seen.bare:  # "the study" is no report told of before
        fitting = [one for one in fitting if any(place.word == seen.word for place in one.seen)]
    if seen.fresh and not seen.bare:
        best = max(fitting, key=lambda referent: referent.shares(seen), default=None)
        headed = best is not None and all(one.heading for one in best.seen)
        dated = best is not None and seen.time is not None and best.time is None and not headed
        enough = 2 if dated or seen.sort == "report" else 1
        return best if best is not None and best.shares(seen) >= enough else None
    if seen.fresh and seen.sort == "report":
        return None
    return fitting[-1] if fitting and seen.real else None


def _brings_up(seen: Seen) -> bool:
    """Tell whether a place says enough of a document that is there to know it again."""
    if not seen.real:
        return False
    return bool(
        seen.issuers or seen.by or seen.answered or seen.title or ((seen.addressees or seen.to) and seen.told)
    )


def _is_season(date: str) -> bool:
    """Tell whether the month of a date is a season or quarter of EDTF ("2011-22" is a summer)."""
    return len(date) >= 7 and date[5:7].isdigit() and int(date[5:7]) > 12


def _same_time(one: TimeExpression | None, other: TimeExpression | None) -> bool:
    """Tell whether two dates can be one: equal, or one the coarser form of the other."""
    if one is None or other is None or not one.edtf or not other.edtf:
        return True
    first, second = one.edtf.strip("~?%"), other.edtf.strip("~?%")
    if "/" in first + second or _is_season(first) or _is_season(second):
        return first[:4] == second[:4]
    return first.startswith(second) or second.startswith(first)
