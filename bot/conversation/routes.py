"""Answers about the way into a field of work: a route in steps, the entries that help with each, and cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.cards import Card, make_card
from bot.conversation import earlier, refining
from bot.conversation.blocks import Route, Step, StepEntry
from bot.conversation.desk import Answer, Desk
from bot.conversation.finding import CARDS, Finding
from bot.conversation.headings import own_headings, with_heading
from bot.conversation.merging import merged_wishes
from bot.conversation.nearby import Nearby, permitted
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.pathways import (
    GENERAL,
    CareerField,
    CareerStep,
    Pathways,
    RouteReader,
    RouteWish,
    fitting_field,
    leading_entries,
    point_said,
    steps_ahead,
)
from knowledge.search.reasons import MOST as MOST_REASONS
from knowledge.search.reasons import reasons_for
from knowledge.text import words
from knowledge.understanding import Understanding, Wishes
from knowledge.understanding.wishes import unique

ENTRIES = 4
"""Entries shown with one step."""
FOLLOW_UP_WORDS = 14
"""A message longer than this is a question of its own."""
LEARNERS = frozenset({"early-years", "primary", "lower-secondary", "senior-phase", "adult"})
"""Stages that say where somebody stands; the others are wished for."""
FAMILY = frozenset({"parent", "pupil", "careers-adviser", "teacher"})


class Routes:
    """Answers to parents, pupils and those who advise them."""

    def __init__(self, desk: Desk, finding: Finding, pathways: Pathways | None = None) -> None:
        self._desk = desk
        self._finding = finding
        self._pathways = pathways or Pathways.default()
        self._reader = RouteReader(self._pathways)
        self._nearby = Nearby(desk.searcher)

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"pathway": self.pathway}

    def pathway(self, message: str, state: ConversationState) -> Reply:
        """Answer a question about routes, subjects, qualifications and careers."""
        said = self._desk.understand(message)
        if self.goes_on(message, state):
            return self._changed(message, said, state)
        found = self._finding.pathway(message, state)
        field = fitting_field(self._pathways, self._reader, said)
        wish = self._reader.wish(message, found.state.wishes)
        asks_for_route = field or wish.says_something or self._for_family(said)
        # "What is a Foundation Apprenticeship?" asks about that; "how does my son get into engineering" about a way.
        asks_for_entry = (
            self._desk.ids_named(said)
            and not wish.way
            and point_said(message, Wishes()) is None
            and not FAMILY & set(said.wishes.audience)
        )
        if not found.cards or asks_for_entry or wish.money or not asks_for_route:
            return found
        field = field or self._pathways.fields[GENERAL]
        # The search knows a field by its topics; of one without, such as games, the route knows more.
        return self._with_route(found, field, wish, message, lead=1 if field.topics or field.id == GENERAL else 2)

    def refine(self, message: str, state: ConversationState) -> Reply:
        """Change one wish of the running search and keep the others; a route that is spoken of changes with it."""
        if not state.route:
            return self._finding.refine(message, state)
        if refining.asks_undo(message):
            return self._taken_back(message, state)
        return self._changed(message, self._desk.understand(message), state)

    def goes_on(self, message: str, state: ConversationState) -> bool:
        """Return whether a message speaks on about the route of the running search: "what comes after that?"."""
        if not state.route or state.task != "pathway" or len(words(message)) > FOLLOW_UP_WORDS:
            return False
        said = self._desk.understand(message)
        if said.resources or said.wishes.kind:
            # "Are there college open days?" looks for something else.
            return False
        wish = self._reader.wish(message, said.wishes)
        if wish.point is not None or fitting_field(self._pathways, self._reader, said) is not None:
            return False
        return wish.onwards or wish.college or wish.hands_on or wish.university is not None

    def _changed(self, message: str, said: Understanding, state: ConversationState) -> Reply:
        """Return the route of the running search with what a message changes of it."""
        asked = self._reader.wish(message, said.wishes)
        new_field = fitting_field(self._pathways, self._reader, said)
        field = new_field or self._field_of(state)
        if asked.onwards:
            return self._onwards(field, said, state)
        touched = asked.college or asked.hands_on or asked.university is not None
        words_kept = f"{state.text} {said.free_text}".strip() if touched and new_field is None else state.text
        found = self._finding.refine(message, replace(state, text=words_kept))
        if not found.cards or found.state.task != "pathway" or said.wishes.kind:
            # "Are there open days?" is about things of a kind, not about the way.
            return found
        # "And if she does want uni?" says what is wished for; where she stands is remembered beside it.
        stages = found.state.wishes.stage
        if not LEARNERS & set(stages):
            stages = unique((*(stage for stage in state.wishes.stage if stage in LEARNERS), *stages))
        after = replace(found.state, wishes=replace(found.state.wishes, stage=stages))
        after = earlier.remembering(state, after)  # The words added above are part of this change: undoing it takes them back.
        wish = self._wish_of(state).changed_by(asked)
        return self._with_route(replace(found, state=after), field, wish, message, lead=2 if touched else 1)

    def _taken_back(self, message: str, state: ConversationState) -> Reply:
        """Return the route of the search before, read again from its words."""
        found = self._finding.refine(message, state)
        if not found.cards or found.state.task != "pathway":
            return replace(found, state=replace(found.state, route=None))
        text = found.state.text
        field = fitting_field(self._pathways, self._reader, self._desk.understand(text)) or self._field_of(state)
        wish = replace(self._reader.wish(text, found.state.wishes), point=self._wish_of(state).point)
        return self._with_route(found, field, wish, text, lead=1)

    def _onwards(self, field: CareerField, said: Understanding, state: ConversationState) -> Reply:
        """Return the steps after the next one, with cards of theirs that were not shown yet."""
        after = replace(state, wishes=merged_wishes(state.wishes, said), misunderstood=0)
        wish = replace(self._wish_of(after), onwards=True)
        steps = steps_ahead(field, wish)
        ids = [entry for step in steps for entry in step.entries if entry not in state.shown]
        chosen = [resource for each in unique(ids) if (resource := self._shown(each, after, known_place_only=True))][:CARDS]
        cards = [self._card(resource, steps, after) for resource in chosen]
        shown = tuple(card.id for card in cards)
        after = replace(after, last=shown or state.last, shown=(*state.shown, *shown), focus="")
        route = self._route(field, steps, after)
        text = "\n".join([self._desk.say("route_onwards"), *self._lines(route)])
        return Reply(text, after, cards, self._hints(wish), len(cards), route=route)

    def _field_of(self, state: ConversationState) -> CareerField:
        return self._pathways.fields.get(str((state.route or {}).get("field")), self._pathways.fields[GENERAL])

    def _wish_of(self, state: ConversationState) -> RouteWish:
        return RouteWish.from_json(state.route or {})

    def _for_family(self, said: Understanding) -> bool:
        return bool(FAMILY & set(said.wishes.audience)) and not said.wishes.kind

    def _with_route(self, found: Reply, field: CareerField, wish: RouteWish, message: str, lead: int) -> Reply:
        """Return a reply of the search with the route, and up to ``lead`` of the route's own entries among its cards."""
        steps = steps_ahead(field, wish)
        route = self._route(field, steps, found.state)
        leads = unique([*field.leads_for(f"{found.state.text} {message}"), *leading_entries(steps, wish)])
        cards = self._led(found.cards, leads, steps, found.state, lead)
        ids = tuple(card.id for card in cards)
        before = found.state.shown[: len(found.state.shown) - len(found.cards)]
        memory = {"field": field.id, **wish.to_json()}
        state = replace(found.state, route=memory, last=ids, shown=(*before, *ids))
        key = "route_general" if field.id == GENERAL else "route_without_university" if wish.university is False else "route"
        told = [self._desk.say(key, field=field.title[0].lower() + field.title[1:]), *self._lines(route)]
        text = with_heading(found.text, own_headings(state, self._desk), told)
        # A question that the search asks back brings its answers as buttons; they come first.
        own = self._hints(wish)
        hints = [*found.suggestions[:2], *own] if found.question else [*own[:2], *found.suggestions]
        return replace(found, text=text, state=state, cards=cards, suggestions=hints[:3], route=route)

    def _led(
        self, cards: list[Card], leads: Sequence[str], steps: list[CareerStep], state: ConversationState, most: int
    ) -> list[Card]:
        """Return three cards, up to ``most`` of them the route's own: in front where the wish changed, else at the end.

        What the search found among the entries of the route stays; what is beside the route makes room.
        """
        fitting = [resource for each in leads if (resource := self._shown(each, state, known_place_only=True))]
        shown = {card.id for card in cards}
        missing = [resource for resource in fitting[:most] if resource.id not in shown]
        of_the_route = {entry for step in steps for entry in step.entries}
        beside = [card for card in cards if card.id not in of_the_route]
        room = len(missing) if most > 1 else CARDS - len(cards) + len(beside)
        own = [self._card(resource, steps, state) for resource in missing[:room]]
        giving_way = beside[::-1] if most == 1 else cards[::-1]
        leaving = {card.id for card in giving_way[: max(0, len(cards) + len(own) - CARDS)]}
        kept = [card for card in cards if card.id not in leaving]
        return [*own, *kept] if most > 1 else [*kept, *own]

    def _shown(self, resource_id: str, state: ConversationState, known_place_only: bool = False) -> Resource | None:
        resource = self._desk.resource(resource_id)
        return resource if resource and permitted(resource, state.wishes, known_place_only) else None

    def _card(self, resource: Resource, steps: list[CareerStep], state: ConversationState) -> Card:
        step = next((step for step in steps if resource.id in step.entries), None)
        reasons = [self._desk.say("route_reason", step=step.title)] if step else []
        reasons += reasons_for(resource, state.wishes, self._desk.searcher.vocabulary, named=False)
        return make_card(resource, reasons[:MOST_REASONS], self._desk.by_id)

    def _route(self, field: CareerField, steps: list[CareerStep], state: ConversationState) -> Route:
        return Route(title=field.title, steps=[self._step(step, field, state) for step in steps])

    def _step(self, step: CareerStep, field: CareerField, state: ConversationState) -> Step:
        local = self._nearby.entries(step, field, state.wishes)
        if step.kind in {"advice", "experience"} and (group := self._nearby.of_schools_and_employers(state.wishes)):
            local = [*local, group]
        known = [resource for each in step.entries if (resource := self._shown(each, state))]
        chosen = {resource.id: resource for resource in (*local, *known)}
        entries = [StepEntry(id=each.id, name=each.name, url=each.contact.url) for each in chosen.values()][:ENTRIES]
        return Step(
            title=step.title,
            when=step.when,
            level=step.level,
            text=step.text,
            entries=entries,
            source_url=step.source_url,
            checked_on=step.checked_on.isoformat(),
        )

    def _lines(self, route: Route) -> list[str]:
        """Return a short line a step, for those who see text alone."""
        lines = []
        for number, step in enumerate(route.steps, 1):
            when = ", ".join(part for part in (step.when, step.level) if part)
            lines.append(self._desk.say("route_step", number=number, title=step.title, when=when))
        return lines

    def _hints(self, wish: RouteWish) -> list[str]:
        hints = [] if wish.onwards else [self._desk.say("suggest_onwards")]
        if wish.college:
            hints.append(self._desk.say("suggest_apprenticeship"))
        else:
            hints.append(self._desk.say("suggest_college"))
        if wish.university is False:
            hints.append(self._desk.say("suggest_university"))
        return hints
