"""The OpenAPI document."""

from __future__ import annotations

import json
import re
from typing import Any

from bot.web.problems import PROBLEM_JSON
from knowledge.vocabulary import FACETS
from tests.bot.web.running import Client, Site


async def document(client: Client) -> dict[str, Any]:
    response = await client.get("/api/openapi.json")
    assert response.status == 200
    data: dict[str, Any] = await response.json()
    return data


async def test_every_route_that_is_no_page_is_described(site: Site) -> None:
    assert site.client.app is not None
    described = await document(site.client)
    served = {
        (resource.canonical, route.method)
        for resource in site.client.app.router.resources()
        for route in resource
        if resource.canonical.startswith("/api/") or resource.canonical in {"/healthz", "/readyz", "/metrics"}
        if route.method != "HEAD"
    }
    assert served == {(path, method.upper()) for path, item in described["paths"].items() for method in item}


async def test_the_document_is_openapi_3_1_and_its_references_resolve(client: Client) -> None:
    described = await document(client)
    assert described["openapi"] == "3.1.0"
    names = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert names
    assert names <= set(described["components"]["schemas"])


async def test_every_operation_has_a_summary_a_description_and_answers(client: Client) -> None:
    for path, item in (await document(client))["paths"].items():
        for operation in item.values():
            assert operation["summary"], path
            assert operation["description"], path
            assert [status for status in operation["responses"] if status.startswith("2")], path
            named = set(re.findall(r"{(\w+)}", path))
            assert named == {each["name"] for each in operation["parameters"] if each["in"] == "path"}


async def test_every_search_parameter_is_described_with_its_values(client: Client) -> None:
    operation = (await document(client))["paths"]["/api/search"]["get"]
    described = {each["name"]: each["description"] for each in operation["parameters"]}
    assert set(described) == {"q", "place", "limit", "offset", *FACETS}
    assert "teaching-resource" in described["kind"]


async def test_refusals_are_described_as_problem_details(client: Client) -> None:
    for path, item in (await document(client))["paths"].items():
        for operation in item.values():
            for status, response in operation["responses"].items():
                own = (path, status) == ("/readyz", "503")
                if status[0] in "45d" and not own:
                    assert PROBLEM_JSON in response["content"]
