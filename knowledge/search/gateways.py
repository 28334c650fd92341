"""First doors: the local branch or national body that is the way in for an audience ("regional first")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.catalogue.resource import Resource
from knowledge.understanding.wishes import Wishes

FILE = Path(__file__).parent / "gateways.yaml"


@dataclass(frozen=True)
class Gateway:
    """The ways in for one audience; see ``gateways.yaml``."""

    audience: str
    near: str
    anywhere: tuple[str, ...]


def load_gateways() -> tuple[Gateway, ...]:
    """Return the gateways that come with the package."""
    entries: Any = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Gateway(entry["audience"], entry["near"], tuple(entry["anywhere"])) for entry in entries)


def branches(resources: Sequence[Resource], parent: str, council_areas: Sequence[str]) -> list[Resource]:
    """Return the branches of ``parent`` (records that are part of it) serving at least one of the council areas."""
    return [
        resource
        for resource in resources
        if parent in resource.part_of and resource.kind in {"network", "hub", "organisation", "contact-point"}
        and not resource.is_national and set(council_areas) & set(resource.areas)
    ]  # fmt: skip


def gateway_ids(gateways: Sequence[Gateway], resources: Sequence[Resource], wishes: Wishes) -> list[str]:
    """Return the ids of the ways in for these wishes: local branches where a place is named, and national bodies."""
    found = []
    for gateway in gateways:
        if gateway.audience in wishes.audience:
            local = [branch.id for branch in branches(resources, gateway.near, wishes.place)] if wishes.place else []
            found += local + [each for each in gateway.anywhere if not (local and each == gateway.near)]
    return found
