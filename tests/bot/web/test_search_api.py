"""GET /api/search."""

from __future__ import annotations

from typing import Any

import pytest

from bot.web.contracts import SearchAnswer
from knowledge.places.gazetteer import NATIONAL
from tests.bot.web.running import Client, Site


async def search(client: Client, **parameters: Any) -> dict[str, Any]:
    response = await client.get("/api/search", params=parameters)
    data: dict[str, Any] = await response.json()
    assert response.status == 200, data
    SearchAnswer.model_validate(data)
    return data


async def refusal(client: Client, **parameters: Any) -> dict[str, Any]:
    response = await client.get("/api/search", params=parameters)
    assert response.status == 400
    assert response.content_type == "application/problem+json"
    data: dict[str, Any] = await response.json()
    return data


async def test_a_question_gives_results_with_reasons_contacts_and_sources(client: Client) -> None:
    answer = await search(client, q="free coding club in Dundee for a 9 year old")
    assert answer["query"]["text"] == "free coding club in Dundee for a 9 year old"
    assert answer["query"]["understood"]["place"] == ["Dundee City"]
    assert answer["query"]["understood"]["cost"] == ["free"]
    assert answer["relaxed"] is None
    assert answer["total"] >= len(answer["results"]) > 0
    wanted = {"id", "name", "kind", "summary", "areas", "reasons", "contact", "source_url", "checked_on", "score"}
    for result in answer["results"]:
        assert wanted <= set(result)
        assert result["reasons"]
        assert result["contact"]["url"]


@pytest.mark.parametrize(
    ("place", "area"),
    [
        ("Orkney Islands", "Orkney Islands"),
        ("Kirkwall", "Orkney Islands"),
        ("KW17", "Orkney Islands"),
        ("kw17 2ab", "Orkney Islands"),
        ("Wick", "Highland"),
        ("Abredeen", "Aberdeen City"),
        ("Satrosphere, Aberdeen", "Aberdeen City"),
    ],
)
async def test_a_place_may_be_a_council_area_a_town_or_a_postcode(client: Client, place: str, area: str) -> None:
    answer = await search(client, q="science", place=place)
    assert answer["query"]["understood"]["place"] == [area]
    for result in answer["results"]:
        assert area in result["areas"] or NATIONAL & set(result["areas"])


async def test_a_given_place_overrides_the_place_in_the_question(client: Client) -> None:
    answer = await search(client, q="science festival in Dundee", place="Shetland")
    assert answer["query"]["understood"]["place"] == ["Shetland Islands"]


async def test_the_place_scotland_lifts_the_place_in_the_question(client: Client) -> None:
    answer = await search(client, q="science festival in Dundee", place="Scotland")
    assert "place" not in {facet for facet, values in answer["query"]["understood"].items() if values}


async def test_what_the_question_says_stays_where_no_parameter_overrides_it(client: Client) -> None:
    understood = (await search(client, q="P6 coding club, not online", place="Fife"))["query"]["understood"]
    assert understood["stage"] == ["primary"]
    assert understood["not_delivery"] == ["online"]


async def test_a_parameter_lifts_what_the_question_rules_out(client: Client) -> None:
    answer = await search(client, q="coding club, not online", delivery="online")
    assert answer["query"]["understood"]["not_delivery"] == []
    assert all("online" in result["delivery"] for result in answer["results"])


@pytest.mark.parametrize(
    ("facet", "value", "field"),
    [("kind", "event", "kind"), ("delivery", "online", "delivery"), ("cost", "paid", "cost"), ("kind", "Funding", "kind")],
)
async def test_a_facet_given_as_a_parameter_holds_for_every_result(client: Client, facet: str, value: str, field: str) -> None:
    answer = await search(client, q="science for schools", limit=50, **{facet: value})
    wanted = answer["query"]["understood"][facet][0]
    assert answer["results"]
    for result in answer["results"]:
        assert wanted == result[field] or wanted in result[field]


async def test_facets_alone_list_everything_that_has_them(site: Site) -> None:
    funds = {resource.id for resource in site.index.searcher.snapshot.resources if resource.kind == "fund"}
    answer = await search(site.client, kind="fund", limit=50)
    assert {result["id"] for result in answer["results"]} == funds
    assert answer["total"] == len(funds)


async def test_several_values_of_a_facet_may_be_given_with_commas_or_one_by_one(client: Client) -> None:
    together = await search(client, kind="event,award", limit=50)
    response = await client.get("/api/search?kind=event&kind=award&limit=50")
    assert (await response.json())["total"] == together["total"]
    assert {result["kind"] for result in together["results"]} == {"event", "award"}


async def test_a_class_name_will_do_as_a_stage(client: Client) -> None:
    answer = await search(client, q="robots", stage="P6")
    assert answer["query"]["understood"]["stage"] == ["primary"]


async def test_pages_follow_one_another_without_gap_or_repeat(client: Client) -> None:
    whole = [result["id"] for result in (await search(client, q="science club", limit=10))["results"]]
    first = [result["id"] for result in (await search(client, q="science club", limit=5))["results"]]
    second = [result["id"] for result in (await search(client, q="science club", limit=5, offset=5))["results"]]
    assert first + second == whole


async def test_a_page_beyond_the_end_is_empty_and_still_counts(client: Client) -> None:
    answer = await search(client, q="science club", offset=5000)
    assert answer["results"] == []
    assert answer["total"] > 0


async def test_the_wish_that_rules_everything_out_is_named(client: Client) -> None:
    answer = await search(client, kind="placement", topic="space", place="Shetland")
    assert answer["relaxed"]["facet"] == "kind"
    assert answer["relaxed"]["values"] == ["placement"]
    assert answer["relaxed"]["text"]
    assert answer["results"]


@pytest.mark.parametrize(
    ("parameters", "parameter", "nearest"),
    [
        ({"audience": "teecher"}, "audience", "teacher"),
        ({"stage": "primery"}, "stage", "primary"),
        ({"topic": "robotix"}, "topic", "robotics"),
        ({"kind": "evnt"}, "kind", "event"),
        ({"delivery": "onlin"}, "delivery", "online"),
        ({"cost": "fre"}, "cost", "free"),
        ({"plaace": "Fife"}, "plaace", "place"),
    ],
)
async def test_a_value_that_does_not_exist_is_told_the_nearest_that_does(
    client: Client, parameters: dict[str, str], parameter: str, nearest: str
) -> None:
    problem = await refusal(client, **parameters)
    assert problem["parameter"] == parameter
    assert nearest in problem["nearest"]
    assert nearest in problem["allowed"]
    assert f"Did you mean '{problem['nearest'][0]}'?" in problem["detail"]


async def test_a_place_outside_scotland_is_told_what_would_be_right(client: Client) -> None:
    problem = await refusal(client, q="science", place="Manchester")
    assert problem["parameter"] == "place"
    assert "council area, town, island or postcode" in problem["detail"]


@pytest.mark.parametrize("parameters", [{"limit": "0"}, {"limit": "51"}, {"limit": "ten"}, {"offset": "-1"}, {"q": "x" * 4001}])
async def test_a_number_out_of_range_is_refused_by_name(client: Client, parameters: dict[str, str]) -> None:
    problem = await refusal(client, **{"q": "robots", **parameters})
    assert problem["parameter"] == next(iter(parameters))


async def test_nothing_asked_is_told_how_to_ask(client: Client) -> None:
    problem = await refusal(client)
    assert "/api/search?q=" in problem["detail"]


async def test_limits_at_their_bounds_are_taken(client: Client) -> None:
    assert len((await search(client, q="science", limit=1))["results"]) == 1
    assert len((await search(client, place="Glasgow", limit=50))["results"]) == 50
