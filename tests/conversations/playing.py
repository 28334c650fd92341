"""Play dialogues with a running finder and check what each reply must and must not hold."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WIDE = {"Scotland", "UK"}


@dataclass(frozen=True)
class Turn:
    """What the visitor says, and what the reply must hold; see ``dialogues.jsonl``."""

    say: str
    expect: dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """A conversation from its first word to its last."""

    id: str
    persona: str
    turns: tuple[Turn, ...]


@dataclass
class Played:
    """What happened: the replies, and every expectation that was not met."""

    replies: list[dict[str, Any]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def load_dialogues(path: Path) -> list[Dialogue]:
    """Read dialogues, a JSON object a line."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            data = json.loads(line)
            turns = tuple(Turn(turn["say"], turn.get("expect", {})) for turn in data["turns"])
            found.append(Dialogue(data["id"], data["persona"], turns))
    return found


def ask(site: str, message: str, conversation: str | None = None) -> dict[str, Any]:
    """Send one message to the public API and return its reply."""
    body = json.dumps({"conversation": conversation, "message": message}).encode()
    request = urllib.request.Request(f"{site}/api/chat", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as response:
        reply: dict[str, Any] = json.load(response)
        return reply


def play(dialogue: Dialogue, site: str) -> Played:
    """Hold one dialogue with the finder at ``site``."""
    played = Played()
    seen: set[str] = set()
    conversation = None
    for turn in dialogue.turns:
        reply = ask(site, turn.say, conversation)
        conversation = reply["conversation"]
        cards = cards_of(reply)
        played.replies.append(reply)
        played.mistakes += [f"{dialogue.id} {turn.say!r}: {mistake}" for mistake in _mistakes(turn.expect, reply, cards, seen)]
        seen.update(card["id"] for card in cards)
    return played


def cards_of(reply: dict[str, Any]) -> list[dict[str, Any]]:
    """Return all cards of a reply."""
    return [card for message in reply["messages"] for card in message.get("cards", [])]


def _mistakes(expect: dict[str, Any], reply: dict[str, Any], cards: list[dict[str, Any]], seen: set[str]) -> Iterator[str]:
    if len(cards) > 3:
        yield f"{len(cards)} cards, at most three are wanted"
    if expect.get("cards") == "some" and not cards:
        yield f"no cards, but {reply['messages'][0]['text'][:80]!r}"
    if expect.get("cards") == "none" and cards:
        yield f"cards: {', '.join(card['id'] for card in cards)}"
    for card in cards:
        areas = set(card["areas"])
        if "area" in expect and expect["area"] not in areas and not areas & WIDE:
            yield f"{card['id']} does not serve {expect['area']}"
        if "delivery_has" in expect and expect["delivery_has"] not in card["delivery"]:
            yield f"{card['id']} is not {expect['delivery_has']}"
        if "delivery_not" in expect and expect["delivery_not"] in card["delivery"]:
            yield f"{card['id']} is {expect['delivery_not']}"
        if "cost_in" in expect and card["cost"] not in expect["cost_in"]:
            yield f"{card['id']} costs {card['cost']}"
        if expect.get("new") and card["id"] in seen:
            yield f"{card['id']} was shown before"
    if "text" in expect:
        everything = json.dumps(reply["messages"], ensure_ascii=False)
        if not re.search(expect["text"], everything, re.IGNORECASE):
            yield f"nothing in the reply matches {expect['text']!r}"
