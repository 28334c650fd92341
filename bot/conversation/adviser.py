"""The adviser: one method an intent, each from a message and a state to a reply. No network, no clock, no disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.cards import Card, card_for, make_card
from bot.conversation import describing, references
from bot.conversation.merging import new_search, refined_state
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from bot.conversation.suggestions import suggestions_for
from bot.texts import Texts
from knowledge.helplines import Helplines
from knowledge.search import Query, Result, Searcher, SearchOutcome
from knowledge.search.first_doors import branches
from knowledge.search.reasons import listed, met_topics
from knowledge.understanding import Understanding, Wishes

if TYPE_CHECKING:
    from knowledge.catalogue.resource import Resource

CARDS = 3
SMALL_TALK = ("greet", "goodbye", "thanks", "help", "bot_challenge", "privacy", "feedback_good", "feedback_bad")
BESIDE_THE_SEARCH = frozenset({"out_of_scope", "privacy", "bot_challenge", "help"})
"""Intents for which a question that names an entry ("what is the Data Lab") is easily taken."""
ASKED_OF_ONE = frozenset({"find", "contact", "refine", "compare"})
"""Intents for which a question like "how much does X cost" may be taken, and which then means details of X."""
INTENTS = (
    *("find", "contact", "pathway", "employer_engage", "refine", "more", "details", "compare", "offer", "need"),
    *SMALL_TALK,
    *("start_over", "out_of_scope", "safeguarding", "fallback"),
)
"""Every intent the bot acts on; each has its action ``action_<intent>`` in bot/domain."""
NATIONAL_EMPLOYER_CONTACT = "dyw-national"
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


class Adviser:
    """Answers messages.

    Args:
        searcher: the search over the catalogue in service.
        texts: the bot's words.
        helplines: for messages about danger or distress.
        conversation_minutes: how long a conversation is remembered, to say so.
    """

    def __init__(self, searcher: Searcher, texts: Texts, helplines: Helplines, conversation_minutes: int = 60) -> None:
        self._searcher = searcher
        self._texts = texts
        self._helplines = helplines
        self._minutes = conversation_minutes
        self._by_id = {resource.id: resource for resource in searcher.snapshot.resources}

    def answer(self, intent: str, message: str, state: ConversationState) -> Reply:
        """Answer one message.

        Args:
            intent: what the message was taken for: one of ``INTENTS``.
            message: as typed.
            state: what the conversation remembers.
        """
        state = replace(state, turn=state.turn + 1)
        if intent == "safeguarding" or self.is_safeguarding(message):
            return self.safeguarding(message, state)
        if intent in BESIDE_THE_SEARCH and self.understand(message).resources:
            # Whoever types the name of an entry means that entry.
            intent = "find"
        if intent in ASKED_OF_ONE and self._speaks_of_one(message):
            return self.details(message, state)
        if intent in SMALL_TALK:
            return self.small_talk(intent, state)
        if intent in {"start_over", "out_of_scope"}:
            return self.start_over(state) if intent == "start_over" else self.out_of_scope(state)
        method: Callable[[str, ConversationState], Reply] = getattr(self, intent)
        return method(message, state)

    def _speaks_of_one(self, message: str) -> bool:
        """Return whether a message names one entry and asks for one fact about it."""
        said = self.understand(message)
        return len(self._ids_named(said)) == 1 and not said.wishes.topic and describing.asks_one_thing(message)

    # -- searching ---------------------------------------------------------------------------------------------

    def find(self, message: str, state: ConversationState) -> Reply:
        """Answer a question for provision."""
        return self._new_search(message, state, "find")

    def contact(self, message: str, state: ConversationState) -> Reply:
        """Answer who to contact: of an entry named or shown before, else for a place and subject."""
        said = self.understand(message)
        named = [resource.id for each in said.resources if (resource := self.resource(each))]
        if len(named) == 1:
            reply = self._new_search(message, state, "contact")
            if not reply.cards:
                return reply
            # The first card may be the local branch of what was named.
            first = self._by_id[reply.cards[0].id]
            return replace(reply, text=f"{self._texts.say('contact', where='')}\n{first.name}: {describing.contact_line(first)}")
        about_shown = not said.wishes.place and not said.wishes.topic and not named
        if about_shown and state.last:
            chosen = references.positions_in(message.lower())
            ids = [references.resolve(message, state, ())] if chosen else list(state.last)
            cards = [make_card(self._by_id[i], ["How to get in touch"], self._by_id) for i in ids if i in self._by_id]
            lines = [self._texts.say("contact", where="")]
            lines += [f"{card.name}: {describing.contact_line(self._by_id[card.id])}" for card in cards]
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
        said = self.understand(message)
        if said.near_me:
            return Reply(self._texts.say("suggest_place_reply"), state.understood())
        return self._answer(message, said, refined_state(state, said))

    def more(self, message: str, state: ConversationState) -> Reply:
        """Show results of the running search that were not shown in this conversation."""
        if not state.text:
            return Reply(self._texts.say("no_search_yet"), state.understood())
        said = self._searcher.understander.understand(state.text)
        outcome = self._search(said, state, leave_out=frozenset(state.shown))
        if not outcome.results or outcome.relaxed:
            return Reply(self._texts.say("no_more"), state.understood(), suggestions=[self._texts.say("suggest_start")])
        left = outcome.total - len(outcome.results)
        key = "more" if left else "more_last"
        return self._with_cards(self._texts.say(key, shown=len(outcome.results), left=left), outcome, state, outcome.total)

    def _new_search(self, message: str, state: ConversationState, task: str) -> Reply:
        said = self.understand(message)
        return self._answer(message, said, new_search(state, said, task))

    def _answer(self, message: str, said: Understanding, state: ConversationState) -> Reply:
        outcome = self._search(said if state.text == said.free_text else self._reread(state, said), state)
        if self._is_unrelated(said, state, outcome):
            return self.out_of_scope(state)
        if not outcome.results:
            return Reply(self._texts.say("nothing"), state, suggestions=[self._texts.say("suggest_start")], gap=message)
        outcome = self._to_the_point(said, outcome)
        lines = [self._heading(said, state, outcome)]
        if said.corrections:
            typed, read = said.corrections[0]
            lines.append(self._texts.say("corrected", typed=typed, read=read))
        if not state.wishes.place and said.near_me:
            lines.append(self._texts.say("near_me_where"))
        elif not state.wishes.place and state.task == "employer_engage":
            lines.append(self._texts.say("employer_place"))
        reply = self._with_cards("\n".join(lines), outcome, state, outcome.total)
        return replace(reply, gap=message if outcome.relaxed else None)

    def _reread(self, state: ConversationState, said: Understanding) -> Understanding:
        """Understand the running search's words, for a refinement that added to them."""
        earlier = self._searcher.understander.understand(state.text)
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
        outcome = self._searcher.search(query, limit=CARDS)
        if outcome.relaxed and outcome.relaxed.facet == "cost" and "cost" in query.strict:
            # Nothing is free outright: what is funded or helps with the cost comes next, before the wish is dropped.
            return self._searcher.search(replace(query, strict=query.strict - {"cost"}), limit=CARDS)
        return outcome

    def _is_unrelated(self, said: Understanding, state: ConversationState, outcome: SearchOutcome) -> bool:
        if said.mentions or said.resources or state.task != "find" or outcome.query.embedding is None:
            return False
        return self._searcher.best_similarity(outcome.query.embedding) < UNRELATED

    def _heading(self, said: Understanding, state: ConversationState, outcome: SearchOutcome) -> str:
        wishes = state.wishes
        where = f" in {wishes.place_label}" if wishes.place_label else ""
        serving = f" and serve {wishes.place_label}" if wishes.place_label else ""
        if outcome.relaxed:
            return self._texts.say("relaxed", wish=outcome.relaxed.text)
        if outcome.results[0].resource.id in self._ids_named(said):
            return self._texts.say("found_named")
        vocabulary = self._searcher.vocabulary
        if wishes.topic and not any(met_topics(r.resource, wishes, vocabulary) for r in outcome.results):
            named = listed(vocabulary.labels("topic", wishes.topic), lower=True)
            return self._texts.say("topic_missing", where=where, topic=named)
        if state.task in {"contact", "pathway", "employer_engage"}:
            return self._texts.say(state.task, where=where)
        if outcome.total == 1:
            return self._texts.say("found_one", where=where)
        key = "found_many" if outcome.total > len(outcome.results) else "found_all"
        return self._texts.say(key, shown=len(outcome.results), total=outcome.total, serving=serving)

    def _to_the_point(self, said: Understanding, outcome: SearchOutcome) -> SearchOutcome:
        """Return ``outcome`` without what only fills the page when an entry was asked for by its name."""
        named = self._ids_named(said)
        if outcome.relaxed or outcome.results[0].resource.id not in named:
            return outcome
        linked = named | {target for each in named for targets in self._by_id[each].links.values() for target in targets}
        floor = outcome.results[0].score * BESIDE_A_NAME
        kept = tuple(
            result
            for result in outcome.results
            if result.resource.id in linked
            or any(named & set(targets) for targets in result.resource.links.values())
            or result.score >= floor
        )
        return replace(outcome, results=kept)

    def _ids_named(self, said: Understanding) -> set[str]:
        """Return the current ids of the entries that a message names."""
        return {resource.id for named in said.resources if (resource := self.resource(named))}

    def _with_cards(self, text: str, outcome: SearchOutcome, state: ConversationState, total: int) -> Reply:
        cards = [card_for(result, self._by_id) for result in outcome.results]
        ids = tuple(card.id for card in cards)
        shown = (*state.shown, *ids)
        after = replace(state, last=ids, shown=shown, focus="", misunderstood=0)
        hints = suggestions_for(outcome.relevant, len(cards), state.wishes, self._texts)
        return Reply(text, after, cards, hints, total)

    # -- talking about what was shown ----------------------------------------------------------------------------

    def details(self, message: str, state: ConversationState) -> Reply:
        """Answer a question about one entry: all of it, or just what was asked."""
        said = self.understand(message)
        chosen = references.resolve(message, state, said.resources)
        if chosen is None or chosen not in self._by_id:
            key = "which_one" if state.last else "no_search_yet"
            return Reply(self._texts.say(key), state.understood())
        resource = self._by_id[chosen]
        answer = describing.answer_about(resource, message, said, self._texts, self._by_id)
        card = make_card(resource, [], self._by_id)
        hints = [self._texts.say("suggest_more")] if state.text else []
        return Reply(answer, replace(state, focus=chosen, misunderstood=0), [card], hints, 1)

    def compare(self, message: str, state: ConversationState) -> Reply:
        """Put two or three entries side by side."""
        said = self.understand(message)
        chosen = [self._by_id[i] for i in references.several(message, state, said.resources) if i in self._by_id]
        if len(chosen) < 2:
            return (
                self.details(message, state) if said.resources else Reply(self._texts.say("compare_need_two"), state.understood())
            )
        text = "\n".join([self._texts.say("compare_intro"), *describing.side_by_side(chosen)])
        cards = [make_card(resource, [], self._by_id) for resource in chosen[:CARDS]]
        return Reply(text, state.understood(), cards, [], len(cards))

    # -- offers and needs ----------------------------------------------------------------------------------------

    def offer(self, message: str, state: ConversationState) -> Reply:
        """Tell an employer where an offer is taken; with the people to turn to as cards if nothing was asked before."""
        told = self._where_to_turn(message, state, "offer")
        if state.text:
            return told
        found = self.employer_engage(message, state)
        return replace(found, text=told.text) if found.cards else told

    def need(self, message: str, state: ConversationState) -> Reply:
        """Tell a school where a need is taken; with what fits already as cards if nothing was asked before."""
        told = self._where_to_turn(message, state, "need")
        if state.text:
            return told
        found = self.find(message, state)
        return replace(found, text=f"{told.text}\n{self._texts.say('need_meanwhile')}") if found.cards else told

    def _where_to_turn(self, message: str, state: ConversationState, key: str) -> Reply:
        said = self.understand(message)
        wishes = refined_state(state, said).wishes
        after = replace(state, wishes=wishes, misunderstood=0)
        national = self._by_id.get(NATIONAL_EMPLOYER_CONTACT)
        local = branches(self._searcher.snapshot.resources, NATIONAL_EMPLOYER_CONTACT, wishes.place)
        if local:
            where = f" in {wishes.place_label}" if wishes.place_label else ""
            text = self._texts.say(key, name=local[0].name, url=describing.contact_line(local[0]), where=where)
        else:
            text = self._texts.say(f"{key}_nowhere", url=national.contact.url if national else "")
        return Reply(text, after)

    # -- everything else -----------------------------------------------------------------------------------------

    def small_talk(self, key: str, state: ConversationState) -> Reply:
        """Return the fixed text for greet, goodbye, thanks, help, bot_challenge, privacy or feedback."""
        return Reply(self._texts.say(key, minutes=self._minutes), state.understood())

    def start_over(self, state: ConversationState) -> Reply:
        """Forget the conversation, but for how many turns it has had."""
        return Reply(self._texts.say("start_over"), ConversationState(turn=state.turn))

    def out_of_scope(self, state: ConversationState | None = None) -> Reply:
        """Say what the bot is for, without any card."""
        return Reply(self._texts.say("out_of_scope"), (state or ConversationState()).understood())

    def safeguarding(self, message: str, state: ConversationState) -> Reply:
        """Give help lines, and nothing else."""
        lines = self._helplines.for_situations(self._helplines.situations_in(message))
        return Reply(self._texts.say("safeguarding"), state.understood(), helplines=lines)

    def is_safeguarding(self, message: str) -> bool:
        """Return whether the message shows signs of danger or distress."""
        return bool(self._helplines.situations_in(message))

    def fallback(self, message: str, state: ConversationState) -> Reply:
        """Answer a message whose intent is unclear: search if it clearly asks for something, else ask to rephrase."""
        said = self.understand(message)
        if said.resources or _substance(said.wishes) >= 1:
            return self.find(message, state)
        after = replace(state, misunderstood=state.misunderstood + 1)
        return Reply(self._texts.say("not_understood"), after)

    def understand(self, message: str) -> Understanding:
        """Return what the message asks for."""
        return self._searcher.understander.understand(message)

    def resource(self, resource_id: str) -> Resource | None:
        """Return an entry by its id, or by an id retired in its favour."""
        position = self._searcher.by_id.get(resource_id)
        return None if position is None else self._searcher.snapshot.resources[position]

    def card(self, result: Result) -> Card:
        """Return the card of a result."""
        return card_for(result, self._by_id)


def _substance(wishes: Wishes) -> int:
    """Return how many facets say what is looked for."""
    return sum(bool(values) for values in (wishes.topic, wishes.kind, wishes.delivery))
