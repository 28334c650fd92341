"""Talk about what was shown: one entry in detail, why it was shown, or several side by side."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.cards import make_card
from bot.conversation import comparing, describing, explaining, facts
from bot.conversation.aspects import asked
from bot.conversation.desk import Answer, Desk
from bot.conversation.phrasings import says
from bot.conversation.pointing import Pointed, named_in, pointed_at
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.catalogue.resource import Resource
from knowledge.search.reasons import listed
from knowledge.text import normalised
from knowledge.understanding import Understanding, Wishes
from knowledge.understanding.wishes import FACET_NAMES

_OWN = re.compile(r"(?:my|our|ma|we|i)\b", re.IGNORECASE)
_THIS_ONE = re.compile(r"\b(?:this|that|it)\b")


@dataclass(frozen=True)
class Meant:
    """Which one entry a message means.

    Attributes:
        resource: the entry; None where that is not clear.
        wishes: what the message says of place, stage and so on, without what only points at the entry.
        pointed: what it points at, where it points.
        taken: the entry was pointed at or named, or is the one last spoken of; not just the first one shown.
    """

    resource: Resource | None
    wishes: Wishes
    pointed: Pointed
    taken: bool = True


class Results:
    """Answers about entries that were shown or are named."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def answers(self) -> Mapping[str, Answer]:
        """Return the answer to each intent that is met here."""
        return {"details": self.details, "compare": self.compare}

    def speaks_of_shown(self, message: str, state: ConversationState) -> bool:
        """Return whether a message asks about an entry that was shown before, by words that can mean nothing else."""
        if not state.last and not state.focus:
            return False
        text = normalised(message)
        if explaining.asks_why(message):
            return True
        if says("points", text) and pointed_at(message, self._shown(state), self._desk.understand).ids:
            return True
        of_focus = bool(state.focus) and says("of_focus", text)
        if not of_focus and not says("of_shown", text):
            return False
        said = self._desk.understand(message)
        asks = of_focus or bool(asked(message)) or any(said.wishes.of(facet) for facet in FACET_NAMES)
        return asks and not said.resources

    def asks_contact(self, message: str, state: ConversationState) -> bool:
        """Return whether a message asks, with no word of anything else, whom to get in touch with about what was shown."""
        return bool(state.last) and says("asks_contact", normalised(message))

    def asks_of_something_else(self, message: str, state: ConversationState) -> bool:
        """Return whether a message that sounds like a question about one entry asks about something that was not shown."""
        if not says("of_something_else", normalised(message)):
            return False
        pointed = pointed_at(message, self._shown(state), self._desk.understand)
        return not (pointed.ids or pointed.astray or self._desk.understand(message).resources)

    def compares(self, message: str, state: ConversationState) -> bool:
        """Return whether a message asks to put entries side by side, with at least two that it can mean."""
        text = normalised(message)
        if not says("compare_asked", text):
            return False
        named = self._desk.ids_named(self._desk.understand(message))
        return len(named) >= 2 or len({*state.last, *named}) >= 2

    def details(self, message: str, state: ConversationState) -> Reply:
        """Answer a question about one entry: all of it, just what was asked, or why it was shown."""
        state = state.understood()
        meant = self._meant(message, state)
        if meant.resource is None:
            return self._which(meant.pointed, state)
        resource = meant.resource
        after = replace(state, focus=resource.id)
        if explaining.asks_why(message):
            return self._why(resource, after)
        shown = self._shown(state)
        if not meant.taken and len(shown) > 1 and says("of_all_shown", normalised(message)):
            told = comparing.each_told(shown[: comparing.MOST], message, meant.wishes, self._desk.texts, self._desk.by_id)
            if told:
                cards = [make_card(each, [], self._desk.by_id) for each in shown[: comparing.MOST]]
                return Reply(told, state, cards, [], len(cards))
        answer = describing.answer_about(resource, message, meant.wishes, self._desk.texts, self._desk.by_id)
        return self._about(resource, answer, after)

    def compare(self, message: str, state: ConversationState) -> Reply:
        """Put two or three entries side by side, and say where they differ."""
        state = state.understood()
        shown = self._shown(state)
        said = self._desk.understand(message)
        pointed = pointed_at(message, shown, self._desk.understand)
        if pointed.astray and not pointed.ids and shown:
            return self._which(pointed, state)
        chosen = self._to_compare(message, state, said, pointed)
        if len(chosen) < 2:
            if said.resources and says("compare_asked", normalised(message)):
                reply = self.details(message, state)
                return replace(reply, text=f"{self._desk.say('compare_same')}\n{reply.text}")
            if said.resources or (chosen and asked(message)):
                return self.details(message, state)
            listed_too_few = says("compare_kept", normalised(message))
            return Reply(self._desk.say("compare_list_short" if listed_too_few else "compare_need_two"), state)
        compared, left_out = chosen[: comparing.MOST], chosen[comparing.MOST :]
        lines = [comparing.compared(compared, message, _asked_wishes(said, pointed), self._desk.texts)]
        if left_out:
            lines.append(self._desk.say("compare_more_than", names=listed([each.name for each in left_out])))
        cards = [make_card(resource, [], self._desk.by_id) for resource in compared]
        table = comparing.comparison(compared, self._desk.texts)
        # The numbers of the cards are what "the second one" means from here.
        after = replace(state, last=tuple(card.id for card in cards), focus="")
        hints = [self._desk.say("suggest_details"), self._desk.say("suggest_keep_first")]
        return Reply("\n".join(lines), after, cards, hints, len(cards), comparison=table)

    def _about(self, resource: Resource, answer: str, after: ConversationState) -> Reply:
        """Return the answer to what was asked, or everything known where nothing in particular was."""
        texts, by_id = self._desk.texts, self._desk.by_id
        hints = [] if resource.id in after.kept else [self._desk.say("suggest_keep")]
        hints += [self._desk.say("suggest_why"), self._desk.say("suggest_more")] if after.text else []
        card = make_card(resource, [], by_id)
        if answer:
            return Reply(answer, after, [card], hints, 1)
        return Reply(
            describing.in_short(resource, texts, by_id),
            after,
            [card],
            hints,
            1,
            details=facts.facts_of(resource, by_id, texts),
        )

    def _why(self, resource: Resource, after: ConversationState) -> Reply:
        if not after.text:
            lines = [self._desk.say("why_nothing_asked", name=resource.name)]
            lines.append(describing.in_short(resource, self._desk.texts, self._desk.by_id))
            return replace(self._about(resource, "", after), text="\n".join(lines))
        told = explaining.explanation(resource, after, self._desk)
        card = make_card(resource, list(told.reasons), self._desk.by_id).model_copy(update={"caution": told.caution})
        hints = [] if resource.id in after.kept else [self._desk.say("suggest_keep")]
        return Reply(told.text, after, [card], [*hints, self._desk.say("suggest_more")], 1)

    def _shown(self, state: ConversationState) -> list[Resource]:
        return [resource for each in state.last if (resource := self._desk.resource(each))]

    def _meant(self, message: str, state: ConversationState) -> Meant:
        """Return which one entry a message means: pointed at or named, else the one last spoken of, else the first shown."""
        shown = self._shown(state)
        said = self._desk.understand(message)
        pointed = pointed_at(message, shown, self._desk.understand)
        named = named_in(said, shown, self._desk.resource)
        in_sight = [each for each in named if each in state.last]
        wishes = _asked_wishes(said, pointed)
        if in_sight or (named and not pointed.ids):
            return Meant(self._desk.by_id[(in_sight or named)[0]], wishes, pointed)
        if pointed.astray or pointed.open:
            return Meant(None, wishes, pointed)
        if pointed.ids:
            return Meant(self._desk.by_id[pointed.ids[0]], wishes, pointed)
        focus = self._desk.resource(state.focus)
        if focus is not None:
            return Meant(focus, wishes, pointed)
        return Meant(shown[0] if shown else None, wishes, pointed, taken=len(shown) == 1)

    def _to_compare(self, message: str, state: ConversationState, said: Understanding, pointed: Pointed) -> list[Resource]:
        """Return the entries to compare: those pointed at or named, else the last ones shown."""
        text, shown = normalised(message), self._shown(state)
        named = named_in(said, shown, self._desk.resource)
        ids = list(dict.fromkeys((*pointed.ids, *named)))
        if len(ids) < 2 and says("compare_kept", text):
            ids = [*ids, *state.kept]
        elif len(ids) == 1 and sum(mention.facet == "resource" for mention in said.mentions) < 2:
            focus = state.focus if state.focus not in ids and _THIS_ONE.search(text) else ""
            ids += [focus] if focus else [each.id for each in shown[: comparing.MOST]]
        elif not ids:
            ids = [each.id for each in shown[: comparing.MOST]]
        found = [resource for each in dict.fromkeys(ids) if (resource := self._desk.resource(each))]
        return found[: comparing.MOST] if len(pointed.ids) + len(named) < 2 and not says("compare_kept", text) else found

    def _which(self, pointed: Pointed, state: ConversationState) -> Reply:
        """Ask which one is meant, with the names of what it may be."""
        shown = self._shown(state)
        if not shown:
            return Reply(self._desk.say("no_search_yet"), state)
        if pointed.open:
            names = [self._desk.by_id[each].name for each in pointed.ids]
            return Reply(self._desk.say("which_of", names=" / ".join(names)), state, suggestions=_tell_me(names))
        if pointed.by:
            names = [each.name for each in shown]
            return Reply(self._desk.say("none_like_that", names=listed(names)), state, suggestions=_tell_me(names))
        names = [each.name for each in shown]
        return Reply(self._desk.say("not_so_many", count=len(names), names=listed(names)), state, suggestions=_tell_me(names))


def _tell_me(names: Sequence[str]) -> list[str]:
    return [f"Tell me about {name}" for name in names[: comparing.MOST]]


def _asked_wishes(said: Understanding, pointed: Pointed) -> Wishes:
    """Return the wishes of a message without what only points at an entry: "is the Glasgow one free" asks nothing of Glasgow."""
    wishes = said.wishes
    names = [(mention.start, mention.end) for mention in said.mentions if mention.facet == "resource"]
    inside = [
        mention
        for mention in said.mentions
        if mention.facet != "resource"
        and any(start <= mention.start and mention.end <= end for start, end in (*pointed.by, *names))
    ]
    # "Can my child come" asks about the child, not about parents.
    inside += [mention for mention in said.mentions if mention.facet == "audience" and _OWN.match(mention.text)]
    for facet in FACET_NAMES:
        elsewhere = [mention for mention in said.mentions if mention.facet == facet and mention not in inside]
        if not elsewhere:
            wishes = wishes.without(facet)
    return wishes
