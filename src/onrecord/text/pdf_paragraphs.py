"""Lines of PDF pages put together to paragraphs; running heads and feet found and left out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from statistics import median

from onrecord.text.pdf_page import HYPHENS, Char, Line
from onrecord.text.weaving import Weaver, raised

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft", "ﬆ": "st"}
_CHANGED = frozenset({*LIGATURES, "\u00ad", "\ufffe", "\x02"})
MARGIN_LINES = 3
"""Running heads and feet are looked for among so many lines at the top and at the foot of a page."""

NEW_PARAGRAPH_GAP = 1.35
"""Lines further apart than so many times the usual pitch of the text are two paragraphs."""

OTHER_SIZE = 1.15
"""A line so many times higher than its neighbour is set in another size: a heading, a note."""

_LIST_START = re.compile(r"(?:[•·▪◦‣–—-]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)])\s")
_LEADER = re.compile(r"(?:\. ?){4}\W*\w{1,5}$")
"""The dots between an entry of a table of contents and its page."""

_SENTENCE_END = re.compile(r"[.!?:;][”\"’')\]⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_NUMBER_ONLY = re.compile(r"\W*(?:page |p\. ?)?#(?: ?(?:of|/) ?#)?\W*")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass
class PageLines:
    """The lines of one page, in blocks that are read one after the other."""

    number: int
    blocks: list[list[Line]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its page and the edges of its block."""

    line: Line
    page: int
    block: int
    left: float
    right: float
    pitch: float


def drop_running_lines(pages: Sequence[PageLines]) -> list[str]:
    """Take running heads, feet and page numbers out of the pages; return each once, as on its first page.

    A line is running where its words, with numbers alike, stand at the same height on three pages and
    on an eighth of all (on both where there are two), nothing but running lines stands further out, a
    gap or a bare number keeps it apart from the text, and it is not set larger than the text.
    """
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in {id(line): line for edge in _edges(page) for line in edge}.values():
            for slot in _slots(line):
                seen[(_pattern(line.text), slot)].add(page.number)
    needed = max(2, min(3, len(pages)), len(pages) // 8)
    body = _body_height(pages)
    running: dict[str, str] = {}
    for page in pages:
        dropped = set()
        for edge in _edges(page):
            often = [max(len(seen[(_pattern(line.text), slot)]) for slot in _slots(line)) for line in edge]
            count = next((i for i, n in enumerate(often) if n < needed), len(edge))
            for line in _set_apart(edge, min(count, MARGIN_LINES), body):
                running.setdefault(_pattern(line.text), " ".join(line.text.split()))
                dropped.add(id(line))
        page.blocks = [[line for line in block if id(line) not in dropped] for block in page.blocks]
    return list(running.values())


def _edges(page: PageLines) -> tuple[list[Line], list[Line]]:
    """Return the lines nearest the top and nearest the foot, outermost first, and one line further in."""
    ordered = sorted((line for block in page.blocks for line in block), key=lambda line: line.middle)
    return ordered[::-1][: MARGIN_LINES + 1], ordered[: MARGIN_LINES + 1]


def _set_apart(edge: list[Line], count: int, body: float) -> list[Line]:
    """Return as many of the first `count` lines of an edge as a gap keeps apart from the text."""
    while count:
        line = edge[count - 1]
        gap = abs(line.middle - edge[count].middle) if count < len(edge) else 0.0
        if count == len(edge) or gap > 1.6 * body or _NUMBER_ONLY.fullmatch(_pattern(line.text)):
            break
        count -= 1
    return [line for line in edge[:count] if line.height <= OTHER_SIZE * body]


def _body_height(pages: Sequence[PageLines]) -> float:
    heights = [line.height for page in pages for block in page.blocks for line in block]
    return median(heights) if heights else 1.0


def weave_pages(pages: Sequence[PageLines], woven: Weaver) -> None:
    """Add the text of all pages: lines of a paragraph joined by blanks, hyphens at line ends undone."""
    placed = _place(pages)
    known = _Words.within(placed)
    body = _body_height(pages)
    for index, here in enumerate(placed):
        following = placed[index + 1] if index + 1 < len(placed) else None
        separator = "" if following is None else _separator(here, following, body)
        if separator == " " and following is not None and _is_short_heading(placed, index + 1):
            separator = "\n"
        hyphen = separator == " " and following is not None and _ends_in_hyphen(here.line)
        if hyphen and following is not None:
            separator = ""
            drop = known.is_one_word(here.line.text, following.line.text)
            _add_line(here.line.chars[:-1] if drop else here.line.chars, here.page, woven)
        else:
            _add_line(here.line.chars, here.page, woven)
        if separator:
            woven.add_break(separator)


def _slots(line: Line) -> tuple[int, int]:
    """Return the two slots of 6 points that a line counts for, so that a small shift does no harm."""
    slot = int(line.middle // 6)
    return slot, slot + 1 if line.middle % 6 >= 3 else slot - 1


def _pattern(text: str) -> str:
    plain = re.sub(r"\b[ivxlc]+\b|\d+", "#", " ".join(text.split()).casefold())
    return re.sub(r"(?:# ?)+", "#", plain)


def _place(pages: Sequence[PageLines]) -> list[_Placed]:
    usual = _pitch([block for page in pages for block in page.blocks]) or 14.0
    placed: list[_Placed] = []
    number = 0
    for page in pages:
        pitch = _pitch(page.blocks) or usual
        for block in page.blocks:
            number += 1
            left = min((line.left for line in block), default=0.0)
            edges = _right_edges(block, pitch)
            placed.extend(
                _Placed(line, page.number, number, left, right, pitch)
                for line, right in zip(block, edges, strict=True)
            )
    return placed


def _right_edges(block: Sequence[Line], pitch: float) -> list[float]:
    """Return for each line how far its text may reach: to the edge of its paragraphs, else of its block.

    Lines that follow each other closely set their own edge where most of them come near it, as in a
    quotation set narrower or a page whose title is wider than its text; an address does not.
    """
    widest = max((line.right for line in block), default=0.0)
    edges: list[float] = []
    run: list[Line] = []
    for line in [*block, None]:
        close = (
            line is not None
            and run
            and run[-1].middle - line.middle < NEW_PARAGRAPH_GAP * max(pitch, 1.1 * line.height)
        )
        if run and not (close and line is not None and not _differ_in_size(run[-1], line)):
            edge = max(one.right for one in run)
            left = min(one.left for one in run)
            near = sum(1 for one in run[:-1] if one.right - left > 0.75 * (edge - left))
            prose = len(run) >= 3 and near * 5 >= 3 * (len(run) - 1)
            prose = prose and max(len(one.chars) for one in run) >= 40
            edges.extend([edge if prose else widest] * len(run))
            run = []
        if line is not None:
            run.append(line)
    return edges


def _pitch(blocks: Sequence[Sequence[Line]]) -> float | None:
    """Return the usual distance of two lines, None where there are too few to tell."""
    steps = [
        above.middle - line.middle
        for block in blocks
        for above, line in pairwise(block)
        if 0 < above.middle - line.middle < 4 * line.height
    ]
    return median(steps) if len(steps) >= 8 else None


def _separator(above: _Placed, here: _Placed, body: float) -> str:
    """Return what stands between two lines: nothing but a blank within a paragraph."""
    if above.block != here.block:
        return " " if _runs_on(above, here) else "\n\n"
    gap = above.line.middle - here.line.middle
    if _differ_in_size(above.line, here.line) or gap > NEW_PARAGRAPH_GAP * max(
        here.pitch, 1.1 * here.line.height
    ):
        return "\n\n"
    if _LIST_START.match(here.line.text):
        return "\n"
    if here.line.height > OTHER_SIZE * body:
        return " "  # a heading of several lines
    if _ends_in_hyphen(above.line) and here.line.text[0].isalnum():
        return " "
    if _LEADER.search(above.line.text):
        return "\n"
    if "\t" in above.line.text or "\t" in here.line.text:
        return "\n"
    if _is_indented(above, here):
        return "\n\n"
    return "\n" if _would_have_fitted(above, here) else " "


def _is_short_heading(placed: Sequence[_Placed], index: int) -> bool:
    """Tell whether a line is a heading as small as the text: short, ended on purpose, after a full stop."""
    above, here = placed[index - 1].line.text, placed[index].line.text
    if index + 1 >= len(placed) or not _SENTENCE_END.search(above) or _SENTENCE_END.search(here):
        return False
    short = len(here.split()) <= 8 and here[0].isupper()
    return short and _would_have_fitted(placed[index], placed[index + 1])


def _runs_on(above: _Placed, here: _Placed) -> bool:
    """Tell whether a paragraph goes on in the next column or on the next page."""
    if _differ_in_size(above.line, here.line) or _LIST_START.match(here.line.text):
        return False
    return not _SENTENCE_END.search(above.line.text) and not _would_have_fitted(above, here)


def _differ_in_size(one: Line, two: Line) -> bool:
    return max(one.height, two.height) > OTHER_SIZE * min(one.height, two.height)


def _is_indented(above: _Placed, here: _Placed) -> bool:
    """Tell whether a line starts to the right of a line that starts at the block's edge."""
    height = here.line.height
    deeper = here.line.left - here.left > 0.8 * height and above.line.left - above.left < 0.3 * height
    return deeper and here.line.right > here.left + 0.6 * (here.right - here.left)


def _would_have_fitted(above: _Placed, here: _Placed) -> bool:
    """Tell whether the first word of a line had room on the line above, so that its end was meant."""
    word = list(takewhile(lambda char: not char.text.isspace(), here.line.chars))
    width = word[-1].right - word[0].left
    room = above.right - max(above.line.right, above.left)
    return width + 0.25 * above.line.height < room


def _ends_in_hyphen(line: Line) -> bool:
    text = line.text
    return len(text) > 1 and text[-1] in HYPHENS and text[-2].isalnum()


@dataclass(frozen=True)
class _Words:
    """Words seen within lines, which tell what a word parted at a line end is."""

    plain: frozenset[str]
    hyphenated: frozenset[str]

    @classmethod
    def within(cls, placed: Sequence[_Placed]) -> _Words:
        found = {word for one in placed for word in _WORD.findall(one.line.text.casefold())}
        hyphenated = frozenset(word for word in found if "-" in word)
        return cls(frozenset(found) - hyphenated, hyphenated)

    def is_one_word(self, above: str, below: str) -> bool:
        """Tell whether the hyphen at a line end only parts a word there."""
        first = _WORD.findall(above[:-1])[-1:] or [""]
        second = _WORD.match(below)
        if second is None or above[-2].isdigit():
            return False
        capitals = len(first[0]) > 1 and first[0].isupper() and second.group().isupper()
        if not second.group()[0].islower() and not capitals:
            return False
        one, two = first[0].casefold(), second.group().casefold()
        return one + two in self.plain or f"{one}-{two}" not in self.hyphenated


def _add_line(chars: Sequence[Char], page: int, woven: Weaver) -> None:
    place = f"page {page}"
    for index, run in groupby(enumerate(chars), key=_follows_on):
        if index is not None:
            held = [char for _, char in run]
            woven.add("".join(char.text for char in held), place, held[0].number)
        else:
            for _, char in run:
                _add_char(char, place, woven)


def _follows_on(numbered: tuple[int, Char]) -> int | None:
    """Return what is the same for characters that follow each other in the source, None for odd ones."""
    number, char = numbered
    odd = char.number < 0 or char.raised or char.text in _CHANGED
    return None if odd else char.number - number


def _add_char(char: Char, place: str, woven: Weaver) -> None:
    """Add a character that stands for another, or that this page only implies."""
    if char.number < 0:
        woven.add_break(char.text)
    elif char.text in LIGATURES:
        woven.add_changed(LIGATURES[char.text], place, char.number)
    elif char.raised:
        woven.add_changed(raised(char.text), place, char.number)
    elif char.text != "\u00ad":
        woven.add_changed("-", place, char.number)
