"""What is said where a message was not understood: first a guess at what was meant, then the directory and a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from wordfreq import zipf_frequency

from bot.conversation import describing
from bot.conversation.blocks import Link
from bot.conversation.desk import Desk
from bot.conversation.people import person_for
from bot.conversation.reply import Reply
from bot.conversation.state import ConversationState
from knowledge.search.lexical import STOPWORDS
from knowledge.understanding import Understanding

_WORD = re.compile(r"[\w']+")
_SMALL_WORDS = frozenset(STOPWORDS)
_NARROWING = frozenset({"place", "stage", "audience", "cost", "delivery"})
DIRECTORY = "/directory"
READINGS = 2
"""How many guesses are offered."""
NEEDS: Mapping[str, Callable[[ConversationState], bool]] = {
    "more": lambda state: bool(state.text),
    "details": lambda state: bool(state.last),
    "compare": lambda state: len(state.last) > 1,
    "shortlist": lambda state: bool(state.kept),
    "start_over": lambda state: bool(state.text),
}
"""What a guess needs before it makes sense."""
AT_LEAST = ("find", "contact", "help")
"""Guesses that always make sense, for where there are no better ones."""


class Misunderstanding:
    """Answers to unclear messages, by how many there were in a row."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def unclear(self, state: ConversationState, readings: Sequence[str]) -> Reply:
        """Ask whether one of the likeliest readings was meant; the second time in a row name directory and person instead.

        Args:
            state: before the message.
            readings: intents that the message may have, likeliest first.
        """
        after = replace(state, misunderstood=state.misunderstood + 1)
        if after.misunderstood > 1:
            return self.give_up(after)
        guesses = self.guesses(state, readings)
        return Reply(self._desk.say("not_understood", first=guesses[0], second=guesses[1]), after, suggestions=guesses)

    def rephrase(self, state: ConversationState) -> Reply:
        """Ask for other words after the guesses were wrong."""
        return Reply(self._desk.say("rephrase"), state, suggestions=[self._desk.say("reading_help")])

    def give_up(self, state: ConversationState) -> Reply:
        """Name the directory and a person instead of asking again."""
        return Reply(
            self._desk.say("not_understood_twice", person=self.person(state)),
            state,
            suggestions=[self._desk.say("reading_help"), self._desk.say("reading_start_over")],
            links=[self.link("directory_link", DIRECTORY)],
        )

    def person(self, state: ConversationState) -> str:
        """Return name and contact of whom to turn to."""
        resource = person_for(self._desk, state.wishes)
        return f"{resource.name}: {describing.contact_line(resource)}" if resource else self._desk.say("no_person")

    def link(self, key: str, url: str) -> Link:
        """Return a link to a page of this site, with the words of ``key``."""
        return Link(text=self._desk.say(key), url=url)

    def guesses(self, state: ConversationState, readings: Sequence[str]) -> list[str]:
        """Return ``READINGS`` messages that say in plain words what may have been meant."""
        texts = self._desk.texts.entries
        likeliest = [intent for intent in dict.fromkeys((*readings, *AT_LEAST)) if f"reading_{intent}" in texts]
        possible = [intent for intent in likeliest if intent not in NEEDS or NEEDS[intent](state)]
        return [self._desk.say(f"reading_{intent}") for intent in possible[:READINGS]]


def asks_for_something(said: Understanding) -> bool:
    """Return whether a message says what is looked for, so that a search answers it whatever its intent."""
    wishes = said.wishes
    return bool(said.resources or wishes.topic or wishes.kind or wishes.delivery)


def is_gibberish(said: Understanding) -> bool:
    """Return whether no word of a message is one: "blorb fnargle". A classifier takes such for anything.

    A word is known if it is in wordfreq's small English list (about 30,000 words), or if the vocabulary, the gazetteer or the
    catalogue's names know it. Letters with accents pass: Gaelic and other languages are no gibberish.
    """
    if said.mentions or said.resources or said.near_me or said.anywhere or said.corrections:
        return False
    typed = [word for word in _WORD.findall(said.text.casefold()) if any(map(str.isalpha, word))]
    if not typed or not said.text.isascii():
        return False
    return not any(zipf_frequency(word, "en", wordlist="small") > 0 for word in typed)


def is_only_wishes(said: Understanding) -> bool:
    """Return whether a message says nothing but for whom, where and how: a place's name, an age, "only free ones"."""
    told = [range(mention.start, mention.end) for mention in said.mentions]
    rest = [word.group().casefold() for word in _WORD.finditer(said.text) if not any(word.start() in span for span in told)]
    narrowing = {mention.facet for mention in said.mentions} <= _NARROWING
    return bool(told) and narrowing and not said.resources and set(rest) <= _SMALL_WORDS
