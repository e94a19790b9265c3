"""A checked draft as one HTML file: its text with marks, notes beside, no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from importlib.resources import files
from pathlib import PurePath

from onrecord.check.outputs.marked import Paragraph, Piece, paragraphs_of
from onrecord.check.outputs.words import (
    MOST_GROUNDS,
    WEIGHT_WORDS,
    headline,
    told_differences,
    told_ground,
)
from onrecord.check.report import DraftReport, Verdict
from onrecord.types.chronology import in_words
from onrecord.types.naming import capital, short
from onrecord.types.shown import shown

WORDS = 400
"""Characters of the record's words in a note."""


def page_of(report: DraftReport) -> str:
    """Return the checked draft as HTML, the same text for equal reports."""
    return "".join(_parts(report))


def _parts(report: DraftReport) -> Iterator[str]:
    title = f"{_words(report.path)}, checked"
    css = files("onrecord.check.outputs").joinpath("page.css").read_text("utf-8")
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{css}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#draft">To the draft</a>\n'
    )
    yield from _front(report, title)
    yield '<main id="draft">\n<h2 class="hidden">The draft and what the record says of it</h2>\n'
    for paragraph in paragraphs_of(report):
        yield from _paragraph(paragraph)
    yield "</main>\n</body>\n</html>\n"


def _front(report: DraftReport, title: str) -> Iterator[str]:
    documents = "1 document" if report.documents == 1 else f"{report.documents:,} documents"
    as_of = f", the latest of {in_words(report.as_of)}" if report.as_of else ""
    yield (
        f"<header>\n<h1>{title}</h1>\n<p>Held against the record {_words(PurePath(report.record).name)}: "
        f"{documents}{as_of}. What is not in the record is not known to it.</p>\n<dl>\n"
    )
    for weight, count in report.counts().items():
        yield f'<div><dt class="{weight}">{WEIGHT_WORDS[weight]}</dt><dd>{count}</dd></div>\n'
    yield "</dl>\n"
    if report.issues:
        told = "".join(f"<li>{_words(f'{issue.message} {issue.remedy}')}</li>\n" for issue in report.issues)
        yield f"<h2>What could not be read of the draft</h2>\n<ul>\n{told}</ul>\n"
    yield "</header>\n"


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    yield f'<div class="row">\n<p class="text">{"".join(map(_piece, paragraph.pieces))}</p>\n'
    if paragraph.notes:
        yield '<div class="notes">\n'
        for number, verdict in paragraph.notes:
            yield from _note(number, verdict)
        yield "</div>\n"
    yield "</div>\n"


def _piece(piece: Piece) -> str:
    words = _words(piece.words)
    if piece.weight is not None:
        words = f'<mark class="{piece.weight}">{words}</mark>'
    links = (
        f'<sup><a id="claim-{number}" href="#verdict-{number}" aria-label="Verdict {number}">'
        f"{number}</a></sup>"
        for number in piece.ending
    )
    return words + "".join(links)


def _note(number: int, verdict: Verdict) -> Iterator[str]:
    weight = verdict.weight
    yield (
        f'<section class="note {weight}" id="verdict-{number}" aria-labelledby="head-{number}">\n'
        f'<h3 id="head-{number}"><a href="#claim-{number}" aria-label="Back to claim {number}">{number}</a> '
        f"{_words(headline(verdict))}</h3>\n"
        f'<p class="weight">{WEIGHT_WORDS[weight]}.</p>\n<p>{_words(verdict.sentence)}</p>\n'
    )
    differences = list(told_differences(verdict))
    if differences:
        yield _list(differences)
    for ground in verdict.grounds[:MOST_GROUNDS]:
        told = _words(short(ground.anchor.exact, WORDS))
        where = _words(capital(told_ground(ground)))
        yield f"<blockquote><p>“{told}”</p><footer>{where}</footer></blockquote>\n"
    for reference in verdict.references[:1]:
        yield f"<p>Cite: {_words(reference.cited)}</p>\n"
    yield "</section>\n"


def _list(lines: Sequence[str] | Iterable[str]) -> str:
    return "<ul>\n" + "".join(f"<li>{_words(line)}</li>\n" for line in lines) + "</ul>\n"


def _words(words: str) -> str:
    return f"<bdi>{escape(shown(words))}</bdi>" if not words.isascii() else escape(shown(words))
