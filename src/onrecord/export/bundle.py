"""A bundle to hand on and to check: rows, custody log and decisions, with a program that proves them.

A ZIP archive that is a Frictionless data package (specs.frictionlessdata.io): `datapackage.json` names every
file with its size and SHA-256, and `python3 BUNDLE.zip` checks them all with nothing installed but Python.
Private persons are masked as in every export; details of the custody log that name them, or tell a folder of
this machine, are withheld then. Sources and texts cannot be masked: they go in where nobody is.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO

from onrecord.export import bundle_verify
from onrecord.export.columns import cells_of, columns_of
from onrecord.export.excerpt import Excerpt, ExportCannotBeMade, Outcome
from onrecord.export.json_bytes import compact
from onrecord.export.telling import about, masked_told
from onrecord.export.zipped import ZippedTables
from onrecord.record.custody import DECISION_MADE, CustodyEntry
from onrecord.types.rows import EXPORTED_TYPES, ROW_TYPES, DocumentRow

_WHAT = (
    "Check it: `python3 BUNDLE.zip`, or `python3 verify.py` where it is unpacked. rows/ holds the rows as "
    "JSON Lines, tables/ the same as CSV, custody.jsonl who did what to the record and when, decisions.jsonl "
    "what reviewers decided. datapackage.json is a Frictionless data package: it names every file with its "
    "SHA-256."
)
_MAIN = b"import sys\n\nfrom verify import main\n\nsys.exit(main())\n"
_PROFILE = "https://datapackage.org/profiles/1.0/datapackage.json"
_OF_THE_MACHINE = frozenset({"origin"})
"""Details of the custody log that tell a folder of the machine on which the record was built."""


@dataclass
class _Files:
    """The files that go into a bundle, each described as it is written."""

    archive: ZippedTables
    resources: list[dict[str, Any]] = field(default_factory=list)

    def add(self, name: str, path: str, content: bytes, **described: Any) -> None:
        self.archive.file(path, content)
        digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        kind = "table" if "schema" in described else "file"
        held = {"bytes": len(content), "hash": digest}
        self.resources.append({"name": name, "type": kind, "path": path, **described, **held})


def write(
    excerpt: Excerpt, out: BinaryIO, *, with_sources: bool = False, sign_with: Path | None = None
) -> Outcome:
    """Write the bundle of an excerpt, signed with an OpenSSH key where one is given.

    Raises ExportCannotBeMade where sources are asked for while persons are masked, or the key cannot sign.
    """
    if with_sources and excerpt.masking.masks:
        raise ExportCannotBeMade(
            "Sources and texts cannot be masked: they name everybody. Give --with-sources together with "
            "--unmasked where each person may be named to whoever gets the bundle, or leave it out."
        )
    with ZippedTables(out) as archive:
        held = _Files(archive)
        count = _add_rows(excerpt, held)
        head, withheld = _add_custody(excerpt, held)
        _add_decisions(excerpt, held)
        if with_sources:
            _add_sources(excerpt, held)
        held.add("about", "README.txt", about(excerpt, _WHAT).encode(), mediatype="text/plain")
        program = files("onrecord.export").joinpath("bundle_verify.py").read_bytes()
        held.add("verify", "verify.py", program, mediatype="text/x-python")
        held.add("main", "__main__.py", _MAIN, mediatype="text/x-python")
        package = _package(excerpt, held, head)
        archive.file(bundle_verify.PACKAGE, package)
        if sign_with is not None:
            archive.file(bundle_verify.SIGNATURE, _signature(package, sign_with))
    sha256 = hashlib.sha256(package).hexdigest()
    notes = [
        f"sha256 of {bundle_verify.PACKAGE}: {sha256}. Tell it to whoever gets the bundle in another way."
    ]
    if withheld:
        notes.append(f"Details of {withheld} entries of the custody log are withheld: --unmasked gives them.")
    return Outcome(count, tuple(notes))


def _add_rows(excerpt: Excerpt, held: _Files) -> int:
    count = 0
    for name in EXPORTED_TYPES:
        if not excerpt.choice.of_type(name):
            continue
        rows = [row for row in excerpt.record.export_rows([name]) if excerpt.choice.takes(row)]
        count += len(rows)
        lines = b"".join(compact(excerpt.masking.encoded(row)) + b"\n" for row in rows)
        held.add(name, f"rows/{name}.jsonl", lines, mediatype="application/x-ndjson")
        kind = ROW_TYPES[name]
        columns = [column.name for column in columns_of(kind)]
        table = held.archive.csv(columns, (cells_of(row, excerpt) for row in excerpt.rows(kind)))
        fields = [{"name": column, "type": "string"} for column in columns]
        described = {"format": "csv", "mediatype": "text/csv", "encoding": "utf-8"}
        name_of_table = f"{name}-table".replace("_", "-")
        held.add(name_of_table, f"tables/{name}.csv", table, **described, schema={"fields": fields})
    return count


def _add_custody(excerpt: Excerpt, held: _Files) -> tuple[str | None, int]:
    """Add the custody log; return its last hash, and how many entries have their details withheld.

    Read by a clearance the log lacks entries, also where no document is above it (those on accounts): then
    there is no hash to end with.
    """
    lines, head, withheld = [], bundle_verify.FIRST, 0
    for entry in excerpt.record.custody():
        told = _told(entry)
        if excerpt.masking.masks and _names_somebody(excerpt, entry):
            told, withheld = {**told, "subject": None, "detail": None, "withheld": True}, withheld + 1
        lines.append(compact(told) + b"\n")
        head = entry.hash
    held.add("custody", "custody.jsonl", b"".join(lines), mediatype="application/x-ndjson")
    return (head if excerpt.record.clearance is None else None), withheld


def _told(entry: CustodyEntry) -> dict[str, Any]:
    names = ("seq", "when", "who", "action", "subject", "detail", "previous", "hash")
    return {name: getattr(entry, name) for name in names}


def _names_somebody(excerpt: Excerpt, entry: CustodyEntry) -> bool:
    """Tell whether an entry names a masked person or a folder of this machine."""
    told: dict[str, Any] = {"subject": entry.subject, "detail": dict(entry.detail)}
    if entry.action == DECISION_MADE:  # its value is JSON within JSON: a name stands there in escapes
        told["detail"] = {**entry.detail, "value": json.loads(entry.detail["value"])}
    return bool(_OF_THE_MACHINE & entry.detail.keys()) or excerpt.masking.written(told) != told


def _add_decisions(excerpt: Excerpt, held: _Files) -> None:
    lines = []
    for decision in excerpt.record.decisions():
        told = {
            "id": decision.id, "row": decision.row, "action": decision.action, "value": decision.value,
            "who": decision.who, "when": decision.when, "why": decision.why, "undoes": decision.undoes,
        }  # fmt: skip
        lines.append(compact(excerpt.masking.written(told)) + b"\n")
    held.add("decisions", "decisions.jsonl", b"".join(lines), mediatype="application/x-ndjson")


def _add_sources(excerpt: Excerpt, held: _Files) -> None:
    """Add the bytes of each document as received, and its canonical text, each once."""
    known = set()
    for name, path, content in _sources(excerpt):
        if name not in known:
            known.add(name)
            held.add(name, path, content)


def _sources(excerpt: Excerpt) -> Iterator[tuple[str, str, bytes]]:
    for row in excerpt.rows(DocumentRow):
        yield f"source-{row.sha256}", f"sources/{row.sha256}", excerpt.record.source(row.sha256)
        text = excerpt.record.text(row.id).encode("utf-8", "surrogatepass")
        yield f"text-{row.text_sha256}", f"texts/{row.text_sha256}.txt", text


def _package(excerpt: Excerpt, held: _Files, head: str | None) -> bytes:
    described = {
        "profile": "data-package",
        "name": "onrecord-bundle",
        "title": f"From the record “{excerpt.name_of_record}”",
        "description": masked_told(excerpt),
        "onrecord": version("onrecord"),
        "custody_head": head,
        "resources": held.resources,
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode()


def _signature(package: bytes, key: Path) -> bytes:
    """Return the OpenSSH signature of a package; raises ExportCannotBeMade where the key cannot sign."""
    with tempfile.TemporaryDirectory() as folder:
        signed = Path(folder, bundle_verify.PACKAGE)
        signed.write_bytes(package)
        command = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", bundle_verify.NAMESPACE, str(signed)]
        try:
            subprocess.run(command, check=True, capture_output=True)
            return signed.with_name(bundle_verify.SIGNATURE).read_bytes()
        except (OSError, subprocess.CalledProcessError) as error:
            said = getattr(error, "stderr", b"") or str(error).encode()
            reason = " ".join(said.decode("utf-8", "replace").split())
            raise ExportCannotBeMade(
                f"{key}: this key cannot sign ({reason}). Give an OpenSSH private key; ssh-keygen must be "
                "on this machine, and asks the agent for a key with a passphrase."
            ) from error
