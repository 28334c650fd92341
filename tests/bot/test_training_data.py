"""The messages that the bot learns from: enough of them for every intent, none twice, none with anybody's address or number."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.chat.nearest_intent import training_examples
from bot.conversation.intents import NLU_FALLBACK
from bot.texts import Texts

REPOSITORY = Path(__file__).parent.parent.parent
NLU = REPOSITORY / "bot" / "data" / "nlu"
DOMAIN = REPOSITORY / "bot" / "domain"
FEWEST = 35
"""With fewer examples than this an intent loses against the big ones."""
BUTTONS = ("suggest", "answer_", "drop_", "reading_")
"""Keys of texts that a visitor may press: messages of the bot's own."""
EMAIL = re.compile(r"\S+@\S+\.\w+")
PHONE = re.compile(r"(?:\+|\b)\d(?:[\s()-]*\d){8,}")


def domain_intents() -> list[str]:
    """Every intent that the domain names, in order."""
    names: set[str] = set()
    for path in DOMAIN.glob("**/*.yml"):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8")).get("intents", []):
            # An intent with options is a mapping of one name.
            names.update([intent] if isinstance(intent, str) else intent)
    return sorted(names)


def examples_by_intent(path: Path) -> dict[str, list[str]]:
    """The messages of one file, by the intent they stand under."""
    read: dict[str, list[str]] = {}
    for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
        lines = block["examples"].splitlines()
        assert all(line.startswith("- ") for line in lines), f"{path.name}: every example begins with '- '"
        read.setdefault(block["intent"], []).extend(line[2:].strip() for line in lines)
    return read


def all_examples() -> list[tuple[str, str]]:
    """Every file name with every message in it."""
    return [
        (path.name, message)
        for path in sorted(NLU.glob("*.yml"))
        for messages in examples_by_intent(path).values()
        for message in messages
    ]


def test_the_domain_names_intents() -> None:
    assert domain_intents()


@pytest.mark.parametrize("intent", [*domain_intents(), NLU_FALLBACK])
def test_every_intent_has_a_file_of_its_name_with_enough_examples(intent: str) -> None:
    examples = examples_by_intent(NLU / f"{intent}.yml")
    assert list(examples) == [intent]
    assert len(examples[intent]) >= FEWEST


def test_no_file_holds_examples_of_an_intent_that_the_domain_lacks() -> None:
    # Rasa knows its own fallback without being told.
    assert sorted(path.stem for path in NLU.glob("*.yml")) == sorted([*domain_intents(), NLU_FALLBACK])


def test_no_message_stands_twice() -> None:
    counted = Counter(" ".join(message.casefold().split()) for _, message in all_examples())
    assert [message for message, times in counted.items() if times > 1] == []


def test_no_message_is_empty_or_marked_up() -> None:
    """Entities are found by the dictionary of the search, so `[text](entity)` in an example would be a slip."""
    assert [found for found in all_examples() if not found[1] or "](" in found[1]] == []


def test_no_message_gives_an_email_address_or_a_phone_number() -> None:
    assert [found for found in all_examples() if EMAIL.search(found[1]) or PHONE.search(found[1])] == []


def test_no_example_of_more_than_one_word_stands_in_the_messages_we_measure_on() -> None:
    """Figures on messages seen in training would mean nothing; greetings and the bot's own suggestions are common property."""
    folder = Path(__file__).parents[1] / "evaluation"
    measured = {
        json.loads(line)["text"].casefold()
        for path in folder.glob("*.jsonl")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    suggestions = {str(text).casefold() for key, text in Texts.default().entries.items() if key.startswith(BUTTONS)}
    shared = {message.casefold() for message, _ in training_examples()} & measured - suggestions
    assert {message for message in shared if len(message.split()) > 1} == set()
