from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from onrecord.cli import main
from tests.records import make_record


def test_a_record_is_served_to_this_machine_until_it_is_interrupted(tmp_path: Path) -> None:
    record = make_record(tmp_path / "papers.record")
    command = [sys.executable, "-u", "-m", "onrecord", "serve", str(record), "--port", "0", "--by", "Ada"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as server:  # type: ignore[call-overload]
        told = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert found, told
        with urllib.request.urlopen(f"{found[0]}documents") as answer:
            assert answer.status == 200
        server.send_signal(signal.SIGINT)
        rest, errors = server.communicate()
    assert (server.returncode, rest, errors) == (0, "\nEnded.\n", "")
    assert "for this machine alone" in told


def test_a_port_in_use_is_refused_in_one_sentence(tmp_path: Path) -> None:
    record = make_record(tmp_path / "papers.record")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = CliRunner().invoke(main, ["serve", str(record), "--port", str(port)])
    assert done.exit_code == 1
    assert done.output == (
        f"onrecord: Port {port} of this machine cannot be used (Address already in use). "
        "Give another with --port, or --port 0 for any that is free.\n"
    )


def test_a_folder_that_is_no_record_is_refused(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["serve", str(tmp_path)])
    assert done.exit_code == 1
    assert done.output.startswith("onrecord: ")
