"""What every answer carries, which sites may call the chat, and how long static files are kept."""

from __future__ import annotations

import gzip

import pytest

from bot.texts import Texts
from bot.web.assets import Assets
from tests.bot.web.running import Client, StartSite

ANSWERS = ["/", "/privacy", "/nothing", "/static/chat.js", "/widget.js", "/healthz", "/api/search?q=a", "/api/no", "/metrics"]
SCHOOL = "https://school.example"
PREFLIGHT = {"Origin": SCHOOL, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}


@pytest.mark.parametrize("path", ANSWERS)
async def test_every_answer_carries_the_security_headers(client: Client, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Python" not in headers["Server"]


async def test_no_answer_sets_a_cookie(client: Client) -> None:
    for path in ANSWERS:
        assert "Set-Cookie" not in (await client.get(path)).headers


@pytest.mark.parametrize("path", ["/widget.js", "/static/conversation.js", "/static/widget.css"])
async def test_any_site_may_load_the_widget_by_default(client: Client, path: str) -> None:
    headers = (await client.get(path, headers={"Origin": SCHOOL})).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_a_browser_that_asks_first_is_allowed_to_chat(client: Client) -> None:
    response = await client.options("/api/chat", headers=PREFLIGHT)
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Methods"] == "POST"
    assert response.headers["Access-Control-Allow-Headers"] == "Content-Type"


async def test_a_listed_site_is_named_and_another_is_not(start_site: StartSite) -> None:
    site = await start_site(widget_origins=(SCHOOL,))
    body = {"conversation": None, "message": "robots"}
    listed = await site.client.post("/api/chat", json=body, headers={"Origin": SCHOOL})
    assert listed.headers["Access-Control-Allow-Origin"] == SCHOOL
    assert "Origin" in listed.headers["Vary"]
    for origin in ("https://other.example", "null", "https://school.example.evil.example"):
        other = await site.client.post("/api/chat", json=body, headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in other.headers
        assert "Origin" in other.headers["Vary"]
        preflight = await site.client.options("/api/chat", headers={**PREFLIGHT, "Origin": origin})
        assert "Access-Control-Allow-Origin" not in preflight.headers


async def test_a_refusal_can_be_read_by_the_widget_too(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=1)
    for _ in range(2):
        response = await site.client.post("/api/chat", json={"message": "robots"}, headers={"Origin": SCHOOL})
    assert response.status == 429
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "path", ["/api/search?q=robots", "/api/search?place=nowhere", "/api/resources/code-club", "/api/openapi.json"]
)
async def test_pages_of_any_site_may_read_public_data_whoever_may_embed_the_widget(start_site: StartSite, path: str) -> None:
    client = (await start_site(widget_origins=())).client
    headers = (await client.get(path, headers={"Origin": SCHOOL})).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    preflight = await client.options(path, headers={"Origin": SCHOOL, "Access-Control-Request-Method": "GET"})
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/", "/directory", "/ask", "/metrics", "/readyz"])
async def test_nothing_else_is_shared_with_other_sites(client: Client, path: str) -> None:
    headers = (await client.get(path, headers={"Origin": SCHOOL}, allow_redirects=False)).headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


async def test_a_static_file_is_kept_for_a_year_under_its_version_only(client: Client) -> None:
    version = Assets.load(Texts.default()).version
    kept = await client.get("/static/chat.css", params={"v": version})
    assert "immutable" in kept.headers["Cache-Control"]
    for parameters in ({}, {"v": "old"}):
        checked = await client.get("/static/chat.css", params=parameters)
        assert checked.headers["Cache-Control"] == "public, no-cache"


async def test_a_static_file_that_is_still_the_same_is_not_sent_again(client: Client) -> None:
    first = await client.get("/static/conversation.js")
    again = await client.get("/static/conversation.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status == 304
    assert await again.read() == b""
    changed = await client.get("/static/conversation.js", headers={"If-None-Match": '"else"'})
    assert changed.status == 200


async def test_pages_name_the_version_of_the_static_files(client: Client) -> None:
    page = await (await client.get("/")).text()
    assert f"/static/chat.js?v={Assets.load(Texts.default()).version}" in page


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "br, GZIP ; q=0.0, deflate"])
async def test_a_browser_without_gzip_gets_plain_text(client: Client, accepted: str) -> None:
    plain = await client.get("/static/conversation.js", headers={"Accept-Encoding": accepted})
    packed = await client.get("/static/conversation.js", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert await plain.read() == await packed.read()
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_the_widget_and_all_it_loads_is_under_30_kib_packed() -> None:
    files = Assets.load(Texts.default()).files
    loaded = ["widget.js", "conversation.js", "message.js", "widget.css", "conversation.css", "cards.css"]
    assert sum(len(files[name].packed) for name in loaded) < 30 * 1024
    assert all(gzip.decompress(file.packed) == file.content for file in files.values())


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"])
async def test_only_static_files_are_served(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404
