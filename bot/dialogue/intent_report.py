"""Measure the trained classifier: ``python -m bot.dialogue.intent_report MODEL FILE`` in Rasa's environment."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent


async def report(model: str, lines: Sequence[str]) -> None:
    """Print accuracy and every message taken for something else.

    Args:
        model: path of a trained model.
        lines: a JSON object each: "text", and the expected intent as "category".
    """
    agent = Agent.load(model)
    messages: list[dict[str, Any]] = [json.loads(line) for line in lines if line.strip()]
    right: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for message in messages:
        intent = (await agent.parse_message(message["text"]))["intent"]
        asked[message["category"]] += 1
        if intent["name"] == message["category"]:
            right[message["category"]] += 1
        else:
            print(f"{message['text']!r}: {intent['name']} ({intent['confidence']:.2f}), expected {message['category']}")
    for category, count in sorted(asked.items()):
        print(f"{category:16} {right[category]:3} of {count}")
    print(f"accuracy {right.total() / asked.total():.3f} over {asked.total()} messages")


if __name__ == "__main__":
    import structlog

    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    asyncio.run(report(sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()))
