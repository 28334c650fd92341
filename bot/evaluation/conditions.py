"""Conditions on an answer of the public API, as goals and their scripts write them down."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.evaluation.site import cards_of, serves

CARD_TESTS = frozenset({"id", "kind", "area", "contact", "delivery", "not_delivery", "cost", "new", "reason"})
TESTS = frozenset(
    {"card", "every_card", "cards", "text", "fact", "route", "comparison", "form", "reference", "kept", "link", "helplines"}
    | {"suggestion"}
)
Condition = Mapping[str, Any]
"""Names of tests with what each wants; all must hold of the same answer."""


def unknown_tests(condition: Condition) -> set[str]:
    """Return the names in a condition that are no tests."""
    unknown = set(condition) - TESTS
    for name in ("card", "every_card"):
        unknown |= set(condition.get(name, {})) - CARD_TESTS
    return unknown


def holds(condition: Condition, reply: dict[str, Any], seen: set[str]) -> bool:
    """Return whether every test of a condition holds of an answer.

    Args:
        condition: see docs/evaluation.md for the tests.
        reply: the answer of the public API.
        seen: ids of the cards of earlier answers.
    """
    return all(_test(name, wanted, reply, seen) for name, wanted in condition.items())


def _test(name: str, wanted: Any, reply: dict[str, Any], seen: set[str]) -> bool:
    cards = cards_of(reply)
    if name == "card":
        return any(_fits(card, wanted, seen) for card in cards)
    if name == "every_card":
        return bool(cards) and all(_fits(card, wanted, seen) for card in cards)
    if name == "cards":
        return len(cards) == wanted if isinstance(wanted, int) else bool(cards) == (wanted == "some")
    if name == "text":
        return _found(wanted, "\n".join(message["text"] for message in reply["messages"]))
    if name == "fact":
        facts = [f"{fact['label']}: {fact['value']}" for message in reply["messages"] for fact in message.get("details", [])]
        return any(_found(wanted, fact) for fact in facts)
    return _test_block(name, wanted, reply["messages"])


def _test_block(name: str, wanted: Any, messages: list[dict[str, Any]]) -> bool:
    """Test what stands in a message beside text and cards."""
    found: dict[str, Any] = {}
    for message in messages:
        found.update({key: value for key, value in message.items() if value})
    if name == "form":
        return bool(found.get("form", {}).get("kind") == wanted) if wanted else "form" not in found
    if name == "reference":
        return ("reference" in found) == bool(wanted)
    if name == "link":
        return any(_found(wanted, link["url"]) for link in found.get("links", ()))
    if name == "suggestion":
        return any(_found(wanted, suggestion) for suggestion in found.get("suggestions", ()))
    counted = {
        "route": found.get("route", {}).get("steps", ()),
        "comparison": found.get("comparison", {}).get("columns", ()),
        "kept": found.get("kept", ()),
        "helplines": found.get("helplines", ()),
    }
    return len(counted[name]) >= int(wanted)


def _fits(card: dict[str, Any], wanted: Mapping[str, Any], seen: set[str]) -> bool:
    """Return whether a card is as wanted in every respect."""
    reachable = any(card.get("contact", {}).get(way) for way in ("url", "email", "phone"))
    tests: dict[str, Callable[[Any], bool]] = {
        "id": lambda value: card["id"] in value,
        "kind": lambda value: card["kind"] in value,
        "area": lambda value: serves(card, value),
        "contact": lambda value: reachable == bool(value),
        "delivery": lambda value: value in card["delivery"],
        "not_delivery": lambda value: value not in card["delivery"],
        "cost": lambda value: card["cost"] in value,
        "new": lambda value: (card["id"] not in seen) == bool(value),
        "reason": lambda value: _found(value, json.dumps(card["reasons"], ensure_ascii=False)),
    }
    return all(tests[name](value) for name, value in wanted.items())


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
