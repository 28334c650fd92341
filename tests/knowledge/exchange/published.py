"""Prove that whatever fits this catalogue's profile of HSDS fits the schemas that Open Referral publishes.

    python -m tests.knowledge.exchange.published specification/schema

The schemas are not part of this repository, so this is no test that pytest collects; docs/exchange.md says when to run it.
"""

from __future__ import annotations

import argparse
import copy
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from knowledge.catalogue import Resource, load_catalogue
from knowledge.exchange import hsds
from knowledge.exchange.hsds_profile import PublishedSchemas, mistakes_in_export
from tests.knowledge.exchange.invented import resource, resources

VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2.5, "", "x", "no uuid", "active", "gone", "2026-13-45", "a@b", "not an address", " "),
    *("7f1f3f7e-0b0a-5c4e-9d5f-0a1b2c3d4e5f", [], ["x"], [{}], {}, {"id": "x"}, {"name": "x", "description": "y"}),
)
"""What is put where something else stood: of every type, and texts of and against every form."""
_FULL = {"delivery": ["online"], "also_known_as": ["GC"], "cost_note": "Nothing to pay.", "stages": ["primary"]}
_FACETS = {"audiences": ["pupil"], "topics": ["robotics"], "areas": ["Fife"]}


class Proof:
    """Compares the two verdicts over many pages.

    Args:
        folder: the folder ``schema`` of the HSDS specification.

    Attributes:
        counts: how many pages were tried, and how many of them each side took.
    """

    def __init__(self, folder: Path) -> None:
        self.published = PublishedSchemas(folder)
        self.counts: Counter[str] = Counter()
        described = folder / "openapi.json"
        api = json.loads(described.read_text(encoding="utf-8")) if described.is_file() else {}
        self._page = Draft202012Validator(api.get("components", {}).get("schemas", {}).get("Page", {}))
        self.names = sorted({name for path in folder.glob("*.json") for name in _property_names(path)} | {"colour"})

    def judge(self, page: dict[str, Any], what: str) -> None:
        """Count one page.

        Raises:
            AssertionError: the profile takes it, and the published schemas do not.
        """
        fits_profile = not mistakes_in_export(page)
        self.counts["tried"] += 1
        contents = page.get("contents")
        against: list[Any] = ["no list of services"]
        if isinstance(contents, list):
            against = [*self.published.mistakes({"contents": _named(contents)})]
        against += [error.message for error in self._page.iter_errors(page)]
        self.counts["fit the profile"] += fits_profile
        self.counts["fit the published schemas"] += not against
        if fits_profile and against:
            raise AssertionError(f"The profile takes what HSDS does not: {what}: {against[0]}")


def _property_names(path: Path) -> Iterator[str]:
    schema = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(schema, dict) and isinstance(schema.get("properties"), dict):
        yield from schema["properties"]


def _named(services: list[Any]) -> list[Any]:
    """Return what can be asked for its name, as the published schemas' messages need; anything else they refuse anyway."""
    return [each if isinstance(each, dict) else {"name": "", "not": "a service"} for each in services]


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value in ``data``."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    """Return what stands at the end of a way."""
    for key in path:
        data = data[key]
    return data


def every_single_change(page: dict[str, Any], names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the page with one thing left out, put in the place of another, or added, in every place and every way."""
    for path in places(page):
        changed = copy.deepcopy(page)
        del at(changed, path[:-1])[path[-1]]
        yield f"{path} left out", changed
        for value in VALUES:
            changed = copy.deepcopy(page)
            at(changed, path[:-1])[path[-1]] = copy.deepcopy(value)
            yield f"{path} = {value!r}", changed
    for path in [(), *places(page)]:
        inside = at(page, path)
        for name in names if isinstance(inside, dict) else ():
            for value in (None, 7, "x", [7], {"id": 7}):
                if name not in inside:
                    changed = copy.deepcopy(page)
                    at(changed, path)[name] = copy.deepcopy(value)
                    yield f"{path} + {name} = {value!r}", changed


def small_page() -> dict[str, Any]:
    """Return a page with everything that an export can hold, and few of each."""
    record: Resource = resource(**_FULL, **_FACETS)
    page: dict[str, Any] = json.loads(hsds.write([record]))
    attributes = page["contents"][0]["attributes"]
    page["contents"][0]["attributes"] = [attributes[0], attributes[-1]]
    return page


def prove(folder: Path, examples: int) -> Counter[str]:
    """Return how many pages were judged, all of them without a contradiction.

    Args:
        folder: the folder ``schema`` of the HSDS specification.
        examples: how many invented pages with several changes are judged after every single change.

    Raises:
        AssertionError: one contradicts.
    """
    proof = Proof(folder)
    for service in json.loads(hsds.write(load_catalogue().resources.values()))["contents"]:
        page = {"contents": [service]}
        assert not mistakes_in_export(page), service["name"]
        proof.judge(page, service["name"])
    for what, page in every_single_change(small_page(), proof.names):
        proof.judge(page, what)

    @hypothesis.settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck))
    @hypothesis.given(st.data(), resources())
    def several(data: st.DataObject, records: list[Resource]) -> None:
        page = json.loads(hsds.write(records[:1]))
        for _ in range(data.draw(st.integers(0, 4))):
            path = data.draw(st.sampled_from([*places(page)] or [()]))
            if not path:
                break
            holder = at(page, path[:-1])
            way = data.draw(st.sampled_from(["leave out", "replace", "add", "twice"]))
            if way == "leave out":
                del holder[path[-1]]
            elif way == "replace":
                holder[path[-1]] = copy.deepcopy(data.draw(st.sampled_from(VALUES)))
            elif way == "twice" and isinstance(holder, list):
                holder.append(copy.deepcopy(holder[path[-1]]))
            elif isinstance(holder, dict):
                holder[data.draw(st.sampled_from(proof.names))] = copy.deepcopy(data.draw(st.sampled_from(VALUES)))
        proof.judge(page, "several changes")

    several()
    return proof.counts


def main() -> None:
    """Prove it for the folders named on the command line, and say how many pages were judged."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folder `schema` of the HSDS specification")
    parser.add_argument("--examples", type=int, default=3000, help="invented pages with several changes")
    arguments = parser.parse_args()
    for folder in arguments.folders:
        counts = prove(folder, arguments.examples)
        print(f"{folder}: no contradiction. " + ", ".join(f"{count} {what}" for what, count in counts.items()))


if __name__ == "__main__":
    main()
