"""Health, readiness, figures and access lines."""

from __future__ import annotations

import asyncio
import logging
import sys

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from pytest_aiohttp import AiohttpClient

from bot.web import create_app
from bot.web.observing import AccessLogger, WithoutVisitors, keep_visitors_out_of_the_log
from knowledge.settings import Settings
from tests.bot.web.running import Client, Site


def sample(figures: str, name: str, **labels: str) -> float:
    """The value of one figure."""
    for line in figures.splitlines():
        if line.startswith((f"{name} ", f"{name}{{")) and all(f'{label}="{value}"' in line for label, value in labels.items()):
            return float(line.rsplit(" ", 1)[1])
    return 0.0


async def figures(client: Client) -> str:
    response = await client.get("/metrics")
    assert response.status == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return await response.text()


async def test_health_says_that_the_process_lives(client: Client) -> None:
    response = await client.get("/healthz")
    assert response.status == 200
    assert await response.json() == {"status": "ok"}


async def test_readiness_names_the_index_and_says_how_rasa_is(site: Site) -> None:
    response = await site.client.get("/readyz")
    state = await response.json()
    snapshot = site.index.searcher.snapshot
    assert response.status == 200
    assert state == {
        "index": {
            "name": snapshot.name,
            "records": len(snapshot.resources),
            "model": snapshot.manifest["model"],
            "built_at": snapshot.manifest["built_at"],
        },
        "rasa": "ready",
    }
    site.gateway.degraded = True
    degraded = await site.client.get("/readyz")
    assert degraded.status == 200
    assert (await degraded.json())["rasa"] == "degraded"


async def test_without_an_index_the_finder_is_not_ready_but_lives(site: Site) -> None:
    site.index.close()
    response = await site.client.get("/readyz")
    assert response.status == 503
    assert (await response.json())["index"] is None
    assert (await site.client.get("/healthz")).status == 200
    assert (await site.client.get("/metrics")).status == 200


async def test_requests_turns_and_searches_are_counted(site: Site) -> None:
    await site.client.post("/api/chat", json={"message": "robots"})
    site.gateway.degraded = True
    await site.client.post("/ask", data={"message": "robots"})
    await site.client.get("/api/search?q=robots")
    await site.client.get("/api/search?kind=nonsense")
    await site.client.get("/api/resources/crest-awards")
    await site.client.get("/no/such/page")
    text = await figures(site.client)
    assert sample(text, "stemfinder_requests_total", route="/api/chat", method="POST", status="200") == 1
    assert sample(text, "stemfinder_requests_total", route="/api/search", status="400") == 1
    assert sample(text, "stemfinder_requests_total", route="/api/resources/{id}", status="200") == 1
    assert sample(text, "stemfinder_requests_total", route="unknown", status="404") == 1
    assert sample(text, "stemfinder_request_seconds_count", route="/api/chat") == 1
    assert sample(text, "stemfinder_chat_turns_total", degraded="false") == 1
    assert sample(text, "stemfinder_chat_turns_total", degraded="true") == 1
    assert sample(text, "stemfinder_search_seconds_count") == 2
    assert sample(text, "stemfinder_index_records") == len(site.index.searcher.snapshot.resources)


async def test_figures_hold_nothing_that_was_typed(client: Client) -> None:
    await client.get("/api/search?q=mysecret")
    await client.get("/mysecret")
    await client.post("/api/chat", json={"message": "mysecret"})
    await client.request("MYSECRET", "/")
    assert "mysecret" not in (await figures(client)).lower()


async def test_access_lines_hold_no_question_and_no_address(
    site: Site, index_settings: Settings, aiohttp_client: AiohttpClient, caplog: pytest.LogCaptureFixture
) -> None:
    server = TestServer(create_app(index_settings, site.index, site.gateway))
    await server.start_server(access_log_class=AccessLogger, access_log=logging.getLogger("finder.access"))
    with caplog.at_level(logging.INFO, logger="finder.access"):
        client: TestClient[web.Request, None] = await aiohttp_client(server)
        await client.get("/api/search?q=mysecret", headers={"Referer": "https://elsewhere.example", "User-Agent": "mybrowser"})
        await client.post("/ask", data={"message": "mysecret"})
        await client.close()
    lines = [record.getMessage() for record in caplog.records if record.name == "finder.access"]
    assert any(line.startswith("GET /api/search 200 ") for line in lines)
    assert any(line.startswith("POST /ask 200 ") for line in lines)
    for part in ("mysecret", "127.0.0.1", "elsewhere", "mybrowser", "?"):
        assert not any(part in line for line in lines)


async def test_the_gateway_is_closed_at_the_end(site: Site) -> None:
    await site.client.close()
    assert site.gateway.closed
    assert not site.index.is_loaded


async def test_what_is_no_http_is_logged_without_the_address_and_what_was_typed(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    keep_visitors_out_of_the_log()
    with caplog.at_level(logging.DEBUG):
        for typed in (b"/directory?q=xyzzy\xff", b"/directory?q=xyzzy" + b"z" * 9000):
            reader, writer = await asyncio.open_connection(client.host, client.port)
            writer.write(b"GET " + typed + b" HTTP/1.1\r\nHost: finder.example\r\n\r\n")
            assert (await reader.readline()).split()[1] == b"400"
            writer.close()
    # The finder has no access log; the test's own server has one.
    said = "\n".join(each.getMessage() + str(each.exc_info) for each in caplog.records if each.name != "aiohttp.access")
    assert "A request could not be read" in said
    assert "xyzzy" not in said
    assert "127.0.0.1" not in said


def test_a_fault_of_the_server_is_logged_with_its_place_and_without_its_text() -> None:
    try:
        raise ValueError("xyzzy")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "f", 1, "Error from %s", ("10.1.2.3",), sys.exc_info())
    assert WithoutVisitors().filter(record)
    said = logging.Formatter().format(record)
    assert "ValueError" in said
    assert "test_observing.py" in said
    assert "xyzzy" not in said.replace('raise ValueError("xyzzy")', "")
    assert "10.1.2.3" not in said
