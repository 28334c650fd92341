"""The page "Open data and API": what it says of files, limits and the API is so."""

from __future__ import annotations

import copy
import csv
import dataclasses
import gzip
import io
import re
import shlex
from typing import Any
from xml.etree import ElementTree

import pytest
from pytest_aiohttp import AiohttpClient
from yarl import URL

from bot.live_index import LiveIndex
from bot.texts import Texts
from bot.web import api_export, create_app
from bot.web.api_description import kind_of, models, operations
from bot.web.app import API_ROUTES
from bot.web.contracts import API_VERSION
from bot.web.openapi import openapi_document
from knowledge.exchange import FORMATS, Format
from knowledge.search import Snapshot
from knowledge.settings import Settings
from tests.bot.web.own_words import marked, words_outside
from tests.bot.web.running import AdvisersGateway, Client, StartSite

SITE = "https://finder.example"
MADE: dict[tuple[str, str], api_export.Download] = {}


@pytest.fixture(autouse=True)
def made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have each file made once for all tests, and not once for each application: it is the same snapshot."""
    make = api_export._made

    def made(snapshot: Snapshot, chosen: Format) -> api_export.Download:
        key = (snapshot.name, chosen.name)
        if key not in MADE:
            MADE[key] = make(snapshot, chosen)
        return MADE[key]

    monkeypatch.setattr(api_export, "_made", made)


async def page_of(client: Client, query: str = "") -> str:
    response = await client.get(f"/data{query}")
    assert response.status == 200
    return await response.text()


def files_on(page: str) -> list[tuple[str, str]]:
    """The (address, words) of every file and feed that the page offers."""
    items = re.findall(r'<li class="file">(.*?)</li>', page, re.DOTALL)
    found = [(re.search(r'class="get" href="([^"]+)"', item), " ".join(re.sub("<[^>]+>", " ", item).split())) for item in items]
    return [(address[1], words) for address, words in found if address]


async def test_every_file_is_there_in_the_form_and_with_the_number_of_entries_that_the_page_says(client: Client) -> None:
    files = files_on(await page_of(client))
    assert {address for address, _ in files} >= {
        *(f"/api/export/{name}" for name in FORMATS),
        *(f"/provision/{name}.csv" for name in ("counts", "gaps", "duplicates")),
        *("/feeds/new.atom", "/sitemap.xml"),
    }
    for address, words in files:
        response = await client.get(address)
        body = await response.read()
        assert response.status == 200
        assert response.content_type in words
        assert size_in_words(len(body)) in words, address
        assert f"{number_in(address, body):,} " in words, address
        assert ("nothing is lost" in words) == address.startswith("/api/export/")


def number_in(address: str, body: bytes) -> int:
    """How many entries, rows or addresses a file holds."""
    name = address.rsplit("/", 1)[-1]
    if name in FORMATS:
        return len(FORMATS[name].read(body.decode("utf-8")).records)
    if name.endswith(".csv"):
        return len(list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""))))
    return len([child for child in ElementTree.fromstring(body) if child.tag.endswith(("}entry", "}url"))])


def size_in_words(size: int) -> str:
    return f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{round(size / 1_000_000, 1)} MB".replace(".0 ", " ")


async def test_every_endpoint_is_on_the_page_with_its_parameters_and_every_link_has_a_target(client: Client) -> None:
    page = await page_of(client)
    document = openapi_document(API_ROUTES)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            assert f'<span class="method">{method.upper()}</span> <span class="path">{path}</span>' in page
            for parameter in operation["parameters"]:
                assert f'lang="en">{parameter["name"]}</code>' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'href="#([^"]+)"', page)
    assert targets
    assert set(targets) <= set(ids)


async def test_the_examples_are_those_of_this_site_and_work(start_site: StartSite) -> None:
    site = await start_site(public_url=SITE)
    await page_of(site.client)
    tried = operations(openapi_document(API_ROUTES), SITE)
    assert tried
    for operation in tried:
        assert f"{operation.method} " in f"{operation.method} {operation.path}"
        command = shlex.split(operation.curl.replace("\\\n", ""))
        address = URL(command[1])
        assert command[0] == "curl"
        assert str(address.origin()) == SITE
        if operation.method == "GET":
            response = await site.client.get(address.path_qs)
        else:
            assert command[2:4] == ["-H", "Content-Type: application/json"]
            response = await site.client.post(address.path_qs, data=command[5], headers={"Content-Type": "application/json"})
        expected = 404 if operation.path == "/api/feedback" else 200
        assert response.status == expected, operation.curl


async def test_limits_and_version_are_those_in_force(start_site: StartSite) -> None:
    site = await start_site(messages_per_minute=7, widget_origins=("https://listed.example",))
    page = await page_of(site.client)
    for words in ("30 files", "28 searches", "7 messages", API_VERSION, "only from sites that"):
        assert words in page
    assert "any site may also use the chat" not in page
    assert "any site may also use the chat" in await page_of((await start_site()).client)


async def test_the_footer_leads_there_and_the_page_to_the_description(client: Client) -> None:
    assert '<a href="/data">' in await (await client.get("/privacy")).text()
    page = await page_of(client)
    assert '<a href="/api/openapi.json">' in page
    assert 'rel="service-desc"' in page
    assert "/data</loc>" in await (await client.get("/sitemap.xml")).text()


async def test_a_query_that_means_nothing_changes_nothing(client: Client) -> None:
    assert await page_of(client, "?lens=rural&x=") == await page_of(client)


async def test_the_page_is_light(client: Client) -> None:
    assert len(gzip.compress((await page_of(client)).encode("utf-8"))) < 40_000


async def test_the_page_has_no_words_of_its_own_besides_those_of_the_document(
    aiohttp_client: AiohttpClient, index_settings: Settings, loaded_index: LiveIndex
) -> None:
    index = copy.copy(loaded_index)
    settings = index_settings.model_copy(update={"public_url": SITE})
    client = await aiohttp_client(create_app(settings, index, AdvisersGateway(index), texts=marked(Texts.default())))
    document = openapi_document(API_ROUTES)
    known = {*texts_in(operations(document, SITE)), *texts_in(models(document))}
    page = await (await client.get("/data")).text()
    strange = [words for words in words_outside(page) if words not in known and not re.fullmatch(r"[a-z]+/[a-z+]+", words)]
    assert strange == []


def texts_in(value: Any) -> set[str]:
    """Every text in what was read from the document."""
    if isinstance(value, str):
        return {" ".join(value.split())}
    if dataclasses.is_dataclass(value):
        return texts_in([getattr(value, each.name) for each in dataclasses.fields(value)])
    return {text for each in value for text in texts_in(each)} if isinstance(value, list | tuple) else set()


@pytest.mark.parametrize(
    ("schema", "key"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date"}, "date"),
        ({"const": "ok", "type": "string"}, "values"),
        ({"$ref": "#/components/schemas/Card"}, "model"),
        ({"type": "array", "items": {"type": "number"}}, "list"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "integer"),
        ({}, "anything"),
    ],
)
def test_every_sort_of_value_has_a_name(schema: dict[str, Any], key: str) -> None:
    kind = kind_of(schema)
    assert kind.key == key
    assert kind.may_be_null == ("anyOf" in schema)
