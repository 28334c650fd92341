"""Submissions for tests, made as the product makes them: from a form that was filled in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.submissions.forms import Kind
from bot.submissions.references import new_reference
from bot.submissions.submission import Submission, made_from
from knowledge.understanding import Understander
from tests.bot.submissions.talking import filled

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def left(kind: Kind, *, at: datetime = NOW, days: int = 365, **answers: str) -> Submission:
    """An offer or a need that was left at a time, with the usual answers but for those given."""
    draft = filled(kind, **answers).draft
    times = (at, at + timedelta(days=days))
    return made_from(draft, new_reference(kind), "May I?", times, Understander.default().understand)
