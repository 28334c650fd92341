"""The card: what people see of a record."""

from __future__ import annotations

import pytest

from bot.cards import as_json, as_of_note, card_for, cost_label, make_card, shortened, status_note
from knowledge.catalogue.resource import Resource
from knowledge.search import Searcher


@pytest.fixture(scope="module")
def by_id(searcher: Searcher) -> dict[str, Resource]:
    """The real catalogue."""
    return {resource.id: resource for resource in searcher.snapshot.resources}


def test_every_record_makes_a_card_with_contact_source_and_dates(by_id: dict[str, Resource]) -> None:
    for resource in by_id.values():
        card = make_card(resource, [], by_id)
        assert card.name
        assert card.kind_label
        assert card.where
        assert card.cost_label
        assert card.contact["url"].startswith("http")
        assert card.source_url.startswith("http")
        assert card.as_of_note.endswith("check with them")
        assert len(card.checked_on) == len("2026-11-24")
        assert None not in card.contact.values()


def test_a_card_of_a_result_carries_its_reasons(searcher: Searcher, by_id: dict[str, Resource]) -> None:
    result = searcher.ask("robotics in Fife", limit=1).results[0]
    assert card_for(result, by_id).reasons == list(result.reasons)


def test_cards_become_json(by_id: dict[str, Resource]) -> None:
    data = as_json([make_card(by_id["crest-awards"], ["Free"], by_id)])
    assert data[0]["id"] == "crest-awards"
    assert data[0]["reasons"] == ["Free"]


@pytest.mark.parametrize(
    ("text", "length", "shown"),
    [
        ("One. Two. Three.", 8, "One. Two."),
        ("One. Two. Three.", 100, "One. Two. Three."),
        ("A first sentence longer than the limit. Two.", 10, "A first sentence longer than the limit."),
        ("Lines\nare joined.", 100, "Lines are joined."),
        ("Does it end? Yes!", 100, "Does it end? Yes!"),
    ],
)
def test_a_summary_is_cut_between_sentences(text: str, length: int, shown: str) -> None:
    assert shortened(text, length) == shown


def test_what_the_source_says_about_cost_is_kept(by_id: dict[str, Resource]) -> None:
    noted = next(resource for resource in by_id.values() if resource.cost_note)
    assert cost_label(noted).endswith(noted.cost_note or "")


@pytest.mark.parametrize(
    ("as_of", "note"),
    [
        ("2019", "As of 2019; check with them"),
        ("undated", "Source undated; check with them"),
        ("Undated page", "Source undated; check with them"),
        ("recent", "Source undated; check with them"),
        ("undated, about 2023", "As of about 2023; check with them"),
        ("undated, and 2018", "As of 2018; check with them"),
        ("2019 to undated company page", "As of 2019; check with them"),
        ("undated university page", "Source undated; check with them"),
    ],
)
def test_the_age_of_the_facts_is_said(by_id: dict[str, Resource], as_of: str, note: str) -> None:
    assert as_of_note(by_id["crest-awards"].model_copy(update={"as_of": as_of})) == note


def test_an_ended_thing_names_what_took_its_place(by_id: dict[str, Resource]) -> None:
    ended = by_id["crest-awards"].model_copy(update={"status": "ended", "replaced_by": ("stem-racing", "no-such-record")})
    assert status_note(ended, by_id) == f"This has ended. See instead: {by_id['stem-racing'].name}."


def test_a_renamed_thing_names_what_it_was_called(by_id: dict[str, Resource]) -> None:
    renamed = by_id["crest-awards"].model_copy(update={"status": "renamed", "also_known_as": ("Old", "Older"), "replaced_by": ()})
    assert status_note(renamed, by_id) == "Runs under a new name. Also known as Old, Older."


def test_something_that_simply_runs_needs_no_note(by_id: dict[str, Resource]) -> None:
    assert status_note(by_id["crest-awards"].model_copy(update={"status": "active", "replaced_by": ()}), by_id) is None
