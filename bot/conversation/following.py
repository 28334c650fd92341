"""Tell a message that goes on with the running search from a new question, by its words and what was said before."""

from __future__ import annotations

from bot.conversation import refining
from bot.conversation.condensing import is_long
from bot.conversation.desk import Desk
from bot.conversation.numbering import points_to_a_position
from bot.conversation.questions import ABOUT_ROUTES
from bot.conversation.state import ConversationState
from bot.conversation.suggestions import is_an_answer
from knowledge.text import normalised

NEVER_A_CHANGE = frozenset({"safeguarding", "start_over", "compare", "shortlist", "offer", "need", "more", "abuse"})
"""Intents that stand even where the words name nothing but wishes."""


def meant(intent: str, message: str, state: ConversationState, desk: Desk) -> str:
    """Return the intent, corrected where the words go on with the running search.

    "Undo", "more like the first one" and a message that only names wishes ("primary", "in Dundee", "free?") are short and
    look like many things to a classifier; what runs tells what they mean.

    Args:
        intent: what the message was taken for.
        message: as typed.
        state: the conversation.
        desk: reads the message.
    """
    if state.draft or intent == "safeguarding":
        return intent
    if refining.asks_undo(message) and (state.earlier or state.text):
        return "refine"
    likens = refining.asks_similar(message)
    if likens and state.last and _points(message, desk):
        return "more"
    if not state.text or (intent in NEVER_A_CHANGE and not likens) or is_long(message):
        return intent
    if is_an_answer(message, desk.texts):
        return "refine"
    asked = state.asked[-1] if state.asked else ""
    if intent == "details" and state.focus and not asked:
        return intent
    said = desk.understand(message)
    if intent == "pathway" and any(ABOUT_ROUTES & set(mention.values) for mention in said.mentions):
        # "What about apprenticeships?" asks for a route, whatever runs.
        return intent
    return "refine" if not _speaks_of_it(message) and refining.only_changes(said, state.wishes, asked) else intent


def _points(message: str, desk: Desk) -> bool:
    said = desk.understand(message)
    text = normalised(message)
    if points_to_a_position(text) or said.resources:
        return True
    # "Anything like that in Fife?" changes the search, "more like that" does not.
    return said.wishes.is_empty() and bool(refining.change_words().pointed.search(text))


def _speaks_of_it(message: str) -> bool:
    """Return whether a message asks about one thing shown: "is it free?", "does that come to Fife?"."""
    return bool(refining.change_words().of_it.search(refining.spoken(message)))
