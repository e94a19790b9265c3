from __future__ import annotations

from onrecord.data import Vocabularies
from onrecord.extract.documents import DocumentExtractor
from onrecord.types.annotated import Annotated
from onrecord.types.documents import Layout, Party
from onrecord.types.errors import Rejected
from onrecord.types.findings import Found
from onrecord.types.identity import actor_id
from onrecord.types.rows import Actor, DocumentRow
from onrecord.types.spans import Evidence
from tests.builders import document

TEXT = "Dear Minister Ruiz,\nSincerely,\nMaria Jensen"


def words(exact: str) -> Evidence:
    page = document(TEXT)
    start = TEXT.index(exact)
    return page.evidence(start, start + len(exact))


def read(layout: Layout, *actors: Actor) -> list[object]:
    page = Annotated(document(TEXT, layout))
    return list(DocumentExtractor(Vocabularies()).extract(page, Found(actors)))


def person(name: str) -> Actor:
    return Actor(actor_id("person", name), name, "person", mentions=(words(name),))


def test_the_row_names_the_actors_of_the_frame() -> None:
    layout = Layout("letter", signatories=(Party(words("Maria Jensen")),), addressees=(Party(words("Ruiz")),))
    maria, ruiz = person("Maria Jensen"), person("Ruiz")
    [row] = read(layout, maria, ruiz)
    assert isinstance(row, DocumentRow)
    assert (row.kind, row.signatories, row.addressees) == ("letter", (maria.id,), (ruiz.id,))


def test_a_party_that_is_no_known_actor_is_refused_and_left_out() -> None:
    refused, row = read(Layout("letter", signatories=(Party(words("Maria Jensen")),)))
    assert isinstance(refused, Rejected)
    assert refused.code == "party_is_no_actor"
    assert isinstance(row, DocumentRow)
    assert row.signatories == ()


def test_a_mention_that_holds_more_than_the_name_will_do() -> None:
    longer = Actor(actor_id("person", "Ruiz"), "Ruiz", "person", mentions=(words("Minister Ruiz"),))
    [row] = read(Layout("letter", addressees=(Party(words("Ruiz")),)), longer)
    assert isinstance(row, DocumentRow)
    assert row.addressees == (longer.id,)
