"""Plain files are decoded and left as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.types.errors import FileCannotBeRead
from tests.text.sources import check_offset_map, read

KOREAN = "정부는 강제 송환을 중단하고 유엔에 답변해야 한다고 아나 루이스가 말했다.\n"
CHINESE = "外交部发言人说，中方一贯依法处理有关问题，不存在所谓的难民问题。\n"
JAPANESE = "政府は強制送還を中止し、国連に回答すべきだとアナ・ルイスは述べた。\n"
RUSSIAN = "Правительство должно прекратить принудительное возвращение и ответить комитету.\n"
FRENCH = "Le ministère n’a pas répondu à la « lettre » – déjà envoyée à l’été.\r\n"


@pytest.mark.parametrize(
    ("text", "encoding", "mark", "guessed"),
    [
        (KOREAN, "utf-8", b"", None),
        (KOREAN, "utf-8", b"\xef\xbb\xbf", None),
        (KOREAN, "utf-16-le", b"\xff\xfe", None),
        (KOREAN, "utf-16-be", b"\xfe\xff", None),
        (FRENCH, "utf-16-le", b"", "UTF-16-LE"),
        (FRENCH, "utf-16-be", b"", "UTF-16-BE"),
        (FRENCH, "cp1252", b"", "Windows-1252"),
        (FRENCH.replace("\r", ""), "mac_roman", b"", "Mac Roman"),
        ("Côte d’Ivoire said that it doesn’t", "mac_roman", b"", "Mac Roman"),
        (KOREAN, "cp949", b"", "EUC-KR"),
        (CHINESE, "gb18030", b"", "GB18030"),
        (JAPANESE, "euc-jp", b"", "EUC-JP"),
        ("Ana Ruiz said: " + KOREAN, "cp949", b"", "EUC-KR"),
        ("The spokesperson, Ben Adams, said: " + CHINESE, "gb18030", b"", "GB18030"),
        ("One dash – and a “quoted” word", "cp1252", b"", "Windows-1252"),
        (RUSSIAN * 3, "cp1251", b"", "CP1251"),
    ],
)
def test_a_text_is_decoded_whatever_its_encoding(
    text: str, encoding: str, mark: bytes, guessed: str | None
) -> None:
    found = read(mark + text.encode(encoding))
    assert found.text == text
    assert found.offset_map.runs[0].origin == (1 if mark else 0)
    assert (guessed in found.notes[0]) if guessed else (found.notes == ())


def test_a_declared_encoding_is_taken_where_the_bytes_agree() -> None:
    assert read("Café".encode("cp1250"), charset="windows-1250").text == "Café"
    found = read(KOREAN.encode(), charset="iso-8859-1")
    assert found.text == KOREAN
    assert "UTF-8" in found.notes[0]


def test_a_few_broken_bytes_are_shown_as_broken() -> None:
    found = read((KOREAN * 3).encode()[:-3])
    assert found.text.startswith(KOREAN)
    assert found.text.endswith("\ufffd")
    assert "not valid UTF-8" in found.notes[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bytes(range(256)) * 9, "undecodable_text"),
        (b"\x00\x01" * 90, "undecodable_text"),
        (b" \n\t ", "no_text"),
    ],
    ids=["binary", "noise", "blank"],
)
def test_what_is_no_text_cannot_be_read(content: bytes, code: str) -> None:
    with pytest.raises(FileCannotBeRead) as refusal:
        read(content)
    assert refusal.value.issue.code == code
    assert refusal.value.issue.path == "papers/x"


def test_an_unknown_media_type_cannot_be_read() -> None:
    with pytest.raises(FileCannotBeRead) as refusal:
        read(b"words", "image/png")
    assert refusal.value.issue.code == "unsupported_type"


@given(st.text(min_size=1).filter(lambda text: text.strip() and "\x00" not in text and text[0] != "\ufeff"))
def test_canonical_text_is_the_decoded_file(text: str) -> None:
    for media_type in ("text/plain", "text/markdown"):
        found = read(text.encode(), media_type)
        assert found.text == text
        [run] = found.offset_map.runs
        assert found.text[run.start : run.end] == text.encode().decode()[run.origin :]
        check_offset_map(found)
