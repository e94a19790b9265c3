"""Remnants of a page's or typesetter's making inside words, taken out without moving any other character."""

from __future__ import annotations

import re
from html import unescape

_LOOKS_MADE = re.compile(r"[<&_\u00ad]|\]\(|[-‐]\s*\n")

_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>=]{1,40}=[^<>]{0,400})?\s?/?>|<!--[^<>]{0,300}-->")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")
_LINE_BREAK = re.compile(r"(?<=[^\W\d_])[-‐\u00ad][ \t]*\r?\n[ \t]*(?=[^\W\d_])")
_EMPHASIS = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")

SOFT_HYPHEN = "\u00ad"
"""Stands for nothing inside a word: what was taken out of one is filled up with it."""


def without_remnants(text: str) -> str:
    r"""Return `text` without HTML, Markdown and hyphens at line ends (FIELD.md section 5).

    What stood for a character is that character, filled up in a way that cuts no word in two.

    >>> without_remnants("don&rsquo;t <b>re-\nturn</b> them").split()
    ['don\xad\xad\xad\xad\xad\xad’t', 're\xad\xadturn', 'them']
    """
    if _LOOKS_MADE.search(text) is None:
        return text
    text = _TAG.sub(_blank, _ENTITY.sub(_character, text))
    text = _LINK.sub(_link_text, text)
    return _EMPHASIS.sub(_blank, _LINE_BREAK.sub(_joined, text))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _joined(found: re.Match[str]) -> str:
    return SOFT_HYPHEN * len(found[0])


def _character(found: re.Match[str]) -> str:
    meant = unescape(found[0])
    if len(meant) != 1 or meant.isspace():
        return found[0] if len(meant) > 1 else _blank(found)
    return SOFT_HYPHEN * (len(found[0]) - 1) + meant


def _link_text(found: re.Match[str]) -> str:
    before = found.start(1) - found.start()
    return " " * before + found[1] + " " * (len(found[0]) - before - len(found[1]))
