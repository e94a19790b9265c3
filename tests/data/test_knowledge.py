"""Files of knowledge: their formats read into entries, and errors that name file, line and remedy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.config import read_config
from onrecord.data.knowledge import read_knowledge
from onrecord.types.errors import ConfigurationIsWrong
from onrecord.types.knowledge import KnowledgeFiles, KnownEntry, Office

ALIASES = """name,alias,kind,identifiers,role,since,until
Vareda Harbour Authority,VHA|the Harbourmaster,body,wikidata:Q1,,,
Maria Lund,,,wikidata:Q2,Mayor of Vareda,2020-05,2022
Maria Lund,Iron Maria,,wikidata:Q2,Senator,2023-01-03,
"""
ENTITIES = [
    {
        "id": "p1", "schema": "Person",
        "properties": {"name": ["Anna Holm"], "alias": ["A. Holm"], "wikidataId": ["Q7"]},
    },
    {"id": "b1", "schema": "PublicBody", "properties": {"name": ["Lake Commission"]}},
    {
        "id": "c1", "schema": "Company",
        "properties": {"name": ["Holm Ferries"], "previousName": ["Holm Boats"]},
    },
    {"id": "o1", "schema": "Position", "properties": {"name": ["Harbour Minister"]}},
    {
        "id": "x1", "schema": "Occupancy",
        "properties": {"holder": ["p1"], "post": ["o1"], "startDate": ["2019-02-01"], "endDate": ["2021"]},
    },
    {
        "id": "m1", "schema": "Membership",
        "properties": {"member": ["p1"], "organization": ["b1"], "role": ["chair"], "startDate": ["2022"]},
    },
    {"id": "v1", "schema": "Vessel", "properties": {"name": ["Lake Star"]}},
]  # fmt: skip
MEMBER = {
    "id": {"bioguide": "H000001", "govtrack": 412},
    "name": {
        "first": "Carl",
        "middle": "H.",
        "last": "Holm",
        "official_full": "Carl H. Holm",
        "nickname": "Cal",
    },
    "terms": [
        {"type": "sen", "start": "2001-01-03", "end": "2007-01-03", "state": "VT", "party": "Independent"},
        {
            "type": "rep",
            "start": "2007-01-04",
            "end": "2009-01-03",
            "state": "NJ",
            "district": 4,
            "party": "R",
        },
        {
            "type": "rep",
            "start": "2009-01-06",
            "end": "2011-01-03",
            "state": "AK",
            "district": 0,
            "party": "R",
        },
    ],
}
YAML = """
- id: {bioguide: H000001}
  name: {first: Carl, last: Holm}
  terms:
  - {type: rep, start: 2007-01-04, end: '2009-01-03', state: NJ, district: 4, party: Republican}
"""


def entries(folder: Path, name: str, text: str, key: str) -> tuple[KnownEntry, ...]:
    (folder / name).write_text(text, "utf-8")
    return read_knowledge(KnowledgeFiles(**{key: (str(folder / name),)})).entries


def test_a_table_of_aliases(tmp_path: Path) -> None:
    authority, lund = entries(tmp_path, "names.csv", ALIASES, "aliases")
    assert (authority.kind, authority.aliases) == ("body", ("VHA", "the Harbourmaster"))
    assert lund.aliases == ("Iron Maria",)
    assert lund.offices == (
        Office("Mayor of Vareda", "2020-05", "2022", source="names.csv"),
        Office("Senator", "2023-01-03", None, source="names.csv"),
    )


def test_followthemoney_entities_with_who_held_what(tmp_path: Path) -> None:
    text = "\n".join(json.dumps(entity) for entity in ENTITIES)
    found = {entry.name: entry for entry in entries(tmp_path, "case.ftm.json", text, "followthemoney")}
    assert set(found) == {"Anna Holm", "Lake Commission", "Holm Ferries"}
    anna = found["Anna Holm"]
    assert dict(anna.identifiers) == {"ftm": "p1", "wikidata": "Q7"}
    assert [(o.role, o.since, o.until) for o in anna.offices] == [
        ("Harbour Minister", "2019-02-01", "2021"),
        ("chair of Lake Commission", "2022", None),
    ]
    assert (found["Holm Ferries"].kind, found["Holm Ferries"].aliases) == ("organization", ("Holm Boats",))
    assert found["Lake Commission"].kind == "body"


def test_members_with_a_seat_a_term(tmp_path: Path) -> None:
    [carl] = entries(tmp_path, "members.json", json.dumps([MEMBER]), "legislators")
    assert carl.name == "Carl H. Holm"
    assert {"Carl Holm", "Cal Holm"} <= set(carl.aliases)
    assert dict(carl.identifiers) == {"bioguide": "H000001", "govtrack": "412"}
    assert [(o.role, o.area) for o in carl.offices] == [
        ("Senator", "VT"), ("Representative", "NJ-04"), ("Representative", "AK-AL"),
    ]  # fmt: skip


def test_members_as_yaml_and_as_csv(tmp_path: Path) -> None:
    [carl] = entries(tmp_path, "members.yaml", YAML, "legislators")
    assert [(o.since, o.until, o.area) for o in carl.offices] == [("2007-01-04", "2009-01-03", "NJ-04")]
    table = (
        "last_name,first_name,type,state,district,party,bioguide_id\nHolm,Carl,sen,VT,,Independent,H000001\n"
    )
    [carl] = entries(tmp_path, "members.csv", table, "legislators")
    assert [(o.role, o.since, o.area) for o in carl.offices] == [("Senator", None, "VT")]


@pytest.mark.parametrize(
    ("name", "key", "text", "told"),
    [
        ("a.csv", "aliases", "alias\nX\n", "a.csv, line 1: the column 'name' is missing"),
        ("a.csv", "aliases", "name,nmae\nX,Y\n", "line 1: there is no column 'nmae'"),
        ("a.csv", "aliases", "name,kind\nX,robot\n", "line 2: 'robot' is no kind of actor"),
        ("a.csv", "aliases", "name,kind\nX,body\n,body\n", "line 3: the name is empty"),
        ("a.csv", "aliases", "name,identifiers\nX,Q1\n", "line 2: 'Q1' is no identifier"),
        ("a.csv", "aliases", "name,role,since\nX,Mayor,May 2020\n", "line 2: 'May 2020' is no date"),
        ("a.csv", "aliases", "name,alias\nX,Y,Z\n", "line 2: the line has more cells"),
        ("f.json", "followthemoney", '{"id": "1"\n', "f.json, line 1: this is no JSON"),
        ("f.json", "followthemoney", '\n{"id": "1"}\n', "line 2: this is no entity"),
        ("m.json", "legislators", "[{]", "m.json, line 1: this is no JSON"),
        ("m.json", "legislators", '[{"id": {}}]', "m.json, member 1"),
        ("m.json", "legislators", "{}", "no list of members"),
        ("m.yaml", "legislators", "- [\n", "this is no YAML"),
        ("m.csv", "legislators", "name\nX\n", "line 1: the columns are not those"),
    ],
)
def test_an_error_names_file_line_and_remedy(
    tmp_path: Path, name: str, key: str, text: str, told: str
) -> None:
    with pytest.raises(ConfigurationIsWrong) as raised:
        entries(tmp_path, name, text, key)
    assert told in str(raised.value)
    assert str(raised.value).endswith(".")


def test_a_file_that_is_not_there_is_said_before_the_build() -> None:
    with pytest.raises(ConfigurationIsWrong, match=r"names\.csv: No such file .* relative to"):
        read_knowledge(KnowledgeFiles(aliases=("names.csv",)))


def test_the_configuration_names_files_beside_it(tmp_path: Path) -> None:
    (tmp_path / "onrecord.toml").write_text('[knowledge]\naliases = ["names.csv"]\n', "utf-8")
    config = read_config(tmp_path / "onrecord.toml")
    assert config.knowledge == KnowledgeFiles(aliases=(str((tmp_path / "names.csv").resolve()),))


@pytest.mark.parametrize(
    ("table", "told"),
    [('[knowledge]\nalias = ["x"]', r"\[knowledge\] has"), ('[knowledge]\naliases = "x"', "must be a list")],
)
def test_a_wrong_table_is_said(tmp_path: Path, table: str, told: str) -> None:
    (tmp_path / "onrecord.toml").write_text(table, "utf-8")
    with pytest.raises(ConfigurationIsWrong, match=told):
        read_config(tmp_path / "onrecord.toml")
