"""The ways to take part say only what can be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.engagement import Engagement, Way
from knowledge.engagement.files import FOLDER
from knowledge.errors import StemFinderError

ENGAGEMENT = Engagement.default()
CATALOGUE = load_catalogue()


@pytest.mark.parametrize("way", list(ENGAGEMENT.ways.values()), ids=lambda way: way.id)
def test_every_door_of_a_way_stands_in_the_catalogue_and_has_not_ended(way: Way) -> None:
    for entry in {*way.entries, *(door for doors in way.by_topic.values() for door in doors)}:
        resource = CATALOGUE.resources.get(entry)
        assert resource is not None, entry
        assert resource.status != "ended", entry


def test_for_everything_an_employer_may_have_there_is_a_way() -> None:
    assert {asset for way in ENGAGEMENT.ways.values() for asset in way.takes} == set(ENGAGEMENT.assets)


def test_no_phrase_stands_for_two_things() -> None:
    phrases = [phrase for said in ENGAGEMENT.assets.values() for phrase in said]
    assert len(phrases) == len(set(phrases))


@pytest.mark.parametrize(
    ("file", "said", "instead", "told"),
    [
        ("ways.yaml", "takes: [money]", "takes: [gold]", "gold"),
        ("ways.yaml", "effort: 1", "effort: 9", "effort"),
        ("ways.yaml", "id: visit", "id: talk", "twice"),
        ("firms.yaml", "small:", "smal:", "smal"),
        ("firms.yaml", "  transport:", "  transprot:", "transprot"),
        ("assets.yaml", "money: [", "money: [[", "assets.yaml"),
    ],
)
def test_a_mistake_is_told_with_its_file(tmp_path: Path, file: str, said: str, instead: str, told: str) -> None:
    folder = tmp_path / "engagement"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert said in text
    (folder / file).write_text(text.replace(said, instead, 1), encoding="utf-8")
    with pytest.raises(StemFinderError) as caught:
        Engagement.load(folder)
    assert told in caught.value.what
    assert file in caught.value.what
