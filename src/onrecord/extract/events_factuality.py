"""Whether the text presents an event as past, ongoing, feared, requested, conditional, or disputed.

What governs the trigger is read from the trigger upwards: each governor has a mood (its modals, negation
and conjunctions) and, where it is one of the words of factuality, a meaning. Of what was seen the strongest
counts: disputed, suspended, feared, requested, reported, conditional; else the tense tells.
"""

from __future__ import annotations

from onrecord.extract.events_vocabulary import EventWords
from onrecord.types.annotated import Annotated, Token

_CLIMB = 12
"""Governors looked at above a trigger; what stands higher no longer bears on it."""

_ORDER = ("disputed", "suspended", "feared", "requested", "reported", "conditional")
_MEANINGS = (
    "disputed",
    "suspended",
    "feared",
    "requested",
    "conditional",
    "ongoing",
    "generic",
    "past",
    "reported",
)
_ARGUMENTS = ("dobj", "obj", "nsubj", "nsubjpass", "pobj", "attr", "oprd", "dative", "poss", "npadvmod")
_REASONS = ("responsibility", "blame", "credit", "reason", "punishment", "thanks", "gratitude", "award")
_MARKS = frozenset('"“”„«»')
_GOING_ON = frozenset(["is", "are", "am", "been", "’s", "'s", "’re", "'re"])
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_BESIDE = ("amod", "advmod", "compound", "neg", "det", "npadvmod")


class FactualityReader:
    """Tells the factuality of triggers in one document."""

    def __init__(self, annotated: Annotated, words: EventWords) -> None:
        self._annotated, self._words = annotated, words

    def read(
        self, trigger: Token, carrier: Token | None, thing: Token | None, default: str, punctual: bool
    ) -> str:
        """Return the factuality of the event that `trigger` tells of.

        `carrier` is the verb that carries a noun ("held a hearing"), `thing` the noun that a verb's meaning
        hangs on ("sent a letter"); `default` is that of a noun of which
        nothing around it tells; `punctual` tells that the kind is of acts that are done in a day.
        """
        seen: set[str] = set()
        if trigger.dep == "amod" and thing is not None and thing.i == trigger.head:
            trigger = thing  # "a negotiated settlement"
        self._look_beside(trigger, seen)
        verb = carrier if carrier is not None else trigger
        if carrier is not None:
            self._look_beside(carrier, seen)
        finite = self._climb(verb, seen)
        if "kind of thing" in seen and "disputed" not in seen:
            return "generic"
        if "if" in seen:
            seen -= {"disputed", "negated"}  # "if an agreement is not reached"
        if {"negated", "requested"} <= seen:
            return "feared"  # "called on them not to deport X"
        for factuality in _ORDER:
            if factuality in seen:
                # Where a stop is only asked for, what is to stop goes on.
                wanted = factuality == "suspended" and seen & {"requested", "stop wanted"}
                return "ongoing" if wanted else factuality
        if "ongoing" in seen:
            return "ongoing"
        if "generic" in seen:
            return "generic"
        if "past" in seen:
            return "past"
        if finite is None and punctual and default == "past" and self._is_this(trigger):
            return "ongoing"
        if finite is None and trigger.pos in ("NOUN", "PROPN"):
            return default
        return self._by_tense(verb, finite, default, punctual)

    def _is_this(self, noun: Token) -> bool:
        return any(
            child.dep == "det" and child.text.lower() in ("this", "these")
            for child in self._annotated.children(noun)
        )

    def _look_beside(self, token: Token, seen: set[str]) -> None:
        """Add what modifies a trigger: alleged, planned, ongoing, not, if, may."""
        children = self._annotated.children(token)
        for child in children:
            lemma = child.lemma.lower()
            if child.dep == "neg" or (child.dep == "det" and lemma == "no"):
                if not (self._perfect(token) and self._should(token)):  # "should never have been arrested"
                    seen |= {"disputed", "negated"}
            elif child.dep in _BESIDE:
                self._add_meaning(lemma, seen, ("reported", "conditional", "ongoing", "disputed", "past"))
                if lemma in self._words.factuality["generic"]:
                    seen.add("generic")
            elif child.dep in ("nsubj", "nsubjpass"):
                if lemma in ("nobody", "none") or any(
                    below.text.lower() == "no" for below in self._annotated.children(child)
                ):
                    seen.add("disputed")
            elif child.dep in ("aux", "mark"):
                self._add_helper(child, token, seen)
            elif (child.dep == "prep" and lemma == "accord") or self._is_aside(child):
                seen.add("reported")

    def _is_aside(self, clause: Token) -> bool:
        """Tell whether a clause tells who says so: "as the senators note"."""
        return (
            clause.dep == "advcl"
            and clause.lemma.lower() in self._words.factuality["reported"]
            and any(c.dep == "mark" and c.text.lower() == "as" for c in self._annotated.children(clause))
        )

    def _add_helper(self, helper: Token, verb: Token, seen: set[str]) -> None:
        lemma, words = helper.lemma.lower(), self._words.factuality
        if lemma in words["should"]:
            seen.add("past" if self._perfect(verb) else "requested")
        elif lemma in words["conditional"]:
            seen |= {"conditional", "if"} if helper.dep == "mark" else {"conditional"}

    def _should(self, verb: Token) -> bool:
        helpers = [c.lemma.lower() for c in self._annotated.children(verb) if c.dep == "aux"]
        return any(helper in self._words.factuality["should"] for helper in helpers)

    def _perfect(self, verb: Token) -> bool:
        """Tell whether a modal speaks of the past: "must have been killed"."""
        return any(c.dep == "aux" and c.lemma.lower() == "have" for c in self._annotated.children(verb))

    def _add_meaning(
        self, lemma: str, seen: set[str], meanings: tuple[str, ...] = _MEANINGS, link: Token | None = None
    ) -> bool:
        """Add the meaning of a word; `link` is the token below it, often the preposition it goes with."""
        forms = [f"{lemma} {link.text.lower()}"] if link is not None and link.pos in ("ADP", "PART") else []
        if link is not None and link.dep == "prep" and lemma in self._words.factuality["feared_clause"]:
            return False  # "concern about the talks" fears no talks
        for form in (*forms, lemma):
            if form in self._words.factuality["negated"]:
                seen |= {"disputed", "negated"}
                return True
            for meaning in meanings:
                if form in self._words.factuality[meaning]:
                    seen.add("kind of thing" if meaning == "generic" else meaning)
                    return True
        return False

    def _climb(self, token: Token, seen: set[str]) -> Token | None:
        """Add what governs a token, governor by governor; return the verb whose tense counts."""
        finite = token if token.pos in ("VERB", "AUX") else None
        for _ in range(_CLIMB):
            head = self._annotated.tokens[token.head]
            if head.i == token.i:
                self._at_root(token, seen)
                break
            if not self._step(token, head, seen):
                if token.dep == "advcl" and token.tag == "VBG" and head.pos in ("VERB", "AUX"):
                    finite = head
                break
            if (
                head.pos in ("VERB", "AUX")
                and head.dep != "prep"
                and (finite is None or token.dep in ("xcomp", "conj", "acomp", *_ARGUMENTS))
            ):
                finite = head
            token = head
        return finite

    def _at_root(self, token: Token, seen: set[str]) -> None:
        """Add what a sentence asks that has no subject: "Release them now", "Demands that X be released"."""
        children = self._annotated.children(token)
        helped = any(c.dep in (*_SUBJECTS, "aux", "auxpass") for c in children)
        sentence = self._annotated.sentences[token.sentence]
        words = [t for t in self._annotated.sentence_tokens(sentence)[:4] if t.text.isalpha()]
        if token.tag == "VB" and not helped and token.i - sentence.first <= 2:
            seen.add("requested")
        if words and not helped and words[0].text[:1].isupper() and words[0].i <= token.i:
            verb = words[0].text.lower()
            if verb.endswith("s") and verb[:-1] in self._words.factuality["requested"]:
                seen.add("requested")  # the operative verb of a resolution, which the parse takes for a noun

    def _step(self, token: Token, head: Token, seen: set[str]) -> bool:
        """Read one governor; tell whether what stands above it still bears on the trigger."""
        dep, lemma = token.dep, head.lemma.lower()
        if dep == "relcl" and token.tag == "VB" and "to" in self._helpers(token):
            dep = "acl"  # "the first country to sign"
        if dep in ("relcl", "appos", "parataxis", "dep", "intj"):
            return False
        if dep == "advcl":
            return self._step_adverbial(token, head, seen)
        if dep == "conj":
            return self._step_beside(token, head, seen)
        if dep in ("prep", "agent"):
            return self._step_from_preposition(token, head, seen)
        if dep in ("pcomp", "pobj"):
            return self._step_to_preposition(token, head, seen)
        if dep in ("compound", "amod", "nmod"):
            if head.pos in ("NOUN", "PROPN") and token.pos in ("NOUN", "PROPN"):
                seen.add("generic")
            return False
        if dep == "acl":
            if any(c.dep == "mark" for c in self._annotated.children(token)):
                self._add_meaning(lemma, seen)  # "rejects the claim that X were evicted"
                return True
            if token.tag in ("VBN", "VBG"):
                return False
            if self._is_the_first(head):
                seen.add("past")  # "the first country to sign"
            elif not self._add_meaning(lemma, seen):
                seen.add("conditional")
            return True
        if head.pos in ("VERB", "AUX", "ADJ") or dep in ("ccomp", "xcomp"):
            return self._step_to_verb(token, head, seen)
        return self._step_to_noun(token, head, seen)

    def _is_bare(self, noun: Token) -> bool:
        """Tell whether a noun names no one in particular: "those fleeing war", "refugees fleeing"."""
        if noun.tag not in ("NNS", "DT", "NN"):
            return False
        return not any(
            child.dep in ("det", "poss", "nummod")
            and child.text.lower() not in ("all", "any", "many", "some")
            for child in self._annotated.children(noun)
        )

    def _is_the_first(self, noun: Token) -> bool:
        children = self._annotated.children(noun)
        return any(c.text.lower() in self._words.factuality["ordinal"] for c in (*children, noun))

    def _step_adverbial(self, token: Token, head: Token, seen: set[str]) -> bool:
        children = self._annotated.children(token)
        if any(c.dep == "aux" and c.text.lower() == "to" for c in children):
            seen.add("conditional")
            if head.pos in ("VERB", "AUX"):
                self._look_beside(head, seen)
            return True
        if token.tag == "VBG" and head.pos in ("VERB", "AUX"):
            if any(c.text.lower() in ("when", "whenever", "while", "if") for c in children):
                seen.add("past" if self._by_tense(head, head, "generic") == "past" else "generic")
            else:
                self._look_beside_governor(head, seen, known=False)
        return False

    def _step_beside(self, token: Token, head: Token, seen: set[str]) -> bool:
        """Read the verb or noun a trigger is joined to; a verb with a subject of its own stands alone."""
        if token.pos in ("VERB", "AUX"):
            children = self._annotated.children(token)
            own = any(c.dep in (*_SUBJECTS, "aux") and c.text.lower() not in ("to", "be") for c in children)
            under = head.dep in ("ccomp", "xcomp", "advcl", "acl")
            if own and not (under and self._is_subjunctive(token)):
                return False
            if head.pos in ("VERB", "AUX") and (token.tag in ("VB", head.tag) or under):
                helpers = [c for c in self._annotated.children(head) if c.dep in ("aux", "mark")]
                for helper in helpers:
                    self._add_helper(helper, head, seen)
                return True
            return False
        return True

    def _is_subjunctive(self, verb: Token) -> bool:
        """Tell whether a clause is one of several that are asked for: "that A be freed and B be tried"."""
        helpers = self._helpers(verb) - {"to"}
        return (verb.tag == "VB" and not helpers) or helpers == {"be"}

    def _step_from_preposition(self, token: Token, head: Token, seen: set[str]) -> bool:
        if token.pos == "VERB" and token.lemma.lower() in ("include", "follow"):
            return self._step_to_noun(token, head, seen) if head.pos in ("NOUN", "PROPN") else False
        if head.pos in ("VERB", "AUX", "ADJ"):
            listed = f"{head.lemma.lower()} {token.text.lower()}"
            means = any(listed in words for words in self._words.factuality.values())
            has_object = any(c.dep in ("dobj", "obj") for c in self._annotated.children(head))
            if has_object and not means and token.text.lower() not in ("from", "of"):
                return False  # "sought data for the prosecution of X"
            return self._step_to_verb(token, head, seen)
        return self._step_to_noun(token, head, seen)

    def _step_to_preposition(self, token: Token, head: Token, seen: set[str]) -> bool:
        word = head.text.lower()
        if word in ("without", "against"):
            seen.add("disputed" if word == "without" else "generic")
            return word == "without"
        governor = self._annotated.tokens[head.head]
        if token.dep == "pcomp":
            above = self._annotated.tokens[governor.head]
            if governor.pos in ("NOUN", "PROPN") and above.lemma.lower() in self._words.light["accusing"]:
                seen.add("reported")  # "accused the general of killing X"
                return False
            if word == "for" and governor.pos == "NOUN" and governor.lemma.lower() not in _REASONS:
                seen.add("conditional")  # "the basis for reaching an agreement"
            return word not in ("after", "before", "since", "despite", "upon")
        if word in self._words.facts:
            # "stand in fear of", "put on hold in": only a word of fear or doubt still bears on it.
            return word == "in" and governor.pos == "NOUN" and self._is_doubt(governor.lemma.lower())
        return token.pos in ("NOUN", "PROPN", "VERB")

    def _is_doubt(self, lemma: str) -> bool:
        return any(lemma in self._words.factuality[name] for name in ("feared", "disputed", "requested"))

    def _step_to_verb(self, token: Token, head: Token, seen: set[str]) -> bool:
        lemma = head.lemma.lower()
        if head.dep == "prep":  # "including", "concerning"
            return True
        if token.dep == "ccomp" and self._stands_alone(token, head):
            return False
        is_clause = token.dep in ("ccomp", "xcomp", "csubj", "csubjpass", "prep", "agent")
        is_subject = token.dep in ("nsubj", "nsubjpass", "csubj", "csubjpass")
        acts = token.dep == "nsubj" and lemma not in self._words.transparent
        if acts and not self._add_meaning(lemma, seen, ("suspended", "ongoing")):
            if self._is_to_come(token, head):
                seen.add("conditional")  # "a visit would show"
            return False
        meanings: tuple[str, ...] = _MEANINGS if is_clause or token.dep in _ARGUMENTS else ()
        if token.dep in ("dobj", "obj", "nsubjpass") and not is_clause:
            meanings = tuple(
                m for m in meanings if m != "reported" or lemma in ("allege", "report", "suspect", "list")
            )
        known = self._add_meaning(lemma, seen, meanings, token) if not acts else True
        if known and is_clause and "reported" in seen and lemma in self._words.factuality["reported"]:
            return False  # what stands above a word of report bears on the report
        if known and "past" in seen:
            return False
        if self._on_hold(head):
            seen.add("suspended")
        if known and lemma in self._words.factuality["suspended"] and head.tag in ("VB", "VBP", "VBG"):
            seen.add("stop wanted")
        by_doing = token.dep == "prep" and token.text.lower() in ("by", "in", "through")
        if known or lemma in self._words.transparent or token.dep == "xcomp" or by_doing:
            self._look_beside_governor(head, seen, known)
            return True
        if token.dep == "ccomp" or is_subject:
            self._look_beside_governor(head, seen, known=True)
            return False
        return False

    def _is_to_come(self, noun: Token, verb: Token) -> bool:
        """Tell whether a noun is what would do something: an indefinite subject of "will", "would"."""
        helpers = self._helpers(verb) & {"will", "would", "could", "might", "may"}
        dets = [c.text.lower() for c in self._annotated.children(noun) if c.dep in ("det", "poss")]
        return bool(helpers) and (not dets or dets[0] in ("a", "an", "such", "any"))

    def _stands_alone(self, clause: Token, head: Token) -> bool:
        """Tell whether a clause is its speaker's own word, or only set beside the verb above it.

        A quotation mark stands between them, the clause comes first and the speaker last ("…, said X"), or
        the verb after it tells of no speech.
        """
        first, last = sorted((clause.i, head.i))
        if any(token.text in _MARKS for token in self._annotated.tokens[first:last]):
            return True
        if clause.i > head.i:
            return False
        inverted = any(c.dep in _SUBJECTS and c.i > head.i for c in self._annotated.children(head))
        return inverted or head.lemma.lower() not in self._words.factuality["reported"]

    def _look_beside_governor(self, head: Token, seen: set[str], known: bool) -> None:
        """Add the mood of a governor: of a word of factuality only what asks, as in "must stop"."""
        mood: set[str] = set()
        self._look_beside(head, mood)
        if known:
            stops = head.lemma.lower() in self._words.factuality["suspended"]
            mood &= {"requested"} if stops or head.lemma.lower() in self._words.transparent else set()
        seen |= mood

    def _on_hold(self, verb: Token) -> bool:
        return any(
            thing.lemma.lower() in self._words.factuality["suspended_on"]
            for preposition in self._annotated.children(verb)
            if preposition.dep == "prep" and preposition.text.lower() == "on"
            for thing in self._annotated.children(preposition)
        )

    def _step_to_noun(self, token: Token, head: Token, seen: set[str]) -> bool:
        known = self._add_meaning(head.lemma.lower(), seen, link=token)
        for child in self._annotated.children(head):
            if child.dep == "det" and child.text.lower() == "no":
                seen.add("disputed")
        return known or head.pos in ("NOUN", "PROPN")

    def _by_tense(self, word: Token, finite: Token | None, default: str, punctual: bool = False) -> str:
        """Return what the tense says of a trigger; that of the verb above it where it has none itself."""
        if word.dep in ("amod", "acl") and word.tag != "VB":
            bare = self._is_bare(self._annotated.tokens[word.head])
            told = any(c.dep in ("agent", "prep", "npadvmod") for c in self._annotated.children(word))
            return "generic" if bare and not (told and word.tag == "VBN") else "past"
        is_noun = word.pos in ("NOUN", "PROPN")
        verb, helpers = word, self._helpers(word) - {"to"}
        if finite is not None and (is_noun or (not helpers and word.tag in ("VB", "VBG", "VBN"))):
            verb, helpers = finite, self._helpers(finite) - {"to"}
        if verb.tag in ("VBD", "VBN"):
            passive_now = not punctual and verb.tag == "VBN" and helpers & {"is", "are", "being"}
            if not passive_now or helpers & {"have", "has", "been"}:
                return "past"
            return "generic" if self._whenever(verb) else "ongoing"
        if verb.tag == "VBG":
            opens = verb.head == verb.i and verb.i == word.i  # "Responding to the request of X, …"
            return "ongoing" if helpers & _GOING_ON or opens else default
        if verb.tag in ("VBZ", "VBP"):
            if self._is_of_one(verb) and not self._whenever(verb):
                return "ongoing"
            if is_noun and word.dep in ("nsubj", "nsubjpass"):
                return default  # "torture is a crime"
            return "generic" if verb.i == word.i else "ongoing"
        if is_noun:
            return default
        if verb.pos == "ADJ":
            return "past"
        return "past" if helpers & {"did", "have", "has", "had"} else "conditional"

    def _whenever(self, verb: Token) -> bool:
        children = self._annotated.children(verb)
        return any(c.text.lower() in ("when", "whenever", "where", "who") for c in children)

    def _is_of_one(self, verb: Token) -> bool:
        """Tell whether somebody in particular does what the present tells: "we write", "France jails"."""
        subjects = [c for c in self._annotated.children(verb) if c.dep in ("nsubj", "nsubjpass")]
        return any(c.pos in ("PRON", "PROPN") or not self._is_bare(c) for c in subjects)

    def _helpers(self, verb: Token) -> set[str]:
        children = self._annotated.children(verb)
        return {child.text.lower() for child in children if child.dep in ("aux", "auxpass")}
