"""Who everyone is: the people, organisations, states, bodies and groups of one document."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.data import Vocabularies
from onrecord.extract.actors_groups import GroupReader
from onrecord.extract.actors_knowledge import KnowledgePeople, known_names
from onrecord.extract.actors_mentions import Claims, Mention, as_words, longest_first
from onrecord.extract.actors_names import NameTable, Word, text_words
from onrecord.extract.actors_organizations import OrganizationReader, acronyms_after, without_acronym
from onrecord.extract.actors_people import PeopleReader
from onrecord.extract.actors_people_roles import RoleReader, side_by_side
from onrecord.extract.actors_person_names import PersonNames
from onrecord.extract.actors_resolution import Cluster, DocumentResolver, NicknameTable
from onrecord.extract.actors_rows import rows_of
from onrecord.extract.actors_vocabulary import KnownActors
from onrecord.extract.norms_named import law_reader
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Layout, Party
from onrecord.types.errors import Rejected
from onrecord.types.findings import Extracted, Found
from onrecord.types.rows import Quotation

_FIRST_PLURAL = ("we", "us", "our", "ours")
_LETTERS = ("letter", "joint_letter")
_LAW = ("treaty", "statute", "agreement", "resolution")
_TOWARDS_SUBJECT = ("conj", "appos", "compound", "pobj", "prep")


class ActorExtractor:
    """Finds the actors of a document with every form of their names, resolved inside the document."""

    name = "actors"
    version = "4"

    def __init__(self, vocabularies: Vocabularies) -> None:
        table = vocabularies.table("actors")
        places = vocabularies.table("places")
        self._known = KnownActors(places, table, known_names(vocabularies.knowledge))
        common = vocabularies.table("common_words").get("words", ())
        self._names = PersonNames(table, self._known.table, self._known.places, common)
        self._people = PeopleReader(table, self._names)
        self._roles = RoleReader(table)
        self._organizations = OrganizationReader(table, common)
        self._groups = GroupReader(table)
        nicknames = NicknameTable(table.get("nicknames", {}).get("groups", ()))
        self._resolver = DocumentResolver(nicknames)
        self._knowledge = KnowledgePeople(vocabularies.knowledge, nicknames, places)
        self._legislators = as_words(table.get("groups", {}), "legislators")
        self._signatories = as_words(table.get("groups", {}), "signatories")
        self._norms = law_reader(vocabularies.table("norms"))

    def extract(self, annotated: Annotated, found: Found) -> Iterable[Extracted]:
        """Yield one Actor row an actor, in order of first mention, and what was refused."""
        words = text_words(annotated.text)
        refused: list[Rejected] = []
        mentions = list(self._mentions(annotated, words, found, refused))
        clusters = self._resolver.clusters(mentions)
        self._knowledge.identify(clusters, annotated.document.layout.date)
        self._add_memberships(annotated, clusters)
        yield from rows_of(annotated.document, clusters)
        taken = Claims()
        for mention in sorted(mentions):
            taken.take(mention.start, mention.end)
        yield from sorted(item for item in refused if not taken.overlaps(item.anchor.start, item.anchor.end))

    def names_state(self, words: str) -> bool:
        """Tell whether some words are a name of a state, and no adjective, capital or government."""
        known = self._known.table.exactly(words)
        return known is not None and known.kind == "state"

    def _mentions(
        self, annotated: Annotated, words: Sequence[Word], found: Found, refused: list[Rejected]
    ) -> Iterator[Mention]:
        """Yield mentions that do not overlap: parties, people, bodies and states, then groups and roles."""
        text = annotated.text
        claims = Claims()
        parties = list(self._parties(annotated, words))
        people = [m for m in longest_first(parties, claims) if m.kind == "person"]
        for segment in annotated.document.layout.of("dateline"):
            claims.take(segment.start, segment.end)
        for start, end in self._law(text):
            claims.take(start, end)
        people += longest_first(
            [*self._people.titled(annotated, words), *self._people.after_offices(annotated, words)], claims
        )
        people += longest_first(self._knowledge.mentions(text, words), claims)
        named = [m for m in parties if m.kind != "person"]
        named += self._named(annotated, words, claims, people, refused)
        named += self._acronyms(text, words, named, claims)
        people += _kept(self._people.recognised(annotated, words, claims), claims, refused)
        people += longest_first(self._people.described(annotated, words), claims)
        people += longest_first(self._people.named_again(annotated, words, people), claims)
        named += _kept(self._organizations.recognised(annotated, words, claims), claims, refused)
        named += self._acronyms(text, words, named, claims)
        people = self._roles.with_roles(annotated, words, sorted(people))
        named += self._capitals(annotated, words, claims, refused)
        yield from people
        named += [m for m in self._signatory_words(annotated, found) if claims.take(m.start, m.end)]
        yield from self._unnamed(annotated, words, people, named, claims)

    def _unnamed(
        self,
        annotated: Annotated,
        words: Sequence[Word],
        people: Sequence[Mention],
        named: Sequence[Mention],
        claims: Claims,
    ) -> Iterator[Mention]:
        """Yield groups, office holders and short forms, and the named that stand outside a group's words."""
        role_spans = Claims()
        for person in people:
            for start, end in person.role_spans:
                role_spans.take(start, end)
        standing = {(m.start, m.end): m for m in named}
        for mention in self._groups.groups(annotated, people):
            if role_spans.overlaps(mention.start, mention.end):
                continue
            inside = claims.inside(mention.start, mention.end)
            if inside and all(span in standing and span[1] < mention.end for span in inside):
                for span in inside:
                    claims.release(*span)
                    standing.pop(span)
            yield from longest_first([mention], claims)
        yield from standing.values()
        for mention in self._groups.office_holders(annotated, words, claims):
            if not role_spans.overlaps(mention.start, mention.end):
                yield from longest_first([mention], claims)
        yield from longest_first(self._organizations.back_references(annotated.text, words), claims)

    def _named(
        self,
        annotated: Annotated,
        words: Sequence[Word],
        claims: Claims,
        people: Sequence[Mention],
        refused: list[Rejected],
    ) -> list[Mention]:
        """Return states and bodies of the vocabulary and by shape, the longest name at each place."""
        taken = Claims((person.start, person.end) for person in _separate(people))
        likely = [
            item
            for item in self._people.recognised(annotated, words, claims)
            if isinstance(item, Mention) and len(item.name.split()) > 1
        ]
        for item in likely:
            if self._known.table.exactly(item.name) is None:
                taken.take(item.start, item.end)
        candidates = [
            *self._known.read(annotated, words),
            *self._organizations.shaped(annotated.text, words, taken),
            *self._organizations.abbreviated(annotated.text, words),
        ]
        free = [
            m
            for m in candidates
            if not taken.overlaps(m.start, m.end)
            and not (m.kind == "state" and self._people.opens_title(annotated.text, words, m.end))
        ]
        return list(longest_first(_known_first(free), claims))

    def _law(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where law is named: what stands inside a treaty's name is no actor."""
        for norm in self._norms.named(text):
            if norm.kind in _LAW:
                yield norm.start, norm.end

    def _parties(self, annotated: Annotated, words: Sequence[Word]) -> Iterator[Mention]:
        """Yield a mention for every party of the layout, exactly its words."""
        layout = annotated.document.layout
        seen: dict[tuple[int, int], Mention] = {}
        within = [party for each in layout.letters for party in (*each.signatories, *each.addressees)]
        for party in (*layout.signatories, *layout.addressees, *layout.issuers, *layout.authors, *within):
            span = (party.name.start, party.name.end)
            mention = self._party(party)
            if mention is None:
                continue
            if span in seen:
                roles = tuple(dict.fromkeys((*seen[span].roles, *mention.roles)))
                mention = replace(mention, roles=roles, official=mention.official or seen[span].official)
            seen[span] = mention
        yield from seen.values()

    def _party(self, party: Party) -> Mention | None:
        """Return what a party's words name, None where they are a phrase and no name."""
        start, end = party.name.start, party.name.end
        whole = " ".join(party.name.exact.split())
        written = without_acronym(whole).removeprefix("The ")
        roles = (" ".join(party.role.exact.split()),) if party.role else ()
        known = self._known.table.exactly(written)
        if known is not None:
            return replace(known.mention(start, end), roles=roles)
        titles, name = self._names.without_titles(written)
        kind = self._organizations.kind_of(name.title() if name.isupper() else name)
        acronym = name.isupper() and " " not in name and len(name) < 9 and not titles
        defined = without_acronym(whole) != whole
        if (kind and not titles) or acronym or defined or " of " in name or " for " in name:
            return Mention(start, end, kind or "organization", name, roles=roles)
        official = any(title.official for title in titles)
        named = tuple(title.role for title in titles if title.role)
        spans = ((party.role.start, party.role.end),) if party.role else ()
        name = self._names.bare(name)
        if not self._names.is_name(name):
            return None
        return Mention(start, end, "person", name, roles=(*named, *roles), role_spans=spans,
                       official=official or bool(roles))  # fmt: skip

    def _acronyms(
        self, text: str, words: Sequence[Word], named: Sequence[Mention], claims: Claims
    ) -> Iterator[Mention]:
        """Yield mentions by the short forms that the text defines in brackets after a name."""
        defined = [
            (short, mention)
            for short, mention, _, _ in acronyms_after(text, sorted(named))
            if mention.kind != "state" and self._known.table.exactly(short) is None
        ]
        if not defined:
            return
        again = (
            replace(found.entry, start=found.start, end=found.end, roles=(), role_spans=())
            for found in NameTable(defined).find(text, words)
        )
        yield from longest_first(again, claims)

    def _capitals(
        self, annotated: Annotated, words: Sequence[Word], claims: Claims, refused: list[Rejected]
    ) -> Iterator[Mention]:
        for mention, place in self._known.capitals(annotated, words):
            if claims.overlaps(mention.start, mention.end):
                continue
            if place is None:
                yield from longest_first([mention], claims)
            else:
                anchor = annotated.evidence(mention.start, mention.end)
                refused.append(Rejected(anchor, self.name, "capital_as_place", place))

    def _signatory_words(self, annotated: Annotated, found: Found) -> Iterator[Mention]:
        """Yield "we" and "the undersigned" of a letter with several signatories, outside quotation marks."""
        layout = annotated.document.layout
        if (layout.kind not in _LETTERS and not layout.letters) or len(_signers(layout)) < 2:
            return
        quoted = Claims()
        for quotation in found.of(Quotation):
            for piece in quotation.pieces:
                quoted.take(piece.start, piece.end)
        for token in annotated.tokens:
            if layout.kind not in _LETTERS and layout.letter_at(token.start) != layout.letters[0]:
                continue
            pronoun = token.text.casefold() in _FIRST_PLURAL and token.tag.startswith("PRP")
            if (pronoun or token.lemma in self._signatories) and not quoted.overlaps(token.start, token.end):
                yield Mention(token.start, token.end, "group", "signatories", local=True)

    def _add_memberships(self, annotated: Annotated, clusters: Sequence[Cluster]) -> None:
        """Write down who belongs to what: roles that name a body, signatories, lawmakers named together."""
        places = sorted(
            (mention.start, mention.end, index)
            for index, cluster in enumerate(clusters)
            if cluster.kind in ("body", "organization")
            for mention in cluster.mentions
        )
        people = [cluster for cluster in clusters if cluster.kind == "person"]
        for cluster in people:
            for mention in cluster.mentions:
                for low, high in mention.role_spans:
                    near = places[bisect_left(places, (low,)) : bisect_left(places, (high,))]
                    inside = [clusters[i] for _, end, i in near if end <= high]
                    cluster.groups.extend(body for body in inside if body not in cluster.groups)
        signers = {(party.name.start, party.name.end) for party in _signers(annotated.document.layout)}
        for group in clusters:
            if group.kind != "group":
                continue
            for cluster in self._members(annotated, group, clusters, signers):
                cluster.groups.append(group)

    def _members(
        self,
        annotated: Annotated,
        group: Cluster,
        clusters: Sequence[Cluster],
        signers: set[tuple[int, int]],
    ) -> list[Cluster]:
        """Return whom a group's words mean, where the text names them together; else nobody."""
        if group.name == "signatories":
            return [c for c in clusters if any((m.start, m.end) in signers for m in c.mentions)]
        if self._groups.head_of(group.name) not in self._legislators or not _is_plain(group.name):
            return []
        first = group.mentions[0].start
        officials = [
            cluster for cluster in clusters
            if cluster.kind == "person" and any(mention.official for mention in cluster.mentions)
        ]  # fmt: skip
        before = sorted(m for cluster in officials for m in cluster.mentions if m.end < first)
        runs = [
            *(run for run in side_by_side(annotated.text, before) if len(run) > 1),
            *_subjects_together(annotated, before),
        ]
        last = max(runs, key=lambda run: (run[-1].end, len(run)), default=[])
        return [cluster for cluster in officials if any(mention in last for mention in cluster.mentions)]


def _signers(layout: Layout) -> tuple[Party, ...]:
    """Return who signs the document, or the first of the letters it prints."""
    if layout.letters:
        return layout.letters[0].signatories
    return layout.signatories or layout.issuers


def _subjects_together(annotated: Annotated, people: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield the people that one verb has as its subjects, two at least ("Chair A of B and Chair C are …")."""
    by_subject: dict[int, list[Mention]] = defaultdict(list)
    for person in people:
        token = annotated.token_at(person.end - 1)
        through_body = False
        while token is not None and token.dep in _TOWARDS_SUBJECT and token.head != token.i:
            through_body = through_body or token.dep == "prep"
            token = annotated.tokens[token.head]
        body = token is not None and token.text[0].isupper()  # "Committee on X Chair A", not "aides of A"
        if token is not None and token.dep == "nsubj" and (body or not through_body):
            by_subject[token.i].append(person)
    yield from (together for together in by_subject.values() if len(together) > 1)


def _is_plain(name: str) -> bool:
    """Tell whether a group's name says no more than "the lawmakers" or "the U.S. lawmakers"."""
    parts = name.split()
    return len(parts) == 1 or (len(parts) == 2 and parts[0][0].isupper())


def _separate(mentions: Iterable[Mention]) -> list[Mention]:
    return sorted(mentions)


def _known_first(mentions: Sequence[Mention]) -> list[Mention]:
    """Drop a name by shape where a name of the vocabulary has the very same words."""
    known = {(m.start, m.end) for m in mentions if m.known}
    return [m for m in mentions if m.known or (m.start, m.end) not in known]


def _kept(items: Iterable[Mention | Rejected], claims: Claims, refused: list[Rejected]) -> list[Mention]:
    """Return the mentions that fit beside what is claimed; refusals go to `refused`."""
    mentions: list[Mention] = []
    for item in items:
        if isinstance(item, Rejected):
            refused.append(item)
        else:
            mentions.append(item)
    return list(longest_first(mentions, claims))
