"""Talk about what was shown: one entry in detail, or several side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import make_card
from bot.conversation import describing, references
from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import CARDS
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState


class Results:
    """Answers about entries that were shown or are named."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"details": self.details, "compare": self.compare}

    def details(self, message: str, state: ConversationState) -> Reply:
        """Answer a question about one entry: all of it, or just what was asked."""
        said = self._desk.understand(message)
        chosen = references.resolve(message, state, said.resources)
        if chosen is None or chosen not in self._desk.by_id:
            key = "which_one" if state.last else "no_search_yet"
            return Reply(self._desk.say(key), state.understood())
        resource = self._desk.by_id[chosen]
        answer = describing.answer_about(resource, message, said, self._desk.texts, self._desk.by_id)
        card = make_card(resource, [], self._desk.by_id)
        hints = [self._desk.say("suggest_more")] if state.text else []
        return Reply(answer, replace(state, focus=chosen, misunderstood=0), [card], hints, 1)

    def compare(self, message: str, state: ConversationState) -> Reply:
        """Put two or three entries side by side."""
        said = self._desk.understand(message)
        chosen = [self._desk.by_id[i] for i in references.several(message, state, said.resources) if i in self._desk.by_id]
        if len(chosen) < 2:
            return (
                self.details(message, state) if said.resources else Reply(self._desk.say("compare_need_two"), state.understood())
            )
        text = "\n".join([self._desk.say("compare_intro"), *describing.side_by_side(chosen)])
        cards = [make_card(resource, [], self._desk.by_id) for resource in chosen[:CARDS]]
        return Reply(text, state.understood(), cards, [], len(cards))
