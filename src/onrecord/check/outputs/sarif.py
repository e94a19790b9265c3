"""A checked draft as a list for editors: SARIF 2.1.0 (OASIS), one result a verdict."""

from __future__ import annotations

import json
from bisect import bisect_right
from importlib.metadata import version
from itertools import accumulate
from typing import Any
from urllib.parse import quote

from onrecord.check.outputs.words import CODE_WORDS, KIND_WORDS, WEIGHT_WORDS, told_ground
from onrecord.check.report import VERDICTS, DraftReport, Ground, Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

LEVELS = {"fault": "error", "look": "warning", "undecided": "note", "sound": "none"}
"""The level of each weight; what is sound passes, and SARIF gives that no level."""

RULES = tuple((kind, code) for kind, codes in VERDICTS.items() for code in codes)
"""The verdicts there are, in the order of the list of rules."""


def sarif_of(report: DraftReport) -> str:
    """Return the verdicts of a report as SARIF, the same text for equal reports.

    Lines and columns count from 1 in the text that was read of the draft, columns in Unicode code points: of
    a Word file or a PDF that is the extracted text.
    """
    return json.dumps(_log(report), ensure_ascii=False, indent=1) + "\n"


def _log(report: DraftReport) -> dict[str, Any]:
    lines = _Lines(report.text)
    artifact = {"location": {"uri": _uri(report.path)}, "hashes": {"sha-256": report.sha256}}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver()},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n"],
                "artifacts": [artifact],
                "results": [_result(report, verdict, lines) for verdict in report.verdicts],
                "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _unread(report)}],
            }
        ],
    }


def _driver() -> dict[str, Any]:
    return {"name": "On Record", "version": version("onrecord"), "rules": [_rule(*each) for each in RULES]}


def _rule(kind: str, code: str) -> dict[str, Any]:
    weight = VERDICTS[kind][code]
    return {
        "id": f"{kind}/{code}",
        "name": f"{kind}-{code}".replace("_", "-"),
        "shortDescription": {"text": f"{KIND_WORDS[kind]}: {CODE_WORDS[code]}"},
        "fullDescription": {"text": f"{WEIGHT_WORDS[weight]}."},
        "defaultConfiguration": {"level": LEVELS[weight]},
    }


def _result(report: DraftReport, verdict: Verdict, lines: _Lines) -> dict[str, Any]:
    at = verdict.anchor
    artifact = {"uri": _uri(report.path), "index": 0}
    region = {**lines.region(at.start, at.end), "snippet": {"text": at.exact}}
    result: dict[str, Any] = {
        "ruleId": f"{verdict.kind}/{verdict.code}",
        "ruleIndex": RULES.index((verdict.kind, verdict.code)),
        "kind": "pass" if verdict.weight == "sound" else "fail",
        "level": LEVELS[verdict.weight],
        "message": {"text": verdict.sentence},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "properties": {
            "weight": verdict.weight,
            "rows": list(verdict.rows),
            "citations": [reference.cited for reference in verdict.references],
        },
    }
    if verdict.grounds:
        result["relatedLocations"] = [_ground(ground) for ground in verdict.grounds]
    return result


def _ground(ground: Ground) -> dict[str, Any]:
    """Return words of the record: their document and place, as characters of its text."""
    region = {
        "charOffset": ground.anchor.start,
        "charLength": ground.anchor.end - ground.anchor.start,
        "snippet": {"text": ground.anchor.exact},
    }
    location = {"artifactLocation": {"uri": _uri(ground.reference.path)}, "region": region}
    return {"physicalLocation": location, "message": {"text": told_ground(ground)}}


def _unread(report: DraftReport) -> list[dict[str, Any]]:
    levels = {"error": "error", "notice": "note"}
    return [
        {
            "level": levels.get(issue.severity, "warning"),
            "message": {"text": f"{issue.message} {issue.remedy}"},
        }
        for issue in report.issues
    ]


def _uri(path: str) -> str:
    """Return a path as a reference: its signs that mean something else in an address are escaped."""
    return quote(path, safe="/", errors="replace")


class _Lines:
    """The lines of a text: where each begins, so that an offset has a line and a column, both from 1."""

    def __init__(self, text: str) -> None:
        lengths = [len(line) + 1 for line in text.split("\n")]
        self._starts = [0, *accumulate(lengths)][:-1]

    def region(self, start: int, end: int) -> dict[str, int]:
        """Return the region from one offset to another; it ends before the character at its end."""
        (start_line, start_column), (end_line, end_column) = self._place(start), self._place(end)
        return {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": start,
            "charLength": end - start,
        }

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
