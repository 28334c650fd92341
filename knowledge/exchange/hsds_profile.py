"""HSDS data checked: against this catalogue's own profile, and against the schemas that Open Referral publishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.exceptions import Unresolvable
from referencing.jsonschema import DRAFT202012

from knowledge.errors import ExchangeError

_PROFILE = Path(__file__).parent / "hsds-profile.schema.json"
_FORMATS = FormatChecker()
_SERVICE = "service.json"
_NAMED_ONLY = "unevaluatedProperties"
_LONGEST_MESSAGE = 300


def mistakes_in_page(data: Any) -> list[tuple[str, str]]:
    """Return (field, message) of what keeps ``data`` from being a page of services."""
    return _mistakes(_profile("page"), data)


def mistakes_in_service(data: Any) -> list[tuple[str, str]]:
    """Return (field, message) of what keeps ``data`` from being a service as this catalogue reads it.

    What the profile does not name is passed over: services of others say more than this catalogue has a field for.
    """
    return _mistakes(_profile("service"), data, passed_over=_NAMED_ONLY)


def mistakes_in_export(data: Any) -> list[tuple[str, str]]:
    """Return (field, message) of what keeps ``data`` from being a page as this catalogue writes it, nothing passed over."""
    found = mistakes_in_page(data)
    for number, service in enumerate([] if found else data["contents"]):
        mistakes = _mistakes(_profile("service"), service)
        found += [(f"contents[{number}].{field}", message) for field, message in mistakes]
    return found


class PublishedSchemas:
    """The schemas that Open Referral publishes, as they stand in a folder.

    Args:
        folder: their folder ``schema``, whose files refer to each other by name; ``service.json`` is among them.

    Raises:
        ExchangeError: they are not there, or not JSON.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / _SERVICE).is_file():
            raise ExchangeError(f"There is no {_SERVICE} in {folder}.", "Name the folder `schema` of the HSDS specification.")
        try:
            found = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
        except (OSError, ValueError) as error:
            raise ExchangeError(f"A schema in {folder} cannot be read: {error}.", "Get the schemas again.") from error
        named = [(name, Resource.from_contents(schema, DRAFT202012)) for name, schema in found.items()]
        registry: Registry[Any] = Registry().with_resources(named)
        self._service = Draft202012Validator({"$ref": _SERVICE}, registry=registry, format_checker=_FORMATS)

    def mistakes(self, page: Any) -> Iterator[tuple[str, str, str]]:
        """Give (service, field, message) of everything in a page that the schemas do not allow.

        Raises:
            ExchangeError: the schemas refer to one that is not in the folder; none is fetched from elsewhere.
        """
        for service in page["contents"]:
            try:
                found = _mistakes(self._service, service)
            except Unresolvable as error:
                raise ExchangeError(f"The schemas lack one that they name: {error}.", "Get the schemas again.") from error
            yield from ((str(service.get("name", "")), field, message) for field, message in found)


@lru_cache(maxsize=2)
def _profile(part: str) -> Draft202012Validator:
    schema = json.loads(_PROFILE.read_text(encoding="utf-8"))
    return Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{part}"}, format_checker=_FORMATS)


def _mistakes(validator: Draft202012Validator, data: Any, passed_over: str = "") -> list[tuple[str, str]]:
    errors: list[ValidationError] = [each for each in validator.iter_errors(data) if each.validator != passed_over]
    found = sorted(errors, key=lambda each: each.json_path)
    return [(each.json_path.removeprefix("$").removeprefix("."), each.message[-_LONGEST_MESSAGE:]) for each in found]
