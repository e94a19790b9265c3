from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import main
from onrecord.types.errors import ConfigurationIsWrong
from onrecord.web.security import Address, AddressIsWrong
from onrecord.web.team.settings import Issuer, read_team
from tests.records import make_record

ISSUER = """
[[issuer]]
name = "News & Room"
issuer = "https://id.example.org"
client_id = "on-record"
"""


def written(folder: Path, text: str) -> Path:
    (folder / "team.toml").write_text(text)
    return folder / "team.toml"


def test_a_file_of_settings_is_read_and_options_stand_above_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s3\n")
    file = written(
        tmp_path,
        f'at = "https://record.example.org"\nproxies = ["127.0.0.1"]\nidle_minutes = 10\n{ISSUER}'
        f'client_secret_file = "{tmp_path / "secret"}"\nmake_readers = true\ndomains = ["Example.org"]\n',
    )
    made = read_team(file, None)
    assert (made.at.origin, made.proxies, made.idle_minutes) == (
        "https://record.example.org",
        ("127.0.0.1",),
        10,
    )
    [issuer] = made.issuers
    assert issuer == Issuer(
        "News & Room",
        "https://id.example.org",
        "on-record",
        "s3",
        make_readers=True,
        domains=("example.org",),
    )
    assert issuer.key == "news-room"
    other = read_team(file, "https://other.example.org", proxies=("10.0.0.1",), idle_minutes=5)
    assert (other.at.origin, other.proxies, other.idle_minutes) == (
        "https://other.example.org",
        ("10.0.0.1",),
        5,
    )
    assert other.longest_hours == 12


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Say under which address"),
        ("at = 5", "`at` cannot be 5"),
        ('at = "https://r.example"\ncolour = "red"', "no setting 'colour'"),
        ('at = "https://r.example"\nproxies = "127.0.0.1"', "a list of texts"),
        ('at = "https://r.example"\nproxies = ["proxy.example"]', "no address of a proxy"),
        ('at = "https://r.example"\nidle_minutes = 0', "whole numbers from 1"),
        ('at = "https://r.example"\nidle_minutes = true', "cannot be True"),
        ("at = ", "no TOML"),
        (f'at = "https://r.example"\n{ISSUER}{ISSUER}', "a `name` of its own"),
        (f'at = "https://r.example"\n{ISSUER}colour = "red"', "no setting 'colour'"),
        (f'at = "https://r.example"\n{ISSUER}make_readers = true', "needs `domains`"),
        (f'at = "https://r.example"\n{ISSUER}client_secret_file = "/nothing/here"', "cannot be read"),
        ('at = "https://r.example"\n[[issuer]]\nissuer = "http://id.example.org"', "begins with https"),
        ('at = "https://r.example"\n[[issuer]]\nissuer = "https://id.example.org"', "`client_id` is missing"),
        ('at = "https://r.example"\n[issuer]\nname = "x"', "two brackets"),
    ],
)
def test_settings_that_cannot_be_used_are_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigurationIsWrong, match=words):
        read_team(written(tmp_path, text), None)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Record.Example.org/", "https://record.example.org"),
        ("https://record.example.org:443", "https://record.example.org"),
        ("https://record.example.org:8443", "https://record.example.org:8443"),
        ("http://127.0.0.1:8321", "http://127.0.0.1:8321"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_address_is_as_browsers_write_it(url: str, origin: str) -> None:
    assert Address.of(url).origin == origin


@pytest.mark.parametrize(
    "url",
    [
        "http://record.example.org",
        "record.example.org",
        "https://",
        "https://record.example.org/path",
        "https://ada@record.example.org",
        "https://record.example.org?x",
        "https://record.example.org:port",
        "ftp://record.example.org",
        "https://[bad",
    ],
)
def test_an_address_that_is_not_safe_is_refused(url: str) -> None:
    with pytest.raises(AddressIsWrong, match="no address to serve a team at"):
        Address.of(url)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--at", "https://record.example.org"), "go with --team"),
        (("--proxy", "127.0.0.1"), "go with --team"),
        (("--team",), "Say under which address the team reaches the record"),
        (("--team", "--at", "http://record.example.org"), "no address to serve a team at"),
    ],
)
def test_options_that_do_not_go_together_are_told(tmp_path: Path, args: tuple[str, ...], words: str) -> None:
    record = make_record(tmp_path / "papers.record")
    done = CliRunner().invoke(main, ["serve", str(record), "--port", "0", *args])
    assert done.exit_code in (1, 2)
    assert words in done.output


def test_what_is_not_installed_is_told_in_a_sentence() -> None:
    code = (
        "import sys; sys.modules.update(limits=None, argon2=None)\n"
        "from onrecord.record.accounts import TeamIsNotInstalled, _hasher\n"
        "from onrecord.web.team.limits import Limits\n"
        "for need in (_hasher, lambda: Limits(600)):\n"
        "    try: need()\n"
        "    except TeamIsNotInstalled as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    told = "Accounts need the extra `team`, which is not installed: pip install 'onrecord[team]'."
    assert done.stdout.splitlines() == [told, told]
