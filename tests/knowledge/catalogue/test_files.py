"""Mistakes in the catalogue: each told with file, line and remedy, and none takes other records down."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue import load_catalogue
from knowledge.errors import CatalogueError

GOOD: dict[str, Any] = {
    "id": "good-club",
    "name": "Good Club",
    "kind": "programme",
    "provider": "Good Clubs Scotland",
    "summary": "A club after school in which pupils build robots and learn to write programs for them.",
    "audiences": ["pupil"],
    "topics": ["robotics"],
    "areas": ["Fife"],
    "cost": "free",
    "contact": {"url": "https://example.org/contact"},
    "source_url": "https://example.org",
    "as_of": "2024",
    "checked_on": "2026-01-31",
    "status": "active",
    "confidence": "sourced",
}
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a record with some fields changed, or left out where the value is None."""

    def record(**changes: Any) -> Path:
        fields = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
        path = tmp_path / str(fields.get("kind", "programme")) / f"{fields.get('id', 'good-club')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(fields, sort_keys=False, allow_unicode=True), encoding="utf-8")
        return path

    record()
    return record


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in load_catalogue(folder).problems]


def test_a_good_record_has_no_problem(write: Write, tmp_path: Path) -> None:
    catalogue = load_catalogue(tmp_path)
    assert catalogue.problems == ()
    assert list(catalogue.resources) == ["good-club"]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"summary": None}, None, "summary: is missing; every record has it"),
        ({"colour": "blue"}, "colour", "colour: is not a field; fields are id, name,"),
        ({"kind": "programm", "id": "bad-club"}, "kind", "'programm' is not a known kind; did you mean 'programme'?"),
        ({"topics": ["robotic"]}, "topics", "topics.0: 'robotic' is not a known topic; did you mean 'robotics'?"),
        ({"stages": ["xyzzy"]}, "stages", "'xyzzy' is not a known stage; use one of early-years, primary"),
        ({"areas": ["Fyfe"]}, "areas", "areas.0: 'Fyfe' is not an area; did you mean 'Fife'?"),
        ({"areas": []}, "areas", "areas: Tuple should have at least 1 item"),
        ({"cost": "cheap"}, "cost", "'cheap' is not a known cost"),
        ({"source_url": "example.org"}, "source_url", "is not a web address; it starts with http:// or https://"),
        ({"contact": {"url": "https://example.org", "email": "club at example"}}, "contact", "write it as name@example.org"),
        ({"contact": {"url": "https://example.org", "phone": "call us"}}, "contact", "use digits and spaces"),
        ({"contact": {"url": "https://example.org", "person": "Jo"}}, "contact", "contact.person: is not a field"),
        ({"checked_on": "last spring"}, "checked_on", "checked_on: Input should be a valid date"),
        ({"status": "running"}, "status", "status: Input should be 'active', 'unknown', 'ended' or 'renamed'"),
        ({"summary": "Too short."}, "summary", "summary: String should have at least 40 characters"),
        ({"topics": ["maths", "maths"]}, None, "topics names something twice; keep one of each"),
        ({"related": ["bad-club"]}, None, "the record links to itself; remove its own id from the links"),
        ({"related": ["no-such-record"]}, "related", "related: there is no valid record 'no-such-record'"),
        ({"part_of": ["Good Club"]}, "part_of", "'Good Club' should be lower-case words joined by hyphens"),
        ({"status": "renamed"}, "status", "a renamed thing needs its old name in also_known_as, or replaced_by"),
    ],
)
def test_each_mistake_is_told_with_file_line_and_remedy(
    write: Write, tmp_path: Path, changes: dict[str, Any], field: str | None, said: str
) -> None:
    path = write(**{"id": "bad-club", **changes})
    line = 1
    if field:
        line = next(number for number, text in enumerate(path.read_text().splitlines(), 1) if text.startswith(f"{field}:"))
    [problem] = problems(tmp_path)
    assert said in problem
    file, number, _ = problem.split(":", 2)
    assert file == path.relative_to(tmp_path).as_posix()
    # A value that is a list or mapping stands on the lines below its field.
    assert line <= int(number) <= line + 3
    assert "good-club" in load_catalogue(tmp_path).resources


def test_every_mistake_of_a_record_is_told_at_once(write: Write, tmp_path: Path) -> None:
    write(id="bad-club", cost="cheap", topics=["robotic", "alchemical"], source_url="nowhere")
    assert len(problems(tmp_path)) == 4


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"id: [\nname: x", 2, "not valid YAML"),
        (b"id: a\n  name: b\n", 2, "not valid YAML"),
        (b"- a list", 1, "not a record; a file holds one record"),
        (b"", 1, "not a record"),
        (b"\xff\xfe", 1, "cannot be read as UTF-8 text"),
        (b"id: bad\nname: One\nname: Two\n", 3, "the field 'name' stands twice; keep one"),
    ],
)
def test_a_file_that_is_no_record_is_named_with_its_line(
    write: Write, tmp_path: Path, content: bytes, line: int, said: str
) -> None:
    (tmp_path / "programme" / "bad.yaml").write_bytes(content)
    [problem] = problems(tmp_path)
    assert problem.startswith(f"programme/bad.yaml:{line}: ")
    assert said in problem


def test_an_id_used_twice_is_told_with_the_other_file(write: Write, tmp_path: Path) -> None:
    write()
    write(kind="event")
    catalogue = load_catalogue(tmp_path)
    assert "programme/good-club.yaml:1: id 'good-club' is also in event/good-club.yaml; ids are unique" in [
        str(problem) for problem in catalogue.problems
    ]
    assert len(catalogue.resources) == 1


def test_a_file_named_otherwise_than_its_id_is_told(write: Write, tmp_path: Path) -> None:
    write(id="other-club").rename(tmp_path / "programme" / "strange.yaml")
    assert problems(tmp_path) == ["programme/strange.yaml:1: id 'other-club' should be the file's name, 'strange'"]


def test_a_file_in_the_folder_of_another_kind_is_told(write: Write, tmp_path: Path) -> None:
    path = write(id="other-club")
    (tmp_path / "event").mkdir()
    path.rename(tmp_path / "event" / "other-club.yaml")
    [problem] = problems(tmp_path)
    assert problem.startswith("event/other-club.yaml:3: a record of kind 'programme' belongs in the folder programme/")


def test_a_retired_id_resolves_to_the_record_that_took_it_in(write: Write, tmp_path: Path) -> None:
    write(id="new-club", retired_ids=["old-club"])
    catalogue = load_catalogue(tmp_path)
    assert catalogue.problems == ()
    found = catalogue.resolve("old-club")
    assert found
    assert found.id == "new-club"
    assert catalogue.resolve("never-was") is None


def test_a_link_to_a_retired_id_says_where_to_link(write: Write, tmp_path: Path) -> None:
    write(id="new-club", retired_ids=["old-club"])
    write(id="a-club", related=["old-club"])
    assert any("related: 'old-club' was merged into 'new-club'; link to that" in each for each in problems(tmp_path))


def test_a_retired_id_that_is_in_use_is_told(write: Write, tmp_path: Path) -> None:
    write(id="new-club", retired_ids=["good-club"])
    assert any("'good-club' is also used by 'good-club'; an id means one record" in each for each in problems(tmp_path))


def test_an_id_retired_into_two_records_is_told(write: Write, tmp_path: Path) -> None:
    write(id="one-club", retired_ids=["old-club"])
    write(id="two-club", retired_ids=["old-club"])
    assert any("'old-club' is also used by 'one-club'" in each for each in problems(tmp_path))


def test_a_missing_folder_is_told_with_the_setting(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="STEMFINDER_CATALOGUE"):
        load_catalogue(tmp_path / "nowhere")


def test_a_catalogue_without_any_valid_record_shows_its_first_problem(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("nonsense", encoding="utf-8")
    with pytest.raises(CatalogueError, match=r"no valid record. First: bad\.yaml:1:"):
        load_catalogue(tmp_path)


@given(st.binary(max_size=300))
def test_no_content_of_one_file_takes_the_others_down(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("records")
    (folder / "programme").mkdir()
    (folder / "programme" / "good-club.yaml").write_text(yaml.safe_dump(GOOD), encoding="utf-8")
    (folder / "programme" / "odd.yaml").write_bytes(content)
    catalogue = load_catalogue(folder)
    assert list(catalogue.resources) == ["good-club"]
    assert all(problem.file == "programme/odd.yaml" and problem.line >= 1 for problem in catalogue.problems)
    assert catalogue.problems


# YAML that is valid but of unexpected shapes.
shapes = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)


@given(st.sampled_from(sorted(GOOD)), shapes)
def test_no_shape_of_a_field_takes_the_others_down(tmp_path_factory: pytest.TempPathFactory, field: str, value: object) -> None:
    folder = tmp_path_factory.mktemp("records")
    (folder / "programme").mkdir()
    (folder / "programme" / "good-club.yaml").write_text(yaml.safe_dump(GOOD), encoding="utf-8")
    odd = {**GOOD, "id": "odd-club", field: value}
    (folder / "programme" / "odd-club.yaml").write_text(yaml.safe_dump(odd), encoding="utf-8")
    assert "good-club" in load_catalogue(folder).resources
