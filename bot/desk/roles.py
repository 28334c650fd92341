"""What each role may do at the desk. Pages ask for a right, never for a role."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Role = Literal["reviewer", "curator", "administrator"]
Right = Literal["review", "publish", "govern"]
"""review: read everything that is worked on, and deal with offers, needs, reports of mistakes and questions;
publish: change entries; govern: see accounts and the audit trail, sign others out."""

RIGHTS: Mapping[Role, frozenset[Right]] = MappingProxyType(
    {
        "reviewer": frozenset[Right]({"review"}),
        "curator": frozenset[Right]({"review", "publish"}),
        "administrator": frozenset[Right]({"review", "publish", "govern"}),
    }
)
ROLES: tuple[Role, ...] = tuple(RIGHTS)
