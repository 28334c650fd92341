"""What can be wrong in an entry; the choices are in kinds.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.errors import StemFinderError


class UnknownCorrectionError(StemFinderError):
    """There is no such correction, or no such kind of one."""


@dataclass(frozen=True)
class Kind:
    """One thing that can be wrong.

    Attributes:
        id: as it is stored.
        label: what people choose.
    """

    id: str
    label: str


def _load(path: Path) -> dict[str, Kind]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {str(name): Kind(str(name), str(label)) for name, label in data.items()}


KINDS = _load(Path(__file__).parent / "kinds.yaml")
"""id -> kind, in the order to show them."""
