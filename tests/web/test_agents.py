from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from mcp import Client
from mcp.server import MCPServer

from onrecord.cli import main
from onrecord.record.store import Record
from onrecord.types.rows import Actor, Figure
from onrecord.web.agents import make_server
from onrecord.web.answers import Answers
from onrecord.web.site import Site
from tests.conftest import HERE


@pytest.fixture(scope="module")
def answers(site: Site) -> Answers:
    return Answers(site, HERE)


def call(answers: Answers, tool: str, **given: Any) -> dict[str, Any]:
    """Call one tool as an assistant does; an error is given as its words."""

    async def calling() -> dict[str, Any]:
        async with Client(make_server(lambda: answers)) as client:
            result = await client.call_tool(tool, given)
            if result.is_error:
                return {"error": str(result.content[0])}
            found: dict[str, Any] = result.structured_content
            return found

    return asyncio.run(calling())


def test_an_assistant_is_told_which_tools_there_are_and_how_to_quote(answers: Answers) -> None:
    async def asking() -> tuple[str, set[str]]:
        async with Client(make_server(lambda: answers)) as client:
            tools = await client.list_tools()
            assert all(tool.description for tool in tools.tools)
            return client.instructions or "", {tool.name for tool in tools.tools}

    instructions, names = asyncio.run(asking())
    assert names == {"record", "search", "rows", "row", "text", "quote", "check_draft"}
    assert "Quote only what stands in an `exact` field" in instructions


def test_rows_come_with_anchors_that_quote_their_document(answers: Answers) -> None:
    record: Record = answers.site.record
    given = call(answers, "rows", type="figure", limit=5)
    assert len(given["rows"]) == 5
    for row in given["rows"]:
        anchor = row["anchor"]
        assert record.text(anchor["document"])[anchor["start"] : anchor["end"]] == anchor["exact"]
        assert row["permalink"].startswith(f"{HERE}/rows/")
    further = call(answers, "rows", type="figure", limit=5, after=given["after"])
    assert {row["id"] for row in further["rows"]}.isdisjoint(row["id"] for row in given["rows"])


def test_a_row_is_found_by_search_and_proved_by_quote(answers: Answers) -> None:
    found = call(answers, "search", words='"fair compensation"')
    [first, *_] = found["passages"]
    document = first["anchor"]["document"]
    assert call(answers, "quote", document=document, words="fair compensation")["verbatim"]
    assert not call(answers, "quote", document=document, words="fair payment")["verbatim"]


def test_what_is_not_there_is_said_not_to_be(answers: Answers) -> None:
    assert "no such row" in call(answers, "row", id="x-0000000000000000")["error"]
    figure = next(answers.site.record.rows(Figure))
    assert "is none of it" in call(answers, "text", document=figure.document, start=0, end=10**9)["error"]


def test_private_persons_are_masked_for_assistants(answers: Answers) -> None:
    hidden = next(row for row in answers.site.record.rows(Actor) if row.private)
    told = json.dumps(call(answers, "rows", type="actor", limit=200))
    assert hidden.name not in told
    open_answers = Answers(answers.site, HERE, private=True)
    assert hidden.name in json.dumps(call(open_answers, "rows", type="actor", limit=200))


def test_a_draft_is_checked_with_the_records_words(answers: Answers) -> None:
    draft = "The letter of 21 May 2024 says: “Evicted families have somewhere to go.”"
    given = call(answers, "check_draft", draft=draft)
    [quotation] = [each for each in given["verdicts"] if each["kind"] == "quotation"]
    assert quotation["code"] == "altered"
    assert "Evicted families have nowhere to go" in quotation["grounds"][0]["anchor"]["exact"]


def test_what_is_classed_while_an_assistant_asks_is_no_longer_given(
    sample_record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "harbour.record"
    shutil.copytree(sample_record, path)
    told: list[Any] = []

    def ask(server: Any, transport: str) -> None:
        async def asking() -> None:
            with Record.open(path) as record:
                document = next(iter(record.documents())).id
                async with Client(server) as client:
                    for _ in range(2):
                        told.append((await client.call_tool("row", {"id": document})).is_error)
                        record.decide(document, "classify", "secret")

        asyncio.run(asking())

    monkeypatch.setattr(MCPServer, "run", ask)
    assert CliRunner().invoke(main, ["mcp", str(path)], catch_exceptions=False).exit_code == 0
    assert told == [False, True]


def test_the_command_speaks_the_protocol_over_standard_input_and_output(sample_record: Path) -> None:
    asked = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "mcp", str(sample_record)],
        input=json.dumps(asked) + "\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout.splitlines()[0])["result"]["serverInfo"]["name"] == "onrecord"
