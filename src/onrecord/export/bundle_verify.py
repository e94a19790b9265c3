"""Check this bundle: that nothing in it was changed, added or taken away since it was made.

    python3 BUNDLE.zip                     as it is
    python3 verify.py                      in the folder it was unpacked to
    python3 BUNDLE.zip --signer KEY.pub    and that the holder of this OpenSSH key signed it

It needs Python 3.8 or newer and nothing else, opens no network connection and writes no file. It proves that
all parts belong together. That they are those which the maker handed on is proved by a signature, or by the
SHA-256 that it prints first, where the maker told it to you in another way.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any, Iterator  # noqa: UP035  (Python 3.8 runs this)

PACKAGE = "datapackage.json"
SIGNATURE = "datapackage.json.sig"
NAMESPACE = "onrecord-bundle"
FIRST = "0" * 64
SIGNER = "signer"
MOST_TOLD = 20


class Bundle:
    """The files of a bundle, in its archive or in a folder."""

    def __init__(self, place: Path) -> None:
        self._archive = zipfile.ZipFile(place) if place.is_file() else None
        self._folder = place

    def names(self) -> list[str]:
        """Return the paths of all files, each as often as it is there."""
        if self._archive is not None:
            return [name for name in self._archive.namelist() if not name.endswith("/")]
        found = (
            path for path in self._folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
        )
        return [path.relative_to(self._folder).as_posix() for path in found]

    def read(self, name: str) -> bytes:
        """Return the bytes of a file; raises OSError, KeyError or BadZipFile where it cannot be read."""
        if self._archive is not None:
            return self._archive.read(name)
        return (self._folder / name).read_bytes()

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the objects of a file of JSON Lines."""
        for line in self.read(name).decode("utf-8", "surrogatepass").split("\n"):
            if line:
                yield json.loads(line)


class Report:
    """What was checked, and what is wrong."""

    def __init__(self) -> None:
        self.wrong = 0

    def say(self, what: str, faults: list[str]) -> None:
        """Print one line on a check, and what is wrong beneath it."""
        print(f"{'WRONG' if faults else 'ok':6}{what}")
        for fault in faults[:MOST_TOLD]:
            print(f"      - {fault}")
        if len(faults) > MOST_TOLD:
            print(f"      - and {len(faults) - MOST_TOLD} more")
        self.wrong += len(faults)


def main() -> int:
    """Check the bundle this file is in; return 0 where all is as it was made, 1 where something is not."""
    arguments = sys.argv[1:]
    key = None
    if arguments[:1] == ["--signer"] and len(arguments) == 2:
        key = Path(arguments[1])
    elif arguments:
        print(__doc__)
        return 2
    bundle, report = Bundle(_place()), Report()
    try:
        package = bundle.read(PACKAGE)
        described = json.loads(package.decode("utf-8"))
        print(f"      {described['title']}")
        print(f"      sha256 of {PACKAGE}: {hashlib.sha256(package).hexdigest()}")
        names = {resource["name"]: resource["path"] for resource in described["resources"]}
        report.say(*_files(bundle, described["resources"]))
        report.say(*_custody(bundle, names, described["custody_head"]))
        report.say(*_anchors(bundle, names))
        report.say(*_signed(bundle, package, key))
    except (OSError, KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        report.say(f"the bundle can be read ({type(error).__name__}: {error})", ["It is damaged."])
    print("This bundle is as it was made." if not report.wrong else "This bundle is NOT as it was made.")
    return 1 if report.wrong else 0


def _place() -> Path:
    here = Path(__file__).resolve().parent
    return here if here.is_dir() or here.is_file() else Path(sys.argv[0])


def _files(bundle: Bundle, resources: list[dict[str, Any]]) -> tuple[str, list[str]]:
    """Check that every file is there with the bytes it had, and no other."""
    faults = []
    here = bundle.names()
    told = {resource["path"] for resource in resources} | {PACKAGE, SIGNATURE}
    faults += [f"{name} was added." for name in sorted(set(here) - told)]
    faults += [f"{name} is there twice." for name in sorted(set(here)) if here.count(name) > 1]
    for resource in resources:
        if resource["path"] not in here:
            faults.append(f"{resource['path']} is missing.")
            continue
        content = bundle.read(resource["path"])
        if "sha256:" + hashlib.sha256(content).hexdigest() != resource["hash"]:
            faults.append(f"{resource['path']} was changed.")
    return f"{len(resources)} files have the bytes they had", faults


def _custody(bundle: Bundle, names: dict[str, str], head: str | None) -> tuple[str, list[str]]:
    """Check the seal of each entry of the custody log, and that all follow each other.

    Of entries with withheld details only that they follow; without `head`, the hash of the last one, the log
    is that of some documents and only the seals are checked.
    """
    if "custody" not in names:
        return "no custody log is here", []
    faults = []
    previous, expected, count, withheld = FIRST, 1, 0, 0
    for entry in bundle.lines(names["custody"]):
        count += 1
        if head is not None and (entry["seq"] != expected or entry["previous"] != previous):
            faults.append(f"custody entry {entry['seq']} does not follow the one before it.")
        if entry.get("withheld"):
            withheld += 1
        elif _seal(entry) != entry["hash"]:
            faults.append(f"custody entry {entry['seq']} ({entry['action']}) was changed.")
        previous, expected = entry["hash"], entry["seq"] + 1
    if head is not None and previous != head:
        faults.append("Entries at the end of the custody log are missing.")
    kept = f", details of {withheld} withheld" if withheld else ""
    if head is None:
        return f"{count} entries of the custody log, those of some documents, are as they were{kept}", faults
    return f"{count} entries of the custody log follow each other{kept}", faults


def _seal(entry: dict[str, Any]) -> str:
    told = {name: entry[name] for name in ("seq", "when", "who", "action", "subject", "detail")}
    canonical = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry['previous']}\n{canonical}".encode()).hexdigest()


def _anchors(bundle: Bundle, names: dict[str, str]) -> tuple[str, list[str]]:
    """Check that every anchor quotes its document's text exactly, where the texts are here."""
    documents = {row["id"]: row for row in bundle.lines(names["document"])} if "document" in names else {}
    texts = {}
    faults = []
    for id_, row in documents.items():
        name = names.get(f"text-{row['text_sha256']}")
        if name is not None:
            content = bundle.read(name)
            texts[id_] = content.decode("utf-8", "surrogatepass")
            if hashlib.sha256(content).hexdigest() != row["text_sha256"]:
                faults.append(f"{name} is not the text of {id_}.")
        source = names.get(f"source-{row['sha256']}")
        if source is not None and hashlib.sha256(bundle.read(source)).hexdigest() != row["sha256"]:
            faults.append(f"{source} is not the source of {id_}.")
    if not texts:
        return "texts are not here: anchors cannot be held against them", faults
    held = 0
    for name, path in names.items():
        for row in bundle.lines(path) if path.startswith("rows/") else ():
            for anchor in _anchors_in(row):
                text = texts.get(anchor["document"])
                if text is None or anchor.get("masked"):
                    continue
                held += 1
                if text[anchor["start"] : anchor["end"]] != anchor["exact"]:
                    faults.append(f"{name} {row['id']} does not quote {anchor['document']} exactly.")
    return f"{held} anchors quote the texts exactly", faults


def _anchors_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"document", "start", "end", "exact"} <= value.keys():
            yield value
        for each in value.values():
            yield from _anchors_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from _anchors_in(each)


def _signed(bundle: Bundle, package: bytes, key: Path | None) -> tuple[str, list[str]]:
    """Check the signature with OpenSSH's ssh-keygen: by `key`, else by the key it names itself."""
    if SIGNATURE not in bundle.names():
        return "no signature is here", ["A signature was asked for."] if key else []
    program = shutil.which("ssh-keygen")
    if program is None:
        told = "a signature is here; it was not checked: ssh-keygen (OpenSSH) is not on this machine"
        return told, ["A signature was asked for."] if key else []
    with tempfile.TemporaryDirectory() as folder:
        signature = Path(folder, "sig")
        signature.write_bytes(bundle.read(SIGNATURE))
        command = [program, "-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature)]
        if key is not None:
            allowed = Path(folder, "allowed")
            allowed.write_text(f"{SIGNER} {key.read_text('utf-8').strip()}\n", "utf-8")
            command[2:3] = ["verify", "-I", SIGNER, "-f", str(allowed)]
        done = subprocess.run(command, input=package, capture_output=True, check=False)
    said = (done.stdout or done.stderr).decode("utf-8", "replace").strip()
    if done.returncode:
        return "the signature holds", [said or "It does not."]
    by = "by the key you gave" if key else "compare its fingerprint with the maker's"
    return f"the signature holds ({by}): {said}", []


if __name__ == "__main__":
    sys.exit(main())
