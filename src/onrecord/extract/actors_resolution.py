"""Mentions to actors inside one document: one row for all forms of a name, doubt kept as doubt."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.extract.actors_mentions import Mention
from onrecord.extract.actors_names import words_of
from onrecord.types.identity import actor_id, folded_name
from onrecord.types.knowledge import Office

_OF_COUNTRY = re.compile(r"^(?:[Tt]he\s+)?(?:U\.?S\.?|United States)\s+")
JUST_BEFORE = 250
"""Characters, about a paragraph of news, within which a surname means the only full name that has it; where
two bearers stand so near, or none, it stays in doubt."""


@dataclass(slots=True)
class Cluster:
    """The mentions of one actor while they are gathered.

    `scope` keeps it apart from another of its name, `maybe` are ids of actors of the files of knowledge
    that it may be.
    """

    kind: str
    names: list[str]
    mentions: list[Mention] = field(default_factory=list)
    local: bool = False
    possible: list[Cluster] = field(default_factory=list)
    groups: list[Cluster] = field(default_factory=list)
    known: str | None = None
    scope: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    offices: tuple[Office, ...] = ()
    maybe: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The fullest name; a name in mixed case before one in capitals."""
        if self.known:
            return self.known
        return min(self.names, key=lambda name: (_shouts(name), -len(name.split()), -len(name), name))

    def id_in(self, document: str) -> str:
        """Return the actor's id; an actor that only its document can tell apart carries the document."""
        return actor_id(self.kind, self.name, document if self.local else self.scope)

    def roles(self) -> tuple[str, ...]:
        """Return the role words beside all mentions, each once, in text order.

        A role that another opens and an address follows ("Ambassador 12 High Street") is not repeated.
        """
        every = tuple(dict.fromkeys(role for mention in self.mentions for role in mention.roles))
        return tuple(role for role in every if not _holds_address(role, every))


class NicknameTable:
    """First names that are forms of one another."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._groups: dict[str, set[int]] = defaultdict(set)
        for number, group in enumerate(groups):
            for name in group:
                self._groups[folded_name(name)].add(number)

    def agree(self, one: str, other: str) -> bool:
        """Tell whether two folded first names may be one person's: equal, a short form, an initial."""
        if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
            return True
        return bool(self._groups.get(one, set()) & self._groups.get(other, set()))


class DocumentResolver:
    """Gathers the mentions of one document into clusters, names first and short forms after them."""

    def __init__(self, nicknames: NicknameTable) -> None:
        self._nicknames = nicknames

    def clusters(self, mentions: Iterable[Mention]) -> list[Cluster]:
        """Return the actors of the mentions, in order of first mention."""
        ordered = sorted(mentions)
        people = [m for m in ordered if m.kind == "person" and not (m.local and m.back)]
        holders = [m for m in ordered if m.kind == "person" and m.local and m.back]
        groups = [m for m in ordered if m.kind == "group"]
        others = [m for m in ordered if m.kind not in ("person", "group")]
        person_clusters = self._people(people)
        found = [*self._others(others), *person_clusters, *_groups(groups)]
        found += _holders(holders, person_clusters)
        for cluster in found:
            cluster.mentions.sort()
        return sorted(found, key=lambda cluster: (cluster.mentions[0].start, cluster.mentions[0].end))

    def _others(self, mentions: Sequence[Mention]) -> list[Cluster]:
        clusters: dict[str, Cluster] = {}
        shorts: list[Mention] = []
        whole = {_plain(mention.name) for mention in mentions if not mention.back}
        for mention in (_without_owners_s(mention, whole) for mention in mentions):
            if mention.back:
                shorts.append(mention)
                continue
            key = mention.known or _plain(mention.name)
            known = clusters.setdefault(
                key, Cluster(mention.kind, [mention.name], known=mention.known, local=mention.local)
            )
            known.mentions.append(mention)
            known.names.append(mention.name)
        merged = _without_short_forms(_without_cut_names(list(clusters.values())))
        return [*merged, *_led_back(shorts, merged)]

    def _people(self, mentions: Sequence[Mention]) -> list[Cluster]:
        full: list[Cluster] = []
        by_surname: dict[str, list[Cluster]] = defaultdict(list)
        short: list[Mention] = []
        long = [mention for mention in mentions if len(_parts(mention.name)) > 1]
        for mention in sorted(long, key=lambda m: (-len(_parts(m.name)), -len(m.name), m.name, m.start)):
            parts = _parts(mention.name)
            held = by_surname[parts[-1]]
            fitting = [c for c in held if any(self._same_person(parts, _parts(n)) for n in c.names)]
            if len(fitting) == 1:
                _join(fitting[0], mention)
                continue
            exact = [c for c in fitting if parts in [_parts(name) for name in c.names]]
            if exact:
                _join(exact[0], mention)
                continue
            cluster = Cluster("person", [mention.name], [mention], possible=list(fitting))
            held.append(cluster)
            full.append(cluster)
        short = [mention for mention in mentions if len(_parts(mention.name)) < 2]
        return [*full, *_surnames(short, full, by_surname)]

    def _same_person(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Tell whether two full names may be one person's inside one document.

        An initial may stand before the name that the other has: "J. Anna Holm" and "Anna Holm".
        """
        longer, shorter = (one, other) if len(one) > len(other) else (other, one)
        if len(longer) > 2 and len(longer[0]) == 1 and longer[1:] == shorter:
            return True
        if one[-1] != other[-1] or not self._nicknames.agree(one[0], other[0]):
            return False
        middles = list(zip(one[1:-1], other[1:-1], strict=False))
        return all(a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in middles)


def _surnames(
    mentions: Sequence[Mention], full: Sequence[Cluster], by_surname: Mapping[str, list[Cluster]]
) -> list[Cluster]:
    """Lead surnames back to the one person who has them; an ambiguous one becomes an actor of its own."""
    by_first: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in full:
        for first in {_parts(name)[0] for name in cluster.names}:
            by_first[first].append(cluster)
    alone: dict[str, Cluster] = {}
    heard = {*by_surname, *(folded_name(mention.name) for mention in mentions)}
    for mention in (
        m if folded_name(m.name) in by_surname else _without_owners_s(m, heard) for m in mentions
    ):
        key = folded_name(mention.name)
        fitting = by_surname.get(key) or by_first.get(key) or []
        if len(fitting) > 1:
            fitting = [c for c in fitting if set(c.roles()) & set(mention.roles)] or fitting
        if len(fitting) > 1:
            fitting = _named_just_before(mention, fitting) or fitting
        if len(fitting) == 1:
            _join(fitting[0], mention)
            continue
        cluster = alone.setdefault(key, Cluster("person", [mention.name], local=True, possible=list(fitting)))
        _join(cluster, mention)
    return list(alone.values())


def _without_owners_s(mention: Mention, heard: Collection[str]) -> Mention:
    """Return a mention without the "s" of an owner whose apostrophe was lost, where the text has it so."""
    plain = _plain(mention.name)
    lost = not mention.known and plain.endswith("s") and plain[:-1] in heard
    return replace(mention, name=mention.name[:-1]) if lost else mention


def _just_before(mention: Mention, clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return those of which a mention stands shortly before another."""
    return [
        cluster
        for cluster in clusters
        if any(0 <= mention.start - held.end <= JUST_BEFORE for held in cluster.mentions)
    ]


def _named_just_before(mention: Mention, people: Sequence[Cluster]) -> list[Cluster]:
    """Return those of one surname whose full name stands shortly before the surname alone."""
    return [
        person
        for person in people
        if any(
            0 <= mention.start - held.end <= JUST_BEFORE and len(_parts(held.name)) > 1
            for held in person.mentions
        )
    ]


def _holders(mentions: Sequence[Mention], people: Sequence[Cluster]) -> list[Cluster]:
    """Lead "the Secretary-General" back to the one person of that role, else keep it as who it is."""
    alone: dict[str, Cluster] = {}
    for mention in mentions:
        role = folded_name(mention.name)
        fitting = [c for c in people if any(_has_role(held, role) for held in c.roles())]
        if len(fitting) == 1:
            fitting[0].mentions.append(mention)
            continue
        cluster = alone.setdefault(role, Cluster("person", [mention.name], local=True, possible=fitting))
        cluster.mentions.append(mention)
    return _with_bare_offices(alone)


def _with_bare_offices(alone: dict[str, Cluster]) -> list[Cluster]:
    """Lead "the Prime Minister" to the one "Prime Minister of X" the text tells of; of two, to neither."""
    for role in list(alone):
        longer = [held for other, held in alone.items() if other.startswith((f"{role} of ", f"{role} for "))]
        if len(longer) == 1 and min(longer[0].mentions) < min(alone[role].mentions):
            longer[0].mentions.extend(alone.pop(role).mentions)
        elif longer:
            known = alone[role].possible
            alone[role].possible = [*known, *(held for held in longer if held not in known)]
    return list(alone.values())


def _has_role(held: str, role: str) -> bool:
    folded = folded_name(held)
    return folded == role or f"{folded} ".startswith(f"{role} ") or f" {folded}".endswith(f" {role}")


def _groups(mentions: Sequence[Mention]) -> list[Cluster]:
    """Gather groups by name; a bare noun joins the one longer name that ends in it."""
    clusters: dict[str, Cluster] = {}
    for mention in mentions:
        cluster = clusters.setdefault(folded_name(mention.name), Cluster("group", [], local=True))
        _join(cluster, mention)
    for key in [key for key in clusters if " " not in key]:
        longer = [other for other in clusters if other.endswith(f" {key}") or other.startswith(f"{key} of ")]
        if len(longer) != 1:
            continue
        first = min(clusters[longer[0]].mentions)
        after = [mention for mention in clusters[key].mentions if mention.start > first.start]
        clusters[longer[0]].mentions.extend(after)
        clusters[key].mentions = [mention for mention in clusters[key].mentions if mention not in after]
    return [cluster for cluster in clusters.values() if cluster.mentions]


def _without_cut_names(clusters: list[Cluster]) -> list[Cluster]:
    """Join "Foreign Relations Committee" to the one longer name that ends or begins with it."""
    by_name = {_plain(cluster.name): cluster for cluster in clusters}
    by_word: dict[str, list[str]] = defaultdict(list)
    for name in by_name:
        for word in set(name.split()):
            by_word[word].append(name)
    kept: list[Cluster] = []
    for name, cluster in by_name.items():
        near = by_word[name.split()[-1]] if name else []
        longer = [
            other
            for other in near
            if other != name and (other.endswith(f" {name}") or other.startswith(f"{name} of "))
        ]
        if len(longer) == 1 and " " in name and not cluster.known and cluster.kind != "state":
            by_name[longer[0]].mentions.extend(cluster.mentions)
            by_name[longer[0]].names.extend(cluster.names)
        else:
            kept.append(cluster)
    return kept


def _without_short_forms(clusters: list[Cluster]) -> list[Cluster]:
    """Join a short form in capitals to the one body whose initials it is: "XDE", "X Department of Energy"."""
    by_initials: dict[str, list[Cluster]] = defaultdict(list)
    for cluster in clusters:
        for initials in {form for name in cluster.names for form in _initials(name)}:
            by_initials[initials].append(cluster)
    kept: list[Cluster] = []
    for cluster in clusters:
        short = cluster.kind != "state" and not cluster.known and len(cluster.names[0]) > 2
        alone = short and all(name.isupper() and name.isalpha() for name in cluster.names)
        longer = by_initials.get(cluster.names[0], []) if alone else []
        if len(longer) == 1 and longer[0].kind in ("organization", "body"):
            longer[0].mentions.extend(cluster.mentions)
            longer[0].names.extend(cluster.names)
        else:
            kept.append(cluster)
    return kept


def _initials(name: str) -> Iterator[str]:
    """Yield the initials of a name of several words, with its small words and without them."""
    words = [word for word in re.findall(r"[\w.]+", _OF_COUNTRY.sub("", name)) if word[0].isalpha()]
    if len(words) > 2:
        yield "".join(word[0] for word in words).upper()
        yield "".join(word[0] for word in words if word[0].isupper())


def _led_back(mentions: Sequence[Mention], clusters: Sequence[Cluster]) -> list[Cluster]:
    """Lead "the Commission" back to the one body so named before it; in doubt it stays its own actor."""
    alone: dict[str, Cluster] = {}
    by_word: dict[str, list[tuple[int, Cluster]]] = defaultdict(list)
    for cluster in clusters:
        first = min(mention.start for mention in cluster.mentions)
        for word in {word for name in (cluster.name, *cluster.names) for word in name.split()}:
            by_word[word].append((first, cluster))
    for mention in mentions:
        fitting = [cluster for first, cluster in by_word.get(mention.name, ()) if first < mention.start]
        if mention.pointing and any(cluster.kind == "organization" for cluster in fitting):
            fitting = _just_before(mention, fitting)
        if len(fitting) == 1:
            fitting[0].mentions.append(mention)
            continue
        cluster = alone.setdefault(
            mention.name, Cluster(mention.kind, [mention.name], local=True, possible=fitting)
        )
        cluster.mentions.append(mention)
    return list(alone.values())


def _holds_address(role: str, every: Sequence[str]) -> bool:
    return any(
        role != other and role.startswith(f"{other} ") and role[len(other) + 1].isdigit() for other in every
    )


def _shouts(name: str) -> bool:
    """Tell whether a name, or the surname that ends it, is in capitals."""
    first, _, surname = name.rpartition(" ")
    return name.isupper() or (bool(first) and surname.isupper() and len(surname) > 3)


def _join(cluster: Cluster, mention: Mention) -> None:
    cluster.mentions.append(mention)
    if mention.name not in cluster.names:
        cluster.names.append(mention.name)


def _parts(name: str) -> list[str]:
    return [word.folded for word in words_of(name)]


def _plain(name: str) -> str:
    """Return the folded words of a name without the articles in it."""
    parts = _parts(name)
    return " ".join(part for part in parts if part != "the") or " ".join(parts)
