"""Signing in through an OpenID Connect issuer, by Authlib: authorization code with PKCE, state and nonce.

Only issuers that the settings name are asked. Checked are (OpenID Connect Core 1.0, 3.1.3.7; RFC 9700; RFC
9207): that the state is one this very browser was given and is used once, that the issuer's description and
answer are its own, and of the ID token signature, issuer, audience, time and nonce.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

from onrecord.record.accounts import TeamIsNotInstalled
from onrecord.types.errors import OnRecordError
from onrecord.web.security import HOSTS
from onrecord.web.team.settings import Issuer

if TYPE_CHECKING:
    import httpx2

BACK = "/sign-in/back"
"""Where issuers lead back to."""

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "EdDSA")
"""Signatures that are taken: none by a secret that both sides know, and never "none"."""

HELD = 10 * 60
"""Seconds that somebody has to sign in at the issuer."""

MOST_HELD = 1000
"""Sign-ins under way at once; the oldest is forgotten for a new one."""

PATIENCE = 10.0
"""Seconds that an issuer has to answer."""

LEEWAY = 60
"""Seconds that clocks may differ."""

log = logging.getLogger("onrecord.web")


class SignInCouldNotBeFinished(OnRecordError):
    """An issuer did not answer as it must, or the answer is not of this browser's sign-in."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom an issuer vouches for."""

    issuer: Issuer
    subject: str
    name: str
    email: str | None
    """Where the issuer says that it is verified."""


@dataclass(frozen=True, slots=True)
class _Pending:
    issuer: Issuer
    visit: str
    nonce: str
    verifier: str
    back: str
    until: float


class Issuers:
    """The issuers of a site, and the sign-ins under way. `transport` and `clock` stand in for the world."""

    def __init__(
        self,
        issuers: tuple[Issuer, ...],
        origin: str,
        transport: httpx2.BaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.known = {issuer.key: issuer for issuer in issuers}
        self._redirect = f"{origin}{BACK}"
        self._transport, self._clock = transport, clock
        self._pending: OrderedDict[str, _Pending] = OrderedDict()
        self._lock = Lock()

    def begin(self, key: str, visit: str, back: str) -> str:
        """Return the address at an issuer where somebody signs in; raises SignInCouldNotBeFinished."""
        issuer = self.known[key]
        with self._client(issuer) as client:
            description = self._described(client, issuer)
            state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
            address, _ = client.create_authorization_url(
                description["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce
            )
        with self._lock:
            held = _Pending(issuer, _digest(visit), nonce, verifier, back, self._clock() + HELD)
            self._pending[state] = held
            while len(self._pending) > MOST_HELD:
                self._pending.popitem(last=False)
        return str(address)

    def finish(self, visit: str, answer: Mapping[str, str]) -> tuple[Identity, str]:
        """Return whom the answer of an issuer vouches for, and where to lead to.

        Raises SignInCouldNotBeFinished.
        """
        with self._lock:
            held = self._pending.pop(answer.get("state", ""), None)
        if held is None or held.until < self._clock() or not visit or held.visit != _digest(visit):
            _refuse("This answer is of no sign-in that began in this browser, or of one that took too long.")
        if answer.get("iss", held.issuer.issuer) != held.issuer.issuer:
            _refuse("The answer names another issuer than the one that was asked.")
        if "code" not in answer:
            _refuse(f"{held.issuer.name} did not sign anybody in.")
        with self._client(held.issuer) as client:
            description = self._described(client, held.issuer)
            claims = self._claims(client, description, held, answer["code"])
        email = claims.get("email") if claims.get("email_verified") is True else None
        name = claims.get("name")
        told = name if isinstance(name, str) else ""
        return Identity(
            held.issuer, str(claims["sub"]), told, email if isinstance(email, str) else None
        ), held.back

    def _client(self, issuer: Issuer) -> Any:
        try:
            from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415
        except ImportError as error:
            raise TeamIsNotInstalled from error
        return OAuth2Client(
            issuer.client_id,
            issuer.client_secret,
            token_endpoint_auth_method="client_secret_basic" if issuer.client_secret else "none",
            redirect_uri=self._redirect,
            scope="openid email profile",
            code_challenge_method="S256",
            transport=self._transport,
            timeout=PATIENCE,
            follow_redirects=False,
        )

    def _described(self, client: Any, issuer: Issuer) -> dict[str, Any]:
        """Return what an issuer says of itself (OpenID Connect Discovery 1.0, 4.3)."""
        address = f"{issuer.issuer.rstrip('/')}/.well-known/openid-configuration"
        described = _asked(client, address)
        if described.get("issuer") != issuer.issuer:
            _refuse(f"What lies at {address} is the description of another issuer.")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            parts = urlsplit(str(described.get(name, "")))
            if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in HOSTS):
                _refuse(f"The issuer's {name} is not reached by https.")
        return described

    def _claims(self, client: Any, description: dict[str, Any], held: _Pending, code: str) -> Any:
        from authlib.oidc.core import CodeIDToken  # noqa: PLC0415
        from joserfc import jwt  # noqa: PLC0415
        from joserfc.jwk import KeySet  # noqa: PLC0415

        try:
            token = client.fetch_token(
                description["token_endpoint"], code=code, code_verifier=held.verifier,
                grant_type="authorization_code",
            )  # fmt: skip
            keys = KeySet.import_key_set(_asked(client, description["jwks_uri"]))  # type: ignore[arg-type]
            read = jwt.decode(token["id_token"], keys, algorithms=list(ALGORITHMS))
            own = held.issuer
            claims = CodeIDToken(
                read.claims,
                read.header,
                {
                    "iss": {"essential": True, "value": own.issuer},
                    "aud": {"essential": True, "value": own.client_id},
                    "nonce": {"essential": True, "value": held.nonce},
                },
                {"nonce": held.nonce, "client_id": own.client_id, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(self._clock()), leeway=LEEWAY)
        except SignInCouldNotBeFinished:
            raise
        except Exception as error:
            _refuse(f"The answer of {held.issuer.name} does not hold.", error)
        return claims


def _asked(client: Any, address: str) -> dict[str, Any]:
    try:
        answer = client.request("GET", address, withhold_token=True)
        told = answer.json() if answer.status_code == 200 else None
    except Exception as error:
        _refuse(f"{address} does not answer.", error)
    if not isinstance(told, dict):
        _refuse(f"{address} does not answer with what it must.")
    return told


def _refuse(told: str, error: Exception | None = None) -> NoReturn:
    log.warning("a sign-in could not be finished: %s (%s)", told, error.__class__.__name__ if error else "-")
    raise SignInCouldNotBeFinished(f"{told} Nobody was signed in. Begin again.") from error


def _digest(visit: str) -> str:
    return sha256(visit.encode()).hexdigest()
