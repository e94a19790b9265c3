"""Settings of a record that is served to a team, from one TOML file.

at = "https://record.example.org"
proxies = ["127.0.0.1"]
idle_minutes = 30
longest_hours = 12
requests_a_minute = 600

[[issuer]]
name = "Newsroom"
issuer = "https://id.example.org"
client_id = "on-record"
client_secret_file = "/etc/onrecord/client-secret"
make_readers = true
domains = ["example.org"]
"""

from __future__ import annotations

import ipaddress
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from onrecord.types.errors import ConfigurationIsWrong
from onrecord.web.security import HOSTS, Address


@dataclass(frozen=True, slots=True)
class Issuer:
    """An OpenID Connect issuer that people may sign in through; `key` names it in addresses.

    With `make_readers` whoever it knows by an e-mail address of one of `domains` gets an account of a reader;
    all others have to be linked by an admin before.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str | None = None
    make_readers: bool = False
    domains: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The name as an address holds it."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.casefold()).strip("-")


@dataclass(frozen=True, slots=True)
class TeamSettings:
    """How a team is served: public address, proxies whose word on addresses is taken, limits, issuers."""

    at: Address
    proxies: tuple[str, ...] = ()
    idle_minutes: int = 30
    longest_hours: int = 12
    requests_a_minute: int = 600
    issuers: tuple[Issuer, ...] = ()


def read_team(file: Path | None, at: str | None, **given: Any) -> TeamSettings:
    """Return the settings of a file, with what is `given` otherwise in the place of what it says.

    `at` is the public address; one of the two has to give it. Raises ConfigurationIsWrong, AddressIsWrong.
    """
    told = _read(file) if file else {}
    written = _taken(told, "at", str, "")
    address = at or written
    if not address:
        raise ConfigurationIsWrong(
            "Say under which address the team reaches the record: --at https://record.example.org"
        )
    made = TeamSettings(
        at=Address.of(address),
        proxies=_list(told, "proxies"),
        idle_minutes=_taken(told, "idle_minutes", int, 30),
        longest_hours=_taken(told, "longest_hours", int, 12),
        requests_a_minute=_taken(told, "requests_a_minute", int, 600),
        issuers=tuple(_issuer(each) for each in _tables(told)),
    )
    if told:
        raise ConfigurationIsWrong(f"{file}: there is no setting {min(told)!r}.")
    return _checked(replace(made, **{name: value for name, value in given.items() if value}))


def _checked(made: TeamSettings) -> TeamSettings:
    for proxy in made.proxies:
        try:
            ipaddress.ip_network(proxy)
        except ValueError as error:
            raise ConfigurationIsWrong(
                f"{proxy!r} is no address of a proxy: give its IP address, such as 127.0.0.1."
            ) from error
    if min(made.idle_minutes, made.longest_hours, made.requests_a_minute) < 1:
        raise ConfigurationIsWrong("Minutes, hours and requests are whole numbers from 1 on.")
    keys = [each.key for each in made.issuers]
    if len(set(keys)) < len(keys) or not all(keys):
        raise ConfigurationIsWrong("Each [[issuer]] needs a `name` of its own, with letters or digits.")
    return made


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationIsWrong(f"{file}: it cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise ConfigurationIsWrong(f"{file}: it is no TOML ({error}).") from error


def _issuer(told: dict[str, Any]) -> Issuer:
    told = dict(told)
    url = _taken(told, "issuer", str, "")
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HOSTS):
        raise ConfigurationIsWrong(f"{url!r} is no issuer: it is an address that begins with https://.")
    secret_file = _taken(told, "client_secret_file", str, "")
    made = Issuer(
        name=_taken(told, "name", str, parts.hostname or ""),
        issuer=url,
        client_id=_taken(told, "client_id", str, ""),
        client_secret=_secret(Path(secret_file)) if secret_file else None,
        make_readers=_taken(told, "make_readers", bool, False),
        domains=tuple(domain.casefold() for domain in _list(told, "domains")),
    )
    if told:
        raise ConfigurationIsWrong(f"[[issuer]] {url}: there is no setting {min(told)!r}.")
    if not made.client_id:
        raise ConfigurationIsWrong(f"[[issuer]] {url}: `client_id` is missing.")
    if made.make_readers and not made.domains:
        raise ConfigurationIsWrong(
            f"[[issuer]] {url}: `make_readers` needs `domains`, the ends of the e-mail addresses it is for."
        )
    return made


def _secret(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise ConfigurationIsWrong(f"{file}: the secret cannot be read ({error.strerror}).") from error


def _taken(told: dict[str, Any], name: str, kind: Callable[[Any], Any], otherwise: Any) -> Any:
    """Take a setting out of what is told; raises ConfigurationIsWrong where it is of another kind."""
    value = told.pop(name, otherwise)
    if type(value) is not kind:
        raise ConfigurationIsWrong(f"`{name}` cannot be {value!r}.")
    return value


def _list(told: dict[str, Any], name: str) -> tuple[str, ...]:
    value = told.pop(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ConfigurationIsWrong(f"`{name}` is a list of texts.")
    return tuple(value)


def _tables(told: dict[str, Any]) -> list[dict[str, Any]]:
    value = told.pop("issuer", [])
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise ConfigurationIsWrong("Issuers stand in tables [[issuer]], with two brackets.")
    return value
