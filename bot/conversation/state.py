"""What a conversation remembers between turns: small, JSON, and nothing about the person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from knowledge.understanding import Wishes

SHOWN_KEPT = 60


@dataclass(frozen=True)
class ConversationState:
    """State of one conversation.

    Attributes:
        wishes: what the running search asks for.
        text: the words of the running search, without places.
        task: which kind of question it was (find, contact, pathway, employer_engage): sets preferences when repeated.
        last: ids of the cards of the last answer, as numbered by the visitor.
        shown: ids shown for the running search, so that "more" brings new ones.
        focus: id of the one entry last spoken of.
        misunderstood: how many messages in a row were not understood.
        strict: facets that must hold in the running search because a refinement asked for them ("just events").
        kept: ids of the visitor's shortlist, in the order they were kept.
        asked: facets that the bot asked back about in the running search, so that it asks about none twice.
        earlier: JSON forms of the searches before the running one, the latest last, to undo a change.
        route: the route that the running search shows, as JSON data (bot.conversation.routes); None where there is none.
        draft: an offer or need being written, as JSON data (bot.submissions); None where there is none.
        turn: how many messages were answered; of two states of one conversation the one with more turns is the newer.
    """

    wishes: Wishes = field(default_factory=Wishes)
    text: str = ""
    task: str = ""
    last: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    focus: str = ""
    misunderstood: int = 0
    strict: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    earlier: tuple[Mapping[str, Any], ...] = ()
    route: Mapping[str, Any] | None = None
    draft: Mapping[str, Any] | None = None
    turn: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON data."""
        return {
            "wishes": self.wishes.to_json(),
            "text": self.text,
            "task": self.task,
            "last": list(self.last),
            "shown": list(self.shown[-SHOWN_KEPT:]),
            "focus": self.focus,
            "misunderstood": self.misunderstood,
            "strict": list(self.strict),
            "turn": self.turn,
            # What most conversations lack is left out: the state goes through Rasa with every turn.
            **({"kept": list(self.kept)} if self.kept else {}),
            **({"asked": list(self.asked)} if self.asked else {}),
            **({"earlier": [dict(each) for each in self.earlier]} if self.earlier else {}),
            **({"route": dict(self.route)} if self.route else {}),
            **({"draft": dict(self.draft)} if self.draft else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> ConversationState:
        """Read what ``to_json`` wrote; anything missing or of another shape is taken as unset."""
        if not isinstance(data, Mapping):
            return cls()
        try:
            return cls(
                wishes=Wishes.from_json(data.get("wishes") or {}),
                text=str(data.get("text") or ""),
                task=str(data.get("task") or ""),
                last=tuple(str(each) for each in data.get("last") or ()),
                shown=tuple(str(each) for each in data.get("shown") or ()),
                focus=str(data.get("focus") or ""),
                misunderstood=int(data.get("misunderstood") or 0),
                strict=tuple(str(each) for each in data.get("strict") or ()),
                kept=tuple(str(each) for each in data.get("kept") or ()),
                asked=tuple(str(each) for each in data.get("asked") or ()),
                earlier=tuple(dict(each) for each in data.get("earlier") or ()),
                route=dict(data["route"]) if isinstance(data.get("route"), Mapping) else None,
                draft=dict(data["draft"]) if isinstance(data.get("draft"), Mapping) else None,
                turn=int(data.get("turn") or 0),
            )
        except (TypeError, ValueError, AttributeError):
            return cls()

    def remembering_only_the_asker(self) -> ConversationState:
        """Return a state for a new search by the same person: role, place and stage stay, the rest is forgotten."""
        kept = Wishes(
            place=self.wishes.place,
            place_label=self.wishes.place_label,
            audience=self.wishes.audience,
            stage=self.wishes.stage,
        )
        return ConversationState(wishes=kept, kept=self.kept, earlier=self.earlier, draft=self.draft, turn=self.turn)

    def understood(self) -> ConversationState:
        """Return the state after a message that was understood."""
        return replace(self, misunderstood=0)
