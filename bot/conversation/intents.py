"""The intents, as trained in bot/data/nlu, and what tells them apart beyond training."""

from __future__ import annotations

SMALL_TALK = ("greet", "goodbye", "thanks", "help", "bot_challenge", "privacy", "feedback_good", "feedback_bad")
"""Intents answered with a fixed text."""
INTENTS = (
    *("find", "contact", "pathway", "employer_engage", "refine", "more"),
    *("details", "compare", "offer", "need"),
    *SMALL_TALK,
    *("start_over", "out_of_scope", "safeguarding", "fallback"),
)
"""Every intent the bot acts on; each has its action ``action_<intent>`` in bot/domain."""
BESIDE_THE_SEARCH = frozenset({"out_of_scope", "privacy", "bot_challenge", "help"})
"""Intents for which a question that names an entry ("what is the Data Lab") is easily taken."""
ASKED_OF_ONE = frozenset({"find", "contact", "refine", "compare"})
"""Intents for which a question like "how much does X cost" may be taken, and which then means details of X."""
