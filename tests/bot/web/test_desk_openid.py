"""Signing in at the desk with an OpenID provider: who gets in, and everybody who does not."""

from __future__ import annotations

import copy
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from aiohttp import ClientResponse

from bot.desk.openid import OpenIdError, OpenIdProvider
from bot.live_index import LiveIndex
from bot.web.desk_guard import COOKIE
from bot.web.desk_openid import ATTEMPT_COOKIE, BEGIN, RETURN
from knowledge.errors import SettingsError
from knowledge.settings import Settings
from tests.bot.own_index import OwnIndex
from tests.bot.web.at_the_desk import PASSWORD, SAME_SITE, Curator, DeskSite, opened
from tests.bot.web.openid_provider import CLIENT_ID, CLIENT_SECRET, EC_KEY, OTHER_RSA_KEY, Provider, running_provider

EMAIL = "isla@desk.example.org"
PUBLIC_URL = "https://finder.example.org"


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    """A provider that answers."""
    async with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, index_settings: Settings) -> OwnIndex:
    """A catalogue that nobody edits here; each test has a store of its own."""
    return OwnIndex(tmp_path_factory.mktemp("openid"), index_settings)


@pytest.fixture
async def desk_site(tmp_path: Path, own: OwnIndex, loaded_index: LiveIndex, provider: Provider) -> AsyncIterator[DeskSite]:
    """A site with the provider, where isla may sign in with it."""
    settings = {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID, "oidc_client_secret": CLIENT_SECRET}
    wanted = Settings.model_validate({**settings, "oidc_name": "Council account"})
    changes = {name: getattr(wanted, name) for name in (*settings, "oidc_name")}
    site = await opened(own, copy.copy(loaded_index), store=tmp_path / "store.sqlite", public_url=PUBLIC_URL, **changes)
    site.desk.accounts.change_email("isla", EMAIL)
    yield site
    await site.client.close()


class Browser(Curator):
    """Somebody's browser on its way to the provider and back."""

    attempt = ""

    async def set_out(self, provider: Provider, wanted: str = "") -> None:
        """Follows the link on the sign-in page to the provider, on the way to a page of the desk."""
        response = await self.client.get(BEGIN, params={"next": wanted}, allow_redirects=False)
        assert response.status == 303
        self.attempt = response.cookies[ATTEMPT_COOKIE].value
        provider.asked = dict(parse_qsl(urlsplit(response.headers["Location"]).query))

    async def come_back(self, **query: str) -> ClientResponse:
        """Comes back from the provider."""
        headers = {"Cookie": f"{ATTEMPT_COOKIE}={self.attempt}", "Sec-Fetch-Site": "cross-site"}
        response = await self.client.get(RETURN, params=query, headers=headers, allow_redirects=False)
        if COOKIE in response.cookies:
            self.cookie = response.cookies[COOKIE].value
        return response

    async def sign_in_there(self, provider: Provider) -> ClientResponse:
        """Goes there, signs in, and comes back."""
        await self.set_out(provider)
        return await self.come_back(code=provider.signed_in(), state=provider.asked["state"])


async def test_somebody_with_an_account_gets_in_and_the_desk_opens(desk_site: DeskSite, provider: Provider) -> None:
    browser = Browser(desk_site.client)
    assert "Sign in with Council account" in await browser.look("/desk/sign-in")
    response = await browser.sign_in_there(provider)
    text = await response.text()
    # Not a redirect: a strict cookie is withheld from one that began at another site.
    assert response.status == 200
    assert '<meta http-equiv="refresh" content="0; url=/desk">' in text
    assert '<a href="/desk">' in text
    cookie = response.cookies[COOKIE]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Strict", "/")
    assert response.cookies[ATTEMPT_COOKIE]["max-age"] == "0"
    assert response.headers["Cache-Control"] == "no-store"
    await browser.look("/desk")
    deed = desk_site.desk.audit.deeds(1)[0]
    assert (deed.who, deed.what, deed.detail) == ("isla", "signed in", "with OpenID Connect")


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/desk/submissions?kind=offer&page=2", "/desk/submissions?kind=offer&amp;page=2"),
        ("https://elsewhere.example.org", "/desk"),
        ("/desk;url=//elsewhere.example.org", "/desk"),
    ],
)
async def test_somebody_who_wanted_a_page_of_the_desk_comes_to_it(
    desk_site: DeskSite, provider: Provider, wanted: str, leads_to: str
) -> None:
    browser = Browser(desk_site.client)
    await browser.set_out(provider, wanted)
    assert "desk" not in str(provider.asked["state"])
    text = await (await browser.come_back(code=provider.signed_in(), state=provider.asked["state"])).text()
    assert f'content="0; url={leads_to}"' in text
    assert f'<a href="{leads_to}">' in text


async def test_the_provider_is_asked_with_pkce_state_and_nonce_and_the_cookie_comes_back_from_its_site(
    desk_site: DeskSite, provider: Provider
) -> None:
    browser = Browser(desk_site.client)
    response = await browser.client.get(BEGIN, allow_redirects=False)
    address = urlsplit(response.headers["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{provider.issuer}/authorize"
    asked = dict(parse_qsl(address.query))
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == f"{PUBLIC_URL}{RETURN}"
    assert asked["code_challenge_method"] == "S256"
    assert "openid" in asked["scope"].split()
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    cookie = response.cookies[ATTEMPT_COOKIE]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, True, "Lax", "/")
    assert len({cookie.value, asked["state"], asked["nonce"], asked["code_challenge"]}) == 4


async def test_a_key_of_an_elliptic_curve_does_too(desk_site: DeskSite, provider: Provider) -> None:
    provider.algorithm, provider.key, provider.kid = "ES256", EC_KEY, "ec-1"
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 200


async def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(desk_site: DeskSite, provider: Provider) -> None:
    provider.discovery = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 200


async def test_a_key_that_the_provider_changed_is_fetched_anew(desk_site: DeskSite, provider: Provider) -> None:
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 200
    openid = desk_site.desk.openid
    assert openid is not None
    assert openid._keys is not None
    openid._keys = (openid._keys[0] - 120, openid._keys[1])
    provider.key, provider.kid, provider.keys = OTHER_RSA_KEY, "rsa-2", {"rsa-2": OTHER_RSA_KEY}
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 200
    assert provider.looks == {"/.well-known/openid-configuration": 1, "/jwks": 2}


REFUSED: dict[str, dict[str, Any]] = {
    "wrong nonce": {"claims": {"nonce": "made-up"}},
    "no nonce": {"claims": {"nonce": None}},
    "wrong audience": {"claims": {"aud": "another-client"}},
    "several audiences and another client": {"claims": {"aud": [CLIENT_ID, "another"], "azp": "another"}},
    "several audiences and no client": {"claims": {"aud": [CLIENT_ID, "another"]}},
    "wrong issuer": {"claims": {"iss": "https://elsewhere.example.org"}},
    "expired": {"claims": {"exp": int(time.time()) - 3600}},
    "without an end": {"claims": {"exp": None}},
    "from the future": {"claims": {"iat": int(time.time()) + 3600}},
    "of nobody": {"claims": {"sub": None}},
    "unsigned": {"algorithm": "none", "key": None},
    "signed by another key": {"key": OTHER_RSA_KEY},
    "signed by a key that is not listed": {"key": OTHER_RSA_KEY, "kid": "rsa-9"},
    "signed with the shared secret": {"algorithm": "HS256", "key": CLIENT_SECRET.ljust(40, "!")},
    "signed in a way not taken": {"algorithm": "PS256"},
}


@pytest.mark.parametrize("how", REFUSED)
async def test_a_token_that_does_not_hold_opens_nothing(desk_site: DeskSite, provider: Provider, how: str) -> None:
    for name, value in REFUSED[how].items():
        setattr(provider, name, value)
    browser = Browser(desk_site.client)
    response = await browser.sign_in_there(provider)
    assert response.status == 403
    assert COOKIE not in response.cookies
    assert "What Council account told us could not be trusted" in await response.text()
    assert desk_site.trail()[0] == "somebody could not sign in"


async def test_whoever_comes_back_with_another_state_or_without_having_set_out_is_refused(
    desk_site: DeskSite, provider: Provider
) -> None:
    browser, thief = Browser(desk_site.client), Browser(desk_site.client)
    await browser.set_out(provider)
    code, state = provider.signed_in(), provider.asked["state"]
    await thief.set_out(provider)
    for somebody, given in (
        (browser, provider.asked["state"]),
        (browser, ""),
        (thief, state),
        (Browser(desk_site.client), state),
    ):
        response = await somebody.come_back(code=code, state=given)
        assert response.status == 403
        assert COOKIE not in response.cookies
        assert "was not begun in this browser" in await response.text()
    assert provider.posted == {}


async def test_a_code_is_of_no_use_to_another_browser(desk_site: DeskSite, provider: Provider) -> None:
    browser, thief = Browser(desk_site.client), Browser(desk_site.client)
    await browser.set_out(provider)
    stolen = provider.signed_in()
    await thief.set_out(provider)
    response = await thief.come_back(code=stolen, state=provider.asked["state"])
    assert response.status == 403
    assert COOKIE not in response.cookies


async def test_a_code_is_taken_once(desk_site: DeskSite, provider: Provider) -> None:
    browser = Browser(desk_site.client)
    await browser.set_out(provider)
    code, state = provider.signed_in(), provider.asked["state"]
    assert (await browser.come_back(code=code, state=state)).status == 200
    assert (await browser.come_back(code=code, state=state)).status == 403


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"email": "nobody@desk.example.org"}, "you have no account at this desk"),
        ({"email_verified": False}, "has not verified your e-mail address"),
        ({"email_verified": None}, "has not verified your e-mail address"),
        ({"email": None}, "has not verified your e-mail address"),
    ],
)
async def test_whoever_has_no_account_does_not_get_one(
    desk_site: DeskSite, provider: Provider, claims: dict[str, Any], told: str
) -> None:
    provider.claims = {"sub": "somebody-else", **claims}
    accounts = desk_site.desk.accounts.list()
    response = await Browser(desk_site.client).sign_in_there(provider)
    assert response.status == 403
    assert told in await response.text()
    assert COOKIE not in response.cookies
    assert desk_site.desk.accounts.list() == accounts


async def test_an_address_that_the_provider_gave_to_somebody_else_opens_nothing(desk_site: DeskSite, provider: Provider) -> None:
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 200
    provider.claims = {"sub": "the-next-isla"}
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 403
    provider.claims = {"email": "isla.renamed@desk.example.org"}
    assert (await Browser(desk_site.client).sign_in_there(provider)).status == 200


async def test_an_account_that_was_removed_no_longer_gets_in(desk_site: DeskSite, provider: Provider) -> None:
    browser = Browser(desk_site.client)
    await browser.sign_in_there(provider)
    desk_site.desk.accounts.remove("isla")
    await browser.look("/desk", expect=303)
    assert (await browser.sign_in_there(provider)).status == 403


async def test_somebody_who_gives_up_at_the_provider_is_told_so_without_its_words(
    desk_site: DeskSite, provider: Provider
) -> None:
    browser = Browser(desk_site.client)
    await browser.set_out(provider)
    response = await browser.come_back(error="access_denied", error_description="<b>Ha</b>", state=provider.asked["state"])
    text = await response.text()
    assert response.status == 403
    assert "You were not signed in with Council account" in text
    assert "Ha</b>" not in text


async def test_an_answer_of_another_provider_is_refused(desk_site: DeskSite, provider: Provider) -> None:
    browser = Browser(desk_site.client)
    await browser.set_out(provider)
    answer = {"code": provider.signed_in(), "state": provider.asked["state"], "iss": "https://elsewhere.example.org"}
    assert (await browser.come_back(**answer)).status == 403
    assert provider.posted == {}


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"authorization_endpoint": "http://elsewhere.example.org/authorize"},
        {"authorization_endpoint": None},
        {"padding": "x" * 300_000},
    ],
)
async def test_a_provider_that_does_not_describe_itself_well_is_not_used(
    desk_site: DeskSite, provider: Provider, discovery: dict[str, Any]
) -> None:
    provider.discovery = discovery
    response = await desk_site.client.get(BEGIN, allow_redirects=False)
    assert response.status == 503
    assert "We cannot reach Council account" in await response.text()
    assert ATTEMPT_COOKIE not in response.cookies or response.cookies[ATTEMPT_COOKIE].value == ""


async def test_passwords_go_on_working_beside_the_provider(desk_site: DeskSite) -> None:
    assert (await desk_site.browser().sign_in("isla")).status == 303


async def test_where_passwords_are_off_none_lets_in(
    tmp_path: Path, own: OwnIndex, loaded_index: LiveIndex, provider: Provider
) -> None:
    store = tmp_path / "store.sqlite"
    settings = {"store": store, "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT_ID, "desk_passwords": False}
    site = await opened(own, copy.copy(loaded_index), **settings)
    try:
        page = await site.browser().look("/desk/sign-in")
        assert 'type="password"' not in page
        assert "/desk/sign-in/openid" in page
        data = {"name": "isla", "password": PASSWORD}
        response = await site.client.post("/desk/sign-in", data=data, headers=SAME_SITE, allow_redirects=False)
        assert response.status == 403
        assert COOKIE not in response.cookies
    finally:
        await site.client.close()


async def test_many_tries_are_slowed_down(desk_site: DeskSite) -> None:
    statuses = [(await desk_site.client.get(BEGIN, allow_redirects=False)).status for _ in range(10)]
    assert statuses[0] == 303
    assert statuses[-1] == 429


async def test_without_a_provider_there_is_no_such_page(tmp_path: Path, own: OwnIndex, loaded_index: LiveIndex) -> None:
    site = await opened(own, copy.copy(loaded_index), store=tmp_path / "store.sqlite")
    try:
        for path in (BEGIN, RETURN):
            assert (await site.client.get(path, allow_redirects=False)).status == 404
        assert BEGIN not in await site.browser().look("/desk/sign-in")
    finally:
        await site.client.close()


@pytest.mark.parametrize("issuer", ["http://id.example.org", "ftp://127.0.0.1", "id.example.org", "https://"])
def test_a_provider_that_others_could_listen_to_is_refused(issuer: str) -> None:
    with pytest.raises(OpenIdError, match="no https address"):
        OpenIdProvider(issuer, CLIENT_ID, "")


async def test_a_desk_at_which_nobody_could_sign_in_does_not_open(own: OwnIndex, loaded_index: LiveIndex) -> None:
    with pytest.raises(SettingsError, match="nobody could sign in"):
        await opened(own, copy.copy(loaded_index), desk_passwords=False)
