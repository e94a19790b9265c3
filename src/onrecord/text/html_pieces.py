"""A page taken apart: its visible text nodes in order, the breaks between them, and what is boilerplate."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

INVISIBLE = frozenset(
    "script style template noscript head title svg math canvas object embed iframe audio video map "
    "select option button textarea input datalist progress meter dialog".split()
)
BLOCKS = frozenset(
    "html body div section article main header footer nav aside address form fieldset legend details "
    "summary figcaption li dt dd tr tbody thead tfoot caption center hgroup noframes".split()
)
SPACED_BLOCKS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table figure hr".split())
"""Blocks that browsers set off by a blank line when a page is copied as text (innerText)."""

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
PLACE_DEPTH = 100
"""Below this depth a place is named by its ancestor, so that names stay short on hostile pages."""

SIMPLE_CELL = 300
"""A table cell of at most so many characters is read as one line; longer ones are page layout."""

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(
    r"^(?:sr-only|screen-reader-text|visually-?hidden|element-invisible|hidden)$", re.I
)
_BOILERPLATE_ROLES = frozenset(
    "navigation banner contentinfo complementary search menu menubar dialog".split()
)
_BOILERPLATE_NAME = re.compile(
    r"^(?:(?:site|page|global|top|primary|secondary|mobile|main)[-_]?)?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|footer|cookies?|consent|gdpr|share|sharing|social|"
    r"newsletter|subscribe|signup|related|recommended|advert|advertisement|ads?|popup|modal|skip-?link|"
    r"skip-?nav|pagination|pager|comments|disqus|login)(?:$|[-_])",
    re.I,
)
_INVISIBLE_CHARACTERS = re.compile("[\u00ad\u200b\ufeff]+")


@dataclass(slots=True)
class Piece:
    """A text node (`text`) or a break: so many line ends, a tab, a label or quotation mark to be added."""

    text: str = ""
    place: str = ""
    origin: int = 0
    lines: int = 0
    tab: bool = False
    label: str = ""
    mark: str = ""
    kept: bool = False
    raised: bool = False


@dataclass(slots=True)
class Part:
    """A block of the page as a range of pieces."""

    tag: str
    first: int
    depth: int
    last: int = 0
    boilerplate: bool = False
    named: bool = False
    held: bool = False
    inside: str = ""
    children: list[Part] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """All visible pieces of a page and the tree of its blocks."""

    pieces: list[Piece] = field(default_factory=list)
    root: Part = field(default_factory=lambda: Part("html", 0, 0))
    parts: list[Part] = field(default_factory=list)
    depth: int = 0


@dataclass(slots=True)
class _Open:
    """An element being read: how far, and what its text nodes are called."""

    element: Any
    place: str
    part: Part
    counts: Counter[str]
    closing: list[Piece]
    kept: bool
    flat: bool
    raised: bool
    seen: Counter[str] = field(default_factory=Counter)
    origin: int = 0
    number: int = 0
    ends_part: bool = False


def take_apart(root: Any) -> Page:
    """Return the pieces of a parsed page; walks without recursion, in time linear in the page."""
    page = Page()
    stack = [_Open(root, f"/{root.tag}", page.root, _tags(root), [], False, False, False)]
    waiting = [iter(root)]
    _add_text(page, stack[-1], root.text)
    while stack:
        here = stack[-1]
        child = next(waiting[-1], None)
        if child is None:
            stack.pop()
            waiting.pop()
            page.pieces.extend(here.closing)
            if here.ends_part:
                here.part.last = len(page.pieces)
            if stack:
                _add_text(page, stack[-1], here.element.tail)
        elif isinstance(child.tag, str) and not _is_invisible(child):
            stack.append(_enter(page, here, child, len(stack)))
            waiting.append(iter(child))
            _add_text(page, stack[-1], child.text)
        else:
            if isinstance(child.tag, str):
                here.seen[child.tag] += 1
            _add_text(page, here, child.tail)
    page.root.last = len(page.pieces)
    return page


def _enter(page: Page, above: _Open, element: Any, depth: int) -> _Open:
    tag = element.tag
    page.depth = max(page.depth, depth)
    above.seen[tag] += 1
    numbered = f"[{above.seen[tag]}]" if above.counts[tag] > 1 else ""
    place = f"{above.place}/{tag}{numbered}" if depth < PLACE_DEPTH else above.place
    opened = _Open(element, place, above.part, _tags(element), [], above.kept, above.flat, tag == "sup")
    if tag == "br":
        page.pieces.append(Piece(lines=1, mark="br"))
    elif tag == "q":
        page.pieces.append(Piece(mark="“"))
        opened.closing = [Piece(mark="”")]
    elif tag in ("td", "th"):
        _enter_cell(page, above, opened)
    elif tag in BLOCKS or tag in SPACED_BLOCKS:
        _enter_block(page, above, opened, depth)
    return opened


def _enter_block(page: Page, above: _Open, opened: _Open, depth: int) -> None:
    tag = opened.element.tag
    if not opened.flat:
        lines = 2 if tag in SPACED_BLOCKS else 1
        if tag in ("ul", "ol") and above.element.tag == "li":
            lines = 1
        page.pieces.append(Piece(lines=lines))
        opened.closing = [Piece(lines=lines)]
    else:
        page.pieces.append(Piece(text=" "))
    opened.kept = opened.kept or tag == "pre"
    if tag == "ol":
        opened.number = _number(opened.element.get("start"), 1) - 1
    if tag == "li":
        page.pieces.append(Piece(label=_label(above, opened.element)))
    part = Part(tag, len(page.pieces), depth)
    part.inside = tag if tag in ("article", "main") or _role(opened.element) == "main" else above.part.inside
    part.boilerplate, part.named = _is_boilerplate(opened.element, part.inside)
    above.part.children.append(part)
    page.parts.append(part)
    opened.part, opened.ends_part = part, True


def _enter_cell(page: Page, above: _Open, opened: _Open) -> None:
    """Open a table cell: a tab sets it off from the one before, line ends inside a short one are blanks."""
    first = above.seen["td"] + above.seen["th"] == 1
    opened.flat = opened.flat or _is_simple(opened.element)
    if not first:
        page.pieces.append(Piece(tab=True) if opened.flat else Piece(lines=1))


def _is_simple(cell: Any) -> bool:
    count = 0
    for element in cell.iter():
        if element.tag in ("table", "ul", "ol", "br") or element.tag in HEADINGS:
            return False
        count += len(element.text or "") + len(element.tail or "")
        if count > SIMPLE_CELL:
            return False
    return True


def _add_text(page: Page, opened: _Open, text: str | None) -> None:
    if not text:
        return
    start = 0
    for gap in _INVISIBLE_CHARACTERS.finditer(text):
        _add_piece(page, opened, text[start : gap.start()], start)
        start = gap.end()
    _add_piece(page, opened, text[start:], start)
    opened.origin += len(text)


def _add_piece(page: Page, opened: _Open, text: str, shift: int) -> None:
    if text:
        raised = opened.raised and text.strip().isdigit()
        origin = opened.origin + shift
        page.pieces.append(Piece(text, opened.place, origin, kept=opened.kept, raised=raised))


def _is_invisible(element: Any) -> bool:
    tag = element.tag
    if tag in INVISIBLE:
        return not (tag == "dialog" and element.get("open") is not None)
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    return any(_HIDDEN_CLASS.match(name) for name in (element.get("class") or "").split())


def _is_boilerplate(element: Any, inside: str) -> tuple[bool, bool]:
    """Tell whether a block is boilerplate, and whether only its class or id says so."""
    tag = element.tag
    if tag in ("html", "body", "main", "article"):
        return False, False
    if tag in ("nav", "aside") or _role(element) in _BOILERPLATE_ROLES:
        return True, False
    if tag in ("header", "footer"):
        return not inside, True
    names = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return any(_BOILERPLATE_NAME.match(name) for name in names), True


def _label(above: _Open, item: Any) -> str:
    """Return the number or bullet that a browser draws before a list item.

    Items that hold blocks are how pages lay out teasers: they get none.
    """
    if above.element.tag == "ol":
        above.number = _number(item.get("value"), above.number + 1)
        return f"{_numeral(above.number, above.element.get('type'))}. "
    if any(isinstance(child.tag, str) and child.tag in _TEASER for child in item):
        return ""
    return "• "


_TEASER = frozenset("div article section figure header h1 h2 h3 h4 h5 h6 a img".split())


def _numeral(number: int, kind: str | None) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        return chr(ord(kind) + number - 1)
    if kind in ("i", "I") and 1 <= number <= 50:
        roman = "".join(("", "x", "xx", "xxx", "xl", "l")[number // 10 : number // 10 + 1])
        roman += ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[number % 10]
        return roman.upper() if kind == "I" else roman
    return str(number)


def _number(written: str | None, otherwise: int) -> int:
    return int(written) if written and re.fullmatch(r"-?\d{1,6}", written) else otherwise


def _role(element: Any) -> str:
    return (element.get("role") or "").strip().lower()


def _tags(element: Any) -> Counter[str]:
    return Counter(child.tag for child in element if isinstance(child.tag, str))
