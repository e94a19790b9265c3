"""A hostile document: what looks like our templates is shown as it stands, nowhere computed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from onrecord.cli import main
from onrecord.export.formats import FORMATS
from onrecord.record.store import Record
from onrecord.web.app import make_app
from onrecord.web.site import Site
from tests.export.exporting import everything_in, written
from tests.web import hostile

SUM = "{{ 71 * 1283 }}{% for x in (1, 2) %}{{ site.token }}{% endfor %}${71*1283} #{71*1283} <%= 71*1283 %>"
COMPUTED = str(71 * 1283)


@pytest.fixture(scope="module")
def computing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give a record every string of which is a template."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("ALL", "SCRIPT", "HANDLER"):
            patched.setattr(hostile, name, SUM)
        patched.setattr(hostile, "LONG", 1000)
        yield hostile.make_hostile_record(tmp_path_factory.mktemp("templates") / "{{ 71 * 1283 }}.record")


def test_no_page_computes_what_a_document_says(computing: Path) -> None:
    with Record.open(computing, who=SUM) as record:
        site = Site(record, SUM)
        client = TestClient(make_app(site), "http://127.0.0.1:8321")
        addresses = ["/", "/findings", "/actors", "/asks", "/search?q=families", "/issues", "/review"]
        addresses += [f"/rows/{letter}-00000000000000e1" for letter in "sfeknrqgil"]
        addresses += [f"/documents/{row.id}" for row in record.documents()]
        pages = [client.get(address, follow_redirects=True) for address in addresses]
    assert {page.status_code for page in pages} == {200}
    assert sum("71 * 1283" in page.text for page in pages) > 10
    assert [page.url for page in pages if COMPUTED in page.text] == []
    assert [page.url for page in pages if f"%}}{site.token}" in page.text] == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "xlsx"])
def test_no_export_computes_what_a_document_says(computing: Path, name: str) -> None:
    assert COMPUTED not in everything_in(written(computing, name))


@pytest.mark.parametrize("suffix", ["docx", "html"])
def test_no_dossier_computes_what_a_document_or_its_title_says(
    computing: Path, tmp_path: Path, suffix: str
) -> None:
    out = tmp_path / f"d.{suffix}"
    given = ["export", str(computing), "--format", "dossier", "--title", SUM, "-o", str(out)]
    done = CliRunner().invoke(main, given)
    assert done.exit_code == 0, done.output
    if suffix == "docx":
        document = docx.Document(io.BytesIO(out.read_bytes()))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert "w:fldSimple" not in document.element.xml.replace("TOC", "")
    else:
        text = out.read_text("utf-8")
    assert "71 * 1283" in text
    assert COMPUTED not in text
