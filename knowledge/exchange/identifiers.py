"""Identifiers of exported things: UUIDs made from what they name, so that every export gives the same ones."""

from __future__ import annotations

import uuid

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:stem-resource-finder")


def identifier(*parts: str) -> str:
    """Return the UUID (version 5) of a thing, from its sort and its key, such as ``("service", "code-club")``."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))
