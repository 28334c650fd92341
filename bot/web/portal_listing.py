"""What others see of an offer or a need: kind of thing, subjects, stages, council area, month. Never words or contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.submissions.assets import Assets
from bot.submissions.matching import Match, how_near
from bot.submissions.submission import Submission
from bot.texts import Texts
from knowledge.places import Gazetteer
from knowledge.places.gazetteer import NATIONAL
from knowledge.vocabulary import Vocabulary

MOST = 50


@dataclass(frozen=True)
class Listed:
    """One offer or need, without whose it is.

    Attributes:
        what: kinds of thing.
        subjects: what it is about; may be empty.
        stage: for whom.
        where: council areas.
        month: when it was left.
        reasons: why it is shown here.
    """

    what: str
    subjects: str
    stage: str
    where: str
    month: str
    reasons: tuple[str, ...] = ()


def listed(submission: Submission, reasons: Sequence[str] = ()) -> Listed:
    """Return what others may see of one."""
    vocabulary, say = Vocabulary.default(), Texts.default().say
    what = Assets.default().named(submission.assets)
    national = bool(NATIONAL & set(submission.areas))
    return Listed(
        what=what[:1].upper() + what[1:] if what else say("portal_something_else"),
        subjects=", ".join(vocabulary.labels("topic", submission.topics)),
        stage=", ".join(vocabulary.labels("stage", submission.stages)) or say("portal_any_stage"),
        where=say("portal_anywhere") if national else " and ".join(submission.areas),
        month=f"{submission.consented_at:%B %Y}",
        reasons=tuple(reasons),
    )


def listed_near(submissions: Iterable[Submission], areas: Sequence[str]) -> tuple[list[Listed], int]:
    """Return what may be shown of those near by, the nearest and newest first, and how many more there are.

    Args:
        submissions: those in force, the newest first.
        areas: council areas; none for the whole of Scotland.
    """
    found = []
    for each in submissions:
        nearness, where = how_near(areas, each.areas, Gazetteer.default()) if areas else (0, "")
        if nearness is not None:
            found.append((nearness, each, [where] if where else []))
    found.sort(key=lambda one: one[0])
    shown = [listed(each, reasons) for _, each, reasons in found if each.may_be_listed][:MOST]
    return shown, len(found) - len(shown)


def listed_matches(found: Iterable[Match]) -> tuple[list[Listed], int]:
    """Return what may be shown of matches, with the reasons, and how many more there are."""
    every = list(found)
    shown = [listed(match.other, match.reasons) for match in every if match.other.may_be_listed][:MOST]
    return shown, len(every) - len(shown)
