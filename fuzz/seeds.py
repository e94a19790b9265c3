"""Small valid files of every kind that is read, made here: fictional words, each feature of a format once."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from functools import cache

PROSE = (
    "The Council of the Dunes wrote to Minister Ruth Amadi on 2 April 2031. “The sluice stays shut,” said "
    "Petra Lund of the Water Board, and at least 412 farms lost their wells. We urge you to publish it."
)

LETTER = f"""Council of the Dunes

2 April 2031

Dear Minister Amadi,

{PROSE}

Sincerely,

Ines Calder
Chair, Council of the Dunes
"""

HTML = f"""<!doctype html><html lang=en><head><meta charset=utf-8><title>Wells</title>
<meta property="article:published_time" content="2031-05-03T10:00:00Z">
<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"2031-05-03"}}</script></head>
<body><nav><a href="/">Home</a></nav><article><h1>Valley waits for water</h1><p class="by">By Tom Okoye</p>
<p>{PROSE} <a href="https://example.org/a?b=1#c">More</a>&nbsp;&amp;<br>end</p><table><tr><td>Year<td>412
</table><ul><li>one<li>two</ul><blockquote>“Not now”</blockquote><img src=x alt="A well">
</article></body></html>"""

MARKDOWN = (
    f"# Wells\n\n{PROSE}[^1]\n\n- one\n- two\n\n> “Not now”\n\n| a | b |\n|---|---|\n\n[^1]: Notes, 2031.\n"
)

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

WORD_XML = f"""<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_W}"><w:body>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Wells</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{PROSE}</w:t></w:r>
<w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del>
<w:r><w:tab/><w:br/><w:footnoteReference w:id="2"/></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>412</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:sectPr/></w:body></w:document>"""

_CONTENT_TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml"
ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""

_RELATIONS = """<?xml version="1.0"?><Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""


def zipped(members: Mapping[str, bytes | str], how: int = zipfile.ZIP_STORED) -> bytes:
    """Return a ZIP of `members`, the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


def word_file(xml: bytes | str) -> bytes:
    """Return a Word file whose main part is `xml`."""
    parts = {"[Content_Types].xml": _CONTENT_TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": xml}
    return zipped(parts)


def mail() -> bytes:
    """Return a mail of two parts with an attached text and an attached mail."""
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"], inner["From"] = "Inner", "b@example.org"
    inner.set_content("Inner words.")
    outer["From"], outer["To"] = "Ana Ruiz <ana@example.org>", "press@example.org"
    outer["Subject"], outer["Date"] = "=?utf-8?q?The_r=C3=A9port?=", "Mon, 09 Oct 2023 10:00:00 +0900"
    outer["Message-ID"] = "<1@example.org>"
    outer.set_content(LETTER)
    outer.add_alternative(f"<p>{PROSE}</p>", subtype="html")
    outer.add_attachment(PROSE.encode(), maintype="text", subtype="plain", filename="wells.txt")
    outer.add_attachment(inner)
    outer.set_boundary("=b=")
    next(outer.iter_parts()).set_boundary("=a=")
    return outer.as_bytes()


def capture(body: str = HTML, *, packed: bool = False) -> bytes:
    """Return a WARC of one response and one record of another kind."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/wells\r\n"
        "WARC-Date: 2031-05-03T08:30:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    told = "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Type: application/warc-fields\r\nContent-Length: 4"
    records = (f"{told}\r\n\r\na: b\r\n\r\n".encode(), head.encode() + http + b"\r\n\r\n")
    return b"".join(gzip.compress(record, mtime=0) if packed else record for record in records)


def pdf() -> bytes:
    """Return a PDF of one page, written by hand so that every byte of it is text."""
    words = (
        "BT /F1 12 Tf 72 720 Td (The sluice at Pell stays shut.) Tj 0 -14 Td (412 farms lost wells.) Tj ET"
    )
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(words)}>>stream\n{words}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out, places = "%PDF-1.4\n", []
    for number, written in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{written}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R/Info<</Title(Wells)>>>>\n"
    return f"{out}{end}startxref\n{len(out)}\n%%EOF".encode()


@cache
def seeds() -> dict[str, tuple[bytes, ...]]:
    """Return the valid files of each target."""
    texts = (LETTER.encode(), MARKDOWN.encode(), LETTER.encode("utf-16"), LETTER.encode("cp1252"))
    word = word_file(WORD_XML)
    inner = zipped({"a/b.txt": LETTER, "b.txt.json": '{"title": "Wells"}', "b.txt": PROSE})
    manifest = "path,url,title,date,publisher,kind,retrieved\nc.txt,https://example.org/,Wells,2031,,,\n"
    archives = (
        inner,
        zipped({"in.zip": inner, "c.txt": LETTER, "manifest.csv": manifest, "../d.html": HTML}),
        zipped({"datapackage.json": "{}", "archive/w.warc": capture(),
                "pages/pages.jsonl": '{"url": "https://example.org/wells", "title": "Wells"}\n'}),
        zipped({"m.eml": mail(), "p.pdf": pdf(), "w.docx": word}, zipfile.ZIP_DEFLATED),
    )  # fmt: skip
    return {
        "html": (HTML.encode(), HTML.encode("utf-16")),
        "pdf": (pdf(),),
        "docx": (word, WORD_XML.encode()),
        "eml": (mail(),),
        "warc": (capture(), capture(packed=True)),
        "zip": archives,
        "txt": texts,
        "draft": (LETTER.encode(), HTML.encode(), MARKDOWN.encode(), word, WORD_XML.encode()),
    }
