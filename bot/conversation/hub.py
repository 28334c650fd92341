"""Lead from the conversation to the pages of the hub: the map of provision, the lists of offers and needs, reports of mistakes.

How people ask for them is in ``phrasings.yaml``.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from bot.conversation.blocks import Link
from bot.conversation.desk import Desk
from bot.conversation.intents import GREETINGS, LEFT_ALONE
from bot.conversation.numbering import points_to_a_position
from bot.conversation.phrasings import says
from bot.conversation.references import resolve
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.provision.area_names import slug_of
from knowledge.text import normalised
from knowledge.understanding.wishes import Wishes

MISTAKE = "mistake"
"""The phrasings that say that an entry is wrong: the page is that entry's form."""
MOST_REPORTS = 3
PAGES = ("provision_gaps", "provision_duplicates", MISTAKE, "needs_of_schools", "offers_of_employers", "whole_catalogue")
"""The phrasings that ask for a page, and the text that leads there: ``hub_<name>``."""
COUNTED = "provision_counts"
"""The phrasings that ask how much there is: a search has its own answer to that, and the map has more."""


class Hub:
    """Knows the pages of the site that answer what no entry does.

    Args:
        desk: what every answer needs.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def page(self, intent: str, message: str, state: ConversationState) -> Reply | None:
        """Return a reply that leads to the page a message asks for; None where it asks for none.

        Args:
            intent: what the message was taken for; those that are surely something else are left alone.
            message: as typed.
            state: the conversation; it stays as it is.
        """
        if intent in LEFT_ALONE or intent in GREETINGS or state.draft:
            return None
        text = normalised(message)
        asked = next((name for name in PAGES if says(name, text)), None)
        if asked is None and intent != "find" and says(COUNTED, text):
            asked = COUNTED
        if asked is None:
            return None
        links = self._reports(message, state) if asked == MISTAKE else [self._link(asked, message)]
        return Reply(self._desk.say(f"hub_{asked}", where=self._where(message)), state.understood(), links=links, intent="help")

    def with_counts(self, intent: str, message: str, reply: Reply) -> Reply:
        """Return the reply of a search with a link to the map, where the message asks how much there is."""
        if intent != "find" or not says(COUNTED, normalised(message)):
            return reply
        return replace(reply, links=[*reply.links, self._link(COUNTED, message)])

    def _where(self, message: str) -> str:
        wishes = self._desk.understand(message).wishes
        return f" in {wishes.place_label}" if wishes.place_label else ""

    def _link(self, asked: str, message: str) -> Link:
        text = self._desk.say(f"hub_{asked}_link", where=self._where(message))
        return Link(text=text, url=_address(asked, self._desk.understand(message).wishes))

    def _reports(self, message: str, state: ConversationState) -> list[Link]:
        """The form for the entry that is meant, the forms for all that are shown, or the directory to choose one there."""
        named = tuple(sorted(self._desk.ids_named(self._desk.understand(message))))
        points = named or state.focus or points_to_a_position(normalised(message))
        meant = resolve(message, state, named, self._desk) if points else None
        # What was shown may have been merged meanwhile: the form is that of the entry which stays.
        shown = (self._desk.resource(each) for each in ([meant] if meant else state.last))
        entries = list({entry.id: entry for entry in shown if entry}.values())
        if not entries:
            return [Link(text=self._desk.say("directory_link"), url="/directory")]
        return [
            Link(text=self._desk.say("hub_mistake_link", name=each.name), url=f"/resources/{each.id}/report")
            for each in entries[:MOST_REPORTS]
        ]


def _address(asked: str, wishes: Wishes) -> str:
    """The address of a page, narrowed to what a message wishes."""
    match asked:
        case "provision_gaps":
            return _with("/provision/gaps", _of_the_map(wishes))
        case "provision_duplicates":
            return "/provision/duplicates"
        case "needs_of_schools":
            return _with("/employers/needs", _near(wishes))
        case "offers_of_employers":
            return _with("/schools/offers", _near(wishes))
        case "whole_catalogue":
            return "/data"
    return _counts(wishes)


def _with(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


def _near(wishes: Wishes) -> dict[str, str]:
    return {"place": wishes.place_label} if wishes.place_label else {}


def _of_the_map(wishes: Wishes, area: bool = True) -> dict[str, str]:
    """What the map of provision is narrowed to: one area, one stage, one topic."""
    wished = {"area": wishes.place if area else (), "stage": wishes.stage, "topic": wishes.topic}
    return {name: values[0] for name, values in wished.items() if len(values) == 1}


def _counts(wishes: Wishes) -> str:
    if len(wishes.place) == 1:
        return _with(f"/provision/areas/{slug_of(wishes.place[0])}", _of_the_map(wishes, area=False))
    return _with("/provision", _of_the_map(wishes, area=False))
