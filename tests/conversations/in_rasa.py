"""Run the conversations of this folder through Rasa's own test runner; needs Rasa's environment.

``python -m tests.conversations.in_rasa MODEL`` prints every message and action that was predicted wrongly, and how many
conversations there are; exit status 1 where one failed.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.test import test as run_stories

HERE = Path(__file__).parent


async def run(model: str) -> bool:
    """Run every conversation with a trained model and return whether all went as written.

    Messages are read by the model, and each action is predicted; actions are not run, so what they would set stands in the
    conversations. What is understood of places, stages and so on is measured elsewhere (tests/evaluation): one span often
    has several values, which Rasa's test format cannot write.
    """
    agent = Agent.load(model)
    processor: Any = agent.processor
    parse = processor.parse_message

    async def without_entities(*arguments: Any, **named: Any) -> dict[str, Any]:
        return {**await parse(*arguments, **named), "entities": []}

    processor.parse_message = without_entities
    with tempfile.TemporaryDirectory() as folder:
        result = await run_stories(str(HERE), agent, out_directory=folder, e2e=True, disable_plotting=True)
        failed = (Path(folder) / "failed_test_stories.yml").read_text(encoding="utf-8")
    whole = result["report"]["conversation_accuracy"]
    if whole["correct"] < whole["total"]:
        print(failed)
    print(f"{whole['correct']} of {whole['total']} conversations")
    return bool(whole["correct"] == whole["total"])


if __name__ == "__main__":
    import structlog

    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    sys.exit(not asyncio.run(run(sys.argv[1])))
