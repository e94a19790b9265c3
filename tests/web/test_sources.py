"""Sources as a page: what stands on what, at 500 documents, around one of them, with copies folded."""

from __future__ import annotations

from itertools import combinations

import pytest
from starlette.testclient import TestClient

from onrecord.types.rows import DocumentLink
from onrecord.web.drawing_graph import BOX_HEIGHT, BOX_WIDTH
from onrecord.web.site import Site
from onrecord.web.sourced import KINDS, SourcesAsked, sources_shown
from onrecord.web.sourced_graph import direction, origin_of
from tests.web.many import CLINIC, COPIES, paper
from tests.web.pages import Shown

BOX = "//*[contains(@class, 'mark node')]/*[local-name()='rect']"
TIE = "//*[contains(@class, 'mark tie')]"


def corners(shown: Shown) -> list[tuple[float, float]]:
    return [(float(box.get("x")), float(box.get("y"))) for box in shown.tree.xpath(BOX)]


def test_every_link_of_the_record_is_a_tie_and_stands_in_the_table(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/sources")
    shown.check_structure()
    links = [link for link in site.record.rows(DocumentLink) if link.kind in KINDS]
    assert len(shown.tree.xpath(TIE)) == len({direction(link) for link in links})
    told = set(shown.links("//table//a"))
    for link in links:
        assert f"/documents/{link.from_document}" in told
    drawn = set(shown.links(TIE))
    assert drawn <= {f"/rows/{link.id}" for link in links}


def test_every_mark_is_a_link_with_a_title(client: TestClient) -> None:
    marks = Shown(client, "/sources?origins=yes").tree.xpath("//*[contains(@class, 'mark')][ancestor::svg]")
    assert marks
    assert all(mark.tag == "a" and mark.get("href") and mark[0].text.strip() for mark in marks)


def test_a_wanted_document_is_drawn_and_leads_to_what_wants_it(client: TestClient, site: Site) -> None:
    wanted = [link for link in site.record.rows(DocumentLink) if link.wanted is not None]
    shown = Shown(client, "/sources")
    boxes = shown.links("//*[contains(@class, 'node wanted')]")
    assert set(boxes) == {f"/rows/{link.id}" for link in wanted}


def test_kinds_of_link_are_chosen_by_the_address(client: TestClient, site: Site) -> None:
    shown = Shown(client, "/sources?kind=replies_to")
    links = [link for link in site.record.rows(DocumentLink) if link.kind == "replies_to"]
    assert len(shown.tree.xpath(TIE)) == len(links)
    assert shown.texts("//label[input/@checked]") == ["replies to"]


def test_what_shares_less_than_a_copy_is_drawn_where_that_is_asked_for(many_client: TestClient) -> None:
    assert not Shown(many_client, "/sources?most=500").tree.xpath("//*[contains(@class, 'tie same_text')]")
    shown = Shown(many_client, "/sources?most=500&kind=same_text")
    assert not shown.tree.xpath("//*[contains(@class, 'tie same_text')]"), "copies alone are one box"
    assert paper(0).id in " ".join(shown.links())


def test_one_document_is_shown_with_what_it_stands_on_and_what_stands_on_it(
    client: TestClient, site: Site
) -> None:
    link = next(link for link in site.record.rows(DocumentLink) if link.kind == "replies_to")
    shown = Shown(client, f"/sources?document={link.from_document}")
    shown.check_structure()
    [chosen] = shown.links("//*[contains(@class, 'node')][*[contains(@class, 'chosen')]]")
    assert chosen == f"/documents/{link.from_document}"
    boxes = dict(zip(shown.links("//*[contains(@class, 'mark node')]"), corners(shown), strict=True))
    assert boxes[f"/documents/{link.to_document}"][0] < boxes[chosen][0]


def test_the_first_to_have_said_something_is_drawn_where_asked_for(client: TestClient, site: Site) -> None:
    assert not Shown(client, "/sources").links("//*[contains(@class, 'node actor')]")
    shown = Shown(client, "/sources?origins=yes")
    names = {
        site.names.one(link.rpartition("/")[2]) for link in shown.links("//*[contains(@class, 'node actor')]")
    }
    assert "Lakeland Legal Clinic" in names


def test_who_puts_a_document_out_is_not_drawn_as_its_origin(site: Site) -> None:
    document = next(row for row in site.record.documents() if row.signatories)
    own = document.signatories[0]
    assert origin_of((own, document.id), document) is None
    assert origin_of((CLINIC, document.id), document) == CLINIC
    assert origin_of((document.id,), document) is None


def test_five_hundred_documents_do_not_overlap_and_are_all_in_the_table(many_client: TestClient) -> None:
    shown = Shown(many_client, "/sources?most=500")
    places = corners(shown)
    assert len(places) > 350
    assert not [
        pair
        for pair in combinations(places, 2)
        if abs(pair[0][0] - pair[1][0]) < BOX_WIDTH and abs(pair[0][1] - pair[1][1]) < BOX_HEIGHT
    ]
    documents = shown.links("//*[contains(@class, 'node document')]")
    assert len(shown.texts("//tbody/tr")) == len(documents)


def test_copies_of_one_text_are_drawn_once_and_listed(many_client: TestClient, many: Site) -> None:
    shown = Shown(many_client, "/sources?most=500")
    drawn = shown.links("//*[contains(@class, 'node document')]")
    copies = [f"/documents/{paper(number).id}" for number in range(1, COPIES + 1)]
    assert f"/documents/{paper(0).id}" in drawn
    assert not set(copies) & set(drawn)
    assert f"{COPIES} more with the same text" in shown.main
    assert set(copies) <= set(shown.links("//table//a"))


def test_what_stands_on_a_copy_is_tied_to_the_text_it_is_drawn_with(many: Site) -> None:
    shown = sources_shown(many, SourcesAsked(most=500))
    ends = {end for each in shown.linked for tie in (*each.on, *each.under) for end in (tie.source, tie.user)}
    assert not ends & {paper(number).id for number in range(1, COPIES + 1)}


def test_of_too_many_those_with_most_links_are_shown_and_the_rest_is_counted(many_client: TestClient) -> None:
    shown = Shown(many_client, "/sources?most=60")
    assert len(shown.tree.xpath(BOX)) <= 60
    assert "left out: those with the most links are shown" in shown.main


def test_origins_of_more_than_can_be_read_are_not_drawn_and_that_is_said(many_client: TestClient) -> None:
    shown = Shown(many_client, "/sources?most=250&origins=yes")
    assert "60 documents at most" in shown.main
    assert not shown.links("//*[contains(@class, 'node actor')]")


@pytest.mark.parametrize("query", ["most=9999999", "most=x", "kind=%3Cb%3E", "actor=a-nobody", "origins=no"])
def test_an_address_that_makes_no_sense_is_still_a_page(client: TestClient, query: str) -> None:
    Shown(client, f"/sources?{query}").check_structure()


def test_a_document_that_is_not_there_is_said_so(client: TestClient) -> None:
    assert "no such document" in Shown(client, "/sources?document=d-0000000000000000", 404).main
