"""Files of knowledge: one entry that fits words, seat and date is the actor; of two neither is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.data import Vocabularies
from onrecord.extract.actors import ActorExtractor
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Layout
from onrecord.types.findings import Found
from onrecord.types.identity import actor_id
from onrecord.types.knowledge import Knowledge, KnownEntry, Office
from onrecord.types.rows import Actor
from tests.builders import annotated, paragraphs_of


def sat(role: str, since: str, until: str, area: str, party: str) -> Office:
    return Office(role, since, until, area, party, "members.json")


CARL_NJ = KnownEntry(
    "Carl H. Holm", "person", ("Carl Holm",), (("bioguide", "H000001"),),
    (
        sat("Representative", "2019-01-03", "2021-01-03", "NJ-04", "Republican"),
        sat("Representative", "2021-01-03", "2023-01-03", "NJ-04", "Republican"),
    ),
)  # fmt: skip
DORA_WA = KnownEntry(
    "Dora Holm", "person", (), (("bioguide", "H000002"),),
    (sat("Representative", "2019-01-03", "2025-01-03", "WA-09", "Democrat"),),
)  # fmt: skip
ELLA_SEN = KnownEntry(
    "Ella Holm", "person", (), (("bioguide", "H000003"),),
    (sat("Senator", "2015-01-03", "2021-01-03", "VT", "Independent"),),
)  # fmt: skip
MIKE_AL = KnownEntry(
    "Mike Dahl", "person", (), (("bioguide", "D000001"),),
    (sat("Representative", "2003-01-03", "2025-01-03", "AL-03", "Republican"),),
)  # fmt: skip
MIKE_MI = KnownEntry(
    "Mike Dahl", "person", (), (("bioguide", "D000002"),),
    (sat("Representative", "2001-01-03", "2015-01-03", "MI-08", "Republican"),),
)  # fmt: skip
AUTHORITY = KnownEntry(
    "Vareda Harbour Authority", "body", ("VHA", "the Harbourmaster"), (("wikidata", "Q1"),)
)
CHINA = KnownEntry("China", "state", ("Lake Palace",), (("iso3", "CHN"), ("wikidata", "Q148")))
LUND = KnownEntry(
    "Maria Lund", "person", ("Iron Maria",), (("wikidata", "Q2"),),
    (Office("Mayor of Vareda", "2020", "2022", source="names.csv"),),
)  # fmt: skip
EVERY = Knowledge.of([CARL_NJ, DORA_WA, ELLA_SEN, MIKE_AL, MIKE_MI, AUTHORITY, CHINA, LUND])
EXTRACTOR = ActorExtractor(Vocabularies(knowledge=EVERY))


def read(text: str, date: str | None = "2022-05-04") -> dict[str, Actor]:
    stated = RecordDate(date, "stated") if date else None
    layout = Layout(paragraphs=paragraphs_of(text), date=stated)
    rows = EXTRACTOR.extract(annotated(text, layout), Found())
    return {row.name: row for row in rows if isinstance(row, Actor)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("We thank Rep. Holm (R-NJ).", id="party and state"),
        pytest.param("We thank Representative Holm (NJ-04).", id="district"),
        pytest.param("We thank Congressman Holm (R-N.J.).", id="state with stops"),
        pytest.param("We thank Rep. Carl Holm.", id="a first name and a title"),
        pytest.param("We thank Rep. C. Holm (R-NJ).", id="an initial"),
    ],
)
def test_the_one_member_that_fits_words_seat_and_date_is_meant(text: str) -> None:
    found = read(text)
    carl = found["Carl H. Holm"]
    assert dict(carl.identifiers) == {"bioguide": "H000001"}
    assert [(office.role, office.since) for office in carl.offices] == [("Representative", "2021-01-03")]
    assert not carl.private


@pytest.mark.parametrize(
    ("text", "date"),
    [
        pytest.param("We thank Rep. Holm.", "2022-05-04", id="two sat that day"),
        pytest.param("We thank Rep. Holm (R-NJ).", "2030-05-04", id="none sat that day"),
        pytest.param("We thank Rep. Holm (D-NJ).", "2022-05-04", id="another party"),
        pytest.param("We thank Senator Holm.", "2022-05-04", id="another chamber, later"),
        pytest.param("Carl Holm sells boats in the harbour.", "2022-05-04", id="nothing but a name"),
    ],
)
def test_who_fits_not_alone_is_nobody(text: str, date: str) -> None:
    assert not [actor for actor in read(text, date).values() if "bioguide" in dict(actor.identifiers)]


def test_a_title_alone_is_enough_where_one_held_it_that_day() -> None:
    assert dict(read("We thank Senator Holm.", "2016-02")["Ella Holm"].identifiers)["bioguide"] == "H000003"


def test_two_who_fit_are_named_as_possibly_the_same() -> None:
    [holm] = [actor for actor in read("We thank Rep. Holm.").values() if actor.kind == "person"]
    assert set(holm.possible_same) == {actor_id("person", "Carl H. Holm"), actor_id("person", "Dora Holm")}


def test_two_of_one_name_have_two_ids() -> None:
    one = read("We thank Rep. Mike Dahl (R-AL).", "2010-01-10")["Mike Dahl"]
    other = read("We thank Rep. Mike Dahl (R-MI).", "2010-01-10")["Mike Dahl"]
    neither = read("We thank Rep. Mike Dahl.", "2010-01-10")["Mike Dahl"]
    later = read("We thank Rep. Mike Dahl.", "2020-01-10")["Mike Dahl"]
    assert len({one.id, other.id, neither.id}) == 3
    assert set(neither.possible_same) == {one.id, other.id}
    assert later.id == one.id


def test_every_name_of_an_organisation_leads_to_its_full_one() -> None:
    found = read("The Harbourmaster and the VHA closed it.")["Vareda Harbour Authority"]
    assert found.kind == "body"
    assert [mention.exact for mention in found.mentions] == ["Harbourmaster", "VHA"]
    assert dict(found.identifiers) == {"wikidata": "Q1"}


def test_a_state_gets_a_name_and_an_identifier_more() -> None:
    china = read("Lake Palace denied it. China was silent.")["China"]
    assert [mention.exact for mention in china.mentions] == ["Lake Palace", "China"]
    assert dict(china.identifiers) == {"iso3": "CHN", "wikidata": "Q148"}


def test_a_person_is_found_by_a_listed_name_and_has_the_office_of_that_time() -> None:
    assert [o.role for o in read("Then Iron Maria left.", "2021")["Maria Lund"].offices] == [
        "Mayor of Vareda"
    ]
    assert read("Then Iron Maria left.", "2024-01-01")["Maria Lund"].offices == ()


def test_without_files_nothing_changes() -> None:
    plain = ActorExtractor(Vocabularies())
    page = annotated("We thank Rep. Holm (R-NJ).")
    [row] = [row for row in plain.extract(page, Found()) if isinstance(row, Actor)]
    assert (row.name, row.identifiers, row.offices) == ("Holm", (), ())


@pytest.mark.parametrize(
    ("date", "holds"),
    [
        ("2021-01-03", True), ("2021", True), ("2020-12", False), ("2023-01-03", True), ("2023-02", False),
        ("2019-01-01/2021-05-05", True),
    ],
)  # fmt: skip
def test_an_office_holds_on_days_inside_it(date: str, holds: bool) -> None:
    office = Office("Representative", "2021-01-03", "2023-01-03")
    assert office.holds_on(RecordDate(date, "stated")) is holds
    assert replace(office, since=None, until=None).holds_on(RecordDate(date, "stated"))


def test_entries_of_two_files_that_share_an_identifier_are_one() -> None:
    more = KnownEntry("Lund, Maria", "person", ("M. Lund",), (("wikidata", "Q2"), ("ftm", "x")))
    [entry] = Knowledge.of([LUND, more]).entries
    assert entry.name == "Maria Lund"
    assert set(entry.aliases) == {"Iron Maria", "Lund, Maria", "M. Lund"}
    assert len(Knowledge.of([MIKE_AL, MIKE_MI]).entries) == 2
