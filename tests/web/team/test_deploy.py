"""What lies in deploy/: the real nginx in front of a served record, and the other files read."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from onrecord.record.accounts import Accounts
from onrecord.record.sessions import Sessions
from onrecord.record.store import Record
from onrecord.web.team.settings import read_team
from tests.records import make_record
from tests.web.team.conftest import WORDS

DEPLOY = Path(__file__).parents[3] / "deploy"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


def certificate(folder: Path) -> Path:
    """Make a certificate of this machine, signed by itself; return its file, beside which its key lies."""
    key = ec.generate_private_key(ec.SECP256R1())
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")]), datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "cert.pem"


def nginx_conf(folder: Path, secure: int, plain: int, upstream: int) -> Path:
    """Write the example as it stands, with the ports, names and paths of this test."""
    example = re.sub(r".*listen \[::\].*\n", "", (DEPLOY / "nginx.conf").read_text())
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{secure} ssl;"),
        ("record.example.org", "127.0.0.1"),
        ("/etc/ssl/record/fullchain.pem", str(folder / "cert.pem")),
        ("/etc/ssl/record/privkey.pem", str(folder / "key.pem")),
        ("127.0.0.1:8321", f"127.0.0.1:{upstream}"),
    ):
        assert old in example, old
        example = example.replace(old, new)
    paths = "".join(
        f"{name}_temp_path {folder / name};" for name in "client_body proxy fastcgi uwsgi scgi".split()
    )
    whole = (
        f"user root; pid {folder / 'pid'}; error_log {folder / 'error.log'};\n"
        f"events {{}}\nhttp {{ access_log off; {paths}\n{example} }}\n"
    )
    (folder / "nginx.conf").write_text(whole)
    return folder / "nginx.conf"


@contextmanager
def nginx(conf: Path) -> Iterator[None]:
    """Run nginx; it has taken its ports when the command that starts it ends."""
    command = ["nginx", "-c", str(conf), "-p", str(conf.parent)]
    subprocess.run(command, check=True, capture_output=True)
    try:
        yield
    finally:
        subprocess.run([*command, "-s", "stop"], check=True, capture_output=True)


@contextmanager
def served(record: Path, at: str) -> Iterator[int]:
    """Run the server of a team behind a proxy on this machine; give its port."""
    command = [sys.executable, "-u", "-m", "onrecord", "serve", str(record), "--port", "0", "--team"]
    command += ["--at", at, "--proxy", "127.0.0.1"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as server:  # type: ignore[call-overload]
        told = server.stdout.readline()
        found = re.search(rf"http://127\.0\.0\.1:(\d+)/ for the proxy that serves the team at {at}", told)
        try:
            assert found, told + server.stderr.read()
            yield int(found[1])
        finally:
            server.send_signal(signal.SIGINT)
            rest, errors = server.communicate()
        assert (server.returncode, rest, errors) == (0, "\nEnded.\n", "")


def test_people_sign_in_through_nginx(tmp_path: Path) -> None:
    record = make_record(tmp_path / "papers.record")
    with Record.open(record) as opened:
        Accounts(opened).add("ada", role="admin", shown="Ada One", password=WORDS)
    secure, plain = free_port(), free_port()
    at = f"https://127.0.0.1:{secure}"
    trusted = ssl.create_default_context(cafile=certificate(tmp_path))
    with served(record, at) as port, nginx(nginx_conf(tmp_path, secure, plain, port)):
        with httpx2.Client(base_url=at, verify=trusted) as browser:
            moved = httpx2.get(f"http://127.0.0.1:{plain}/documents")
            assert (moved.status_code, moved.headers["location"]) == (301, "https://127.0.0.1/documents")
            assert browser.get("/documents").headers["location"] == "/sign-in?next=%2Fdocuments"
            page = browser.get("/sign-in")
            assert page.headers["strict-transport-security"] == "max-age=31536000"
            found = re.search(r'name="token" value="([^"]+)"', page.text)
            assert found
            data = {"token": found[1], "name": "ada", "password": WORDS}
            headers = {"origin": at, "sec-fetch-site": "same-origin", "x-forwarded-for": "203.0.113.66"}
            sent = browser.post("/sign-in", data=data, headers=headers)
            assert (sent.status_code, sent.headers["location"]) == (303, "/")
            assert "__Host-onrecord=" in str(sent.headers.get_list("set-cookie"))
            own = browser.get("/account")
            assert "Ada One" in own.text
            assert "203.0.113.66" not in own.text
            assert browser.get("/documents", headers={"host": "elsewhere.example"}).status_code == 400
        direct = httpx2.get(f"http://127.0.0.1:{port}/sign-in")
        assert direct.status_code == 400
    with Record.open(record) as opened:
        [session] = Sessions(opened).all_of("ada")
        assert session.address == "127.0.0.1"


def test_the_settings_beside_the_unit_can_be_read() -> None:
    made = read_team(DEPLOY / "team.toml", None)
    assert (made.at.origin, made.proxies) == ("https://record.example.org", ("127.0.0.1",))


def test_the_unit_starts_a_command_there_is() -> None:
    unit = (DEPLOY / "onrecord.service").read_text()
    [line] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    from onrecord.cli.serve import command

    options = {name for option in command.params for name in option.opts}
    assert set(re.findall(r"--[\w-]+", line)) <= options
    for hardening in (
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "PrivateTmp=yes",
        "RestrictAddressFamilies=",
    ):
        assert hardening in unit


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_each_proxy_leads_to_the_port_of_the_unit_and_takes_what_the_server_takes(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert "127.0.0.1:8321" in text
    assert re.search(r"33\s?m", text, re.IGNORECASE)
