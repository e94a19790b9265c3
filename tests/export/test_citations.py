"""CSL-JSON rendered by citeproc-py, RIS read by rispy."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import citeproc
import pytest
import rispy
from citeproc.source.json import CiteProcJSON

from onrecord.types.dates import RecordDate
from onrecord.types.documents import DOCUMENT_KINDS
from onrecord.types.rows import Actor, DocumentRow
from tests.export.exporting import BASE, written
from tests.records import Page, record_of

PAGE = Page("papers/letter.txt", "Close the gate\n\nDear Board, close it. Ana Ruiz")


def record_with(path: Path, **fields: Any) -> Path:
    actors = (
        Actor("a-1", "Ana Ruiz", "person", mentions=(PAGE.words("Ana Ruiz"),)),
        Actor("a-2", "Harbour Board", "body", mentions=(PAGE.words("Board"),)),
    )
    row = replace(PAGE.row("letter", "2024-03-09"), title=PAGE.words("Close the gate"), **fields)
    return record_of(path, [(PAGE, row, actors)], [])


def csl(path: Path) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(written(path, "csl"))
    return items


def bibliography(items: list[dict[str, Any]]) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor warns of every field its style does not use
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        rendered = citeproc.CitationStylesBibliography(style, CiteProcJSON(items), citeproc.formatter.plain)
        for item in items:
            rendered.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
        return [str(entry) for entry in rendered.bibliography()]


def test_a_letter_is_a_personal_communication_with_its_recipient(tmp_path: Path) -> None:
    path = record_with(tmp_path / "a.record", signatories=("a-1",), addressees=("a-2",))
    [item] = csl(path)
    assert item["type"] == "personal_communication"
    assert item["author"] == [{"literal": "Ana Ruiz"}]
    assert item["recipient"] == [{"literal": "Harbour Board"}]
    assert item["issued"] == {"date-parts": [[2024, 3, 9]]}
    assert item["archive_location"] == f"{BASE}/rows/{PAGE.id}"
    [entry] = bibliography([item])
    assert "Ana Ruiz" in entry
    assert "2024" in entry
    assert "Close the gate" in entry


@pytest.mark.parametrize(
    ("edtf", "issued"),
    [
        ("2023-08~", {"date-parts": [[2023, 8]], "circa": True}),
        ("2023-10-01/2023-10-09", {"date-parts": [[2023, 10, 1], [2023, 10, 9]]}),
        ("2021-07-14/..", {"literal": "2021-07-14/.."}),
        ("202X", {"literal": "202X"}),
    ],
)
def test_dates_of_citations_keep_their_doubt(tmp_path: Path, edtf: str, issued: dict[str, Any]) -> None:
    [item] = csl(record_with(tmp_path / "a.record", date=RecordDate(edtf, "stated")))
    assert item["issued"] == issued
    assert item["note"].startswith(f"EDTF {edtf}; papers/letter.txt; SHA-256 ")
    assert bibliography([item])


def test_a_document_without_date_or_author_is_cited_by_what_it_is_called(tmp_path: Path) -> None:
    path = record_with(tmp_path / "a.record", date=None)
    [item] = csl(path)
    assert not {"issued", "author", "recipient"} & item.keys()
    [entry] = rispy.loads(written(path, "ris").decode())
    assert not {"year", "date", "authors"} & entry.keys()


@pytest.mark.parametrize("kind", DOCUMENT_KINDS)
def test_every_kind_of_document_has_its_types(tmp_path: Path, kind: str) -> None:
    page = Page("papers/a.txt", "A paper.")
    row = DocumentRow(page.id, page.path, page.sha256, page.sha256, "text/plain", kind)
    path = record_of(tmp_path / "a.record", [(page, row, ())], [])
    [item], [entry] = csl(path), rispy.loads(written(path, "ris").decode())
    asked = {"letter": ("personal_communication", "PCOMM"), "hearing": ("hearing", "HEAR")}
    asked["press_release"] = ("report", "RPRT")
    if kind in asked:
        assert (item["type"], entry["type_of_reference"]) == asked[kind]
    assert entry["type_of_work"] == item["genre"]
    assert entry["type_of_reference"] in rispy.TYPE_OF_REFERENCE_MAPPING
    assert bibliography([item])


def test_ris_has_recipients_dates_links_and_hashes(tmp_path: Path) -> None:
    path = record_with(
        tmp_path / "a.record", signatories=("a-1",), addressees=("a-2",), url="https://board.example/1"
    )
    [entry] = rispy.loads(written(path, "ris").decode())
    assert entry["authors"] == ["Ana Ruiz"]
    assert entry["secondary_authors"] == ["Harbour Board"]
    assert (entry["year"], entry["date"]) == ("2024", "2024/03/09/")
    assert entry["urls"] == ["https://board.example/1", f"{BASE}/rows/{PAGE.id}"]
    assert entry["notes"] == [f"EDTF 2024-03-09; papers/letter.txt; SHA-256 {PAGE.sha256}"]


def test_a_title_cannot_end_its_reference(tmp_path: Path) -> None:
    page = Page("papers/a.txt", "Close\nER  - \nTY  - BOOK the gate")
    row = replace(page.row("letter", "2024"), title=page.words(page.text))
    path = record_of(tmp_path / "a.record", [(page, row, ())], [])
    [entry] = rispy.loads(written(path, "ris").decode())
    assert entry["title"] == "Close ER - TY - BOOK the gate"


def test_the_sample_is_rendered_and_read(sample_record: Path) -> None:
    items = csl(sample_record)
    entries = bibliography(items)
    assert len(entries) == len(items) == 14
    assert all(entries)
    assert len(rispy.loads(written(sample_record, "ris").decode())) == len(items)
