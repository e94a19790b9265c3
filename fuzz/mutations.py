"""Hostile variations of valid files, as Hypothesis strategies."""

from __future__ import annotations

import zipfile
from functools import reduce

from hypothesis import strategies as st

from fuzz.seeds import HTML, LETTER, WORD_XML, capture, mail, seeds, word_file, zipped

BYTES = (
    b"\x00", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xff\xfe", b"<", b">", b"&#x110000;", b"&#xd800;",
    b"\r", b"\x1b[31m", "\u202e".encode(), b"%s", b"../", b'"', b"\n\n", b"9" * 400, b"-1", b"A" * 3000,
    b"=?utf-8?q?=FF?=", b"Content-Length: 99999999999\r\n", b"<!ENTITY a 'b'>", b"PK\x01\x02", b"]]>",
)  # fmt: skip
"""What is put in: marks that steer parsers, and numbers and words far longer than any."""

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7", "euc_kr", "big5", "iso2022_jp")


@st.composite
def _edited(draw: st.DrawFn, content: bytes) -> bytes:
    """Return bytes with pieces taken out, doubled, moved or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.sampled_from((0, 1, 2, 8, 64, 700))))
        piece = content[start:end]
        put = draw(st.sampled_from((b"", piece * 2, piece[::-1], *BYTES)) | st.binary(max_size=8))
        content = content[:start] + put + content[end:]
    return content


def _nested(opening: str, closing: str, words: str) -> st.SearchStrategy[str]:
    depths = st.sampled_from((1, 30, 300, 3_000))
    return depths.map(lambda depth: opening * depth + words + closing * depth)


_TAGS = st.sampled_from(
    ("div", "table", "tr", "td", "blockquote", "p", "a", "article", "li", "svg", "template")
)
_PAGES = st.one_of(
    _TAGS.flatmap(lambda tag: _nested(f"<{tag}>", f"</{tag}>", LETTER)),
    _TAGS.flatmap(lambda tag: _nested(f"<{tag}>", "", LETTER)),
    st.builds(
        lambda name, size: f"<html><body><p {name}='{'x' * size}' {'a=b ' * (size // 9)}>{LETTER}",
        st.sampled_from(("class", "style", "href", "onclick")), st.sampled_from((10, 1_000, 60_000)),
    ),
)  # fmt: skip
_WORDS = st.one_of(
    _nested("<w:tbl><w:tr><w:tc><w:p>", "</w:p></w:tc></w:tr></w:tbl>", "<w:r><w:t>412</w:t></w:r>"),
    _nested("<w:p><w:ins>", "</w:ins></w:p>", "<w:r><w:t>412</w:t></w:r>"),
    st.text(max_size=40).map(lambda text: f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"),
).map(
    lambda body: word_file(WORD_XML.replace("<w:sectPr/>", f"{body}<w:sectPr/>").encode("utf-8", "replace"))
)

_NAMES = st.sampled_from(
    ("a.txt", "../../a.txt", "/etc/a.txt", "C:\\a.txt", "a\x00b.txt", "a" * 3_000, "", ".", "a/../b.txt",
     "manifest.csv", "a.txt.json", "word/document.xml", "[Content_Types].xml", "\u202e.exe", "x.eml", "x.zip")
)  # fmt: skip
_MEMBERS = st.sampled_from(
    (
        LETTER.encode(),
        HTML.encode(),
        b"",
        b"\x00" * 5_000_000,
        b'{"title": 1}',
        b"path,url\nx,y",
        mail(),
        capture(),
    )
)


def _boxed(members: dict[str, bytes], depth: int, how: int) -> bytes:
    return reduce(lambda inner, _: zipped({"in.zip": inner}, how), range(depth), zipped(members, how))


_ARCHIVES = st.builds(
    _boxed,
    st.dictionaries(_NAMES, _MEMBERS, max_size=4), st.sampled_from((0, 1, 5, 40)),
    st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)),
)  # fmt: skip
_TEXTS = st.builds(
    lambda text, encoding: text.encode(encoding, "replace"),
    st.text(max_size=200) | st.just(LETTER), st.sampled_from(ENCODINGS),
)  # fmt: skip

STRUCTURED: dict[str, st.SearchStrategy[bytes]] = {
    "html": _PAGES.map(str.encode) | _TEXTS,
    "docx": _WORDS,
    "zip": _ARCHIVES,
    "txt": _TEXTS,
    "draft": _TEXTS | _PAGES.map(str.encode) | _WORDS,
}
"""Strategies that know the format, by target."""


def hostile(target: str) -> st.SearchStrategy[bytes]:
    """Return variations of the valid files of a target, and what else its format makes possible."""
    edited = st.sampled_from(seeds()[target]).flatmap(_edited)
    return edited | STRUCTURED[target] if target in STRUCTURED else edited
