"""What others see of an offer or a need: what was recognised, and a curator's line. Never its own words or its contact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.submissions.assets import Assets
from bot.submissions.matching import Match, how_near, shared_topics
from bot.submissions.submission import Submission
from bot.texts import Texts
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
        description: a line in a curator's words; empty for none.
    """

    what: str
    subjects: str
    stage: str
    where: str
    month: str
    reasons: tuple[str, ...] = ()
    description: str = ""


def listed(submission: Submission, texts: Texts, reasons: Sequence[str] = ()) -> Listed:
    """Return what others may see of one."""
    vocabulary, say = Vocabulary.default(), texts.say
    what = Assets.default().named(submission.assets, texts)
    about = submission.description if submission.may_be_described else None
    national = bool(NATIONAL & set(submission.areas))
    return Listed(
        what=what[:1].upper() + what[1:] if what else say("portal_something_else"),
        subjects=", ".join(vocabulary.labels("topic", submission.topics)),
        stage=", ".join(vocabulary.labels("stage", submission.stages)) or say("portal_any_stage"),
        where=say("portal_anywhere") if national else texts.listed(submission.areas),
        month=texts.month(submission.consented_at),
        reasons=tuple(reasons),
        description=about.text if about else "",
    )


def listed_near(
    submissions: Iterable[Submission], areas: Sequence[str], topics: Sequence[str], texts: Texts
) -> tuple[list[Listed], int]:
    """Return what may be shown of those near by, and how many more there are.

    The nearest come first, among them those of the subject, among them the newest. Each says why it is where it is.

    Args:
        submissions: those in force, the newest first.
        areas: council areas; none for the whole of Scotland.
        topics: of the reader's trade or subject; none where they said none.
        texts: the words of the site.
    """
    found = []
    for each in submissions:
        nearness, where = how_near(areas, each.areas, texts) if areas else (0, "")
        if nearness is None:
            continue
        shared = Vocabulary.default().labels("topic", shared_topics(topics, each.topics))
        reasons = [where] if where else []
        reasons += [texts.say("match_topics", topics=", ".join(shared))] if shared else []
        found.append((nearness, not shared, each, reasons))
    found.sort(key=lambda one: one[:2])
    shown = [listed(each, texts, reasons) for _, _, each, reasons in found if each.may_be_listed][:MOST]
    return shown, len(found) - len(shown)


def listed_matches(found: Iterable[Match], texts: Texts) -> tuple[list[Listed], int]:
    """Return what may be shown of matches, with the reasons, and how many more there are."""
    every = list(found)
    shown = [listed(match.other, texts, match.reasons) for match in every if match.other.may_be_listed][:MOST]
    return shown, len(every) - len(shown)
