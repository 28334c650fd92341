"""Run the conversation's search and make the answer: a heading, the cards, at most one question back, what to say next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from bot.cards import Card, card_for
from bot.conversation import asked_for
from bot.conversation.blocks import Link
from bot.conversation.clarifying import Question, question_for
from bot.conversation.desk import Desk
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from bot.conversation.suggestions import suggestions_for
from knowledge.catalogue.resource import Resource
from knowledge.search import Query, SearchOutcome
from knowledge.search.reasons import listed, met_topics
from knowledge.understanding import Understanding
from knowledge.understanding.wishes import FACET_NAMES

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
MAY_ASK: dict[str, frozenset[str]] = {
    "find": frozenset({"place", "stage", "cost", "delivery", "audience", "kind"}),
    "contact": frozenset({"place"}),
    "pathway": frozenset({"stage", "place"}),
    "employer_engage": frozenset(),
}
"""What the bot may ask back about, by task; an employer is asked for the place by a text of its own."""
BESIDE_A_NAME = 0.6
"""Beside an entry asked for by name, others are shown that are linked to it or reach this share of its score."""
UNRELATED = 0.35
"""A question with nothing recognised in it whose best similarity is below this is not about STEM provision."""


class Searching:
    """The running search and its answers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answer(self, message: str, said: Understanding, state: ConversationState, opening: Sequence[str] = ()) -> Reply:
        """Return the first page of the running search.

        Args:
            message: as typed; noted as a gap where nothing fits.
            said: the same, understood.
            state: with the search that runs now.
            opening: lines before the heading.
        """
        if state.text not in (said.free_text, said.text):
            said = self._reread(state, said)
        outcome = self.search(said, state)
        if self._is_unrelated(said, state, outcome):
            return Reply(self._desk.say("out_of_scope"), state.understood())
        if not outcome.results:
            return self.nothing(message, state, opening)
        outcome = self._to_the_point(said, outcome)
        lines = [*opening, self._heading(said, state, outcome, bool(opening))]
        if said.corrections:
            typed, read = said.corrections[0]
            lines.append(self._desk.say("corrected", typed=typed, read=read))
        question = self._question(said, state, outcome)
        asks = ""
        if not state.wishes.place and said.near_me:
            question, asks = None, self._desk.say("near_me_where")
        elif not state.wishes.place and state.task == "employer_engage":
            asks = self._desk.say("employer_place")
        elif question:
            state = replace(state, asked=(*state.asked, question.facet))
            asks = self._desk.say(f"ask_{question.facet}")
        reply = self.with_cards("\n".join(lines), outcome, state, question)
        gap = message if outcome.relaxed else None
        links = [self.directory(state)] if outcome.relaxed else []
        text = f"{reply.text}\n{asks}" if asks else reply.text
        return replace(reply, text=text, question=asks, gap=gap, links=links)

    def nothing(self, message: str, state: ConversationState, opening: Sequence[str] = ()) -> Reply:
        """Return the answer where nothing at all fits: which wishes could go, and the directory."""
        wished = [facet for facet in FACET_NAMES if state.wishes.of(facet) or state.wishes.excluded.get(facet)]
        hints = [self._desk.say(f"drop_{facet}") for facet in wished[:2]]
        text = "\n".join([*opening, self._desk.say("nothing")])
        return Reply(
            text, state, suggestions=[*hints, self._desk.say("suggest_start")], gap=message, links=[self.directory(state)]
        )

    def directory(self, state: ConversationState) -> Link:
        """Return the link to the directory, opened at what is asked for."""
        words = " ".join(part for part in (state.text, state.wishes.place_label) if part)
        return Link(text=self._desk.say("directory"), url=f"/directory?{urlencode({'q': words})}" if words else "/directory")

    def search(
        self, said: Understanding, state: ConversationState, leave_out: frozenset[str] = frozenset(), limit: int = CARDS
    ) -> SearchOutcome:
        """Return what the running search finds.

        Args:
            said: its words, understood.
            state: its wishes, task and what must hold.
            leave_out: ids not to show.
            limit: how many results at most.
        """
        query = Query(
            state.text or said.text,
            replace(said, free_text=state.text) if state.text else said,
            state.wishes,
            PREFERENCES.get(state.task, {}),
            leave_out=leave_out,
            strict=frozenset(state.strict),
        )
        outcome = self._desk.searcher.search(query, limit=limit)
        if "cost" not in query.strict:
            return outcome
        nothing_free = outcome.relaxed is not None and outcome.relaxed.facet == "cost"
        if nothing_free or not self._keeps_to_the_subject(outcome, state):
            # Nothing is free outright: what is funded or helps with the cost comes next, before the wish is dropped.
            wider = self._desk.searcher.search(replace(query, strict=query.strict - {"cost"}), limit=limit)
            return wider if nothing_free or self._keeps_to_the_subject(wider, state) else outcome
        return outcome

    def _keeps_to_the_subject(self, outcome: SearchOutcome, state: ConversationState) -> bool:
        vocabulary = self._desk.searcher.vocabulary
        return not state.wishes.topic or any(met_topics(r.resource, state.wishes, vocabulary) for r in outcome.results)

    def in_words(self, state: ConversationState) -> str:
        """Return what the running search asks for, in words."""
        said = self._desk.understand(state.text)
        return asked_for.in_words(state.wishes, said, self._desk.texts, self._desk.searcher.vocabulary)

    def with_cards(self, text: str, outcome: SearchOutcome, state: ConversationState, question: Question | None = None) -> Reply:
        """Return the answer with one page of cards."""
        cards = [card_for(result, self._desk.by_id) for result in outcome.results]
        return self.with_these(text, cards, outcome.relevant, outcome.total, state, question)

    def with_these(
        self,
        text: str,
        cards: list[Card],
        relevant: Sequence[Resource],
        total: int,
        state: ConversationState,
        question: Question | None = None,
    ) -> Reply:
        """Return the answer with these cards, which a visitor may number from now on."""
        ids = tuple(card.id for card in cards)
        after = replace(state, last=ids, shown=(*state.shown, *ids), focus="", misunderstood=0)
        hints = suggestions_for(relevant, len(cards), state.wishes, self._desk.texts, question)
        return Reply(text, after, cards, hints, total)

    def _reread(self, state: ConversationState, said: Understanding) -> Understanding:
        """Understand the running search's words, for a refinement that changed them."""
        earlier = self._desk.understand(state.text)
        return replace(earlier, resources=said.resources or earlier.resources, near_me=said.near_me, corrections=said.corrections)

    def _question(self, said: Understanding, state: ConversationState, outcome: SearchOutcome) -> Question | None:
        if outcome.relaxed or said.resources:
            return None
        may_ask = MAY_ASK.get(state.task, frozenset())
        if any(m.facet == "topic" and set(m.values) <= asked_for.FORMS and not m.negated for m in said.mentions):
            # Whoever asks for a club has said what kind of thing, and that it is somewhere to go.
            may_ask -= {"kind", "delivery"}
        return question_for(outcome.relevant, state.wishes, state.asked, may_ask)

    def _is_unrelated(self, said: Understanding, state: ConversationState, outcome: SearchOutcome) -> bool:
        if said.mentions or said.resources or state.task != "find" or outcome.query.embedding is None:
            return False
        return self._desk.searcher.best_similarity(outcome.query.embedding) < UNRELATED

    def _heading(self, said: Understanding, state: ConversationState, outcome: SearchOutcome, place_is_said: bool) -> str:
        wishes = state.wishes
        where = f" in {wishes.place_label}" if wishes.place_label else ""
        serving = f" and serve {wishes.place_label}" if wishes.place_label and not place_is_said else ""
        if outcome.relaxed:
            return self._desk.say("relaxed", wish=outcome.relaxed.text)
        if outcome.results[0].resource.id in self._desk.ids_named(said):
            return self._desk.say("found_named")
        vocabulary = self._desk.searcher.vocabulary
        # What a firm makes is no subject it asks for.
        if state.task != "employer_engage" and not self._keeps_to_the_subject(outcome, state):
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
