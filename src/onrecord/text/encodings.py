"""Bytes to characters: which encoding, how sure, and what could not be decoded."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

SAMPLE_BYTES = 1 << 16
"""Bytes on which an encoding is guessed; the whole text is then decoded with it."""

STRAY_NUL = 500
"""Fewer than one NUL in so many bytes are stray ones in a text; more make it UTF-16 or no text."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_READ_AS = {
    # the WHATWG Encoding Standard reads these labels as the wider set that writers mean by them
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
}
_SIGN_IN_WORD = re.compile(rb"[A-Za-z][\xa1-\xac\xae-\xb3\xb5-\xb8\xb9\xbc-\xbf\xd7\xf7](?=[a-z])")

_MAC_IN_WORD = re.compile(rb"[a-z][\x87\x88\x8a\x8d-\x90\x99\x9f\xd5](?=[a-z])")
_WINDOWS_IN_WORD = re.compile(rb"[a-z][\x92\xe0-\xf6\xf8-\xff](?=[a-z])")
"""Letters and apostrophes inside words in Mac Roman and in Windows-1252: the other one reads signs there,
capitals or nothing at all."""

_NAMES = {
    "mac_roman": "Mac Roman",
    "cp949": "EUC-KR",
    "gb18030": "GB18030",
    "cp1252": "Windows-1252",
    "euc_jp": "EUC-JP",
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters of a file; `mark` tells that a byte-order mark stood before them, `note` what was odd."""

    text: str
    encoding: str
    mark: bool = False
    note: str | None = None


def decode(content: bytes, declared: str | None = None) -> Decoded | None:
    """Return the characters of `content`, None where it is no text in any encoding known here.

    A byte-order mark goes first, then strict UTF-8 where more than ASCII proves it, then what was
    declared, then a guess by the bytes themselves, which the note names.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_marked(content[len(mark) :], encoding)
    if content.count(0, 0, SAMPLE_BYTES) * STRAY_NUL > min(len(content), SAMPLE_BYTES):
        return _decode_wide(content)
    named = _known(declared)
    text = _strictly(content, "utf-8")
    if text is not None and not (named or "").startswith("iso2022"):
        odd = named not in (None, "utf-8") and not text.isascii()
        return Decoded(text, "utf-8", note=f"It declares {declared} and is UTF-8." if odd else None)
    if named is not None and (text := _strictly(content, named)) is not None:
        return Decoded(text, named)
    return _guess(content, named)


def _decode_marked(content: bytes, encoding: str) -> Decoded:
    text = _strictly(content, encoding)
    if text is not None:
        return Decoded(text, encoding, mark=True)
    note = f"Some bytes are not {encoding.upper()}; they stand as U+FFFD."
    return Decoded(content.decode(encoding, "replace"), encoding, True, note)


def _decode_wide(content: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: ASCII in it has its NULs at one parity only."""
    sample = content[:SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 50 < len(sample):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = _strictly(content, encoding)
    if text is None or _control_share(text) > 0.01:
        return None
    return Decoded(text, encoding, note=f"No encoding is declared; it was read as {encoding.upper()}.")


def _guess(content: bytes, named: str | None) -> Decoded | None:
    if _control_share(content[:SAMPLE_BYTES].decode("latin-1")) > 0.01:
        return None
    nearly = _decode_nearly_utf8(content)
    if nearly is not None:
        return nearly
    candidates = _candidates(content[:SAMPLE_BYTES])
    for encoding in candidates:
        text = _strictly(content, encoding)
        if text is not None:
            name = _NAMES.get(encoding, encoding.upper())
            return Decoded(text, encoding, note=f"The encoding was guessed from the bytes: {name}.")
    return _decode_loosely(content, [*([named] if named else []), *candidates])


def _decode_loosely(content: bytes, encodings: list[str]) -> Decoded | None:
    """Decode in the first encoding that leaves less than one character in a hundred undecoded."""
    for encoding in encodings:
        text = content.decode(encoding, "replace")
        broken = text.count("\ufffd")
        if broken * 100 < len(text):
            name = _NAMES.get(encoding, encoding.upper())
            note = f"It was read as {name}; {broken} characters are broken and stand as U+FFFD."
            return Decoded(text, encoding, note=note)
    return None


def _decode_nearly_utf8(content: bytes) -> Decoded | None:
    """Decode UTF-8 with a few broken bytes, as a text cut or pasted in the middle of a character."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(1 for char in text[:SAMPLE_BYTES] if char > "\x7f" and char != "\ufffd")
    if broken * 10 > whole:
        return None
    return Decoded(text, "utf-8", note=f"{broken} characters are not valid UTF-8; they stand as U+FFFD.")


def _candidates(sample: bytes) -> list[str]:
    """Return encodings to try in turn: two-byte ones where high bytes come in pairs, else one-byte ones."""
    found = []
    if _paired_share(sample) > 0.9:
        found.extend(_east_asian(sample))
    western = _paired_share(sample) < 0.5
    if western and _reads_as_mac(sample):
        return [*found, "mac_roman"]
    if western and _reads_as_western(sample):
        return [*found, "cp1252"]
    best = _by_statistics(sample)
    if best is not None:
        found.append(best)
    return [*found, "cp1252"] if western else found


def _reads_as_western(sample: bytes) -> bool:
    """Tell whether Windows-1252 puts hardly any signs inside words, as it does with other code pages."""
    signs = sum(1 for _ in _SIGN_IN_WORD.finditer(sample))
    return signs * 20 <= sum(1 for byte in sample if byte >= 0x80)


def _reads_as_mac(sample: bytes) -> bool:
    """Tell whether words are whole in Mac Roman, as old exports have it, and not in Windows-1252."""
    mac, windows = (sum(1 for _ in each.finditer(sample)) for each in (_MAC_IN_WORD, _WINDOWS_IN_WORD))
    return mac > windows


def _east_asian(sample: bytes) -> list[str]:
    """Return the East Asian encodings in which nearly all of the sample is common script.

    EUC-KR Hangul uses lead bytes B0–C8 only, where Chinese runs to F7: read as EUC-KR, Chinese is a
    mix of Hangul and Hanja, Korean is Hangul throughout.
    """
    korean = _share(sample, "cp949", lambda char: "가" <= char <= "힣")
    kana = _share(sample, "euc_jp", lambda char: "぀" <= char <= "ヿ")
    chinese = _share(sample, "gb18030", _is_simplified)
    if korean > 0.85:
        return ["cp949"]
    if kana > 0.2:
        return ["euc_jp"]
    return ["gb18030"] if chinese > 0.85 else []


def _is_simplified(char: str) -> bool:
    if not "一" <= char <= "鿿":
        return False
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _share(sample: bytes, encoding: str, belongs: Callable[[str], bool]) -> float:
    """Return how many of the letters outside ASCII belong to a script; 0 where much cannot be decoded."""
    text = sample.decode(encoding, "replace")
    letters = [char for char in text if char > "\x7f" and (char.isalpha() or char == "\ufffd")]
    if not letters:
        return 0.0
    return sum(1 for char in letters if belongs(char)) / len(letters)


def _paired_share(sample: bytes) -> float:
    """Return the share of high bytes that stand in runs of two and more."""
    high = [byte >= 0x80 for byte in sample]
    count = sum(high)
    if not count:
        return 0.0
    around = zip([False, *high[:-1]], high, [*high[1:], False], strict=True)
    return sum(1 for before, here, after in around if here and (before or after)) / count


def _by_statistics(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(sample).best()
    return None if best is None else codecs.lookup(best.encoding).name.replace("-", "_")


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _known(label: str | None) -> str | None:
    """Return the codec of a declared label, None where there is none of that name."""
    if not label:
        return None
    plain = label.strip().strip("\"'").lower()
    try:
        name = codecs.lookup(_READ_AS.get(plain, plain)).name
        b"".decode(name)  # some codecs ("hex", "rot13") turn no bytes into text
    except (LookupError, ValueError, TypeError):
        return None
    return name


def _control_share(text: str) -> float:
    sample = text[:SAMPLE_BYTES]
    odd = sum(1 for char in sample if char < " " and char not in "\t\n\r\f\v\x1b\x1a")
    return odd / len(sample) if sample else 0.0
