"""Which document a citation leads to, as what, and where it leads to none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord.resolve.links import LinkResolver
from onrecord.resolve.links_dates import days_of, in_words, months_of
from onrecord.resolve.quotations import QuotationResolver
from onrecord.types.rows import DocumentLink, QuotationCheck
from tests.resolve.citing import Citing
from tests.resolve.corpora import MemoryCorpus, items_of
from tests.resolve.papers import Paper

RUIZ, OKAFOR, SAND = "Ana Ruiz", "Lena Okafor", "Viktor Sand"

MATTER = (
    "Police evicted 340 families from the north shore of the lake in March and burned their boats. "
    "The families live in tents without clean water. The evictions must stop and the relocation plan be "
    "published before winter."
)
OTHER_MATTER = (
    "The customs tariff on imported timber has doubled since last spring. Sawmills in the valley "
    "have dismissed half of their workers, and builders wait for months. We ask for a hearing on the "
    "tariff in the finance panel."
)


def links(*papers: Paper) -> list[DocumentLink]:
    resolver = LinkResolver()
    corpus = MemoryCorpus([paper.findings() for paper in papers], [resolver, QuotationResolver()])
    return [
        row for row in items_of(resolver, corpus) if isinstance(row, DocumentLink) and row.kind != "same_text"
    ]


def told(paper: Paper, found: list[DocumentLink]) -> list[tuple[str, str | None]]:
    """Return the links from one document: kind, and where they lead or what is wanted."""
    return [
        (link.kind, link.to_document or (link.wanted.description if link.wanted else None))
        for link in found
        if link.from_document == paper.id
    ]


def letter(
    date: str | None = "2024-05-21", text: str = MATTER, to: str = SAND, of: tuple[str, ...] = (RUIZ,)
) -> Citing:
    return Citing("letter", f"Dear {to},\n{text}\n{chr(10).join(of)}", date, of, (to,))


def release(words: str, text: str = MATTER, date: str | None = "2024-05-22") -> Citing:
    return Citing("press_release", f"{RUIZ} {words} {SAND}. {text}", date)


def test_a_release_reports_on_the_letter_it_tells_of() -> None:
    here, there = release("today sent a letter to"), letter()
    here.cites(
        "a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date="2024-05-22", told=True
    )
    assert told(here, links(here, there)) == [("reports_on", there.id)]


def test_a_letter_that_is_only_named_is_cited() -> None:
    here, there = release("thanked all who signed the letter of May 21 to"), letter()
    here.cites(
        "the letter of May 21", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date="2024-05-21"
    )
    assert told(here, links(here, there)) == [("cites", there.id)]


def test_an_answer_replies_to_what_it_answers() -> None:
    here = Citing("letter", f"Thank you for your letter of May 21.\n{MATTER}\n{SAND}", "2024-06-17", (SAND,))
    here.cites("your letter of May 21", addressees=[here.actor(SAND)], date="2024-05-21", answered=True)
    there = letter()
    assert told(here, links(here, there)) == [("replies_to", there.id)]


def test_a_report_named_as_a_source_is_cited_and_one_told_at_length_reported_on() -> None:
    there = Citing("report", f"Clinic\n{MATTER}", "2024-04-15", title="Clinic")
    there.signatories = (there.actor("Clinic", "organization"),)
    source = Citing("news_article", f"The Clinic said in a report that month so. {MATTER}", "2024-06-21")
    source.cites(
        "a report", "report", issuers=[source.actor("Clinic", "organization")], date="2024-04", told=True
    )
    about = Citing("news_article", f"The Clinic published a report. The report tells: {MATTER}", "2024-04-16")
    cited = about.cites(
        "a report", "report", issuers=[about.actor("Clinic", "organization")], date="2024-04-15"
    )
    about.rows.remove(cited)
    about.rows.append(
        replace(cited, mentions=(*cited.mentions, about.words("The report")), told=True, subject=True)
    )
    found = links(source, about, there)
    assert told(source, found) == [("cites", there.id)]
    assert told(about, found) == [("reports_on", there.id)]


def test_a_listing_cites_and_does_not_report() -> None:
    here = Citing("listing_page", f"{RUIZ} released a letter to {SAND} asking him to stop. {MATTER}")
    here.cites("a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], told=True)
    there = letter(None)
    assert [kind for kind, _ in told(here, links(here, there))] == ["cites"]


AGAINST = {
    "other addressee": letter(to=OKAFOR),
    "other author": letter(of=(OKAFOR,)),
    "other day": letter("2024-01-09"),
    "of later": letter("2024-07-01"),
}


@pytest.mark.parametrize("there", AGAINST.values(), ids=AGAINST.keys())
def test_what_speaks_against_a_letter_makes_another_wanted(there: Citing) -> None:
    here = release("on May 21 sent a letter to")
    here.cites(
        "a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date="2024-05-21", told=True
    )
    [link] = [link for link in links(here, there) if link.from_document == here.id]
    assert link.wanted is not None
    assert link.wanted.description == f"letter from {RUIZ} to {SAND} (2024-05-21)"


def test_a_letter_of_no_known_day_is_known_by_its_matter() -> None:
    here, there, other = release("wrote a letter to", date=None), letter(None), letter(None, OTHER_MATTER)
    here.cites("a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], told=True)
    assert told(here, links(here, there, other)) == [("reports_on", there.id)]
    [(_, wanted)] = told(here, links(here, other))
    assert wanted == f"letter from {RUIZ} to {SAND}"


def test_of_two_that_fit_equally_neither_is_meant_and_none_is_wanted() -> None:
    here = release("on May 21 sent a letter to")
    here.cites(
        "a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date="2024-05-21", told=True
    )
    one, other = letter(), letter(text=MATTER + " ")
    assert one.id != other.id
    assert told(here, links(here, one, other)) == []


def test_a_group_is_those_who_are_what_it_is_called_and_as_many() -> None:
    for number, leads in ((2, True), (3, False)):
        here = Citing(
            "news_article", f"A letter from some lawmakers said so last month. {MATTER}", "2024-06-19"
        )
        by = here.words("some lawmakers")
        here.cites(
            "A letter", issuers=[here.actor("lawmakers", "group")], date="2024-05", by=by, number=number
        )
        there = letter(of=(RUIZ, OKAFOR))
        for name in (RUIZ, OKAFOR):
            there.role(name, "Member of Parliament")
        assert (("cites", there.id) in told(here, links(here, there))) is leads


def test_an_office_is_that_of_its_holder() -> None:
    here = Citing("news_article", f"In a reply the Ministry of Waterways said so. {MATTER}", "2024-06-19")
    here.cites("a reply", "reply", issuers=[here.actor("Ministry of Waterways", "body")], told=True)
    there = Citing("letter", f"Thank you for your letter.\n{MATTER}\n{SAND}", "2024-06-17", (SAND,))
    there.role(SAND, "Minister of Waterways")
    assert [link.to_document for link in links(here, there) if link.from_document == here.id] == [None]
    there.cites("your letter", addressees=[there.actor(SAND)], answered=True)
    there.role(SAND, "Minister of Waterways")
    assert told(here, links(here, there)) == [("reports_on", there.id)]


def test_a_letter_that_a_release_prints_is_not_wanted_and_is_led_to() -> None:
    prints = Citing("press_release", f"Here is it.\nDear {SAND},\n{MATTER}\n{RUIZ}", "2024-05-22")
    prints.cites(
        f"Dear {SAND},",
        issuers=[prints.actor(RUIZ)],
        addressees=[prints.actor(SAND)],
        date="2024-05-21",
        printed=True,
    )
    here = release("on Tuesday wrote a letter to", date="2024-05-23")
    here.cites(
        "a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date="2024-05-21", told=True
    )
    found = links(prints, here)
    assert told(prints, found) == []
    assert told(here, found) == [("reports_on", prints.id)]


def test_a_number_leads_to_the_document_that_bears_it() -> None:
    here = Citing("report", f"As told in A/HRC/19/61. {MATTER}", "2024-06-19")
    here.cites("A/HRC/19/61", "document", title="A/HRC/19/61")
    there = Citing("report", f"A/HRC/19/61\n{OTHER_MATTER}", "2012-02-01")
    there.cites("A/HRC/19/61", "document", title="A/HRC/19/61", printed=True)
    found = links(here, there)
    assert told(here, found) == [("cites", there.id)]
    assert told(there, found) == []
    assert told(here, links(here)) == [("cites", "A/HRC/19/61")]


TOO_LITTLE = {
    "a letter of somebody": {"issuers": True},
    "a letter to somebody": {"addressees": True, "told": True},
    "a group's letter": {"group": True, "told": True},
    "a statement": {"issuers": True, "addressees": True, "date": "2024-05-21", "sort": "statement"},
}


@pytest.mark.parametrize("given", TOO_LITTLE.values(), ids=TOO_LITTLE.keys())
def test_what_is_known_too_little_of_is_not_wanted(given: dict[str, object]) -> None:
    here = release("and members sent a letter to")
    issuers = [here.actor(RUIZ)] if given.get("issuers") else []
    issuers += [here.actor("members", "group")] if given.get("group") else []
    addressees = [here.actor(SAND)] if given.get("addressees") else []
    here.cites(
        "a letter",
        str(given.get("sort", "letter")),
        issuers=issuers,
        addressees=addressees,
        date=given.get("date"),
        told=bool(given.get("told")),
    )
    assert told(here, links(here)) == []


QUOTED = "The families live in tents without clean water"


@pytest.mark.parametrize(
    ("to", "date", "kept"),
    [(SAND, None, 0), ("Minister of Waterways", None, 0), (SAND, "2023-01-09", 1), (OKAFOR, None, 1)],
)
def test_a_letter_told_of_where_one_of_the_same_writer_is_quoted_is_that_one(
    to: str, date: str | None, kept: int
) -> None:
    there = letter(
        date="2024-05-02", text=f"{MATTER} {QUOTED}, and so they will be in the cold winter months."
    )
    here = Citing("press_release", f"{RUIZ} sent a letter to {to}. It says: “{QUOTED}.”", "2024-05-22")
    here.cites("a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(to)], date=date, told=True)
    here.role("Minister of Waterways", "Minister")
    anchor, found = here.words(QUOTED), there.words(QUOTED)
    resolver = LinkResolver()
    corpus = MemoryCorpus([here.findings(), there.findings()], [resolver])
    corpus.resolved = [QuotationCheck("qc", anchor, "verbatim", found=found)]
    rows = [row for row in items_of(resolver, corpus) if isinstance(row, DocumentLink)]
    assert sum(row.wanted is not None for row in rows) == kept
    assert ("reports_on" in {row.kind for row in rows if row.to_document == there.id}) == (not kept)


@pytest.mark.parametrize(("date", "kept"), [("2024-05-23", 0), ("2024-05-21", 1), (None, 1)])
def test_nothing_quotes_what_is_of_later(date: str | None, kept: int) -> None:
    here, there = release(f"wrote: “{QUOTED}” to"), letter(date=date, text=QUOTED)
    resolver = LinkResolver()
    corpus = MemoryCorpus([here.findings(), there.findings()], [resolver])
    corpus.resolved = [QuotationCheck("qc", here.words(QUOTED), "verbatim", found=there.words(QUOTED))]
    rows = [row for row in items_of(resolver, corpus) if isinstance(row, DocumentLink)]
    assert sum(row.kind == "quotes" for row in rows) == kept


def test_a_letter_printed_in_the_text_that_tells_of_it_is_not_wanted() -> None:
    here = Citing("press_release", f"{RUIZ} sent a letter to {SAND}.\nDear {SAND}, {MATTER}", "2024-05-22")
    sides = [here.actor(RUIZ)], [here.actor(SAND)]
    here.cites("a letter", issuers=sides[0], addressees=sides[1], told=True)
    here.cites(f"Dear {SAND}", issuers=sides[0], addressees=sides[1], told=True, printed=True)
    assert told(here, links(here)) == []


@pytest.mark.parametrize(("second", "wanted"), [(None, 1), ("2023", 1), ("2021-04", 2)])
def test_a_report_named_twice_in_one_text_is_one(second: str | None, wanted: int) -> None:
    here = Citing("press_release", "A survey of the Clinic, and a recent report of it, say so.", "2024-05-22")
    clinic = here.actor("Clinic", "organization")
    here.cites("A survey", "report", issuers=[clinic], date="2023-22~", told=True)
    here.cites("a recent report", "report", issuers=[clinic], date=second, told=True)
    found = told(here, links(here))
    assert len(found) == wanted
    assert ("cites", "report from Clinic (about summer 2023)") in found


def test_people_are_one_by_their_names_behind_an_office() -> None:
    there = letter(to="Minister of Waterways Viktor Sand")
    here = release("today sent a letter to")
    here.cites("a letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date="2024-05-21")
    assert told(here, links(here, there)) == [("cites", there.id)]


COUNTED = (
    "18 other members of the USA Assembly",
    "More than 50 lawmakers from the USA",
    "nine ministers of USA",
)


@pytest.mark.parametrize("by", COUNTED)
def test_a_group_that_is_only_counted_sent_nothing_that_can_be_looked_for(by: str) -> None:
    here = Citing("press_release", f"{RUIZ} was glad. {by} sent a letter to {SAND}. {MATTER}", "2024-05-22")
    group = here.actor("members", "group", by)
    here.cites(
        "a letter",
        issuers=[group],
        addressees=[here.actor(SAND)],
        by=here.words(by),
        number=None if by.startswith("More") else 9,
        told=True,
    )
    assert told(here, links(here)) == []


def test_who_is_called_by_no_name_is_not_named() -> None:
    here = release("sent a letter to the minister and", date=None)
    issuers, addressees = [here.actor(RUIZ)], [here.actor("minister")]
    here.cites("a letter", issuers=issuers, addressees=addressees, told=True)
    assert told(here, links(here)) == [("reports_on", f"letter from {RUIZ}")]


@pytest.mark.parametrize(("date", "kept"), [(None, 0), ("2024-05", 0), ("2024-05-21", 1)])
def test_our_letter_is_one_to_look_for_only_where_its_day_and_addressee_are_known(
    date: str | None, kept: int
) -> None:
    here = Citing(
        "press_release", f"“Our letter to {SAND} asks for help,” said {RUIZ}. {MATTER}", "2024-06-01"
    )
    here.cites("Our letter", issuers=[here.actor(RUIZ)], addressees=[here.actor(SAND)], date=date, told=True)
    assert len(told(here, links(here))) == kept


def test_the_year_of_a_resolution_is_that_in_its_number() -> None:
    here = Citing("press_release", "The council recalled its resolution 7 (2021).", "2024-06-01")
    here.cites("resolution 7 (2021)", "resolution", title="7 (2021)")
    assert [link.wanted.date for link in links(here) if link.wanted] == ["2021"]


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2007-24~", "about winter 2007"),
        ("2003~", "about 2003"),
        ("2003-21", "spring 2003"),
        ("2003-05", "2003-05"),
        ("2003/2005", None),
        ("202X", None),
        (None, None),
    ],
)
def test_dates_are_said_as_a_person_writes_them(edtf: str | None, said: str | None) -> None:
    assert in_words(edtf) == said


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2023-02-07", "2023-02-07", "2023-02-07"),
        ("2024-02~", "2024-02-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2011-22", "2011-06-01", "2011-08-31"),
        ("2011-24", "2011-12-01", "2012-02-29"),
        ("2005-06-13/2005-06-19", "2005-06-13", "2005-06-19"),
    ],
)
def test_dates_are_the_days_they_can_mean(edtf: str, first: str, last: str) -> None:
    days = days_of(edtf)
    assert days is not None
    assert (days.first.isoformat(), days.last.isoformat()) == (first, last)


def test_what_is_no_date_means_no_day() -> None:
    for edtf in (None, "", "202X", "../2020", "2020/..", "2020-13", "2020-02-30", "2021/2020"):
        assert days_of(edtf) is None


def test_months_of_days_are_all_they_touch() -> None:
    days = days_of("2024-01-05")
    assert days is not None
    assert months_of(days, before=14) == ["2023-12", "2024-01"]
