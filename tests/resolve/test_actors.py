from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from onrecord.resolve.actors import ActorResolver, plain_organization
from onrecord.types.findings import DocumentFindings, Redirect
from onrecord.types.identity import actor_id, document_id, sha256_of
from onrecord.types.judgements import Judgement
from onrecord.types.rows import Actor, DocumentRow, Row
from tests.resolve.corpora import MemoryCorpus, items_of


class Names(MemoryCorpus):
    """A corpus of one actor a document, blocked as the record blocks it."""

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        judged: Iterable[tuple[str, str, str]] = (),
        identifiers: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
    ) -> None:
        self.actors: dict[str, Row] = {}
        found = []
        for number, (kind, name) in enumerate(names):
            document = document_id(sha256_of(str(number).encode()))
            known = (identifiers or {}).get(name, ())
            actor = Actor(actor_id(kind, name), name, kind, identifiers=known)
            self.actors[actor.id] = actor
            row = DocumentRow(document, f"{number}.txt", "", "", "text/plain", "other")
            found.append(DocumentFindings(row, "", (actor,)))
        super().__init__(found, [ActorResolver()])
        self.judged = tuple(
            Judgement(actor_id("person", one), actor_id("person", other), verdict, "mira", "", "", 1)
            for one, other, verdict in judged
        )


def led(*names: tuple[str, str]) -> dict[str, str]:
    return led_in(Names(names))


def led_in(corpus: Names) -> dict[str, str]:
    redirects = [item for item in items_of(ActorResolver(), corpus) if isinstance(item, Redirect)]
    shown = {actor.id: actor.name for actor in corpus.actors.values() if isinstance(actor, Actor)}
    return {shown[item.row]: shown[item.to] for item in redirects}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        pytest.param("Anna Holm", "Anna M. Holm", "person", id="a middle initial"),
        pytest.param("Chris Holm", "Christopher Holm", "person", id="a short first name"),
        pytest.param("J. Anna Holm", "Anna Holm", "person", id="an initial before the first name"),
        pytest.param("Board of Mines", "Board of the Mines", "body", id="an article inside"),
        pytest.param("Anna Holm", "Anna Holm Jr.", "person", id="a suffix"),
        pytest.param("Lake-Towns Commission", "Lake Towns Commission", "body", id="a hyphen"),
        pytest.param("U.S. Lake Agency", "United States Lake Agency", "body", id="an expansion"),
        pytest.param("Arden Centre for Labour", "Arden Center for Labor", "organization", id="a spelling"),
    ],
)  # fmt: skip
def test_forms_of_one_name_are_led_to_the_fullest(one: str, other: str, kind: str) -> None:
    fullest = min((one, other), key=lambda name: (-len(name), name))
    assert led((kind, one), (kind, other)) == {({one, other} - {fullest}).pop(): fullest}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("Anna Holm", "Maria Holm", id="two first names"),
        pytest.param("A. Holm", "Anna Holm", id="an initial alone"),
        pytest.param("Anna B. Holm", "Anna C. Holm", id="two middle initials"),
        pytest.param("Anna Holm", "Anna Dahl", id="two surnames"),
    ],
)
def test_two_people_stay_two(one: str, other: str) -> None:
    assert led(("person", one), ("person", other)) == {}


def test_a_name_that_fits_two_people_is_led_to_neither() -> None:
    assert led(("person", "Anna Holm"), ("person", "Anna B. Holm"), ("person", "Anna C. Holm")) == {}


def test_redirects_do_not_depend_on_the_order_of_documents() -> None:
    names = [("person", "Anna Holm"), ("person", "Anna M. Holm"), ("person", "Anna Maria Holm")]
    assert led(*names) == led(*reversed(names)) != {}


def test_every_redirect_ends_at_an_actor_that_is_not_led_on() -> None:
    found = led(*[("person", name) for name in ("Chris Holm", "Christopher Holm", "Christopher J. Holm")])
    assert found
    assert not set(found) & set(found.values())


def test_an_organisation_is_compared_without_its_article() -> None:
    assert plain_organization("The Arden Alliance") == plain_organization("Arden Alliance")


def proposed(corpus: Names) -> set[frozenset[str]]:
    shown = {actor.id: actor.name for actor in corpus.actors.values() if isinstance(actor, Actor)}
    rows = [item for item in items_of(ActorResolver(), corpus) if isinstance(item, Actor)]
    assert all(not row.mentions for row in rows)
    return {frozenset((row.name, shown[other])) for row in rows for other in row.possible_same}


def test_what_is_judged_not_to_be_one_is_never_led_together_nor_proposed() -> None:
    names = [("person", "Chris Holm"), ("person", "Christopher Holm")]
    assert led_in(Names(names)) == {"Chris Holm": "Christopher Holm"}
    judged = Names(names, [("Christopher Holm", "Chris Holm", "negative")])
    assert led_in(judged) == {}
    assert proposed(judged) == set()


def test_what_is_left_open_is_still_led_by_its_name() -> None:
    names = [("person", "Chris Holm"), ("person", "Christopher Holm")]
    judged = Names(names, [("Christopher Holm", "Chris Holm", "unsure")])
    assert led_in(judged) == {"Chris Holm": "Christopher Holm"}


def test_two_identifiers_of_one_scheme_are_two_people_and_a_bare_name_is_proposed_for_both() -> None:
    identifiers = {
        "Michael Holm": (("bioguide", "H1"),),
        "Mike D. Holm": (("bioguide", "H2"),),
    }
    names = [("person", "Michael Holm"), ("person", "Mike D. Holm"), ("person", "Mike Holm")]
    corpus = Names(names, identifiers=identifiers)
    assert led_in(corpus) == {}
    assert proposed(corpus) == {
        frozenset(("Mike Holm", "Michael Holm")),
        frozenset(("Mike Holm", "Mike D. Holm")),
    }


def test_an_initial_is_proposed_and_not_led() -> None:
    corpus = Names([("person", "A. Holm"), ("person", "Anna Holm"), ("person", "Peter Holm")])
    assert led_in(corpus) == {}
    assert proposed(corpus) == {frozenset(("A. Holm", "Anna Holm"))}
