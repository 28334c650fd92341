"""The real catalogue: every record is sound, and what Scotland needs to find is in it."""

from __future__ import annotations

from collections import Counter

import pytest

from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.places import CouncilArea, Gazetteer
from knowledge.vocabulary import FACETS, Vocabulary

PRIVATE_MAIL = (
    *("gmail.com", "googlemail.com", "hotmail.com", "hotmail.co.uk", "outlook.com", "live.co.uk", "live.com", "yahoo.com"),
    *("yahoo.co.uk", "icloud.com", "me.com", "aol.com", "btinternet.com", "sky.com", "talktalk.net", "protonmail.com", "gmx.com"),
)
FEWEST_RECORDS = 500
FEWEST_LOCAL = 12


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_every_record_is_valid(catalogue: Catalogue) -> None:
    assert [str(problem) for problem in catalogue.problems] == []


def test_there_are_at_least_500_records(catalogue: Catalogue) -> None:
    assert len(catalogue.resources) >= FEWEST_RECORDS


def test_every_record_has_a_source_and_says_of_what_time_it_is(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        assert resource.source_url.startswith("http"), resource.id
        assert resource.as_of, resource.id


def test_no_record_gives_a_private_mailbox(catalogue: Catalogue) -> None:
    given = {resource.id: resource.contact.email for resource in catalogue.resources.values() if resource.contact.email}
    assert {key: mail for key, mail in given.items() if mail.rsplit("@", 1)[1].lower() in PRIVATE_MAIL} == {}


@pytest.mark.parametrize("area", Gazetteer.default().council_areas)
def test_every_council_area_is_served_by_a_dozen_records_of_its_own(catalogue: Catalogue, area: str) -> None:
    own = [resource for resource in catalogue.resources.values() if area in resource.areas and not resource.is_national]
    assert len(own) >= FEWEST_LOCAL


def _groups(council: CouncilArea) -> set[str]:
    return {name.strip() for name in council.dyw_regional_group.split(";")}


def _plain(name: str) -> str:
    return name.split(" (")[0].replace("&", "and").replace("Developing the Young Workforce", "DYW").lower()


@pytest.mark.parametrize(
    "group", sorted({group for council in Gazetteer.default().council_areas.values() for group in _groups(council)})
)
def test_every_regional_group_of_developing_the_young_workforce_has_a_record(catalogue: Catalogue, group: str) -> None:
    wanted = _plain(group)
    branches = [resource for resource in catalogue.resources.values() if "dyw-national" in resource.part_of]
    found = [branch for branch in branches if any(_plain(name) == wanted for name in (branch.name, *branch.also_known_as))]
    assert found
    councils = Gazetteer.default().council_areas.values()
    areas = {council.name for council in councils if group in _groups(council)}
    assert areas <= {area for branch in found for area in branch.areas}


@pytest.mark.parametrize(
    "resource_id",
    [
        *("aberdeen-science-centre", "dundee-science-centre", "dynamic-earth", "glasgow-science-centre"),
        *("sserc", "stem-ambassadors-in-scotland", "stem-ambassadors-uk", "stem-insight", "teacher-education-partnerships"),
        *("luma-centre-finland", "dyw-national", "be-st", "censis", "data-lab", "dhi", "ibioic", "precision-medicine-scotland"),
        *("saic", "net-zero-technology-centre"),
    ],
)
def test_the_networks_of_the_consultation_have_a_record(catalogue: Catalogue, resource_id: str) -> None:
    assert catalogue.resolve(resource_id)


def test_what_was_replaced_names_what_took_its_place_or_tells_its_old_name(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        if resource.status == "renamed":
            assert resource.also_known_as or resource.replaced_by, resource.id
        for target in resource.replaced_by:
            assert catalogue.resources[target].status != "ended", f"{resource.id} leads to {target}, which has ended"


def test_every_term_of_a_facet_that_records_use_exists_and_every_kind_is_used(catalogue: Catalogue) -> None:
    used = Counter(resource.kind for resource in catalogue.resources.values())
    assert set(used) == set(Vocabulary.default().ids("kind"))
    assert set(FACETS) == set(Vocabulary.default().facets)


def test_every_merged_record_is_still_found_by_its_old_id(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for old_id in resource.retired_ids:
            assert catalogue.resolve(old_id) is resource


def test_nobody_is_named_as_a_person_to_ring(catalogue: Catalogue) -> None:
    """A mailbox of a form like first.last@ is a person's, even at an organisation."""
    first_names = {
        "john",
        "james",
        "david",
        "ian",
        "fiona",
        "susan",
        "karen",
        "andrew",
        "anne",
        "claire",
        "gillian",
        "lynn",
        "mark",
    }
    for resource in catalogue.resources.values():
        local = (resource.contact.email or "").split("@")[0].lower()
        assert local.split(".")[0] not in first_names, resource.id
