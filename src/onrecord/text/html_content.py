"""Which part of a page is its content: trafilatura's answer, widened to whole blocks of the page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from onrecord.text.html_pieces import Page, Part
from onrecord.types.documents import Metadata

LARGEST_PAGE = 1_500_000
MOST_PIECES = 60_000
"""Characters and pieces beyond which trafilatura takes seconds to minutes (4.6 MB of short paragraphs: 10 s;
800,000 cells in a row: no end); such pages are taken by their own marks."""

DEEPEST_PAGE = 200
"""Deeper trees are left to our own walk: copying them recurses in C."""

MOST_OF_CONTENT = 0.9
LEAST_OF_PAGE = 0.3
"""Trafilatura must find at least this share of what is no boilerplate, or the page's own marks decide."""

HELD_SHARE = 0.33
"""A block with a boilerplate name that holds this share of the page is the page's frame, not boilerplate."""


@dataclass(frozen=True)
class Content:
    """Ranges of pieces to be read, and how many characters of the page were left out."""

    ranges: tuple[tuple[int, int], ...]
    left_out: int


def ask_trafilatura(text: str, page: Page, url: str | None) -> tuple[frozenset[str], Metadata]:
    """Return the lines that trafilatura takes for content, and the metadata of the page."""
    if len(text) > LARGEST_PAGE or len(page.pieces) > MOST_PIECES or page.depth > DEEPEST_PAGE:
        return frozenset(), Metadata()
    import trafilatura  # noqa: PLC0415

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dates = {"extensive_search": False, "max_date": "2100-01-01"}  # not used: it guesses from any text
    try:
        found = trafilatura.bare_extraction(
            text, url=url, with_metadata=True, include_comments=False, date_extraction_params=dates
        )
    except Exception:  # odd pages break it in many ways; our own walk goes on
        return frozenset(), Metadata()
    if found is None or isinstance(found, dict):
        return frozenset(), Metadata()
    lines = frozenset(_normal(line) for line in (found.text or "").splitlines())
    said = Metadata(url=found.url, title=found.title, publisher=found.sitename, author=found.author)
    return lines - {""}, said


def choose_content(page: Page, lines: frozenset[str], title: str | None) -> Content:
    """Return what to read of a page: its main part without boilerplate, and its title wherever it is."""
    weights = _weights(page)
    total = weights[-1]
    for part in page.parts:
        if part.boilerplate and part.named:
            share = weights[part.last] - weights[part.first]
            part.held = share > HELD_SHARE * total
    dropped = [part for part in page.parts if part.boilerplate and not part.held]
    ranges = _without((0, len(page.pieces)), dropped)
    visible = _weight(ranges, weights)
    main = _main_part(page, lines, ranges, weights, visible)
    chosen = _without((main.first, main.last), dropped)
    if _weight(chosen, weights) < 200 <= visible:
        chosen = ranges
    heading = _title_part(page, title, chosen)
    if heading is not None:
        chosen = sorted([*chosen, (heading.first, heading.last)])
    return Content(tuple(chosen), total - _weight(chosen, weights))


def _main_part(
    page: Page,
    lines: frozenset[str],
    ranges: list[tuple[int, int]],
    weights: list[int],
    visible: int,
) -> Part:
    """Return the smallest block with most of what trafilatura found, widened to its article or main."""
    matched = _matched(page, lines, ranges)
    found = matched[-1]
    if found < LEAST_OF_PAGE * visible:
        return _marked_main(page)
    here, widest = page.root, page.root
    while True:
        inner = [
            child
            for child in here.children
            if matched[child.last] - matched[child.first] >= MOST_OF_CONTENT * found
        ]
        if not inner:
            break
        here = inner[0]
        if here.tag in ("article", "main") and widest.tag != "article":
            widest = here
    return here if widest is page.root else widest


def _marked_main(page: Page) -> Part:
    mains = [part for part in page.parts if part.tag == "main"]
    articles = [part for part in page.parts if part.tag == "article"]
    if len(mains) == 1:
        return mains[0]
    return articles[0] if len(articles) == 1 else page.root


def _title_part(page: Page, title: str | None, chosen: Iterable[tuple[int, int]]) -> Part | None:
    """Return the first h1 that reads as the page's title and lies outside of what is chosen."""
    if not title:
        return None
    wanted = _folded(title)
    ranges = list(chosen)
    for part in page.parts:
        if part.tag != "h1":
            continue
        words = _folded("".join(piece.text for piece in page.pieces[part.first : part.last]))
        if len(words) >= 10 and (words in wanted or wanted in words):
            inside = any(first <= part.first and part.last <= last for first, last in ranges)
            return None if inside else part
    return None


def _matched(page: Page, lines: frozenset[str], ranges: list[tuple[int, int]]) -> list[int]:
    """Return, before each piece, how many characters so far stand in lines that trafilatura found."""
    counts = [0] * len(page.pieces)
    for first, last in ranges:
        line: list[int] = []
        for index in range(first, last + 1):
            piece = page.pieces[index] if index < last else None
            if piece is None or piece.lines or piece.tab:
                text = _normal("".join(page.pieces[i].text for i in line))
                if text in lines:
                    for i in line:
                        counts[i] = len(page.pieces[i].text)
                line = []
            elif piece.text:
                line.append(index)
    return [0, *accumulate(counts)]


def _weights(page: Page) -> list[int]:
    """Return, before each piece, how many characters that are no blanks stand so far."""
    return [0, *accumulate(len(piece.text.strip()) for piece in page.pieces)]


def _weight(ranges: Iterable[tuple[int, int]], weights: list[int]) -> int:
    return sum(weights[last] - weights[first] for first, last in ranges)


def _without(whole: tuple[int, int], dropped: list[Part]) -> list[tuple[int, int]]:
    """Return the range `whole` without the parts that lie in it; parts come in page order and may nest."""
    kept, at = [], whole[0]
    for part in dropped:
        if part.first <= whole[0] and part.last >= whole[1]:
            continue  # what was chosen lies inside of it: the choice goes before a name
        if part.first >= whole[1] or part.last <= at:
            continue
        if part.first > at:
            kept.append((at, part.first))
        at = max(at, part.last)
    if at < whole[1]:
        kept.append((at, whole[1]))
    return kept


def _normal(line: str) -> str:
    return " ".join(re.sub(r"^\s*(?:[-•|]\s+)?", "", line.replace("|", " ")).split())


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
