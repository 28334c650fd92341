"""The files of the routes say only what can be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from knowledge.catalogue import load_catalogue
from knowledge.errors import StemFinderError
from knowledge.pathways import GENERAL, POINTS, CareerField, Pathways
from knowledge.pathways.files import FOLDER

PATHWAYS = Pathways.default()
FIELDS = list(PATHWAYS.fields.values())
CATALOGUE = load_catalogue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the files, to be spoilt."""
    copy = tmp_path / "pathways"
    shutil.copytree(FOLDER, copy)
    return copy


def spoil(path: Path, said: str, instead: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert said in text
    path.write_text(text.replace(said, instead, 1), encoding="utf-8")


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_every_entry_of_a_step_stands_in_the_catalogue_and_has_not_ended(field: CareerField) -> None:
    ids = {entry for step in field.steps for entry in step.entries} | {entry for lead in field.leads.values() for entry in lead}
    for entry in sorted(ids):
        resource = CATALOGUE.resolve(entry)
        assert resource is not None, entry
        assert resource.id == entry, f"{entry} is now {resource.id}"
        assert resource.status != "ended", entry


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_every_route_ends_with_whom_to_ask(field: CareerField) -> None:
    assert field.steps[-1].kind == "advice"
    assert {"my-world-of-work", "sds-careers-helpline"} <= set(field.steps[-1].entries)


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_there_is_a_step_for_every_point_of_a_life(field: CareerField) -> None:
    for position, point in enumerate(POINTS):
        assert any(step.first <= position <= step.last for step in field.steps), point


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_steps_at_school_stand_before_those_after_it(field: CareerField) -> None:
    begins = [step.first for step in field.steps if step.kind in {"enjoyment", "subjects", "qualification"}]
    assert begins == sorted(begins)


def test_a_job_belongs_to_one_field() -> None:
    jobs = [job for field in FIELDS for job in field.jobs]
    assert len(jobs) == len(set(jobs)), sorted(job for job in set(jobs) if jobs.count(job) > 1)


@pytest.mark.parametrize(
    ("qualification", "levels"),
    [
        ("national-4", (4,)),
        ("national-5", (5,)),
        ("higher", (6,)),
        ("advanced-higher", (7,)),
        ("hnc", (7,)),
        ("hnd", (8,)),
        ("ordinary-degree", (9,)),
        ("honours-degree", (10,)),
        ("foundation-apprenticeship-6", (6,)),
        ("modern-apprenticeship", (5, 6, 7)),
        ("graduate-apprenticeship", (9, 10, 11)),
    ],
)
def test_the_scqf_levels_are_those_of_the_framework(qualification: str, levels: tuple[int, ...]) -> None:
    assert PATHWAYS.qualifications[qualification].levels == levels


def test_a_step_gives_its_levels_in_words() -> None:
    steps = {step.id: step for step in PATHWAYS.fields["engineering"].steps}
    assert steps["foundation-apprenticeship"].level == "SCQF 6"
    assert steps["qualifications"].level == "SCQF 4 to 7"
    assert steps["ask"].level == ""


def test_a_field_puts_its_own_entries_before_the_shared_ones() -> None:
    step = next(step for step in PATHWAYS.fields["construction"].steps if step.kind == "apprenticeship")
    assert step.entries[: len(step.own)] == step.own
    assert "modern-apprenticeships" in step.entries[len(step.own) :]


def test_a_text_of_its_own_needs_a_source_of_its_own(folder: Path) -> None:
    path = folder / "fields" / "space.yaml"
    source = "    source_url: https://sites.google.com/as.glow.scot/mackie-senior-phase/faculties/maths-and-computing\n"
    spoil(path, source, "")
    with pytest.raises(StemFinderError, match=r"space\.yaml.*qualifications.*source_url"):
        Pathways.load(folder)


@pytest.mark.parametrize(
    ("file", "said", "instead", "told"),
    [
        ("fields/energy.yaml", "use: graduate-apprenticeship", "use: a-year-at-sea", "a-year-at-sea"),
        ("steps.yaml", "begins: S4", "begins: S9", "S9"),
        ("steps.yaml", "qualifications: [modern-apprenticeship]", "qualifications: [a-levels]", "a-levels"),
        ("fields/games.yaml", "id: games", "id: gaming", "not the file's name"),
        ("fields/games.yaml", "topics: []", "topics: [fun]", "fun"),
        ("levels.yaml", "levels: [4]", "levels: [13]", "12"),
        ("fields/animals.yaml", "  vet nurse: [sruc]", "  vet hurse: [sruc]", "vet hurse"),
        ("wishes.yaml", "onwards:", "onward:", "onward"),
    ],
)
def test_a_mistake_is_told_with_its_file(folder: Path, file: str, said: str, instead: str, told: str) -> None:
    spoil(folder / file, said, instead)
    with pytest.raises(StemFinderError) as caught:
        Pathways.load(folder)
    assert told in caught.value.what
    assert Path(file).name in caught.value.what
    assert "docs/pathways.md" in caught.value.remedy


def test_without_a_general_route_nothing_loads(folder: Path) -> None:
    (folder / "fields" / f"{GENERAL}.yaml").unlink()
    with pytest.raises(StemFinderError, match=GENERAL):
        Pathways.load(folder)
