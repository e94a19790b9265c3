"""On Record: who said what, on whose word, from a pile of public documents, every row on exact words.

Five verbs: `build` a record, `open_record` to read it, `verify` it, `export` it, `check` a draft against it.

    import onrecord

    report = onrecord.build(["letters"], "letters.record")
    with onrecord.open_record("letters.record") as record:
        for document in record.documents():
            print(document.path)
    onrecord.export("letters.record", "letters.jsonl")
    print(onrecord.check("draft.docx", "letters.record").counts())
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.check.report import DraftReport
    from onrecord.config import Config
    from onrecord.pipeline.build import BuildReport
    from onrecord.record.store import Record
    from onrecord.record.verification import Verification

__version__ = "0.1.0"
__all__ = ["__version__", "build", "check", "export", "open_record", "verify"]

for _room in (
    "onrecord.export",
    "onrecord.check",
):  # named like the verb: imported later, it would take its place
    import_module(_room)


def build(paths: Sequence[Path | str], output: Path | str, config: Config | None = None) -> BuildReport:
    """Build or continue the record at `output`, a folder or an address, from files and folders."""
    from onrecord.pipeline.build import build as build_record  # noqa: PLC0415

    return build_record(paths, output, config)


def open_record(path: Path | str) -> Record:
    """Open the record at a folder or an address; a context manager. Raises RecordCannotBeOpened."""
    from onrecord.record.store import Record  # noqa: PLC0415

    return Record.open(path)


def verify(path: Path | str) -> Verification:
    """Hash every source and text again and hold every anchor against its text."""
    from onrecord.record.verification import verify as verify_record  # noqa: PLC0415

    return verify_record(path)


def export(
    path: Path | str,
    output: Path | str,
    format: str = "jsonl",  # noqa: A002 - the word of the command line
    *,
    base: str | None = None,
    masked: bool | None = None,
) -> int:
    """Write a record to `output` in a format of `onrecord export`; return how many rows.

    `base` is what permalinks begin with. Private persons are masked in every format but `jsonl`, the
    contract, unless `masked` says otherwise. Raises ExportCannotBeMade for a format that there is not.
    """
    from onrecord.export.excerpt import excerpt_of  # noqa: PLC0415
    from onrecord.export.files import replacing  # noqa: PLC0415
    from onrecord.export.formats import format_called  # noqa: PLC0415
    from onrecord.export.masking import Masking  # noqa: PLC0415

    form = format_called(format)
    hides = not form.names_persons if masked is None else masked
    with open_record(path) as record, replacing(Path(output)) as out:
        masking = Masking.of(record) if hides else Masking.off(record)
        return form.write(excerpt_of(record, base=base, masking=masking), out).rows


def check(draft: Path | str, record: Path | str, config: Config | None = None) -> DraftReport:
    """Hold a draft against a record, which is not written to: a verdict for each of its claims.

    Raises FileCannotBeRead where the draft has no text, RecordCannotBeOpened where there is no record.
    """
    from onrecord.check.checking import check_draft  # noqa: PLC0415

    return check_draft(draft, record, config)
