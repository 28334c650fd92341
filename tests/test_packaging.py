"""The distribution and the repository: data files come along, and nothing belongs to one machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
PACKAGES = ("knowledge", "indexer", "bot")
DATA_SUFFIXES = {".yaml", ".yml", ".csv", ".json", ".html", ".css", ".js", ".svg", ".png"}
# Written in pieces, so that this file does not name them itself.
MACHINE = re.compile("|".join(rf"(?<![\w.:-])/{name}/" for name in ("work", "root")) + "|/tm" + r"p/\w" + r"|\.\./sha" + "red")
REGISTRY = re.compile("pypi" + r"\.org|files\.python" + r"hosted\.org|index-u" + "rl|registry.npm" + "js|extra-in" + "dex")
PINNED = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[a-z0-9,._-]+\])?==[^\s;@/]+( ?; ?[^/@]+)?$", re.IGNORECASE)


def repository_files() -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the repository so that nothing is left in it."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    for path in repository_files():
        target = source / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--quiet",
        "-w",
        str(folder),
        str(source),
    ]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_module_and_data_file_of_the_packages(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in repository_files()
        if path.relative_to(ROOT).parts[0] in PACKAGES and path.suffix in {".py", *DATA_SUFFIXES}
    }
    assert wanted - held == set()
    assert "stemfinder.py" in held


def test_the_wheel_holds_no_tests_and_nothing_that_was_built(wheel: Path) -> None:
    for name in zipfile.ZipFile(wheel).namelist():
        assert not name.startswith(("tests/", "var/", "docs/")), name
        assert not name.endswith((".pyc", ".sqlite", ".onnx")), name


def test_no_file_names_a_path_of_one_machine() -> None:
    named = {
        path.relative_to(ROOT).as_posix(): found.group()
        for path in repository_files()
        if (found := MACHINE.search(text_of(path)))
    }
    assert named == {}


def test_no_file_names_a_package_registry() -> None:
    named = {
        path.relative_to(ROOT).as_posix(): found.group()
        for path in repository_files()
        # The catalogue may link to any page.
        if "records" not in path.parts and (found := REGISTRY.search(text_of(path)))
    }
    assert named == {}


def test_no_python_file_is_longer_than_can_be_read_at_a_sitting() -> None:
    lengths = {
        path.relative_to(ROOT).as_posix(): text_of(path).count("\n") for path in repository_files() if path.suffix == ".py"
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


@pytest.mark.parametrize("name", ["finder.txt", "dev.txt", "rasa.txt"])
def test_a_lock_file_holds_names_and_versions_and_nothing_else(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    assert entries
    assert [line for line in entries if not PINNED.match(line)] == []


def test_the_arrows_between_packages_point_one_way() -> None:
    forbidden = {"knowledge": ("bot", "indexer"), "indexer": ("bot",), "bot": ("indexer",)}
    # The commands and the chat target put the parts together.
    together = {"bot/commands.py"}
    for package, others in forbidden.items():
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if name not in together:
                imports = re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
                assert not set(imports) & set(others), name
