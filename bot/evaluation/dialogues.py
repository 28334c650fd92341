"""Dialogues written down: what a visitor says, turn by turn, and what each answer must and must not hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.evaluation.conditions import holds, unknown_tests
from bot.evaluation.outcome import Outcome
from bot.evaluation.site import ask, cards_of, serves
from knowledge.errors import DialogueError, QueryError

MOST_CARDS = 3
EXPECTATIONS = frozenset({"cards", "area", "delivery_has", "delivery_not", "cost_in", "new", "text", "no_text", "holds"})
REMEDY = 'Each line is a JSON object with "id", "persona" and "turns" of "say" and "expect"; see docs/evaluation.md.'
Asking = Callable[[str, str | None], dict[str, Any]]
"""From a message and the conversation's id to the answer of the public API."""


@dataclass(frozen=True)
class Turn:
    """What the visitor says, and what the answer must hold."""

    say: str
    expect: dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """A conversation from its first word to its last."""

    id: str
    persona: str
    turns: tuple[Turn, ...]
    budget: int


@dataclass
class Played:
    """What happened: the answers, and every expectation that was not met."""

    dialogue: Dialogue
    replies: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def outcome(self) -> Outcome:
        """Return how it went."""
        dialogue = self.dialogue
        return Outcome(dialogue.id, dialogue.persona, len(dialogue.turns), dialogue.budget, tuple(self.mistakes))


def load_dialogues(path: Path) -> list[Dialogue]:
    """Read dialogues, a JSON object a line; the turn budget is the number of turns where none is given.

    Raises:
        QueryError: the file cannot be read, is empty, or a line is not a dialogue.
    """
    found = []
    for number, data in json_lines(path, REMEDY):
        try:
            turns = tuple(Turn(turn["say"], dict(turn.get("expect") or {})) for turn in data["turns"])
            dialogue = Dialogue(str(data["id"]), str(data["persona"]), turns, int(data.get("budget") or len(turns)))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise QueryError(f"{path}:{number} is not a dialogue: {error!r}.", REMEDY) from error
        unknown = {name for turn in turns for name in turn.expect} - EXPECTATIONS
        unknown |= {name for turn in turns for name in unknown_tests(turn.expect.get("holds", {}))}
        if not turns or unknown:
            what = f"nothing is known of {', '.join(sorted(unknown))}" if unknown else "it has no turn"
            raise QueryError(f"{path}:{number} is not a dialogue: {what}.", REMEDY)
        found.append(dialogue)
    return found


def json_lines(path: Path, remedy: str) -> list[tuple[int, Any]]:
    """Return (line number, JSON value) of every line that is not empty.

    Raises:
        QueryError: the file cannot be read, holds nothing, or a line is no JSON object.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError) as error:
        raise QueryError(f"{path} cannot be read: {error}.", remedy) from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise QueryError(f"{path}:{number} is no JSON: {error}.", remedy) from error
        if not isinstance(value, dict):
            raise QueryError(f"{path}:{number} is no JSON object.", remedy)
        found.append((number, value))
    if not found:
        raise QueryError(f"{path} is empty.", remedy)
    return found


def play(dialogue: Dialogue, site: str) -> Played:
    """Hold one dialogue with the finder at ``site``."""
    return play_with(dialogue, lambda message, conversation: ask(site, message, conversation))


def play_with(dialogue: Dialogue, asking: Asking) -> Played:
    """Hold one dialogue. An answer without Rasa is a mistake, and so is none at all."""
    played = Played(dialogue)
    seen: set[str] = set()
    conversation: str | None = None
    for turn in dialogue.turns:
        try:
            reply = asking(turn.say, conversation)
        except DialogueError as error:
            played.mistakes.append(f"{dialogue.id} {turn.say!r}: {error.what}")
            break
        conversation = reply["conversation"]
        cards = cards_of(reply)
        played.replies.append(reply)
        played.mistakes += [f"{dialogue.id} {turn.say!r}: {mistake}" for mistake in mistakes_in(reply, turn.expect, seen)]
        seen.update(card["id"] for card in cards)
    return played


def mistakes_in(reply: dict[str, Any], expect: dict[str, Any], seen: set[str]) -> Iterator[str]:
    """Give everything about an answer that is not as expected.

    Args:
        reply: the answer of the public API.
        expect: what was expected; see docs/evaluation.md.
        seen: ids of the cards of earlier turns.
    """
    cards = cards_of(reply)
    if reply["degraded"]:
        yield "answered without Rasa"
    for message in reply["messages"]:
        if len(message.get("cards", ())) > MOST_CARDS:
            yield f"{len(message['cards'])} cards in a message, at most {MOST_CARDS} are wanted"
    if expect.get("cards") == "some" and not cards:
        yield f"no cards, but {reply['messages'][0]['text'][:80]!r}"
    if expect.get("cards") == "none" and cards:
        yield f"cards: {', '.join(card['id'] for card in cards)}"
    for card in cards:
        yield from _mistakes_of(card, expect, seen)
    everything = json.dumps(reply["messages"], ensure_ascii=False)
    if "text" in expect and not re.search(expect["text"], everything, re.IGNORECASE):
        yield f"nothing in the reply matches {expect['text']!r}"
    if "no_text" in expect and re.search(expect["no_text"], everything, re.IGNORECASE):
        yield f"something in the reply matches {expect['no_text']!r}"
    for name, wanted in expect.get("holds", {}).items():
        if not holds({name: wanted}, reply, seen):
            yield f"{name} is not {wanted!r}"


def _mistakes_of(card: dict[str, Any], expect: dict[str, Any], seen: set[str]) -> Iterator[str]:
    if "area" in expect and not serves(card, expect["area"]):
        yield f"{card['id']} does not serve {expect['area']}"
    if "delivery_has" in expect and expect["delivery_has"] not in card["delivery"]:
        yield f"{card['id']} is not {expect['delivery_has']}"
    if "delivery_not" in expect and expect["delivery_not"] in card["delivery"]:
        yield f"{card['id']} is {expect['delivery_not']}"
    if "cost_in" in expect and card["cost"] not in expect["cost_in"]:
        yield f"{card['id']} costs {card['cost']}"
    if expect.get("new") and card["id"] in seen:
        yield f"{card['id']} was shown before"
