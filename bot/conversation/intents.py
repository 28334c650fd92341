"""The intents, as trained in bot/data/nlu, and what tells them apart beyond training."""

from __future__ import annotations

UNCLEAR = "fallback"
"""The intent of a message that was not understood."""
NLU_FALLBACK = "nlu_fallback"
"""Rasa's name for it: given by its FallbackClassifier, and by the examples of what nobody could read."""
SMALL_TALK = ("greet", "goodbye", "thanks", "help", "feedback_good")
"""Intents answered with a fixed text."""
ABOUT_THE_TALK = ("bot_challenge", "privacy", "feedback_bad", "abuse", "affirm", "deny")
"""Intents about the bot, or that answer what it said."""
INTENTS = (
    *("find", "contact", "pathway", "employer_engage", "refine", "more"),
    *("details", "compare", "shortlist", "offer", "need"),
    *SMALL_TALK,
    *ABOUT_THE_TALK,
    *("start_over", "out_of_scope", "safeguarding", UNCLEAR),
)
"""Every intent the bot acts on; each has its action ``action_<intent>`` in bot/domain."""
BESIDE_THE_SEARCH = frozenset({"out_of_scope", "privacy", "bot_challenge", "help"})
"""Intents for which a question that names an entry ("what is the Data Lab") is easily taken."""
ASKED_OF_ONE = frozenset({"find", "contact", "refine", "compare"})
"""Intents for which a question like "how much does X cost" may be taken, and which then means details of X."""
GREETINGS = frozenset({"greet", "thanks", "goodbye"})
"""Intents with words of other languages among their examples: what looks like no word may be a greeting."""
OF_A_ROUTE = frozenset({"find", "refine", "more", "details", "need", "help", UNCLEAR, "out_of_scope"})
"""Intents for which a question that goes on about a route ("and what comes after that?") may be taken."""
LEFT_ALONE = frozenset({"compare", "shortlist", "offer", "need", "start_over", "safeguarding", "abuse", "affirm", "deny"})
"""Intents that are right even where a message speaks of an entry that was shown."""
