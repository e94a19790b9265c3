"""What holds for every format: nothing of a masked name, equal bytes, empty records, hostile words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.export.excerpt import Choice, ExportCannotBeMade, excerpt_of
from onrecord.export.formats import FORMATS, format_called
from onrecord.record.store import Record
from onrecord.types.identity import folded_name
from tests.export.exporting import everything_in, told, written
from tests.export.private_people import ILEANA, LETTER, MARIA, REPLY, make_private_record
from tests.records import make_record

NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
NAMES = re.compile(
    r"maria[\W_]{0,6}quint|quint[\W_]{0,4}maria|(?<!peter )\bquint\b|\baria[\W_]+quint|ordonez|ileana|q-maria"
)


@pytest.fixture(scope="module")
def private_record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_private_record(tmp_path_factory.mktemp("private") / "maria-quint.record")


@pytest.mark.parametrize("name", FORMATS)
def test_no_byte_of_an_export_holds_a_masked_name(private_record: Path, name: str) -> None:
    for base in (None, "http://127.0.0.1:8321"):
        content = everything_in(written(private_record, name, base=base))
        assert NAMES.findall(folded_name(content.replace("\u00ad", ""))) == []
        assert MARIA not in content
        assert ILEANA not in content


@pytest.mark.parametrize("name", FORMATS)
def test_names_are_there_where_nobody_is_masked(private_record: Path, name: str) -> None:
    content = everything_in(written(private_record, name, masked=False))
    assert "quint" in folded_name(content)
    assert "Person 1" not in content


@pytest.mark.parametrize("name", FORMATS)
def test_equal_records_give_equal_bytes(tmp_path: Path, name: str) -> None:
    first, second = (
        make_private_record(tmp_path / each / "a.record", lambda: NOON) for each in ("one", "two")
    )
    assert written(first, name, base=None) == written(second, name, base=None)


@pytest.mark.parametrize("name", FORMATS)
def test_an_empty_record_is_written(tmp_path: Path, name: str) -> None:
    Record.create(tmp_path / "empty.record").close()
    content, outcome = told(tmp_path / "empty.record", name)
    assert outcome.rows == 0
    assert content or name in ("jsonl", "ftm", "ris")


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_words_are_written_and_a_clean_record_masks_nobody(tmp_path: Path, name: str) -> None:
    content, outcome = told(make_record(tmp_path / "a.record"), name)
    assert outcome.rows > 0
    assert "Person 1" not in everything_in(content)


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_can_be_of_one_document(private_record: Path, name: str) -> None:
    whole, everything = told(private_record, name)
    part, some = told(private_record, name, documents=[REPLY.id])
    assert some.rows < everything.rows
    assert len(part) < len(whole)


def test_a_choice_of_types_and_documents(private_record: Path) -> None:
    content, outcome = told(private_record, "jsonl", documents=[REPLY.id], types=["statement"])
    assert outcome.rows == 1
    assert '"id":"s-2"' in content.decode()
    with pytest.raises(ExportCannotBeMade, match="'comment' is no type of rows"):
        Choice(types=frozenset(["comment"]))


def test_permalinks_are_of_the_base_and_masked_persons_have_none(private_record: Path) -> None:
    with Record.open(private_record) as record:
        assert excerpt_of(record).link("s-1") == "onrecord:[Person 1]/rows/s-1".replace(
            "[Person 1]", "%5BPerson%201%5D"
        )
        served = excerpt_of(record, base="http://127.0.0.1:8321")
        assert served.link(LETTER.id) == f"http://127.0.0.1:8321/rows/{LETTER.id}"
        assert served.link(MARIA) is None
        assert served.link("person-1") is None


@pytest.mark.parametrize("base", ["", "nowhere", "http:", "java script:x", 'http://a"b', "http://a b"])
def test_a_base_that_is_no_address_is_refused(private_record: Path, base: str) -> None:
    with Record.open(private_record) as record, pytest.raises(ExportCannotBeMade, match="address"):
        excerpt_of(record, base=base)


def test_a_format_that_there_is_not_is_refused() -> None:
    with pytest.raises(ExportCannotBeMade, match="'odt' is no format"):
        format_called("odt")
