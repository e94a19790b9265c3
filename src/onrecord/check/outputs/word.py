"""A checked draft as a Word file: the writer's own, with a comment on the very words of each claim.

Nothing but the comments is added: runs are split where a claim begins or ends inside one, with their
formatting kept. Word has no comments in heads, notes and text boxes; those claims are commented where the
body calls the note or holds the box, and a claim in the head on the first words of the body.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from onrecord.check.outputs.words import (
    MOST_GROUNDS,
    WEIGHT_WORDS,
    headline,
    told_differences,
    told_ground,
)
from onrecord.check.report import DraftReport, Verdict
from onrecord.export.word_xml import packed
from onrecord.pipeline.tracing import DOCX, Traced, trace
from onrecord.types.naming import capital, short
from onrecord.types.shown import shown

AUTHOR, INITIALS = "On Record", "OR"

WORDS = 400
"""Characters of the record's words in a comment."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINE = re.compile(r"[^\r\n]+")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
HEAD = "header"
"""The place of the head of the page, as the reader of Word files names it."""

_NOTES = (f"{W}footnoteReference", f"{W}endnoteReference")


def commented(report: DraftReport, content: bytes) -> bytes:
    """Return the draft with its verdicts as comments; `content` are the draft's bytes.

    A draft that is no Word file becomes one: its text, paragraph by paragraph.
    """
    if report.media_type == DOCX:
        document, text, traced = trace(content, report.path)
        if text == report.text:
            return _commented(document, traced, report.verdicts)
    document, traced = _typed(report.text)
    return _commented(document, traced, report.verdicts)


def _typed(text: str) -> tuple[Any, list[Traced]]:
    """Return a new document of a text, a paragraph for each of its lines, and where its words stand."""
    import docx  # noqa: PLC0415

    document = docx.Document()
    document.core_properties.author = document.core_properties.comments = ""
    traced: list[Traced] = []
    for line in _LINE.finditer(text):
        if line.group().strip():
            run = document.add_paragraph().add_run("_")
            [element] = run._r.iter(f"{W}t")
            element.text = _as_xml_holds_it(line.group())
            element.set(_SPACE, "preserve")
            traced.append(Traced(line.start(), line.end(), element, "paragraph"))
    return document, traced


def _as_xml_holds_it(words: str) -> str:
    """Return words of the same length, a sign that steers or that XML cannot hold replaced."""
    if shown(words) == words:
        return words
    return "".join(sign if shown(sign) == sign else "\ufffd" for sign in words)


def _commented(document: Any, traced: Sequence[Traced], verdicts: Sequence[Verdict]) -> bytes:
    body = _Body(document, traced)
    body.cut({place for each in verdicts for place in (each.anchor.start, each.anchor.end)})
    for verdict in verdicts:
        body.comment(verdict)
    return packed(document)


class _Body:
    """The runs of a document by the offsets of the text they hold."""

    def __init__(self, document: Any, traced: Sequence[Traced]) -> None:
        self._document = document
        self._traced = list(traced)

    def cut(self, places: set[int]) -> None:
        """Split runs so that none holds text on both sides of a place."""
        ordered = sorted(places)
        cut: list[Traced] = []
        for each in self._traced:
            if each.element.tag in _NOTES:
                cut.append(each)
                continue
            if each.start in places:
                _begin_run(each.element)
            within = ordered[bisect_right(ordered, each.start) : bisect_left(ordered, each.end)]
            parts = list(_split(each, within))
            if each.end in places:
                _end_run(parts[-1].element)
            cut += parts
        self._traced = cut

    def comment(self, verdict: Verdict) -> None:
        """Set a comment on the runs that hold the words of a claim, or on what stands in for them."""
        from docx.text.run import Run  # noqa: PLC0415

        at = verdict.anchor
        held = [each for each in self._traced if each.start < at.end and at.start < each.end]
        marked = [each.element for each in held if _takes_comments(each)]
        away = [] if marked or not held else [_told_place(held[0])]
        runs = [_run_of(element) for element in marked or self._stand_in(held)]
        if runs:
            ends = [Run(run, self._document) for run in (runs[0], runs[-1])]
            made = self._document.add_comment(ends, author=AUTHOR, initials=INITIALS)
            _write(made, [*away, *_lines(verdict)])

    def _stand_in(self, held: Sequence[Traced]) -> list[Any]:
        """Return the element of the body that a comment on words outside of it is set on."""
        if held and held[0].place != HEAD:
            box = _box_of(held[0].element)
            return [held[0].element if box is None else box]
        return [each.element for each in self._traced if _takes_comments(each)][:1]


def _run_of(element: Any) -> Any:
    """Return the run that an element stands in."""
    return next(above for above in (element, *element.iterancestors()) if above.tag == f"{W}r")


def _split(each: Traced, places: Sequence[int]) -> Iterator[Traced]:
    """Split the run of a text at places within it; yield the parts of the text in order."""
    element, at = each.element, each.start
    for place in places:
        later = deepcopy(element)
        element.text, later.text = element.text[: place - at], element.text[place - at :]
        for part in (element, later):
            part.set(_SPACE, "preserve")
        element.addnext(later)
        yield each._replace(start=at, end=place, element=element)
        _begin_run(later)
        element, at = later, place
    yield each._replace(start=at, element=element)


def _begin_run(element: Any) -> None:
    """Have an element begin a run of its own, with the formatting of the one it stands in."""
    run = element.getparent()
    formatting = run.find(f"{W}rPr")
    if all(child is formatting for child in element.itersiblings(preceding=True)):
        return
    later = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
    if formatting is not None:
        later.append(deepcopy(formatting))
    for child in (element, *element.itersiblings()):
        later.append(child)
    run.addnext(later)


def _end_run(element: Any) -> None:
    """Have an element end the run it stands in."""
    behind = element.getnext()
    if behind is not None:
        _begin_run(behind)


def _takes_comments(each: Traced) -> bool:
    """Tell whether Word lets a comment stand on these words: in the body, outside of boxes and notes."""
    return each.place != HEAD and each.element.tag not in _NOTES and _box_of(each.element) is None


def _box_of(element: Any) -> Any:
    """Return the outermost text box around an element, None where it stands in none."""
    boxes = [above for above in element.iterancestors() if above.tag == f"{W}txbxContent"]
    return boxes[-1] if boxes else None


def _told_place(each: Traced) -> str:
    return "In the head of the page:" if each.place == HEAD else f"In {each.place}:"


def _lines(verdict: Verdict) -> Iterator[str]:
    """Yield what a comment says: the verdict, its sentence, the record's words, and what to cite."""
    yield f"{headline(verdict)}. {WEIGHT_WORDS[verdict.weight]}."
    yield verdict.sentence
    yield from told_differences(verdict)
    for ground in verdict.grounds[:MOST_GROUNDS]:
        yield f"{capital(told_ground(ground))}: “{short(ground.anchor.exact, WORDS)}”"
    for reference in verdict.references[:1]:
        yield f"Cite: {reference.cited}"


def _write(comment: Any, lines: Sequence[str]) -> None:
    """Write the lines of a comment; it carries no time, so that equal reports give equal files."""
    comment._comment_elm.attrib.pop(f"{W}date", None)
    [first] = comment.paragraphs
    first.add_run(shown(lines[0])).bold = True
    for line in lines[1:]:
        comment.add_paragraph(shown(line))
