"""Talk with a form alone: messages in, what was asked and what became of the draft out."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.submissions.draft import Answer, Draft
from bot.submissions.filling import Filling, Outcome
from bot.submissions.forms import Forms, Kind
from bot.texts import Texts
from knowledge.understanding import Understander

FILLING = Filling(Forms.default(), Texts.default(), Understander.default().understand, 365)
OFFER = {
    "what": "Two engineers who visit classes and talk about wind turbines",
    "organisation": "Firth Sensors Ltd",
    "sector": "electronics",
    "place": "Kirkcaldy",
    "stage": "P5 to P7",
    "when": "May or June",
    "contact": "schools@firthsensors.example.org",
}
NEED = {
    "what": "Someone to talk about bees to a class",
    "stage": "P6",
    "place": "Kirkwall",
    "when": "any time",
    "organisation": "Inverbrae Primary School",
    "contact": "01632 960123",
}


@dataclass
class Talk:
    """A form being filled in.

    Attributes:
        draft: as it is now.
        asked: everything the form said, one text a message.
        outcomes: what each message was to the form.
    """

    draft: Draft
    asked: list[str] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def say(self, message: str, intent: str = "find") -> str:
        """Send one message; return what the form says then."""
        step = FILLING.take(self.draft, message, intent)
        self.outcomes.append(step.outcome)
        self.draft = step.draft
        if step.outcome is not Outcome.ANSWERED:
            return ""
        self.asked.append(FILLING.question(self.draft))
        self.draft = self.draft.noting("")
        return self.asked[-1]

    @property
    def waits_for(self) -> str:
        """The question that waits for an answer."""
        return self.draft.asked(FILLING.forms)

    def answer(self, name: str) -> Answer:
        """The answer to one question."""
        return self.draft.answers[name]


def begun(kind: Kind) -> Talk:
    """A form at its first question."""
    return Talk(FILLING.begun(Draft(kind)).noting(""))


def filled(kind: Kind, **other: str) -> Talk:
    """A form at its summary; ``other`` replaces the usual answers."""
    talk = begun(kind)
    answers = {**(OFFER if kind == "offer" else NEED), **other}
    while talk.waits_for != "consent":
        name = talk.waits_for
        talk.say(answers[name])
        assert talk.waits_for != name, f"{answers[name]!r} was not taken for {name}: {talk.asked[-1]}"
    return talk
