from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from onrecord.record.store import Record
from onrecord.record.verification import verify
from onrecord.types.errors import RecordCannotBeOpened, Rejected
from onrecord.types.rows import Finding
from tests.record.papers import letter, save, save_three
from tests.records import made


@pytest.fixture
def built(place: Path) -> Path:
    """Return a closed record with three papers, a finding and a refusal."""
    with Record.create(place) as record:
        save_three(record)
        anchors = (letter.words("open it"), letter.words("Ana Ruiz"))
        record.replace_resolved(
            "findings", "1", made([Finding("i-1", "repeated_ask", "low", "Twice.", (), anchors)])
        )
        rejected = [Rejected(letter.words("urge"), "asks", "no_verb", "No verb.")]
        save(record, letter, letter.statement("the bridge is closed"), fingerprint="2", rejected=rejected)
    return place


def sql(statement: str) -> Callable[[Path], None]:
    def damage(place: Path) -> None:
        connection = sqlite3.connect(place / "record.sqlite")
        with connection:
            connection.execute(statement)
        connection.close()

    return damage


def overwrite(pattern: str, content: bytes) -> Callable[[Path], None]:
    def damage(place: Path) -> None:
        for path in sorted(place.glob(pattern)):
            path.chmod(0o644)
            path.write_bytes(content)

    return damage


def remove(pattern: str) -> Callable[[Path], None]:
    def damage(place: Path) -> None:
        for path in sorted(place.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return damage


def truncate(place: Path) -> None:
    size = (place / "record.sqlite").stat().st_size
    os.truncate(place / "record.sqlite", size // 2)


def garble(place: Path) -> None:
    with closing(sqlite3.connect(place / "record.sqlite")) as connection:
        [(page,)] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'rows'")
    content = bytearray((place / "record.sqlite").read_bytes())
    for offset in range(4096 * (page - 1), 4096 * page, 97):
        content[offset] ^= 0xFF
    (place / "record.sqlite").write_bytes(bytes(content))


def test_a_sound_record_holds_and_everything_was_looked_at(built: Path) -> None:
    found = verify(built)
    assert found.breaks == ()
    assert found.holds
    assert {name: found.checked[name] for name in ("documents", "sources", "texts", "custody")} == {
        "documents": 3, "sources": 3, "texts": 3, "custody": 7,
    }  # fmt: skip
    assert found.checked["rows"] == 11
    assert found.checked["anchors"] == 10


def test_verifying_changes_nothing(built: Path) -> None:
    def state() -> dict[str, bytes]:
        files = (path for path in built.rglob("*") if path.is_file() and "record.sqlite-" not in path.name)
        return {str(path): path.read_bytes() for path in files}

    before = state()
    verify(built)
    assert state() == before


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "source edited": (overwrite("sources/*/*", b"another text"), "source_changed"),
    "source removed": (remove("sources/*/*"), "file_missing"),
    "sources removed": (remove("sources"), "folder_missing"),
    "text edited": (overwrite("texts/*/*", b"another text"), "text_changed"),
    "text no text": (overwrite("texts/*/*", b"\xff\xfe no UTF-8"), "anchor_orphaned"),
    "text removed": (remove("texts/*/*"), "file_missing"),
    "text removed, anchors": (remove("texts/*/*"), "anchor_orphaned"),
    "no database": (remove("record.sqlite"), "database_unreadable"),
    "empty database": (overwrite("record.sqlite", b""), "database_unreadable"),
    "other file": (overwrite("record.sqlite", b"no database" * 999), "database_unreadable"),
    "database cut short": (truncate, "database_unreadable"),
    "database garbled": (garble, "database_damaged"),
    "no description": (remove("record.toml"), "description_damaged"),
    "description damaged": (overwrite("record.toml", b"format = "), "description_damaged"),
    "table gone": (sql("DROP TABLE rows"), "database_damaged"),
    "row edited": (sql("UPDATE rows SET payload = replace(payload, 'closed', 'opened')"), "anchor_orphaned"),
    "row emptied": (sql("UPDATE rows SET payload = '{}'"), "row_unreadable"),
    "row without fields": (sql("""UPDATE rows SET payload = '{"type": "ask", "id": 3}'"""), "row_unreadable"),
    "row no object": (sql("UPDATE rows SET payload = '[]'"), "row_unreadable"),
    "row no text": (sql("UPDATE rows SET payload = x'ff00fe'"), "row_unreadable"),
    "row renamed": (sql("UPDATE rows SET id = 's-1' WHERE type = 'response'"), "row_changed"),
    "finding edited": (
        sql("UPDATE resolved_rows SET payload = replace(payload, 'open it', 'shut it')"),
        "anchor_orphaned",
    ),
    "refusal edited": (sql("UPDATE rejected SET exact = 'beg'"), "anchor_orphaned"),
    "document hash edited": (sql("UPDATE documents SET sha256 = 'aa'"), "row_changed"),
    "document row damaged": (sql("UPDATE documents SET payload = 'x'"), "row_unreadable"),
    "passage moved": (sql("UPDATE documents SET passages = '[[0,99999]]'"), "passage_outside"),
    "passages damaged": (sql("UPDATE documents SET passages = 'x'"), "passage_outside"),
    "document line removed": (sql("DELETE FROM documents WHERE path LIKE '%reply%'"), "reference_broken"),
}


@pytest.mark.parametrize(("damage", "code"), DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_is_described_not_raised(built: Path, damage: Callable[[Path], None], code: str) -> None:
    damage(built)
    found = verify(built)
    assert code in {broken.code for broken in found.breaks}
    assert not found.holds
    for broken in found.breaks:
        assert broken.where
        assert broken.message.endswith(".")


def test_an_edited_text_names_the_file_and_every_row_it_orphans(built: Path) -> None:
    path = built / "texts" / letter.row.text_sha256[:2] / f"{letter.row.text_sha256}.txt"
    path.chmod(0o644)
    path.write_text(letter.text.replace("closed", "opened"), "utf-8")
    found = verify(built).breaks
    assert [broken.where for broken in found if broken.code == "text_changed"] == [
        str(path.relative_to(built))
    ]
    orphaned = [broken for broken in found if broken.code == "anchor_orphaned"]
    assert [broken.where for broken in orphaned] == [letter.statement("the bridge is closed").id]
    assert "“the bridge is closed”" in orphaned[0].message


def test_what_a_killed_build_left_half_written_is_no_break(built: Path) -> None:
    (built / "sources" / "ab").mkdir(exist_ok=True)
    (built / "sources" / "ab" / ".abcd.77.unfinished").write_bytes(b"half")
    assert verify(built).holds


def test_the_words_of_superseded_readings_must_stay(built: Path) -> None:
    changed = type(letter)(letter.text, letter.path)
    other = changed.found()
    with Record.create(built) as record:
        assert other.row.text_sha256
        record.save_document(type(letter)("Another reading of it.").found(), "rules 3")
    gone = built / "texts" / letter.row.text_sha256[:2] / f"{letter.row.text_sha256}.txt"
    gone.unlink()
    assert "file_missing" in {broken.code for broken in verify(built).breaks}


def test_what_is_no_record_cannot_be_verified(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(RecordCannotBeOpened):
            verify(path)
