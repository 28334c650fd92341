"""GET /api/export/{format}: the whole catalogue in one file."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest

from bot.web import api_export
from bot.web.contracts import API_VERSION
from knowledge.exchange import FORMATS
from knowledge.search import Snapshot
from tests.bot.web.running import Client, Site


@pytest.mark.parametrize("name", FORMATS)
async def test_the_file_holds_the_catalogue_in_service(site: Site, name: str) -> None:
    response = await site.client.get(f"/api/export/{name}")
    text = (await response.read()).decode("utf-8")
    assert response.status == 200
    assert response.content_type == FORMATS[name].media
    assert f'filename="stem-resources-{name}.{FORMATS[name].suffix}"' in response.headers["Content-Disposition"]
    served = sorted(site.index.searcher.snapshot.resources, key=lambda resource: resource.id)
    assert text == FORMATS[name].write(served)
    assert list(FORMATS[name].read(text).records) == served


async def test_a_file_that_is_still_the_same_is_not_sent_again(client: Client) -> None:
    packed = await client.get("/api/export/csv")
    plain = await client.get("/api/export/csv", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert await packed.read() == await plain.read()
    for mark in (packed.headers["ETag"], plain.headers["ETag"], f"W/{plain.headers['ETag']}", '"a", ' + plain.headers["ETag"]):
        again = await client.get("/api/export/csv", headers={"If-None-Match": mark})
        assert again.status == 304
        assert await again.read() == b""
    assert (await client.get("/api/export/csv", headers={"If-None-Match": '"else"'})).status == 200
    assert (await client.head("/api/export/csv")).headers["ETag"] == packed.headers["ETag"]


async def test_pages_of_any_site_may_read_it(client: Client) -> None:
    for path in ("/api/export/csv", "/api/export/pdf"):
        headers = (await client.get(path, headers={"Origin": "https://school.example"})).headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("name", ["pdf", "HSDS", "csv.gz", "%2e%2e"])
async def test_an_unknown_format_is_told_with_those_there_are(client: Client, name: str) -> None:
    response = await client.get(f"/api/export/{name}")
    assert response.status == 404
    if name == "pdf":
        said = await response.json()
        assert said["code"] == "unknown-format"
        assert said["allowed"] == list(FORMATS)


async def test_files_are_limited_more_than_searches(client: Client) -> None:
    statuses = [(await client.get("/api/export/pdf")).status for _ in range(api_export.EXPORTS_PER_MINUTE + 1)]
    assert statuses == [404] * api_export.EXPORTS_PER_MINUTE + [429]
    assert (await client.get("/api/search?q=robots")).status == 200


async def test_a_crowd_has_the_file_made_once_and_a_new_snapshot_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def making(snapshot: Any, chosen: Any) -> api_export.Download:
        made.append(snapshot.name)
        return api_export.Download(gzip.compress(snapshot.name.encode()), snapshot.name, len(snapshot.name))

    monkeypatch.setattr(api_export, "_made", making)
    snapshot: Snapshot = site.index.searcher.snapshot
    downloads = api_export.Downloads()
    await asyncio.gather(*(downloads.of(snapshot, FORMATS["csv"]) for _ in range(5)))
    assert made == [snapshot.name]


async def test_the_description_names_the_version_of_the_api_and_the_formats(client: Client) -> None:
    described = await (await client.get("/api/openapi.json")).json()
    assert described["info"]["version"] == API_VERSION
    operation = described["paths"]["/api/export/{format}"]["get"]
    assert set(operation["responses"]["200"]["content"]) == {form.media for form in FORMATS.values()}
