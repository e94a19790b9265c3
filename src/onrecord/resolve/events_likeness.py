"""Whether two tellings are of one happening: what parts them, and what they share.

Nothing is one happening by likeness alone: two tellings that differ in kind, day, place, parties, thing or
act are two, whatever they share; and what is only not different must share enough. What is told for one day
needs less than what is told for a month, for a month holds many happenings of a kind. Two documents that are
each the act they tell of ("issued the following statement") tell of two acts, unless they say the same. In
one document the matter is the same anyway, so that it tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from onrecord.resolve.events_kinds import EventKinds
from onrecord.resolve.events_tellings import PARTIES, Count, Name, Telling

NEAR_DAYS = 2
"""Days by which two tellings of one happening may differ: a time zone, a "yesterday" printed late."""

WEEK = 7
"""Days up to which a span counts as a day does: "last week"."""

DATED, SPANNED, NEARBY = 2.0, 2.5, 4.0
"""What two tellings must share where their dates are one day or week; where one date is inside the other or
both are a month or more; and where their days differ."""

CORE = ("actor", "recipient", "thing", "place", "figure")
"""What a happening is known by. Of these at least one is shared, two where a date is inside the other."""

BEFALLEN = 1.0
"""What a person's name tells more where the kind befalls people: nobody dies twice."""

FEW_WORDS, MANY_WORDS, MANY_FOLLOWING = 3, 4, 8
"""Stems two tellings share around or behind their mentions before that says something."""

SOME, MUCH, HALF = 0.25, 0.4, 0.5
"""Share of the stems of the shorter (or, of what follows two acts, of both) that are the same."""

LITTLE, HARDLY = 0.12, 0.3
"""Share of the stems up to which the matter is another one."""

LEAST_TO_DIFFER = 6
"""Stems around a mention from which it says something that they differ."""

LONG_MENTION = 5
"""Words of a mention from which the same words again are no accident."""

SAME_NAMES = 0.6
"""Share of the words of two mentions that are the same where a thing's name is all they share."""


class Dates(Enum):
    """How the dates of two tellings stand to each other."""

    SAME = "the same"
    WITHIN = "one inside the other"
    NEAR = "near"
    APART = "apart"


def dates_of(one: Telling, other: Telling) -> Dates:
    """Return how two dates stand to each other; what lasts is the same only from the same date on."""
    first, second = one.period, other.period
    if first == second:
        return Dates.SAME
    if first.last is None or second.last is None:
        return Dates.APART
    if first.covers(second) or second.covers(first):
        return Dates.WITHIN
    both_days = one.of_one_day and other.of_one_day
    return Dates.NEAR if both_days and abs(first.first - second.first) <= NEAR_DAYS else Dates.APART


class Likenesses:
    """Compares tellings of one kind; what was read of their texts is kept while it lasts."""

    def __init__(self, kinds: EventKinds) -> None:
        self._kinds = kinds
        self._near: dict[Telling, frozenset[str]] = {}
        self._tail: dict[Telling, frozenset[str]] = {}

    def same(self, one: Telling, other: Telling) -> bool:
        """Tell whether two tellings can only be of one happening."""
        return bool(self.reason(one, other))

    def reason(self, one: Telling, other: Telling) -> str:
        """Return what makes two tellings one happening, in words; "" where nothing shows that they are."""
        if self.contradict(one, other):
            return ""
        dates, shared = dates_of(one, other), self._shared(one, other)
        if not self._enough(one, other, dates, shared):
            return ""
        when = {
            Dates.SAME: "the same date",
            Dates.WITHIN: "dates that meet",
            Dates.NEAR: "days next to each other",
        }[dates]
        what = [name for name, weight in shared.items() if weight > 0]
        told = ", ".join(what[:-1]) + (f" and {what[-1]}" if len(what) > 1 else what[0])
        return f"Told for {when}, with the same {told}."

    def contradict(self, one: Telling, other: Telling) -> bool:
        """Tell whether two tellings cannot be of one happening, whatever they share."""
        suspended = {telling.event.factuality == "suspended" for telling in (one, other)}
        return (
            one.event.kind != other.event.kind
            or len(suspended) > 1
            or dates_of(one, other) is Dates.APART
            or _two_acts(one, other)
            or _named_apart(one, other)
            or not (self._kinds.alike(one.event.kind) or one.acts & other.acts)
        )

    def _enough(self, one: Telling, other: Telling, dates: Dates, shared: Mapping[str, float]) -> bool:
        weight = sum(shared.values())
        core = [name for name in CORE if name in shared]
        if not core or (core == ["thing"] and not self._named_alike(one, other, shared)):
            return False
        if dates is Dates.NEAR:
            known = {"figure", "thing"} & set(core) or len(core) > 2
            return weight >= NEARBY and bool(known) and shared.get("matter", 0) > 0
        longest = max(telling.period.days or 1 for telling in (one, other))
        if longest > WEEK:
            whom = {"recipient", "words for the recipient", "thing", "place", "figure"} & shared.keys()
            known = shared.get("matter", 0) > 0 or len(core) > 1
            return weight >= SPANNED and bool(whom) and known
        if dates is Dates.WITHIN:
            return (weight >= DATED and len(core) > 1) or weight >= SPANNED
        return weight >= DATED and (len(shared) > 1 or shared.get("recipient", 0) >= DATED)

    def _named_alike(self, one: Telling, other: Telling, shared: Mapping[str, float]) -> bool:
        """Tell whether two tellings that share a thing alone are in the same words, or of the same people."""
        if {"words for the actor", "words for the recipient", "mention"} & shared.keys():
            return True
        words = set(one.words), set(other.words)
        return len(words[0] & words[1]) >= SAME_NAMES * len(words[0] | words[1])

    def _shared(self, one: Telling, other: Telling) -> dict[str, float]:
        """Return what two tellings share, weighed; what speaks against them weighs less than nothing."""
        shared: dict[str, float] = {}
        for role in PARTIES:
            shared |= self._party(role, one, other)
        things = len(one.things & other.things)
        if things:
            shared["thing"] = 1.5 if things > 1 else 1.0
        if one.place and other.place:
            shared["place"] = 1.0
        figure = max((_weight(a, b) for a in one.counts for b in other.counts), default=0.0)
        if figure:
            shared["figure"] = figure
        matter = self._matter(one, other)
        if matter:
            shared["matter"] = matter
        if one.words == other.words and len(one.words) >= LONG_MENTION and not _own_acts(one, other):
            shared["mention"] = 1.0
        return shared

    def _party(self, role: str, one: Telling, other: Telling) -> dict[str, float]:
        """Return what two tellings share of one role: names, else the words of who is not named."""
        names, others = one.named.get(role, ()), other.named.get(role, ())
        same = _matched(names, others)
        if same:
            people = any(name.kind == "person" for name in (*names, *others))
            more = BEFALLEN if role == "recipient" and people and self._kinds.befalls(one.event.kind) else 0.0
            return {role: 1.0 + 0.5 * (min(same, 3) - 1) + more}
        plain, plainly = one.plain.get(role, frozenset()), other.plain.get(role, frozenset())
        if plain & plainly:
            return {f"words for the {role}": 1.0 if len(plain & plainly) > 1 else 0.5}
        if role == "recipient" and (names or plain) and (others or plainly):
            return {"other recipients": -1.0}
        return {}

    def _matter(self, one: Telling, other: Telling) -> float:
        """Return how much the words around two mentions speak of one matter, or of two."""
        if one.document.id == other.document.id:
            return 0.0
        if _own_acts(one, other):
            first, second = self._tail_of(one), self._tail_of(other)
            same = len(first & second)
            if same >= MANY_FOLLOWING and same >= HALF * len(first | second):
                return 1.0
            return -0.5 if same < HARDLY * min(len(first), len(second)) else 0.0
        first, second = self._near_of(one), self._near_of(other)
        same, shorter = len(first & second), min(len(first), len(second))
        if same >= MANY_WORDS and same >= MUCH * shorter:
            return 1.0
        if same >= FEW_WORDS and same >= SOME * shorter:
            return 0.5
        return -1.0 if shorter >= LEAST_TO_DIFFER and same <= LITTLE * shorter else 0.0

    def _near_of(self, telling: Telling) -> frozenset[str]:
        if telling not in self._near:
            self._near[telling] = telling.near()
        return self._near[telling]

    def _tail_of(self, telling: Telling) -> frozenset[str]:
        if telling not in self._tail:
            self._tail[telling] = telling.tail()
        return self._tail[telling]


def other_parties(one: Telling, other: Telling) -> bool:
    """Tell whether two tellings speak of other people, things or places, named or not."""
    plain, plainly = (telling.plain.get("recipient", frozenset()) for telling in (one, other))
    return _named_apart(one, other) or bool(plain and plainly and not plain & plainly)


def _named_apart(one: Telling, other: Telling) -> bool:
    parties = any(_other_names(one.named.get(role, ()), other.named.get(role, ())) for role in PARTIES)
    return parties or _apart(one.things, other.things) or _apart(one.place, other.place)


def _own_acts(one: Telling, other: Telling) -> bool:
    """Tell whether two documents tell each of its own day, or of itself."""
    return one.own and other.own and one.document.id != other.document.id


def _two_acts(one: Telling, other: Telling) -> bool:
    """Tell whether two documents of different days are each the act they tell of."""
    if not _own_acts(one, other) or one.document.date is None or other.document.date is None:
        return False
    return one.document.date.edtf[:10] != other.document.date.edtf[:10] and one.period == other.period


def _other_names(names: Sequence[Name], others: Sequence[Name]) -> bool:
    """Tell whether two lists name others: somebody of the shorter is not in the longer."""
    return bool(names and others) and _matched(names, others) < min(len(names), len(others))


def _matched(names: Sequence[Name], others: Sequence[Name]) -> int:
    """Return how many of one list are in the other, each once."""
    left = list(others)
    for name in names:
        found = next((other for other in left if _one_name(name, other)), None)
        if found is not None:
            left.remove(found)
    return len(others) - len(left)


def _one_name(one: Name, other: Name) -> bool:
    """Tell whether two names in the same place are of one: a bare surname is that of the full name."""
    if one.actor == other.actor or one.words == other.words:
        return True
    if one.kind != "person" or other.kind != "person" or one.words[-1:] != other.words[-1:]:
        return False
    return min(len(one.words), len(other.words)) == 1 or one.words[0][:1] == other.words[0][:1]


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether each of two sets of words holds what the other does not."""
    return bool(one and other) and not (one <= other or other <= one)


def _weight(one: Count, other: Count) -> float:
    """Return what it tells that two counts are the same: little where the number is small or round."""
    if (one.number, one.unit) != (other.number, other.unit) or one.number < 2:
        return 0.0
    if not one.counted & other.counted:
        return 0.0
    digits = len(f"{one.number:.10g}".replace(".", "").rstrip("0"))
    small = one.number < 100
    return 2.0 if digits > 2 else (1.0 if small else 1.5) if digits == 2 else (0.5 if small else 1.0)
