"""Answer with results: a new question, a changed wish, more of the same, and what each kind of question calls for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.cards import card_for, make_card
from bot.conversation import describing, references
from bot.conversation.desk import Answer, Desk
from bot.conversation.merging import new_search, refined_state
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from bot.conversation.suggestions import suggestions_for
from knowledge.search import Query, SearchOutcome
from knowledge.search.reasons import listed, met_topics
from knowledge.understanding import Understanding

CARDS = 3
PREFERENCES: dict[str, dict[str, tuple[str, ...]]] = {
    "find": {},
    "contact": {"kind": ("network", "hub", "contact-point", "organisation", "service")},
    "pathway": {
        "kind": ("pathway", "service", "course"),
        "audience": ("pupil", "parent"),
        "topic": ("careers", "apprenticeships", "subject-choice", "qualifications"),
    },
    "employer_engage": {"audience": ("employer",)},
}
"""What a task calls for without being said, by facet."""
BESIDE_A_NAME = 0.6
"""Beside an entry asked for by name, others are shown that are linked to it or reach this share of its score."""
UNRELATED = 0.35
"""A question with nothing recognised in it whose best similarity is below this is not about STEM provision."""


class Finding:
    """Answers that come from a search."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

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
            chosen = references.positions_in(message.lower())
            ids = [references.resolve(message, state, ()) or ""] if chosen else list(state.last)
            cards = [
                make_card(self._desk.by_id[i], ["How to get in touch"], self._desk.by_id) for i in ids if i in self._desk.by_id
            ]
            lines = [self._desk.say("contact", where="")]
            lines += [f"{card.name}: {describing.contact_line(self._desk.by_id[card.id])}" for card in cards]
            return Reply("\n".join(lines), state.understood(), cards, [], len(cards))
        return self._new_search(message, state, "contact")

    def pathway(self, message: str, state: ConversationState) -> Reply:
        """Answer a question about routes, subjects, qualifications and careers."""
        return self._new_search(message, state, "pathway")

    def employer_engage(self, message: str, state: ConversationState) -> Reply:
        """Answer an employer who wants to take part."""
        state = replace(state, wishes=replace(state.wishes, audience=("employer",), stage=()))
        return self._new_search(message, state, "employer_engage")

    def refine(self, message: str, state: ConversationState) -> Reply:
        """Change one wish of the running search and keep the others."""
        if not state.text:
            return self.find(message, state)
        said = self._desk.understand(message)
        if said.near_me:
            return Reply(self._desk.say("suggest_place_reply"), state.understood())
        return self._answer(message, said, refined_state(state, said))

    def more(self, message: str, state: ConversationState) -> Reply:
        """Show results of the running search that were not shown in this conversation."""
        if not state.text:
            return Reply(self._desk.say("no_search_yet"), state.understood())
        said = self._desk.understand(state.text)
        outcome = self._search(said, state, leave_out=frozenset(state.shown))
        if not outcome.results or outcome.relaxed:
            return Reply(self._desk.say("no_more"), state.understood(), suggestions=[self._desk.say("suggest_start")])
        left = outcome.total - len(outcome.results)
        key = "more" if left else "more_last"
        return self._with_cards(self._desk.say(key, shown=len(outcome.results), left=left), outcome, state, outcome.total)

    def _new_search(self, message: str, state: ConversationState, task: str) -> Reply:
        said = self._desk.understand(message)
        return self._answer(message, said, new_search(state, said, task))

    def _answer(self, message: str, said: Understanding, state: ConversationState) -> Reply:
        outcome = self._search(said if state.text == said.free_text else self._reread(state, said), state)
        if self._is_unrelated(said, state, outcome):
            return Reply(self._desk.say("out_of_scope"), state.understood())
        if not outcome.results:
            return Reply(self._desk.say("nothing"), state, suggestions=[self._desk.say("suggest_start")], gap=message)
        outcome = self._to_the_point(said, outcome)
        lines = [self._heading(said, state, outcome)]
        if said.corrections:
            typed, read = said.corrections[0]
            lines.append(self._desk.say("corrected", typed=typed, read=read))
        if not state.wishes.place and said.near_me:
            lines.append(self._desk.say("near_me_where"))
        elif not state.wishes.place and state.task == "employer_engage":
            lines.append(self._desk.say("employer_place"))
        reply = self._with_cards("\n".join(lines), outcome, state, outcome.total)
        return replace(reply, gap=message if outcome.relaxed else None)

    def _reread(self, state: ConversationState, said: Understanding) -> Understanding:
        """Understand the running search's words, for a refinement that added to them."""
        earlier = self._desk.understand(state.text)
        return replace(earlier, resources=said.resources or earlier.resources, near_me=said.near_me)

    def _search(
        self,
        said: Understanding,
        state: ConversationState,
        leave_out: frozenset[str] = frozenset(),
    ) -> SearchOutcome:
        query = Query(
            state.text or said.text,
            said,
            state.wishes,
            PREFERENCES.get(state.task, {}),
            leave_out=leave_out,
            strict=frozenset(state.strict),
        )
        outcome = self._desk.searcher.search(query, limit=CARDS)
        if outcome.relaxed and outcome.relaxed.facet == "cost" and "cost" in query.strict:
            # Nothing is free outright: what is funded or helps with the cost comes next, before the wish is dropped.
            return self._desk.searcher.search(replace(query, strict=query.strict - {"cost"}), limit=CARDS)
        return outcome

    def _is_unrelated(self, said: Understanding, state: ConversationState, outcome: SearchOutcome) -> bool:
        if said.mentions or said.resources or state.task != "find" or outcome.query.embedding is None:
            return False
        return self._desk.searcher.best_similarity(outcome.query.embedding) < UNRELATED

    def _heading(self, said: Understanding, state: ConversationState, outcome: SearchOutcome) -> str:
        wishes = state.wishes
        where = f" in {wishes.place_label}" if wishes.place_label else ""
        serving = f" and serve {wishes.place_label}" if wishes.place_label else ""
        if outcome.relaxed:
            return self._desk.say("relaxed", wish=outcome.relaxed.text)
        if outcome.results[0].resource.id in self._desk.ids_named(said):
            return self._desk.say("found_named")
        vocabulary = self._desk.searcher.vocabulary
        if wishes.topic and not any(met_topics(r.resource, wishes, vocabulary) for r in outcome.results):
            named = listed(vocabulary.labels("topic", wishes.topic), lower=True)
            return self._desk.say("topic_missing", where=where, topic=named)
        if state.task in {"contact", "pathway", "employer_engage"}:
            return self._desk.say(state.task, where=where)
        if outcome.total == 1:
            return self._desk.say("found_one", where=where)
        key = "found_many" if outcome.total > len(outcome.results) else "found_all"
        return self._desk.say(key, shown=len(outcome.results), total=outcome.total, serving=serving)

    def _to_the_point(self, said: Understanding, outcome: SearchOutcome) -> SearchOutcome:
        """Return ``outcome`` without what only fills the page when an entry was asked for by its name."""
        named = self._desk.ids_named(said)
        if outcome.relaxed or outcome.results[0].resource.id not in named:
            return outcome
        linked = named | {target for each in named for targets in self._desk.by_id[each].links.values() for target in targets}
        floor = outcome.results[0].score * BESIDE_A_NAME
        kept = tuple(
            result
            for result in outcome.results
            if result.resource.id in linked
            or any(named & set(targets) for targets in result.resource.links.values())
            or result.score >= floor
        )
        return replace(outcome, results=kept)

    def _with_cards(self, text: str, outcome: SearchOutcome, state: ConversationState, total: int) -> Reply:
        cards = [card_for(result, self._desk.by_id) for result in outcome.results]
        ids = tuple(card.id for card in cards)
        shown = (*state.shown, *ids)
        after = replace(state, last=ids, shown=shown, focus="", misunderstood=0)
        hints = suggestions_for(outcome.relevant, len(cards), state.wishes, self._desk.texts)
        return Reply(text, after, cards, hints, total)
