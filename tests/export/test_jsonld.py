"""JSON-LD, read and asked by rdflib."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import PROV, RDF
from rdflib.query import ResultRow

from onrecord.record.store import Record
from onrecord.types.rows import Statement
from tests.export.exporting import BASE, written
from tests.export.private_people import LETTER, MINISTER, REPLY, make_private_record
from tests.records import LETTER_PAGE, REPLY_PAGE, make_record

PREFIXES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <https://schema.org/>
PREFIX rec: <urn:onrecord:terms#>
"""


def graph(content: bytes) -> Graph:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the parser uses a class of rdflib's own past
        return Graph().parse(data=content.decode(), format="json-ld")


def answers(read: Graph, query: str) -> list[tuple[str, ...]]:
    found = read.query(PREFIXES + query)
    return [tuple(map(str, line)) for line in found if isinstance(line, ResultRow)]


def row(id_: str) -> URIRef:
    return URIRef(f"{BASE}/rows/{id_}")


def test_a_quotation_is_found_with_its_source_its_speaker_and_its_place(tmp_path: Path) -> None:
    path = make_private_record(tmp_path / "a.record")
    [found] = answers(
        graph(written(path, "jsonld", masked=False)),
        """
        SELECT ?words ?name ?document ?start ?end ?before ?after WHERE {
            ?quotation a schema:Quotation ; schema:text ?words ;
                prov:wasQuotedFrom ?document ; schema:spokenByCharacter ?speaker .
            ?speaker schema:name ?name .
            ?annotation oa:hasBody ?quotation ; oa:hasTarget ?target .
            ?target oa:hasSource ?document ; rec:field "content" ; oa:hasSelector ?place, ?quote .
            ?place a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
            ?quote a oa:TextQuoteSelector ; oa:exact ?words ; oa:prefix ?before ; oa:suffix ?after .
        }""",
    )
    words, name, document, start, end, before, after = found
    assert (words, name) == ("saw more than 600 families leave", "Maria Quint")
    assert document == str(row(LETTER.id))
    assert LETTER.text[int(start) : int(end)] == words
    assert before == LETTER.text[int(start) - 32 : int(start)]
    assert after == LETTER.text[int(end) : int(end) + 32]


def test_every_selector_of_the_sample_quotes_its_text(sample_record: Path) -> None:
    lines = answers(
        graph(written(sample_record, "jsonld", masked=False)),
        """
        SELECT ?document ?start ?end ?exact WHERE {
            ?target oa:hasSource ?document ; oa:hasSelector ?place, ?quote .
            ?place oa:start ?start ; oa:end ?end . ?quote oa:exact ?exact .
        }""",
    )
    with Record.open(sample_record) as record:
        anchors = {anchor for row in record.export_rows() for anchor in row.anchors()}
        for document, start, end, exact in lines:
            assert record.text(document.rsplit("/", 1)[1])[int(start) : int(end)] == exact
    assert len(lines) >= len(anchors) > 500


def test_claims_say_where_they_appear_first_and_on_whose_word(tmp_path: Path) -> None:
    path = make_private_record(tmp_path / "a.record")
    read = graph(written(path, "jsonld", masked=False))
    first = URIRef("https://schema.org/firstAppearance")
    assert read.value(row("s-2"), first) == row(REPLY.id)
    assert read.value(row("s-1"), PROV.hadPrimarySource) is not None
    assert (row("q-1"), PROV.wasQuotedFrom, row(LETTER.id)) in read
    assert (row("f-1"), RDF.type, URIRef("https://schema.org/Claim")) in read


def test_a_press_release_is_derived_from_its_letter(sample_record: Path) -> None:
    found = answers(
        graph(written(sample_record, "jsonld")),
        """
        SELECT ?release ?letter WHERE {
            ?release prov:wasDerivedFrom ?letter ; rec:kind "press_release" .
            ?letter rec:kind "letter" .
        }""",
    )
    assert len(found) == 1


def test_nothing_is_rated_and_the_context_is_in_the_file(tmp_path: Path) -> None:
    content = written(make_record(tmp_path / "a.record"), "jsonld")
    assert b"Review" not in content.replace(b"reviewed", b"")
    context = json.loads(content)["@context"]
    assert all(not isinstance(value, str) or "json" not in value for value in context.values())


def test_masked_persons_are_nodes_without_an_address(tmp_path: Path) -> None:
    path = make_private_record(tmp_path / "a.record")
    read = graph(written(path, "jsonld"))
    names = {str(name): subject for subject, name in read.subject_objects(URIRef("https://schema.org/name"))}
    assert names["Person 1"] not in {row("person-1")}
    assert names["Peter Quint"] == row(MINISTER)
    masked = list(read.subjects(URIRef("urn:onrecord:terms#masked")))
    assert masked


@pytest.mark.parametrize("base", [None, "urn:example:letters#", "https://records.example/x"])
def test_permalinks_of_any_base_are_read(tmp_path: Path, base: str | None) -> None:
    path = make_record(tmp_path / "a.record")
    read = graph(written(path, "jsonld", base=base))
    with Record.open(path) as record:
        statements = sum(1 for _ in record.rows(Statement))
    assert len(list(read.subjects(RDF.type, URIRef("urn:onrecord:terms#statement")))) == statements
    documents = {str(each) for each in read.subjects(RDF.type, URIRef("urn:onrecord:terms#document"))}
    begin = "onrecord:a/" if base is None else base if base.endswith("#") else f"{base}/"
    assert documents == {f"{begin}rows/{LETTER_PAGE.id}", f"{begin}rows/{REPLY_PAGE.id}"}
