"""Actors that files of knowledge tell of: known by name, and by an office that fits words, seat and date."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from onrecord.extract.actors_mentions import Mention
from onrecord.extract.actors_names import NameTable, Word, words_of
from onrecord.extract.actors_resolution import Cluster, NicknameTable
from onrecord.types.dates import RecordDate
from onrecord.types.identity import actor_id, folded_name
from onrecord.types.knowledge import Knowledge, KnownEntry, Office

_TAG = re.compile(r"(?:(?P<party>[A-Z])[-–])?(?P<seat>[A-Z][A-Za-z. ]*?)\.?(?:[-–](?P<district>\d{1,2}|AL))?")
_ANY_LEGISLATOR = ("Representative", "Senator", "Delegate")
_TITLES = {
    "representative": ("Representative", "Delegate"),
    "congressman": ("Representative", "Delegate"),
    "congresswoman": ("Representative", "Delegate"),
    "member of congress": _ANY_LEGISLATOR,
    "lawmaker": _ANY_LEGISLATOR,
    "senator": ("Senator",),
    "united states senator": ("Senator",),
    "u.s. senator": ("Senator",),
}
"""The words of a role that say which of a legislator's offices is meant."""


class _Tag(NamedTuple):
    """A tag after a name: first letter of a party, a seat, a district, each where it is there."""

    party: str | None
    seat: str
    district: str | None


class KnowledgePeople:
    """People of the files, asked for by what a document says of somebody.

    Two who fit are nobody: the actor stays as it is, and may be the same as either.
    """

    def __init__(self, knowledge: Knowledge, nicknames: NicknameTable, places: Mapping[str, Any]) -> None:
        self._nicknames = nicknames
        self._by_surname: dict[str, list[KnownEntry]] = defaultdict(list)
        people = [entry for entry in knowledge.entries if entry.kind == "person"]
        same_name: dict[str, int] = defaultdict(int)
        for entry in people:
            same_name[folded_name(entry.name)] += 1
            for surname in dict.fromkeys(_parts(name)[-1] for name in entry.names if _parts(name)):
                self._by_surname[surname].append(entry)
        self._shared = frozenset(name for name, count in same_name.items() if count > 1)
        forms = [name for entry in people for name in entry.names if " " in name]
        self._names = NameTable((name, name) for name in forms)
        self._seats = {form: code for code, forms in places.get("seats", {}).items() for form in forms}

    def mentions(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield people by a whole name of the files, whether or not the recogniser sees a name there."""
        for found in self._names.find(text, words):
            written = " ".join(text[found.start : found.end].split())
            yield Mention(found.start, found.end, "person", written)

    def identify(self, clusters: Sequence[Cluster], date: RecordDate | None) -> None:
        """Give each person that one entry alone fits its full name, identifiers and offices of that time."""
        for cluster in clusters:
            if cluster.kind != "person" or any(mention.back for mention in cluster.mentions):
                continue
            fitting = self._fitting(cluster, date)
            if len(fitting) == 1 and self._is_borne_out(cluster, fitting[0]):
                self._settle(cluster, fitting[0], date)
            else:
                cluster.maybe = [self._id_of(entry) for entry in fitting]

    def _settle(self, cluster: Cluster, entry: KnownEntry, date: RecordDate | None) -> None:
        cluster.known, cluster.local = entry.name, False
        cluster.scope = self._scope_of(entry)
        cluster.identifiers = entry.identifiers
        cluster.offices = tuple(office for office in entry.offices if office.holds_on(date))
        cluster.possible = []

    def _scope_of(self, entry: KnownEntry) -> str | None:
        """Return what keeps the ids of two of one name apart; None where the name is enough."""
        return entry.key if folded_name(entry.name) in self._shared else None

    def _id_of(self, entry: KnownEntry) -> str:
        return actor_id("person", entry.name, self._scope_of(entry))

    def _fitting(self, cluster: Cluster, date: RecordDate | None) -> list[KnownEntry]:
        surname = _parts(cluster.name)[-1:]
        named = [
            entry for entry in self._by_surname.get("".join(surname), ()) if self._is_named(cluster, entry)
        ]
        exact = [entry for entry in named if self._is_exactly_named(cluster, entry)]
        roles, tags = _titles_of(cluster), self._tags_of(cluster)
        if not roles and not tags:
            return (exact or named) if len(_parts(cluster.name)) > 1 else []
        sitting = [entry for entry in named if self._offices_that_fit(entry, roles, tags, date)]
        return [entry for entry in sitting if entry in exact] if len(sitting) > 1 and exact else sitting

    def _is_named(self, cluster: Cluster, entry: KnownEntry) -> bool:
        names = [_parts(name) for name in entry.names]
        return all(
            any(self._may_be(_parts(written), name) for name in names if name) for written in cluster.names
        )

    def _is_exactly_named(self, cluster: Cluster, entry: KnownEntry) -> bool:
        names = {folded_name(name) for name in entry.names}
        return any(folded_name(written) in names for written in cluster.names)

    def _may_be(self, written: Sequence[str], name: Sequence[str]) -> bool:
        if written[-1] != name[-1]:
            return False
        if len(written) == 1:
            return True
        middles = zip(written[1:-1], name[1:-1], strict=False)
        return self._nicknames.agree(written[0], name[0]) and all(
            one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]) for one, other in middles
        )

    def _is_borne_out(self, cluster: Cluster, entry: KnownEntry) -> bool:
        """Tell whether more than a name speaks for an entry: its office, or the user's own list of names."""
        if _titles_of(cluster) or self._tags_of(cluster):
            return True
        if any(office.role in _ANY_LEGISLATOR for office in entry.offices):
            return any(mention.official for mention in cluster.mentions)
        return self._is_exactly_named(cluster, entry)

    def _offices_that_fit(
        self,
        entry: KnownEntry,
        roles: Sequence[tuple[str, ...]],
        tags: Sequence[_Tag],
        date: RecordDate | None,
    ) -> list[Office]:
        sat = [office for office in entry.offices if office.role in _ANY_LEGISLATOR]
        if not sat:  # no legislator: a title says nothing of it
            return list(entry.offices) if not tags else []
        return [
            office
            for office in sat
            if office.holds_on(date)
            and all(office.role in role for role in roles)
            and all(_fits(tag, office) for tag in tags)
        ]

    def _tags_of(self, cluster: Cluster) -> list[_Tag]:
        found: list[_Tag] = []
        for role in cluster.roles():
            tag = _TAG.fullmatch(role)
            seat = tag["seat"] if tag else ""
            code = self._seats.get(seat.rstrip("."), seat if len(seat) == 2 and seat.isupper() else None)
            if tag and code:
                found.append(_Tag(tag["party"], code, tag["district"]))
        return found


def known_names(knowledge: Knowledge) -> Iterator[tuple[str, KnownEntry]]:
    """Yield the names of the organisations, bodies, states and groups of the files that one alone bears."""
    bearers: dict[str, list[tuple[str, KnownEntry]]] = defaultdict(list)
    for entry in knowledge.entries:
        if entry.kind != "person":
            for name in entry.names:
                bearers[folded_name(name)].append((name, entry))
    yield from (found[0] for found in bearers.values() if len(found) == 1)


def _titles_of(cluster: Cluster) -> list[tuple[str, ...]]:
    titles = [_TITLES[folded_name(role)] for role in cluster.roles() if folded_name(role) in _TITLES]
    return list(dict.fromkeys(titles))


def _fits(tag: _Tag, office: Office) -> bool:
    state, _, district = (office.area or "").partition("-")
    if tag.seat != state or (tag.party and office.party and tag.party != office.party[0]):
        return False
    if tag.district is None or not district:
        return tag.district is None or office.role != "Senator"
    return tag.district.lstrip("0") == district.lstrip("0")


def _parts(name: str) -> list[str]:
    return [word.folded for word in words_of(name) if word.folded not in ("jr", "sr", "ii", "iii", "iv")]
