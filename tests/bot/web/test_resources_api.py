"""GET /api/resources/{id}."""

from __future__ import annotations

import pytest

from bot.web.api_resources import prefers_json_ld
from bot.web.contracts import ResourceAnswer
from bot.web.schema_org import TYPES, as_json_ld
from knowledge.search import Searcher
from knowledge.vocabulary import Vocabulary
from tests.bot.web.running import Client, Site, StartSite


async def test_a_record_is_given_whole_with_labels(client: Client) -> None:
    response = await client.get("/api/resources/crest-awards")
    assert response.status == 200
    data = await response.json()
    answer = ResourceAnswer.model_validate(data)
    assert answer.id == "crest-awards"
    assert answer.source_url
    assert answer.kind_label
    assert answer.where


async def test_the_id_of_a_merged_record_leads_to_the_record(site: Site) -> None:
    merged = next(resource for resource in site.index.searcher.snapshot.resources if resource.retired_ids)
    response = await site.client.get(f"/api/resources/{merged.retired_ids[0]}", allow_redirects=False)
    assert response.status == 308
    assert response.headers["Location"] == f"/api/resources/{merged.id}"
    followed = await site.client.get(f"/api/resources/{merged.retired_ids[0]}")
    assert (await followed.json())["id"] == merged.id


async def test_every_retired_id_resolves(site: Site) -> None:
    retired = {old: resource.id for resource in site.index.searcher.snapshot.resources for old in resource.retired_ids}
    assert retired
    for old, new in retired.items():
        response = await site.client.get(f"/api/resources/{old}", allow_redirects=False)
        assert response.headers["Location"].endswith(f"/{new}")


async def test_an_unknown_id_is_told_the_nearest_one(client: Client) -> None:
    response = await client.get("/api/resources/crest-award")
    assert response.status == 404
    problem = await response.json()
    assert "crest-awards" in problem["nearest"]
    assert "crest-awards" in problem["detail"]


async def test_json_ld_is_given_to_whoever_asks_for_it(start_site: StartSite) -> None:
    site = await start_site(public_url="https://finder.example")
    response = await site.client.get("/api/resources/crest-awards", headers={"Accept": "application/ld+json"})
    assert response.content_type == "application/ld+json"
    assert response.headers["Vary"].startswith("Accept")
    data = await response.json()
    assert data["@context"] == "https://schema.org"
    assert data["@type"] == "Service"
    assert data["@id"] == "https://finder.example/api/resources/crest-awards"
    assert data["subjectOf"]["url"].startswith("http")


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/ld+json", True),
        ("application/ld+json;q=0.9, application/json;q=0.5", True),
        ("application/json, application/ld+json;q=0.5", False),
        ("application/ld+json;q=0", False),
        ("application/ld+json;q=x", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_the_accept_header_is_weighed(accept: str, wanted: bool) -> None:
    assert prefers_json_ld(accept) is wanted


def test_every_kind_has_a_schema_org_type() -> None:
    assert set(TYPES) == set(Vocabulary.default().ids("kind"))


def test_every_record_can_be_said_in_schema_org(searcher: Searcher) -> None:
    for resource in searcher.snapshot.resources:
        data = as_json_ld(resource, f"https://finder.example/api/resources/{resource.id}")
        assert data["name"] == resource.name
        assert data["url"] == resource.contact.url
        assert all(value not in (None, "", []) for value in data.values())


def test_areas_carry_their_official_and_gaelic_names(searcher: Searcher) -> None:
    dyw = searcher.snapshot.resources[searcher.by_id["dyw-orkney"]]
    assert as_json_ld(dyw, "x")["areaServed"] == [
        {"@type": "AdministrativeArea", "name": "Orkney Islands", "alternateName": "Arcaibh"}
    ]
