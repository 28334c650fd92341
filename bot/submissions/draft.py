"""An offer or a need while it is being written: values only, kept in the state of the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.submissions.forms import CONSENT, KINDS, Forms, Kind

SENT = "sent"
STOPPED = "stopped"


@dataclass(frozen=True)
class Answer:
    """One answer, checked.

    Attributes:
        text: as it is read back; empty where the question was skipped.
        values: what was recognised: council areas of a place, ids of stages.
    """

    text: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What was answered so far.

    Attributes:
        kind: offer or need.
        answers: by name of the question.
        note: said before the next question: what was changed, or why an answer was not taken.
        wanted: a question to be asked next although an earlier one is open, such as one to be corrected.
        ended: ``sent`` when consent was given, ``stopped`` when it is given up; the turn that reads it ends the draft.
        proposed_at: it was only proposed ("Shall I take your offer down?"), in this turn; 0 where it is being written,
            -1 where it was laid aside.
    """

    kind: Kind
    answers: Mapping[str, Answer] = field(default_factory=dict)
    note: str = ""
    wanted: str = ""
    ended: str = ""
    proposed_at: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a question of it waits for an answer."""
        return not self.ended and not self.proposed_at

    def asked(self, forms: Forms) -> str:
        """Return the question that waits for an answer: the first open one, or consent."""
        if self.wanted and self.wanted not in self.answers:
            return self.wanted
        return next((name for name in forms.order(self.kind) if name not in self.answers), CONSENT)

    def answering(self, name: str, answer: Answer, note: str = "") -> Draft:
        """Return the draft with one more, or another, answer."""
        wanted = "" if self.wanted == name else self.wanted
        return replace(self, answers={**self.answers, name: answer}, note=note, wanted=wanted)

    def without(self, name: str, note: str = "") -> Draft:
        """Return the draft with one question open again, to be asked next."""
        left = {each: answer for each, answer in self.answers.items() if each != name}
        return replace(self, answers=left, note=note, wanted=name)

    def noting(self, note: str) -> Draft:
        """Return the draft with something to say before the next question."""
        return replace(self, note=note)

    def to_json(self) -> dict[str, Any]:
        """Return the draft as JSON data."""
        return {
            "kind": self.kind,
            "answers": {name: [answer.text, *answer.values] for name, answer in self.answers.items()},
            **{key: value for key in ("note", "wanted", "ended", "proposed_at") if (value := getattr(self, key))},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> Draft | None:
        """Read what ``to_json`` wrote; None where there is no draft, or one of another shape."""
        try:
            if not data or data["kind"] not in KINDS:
                return None
            answers = {str(name): Answer(str(text), tuple(map(str, values))) for name, (text, *values) in data["answers"].items()}
            return cls(
                kind=data["kind"],
                answers={name: answer for name, answer in answers.items() if name in Forms.default().questions},
                note=str(data.get("note") or ""),
                wanted=str(data.get("wanted") or ""),
                ended=str(data.get("ended") or ""),
                proposed_at=int(data.get("proposed_at") or 0),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
