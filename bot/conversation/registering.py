"""Offers and needs: whom to turn to with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.conversation import describing
from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import Finding
from bot.conversation.merging import refined_state
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.search.first_doors import branches

NATIONAL_EMPLOYER_CONTACT = "dyw-national"


class Registering:
    """Answers to employers who offer something and schools that need something."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"offer": self.offer, "need": self.need}

    def offer(self, message: str, state: ConversationState) -> Reply:
        """Tell an employer where an offer is taken; with the people to turn to as cards if nothing was asked before."""
        told = self._where_to_turn(message, state, "offer")
        if state.text:
            return told
        found = self._finding.employer_engage(message, state)
        return replace(found, text=told.text) if found.cards else told

    def need(self, message: str, state: ConversationState) -> Reply:
        """Tell a school where a need is taken; with what fits already as cards if nothing was asked before."""
        told = self._where_to_turn(message, state, "need")
        if state.text:
            return told
        found = self._finding.find(message, state)
        return replace(found, text=f"{told.text}\n{self._desk.say('need_meanwhile')}") if found.cards else told

    def _where_to_turn(self, message: str, state: ConversationState, key: str) -> Reply:
        said = self._desk.understand(message)
        wishes = refined_state(state, said).wishes
        after = replace(state, wishes=wishes, misunderstood=0)
        national = self._desk.by_id.get(NATIONAL_EMPLOYER_CONTACT)
        local = branches(self._desk.searcher.snapshot.resources, NATIONAL_EMPLOYER_CONTACT, wishes.place)
        if local:
            where = f" in {wishes.place_label}" if wishes.place_label else ""
            text = self._desk.say(key, name=local[0].name, url=describing.contact_line(local[0]), where=where)
        else:
            text = self._desk.say(f"{key}_nowhere", url=national.contact.url if national else "")
        return Reply(text, after)
