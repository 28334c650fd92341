"""The OpenAPI document taken apart for a page that people read. Pure; its words are the document's, in English."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yarl import URL

from bot.web.api_route import JSON
from bot.web.openapi import VALUES

_KINDS = {"string": "text", "integer": "integer", "number": "number", "boolean": "boolean", "object": "object", "array": "list"}


@dataclass(frozen=True)
class Kind:
    """What sort of value stands somewhere.

    Attributes:
        key: names the sort: text, integer, number, boolean, date, object, list, model, values, anything.
        model: the model's name, where it is one.
        values: all that there may be, where they are few.
        item: the sort of a list's items.
        may_be_null: whether null may stand there instead.
    """

    key: str
    model: str = ""
    values: tuple[str, ...] = ()
    item: Kind | None = None
    may_be_null: bool = False


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body or an answer.

    Attributes:
        name: as programs write it.
        kind: the sort of value.
        what: what it is, in the document's words.
        needed: whether it must be sent, or is always there.
        place: path or query, for a parameter.
        values: ids that a parameter knows.
        limits: (which, number) with which of: least, most, longest, default.
    """

    name: str
    kind: Kind
    what: str
    needed: bool = False
    place: str = ""
    values: tuple[str, ...] = ()
    limits: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Answer:
    """One answer that a request may get.

    Attributes:
        status: HTTP status, or "default".
        when: when that happens, in the document's words.
        media: (media type, model or "").
    """

    status: str
    when: str
    media: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Operation:
    """One thing that a program can ask for.

    Attributes:
        method: HTTP method.
        path: with ``{names}``.
        anchor: its place on the page.
        summary: one line.
        paragraphs: the description.
        parameters: of path and query.
        body: fields of the request's body.
        answers: all that there are.
        curl: a command to try it with.
    """

    method: str
    path: str
    anchor: str
    summary: str
    paragraphs: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    answers: tuple[Answer, ...]
    curl: str


@dataclass(frozen=True)
class Model:
    """One model of the document: its name, what it is, and its fields."""

    name: str
    what: str
    fields: tuple[Field, ...]


def operations(document: Mapping[str, Any], site: str) -> tuple[Operation, ...]:
    """Return every operation of the document.

    Args:
        document: an OpenAPI 3.1 document.
        site: the site's address without a slash at its end, for the commands.
    """
    return tuple(
        _operation(method.upper(), path, said, document, site)
        for path, item in document["paths"].items()
        for method, said in item.items()
    )


def models(document: Mapping[str, Any]) -> tuple[Model, ...]:
    """Return every model of the document, by name."""
    schemas = document["components"]["schemas"]
    return tuple(Model(name, _words(schemas[name]), tuple(_fields(schemas[name]))) for name in sorted(schemas))


def kind_of(schema: Mapping[str, Any]) -> Kind:
    """Return the sort of value that a schema describes."""
    if "$ref" in schema:
        return Kind("model", model=schema["$ref"].rsplit("/", 1)[-1])
    if "anyOf" in schema:
        kinds = [kind_of(each) for each in schema["anyOf"] if each.get("type") != "null"]
        first = kinds[0]
        return Kind(first.key, first.model, first.values, first.item, may_be_null=len(kinds) < len(schema["anyOf"]))
    if "enum" in schema or "const" in schema:
        return Kind("values", values=tuple(str(each) for each in schema.get("enum", [schema.get("const")])))
    if schema.get("format") == "date":
        return Kind("date")
    key = _KINDS.get(str(schema.get("type", "")), "anything")
    return Kind(key, item=kind_of(schema.get("items", {})) if key == "list" else None)


def _operation(method: str, path: str, said: Mapping[str, Any], document: Mapping[str, Any], site: str) -> Operation:
    body: tuple[Field, ...] = ()
    if "requestBody" in said:
        name = kind_of(said["requestBody"]["content"][JSON]["schema"]).model
        body = tuple(_fields(document["components"]["schemas"][name]))
    description = str(said["description"]).replace("``", "")
    return Operation(
        method=method,
        path=path,
        anchor="-".join([method.lower(), *(part.strip("{}") for part in path.replace(".", "/").split("/") if part)]),
        summary=said["summary"],
        paragraphs=tuple(" ".join(each.split()) for each in description.split("\n\n")),
        parameters=tuple(_parameter(each) for each in said["parameters"]),
        body=body,
        answers=tuple(_answer(status, answer) for status, answer in said["responses"].items()),
        curl=curl(method, path, said, site),
    )


def _parameter(said: Mapping[str, Any]) -> Field:
    schema, values = said["schema"], tuple(said.get(VALUES, ()))
    what = said["description"]
    if values:
        # The values stand on their own here.
        what = what.removesuffix(f" One or several of: {', '.join(values)}.")
    return Field(said["name"], kind_of(schema), what, said["required"], said["in"], values, tuple(_limits(schema)))


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    needed = schema.get("required", ())
    for name, said in schema["properties"].items():
        yield Field(name, kind_of(said), _words(said), name in needed, limits=tuple(_limits(said)))


def _limits(schema: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    for which, name in (("least", "minimum"), ("most", "maximum"), ("longest", "maxLength"), ("default", "default")):
        for said in (schema, *schema.get("anyOf", ())):
            if isinstance(said.get(name), int) and not isinstance(said[name], bool):
                yield which, said[name]


def _answer(status: str, said: Mapping[str, Any]) -> Answer:
    content = said.get("content", {})
    media = tuple((name, kind_of(of.get("schema", {})).model) for name, of in content.items())
    return Answer(status, said["description"], media)


def _words(schema: Mapping[str, Any]) -> str:
    return " ".join(str(schema.get("description", "")).replace("``", "").split())


def curl(method: str, path: str, said: Mapping[str, Any], site: str) -> str:
    """Return the command that tries an operation with the document's example.

    Args:
        method: HTTP method.
        path: with ``{names}``.
        said: the operation as the document says it.
        site: the site's address without a slash at its end.
    """
    query: list[tuple[str, str]] = []
    for each in said["parameters"]:
        if "example" not in each:
            continue
        if each["in"] == "path":
            path = path.replace(f"{{{each['name']}}}", str(each["example"]))
        else:
            values: Sequence[Any] = each["example"] if isinstance(each["example"], list) else [each["example"]]
            query.extend((each["name"], str(value)) for value in values)
    address = f'"{URL(f"{site}{path}").with_query(query)}"'
    if method == "GET":
        return f"curl {address}"
    example = json.dumps(said["requestBody"]["content"][JSON]["example"], ensure_ascii=False)
    return f"curl {address} \\\n  -H \"Content-Type: {JSON}\" \\\n  -d '{example}'"
