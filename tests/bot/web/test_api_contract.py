"""The API does what its OpenAPI document says: the document is valid, and every real answer is among those described."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from bot.storage import StorageError
from bot.web import api_export
from bot.web.contracts import API_VERSION, VERSION_HEADER
from knowledge.exchange import FORMATS
from tests.bot.web.running import Client, Site, StartSite

SCHOOL = "https://school.example"
CANNED = Path(__file__).parents[2] / "browser" / "canned_replies.json"
NEVER_GIVEN = {"feedback": "never-given", "rating": "up"}


class Contract:
    """The document of a site, and which of its answers were seen.

    Attributes:
        document: the OpenAPI document.
        seen: (method, path, status) of described answers that real requests got.
    """

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.seen: set[tuple[str, str, str]] = set()
        # Closed, so that a field that nobody described is found.
        self._components = {"schemas": {name: _closed(each) for name, each in document["components"]["schemas"].items()}}

    def described(self) -> set[tuple[str, str, str]]:
        """Return every answer that the document names."""
        return {
            (method.upper(), path, status)
            for path, item in self.document["paths"].items()
            for method, operation in item.items()
            for status in operation["responses"]
        }

    def mistakes(self, schema: dict[str, Any], value: Any) -> list[str]:
        """Return what keeps ``value`` from fitting a schema of the document."""
        whole = {**schema, "components": self._components}
        return [error.message for error in Draft202012Validator(whole, format_checker=FormatChecker()).iter_errors(value)]

    async def fits(self, response: ClientResponse, method: str, path: str) -> None:
        """Fail where an answer is not as described for the operation."""
        responses = self.document["paths"][path][method.lower()]["responses"]
        status = str(response.status) if str(response.status) in responses else "default"
        self.seen.add((method, path, status))
        said = responses[status]
        for header in said.get("headers", {}):
            assert header in response.headers, (path, status, header)
        content = said.get("content", {})
        if not content:
            return
        assert response.content_type in content, (path, status)
        body = await response.read()
        if response.content_type.endswith("json") and "schema" in content[response.content_type]:
            assert self.mistakes(content[response.content_type]["schema"], json.loads(body)) == [], (path, status)


def _closed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {name: _closed(each) for name, each in schema.items()}
    return {"additionalProperties": False, **closed} if isinstance(schema.get("properties"), dict) else closed


def filled(path: str) -> str:
    return path.replace("{id}", "crest-awards").replace("{format}", "csv")


async def contract_of(client: Client) -> Contract:
    return Contract(await (await client.get("/api/openapi.json")).json())


async def test_an_outside_validator_finds_the_document_valid(client: Client) -> None:
    document = await (await client.get("/api/openapi.json")).json()
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []
    broken = copy.deepcopy(document)
    del broken["info"]["version"]
    assert [*OpenAPIV31SpecValidator(broken).iter_errors()]


def requests() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield (method, path of the document, address, what goes with it) of requests that get every kind of answer."""
    chat, feedback, search = "/api/chat", "/api/feedback", "/api/search"
    for message in ("free coding club in Dundee", "robots in Shetland for S2, not online", "zzz qqq", "  "):
        yield "POST", chat, chat, {"json": {"conversation": None, "message": message}}
    yield "POST", chat, chat, {"json": {"message": "x" * 20_000}}
    yield "POST", chat, chat, {"data": "message"}
    yield "POST", feedback, feedback, {"json": NEVER_GIVEN}
    yield "POST", feedback, feedback, {"json": {"feedback": "a", "rating": "sideways"}}
    yield "POST", feedback, feedback, {"json": {"feedback": "a", "rating": "up", "reason": "x" * 20_000}}
    yield "POST", feedback, feedback, {"data": "rating"}
    for query in (
        "q=free+coding+club+in+Dundee",
        "place=KW17&kind=event",
        "q=robots&cost=paid&limit=1",
        "q=robotics+clup",
        "q=SSERC",
    ):
        yield "GET", search, f"{search}?{query}", {}
    for query in ("", "kind=nonsense", "q=x&limit=1000", "place=Atlantis", "colour=blue"):
        yield "GET", search, f"{search}?{query}", {}
    record = "/api/resources/{id}"
    for accept in ("application/json", "application/ld+json"):
        yield "GET", record, "/api/resources/crest-awards", {"headers": {"Accept": accept}}
    yield "GET", record, "/api/resources/crest-award", {}
    for name in (*FORMATS, "pdf"):
        yield "GET", "/api/export/{format}", f"/api/export/{name}", {}
    yield "GET", "/api/export/{format}", "/api/export/csv", {"headers": {"If-None-Match": "*"}}
    for path in ("/api/openapi.json", "/healthz", "/readyz", "/metrics"):
        yield "GET", path, path, {}


async def test_every_answer_that_the_document_names_is_given_and_is_as_described(start_site: StartSite) -> None:
    site = await start_site()
    contract = await contract_of(site.client)
    for method, path, address, more in requests():
        await contract.fits(await site.client.request(method, address, **more), method, path)
    merged = next(each for each in site.index.searcher.snapshot.resources if each.retired_ids)
    await answers_to_a_rating(site, contract)
    for method, path, address in (
        ("GET", "/api/resources/{id}", f"/api/resources/{merged.retired_ids[0]}"),
        ("GET", "/api/export/{format}", "/api/export/csv"),
    ):
        await contract.fits(await site.client.request(method, address, allow_redirects=False), method, path)
    await refusals_of_a_busy_address(await start_site(messages_per_minute=1), contract)
    await answers_of_a_site_in_trouble(site, contract)
    never = {each for each in contract.described() - contract.seen if each[2] != "default"}
    assert never == set()
    assert {path for _, path, status in contract.seen if status == "default"} >= {"/api/search", "/api/chat"}


async def answers_to_a_rating(site: Site, contract: Contract) -> None:
    """Rate an answer: taken, and not taken because the store is out of order."""

    async def rate(token: str, *_: str) -> bool:
        if token == "broken":
            raise StorageError("The store is out of order.", "Mend it.")
        return True

    site.gateway.rate = rate  # type: ignore[method-assign, assignment]
    for token in ("known", "broken"):
        body = {"feedback": token, "rating": "down", "reason": "too far"}
        await contract.fits(await site.client.post("/api/feedback", json=body), "POST", "/api/feedback")


async def refusals_of_a_busy_address(busy: Site, contract: Contract) -> None:
    """Ask until the allowance is used up."""
    for path, address, times in (
        ("/api/search", "/api/search?q=robots", 5),
        ("/api/resources/{id}", "/api/resources/crest-awards", 1),
        ("/api/export/{format}", "/api/export/pdf", api_export.EXPORTS_PER_MINUTE + 1),
    ):
        for _ in range(times):
            response = await busy.client.get(address)
        assert response.status == 429
        await contract.fits(response, "GET", path)
    await busy.client.post("/api/chat", json={"message": "robots"})
    for path, body in (("/api/chat", {"message": "robots"}), ("/api/feedback", NEVER_GIVEN)):
        response = await busy.client.post(path, json=body)
        await contract.fits(response, "POST", path)
    assert response.status == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 60


async def answers_of_a_site_in_trouble(site: Site, contract: Contract) -> None:
    """Ask while the bot is at fault, and then while the index is out of service."""
    site.gateway.fault = RuntimeError("boom")
    await contract.fits(await site.client.post("/api/chat", json={"message": "robots"}), "POST", "/api/chat")
    site.index.close()
    await contract.fits(await site.client.get("/api/search?q=robots"), "GET", "/api/search")
    await contract.fits(await site.client.get("/readyz"), "GET", "/readyz")


@pytest.mark.parametrize("kind", json.loads(CANNED.read_text(encoding="utf-8")))
async def test_every_kind_of_message_fits_its_description(client: Client, kind: str) -> None:
    said = json.loads(CANNED.read_text(encoding="utf-8"))[kind]
    contract = await contract_of(client)
    assert contract.mistakes({"$ref": "#/components/schemas/ChatAnswer"}, said) == []


async def test_what_one_sends_as_the_document_says_is_taken(client: Client) -> None:
    document = await (await client.get("/api/openapi.json")).json()
    content = document["paths"]["/api/chat"]["post"]["requestBody"]["content"]["application/json"]
    assert (await client.post("/api/chat", json=content["example"])).status == 200


async def test_every_answer_of_the_api_names_its_version_and_other_sites_may_read_it(client: Client) -> None:
    for path in ("/api/search?q=robots", "/api/search", "/api/nothing", "/api/openapi.json", "/api/chat", "/api/export/pdf"):
        headers = (await client.get(path, headers={"Origin": SCHOOL})).headers
        assert headers[VERSION_HEADER] == API_VERSION
        if path != "/api/nothing":
            assert VERSION_HEADER in headers["Access-Control-Expose-Headers"]
    assert VERSION_HEADER not in (await client.get("/directory")).headers
    assert (await contract_of(client)).document["info"]["version"] == API_VERSION


async def test_pages_of_any_site_may_read_whatever_is_asked_with_get_and_only_listed_ones_may_post(start_site: StartSite) -> None:
    site = await start_site(widget_origins=("https://listed.example",))
    document = (await contract_of(site.client)).document
    for path, item in document["paths"].items():
        if not path.startswith("/api/"):
            continue
        for method in item:
            asks = {"Origin": SCHOOL, "Access-Control-Request-Method": method.upper()}
            preflight = await site.client.options(filled(path), headers=asks)
            assert preflight.status == 204
            allowed = preflight.headers["Access-Control-Allow-Methods"].split(", ")
            assert method.upper() in allowed
            if method == "get":
                answer = await site.client.get(filled(path), headers={"Origin": SCHOOL})
                assert answer.headers["Access-Control-Allow-Origin"] == "*"
                assert preflight.headers["Access-Control-Allow-Origin"] == "*"
                continue
            assert "Access-Control-Allow-Origin" not in preflight.headers
            for origin, said in ((SCHOOL, None), ("https://listed.example", "https://listed.example")):
                answer = await site.client.post(path, json={}, headers={"Origin": origin})
                assert answer.headers.get("Access-Control-Allow-Origin") == said


async def test_a_conversation_that_goes_on_fits_too(start_site: StartSite) -> None:
    site = await start_site()
    contract = await contract_of(site.client)
    first = await site.client.post("/api/chat", json={"message": "robots in Fife"})
    await contract.fits(first, "POST", "/api/chat")
    again = {"conversation": (await first.json())["conversation"], "message": "what about Orkney?"}
    await contract.fits(await site.client.post("/api/chat", json=again), "POST", "/api/chat")
