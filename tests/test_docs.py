"""The documents keep up with the program: all of it is described, nothing in them is dead, and what is generated is current."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.web import api_feedback, pages, static_files
from bot.web.api_export import EXPORTS_PER_MINUTE
from bot.web.app import API_ROUTES, LARGEST_BODY, SEARCHES_PER_MESSAGE
from bot.web.contracts import LONGEST_MESSAGE
from bot.web.metrics import Metrics
from knowledge import errors
from knowledge.catalogue import Catalogue, load_catalogue
from knowledge.catalogue.files import RECORDS
from knowledge.catalogue.resource import Contact, Resource
from knowledge.helplines import Helplines
from knowledge.search.weights import DEFAULT
from knowledge.settings import Settings
from knowledge.vocabulary import FACETS, Vocabulary
from stemfinder import all_commands

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
MEASURED = ("QUESTIONS", "MESSAGES", "ENTITIES", "DIALOGUES", "GOALS")
"""Files that `make eval` measures on."""
NOT_OURS = {"var", "build", "node_modules", "results"}
"""Folders of the checkout that are built, not written."""
MARKDOWN = sorted(
    path
    for path in ROOT.rglob("*.md")
    if not any(part.startswith(".") or part in NOT_OURS for part in path.relative_to(ROOT).parts[:-1])
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
IN_CODE = re.compile(r"`[^`\n]*`")
OUR_VARIABLE = re.compile(r"\bSTEMFINDER_[A-Z_]*[A-Z]\b")
FIELD_OF_LINKS = re.compile(r"^(?:part_of|delivered_by|replaced_by|related): \[(.*)\]$", re.MULTILINE)
IDS_IN_DOCS = (
    re.compile(r"/api/resources/([a-z0-9]+(?:-[a-z0-9]+)*)"),
    re.compile(r"records/[a-z-]+/([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml"),
    re.compile(r'"([a-z0-9]+(?:-[a-z0-9]+)+)"(?:: [0-3]\b|[\],])'),
)
"""Where a document names records: addresses, files, and judged questions."""
LIKE_AN_ID = re.compile(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`")


def text_of(name: str) -> str:
    """The text of a document."""
    return (ROOT / name).read_text(encoding="utf-8")


def shown(path: Path) -> str:
    """A document's name, for the names of tests."""
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The real catalogue."""
    return load_catalogue()


# -- what the program has stands in the documents --------------------------------------------------------------------


def test_what_is_generated_is_current() -> None:
    done = subprocess.run([sys.executable, "scripts/reference", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}Run `make docs`."


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`STEMFINDER_{name.upper()}`" in text_of("docs/settings.md")


def test_every_environment_variable_of_ours_is_documented_and_none_that_nobody_reads() -> None:
    code = [*ROOT.glob("bot/**/*"), *ROOT.glob("knowledge/**/*.py"), *ROOT.glob("indexer/**/*.py"), *ROOT.glob("scripts/*")]
    code += [*ROOT.glob("tests/**/*.py"), ROOT / "Makefile", ROOT / "config.yml", ROOT / ".ci" / "run"]
    code = [path for path in code if path.is_file() and path.suffix in {".py", ".yml", ".yaml", ""} and path != Path(__file__)]
    read = {name for path in code for name in OUR_VARIABLE.findall(path.read_text(encoding="utf-8"))}
    read |= {f"STEMFINDER_{name.upper()}" for name in Settings.model_fields}
    documented = set(OUR_VARIABLE.findall(text_of("docs/settings.md")))
    assert read - documented == set(), "docs/settings.md lacks these"
    assert {name for path in MARKDOWN for name in OUR_VARIABLE.findall(path.read_text(encoding="utf-8"))} <= read


@pytest.mark.parametrize("name", ["PIP_FIND_LINKS", "UV_FIND_LINKS", *MEASURED, "ARGS"])
def test_every_variable_of_the_makefile_that_people_set_is_documented(name: str) -> None:
    assert f"`{name}`" in text_of("docs/settings.md")


def commands(path: str, command: Any) -> Iterator[str]:
    """The full name of every command below ``command``."""
    if hasattr(command, "commands"):
        for name, child in command.commands.items():
            yield from commands(f"{path} {name}", child)
    else:
        yield path


def test_every_command_is_documented() -> None:
    found = list(commands("stemfinder", typer.main.get_command(all_commands())))
    assert len(found) >= 8
    assert [name for name in found if f"### {name}\n" not in text_of("docs/commands.md")] == []


def test_every_make_target_is_documented_and_no_other_is_named() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.MULTILINE))
    assert [name for name in targets if f"`make {name}`" not in text_of("docs/commands.md")] == []
    named = {name for path in MARKDOWN for name in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert named <= targets


@pytest.mark.parametrize("route", API_ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_endpoint_of_the_api_is_documented(route: Any) -> None:
    text = text_of("docs/api.md")
    assert f"### {route.method} {route.path}\n" in text
    assert route.summary in text


def test_the_limits_of_the_api_are_the_ones_that_hold() -> None:
    told = re.sub(r"\s+", " ", (DOCS / "api.md").read_text(encoding="utf-8"))
    messages = Settings.model_fields["messages_per_minute"].default
    assert f"{messages:,} messages and {messages * SEARCHES_PER_MESSAGE:,} searches a minute" in told
    assert f"Whole catalogues are fewer: {EXPORTS_PER_MINUTE} a minute" in told
    assert f"{LARGEST_BODY // 1024} KiB, a message {LONGEST_MESSAGE:,} characters" in told


def test_every_page_is_documented() -> None:
    wanted = {f"`{route.method} {route.path}`" for route in [*pages.ROUTES, *api_feedback.ROUTES, *static_files.ROUTES]}
    assert {name for name in wanted if name not in text_of("docs/api.md")} == set()


@pytest.mark.parametrize("name", [*Resource.model_fields, *(f"contact.{name}" for name in Contact.model_fields)])
def test_every_field_of_a_record_is_documented(name: str) -> None:
    assert f"| `{name}` |" in text_of("docs/catalogue.md")


@pytest.mark.parametrize("name", list(Resource.model_fields))
def test_every_field_of_a_record_is_mapped_to_the_standards(name: str) -> None:
    table = text_of("docs/catalogue.md").split("## Open Referral", 1)[1]
    assert f"`{name}`" in table


@pytest.mark.parametrize("facet", list(FACETS))
def test_every_term_of_a_vocabulary_is_documented(facet: str) -> None:
    assert [each for each in Vocabulary.default().ids(facet) if f"| `{each}` |" not in text_of("docs/catalogue.md")] == []


def test_the_exported_json_schema_is_that_of_a_record() -> None:
    assert json.loads(text_of("docs/catalogue.schema.json")) == Resource.model_json_schema()


def test_every_class_of_error_is_documented() -> None:
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.StemFinderError)]
    assert [kind.__name__ for kind in kinds if f"#### {kind.__name__}\n" not in text_of("docs/running.md")] == []


def test_every_figure_of_prometheus_is_documented() -> None:
    lines = Metrics(lambda: 0).as_text().decode().splitlines()
    names = {line.split()[2] for line in lines if line.startswith("# HELP stemfinder_")}
    assert {name for name in names if not name.endswith("_created") and f"`{name}`" not in text_of("docs/running.md")} == set()


def test_every_weight_of_the_ranking_is_explained() -> None:
    explained = re.sub(r"<!-- generated:start -->.*?<!-- generated:end -->", "", text_of("docs/search.md"), flags=re.DOTALL)
    assert [name for name in vars(DEFAULT) if f"`{name}`" not in explained] == []


def test_every_situation_of_the_help_lines_is_documented() -> None:
    situations = {situation for line in Helplines.default().lines for situation in line.situations}
    assert {situation for situation in situations if f"`{situation}`" not in text_of("docs/helplines.md")} == set()


# -- what the documents say is so ------------------------------------------------------------------------------------


def slug(heading: str) -> str:
    """The anchor that hosts of repositories give a heading."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Every anchor of a document."""
    text = FENCE.sub("", path.read_text(encoding="utf-8"))
    return {slug(heading) for heading in re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("path", MARKDOWN, ids=shown)
def test_no_link_within_the_repository_and_no_picture_is_dead(path: Path) -> None:
    dead = []
    for target in LINK.findall(IN_CODE.sub("", FENCE.sub("", path.read_text(encoding="utf-8")))):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        inside = there.is_relative_to(ROOT)
        if not inside or not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            dead.append(target)
    assert dead == []


@pytest.mark.parametrize("path", MARKDOWN, ids=shown)
def test_documents_name_only_records_that_exist(path: Path, catalogue: Catalogue) -> None:
    text = path.read_text(encoding="utf-8")
    named = {found for pattern in IDS_IN_DOCS for found in pattern.findall(text)}
    named |= {each.strip() for line in FIELD_OF_LINKS.findall(text) for each in line.split(",") if each.strip()}
    assert {each for each in named if catalogue.resolve(each) is None} == set()


@pytest.fixture(scope="module")
def words_of_the_program(catalogue: Catalogue) -> str:
    """Everything in the repository that a hyphenated word in a document may name: code, settings, data and file names."""
    kinds = {".py", ".yaml", ".yml", ".toml", ".txt", ".js", ".html", ".css", ".jsonl", ""}
    tops = [*(ROOT / name for name in ("knowledge", "indexer", "bot", "scripts", "requirements", "tests")), ROOT / ".ci"]
    files = [
        path for top in tops for path in top.rglob("*") if path.is_file() and path.suffix in kinds and path != Path(__file__)
    ]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in kinds]
    ids = [*catalogue.resources, *(old for resource in catalogue.resources.values() for old in resource.retired_ids)]
    return "\n".join([*ids, *(path.name for path in files), *(path.read_text(encoding="utf-8") for path in files)])


@pytest.mark.parametrize("path", MARKDOWN, ids=shown)
def test_a_hyphenated_name_in_a_document_is_known_to_the_program(path: Path, words_of_the_program: str) -> None:
    """Ids of records, terms and tools are written in code marks: one that stands nowhere else was renamed or mistyped."""
    named = set(LIKE_AN_ID.findall(FENCE.sub("", path.read_text(encoding="utf-8"))))
    named -= {"not-found", "method-not-allowed"}  # made from HTTP's own names
    assert {each for each in named if not re.search(rf"(?<![\w-]){re.escape(each)}(?![\w-])", words_of_the_program)} == set()


def test_the_example_of_a_record_passes_the_check(tmp_path: Path) -> None:
    """It is checked as a curator's would be: in the folder of its kind, among all the others, which its links need."""
    example = re.search(r"^```yaml\n(id: .*?)^```", text_of("docs/adding-a-record.md"), re.MULTILINE | re.DOTALL)
    assert example
    data = yaml.safe_load(example[1])
    folder = tmp_path / "records"
    shutil.copytree(RECORDS, folder)
    (folder / data["kind"] / f"{data['id']}.yaml").write_text(example[1], encoding="utf-8")
    checked = load_catalogue(folder)
    assert [str(problem) for problem in checked.problems if data["id"] in problem.file] == []
    assert data["id"] in checked.resources
    needed = {name for name, field in Resource.model_fields.items() if field.is_required()}
    assert needed <= set(data)


def test_decisions_are_numbered_without_a_gap_and_carry_their_number() -> None:
    files = sorted((DOCS / "decisions").glob("*"))
    assert [path.name[:4] for path in files] == [f"{number:04d}" for number in range(1, len(files) + 1)]
    for path in files:
        assert re.fullmatch(r"\d{4}(?:-[a-z0-9]+)+\.md", path.name), path.name
        assert path.read_text(encoding="utf-8").startswith(f"# {path.name[:4]} "), path.name


def test_no_document_names_a_path_of_one_machine_or_a_package_registry() -> None:
    forbidden = re.compile(r"(?<![\w.-])/(?:work|root|tmp|home)/|\bpypi\.org\b|\bpythonhosted\b|download\.pytorch\.org")
    found = {shown(path) for path in MARKDOWN if forbidden.search(path.read_text(encoding="utf-8"))}
    assert found == set()


def test_the_licence_is_the_one_that_the_project_names() -> None:
    assert 'license = "Apache-2.0"' in text_of("pyproject.toml")
    licence = text_of("LICENSE")
    assert "Apache License\n                           Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
