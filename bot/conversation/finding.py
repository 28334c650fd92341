"""Answer with results: a new question, a changed wish, more of the same, and what each kind of question calls for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import make_card
from bot.conversation import describing, earlier, references, refining
from bot.conversation.condensing import gist, is_long
from bot.conversation.desk import Answer, Desk
from bot.conversation.merging import changed_state, new_search
from bot.conversation.nearby import WORK_AND_SCHOOL
from bot.conversation.numbering import positions_in
from bot.conversation.reply import Reply
from bot.conversation.searching import CARDS, PREFERENCES, Searching
from bot.conversation.similar import query_like, shared_words, short_name
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.search.first_doors import branches
from knowledge.text import normalised

__all__ = ["CARDS", "PREFERENCES", "Finding"]


class Finding:
    """Answers that come from a search."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._searching = Searching(desk)

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {
            "find": self.find,
            "contact": self.contact,
            "pathway": self.pathway,
            "employer_engage": self.employer_engage,
            "refine": self.refine,
            "more": self.more,
        }

    def find(self, message: str, state: ConversationState) -> Reply:
        """Answer a question for provision."""
        return self._new_search(message, state, "find")

    def contact(self, message: str, state: ConversationState) -> Reply:
        """Answer who to contact: of an entry named or shown before, else for a place and subject."""
        said = self._desk.understand(message)
        named = [resource.id for each in said.resources if (resource := self._desk.resource(each))]
        if len(named) == 1:
            reply = self._new_search(message, state, "contact")
            if not reply.cards:
                return reply
            # The first card may be the local branch of what was named.
            first = self._desk.by_id[reply.cards[0].id]
            return replace(reply, text=f"{self._desk.say('contact', where='')}\n{first.name}: {describing.contact_line(first)}")
        about_shown = not said.wishes.place and not said.wishes.topic and not named
        if about_shown and state.last:
            chosen = positions_in(normalised(message), len(state.last))
            ids = [state.last[each] for each in chosen.found] if chosen.found or chosen.astray else list(state.last[:CARDS])
            cards = [
                make_card(self._desk.by_id[i], ["How to get in touch"], self._desk.by_id) for i in ids if i in self._desk.by_id
            ]
            lines = [self._desk.say("contact", where="")]
            lines += [f"{card.name}: {describing.contact_line(self._desk.by_id[card.id])}" for card in cards]
            return Reply("\n".join(lines), state.understood(), cards, [], len(cards))
        reply = self._new_search(message, state, "contact")
        for_schools = not set(reply.state.wishes.audience) & {"parent", "pupil", "adult-learner"}
        if reply.cards and not named and not reply.state.wishes.topic and for_schools:
            return self._with_local_group(reply)
        return reply

    def _with_local_group(self, reply: Reply) -> Reply:
        """Return an answer about nothing but a place with the people whose job is to know everybody there."""
        found = branches(self._desk.searcher.snapshot.resources, WORK_AND_SCHOOL, reply.state.wishes.place)
        if not found or found[0].id in {card.id for card in reply.cards}:
            return reply
        group = make_card(found[0], [self._desk.say("group_reason")], self._desk.by_id)
        cards = [group, *reply.cards[: CARDS - 1]]
        last = tuple(card.id for card in cards)
        return replace(reply, cards=cards, state=replace(reply.state, last=last, shown=(*reply.state.shown, group.id)))

    def pathway(self, message: str, state: ConversationState) -> Reply:
        """Answer a question about routes, subjects, qualifications and careers."""
        return self._new_search(message, state, "pathway")

    def employer_engage(self, message: str, state: ConversationState) -> Reply:
        """Answer an employer who wants to take part."""
        as_employer = replace(state, wishes=replace(state.wishes, audience=("employer",), stage=()))
        return self._new_search(message, as_employer, "employer_engage", before=state)

    def refine(self, message: str, state: ConversationState) -> Reply:
        """Change one wish of the running search and keep the others, let one go, or take the last change back."""
        if refining.asks_undo(message):
            return self._undo(message, state)
        if not state.text:
            return self.find(message, state)
        said = self._desk.understand(message)
        change = refining.change_in(said, state.wishes, state.asked[-1] if state.asked else "")
        if change.said.near_me and not change.said.wishes.place:
            return Reply(self._desk.say("suggest_place_reply"), state.understood())
        if refining.asks_for_another_age(said) and not state.wishes.stage and not change.said.wishes.stage:
            return Reply(self._desk.say("younger_than_what"), state.understood())
        after = earlier.remembering(state, changed_state(state, change, self._desk.understand))
        now = self._desk.say("now", asked=self._searching.in_words(after))
        return self._searching.answer(message, change.said, after, [now])

    def is_lost(self, message: str, state: ConversationState) -> bool:
        """Return whether a message taken for a refinement names nothing and changes nothing of the running search."""
        said = self._desk.understand(message)
        if not state.text or said.mentions or said.resources or said.near_me or refining.asks_undo(message):
            return False
        change = refining.change_in(said, state.wishes, state.asked[-1] if state.asked else "")
        if refining.asks_for_another_age(said) or change.dropped or change.is_step:
            return False
        after = changed_state(state, change, self._desk.understand)
        return (after.wishes, after.text, after.strict) == (state.wishes, state.text, state.strict)

    def more(self, message: str, state: ConversationState) -> Reply:
        """Show results of the running search that were not shown in this conversation, or what is like one of them."""
        if refining.asks_similar(message) and (like := self._pointed_at(message, state)):
            return self._like(like, message, state)
        if not state.text:
            return Reply(self._desk.say("no_search_yet"), state.understood())
        said = self._desk.understand(state.text)
        outcome = self._searching.search(said, state, leave_out=frozenset(state.shown))
        if not outcome.results or outcome.relaxed:
            return Reply(
                self._desk.say("no_more"),
                state.understood(),
                suggestions=[self._desk.say("suggest_start")],
                links=[self._searching.directory(state)],
            )
        left = outcome.total - len(outcome.results)
        key = "more" if left else "more_last"
        return self._searching.with_cards(self._desk.say(key, shown=len(outcome.results), left=left), outcome, state)

    def _undo(self, message: str, state: ConversationState) -> Reply:
        before = earlier.gone_back(state)
        if before is None:
            if not state.text:
                return Reply(self._desk.say("no_search_yet"), state.understood())
            return Reply(self._desk.say("nothing_to_undo", asked=self._searching.in_words(state)), state.understood())
        was, now = self._searching.in_words(state), self._searching.in_words(before)
        taken_back = ", ".join(part for part in was.split(", ") if part not in now.split(", "))
        opening = self._desk.say("undone", was=taken_back, asked=now) if taken_back else self._desk.say("now_again", asked=now)
        return self._searching.answer(message, self._desk.understand(before.text), before, [opening])

    def _pointed_at(self, message: str, state: ConversationState) -> Resource | None:
        named = tuple(self._desk.ids_named(self._desk.understand(message)))
        chosen = references.resolve(message, state, named, self._desk)
        return self._desk.by_id.get(chosen) if chosen else None

    def _like(self, resource: Resource, message: str, state: ConversationState) -> Reply:
        change = refining.change_in(self._desk.understand(message), state.wishes)
        if state.text and not (change.said.wishes.is_empty() or change.said.wishes.topic):
            # "More like the first, but in Fife".
            state = earlier.remembering(state, changed_state(state, change, self._desk.understand))
        outcome = self._desk.searcher.search(query_like(resource, state), limit=CARDS)
        if not outcome.results:
            text = self._desk.say("no_similar", name=resource.name)
            return Reply(text, state.understood(), links=[self._searching.directory(state)])
        reply = self._searching.with_cards(self._desk.say("similar", name=resource.name), outcome, state)
        for card in reply.cards:
            shared = shared_words(resource, self._desk.by_id[card.id], self._desk.searcher.vocabulary)
            if shared:
                card.reasons.insert(0, self._desk.say("similar_reason", name=short_name(resource), shared=shared))
        return reply

    def _new_search(self, message: str, state: ConversationState, task: str, before: ConversationState | None = None) -> Reply:
        said = gist(self._desk.understand(message))
        # In a long message "any age" or "the cost" are parts of a story.
        change = refining.Change(said) if is_long(message) else refining.change_in(said, state.wishes)
        after = earlier.remembering(before or state, new_search(state, change.said, task, change.dropped))
        return self._searching.answer(message, change.said, after)
