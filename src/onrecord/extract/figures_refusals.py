"""Numbers that are no figures: labels, names, dates, telephone numbers, ages, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.extract.figures_counted import Counted
from onrecord.extract.figures_names import NameReader
from onrecord.extract.figures_refusal_words import RefusalWords
from onrecord.extract.numbers import Amount
from onrecord.extract.span_index import SpanIndex
from onrecord.types.annotated import Annotated
from onrecord.types.dates import TimeExpression
from onrecord.types.findings import Found
from onrecord.types.rows import Actor, Norm
from onrecord.types.spans import Span

FRAME = ("letterhead", "date_line", "address_block", "signature_block", "copy_line", "byline", "dateline")
"""Segments whose numbers are addresses, dates and districts."""

REASONS = {
    "date": "This number is part of a date or time.",
    "in_frame": "This number stands in an address, date line or signature.",
    "list_label": "This number labels an item of a list.",
    "designation": "This number is part of a name or code.",
    "reference_number": "This number tells which resolution, section, case or page, not how many.",
    "telephone": "This is a telephone number.",
    "postal_code": "This is a postal code.",
    "address": "This number is part of a street address.",
    "web_address": "This number is part of a web or mail address.",
    "age": "This is an age.",
    "year": "This number is a year.",
    "norm": "This number is part of the name of a law, treaty or resolution.",
    "name": "This number is part of a name.",
    "pronoun": "“One” stands for a thing here and counts nothing.",
    "idiom": "This number is part of a set phrase and counts nothing.",
    "ordinal": "This number tells the place in a row and counts nothing.",
    "score": "This is a score or a ratio of votes without a counted thing.",
    "words_only": "These words say more than one, but no number that could be held against another.",
    "note_mark": "This number in brackets marks a note or a member, or repeats the number before it.",
}

_PHONE = re.compile(
    r"(?:\(\d{3}\)\s?|\b\d{3}[-. ])\d{3}[-. ]\d{4}\b|\+\d[\d\s().-]{7,}|\b1-8\d\d-[\w-]{7,9}|\b\d{3}-\d{4}\b"
)
_WEB = re.compile(r"://|\bwww\.|@\w|\.(?:com|org|gov|net|int|edu|html?|pdf)\b|(?<!\w)#\w", re.I)
_LONGEST_ADDRESS = 200
_STATE_ZIP = re.compile(r"(?:\b[A-Z]{2}\b\W{0,6}|D\.?C\.?\W{0,6})\Z")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_PLURAL_AFTER = re.compile(
    r"\s+(?!was\b|is\b|has\b|does\b|as\b|this\b|its\b|his\b)[a-z]{2,}(?<!s)s\b|\s+people\b"
)
_SUM_OF = re.compile(r"\b(?:average|total|sum|maximum|minimum|record|number)\s+of\s+\Z", re.I)
_YEAR_BEFORE = re.compile(r"(?:1[5-9]|20)\d\d[-–/]\Z")
_SCORE = re.compile(r"(?<![\d.,-])\d{1,3}[-–]\d{1,3}(?!\d|,\d|\.\d|[-–]\d{4})")
_OF_A_VOTE = re.compile(
    r"\b(?:votes?(?:d|\s+of)?|by|won|win|lost|beat|defeated|tied|score|lead|leads)\s+(?:a\s+)?\Z", re.I
)
_VOTE_AFTER = re.compile(
    r"\s+(?:vote|win|loss|victory|decision|record|draw|lead|ruling|margin|split|defeat)\b", re.I
)
_PRONOUN_AFTER = re.compile(
    r"\s+(?:(?:of|another|who|that|by\s+one|such)\b|[.,;:!?])|[’']s\b|[.,;:!?)]", re.I
)
_PRONOUN_BEFORE = re.compile(
    r"\b(?:no|the|this|that|any|every|each|which|another|only|last|new|old|good|bad|other|not)\s+\Z", re.I
)
_GLUED_BEFORE = re.compile(r"(?:[A-Za-z]\.?[-–‑/.]?|[A-Z]/\s|\d[-–/])\Z")
_GLUED_AFTER = re.compile(r"[A-Za-z]|[-/]\d|-[A-Z](?![a-z])|[_@]|[:/]\d|\.\d|\([a-z0-9]{1,3}\)")
_IN_A_LINE = re.compile(r"(?:^|[\s:;])\Z")
_DECADE = re.compile(r"s\b")
_NOTE_BEFORE = re.compile(r"[a-z][,;:”’\")]\Z")
_IN_A_ROW = re.compile(r",\s(?:and\s|or\s)?|\s(?:and|or|&|to|through)\s|,")
_ROWS = ("name", "reference_number", "norm", "designation", "date")
_LONGEST_NOTE = 3
_DATE_BEFORE = re.compile(r"\b(?:1[5-9]|20)\d\d,?\s+\Z")
_COMMA_BEFORE = re.compile(r"[\w)][,;.]\s\Z")
_PAGE = re.compile(r"\W*(?:page\s+)?\d+(?:\s+of\s+\d+|\s*/\s*\d+)?\W*", re.I)


class Refusals:
    """Tells why a number in one document is no figure; holds that document's dates, norms and names."""

    def __init__(self, annotated: Annotated, found: Found, words: RefusalWords) -> None:
        self._annotated, self._words = annotated, words
        text, layout = annotated.text, annotated.document.layout
        held: list[tuple[Span, str]] = []
        held += ((segment.span, "in_frame") for what in FRAME for segment in layout.of(what))
        held += ((time.anchor.span, "date") for time in found.of(TimeExpression) if time.type in _CALENDAR)
        held += ((mention.span, "norm") for norm in found.of(Norm) for mention in norm.mentions)
        held += (
            (mention.span, "name")
            for actor in found.of(Actor)
            if actor.kind in ("organization", "body", "state", "person")
            for mention in actor.mentions
        )
        held += ((span, "web_address") for span in _web_addresses(text))
        held += ((Span(*match.span()), "idiom") for match in words.idioms.finditer(text))
        self._places = SpanIndex(held)
        self._names = NameReader(annotated)
        self._items = {segment.start for segment in layout.of("list_item")}
        self._items |= set(_numbered_paragraphs(annotated.text))

    def reason(self, amount: Amount, counted: Counted | None) -> str | None:
        """Return the code of the reason why an amount is no figure, None where it is one."""
        place = Span(amount.number_start, amount.number_end)
        codes = {code for _, code in self._places.over(place)}
        if (
            "date" in codes
            and not amount.ordinal
            and self._words.duration_follows(self._annotated.text, amount)
        ):
            codes.discard("date")
        if "in_frame" in codes and _claims(amount, counted):
            codes.discard("in_frame")
        for code in ("in_frame", "web_address", "date", "norm", "name", "idiom"):
            if code in codes:
                return code
        if amount.bound == "vague":
            return None
        if amount.number is None:
            return "designation"
        return self._by_what_is_around(amount, counted) or self._by_its_words(amount, counted)

    def goes_on(self, code: str, end: int, amount: Amount) -> bool:
        """Tell whether a number goes on with a row that began as names or labels: "Piers 1, 2 and 3"."""
        of_a_row = code in _ROWS and amount.unit is None
        if code == "date" and amount.number_end - amount.number_start > len("31"):
            return False
        bare = amount.bound == "exact" and amount.start == amount.number_start
        return of_a_row and bare and _IN_A_ROW.fullmatch(self._annotated.text, end, amount.start) is not None

    def _by_what_is_around(self, amount: Amount, counted: Counted | None) -> str | None:
        """Return the reason that the characters next to a number give."""
        text, start, end = self._annotated.text, amount.number_start, amount.number_end
        words = text[start:end]
        before, after = text[max(0, start - 40) : start], text[end : end + 32]
        digits = words[0].isdigit()
        if digits and _PHONE.search(text[max(0, start - 14) : end + 14]):
            return "telephone"
        if self._is_label(start, after):
            return "list_label"
        if self._words.is_age(before, after, counted):
            return "age"
        if _YEAR_BEFORE.search(before) and words.isdigit():
            return "year"
        if digits and amount.unit is None and self._is_score(amount, counted):
            return "score"
        if digits and _IN_A_LINE.search(before) and after[:2] == ") " and "(" not in before:
            return "list_label"
        if digits and amount.bound == "exact" and counted is None and self._is_note(amount, before, after):
            return "note_mark"
        if digits and before.endswith(("(", "[")) and after[:1] in (")", "]") and amount.unit is None:
            return "note_mark"
        if digits and (_NOTE_BEFORE.search(before) or text[max(0, start - 1) : start] == "*"):
            return "note_mark"
        if words.isdigit() and len(words) in (5, 6) and _STATE_ZIP.search(before):
            return "postal_code"
        if digits and not _YEAR.fullmatch(words) and self._words.is_address(after):
            return "address"
        return self._glued(amount, before, after)

    def _is_note(self, amount: Amount, before: str, after: str) -> bool:
        """Tell whether a small number stands where a raised one stood: behind a date, a comma at an end."""
        small = amount.unit is None and amount.number_end - amount.number_start <= _LONGEST_NOTE
        return small and bool(
            _DATE_BEFORE.search(before) or (after[:1] == "\n" and _COMMA_BEFORE.search(before))
        )

    def _glued(self, amount: Amount, before: str, after: str) -> str | None:
        """Return the reason where letters or digits touch the number: VA-11, 42B, 1990s, 3(b)."""
        signed = amount.start < amount.number_start and before.lower().endswith("sub-")
        money = (
            amount.unit is not None and amount.unit_span is None and amount.unit not in ("percent", "share")
        )
        if _GLUED_BEFORE.search(before) and not signed and not money:
            return "designation"
        if amount.unit_span is not None or amount.end > amount.number_end:
            return None
        if _GLUED_AFTER.match(after) and not money:
            return "year" if _DECADE.match(after) else "designation"
        return None

    def _by_its_words(self, amount: Amount, counted: Counted | None) -> str | None:
        """Return the reason that words beside a number give, or the words it is written in."""
        text, start, end = self._annotated.text, amount.number_start, amount.number_end
        words = text[start:end]
        before, after = text[max(0, start - 30) : start], text[end : end + 24]
        if code := self._words.label_after(after):
            return code
        if amount.unit is None and self._words.month_follows(after):
            return "date"
        spelled = before.lower().endswith("no ") and not words[0].isdigit()  # "no one" is no number one
        if amount.unit is None and not spelled and (code := self._label_before(before, after, counted)):
            return code
        measured = amount.unit is not None or self._words.is_unit(counted)
        if not measured and not amount.ordinal and self._names.holds(amount, counted):
            return "name"
        if words.lower() == "zero" and after.startswith("-"):
            return "idiom"
        if words.lower() == "one" and amount.bound == "exact":
            return self._of_one(amount, counted, before, after)
        counts = (counted is not None and counted.head.tag == "NNS") or _PLURAL_AFTER.match(after) is not None
        bare = amount.bound in ("exact", "between", "less_than", "about") or before.rstrip().endswith("over")
        if bare and not counts and amount.unit is None and _is_year(words) and not _SUM_OF.search(before):
            return "year"
        return "reference_number" if self._is_page_line(start, end) else None

    def _label_before(self, before: str, after: str, counted: Counted | None) -> str | None:
        """Return the code of a label; a small word before a counted plural is none ("call 500 people")."""
        found = self._words.label_before(before)
        if found is None:
            return None
        code, word = found
        named = word[0].isupper() or not word[0].isalpha() or word.endswith(".") or code == "age"
        counts = counted is not None and counted.head.tag in ("NNS", "NNPS") and not after.startswith(" of ")
        return code if named or not counts else None

    def _of_one(self, amount: Amount, counted: Counted | None, before: str, after: str) -> str | None:
        if counted is not None and not _PRONOUN_AFTER.match(after) and not _PRONOUN_BEFORE.search(before):
            return None
        token = self._annotated.token_at(amount.number_start)
        if token is None or counted is not None or token.dep not in ("nsubj", "nsubjpass", "dobj"):
            return "pronoun"
        verb = self._annotated.tokens[token.head]
        told = verb.lemma.lower() in self._words.one_verbs and not _PRONOUN_BEFORE.search(before)
        return None if told else "pronoun"

    def _is_label(self, start: int, after: str) -> bool:
        line_start = self._annotated.text.rfind("\n", max(0, start - 80), start) + 1
        at_start = start - line_start < 8 and not self._annotated.text[line_start:start].strip(" \t([#*")
        return start in self._items or (at_start and bool(re.match(r"[.)\]](?:\s|$)|\)", after)))

    def _is_score(self, amount: Amount, counted: Counted | None) -> bool:
        text, start, end = self._annotated.text, amount.number_start, amount.number_end
        found = _SCORE.search(text, max(0, start - 4), end + 4)
        if found is None or not (found.start() <= start and end <= found.end()):
            return False
        if amount.bound != "between":
            return True
        if counted is not None and not _VOTE_AFTER.match(text, end, end + 12):
            return False
        return bool(
            _OF_A_VOTE.search(text, max(0, start - 16), start) or _VOTE_AFTER.match(text, end, end + 12)
        )

    def _is_page_line(self, start: int, end: int) -> bool:
        text = self._annotated.text
        line_start = text.rfind("\n", max(0, start - 24), start) + 1
        line_end = text.find("\n", end, end + 24)
        if start - line_start > 16 or (line_end < 0 and len(text) - end > 24):
            return False
        line = text[line_start : line_end if line_end >= 0 else len(text)]
        return _PAGE.fullmatch(line) is not None


_CALENDAR = ("DATE", "TIME")


_PARAGRAPH = re.compile(r"(?<![\w.,])(\d{1,3})\.[ \t\xa0]+(?=[A-Z“\"])")


def _numbered_paragraphs(text: str) -> Iterator[int]:
    """Yield where the numbers of numbered paragraphs stand, also in mid-line: three or more in a row."""
    run: list[tuple[int, int]] = []
    for match in _PARAGRAPH.finditer(text):
        number = int(match[1])
        if run and number != run[-1][0] + 1:
            if len(run) >= _SHORTEST_RUN:
                yield from (start for _, start in run)
            run = []
        run.append((number, match.start(1)))
    if len(run) >= _SHORTEST_RUN:
        yield from (start for _, start in run)


_SHORTEST_RUN = 3


def _web_addresses(text: str) -> Iterator[Span]:
    """Yield the words of a text that are addresses on the web, of mail or of a page's mark."""
    for mark in _WEB.finditer(text):
        start, end = mark.span()
        while start > 0 and mark.start() - start < _LONGEST_ADDRESS and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and end - mark.end() < _LONGEST_ADDRESS and not text[end].isspace():
            end += 1
        yield Span(start, end)


def _claims(amount: Amount, counted: Counted | None) -> bool:
    """Tell whether a number in an address or signature is a claim all the same: bounded, or of something."""
    counts = counted is not None and counted.head.tag == "NNS" and counted.head.text.islower()
    return amount.unit is not None or amount.bound != "exact" or counts


def _is_year(words: str) -> bool:
    parts = re.split(r"\s*(?:[-–/]|to|and)\s*", words)
    return all(_YEAR.fullmatch(part) for part in parts)
