"""Small folders of fictional documents, and readers quick enough to build from them often."""

from __future__ import annotations

import os
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from onrecord.config import Config
from onrecord.export.jsonl import write_jsonl
from onrecord.pipeline.plan import make_tools, read_document
from onrecord.pipeline.units import Read
from onrecord.record.store import Record
from onrecord.types.documents import RawDocument
from onrecord.types.findings import DocumentFindings

LETTER = """\
March 4, 2024

The Honorable Dana Whitlock
Minister of Water

Dear Minister Whitlock,

We write about the families of Lake Orva. On February 12, 2024, the Harbour Authority evicted more than \
600 fishing families from the eastern shore, in breach of the Shore Protection Act of 2011. \
The Authority “consistently breaks the promises made to the \
families of the shore” and it has not answered any letter.

We urge you to halt the evictions and to publish the survey of the shore by June 2024.

Sincerely,

Ines Calloway
Member of Parliament
"""

RELEASE = """\
Calloway Urges Minister to Halt Lake Orva Evictions

March 5, 2024

Member of Parliament Ines Calloway sent a letter to Minister of Water Dana Whitlock on March 4, 2024.

“The families of Lake Orva deserve an answer,” said Calloway. The letter notes that the Authority \
“consistently breaks the promises made to families of the shore”.

According to the Shore Union, at least 550 families lost their homes in February 2024.
"""

REPLY = """\
March 20, 2024

Dear Ms. Calloway,

Thank you for your letter of March 4, 2024. The Ministry denies that any family was evicted. We will publish \
the survey of the shore.

Sincerely,

Dana Whitlock
Minister of Water
"""

FRENCH = """\
Déclaration du conseil municipal

Le conseil municipal demande au ministère de publier les résultats de l'enquête et de rencontrer les familles.
"""


def write_folder(folder: Path) -> Path:
    """Write the four documents into a new folder and return it."""
    (folder / "letters").mkdir(parents=True)
    (folder / "letters" / "letter.txt").write_text(LETTER, "utf-8")
    (folder / "letters" / "reply.txt").write_text(REPLY, "utf-8")
    (folder / "release.txt").write_text(RELEASE, "utf-8")
    (folder / "declaration.txt").write_text(FRENCH, "utf-8")
    return folder


def make_unparsed(config: Config) -> Read:
    """Return the real reader without its language model: what needs no tokens is still found."""
    tools = replace(make_tools(config), parses=False, attributes=False)

    def read(raw: RawDocument) -> DocumentFindings:
        return read_document(raw, tools)

    return read


def path_to_tests() -> str:
    """Return a PYTHONPATH by which another process finds this package as well."""
    return os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]))


def exported(path: Path) -> bytes:
    """Return the export of a record."""
    out = BytesIO()
    with Record.open(path) as record:
        write_jsonl(record, out)
    return out.getvalue()
