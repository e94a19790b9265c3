"""A small OpenID provider in this process: it describes itself, signs in at once, can be told to lie."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey

ISSUER = "https://id.example.net"
NOW = 1_700_000_000.0


@dataclass
class Provider:
    """Signs tokens with its key; `claims` overlay what a token says, `described` what the provider says."""

    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "ES256", "kid": "own"})
    down: bool = False
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = ECKey.generate_key("P-256", {"kid": "own"})
        self.signs_with: Any = self.key
        self._codes: dict[str, dict[str, str]] = {}

    @property
    def transport(self) -> httpx2.BaseTransport:
        return httpx2.MockTransport(self._answer)

    def authorize(self, address: str) -> dict[str, str]:
        """Sign somebody in at the address that a browser was led to; return what it is led back with."""
        parts = urlsplit(address)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{ISSUER}/authorize"
        asked = dict(parse_qsl(parts.query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request.url.path)
        if self.down:
            raise httpx2.ConnectError("nobody answers")
        if request.url.path == "/.well-known/openid-configuration":
            return httpx2.Response(200, json={
                "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/keys", **self.described,
            })  # fmt: skip
        if request.url.path == "/keys":
            return httpx2.Response(200, json={"keys": [self.key.as_dict(private=False)]})
        assert request.url.path == "/token"
        return self._token({name: values[0] for name, values in parse_qs(request.content.decode()).items()})

    def _token(self, sent: Mapping[str, str]) -> httpx2.Response:
        asked = self._codes.pop(sent["code"], None)
        verifier = hashlib.sha256(sent["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or sent["redirect_uri"] != asked["redirect_uri"]
        ):
            return httpx2.Response(400, json={"error": "invalid_grant"})
        told = {
            "iss": ISSUER, "sub": "7", "aud": asked["client_id"], "nonce": asked["nonce"],
            "iat": int(NOW), "exp": int(NOW) + 300, "name": "Mina Okello", "email": "mina@example.org",
            "email_verified": True, **self.claims,
        }  # fmt: skip
        for name in self.left_out:
            told.pop(name)
        signed = jwt.encode(self.header, told, self.signs_with, algorithms=["ES256", "HS256", "none"])
        return httpx2.Response(200, json={"access_token": "a", "token_type": "Bearer", "id_token": signed})


def back_address(answer: Mapping[str, str]) -> str:
    return f"/sign-in/back?{urlencode(answer)}"
