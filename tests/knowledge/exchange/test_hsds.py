"""HSDS 3: what stands where, that ids stay the same, and what is checked."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from knowledge.catalogue import load_catalogue
from knowledge.catalogue.resource import Resource
from knowledge.errors import ExchangeError
from knowledge.exchange import hsds
from knowledge.exchange.hsds_attributes import FACETS, VALUES
from knowledge.exchange.hsds_profile import PublishedSchemas, mistakes_in_export, mistakes_in_service
from tests.knowledge.exchange.invented import resource, resources

NATIVE = {"name", "provider", "summary", "areas", "cost_note", "checked_on", "contact"}


def ids_in(data: Any) -> list[str]:
    if isinstance(data, list):
        return [found for each in data for found in ids_in(each)]
    if not isinstance(data, dict):
        return []
    inner = [found for each in data.values() for found in ids_in(each)]
    return [*([data["id"]] if "id" in data else []), *inner]


def test_every_field_of_the_catalogue_has_exactly_one_place() -> None:
    places = [*NATIVE, *FACETS, *VALUES]
    assert sorted(places) == sorted(Resource.model_fields)


def test_a_service_says_what_hsds_has_words_for() -> None:
    said = hsds.service_of(resource(cost_note="Nothing to pay.", also_known_as=["GC", "Goodies"], delivery=["online"]))
    assert said["name"] == "Good Club"
    assert said["alternate_name"] == "GC; Goodies"
    assert said["status"] == "active"
    assert said["organization"]["name"] == "Good Clubs Scotland"
    assert said["organization"]["id"] == said["organization_id"]
    assert [area["name"] for area in said["service_areas"]] == ["Fife"]
    assert said["phones"][0]["number"] == "01632 960001"
    assert said["cost_options"][0]["amount"] == 0
    assert said["fees_description"] == "Nothing to pay."
    assert said["assured_date"] == "2026-01-31"
    assert said["service_at_locations"][0]["location"]["location_type"] == "virtual"
    topic = next(each for each in said["attributes"] if each["link_type"] == "topics")
    assert (topic["taxonomy_term"]["code"], topic["taxonomy_term"]["name"]) == ("robotics", "Robotics")


@pytest.mark.parametrize(("status", "said"), [("unknown", "inactive"), ("ended", "defunct"), ("active", "active")])
def test_a_status_that_hsds_lacks_is_explained_and_kept(status: str, said: str) -> None:
    record = resource(status=status)
    service = hsds.service_of(record)
    assert service["status"] == said
    assert ("alert" in service) == (status != "active")
    assert hsds.read(hsds.write([record])).records == (record,)


def test_ids_are_uuids_that_stay_and_differ() -> None:
    records = [resource(), resource(id="other-club")]
    first, second = (hsds.service_of(each) for each in records)
    assert ids_in(first) == ids_in(hsds.service_of(records[0]))
    own = [
        each
        for each in ids_in(first)
        if each not in ids_in([first["organization"], *(a["taxonomy_term"] for a in first["attributes"])])
    ]
    assert len(own) == len(set(own))
    assert not set(own) & set(ids_in(second))
    assert all(uuid.UUID(each).version == 5 for each in ids_in(first))
    assert first["organization_id"] == second["organization_id"]


def test_the_whole_catalogue_fits_the_profile() -> None:
    said = json.loads(hsds.write(load_catalogue().resources.values()))
    assert mistakes_in_export(said) == []


@given(records=resources())
def test_any_export_fits_the_profile(records: list[Resource]) -> None:
    assert mistakes_in_export(json.loads(hsds.write(records))) == []


def test_an_export_says_nothing_that_the_profile_does_not_name_but_an_import_passes_over_it() -> None:
    said = json.loads(hsds.write([resource()]))
    said["contents"][0]["colour"] = "blue"
    said["contents"][0]["attributes"][0]["taxonomy_term"]["parent_id"] = 7
    assert {field for field, _ in mistakes_in_export(said)} == {"contents[0].", "contents[0].attributes[0].taxonomy_term"}
    assert mistakes_in_service(said["contents"][0]) == []
    assert hsds.read(json.dumps(said)).records == (resource(),)


def test_attributes_of_others_are_left_alone_and_a_bare_list_is_read() -> None:
    said = json.loads(hsds.write([resource()]))["contents"]
    term = {"id": str(uuid.uuid4()), "name": "Other", "description": "Of another catalogue.", "taxonomy": "elsewhere"}
    said[0]["attributes"] += [{"id": str(uuid.uuid4()), "value": "x", "taxonomy_term": term}, {"id": str(uuid.uuid4())}]
    said[0]["colour"] = "blue"
    assert hsds.read(json.dumps(said)).records == (resource(),)


def test_a_service_of_another_catalogue_is_told_what_it_lacks() -> None:
    foreign = {"id": str(uuid.uuid4()), "name": "Foreign Service", "status": "active", "url": "https://example.org"}
    fields = {mistake.field for mistake in hsds.read(json.dumps({"contents": [foreign]})).mistakes}
    assert "status" not in fields
    assert {"id", "summary", "audiences", "topics", "areas", "cost", "source_url"} <= fields


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder of schemas that refer to each other by file name, as published ones do."""
    organization = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string", "format": "uuid"}}}
    service = {"type": "object", "required": ["id", "name"], "properties": {"organization": {"$ref": "organization.json"}}}
    (tmp_path / "organization.json").write_text(json.dumps(organization), encoding="utf-8")
    (tmp_path / "service.json").write_text(json.dumps(service), encoding="utf-8")
    return tmp_path


def test_schemas_in_a_folder_are_followed_from_file_to_file(published: Path) -> None:
    said = json.loads(hsds.write([resource()]))
    assert list(PublishedSchemas(published).mistakes(said)) == []
    said["contents"][0]["organization"]["id"] = "no uuid"
    del said["contents"][0]["organization"]["name"]
    found = list(PublishedSchemas(published).mistakes(said))
    assert [(name, field) for name, field, _ in found] == [("Good Club", "organization"), ("Good Club", "organization.id")]


def test_a_schema_that_names_a_file_that_is_not_there_is_told(published: Path) -> None:
    (published / "organization.json").unlink()
    with pytest.raises(ExchangeError, match=r"organization\.json"):
        list(PublishedSchemas(published).mistakes(json.loads(hsds.write([resource()]))))


def test_a_folder_without_schemas_is_told(published: Path) -> None:
    with pytest.raises(ExchangeError, match=r"no service\.json"):
        PublishedSchemas(published / "elsewhere")
    (published / "organization.json").write_text("{", encoding="utf-8")
    with pytest.raises(ExchangeError, match="cannot be read"):
        PublishedSchemas(published)
