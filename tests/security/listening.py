"""A server that counts who comes, and documents that ask to be sent for things from it."""

from __future__ import annotations

import io
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from fpdf import FPDF

from tests.ingest.test_discovery import warc, zipped
from tests.text.test_docx import written

WORDS = "The Harbour Board says that 340 families “must leave the eastern shore” before May 2024. "


class Listener:
    """An address of this machine; `came` says how many asked it for something."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def came(self) -> int:
        """Return how many connections have been opened since the last call."""
        count = 0
        while True:
            try:
                self._listener.accept()[0].close()
            except BlockingIOError:
                return count
            count += 1


@contextmanager
def listening() -> Iterator[Listener]:
    """Give a server that takes connections, as any connection of this process or its children would find."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        listener.setblocking(False)
        yield Listener(listener)


def write_luring_folder(folder: Path, url: str) -> Path:
    """Write a document a kind into a new folder, each of which asks in every way for things at `url`."""
    folder.mkdir()
    page = _page(url).encode()
    lures = {
        "page.html": page,
        "page.xhtml": f'<?xml version="1.0"?><?xml-stylesheet href="{url}/a.xsl"?>'.encode() + page,
        "mail.eml": _mail(url),
        "crawl.warc.gz": warc((f"{url}/captured", "text/html", _page(url, "Captured").encode())),
        "archive.zip": zipped(
            {"inner.html": _page(url, "Packed"), "inner.html.meta.json": json.dumps({"url": url})}
        ),
        "letter.docx": _letter(url),
        "paper.pdf": _paper(url),
        "page.html.meta.json": json.dumps({"url": f"{url}/source", "publisher": url}).encode(),
    }
    for name, content in lures.items():
        (folder / name).write_bytes(content)
    return folder


def _page(url: str, title: str = "Shore") -> str:
    return (
        f'<!DOCTYPE html SYSTEM "{url}/a.dtd" [<!ENTITY % p SYSTEM "{url}/p.ent"> %p; '
        f'<!ENTITY e SYSTEM "{url}/e.txt">]>\n<html><head><base href="{url}/"><title>{title}</title>'
        f'<link rel="stylesheet" href="{url}/a.css"><meta http-equiv="refresh" content="0;url={url}/m">'
        f'<script src="{url}/a.js"></script><style>@import url({url}/b.css);</style></head><body>'
        f'<p>{WORDS} &e; <img src="{url}/a.png" srcset="{url}/b.png 2x"><iframe src="{url}/f"></iframe>'
        f'<object data="{url}/o"></object><video src="{url}/v" poster="{url}/q"></video>'
        f'<a href="{url}/next" ping="{url}/ping">next</a></p></body></html>'
    )


def _mail(url: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Shore"
    message["List-Unsubscribe"] = f"<{url}/unsubscribe>"
    message.set_content(_page(url), subtype="html")
    message.make_mixed()
    attached = EmailMessage()
    attached["Content-Type"] = f'message/external-body; access-type=URL; URL="{url}/body"'
    attached.set_payload("Content-Type: text/plain\n\n")
    message.attach(attached)
    return bytes(message)


def _letter(url: str) -> bytes:
    document = docx.Document()
    paragraph = document.add_paragraph(WORDS)
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for code in (
        f'INCLUDEPICTURE "{url}/field.png"',
        f'INCLUDETEXT "{url}/field.docx"',
        f'DDEAUTO c "{url}"',
    ):
        paragraph._p.append(
            parse_xml(f'<w:fldSimple xmlns:w="{namespace}" w:instr="{code.replace(chr(34), "&quot;")}"/>')
        )
    for kind, name in (
        (RELATIONSHIP_TYPE.IMAGE.replace("image", "attachedTemplate"), "t.dotm"),
        (RELATIONSHIP_TYPE.IMAGE, "i.png"),
        (RELATIONSHIP_TYPE.FOOTNOTES, "n.xml"),
        (RELATIONSHIP_TYPE.HEADER, "h.xml"),
    ):
        document.part.relate_to(f"{url}/{name}", kind, is_external=True)
    return written(document)


def _paper(url: str) -> bytes:
    paper = FPDF()
    paper.add_page()
    paper.set_font("helvetica", size=11)
    paper.multi_cell(0, 6, WORDS.replace("“", '"').replace("”", '"'), link=f"{url}/annotation")
    out = io.BytesIO(bytes(paper.output()))
    opened = f"/OpenAction << /S /URI /URI ({url}/open) >>".encode()
    return out.getvalue().replace(b"/OpenAction [3 0 R /FitH null]", opened)
