"""The list for editors is valid SARIF 2.1.0, and its regions are those of the draft."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from onrecord.check.outputs.sarif import sarif_of
from onrecord.types.errors import Issue
from tests.check.reports import claim, report

MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
POSITIVE = {"type": "integer", "minimum": 1}
COUNT = {"type": "integer", "minimum": 0}
REGION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **dict.fromkeys(("startLine", "startColumn", "endLine", "endColumn"), POSITIVE),
        **dict.fromkeys(("charOffset", "charLength"), COUNT),
        "snippet": MESSAGE,
    },
}
URI = {"type": "string", "format": "uri-reference", "pattern": r"^[^\s<>\"{}|\\^`]+$"}
LOCATION = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation"],
            "additionalProperties": False,
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {"uri": URI, "index": COUNT},
                },
                "region": REGION,
            },
        },
        "message": MESSAGE,
    },
}
RULE = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "defaultConfiguration": {"type": "object", "properties": {"level": LEVEL}},
    },
}
RESULT = {
    "type": "object",
    "required": ["message"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": COUNT,
        "kind": {"enum": ["notApplicable", "pass", "fail", "review", "open", "informational"]},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {"type": "array", "items": LOCATION},
        "relatedLocations": {"type": "array", "items": LOCATION, "uniqueItems": True},
        "properties": {"type": "object"},
    },
}
NOTIFICATION = {"type": "object", "required": ["message"], "properties": {"level": LEVEL, "message": MESSAGE}}
RUN = {
    "type": "object",
    "required": ["tool"],
    "additionalProperties": False,
    "properties": {
        "tool": {
            "type": "object",
            "required": ["driver"],
            "properties": {
                "driver": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": {"type": "string"},
                        "version": {"type": "string"},
                        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
                    },
                }
            },
        },
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "newlineSequences": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "artifacts": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"hashes": {"type": "object", "additionalProperties": {"type": "string"}}},
            },
        },
        "results": {"type": "array", "items": RESULT},
        "invocations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["executionSuccessful"],
                "properties": {"toolExecutionNotifications": {"type": "array", "items": NOTIFICATION}},
            },
        },
    },
}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN},
    },
}
"""What the SARIF 2.1.0 schema asks of the parts that are used here."""

TEXT = "The gate is shut.\r\nAna 👋 wrote “end it”:\n340 families wait."


def _run(*claims: tuple[str, str, str]) -> dict[str, Any]:
    verdicts = [claim(TEXT, *each) for each in claims]
    log = json.loads(sarif_of(report(TEXT, *verdicts, path="drafts/my draft #2.txt")))
    jsonschema.validate(log, SARIF)
    [run] = log["runs"]
    return dict(run)


@pytest.mark.parametrize(
    ("kind", "code", "level", "result"),
    [
        ("quotation", "altered", "error", "fail"),
        ("figure", "no_source", "warning", "fail"),
        ("attribution", "not_in_record", "note", "fail"),
        ("figure", "supported", "none", "pass"),
    ],
)
def test_the_weight_of_a_verdict_is_its_level(kind: str, code: str, level: str, result: str) -> None:
    run = _run(("340", kind, code))
    [found] = run["results"]
    assert (found["level"], found["kind"]) == (level, result)
    rule = run["tool"]["driver"]["rules"][found["ruleIndex"]]
    assert rule["id"] == found["ruleId"] == f"{kind}/{code}"


def test_regions_count_lines_and_code_points_from_one() -> None:
    [first, second] = _run(("end it", "quotation", "altered"), ("340 families", "figure", "supported"))[
        "results"
    ]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["endLine"], region["endColumn"]) == (
        2,
        14,
        2,
        20,
    )
    assert TEXT[region["charOffset"] :][: region["charLength"]] == region["snippet"]["text"] == "end it"
    region = second["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 1)


def test_the_words_of_the_record_are_related_locations() -> None:
    [found] = _run(("end it", "quotation", "altered"))["results"]
    [ground] = found["relatedLocations"]
    assert ground["physicalLocation"]["artifactLocation"]["uri"] == "letters/may.txt"
    assert ground["physicalLocation"]["region"]["snippet"]["text"] == "halt the closing"
    assert found["properties"]["citations"] == ["Ana Ruiz, letter, 2024-05-21, letters/may.txt"]


def test_a_path_is_written_as_a_reference() -> None:
    assert _run()["artifacts"][0]["location"]["uri"] == "drafts/my%20draft%20%232.txt"


def test_what_could_not_be_read_of_the_draft_is_told() -> None:
    from dataclasses import replace

    issue = Issue("draft.txt", "reading_note", "The encoding was guessed.", "Compare it.", "notice")
    log = json.loads(sarif_of(replace(report(TEXT), issues=(issue,))))
    jsonschema.validate(log, SARIF)
    [invocation] = log["runs"][0]["invocations"]
    [told] = invocation["toolExecutionNotifications"]
    assert told == {"level": "note", "message": {"text": "The encoding was guessed. Compare it."}}
