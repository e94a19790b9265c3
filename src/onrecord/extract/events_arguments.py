"""Who acts, on whom, to whom and where: what stands with a trigger in the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.extract.actors_lookup import ActorIndex
from onrecord.extract.events_vocabulary import EventWords
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Annotated, Token
from onrecord.types.spans import Span

PLACES = ("GPE", "LOC", "FAC")
"""Entity labels of places."""

LONGEST_PHRASE = 150
"""Characters of what stands beside a noun and is still taken into its phrase."""

_MOST_SIDE_BY_SIDE = 40
"""Names in one list that are followed; a longer list is a page of signatures."""

_MOST_SIBLINGS = 8
"""Verbs side by side that share a subject; in a longer list it is not looked for."""

_FARTHEST_SIBLING = 25
"""Tokens between two nouns side by side that one verb carries."""

_OF_ALL = ("of", "by", "against")
_EXAMPLES = ("including", "like", "as")
_CLAUSES = ("relcl", "acl", "appos", "conj", "cc", "punct", "advcl", "mark", "ccomp", "parataxis")
_NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET")
_RELATIVE = ("who", "which", "that", "whom")
_SUBJECTS = ("nsubj", "csubj")
_WAYS = (
    *("in", "at", "from", "near", "across", "inside", "on", "into", "outside", "through", "throughout"),
    *("within", "along", "around", "over", "toward", "towards", "via", "under"),
)
"""Prepositions of places."""

_BESIDE = {
    **{"to": "to", "before": "to", "with": "with", "alongside": "with", "for": "for", "against": "against"},
    **{"on": "on", "upon": "on", "between": "between", "among": "between"},
}
"""Prepositions of those beside an act, led to the one a kind tells the role of."""

_ACTING_KINDS = ("state", "body", "organization")


@dataclass
class Arguments:
    """The head words that play a part: who acts, is acted on, owns, and where.

    `others` are those behind a preposition, under "to", "with", "for", "against" or "between".
    """

    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    others: dict[str, list[Token]] = field(default_factory=dict)
    owners: list[Token] = field(default_factory=list)
    of: list[Token] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)

    def all(self) -> tuple[Token, ...]:
        """Return every argument, each once."""
        lists = (self.subjects, self.objects, *self.others.values(), self.owners, self.of, self.places)
        return tuple(dict.fromkeys(token for tokens in lists for token in tokens))


class ArgumentReader:
    """Reads the arguments of verbs and nouns in one document."""

    def __init__(
        self, annotated: Annotated, actors: ActorIndex, words: EventWords, times: SpanIndex[None]
    ) -> None:
        self._annotated, self._actors, self._words = annotated, actors, words
        self._times = times

    def of_verb(self, verb: Token, siblings: int = _MOST_SIBLINGS) -> Arguments:
        """Return the arguments of a verb, with what it shares with the clause around it.

        `siblings` are the verbs beside it ("was arrested, tried and shot") that are still followed.
        """
        found = Arguments()
        for child in self._annotated.children(verb):
            if child.dep in _SUBJECTS:
                found.subjects.append(self._referent(child, verb))
            elif child.dep == "nsubjpass":
                found.objects.append(self._referent(child, verb))
            elif child.dep in ("dobj", "obj"):
                found.objects.append(self._referent(child, verb))
                self._take_addressed(child, found)
            elif child.dep == "dative" and child.pos != "ADP":
                found.others.setdefault("to", []).append(child)
            elif child.dep in ("prep", "agent", "dative"):
                self._sort(verb, child, found)
        if not found.places:
            beside = [*found.objects, *(token for token in found.subjects if token.i > verb.i)]
            found.places += [place for thing in beside for place in self._places_beside(thing)]
        if verb.dep == "amod" or (verb.pos == "ADJ" and not found.objects):
            found.objects.append(self._annotated.tokens[verb.head])
        else:
            self._share(verb, found, siblings)
        return found

    def of_noun(self, noun: Token, carrier: Token | None, wholes: int = 1) -> Arguments:
        """Return the arguments of a noun, and those its carrier lends it: "X held a hearing".

        `wholes` are the nouns it is an example of ("crimes such as …") that are still looked at.
        """
        found = Arguments()
        for child in self._annotated.children(noun):
            if child.dep == "poss" and not self._times.covers(child.start):
                self._place_owner(child, found)
            elif child.dep in ("compound", "nmod", "amod") and child.pos in ("NOUN", "PROPN", "ADJ"):
                self._place_word_before(child, found)
            elif child.dep in ("prep", "agent"):
                self._sort(noun, child, found)
            elif child.dep in ("acl", "relcl"):
                self._take_around(child, found)
        if not found.of and not found.owners:
            self._take_from_siblings(noun, found)
        if not found.places:
            found.places += [place for thing in found.of for place in self._places_beside(thing)]
        if carrier is not None:
            self._lend(noun, carrier, found)
        else:
            self._take_from_above(noun, found, wholes)
        return found

    def carrier(self, noun: Token) -> Token | None:
        """Return the verb that only carries a noun ("held a hearing", "was subjected to torture")."""
        for _ in range(_MOST_SIBLINGS):
            above = self._annotated.tokens[noun.head]
            if noun.dep in ("conj", "appos") and above.pos == "NOUN":
                near = noun.i - above.i <= _FARTHEST_SIBLING
                if not near or above.lemma.lower() not in self._words.nouns:
                    return None  # "faces the risk of arrest and the deportation of others"
                noun = above
                continue
            if noun.dep == "pobj" and above.text.lower() in _EXAMPLES:
                whole = self._annotated.tokens[above.head]  # "committed crimes, including mass arrests"
                if whole.pos == "NOUN" and whole.i < noun.i:
                    noun = whole
                    continue
                carries = whole.pos == "VERB" and whole.lemma.lower() in self._words.light["acting"]
                return whole if carries else None
            return self._carrier_of(noun, above)
        return None

    def _carrier_of(self, noun: Token, above: Token) -> Token | None:
        light = self._words.light
        if noun.dep in ("dobj", "nsubjpass", "obj") and above.pos == "VERB":
            lemma = above.lemma.lower()
            return above if lemma in light["acting"] or lemma in light["undergoing"] else None
        if noun.dep != "pobj":
            return None
        word, verb = above.text.lower(), self._annotated.tokens[above.head]
        lemma = verb.lemma.lower()
        if word in ("in", "on", "under") and lemma == "be":
            return verb
        if verb.pos != "VERB" or word not in ("to", "on", "in", "into"):
            return None
        return verb if lemma in light["subjecting"] or (word == "in" and lemma in light["taking"]) else None

    def phrase(self, token: Token) -> Span:
        """Return a noun with what stands before it and its "of …", without relative clauses."""
        start, end = token.start, token.end
        for child in self._annotated.children(token):
            if child.dep in _CLAUSES:
                continue
            below = self._annotated.children(child)
            is_of = child.dep == "prep" and child.text.lower() == "of"
            if child.i < token.i or (is_of and any(thing.dep == "pobj" for thing in below)):
                span = self._annotated.subtree_span(child)
                if len(span) <= LONGEST_PHRASE:
                    start, end = min(start, span.start), max(end, span.end)
        return Span(start, end)

    def side_by_side(self, token: Token) -> Iterator[Token]:
        """Yield a noun and those joined to it: "men, women and children"."""
        waiting, shown = [token], 0
        while waiting and shown < _MOST_SIDE_BY_SIDE:
            first = waiting.pop(0)
            shown += 1
            yield first
            waiting += [c for c in self._annotated.children(first) if c.dep == "conj" and c.pos in _NOMINAL]

    def tells_a_clause(self, verb: Token) -> bool:
        """Tell whether a verb has a clause for its object, or is an aside: "as X demonstrated"."""
        return any(
            child.dep in ("ccomp", "xcomp") or (child.dep == "mark" and child.text.lower() == "as")
            for child in self._annotated.children(verb)
        )

    def is_place(self, token: Token) -> bool:
        """Tell whether a noun phrase holds the name of a place."""
        span = self.phrase(token)
        return any(e.label in PLACES for e in self._annotated.entities_in(span.start, span.end))

    def _referent(self, token: Token, verb: Token) -> Token:
        """Return what a relative pronoun stands for, any other word itself."""
        if token.text.lower() not in _RELATIVE:
            return token
        for _ in range(_MOST_SIBLINGS):
            head = self._annotated.tokens[verb.head]
            if verb.dep == "relcl":
                return head
            if verb.dep not in ("conj", "xcomp", "ccomp") or head.i == verb.i:
                break
            verb = head
        return token

    def _take_addressed(self, thing: Token, found: Arguments) -> None:
        """Take those that a thing goes to or is made with: "sent a letter to X", "signed a treaty with X"."""
        for preposition in self._annotated.children(thing):
            word = _BESIDE.get(preposition.text.lower())
            if preposition.dep == "prep" and word in ("to", "with", "on", "against"):
                below = [c for c in self._annotated.children(preposition) if c.dep == "pobj"]
                found.others.setdefault(word, []).extend(below)

    def _sort(self, token: Token, preposition: Token, found: Arguments) -> None:
        """Put the object of a preposition where it belongs."""
        word = preposition.text.lower()
        for thing in self._annotated.children(preposition):
            if thing.dep == "prep":  # "from across the river"
                self._sort(token, thing, found)
            if thing.dep != "pobj" or self._times.covers(thing.start):
                continue
            if preposition.dep == "agent" or word == "by":
                found.subjects.append(thing)
            elif token.pos in ("NOUN", "PROPN") and word == "of":
                found.of.append(thing)
            elif word in _WAYS and (word not in _BESIDE or self.is_place(thing)):
                if self.is_spot(thing):
                    found.places.append(thing)
            elif word in _BESIDE:
                found.others.setdefault(_BESIDE[word], []).append(thing)

    def _places_beside(self, thing: Token) -> list[Token]:
        """Return where a thing is that is acted on: "opened an embassy in X"."""
        return [
            place
            for preposition in self._annotated.children(thing)
            if preposition.dep == "prep" and preposition.text.lower() in ("in", "at")
            for place in self._annotated.children(preposition)
            if place.dep == "pobj" and self.is_spot(place)
        ]

    def is_spot(self, thing: Token) -> bool:
        """Tell whether a noun names a place or a kind of place."""
        return thing.lemma.lower() in self._words.classes["place"] or self.is_place(thing)

    def _place_owner(self, owner: Token, found: Arguments) -> None:
        """Put an owner where it belongs: a state or body acts (a state's deportations), others own."""
        owner = self._whose(owner) if owner.text.lower() == "whose" else owner
        span = self.phrase(owner)
        actor = self._actors.at(span.start, span.end)
        acts = actor is not None and self._actors.kind(actor) in _ACTING_KINDS
        (found.subjects if acts else found.owners).append(owner)

    def _whose(self, owner: Token) -> Token:
        """Return what "whose" stands for: the noun its clause describes."""
        token = owner
        for _ in range(_MOST_SIBLINGS):
            head = self._annotated.tokens[token.head]
            if token.dep == "relcl":
                return head
            token = head
        return owner

    def _place_word_before(self, word: Token, found: Arguments) -> None:
        actor = self._actors.at(word.start, word.end)
        acts = actor is not None and self._actors.kind(actor) in _ACTING_KINDS
        if acts or word.lemma.lower() in self._words.classes["agent"]:
            found.subjects.append(word)
        elif word.pos == "NOUN" and word.lemma.lower() in self._words.classes["person"]:
            found.of.append(word)

    def _take_around(self, verb: Token, found: Arguments) -> None:
        """Take who did it and where from the clause behind a noun: "crimes committed by soldiers"."""
        if verb.tag != "VBN" and verb.lemma.lower() not in self._words.transparent:
            return
        for child in self._annotated.children(verb):
            if child.dep in ("agent", "prep"):
                self._sort(verb, child, found)

    def _lend(self, noun: Token, carrier: Token, found: Arguments) -> None:
        of_carrier = self.of_verb(carrier)
        lemma = carrier.lemma.lower()
        if lemma == "be":  # "is in detention", "are on strike": as if it were theirs
            found.owners += of_carrier.subjects
        elif lemma in self._words.light["subjecting"]:
            found.objects += [token for token in of_carrier.objects if token.i != noun.i]
            found.subjects += of_carrier.subjects
        elif lemma in self._words.light["undergoing"]:
            found.objects += of_carrier.subjects
        else:
            found.subjects += of_carrier.subjects
        for word, tokens in of_carrier.others.items():
            held = found.others.setdefault(word, [])
            held += [token for token in tokens if token not in held]
        found.places += of_carrier.places

    def _take_from_siblings(self, noun: Token, found: Arguments) -> None:
        """Take what one of several nouns has behind them: "the arrest, detention and torture of monks"."""
        first = noun
        for _ in range(_MOST_SIBLINGS):
            if first.dep != "conj" or self._annotated.tokens[first.head].pos != "NOUN":
                break
            first = self._annotated.tokens[first.head]
        for sibling in self.side_by_side(first):
            if sibling.i != noun.i and sibling.pos == "NOUN":
                for child in self._annotated.children(sibling):
                    if child.dep == "prep" and child.i > noun.i and child.text.lower() in _OF_ALL:
                        self._sort(sibling, child, found)

    def _take_from_above(self, noun: Token, found: Arguments, wholes: int) -> None:
        """Take what stands above a noun: "protect X from torture", "accuse X of murder"."""
        preposition = self._annotated.tokens[noun.head]
        if noun.dep != "pobj":
            return
        word, above = preposition.text.lower(), self._annotated.tokens[preposition.head]
        if word == "of" and above.lemma.lower() in self._words.light["undergoers"]:
            found.objects.append(above)
        if word in _EXAMPLES and above.pos == "NOUN":
            if wholes:
                self._take_from_whole(above, found)
        elif above.pos in ("VERB", "ADJ"):
            governor = above if above.pos == "VERB" else self._annotated.tokens[above.head]
            wanted = ("dobj", "nsubjpass") if above.pos == "VERB" else ("nsubj", "nsubjpass")
            held = [
                self._referent(c, governor) for c in self._annotated.children(governor) if c.dep in wanted
            ]
            if above.dep == "acl" and above.tag == "VBN":
                held.append(self._annotated.tokens[above.head])
            if above.lemma.lower() in self._words.light["accusing"]:
                found.subjects += held
            elif (word == "from" or above.pos == "ADJ") and not found.objects and not found.of:
                found.objects += held
            elif word == "in" and above.pos == "VERB" and not found.owners and not found.subjects:
                found.owners += self.of_verb(above).subjects  # "in reply, X said": X's reply

    def _take_from_whole(self, whole: Token, found: Arguments) -> None:
        """Take what is said of all for its examples: "crimes against the people, such as torture"."""
        above = self.of_noun(whole, None, wholes=0)
        found.subjects += [token for token in above.subjects if token not in found.subjects]
        found.places += [token for token in above.places if token not in found.places]
        if not found.of and not found.objects:
            found.objects += above.others.get("against", [])

    def _share(self, verb: Token, found: Arguments, siblings: int) -> None:
        """Take what a dependent verb shares with its governor: its subject, or the noun it describes."""
        head = self._annotated.tokens[verb.head]
        passive = verb.tag == "VBN" and not any(
            child.dep == "aux" and child.lemma.lower() == "have" for child in self._annotated.children(verb)
        )
        if verb.dep == "acl" and not self._has_subject(verb):
            owner = self._owner_of(self._described(head, verb), verb)
            if verb.tag == "VBN" and not found.subjects:
                found.subjects += self._sender(head)
            if owner is not None:
                (found.objects if verb.tag == "VBN" else found.subjects).append(owner)
        elif verb.dep == "relcl":
            named = any(
                c.text.lower() in _RELATIVE for c in self._annotated.children(verb) if c.dep in _ROLES
            )
            if not named and found.subjects and not found.objects:
                found.objects.append(head)
        elif verb.dep == "conj" and head.pos in ("VERB", "AUX"):
            if siblings and not self._has_subject(verb):
                self._share_with_sibling(verb, self.of_verb(head, siblings - 1), passive, found)
        elif verb.dep in ("xcomp", "advcl", "ccomp", "pcomp", *_STATES) and not found.subjects:
            helped = any(c.dep == "auxpass" for c in self._annotated.children(verb))
            passive = passive and (helped or verb.dep in _STATES)
            controller = self._controller(verb, head)
            if controller is not None and not (passive and found.objects):
                (found.objects if passive else found.subjects).append(controller)
                if not passive:
                    found.subjects += self._joined(verb, controller)
        if verb.tag != "VBN" and not found.objects:
            for child in self._annotated.children(verb):  # "detained and deported seven men"
                if child.dep == "conj" and child.tag == verb.tag and not self._has_subject(child):
                    objects = [c for c in self._annotated.children(child) if c.dep in ("dobj", "obj")]
                    found.objects += objects

    def _joined(self, verb: Token, controller: Token) -> list[Token]:
        """Return those who do it together: "X joined Y in sending", "X was joined by Y in sending"."""
        link = self._annotated.tokens[verb.head]
        joining = self._annotated.tokens[link.head]
        if verb.dep != "pcomp" or joining.lemma.lower() not in self._words.light["joining"]:
            return []
        found: list[Token] = []
        for child in self._annotated.children(joining):
            if child.dep in ("dobj", "nsubj", "nsubjpass"):
                found.append(child)
            elif child.dep == "agent":
                found += [below for below in self._annotated.children(child) if below.dep == "pobj"]
        return [token for token in found if token.i != controller.i]

    def _described(self, head: Token, participle: Token) -> Token:
        """Return the noun a participle describes: of "the return of citizens taken hostage" the last one."""
        before = self._annotated.tokens[participle.i - 1]
        link = self._annotated.tokens[before.head]
        is_last = before.dep == "pobj" and link.text.lower() == "of" and link.head == head.i
        return before if is_last and participle.tag == "VBN" else head

    def _sender(self, noun: Token) -> list[Token]:
        """Return who speaks in something sent: "In a letter sent today, X asked"."""
        link = self._annotated.tokens[noun.head]
        verb = self._annotated.tokens[link.head]
        if noun.dep != "pobj" or link.text.lower() != "in" or verb.pos != "VERB":
            return []
        return [c for c in self._annotated.children(verb) if c.dep == "nsubj"]

    def _has_subject(self, verb: Token) -> bool:
        return any(child.dep in (*_SUBJECTS, "nsubjpass") for child in self._annotated.children(verb))

    def _owner_of(self, noun: Token, verb: Token) -> Token | None:
        """Return who is to do what an infinitive behind a noun tells: "X's decision to leave"."""
        if verb.tag in ("VBN", "VBG"):
            return noun
        owners = [c for c in self._annotated.children(noun) if c.dep == "poss"]
        if owners:
            return owners[0]
        above = self._annotated.tokens[noun.head]
        subjects = [c for c in self._annotated.children(above) if c.dep in _SUBJECTS]
        if noun.dep in ("dobj", "attr") and subjects:
            return self._referent(subjects[0], above)
        is_person = noun.pos == "PROPN" or noun.lemma.lower() in self._words.classes["person"]
        return noun if is_person else None

    def _share_with_sibling(self, verb: Token, held: Arguments, passive: bool, found: Arguments) -> None:
        if not found.subjects:
            found.subjects += held.subjects
        if passive and not found.objects:
            found.objects += held.objects

    def _asked(self, children: tuple[Token, ...], verb: Token) -> list[Token]:
        """Return those who are asked to do what an infinitive tells: "called on X to release"."""
        return [
            thing
            for child in children
            if child.dep == "prep" and child.i < verb.i and child.text.lower() in _ASKED_BY
            for thing in self._annotated.children(child)
            if thing.dep == "pobj"
        ]

    def _controller(self, verb: Token, head: Token) -> Token | None:
        """Return who does what an infinitive or participle without a subject of its own tells."""
        by_subject = False
        if head.pos == "ADP":  # "accused X of killing", "thanked X for releasing"; but "joined X in asking"
            by_subject = head.text.lower() in ("in", "by", "after", "before", "while", "without", "since")
            head = self._annotated.tokens[head.head]
            governor = self._annotated.tokens[head.head]
            if head.pos in ("NOUN", "PROPN") and governor.lemma.lower() in self._words.light["accusing"]:
                return head
        link = verb.dep
        for _ in range(_MOST_SIBLINGS):
            children = self._annotated.children(head)
            objects = [c for c in children if c.dep in ("dobj", "nsubjpass", "dative") and c.i < verb.i]
            asked = self._asked(children, verb) if link in ("xcomp", "advcl") and not objects else []
            subjects = [c for c in children if c.dep in (*_SUBJECTS, "nsubjpass")]
            owners = [c for c in children if c.dep == "poss"]
            if not by_subject and link in ("xcomp", "ccomp", "pcomp") and (objects or asked):
                return self._referent((objects or asked)[0], head)
            if not by_subject and asked:
                return asked[0]
            if subjects or owners:
                first = (subjects or owners)[0]
                empty = first.text.lower() == "it" and head.lemma in ("be", "make")  # "it was an honor to"
                return None if empty else self._referent(first, head)
            if head.dep in ("relcl", "acl"):
                return self._annotated.tokens[head.head]
            if head.head == head.i or head.dep not in _UNDER:
                return self._referent(objects[0], head) if objects else None
            # "calls upon X to desist from deporting": what X is asked for is the deporting too
            by_subject = head.dep not in ("xcomp", "ccomp", "advcl")
            link, head = head.dep, self._annotated.tokens[head.head]
        return None


_ASKED_BY = ("on", "upon", "to", "for")
"""Prepositions of those who are asked: "called on X to release", "appealed to X to release"."""

_UNDER = ("xcomp", "conj", "advcl", "acomp", "pcomp", "pobj", "prep", "dobj", "attr")
_STATES = ("acomp", "oprd", "attr")
"""Dependencies of a participle that tells a state: "remains detained"."""

_ROLES = ("nsubj", "nsubjpass", "dobj", "pobj")
