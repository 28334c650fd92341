"""schema.org: the mapping, and what stands beside it."""

from __future__ import annotations

import json

from knowledge.exchange import schema_org
from knowledge.vocabulary import Vocabulary
from tests.knowledge.exchange.invented import resource


def test_every_kind_has_a_type() -> None:
    assert set(schema_org.TYPES) == set(Vocabulary.default().ids("kind"))


def test_what_schema_org_lacks_stands_beside_it_as_a_json_literal() -> None:
    said = json.loads(schema_org.write([resource(equity_note="Girls first.")]))
    context = said["@context"]
    assert context[0] == "https://schema.org"
    assert context[1]["stem:record"] == {"@type": "@json"}
    node = said["@graph"][0]
    assert node["@type"] == "Service"
    assert node["stem:record"]["equity_note"] == "Girls first."
    assert "name" not in node["stem:record"]
    assert node["@id"].startswith("urn:uuid:")


def test_a_fact_in_both_places_is_a_mistake() -> None:
    said = json.loads(schema_org.write([resource()]))
    said["@graph"][0]["stem:record"]["name"] = "Another name"
    found = [str(mistake) for mistake in schema_org.read(json.dumps(said)).mistakes]
    assert found == ["good-club: name: stands in stem:record and in schema.org's place"]
