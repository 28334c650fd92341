"""Read the catalogue's files; every mistake becomes a ``Problem`` with file and line, and never takes other records down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from knowledge.catalogue.problem import Problem
from knowledge.catalogue.resource import Resource
from knowledge.catalogue.set_aside import FILE_NAME, decision_problems
from knowledge.errors import CatalogueError

RECORDS = Path(__file__).parent / "records"
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Catalogue:
    """All valid records, and the problems of the others.

    Attributes:
        resources: id -> record, in the order of ids.
        problems: one entry a mistake.
    """

    resources: Mapping[str, Resource]
    problems: tuple[Problem, ...]

    def resolve(self, resource_id: str) -> Resource | None:
        """Return the record with this id, or the one into which it was merged."""
        found = self.resources.get(resource_id)
        return found or next((item for item in self.resources.values() if resource_id in item.retired_ids), None)


def load_catalogue(folder: Path = RECORDS) -> Catalogue:
    """Load every ``*.yaml`` below ``folder``, and check the decisions that stand beside it (``set_aside``).

    Raises:
        CatalogueError: the folder is missing or holds no valid record at all.
    """
    if not folder.is_dir():
        raise CatalogueError(f"There is no catalogue at {folder}.", "Point STEMFINDER_CATALOGUE at the folder of records.")
    resources: dict[str, Resource] = {}
    problems: list[Problem] = []
    lines: dict[str, tuple[str, dict[str, int]]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        shown = path.relative_to(folder).as_posix()
        resource, key_lines = _load_record(path, shown, problems)
        if resource is None:
            continue
        if resource.id in resources:
            problems.append(
                Problem(shown, key_lines.get("id", 1), f"id {resource.id!r} is also in {lines[resource.id][0]}; ids are unique")
            )
            continue
        resources[resource.id] = resource
        lines[resource.id] = (shown, key_lines)
    problems.extend(_link_problems(resources, lines))
    problems.extend(decision_problems(resources, folder.parent / FILE_NAME))
    if not resources:
        first = f" First: {problems[0]}" if problems else ""
        raise CatalogueError(f"The catalogue at {folder} has no valid record.{first}", "Run `stemfinder index check`.")
    return Catalogue(dict(sorted(resources.items())), tuple(problems))


def _load_record(path: Path, shown: str, problems: list[Problem]) -> tuple[Resource | None, dict[str, int]]:
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_LOADER)
        data = yaml.load(text, Loader=_LOADER)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(shown, 1, f"cannot be read as UTF-8 text: {error}"))
        return None, {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or "not valid YAML"
        # A mark at the end of the file points behind its last line.
        line = max(1, min(mark.line + 1, text.count("\n") + 1)) if mark else 1
        problems.append(Problem(shown, line, f"not valid YAML: {what}; see docs/catalogue.md"))
        return None, {}
    if not isinstance(data, dict) or not isinstance(node, yaml.MappingNode):
        problems.append(Problem(shown, 1, "not a record; a file holds one record of `field: value` lines"))
        return None, {}
    key_lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    repeated = [key for key, _ in node.value if sum(other.value == key.value for other, _ in node.value) > 1]
    if repeated:
        problems.append(
            Problem(shown, repeated[-1].start_mark.line + 1, f"the field {repeated[-1].value!r} stands twice; keep one")
        )
        return None, key_lines
    try:
        resource = Resource.model_validate(data)
    except ValidationError as error:
        problems.extend(_schema_problems(error, shown, node, key_lines))
        return None, key_lines
    if path.stem != resource.id:
        problems.append(Problem(shown, key_lines.get("id", 1), f"id {resource.id!r} should be the file's name, {path.stem!r}"))
    if path.parent.name != resource.kind:
        problems.append(
            Problem(shown, key_lines.get("kind", 1), f"a record of kind {resource.kind!r} belongs in the folder {resource.kind}/")
        )
    return resource, key_lines


def _schema_problems(
    error: ValidationError, shown: str, node: yaml.MappingNode, key_lines: Mapping[str, int]
) -> Iterator[Problem]:
    details = error.errors(include_url=False)
    for detail in details:
        # pydantic leaves wrong items out, and then also finds the list too short: that is one mistake.
        if detail["type"] == "too_short" and any(other["loc"][: len(detail["loc"])] == detail["loc"] for other in details
                                                 if other is not detail):  # fmt: skip
            continue
        field = str(detail["loc"][0]) if detail["loc"] else ""
        where = ".".join(str(part) for part in detail["loc"])
        message = str(detail["msg"]).removeprefix("Value error, ")
        if detail["type"] == "missing":
            message = "is missing; every record has it"
        elif detail["type"] == "extra_forbidden":
            message = f"is not a field; fields are {', '.join(Resource.model_fields)}"
        elif detail["type"] == "string_pattern_mismatch":
            message = f"{detail['input']!r} should be lower-case words joined by hyphens, such as dyw-orkney"
        yield Problem(shown, _line(node, detail["loc"], key_lines.get(field, 1)), f"{where}: {message}" if where else message)


def _line(node: yaml.MappingNode, location: tuple[int | str, ...], otherwise: int) -> int:
    """Return the line of the value at ``location``, as deep as the file has it."""
    line, current = otherwise, node
    for part in location:
        if isinstance(current, yaml.MappingNode):
            child = next((value for key, value in current.value if key.value == str(part)), None)
        elif isinstance(current, yaml.SequenceNode) and isinstance(part, int) and part < len(current.value):
            child = current.value[part]
        else:
            child = None
        if child is None:
            break
        line, current = child.start_mark.line + 1, child
    return line


def _link_problems(resources: Mapping[str, Resource], lines: Mapping[str, tuple[str, dict[str, int]]]) -> Iterator[Problem]:
    retired: dict[str, str] = {}
    for resource in resources.values():
        file, key_lines = lines[resource.id]
        for old_id in resource.retired_ids:
            if old_id in resources or old_id in retired:
                other = old_id if old_id in resources else retired[old_id]
                yield Problem(
                    file,
                    key_lines.get("retired_ids", 1),
                    f"retired_ids: {old_id!r} is also used by {other!r}; an id means one record",
                )
            retired[old_id] = resource.id
    for resource in resources.values():
        file, key_lines = lines[resource.id]
        for relation, targets in resource.links.items():
            for target in targets:
                if target in retired:
                    yield Problem(
                        file, key_lines[relation], f"{relation}: {target!r} was merged into {retired[target]!r}; link to that"
                    )
                elif target not in resources:
                    yield Problem(file, key_lines[relation], f"{relation}: there is no valid record {target!r}")
        if resource.status == "renamed" and not resource.also_known_as and not resource.replaced_by:
            yield Problem(
                file, key_lines["status"], "status: a renamed thing needs its old name in also_known_as, or replaced_by"
            )
