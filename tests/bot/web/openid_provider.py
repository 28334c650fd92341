"""An OpenID provider on this machine: real keys, real signatures, and whatever mistake a test wants it to make."""

from __future__ import annotations

import base64
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm
from yarl import URL

CLIENT_ID, CLIENT_SECRET = "stem-desk", "a secret: with / odd % signs"
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


@dataclass
class Provider:
    """What the provider says.

    Attributes:
        issuer: its address.
        claims: what its next ID tokens claim besides, or instead of, what is right.
        algorithm: how they are signed.
        key: with what.
        kid: which key they name.
        keys: the kids it lists, with their keys.
        discovery: what it says of itself besides, or instead of, what is right.
        asked: the last request to sign somebody in.
        posted: the last form that the desk sent for a token.
        looks: how often each address was asked.
    """

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: Any = RSA_KEY
    kid: str = "rsa-1"
    keys: dict[str, Any] = field(default_factory=lambda: {"rsa-1": RSA_KEY, "ec-1": EC_KEY})
    discovery: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    posted: dict[str, str] = field(default_factory=dict)
    looks: dict[str, int] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def signed_in(self) -> str:
        """Somebody signs in; gives the code with which their browser goes back."""
        code = f"code-{len(self._codes)}"
        self._codes[code] = dict(self.asked)
        return code

    def routes(self) -> list[web.RouteDef]:
        """What it answers."""
        return [
            web.get("/.well-known/openid-configuration", self._describe),
            web.get("/jwks", self._list_keys),
            web.get("/authorize", self._sign_in_page),
            web.post("/token", self._token),
        ]

    def _count(self, request: web.Request) -> None:
        self.looks[request.path] = self.looks.get(request.path, 0) + 1

    async def _describe(self, request: web.Request) -> web.Response:
        self._count(request)
        right = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
        }
        return web.json_response({**right, **self.discovery})

    async def _sign_in_page(self, request: web.Request) -> web.Response:
        """A page with a button, as people see it in a browser."""
        self.asked = dict(request.query)
        back = URL(self.asked["redirect_uri"]).with_query(code=self.signed_in(), state=self.asked["state"])
        link = f'<a href="{escape(str(back))}">Sign in as isla</a>'
        page = f'<!doctype html><title>Provider</title><link rel="icon" href="data:,">{link}'
        return web.Response(text=page, content_type="text/html")

    async def _list_keys(self, request: web.Request) -> web.Response:
        self._count(request)
        listed = []
        for kid, key in self.keys.items():
            algorithm = RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else ECAlgorithm
            listed.append({**algorithm.to_jwk(key.public_key(), as_dict=True), "kid": kid, "use": "sig"})
        return web.json_response({"keys": listed})

    async def _token(self, request: web.Request) -> web.Response:
        self.posted = {name: str(value) for name, value in (await request.post()).items()}
        asked = self._codes.pop(self.posted.get("code", ""), None)
        challenge = hashlib.sha256(self.posted.get("code_verifier", "").encode()).digest()
        if (
            asked is None
            or not self._is_the_desk(request)
            or asked["redirect_uri"] != self.posted.get("redirect_uri")
            or asked["code_challenge_method"] != "S256"
            or asked["code_challenge"] != base64.urlsafe_b64encode(challenge).rstrip(b"=").decode()
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "subject-of-isla",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "email": "isla@desk.example.org",
            "email_verified": True,
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, self.key, algorithm=self.algorithm, headers={"kid": self.kid})
        return web.json_response({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    def _is_the_desk(self, request: web.Request) -> bool:
        """Whether the desk names itself, as this provider wants it to (form or basic)."""
        if "client_secret_post" in self.discovery.get("token_endpoint_auth_methods_supported", ()):
            return (self.posted.get("client_id"), self.posted.get("client_secret")) == (CLIENT_ID, CLIENT_SECRET)
        name = base64.b64decode(request.headers.get("Authorization", "").removeprefix("Basic ")).decode()
        return name == "stem-desk:a%20secret%3A%20with%20%2F%20odd%20%25%20signs"


@asynccontextmanager
async def running_provider() -> AsyncIterator[Provider]:
    """A provider that answers while the block lasts."""
    provider = Provider()
    app = web.Application()
    app.add_routes(provider.routes())
    server = TestServer(app)
    await server.start_server()
    provider.issuer = str(server.make_url("")).rstrip("/")
    try:
        yield provider
    finally:
        await server.close()
