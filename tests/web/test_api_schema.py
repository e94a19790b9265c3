"""Whatever is sent to the API gets an answer that its description knows, and none is a server's error."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from starlette.testclient import TestClient

from onrecord.check.report import DraftReport
from onrecord.record.store import Record
from onrecord.record.tokens import SCOPES, Tokens
from onrecord.web.app import API, make_app
from onrecord.web.drafts import Drafts
from onrecord.web.site import Site
from tests.check.reports import report
from tests.conftest import HERE

EXAMPLES = int(os.environ.get("ONRECORD_API_EXAMPLES", "6"))
"""Requests of each kind; more by hand: ONRECORD_API_EXAMPLES=300 pytest tests/web/test_api_schema.py."""

CHECKED = (
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_schema_conformance"
)  # fmt: skip
OPERATIONS = (
    "GET /record", "GET /rows", "GET /rows/{id}", "GET /documents/{id}/text", "GET /documents/{id}/quote",
    "GET /search", "GET /decisions", "POST /decisions", "POST /decisions/{id}/undo", "POST /check",
    "GET /reconcile/{token}", "POST /reconcile/{token}", "GET /reconcile/{token}/suggest/entity",
)  # fmt: skip
ALLOWED = {"with a token": True, "without one": False}

load_all_checks()
CHECKS_MADE = [CHECKS.get_one(name) for name in CHECKED]


class Program:
    """Asks the API what its description says can be asked, with a token of every scope or with none."""

    def __init__(self, record: Record) -> None:
        site = Site(record, "Ada Reviewer")
        site.__dict__["drafts"] = Drafts(_check)
        self.client = TestClient(make_app(site), HERE, raise_server_exceptions=False)
        _, self.token = Tokens(record).make("program", tuple(SCOPES))
        self.ids = [row.id for row in record.export_rows()][:40]
        schema = schemathesis.openapi.from_dict(self.client.get(f"{API}/openapi.json").json())
        found: list[Any] = [each.ok() for each in schema.get_all_operations() if isinstance(each, Ok)]
        self.operations = {operation.label: operation for operation in found}

    def ask(self, case: Any, row: str, *, allowed: bool) -> int:
        """Send one request, of a row that is there where one is named; return the status."""
        named = {"token": self.token if allowed else "none", "id": row}
        if case.path_parameters and not case.operation.label.startswith("POST /decisions/"):
            case.path_parameters = {**case.path_parameters, **_known(named, case.path_parameters)}
        if isinstance(case.body, dict) and "row" in case.body:
            case.body["row"] = row
        sent = case.as_transport_kwargs(base_url=HERE + API)
        sent.pop("cookies", None)
        if isinstance(sent.get("data"), bytes):
            sent["content"] = sent.pop("data")
        if allowed:
            sent["headers"] = {**sent["headers"], "Authorization": f"Bearer {self.token}"}
        answer = self.client.request(**sent)
        case.validate_response(answer, checks=CHECKS_MADE)
        return int(answer.status_code)


def _known(named: dict[str, str], asked: dict[str, Any]) -> dict[str, str]:
    return {name: value for name, value in named.items() if name in asked}


def _check(content: bytes, name: str, media_type: str) -> DraftReport:
    """Find nothing in a draft, as a stand-in for the models."""
    return report(content.decode("utf-8", "replace"), path=name, media_type=media_type, content=content)


@pytest.fixture(scope="module")
def program(sample_record: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    copied = tmp_path_factory.mktemp("schema") / "sample.record"
    shutil.copytree(sample_record, copied)
    with Record.open(copied, who="Ada Reviewer") as record:
        yield Program(record)


def test_every_operation_is_tried(program: Program) -> None:
    assert sorted(program.operations) == sorted(OPERATIONS)


@pytest.mark.parametrize("allowed", ALLOWED.values(), ids=ALLOWED)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_what_is_sent_gets_an_answer_of_the_description(
    program: Program, operation: str, allowed: bool
) -> None:
    @settings(
        max_examples=EXAMPLES if allowed else 2, phases=[Phase.generate], database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=program.operations[operation].as_strategy(), row=st.sampled_from(program.ids))
    def send(case: Any, row: str) -> None:
        statuses.add(program.ask(case, row, allowed=allowed))

    statuses: set[int] = set()
    send()
    assert statuses
    assert allowed or statuses <= {401, 422}
