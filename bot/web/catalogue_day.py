"""Of which day the catalogue in service is, for pages that show its numbers. Pure."""

from __future__ import annotations

from datetime import date

from knowledge.search import Snapshot


def changed_on(snapshot: Snapshot) -> date | None:
    """Return the day on which the catalogue in service was made ready; None where its manifest does not say."""
    try:
        return date.fromisoformat(str(snapshot.manifest.get("built_at", ""))[:10])
    except ValueError:
        return None
