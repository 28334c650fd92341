"""Answers to employers: the three best ways to take part with what they have, and who matches them with schools."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import Card, make_card
from bot.conversation import describing, earlier, refining
from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import CARDS, Finding
from bot.conversation.headings import own_headings, where_of, with_heading
from bot.conversation.nearby import WORK_AND_SCHOOL, Nearby, permitted
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.engagement import EmployerReader, Engagement, Means, Way, asked_for, doors, fitting_ways
from knowledge.search.reasons import MOST as MOST_REASONS
from knowledge.search.reasons import reasons_for
from knowledge.text import words

_AS_WELL = frozenset({"also", "too", "additionally"})
"""Words by which something is added to what was said of the firm before."""


class Engaging:
    """Answers to employers who want to take part."""

    def __init__(self, desk: Desk, finding: Finding, engagement: Engagement | None = None) -> None:
        self._desk = desk
        self._finding = finding
        self._engagement = engagement or Engagement.default()
        self._reader = EmployerReader(self._engagement)
        self._nearby = Nearby(desk.searcher)

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"employer_engage": self.employer_engage}

    def employer_engage(self, message: str, state: ConversationState) -> Reply:
        """Answer an employer who wants to take part."""
        if state.task == "employer_engage" and _AS_WELL & {word.text for word in words(message)}:
            return self.refine(message, state)
        return self._with_ways(self._finding.employer_engage(message, state), message)

    def refine(self, message: str, state: ConversationState) -> Reply:
        """Change one wish of an employer's search: another place, or something else that could be given."""
        said = self._desk.understand(message)
        offered = self._reader.means(message, said).assets
        # What can be given besides is remembered with the words of the search.
        words_kept = f"{state.text} {said.free_text}".strip() if offered else state.text
        found = self._finding.refine(message, replace(state, text=words_kept))
        if found.state.task == "employer_engage" and not refining.asks_undo(message):
            found = replace(found, state=earlier.remembering(state, found.state))
        return self._with_ways(found, f"{state.text} {message}")

    def _with_ways(self, found: Reply, spoken: str) -> Reply:
        """Return the search's reply with ways to take part, if it was said what could be given, and the local contact.

        Args:
            found: what the search answers: its cards stay where nothing was said of what could be given.
            spoken: everything said of the firm so far.
        """
        if not found.cards or found.state.task != "employer_engage":
            return found
        state = found.state
        means = self._reader.means(spoken, self._desk.understand(spoken))
        ways = [way for way in fitting_ways(self._engagement, means) if self._door(way, means, state, ())][:CARDS]
        text, cards = found.text, found.cards
        if ways:
            cards = self._cards(ways, means, state, found.cards)
            listed = [self._desk.say("way", number=number, title=way.title, time=way.time) for number, way in enumerate(ways, 1)]
            told = [self._desk.say("ways", where=where_of(state)), *listed]
            text = with_heading(text, own_headings(state, self._desk), told)
        text = "\n".join([text, *self._contact(state)])
        ids = tuple(card.id for card in cards)
        before = state.shown[: len(state.shown) - len(found.cards)]
        after = replace(state, last=ids, shown=(*before, *ids))
        hints = [self._desk.say("suggest_offer"), *found.suggestions][:3]
        return replace(found, text=text, state=after, cards=cards, suggestions=hints)

    def _cards(self, ways: list[Way], means: Means, state: ConversationState, found: list[Card]) -> list[Card]:
        """Return one card a way, each of another entry, and fill up with what the search found."""
        cards: list[Card] = []
        for way in ways:
            door = self._door(way, means, state, tuple(card.id for card in cards))
            if door is None:
                continue
            because = self._desk.say("way_reason" if asked_for(way, means) else "way_also", because=way.because)
            reasons = [because, *reasons_for(door, state.wishes, self._desk.searcher.vocabulary, named=False)]
            cards.append(make_card(door, reasons[:MOST_REASONS], self._desk.by_id))
        taken = {card.id for card in cards}
        filled = [*cards, *(card for card in found if card.id not in taken)][:CARDS]
        group = self._nearby.of_schools_and_employers(state.wishes)
        if group and len(cards) < CARDS and group.id not in {card.id for card in filled}:
            # Whom to ring comes before what merely fills the page.
            filled[CARDS - 1 :] = [make_card(group, [self._desk.say("group_reason")], self._desk.by_id)]
        return filled

    def _door(self, way: Way, means: Means, state: ConversationState, taken: tuple[str, ...]) -> Resource | None:
        """Return the first entry of a way that may be shown and is not yet; the local branch stands for the national group."""
        for each in doors(way, means):
            resource = self._desk.resource(each)
            if each == WORK_AND_SCHOOL:
                resource = self._nearby.of_schools_and_employers(state.wishes) or resource
            if resource and resource.id not in taken and permitted(resource, state.wishes, known_place_only=True):
                return resource
        return None

    def _contact(self, state: ConversationState) -> list[str]:
        """Return a line on who matches employers with schools where the firm is; none where no place is known."""
        groups = self._nearby.groups(state.wishes)
        if not groups:
            return []
        return [self._desk.say("local_group", where=where_of(state), groups=describing.contact_lines(groups))]
