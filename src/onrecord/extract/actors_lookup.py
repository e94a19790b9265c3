"""Which actor some words name: the actors of one document, looked up by place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property

from onrecord.extract.actors_pronouns import stands_for_no_subject, takes_up_subject
from onrecord.types.annotated import Annotated, Token
from onrecord.types.documents import Party
from onrecord.types.findings import Found
from onrecord.types.identity import folded_name
from onrecord.types.rows import Actor, Quotation

FIRST_PERSON = frozenset(["i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"])
SECOND_PERSON = frozenset(["you", "your", "yours", "yourself", "yourselves"])
SINGULAR_PERSON = frozenset(["he", "him", "his", "himself", "she", "her", "hers", "herself"])
PLURAL = frozenset(["they", "them", "their", "theirs", "themselves"])
THING = frozenset(["it", "its", "itself"])
PRONOUNS = FIRST_PERSON | SECOND_PERSON | SINGULAR_PERSON | PLURAL | THING
_POSSESSIVE = re.compile(r"(?:\s?\([A-Z][\w&.-]{1,9}\)|\))?['’]s?\b")
_SUBJECTS = ("nsubj", "nsubjpass")
_LEADING = frozenset(["the", "a", "an", "this", "that", "these", "those", "both", "all", "some", "many"])
_PLURALS = ("NNS", "NNPS")
_SINGULAR_KINDS = ("organization", "body", "state")


class ActorIndex:
    """The actors found in one document, asked for by span.

    Build it once a document from the rows found so far; every answer is an actor id or None, and
    None is the answer wherever two actors would do.
    """

    def __init__(self, annotated: Annotated, found: Found) -> None:
        self._annotated = annotated
        self._found = found
        self._actors = {actor.id: actor for actor in found.of(Actor)}
        self._mentions = sorted(
            (mention.start, mention.end, actor.id)
            for actor in self._actors.values()
            for mention in actor.mentions
        )
        self._exact: dict[tuple[int, int], str] = {}
        for start, end, actor in self._mentions:
            self._exact.setdefault((start, end), actor)

    def name(self, actor: str) -> str | None:
        """Return the name of an actor, None where it is not of this document."""
        known = self._actors.get(actor)
        return known.name if known else None

    def kind(self, actor: str) -> str | None:
        """Return the kind of an actor, None where it is not of this document."""
        known = self._actors.get(actor)
        return known.kind if known else None

    def members(self, group: str) -> tuple[str, ...]:
        """Return the actors that the text counts among `group`, in order of first mention."""
        return self._members.get(group, ())

    def at(self, start: int, end: int) -> str | None:
        """Return the actor that the words from `start` to `end` name, None where they name nobody.

        Tried in turn: a mention of exactly these words; of these words without article and
        possessive mark; a mention that holds the phrase's head, or the name set beside it ("the
        chair of the X, NAME"); for a pronoun its antecedent.
        """
        named = self._exact.get((start, end)) or self._exact.get(self._bare(start, end))
        if named:
            return named
        head = self._head(start, end)
        if head is None:
            return None
        if folded_name(head.text) in PRONOUNS:
            return self.antecedent(head.start, head.text)
        return self._covering(head) or self._apposed(head, end)

    def all_at(self, start: int, end: int) -> tuple[str, ...]:
        """Return every actor that a phrase names side by side ("Smith and Merkley"), in text order."""
        exact = self._exact.get((start, end))
        head = self._head(start, end)
        if exact or head is None:
            return (exact,) if exact else ()
        first = self.at(start, end)
        named = [first] if first else []
        for token in self._conjuncts(head, end):
            actor = self._covering(token)
            if actor and actor not in named:
                named.append(actor)
        return tuple(named)

    def within(self, start: int, end: int) -> tuple[str, ...]:
        """Return every actor with a mention wholly between the offsets, in text order, each once."""
        found: dict[str, None] = {}
        for _, mention_end, actor in self._mentions[self._from(start) : self._from(end)]:
            if mention_end <= end:
                found[actor] = None
        return tuple(found)

    def places(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return where actors are named wholly between the offsets, in text order."""
        inside = self._mentions[self._from(start) : self._from(end)]
        return tuple((first, last) for first, last, _ in inside if last <= end)

    def starting_at(self, offset: int) -> str | None:
        """Return the actor that the words from `offset` on name, None where no name begins there."""
        at = self._from(offset)
        if at < len(self._mentions) and self._mentions[at][0] == offset:
            return self._mentions[at][2]
        return None

    def heads_of_people(self, start: int, end: int, fewest: int) -> tuple[Token, ...]:
        """Return the last word of each person's name between two offsets; nothing where they are too few."""
        found: dict[str, Token] = {}
        for mention_start, mention_end, actor in self._mentions[self._from(start) : self._from(end)]:
            if mention_end <= end and self._actors[actor].kind == "person" and actor not in found:
                found[actor] = self._annotated.tokens_in(mention_start, mention_end)[-1]
        return tuple(found.values()) if len(found) >= fewest else ()

    def owner(self, start: int, end: int) -> str | None:
        """Return the first actor between two offsets that is marked as an owner: "the X (Y)’s report".

        For where the parser loses the possessive, as behind brackets.
        """
        for _, mention_end, actor in self._mentions[self._from(start) : self._from(end)]:
            if mention_end <= end and _POSSESSIVE.match(self._annotated.text, mention_end, end):
                return actor
        return None

    def _from(self, offset: int) -> int:
        """Return the index of the first mention that starts at `offset` or behind it."""
        return bisect_left(self._mentions, (offset,))

    def party(self, party: Party) -> str | None:
        """Return the actor of a party of the layout (issuer, addressee, signatory, author)."""
        return self._exact.get((party.name.start, party.name.end))

    @cached_property
    def issuers(self) -> tuple[str, ...]:
        """The document's signatories, else its issuers, else its authors."""
        layout = self._annotated.document.layout
        for parties in (layout.signatories, layout.issuers, layout.authors):
            if parties:
                return self._of_parties(parties)
        return ()

    @cached_property
    def addressees(self) -> tuple[str, ...]:
        """The document's addressees."""
        return self._of_parties(self._annotated.document.layout.addressees)

    def antecedent(self, offset: int, pronoun: str) -> str | None:
        """Return the actor that a pronoun at `offset` stands for, None in doubt.

        "we", "our", "I" outside quotation marks are the signatories' or issuers' (their group, where
        they have one); "you" is the single addressee. "he", "she", "they", "it" are the last subject
        that agrees, in the same sentence before the pronoun or in the sentence before it; "it" and
        "they" only where they are a subject or an owner and nothing else between may be meant.
        """
        word = folded_name(pronoun)
        if word in FIRST_PERSON | SECOND_PERSON:
            return self._exact.get((offset, offset + len(pronoun))) or self._of_discourse(offset, word)
        if word in SINGULAR_PERSON | PLURAL | THING:
            actors = self._last_subjects(offset, word)
            return actors[0] if len(actors) == 1 else None
        return None

    def antecedents(self, offset: int, pronoun: str) -> tuple[str, ...]:
        """Return the actors a pronoun stands for: as `antecedent`, and every issuer or addressee."""
        one = self.antecedent(offset, pronoun)
        word = folded_name(pronoun)
        if one is None and word in PLURAL:
            return self._last_subjects(offset, word)
        if one or self._is_quoted(offset):
            return (one,) if one else ()
        if word in FIRST_PERSON and self._in_own_voice(offset):
            return self.issuers_at(offset)
        return self.addressees_at(offset) if word in SECOND_PERSON else ()

    def issuers_at(self, offset: int) -> tuple[str, ...]:
        """Who "we" is at a place: the signatories of a letter printed there, else the document's issuers.

        A letter printed without its signatures is the issuers', unless it is addressed to one of them.
        """
        letter = self._annotated.document.layout.letter_at(offset)
        if letter is None or letter.signatories:
            return self._of_parties(letter.signatories) if letter else self.issuers
        return () if set(self._of_parties(letter.addressees)) & set(self.issuers) else self.issuers

    def addressees_at(self, offset: int) -> tuple[str, ...]:
        """Who "you" is at a place: the addressees of a letter printed there, else the document's."""
        letter = self._annotated.document.layout.letter_at(offset)
        return self._of_parties(letter.addressees) if letter else self.addressees

    def _in_own_voice(self, offset: int) -> bool:
        return self._annotated.document.layout.speaks_itself_at(offset)

    def _of_discourse(self, offset: int, word: str) -> str | None:
        if self._is_quoted(offset):
            return None
        if word in FIRST_PERSON and not self._in_own_voice(offset):
            return None
        parties = self.issuers_at(offset) if word in FIRST_PERSON else self.addressees_at(offset)
        return parties[0] if len(parties) == 1 else None

    def _last_subjects(self, offset: int, word: str) -> tuple[str, ...]:
        """Return the actors of the last subject that a pronoun may stand for, nobody in doubt."""
        pronoun = self._annotated.token_at(offset)
        if pronoun is None:
            return ()
        if word in THING | PLURAL and stands_for_no_subject(self._annotated, pronoun):
            return ()
        sentence = self._annotated.sentences[pronoun.sentence]
        places = [(sentence.start, offset)]
        if sentence.i:
            before = self._annotated.sentences[sentence.i - 1]
            places.append((before.start, before.end))
        for start, end in places:
            agreeing = self._subjects_in(start, end, word)
            if len({actor for _, actor in agreeing}) == 1:
                subject, actor = agreeing[-1]
                if self._is_doubtful(subject, pronoun, actor, word):
                    return ()
                if word in PLURAL and self.kind(actor) != "group":
                    return self._side_by_side(subject)
                return (actor,)
            if agreeing:
                return ()
        return ()

    def _subjects_in(self, start: int, end: int, word: str) -> list[tuple[Token, str]]:
        """Return the subjects between two offsets whose actors agree with a pronoun."""
        found: list[tuple[Token, str]] = []
        for token in self._annotated.tokens_in(start, end):
            if token.dep not in _SUBJECTS or token.end > end:
                continue
            actor = self._covering(token)
            if actor and self._agrees(actor, token, word):
                found.append((token, actor))
        return found

    def _is_doubtful(self, subject: Token, pronoun: Token, actor: str, word: str) -> bool:
        """Tell whether something nearer than a subject, and as fitting, may be meant by a pronoun."""
        if takes_up_subject(self._annotated, subject, pronoun):
            return False
        between = self._mentions[self._from(subject.end) : self._from(pronoun.start)]
        others = {self.kind(other) for _, _, other in between if other != actor}
        if word in SINGULAR_PERSON:
            return pronoun.dep not in _SUBJECTS and "person" in others
        if word in THING and others.intersection(_SINGULAR_KINDS):
            return True
        tokens = self._annotated.tokens_in(subject.end, pronoun.start)
        if word in PLURAL and pronoun.dep == "poss" and any(token.tag in _PLURALS for token in tokens):
            return True
        return any(token.dep in _SUBJECTS and token.text.casefold() != word for token in tokens)

    def _side_by_side(self, subject: Token) -> tuple[str, ...]:
        """Return the actors that a subject joins, nobody where one of them is none."""
        joined = [subject, *self._conjuncts(subject, self._annotated.sentences[subject.sentence].end)]
        actors = [self._covering(token) for token in joined]
        return tuple(dict.fromkeys(actor for actor in actors if actor)) if all(actors) else ()

    def _agrees(self, actor: str, token: Token, word: str) -> bool:
        kind = self._actors[actor].kind
        if word in SINGULAR_PERSON:
            return kind == "person"
        if word in THING:
            return kind in _SINGULAR_KINDS
        plural_group = kind == "group" and token.tag in ("NNS", "NNPS", "PRP")
        return plural_group or any(child.dep == "conj" for child in self._annotated.children(token))

    def _bare(self, start: int, end: int) -> tuple[int, int]:
        """Return the span without a leading determiner and a trailing possessive mark."""
        text = self._annotated.text[start:end]
        word, _, rest = text.partition(" ")
        if word.casefold() in _LEADING and rest:
            start, text = end - len(rest), rest
        for mark in ("'s", "’s", "'", "’"):
            if text.endswith(mark) and len(text) > len(mark):
                return start, end - len(mark)
        return start, end

    def _head(self, start: int, end: int) -> Token | None:
        """Return the highest token of a phrase: the first whose governor stands outside it."""
        inside = self._annotated.tokens_in(start, end)
        if not inside:
            return None
        held = {token.i for token in inside}
        tops = [token for token in inside if token.head not in held or token.head == token.i]
        nominal = [token for token in tops if token.pos in ("NOUN", "PROPN", "PRON")]
        return (nominal or tops or list(inside))[0]

    def _apposed(self, head: Token, end: int) -> str | None:
        beside = [
            child for child in self._annotated.children(head) if child.dep == "appos" and child.start < end
        ]
        return self._covering(beside[0]) if len(beside) == 1 else None

    def _conjuncts(self, head: Token, end: int) -> list[Token]:
        found: list[Token] = []
        open_tokens = [head]
        while open_tokens:
            for child in self._annotated.children(open_tokens.pop()):
                if child.dep == "conj" and child.start < end:
                    found.append(child)
                    open_tokens.append(child)
        return sorted(found)

    def _covering(self, token: Token) -> str | None:
        """Return the actor of the shortest mention that holds a token."""
        low = bisect_left(self._mentions, (token.start - self._longest,))
        high = bisect_right(self._mentions, (token.start, float("inf"), ""))
        holding = [item for item in self._mentions[low:high] if item[1] >= token.end]
        return min(holding, key=lambda item: (item[1] - item[0], item))[2] if holding else None

    def _of_parties(self, parties: tuple[Party, ...]) -> tuple[str, ...]:
        named = (self.party(party) for party in parties)
        return tuple(dict.fromkeys(actor for actor in named if actor))

    def _is_quoted(self, offset: int) -> bool:
        index = bisect_right(self._quoted, (offset, float("inf"))) - 1
        return index >= 0 and self._quoted[index][1] > offset

    @cached_property
    def _quoted(self) -> list[tuple[int, float]]:
        quotations = self._found.of(Quotation)
        return sorted((piece.start, piece.end) for found in quotations for piece in found.pieces)

    @cached_property
    def _longest(self) -> int:
        return max((end - start for start, end, _ in self._mentions), default=0)

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        members: dict[str, list[str]] = defaultdict(list)
        for _, _, actor in self._mentions:
            for group in self._actors[actor].member_of:
                if actor not in members[group]:
                    members[group].append(actor)
        return {group: tuple(inside) for group, inside in members.items()}
