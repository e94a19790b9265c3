"""Whom to mask in a large record, kept beside its catalogue: a server that starts again need not gather them.

The file holds names, as the catalogue does; who sees a part of the record alone has none. It says which rows
and decisions it was gathered from and carries its own hash, and it can build nothing but what it is made of.
"""

from __future__ import annotations

import io
import json
import pickle
from contextlib import suppress

from onrecord import __version__
from onrecord.export.masking import Persons
from onrecord.record.folder import CATALOGUE, write_atomically
from onrecord.record.store import Record
from onrecord.types.errors import RecordCannotBeWritten
from onrecord.types.identity import sha256_of

NAME = f"{CATALOGUE}.persons"

_OWNER_ALONE = 0o600

_MADE_OF = frozenset(
    (
        ("builtins", "dict"),
        ("builtins", "set"),
        ("collections", "defaultdict"),
        ("onrecord.export.cut_names", "CutNames"),
        ("onrecord.export.masking", "Persons"),
        ("onrecord.export.name_forms", "NameForms"),
        ("onrecord.export.name_forms", "_Form"),
    )
)

Standing = tuple[str, int, int]


class _Unpickler(pickle.Unpickler):
    """Builds what persons are made of and refuses all else: whoever made the file runs nothing by it."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _MADE_OF:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of persons")
        return super().find_class(module, name)


def keep_persons(record: Record, standing: Standing, persons: Persons) -> None:
    """Keep persons gathered from a record as it stood; where its disk refuses they are gathered again."""
    if record.clearance is not None or not record.make_index_folder():
        return
    body = pickle.dumps(persons)
    head = json.dumps([__version__, *standing, sha256_of(body)]).encode()
    with suppress(OSError, RecordCannotBeWritten):
        write_atomically(record.index / NAME, head + b"\n" + body, _OWNER_ALONE)


def kept_persons(record: Record, standing: Standing) -> Persons | None:
    """Return the persons that were kept of a record as it stands, None where there are none that hold."""
    if record.clearance is not None:
        return None
    try:
        with (record.index / NAME).open("rb") as kept:
            head = json.loads(kept.readline())
            if head[:-1] != [__version__, *standing]:
                return None
            body = kept.read()
        found = _Unpickler(io.BytesIO(body)).load() if sha256_of(body) == head[-1] else None
    except (OSError, ValueError, TypeError, pickle.UnpicklingError):
        return None
    return found if isinstance(found, Persons) else None
