"""Sign-in with an OpenID Connect provider: authorization code flow with PKCE, and an ID token whose signature is checked."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote, urlencode, urlsplit

import aiohttp
import jwt

from knowledge.errors import StemFinderError
from knowledge.settings import Settings

ALGORITHMS = {"RS256": "RSA", "ES256": "EC"}
"""Signatures that are taken, with the kind of key each needs. "none" and shared secrets are not among them."""
SCOPE = "openid email"
LEEWAY_S = 60
"""By how much the provider's clock may differ from ours."""
LEAST_RSA_BITS = 2048
_LARGEST = 256 * 1024
_KEPT_S, _BETWEEN_LOOKS_S = 3600.0, 60.0
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
Why = Literal["unreachable", "refused"]


class OpenIdError(StemFinderError):
    """Nobody is signed in: the provider cannot be reached, or what it says cannot be trusted.

    Args:
        why: "unreachable", or "refused" where an answer does not hold.
        message: what was wrong, for the log; holds no secret.
    """

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message, "See docs/desk.md, “OpenID Connect”.")
        self.why = why


@dataclass(frozen=True)
class Attempt:
    """One try to sign in. All that goes to the provider is derived from one secret, which the browser alone keeps meanwhile.

    Attributes:
        secret: kept in a cookie until the browser comes back.
    """

    secret: str

    @classmethod
    def anew(cls) -> Attempt:
        """Return another."""
        return cls(secrets.token_urlsafe(32))

    @property
    def state(self) -> str:
        """Comes back with the browser: it is the one that set out."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """Comes back within the ID token: it was made for this try."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """Sent with the code: whoever got hold of the code alone can do nothing (PKCE)."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """The verifier's hash, S256."""
        return _base64url(hashlib.sha256(self.verifier.encode()).digest())

    def is_answered_by(self, state: str) -> bool:
        """Return whether ``state`` is this try's."""
        return bool(self.secret) and hmac.compare_digest(self.state.encode(), state.encode())

    def _derived(self, what: str) -> str:
        return _base64url(hmac.digest(self.secret.encode(), what.encode(), "sha256"))


@dataclass(frozen=True)
class Person:
    """Whom the provider has signed in.

    Attributes:
        issuer: the provider.
        subject: its name for them, which never changes.
        email: their address where the provider has verified it, else empty.
    """

    issuer: str
    subject: str
    email: str


class OpenIdProvider:
    """The provider of the settings.

    Args:
        issuer: its address, exactly as it calls itself.
        client_id: the desk's name there.
        client_secret: the desk's secret there; may be empty.
        name: what curators call it.
        timeout_s: seconds to wait for an answer of its.

    Raises:
        OpenIdError: the address is neither https nor the machine itself, or the desk's name is missing.
    """

    def __init__(self, issuer: str, client_id: str, client_secret: str, name: str = "", timeout_s: float = 10.0) -> None:
        if not client_id:
            raise OpenIdError("refused", "STEMFINDER_OIDC_ISSUER is set, but STEMFINDER_OIDC_CLIENT_ID is not.")
        self.issuer = _vetted(issuer)
        self.name = name or urlsplit(issuer).netloc
        self._client_id = client_id
        self._client_secret = client_secret
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)
        self._discovered: tuple[float, dict[str, Any]] | None = None
        self._keys: tuple[float, list[dict[str, Any]]] | None = None

    @classmethod
    def by_settings(cls, settings: Settings) -> OpenIdProvider | None:
        """Return the provider of the settings, or None without one."""
        if not settings.oidc_issuer:
            return None
        secret = settings.oidc_client_secret.get_secret_value()
        return cls(settings.oidc_issuer, settings.oidc_client_id, secret, settings.oidc_name)

    async def address_of_sign_in(self, attempt: Attempt, back_to: str) -> str:
        """Return where to send a browser.

        Raises:
            OpenIdError: the provider cannot be reached, or does not describe itself well.
        """
        endpoint = _endpoint(await self._discovery(), "authorization_endpoint")
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": back_to,
            "scope": SCOPE,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": attempt.challenge,
            "code_challenge_method": "S256",
        }
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    async def person(self, code: str, attempt: Attempt, back_to: str) -> Person:
        """Return whom a code is for.

        Raises:
            OpenIdError: the provider cannot be reached, does not take the code, or gives a token that does not hold.
        """
        discovery = await self._discovery()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back_to,
            "code_verifier": attempt.verifier,
        }
        headers = {}
        if self._client_secret and "client_secret_basic" in discovery.get(
            "token_endpoint_auth_methods_supported", ["client_secret_basic"]
        ):
            pair = f"{quote(self._client_id, safe='')}:{quote(self._client_secret, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = self._client_id
            if self._client_secret:
                form["client_secret"] = self._client_secret
        answer = await self._asked("POST", _endpoint(discovery, "token_endpoint"), data=form, headers=headers)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise OpenIdError("refused", "The provider gave no ID token.")
        return self._person_of(await self._claims(token), attempt)

    async def _claims(self, token: str) -> dict[str, Any]:
        """Return what an ID token claims, after its signature, issuer, audience and times were checked."""
        try:
            header = jwt.get_unverified_header(token)
        except jwt.PyJWTError as error:
            raise OpenIdError("refused", f"The ID token cannot be read: {error}.") from error
        algorithm = header.get("alg")
        if algorithm not in ALGORITHMS:
            raise OpenIdError("refused", f"The ID token is signed by {algorithm!r}, not by one of {', '.join(ALGORITHMS)}.")
        described = await self._key(header.get("kid"), ALGORITHMS[algorithm])
        try:
            key = jwt.PyJWK(described, algorithm=algorithm)
            if ALGORITHMS[algorithm] == "RSA" and key.key.key_size < LEAST_RSA_BITS:
                raise OpenIdError("refused", "The provider's key is too short.")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._client_id,
                issuer=self.issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError) as error:
            raise OpenIdError("refused", f"The ID token does not hold: {error}") from error
        return claims

    def _person_of(self, claims: dict[str, Any], attempt: Attempt) -> Person:
        if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), attempt.nonce.encode()):
            raise OpenIdError("refused", "The ID token was made for another try: its nonce differs.")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._client_id) != self._client_id:
            raise OpenIdError("refused", "The ID token was made for another client: its azp differs.")
        subject, email = claims["sub"], claims.get("email", "")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise OpenIdError("refused", "The ID token names nobody.")
        verified = claims.get("email_verified") in (True, "true") and isinstance(email, str)
        return Person(self.issuer, subject, email if verified else "")

    async def _key(self, kid: object, kind: str) -> dict[str, Any]:
        """Return the provider's key of that name; it is asked again where it is not among those known, for keys are changed."""
        for again in (False, True):
            fitting = [
                each
                for each in await self._known_keys(again)
                if each.get("kty") == kind and each.get("use", "sig") == "sig" and (kid is None or each.get("kid") == kid)
            ]
            if len(fitting) == 1:
                return fitting[0]
        raise OpenIdError("refused", "The ID token is signed with a key that the provider does not list.")

    async def _known_keys(self, again: bool) -> list[dict[str, Any]]:
        now = time.monotonic()
        if self._keys is None or now - self._keys[0] > (_BETWEEN_LOOKS_S if again else _KEPT_S):
            answer = await self._asked("GET", _endpoint(await self._discovery(), "jwks_uri"))
            found = answer.get("keys")
            self._keys = now, [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
        return self._keys[1]

    async def _discovery(self) -> dict[str, Any]:
        now = time.monotonic()
        if self._discovered is None or now - self._discovered[0] > _KEPT_S:
            found = await self._asked("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise OpenIdError("refused", f"The provider calls itself {found.get('issuer')!r}, not {self.issuer!r}.")
            self._discovered = now, found
        return self._discovered[1]

    async def _asked(
        self, method: str, address: str, data: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> dict[str, Any]:
        """Return the JSON object that the provider answers."""
        try:
            async with (
                aiohttp.ClientSession(timeout=self._timeout) as session,
                session.request(
                    method,
                    address,
                    data=data,
                    headers={"Accept": "application/json", **(headers or {})},
                    allow_redirects=False,
                ) as response,
            ):
                body = b""
                async for piece in response.content.iter_chunked(16 * 1024):
                    body += piece
                    if len(body) > _LARGEST:
                        raise OpenIdError("unreachable", f"{address} answers too much.")
                status = response.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OpenIdError("unreachable", f"{address} does not answer: {type(error).__name__}.") from error
        if 400 <= status < 500 and method == "POST":
            raise OpenIdError("refused", f"{address} did not take the code ({status}).")
        if status != 200:
            raise OpenIdError("unreachable", f"{address} answers {status}.")
        try:
            answer = json.loads(body)
        except ValueError as error:
            raise OpenIdError("unreachable", f"{address} answers no JSON.") from error
        if not isinstance(answer, dict):
            raise OpenIdError("unreachable", f"{address} answers no JSON object.")
        return answer


def _endpoint(discovery: dict[str, Any], name: str) -> str:
    address = discovery.get(name)
    if not isinstance(address, str):
        raise OpenIdError("unreachable", f"The provider does not name its {name}.")
    return _vetted(address)


def _vetted(address: str) -> str:
    """Return ``address`` if what is sent there is private."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = urlsplit(""), ""
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK)):
        raise OpenIdError("refused", f"{address!r} is no https address.")
    return address


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
