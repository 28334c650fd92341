"""What can be wrong in an entry; the choices are in kinds.yaml."""

from __future__ import annotations

from pathlib import Path

import yaml

from knowledge.errors import StemFinderError


class UnknownCorrectionError(StemFinderError):
    """There is no such correction, or no such kind of one."""


def _load(path: Path) -> tuple[str, ...]:
    return tuple(str(name) for name in yaml.safe_load(path.read_text(encoding="utf-8")))


KINDS = _load(Path(__file__).parent / "kinds.yaml")
"""Ids in the order to show them; what people read is a text ``report_kind_<id>``."""
