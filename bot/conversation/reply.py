"""What a turn gives back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from bot.cards import Card, as_json
from bot.conversation.blocks import Comparison, Fact, FormProgress, Link, Route
from bot.conversation.state import ConversationState
from bot.submissions.draft import Draft
from knowledge.helplines import Helpline


@dataclass(frozen=True)
class Reply:
    """One message of the bot and the state after it.

    Attributes:
        text: plain text; a newline starts a new line.
        state: what to remember.
        cards: at most three.
        suggestions: messages the visitor may send next, at most four.
        total: how many results there are in all.
        helplines: for distress: shown instead of cards.
        question: the one thing asked back; the last line of the text.
        gap: a wish nothing in the catalogue meets, for curators.
        details: everything known of one entry, line by line.
        comparison: entries side by side.
        route: steps of a pathway.
        form: how far an offer or a need has got.
        links: pages that go on from here: the shortlist to print, the directory.
        reference: number under which an offer or a need was stored in this turn.
        submit: an offer or need to which consent was given: to be stored before the reply is sent (bot.submissions.carrying_out).
        withdraw: reference number of an offer or need to be withdrawn, likewise.
        intent: what was answered in the end, where that differs from what the message was taken for; the adviser sets it else.
        also: answers to further questions of the same message, a message each; the state is then that after all of them.
    """

    text: str
    state: ConversationState
    cards: list[Card] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    total: int = 0
    helplines: list[Helpline] = field(default_factory=list)
    question: str = ""
    gap: str | None = None
    details: list[Fact] = field(default_factory=list)
    comparison: Comparison | None = None
    route: Route | None = None
    form: FormProgress | None = None
    links: list[Link] = field(default_factory=list)
    reference: str | None = None
    submit: Draft | None = None
    withdraw: str = ""
    intent: str = ""
    also: tuple[Reply, ...] = ()

    def unasking(self, asked: tuple[str, ...]) -> Reply:
        """Return the reply without its question and suggestions, for where another follows in the same turn.

        Args:
            asked: the facets that count as asked about then.
        """
        text = self.text.removesuffix(self.question).rstrip("\n")
        return replace(self, text=text, question="", suggestions=[], state=replace(self.state, asked=asked))

    def message(self) -> dict[str, Any]:
        """Return the message as the public API gives it."""
        data: dict[str, Any] = {
            "text": self.text,
            "cards": as_json(self.cards),
            "suggestions": self.suggestions,
            "total": self.total,
        }
        if self.helplines:
            data["helplines"] = [line.to_json() for line in self.helplines]
        # Blocks that most messages lack are left out: every message goes through Rasa.
        if self.details:
            data["details"] = [fact.model_dump() for fact in self.details]
        if self.links:
            data["links"] = [link.model_dump() for link in self.links]
        for name, block in (("comparison", self.comparison), ("route", self.route), ("form", self.form)):
            if block is not None:
                data[name] = block.model_dump()
        if self.reference:
            data["reference"] = self.reference
        if self.state.kept:
            data["kept"] = list(self.state.kept)
        return data
