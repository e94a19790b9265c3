"""Write the sample documents that are no plain text: DOCX, PDF, EML, WARC and ZIP.

Run `python sample/make_documents.py` from the project's folder with the development requirements
installed. The texts are fiction; the same texts give the same bytes.
"""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from docx import Document
from fpdf import FPDF
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

FOLDER = Path(__file__).parent / "documents"
MADE = datetime.datetime(2024, 7, 1, 12, 0, tzinfo=datetime.UTC)

JOINT_LETTER = """\
Joint Letter on the evictions at Lake Tessara

June 3, 2024

Mr. Viktor Sand
Minister of Waterways
2 Canal Street, Lorvik

Re: Forced evictions at Lake Tessara

Dear Minister Sand,

We are three organisations that work with the fishing communities of Lake Tessara. We are gravely concerned \
about the families who were driven from the north shore on March 12, 2024. Our colleagues counted 340 families \
and some 90 boats destroyed.

We welcome the announcement that evictions have been suspended since April 1, 2024. Yet on May 9, 2024, police \
evicted 25 families from the village of Ostry, on the same shore.

According to the Lakeland Legal Clinic's report of April 2024, at least 1,200 people are living at Camp Sorrel. \
One in five of them is a child under six.

The International Covenant on Economic, Social and Cultural Rights protects the right to housing. Varenia's claim \
of respect for the rule of law is empty while that right is denied.

Therefore, we ask you to urge the Harbour Authority to:

(A) immediately halt all evictions at Lake Tessara;

(B) publish the relocation plan for the north shore;

(C) allow doctors unimpeded access to Camp Sorrel; and

(D) return the boats and nets that were seized, or pay for them.

We would also like to request a meeting with you before June 30, 2024.

Yours faithfully,

Tessara Watch (TW)
Lakeland Legal Clinic (LLC)
Shore Women's Network (SWN)"""

REPORT_TITLE = "Cleared Shores: evictions at Lake Tessara"
REPORT = (
    "Summary",
    "On March 12, 2024, police of the Republic of Varenia evicted 340 families from the north shore of Lake "
    "Tessara. Lawyers of the Lakeland Legal Clinic counted the families house by house on the following two days. "
    "The eviction was the largest on the lake in a generation.",
    "About 90 boats were burned. Nobody was killed, but 14 people were injured, and seven men were arrested. They "
    "were released on March 20.",
    "Where the families are now",
    "By April 10, 2024, at least 1,200 people were living in tents at Camp Sorrel, on the Osmari side of the lake. "
    "Roughly 60 families have moved in with relatives. The clinic could not establish where the others went.",
    "“We were given an hour,” said a fisherman who asked not to be named. “They burned the boats first.”",
    "Recommendations",
    "The Lakeland Legal Clinic recommends that the Government of Varenia stop all evictions, pay compensation to "
    "every family, and bring those responsible to justice.",
)

ANNEX = (
    "Annex: relocation of north shore households",
    "The Ministry of Waterways has set aside 3.5 million crowns for relocation. Fewer than 100 families are "
    "eligible under the Waterways Act of 2019.",
    "The first 40 houses will be ready in the second quarter of 2025.",
)

REPLY = """\
To Tessara Watch, the Lakeland Legal Clinic and the Shore Women's Network

Dear colleagues,

Thank you for your letter of June 3, 2024. The Ministry rejects the claim that families were evicted by force. \
Fewer than 100 families were moved from the north shore on March 12, 2024, and all of them agreed to go.

The Ministry commits to publish the relocation plan for the north shore by September 1, 2024. It cannot agree to \
the return of the boats, which is a matter for the courts.

Sincerely,

Viktor Sand
Minister of Waterways
"""

HEARING = """\
<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Hearing: Who Owns the Shore? | Commission on Lake Communities</title></head>
<body><nav><a href="/">Commission</a> <a href="/hearings">Hearings</a></nav>
<main>
<h1>Hearing: Who Owns the Shore?</h1>
<p>Thursday, June 13, 2024, 10:00 a.m.</p>
<p>Room 4, Parliament of Osmar, Tesh</p>
<h2>Witnesses</h2>
<ul>
<li>Nadia Perrin, Director, Lakeland Legal Clinic</li>
<li>Piet Halden, Coordinator, Tessara Watch</li>
</ul>
<h2>Summary</h2>
<p>The Commission on Lake Communities held a hearing on the evictions at Lake Tessara. Nadia Perrin told the
Commission that 340 families had been evicted in a single day. Piet Halden, who is not related to Senator Marek
Halden, said that the police had given no warning.</p>
<p>“We counted every house,” Perrin testified. “The Authority's figure of 84 families is wrong.”</p>
<p>The chair of the Commission, Lena Okafor-Dahl, demanded that Varenia publish the names of those detained.</p>
</main></body></html>
"""

TESTIMONY = """\
Testimony of Nadia Perrin

Director, Lakeland Legal Clinic

Before the Commission on Lake Communities
June 13, 2024

Thank you, Chair Okafor-Dahl, and members of the Commission.

On March 12 my colleagues and I were at the north shore. We saw police pull families out of their houses. In two \
days we counted every house, and 340 families had lost theirs.

The Harbour Authority says that 84 families agreed to move. That is wrong. We appeal to this Commission to ask the \
Government of Varenia for its own list.

More than 1,500 people are living at Camp Sorrel today. In April there were 1,200.
"""


def write_docx(path: Path) -> None:
    """Write the joint letter with a real footnote-free body, one paragraph a line."""
    document = Document()
    for number, line in enumerate(JOINT_LETTER.split("\n\n")):
        for part in line.split("\n"):
            document.add_paragraph(part, style="Title" if number == 0 else None)
    properties = document.core_properties
    properties.title, properties.author = JOINT_LETTER.split("\n", 1)[0], "Tessara Watch"
    properties.created = properties.modified = MADE.replace(tzinfo=None)
    held = io.BytesIO()
    document.save(held)
    path.write_bytes(_settled_zip(held.getvalue()))


def _settled_zip(content: bytes) -> bytes:
    """Return a ZIP with every member dated alike, so that the same texts give the same bytes."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(settled, "w") as written:
        for name in given.namelist():
            _add(written, name, given.read(name))
    return settled.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(name, MADE.timetuple()[:6])
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, content)


def report_pdf() -> bytes:
    """Return the clinic's report: a title, then two columns, with a running head and page numbers."""
    pdf = _Report()
    pdf.set_creation_date(MADE)
    pdf.set_title(REPORT_TITLE)
    pdf.set_author("Lakeland Legal Clinic")
    pdf.add_page()
    pdf.set_font("Times", "B", 16)
    pdf.multi_cell(0, 9, REPORT_TITLE, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("Times", size=11)
    pdf.multi_cell(0, 7, "Lakeland Legal Clinic\nApril 15, 2024", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)
    with pdf.text_columns(ncols=2, gutter=8, text_align="L") as columns:
        for part in REPORT:
            columns.write(_latin(part))
            columns.ln(2)
            columns.ln(1)
    return bytes(pdf.output())


class _Report(FPDF):
    def header(self) -> None:
        self.set_font("Times", "I", 9)
        self.cell(0, 6, "Cleared Shores - Lakeland Legal Clinic", new_x="LMARGIN", new_y="NEXT", align="R")

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Times", size=9)
        self.cell(0, 6, f"Page {self.page_no()}", align="C")


def annex_pdf() -> bytes:
    """Return the annex of the ministry's reply, one page."""
    pdf = FPDF()
    pdf.set_creation_date(MADE)
    pdf.add_page()
    pdf.set_font("Times", size=12)
    for part in ANNEX:
        pdf.multi_cell(0, 7, part, new_x="LMARGIN", new_y="NEXT")
        pdf.ln(3)
    return bytes(pdf.output())


def _latin(text: str) -> str:
    """Return `text` in the characters of the PDF's own fonts."""
    return text.replace("“", '"').replace("”", '"')


def reply_eml() -> bytes:
    """Return the ministry's reply as a mail with its annex attached."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Ministry of Waterways <office@waterways.example>"
    mail["To"] = "Tessara Watch <post@tessarawatch.example>"
    mail["Date"] = "Mon, 17 Jun 2024 09:30:00 +0200"
    mail["Subject"] = "Reply to your joint letter of June 3, 2024"
    mail["Message-ID"] = "<reply-17-june@waterways.example>"
    mail.set_content(REPLY)
    mail.add_attachment(annex_pdf(), maintype="application", subtype="pdf", filename="annex.pdf")
    mail.set_boundary("=_annex_of_the_reply")
    return mail.as_bytes()


def hearing_warc() -> bytes:
    """Return the hearing page as a capture."""
    held = io.BytesIO()
    writer = WARCWriter(held, gzip=False, warc_version="1.0")
    record = writer.create_warc_record(
        "https://commission.example/hearings/who-owns-the-shore",
        "response",
        payload=io.BytesIO(HEARING.encode()),
        http_headers=StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], "HTTP/1.1"),
        warc_headers_dict={
            "WARC-Date": "2024-07-02T08:15:00Z",
            "WARC-Record-ID": "<urn:uuid:0b6c0f1e-1111-4a5b-9c3d-5ae7a0000012>",
        },
    )
    writer.write_record(record)
    return gzip.compress(held.getvalue(), mtime=0)


def main() -> None:
    """Write every document that this script makes."""
    write_docx(FOLDER / "letters" / "2024-06-03-joint-letter.docx")
    (FOLDER / "letters" / "2024-06-17-ministry-reply.eml").write_bytes(reply_eml())
    (FOLDER / "official" / "cleared-shores.pdf").write_bytes(report_pdf())
    (FOLDER / "official" / "hearing.warc.gz").write_bytes(hearing_warc())
    with zipfile.ZipFile(FOLDER / "official" / "testimony.zip", "w") as archive:
        _add(archive, "2024-06-13-perrin.txt", TESTIMONY.encode("utf-16"))


if __name__ == "__main__":
    main()
