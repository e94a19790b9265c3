"""Files, folders, containers and their limits: what comes out, and the one issue of each bad input."""

from __future__ import annotations

import gzip
import io
import json
import os
import struct
import zipfile
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from onrecord.config import Config
from onrecord.ingest.attachments import attachments
from onrecord.ingest.discovery import discover, root_of
from onrecord.types.documents import RawDocument
from onrecord.types.errors import Issue

LETTER = "Dear Minister,\n\nWe urge you to answer.\n\nAna Ruiz\n"
PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
SMALL = Config(document_megabytes=1, archive_megabytes=4, archive_members=20, archive_depth=2)


def found(*paths: Path, config: Config = SMALL) -> tuple[dict[str, RawDocument], list[Issue]]:
    """Return what is discovered: documents by path, and issues."""
    documents, issues = {}, []
    for one in discover(paths, config):
        if isinstance(one, Issue):
            issues.append(one)
        else:
            assert one.path not in documents
            documents[one.path] = one
    return documents, issues


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Return a ZIP of `members`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def warc(*responses: tuple[str, str, bytes], status: str = "200 OK", packed: bool = True) -> bytes:
    """Return a WARC of responses (url, content type, body), each record packed on its own."""
    records = []
    for url, content_type, body in responses:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
            "WARC-Date: 2023-10-09T08:30:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(http)}\r\n\r\n"
        )
        record = head.encode() + http + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


def mail(**attachments: bytes) -> EmailMessage:
    """Return a mail with a PDF-like attachment a name."""
    message = EmailMessage()
    message["From"], message["To"] = "Ana Ruiz <ana@example.org>", "press@example.org"
    message["Subject"], message["Date"] = "The report", "Mon, 09 Oct 2023 10:00:00 +0900"
    message.set_content(LETTER)
    for name, content in attachments.items():
        filename = name.replace("_", ".")
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=filename)
    return message


def test_a_folder_is_read_in_order_of_names_without_hidden_files(tmp_path: Path) -> None:
    top = tmp_path / "papers"
    for name in ("b.txt", "a/z.md", "a/b.html", ".hidden/x.txt", ".x.txt", "~$c.docx", "Thumbs.db"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text("<!DOCTYPE html><p>Page" if name.endswith("html") else LETTER, "utf-8")
    documents, issues = found(top)
    assert [(path, raw.media_type) for path, raw in documents.items()] == [
        ("papers/a/b.html", "text/html"),
        ("papers/a/z.md", "text/markdown"),
        ("papers/b.txt", "text/plain"),
    ]
    assert issues == []
    assert documents["papers/b.txt"].content == LETTER.encode()
    assert documents["papers/b.txt"].container is None


def test_a_file_given_directly_goes_by_its_own_name(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTER)
    documents, issues = found(tmp_path / "letter.txt", tmp_path / "letter.txt")
    assert (list(documents), issues) == (["letter.txt"], [])


def test_root_of_a_folder_is_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papers").mkdir()
    monkeypatch.chdir(tmp_path / "papers")
    assert [root_of(Path("/x/papers/")), root_of(Path()), root_of(Path("../papers"))] == ["papers"] * 3


def test_two_folders_of_one_name_are_not_mixed(tmp_path: Path) -> None:
    for parent in ("one", "two"):
        (tmp_path / parent / "papers").mkdir(parents=True)
        (tmp_path / parent / "papers" / f"{parent}.txt").write_text(LETTER)
    documents, [issue] = found(tmp_path / "one/papers", tmp_path / "two/papers")
    assert (list(documents), issue.code) == (["papers/one.txt"], "same_root_name")


def test_links_are_followed_once_and_never_in_a_loop(tmp_path: Path) -> None:
    top, other = tmp_path / "papers", tmp_path / "other"
    (top / "inner").mkdir(parents=True)
    other.mkdir()
    (top / "inner" / "letter.txt").write_text(LETTER)
    (other / "note.txt").write_text(LETTER)
    (top / "inner" / "loop").symlink_to(top)
    (top / "again").symlink_to(top / "inner")
    (top / "elsewhere").symlink_to(other)
    (top / "gone.txt").symlink_to(tmp_path / "nothing")
    (top / "self").symlink_to(top / "self")
    documents, issues = found(top)
    assert list(documents) == ["papers/elsewhere/note.txt", "papers/inner/letter.txt"]
    assert [(issue.path, issue.code) for issue in issues] == [
        ("papers/gone.txt", "broken_link"),
        ("papers/inner/loop", "symlink_loop"),
        ("papers/self", "broken_link"),
    ]


def _fill(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def _encrypted() -> bytes:
    content = bytearray(zipped({"secret.txt": LETTER}))
    content[6] |= 1  # general purpose flag of the local header …
    content[content.index(b"PK\x01\x02") + 8] |= 1  # … and of the directory
    return bytes(content)


def _far_zip() -> bytes:
    """Return the end of a ZIP of more than 4 GB whose directory stands where no file reaches."""
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 2**64 - 1, 1)
    end = b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, 0, 0, 2**32 - 1, 2**32 - 1, 0)
    return b"PK\x03\x04" + locator + end


def _belittling_bomb() -> bytes:
    """Return a ZIP whose headers say 100 bytes of 900 kB packed where 3 MB come out."""
    body = zipped({"zeros.txt": b"a" * (3 << 20)})
    content = bytearray(body)
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def _nested(levels: int) -> bytes:
    content = zipped({"deep.txt": LETTER})
    for _ in range(levels - 1):
        content = zipped({"inner.zip": content})
    return content


def _broken_member() -> bytes:
    content = bytearray(zipped({"a.txt": os.urandom(40).hex()}))
    content[40] ^= 0xFF
    return bytes(content)


PLAIN_WARC = warc(("http://a.example/", "image/png", b"PNG" * 99), packed=False)

BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("x.txt", b"", "empty_file"),
    "binary": ("x.txt", bytes(range(256)) * 20, "unreadable_binary"),
    "oversized": ("x.txt", b"word " * 300_000, "document_too_large"),
    "picture": ("x.png", PICTURE, "unsupported_type"),
    "table": ("x.csv", b"a,b\n1,2\n", "unsupported_type"),
    "rich text": ("x.rtf", b"{\\rtf1 Dear Minister}", "unsupported_type"),
    "old office file": ("x.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported_type"),
    "locked office file": (
        "x.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "password_protected",
    ),
    "spreadsheet": (
        "x.xlsx",
        zipped({"[Content_Types].xml": "<t/>", "xl/workbook.xml": "<t/>"}),
        "unsupported_type",
    ),
    "zip cut short": ("x.zip", zipped({"a.txt": LETTER * 9})[:-30], "damaged_archive"),
    "zip of noise": ("x.zip", b"PK\x03\x04" + b"\x01" * 500, "damaged_archive"),
    "zip whose directory lies beyond any file": ("x.zip", _far_zip(), "damaged_archive"),
    "damaged member": ("x.zip", _broken_member(), "damaged_archive"),
    "encrypted member": ("x.zip", _encrypted(), "encrypted_member"),
    "zip bomb": ("x.zip", zipped({"zeros.txt": bytes(30 << 20)}), "archive_bomb"),
    "zip bomb with a false header": ("x.zip", _belittling_bomb(), "damaged_archive"),
    "oversized member": ("x.zip", zipped({"big.txt": os.urandom(600_000).hex()}), "document_too_large"),
    "too many members": ("x.zip", zipped({f"{n}.txt": LETTER for n in range(30)}), "too_many_members"),
    "too deep": ("x.zip", _nested(3), "nested_too_deep"),
    "warc cut short": (
        "x.warc.gz",
        warc(("http://a.example/", "text/html", b"<p>Hi" * 99))[:-60],
        "damaged_archive",
    ),
    "plain warc cut short": ("x.warc", PLAIN_WARC[:-40], "damaged_archive"),
    "warc without an address": (
        "x.warc",
        PLAIN_WARC.replace(b"WARC-Target-URI", b"WARC-Nothing"),
        "damaged_archive",
    ),
    "warc with a false length": (
        "x.warc",
        PLAIN_WARC.replace(b"Content-Length: 3", b"Content-Length: 2"),
        "damaged_archive",
    ),
    "zip of a version to come": (
        "x.zip",
        zipped({"a.txt": LETTER}).replace(b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xff"),
        "damaged_archive",
    ),
    "warc bomb": ("x.warc.gz", gzip.compress(b"WARC/1.0\r\n" + bytes(3 << 20)), "archive_bomb"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_issue_and_the_rest_goes_on(tmp_path: Path, name: str) -> None:
    file, content, code = BAD[name]
    _fill(tmp_path / "papers" / file, content)
    _fill(tmp_path / "papers" / "y.txt", LETTER.encode())
    documents, issues = found(tmp_path / "papers")
    assert documents["papers/y.txt"].content == LETTER.encode()
    [issue] = [one for one in issues if one.severity == "error"]
    assert issue.code == code
    assert issue.path.startswith(f"papers/{file}")
    assert issue.message.endswith(".")
    assert issue.remedy.endswith(".")
    assert "{" not in issue.message


def test_a_path_that_does_not_exist_is_one_issue(tmp_path: Path) -> None:
    documents, [issue] = found(tmp_path / "nowhere")
    assert (documents, issue.code, issue.path) == ({}, "path_missing", str(tmp_path / "nowhere"))


def test_a_file_without_permission_is_one_issue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _fill(tmp_path / "papers/x.txt", LETTER.encode()).chmod(0)
    _fill(tmp_path / "papers/y.txt", LETTER.encode())
    if os.geteuid() == 0:  # the superuser may read anything
        plain = Path.open

        def refusing(path: Path, mode: str = "r") -> object:
            if path.stat().st_mode & 0o400:
                return plain(path, mode)
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "open", refusing)
    documents, [issue] = found(tmp_path / "papers")
    assert (list(documents), issue.code) == (["papers/y.txt"], "no_permission")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    os.mkfifo(tmp_path / "papers/x.txt")
    documents, [issue] = found(tmp_path / "papers")
    assert (documents, issue.code) == ({}, "not_a_regular_file")


def test_a_document_whose_names_are_too_long_together_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b" * 3000 + ".txt": LETTER, "c" * 1500 + ".txt": LETTER + "."}))
    documents, [issue] = found(tmp_path / "a.zip")
    assert list(documents) == ["a.zip!/" + "c" * 1500 + ".txt"]
    assert issue.code == "path_too_long"


def test_members_of_a_nested_zip_know_their_container(tmp_path: Path) -> None:
    inner = zipped({"deep/letter.txt": LETTER})
    path = _fill(tmp_path / "papers/box.zip", zipped({"inner.zip": inner, "a.md": LETTER, "__MACOSX/a": "x"}))
    documents, issues = found(path.parent)
    assert list(documents) == ["papers/box.zip!/a.md", "papers/box.zip!/inner.zip!/deep/letter.txt"]
    assert issues == []
    held = RawDocument("", inner, "")
    assert documents["papers/box.zip!/inner.zip!/deep/letter.txt"].container == held.sha256


def test_a_bomb_in_an_archive_does_not_hide_its_neighbours(tmp_path: Path) -> None:
    path = _fill(tmp_path / "box.zip", zipped({"a.txt": LETTER, "b.txt": bytes(9 << 20), "c.txt": LETTER}))
    documents, [issue] = found(path)
    assert list(documents) == ["box.zip!/a.txt", "box.zip!/c.txt"]
    assert (issue.path, issue.code) == ("box.zip!/b.txt", "archive_bomb")


def test_an_archive_is_left_when_it_unpacks_to_too_much(tmp_path: Path) -> None:
    members = {f"{n}.txt": os.urandom(400_000).hex() for n in range(9)}
    documents, [issue] = found(_fill(tmp_path / "box.zip", zipped(members)))
    assert len(documents) == 5
    assert (issue.path, issue.code) == ("box.zip", "archive_too_large")


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/passwd.txt", "C:\\etc\\passwd.txt"])
def test_names_that_lead_outside_are_made_harmless(tmp_path: Path, name: str) -> None:
    documents, [issue] = found(_fill(tmp_path / "box.zip", zipped({name: LETTER, "etc/passwd.txt": "Other"})))
    assert sorted(documents) == ["box.zip!/etc/passwd.txt", "box.zip!/etc/passwd~2.txt"]
    assert (issue.code, issue.severity) == ("unsafe_member_name", "notice")


def test_a_mail_and_its_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    message = mail(
        report_txt=LETTER.encode(), box_zip=zipped({"a.txt": "Inside"}), x_png=b"\x89PNG\r\n\x1a\n"
    )
    path = _fill(tmp_path / "papers/mail.eml", bytes(message))
    documents, [issue] = found(path.parent)
    assert [(name, raw.media_type) for name, raw in documents.items()] == [
        ("papers/mail.eml", "message/rfc822"),
        ("papers/mail.eml!/report.txt", "text/plain"),
        ("papers/mail.eml!/box.zip!/a.txt", "text/plain"),
    ]
    assert documents["papers/mail.eml!/report.txt"].container == documents["papers/mail.eml"].sha256
    assert (issue.path, issue.code) == ("papers/mail.eml!/x.png", "unsupported_type")


def test_a_hostile_header_is_cut() -> None:
    head = b"From: a@example.org\nContent-Type: text/plain; " + b"a=b; " * 50_000
    assert list(attachments("mail.eml", head + b"\n\nwords")) == []


def test_the_headers_of_a_forwarded_mail_are_kept_as_written_since_folding_some_anew_never_ends() -> None:
    written = f'Subject: In\nContent-Disposition: inline; {"n" * 80}="{"v" * 80}"\n\nWords.\n'
    outer = f"From: a@example.org\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n{written}"
    [forwarded] = attachments("mail.eml", outer.encode())
    assert forwarded.stream.read() == written.encode()


def test_a_forwarded_mail_is_an_attachment(tmp_path: Path) -> None:
    outer = mail()
    outer.add_attachment(mail(note_txt=b"Note"), filename="first.eml")
    documents, issues = found(_fill(tmp_path / "mail.eml", bytes(outer)))
    assert list(documents) == ["mail.eml", "mail.eml!/first.eml", "mail.eml!/first.eml!/note.txt"]
    assert issues == []


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
def test_captures_carry_address_and_time(tmp_path: Path, packed: bool) -> None:
    content = warc(
        ("https://example.org/page", "text/html; charset=windows-1252", b"<html><p>Caf\xe9</p>"),
        ("https://example.org/logo.png", "image/png", b"\x89PNG"),
        ("https://example.org/page", "text/html", b"<html><p>Again</p>"),
        packed=packed,
    )
    documents, [notice] = found(_fill(tmp_path / "crawl.warc.gz", content))
    first, second = documents.values()
    assert first.path == "crawl.warc.gz!/20231009083000/https://example.org/page"
    assert second.path == "crawl.warc.gz!/20231009083000/https://example.org/page~2"
    assert first.metadata.url == "https://example.org/page"
    assert first.metadata.retrieved == "2023-10-09T08:30:00Z"
    assert (first.media_type, first.charset, first.content) == (
        "text/html",
        "windows-1252",
        b"<html><p>Caf\xe9</p>",
    )
    assert (notice.code, notice.severity) == ("captures_left_out", "notice")


def test_failed_requests_are_left_out(tmp_path: Path) -> None:
    content = warc(("https://example.org/page", "text/html", b"<p>Not here"), status="404 Not Found")
    documents, [notice] = found(_fill(tmp_path / "crawl.warc", content))
    assert (documents, notice.code) == ({}, "captures_left_out")


def test_a_wacz_gives_its_captures_with_page_titles(tmp_path: Path) -> None:
    page = {"url": "https://example.org/page", "title": "The page", "ts": "2023-10-09T08:30:00Z"}
    content = zipped(
        {
            "archive/data.warc.gz": warc(("https://example.org/page", "text/html", b"<html><p>Page</p>")),
            "datapackage.json": "{}",
            "pages/pages.jsonl": '{"format": "json-pages-1.0"}\n' + json.dumps(page),
        }
    )
    [(path, raw)] = found(_fill(tmp_path / "crawl.wacz", content))[0].items()
    assert path == "crawl.wacz!/archive/data.warc.gz!/20231009083000/https://example.org/page"
    assert raw.metadata.title == "The page"


def test_sidecar_goes_before_manifest_and_the_near_manifest_before_the_far(tmp_path: Path) -> None:
    top = tmp_path / "papers"
    _fill(top / "in/a.txt", LETTER.encode())
    _fill(top / "in/a.txt.meta.json", b'{"title": "From the sidecar", "other": 1}')
    _fill(top / "in/manifest.csv", b"path,title,publisher\na.txt,Near,Example Press\n")
    _fill(top / "manifest.csv", b"path,title,publisher,date\nin/a.txt,Far,Far,2023-10-09\n")
    documents, issues = found(top)
    assert (list(documents), issues) == (["papers/in/a.txt"], [])
    said = documents["papers/in/a.txt"].metadata
    assert (said.title, said.publisher, said.date) == ("From the sidecar", "Example Press", "2023-10-09")


def test_sidecars_work_inside_archives(tmp_path: Path) -> None:
    path = _fill(
        tmp_path / "b.zip", zipped({"a.txt": LETTER, "a.txt.meta.json": '{"url": "https://a.example/"}'})
    )
    [raw] = found(path)[0].values()
    assert raw.metadata.url == "https://a.example/"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("x.txt.meta.json", b"{", "malformed_sidecar"),
        ("x.txt.meta.json", b"[1]", "malformed_sidecar"),
        ("x.txt.meta.json", b'{"title": 7}', "malformed_sidecar"),
        ("x.txt.meta.json", b'{"kind": "novel"}', "malformed_sidecar"),
        ("x.txt.meta.json", b"\xff\xfe\x00", "malformed_sidecar"),
        ("z.txt.meta.json", b"{}", "sidecar_without_file"),
        ("manifest.csv", b"file,title\nx.txt,T\n", "malformed_manifest"),
        ("manifest.csv", b"path,title\nx.txt,T\n../y.txt,U\n", "manifest_without_file"),
    ],
)
def test_a_malformed_companion_is_a_notice_and_the_document_is_read(
    tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    _fill(tmp_path / "papers/x.txt", LETTER.encode())
    _fill(tmp_path / "papers" / name, content)
    documents, [issue] = found(tmp_path / "papers")
    assert list(documents) == ["papers/x.txt"]
    assert (issue.path, issue.code, issue.severity) == (f"papers/{name}", code, "notice")
