"""Mails give their header and their words."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from onrecord.types.errors import FileCannotBeRead
from tests.text.sources import place_of, read

MAIL = "message/rfc822"


def started() -> EmailMessage:
    """Return a mail with its header."""
    message = EmailMessage()
    message["From"], message["To"] = "Añá Ruiz <ana@example.org>", "press@example.org"
    message["Cc"] = "ben@example.org"
    message["Subject"], message["Date"] = "Réponse attendue", "Mon, 09 Oct 2023 10:00:00 +0900"
    return message


HEADER = (
    "From: Añá Ruiz <ana@example.org>\nTo: press@example.org\nCc: ben@example.org\n"
    "Date: Mon, 09 Oct 2023 10:00:00 +0900\nSubject: Réponse attendue\n\n"
)


def test_the_plain_words_of_a_mail_are_read() -> None:
    message = started()
    message.set_content("Dear all,\n\nno café – no answer.\n")
    message.add_alternative("<p>Dear page</p>", subtype="html")
    message.add_attachment(b"Report", maintype="text", subtype="plain", filename="report.txt")
    found = read(bytes(message), MAIL)
    assert found.text == HEADER + "Dear all,\n\nno café – no answer."
    assert (found.metadata.title, found.metadata.date) == ("Réponse attendue", "2023-10-09T10:00:00+09:00")
    assert (place_of(found, "Subject"), place_of(found, "Dear all")) == ("header", "body")


def test_a_mail_that_is_only_a_page_is_read_as_one() -> None:
    message = started()
    message.set_content("<html><p>Dear <b>all</b>,</p><p>answer<br>now</p></html>", subtype="html")
    found = read(bytes(message), MAIL)
    assert found.text == HEADER + "Dear all,\n\nanswer\nnow"
    assert place_of(found, "answer") == "body/html/body/p[2]"


@pytest.mark.parametrize(
    ("charset", "words"), [("euc-kr", "답변을 기다립니다"), ("windows-1252", "“Café” – déjà")]
)
def test_the_charset_of_a_part_is_kept(charset: str, words: str) -> None:
    head = f"From: a@example.org\nSubject: x\nContent-Type: text/plain; charset={charset}\n"
    content = (head + "Content-Transfer-Encoding: 8bit\n\n").encode() + words.encode(charset)
    assert read(content, MAIL).text == f"From: a@example.org\nSubject: x\n\n{words}"


@pytest.mark.parametrize(
    "head",
    [
        "Date: not a date at all",
        "To: <<<>>>, undisclosed-recipients:;",
        "Subject: =?utf-8?q?broken=ZZ?= =?nosuch?b?xx?=",
        "Content-Type: multipart/mixed",
        "Content-Type: text/plain; charset=nosuch",
    ],
)
def test_malformed_headers_do_not_stop_it(head: str) -> None:
    assert "words" in read(f"From: a@example.org\n{head}\n\nwords".encode(), MAIL).text


def test_a_date_in_a_year_no_clock_reaches_is_shown_as_written() -> None:
    date = f"Mon, 09 Oct {'9' * 30} 10:00:00 +0900"
    found = read(f"From: a@example.org\nDate: {date}\n\nWords.\n".encode(), MAIL)
    assert f"Date: {date}" in found.text
    assert found.metadata.date is None


@pytest.mark.parametrize(("sent", "shown"), [("Añá".encode(), "Añá"), ("Añá".encode("cp1252"), "A??")])
def test_letters_sent_unencoded_in_a_header_are_read_as_utf_8(sent: bytes, shown: str) -> None:
    found = read(b"From: " + sent + b" <ana@example.org>\n\nWords.\n", MAIL)
    assert found.text == f"From: {shown} <ana@example.org>\n\nWords."


def test_a_header_of_many_addresses_is_shown_as_written() -> None:
    addresses = ", ".join(f"<a{n}@example.org>" for n in range(20_000))
    found = read(f"From: a@example.org\nTo: {addresses}\n\nwords".encode(), MAIL)
    assert found.text == f"From: a@example.org\nTo: {addresses}\n\nwords"


def test_a_mail_without_header_is_damaged() -> None:
    with pytest.raises(FileCannotBeRead) as refusal:
        read(b"\n\nwords", MAIL)
    assert refusal.value.issue.code == "damaged_mail"
