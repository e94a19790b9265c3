"""Members of a congress in the public congress-legislators format: who sat for what, and when."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import KnownEntry, Office, file_name

_ROLES = {"rep": "Representative", "sen": "Senator", "del": "Delegate", "prez": "President",
          "viceprez": "Vice President"}  # fmt: skip
_SCHEMES = ("bioguide", "wikidata", "govtrack", "icpsr")

Member = Mapping[str, Any]


def read_legislators(text: str, path: str) -> Iterator[KnownEntry]:
    """Yield an entry a member, with an office a term; raises ConfigurationIsWrong with the member.

    YAML and JSON hold every term, the CSV of the same project the present one alone.
    """
    source = file_name(path)
    if source.casefold().endswith(".csv"):
        members: Any = list(_from_csv(text, path))
    elif source.casefold().endswith((".yaml", ".yml")):
        members = _from_yaml(text, path)
    else:
        members = _from_json(text, path)
    if not isinstance(members, list):
        raise ConfigurationIsWrong(
            f"{path}: this is no list of members. Give a file of congress-legislators."
        )
    for number, member in enumerate(members, 1):
        try:
            yield _entry(member, source)
        except (KeyError, TypeError, AttributeError) as error:
            raise ConfigurationIsWrong(
                f"{path}, member {number}: {error} is missing or is not as congress-legislators has it. "
                "A member has id.bioguide, name.first, name.last and terms with type, start and end."
            ) from error


def _entry(member: Member, source: str) -> KnownEntry:
    name = member["name"]
    first, last = str(name["first"]), str(name["last"])
    full = str(name.get("official_full") or f"{first} {last}")
    given = [first, str(name.get("nickname") or ""), f"{first} {name.get('middle') or ''}".strip()]
    others = [f"{one} {last}" for one in given if one]
    others += [f"{other['first']} {last}" for other in member.get("other_names", ()) if other.get("first")]
    identifiers = [(scheme, str(member["id"][scheme])) for scheme in _SCHEMES if member["id"].get(scheme)]
    if not member["id"]["bioguide"]:
        raise KeyError("id.bioguide")
    return KnownEntry(
        full,
        "person",
        tuple(dict.fromkeys(other for other in others if other != full)),
        tuple(sorted(identifiers)),
        tuple(_office(term, source) for term in member["terms"]),
    )


def _office(term: Member, source: str) -> Office:
    state, district = str(term["state"]) if term.get("state") else None, term.get("district")
    seat = state
    if state and district is not None and term["type"] in ("rep", "del"):
        seat = f"{state}-{int(district):02d}" if int(district) else f"{state}-AL"
    return Office(
        _ROLES[term["type"]],
        str(term["start"]) if term["start"] else None,
        str(term["end"]) if term.get("end") else None,
        seat,
        str(term["party"]) if term.get("party") else None,
        source,
    )


def _from_json(text: str, path: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ConfigurationIsWrong(
            f"{path}, line {error.lineno}: this is no JSON ({error.msg}). Correct it or load the file anew."
        ) from error


def _from_yaml(text: str, path: str) -> Any:
    import yaml  # noqa: PLC0415

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506  the safe loader, in C where it is there
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ConfigurationIsWrong(
            f"{path}{line}: this is no YAML ({getattr(error, 'problem', error)}). Correct it or load the "
            "file anew."
        ) from error


def _from_csv(text: str, path: str) -> Iterator[Member]:
    rows = csv.DictReader(io.StringIO(text))
    if not {"last_name", "first_name", "type", "bioguide_id"} <= set(rows.fieldnames or ()):
        raise ConfigurationIsWrong(
            f"{path}, line 1: the columns are not those of congress-legislators. "
            "It has last_name, first_name, type, state, district, party, bioguide_id."
        )
    for row in rows:
        yield {
            "id": {"bioguide": row["bioguide_id"], "wikidata": row.get("wikidata_id")},
            "name": {
                "first": row["first_name"],
                "last": row["last_name"],
                "middle": row.get("middle_name"),
                "nickname": row.get("nickname"),
                "official_full": row.get("full_name"),
            },
            "terms": [
                {
                    "type": row["type"],
                    "start": row.get("start") or None,
                    "state": row.get("state"),
                    "district": row.get("district") or None,
                    "party": row.get("party"),
                }
            ],
        }
