"""A record whose documents try everything a page could fall for, and a check that a page did not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import html

from onrecord.record.store import Record
from onrecord.types.dates import RecordDate
from onrecord.types.documents import Metadata
from onrecord.types.errors import Issue
from onrecord.types.findings import DocumentFindings
from onrecord.types.identity import document_id, sha256_of, text_sha256_of
from onrecord.types.rows import (
    Actor,
    Ask,
    Difference,
    DocumentLink,
    DocumentRow,
    Event,
    Figure,
    FigureSet,
    Finding,
    Norm,
    Participants,
    QuotationCheck,
    Response,
    Row,
    Statement,
    Wanted,
)
from onrecord.types.spans import Evidence
from tests.records import made

SCRIPT = "<script>alert('page')</script>"
HANDLER = "\"><img src=x onerror='alert(1)'>"
STEERING = "\u202efdp.exe\u2066 \u200bhidden\x1b[31m"
TEMPLATE = "{{ site.token }}{% raw %}</textarea></title><!--"
ALL = f"{SCRIPT} {HANDLER} {STEERING} {TEMPLATE} &lt;b&gt; javascript:alert(2)"

SPEAKER, BODY = "a-00000000000000e1", "a-00000000000000e2"
LONG = 10_000_000
"""Characters of the paragraph that never ends."""

_OWN_SCRIPT = re.compile(r"/static/[\w.-]+\.js")
_UNSAFE_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORBIDDEN = ("style", "iframe", "object", "embed", "base", "applet", "frame")
_LEADING = ("href", "src", "action", "formaction", "poster", "data", "ping", "background", "srcset")


def words(document: str, text: str, exact: str, after: int = 0) -> Evidence:
    start = text.index(exact, after)
    return Evidence(document, start, start + len(exact), exact)


def make_hostile_record(path: Path) -> Path:
    """Make a record of three documents: two that attack, and one that is a single paragraph of 10 MB."""
    text = f"We urge the {ALL} Board to publish {SCRIPT} now. It counted 600 {HANDLER} families, “{ALL}”."
    other = f"Reply. “{ALL}” it said. {STEERING} The end \U000e0041 \ud800."
    with Record.create(path) as record:
        one = _save(
            record, f"papers/{SCRIPT.replace('/', '|')}.txt", text, "javascript:alert('url')", _rows(text)
        )
        two = _save(record, "papers/\u202etxt.exe", other, "data:text/html,<script>alert(3)</script>", ())
        _save(record, "papers/long.txt", _endless(), 'https://example.org/?a="><script>x</script>', ())
        link = "papers/linked.txt"
        _save(record, link, "Linked.", "https://example.org/paper?id=1&lang=en", ())
        issue = Issue(f"papers/{ALL}", "damaged", f"Broken {ALL}.", f"Mend {ALL}.")
        record.save_issues("papers", [issue])
        record.begin_comparing("stamp")
        record.replace_resolved("all", "1", made(_compared(one, two, text, other)))
        record.end_comparing("stamp")
    return path


def _save(record: Record, path: str, text: str, url: str, rows: tuple[Row, ...]) -> str:
    content = text.encode("utf-8", "surrogatepass")
    sha256 = sha256_of(content)
    record.put_source(
        content, path=path, media_type="text/plain", metadata=Metadata(), container=None, origin="/"
    )
    title = Evidence(document_id(sha256), 0, min(90, len(text)), text[:90])
    row = DocumentRow(
        document_id(sha256),
        path,
        sha256,
        text_sha256_of(text),
        "text/plain",
        "letter",
        title=title,
        issuers=(SPEAKER,),
        addressees=(BODY,),
        date=RecordDate("2024-03-04", "inferred", reason=ALL),
        url=url,
        language="en",
        publisher=ALL,
        retrieved=ALL,
        reader=ALL,
        kind_reasons=(ALL,),
    )
    record.save_document(DocumentFindings(row, text, rows, passages=()), "fingerprint")
    return row.id


def _rows(text: str) -> tuple[Row, ...]:
    id_ = document_id(sha256_of(text.encode("utf-8", "surrogatepass")))

    def at(exact: str) -> Evidence:
        return words(id_, text, exact)

    return (
        Actor(
            SPEAKER,
            ALL,
            "person",
            (ALL, HANDLER),
            (at("We"),),
            roles=(ALL,),
            identifiers=(("wikidata", ALL),),
        ),
        Actor(BODY, f"{HANDLER} Board", "body", mentions=(at(f"{ALL} Board"),)),
        Norm("n-00000000000000e1", ALL, "statute", provision=SCRIPT, mentions=(at(HANDLER),)),
        Statement(
            "s-00000000000000e1",
            id_,
            (at(f"publish {SCRIPT} now"),),
            "performative",
            "ask",
            0,
            (SPEAKER,),
            at("We"),
            at("We urge"),
        ),
        Figure(
            "f-00000000000000e1",
            id_,
            at(f"600 {HANDLER} families"),
            at("600"),
            600,
            600,
            "exact",
            ALL,
            number=600,
            place=ALL,
            date="2024-<b>",
        ),
        Event(
            "e-00000000000000e1",
            "MOVE.FLIGHT",
            (at("counted 600"),),
            "past",
            (Participants("actor", (BODY,)),),
            "2024-02",
            ALL,
            date_constraint=ALL,
        ),
        Ask(
            "k-00000000000000e1",
            id_,
            at("urge"),
            at(f"publish {SCRIPT} now"),
            "S5",
            (SPEAKER,),
            (BODY,),
            (BODY,),
            list_label=SCRIPT,
            norms=("n-00000000000000e1",),
        ),
        Response("r-00000000000000e1", id_, "denial", at("It counted"), BODY, (SPEAKER,), reason=ALL),
    )


def _compared(one: str, two: str, text: str, other: str) -> tuple[Row, ...]:
    quoted, original = words(two, other, ALL), words(one, text, f"“{ALL}”", 0)
    original = Evidence(one, original.start + 1, original.end - 1, original.exact[1:-1])
    return (
        QuotationCheck(
            "q-00000000000000e1",
            quoted,
            "altered",
            one,
            original,
            (
                Difference("replace", SCRIPT, HANDLER, "substantive"),
                Difference("insert", ALL, "", "tolerable"),
            ),
            why=ALL,
            wanted=ALL,
        ),
        FigureSet(
            "g-00000000000000e1",
            ALL,
            ("f-00000000000000e1",),
            "conflict",
            1,
            (SPEAKER,),
            ALL,
            (words(one, text, "600"),),
        ),
        DocumentLink("l-00000000000000e1", two, "quotes", one, evidence=(quoted,)),
        DocumentLink(
            "l-00000000000000e2", one, "cites", wanted=Wanted(ALL, title=SCRIPT, id="w-1", cited_by=(one,))
        ),
        Finding("i-00000000000000e1", "altered_quotation", "high", ALL, ("q-00000000000000e1",), (quoted,)),
    )


def _endless() -> str:
    sentence = f"The clerk wrote {SCRIPT} and so it went on "
    return (sentence * (LONG // len(sentence) + 1))[:LONG]


def faults_of(page: str) -> list[str]:
    """Return what in a page could act, lead astray or reorder: nothing, where it is inert."""
    tree = html.fromstring(page)
    return [*_faults_of_tags(tree), *_faults_of_attributes(tree), *_UNSAFE_TEXT.findall(page)]


def _faults_of_tags(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if element.tag in _FORBIDDEN or (element.tag == "meta" and element.get("http-equiv")):
            yield f"<{element.tag}>"
        elif element.tag == "script":
            if not _OWN_SCRIPT.fullmatch(element.get("src", "")) or element.text_content():
                yield f"script {element.get('src')} {element.text_content()[:40]}"
        elif element.tag == "img" and not element.get("src", "").startswith("/static/"):
            yield f"img {element.get('src')}"


def _faults_of_attributes(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter("*"):
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                yield f"{element.tag} {name}={value[:60]}"
            elif name in _LEADING and not _leads_here(value):
                rel = set((element.get("rel") or "").split())
                if element.tag != "a" or urlsplit(value).scheme not in ("http", "https"):
                    yield f"{element.tag} {name}={value[:60]}"
                elif not {"noreferrer", "noopener"} <= rel:
                    yield f"a link to elsewhere without rel: {value[:60]}"


def _leads_here(address: str) -> bool:
    return bool(re.match(r"(/(?![/\\])|[?#]|$)", address))


def links_of(page: str, base: str) -> list[str]:
    """Return the pages of this site that a page links to."""
    found = []
    for element in html.fromstring(page).iter("a"):
        address = urlsplit(urljoin(base, element.get("href") or ""))
        if address.netloc == urlsplit(base).netloc:
            found.append(address._replace(fragment="").geturl())
    return found
