from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher, profiles
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from onrecord.record import accounts as module
from onrecord.record.accounts import Accounts
from onrecord.record.store import Record
from onrecord.types.access import ROLES
from onrecord.web.app import make_app
from onrecord.web.site import Site
from onrecord.web.team.settings import TeamSettings, read_team
from onrecord.web.team.team import Team

AT = "https://record.example.org"
WORDS = "four quiet herons wade"


class Browser(TestClient):
    """A browser: it keeps cookies, sends the token of a form, and says where a form came from."""

    def form(self, page: str) -> str:
        """Return the token in the forms of a page."""
        found = re.search(r'name="token" value="([^"]+)"', self.get(page).text)
        assert found, page
        return found[1]

    def submit(self, url: str, data: Mapping[str, object], page: str | None = None) -> Response:
        """Send a form as a page of the server does."""
        headers = {"origin": AT, "sec-fetch-site": "same-origin"}
        sent: dict[str, Any] = {"token": self.form(page or url), **data}
        return self.post(url, data=sent, headers=headers, follow_redirects=False)

    def sign_in(self, name: str, password: str = WORDS) -> Response:
        return self.submit("/sign-in", {"name": name, "password": password})


@pytest.fixture(autouse=True, scope="session")
def _cheap() -> Iterator[None]:
    """Hash in a millisecond."""
    hasher = PasswordHasher.from_parameters(profiles.CHEAPEST)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_hasher", lambda: hasher)
        module._nobodys.cache_clear()
        yield
    module._nobodys.cache_clear()


@pytest.fixture(scope="session")
def team_path(sample_record: Path, tmp_path_factory: pytest.TempPathFactory, _cheap: None) -> Path:
    """The sample with an account of every role."""
    path = tmp_path_factory.mktemp("team") / "secret-project.record"
    shutil.copytree(sample_record, path)
    with Record.open(path) as record:
        for role in ROLES:
            Accounts(record).add(role, role=role, shown=f"{role.title()} One", password=WORDS)
    return path


@pytest.fixture
def settings() -> TeamSettings:
    return read_team(None, AT)


@pytest.fixture
def site(team_path: Path, tmp_path: Path, settings: TeamSettings) -> Iterator[Site]:
    path = tmp_path / team_path.name
    shutil.copytree(team_path, path)
    with Record.open(path) as record:
        yield Site(record, team=Team(record, settings))


@pytest.fixture
def app(site: Site) -> Starlette:
    return make_app(site)


@pytest.fixture
def browser(app: Starlette) -> Callable[[], Browser]:
    """Makes browsers that know nothing yet."""
    return lambda: Browser(app, AT, client=("192.0.2.7", 5000))


@pytest.fixture
def signed_in(browser: Callable[[], Browser]) -> Callable[[str], Browser]:
    """Makes browsers that are signed in to the account of a role."""

    def make(name: str) -> Browser:
        made = browser()
        assert made.sign_in(name).status_code == 303
        return made

    return make
