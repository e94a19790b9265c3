"""A record as one encrypted file, and back: the age format (age-encryption.org/v1) around a tar stream.

What is written is encrypted as it is read: no plain copy touches the disk. A file sealed for keys is an
ordinary age file. One sealed by a passphrase begins with a key of its own, wrapped by the passphrase (an
armoured age file), and goes on with an age file for that key: the library streams for keys alone.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import tarfile
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.record.folder import DATABASE, LOCK, check_format
from onrecord.record.lock import BuildLock
from onrecord.record.sqlite import open_again, open_to_read, storing
from onrecord.types.errors import OnRecordError, RecordCannotBeOpened

if TYPE_CHECKING:
    from pyrage import x25519

SHORTEST_PASSPHRASE = 12
"""Characters: who holds the file may guess without end, where a server would limit it."""

_BLOCK = 1 << 16
_TAR_BLOCK = tarfile.BLOCKSIZE
_WRAPPED_BEGINS = b"-----BEGIN AGE ENCRYPTED FILE-----"
_WRAPPED_ENDS = b"-----END AGE ENCRYPTED FILE-----"
_WRAPPED_LINES = 40
"""Lines a wrapped key takes at most; it has about eight."""

_NAME = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
"""How a record names its files; anything else in a sealed file is refused."""


class RecordCannotBeSealed(OnRecordError):
    """A record folder holds what cannot be sealed, or the keys are none."""


class SealedFileCannotBeOpened(OnRecordError):
    """A sealed file is none, is damaged, or the passphrase or key is another."""


@dataclass(frozen=True, slots=True)
class Keys:
    """For whom a file is sealed: public keys, and one made for this file, by which it is read back.

    `wrapped` is that key under a passphrase, or nothing: then it is forgotten once the file was read back.
    """

    own: x25519.Identity = field(repr=False)
    recipients: tuple[Any, ...] = ()
    wrapped: bytes = b""


def keys_of_passphrase(passphrase: str) -> Keys:
    """Return a new key that a passphrase opens; raises RecordCannotBeSealed on a short one."""
    age = _age()
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise RecordCannotBeSealed(
            f"This passphrase is shorter than {SHORTEST_PASSPHRASE} characters, and who has the file may "
            "guess without end. Take five or more words that nobody would put together."
        )
    own = age.x25519.Identity.generate()
    return Keys(own, wrapped=age.passphrase.encrypt(str(own).encode(), passphrase, armored=True))


def keys_of_recipients(recipients: Sequence[str]) -> Keys:
    """Return the keys of a file that several may open; raises RecordCannotBeSealed on what is no key."""
    age = _age()
    public = []
    for written in recipients:
        try:
            public.append(age.x25519.Recipient.from_str(written.strip()))
        except age.RecipientError as error:
            raise RecordCannotBeSealed(
                f"{written!r} is no public key. One begins with age1; `age-keygen` makes a pair."
            ) from error
    return Keys(age.x25519.Identity.generate(), tuple(public))


@dataclass(frozen=True, slots=True)
class Still:
    """A record nobody writes to while it is sealed: its files, by name, and its database kept open."""

    path: Path
    database: BinaryIO
    files: tuple[str, ...]


@contextmanager
def held_still(path: Path) -> Iterator[Still]:
    """Keep builds and decisions from a record while it is sealed.

    Raises RecordIsBusy where a build writes, RecordCannotBeOpened where it is no record of this version.
    """
    check_format(path)
    open_to_read(path).close()
    with ExitStack() as stack:
        with storing(path):
            lock = BuildLock.take(path / LOCK)
        stack.callback(lock.release)
        content = stack.enter_context((path / DATABASE).open("rb"))  # closing it ends SQLite's locks: last
        database = stack.enter_context(closing(open_again(path)))
        stack.enter_context(database.keep())
        yield Still(path, content, tuple(_names(path)))


def _names(path: Path) -> Iterator[str]:
    """Yield the files of a record in order, without what lives only while it is open."""
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path).as_posix()
        if found.is_symlink():
            raise RecordCannotBeSealed(f"{found}: this is a link, which no record has. Take it away first.")
        if found.is_dir() or found.name.endswith((".unfinished", "-shm", ".lock")):
            continue
        if not _NAME.fullmatch(name):
            raise RecordCannotBeSealed(f"{found}: no record has such a file. Take it away first.")
        yield name


def seal(record: Still, out: BinaryIO, keys: Keys) -> str:
    """Write a record encrypted to `out`; return the SHA-256 of the stream that went in.

    Raises OSError where the disk refuses.
    """
    age = _age()
    out.write(keys.wrapped)
    stream, written = _Watched(_tar(record)), _Watched(out=out)
    try:
        age.encrypt_io(stream, written, [keys.own.to_public(), *keys.recipients])
    except (age.EncryptError, OSError) as error:
        raise stream.error or written.error or error from None
    return stream.digest.hexdigest()


def read_back(sealed: Path, keys: Keys, sha256: str) -> None:
    """Decrypt a file just sealed and hold it against what went in; raises SealedFileCannotBeOpened."""
    digest = hashlib.sha256()
    with sealed.open("rb") as content:
        content.seek(len(keys.wrapped))
        with _decrypted(sealed, content, [keys.own]) as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    if digest.hexdigest() != sha256:
        raise SealedFileCannotBeOpened(f"{sealed}: read back, it is not what was sealed. Check the disk.")


def is_sealed_by_passphrase(sealed: Path) -> bool:
    """Tell whether a passphrase opens a sealed file, and no key; raises OSError where it cannot be read."""
    with sealed.open("rb") as content:
        return content.readline(100).rstrip() == _WRAPPED_BEGINS


def unseal(sealed: Path, folder: Path, opening: str | Sequence[str]) -> None:
    """Decrypt a sealed file into a new folder, by a passphrase or by secret keys: wholly or not at all.

    Raises SealedFileCannotBeOpened; RecordCannotBeOpened where what was sealed is no record; OSError.
    """
    if folder.exists():
        raise SealedFileCannotBeOpened(f"{folder}: this is there already. Give the path of a new folder.")
    unfinished = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))  # 0700
    try:
        with sealed.open("rb") as content:
            identities = _identities(sealed, content, opening)
            with _decrypted(sealed, content, identities) as stream:
                _unpack(sealed, stream, unfinished)
        check_format(unfinished)
        unfinished.rename(folder)
    except BaseException:
        shutil.rmtree(unfinished)
        raise


def _identities(sealed: Path, content: BinaryIO, opening: str | Sequence[str]) -> list[Any]:
    """Return the keys that open a file, its own unwrapped where a passphrase was given."""
    age = _age()
    if isinstance(opening, str):
        lines = [content.readline(100) for _ in range(_WRAPPED_LINES)]
        ends = [number for number, line in enumerate(lines, 1) if line.rstrip() == _WRAPPED_ENDS]
        wrapped = b"".join(lines[: ends[0]] if ends else lines)
        content.seek(len(wrapped))
        try:
            return [age.x25519.Identity.from_str(age.passphrase.decrypt(wrapped, opening).decode())]
        except (age.DecryptError, age.IdentityError, UnicodeDecodeError) as error:
            raise SealedFileCannotBeOpened(
                f"{sealed}: this passphrase does not open it, or its beginning is damaged."
            ) from error
    try:
        return [age.x25519.Identity.from_str(written) for written in opening]
    except age.IdentityError as error:
        raise SealedFileCannotBeOpened(
            "A secret key begins with AGE-SECRET-KEY-1; a file of keys has one a line."
        ) from error


@contextmanager
def _decrypted(sealed: Path, content: BinaryIO, identities: list[Any]) -> Iterator[BinaryIO]:
    """Give the stream in a sealed file; at the end raise SealedFileCannotBeOpened if it was not whole."""
    age, failed = _age(), list[Exception]()
    reading, writing = os.pipe()

    def decrypt() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            out = _Watched(out=pipe)
            try:
                age.decrypt_io(content, out, identities)
            except (age.DecryptError, OSError) as error:
                if out.error is None:  # else who reads went away, for a reason of its own
                    failed.append(error)

    worker = threading.Thread(target=decrypt)
    worker.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
            while stream.read(_BLOCK):
                pass
    except Exception:
        worker.join()
        _raise_if_damaged(sealed, failed)
        raise
    finally:
        worker.join()
    _raise_if_damaged(sealed, failed)


def _raise_if_damaged(sealed: Path, failed: list[Exception]) -> None:
    if failed and "No matching keys" in str(failed[0]):
        raise SealedFileCannotBeOpened(
            f"{sealed}: no key given opens it. Give the secret key of one for whom it was sealed."
        ) from failed[0]
    if failed:
        raise SealedFileCannotBeOpened(
            f"{sealed}: this file is damaged, cut short or was never sealed. Take another copy of it."
        ) from failed[0]


def _unpack(sealed: Path, stream: BinaryIO, folder: Path) -> None:
    """Write the files of a tar stream under a folder; a name that leads elsewhere is refused."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined]  # else it keeps them all
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or not _NAME.fullmatch(member.name) or _leads_out(member.name):
                    raise SealedFileCannotBeOpened(
                        f"{sealed}: it holds {member.name!r}, which is no file of a record. "
                        "Trust nothing of it."
                    )
                path = folder.joinpath(*PurePosixPath(member.name).parts)
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with path.open("xb") as out:
                    shutil.copyfileobj(content, out)
    except (tarfile.TarError, EOFError, FileExistsError, NotADirectoryError) as error:
        raise SealedFileCannotBeOpened(f"{sealed}: what was sealed is no record ({error}).") from error


def _leads_out(name: str) -> bool:
    return bool({".", ".."} & set(name.split("/")))


def _tar(record: Still) -> Iterator[bytes]:
    """Yield a record's files as a tar stream (POSIX.1-2001), without their owners and times."""
    for name in record.files:
        if name == DATABASE:
            record.database.seek(0)
            yield from _member(name, record.database)
        else:
            with (record.path / name).open("rb") as content:
                yield from _member(name, content)
    yield bytes(2 * _TAR_BLOCK)


def _member(name: str, content: BinaryIO) -> Iterator[bytes]:
    size = os.fstat(content.fileno()).st_size
    described = tarfile.TarInfo(name)
    described.size, described.mode = size, 0o600
    yield described.tobuf(tarfile.PAX_FORMAT)
    left = size
    while left:
        block = content.read(min(left, _BLOCK))
        if not block:
            raise RecordCannotBeSealed(f"{name} became shorter while it was sealed. Seal the record again.")
        left -= len(block)
        yield block
    yield bytes(-size % _TAR_BLOCK)


class _Watched(io.RawIOBase):
    """A stream age reads from or writes to; keeps the error of ours that age tells in words alone."""

    def __init__(self, blocks: Iterator[bytes] | None = None, out: BinaryIO | None = None) -> None:
        self.error: Exception | None = None
        self.digest = hashlib.sha256()
        self._blocks, self._out, self._left = blocks or iter(()), out, memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._left:
                self._left = memoryview(next(self._blocks))
        except StopIteration:
            return b""
        except Exception as error:
            self.error = error
            raise
        block = bytes(self._left[: size if size >= 0 else None])
        self._left = self._left[len(block) :]
        self.digest.update(block)
        return block

    def write(self, block: Any) -> int:
        try:
            return cast(BinaryIO, self._out).write(block)
        except Exception as error:
            self.error = error
            raise


def _age() -> Any:
    """Return the library of the format; raises RecordCannotBeOpened where it is not installed."""
    try:
        import pyrage  # noqa: PLC0415
    except ImportError as error:
        raise RecordCannotBeOpened(
            "Sealing needs one more package: install it with `pip install 'onrecord[sealed]'`."
        ) from error
    return pyrage
